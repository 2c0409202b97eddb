"""Tables of too many columns for any page, as a paragraph for each row.

Where a column has room for a letter or two, nobody can read a table. Then each row is a paragraph:
its cells one after the other, each with the name of its column, if the table has a head.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from wikibrief.page.tree import add_class, text_of
from wikibrief.wiki.tags import Is, tags_with

__all__ = ["unfold"]

_BLOCKS = tags_with(Is.BLOCK | Is.PART)
_KEPT = ("id", "class", "lang", "dir", "title")
"""Attributes that a cell has for readers, wherever it is."""


def unfold(table: Element) -> None:
    """Make paragraphs of the rows of a table; tables in it stay as they are."""
    head = table.find("thead")
    names = [text_of(cell).strip() for cell in head[-1]] if head is not None and len(head) else []
    is_even = not any("colspan" in cell.attrib for cell in (head[-1] if names and head else ()))
    for part in list(table):
        if part.tag in {"colgroup", "col"}:
            table.remove(part)
        elif part.tag in {"thead", "tbody", "tfoot"}:
            for row in part:
                _unfold_row(row, names if is_even and part.tag == "tbody" else ())
            _turn_into(part, "div")
        elif part.tag == "tr":
            _unfold_row(part, ())
        elif part.tag == "caption":
            _turn_into(part, "div")
            add_class(part, "page-unfolded-title")
    _turn_into(table, "div")
    add_class(table, "page-unfolded")


def _unfold_row(row: Element, names: Sequence[str]) -> None:
    _turn_into(row, "div")
    add_class(row, "page-unfolded-row")
    are_alike = len(names) == len(row)
    for index, cell in enumerate(row):
        is_head = cell.tag == "th"
        holds_blocks = any(each.tag in _BLOCKS for each in cell.iter() if each is not cell)
        _turn_into(cell, "div" if holds_blocks else "b" if is_head else "span")
        add_class(cell, "page-unfolded-cell")
        cell.tail = " "
        if are_alike and names[index] and not is_head:
            name = Element("i")
            name.text, name.tail, cell.text = f"{names[index]}:", f" {cell.text or ''}", None
            cell.insert(0, name)


def _turn_into(element: Element, tag: str) -> None:
    """Make another element of one: what it says for its place in a table goes."""
    element.tag = tag
    for name in [name for name in element.attrib if name not in _KEPT]:
        del element.attrib[name]
