"""Navigation: outline, page labels and destinations, as the standards and readers want them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

from wikibrief.briefing.conformance.elements import Annotation, Element, walk

__all__ = ["complete_navigation"]

_HEADINGS = frozenset({"H1", "H2", "H3", "H4", "H5", "H6"})


def complete_navigation(
    pdf: Any,  # noqa: ANN401
    root: Element,
    objects: dict[int, Any],
    words: dict[int, str],
    *,
    is_pdf2: bool,
) -> None:
    """Label the pages, open the outline, say in words where each link leads.

    ``objects`` are those of the elements, ``words`` the texts of areas, both by id. In PDF 2.0,
    destinations are elements, not places on a page.
    """
    pdf.catalog["PageLabels"] = pydyf.Dictionary(
        {"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])}
    )
    if "Outlines" in pdf.catalog:
        pdf.catalog["PageMode"] = "/UseOutlines"
    for element in walk(root):
        for kid in element.kids:
            if isinstance(kid, Annotation) and words.get(id(kid.area)):
                kid.area["Contents"] = pydyf.String(words[id(kid.area)])
    if is_pdf2:
        _lead_to_elements(pdf, root, objects)


def _lead_to_elements(pdf: Any, root: Element, objects: dict[int, Any]) -> None:  # noqa: ANN401
    """Let the outline lead to headings, and links to the elements at their destinations."""
    headings = [element for element in walk(root) if element.kind in _HEADINGS]
    for entry, heading in zip(list(_outline(pdf)), headings, strict=False):
        place = entry.pop("Dest")
        entry["A"] = _go(place, objects[id(heading)], list(place)[1:])
    places = _named_places(pdf)
    for element in walk(root):
        for kid in element.kids:
            if isinstance(kid, Annotation) and "Dest" in kid.area:
                name = kid.area.pop("Dest")
                place = places[name.data]
                kid.area["A"] = _go(name, objects[id(root)], list(place)[1:])


def _go(place: Any, target: Any, view: list[Any]) -> Any:  # noqa: ANN401
    structure = pydyf.Array([target.reference, *view])
    return pydyf.Dictionary({"S": "/GoTo", "D": place, "SD": structure})


def _named_places(pdf: Any) -> dict[bytes, Any]:  # noqa: ANN401
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    return {names[index].data: names[index + 1] for index in range(0, len(names), 2)}


def _outline(pdf: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the entries of the outline in their order."""
    if "Outlines" not in pdf.catalog:
        return
    waiting = [pdf.objects[int(pdf.catalog["Outlines"].split()[0])]["First"]]
    while waiting:
        entry = pdf.objects[int(waiting.pop().split()[0])]
        yield entry
        waiting += [entry[name] for name in ("Next", "First") if name in entry]
