"""Reading: painted pages → elements in the order in which they are read.

WeasyPrint has a box for each fragment of an element of the page; here the fragments are one element
again, however many lines and pages it fills. What pages repeat (their margins, the heads of tables)
is read once: where it is first. Elements that say nothing (``<div>``, ``<b>``) are transparent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias
from xml.etree.ElementTree import Element as HtmlElement

from wikibrief.briefing.conformance.elements import Annotation, MarkedContent, StructureElement
from wikibrief.page.tree import has_class

__all__ = ["Painted", "TaggedStructure", "read_pages"]

Box: TypeAlias = Any
"""A box of WeasyPrint, whose types are unknown to mypy."""

_SVG = "{http://www.w3.org/2000/svg}"

_KINDS = {
    "address": "Div",
    "article": "Art",
    "aside": "Sect",
    "blockquote": "BlockQuote",
    "caption": "Caption",
    "center": "Div",
    "dd": "LBody",
    "details": "Div",
    "div": "Div",
    "dl": "L",
    "dt": "Lbl",
    "figcaption": "Caption",
    "figure": "Sect",
    "footer": "Sect",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "h5": "H5",
    "h6": "H6",
    "header": "Sect",
    "img": "Figure",
    "li": "LI",
    "main": "Part",
    "nav": "Sect",
    "ol": "L",
    "p": "P",
    "pre": "P",
    "q": "Quote",
    "section": "Sect",
    "summary": "P",
    "table": "Table",
    "tbody": "TBody",
    "td": "TD",
    "tfoot": "TFoot",
    "th": "TH",
    "thead": "THead",
    "tr": "TR",
    "ul": "L",
    f"{_SVG}svg": "Figure",
}
"""What the elements of HTML are in a PDF; all others are transparent."""
_OF_TABLES = frozenset({"Table", "THead", "TBody", "TFoot", "TR", "TH", "TD"})
_NO_TABLE = frozenset({"none", "presentation"})

_NUMBERINGS = {
    "circle": "Circle",
    "decimal": "Decimal",
    "decimal-leading-zero": "Decimal",
    "disc": "Disc",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "lower-roman": "LowerRoman",
    "none": "None",
    "square": "Square",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
    "upper-roman": "UpperRoman",
}


@dataclass(frozen=True, slots=True)
class Painted:
    """A page: its box, the number of each box that has been painted, points in a pixel."""

    box: Box
    marks: Mapping[Box, int]
    height: float
    """In points."""
    scale: float = 0.75


class TaggedStructure(NamedTuple):
    """A document's structure, and its elements that links lead to, by their ids."""

    root: StructureElement
    anchors: Mapping[str, StructureElement]


def read_pages(pages: Iterable[Painted]) -> TaggedStructure:
    """Return the structure of a document. What is not in it is decoration."""
    reading = _Reading()
    for number, page in enumerate(pages):
        reading.read(number, page)
    return TaggedStructure(reading.root, reading.anchors)


