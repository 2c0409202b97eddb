"""The page as paper wants it: HTML → a tree, before WeasyPrint lays it out.

Here is which words and marks stay together, and which characters no font has. Headings, lists and
tables have modules of their own.
"""

from __future__ import annotations

import re
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from wikibrief.briefing.fonts import SUBSTITUTES, missing_glyphs
from wikibrief.briefing.paper.directions import order_runs
from wikibrief.briefing.paper.formulas import draw_formulas
from wikibrief.briefing.paper.headings import place_headings
from wikibrief.briefing.paper.lists import mark_lists
from wikibrief.briefing.paper.rows import mark_rows
from wikibrief.briefing.paper.tables import frame_tables, prepare_tables
from wikibrief.briefing.paper.trimming import trim_page
from wikibrief.page.tree import (
    each_child,
    is_mark,
    parse_page,
    read_sheets,
    text_before,
    text_of,
    wrap,
)

__all__ = ["prepare_page"]


def prepare_page(html: str, style: str = "", own_style: str = "") -> Element:
    """Parse a page; draw its formulas, bind its notes and words, give its tables heads.

    What ``style`` does not name need not be there; ``own_style`` is a user's part of it.
    """
    page = parse_page(html.translate(_SUBSTITUTED))
    if style:
        inner = "\n".join(read_sheets(page))
        trim_page(page, f"{style}\n{inner}", f"{own_style}\n{inner}")
    draw_formulas(page)
    _drop_opacity(page)
    _name_links(page)
    _replace_missing(page, missing_glyphs("".join(char for char in set(html) if char > "\x7f")))
    _bind_notes(page)
    _trim_paragraphs(page)
    _bind_words(page)
    article = page.find("body/article")
    if article is not None:
        frame_tables(article)
        mark_lists(article)
        place_headings(article)
    prepare_tables(page)
    mark_rows(page)
    order_runs(page)
    return page


_SUBSTITUTED = str.maketrans(SUBSTITUTES)


_OPACITY = re.compile(r"(?:^|;)\s*opacity\s*:[^;]*", re.IGNORECASE)


def _drop_opacity(page: Element) -> None:
    """Show all in full: WeasyPrint paints what is faint apart, where no structure reaches it."""
    for element in page.iter():
        style = element.get("style")
        if style and "opacity" in style.lower():
            element.set("style", _OPACITY.sub("", style))


def _name_links(page: Element) -> None:
    """Give a picture that is all of a link a text: what says nothing is no part of the structure.

    A link around nothing at all is shown as one without words.
    """
    for link in page.iter("a"):
        address = link.get("href")
        if not address or len(link) == 0 or text_of(link).strip():
            continue
        pictures = [each for each in link.iter() if each.tag in _PICTURES]
        if not pictures:
            del link[:]
            link.text = None
        elif pictures[0].tag == "img" and not any(each.get("alt") for each in pictures):
            name = unquote(address.rpartition("/")[2]).replace("_", " ")
            pictures[0].set("alt", address if "://" in address else name or address)


_PICTURES = frozenset({"img", "svg", "math", "{http://www.w3.org/2000/svg}svg"})


# ------------------------------------------------------------------------------------------ glyphs

_BOX = "\N{REPLACEMENT CHARACTER}"


def _replace_missing(page: Element, missing: set[str]) -> None:
    """Show a sign for each character that no font has; readers and searches get the text itself."""
    if not missing:
        return
    unshown = re.compile(f"[{re.escape(''.join(sorted(missing)))}]+")
    for element in [*page.iter()]:
        if isinstance(element.tag, str) and element.tag not in _UNSEEN:
            _split_text(element, unshown)


_UNSEEN = frozenset({"head", "meta", "script", "style", "title"})


def _split_text(element: Element, unshown: re.Pattern[str]) -> None:
    """Put what matches in the text of an element, and between its children, into spans."""
    children = list(element)
    made = _spans(element.text or "", unshown)
    if made:
        element.text, spans = made
        element[:0] = spans
    for child in children:
        made = _spans(child.tail or "", unshown)
        if made:
            child.tail, spans = made
            place = list(element).index(child) + 1
            element[place:place] = spans


def _spans(text: str, unshown: re.Pattern[str]) -> tuple[str, list[Element]] | None:
    """Return the text before the first match and a span for each, with the text after it."""
    found = list(unshown.finditer(text))
    if not found:
        return None
    ends = [match.start() for match in found[1:]] + [len(text)]
    spans = []
    for match, end in zip(found, ends, strict=True):
        span = Element("span", {"class": "unshown", "data-spoken": match[0]})
        span.text, span.tail = _BOX * len(match[0]), text[match.end() : end]
        spans.append(span)
    return text[: found[0].start()], spans


# ------------------------------------------------------------------------------------------- words

_MARKS = 3
"""Marks in a row that stay on the line of their word."""


def _bind_notes(page: Element) -> None:
    """Keep the marks of notes on the line of what they follow: no line breaks at a word joiner."""
    for parent in page.iter():
        in_row = 0
        for index, child in enumerate(parent):
            before = text_before(parent, index)
            in_row = 0 if before or not is_mark(child) else in_row
            if is_mark(child) and in_row < _MARKS and not before[-1:].isspace():
                _prepend(child, "\N{WORD JOINER}")
                in_row += 1


def _prepend(element: Element, text: str) -> None:
    """Put text in front of the words of an element, where these are."""
    while not element.text and len(element):
        element = element[0]
    element.text = text + (element.text or "")


def _trim_paragraphs(page: Element) -> None:
    """Drop the blanks at the ends of paragraphs, which WeasyPrint 70 takes for places to break."""
    for paragraph in page.iter("p"):
        paragraph.text = (paragraph.text or "").lstrip(" \n")
        if len(paragraph):
            paragraph[-1].tail = (paragraph[-1].tail or "").rstrip(" \n")
        else:
            paragraph.text = paragraph.text.rstrip(" \n")


def _bind_words(page: Element) -> None:
    """Make an element of a word that a no-break space binds to one (``ISBN&nbsp;<a…``).

    Else WeasyPrint 70 breaks the line at the first space of the text before, not at the last.
    """
    for parent, index in each_child(page):
        text = text_before(parent, index)
        if text.endswith("\xa0"):
            start = max(text.rfind(" "), text.rfind("\n")) + 1
            wrap(Element("span"), parent, index, len(text) - start)
