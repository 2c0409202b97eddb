"""Markers: placeholders in a text, while it is expanded, for pieces that no function may touch.

MediaWiki calls them strip markers (StripState). They begin and end with the character DEL, which
is taken out of every source first. There are two kinds: for extension tags, where functions of
strings see nothing (as in MediaWiki); and for transclusions that are kept as they are. MediaWiki
has none of these, so what would need their text does not guess at it, but stays as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["DELIMITER", "Markers", "has_kept", "outside", "without"]

DELIMITER = "\x7f"
_MARKER = re.compile(r"\x7f([kt]\d+)\x7f")
_KEPT = re.compile(r"\x7fk\d+\x7f")


class Markers:
    """Pieces of text, and the markers that stand for them."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._kept: dict[str, str] = {}

    def keep(self, text: str) -> str:
        """The marker of a transclusion that stays; the same for the same text."""
        text = self.restore(text)
        if text not in self._kept:
            self._kept[text] = self._new("k", text)
        return self._kept[text]

    def tag(self, text: str) -> str:
        """The marker of an extension tag, one of its own for each."""
        return self._new("t", self.restore(text))

    def restore(self, text: str) -> str:
        """The text that markers stand for in their places."""
        if DELIMITER not in text:
            return text
        return _MARKER.sub(lambda marker: self._texts[marker[1]], text)

    def size(self, text: str) -> int:
        """How long a text is, with what its markers stand for."""
        if DELIMITER not in text:
            return len(text)
        return len(text) + sum(len(self._texts[marker]) for marker in _MARKER.findall(text))

    def change_tags(self, text: str, change: Callable[[str], str]) -> str:
        """Put for each extension tag's marker what ``change`` makes of the tag."""

        def changed(marker: re.Match[str]) -> str:
            return change(self._texts[marker[1]]) if marker[1][0] == "t" else marker[0]

        return _MARKER.sub(changed, text)

    def _new(self, kind: str, text: str) -> str:
        key = f"{kind}{len(self._texts)}"
        self._texts[key] = text
        return f"{DELIMITER}{key}{DELIMITER}"


def has_kept(text: str) -> bool:
    """Whether a transclusion in it stays as it is."""
    return _KEPT.search(text) is not None


def without(text: str) -> str:
    """A text without what its markers stand for."""
    return _MARKER.sub("", text)


def outside(text: str, change: Callable[[str], str]) -> str:
    """Change what is between markers (Parser::markerSkipCallback)."""
    if DELIMITER not in text:
        return change(text)
    parts = re.split(r"(\x7f[kt]\d+\x7f)", text)
    return "".join(part if index % 2 else change(part) for index, part in enumerate(parts))
