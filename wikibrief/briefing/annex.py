"""Annex: which parts of an infobox are on the first page, and which come after the article.

A few short facts and what is said in short of the sides come first. What is long (commanders,
units, orders of battle) and what is no known fact is in the annex. What only serves the wiki,
such as the names of files, is not on paper; the web page has it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from wikibrief.inline.words import lines_of, words_of
from wikibrief.layouts.infoboxes.keyfacts import Fact, Group, KeyFacts, Picture, SideRow
from wikibrief.wiki.infoboxes import fold, names_of

__all__ = ["Box", "part_box"]

_MOST_FACTS = 8
_FEW_FACTS = 3
"""So few are rows of the table of the sides."""
_FACT_LETTERS, _FACT_LINES = 30, 2
"""Of a fact on the first page: the letters of a line, and the most lines."""
_ROW_LETTERS, _SIDE_LINES = 92, 5
"""Of a row of the sides: the letters of all its columns, and the most lines on the first page."""
_WHOLE_ROW = "="
_NOT_SHORT = re.compile(r"<(?:li|img|table|dl|figure|p)\b")
_FILE = re.compile(
    r"(?:\S+:)?[^/|<>]+\.(?:jpe?g|png|gif|svg|webp|tiff?|og[gv]|webm|mp[34]|pdf)", re.IGNORECASE
)


_OF_PICTURES = names_of("caption") | names_of("alt")


@dataclass(frozen=True, slots=True)
class Box:
    """An infobox on paper: what the first page has, and (``further``) what the annex has."""

    facts: tuple[Fact, ...] = ()
    facts_of_sides: tuple[Fact, ...] = ()
    sides: tuple[SideRow, ...] = ()
    picture: Picture | None = None
    further_facts: tuple[Fact, ...] = ()
    further_sides: tuple[SideRow, ...] = ()
    further_pictures: tuple[Picture, ...] = ()
    groups: tuple[Group, ...] = ()
    others: tuple[Fact, ...] = ()

    @property
    def has_annex(self) -> bool:
        """Whether there is anything for the annex."""
        further = (self.further_facts, self.further_sides, self.further_pictures)
        return any(further) or bool(self.groups or self.others)


def part_box(box: KeyFacts | None, *, is_on_map: bool = False) -> Box:
    """Part an infobox, in HTML, into what comes first and what comes last.

    What the line below the title says is not said twice, nor are coordinates next to a map that
    has them.
    """
    if box is None:
        return Box()
    facts = [each for each in box.facts if each.value not in (box.when, box.where)]
    facts = [each for each in facts if not _is_of_wiki(each)]
    if is_on_map:
        facts = [each for each in facts if fold(each.name) != "coordinates"]
    short = [each for each in facts if _is_short(each)][:_MOST_FACTS]
    head = [row for row in box.sides[:1] if row.is_head]
    rows = [row for row in box.sides if row in head or _lines(row, box.width) <= _SIDE_LINES]
    long = [row for row in box.sides if row not in rows]
    of_sides = len(short) if rows and len(short) <= _FEW_FACTS else 0
    return Box(
        facts=tuple(short[of_sides:]),
        facts_of_sides=tuple(short[:of_sides]),
        sides=tuple(rows),
        picture=box.pictures[0] if box.pictures else None,
        further_facts=tuple(each for each in facts if each not in short),
        further_sides=tuple([*head, *long] if long else ()),
        further_pictures=box.pictures[1:],
        groups=box.groups,
        others=tuple(each for each in box.others if not _is_of_wiki(each)),
    )


def _is_short(fact: Fact) -> bool:
    is_row = fact.label == _WHOLE_ROW
    return (
        not is_row
        and not _NOT_SHORT.search(fact.value)
        and lines_of(fact.value, _FACT_LETTERS) <= _FACT_LINES
    )


def _lines(row: SideRow, width: int) -> int:
    letters = _ROW_LETTERS // (1 if row.spanning else max(1, width))
    return max((lines_of(value, letters) for value in row.values), default=0)


def _is_of_wiki(fact: Fact) -> bool:
    """Whether a value is a file's name, describes one that is not there, or is no argument's."""
    if fact.name.isdigit():  # text between two bars
        return True
    if _FILE.fullmatch(words_of(fact.value)) is not None:
        return True
    words = fold(fact.name).rstrip("0123456789 ").split()
    return bool(words) and words[-1] in _OF_PICTURES
