"""HTML as text, and sentences of parts of which each may be absent."""

from __future__ import annotations

import re
from collections.abc import Iterable

from babel.lists import format_list

from wikibrief.inline.links import link_label
from wikibrief.languages import locale_of
from wikibrief.templating.environment import Markup

__all__ = [
    "drop_links",
    "end_with",
    "is_file",
    "is_size",
    "join_in_sentence",
    "link_to",
    "put_dashes",
    "sentences",
    "width_of",
]

_LINK = re.compile(r"</?a\b[^<>]*>")
_JOINS = tuple(" :,;")
_CLOSING = "\"'”’»"
_END = 400
"""How far back the end of a part is looked at, in characters."""


def drop_links(html: Markup) -> Markup:
    """HTML without its links, for what becomes a link itself."""
    return Markup(_LINK.sub("", html)) if "<a" in html else html


def link_to(label: object, address: str) -> Markup:
    """Make text a link to an address on the web; it stays as it is where that is none."""
    return Markup(link_label(str(Markup.escape(label)), address))


def sentences(parts: Iterable[object], separator: str) -> Markup:
    """Put ``separator`` and a blank between parts that are not empty; text among them is escaped.

    One that begins with a blank, a comma or a colon goes on where the one before it ends; one that
    ends with the separator gets no other.
    """
    made: list[str] = []
    for part in map(str, map(Markup.escape, parts)):
        if not part.strip():
            continue
        if not made:
            made.append(part.lstrip())
        elif part.startswith(_JOINS):
            made.append(part)
        else:
            made += (" " if ends_with(made[-1], separator) else f"{separator} ", part)
    return Markup("".join(made))


def end_with(html: Markup, mark: Markup) -> Markup:
    """Put a mark at the end where there is none yet; ``none`` means that none is wanted."""
    if str(mark).lower() == "none" or not mark or not html:
        return html
    return html if ends_with(html, str(mark)) else html + mark


def join_in_sentence(items: Iterable[Markup], language: str, style: str = "standard") -> Markup:
    """A list in a sentence, with "and" or (style ``or``) "or" before its last item."""
    escaped = [Markup.escape(item) for item in items]
    return Markup(format_list(escaped, "or" if style == "or" else "standard", locale_of(language)))


def ends_with(html: str, mark: str) -> bool:
    """Whether the text of HTML ends with ``mark``, perhaps inside of quotes, links and emphasis."""
    end = html[-_END:]
    while end:
        if end.endswith(mark):
            return True
        if end.endswith(">"):
            end = end[: max(end.rfind("<"), 0)]
        elif end[-1] in _CLOSING and mark != end[-1]:
            end = end[:-1]
        elif end.endswith(("&#34;", "&#39;", "&quot;")):
            end = end[: end.rindex("&")]
        else:
            return False
    return False


_RANGE = re.compile(
    r"(?<![\w-])([A-Za-z]{0,3}\d+(?:\.\d+)?[a-z]?)\s*(?:-|&ndash;|–|—)\s*([A-Za-z]{0,3}\d+(?:\.\d+)?[a-z]?)(?![\w-])"
)


def put_dashes(html: Markup) -> Markup:
    """Put en dashes in ranges of numbers: ``45-67`` is ``45–67``; ``12-3-45`` is no range."""
    return Markup(_RANGE.sub(r"\1–\2", html)) if "<" not in html else html


_SIZE = re.compile(
    r"\d*(?:x?\d+)?(?:\.\d+)?\s?(?:px|em|ex|rem|ch|pt|%)?|left|right|center|centre|none|middle",
    re.IGNORECASE,
)
_FILE = re.compile(r"[^\[\]{}<>|]+\.(?:jpe?g|png|gif|svg|webp|tiff?|ogg|webm)", re.IGNORECASE)


def is_size(text: str) -> bool:
    """Whether an argument is a size or a side, such as ``20px`` or ``left``, and not text."""
    return bool(text.strip()) and _SIZE.fullmatch(text.strip()) is not None


def is_file(text: str) -> bool:
    """Whether an argument names a picture or a film."""
    return _FILE.fullmatch(text.strip()) is not None


_COLUMNS = re.compile(r"\d{1,2}")
_WIDTH = re.compile(r"\d{1,3}(?:\.\d{1,2})?(?:em|ex|px|ch|rem|%)")


def width_of(text: str) -> str:
    """The CSS width of columns, from a width or from how many there are to be."""
    text = text.replace(" ", "").lower()
    if _COLUMNS.fullmatch(text):
        return "30em" if text == "2" else "25em" if int(text) > 2 else ""
    return text if _WIDTH.fullmatch(text) else ""
