"""Rows: wiki templates without a layout that follow one another, as rows of tables often do.

In one paragraph they would be a grey page. So each begins a line, and what they are all called is
said once.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from wikibrief.page.tree import add_class, drop_child, has_class, text_of

__all__ = ["mark_rows"]

_LEAST = 3


def mark_rows(page: Element) -> None:
    """Find what is in rows, and give it the class that the style sheet knows."""
    for parent in page.iter():
        run: list[Element] = []
        for child in parent:
            if has_class(child, "transclusion"):
                run.append(child)
                if not (child.tail or "").strip():
                    continue
            _mark(run)
            run = []
        _mark(run)


def _mark(run: list[Element]) -> None:
    if len(run) < _LEAST:
        return
    last = ""
    for row in run:
        add_class(row, "page-row")
        name = text_of(row[0])
        if name == last and len(row) > 1:
            drop_child(row, 0)
        last = name
