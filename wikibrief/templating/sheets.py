"""Style sheets as they are read: with the files in them, and what is where in the source."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

__all__ = ["Sheet", "split_lines"]

_LINE_END = re.compile(r"\r\n?|[\n\f]")
"""What ends a line for CSS (Syntax Module Level 3, § 3.3)."""

_ENOUGH = 30
"""Characters that tell a place in a line from most others."""


class Sheet(NamedTuple):
    """A style sheet: its text with the files in it that it names, as it is written, and its path.

    The path is that of a user's own sheet, which may hold errors.
    """

    text: str
    source: str = ""
    path: Path | None = None

    def place_in_source(self, line: int, column: int) -> tuple[int, int]:
        """Find a place of the text in the file as it is written: a file in it moves no line."""
        lines = split_lines(self.text), split_lines(self.source)
        if line > min(map(len, lines)):
            return line, column
        shown, written = (each[line - 1] for each in lines)
        rest = shown[column - 1 :][:_ENOUGH].partition("url(")[0]
        before = shown[: column - 1].count(rest) if rest else 0
        at = -1
        for _ in range(before + 1):
            at = written.find(rest, at + 1)
        return line, max(at, 0) + 1


@lru_cache(maxsize=4)
def split_lines(text: str) -> tuple[str, ...]:
    """Split a style sheet into its lines, as a parser of CSS counts them."""
    return tuple(_LINE_END.split(text))
