"""Extras: packages that only some commands need."""

from __future__ import annotations

from importlib.util import find_spec

from wikibrief.problems import ProblemError, error
from wikibrief.project.equipment import EXTRAS

__all__ = ["demand"]


def demand(extra: str) -> None:
    """Make sure that an extra is installed. Raises ProblemError, which says how to install it."""
    packages, _ = EXTRAS[extra]
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        message = f"this needs {', '.join(missing)}"
        hint = f"pip install 'wikibrief[{extra}]'"
        raise ProblemError(error(message, hint=hint, file="wikibrief", code="not-installed"))
