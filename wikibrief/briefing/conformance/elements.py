"""Elements: the structure tree of a PDF, before it is PDF objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

__all__ = ["Annotation", "Kid", "MarkedContent", "StructureElement", "is_element", "walk"]


class MarkedContent(NamedTuple):
    """A piece of what is painted on a page, by its number there (``MCID``)."""

    page: int
    number: int


class Annotation(NamedTuple):
    """The area of a link on a page; ``area`` is its PDF dictionary."""

    page: int
    area: Any


@dataclass(slots=True, eq=False)
class StructureElement:
    """An element: ``kind`` is the name of its type in PDF 1.7."""

    kind: str
    language: str | None = None
    kids: list[Kid] = field(default_factory=list)
    page: int | None = None
    """The page on which it begins."""
    alternative: str | None = None
    """What it says to those who do not see it (``Alt``)."""
    spoken: str | None = None
    """The text that its glyphs mean (``ActualText``)."""
    box: tuple[float, float, float, float] | None = None
    """Where a figure is on its page: left, bottom, right, top, in points."""
    columns: int = 1
    rows: int = 1
    scope: str | None = None
    """``Row`` or ``Column``: whose header a header cell is."""
    headers: list[StructureElement] = field(default_factory=list)
    """The header cells of a cell."""
    name: str | None = None
    """Its identifier, where cells refer to it."""
    numbering: str | None = None
    """How the items of a list are counted."""

    def wrap(self, kind: str, kids: list[Kid]) -> StructureElement:
        """Return a new element with kids of this one."""
        return StructureElement(kind, self.language, kids, self.page)


Kid: TypeAlias = StructureElement | MarkedContent | Annotation


def is_element(kid: Kid, *kinds: str) -> bool:
    """Return whether ``kid`` is an element, of one of these kinds if any are named."""
    return isinstance(kid, StructureElement) and (not kinds or kid.kind in kinds)


def walk(root: StructureElement) -> Iterator[StructureElement]:
    """Yield ``root`` and all elements below it, in reading order. Their kids may be changed."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += [kid for kid in reversed(element.kids) if isinstance(kid, StructureElement)]
