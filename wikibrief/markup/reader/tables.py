"""Reading ``{| … |}``, by the rules of MediaWiki's Parser::handleTables.

A table is read line by line. ``|-`` begins a row, ``|`` and ``!`` cells, ``||`` and ``!!`` more
cells on the same line, ``|+`` the caption; any other line goes on what was begun before it. For the
wiki ``{{!}}`` is a bar as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

from wikibrief.markup.reader.lines import Lines
from wikibrief.markup.reader.pieces import text_of, trimmed
from wikibrief.markup.units import Attributes, Content, Piece, RowStart, TableStart, Unit, table_of
from wikibrief.model.document import DEEPEST_INDENT, Block, Caption, Cell

__all__ = ["TableEnds", "read_table"]

_COMMENTS = re.compile(r"(?:[ \t]*+<!--(?s:.*?)-->)++")
_OPENING = re.compile(r"(:*+)[ \t:]*+\{\|")


class _Patterns(NamedTuple):
    """What the marks of tables look like, for what is a bar."""

    edge: re.Pattern[str]
    mark: re.Pattern[str]
    more_cells: dict[str, re.Pattern[str]]
    bar: re.Pattern[str]


def _patterns(bar: str) -> _Patterns:
    more_cells = {
        "|": re.compile(bar * 2),
        "!": re.compile(rf"<[a-zA-Z/][^<>|]*>|{bar * 2}|!!"),
        "|+": re.compile(bar * 2),
    }
    return _Patterns(
        re.compile(rf"[ \t:]*+\{{(?=\|)|[ \t]*+{bar}(?=\}})"),
        re.compile(rf"[ \t]*+({bar}(?:\}}|\+|-+)?|!)"),
        more_cells,
        re.compile(bar),
    )


_USUAL = _patterns(r"\|")
_WITH_BANG = _patterns(r"(?:\||\{\{!\}\})")
_BANG = "{{!}}"
_NO_ATTRIBUTES = re.compile(r"\[\[|-\{")
"""Before a bar that parts no attributes from content: of a link, or of language variants."""
_BLANKS = " \t"
_BEFORE = frozenset("< \t")  # what a line begins with that a comment may precede


def _of(lines: Lines) -> _Patterns:
    return _WITH_BANG if lines.has_bang else _USUAL


ReadBlocks = Callable[[int, int, Unit | None], Sequence[Piece]]


class TableEnds:
    """Where tables close: those in a table are found together with it, in one pass."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._patterns = _of(lines)
        self._ends: dict[int, tuple[int, int]] = {}  # of each ``{|``, and how far it was looked for

    def end(self, start: int, end: int, limit: int) -> int:
        """Where the table that opens in the line ``start:end`` closes, if need be at ``limit``."""
        opening = self._edge(start, limit)
        if opening is None:
            return limit
        found, looked = self._ends.get(opening.end(), (-1, -1))
        if found < 0 and looked < limit:
            self._find(start, end, limit)
            found, _ = self._ends[opening.end()]
        return limit if found < 0 else min(found, limit)

    def _find(self, start: int, end: int, limit: int) -> None:
        opened: list[int] = []
        while True:
            edge = self._edge(start, limit)
            if edge is not None and edge[0].endswith("{"):
                opened.append(edge.end())
            elif edge is not None:
                self._ends[opened.pop()] = edge.end() + 1, limit
            if end >= limit or not opened:
                break
            start, end = end + 1, self._lines.end(end + 1, limit)
        self._ends.update((at, (-1, limit)) for at in opened)

    def _edge(self, start: int, limit: int) -> re.Match[str] | None:
        text = self._lines.text
        if text[start : start + 1] in _BEFORE:
            start = _after_comments(text, start, limit)
        return self._patterns.edge.match(text, start, limit)


def _after_comments(text: str, start: int, limit: int) -> int:
    """Where a line begins for the wiki, which takes comments out before it looks for marks."""
    comments = _COMMENTS.match(text, start, limit)
    return comments.end() if comments else start


def read_table(
    lines: Lines, ends: TableEnds, start: int, end: int, read_blocks: ReadBlocks
) -> Piece:
    """The table ``text[start:end]``; ``read_blocks`` reads what is in its cells."""
    parts: list[Piece] = []
    in_row, has_caption = False, False
    for stretch in _stretches(lines, ends, start, end):
        is_caption, is_cell = stretch.mark == "|+", stretch.mark in {"||", "!!"}
        if (is_cell and not in_row) or (is_caption and has_caption):
            at = parts[-1].end
            parts.append(Piece(RowStart(""), at, at))
            in_row, has_caption = True, False
        read = _read(lines, stretch, read_blocks)
        if is_caption:  # no cell is in the row after it
            in_row, has_caption = False, True
        elif not is_cell and any(isinstance(part.unit, RowStart) for part in read):
            in_row, has_caption = True, False
        parts += read
    return Piece(table_of([part.unit for part in parts]), start, end, tuple(parts))


@dataclass(slots=True)
class _Stretch:
    """What one mark governs: its place, where its content begins, its line's and its own end."""

    mark: str
    start: int
    begin: int
    line_end: int
    stop: int


