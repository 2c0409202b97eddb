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
    r"""/\*(?:[^*]|\*(?!/))*+(?P<end>\*/)?
      | (?P<quote>["'])(?:(?!(?P=quote))[^\\\n\r\f]|\\.)*+(?P<end_of_string>(?P=quote))?
      | \burl\(\s*+(?!["'])(?:[^)\\]|\\.)*+(?P<end_of_address>\))?
      | \\. | [()\[\]{}]""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_ESCAPING = re.compile(r"(?<!\\)(?:\\\\)*\\\Z")
"""A backslash at the end, which what comes next would go with."""


def close_sheet(text: str) -> tuple[str, tuple[int, int] | None]:
    """Close what a style sheet leaves open at its end, so that it takes nothing of the next one.

    Also returns line and column of the last bracket, comment or string that nothing closes.
    """
    if _ESCAPING.search(text):
        text += " "
    opened: list[tuple[str, int]] = []
    for token in _TOKEN.finditer(text):
        closing = _closing_of(token, is_last=token.end() == len(text))
        if closing:
            opened.append((closing, token.start()))
        elif opened and token[0] == opened[-1][0]:
            opened.pop()
    if not opened:
        return text, None
    before = split_lines(text[: opened[-1][1]])
    closed = text + "".join(closing for closing, _ in reversed(opened))
    return closed, (len(before), len(before[-1]) + 1)


def _closing_of(token: re.Match[str], *, is_last: bool) -> str:
    """Return what is to close a token that opens something; empty where it opens nothing."""
    if token[0] in _OPENING:
        return _OPENING[token[0]]
    if (token.lastgroup or "").startswith("end"):
        return ""
    if token["quote"]:
        return token["quote"] if is_last else ""  # else the end of the line closes it
    if token[0].startswith("/*"):
        return "*/"
    return ")" if token[0][:1] in {"u", "U"} else ""
