"""Extras: packages that only some commands need."""

from __future__ import annotations

from importlib.util import find_spec

from wikibrief.problems import ProblemError, error

__all__ = ["demand"]

_EXTRAS = {"serve": ("starlette", "uvicorn", "watchfiles")}


def demand(extra: str) -> None:
    """Make sure that an extra is installed. Raises ProblemError, which says how to install it."""
    missing = [name for name in _EXTRAS[extra] if find_spec(name) is None]
    if missing:
        message = f"this needs {', '.join(missing)}"
        hint = f"pip install 'wikibrief[{extra}]'"
        raise ProblemError(error(message, hint=hint, file="wikibrief", code="not-installed"))
