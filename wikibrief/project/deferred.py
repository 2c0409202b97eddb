"""Deferred functions: named by a string, imported when they are first called.

A process that only plans a build has no need of what its workers import.
"""

from __future__ import annotations

from functools import cache
from pkgutil import resolve_name
from typing import Any

__all__ = ["Deferred"]


class Deferred:
    """A function that is imported when it is first called.

    ``place`` is its module in ``wikibrief`` and its name, with a colon between them. It is handed
    to a worker as it is, so that the worker imports the function, and this process does not.
    """

    def __init__(self, place: str) -> None:
        self.place = f"wikibrief.{place}"

    @property
    def module(self) -> str:
        """The name of its module."""
        return self.place.partition(":")[0]

    def __call__(self, *values: Any, **named: Any) -> Any:  # noqa: ANN401  any function's
        """Call the function."""
        return _find(self.place)(*values, **named)


_find = cache(resolve_name)
"""The function at a place; to look for it again would take longer than many a call."""
