"""Words of HTML, and about how many lines they take."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

from wikibrief.wiki.entities import decode_entities
from wikibrief.wiki.tags import Is, names_in, tags_with

__all__ = ["EAST_ASIAN", "letters_of", "lines_of", "on_one_line", "words_of"]

EAST_ASIAN = "\u2e80-\uffef"
"""Between the brackets of a pattern: Chinese, Japanese and Korean, where a line ends anywhere."""

_BREAK = re.compile(r"<br\b[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")
_NOTE = re.compile(r'<sup class="reference".*?</sup>', re.DOTALL)


def words_of(html: str) -> str:
    """The words of HTML on one line, without the marks of notes."""
    if "<" in html:
        html = _TAG.sub("", _BREAK.sub(" ", _NOTE.sub("", html)))
    return " ".join(decode_entities(html).split())


_LINE_ENDS = names_in(tags_with(Is.BLOCK | Is.PART | Is.AROUND))
_LINE_END = re.compile(rf"<br\b[^<>]*>|</(?:{_LINE_ENDS})>")
_WIDE = {"W", "F"}
"""East Asian widths of characters that take the place of two."""


def lines_of(html: str, width: int) -> int:
    """About how many lines HTML takes where one holds ``width`` Latin letters."""
    return sum(-(-letters_of(words_of(line)) // width) for line in _LINE_END.split(html))


_BROKEN = re.compile(
    r"(?<![\s;,])[\s;,]*+(?:<br\b[^<>]*>\s*+)+(?:(?P<aside>(?:<(?:small|span)\b[^<>]*>)*\()|(?P<end>\Z))?"
)


def on_one_line(html: str) -> str:
    """HTML without line breaks: an aside in brackets follows its words, other lines a semicolon."""
    return _BROKEN.sub(_go_on, html)


def _go_on(found: re.Match[str]) -> str:
    aside = found["aside"] or ""
    if found.start() == 0 or found["end"] is not None:
        return aside
    return f" {aside}" if aside else "; "


def letters_of(text: str) -> int:
    """As many Latin letters as are about as wide as a text."""
    return len(text) + sum(east_asian_width(letter) in _WIDE for letter in text)
