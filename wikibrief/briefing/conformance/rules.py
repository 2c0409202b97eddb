"""Rules: a structure as it was read → one that the standards accept and readers can use."""

from __future__ import annotations

from itertools import groupby

from wikibrief.briefing.conformance.elements import Kid, StructureElement, is_element, walk
from wikibrief.briefing.conformance.tables import make_grid

__all__ = ["apply_rules"]

_BLOCKS = frozenset("Art BlockQuote Caption Div H1 H2 H3 H4 H5 H6 L P Part Sect Table".split())
_OF_BLOCKS = frozenset({"Art", "BlockQuote", "Div", "Document", "Part", "Sect"})
"""What has paragraphs in it, and no words of its own."""
_STAYING = frozenset({"TD", "TH", "TR"})
"""What keeps its place without anything in it."""


def apply_rules(root: StructureElement) -> None:
    """Change the structure below ``root`` in place."""
    _drop_empty(root)
    for element in list(walk(root)):
        if element.kind not in {"L", "LI"}:
            _gather_items(element)
    for element in list(walk(root)):
        match element.kind:
            case "L":
                _arrange_list(element)
            case "Table":
                make_grid(element)
            case "Link":
                _gather_areas(element)
    for element in list(walk(root)):
        if element.kind in _OF_BLOCKS:
            _make_paragraphs(element)
    _dissolve(root)
    _fix_levels(root)


def _drop_empty(root: StructureElement) -> None:
    """Drop elements in which nothing is painted, rows and cells of tables excepted."""
    for element in reversed(list(walk(root))):
        element.kids = [kid for kid in element.kids if _has_content(kid)]


def _has_content(kid: Kid) -> bool:
    return not isinstance(kid, StructureElement) or bool(kid.kids) or kid.kind in _STAYING


# ------------------------------------------------------------------------------------------- lists


def _gather_items(element: StructureElement) -> None:
    """Give items that no list has a list; terms and descriptions without one are paragraphs."""
    kids: list[Kid] = []
    for is_item, group in groupby(element.kids, lambda kid: is_element(kid, "LI")):
        run = list(group)
        kids += [element.wrap("L", run)] if is_item else run
    for kid in kids:
        if isinstance(kid, StructureElement) and kid.kind in {"Lbl", "LBody"}:
            kid.kind = "Div"
    element.kids = kids


def _arrange_list(element: StructureElement) -> None:
    """Let a list have items and captions only; terms and what is said of them are items."""
    kids: list[Kid] = []
    for kid in _flatten(element.kids):
        if is_element(kid, "LI", "Caption", "L"):
            kids.append(kid)
        elif is_element(kid, "Lbl") or not is_element(kids[-1] if kids else kid, "LI"):
            kids.append(element.wrap("LI", [kid]))
        else:
            item = kids[-1]
            assert isinstance(item, StructureElement)  # noqa: S101  as was just asked
            item.kids.append(kid)
    element.kids = kids
    for kid in kids:
        if isinstance(kid, StructureElement) and kid.kind == "LI":
            _arrange_item(kid)
    if element.numbering in {None, "None"} and any(map(_has_label, kids)):
        element.numbering = "Description"


def _has_label(kid: Kid) -> bool:
    return isinstance(kid, StructureElement) and any(is_element(each, "Lbl") for each in kid.kids)


def _flatten(kids: list[Kid]) -> list[Kid]:
    """Take out the boxes around terms and descriptions (``<dl><div><dt>``)."""
    flat: list[Kid] = []
    for kid in kids:
        if isinstance(kid, StructureElement) and kid.kind == "Div":
            flat += _flatten(kid.kids)
        else:
            flat.append(kid)
    return flat


def _arrange_item(element: StructureElement) -> None:
    """Let an item have labels, then a body."""
    labels = [kid for kid in element.kids if is_element(kid, "Lbl")]
    bodies = [kid for kid in element.kids if is_element(kid, "LBody")]
    rest = [kid for kid in element.kids if not is_element(kid, "Lbl", "LBody")]
    if rest:
        bodies = [element.wrap("LBody", [*bodies, *rest])]
    element.kids = [*labels, *bodies]


# ------------------------------------------------------------------------------------------- links


def _gather_areas(link: StructureElement) -> None:
    """Move the areas of a link from the elements in it to the link itself."""
    for inner in list(walk(link))[1:]:
        areas = [kid for kid in inner.kids if _is_area(kid)]
        if areas and inner.kind != "Link":
            inner.kids = [kid for kid in inner.kids if not _is_area(kid)]
            link.kids += areas


def _is_area(kid: Kid) -> bool:
    return hasattr(kid, "area")


# -------------------------------------------------------------------------------------- paragraphs


def _make_paragraphs(element: StructureElement) -> None:
    """Make paragraphs of the words that are next to blocks."""
    kids: list[Kid] = []
    for is_block, group in groupby(element.kids, lambda kid: is_element(kid, *_BLOCKS)):
        run = list(group)
        kids += run if is_block else [element.wrap("P", run)]
    element.kids = kids


def _dissolve(root: StructureElement) -> None:
    """Put the kids of an element that says nothing (``Div``) in its place."""
    for element in reversed(list(walk(root))):
        kids: list[Kid] = []
        for kid in element.kids:
            if isinstance(kid, StructureElement) and kid.kind == "Div":
                kids += kid.kids
            else:
                kids.append(kid)
        element.kids = kids


# ---------------------------------------------------------------------------------------- headings


def _fix_levels(root: StructureElement) -> None:
    """Let no heading skip a level, and the first be of the first."""
    last = 0
    for element in walk(root):
        if element.kind in _LEVELS:
            last = min(_LEVELS[element.kind], last + 1)
            element.kind = f"H{last}"


_LEVELS = {f"H{level}": level for level in range(1, 7)}
