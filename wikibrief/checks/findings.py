"""What every check shares: the source that it looks at, and how it reports what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from wikibrief.checks.constructs import Constructs
from wikibrief.markup.reader.reading import Reading
from wikibrief.problems import Problem

__all__ = ["MOST_OF_A_KIND", "CheckedSource", "report"]

T = TypeVar("T")

MOST_OF_A_KIND = 20
"""How many problems of one kind are reported one by one; by then the author knows them."""


@dataclass(frozen=True, slots=True)
class CheckedSource:
    """A source as all checks see it."""

    reading: Reading
    constructs: Constructs

    @property
    def text(self) -> str:
        """The text that offsets count in."""
        return self.reading.source.text

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        return self.reading.source.lines.place(offset)


def report(found: Iterable[T], tell: Callable[[T], Problem], more: str) -> Iterator[Problem]:
    """Report the first problems of a kind, then in one that there are ``more``.

    ``tell`` may take its time (to look for the nearest name): it is called for those alone.
    """
    items = iter(found)
    yield from map(tell, islice(items, MOST_OF_A_KIND))
    if rest := list(items):
        yield replace(tell(rest[0]), message=f"{len(rest)} more {more}", hint="")
