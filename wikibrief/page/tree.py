"""The page as a tree: parsed once, changed in place, laid out by WeasyPrint as it is.

tinyhtml5 is WeasyPrint's own parser, so the tree is what WeasyPrint would have made of the page.
HTML's elements have plain names, those of other languages a namespace (``MATH``).
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes
from xml.etree.ElementTree import Element

import tinyhtml5

from wikibrief.page.parsing import parse_plain
from wikibrief.wiki.tags import Is, tags_with

__all__ = [
    "MATH",
    "add_class",
    "drop_child",
    "each_child",
    "has_class",
    "is_mark",
    "parse_page",
    "read_sheets",
    "replace_child",
    "set_text_before",
    "text_before",
    "text_of",
    "wrap",
]

MATH = "{http://www.w3.org/1998/Math/MathML}math"
"""The tag of a formula."""


def parse_page(html: str) -> Element:
    """Parse a page as browsers do; return its ``<html>``."""
    plain = parse_plain(html, _parse)
    return _parse(html) if plain is None else plain


def _parse(html: str) -> Element:
    root = tinyhtml5.parse(html, namespace_html_elements=False)
    assert isinstance(root, Element)  # noqa: S101  the parser has no types
    return root


def read_sheets(page: Element) -> Iterator[str]:
    """Yield the style sheets that are in a page: its ``<style>``, and links that hold a sheet."""
    for each in page.iter():
        name = each.tag.rpartition("}")[2] if isinstance(each.tag, str) else ""
        if name == "style":  # that of an SVG is for the whole page, too
            yield each.text or ""
        elif name == "link":
            yield _read_sheet(each.get("href", ""))


def _read_sheet(address: str) -> str:
    kind, _, data = address.partition(",")
    if not kind.strip().lower().startswith("data:text/css"):
        return ""
    text = unquote_to_bytes(data)
    try:
        return (b64decode(text) if kind.lower().endswith(";base64") else text).decode(
            errors="replace"
        )
    except ValueError:
        return ""  # it is broken for WeasyPrint, too


def has_class(element: Element, name: str) -> bool:
    """Return whether an element has a class."""
    return name in element.get("class", "").split()


def add_class(element: Element, name: str) -> None:
    """Give an element one more class."""
    element.set("class", f"{element.get('class', '')} {name}".strip())


def is_mark(element: Element) -> bool:
    """Return whether an element is the mark of a note."""
    return element.tag == "sup" and has_class(element, "reference")


def text_of(element: Element) -> str:
    """Return the text in an element, without the marks of notes."""
    texts: list[str] = []
    rest: list[Element | str] = [element]  # the next one last; pages are too deep for recursion
    while rest:
        each = rest.pop()
        if isinstance(each, str):
            texts.append(each)
        elif not is_mark(each):
            texts.append(each.text or "")
            for child in reversed(each):
                rest += (child.tail or "", " " if child.tag in _APART else "", child)
    return "".join(texts)


_APART = tags_with(Is.AROUND | Is.BLOCK | Is.PART | Is.CELL) | {"br"}
"""Between these and what follows is no word."""


def each_child(root: Element) -> Iterator[tuple[Element, int]]:
    """Yield the parent and index of each element below ``root``, the last child of a parent first.

    The loop may replace the child, and wrap it or what is around it.
    """
    for parent in list(root.iter()):
        for index in reversed(range(len(parent))):
            yield parent, index


def text_before(parent: Element, index: int) -> str:
    """Return the text right before a child."""
    return (parent[index - 1].tail if index else parent.text) or ""


def set_text_before(parent: Element, index: int, text: str) -> None:
    """Replace the text right before a child."""
    if index:
        parent[index - 1].tail = text
    else:
        parent.text = text


def drop_child(parent: Element, index: int) -> None:
    """Take a child out; the text after it stays."""
    after = parent[index].tail or ""
    set_text_before(parent, index, text_before(parent, index) + after)
    del parent[index]


def replace_child(parent: Element, index: int, new: Element) -> None:
    """Put an element in the place of a child; the text after it stays."""
    new.tail, parent[index].tail = parent[index].tail, None
    parent[index] = new


def wrap(wrapper: Element, parent: Element, index: int, letters: int, children: int = 0) -> None:
    """Move the last letters before a child, and so many children from it on, into ``wrapper``."""
    text = text_before(parent, index)
    kept = len(text) - letters
    inside = parent[index : index + children]
    if inside:
        wrapper.tail, inside[-1].tail = inside[-1].tail, None
    wrapper.text = text[kept:]
    wrapper.extend(inside)
    parent[index : index + children] = [wrapper]
    set_text_before(parent, index, text[:kept])
