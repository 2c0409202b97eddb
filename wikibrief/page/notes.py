"""Notes: ``<ref>`` and where they are listed, numbered as MediaWiki's Cite extension does.

Notes are numbered in each group by where they are first used. A list shows the notes of its group
that were used before it; what no list has shown comes at the end of the article.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from wikibrief.wiki.roman import roman

__all__ = ["Note", "Notes"]

_NOT_IN_IDS = re.compile(r"[\s_]+")
_NUMERALS = {
    "lower-alpha": "abcdefghijklmnopqrstuvwxyz",
    "upper-alpha": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "lower-greek": "αβγδεζηθικλμνξοπρστυφχψω",
}


@dataclass(slots=True)
class Detail:
    """A place in the work of a note: ``<ref name="a" details="p. 5" />``, numbered 1.1."""

    id: str
    label: str
    place: str
    content: Callable[[], str]

    @property
    def html(self) -> str:
        """What it says."""
        return self.content()


@dataclass(slots=True)
class Note:
    """One note: how it is numbered, and the ids of the places that refer to it."""

    name: str
    group: str
    number: int
    key: int
    content: Callable[[], str] | None = None
    backlinks: list[str] = field(default_factory=list)
    further: list[Callable[[], str]] = field(default_factory=list)
    details: list[Detail] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Its id on the page."""
        return f"cite_note-{_in_id(self.name)}-{self.key}" if self.name else f"cite_note-{self.key}"

    @property
    def label(self) -> str:
        """Its number, as its group is numbered."""
        return numeral(self.number, self.group)

    @property
    def html(self) -> str:
        """What it says; nothing for one that is used and never defined."""
        texts = [] if self.content is None else [self.content]
        return " ".join(text() for text in [*texts, *self.further])


class Notes:
    """The notes of one page."""

    def __init__(self) -> None:
        self._groups: dict[str, list[Note]] = {}
        self._named: dict[tuple[str, str], Note] = {}
        self._defined: dict[tuple[str, str], Callable[[], str]] = {}
        self._count = 0

    def define(self, name: str, group: str, content: Callable[[], str]) -> None:
        """Say what a named note says, where it is not used; the first definition counts."""
        self._defined.setdefault((group, name), content)
        note = self._named.get((group, name))
        if note is not None and note.content is None:
            note.content = content

    def use(self, name: str, group: str, content: Callable[[], str] | None) -> tuple[Note, str]:
        """The note that is referred to here, and the id of this place."""
        note = self._named.get((group, name)) if name else None
        if note is None:
            note = self._new(name, group)
        if note.content is None:
            note.content = content or self._defined.get((group, name))
        if content is not None and name:
            self._defined.setdefault((group, name), content)
        uses = len(note.backlinks)
        place = f"cite_ref-{_in_id(name)}_{note.key}-{uses}" if name else f"cite_ref-{note.key}"
        note.backlinks.append(place)
        return note, place

    def follow(self, name: str, group: str, content: Callable[[], str]) -> bool:
        """Go on with a note that was used before; False when there is none of that name."""
        note = self._named.get((group, name))
        if note is not None:
            note.further.append(content)
        return note is not None

    def use_detail(
        self, name: str, group: str, content: Callable[[], str] | None, text: Callable[[], str]
    ) -> tuple[Detail, str]:
        """The detail of a note that is referred to here, and the id of this place."""
        note = self._named.get((group, name)) or self._new(name, group)
        if note.content is None:
            note.content = content or self._defined.get((group, name))
        number = len(note.details) + 1
        place = f"cite_ref-{_in_id(name)}_{note.key}.{number}"
        detail = Detail(f"{note.id}.{number}", f"{note.label}.{number}", place, text)
        note.details.append(detail)
        return detail, place

    def _new(self, name: str, group: str) -> Note:
        notes = self._groups.setdefault(group, [])
        self._count += 1
        note = Note(name, group, len(notes) + 1, self._count)
        notes.append(note)
        if name:
            self._named[group, name] = note
        return note

    def take(self, group: str) -> list[Note]:
        """The notes of a group that were used so far, to be listed; the next are another list's."""
        notes = self._groups.pop(group, [])
        for note in notes:
            self._named.pop((group, note.name), None)
        return notes

    @property
    def waiting(self) -> list[str]:
        """The groups with notes that no list has shown."""
        return [group for group, notes in self._groups.items() if notes]


def numeral(number: int, group: str) -> str:
    """A note's number as its group is numbered: those of CSS's ``list-style-type`` are known."""
    if letters := _NUMERALS.get(group):
        text = ""
        while number:
            number, digit = divmod(number - 1, len(letters))
            text = letters[digit] + text
        return text
    if group in {"lower-roman", "upper-roman"}:
        letters = roman(number)
        return letters if group == "upper-roman" else letters.lower()
    if group in {"", "decimal"}:
        return str(number)
    return f"{group} {number}"


def _in_id(name: str) -> str:
    return _NOT_IN_IDS.sub("_", name.strip())
