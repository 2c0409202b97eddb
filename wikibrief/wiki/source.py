r"""Source text: line ends are ``\\n`` for reading, and restored to the letter for writing.

MediaWiki reads CR LF and CR as line ends (TextContent::normalizeLineEndings); so do we. Offsets
everywhere are those of the normalised text; ``Source`` alone knows what they are in the original.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property

from wikibrief.problems import LineMap

__all__ = ["SourceText", "without_comments"]

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def without_comments(text: str) -> str:
    """The name or value without the comments in it."""
    return _COMMENT.sub("", text) if "<!--" in text else text


class SourceText:
    r"""One source: ``text`` (line ends ``\\n``) over the ``original``."""

    def __init__(self, original: str) -> None:
        self.original = original
        self._pairs: list[int] = []  # offsets in `text` of the line ends that were CR LF
        self.text = original
        self._newline = "\n"
        if "\r" in original:
            self._normalise()

    def _normalise(self) -> None:
        first = self.original.index("\r")
        newline = self.original.find("\n")
        if not 0 <= newline < first:
            self._newline = "\r\n" if self.original[first + 1 : first + 2] == "\n" else "\r"
        position = self.original.find("\r\n")
        while position >= 0:
            self._pairs.append(position - len(self._pairs))
            position = self.original.find("\r\n", position + 2)
        self.text = self.original.replace("\r\n", "\n").replace("\r", "\n")

    def slice(self, start: int, end: int) -> str:
        """The original of ``text[start:end]``, to the letter."""
        if not self._pairs:
            return self.original[start:end]
        return self.original[
            start + bisect_left(self._pairs, start) : end + bisect_left(self._pairs, end)
        ]

    def native(self, text: str) -> str:
        """New text with the line ends that this source uses first."""
        return text if self._newline == "\n" else text.replace("\n", self._newline)

    @cached_property
    def lines(self) -> LineMap:
        """Places of offsets in ``text``."""
        return LineMap(self.text)
