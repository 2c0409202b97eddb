"""Repeats: what of an infobox the large figures of the first page have said before it.

That is an argument about losses all of whose numbers are losses that they tell. Where the first
page has its words, too, it says nothing more; where it does not, or cites a source, it is for the
annex.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple
from unicodedata import decimal

from wikibrief.facts.model import Facts
from wikibrief.facts.totals import key_of
from wikibrief.inline.words import words_of
from wikibrief.page.overview import Overview
from wikibrief.wiki.infoboxes import fold, read_side

__all__ = ["NOTHING_TOLD", "Told", "find_told"]


class Told(NamedTuple):
    """What the first page tells: losses of an infobox in large figures, and in which words.

    ``numbers`` are those of each argument, by the name of its row: as often as the argument has a
    loss of so many that a figure tells.
    """

    numbers: Mapping[str, Collection[Counter[str]]] = {}
    words: frozenset[str] = frozenset()

    def has_numbers(self, name: str, values: Collection[str]) -> bool:
        """Whether the values of an argument, in HTML, have numbers, and none that is not told."""
        known = self.numbers.get(_row_of(name), ())
        found = [Counter(_numbers_in([value])) for value in values]
        return any(found) and all(any(each <= one for one in known) for each in found if each)

    def has_all(self, name: str, values: Collection[str]) -> bool:
        """Whether they say nothing at all that is not told, and cite no source."""
        is_plain = not any("<sup" in value for value in values)
        return is_plain and self.has_numbers(name, values) and self.words.issuperset(_words(values))


NOTHING_TOLD = Told()


def find_told(values: Mapping[str, object]) -> Told:
    """Find what the first page tells, in the values of a page."""
    facts, overview = values["facts"], values["overview"]
    if not (isinstance(facts, Facts) and isinstance(overview, Overview)):
        return NOTHING_TOLD
    shown = {each.counts: set(_numbers_in([each.number, each.note])) for each in overview.figures}
    arguments: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for claim in facts.claims:
        numbers = {str(each) for each in (claim.quantity.low, claim.quantity.high) if each}
        if claim.is_of_infobox and numbers <= shown.get(key_of(claim), set()):
            arguments[claim.place.section[-1]].update(numbers)
    rows: defaultdict[str, list[Counter[str]]] = defaultdict(list)
    for name, told in arguments.items():
        rows[_row_of(name)].append(told)
    figures = [f"{each.number} {each.label} {each.note}" for each in overview.figures]
    claims = [f"{each.source} {each.label}" for each in overview.claims]
    return Told(rows, frozenset(_words([*figures, *claims, str(values["bottom_line"])])))


def _row_of(name: str) -> str:
    """Return what the arguments of all sides are called: ``casualties`` for ``casualties2``."""
    side = read_side(name)
    return fold(side.row if side else name)


_NUMBER = re.compile(r"\d+(?:[ .,'’\u066c]\d{2,3}\b)*")
_WORD = re.compile(r"[^\W\d_]+")


def _numbers_in(texts: Iterable[str]) -> Iterator[str]:
    """Yield the digits of the numbers in texts: wikis and pages group them differently."""
    for text in texts:
        for match in _NUMBER.finditer(words_of(text)):
            yield "".join(str(decimal(char)) for char in match[0] if char.isdecimal())


def _words(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from _WORD.findall(words_of(text).casefold())
