"""A machine that edits documents: at any place, in any way, with harmless and hostile values.

It knows the document's types only as dataclasses, so a new kind of block is edited from its first
day. For each edit it says which stretches of the source may change. It finds the places of values
in the source map alone: it numbers the texts of a document, and the pieces that hold certain
numbers, and no others, are the places of those texts. The selective writer is not asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from random import Random
from typing import Any, cast

from wikibrief.markup.outline import flatten
from wikibrief.markup.reader.reading import Reading
from wikibrief.markup.units import Piece, TermLines, Unit, parts_of
from wikibrief.model.document import (
    Argument,
    BulletList,
    Caption,
    Category,
    Cell,
    Comment,
    Definition,
    DefinitionList,
    Document,
    Element,
    Figure,
    Gallery,
    GalleryImage,
    Gap,
    Infobox,
    ListItem,
    OrderedList,
    Preformatted,
    References,
    Rule,
    Section,
    Table,
    Transclusion,
)
from wikibrief.model.document import Row as TableRow

__all__ = ["HOSTILE", "PLAIN", "Edit", "Editor", "fields_of", "is_kept"]

Path = tuple[str | int, ...]
Span = tuple[int, int]
Value = Any  # a value of the document's types, a tuple of them, a text, a number or None

PLAIN = ("word", "two words", "x y", "Kobé, 3–4 km", "")
HOSTILE = (
    *("a||b", "a|b", "a!!b", "}}", "{{", "]]", "[[", "|-", "|}", "{|", "! x", "| x", "|+ x", "-->"),
    *(
        "a\n\nb",
        "a\nb",
        "a\n* b",
        "a\n|b",
        "a\n|-\nb",
        "a\n== b ==",
        "* x",
        "# x",
        ": x",
        "; x : y",
    ),
    *(
        "== x ==",
        "= x",
        "x =",
        " lead blank",
        "trailing blank ",
        "\n",
        "----",
        "<!--",
        "<ref>",
        "a=b",
    ),
    *("<nowiki>", "</pre>", "__TOC__", "[[File:x.jpg]]", "[[Category:x]]", "{{a|b}}", "{{{x}}}"),
    *("thumb", "Infobox", "- a: b", "a: b", "a : b", "''x", "<div>", "</div>", "\ufeffx", "=", "|"),
)
LEADING = {"attributes"}  # fields that precede the others in the source


@dataclass(frozen=True, slots=True)
class Edit:
    """A document after an edit, and what of the source may be different for it.

    ``spans`` are alternatives: of a value that is moved past another, either may be the one that
    moves. ``plain``: the wiki can certainly hold it.
    """

    name: str
    kind: str
    document: Document
    spans: tuple[tuple[Span, ...], ...]
    plain: bool


class Editor:
    """Edits the document of one reading, always in the same ways for the same ``random``."""

    def __init__(self, reading: Reading, random: Random) -> None:
        self._reading = reading
        self._random = random
        self._is_plain = reading.dialect == "plain"
        self._count = 0
        self._numbers: dict[Path, Span] = {}
        units = flatten(self._tagged(self._bare(), ()), titled=self._is_plain)
        self._pieces = list(_numbered(units, reading.pieces))
        self._term_lines = list(_term_lines(reading.pieces))
        self._texts = [
            path for path in self._numbers if isinstance(_get(reading.document, path), str)
        ]
        self._tuples = list(_tuples(reading.document, ()))
        self._optional = list(_optional(reading.document, ()))

    def edits(self, count: int) -> Iterator[Edit]:
        """``count`` edits, all of the unedited document."""
        ways = [self._change, self._change, self._insert, self._delete, self._move, self._toggle]
        while count:
            edit = self._random.choice(ways)()
            if edit is not None and edit.document != self._reading.document:
                count -= 1
                yield edit

    # --- the ways to edit

    def _change(self) -> Edit | None:
        path = self._random.choice(self._texts)
        old = _get(self._reading.document, path)
        is_hostile = self._random.random() < 0.4
        new = self._random.choice(HOSTILE if is_hostile else PLAIN)
        plain = not is_hostile and self._may_be(path, new)
        if self._random.random() < 0.2:
            at = self._random.randint(0, len(old))
            new = old[:at] + new + old[at:]
            plain = plain and not set(old) & _MARKUP
        first, last = self._numbers[path]
        span = self._span(first, last)
        if is_hostile or not old or not new:
            span = self._between(first, last, span)
        return self._edit("change", path, new, ((span,),), plain=plain)

    def _insert(self) -> Edit | None:
        path = self._random.choice(self._tuples)
        old = _get(self._reading.document, path)
        at = self._random.randint(0, len(old))
        owner = _get(self._reading.document, path[:-1])
        new = self._random.choice(list(self._news(owner, str(path[-1]), old)))
        if new in old[max(0, at - 1) : at + 1]:
            return None  # of two equal neighbours either may be the new one
        is_shut = not old and isinstance(owner, _SHUT_WHEN_EMPTY)
        spans = [(self._around(path[:-1]) if is_shut else self._place(path, at),)]
        if at and _is_bare(old[at - 1]):
            spans.append((self._around((*path, at - 1)),))
        made = (*old[:at], new, *old[at:])
        return self._edit("insert", path, made, tuple(spans), plain=False, at=at)

    def _delete(self) -> Edit | None:
        path = self._random.choice(self._tuples)
        old = _get(self._reading.document, path)
        if not old:
            return None
        at = self._random.randrange(len(old))
        spans = ((self._around((*path, at)),),)
        return self._edit("delete", path, old[:at] + old[at + 1 :], spans, plain=False, at=at)

    def _move(self) -> Edit | None:
        path = self._random.choice(self._tuples)
        old = list(_get(self._reading.document, path))
        if len(old) < 2:
            return None
        source, target = self._random.sample(range(len(old)), 2)
        first, last = sorted((source, target))
        moved = self._around((*path, source))
        place = self._place(path, target + (target > source))
        passed = [*range(first, source), *range(source + 1, last + 1)]
        others = (
            self._around((*path, passed[0]))[0],
            self._around((*path, passed[-1]))[1],
        )
        spans = ((moved, place), (others, self._place(path, source + (source > target))))
        old.insert(target, old.pop(source))
        return self._edit("move", path, tuple(old), spans, plain=False, at=source)

    def _toggle(self) -> Edit | None:
        """Add a value that may be absent, or remove it."""
        if not self._optional:
            return None
        path = self._random.choice(self._optional)
        old = _get(self._reading.document, path)
        owner = _get(self._reading.document, path[:-1])
        given = (Caption("new"),) if isinstance(owner, Table | TableRow) else _GIVEN[str(path[-1])]
        if isinstance(owner, ListItem | Definition) and old is not None and not owner.lists:
            return None  # nothing would be left of it
        new = self._random.choice(given) if old is None else None
        if path == ("infobox",) and old is None:
            span = self._place(("lead",), 0)
        else:
            span = self._around(path[:-1] or path)
            lead = self._reading.document.lead
            if path == ("infobox",) and lead and isinstance(lead[0], Gap):
                span = span[0], self._around(("lead", 0))[1]
        return self._edit("toggle", path, new, ((span,),), plain=False)

    def _edit(
        self,
        way: str,
        path: Path,
        new: Value,
        spans: tuple[tuple[Span, ...], ...],
        *,
        plain: bool,
        at: int | None = None,
    ) -> Edit:
        steps = [str(step) for step in path] + ([str(at)] if at is not None else [])
        shown = new if at is None else _item(new, at)
        owner = type(_get(self._reading.document, _owner(path))).__name__
        named = next(str(step) for step in reversed(path) if isinstance(step, str))
        document = _put(self._reading.document, path, new)
        if isinstance(_get(self._reading.document, _owner(path)), Figure | Category):
            # A figure without a frame is text; a category's name says if blank lines before count.
            spans += ((self._around(_owner(path)),),)
        if not plain:
            spans = tuple(tuple(map(self._with_term_lines, each)) for each in spans)
        kind = f"{way} {owner}.{named}"
        return Edit(f"{way} {'.'.join(steps)}: {shown!r}", kind, document, spans, plain)

    def _may_be(self, path: Path, new: str) -> bool:
        """Whether the value at ``path`` may certainly be the plain text ``new``."""
        owner = _get(self._reading.document, _owner(path))
        match owner, path[-1]:
            case (Infobox(), "name") | (_, "word" | "tag" | "language" | "namespace"):
                return False
            case (Preformatted(tag=None), "attributes"):
                return False
            case _ if {"options", "refs"} & {*path}:
                return False
        return bool(new) or path[-1] in _MAY_BE_EMPTY

    def _news(self, owner: Value, field: str, old: Sequence[Value]) -> Iterator[Value]:
        """What may be put into a tuple: new values, and copies of what is there."""
        yield from old
        if field in {"preamble", "lead", "blocks"}:
            yield from BLOCKS
        elif field == "items":
            yield from DEFINITIONS if isinstance(owner, DefinitionList) else ITEMS
        elif field == "sections":
            level = old[0].level if old else getattr(owner, "level", 1) + 1
            yield Section("New", min(level, 6), ("New text.",))
        else:
            yield from _NEW.get(field, ("new",))

    # --- the places of values

    def _bare(self) -> Document:
        """The document without what has no markup."""
        document = self._reading.document
        return replace(document, title=document.title if self._is_plain else None, language=None)

    def _tagged(self, value: Value, path: Path) -> Value:
        """The value with a number for every text, and for every block without one."""
        before = self._count
        if isinstance(value, str):
            self._count += 1
            value = f"{before}"
        elif isinstance(value, tuple):
            value = tuple(self._tagged(item, (*path, at)) for at, item in enumerate(value))
        elif is_dataclass(value):
            new = {name: self._tagged(item, (*path, name)) for name, item in fields_of(value)}
            value = replace(cast("Any", value), **new)
            if before == self._count and hasattr(value, "kind"):
                value = self._tagged("", path)
        self._numbers[path] = before, self._count
        return value

    def _span(self, first: int, last: int) -> Span:
        """The place of the texts with these numbers, and of nothing else."""
        inside = [p for p in self._pieces if first <= p.first and p.last <= last]
        if not inside:
            holding = (p for p in self._pieces if p.first <= first and last <= p.last)
            inside = [min(holding, key=lambda p: p.last - p.first)]
        return min(p.start for p in inside), max(p.end for p in inside)

    def _around(self, path: Path) -> Span:
        """The place of the value at ``path``, with the separators that touch it."""
        first, last = self._numbers[path]
        if first == last:
            return self._place(path[:-1], 0)
        start, end = self._between(first, last, self._span(first, last))
        return start, max(end, self._mark_end(path[:-1], path[-1], 1))

    def _mark_end(self, path: Path, at: int | str, step: int = 0) -> int:
        """Where the mark of a row of the tuple at ``path`` ends, if there is one.

        Marks are alike: of two neighbours either may be the new one.
        """
        row = (*path, at + step) if isinstance(at, int) else path
        if path[-1:] != ("rows",) or row not in self._numbers:
            return 0
        number = self._numbers[row][0]
        return self._between(number, number + 1, self._span(number, number + 1))[1]

    def _with_term_lines(self, span: Span) -> Span:
        """A span with the lines of source that it touches which make several lines of a list.

        What comes between two of these takes their line apart.
        """
        start, end = span
        touched = [each for each in self._term_lines if each[0] <= end and start <= each[1]]
        return min([start, *(first for first, _ in touched)]), max(
            [end, *(last for _, last in touched)]
        )

    def _between(self, first: int, last: int, inner: Span) -> Span:
        """The span ``inner`` and what separates it from what precedes and follows it."""
        pieces = [piece for piece in self._pieces if not piece.is_gap]
        start = max((p.end for p in pieces if p.last <= first and p.end <= inner[0]), default=0)
        size = len(self._reading.source.text)
        after = (p.start for p in pieces if p.first >= last and p.start >= inner[1])
        return start, min(after, default=size)

    def _place(self, path: Path, at: int) -> Span:
        """What precedes item ``at`` of the tuple at ``path``, or the place where it would be."""
        following = self._numbers.get((*path, at))
        number = following[0] if following else self._numbers[path][1]
        if following and following[1] > number:
            start = self._span(*following)[0]
            start, end = self._between(number, number, (start, start))
            return start, max(end, self._mark_end(path, at))
        before = [p for p in self._pieces if p.first < number <= p.last]
        if at and self._numbers[(*path, at - 1)][0] < number:
            end = self._span(*self._numbers[(*path, at - 1)])[1]
        else:
            smallest = min(before, key=lambda p: (p.last - p.first, p.end - p.start), default=None)
            end = smallest.end if smallest else 0
        return end, self._between(number, number, (end, end))[1]


# ---------------------------------------------------------------------------------- new values

ITEMS = (ListItem("new item"), ListItem("new", (BulletList((ListItem("deep"),)),)))
DEFINITIONS = (
    *(Definition(None, "new"), Definition("new", None), Definition("new", "text")),
    Definition(None, "new", (BulletList((ListItem("deep"),)),)),
)
CELLS = (
    *(Cell("new"), Cell(None, "new"), Cell("new", None, 'class="x"'), Cell("")),
    *(Cell("new", blocks=("text",)), Cell("", blocks=(BulletList((ListItem("x"),)),))),
)
ROWS = (
    *(TableRow(cells=CELLS[:1]), TableRow(cells=CELLS[1:3]), TableRow('class="x"', (), CELLS[:2])),
    *(TableRow(), TableRow("", (Comment("note"),), CELLS[:1])),
)
LISTS = (BulletList(ITEMS[:1]), OrderedList(ITEMS[:1]), DefinitionList(DEFINITIONS[:1]))
BLOCKS = (
    *("New paragraph.", *LISTS, DefinitionList(DEFINITIONS[2:3])),
    *(Table(rows=ROWS[:2]), Table(1, 'class="x"', Caption("new"), ROWS[1:])),
    *(Transclusion("new", (Argument("a", "b"),)), Transclusion("new", (Argument(None, "b"),))),
    *(Figure("new.jpg", ("thumb",), "New."), Category("new"), Category("new", "key")),
    *(Comment("new"), Rule(), Preformatted("new\n  text"), Preformatted("a\n\nb", "pre")),
)
_NEW: dict[str, tuple[Value, ...]] = {
    "arguments": (Argument("new", "x"), Argument("new", ""), Argument(None, "x")),
    "images": (GalleryImage("new.jpg"), GalleryImage("new.jpg", ("alt=a",), "New.")),
    "refs": ('<ref name="new">New.</ref>',),
    "cells": CELLS,
    "rows": ROWS,
    "lists": LISTS,
    "term_lists": LISTS,
    "options": ("thumb", "right"),
}
_GIVEN: dict[str, tuple[Value, ...]] = {
    "caption": ("new", ""),
    "attributes": ('class="x"',),
    **dict.fromkeys(("sort_key", "term", "definition", "text"), ("new",)),
    "infobox": (Infobox("Infobox x", (Argument("a", "b"),)),),
}
_MAY_BE_EMPTY = {"value", "caption", "attributes", "sort_key"}
_SHUT_WHEN_EMPTY = (Element, Gallery, References)  # another form of their tags: `<references/>`
_MARKUP = set("{}[]<>|=\n")


# ------------------------------------------------------------------------------- values and paths


def fields_of(value: Value) -> Iterator[tuple[str, Value]]:
    """The fields of a value in the order of the source."""
    names = [field.name for field in fields(value) if field.name not in {"kind", "references"}]
    for name in sorted(names, key=lambda name: name not in LEADING):
        yield name, getattr(value, name)


def _get(value: Value, path: Path) -> Value:
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return value


def _put(value: Value, path: Path, new: Value) -> Value:
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        return (*value[:step], _put(value[step], rest, new), *value[step + 1 :])
    return replace(value, **{step: _put(getattr(value, step), rest, new)})


def _owner(path: Path) -> Path:
    """The path of the value that has the field which ``path`` ends with or in."""
    while isinstance(path[-1], int):
        path = path[:-1]
    return path[:-1]


def _item(value: Value, at: int) -> Value:
    return value[at] if at < len(value) else "…"


def _is_bare(value: Value) -> bool:
    """Whether the value is a row of nothing but its mark: after it either may be the new one."""
    return isinstance(value, TableRow) and not value.cells


def _tuples(value: Value, path: Path) -> Iterator[Path]:
    if isinstance(value, tuple):
        if path[-1:] == ("term_lists",) and not value:
            return  # an item that has a line has no place for them
        yield path
        for at, item in enumerate(value):
            yield from _tuples(item, (*path, at))
    elif is_dataclass(value):
        for name, item in fields_of(value):
            yield from _tuples(item, (*path, name))


def _optional(value: Value, path: Path) -> Iterator[Path]:
    """The optional fields, absent or not."""
    if isinstance(value, tuple):
        for at, item in enumerate(value):
            yield from _optional(item, (*path, at))
    elif is_dataclass(value):
        for field in fields(value):
            item = getattr(value, field.name)
            if field.name in _GIVEN and "None" in str(field.type) and not isinstance(value, Cell):
                yield (*path, field.name)
            yield from _optional(item, (*path, field.name))


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A piece of source and the numbers of the texts that it holds: from, to (excluded)."""

    start: int
    end: int
    first: int
    last: int
    is_gap: bool


