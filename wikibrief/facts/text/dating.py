"""The date of a claim: that of the report, else the only one of its sentence or of its clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from wikibrief.facts.language.dates import FoundDate
from wikibrief.facts.language.grammar import Item, TaggedSentence
from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.text.speakers import Speaker

__all__ = ["Dating"]

_YEAR = re.compile(r"[12]?\d{3}")


class _Run(NamedTuple):
    """Dates of one enumeration: "on February 8 and 9"; ``text`` is the interval."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Dating:
    """Finds the dates of the claims of a sentence; ``claims`` are the offsets of their numbers."""

    row: TaggedSentence
    lexicon: Lexicon
    source: Speaker
    dates: Sequence[FoundDate]
    claims: Sequence[int]

    def of(self, claim: int) -> str | None:
        """The date of the claim whose number is at an offset."""
        runs = _runs(self.dates)
        reported = self._of_report(claim, runs)
        if reported is not None:
            return reported
        if len(runs) == 1 and self._is_since(runs[0], claim):
            return None
        if self._is_of_end(claim, runs):
            return None
        parts = [item.start for item in self.row.items if item.tag == "R" and item.start > claim]
        if not runs or (parts and runs[0].start > parts[0]):
            return None  # "64,000, 56,000 of whom were captured in 1941"
        if self._has_year_left_out(claim, runs) or self._is_of_other_time(claim, runs):
            return None
        if len(runs) == 1:
            return None if self._is_apart(claim, runs[0]) else runs[0].text
        return self._of_clause(claim, runs)

    def _of_clause(self, claim: int, runs: Sequence[_Run]) -> str | None:
        """The only date between a claim and the next one, or before it if dates come first."""
        following = [each for each in self.claims if each > claim]
        if runs[0].start < min(self.claims):
            earlier = max((each for each in self.claims if each < claim), default=-1)
            mine = [run for run in runs if earlier < run.start < claim]
            first = [run for run in runs if run.start < min(self.claims)]
            if self.source.reports and len(first) == 1:
                return first[0].text  # "RFI reported on 9 February that …"
            return mine[0].text if len(mine) == 1 else None
        limit = min(following, default=len(self.row.text))
        mine = [run for run in runs if claim <= run.start < limit]
        several = following or len(self.claims) > 1
        return mine[0].text if len(mine) == 1 and several else None

    def _of_report(self, claim: int, runs: Sequence[_Run]) -> str | None:
        """The date next to the verb of reporting: "…, the government said *on 13 June*"."""
        speaking = self.source.speaking(claim)
        if speaking is None or len(runs) < 2:
            return None
        index = self._index_at(speaking)
        after = re.match(r".A*F?[XA]*(?=Y)", self.row.tags[index:])
        start = self.row.items[index + after.end()].start if after else None
        return next((run.text for run in runs if run.start == start), None)

    def _is_since(self, run: _Run, claim: int) -> bool:
        """Whether a date is that of something else: "the worst *since* 2012".

        What follows "when" is of that date: "since 2012, *when 30 died*".
        """
        index = self._index_at(run.start)
        before, after = self.row.items[max(0, index - 2) : index], self.row.items[index + 1 :][:2]
        words = [item.lower for item in before]
        since = not self.lexicon.words("since").isdisjoint({*words, " ".join(words)})
        when = any(item.lower in self.lexicon.words("at_that_time") for item in after)
        return since and not (when and claim > run.start) and "/" not in run.text

    def _has_year_left_out(self, claim: int, runs: Sequence[_Run]) -> bool:
        """Whether a year before a claim was not read as a date: "; in *1400* 300 people died"."""
        last = max((run.start for run in runs if run.start < claim), default=claim)
        between = [item for item in self.row.items if last < item.start < claim]
        years = self.lexicon.words("before_years")
        return any(
            one.lower in years and _YEAR.fullmatch(two.text) for one, two in pairwise(between)
        )

    def _is_of_other_time(self, claim: int, runs: Sequence[_Run]) -> bool:
        """Whether a loss was at another time than the date before it: "*a day later* 30 died"."""
        last = max((run.start for run in runs if run.start < claim), default=None)
        if last is None:
            return False
        after = (item.start for item in self.row.items if item.start > claim and item.tag in ",;C")
        end = next(after, len(self.row.text))
        return _other_times(self.lexicon).search(self.row.text, last, end) is not None

    def _is_of_end(self, claim: int, runs: Sequence[_Run]) -> bool:
        """Whether a date is that of what came next: "20 had died *by the time* it fell on …"."""
        after = min((run.start for run in runs if run.start > claim), default=claim)
        return _untils(self.lexicon).search(self.row.text, claim, after) is not None

    def _is_apart(self, claim: int, run: _Run) -> bool:
        """Whether a date is in another clause, which it does not begin: "…; five died"."""
        first, last = sorted((claim, run.start))
        between = [item for item in self.row.items if first < item.start < last]
        apart = any(item.tag == ";" for item in between) or (
            run.start > claim
            and (_has_other_number(between, self.lexicon) or self._is_later(between))
        )
        leads = not re.search(r"[^FXAY]", self.row.tags[: self._index_at(run.start)])
        return apart and not leads

    def _is_later(self, between: Sequence[Item]) -> bool:
        """Whether a date is that of what was done later: "20 were killed and *buried* on 3 May"."""
        return any(item.lower in self.lexicon.words("later_events") for item in between)

    def _index_at(self, offset: int) -> int:
        return sum(item.start < offset for item in self.row.items)


@cache
def _other_times(lexicon: Lexicon) -> re.Pattern[str]:
    return _any_of("other_times", lexicon)


@cache
def _untils(lexicon: Lexicon) -> re.Pattern[str]:
    return _any_of("before_ends", lexicon)


def _any_of(key: str, lexicon: Lexicon) -> re.Pattern[str]:
    words = "|".join(map(re.escape, lexicon.list_of(key)))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def _has_other_number(between: Sequence[Item], lexicon: Lexicon) -> bool:
    """Whether a date is that of another number: "12, *but 40 in 2012*", "*compared with* 40 …"."""
    contrasts = any(item.lower in lexicon.words("but") for item in between)
    if contrasts and any(item.tag == "Q" for item in between):
        return True
    numbers = [at for at, item in enumerate(between) if item.tag in "Qq"]
    before = [item for at in numbers for item in between[max(0, at - 2) : at]]
    return any(item.tag == "M" or item.lower in lexicon.words("compares") for item in before)


def _runs(dates: Sequence[FoundDate]) -> list[_Run]:
    """Dates, with those of one enumeration as an interval."""
    runs: list[list[FoundDate]] = []
    for date in dates:
        if date.linked and runs:
            runs[-1].append(date)
        else:
            runs.append([date])
    return [_Run(run[0].start, _interval(run)) for run in runs]


def _interval(run: Sequence[FoundDate]) -> str:
    first, last = run[0].span, run[-1].span
    return first.interval if len(run) == 1 else f"{first.start}/{last.end or last.start}"
