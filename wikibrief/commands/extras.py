"""Extras: packages that only some commands need."""

from __future__ import annotations

from wikibrief.problems import ProblemError, error
from wikibrief.project.equipment import find_missing_packages

__all__ = ["demand"]


def demand(extra: str) -> None:
    """Make sure that an extra is installed. Raises ProblemError, which says how to install it."""
    if missing := find_missing_packages(extra):
        message = f"this needs {', '.join(missing)}"
        hint = f"pip install 'wikibrief[{extra}]'"
        raise ProblemError(error(message, hint=hint, file="wikibrief", code="not-installed"))
