"""Navigation: outline, page labels and destinations, as the standards and readers want them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pydyf

from wikibrief.briefing.conformance.elements import Annotation, StructureElement, walk

__all__ = ["complete_navigation", "lead_to_elements"]

_HEADINGS = frozenset({"H1", "H2", "H3", "H4", "H5", "H6"})


def complete_navigation(pdf: Any, root: StructureElement, words: Mapping[int, str]) -> None:  # noqa: ANN401
    """Label the pages, open the outline, say in words where each link leads.

    ``words`` are the texts of areas, by their ids.
    """
    pdf.catalog["PageLabels"] = pydyf.Dictionary(
        {"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])}
    )
    if "Outlines" in pdf.catalog:
        pdf.catalog["PageMode"] = "/UseOutlines"
    for area in _areas(root):
        area["F"] = 4  # it is printed, which PDF/A wants
        if words.get(id(area)):
            area["Contents"] = pydyf.String(words[id(area)])


def lead_to_elements(
    pdf: Any,  # noqa: ANN401
    root: StructureElement,
    anchors: Mapping[str, StructureElement],
    objects: Mapping[int, Any],
) -> None:
    """Let the outline and links lead to elements, not to places on a page: PDF/UA-2 wants that.

    ``anchors`` are elements by what links call them, ``objects`` what was written of each, by id.
    """
    headings = [element for element in walk(root) if element.kind in _HEADINGS]
    entries = list(_outline(pdf))
    targets = headings if len(headings) == len(entries) else [root] * len(entries)
    for entry, target in zip(entries, targets, strict=True):
        place = entry.pop("Dest")
        entry["A"] = _go(place, objects[id(target)], list(place)[1:])
    written = {name.encode(): objects.get(id(element)) for name, element in anchors.items()}
    places = _named_places(pdf)
    for area in _areas(root):
        if "Dest" in area:
            name = area.pop("Dest")
            target = written.get(name.string.encode()) or objects[id(root)]
            area["A"] = _go(name, target, list(places[name.data])[1:])


def _areas(root: StructureElement) -> Iterator[Any]:
    """Yield each link's areas."""
    for element in walk(root):
        for kid in element.kids:
            if isinstance(kid, Annotation):
                yield kid.area


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
