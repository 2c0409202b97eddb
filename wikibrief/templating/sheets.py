"""Style sheets as they are read: with the files in them, and what is where in the source."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

__all__ = ["Sheet"]

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
        shown, written = (text.split("\n")[line - 1] for text in (self.text, self.source))
        rest = shown[column - 1 :][:_ENOUGH].partition("url(")[0]
        before = shown[: column - 1].count(rest) if rest else 0
        at = -1
        for _ in range(before + 1):
            at = written.find(rest, at + 1)
        return line, max(at, 0) + 1
