"""Reading blocks: a stretch of text → the pieces of its blocks, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from wikibrief.dialects import PLAIN_INFOBOX_START, Dialect, is_infobox
from wikibrief.document import Block, Comment, Element, Gap, Preformatted, Raw, Rule, Switch
from wikibrief.namespaces import is_switch, namespace_at
from wikibrief.outline import Attributes, Heading, Piece
from wikibrief.reader.elements import ElementSpan, find_elements, read_tag
from wikibrief.reader.lines import Lines
from wikibrief.reader.lists import read_lists
from wikibrief.reader.media import read_page
from wikibrief.reader.pieces import leaf, span, text_of, trimmed
from wikibrief.reader.tables import read_table, table_end
from wikibrief.reader.transclusions import read_infobox, read_plain_infobox, read_transclusion
from wikibrief.scanner import heading_at, line_kind

__all__ = ["BlockReader"]

_DEEPEST = 8  # tables in tables; each is nine levels in YAML, whose nesting is bounded
_DASHES = re.compile(r"-{4,}")
_HEADING_WITHIN = re.compile(r"^=", re.MULTILINE)
_INLINE_KINDS = frozenset({"html", "tag", "transclusion", "comment", "page"})
_BLANKS_AND_LINES = " \t\n"


class BlockReader:
    """Reads the blocks of one text.

    Headings make sections only at the top (``depth`` 0); inside a table cell they are raw. The
    infobox is one, before the first heading.
    """

    def __init__(self, lines: Lines, dialect: Dialect) -> None:
        self._lines = lines
        self._text = lines.text
        self._plain = dialect == "plain"
        self._infobox_may_come = True
        self._at_top = True
        self._limit = len(lines.text)
        self._elements: dict[int, ElementSpan] | None = None  # found when first asked for
        self._runs: dict[str, tuple[int, range]] = {}  # see `_after`
        self._infobox_reached = range(0)
        self._no_infobox_before = 0

    def blocks(self, start: int, limit: int, depth: int = 0) -> Iterator[Piece]:
        """The pieces of ``text[start:limit]``."""
        is_first = True
        while (position := self._next(start, limit)) < limit:
            if not is_first and (gap := self._gap(start, position)):
                yield gap
            for piece in self._block(position, limit, depth):
                yield piece
                start = max(piece.end, position + 1)
            is_first = False

    def _gap(self, start: int, end: int) -> Piece | None:
        """The blank lines beyond the first between two blocks, which the wiki shows."""
        lines = self._text.count("\n", start, end) - 2
        if lines < 1:
            return None
        first, last = self._text.index("\n", start), self._text.rindex("\n", start, end)
        return Piece(Gap(lines), first + 1, last)

    def _next(self, position: int, limit: int) -> int:
        """Where the next piece begins: past blanks in this line, and past blank lines."""
        if position and self._text[position - 1] not in "\n\ufeff":
            position = self._lines.skip_blanks(position, limit)
        return self._lines.skip_blank_lines(position, limit)

    def _block(self, start: int, limit: int, depth: int) -> Iterator[Piece]:
        """The pieces that the line at ``start`` begins: one, or several lists or transclusions."""
        self._at_top, self._limit = depth == 0, limit
        end = self._line_end(start, limit)
        if line := heading_at(self._text, start, end):
            if depth:
                yield self._raw(start, end)
                return
            self._infobox_may_come = False
            content = leaf(self._text, line.start, line.end)
            yield Piece(Heading(line.level, text_of(content)), start, line.stop, (content,))
        elif self._plain and depth == 0 and (infobox := self._plain_infobox(start)):
            yield infobox
        elif not self._begins(start, end):
            yield self._paragraph(start, end, limit)
        else:
            yield from self._read(start, end, limit, depth)

    def _line_end(self, start: int, limit: int) -> int:
        """The end of the line at ``start``; links do not hide the end of a heading's line."""
        end = self._lines.end(start, limit)
        if self._text[start] == "=":
            newline = self._text.find("\n", start, end)
            if newline >= 0 and heading_at(self._text, start, newline):
                return newline
        return end

    def _begins(self, start: int, end: int) -> bool:  # noqa: C901  one case for each kind
        """Whether the line ``start:end``, which is no heading, begins a block, not plain text."""
        match line_kind(self._text, start):
            case "text":
                return False
            case "transclusion":
                return self._reaches_infobox(start, end) or self._only(start, end, "{!")
            case "comment":
                after = self._after(start, end, "!")
                if after in {start, end}:
                    return after == end
                if heading_at(self._text, after, end):
                    # The wiki shows a heading right after a comment, but not after a blank.
                    return self._text[after - 1] == ">"
                return self._begins(after, end)
            case "switch":
                return is_switch(self._text[start:end])
            case "page":
                link = self._lines.construct_at(start, "[")
                if link is None or namespace_at(self._text, start + 2) is None:
                    return False
                return self._may_be_cut(link.end, end)
            case "rule":
                return self._may_be_cut(self._end_of(_DASHES, start), end)
            case "tag":
                tag = self._lines.construct_at(start, "<")
                return (
                    tag is not None
                    and self._lines.skip_blanks(tag.end, end) == end
                    and read_tag(self._text, tag) is not None
                )
        return True

    def _may_be_cut(self, position: int, end: int) -> bool:
        """Whether a block may end at ``position`` within its line.

        Not in a table, whose marks count at the beginning of lines.
        """
        return self._at_top or self._lines.skip_blanks(position, end) == end

    def _after(self, start: int, end: int, kinds: str) -> int:
        """Where the constructs of these kinds that follow each other from ``start`` end.

        Remembered, because each of the pieces of a line asks for the rest of the line.
        """
        limit, known = self._runs.get(kinds, (-1, range(0)))
        if limit == end and start in known:
            return known.stop
        begin = start
        while start < end:
            construct = self._lines.construct_at(start, kinds)
            if construct is None:
                break
            start = self._lines.skip_blanks(construct.end, end)
        self._runs[kinds] = end, range(begin, start)
        return start

    def _reaches_infobox(self, start: int, end: int) -> bool:
        """Whether the infobox stands here, or after other transclusions in this line."""
        if not self._infobox_may_come or not self._at_top or self._plain:
            return False
        if start in self._infobox_reached or start < self._no_infobox_before:
            return start in self._infobox_reached
        begin, stop = start, self._after(start, end, "{!")
        while start < stop:
            if self._is_infobox(start):
                self._infobox_reached = range(begin, start + 1)
                return True
            start = self._after_one(start, end)
        self._no_infobox_before = stop
        return False

    def _after_one(self, start: int, end: int) -> int:
        """Where the construct at ``start`` ends, and the blanks after it."""
        construct = next(self._lines.constructs(start, start + 1))
        return self._lines.skip_blanks(construct.end, end)

    def _only(self, start: int, end: int, kinds: str) -> bool:
        return self._after(start, end, kinds) == end

    def _paragraph(self, start: int, end: int, limit: int) -> Piece:
        """The lines of text from ``start``; comments on lines of their own do not end them."""
        lines = self._lines
        while not lines.is_blank(end + 1, limit):
            begin, stop = end + 1, self._line_end(end + 1, limit)
            if heading_at(self._text, begin, stop):
                break
            if self._begins(begin, stop) and not self._only(begin, stop, "!"):
                break
            end = stop
        text = self._text[start:end].rstrip(_BLANKS_AND_LINES)
        return Piece(text, start, start + len(text))

    def _read(self, start: int, end: int, limit: int, depth: int) -> Iterator[Piece]:
        """The block that begins in the line ``start:end``; which it is has been seen."""
        kind = line_kind(self._text, start)
        match kind:
            case "list":
                yield from read_lists(self._lines, self._run(kind, start, end, limit))
            case "indented":
                yield self._indented(self._run(kind, start, end, limit))
            case "table":
                yield self._table(start, end, limit, depth)
            case "transclusion":
                yield self._transclusion(start)
            case "comment":
                yield self._comment(start)
            case "page":
                yield self._page(start)
            case "rule":
                yield Piece(Rule(), start, self._end_of(_DASHES, start))
            case "switch":
                word = self._text[start:end].rstrip(_BLANKS_AND_LINES)
                yield Piece(Switch(word), start, start + len(word))
            case "tag" | "html":
                yield self._tag(start, end) or self._element(start, depth) or self._raw(start, end)
            case _:
                yield self._raw(start, end)

    def _run(self, kind: str, start: int, end: int, limit: int) -> list[tuple[int, int]]:
        """The lines from ``start`` that are of one kind."""
        spans = [(start, end)]
        while not self._lines.is_blank(end + 1, limit):
            start = end + 1
            if line_kind(self._text, start) != kind:
                break
            end = self._lines.end(start, limit)
            spans.append((start, end))
        return spans

    def _indented(self, spans: list[tuple[int, int]]) -> Piece:
        start, end = spans[0][0], spans[-1][1]
        text = self._text[start:end].rstrip(_BLANKS_AND_LINES)
        if any("\n" in self._text[begin:stop].rstrip("\n") for begin, stop in spans):
            return Piece(Raw(text), start, start + len(text))
        plain = "\n".join(line[1:] for line in text.split("\n"))
        return Piece(Preformatted(plain), start, start + len(text))

    def _table(self, start: int, end: int, limit: int, depth: int) -> Piece:
        stop = table_end(self._lines, start, end, limit)
        last = self._lines.end(stop, limit)
        if depth >= _DEEPEST or self._hides_end(stop) or not self._may_be_cut(stop, last):
            return self._raw(start, last)

        def read_blocks(begin: int, finish: int) -> list[Piece]:
            return list(self.blocks(begin, finish, depth + 1))

        return read_table(self._lines, start, stop, read_blocks) or self._raw(start, stop)

    def _hides_end(self, end: int) -> bool:
        """Whether a comment that is never closed reaches up to ``end``."""
        last = next(self._lines.constructs(end - 1, end), None)
        return (
            last is not None
            and last.kind == "!"
            and last.end >= end
            and not self._text.endswith("-->", last.start + 4, last.end)
        )

    def _is_infobox(self, start: int) -> bool:
        return (
            self._infobox_may_come
            and self._at_top
            and not self._plain
            and self._text.startswith("{{", start)
            and is_infobox(self._text, start + 2)
            and self._lines.construct_at(start, "{") is not None
        )

    def _plain_infobox(self, start: int) -> Piece | None:
        head = PLAIN_INFOBOX_START.match(self._text, start) if self._infobox_may_come else None
        piece = read_plain_infobox(self._text, start, head.end()) if head else None
        self._infobox_may_come = self._infobox_may_come and piece is None
        return piece

    def _transclusion(self, start: int) -> Piece:
        construct = self._lines.construct_at(start, "{")
        if construct is None:
            return self._comment(start)
        if self._is_infobox(start):
            self._infobox_may_come = False
            return read_infobox(self._text, construct.start, construct.end)
        if self._text.startswith("{{{", start):
            return self._raw(start, construct.end)
        return read_transclusion(self._text, construct.start, construct.end)

    def _comment(self, start: int) -> Piece:
        construct = self._lines.construct_at(start, "!")
        end = construct.end if construct else start + 1
        if not self._text.endswith("-->", start + 4, end):
            return self._raw(start, end)
        content = trimmed(self._text, start + 4, end - 3, blanks=_BLANKS_AND_LINES)
        return Piece(Comment(text_of(content)), start, end, (content,))

    def _page(self, start: int) -> Piece:
        link = self._lines.construct_at(start, "[")
        assert link is not None  # noqa: S101  `_begins` has seen it
        return read_page(self._text, link.start, link.end) or self._raw(start, link.end)

    def _tag(self, start: int, end: int) -> Piece | None:
        """The block that an extension tag makes."""
        tag = self._lines.construct_at(start, "<")
        if tag is None or not self._may_be_cut(tag.end, end):
            return None
        return read_tag(self._text, tag)

    def _element(self, start: int, depth: int) -> Piece | None:
        """The HTML element that begins at ``start``; one around headings is not read as one."""
        if self._elements is None:
            self._elements = find_elements(self._lines)
        element = self._elements.get(start)
        if element is None or element.end > self._limit or depth >= _DEEPEST:
            return None
        if not self._may_be_cut(element.end, self._lines.end(element.end, self._limit)):
            after = self._lines.skip_blanks(element.end, self._limit)
            if not self._text.startswith("<", after):
                return None
        if self._at_top and _HEADING_WITHIN.search(self._text, element.begin, element.finish):
            return None
        attributes = trimmed(self._text, *element.attributes, Attributes)
        text, begin = self._first_line(element.begin, element.finish)
        blocks = tuple(self.blocks(begin, element.finish, depth + 1))
        unit = Element(
            element.tag,
            text_of(attributes),
            text_of(text) if text else None,
            tuple(cast("Block", block.unit) for block in blocks),
        )
        parts = (attributes, *([text] if text else []), *blocks)
        return Piece(unit, start, element.end, parts)

    def _first_line(self, start: int, limit: int) -> tuple[Piece | None, int]:
        """The text on the line of an opening tag, if it is text, and where blocks begin."""
        end = self._lines.end(start, limit)
        begin, stop = span(self._text, start, end)
        if begin == stop:
            return None, start
        kind = line_kind(self._text, begin)
        is_one_line = end == limit and "\n" not in self._text[start:limit]
        may_be_block = kind == "html" or (kind in _INLINE_KINDS and not is_one_line)
        if may_be_block and self._begins(begin, end):
            return None, start
        return leaf(self._text, begin, stop), end

    def _raw(self, start: int, end: int) -> Piece:
        text = self._text[start:end].rstrip(_BLANKS_AND_LINES)
        return Piece(Raw(text), start, start + len(text))

    def _end_of(self, pattern: re.Pattern[str], start: int) -> int:
        match = pattern.match(self._text, start)
        return match.end() if match else start
