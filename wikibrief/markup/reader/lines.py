"""Lines of a text, where a line end that a construct hides does not count."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from sys import maxsize
from typing import cast

from wikibrief.wiki.namespaces import Namespace, prefix_at
from wikibrief.wiki.redirects import redirect_at
from wikibrief.wiki.scanner import TABLE_OPENING, Construct, Scan, heading_at, scan

__all__ = ["Lines"]

_BLANK_LINES = re.compile(r"(?:[ \t]*+\n)*+(?:[ \t]*+\Z)?")
_BLANK_LINE = re.compile(r"[ \t]*+(?:\n|\Z)")
_NAME = re.compile(r"\[\[[^|{\n]*+[|{]")
_LIST_MARKS = re.compile(r"(?!:[ \t:]*+\{\|)[*#:;]*")  # ``:{|`` opens a table


def _list_marks(text: str, start: int) -> str:
    match = _LIST_MARKS.match(text, start)
    return match[0].replace(";", ":") if match else ""


class Lines:
    """A text and its outermost constructs.

    ``literal_from``: where the line ends in which a ``<pre>`` opens that nothing closes. It ends
    with its line if that opens a list (BlockLevelPass::openList).
    """

    def __init__(self, text: str, found: Scan) -> None:
        self.text = text
        self.has_bang = "{{!}}" in text
        self._line_ends: list[int] = []  # found when they are asked for
        self._asked = -1, False  # see `_ends_heading`
        self._set(found.constructs)
        self.literal_from = len(text)
        for start, opener in found.unclosed:
            if opener.lower() == "<pre" and not (
                text.find(">", start) < 0 or self._is_hidden(start) or self._is_over(start)
            ):
                self.literal_from = self._physical_end(start, len(text))
                break

    def _is_over(self, position: int) -> bool:
        """Whether nothing of a tag at ``position`` is left after its line.

        The line opens a list, and is not the next item of one; or a table, and is its attributes.
        """
        start = self.text.rfind("\n", 0, position) + 1
        if TABLE_OPENING.match(self.text, start, position):
            return True
        if redirect_at(self.text, start) and not self.text[:start].strip("\ufeff \t\n"):
            return False  # its `#` is no mark
        before = self.text.rfind("\n", 0, max(start - 1, 0)) + 1
        marks, earlier = _list_marks(self.text, start), _list_marks(self.text, before)
        return bool(marks) and not (start and earlier.startswith(marks))

    def end(self, start: int, limit: int) -> int:
        """The end of the line at ``start``, not after ``limit``."""
        ends = self._line_ends or self._find_line_ends()
        return min(ends[bisect_left(ends, start)], limit)

    def _find_line_ends(self) -> list[int]:
        """Find the line ends that no construct hides; after the last one is where none is."""
        text = self.text
        ends: list[int] = []
        newline = text.find("\n")
        for construct in self._constructs:
            start, end, kind = construct
            while 0 <= newline < start:
                ends.append(newline)
                newline = text.find("\n", newline + 1)
            if newline < 0:
                break
            if newline < end:
                if kind == "[" and not self._is_link(construct, newline):
                    self._open_brackets()
                    return self._find_line_ends()
                newline = text.find("\n", end)
        while newline >= 0:
            ends.append(newline)
            newline = text.find("\n", newline + 1)
        self._line_ends = [*ends, maxsize]
        return self._line_ends

    def _is_hidden(self, start: int) -> bool:
        """Whether a construct is around the character at ``start``."""
        index = bisect_right(self._ends, start)
        return index < len(self._constructs) and self._constructs[index].start <= start

    def _is_link(self, construct: Construct, newline: int) -> bool:
        """Whether brackets over several lines, the first of which ends here, are a link.

        Its page is named in one line, which is no heading, and its text holds no links, but a
        file's caption does (Parser::handleInternalLinks2, after Parser::handleHeadings).
        """
        start, end, _ = construct
        if _NAME.match(self.text, start, end) is None or self._ends_heading(newline):
            return False
        prefix = prefix_at(self.text, start + 2)
        is_file = prefix is not None and prefix.namespace == Namespace.FILE
        return is_file or self.text.find("[[", start + 2, end) < 0

    def _ends_heading(self, newline: int) -> bool:
        """Whether the line that ends here is a heading; all brackets of a line ask for it."""
        if self._asked[0] != newline:
            start = self.text.rfind("\n", 0, newline) + 1
            self._asked = newline, heading_at(self.text, start, newline) is not None
        return self._asked[1]

    def _open_brackets(self) -> None:
        """Replace brackets over several lines that are no links by what is in them."""
        constructs: list[Construct] = []
        end, newline = 0, -1
        for construct in sorted(scan(self.text, nested=True).constructs):
            if newline < construct.start:
                newline = self._physical_end(construct.start, len(self.text))
            is_long = construct.kind == "[" and newline < construct.end
            if construct.start >= end and not (is_long and not self._is_link(construct, newline)):
                constructs.append(construct)
                end = construct.end
        self._set(constructs)

    def cut(self, position: int) -> None:
        """Let no construct that begins before ``position`` hide what comes after it."""
        index = bisect_right(self._ends, position)
        if index < len(self._constructs) and self._constructs[index].start < position:
            after = scan(self.text, position).constructs
            self._set([*self._constructs[:index], *after])

    def _set(self, constructs: list[Construct]) -> None:
        self._constructs = constructs
        self._ends = [construct.end for construct in constructs]
        self._line_ends = []

    def end_of_categories(self, start: int, end: int) -> int:
        """Where the categories that the line ``start:end`` begins with end, and blanks."""
        while start < end and (link := self.construct_at(start, "[")):
            prefix = prefix_at(self.text, start + 2)
            if prefix is None or prefix.namespace is not Namespace.CATEGORY:
                break
            start = self.skip_blanks(link.end, end)
        return start

    def end_with_categories(self, end: int, limit: int) -> int:
        """Where the line to ``end`` ends for the wiki: after text that follows categories.

        It takes these out with the line end before them, and what follows them in their line is
        text of the line before.
        """
        begin = end + 1
        while begin < limit and self.text[begin] == "[":
            stop = self.end(begin, limit)
            after = self.end_of_categories(begin, stop)
            if begin == after:
                break
            if after < stop:
                end = stop
            begin = stop + 1
        return end

    def split(self, start: int, limit: int) -> Iterator[tuple[int, int]]:
        """All lines of ``text[start:limit]`` as spans."""
        while start <= limit:
            end = self.end(start, limit)
            yield start, end
            start = end + 1

    def _physical_end(self, start: int, limit: int) -> int:
        end = self.text.find("\n", start, limit)
        return limit if end < 0 else end

    def constructs(self, start: int, limit: int) -> Iterator[Construct]:
        """The constructs that end after ``start`` and begin before ``limit``."""
        for index in range(bisect_right(self._ends, start), len(self._constructs)):
            construct = self._constructs[index]
            if construct.start >= limit:
                return
            yield construct

    def construct_at(self, start: int, kinds: str) -> Construct | None:
        """The construct of one of these kinds that begins at ``start``."""
        index = bisect_right(self._ends, start)
        if index == len(self._constructs):
            return None
        construct = self._constructs[index]
        return construct if construct.start == start and construct.kind in kinds else None

    def gaps(self, start: int, limit: int, through: str = "") -> Iterator[tuple[int, int]]:
        """The stretches of ``text[start:limit]`` outside constructs, in order.

        ``through``: a construct that hides nothing.
        """
        for construct in self.constructs(start, limit):
            if through and self.text[construct.start : construct.end] == through:
                continue
            if construct.start > start:
                yield start, construct.start
            start = max(start, construct.end)
        if start < limit:
            yield start, limit

    def find(
        self, pattern: re.Pattern[str], start: int, limit: int, through: str = ""
    ) -> Iterator[re.Match[str]]:
        """All matches of ``pattern`` outside constructs; see ``gaps`` for ``through``."""
        if pattern.search(self.text, start, limit):  # most stretches that are asked for have none
            for begin, end in self.gaps(start, limit, through):
                yield from pattern.finditer(self.text, begin, end)

    def skip_blanks(self, start: int, limit: int) -> int:
        """The first character at or after ``start`` that is no blank."""
        text = self.text
        while start < limit and text[start] in " \t":
            start += 1
        return start

    def skip_blank_lines(self, start: int, limit: int) -> int:
        """The start of the first line at or after ``start`` that is not blank, or ``limit``."""
        text = self.text
        while start < limit and text[start] == "\n":
            start += 1
        if start < limit and text[start] not in " \t":  # as after most lines
            return start
        return cast("re.Match[str]", _BLANK_LINES.match(text, start, limit)).end()

    def is_blank(self, start: int, limit: int) -> bool:
        """Whether the line at ``start`` is blank, or there is none."""
        return start >= limit or _BLANK_LINE.match(self.text, start, limit) is not None
