"""The outline: a document is a flat run of units in its markup, which does not nest sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from wikibrief.markup.units import TitleLine, Unit
from wikibrief.model.document import Block, Document, Heading, Infobox, Section

__all__ = ["assemble", "flatten"]


def flatten(document: Document, *, titled: bool) -> tuple[Unit, ...]:
    """All units of a document in the order of its markup; ``titled``: the title line as well."""
    return tuple(_units(document, titled=titled))


def _units(document: Document, *, titled: bool) -> Iterator[Unit]:
    if titled and document.title is not None:
        yield TitleLine(document.title)
    yield from document.preamble
    if document.infobox is not None:
        yield document.infobox
    yield from document.lead
    stack = list(reversed(document.sections))
    while stack:
        section = stack.pop()
        yield Heading(section.level, section.heading)
        yield from section.blocks
        stack.extend(reversed(section.sections))


def assemble(units: Iterable[Unit], *, title: str | None = None) -> Document:
    """The document that a run of units makes; the reverse of ``flatten``."""
    preamble: list[Block] = []
    blocks: list[Block] = []
    infobox: Infobox | None = None
    outline: list[tuple[Heading, list[Block]]] = []
    for unit in units:
        match unit:
            case TitleLine():
                title = unit.text
            case Infobox():
                infobox, preamble[:] = unit, blocks
                blocks.clear()
            case Heading():
                outline.append((unit, []))
            case _:
                (outline[-1][1] if outline else blocks).append(cast("Block", unit))
    return Document(
        title=title,
        preamble=tuple(preamble),
        infobox=infobox,
        lead=tuple(blocks),
        sections=_nest(outline),
    )


def _nest(outline: Sequence[tuple[Heading, list[Block]]]) -> tuple[Section, ...]:
    """Nest a flat run of sections by level, from the last to the first.

    ``waiting`` holds those that no parent has taken yet; its last one comes first in the text.
    """
    waiting: list[tuple[int, Section]] = []
    for heading, blocks in reversed(outline):
        inner = []
        while waiting and waiting[-1][0] > heading.level:
            inner.append(waiting.pop()[1])
        section = Section(heading.text, heading.level, tuple(blocks), tuple(inner))
        waiting.append((heading.level, section))
    return tuple(section for _, section in reversed(waiting))
