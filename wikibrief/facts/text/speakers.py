"""Who speaks where in a sentence: its reports, and to which of them a number belongs."""

from __future__ import annotations

import sys
from bisect import bisect_right
from typing import NamedTuple

__all__ = ["UNKNOWN", "Report", "Speaker"]

UNKNOWN = ""
"""The name of a speaker who is not found: "they said"."""


class Report(NamedTuple):
    """Who reports something: ``name`` from the offset ``start`` on.

    ``looks_back`` where it may also be said of what is before it: "20 died, *HRW said*", but not
    "20 died, and *HRW said that* …". After ``until`` it is said of nothing: "the toll, *which HRW
    put at 20*, is now 34".
    """

    start: int
    name: str
    looks_back: bool
    until: int = sys.maxsize


class Speaker(NamedTuple):
    """Who speaks in a sentence; where nobody does the article itself speaks.

    ``clauses`` are the offsets where clauses begin, ``contrasts`` those of them that are set
    against the one before: what is said in one is not said of the other.
    """

    reports: tuple[Report, ...] = ()
    clauses: tuple[int, ...] = ()
    contrasts: tuple[int, ...] = ()
    breaks: tuple[int, ...] = ()
    """Where another statement begins: "HRW said 34 died*;* five were hurt"."""

    @property
    def last(self) -> str | None:
        """Who a pronoun in the next sentence means: "*RFI* said that the army claimed …".

        It is who speaks in the last clause, and not whom that one cites.
        """
        named = [each for each in self.reports if each.name]
        begins = [bisect_right(self.clauses, each.start) for each in named]
        clause = [each for each, begin in zip(named, begins, strict=True) if begin == begins[-1]]
        leading = [each for each in clause if not each.looks_back]
        return next((each.name for each in (*leading[:1], *clause[-1:])), None)

    def of(self, offset: int) -> str | None:
        """Who says what is at an offset."""
        found = self._at(offset)
        return found.name if found else None

    def speaking(self, offset: int) -> int | None:
        """Where the verb is by which somebody says what is at an offset."""
        found = self._at(offset)
        return found.start if found else None

    def _at(self, offset: int) -> Report | None:
        """The last who spoke before an offset, or the first who looks back at it."""
        before = self._before(offset)
        after = next((each for each in self.reports if self._may_mean(each, offset)), None)
        if after is None or not after.looks_back:
            return before
        if any(offset < at <= after.start for at in self.contrasts):
            return before
        leads = before is not None and not before.looks_back
        if leads and not any(before.start < at <= offset for at in self.clauses if before):
            return before
        return after

    def _may_mean(self, report: Report, offset: int) -> bool:
        """Whether a report is after an offset, and not within what is said of it.

        "20 died in a fire that police said was an accident, *HRW said*".
        """
        if report.start <= offset:
            return False
        clause = bisect_right(self.clauses, offset)
        return report.looks_back or clause < bisect_right(self.clauses, report.start)

    def _before(self, offset: int) -> Report | None:
        """The last who spoke before an offset; who was only cited by that one does not go on."""
        begins = max((at for at in self.breaks if at < offset), default=0)
        before = [each for each in self.reports if begins <= each.start <= offset < each.until]
        leading = [each for each in before if not each.looks_back][-1:]
        if leading and not any(leading[0].start < at <= offset for at in self.contrasts):
            return leading[0]
        return before[-1] if before else None
