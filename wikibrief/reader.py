"""The reader: source text → document and source map.

It goes through the source once, line by line, stepping over what constructs hide, and cuts it into
pieces: each piece is the stretch of source of one unit. The document is what the units make.
Nothing is repaired or lost: what stands between pieces is markup and white space, and joining all
of it gives the source back.

Inline markup is not parsed here: a paragraph is its wikitext.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from wikibrief.dialects import (
    PLAIN_INFOBOX,
    PLAIN_INFOBOX_START,
    TITLE_LINE,
    Dialect,
    detect,
    is_infobox,
    parameter_from_plain,
)
from wikibrief.document import Argument, Document, Raw, Transclusion
from wikibrief.outline import Content, Heading, Key, Leaf, Name, Piece, Title, assemble
from wikibrief.scanner import TRIMMED, Construct, Scan, heading_at, line_kind, scan
from wikibrief.source import Source

__all__ = ["Reading", "read", "read_source"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader knows: the document, and the pieces of source that it was read from."""

    document: Document
    pieces: tuple[Piece, ...]
    source: Source
    dialect: Dialect
    scan: Scan


def read(text: str, title: str | None = None, dialect: Dialect | None = None) -> Document:
    """Read wiki-style source.

    ``title`` is the article's name where the caller knows it (a sidecar, a page name); the plain
    dialect's title line goes before it. ``dialect`` is detected when it is not given. Every text is
    readable: what is not understood becomes ``Raw``.
    """
    return read_source(text, title, dialect).document


def read_source(text: str, title: str | None = None, dialect: Dialect | None = None) -> Reading:
    """Read wiki-style source with its source map; see ``read``."""
    source = Source(text)
    dialect = dialect or detect(source.text)
    found = scan(source.text)
    pieces = tuple(_PieceReader(source.text, found, dialect).pieces())
    document = assemble((piece.unit for piece in pieces), title=title)
    if document.title is None and dialect == "mediawiki":  # plain has a line of its own for it
        document = _with_title(document, source.text)
    return Reading(document, pieces, source, dialect, found)


_DISPLAYTITLE = re.compile(r"\{\{[ \t]*DISPLAYTITLE[ \t]*:[ \t]*([^{}|\n]+?)[ \t]*\}\}")
_MARKUP = re.compile(r"'{2,}|</?\w+[^<>]*>")
_NAMING = ("conflict", "name", "title")


def _with_title(document: Document, text: str) -> Document:
    """Name the article by its DISPLAYTITLE, else by the infobox's name parameter, if it has one."""
    candidates = [match[1] for match in _DISPLAYTITLE.finditer(text)]
    if document.infobox is not None:
        arguments = {argument.name: argument.value for argument in document.infobox.arguments}
        candidates += [arguments[name] for name in _NAMING if arguments.get(name)]
    for candidate in candidates:
        title = _MARKUP.sub("", candidate).strip()
        if title and not re.search(r"[{}\[\]|<>\n]", title):
            return replace(document, title=title)
    return document


_BLANK_LINES = re.compile(r"(?:[ \t]*+\n)*+(?:[ \t]++\Z)?")
_BLANKS = re.compile(r"[ \t]*+")
_BLANK_LINE = re.compile(r"[ \t]*+(?:\n|\Z)")
_BLANK_LINE_WITHIN = re.compile(r"\n[ \t]*+\n")
_TABLE_EDGE = re.compile(r"[ \t:]*+\{(?=\|)|[ \t]*+\|(?=\})")
_PLAIN_ITEM = re.compile(r"\n-(?!---)[ \t]*+([^\n]*)")
_PIPE_OR_EQUALS = re.compile(r"[|=]")
_RUNS = frozenset({"list", "indented"})  # consecutive lines of these kinds make one block


