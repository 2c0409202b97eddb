"""Style sheets as they are read: with the files in them, and what is where in the source."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

__all__ = ["Sheet", "close_sheet", "split_lines"]

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


_OPENING = {"(": ")", "[": "]", "{": "}"}
_TOKEN = re.compile(
    r"""/\*(?:[^*]|\*(?!/))*+(?:\*/)?
      | "(?:[^"\\\n]|\\.)*+"? | '(?:[^'\\\n]|\\.)*+'?
      | \burl\(\s*+(?!["'])[^)]*+\)?
      | \\. | [()\[\]{}]""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)


def close_sheet(text: str) -> tuple[str, tuple[int, int] | None]:
    """Close what a style sheet leaves open at its end, so that it takes nothing of the next one.

    Also returns line and column of the last bracket, comment or string that nothing closes.
    """
    opened: list[tuple[str, int]] = []
    for token in _TOKEN.finditer(text):
        closing = _closing_of(token[0], is_last=token.end() == len(text))
        if closing:
            opened.append((closing, token.start()))
        elif opened and token[0] == opened[-1][0]:
            opened.pop()
    if not opened:
        return text, None
    before = split_lines(text[: opened[-1][1]])
    closed = text + "".join(closing for closing, _ in reversed(opened))
    return closed, (len(before), len(before[-1]) + 1)


def _closing_of(token: str, *, is_last: bool) -> str:
    """Return what is to close a token that opens something; empty where it opens nothing."""
    if token in _OPENING:
        return _OPENING[token]
    if token.startswith("/*"):
        return "" if token.endswith("*/") and len(token) > 3 else "*/"
    if token[0] in "\"'":
        return token[0] if is_last and (len(token) < 2 or token[-1] != token[0]) else ""
    return ")" if token[:4].lower() == "url(" and not token.endswith(")") else ""
