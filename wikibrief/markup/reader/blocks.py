"""Reading blocks: a stretch of text → the pieces of its blocks, in order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import cast

from wikibrief.markup.dialects import PLAIN_INFOBOX_START, Dialect, is_infobox
from wikibrief.markup.reader.elements import ElementSpan, find_elements, read_tag
from wikibrief.markup.reader.lines import Lines
from wikibrief.markup.reader.lists import read_lists
from wikibrief.markup.reader.media import read_page
from wikibrief.markup.reader.pieces import leaf, span, text_of, trimmed
from wikibrief.markup.reader.tables import TableEnds, read_table
from wikibrief.markup.reader.transclusions import (
    read_infobox,
    read_plain_infobox,
    read_transclusion,
)
from wikibrief.markup.spacing import is_line, is_shown, is_text, is_vanishing, opening_of
from wikibrief.markup.units import Attributes, Piece, Unit
from wikibrief.model.document import (
    Block,
    Comment,
    Element,
    Gap,
    Heading,
    Infobox,
    Preformatted,
    Raw,
    Rule,
    Switch,
)
from wikibrief.wiki.magicwords import is_switch
from wikibrief.wiki.scanner import HeadingLine, heading_at, line_kind

__all__ = ["BlockReader"]

# The nesting of YAML is bounded (100 levels, ``yamltext``), so that of blocks is: the document and
# six sections in each other take 14 of them. A block that would be deeper is raw.
_LEVELS = 86
_TABLE = 6  # that lie around the blocks in a cell: table, rows, row, cells, cell, blocks
_ELEMENT = 2  # element, blocks
_LEAST = 4  # that every other block may take: gallery, images, image, options
_AT_START = frozenset({"list", "rule"})
_UNSEEN = re.compile(r"</?(?:noinclude|onlyinclude)\s*/?>", re.IGNORECASE)
_GOES = re.compile(r"<(?:!--|includeonly\b)", re.IGNORECASE)
_SWITCH = re.compile(r"__[^\s_]+__")
_DASHES = re.compile(r"-{4,}")
_EQUALS = re.compile(r"^=", re.MULTILINE)
_NEVER_INLINE = frozenset({"html", "page"})
_BLANKS = " \t"
_BLANKS_AND_LINES = " \t\n"


class BlockReader:
    """Reads the blocks of one text.

    ``depth`` is how many levels of YAML the tables and elements around a block take. Headings make
    sections only at the top (0), and the infobox stands there, before the first of them.
    """

    def __init__(self, lines: Lines, dialect: Dialect, *, in_value: bool = False) -> None:
        self._lines = lines
        self._text = lines.text
        self._plain = dialect == "plain"
        self._infobox_may_come = not in_value
        self._depth = 0
        self._limit = len(lines.text)
        self._table_ends = TableEnds(lines)
        self._elements: dict[int, ElementSpan] | None = None  # found when first asked for
        self._equals: list[int] | None = None  # likewise
        self._runs: dict[str, tuple[int, range]] = {}  # see `_after`
        self._last_page: tuple[int, Piece | None] = -1, None  # asked for more than once
        self._infobox_reached = range(0)
        self._no_infobox_before = 0

    def blocks(
        self, start: int, limit: int, depth: int = 0, before: Unit | None = None
    ) -> Iterator[Piece]:
        """The pieces of ``text[start:limit]``; ``before``: what stands before them."""
        while (position := self._next(start, limit)) < limit:
            for piece in self._block(position, limit, depth):
                if before is not None and (gap := self._gap(start, before, piece)):
                    yield gap
                yield piece
                is_plain_infobox = self._plain and isinstance(piece.unit, Infobox)
                before = None if is_plain_infobox else piece.unit
                start = max(piece.end, position + 1)

    def _gap(self, start: int, before: Unit, after: Piece) -> Piece | None:
        """The line ends between two blocks, if the wiki shows how many there are."""
        blank = max(0, self._text.count("\n", start, after.start) - 1)
        if blank and self._is_cut(after):
            blank -= 1
        if not is_shown(blank, before, after.unit):
            return None
        first = self._text.find("\n", start, after.start)
        if first < 0:
            return Piece(Gap(blank), after.start, after.start)
        return Piece(Gap(blank), first, self._text.rindex("\n", start, after.start) + 1)

    def _is_cut(self, piece: Piece) -> bool:
        """Whether a block begins in the same line after a paragraph that leaves nothing there.

        When each has a line of its own there is one more.
        """
        is_alone = isinstance(piece.unit, str) and "\n" not in piece.unit
        return is_alone and piece.end < self._limit and self._text[piece.end] not in " \t\n"

    def _next(self, position: int, limit: int) -> int:
        """Where the next piece begins: past blanks in this line, and past blank lines."""
        if position and self._text[position - 1] not in "\n\ufeff":
            position = self._lines.skip_blanks(position, limit)
        return self._lines.skip_blank_lines(position, limit)

    def _block(self, start: int, limit: int, depth: int) -> Iterator[Piece]:
        """The pieces that the line at ``start`` begins: one, or several lists or transclusions."""
        self._depth, self._limit = depth, limit
        end = self._line_end(start, limit)
        if self._is_comment(start, end):
            start = self._lines.skip_blanks(start, end)
        if line := self._heading_at(start, end):
            self._infobox_may_come = self._infobox_may_come and depth > 0
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

    def _heading_at(self, start: int, end: int) -> HeadingLine | None:
        """The heading that the line ``start:end`` is; an element that ends in it makes it none."""
        if self._text[start] != "=" or self._text[end : end + 1] not in {"", "\n"}:
            return None
        return heading_at(self._text, start, end)

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
                if self._is_mark(after, end):
                    # The wiki sees these marks right after comments, but not after a blank.
                    return self._after_comments(start, end) == after
                return self._begins(after, end)
            case "switch":
                after = self._end_of(_SWITCH, start)
                is_alone = self._lines.skip_blanks(after, end) == end
                return is_switch(self._text[start:after]) and (
                    is_alone or self._is_mark(after, end)
                )
            case "page":
                page = self._page(start)
                return (
                    page is not None and not is_text(page.unit) and self._may_be_cut(page.end, end)
                )
            case "rule":
                return self._may_be_cut(self._end_of(_DASHES, start), end)
            case "tag":
                tag = self._lines.construct_at(start, "<")
                return (
                    tag is not None
                    and self._lines.skip_blanks(tag.end, end) == end
                    and read_tag(self._text, tag) is not None
                )
            case "html":
                is_tag = self._lines.construct_at(start, "<") is not None
                return is_tag or self._element_at(start) is not None
        return True

    def _may_be_cut(self, position: int, end: int) -> bool:
        """Whether a block may end at ``position`` within its line.

        Not in a table, whose marks count at the beginning of lines.
        """
        return self._depth == 0 or self._lines.skip_blanks(position, end) == end

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
        if not self._infobox_may_come or self._depth > 0 or self._plain:
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

    def _after_comments(self, start: int, end: int) -> int:
        """Where a line begins for the wiki, which first takes the comments out."""
        while start < end and (comment := self._lines.construct_at(start, "!")):
            start = comment.end
        return start

    def _is_comment(self, start: int, end: int) -> bool:
        """Whether there are only comments in the line: it is as if it were not there."""
        if self._text[start] not in "< \t":  # as most lines are
            return False
        begin = self._lines.skip_blanks(start, end)
        return begin < end and self._text[begin] == "<" and self._only(begin, end, "!")

    def _only(self, start: int, end: int, kinds: str) -> bool:
        return self._after(start, end, kinds) == end

    def _paragraph(self, start: int, end: int, limit: int) -> Piece:
        """The lines of text from ``start``; comments on lines of their own do not end them."""
        lines = self._lines
        begin = start
        while not (cut := self._text[begin] == "<" and self._mark_after_unseen(begin, end)):
            if lines.is_blank(end + 1, limit):
                break
            begin, stop = end + 1, self._line_end(end + 1, limit)
            if self._heading_at(begin, stop):
                break
            if self._begins(begin, stop) and not self._is_comment(begin, stop):
                break
            end = stop
        text = self._text[start : cut or end].rstrip(_BLANKS_AND_LINES)
        page = self._page(start) if text.startswith("[[") else None
        if page is not None and page.end == start + len(text):
            return page
        return Piece(text, start, start + len(text))

    def _mark_after_unseen(self, start: int, end: int) -> int:
        """Where the mark of a block stands in the line ``start:end`` after what the wiki takes out.

        It does so before it looks for marks; 0 when there is none.
        """
        begin = start
        while start < end and self._text[start] == "<":
            if unseen := _UNSEEN.match(self._text, start, end):
                start = unseen.end()
            elif construct := self._lines.construct_at(start, "<!"):
                if not _GOES.match(self._text, start):
                    return 0
                start = construct.end
            else:
                return 0
        return start if begin < start < end and self._is_mark(start, end) else 0

    def _is_mark(self, start: int, end: int) -> bool:
        """Whether a block begins here whose mark counts at the very beginning of a line alone."""
        return line_kind(self._text, start) in _AT_START or self._heading_at(start, end) is not None

    def _read(  # noqa: C901  one case for each kind
        self, start: int, end: int, limit: int, depth: int
    ) -> Iterator[Piece]:
        """The block that begins in the line ``start:end``; which it is has been seen."""
        kind = line_kind(self._text, start)
        match kind:
            case "list":
                spans = self._list_lines(start, end, limit)
                yield from read_lists(self._lines, spans, _LEVELS - depth)
            case "indented":
                yield self._indented(start, end, limit)
            case "table":
                yield self._table(start, end, limit, depth)
            case "transclusion":
                yield self._transclusion(start)
            case "comment":
                yield self._comment(start)
            case "page":
                yield self._page(start) or self._raw(start, end)
            case "rule":
                yield Piece(Rule(), start, self._end_of(_DASHES, start))
            case "switch":
                after = self._end_of(_SWITCH, start)
                yield Piece(Switch(self._text[start:after]), start, after)
            case "html" if element := self._element_at(start):
                yield self._element(start, element)
            case "tag" | "html":
                yield self._tag(start, end) or self._raw(start, end)
            case _:
                yield self._raw(start, end)

    def _list_lines(self, start: int, end: int, limit: int) -> list[tuple[int, int]]:
        """The lines of the lists that begin in the line ``start:end``.

        Comments after one of them, up to the next one's mark, belong to it.
        """
        spans = [(start, end)]
        while not self._lines.is_blank(end + 1, limit):
            start, end = end + 1, self._lines.end(end + 1, limit)
            if self._is_comment(start, end):
                spans[-1] = (spans[-1][0], end)
                continue
            begin = self._after_comments(start, end) if self._text[start] == "<" else start
            if line_kind(self._text, begin) != "list":
                break
            if begin > start:
                spans[-1] = (spans[-1][0], begin)
            spans.append((begin, end))
        return spans

    def _indented(self, start: int, end: int, limit: int) -> Piece:
        """The lines from ``start`` that begin with a blank, with the comments below them."""
        spans = [(start, end)]
        while end + 1 < limit:
            begin, end = end + 1, self._lines.end(end + 1, limit)
            if line_kind(self._text, begin) != "indented" and not self._is_comment(begin, end):
                break
            spans.append((begin, end))
        while not self._text[slice(*spans[-1])].strip(_BLANKS_AND_LINES):
            spans.pop()
        lines = [_without_indent(self._text[begin:end].rstrip("\n")) for begin, end in spans]
        stop = start + len(self._text[start : spans[-1][1]].rstrip(_BLANKS_AND_LINES))
        if None in lines:
            return self._raw(start, stop)
        text = "\n".join(cast("list[str]", lines)).rstrip(_BLANKS_AND_LINES)
        return Piece(Preformatted(text), start, stop)

    def _table(self, start: int, end: int, limit: int, depth: int) -> Piece:
        stop = self._table_ends.end(start, end, limit)
        last = self._lines.end(stop, limit)
        is_whole = self._may_be_cut(stop, last) and not self._hides_end(stop)
        if not is_whole or not _fits(depth + _TABLE):
            return self._raw(start, last)

        def read_blocks(begin: int, finish: int, before: Unit | None) -> list[Piece]:
            return list(self.blocks(begin, finish, depth + _TABLE, before))

        return read_table(self._lines, self._table_ends, start, stop, read_blocks)

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
            and self._depth == 0
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

    def _page(self, start: int) -> Piece | None:
        """The figure, category or language link that begins at ``start``."""
        at, page = self._last_page
        if at != start:
            link = self._lines.construct_at(start, "[")
            page = link and read_page(self._text, link.start, link.end)
            self._last_page = start, page
        return page

    def _tag(self, start: int, end: int) -> Piece | None:
        """The block that an extension tag makes."""
        tag = self._lines.construct_at(start, "<")
        if tag is None or not self._may_be_cut(tag.end, end):
            return None
        return read_tag(self._text, tag)

    def _element_at(self, start: int) -> ElementSpan | None:
        """The HTML element that begins at ``start``; one around headings is not read as one."""
        if self._elements is None:
            self._elements = find_elements(self._lines)
        element = self._elements.get(start)
        if element is None or element.end > self._limit or not _fits(self._depth + _ELEMENT):
            return None
        after = self._lines.skip_blanks(element.end, self._limit)
        is_last = after >= self._limit or self._text[after] in "\n<"
        if not is_last and not self._begins_after(element):
            return None  # what follows in the line would become a paragraph
        if self._depth == 0 and (
            self._has_heading(element.begin, element.finish)
            or (self._text[element.begin] == "=" and is_vanishing(element.tag))
        ):
            return None
        return element

    def _has_heading(self, start: int, end: int) -> bool:
        """Whether a line begins like a heading in ``text[start:end]``.

        They are looked for once: of elements in each other every one asks.
        """
        if self._equals is None:
            self._equals = [mark.start() for mark in _EQUALS.finditer(self._text)]
        index = bisect_left(self._equals, start)
        return index < len(self._equals) and self._equals[index] < end

    def _begins_after(self, element: ElementSpan) -> bool:
        """Whether a mark follows at what begins a line for the wiki, which takes the tag out."""
        is_unseen = is_vanishing(element.tag) and self._text[element.finish - 1] == "\n"
        return is_unseen and self._is_mark(element.end, self._lines.end(element.end, self._limit))

    def _element(self, start: int, element: ElementSpan) -> Piece:
        attributes = trimmed(self._text, *element.attributes, Attributes)
        text, begin = self._first_line(element.begin, element.finish)
        opening = opening_of(element.tag, text_of(text) if text else None)
        blocks = tuple(self.blocks(begin, element.finish, self._depth + _ELEMENT, opening))
        if blocks and self._ends_in_text(blocks[-1], element):
            text, blocks = trimmed(self._text, *element[2:4], blanks=_BLANKS), ()
        unit = Element(
            element.tag,
            text_of(attributes),
            text_of(text) if text else None,
            tuple(cast("Block", block.unit) for block in blocks),
        )
        parts = (attributes, *([text] if text else []), *blocks)
        return Piece(unit, start, element.end, parts)

    def _ends_in_text(self, last: Piece, element: ElementSpan) -> bool:
        """Whether an element is closed in a line of text, which is then no paragraph.

        Blocks are written with the closing tag on a line of its own.
        """
        after = self._text[last.end : element.finish]
        return element.finish < element.end and is_line(last.unit) and "\n" not in after

    def _first_line(self, start: int, limit: int) -> tuple[Piece | None, int]:
        """What stands on the line of an opening tag, if it is text, and where blocks begin."""
        end = self._lines.end(start, limit)
        begin, stop = span(self._text, start, end)
        if begin == stop:
            return None, start
        if line_kind(self._text, begin) in _NEVER_INLINE and self._begins(begin, end):
            return None, start
        return leaf(self._text, begin, stop), end

    def _raw(self, start: int, end: int) -> Piece:
        text = self._text[start:end].rstrip(_BLANKS_AND_LINES)
        return Piece(Raw(text), start, start + len(text))

    def _end_of(self, pattern: re.Pattern[str], start: int) -> int:
        match = pattern.match(self._text, start)
        return match.end() if match else start


def _fits(depth: int) -> bool:
    """Whether blocks may stand so deep."""
    return depth + _LEAST <= _LEVELS


def _without_indent(line: str) -> str | None:
    """A line without the blank that makes it preformatted; None when it goes on without one.

    A comment may stand on a line without one.
    """
    lines = line.split("\n")
    if all(each.startswith(" ") for each in lines):
        return "\n".join(each[1:] for each in lines)
    return line if len(lines) == 1 else None