def _stretches(lines: Lines, ends: TableEnds, start: int, end: int) -> Iterator[_Stretch]:
    """The marks of a table in order: ``{|``, ``|+``, ``|-``, ``||`` (a cell), ``!!`` (a header)."""
    text, patterns = lines.text, _of(lines)
    opening = cast("re.Match[str]", _OPENING.match(text, start))
    line_end = lines.end(start, end)
    waiting = _Stretch("{|", start, opening.end(), line_end, line_end)
    at, stop = line_end + 1, line_end
    while at < end:
        line_end = lines.end(at, end)
        begin = _after_comments(text, at, end) if text[at] in _BEFORE else at
        mark = patterns.mark.match(text, begin, end)
        if mark is None and patterns.edge.match(text, begin, end):
            stop = max(line_end, ends.end(at, line_end, end))
            stop = lines.end(stop, end)
            at = stop + 1
            continue
        if mark is None:
            stop, at = line_end, line_end + 1
            continue
        waiting.stop = begin if begin > at else stop  # the comments belong to it
        yield waiting
        if mark[1].endswith("}") and mark[1] != _BANG:
            return
        *before, waiting = _split_line(lines, mark, line_end)
        yield from before
        first = text[waiting.begin : line_end].rstrip(_BLANKS)
        if waiting.mark not in {"{|", "|-"} and first and not first.endswith("|"):
            line_end = lines.end_with_categories(line_end, end)
            waiting.line_end = waiting.stop = line_end
        stop, at = line_end, line_end + 1
    waiting.stop = min(stop, end)
    yield waiting


def _split_line(lines: Lines, mark: re.Match[str], line_end: int) -> Iterator[_Stretch]:
    """The stretches that begin in one line: one, or all of its cells or captions."""
    more_cells = _of(lines).more_cells
    name = mark[1].replace(_BANG, "|") if lines.has_bang else mark[1]
    start, begin = mark.span(1)
    if name not in more_cells:
        yield _Stretch(name[:2], start, begin, line_end, line_end)
        return
    doubled = (name * 2)[:2]
    for more in lines.find(more_cells[name], begin, line_end, through=_BANG):
        if more[0].startswith("<"):  # the wiki looks for `!!` outside of tags
            continue
        yield _Stretch(doubled, start, begin, more.start(), more.start())
        start, begin = more.span()
    yield _Stretch(doubled, start, begin, line_end, line_end)


def _read(lines: Lines, stretch: _Stretch, read_blocks: ReadBlocks) -> list[Piece]:
    """The pieces of a stretch: a start and the blocks after it, or a caption or cell."""
    is_one_line = stretch.line_end == stretch.stop
    if stretch.mark not in {"{|", "|-"}:
        at, stop = stretch.line_end, stretch.stop
        blocks = () if is_one_line else read_blocks(at, stop, Content(""))
        return [_cell(lines, stretch, blocks)]
    blocks = () if is_one_line else read_blocks(stretch.line_end, stretch.stop, None)
    start = _start(lines.text, stretch)
    if stretch.mark == "{|" and blocks:
        return [start, Piece(RowStart(""), start.end, start.end), *blocks]
    return [start, *blocks]


def _start(text: str, stretch: _Stretch) -> Piece:
    """The start of a table or row, with its attributes."""
    mark, start, begin = stretch.mark, stretch.start, stretch.begin
    attributes = trimmed(text, begin, stretch.line_end, Attributes, blanks=_BLANKS)
    value = text_of(attributes)
    indent = min(text.count(":", start, begin), DEEPEST_INDENT)
    unit = TableStart(value, indent) if mark == "{|" else RowStart(value)
    return Piece(unit, start, max(begin, attributes.end), (attributes,))


def _cell(lines: Lines, stretch: _Stretch, blocks: Sequence[Piece]) -> Piece:
    """A cell or the caption: attributes, content on its line, blocks on the lines after it."""
    parts = list(_cell_parts(lines, stretch.begin, stretch.line_end))
    content = text_of(parts[-1])
    attributes = text_of(parts[0]) if len(parts) == 2 else None
    inside = tuple([cast("Block", block.unit) for block in blocks])
    unit: Caption | Cell
    if stretch.mark == "|+":
        unit = Caption(content, attributes, inside)
    elif stretch.mark == "!!":
        unit = Cell(None, content, attributes, inside)
    else:
        unit = Cell(content, None, attributes, inside)
    parts += blocks
    return Piece(unit, parts[0].start, parts[-1].end, tuple(parts))


def _cell_parts(lines: Lines, begin: int, end: int) -> Iterator[Piece]:
    """The attributes of a cell, if it has any, and its content on the first line."""
    text = lines.text
    pipe = next(lines.find(_of(lines).bar, begin, end, through=_BANG), None)
    if pipe is not None and not _NO_ATTRIBUTES.search(text, begin, pipe.start()):
        yield trimmed(text, begin, pipe.start(), Attributes, blanks=_BLANKS)
        begin = pipe.end()
    yield trimmed(text, begin, end, blanks=_BLANKS)
