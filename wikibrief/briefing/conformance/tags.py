"""Tags: elements → the structure tree of a PDF, and what each page needs to know of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pydyf

from wikibrief.briefing.conformance.elements import (
    Annotation,
    Kid,
    MarkedContent,
    StructureElement,
    walk,
)

__all__ = ["write_tags"]

_KINDS_2 = {
    "Art": "Part",
    "BlockQuote": "Div",
    "Quote": "Span",
}
"""What the types of PDF 1.7 that PDF 2.0 has not are there."""


def write_tags(pdf: Any, root: StructureElement, *, is_pdf2: bool = False) -> dict[int, Any]:  # noqa: ANN401
    """Write the structure below ``root`` into ``pdf``; return the objects of its elements, by id.

    The PDF has a structure tree already, with an empty document in it, as WeasyPrint writes it.
    """
    return _Tags(pdf, is_pdf2=is_pdf2).write(root)


class _Tags:
    """A structure tree being written."""

    def __init__(self, pdf: Any, *, is_pdf2: bool) -> None:  # noqa: ANN401
        self._pdf, self._is_pdf2 = pdf, is_pdf2
        self._pages = pdf.page_references
        self._tree = _find_object(pdf, pdf.catalog["StructTreeRoot"])
        self._document = _find_object(pdf, self._tree["K"][0])
        self._by_page: list[dict[int, bytes]] = [{} for _ in self._pages]
        self._areas: list[tuple[Any, bytes]] = []
        self._names: list[tuple[bytes, bytes]] = []
        self._namespace = self._document.get("NS")
        self._objects: dict[int, Any] = {}

    def write(self, root: StructureElement) -> dict[int, Any]:
        self._name_headers(root)
        self._objects[id(root)] = self._document
        for element in walk(root):
            target = self._objects[id(element)]
            kids = [self._kid(kid, element, target, root) for kid in element.kids]
            if kids:
                target["K"] = kids[0] if len(kids) == 1 else pydyf.Array(kids)
        self._write_parents()
        if self._names:
            names = pydyf.Array()
            for name, reference in sorted(self._names):
                names += [pydyf.String(name), reference]
            self._tree["IDTree"] = pydyf.Dictionary({"Names": names})
        return self._objects

    def _kid(self, kid: Kid, parent: StructureElement, target: Any, root: StructureElement) -> Any:  # noqa: ANN401
        match kid:
            case MarkedContent():
                self._by_page[kid.page][kid.number] = target.reference
                if kid.page == parent.page and parent is not root:
                    return kid.number
                return pydyf.Dictionary(
                    {"Type": "/MCR", "Pg": self._pages[kid.page], "MCID": kid.number}
                )
            case Annotation():
                self._areas.append((kid.area, target.reference))
                return pydyf.Dictionary(
                    {"Type": "/OBJR", "Pg": self._pages[kid.page], "Obj": kid.area.reference}
                )
        made = self._make(kid, parent, target)
        self._pdf.add_object(made)
        self._objects[id(kid)] = made
        if kid.name is not None:
            self._names.append((kid.name.encode(), made.reference))
        return made.reference

    def _make(self, element: StructureElement, parent: StructureElement, target: Any) -> Any:  # noqa: ANN401
        kind = _KINDS_2.get(element.kind, element.kind) if self._is_pdf2 else element.kind
        made = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{kind}", "P": target.reference})
        if element.page is not None:
            made["Pg"] = self._pages[element.page]
        if element.language and element.language != parent.language:
            made["Lang"] = pydyf.String(element.language)
        if element.alternative is not None:
            made["Alt"] = pydyf.String(element.alternative)
        if element.spoken is not None:
            made["ActualText"] = pydyf.String(element.spoken)
        if element.name is not None:
            made["ID"] = pydyf.String(element.name)
        if self._namespace:
            made["NS"] = self._namespace
        attributes = _attributes(element, is_pdf2=self._is_pdf2)
        if attributes:
            made["A"] = pydyf.Dictionary(attributes)
        return made

    def _name_headers(self, root: StructureElement) -> None:
        """Give each header that a cell refers to a name."""
        count = 0
        for element in walk(root):
            for header in element.headers:
                if header.name is None:
                    count += 1
                    header.name = f"h{count}"

    def _write_parents(self) -> None:
        """Tell where what is painted on each page belongs, and each area of a link."""
        parents = _find_object(self._pdf, self._tree["ParentTree"])
        numbers = pydyf.Array()
        for page, owners in enumerate(self._by_page):
            last = max(owners, default=-1)
            numbers += [page, pydyf.Array(owners.get(each, "null") for each in range(last + 1))]
        for key, (area, owner) in enumerate(self._areas, len(self._by_page)):
            area["StructParent"] = key
            numbers += [key, owner]
        parents["Nums"] = numbers
        self._tree["ParentTreeNextKey"] = len(self._by_page) + len(self._areas)


def _attributes(element: StructureElement, *, is_pdf2: bool) -> Mapping[str, object]:
    """Return what a standard wants to know of a figure, a list or a cell."""
    match element.kind:
        case "Figure" | "Formula" if element.box:
            return {"O": "/Layout", "BBox": pydyf.Array(element.box)}
        case "L" if element.numbering and (is_pdf2 or element.numbering != "Description"):
            return {"O": "/List", "ListNumbering": f"/{element.numbering}"}
        case "TH" | "TD":
            return _of_cell(element)
    return {}


def _of_cell(cell: StructureElement) -> Mapping[str, object]:
    attributes: dict[str, object] = {}
    if cell.columns > 1:
        attributes["ColSpan"] = cell.columns
    if cell.rows > 1:
        attributes["RowSpan"] = cell.rows
    if cell.scope:
        attributes["Scope"] = f"/{cell.scope}"
    if cell.headers:
        attributes["Headers"] = pydyf.Array(pydyf.String(each.name) for each in cell.headers)
    return {"O": "/Table", **attributes} if attributes else {}


def _find_object(pdf: Any, reference: bytes) -> Any:  # noqa: ANN401
    return pdf.objects[int(reference.split()[0])]
