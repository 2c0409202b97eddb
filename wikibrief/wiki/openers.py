"""The stack of what is open in a text, as MediaWiki's preprocessor keeps it.

A closer counts only when the innermost opener is its own kind. Two openers make no construct, but
hide bars, equals signs and closers from what they are in: a line that begins with ``=`` between
braces or brackets, whether it ends as a heading or not, and ``-{…}-``, in wikis of all languages.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter
from sys import maxsize
from typing import NamedTuple

__all__ = ["Construct", "Stack"]


class Construct(NamedTuple):
    """An outermost construct, ``text[start:end]``; ``kind`` is ``{``, ``[``, ``<`` or ``!``.

    These are transclusion (or ``{{{parameter}}}``), link, extension tag and comment. Only where it
    is asked for, what else hides bars: ``=``, a line between braces, and ``-``, a ``-{…}-``.
    """

    start: int
    end: int
    kind: str


class _Opener:
    """A run of ``{`` or ``[`` on the stack; ``count`` of its characters are still unmatched.

    Or ``-``, a ``-{``; ``=``, a line; or nothing, which is around the text. Of braces after a dash
    (``is_dashed``) the last that is left over is a ``-{``. What is before ``reached`` has been
    looked at: whether a bar was there, and an equals sign after the last one.
    """

    __slots__ = ("char", "count", "has_bar", "has_equals", "is_dashed", "reached", "start")

    def __init__(self, start: int, char: str, count: int, *, is_dashed: bool = False) -> None:
        self.start, self.char, self.count, self.is_dashed = start, char, count, is_dashed
        self._forget()

    def _forget(self) -> None:
        self.reached = self.start + self.count
        self.has_bar = self.has_equals = False

    def take(self, count: int) -> None:
        """Take so many of its characters away: they are matched."""
        self.count -= count
        if self.count == 1 and self.is_dashed:
            self.start, self.char, self.count, self.is_dashed = self.start - 1, "-", 2, False
        self._forget()


_CLOSES = {"}": "{", "]": "["}
_BAR_OR_EQUALS = re.compile(r"[|=]")


class Stack:
    """The openers of ``text[start:end]`` that nothing has closed yet, the innermost last.

    ``found`` are the constructs so far: the outermost, or with ``nested`` all of them, each after
    those in it. ``inside``: the text is what is between the braces of a transclusion.
    """

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        found: list[Construct],
        *,
        nested: bool,
        inside: bool,
    ) -> None:
        self._openers = [_Opener(start, "", 0)] if inside else []
        self._text, self._end = text, end
        self._found, self._nested = found, nested
        self._hiding: list[Construct] = []
        self.edge = -1
        """The next line end with an equals sign after it, as far as is known."""
        self._taken = start  # where the last ``}-`` ended: its dash begins nothing

    def open(self, start: int, end: int) -> None:
        """Add the run of openers ``text[start:end]``, or the ``-{`` that ends there."""
        text, char = self._text, self._text[start]
        is_dashed = char == "{" and start > self._taken and text[start - 1] == "-"
        if end - start > 1:
            self._openers.append(_Opener(start, char, end - start, is_dashed=is_dashed))
        elif is_dashed:
            self._openers.append(_Opener(start - 1, "-", 2))

    def close(self, start: int, end: int) -> None:
        """Match a run of closers, ``text[start:end]``, against the innermost openers."""
        text, openers = self._text, self._openers
        char = _CLOSES[text[start]]
        while openers:
            opener = openers[-1]
            if opener.char == "-" and text[end - 1] == "}" and start < end:
                self._end_variants(end)
                return
            if opener.char != char or end - start < 2:
                return
            count = min(end - start, opener.count, 3 if char == "{" else 2)
            start += count
            first = opener.start + opener.count - count
            opener.take(count)
            if opener.count < 2:
                openers.pop()
            if start < end and char == "[" and self._ends_in_bracket(first, start - 2):
                start += 1
            while not self._nested and self._found and self._found[-1].start > first:
                self._found.pop()  # it is inside this one
            self._found.append(Construct(first, start, char))
            self._expect_line_end()

    def _end_variants(self, end: int) -> None:
        """Close a ``-{`` with the brace before ``end``, if a dash follows."""
        if end < self._end and self._text[end] == "-":
            self._taken = end + 1
            self._hiding.append(Construct(self._openers.pop().start, end + 1, "-"))
            self._expect_line_end()

    def _ends_in_bracket(self, start: int, end: int) -> bool:
        """Whether the third ``]`` after ``text[start:end]`` is the end of what the link shows.

        So is that of ``[[File:a.jpg|from [https://b.example c]]]`` (Parser::handleInternalLinks2).
        """
        text = self._text
        bar = text.find("|", start, end)
        is_inner = any(opener.char == "[" for opener in self._openers)
        return (
            bar >= 0
            and not is_inner
            and text.find("[", bar, end) >= 0
            and text.find("[[", start + 2, end) < 0
        )

    # ----------------------------------------------------------------------------- lines that hide

    def pass_lines(self, start: int, end: int, stop: int) -> bool:
        """Go from one token to the next, ``text[end:stop]``; between them lines begin and end.

        Returns whether a line of the token begins with an equals sign. It need not be called where
        ``edge`` is not before ``stop``.
        """
        openers = self._openers
        if not openers:
            return self._next_edge(end) < stop
        while openers:
            if openers[-1].char == "=":
                line_end = self._text.find("\n", start, end)
                if line_end < 0:
                    break
                self._end_line(line_end)
                start = line_end
            if self._next_edge(start) >= end:
                break
            start = self.edge + 2
            self._begin_line(start - 1)
        has_line = self._next_edge(end) < stop
        self._expect_line_end()
        return has_line

    def _next_edge(self, start: int) -> int:
        """Where the next line from ``start`` on ends with an equals sign after it."""
        if self.edge < start:
            edge = self._text.find("\n=", start, self._end)
            self.edge = edge if edge >= 0 else maxsize
        return self.edge

    def _expect_line_end(self) -> None:
        """Let no token be passed over, as any may be after the end of the innermost line."""
        if self._openers and self._openers[-1].char == "=":
            self.edge = -1

    def finish(self, start: int) -> Iterator[tuple[int, str]]:
        """Go from the last token to the end of the text; yield what is open, with its offset."""
        self.pass_lines(start, self._end, self._end)
        if self._openers and self._openers[-1].char == "=":
            self._end_line(self._end)
        for opener in self._openers:
            if opener.char in {"{", "["}:
                yield opener.start, opener.char * min(opener.count, 2)

    def with_hiding(self) -> list[Construct]:
        """The constructs, and among them what hides bars though it is none."""
        if not self._hiding:
            return self._found
        both = [*self._found, *self._hiding]
        if self._nested:
            return sorted(both, key=lambda each: (each.end, -each.start))
        outermost: list[Construct] = []
        for construct in sorted(both):
            if not outermost or construct.start >= outermost[-1].end:
                outermost.append(construct)
        return outermost

    def _begin_line(self, start: int) -> None:
        """Add the line that begins with the equals sign at ``start``.

        One sign alone is taken for that of the argument it is in, where that has none yet.
        """
        opener = self._openers[-1]
        is_alone = not self._text.startswith("==", start)
        if is_alone and opener.char != "[" and self._awaits_equals(opener, start):
            return
        self._openers.append(_Opener(start, "=", 0))

    def _end_line(self, stop: int) -> None:
        self._hiding.append(Construct(self._openers.pop().start, stop, "="))

    def _awaits_equals(self, opener: _Opener, end: int) -> bool:
        """Whether what is open is at an argument that has no equals sign before ``end``."""
        position = opener.reached
        for start, stop in [*self._hidden_from(position), (end, end)]:
            for mark in _BAR_OR_EQUALS.finditer(self._text, position, max(start, position)):
                opener.has_bar = opener.has_bar or mark[0] == "|"
                opener.has_equals = mark[0] == "="
            position = max(stop, position)
        opener.reached = end
        return opener.has_bar and not opener.has_equals

    def _hidden_from(self, position: int) -> list[tuple[int, int]]:
        """What hides bars after ``position``, in the order of the text: the outermost of it."""
        hidden: list[tuple[int, int]] = []
        before = self._end + 1
        while last := max(
            (last for each in (self._found, self._hiding) if (last := _last_of(each, before))),
            key=lambda each: (each.end, -each.start),
            default=None,
        ):
            if last.end <= position:
                break
            hidden.append(last[:2])
            before = last.start
        return hidden[::-1]


def _last_of(constructs: list[Construct], before: int) -> Construct | None:
    """Return the last of the constructs, which are in the order of their ends, ``before`` there."""
    count = bisect_right(constructs, before, key=_END)
    return constructs[count - 1] if count else None


_END = itemgetter(1)
