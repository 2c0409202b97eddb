"""Works whose text wikis took over, and offices whose works are in the public domain."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from wikibrief.layouts.tables import table

__all__ = ["Work", "work_of"]


class Work(NamedTuple):
    """A work or an office: a phrase for it, and what is taken from it.

    ``kind`` is ``text`` of a publication, ``material`` of an office, or ``cited``: nothing.
    """

    phrase: str
    kind: str


def work_of(variant: str) -> Work:
    """The work or office that a layout's variant names."""
    return _works()[variant]


@cache
def _works() -> Mapping[str, Work]:
    return {
        name: Work(phrase, kind)
        for kind, works in table("works/sources").items()
        for name, phrase in works.items()
    }
