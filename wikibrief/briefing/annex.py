"""Annex: which parts of an infobox are on the first page, and which come after the article.

A few short facts and what is said in short of the sides come first. What is long (commanders,
units, orders of battle) and what is no known fact is in the annex. What only serves the wiki,
such as the names of files, is not on paper; the web page has it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from wikibrief.briefing.repeats import NOTHING_TOLD, Told
from wikibrief.inline.words import lines_of, words_of
from wikibrief.layouts.infoboxes.keyfacts import Fact, Group, KeyFacts, Picture, SideRow
from wikibrief.wiki.infoboxes import fold, names_of, read_picture

__all__ = ["PrintedInfobox", "is_of_wiki", "letters_of", "part_box"]

_MOST_FACTS = 8
_FEW_FACTS = 3
"""So few are rows of the table of the sides."""
_FACT_LETTERS, _FACT_LINES = 30, 2
"""Of a fact on the first page: the letters of a line, and the most lines."""
_ROW_LETTERS, _SIDE_LINES = 92, 5
"""Of a row of the sides: the letters of all its columns, and the most lines on the first page."""
_LEAST_IN_COLUMNS, _COLUMN_LETTERS, _COLUMN_LINES = 6, 44, 5
_WHOLE_ROW = "="
_NOT_LIST = re.compile(r"<(?:img|table|dl|figure)\b")
_NOT_SHORT = re.compile(r"<(?:li|img|table|dl|figure|p)\b")
_FILE = re.compile(
    r"(?:\S+:)?[^/|<>]+\.(?:jpe?g|png|gif|svg|webp|tiff?|og[gv]|webm|mp[34]|pdf)", re.IGNORECASE
)
_PIXELS = re.compile(r"(?:\d+\s*[x×]\s*|x)?\d+\s*px", re.IGNORECASE)
_APART = re.compile(r"\s*\([^()]*\)\Z")
"""What a title has in brackets to tell it from others: ``Algorithms (journal)``."""
_OF_TITLES = names_of("title")
_OF_PICTURES = names_of("caption") | names_of("alt")
_EMBLEM_TYPE = re.compile(r"(?:.* )?(?:emblem|seal|symbol|coat|crest|shield) type")
_LABELS_MAP = re.compile(r"(?:.* )?(?:map|pushpin)(?: .*)?")
"""Arguments whose words are on a map, at its mark or below it."""


@dataclass(frozen=True, slots=True)
class PrintedInfobox:
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

    @staticmethod
    def fits_columns(facts: Sequence[Fact]) -> bool:
        """Whether facts can be set in two columns: there are several, each of a few lines."""
        return len(facts) >= _LEAST_IN_COLUMNS and not any(map(_is_wide, facts))

    @property
    def has_annex(self) -> bool:
        """Whether there is anything for the annex."""
        further = (self.further_facts, self.further_sides, self.further_pictures)
        return any(further) or bool(self.groups or self.others)


def part_box(
    box: KeyFacts | None,
    labels: Collection[str] = (),
    title: str = "",
    *,
    told: Told = NOTHING_TOLD,
    is_on_map: bool = False,
) -> PrintedInfobox:
    """Part an infobox, in HTML, into what comes first and what comes last.

    First come values whose label is known: the page has a word for it, one of ``labels``, or the
    family of infoboxes has. Others are called what their argument is.

    What the title and the line below it say is not said twice, nor are coordinates next to a map
    that has them, nor losses that the first page has ``told``.
    """
    if box is None:
        return PrintedInfobox()
    facts = [each for each in box.facts if each.value not in (box.when, box.where)]
    facts = [each for each in facts if not _is_left_out(each, title)]
    facts = [each for each in facts if not told.has_all(each.name, [each.value])]
    if is_on_map:
        facts = [each for each in facts if fold(each.name) != "coordinates"]
    known = [each for each in facts if not each.is_named_only or each.name.lower() in labels]
    known = [each for each in known if not told.has_numbers(each.name, [each.value])]
    short = [each for each in known if _is_short(each)][:_MOST_FACTS]
    lists = [each for each in known if _is_short_list(each)][: _MOST_FACTS - len(short)]
    head = [row for row in box.sides[:1] if row.is_head]
    body = [each for each in box.sides if not told.has_all(each.name, each.values)][len(head) :]
    further = [each for each in body if _is_further(each, box.width, told)]
    rows = head + [each for each in body if each not in further]
    of_sides = len(short) if rows and len(short) <= _FEW_FACTS else 0
    rows_of_all = [*short[:of_sides], *(lists if rows else ())]
    return PrintedInfobox(
        facts=tuple(short[of_sides:]),
        facts_of_sides=tuple(each for each in facts if each in rows_of_all),
        sides=tuple(rows),
        picture=box.pictures[0] if box.pictures else None,
        further_facts=tuple(each for each in facts if each not in (*short, *rows_of_all)),
        further_sides=tuple(head + further if further else ()),
        further_pictures=box.pictures[1:],
        groups=box.groups,
        others=tuple(each for each in box.others if not _is_left_out(each, title)),
    )


def is_of_wiki(name: str, words: str, title: str = "") -> bool:
    """Whether the value of an argument only serves the wiki.

    That is the name of a file, the size of a picture, what describes one that is not there, or the
    ``title`` once more, as the name of a place on its map.
    """
    words, stem = words.strip(), fold(name).rstrip("0123456789 ")
    if _FILE.fullmatch(words) or _PIXELS.fullmatch(words) or _EMBLEM_TYPE.fullmatch(stem):
        return True
    if words.isdecimal() and read_picture(name):
        return True  # its size, in the place of the file
    letters = letters_of(words)
    if letters and letters in letters_of(title) and _LABELS_MAP.fullmatch(stem):
        return True
    return stem.rpartition(" ")[2] in _OF_PICTURES


def letters_of(text: str) -> str:
    """Return the letters and digits of a text, by which titles are compared."""
    return "".join(filter(str.isalnum, text)).casefold()


def _is_title(fact: Fact, title: str) -> bool:
    """Whether a value is the title of the page once more."""
    name = letters_of(words_of(fact.value)) if fold(fact.name) in _OF_TITLES else ""
    return bool(name) and name in {letters_of(title), letters_of(_APART.sub("", title))}


def _is_short(fact: Fact) -> bool:
    return (
        _is_sayable(fact)
        and not _NOT_SHORT.search(fact.value)
        and lines_of(fact.value, _FACT_LETTERS) <= _FACT_LINES
    )


def _is_short_list(fact: Fact) -> bool:
    """Whether a value is a list with room among the sides: a result, and what it consists of."""
    is_list = "<li>" in fact.value and not _NOT_LIST.search(fact.value)
    return _is_sayable(fact) and is_list and lines_of(fact.value, _ROW_LETTERS) <= _SIDE_LINES


def _is_wide(fact: Fact) -> bool:
    return (
        fact.label == _WHOLE_ROW
        or _NOT_LIST.search(fact.value) is not None
        or lines_of(fact.value, _COLUMN_LETTERS) > _COLUMN_LINES
    )


def _is_sayable(fact: Fact) -> bool:
    """Whether a value has a label, and words: some are only the marks of notes."""
    return fact.label != _WHOLE_ROW and words_of(fact.value) != ""


def _is_further(row: SideRow, width: int, told: Told) -> bool:
    return told.has_numbers(row.name, row.values) or _lines(row, width) > _SIDE_LINES


def _lines(row: SideRow, width: int) -> int:
    letters = _ROW_LETTERS // (1 if row.spanning else max(1, width))
    return max((lines_of(value, letters) for value in row.values), default=0)


def _is_left_out(fact: Fact, title: str) -> bool:
    return _is_of_wiki(fact, title) or _is_title(fact, title)


def _is_of_wiki(fact: Fact, title: str) -> bool:
    is_between_bars = fact.name.isdigit()  # no argument's value
    return is_between_bars or is_of_wiki(fact.name, words_of(fact.value), title)
