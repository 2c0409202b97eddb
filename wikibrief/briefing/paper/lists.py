"""Lists: which of them are set in columns, so that short items do not leave pages half empty."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from wikibrief.inline.words import letters_of
from wikibrief.page.tree import add_class, has_class, text_of

__all__ = ["mark_lists"]

_SHORT, _LEAST_SHORT = 34, 9
"""Letters of a note of which three are on a line, and the fewest notes for that."""
_LEAST_SOURCES = 5
_WORDS, _NAMES = 20, 34
"""Letters of an item of which three, or two, are on a line of the text."""
_LEAST_ITEMS = 8
_NOTHING = "\N{EN DASH}"
_NOT_SHORT = frozenset({"ul", "ol", "dl", "table", "img", "br"})


def mark_lists(article: Element) -> None:
    """Mark lists of short notes (``page-short``), of sources, of names and of words."""
    for each in article.iter():
        if each.tag == "ol" and has_class(each, "references"):
            _fill_empty(each)
            if len(each) >= _LEAST_SHORT and _most_letters(each) <= _SHORT:
                add_class(each, "page-short")
        elif each.tag == "ul" and not each.get("class"):
            if len(each) >= _LEAST_SOURCES and _is_of_sources(each):
                add_class(each, "page-sources")
            elif len(each) >= _LEAST_ITEMS:
                _mark_short(each)


def _fill_empty(notes: Element) -> None:
    """Give a note without words a dash: its number would be painted over the next one's."""
    for note in notes:
        if not text_of(note).strip() and next(note.iter("img"), None) is None:
            note.text = _NOTHING


def _is_of_sources(items: Element) -> bool:
    cited = sum(item.find(".//cite") is not None for item in items)
    return cited * 3 >= len(items) * 2


def _mark_short(items: Element) -> None:
    """Mark a list of short items, none of which has a list or a picture in it."""
    if any(each is not items and each.tag in _NOT_SHORT for each in items.iter()):
        return
    letters = _most_letters(items)
    if letters <= _WORDS:
        add_class(items, "page-words")
    elif letters <= _NAMES:
        add_class(items, "page-names")


def _most_letters(items: Element) -> int:
    """Return how long items are, but for the longest tenth."""
    lengths = sorted(letters_of(text_of(item).strip()) for item in items)
    return lengths[len(lengths) * 9 // 10]