def _numbered(units: Iterable[Unit], pieces: Iterable[Piece]) -> Iterator[_Numbered]:
    for unit, piece in zip(units, _lines(pieces), strict=True):
        numbers = sorted(_texts(unit))
        if numbers:
            is_gap = isinstance(piece.unit, Gap)
            yield _Numbered(piece.start, piece.end, numbers[0], numbers[-1] + 1, is_gap)
        if piece.parts:
            yield from _numbered(parts_of(unit), piece.parts)


def _lines(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, with one for each line of a list that one line of source makes."""
    for piece in pieces:
        yield from piece.parts if isinstance(piece.unit, TermLines) else (piece,)


def _term_lines(pieces: Iterable[Piece]) -> Iterator[Span]:
    for piece in pieces:
        if isinstance(piece.unit, TermLines):
            yield piece.start, piece.end
        else:
            yield from _term_lines(piece.parts)


def _texts(value: Value) -> Iterator[int]:
    if isinstance(value, str):
        yield int(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for name, item in fields_of(value):
            if name != "prefix":
                yield from _texts(item)


# --------------------------------------------------------------------------------- judging a result


def is_kept(source: Reading, result: str, spans: Sequence[Span]) -> bool:
    """Whether all outside ``spans`` is in the result, in order and to the letter."""
    kept, position = [], 0
    for start, end in sorted(spans):
        kept.append(source.source.slice(position, max(position, start)))
        position = max(position, end)
    kept.append(source.source.slice(position, len(source.source.text)))
    first, *others, last = kept
    if not result.startswith(first) or not result.endswith(last):
        return False
    at = len(first)
    for part in others:
        at = result.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return at <= len(result) - len(last)