class _Reading:
    """Pages being read, one after the other."""

    def __init__(self) -> None:
        self.root = StructureElement("Document")
        self.anchors: dict[str, StructureElement] = {}
        self._elements: dict[tuple[HtmlElement, str], StructureElement] = {}
        self._repeated: set[HtmlElement | None] = {None}
        """What pages repeat and has been read; what a style sheet alone says (None) never is."""

    def read(self, number: int, page: Painted) -> None:
        self._number, self._page = number, page
        for box in sorted(page.box.children, key=_order):
            if _is_margin(box):
                for child in box.children:
                    self._visit_repeatable(child, self.root)
            else:
                self._visit(box, self.root)

    def _visit_repeatable(self, box: Box, parent: StructureElement) -> None:
        """Read once what pages repeat; of the others, the links alone."""
        html = box.element
        if html in self._repeated:
            self._visit_links(box)
        else:
            self._repeated.add(html)
            self._visit(box, parent)

    def _visit_links(self, box: Box) -> None:
        element = self._elements.get((box.element, box.element_tag))
        area = getattr(box, "link_annotation", None)
        if area is not None and element is not None:
            element.kids.append(Annotation(self._number, area))
        for child in getattr(box, "children", ()):
            self._visit_links(child)

    def _visit(self, box: Box, parent: StructureElement) -> None:
        box = getattr(box, "_box", box)  # of one that is out of the flow
        html, tag = box.element, box.element_tag or ""
        if html is not None and _is_hidden(html):
            if parent.kind == "Link":
                self._add_area(box, parent)  # a picture that says nothing leads somewhere, too
            return
        element = self._find(box, html, tag, parent)
        self._add_painted(box, element)
        for child in getattr(box, "children", ()):
            if getattr(child, "is_header", False) or getattr(child, "is_footer", False):
                self._visit_repeatable(child, element)
            else:
                self._visit(child, element)

    def _find(
        self, box: Box, html: HtmlElement | None, tag: str, parent: StructureElement
    ) -> StructureElement:
        """Return the element that ``box`` is of: a new one, one that goes on, or its parent."""
        if html is None:
            return parent
        known = self._elements.get((html, tag))
        if known is not None:
            return known
        element = self._make(box, html, tag, parent)
        if element is not parent:
            element.page = self._number
            parent.kids.append(element)
        self._elements[html, tag] = element
        if html.get("id"):
            self.anchors.setdefault(html.get("id", ""), element)
        return element

    def _make(
        self, box: Box, html: HtmlElement, tag: str, parent: StructureElement
    ) -> StructureElement:
        language = box.style["lang"] or parent.language
        kind = _kind_of(html, tag, parent)
        if tag in {"html", "body"}:
            self.root.language = self.root.language or language
            return parent
        if kind is None and "data-spoken" in html.attrib and tag == html.tag:
            kind = "Span"
        if kind is None:
            return StructureElement("Span", language) if language != parent.language else parent
        element = StructureElement(kind, language)
        if kind in {"Figure", "Formula"}:
            element.alternative = _alternative(html)
        elif kind in {"TH", "TD"}:
            element.columns, element.rows = _span(html, "colspan"), _span(html, "rowspan")
            element.scope = _scope(html)
        elif kind == "L" and tag != "dl":
            element.numbering = _NUMBERINGS.get(str(box.style["list_style_type"]), "Decimal")
        elif kind == "Span":
            element.spoken = html.get("data-spoken")
        return element

    def _add_painted(self, box: Box, element: StructureElement) -> None:
        number = self._page.marks.get(box)
        if number is not None:
            element.kids.append(MarkedContent(self._number, number))
            if element.kind in {"Figure", "Formula"} and element.box is None:
                element.box = self._place(box)
        self._add_area(box, element)

    def _add_area(self, box: Box, element: StructureElement) -> None:
        area = getattr(box, "link_annotation", None)
        if area is not None:
            element.kids.append(Annotation(self._number, area))

    def _place(self, box: Box) -> tuple[float, float, float, float]:
        left, top = box.content_box_x(), box.content_box_y()
        scale, height = self._page.scale, self._page.height
        right, bottom = left + box.width, top + box.height
        return left * scale, height - bottom * scale, right * scale, height - top * scale


def _order(box: Box) -> int:
    """Sort the boxes of a page: what is above the text, the text, what is around it."""
    return (0 if box.at_keyword.startswith("@top") else 2) if _is_margin(box) else 1


def _is_margin(box: Box) -> bool:
    return type(box).__name__ == "MarginBox"


def _is_hidden(html: HtmlElement) -> bool:
    """Say whether an element is decoration: by ARIA, or a picture with empty words for it."""
    if html.get("aria-hidden") == "true":
        return True
    if html.tag == "img":
        return html.get("alt") == ""
    return html.tag == f"{_SVG}svg" and html.get("role") in _NO_TABLE


def _kind_of(html: HtmlElement, tag: str, parent: StructureElement) -> str | None:
    """Return what an element is in a PDF; None: nothing of its own."""
    name, _, pseudo = tag.partition("::")
    if pseudo == "marker":
        return "Lbl" if parent.kind == "LI" else None
    if pseudo:
        return None
    if name == "a":
        return "Link" if html.get("href") else None
    if name == "img" and has_class(html, "math"):
        return "Formula"
    kind = _KINDS.get(name)
    if kind in _OF_TABLES and _is_layout(kind, html, parent):
        return "Div"
    return kind


def _is_layout(kind: str, html: HtmlElement, parent: StructureElement) -> bool:
    """Say whether a table, or a part of one, is none to its readers."""
    if kind == "Table":
        return html.get("role") in _NO_TABLE
    return parent.kind not in _OF_TABLES


def _alternative(html: HtmlElement) -> str:
    """Return the words for a picture: as ARIA finds them, else that it is one."""
    title = html.find(f"{_SVG}title")
    words = html.get("aria-label") or html.get("alt") or html.get("title")
    words = words or ("".join(title.itertext()) if title is not None else "")
    return " ".join(words.split()) or "picture"


def _span(html: HtmlElement, name: str) -> int:
    value = html.get(name, "").strip()
    return max(1, min(int(value), _WIDEST)) if value.isascii() and value.isdigit() else 1


_WIDEST = 1000
"""Columns and rows that a cell can have, as browsers have it."""


def _scope(html: HtmlElement) -> str | None:
    scope = html.get("scope", "").lower()
    return {"row": "Row", "rowgroup": "Row", "col": "Column", "colgroup": "Column"}.get(scope)
