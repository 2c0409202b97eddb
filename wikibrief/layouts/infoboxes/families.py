"""Families of infoboxes: which rows a settlement's, a person's or a ship's box has, as data.

A family is a file ``transclusions/infoboxes/<family>.yaml`` among the templates:

    rows:
      Country: "{country}"                          # label: phrase
      "{leader_title#}": "{leader_name#}"           # `#` is a number: 1, 2 … or none
      Population:                                   # a group of rows
        Total: "{population_total}[ ({population_as_of})]"
      "{candidate#}": {columns: {Party: "{party#}"}}

    titles: {infobox ship career: History}          # of boxes by their names
    codes: {status: {lc: Least concern}}            # what values that are codes mean
    sides: {side: Parties, howmany: Number}         # rows about sides of a conflict, the head first

In a phrase ``{a|b}`` is the first of these arguments that has a value, ``{a|"Text"}`` the text when
none has one; ``{a|"Member for <b>"}`` is a text with an argument in it, passed over without that,
and so is ``"Barrel length<b?>"``, which does not show it.
``{a:km}`` is a value with its unit, which is left out behind a value that says more than a number;
``{a:,}`` a number with marks between its thousands. What is in ``[…]`` is left out when nothing in
it has a value. A label ``=`` spans the row. Rows behind a group are a group without a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from wikibrief.layouts.infoboxes.keyfacts import Fact, Group, SideRow
from wikibrief.layouts.infoboxes.values import group_thousands
from wikibrief.templating.environment import load_table
from wikibrief.wiki.infoboxes import fold
from wikibrief.yamlform.data import Data

__all__ = ["Family", "parse_family"]

_SEPARATORS = " ,;–"
"""What a phrase does not begin with, when the value before it is missing."""
_YES = frozenset(("yes", "y", "true", "on", "1"))
"""What says no more than that an argument is given."""
_MOST = 40
"""How many numbered groups a box can have."""
_PLACE = re.compile(r"\{([^{}]+)\}")
_PLACE_IN_TEXT = re.compile(r"<([^<>?]+)(\??)>")
_BARE_NUMBER = re.compile(r"[\d.,]*\d(?:\s?[–-]\s?[\d.,]*\d)?(?=\s*(?:\Z|<ref|<!--|\{\{))")
_OPTIONAL = re.compile(r"\[((?:[^\[\]{}]|\{[^{}]*\})*\{[^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A row of a family: its label and its value, each a phrase."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under a title; ``columns``: a column for each number, the title is its head."""

    title: str
    rows: tuple[FamilyRow, ...]
    columns: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """The rows and groups of a family of infoboxes, in the order in which they are shown.

    ``sides`` are the rows about sides of a conflict, ``titles`` those of boxes, by their names;
    ``codes`` are the words that values of some arguments stand for, by the arguments' names.
    Numbers with units have marks between their thousands from ``least`` digits on.
    """

    rows: tuple[FamilyRow | RowGroup, ...] = ()
    sides: tuple[tuple[str, str], ...] = ()
    titles: tuple[tuple[str, str], ...] = ()
    codes: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    least: int = 5

    def fill_title(self, box: str, facts: Mapping[str, Fact]) -> tuple[str, list[str]]:
        """Return the title of a box of that name, if the family has one, and the facts in it."""
        phrase = dict(self.titles).get(fold(box), "")
        return self._fill(facts).fill(phrase, "") if phrase else ("", [])

    def __bool__(self) -> bool:
        """Whether the family says anything."""
        return bool(self.rows)

    def arrange(self, facts: Mapping[str, Fact]) -> Arrangement:
        """Fill the rows with facts (by folded name)."""
        filled = self._fill(facts)
        for row in self.rows:
            if isinstance(row, FamilyRow):
                filled.add_row(row)
            elif row.columns:
                filled.add_columns(row)
            else:
                filled.add_group(row)
        return Arrangement(tuple(filled.facts), tuple(filled.groups), frozenset(filled.used))

    def _fill(self, facts: Mapping[str, Fact]) -> _Filling:
        return _Filling(facts, {name: dict(words) for name, words in self.codes}, self.least)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What a family makes of facts, and the names of those that it has used."""

    facts: tuple[Fact, ...]
    groups: tuple[Group, ...]
    used: frozenset[str]


@dataclass(slots=True)
class _Filling:
    source: Mapping[str, Fact]
    codes: Mapping[str, Mapping[str, str]]
    least: int
    facts: list[Fact] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def rows(self, rows: Sequence[FamilyRow], number: str | None) -> list[Fact]:
        """The facts of rows that have a value; without a ``number``, for all numbers there are."""
        made: list[Fact] = []
        for row in rows:
            numbered = number is None and ("#" in row.value or "#" in row.label)
            for each in self._numbers(row.value) if numbered else [number or ""]:
                made += self._fact(row, each)
        return made

    def _fact(self, row: FamilyRow, number: str) -> Iterator[Fact]:
        value, used = self.fill(row.value, number)
        if not value.strip() or self.used.issuperset(used):
            return
        label, of_label = self.fill(row.label, number)
        first = used[0] if used else row.label
        if "{" in row.label and not label.strip():
            label = ""  # its argument is missing, so templates make a label of the value's name
        self.used.update(used, of_label)
        name = "" if label and of_label else self.source[first].name  # pages have words for some
        yield Fact(name, value, label)

    def add_row(self, row: FamilyRow) -> None:
        """Add a row to the first facts, or to those behind the last group."""
        facts = self.rows([row], None)
        if not self.groups:
            self.facts += facts
        elif facts:
            last = self.groups[-1]
            if last.title or last.rows:
                last = Group("")
                self.groups.append(last)
            self.groups[-1] = replace(last, facts=(*last.facts, *facts))

    def add_group(self, group: RowGroup) -> None:
        """Add a group, or one for each number in its title."""
        phrases = (group.title, *(row.value for row in group.rows if "#" in row.value))
        is_numbered = "#" in group.title
        for number in self._numbers(*phrases) if is_numbered else [None]:
            facts = self.rows(group.rows, number)
            title, used = self.fill(group.title, number or "")
            if facts or used:
                self.used.update(used)
                self.groups.append(Group(title, tuple(facts)))

    def add_columns(self, group: RowGroup) -> None:
        """Add a table with a column for each number."""
        rows = [FamilyRow("", group.title), *group.rows]
        numbers = self._numbers(*(row.value for row in rows))
        table: list[SideRow] = []
        for row in rows if numbers else ():
            cells = [self.fill(row.value, number) for number in numbers]
            if any(value.strip() for value, _ in cells):
                label, of_label = self.fill(row.label, "")
                self.used.update(of_label, *(used for _, used in cells))
                is_head = not table and not row.label
                values = tuple(value for value, _ in cells)
                table.append(SideRow(label, values, is_head=is_head))
        if table:
            self.groups.append(Group("", rows=tuple(table)))

    def _numbers(self, *phrases: str) -> list[str]:
        """The numbers for which one of the phrases has a value."""
        return [
            number
            for number in _numbers()
            if any(self.fill(phrase, number)[1] for phrase in phrases)
        ]

    def fill(self, phrase: str, number: str) -> tuple[str, list[str]]:
        """A phrase with its arguments' values, and the names of these."""
        made = _FilledPhrase(self.source, self.codes, number, self.least)
        return made.fill(phrase), made.used