class _PieceReader:
    """Cuts a text into pieces, line by line; ``found`` says where a line does not end."""

    def __init__(self, text: str, found: Scan, dialect: Dialect) -> None:
        self._text = text
        self._plain = dialect == "plain"
        self._constructs = found.constructs
        self._construct_ends = [construct.end for construct in found.constructs]
        self._infobox_may_come = True  # one, and before the first heading
        self._line = range(0)  # the last line that was looked for: many pieces may stand on one

    def pieces(self) -> Iterator[Piece]:
        """All pieces in order."""
        position = 1 if self._text.startswith("\ufeff") else 0
        if self._plain and (piece := self._title(self._next_piece(position))):
            yield piece
            position = piece.end
        while (position := self._next_piece(position)) < len(self._text):
            piece = self._piece(position)
            yield piece
            position = piece.end

    def _next_piece(self, position: int) -> int:
        """Where the next piece begins: past blanks in this line, and past blank lines."""
        if position and self._text[position - 1] not in "\n\ufeff":
            position = _end_of(_BLANKS, self._text, position)
        return _end_of(_BLANK_LINES, self._text, position)

    def _line_end(self, start: int) -> int:
        """The end of the line at ``start``; a line end that a construct hides does not count."""
        if start in self._line:
            return self._line.stop
        end = _line_end(self._text, start)
        for construct in self._constructs_from(start):
            if construct.start >= end:
                break
            if construct.end > end and not self._is_broken_link(construct):
                end = _line_end(self._text, construct.end)
        self._line = range(start, end)
        return end

    def _constructs_from(self, start: int) -> Iterator[Construct]:
        """The constructs that end after ``start``."""
        for index in range(bisect_right(self._construct_ends, start), len(self._constructs)):
            yield self._constructs[index]

    def _is_broken_link(self, construct: Construct) -> bool:
        """A link does not go on over a blank line."""
        start, end, kind = construct
        return kind == "[" and bool(_BLANK_LINE_WITHIN.search(self._text, start, end))

    def _construct_at(self, start: int, kind: str) -> Construct | None:
        construct = next(self._constructs_from(start), None)
        found = construct is not None and construct.start == start and construct.kind == kind
        return construct if found else None

    def _title(self, start: int) -> Piece | None:
        match = TITLE_LINE.match(self._text, start)
        line = heading_at(self._text, start, match.end()) if match else None
        if line is None:
            return None
        content = self._leaf(Content, line.start, line.end)
        return Piece(Title(_text_of(content)), start, line.stop, (content,))

    def _piece(self, start: int) -> Piece:
        """The piece that begins at ``start``."""
        end = self._line_end(start)
        if line := heading_at(self._text, start, end):
            self._infobox_may_come = False
            content = self._leaf(Content, line.start, line.end)
            return Piece(Heading(line.level, _text_of(content)), start, line.stop, (content,))
        if infobox := self._infobox(start):
            self._infobox_may_come = False
            return infobox
        stop = self._block_end(start, end)
        text = self._text[start : self._paragraph_end(end) if stop is None else stop]
        text = text.rstrip(" \t\n")
        return Piece(text if stop is None else Raw(text), start, start + len(text))

    def _paragraph_end(self, end: int) -> int:
        """Where the paragraph whose first line ends at ``end`` ends."""
        while end < len(self._text) and not _BLANK_LINE.match(self._text, end + 1):
            start, stop = end + 1, self._line_end(end + 1)
            if heading_at(self._text, start, stop) or self._interrupts(start, stop):
                break
            end = stop
        return end

    def _interrupts(self, start: int, end: int) -> bool:
        """Whether the line begins a block that ends the paragraph before it; a comment does not."""
        stop = self._block_end(start, end)
        is_comment = stop == end and line_kind(self._text, start) == "comment"
        return stop is not None and not is_comment

    def _block_end(self, start: int, end: int) -> int | None:
        """Where the block ends that the line ``start:end`` begins; None when it is plain text."""
        kind = line_kind(self._text, start)
        match kind:
            case "text":
                return None
            case "list" | "indented":
                return self._run_end(kind, end)
            case "table":
                return self._table_end(start, end)
            case "transclusion":
                return self._transclusions_end(start, end)
            case "comment":
                return self._comments_end(start, end)
            case "page":
                page = self._construct_at(start, "[")
                return page.end if page else None
        return end

    def _run_end(self, kind: str, end: int) -> int:
        text = self._text
        while end < len(text) and not _BLANK_LINE.match(text, end + 1):
            if line_kind(text, end + 1) != kind:
                break
            end = self._line_end(end + 1)
        return end

    def _table_end(self, start: int, end: int) -> int:
        """Where the table that opens at ``start`` closes, if need be at the end of the page."""
        depth = 0
        while True:
            edge = _TABLE_EDGE.match(self._text, start)
            if edge is not None:
                depth += 1 if edge[0].endswith("{") else -1
            if depth == 0 or end == len(self._text):
                return end
            start, end = end + 1, self._line_end(end + 1)

    def _transclusions_end(self, start: int, end: int) -> int | None:
        """The end of a line of nothing but transclusions, or of those before the infobox."""
        position = start
        while position < end:
            construct = self._construct_at(position, "{")
            if construct is None:
                return None
            if position > start and self._is_infobox(position):
                return position
            position = _end_of(_BLANKS, self._text, construct.end)
        return end if position == end else None

    def _comments_end(self, start: int, end: int) -> int | None:
        """The end of a line of comments, or of those before another block; None before text.

        The wiki shows a heading right after them, but not after a blank: no line begins with one.
        """
        position = start
        while construct := self._construct_at(position, "!"):
            position = _end_of(_BLANKS, self._text, construct.end)
        if position == start:
            return None
        if position >= end:
            return end
        if heading_at(self._text, position, end):
            return position if self._text[position - 1] == ">" else None
        if line_kind(self._text, position) == "text":
            return None
        return position if self._block_end(position, end) is not None else None

    def _is_infobox(self, start: int) -> bool:
        return (
            self._infobox_may_come
            and not self._plain
            and self._text.startswith("{{", start)
            and is_infobox(self._text, start + 2)
        )

    def _infobox(self, start: int) -> Piece | None:
        """The infobox at ``start``, in the form of the dialect, if there is one."""
        if self._plain and self._infobox_may_come:
            head = PLAIN_INFOBOX_START.match(self._text, start)
            return self._plain_infobox(start, head.end()) if head else None
        construct = self._construct_at(start, "{") if self._is_infobox(start) else None
        return self._transclusion(construct) if construct else None

    def _plain_infobox(self, start: int, end: int) -> Piece | None:
        parts = [Piece(Name(PLAIN_INFOBOX), start, start + len("Infobox"))]
        while item := _PLAIN_ITEM.match(self._text, end):
            end = item.end()
            if item[1].strip(TRIMMED):
                parts.append(self._plain_argument(*item.span(1)))
        return _transclusion(parts, start, end) if parts[1:] else None

    def _plain_argument(self, start: int, end: int) -> Piece:
        colon = self._text.find(":", start, end)
        if colon < 0:
            content = self._leaf(Content, *self._span(start, end))
            return Piece(Argument(None, _text_of(content)), content.start, content.end)
        key = self._leaf(Content, *self._span(start, colon))
        parameter = Piece(Key(parameter_from_plain(_text_of(key))), key.start, key.end)
        return _argument(parameter, self._leaf(Content, *self._span(colon + 1, end)))

    def _transclusion(self, construct: Construct) -> Piece:
        """A ``{{…}}``, its name and arguments; blank positional arguments are not kept."""
        start, end, _ = construct
        inner = scan(self._text, start + 2, end - 2).constructs
        name, *segments = self._segments(start + 2, end - 2, inner)
        parts = [self._leaf(Name, *self._span(name[0], name[1]))]
        parts += [
            self._argument(*segment)
            for segment in segments
            if self._text[segment[0] : segment[1]].strip(TRIMMED)
        ]
        return _transclusion(parts, start, end)

    def _segments(
        self, start: int, end: int, inner: list[Construct]
    ) -> Iterator[tuple[int, int, int | None]]:
        """What ``|`` separates outside inner constructs: start, end, offset of the first ``=``."""
        equals: int | None = None
        position = begin = start
        for construct in [*inner, Construct(end, end, "")]:
            for mark in _PIPE_OR_EQUALS.finditer(self._text, position, construct.start):
                if mark[0] == "|":
                    yield begin, mark.start(), equals
                    begin, equals = mark.end(), None
                elif equals is None:
                    equals = mark.start()
            position = construct.end
        yield begin, end, equals

    def _argument(self, start: int, end: int, equals: int | None) -> Piece:
        if equals is None:
            return Piece(Argument(None, self._text[start:end]), start, end)
        key = self._leaf(Key, *self._span(start, equals))
        return _argument(key, self._leaf(Content, *self._span(equals + 1, end)))

    def _leaf(self, kind: type[Leaf], start: int, end: int) -> Piece:
        return Piece(kind(self._text[start:end]), start, end)

    def _span(self, start: int, end: int, trimmed: str = TRIMMED) -> tuple[int, int]:
        """The span without white space at its ends; an empty one begins after one blank."""
        text = self._text[start:end]
        if not text.strip(trimmed):
            start += text[:1] == " "
            return start, start
        return start + len(text) - len(text.lstrip(trimmed)), start + len(text.rstrip(trimmed))


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    """Where a pattern that always matches ends."""
    return cast("re.Match[str]", pattern.match(text, position)).end()


def _argument(key: Piece, content: Piece) -> Piece:
    argument = Argument(_text_of(key), _text_of(content))
    return Piece(argument, key.start, content.end, (key, content))


def _transclusion(parts: list[Piece], start: int, end: int) -> Piece:
    name, *arguments = parts
    unit = Transclusion(
        _text_of(name), tuple(cast("Argument", argument.unit) for argument in arguments)
    )
    return Piece(unit, start, end, tuple(parts))


def _text_of(piece: Piece) -> str:
    return cast("Leaf", piece.unit).text
