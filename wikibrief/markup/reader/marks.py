"""Marks of lines, where MediaWiki sees them: after the comments and inclusion tags it takes out."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from wikibrief.markup.reader.lines import Lines
from wikibrief.wiki.scanner import HeadingLine, heading_at, line_kind
from wikibrief.wiki.tags import Is, names_in, tags_with

__all__ = ["Marks"]

_TEXT_IN_PRE = frozenset({"list", "indented"})
_AT_START = frozenset({"list", "rule"})
_INCLUSION_TAG = re.compile(
    rf"</?(?:{names_in(tags_with(Is.INCLUSION, without=Is.EXTENSION))})\s*/?>", re.IGNORECASE
)
_NAMELESS = re.compile(r"\{\{[\s|]*\}\}")
_TAKEN_OUT = re.compile(r"<(?:!--|includeonly\b)", re.IGNORECASE)


class Marks:
    """The marks of a text's lines, and what may be in front of them."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._text = lines.text
        self.line_kind: Callable[[int], str] = partial(line_kind, lines.text)
        """What a line seems to begin; after a ``<pre>`` that nothing closes, lists are text."""
        if lines.literal_from < len(lines.text):
            self.line_kind = self._kind_before_or_after_pre
        self._runs: dict[str, tuple[int, range]] = {}  # see `skip`

    def _kind_before_or_after_pre(self, start: int) -> str:
        kind = line_kind(self._text, start)
        return "text" if kind in _TEXT_IN_PRE and start > self._lines.literal_from else kind

    def heading_at(self, start: int, end: int) -> HeadingLine | None:
        """The heading that the line ``start:end`` is; none if an element ends in it."""
        if self._text[start] != "=" or self._text[end : end + 1] not in {"", "\n"}:
            return None
        if self._text.find("\n", start, end) >= 0 and self._hides_rest(start, end):
            return None
        return heading_at(self._text, start, end)

    def is_mark(self, start: int, end: int) -> bool:
        """Whether a block begins here whose mark counts only at the very beginning of a line."""
        return self.line_kind(start) in _AT_START or self.heading_at(start, end) is not None

    def is_comment(self, start: int, end: int) -> bool:
        """Whether the line holds nothing but comments: for the wiki, there is no such line."""
        if self._text[start] not in "< \t":  # as most lines are
            return False
        begin = self._lines.skip_blanks(start, end)
        return begin < end and self._text[begin] == "<" and self.skip(begin, end, "!") == end

    def skip_categories(self, start: int, limit: int) -> int:
        """The next line after the one at ``start`` that holds a category, and others like it.

        The wiki takes them out together with the line end before them, so that what they are in
        goes on. ``start`` where there are none, or no line with text follows.
        """
        begin = start
        if self._text[start : start + 1] != "[":
            return start
        while begin < limit and self._text[begin] in "[<":
            end = self._lines.end(begin, limit)
            is_categories = begin < self._lines.end_of_categories(begin, end) == end
            if not is_categories and not self.is_comment(begin, end):
                break
            begin = min(end + 1, limit)
        return start if self._lines.is_blank(begin, limit) else begin

    def skip(self, start: int, end: int, kinds: str) -> int:
        """Where the constructs of these kinds that follow each other from ``start`` end.

        Remembered, because each of the pieces of a line asks for the rest of the line.
        """
        limit, known = self._runs.get(kinds, (-1, range(0)))
        if limit == end and start in known:
            return known.stop
        begin = start
        while start < end:
            construct = self._lines.construct_at(start, kinds)
            if construct is None or self._is_for_inclusion(start):
                break
            if _NAMELESS.match(self._text, start):  # text, for the wiki
                break
            start = self._lines.skip_blanks(construct.end, end)
        self._runs[kinds] = end, range(begin, start)
        return start

    def _hides_rest(self, start: int, end: int) -> bool:
        """Whether the wiki takes out the rest of the text from somewhere in ``start:end``."""
        found = self._lines.constructs(start, end)
        return any(each.kind == "!" and self._is_for_inclusion(each.start) for each in found)

    def _is_for_inclusion(self, start: int) -> bool:
        """Whether the construct at ``start`` is no comment, but hides the rest of the text."""
        return self._text[start] == "<" and self._text[start + 1] != "!"

    def skip_comments(self, start: int, end: int) -> int:
        """Where a line begins for the wiki, which first takes the comments out."""
        while start < end and (comment := self._lines.construct_at(start, "!")):
            start = comment.end
        return start

    def skip_unseen(self, start: int, end: int) -> int:
        """Where a mark is in the line ``start:end`` after what the wiki takes out before it looks.

        0 when there is none.
        """
        begin = start
        while start < end and self._text[start] == "<":
            if tag := _INCLUSION_TAG.match(self._text, start, end):
                start = tag.end()
            elif construct := self._lines.construct_at(start, "<!"):
                if not _TAKEN_OUT.match(self._text, start):
                    return 0
                start = construct.end
            else:
                return 0
        return start if begin < start < end and self.is_mark(start, end) else 0
