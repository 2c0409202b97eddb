"""Trimming: takes out of a page what paper does not need, so that none of it is laid out.

That is what the style sheets hide, and elements that nothing refers to and no style sheet names:
each of them costs as much as a line of text.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from wikibrief.briefing.annex import is_of_wiki, letters_of
from wikibrief.page.tree import drop_child, has_class, set_text_before, text_before, text_of
from wikibrief.wiki.tags import Is, tags_with

__all__ = ["trim_page"]

_HIDDEN = frozenset({"mw-cite-backlink", "filename"})
"""Classes of what paper does not show: a file's name says nothing where its picture is missing."""
_PICTURES = frozenset({"missing", "gallerybox", "gallery"})
"""Classes of what is there for its picture or its caption alone."""
_TRANSPARENT = frozenset({"span", "time", "data"})
_SILENT = frozenset({"class", "datetime", "id", "value"})
"""Attributes that paper shows nothing of; ids count where something leads to them."""
_WORD = re.compile(r"[\w-]+")
_STYLED_CHILD = re.compile(r"\.([\w-]+)\s*>?\s*span\b")
"""A span that a style sheet names by the class of what it is in: ``.marking span``."""


def trim_page(page: Element, style: str, own_style: str = "") -> None:
    """Take out what ``style`` does not show or name; ``own_style`` is a user's part of it."""
    named, own = frozenset(_WORD.findall(style)), frozenset(_WORD.findall(own_style))
    if "*" in own_style or "span" in own:
        return
    hidden = _HIDDEN - own
    styled = frozenset(_STYLED_CHILD.findall(style))
    wanted = {link[1:] for each in page.iter() if (link := each.get("href", "")).startswith("#")}
    _trim_boxes(page)
    for parent in reversed(list(page.iter())):  # what is inside first
        for index in reversed(range(len(parent))):
            child = parent[index]
            names = child.get("class", "").split()
            if not hidden.isdisjoint(names) or (
                not _PICTURES.isdisjoint(names) and _is_empty(child)
            ):
                drop_child(parent, index)
        if not styled.isdisjoint(parent.get("class", "").split()):
            continue
        for index in reversed(range(len(parent))):
            if _is_transparent(parent[index], named, wanted):
                _replace(parent, index, list(parent[index]), parent[index].text or "")


def _trim_boxes(page: Element) -> None:
    """Take out of infoboxes in the text what only serves the wiki, and titles said before."""
    title = heading = ""
    for element in list(page.iter()):
        names = element.get("class", "").split()
        if element.tag == "h1":
            title = letters_of(text_of(element))
        elif element.tag in _HEADINGS:
            heading = letters_of(text_of(element))
        elif element.tag == "dl" and not _FACTS.isdisjoint(names):
            for index in reversed(range(len(element))):
                if _is_plumbing(element[index], title):
                    drop_child(element, index)
        elif "infobox" in names and (box := _title_of(element)) and box in {title, heading}:
            drop_child(element, 0)


_FACTS = frozenset({"facts", "others"})
_HEADINGS = tags_with(Is.HEADING)


def _is_plumbing(row: Element, title: str) -> bool:
    label, value = row.find("dt"), row.find("dd")
    name = "" if label is None else text_of(label)
    return value is not None and is_of_wiki(name, text_of(value), title)


def _title_of(box: Element) -> str:
    """Return the letters of the title that a box begins with, if it has one."""
    is_titled = len(box) > 0 and has_class(box[0], "title")
    return letters_of(text_of(box[0])) if is_titled else ""


def _is_empty(element: Element) -> bool:
    return next(element.iter("img"), None) is None and not text_of(element).strip()


def _is_transparent(element: Element, named: frozenset[str], wanted: set[str]) -> bool:
    return (
        element.tag in _TRANSPARENT
        and element.attrib.keys() <= _SILENT
        and element.get("id") not in wanted
        and named.isdisjoint(element.get("class", "").split())
    )


def _replace(parent: Element, index: int, children: list[Element], text: str = "") -> None:
    """Put children and a text before them into the place of a child; the text after it stays."""
    after = parent[index].tail or ""
    before = text_before(parent, index) + text
    if children:
        children[-1].tail = (children[-1].tail or "") + after
    else:
        before += after
    parent[index : index + 1] = children
    set_text_before(parent, index, before)
