"""Reading blocks: a stretch of text → the pieces of its blocks, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from wikibrief.markup.dialects import Dialect
from wikibrief.markup.reader.elements import Elements, ElementSpan, read_tag
from wikibrief.markup.reader.infoboxes import InfoboxSearch
from wikibrief.markup.reader.lines import Lines
from wikibrief.markup.reader.lists import list_lines, read_lists
from wikibrief.markup.reader.marks import Marks
from wikibrief.markup.reader.media import read_page
from wikibrief.markup.reader.pieces import leaf, raw, span, text_of, trimmed
from wikibrief.markup.reader.place import IN_ELEMENT, IN_TABLE, BlockPlace
from wikibrief.markup.reader.preformatted import read_indented
from wikibrief.markup.reader.tables import TableEnds, read_table
from wikibrief.markup.reader.transclusions import read_infobox, read_transclusion
from wikibrief.markup.spacing import is_line, is_shown, is_text, is_vanishing, opening_of
from wikibrief.markup.units import Attributes, Piece, Unit
from wikibrief.model.document import (
    MOST_BLANK_LINES,
    ON_ONE_LINE,
    Block,
    Comment,
    Element,
    Gap,
    Heading,
    Infobox,
    Rule,
    Switch,
    Table,
    Transclusion,
)
from wikibrief.wiki.magicwords import SWITCH, is_switch

__all__ = ["BlockReader"]

_SWITCH = re.compile(SWITCH)
_DASHES = re.compile(r"-{4,}")
"""A transclusion of nothing, which wikis show as it is written."""
_AT_START = frozenset({"indented", "list", "rule", "table"})
"""Kinds of lines whose marks count at their very beginning alone."""
_NEVER_INLINE = frozenset({"html", "page"})
_BLANKS = " \t"
_WHITE = " \t\n"


class BlockReader:
    """Reads the blocks of one text."""

    def __init__(self, lines: Lines, dialect: Dialect, *, in_value: bool = False) -> None:
        self._lines = lines
        self._text = lines.text
        self._is_plain = dialect == "plain"
        self._marks = Marks(lines)
        self._infobox = InfoboxSearch(lines, self._marks, dialect)
        self._table_ends = TableEnds(lines)
        self._elements = Elements(lines)
        self._last_page: tuple[int, Piece | None] = -1, None  # asked for more than once
        if in_value:
            self._infobox.end()

    def blocks(self, start: int, place: BlockPlace, before: Unit | None = None) -> Iterator[Piece]:
        """The pieces of the text from ``start`` to the place's limit; ``before``: what precedes."""
        while (position := self._next(start, place.limit)) < place.limit:
            is_on_line = "\n" not in self._text[start:position]
            is_cut_off = isinstance(before, Table | Rule) and is_on_line
            for piece in self._block(position, place, is_cut_off=is_cut_off):
                if before is not None and (gap := self._gap(start, before, piece, place)):
                    yield gap
                yield piece
                is_plain_infobox = self._is_plain and isinstance(piece.unit, Infobox)
                before = None if is_plain_infobox else piece.unit
                start = max(piece.end, position + 1)

    def _gap(self, start: int, before: Unit, after: Piece, place: BlockPlace) -> Piece | None:
        """The line ends between two blocks, if the wiki shows how many there are."""
        blank = self._text.count("\n", start, after.start) - 1
        if blank > 0 and self._is_cut(after, place):
            blank -= 1
        elif blank == ON_ONE_LINE and not self._shares_line(before, after, place):
            blank = 0
        if not is_shown(blank, before, after.unit):
            return None
        blank = min(blank, MOST_BLANK_LINES)
        first = self._text.find("\n", start, after.start)
        if first < 0:
            return Piece(Gap(blank), after.start, after.start)
        return Piece(Gap(blank), first, self._text.rindex("\n", start, after.start) + 1)

    def _shares_line(self, before: Unit, after: Piece, place: BlockPlace) -> bool:
        """Whether it shows on a wiki that two blocks are on one line: where it ends with text."""
        if not is_shown(ON_ONE_LINE, before, after.unit):
            return False
        if not isinstance(after.unit, Comment | Infobox | Transclusion):
            return True
        end = self._lines.end(after.end, place.limit)
        rest = self._marks.skip(self._lines.skip_blanks(after.end, end), end, "{!")
        if rest == end or self._marks.heading_at(rest, end):
            return False
        if not self._begins(rest, end, place):
            return True
        element = self._element_at(rest, place)
        return element is not None and is_vanishing(element.tag)

    def _is_cut(self, piece: Piece, place: BlockPlace) -> bool:
        """Whether a block begins in the same line after a paragraph that leaves nothing there.

        When each has a line to itself there is one more.
        """
        is_alone = isinstance(piece.unit, str) and "\n" not in piece.unit
        return is_alone and piece.end < place.limit and self._text[piece.end] not in _WHITE

    def _next(self, position: int, limit: int) -> int:
        """Where the next piece begins: past blanks in this line, and past blank lines."""
        if position and self._text[position - 1] not in "\n\ufeff":
            position = self._lines.skip_blanks(position, limit)
        return self._lines.skip_blank_lines(position, limit)

    def _block(self, start: int, place: BlockPlace, *, is_cut_off: bool) -> Iterator[Piece]:
        """The pieces that the line at ``start`` begins: one, or several lists or transclusions.

        ``is_cut_off``: text on it does not go on in the next line, as it follows a table's end, or
        a rule.
        """
        end = self._lines.end(start, place.limit)
        if self._marks.is_comment(start, end):
            start = self._lines.skip_blanks(start, end)
        line = self._marks.heading_at(start, end) if self._text[start] == "=" else None
        if line is not None:
            if place.is_top:
                self._infobox.end()
            content = leaf(self._text, line.start, line.end)
            yield Piece(Heading(line.level, text_of(content)), start, line.stop, (content,))
        elif self._is_plain and place.is_top and (infobox := self._infobox.read_plain(start)):
            yield infobox
        elif not self._begins(start, end, place):
            yield self._paragraph(start, end, place, is_cut_off=is_cut_off)
        else:
            yield from self._read(start, end, place)

    # --- what a line begins

    def _begins(self, start: int, end: int, place: BlockPlace) -> bool:
        """Whether the line ``start:end``, which is no heading, begins a block, not plain text."""
        match self._marks.line_kind(start):
            case "text":
                return False
            case "transclusion":
                is_reached = place.is_top and self._infobox.is_reached(start, end)
                return is_reached or self._marks.skip(start, end, "{!") == end
            case "comment":
                return self._begins_after_comment(start, end, place)
            case "switch":
                after = self._end_of(_SWITCH, start)
                is_alone = self._lines.skip_blanks(after, end) == end
                return is_switch(self._text[start:after]) and (
                    is_alone or self._marks.is_mark(after, end)
                )
            case "page":
                page = self._page(start)
                return (
                    page is not None
                    and not is_text(page.unit)
                    and self._may_be_cut(page.end, end, place)
                    and not self._hides_start(page.end, end)
                )
            case "rule":
                after = self._end_of(_DASHES, start)
                return self._may_be_cut(after, end, place) and not self._hides_mark(after, end)
            case "tag":
                tag = self._lines.construct_at(start, "<")
                return (
                    tag is not None
                    and self._lines.skip_blanks(tag.end, end) == end
                    and read_tag(self._text, tag) is not None
                )
            case "html":
                is_tag = self._lines.construct_at(start, "<") is not None
                return is_tag or self._element_at(start, place) is not None
        return True

    def _begins_after_comment(self, start: int, end: int, place: BlockPlace) -> bool:
        """Whether the line begins a block: its comment, or what follows that."""
        after = self._marks.skip(start, end, "!")
        if after in {start, end}:
            return after == end
        if self._marks.is_mark(after, end):
            # The wiki sees these marks right after comments, but not after a blank.
            return self._marks.skip_comments(start, end) == after
        return self._begins(after, end, place)

    def _may_be_cut(self, position: int, end: int, place: BlockPlace) -> bool:
        """Whether a block may end at ``position`` within its line.

        Not in a table, whose marks count at the beginning of lines.
        """
        return place.is_top or self._lines.skip_blanks(position, end) == end

    def _hides_start(self, position: int, end: int) -> bool:
        """Whether the rest of the line would be a heading, rule or table on its own.

        The wiki looks for these before it takes categories out.
        """
        begin = self._lines.skip_blanks(position, end)
        begin, _ = self._after_comments(self._lines.end_of_categories(begin, end), end)
        return begin < end and (
            self._marks.line_kind(begin) in ("rule", "table")
            or self._marks.heading_at(begin, end) is not None
        )

    def _hides_mark(self, position: int, end: int) -> bool:
        """Whether the rest of the line would begin a block, but for the dashes before it."""
        begin = self._lines.end_of_categories(*self._after_comments(position, end))
        begin, _ = self._after_comments(begin, end)
        return begin < end and (
            self._marks.is_mark(begin, end) or self._marks.line_kind(begin) == "table"
        )

    def _after_comments(self, position: int, end: int) -> tuple[int, int]:
        return self._marks.skip(self._lines.skip_blanks(position, end), end, "!"), end

    # --- reading it

    def _paragraph(self, start: int, end: int, place: BlockPlace, *, is_cut_off: bool) -> Piece:
        """The lines of text from ``start``; comments on lines of their own do not end them."""
        lines, marks, limit = self._lines, self._marks, place.limit
        begin = start
        while not (cut := self._text[begin] == "<" and marks.skip_unseen(begin, end)):
            if is_cut_off or lines.is_blank(end + 1, limit):
                break
            begin = end + 1
            if self._text[begin] == "[":
                begin = marks.skip_categories(begin, limit)
            stop = lines.end(begin, limit)
            if self._text[begin] == "=" and marks.heading_at(begin, stop):
                break
            if self._begins(begin, stop, place) and not self._goes_on(begin, stop, place):
                break
            end = stop
        text = self._text[start : cut or end].rstrip(_WHITE)
        page = self._page(start) if text.startswith("[[") else None
        if page is not None and page.end == start + len(text):
            return page
        return Piece(text, start, start + len(text))

    def _goes_on(self, start: int, end: int, place: BlockPlace) -> bool:
        """Whether a paragraph goes on in a line that begins with what the wiki takes out.

        With a category it takes out the line end before it: the text after both is one.
        """
        if self._marks.is_comment(start, end):
            return True
        after = self._lines.end_of_categories(start, end)
        if not start < after < end:
            return False
        return self._marks.line_kind(after) in _AT_START or not self._begins(after, end, place)

    def _read(self, start: int, end: int, place: BlockPlace) -> Iterator[Piece]:  # noqa: C901  one case for each kind
        """The block that begins in the line ``start:end``; which it is has been seen."""
        match self._marks.line_kind(start):
            case "list":
                spans = list_lines(self._lines, self._marks, start, end, place.limit)
                yield from read_lists(self._lines, spans, place.list_depth)
            case "indented":
                yield read_indented(self._lines, self._marks, start, end, place.limit)
            case "table":
                yield self._table(start, end, place)
            case "transclusion":
                yield self._transclusion(start, place)
            case "comment":
                yield self._comment(start)
            case "page":
                yield self._page(start) or raw(self._text, start, end)
            case "rule":
                yield Piece(Rule(), start, self._end_of(_DASHES, start))
            case "switch":
                after = self._end_of(_SWITCH, start)
                yield Piece(Switch(self._text[start:after]), start, after)
            case "html" if element := self._element_at(start, place):
                yield self._element(start, element, place)
            case "tag" | "html":
                yield self._tag(start, end, place) or raw(self._text, start, end)
            case _:
                yield raw(self._text, start, end)

    def _table(self, start: int, end: int, place: BlockPlace) -> Piece:
        stop = self._table_ends.end(start, end, place.limit)
        last = self._lines.end(stop, place.limit)
        is_whole = self._may_be_cut(stop, last, place) and not self._hides_end(stop)
        if not is_whole or not place.can_hold(IN_TABLE):
            return raw(self._text, start, last)

        def read_blocks(begin: int, finish: int, before: Unit | None) -> list[Piece]:
            return list(self.blocks(begin, place.inside(IN_TABLE, finish), before))

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

    def _transclusion(self, start: int, place: BlockPlace) -> Piece:
        construct = self._lines.construct_at(start, "{")
        if construct is None:
            return self._comment(start)
        if place.is_top and self._infobox.is_at(start):
            self._infobox.end()
            return read_infobox(self._text, construct.start, construct.end)
        if self._text.startswith("{{{", start):
            return raw(self._text, start, construct.end)
        return read_transclusion(self._text, construct.start, construct.end)

    def _comment(self, start: int) -> Piece:
        construct = self._lines.construct_at(start, "!")
        end = construct.end if construct else start + 1
        if not self._text.endswith("-->", start + 4, end):
            return raw(self._text, start, end)
        content = trimmed(self._text, start + 4, end - 3, blanks=_WHITE)
        return Piece(Comment(text_of(content)), start, end, (content,))

    def _page(self, start: int) -> Piece | None:
        """The figure, category or language link that begins at ``start``."""
        at, page = self._last_page
        if at != start:
            link = self._lines.construct_at(start, "[")
            page = link and read_page(self._text, link.start, link.end)
            self._last_page = start, page
        return page

    def _tag(self, start: int, end: int, place: BlockPlace) -> Piece | None:
        """The block that an extension tag makes."""
        tag = self._lines.construct_at(start, "<")
        if tag is None or not self._may_be_cut(tag.end, end, place):
            return None
        return read_tag(self._text, tag)

    def _element_at(self, start: int, place: BlockPlace) -> ElementSpan | None:
        """The HTML element that begins at ``start``; one around headings is not read as one."""
        element = self._elements.at(start)
        if element is None or element.end > place.limit or not place.can_hold(IN_ELEMENT):
            return None
        after = self._lines.skip_blanks(element.end, place.limit)
        is_last = after >= place.limit or self._text[after] in "\n<"
        if not is_last and not self._begins_after(element, place):
            return None  # what follows in the line would become a paragraph
        if place.is_top and (
            self._elements.has_heading(element.begin, element.finish)
            or (self._text[element.begin] == "=" and is_vanishing(element.tag))
        ):
            return None
        return element

    def _begins_after(self, element: ElementSpan, place: BlockPlace) -> bool:
        """Whether a mark follows at what begins a line for the wiki, which takes the tag out."""
        is_unseen = is_vanishing(element.tag) and self._text[element.finish - 1] == "\n"
        end = self._lines.end(element.end, place.limit)
        return is_unseen and self._marks.is_mark(element.end, end)

    def _element(self, start: int, element: ElementSpan, place: BlockPlace) -> Piece:
        attributes = trimmed(self._text, *element.attributes, Attributes)
        inside = place.inside(IN_ELEMENT, element.finish)
        text, begin = self._first_line(element.begin, element.finish, place)
        opening = opening_of(element.tag, text_of(text) if text else None)
        blocks = tuple(self.blocks(begin, inside, opening))
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

        Blocks are written with the closing tag on a separate line.
        """
        after = self._text[last.end : element.finish]
        return element.finish < element.end and is_line(last.unit) and "\n" not in after

    def _first_line(self, start: int, limit: int, place: BlockPlace) -> tuple[Piece | None, int]:
        """The text on the line of an opening tag, if there is any, and where blocks begin."""
        end = self._lines.end(start, limit)
        begin, stop = span(self._text, start, end)
        if begin == stop:
            return None, start
        if self._marks.line_kind(begin) in _NEVER_INLINE and self._begins(begin, end, place):
            return None, start
        return leaf(self._text, begin, stop), end

    def _end_of(self, pattern: re.Pattern[str], start: int) -> int:
        match = pattern.match(self._text, start)
        return match.end() if match else start
