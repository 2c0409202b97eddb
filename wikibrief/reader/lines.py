"""Lines of a text, where a line end that a construct hides does not count."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import cast

from wikibrief.namespaces import namespace_at
from wikibrief.scanner import Construct

__all__ = ["Lines"]

_BLANK_LINES = re.compile(r"(?:[ \t]*+\n)*+(?:[ \t]*+\Z)?")
_BLANK_LINE = re.compile(r"[ \t]*+(?:\n|\Z)")
_BLANK_LINE_WITHIN = re.compile(r"\n[ \t]*+\n")
_TARGET = re.compile(r"\[\[[^|\n]*+\|")


class Lines:
    """A text and its outermost constructs."""

    def __init__(self, text: str, constructs: list[Construct]) -> None:
        self.text = text
        self._constructs = constructs
        self._ends = [construct.end for construct in constructs]
        # The last line that was looked for, and the limit then: many pieces may stand on one line.
        self._line, self._limit = range(0), -1
        self._broken: dict[int, bool] = {}

    def end(self, start: int, limit: int) -> int:
        """The end of the line at ``start``, not after ``limit``."""
        if start in self._line and limit == self._limit:
            return self._line.stop
        end = self._physical_end(start, limit)
        while end < limit and (construct := self._hiding(end)) is not None:
            end = self._physical_end(min(construct.end, limit), limit)
        self._line, self._limit = range(start, end), limit
        return end

    def _hiding(self, newline: int) -> Construct | None:
        """The construct that hides the line end at ``newline``."""
        index = bisect_right(self._ends, newline)
        if index == len(self._ends):
            return None
        construct = self._constructs[index]
        return (
            construct if construct.start < newline and not self._is_broken_link(construct) else None
        )

    def split(self, start: int, limit: int) -> Iterator[tuple[int, int]]:
        """All lines of ``text[start:limit]`` as spans."""
        while start <= limit:
            end = self.end(start, limit)
            yield start, end
            start = end + 1

    def _physical_end(self, start: int, limit: int) -> int:
        end = self.text.find("\n", start, limit)
        return limit if end < 0 else end

    def _is_broken_link(self, construct: Construct) -> bool:
        """Whether what goes on over a blank line in brackets is no link for the wiki.

        A link's page is named in one line, and its text holds no links, but a file's caption does
        (Parser::handleInternalLinks2).
        """
        start, end, kind = construct
        if kind != "[":
            return False
        if start not in self._broken:
            is_long = _BLANK_LINE_WITHIN.search(self.text, start, end) is not None
            self._broken[start] = is_long and not self._is_link(start, end)
        return self._broken[start]

    def _is_link(self, start: int, end: int) -> bool:
        if _TARGET.match(self.text, start, end) is None:
            return False
        namespace = namespace_at(self.text, start + 2)
        is_file = namespace is not None and namespace[0] == "file"
        return is_file or self.text.find("[[", start + 2, end) < 0

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

    def gaps(self, start: int, limit: int) -> Iterator[tuple[int, int]]:
        """The stretches of ``text[start:limit]`` outside constructs, in order."""
        for construct in self.constructs(start, limit):
            if construct.start > start:
                yield start, construct.start
            start = max(start, construct.end)
        if start < limit:
            yield start, limit

    def find(self, pattern: re.Pattern[str], start: int, limit: int) -> Iterator[re.Match[str]]:
        """All matches of ``pattern`` outside constructs."""
        if pattern.search(self.text, start, limit):  # most stretches that are asked for have none
            for begin, end in self.gaps(start, limit):
                yield from pattern.finditer(self.text, begin, end)

    def skip_blanks(self, start: int, limit: int) -> int:
        """The first character at or after ``start`` that is no blank."""
        text = self.text
        while start < limit and text[start] in " \t":
            start += 1
        return start

    def skip_blank_lines(self, start: int, limit: int) -> int:
        """The start of the first line at or after ``start`` that is not blank, or ``limit``."""
        if start < limit and self.text[start] not in "\n \t":
            return start
        return cast("re.Match[str]", _BLANK_LINES.match(self.text, start, limit)).end()

    def is_blank(self, start: int, limit: int) -> bool:
        """Whether the line at ``start`` is blank, or there is none."""
        return start >= limit or _BLANK_LINE.match(self.text, start, limit) is not None
