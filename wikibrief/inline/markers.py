"""Markers: finished HTML out of the way while the text around it is still wikitext.

MediaWiki calls them strip markers (StripState.php). What a marker stands for is put back when the
passes over the text are done, so that none of them sees it.
"""

from __future__ import annotations

import re

from wikibrief.wiki.tags import Is, names_in, tags_with

__all__ = ["BLOCK_MARKER", "LIST_MARKER", "MARKER", "OPEN_LIST_MARKER", "Markers"]

MARKER = re.compile("\x7f[BILO]([0-9]+);")
BLOCK_MARKER = "\x7fB"
"""How the marker of a block-level element begins; no text holds U+007F, see ``printable``."""

LIST_MARKER = "\x7fL"
"""How the marker of a list begins."""
OPEN_LIST_MARKER = "\x7fO"
"""How that of a list begins after which a ``<pre>`` in it still holds."""

_BLOCK = re.compile(rf"<(?:{names_in(tags_with(Is.BLOCK | Is.AROUND))})\b")

_NO_WORDS = re.compile(r'<sup class="reference".*?</sup>|<[^<>]*>', re.DOTALL)
_QUOTES = {'"': "&quot;", "'": "&#39;"}


def _words(html: str) -> str:
    """The words of some HTML, as an attribute in quotes may have them."""
    text = _NO_WORDS.sub("", html)
    return re.sub("[\"']", lambda match: _QUOTES[match[0]], text)


class Markers:
    """The HTML that was taken out of one text, in order."""

    __slots__ = ("_html",)

    def __init__(self) -> None:
        self._html: list[str] = []

    def put(self, html: str) -> str:
        """The marker that stands for ``html``; nothing for nothing."""
        if not html:
            return ""
        self._html.append(self.restore(html))
        kind = "B" if _BLOCK.search(html) else "I"
        return f"\x7f{kind}{len(self._html) - 1};"

    def put_list(self, html: str, *, is_open: bool) -> str:
        """The marker that stands for a list, after which a ``<pre>`` in it may still hold."""
        self._html.append(self.restore(html))
        marker = OPEN_LIST_MARKER if is_open else LIST_MARKER
        return f"{marker}{len(self._html) - 1};"

    def nothing(self, tag: str) -> str:
        """What stands for an extension tag that shows nothing, but parts the markup around it."""
        if tag == "includeonly":
            return ""  # which no parser sees
        self._html.append("")
        return f"\x7fI{len(self._html) - 1};"

    def words(self, text: str) -> str:
        """Put the words of what they stand for in the place of markers: for attributes."""
        if "\x7f" not in text:
            return text
        return MARKER.sub(lambda match: _words(self._html[int(match[1])]), text)

    def restore(self, text: str) -> str:
        """Put back what the markers in ``text`` stand for."""
        if "\x7f" not in text:
            return text
        return MARKER.sub(lambda match: self._html[int(match[1])], text)
