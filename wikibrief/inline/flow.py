"""Paragraphs: lines of inline HTML and finished blocks → HTML, as MediaWiki's BlockLevelPass does.

Blank lines part paragraphs, a blank at the beginning of a line makes it preformatted, and where
there are block-level tags in a line, the line is no paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from wikibrief.inline.markers import BLOCK_MARKER, LIST_MARKER, OPEN_LIST_MARKER
from wikibrief.wiki.tags import Is, names_in, tags_with

__all__ = ["paragraphs"]

_BLOCKS = names_in(tags_with(Is.BLOCK))
_PARTS = names_in(tags_with(Is.PART))
_CELLS = names_in(tags_with(Is.CELL))
_AROUND = names_in(tags_with(Is.AROUND))
# A tag that begins or ends what holds no paragraphs, and one after which paragraphs may come.
_OPENS = re.compile(rf"<(?:{_BLOCKS}|/(?:{_CELLS})|/?(?:{_PARTS}))\b", re.IGNORECASE)
_CLOSES = re.compile(
    rf"<(?:/(?:{_BLOCKS})|{_CELLS}|/?(?:{_AROUND}))\b"
    rf"|{BLOCK_MARKER}",
    re.IGNORECASE,
)
_PRE = re.compile(r"<pre\b", re.IGNORECASE)
_PRE_END = re.compile(r"</pre", re.IGNORECASE)
_BLOCKQUOTE = re.compile(r"<(/?)blockquote[\s>]", re.IGNORECASE)
_BLANK = " \t\r\f\x0b\0"


def paragraphs(lines: Iterable[str], *, in_block: bool = False) -> str:
    """The HTML of ``lines``; a marker stands for one that is a block.

    ``in_block``: they are where no paragraph begins by itself (a caption).
    """
    state = _Paragraphs(in_block=in_block)
    for line in lines:
        state.line(line)
    return state.finish()


class _Paragraphs:
    """What has been written, and what is open: ``p``, ``pre`` (by a leading blank) or nothing.

    ``pending``: a blank line asks for a paragraph, which begins when more text comes.
    """

    def __init__(self, *, in_block: bool) -> None:
        self._html: list[str] = []
        self._open = ""
        self._pending = False
        self._in_block = in_block
        self._in_pre = self._in_quote = False

    def line(self, line: str) -> None:
        if line.startswith((LIST_MARKER, OPEN_LIST_MARKER)):
            self._pending = False
            self._close()
            self._in_pre = line.startswith(OPEN_LIST_MARKER)
            self._html += (line, "\n")
            return
        begins_pre = "<" in line and _PRE.search(line) is not None
        ends_pre = "</" in line and _PRE_END.search(line) is not None
        has_tags = "<" in line or "\x7f" in line
        closes = has_tags and _CLOSES.search(line) is not None
        if closes or (has_tags and _OPENS.search(line)):
            self._block_line(line, closes=closes, begins_pre=begins_pre, ends_pre=ends_pre)
        elif not self._in_block and not self._in_pre:
            line = self._text_line(line)
        if ends_pre:
            self._in_pre = False
        if not self._pending and (line or self._open or self._in_pre):
            self._html += (line, "\n")

    def _block_line(self, line: str, *, closes: bool, begins_pre: bool, ends_pre: bool) -> None:
        self._pending = False
        if not self._in_pre or begins_pre:
            self._close()
        if begins_pre and not ends_pre:
            self._in_pre = True
        for tag in _BLOCKQUOTE.finditer(line):
            self._in_quote = not tag[1]
        self._in_block = not closes

    def _text_line(self, line: str) -> str:
        """Open and close what a line of text asks for; the line as it is to be written."""
        is_blank = not line.strip(_BLANK)
        if line.startswith(" ") and (self._open == "pre" or not is_blank) and not self._in_quote:
            if self._open != "pre":
                self._begin("pre")
            return line[1:]
        if is_blank:
            self._blank_line()
        elif self._pending or self._open != "p":
            self._begin("p")
        return line

    def _blank_line(self) -> None:
        if self._pending:
            self._begin("p")
            self._html.append("<br>")
        else:
            if self._open != "p":
                self._close()
            self._pending = True

    def _begin(self, tag: str) -> None:
        self._close()
        self._pending = False
        self._html.append(f"<{tag}>")
        self._open = tag

    def _close(self) -> None:
        if self._open:
            if self._html[-1] == "\n":
                self._html.pop()
            self._html.append(f"</{self._open}>\n")
        self._open = ""
        self._in_pre = False

    def finish(self) -> str:
        self._close()
        return "".join(self._html).strip("\n")