@dataclass(slots=True)
class _FilledPhrase:
    """What fills the places of one phrase, and the names of the arguments that it has used."""

    source: Mapping[str, Fact]
    codes: Mapping[str, Mapping[str, str]]
    number: str
    least: int
    used: list[str] = field(default_factory=list)

    def fill(self, phrase: str) -> str:
        pieces: list[str] = []
        position = 0
        for optional in _OPTIONAL.finditer(phrase):
            pieces += self._places(phrase[position : optional.start()]), self._part(optional[1])
            position = optional.end()
        pieces.append(self._places(phrase[position:]))
        return "".join(pieces).lstrip(_SEPARATORS)

    def _places(self, text: str) -> str:
        return _PLACE.sub(self._value, text)

    def _part(self, text: str) -> str:
        """What is left out when nothing in it has a value."""
        before = len(self.used)
        filled = self._places(text)
        return filled if len(self.used) > before else ""

    def _value(self, place: re.Match[str]) -> str:
        for choice in place[1].split("|"):
            if choice.startswith('"'):
                names = (each[1] for each in _PLACE_IN_TEXT.finditer(choice))
                if all(self._key(name) in self.source for name in names):
                    return _PLACE_IN_TEXT.sub(self._in_text, choice.strip('"'))
                continue
            name, _, unit = choice.partition(":")
            if (key := self._key(name)) in self.source:
                return _add_unit(self._given(key), unit, self.least)
        return ""

    def _in_text(self, place: re.Match[str]) -> str:
        key = self._key(place[1])
        if not place[2]:
            return self._given(key)
        if self.source[key].value.strip().lower() in _YES:
            self.used.append(key)
        return ""

    def _key(self, name: str) -> str:
        return fold(name.replace("#", self.number))

    def _given(self, key: str) -> str:
        self.used.append(key)
        value = self.source[key].value.strip()
        return self.codes.get(key, {}).get(value.lower(), value)


def _add_unit(value: str, unit: str, least: int) -> str:
    """Put the unit behind a value that is no more than a number, and notes on it."""
    number = _BARE_NUMBER.match(value) if unit else None
    if number is None:
        return value
    if unit == ",":
        return group_thousands(value)
    between = "" if unit[0] in "%/" else "\u00a0"
    return f"{group_thousands(number[0], least)}{between}{unit}{value[number.end() :]}"


def _numbers() -> Iterator[str]:
    yield ""
    yield from map(str, range(1, _MOST + 1))


@lru_cache(maxsize=64)
def parse_family(text: str, path: Path) -> Family:
    """Read the file of a family. Raises ProblemError."""
    data = dict(_items(load_table(text, path).data))
    return Family(
        tuple(_row(label, value) for label, value in _items(data.get("rows"))),
        tuple((fold(stem), str(label)) for stem, label in _items(data.get("sides"))),
        tuple((fold(box), str(title)) for box, title in _items(data.get("titles"))),
        tuple((fold(name), _words_of(codes)) for name, codes in _items(data.get("codes"))),
    )


def _items(data: Data | None) -> Iterator[tuple[str, Data]]:
    yield from data.items() if isinstance(data, dict) else ()


def _words_of(codes: Data) -> tuple[tuple[str, str], ...]:
    return tuple((code, str(words)) for code, words in _items(codes))


def _row(label: str, value: Data) -> FamilyRow | RowGroup:
    if not isinstance(value, dict):
        return FamilyRow(label, str(value))
    columns = value.get("columns")
    rows = tuple(
        FamilyRow(name, str(phrase))
        for name, phrase in _items(value if columns is None else columns)
    )
    return RowGroup(label, rows, columns=columns is not None)
