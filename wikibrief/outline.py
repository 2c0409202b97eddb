"""The outline: a document as the flat run of units that its markup is.

Wikitext does not nest sections: it is a run of headings and blocks. ``flatten`` gives a document as
that run and ``assemble`` makes the document of one; reader and selective writer both work on units.
A unit may itself be made of units (``parts_of``): an infobox of its name and arguments, an argument
of its key and content. What is equal is copied and what differs is written anew, level by level.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from wikibrief.document import Argument, Block, Document, Raw, Section, Transclusion

__all__ = [
    "Content",
    "Heading",
    "Key",
    "Leaf",
    "Name",
    "Piece",
    "Title",
    "Unit",
    "assemble",
    "flatten",
    "parts_of",
    "shell_of",
]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text inside a unit; its class says of what it is the text."""

    text: str


class Content(Leaf):
    """The value of an argument, or the text of a heading."""

    __slots__ = ()


class Key(Leaf):
    """The name of an argument."""

    __slots__ = ()


class Name(Leaf):
    """The name of a transclusion."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Title:
    """The title line of the plain dialect."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The line that begins a section."""

    level: int
    text: str


Unit = Title | Heading | Transclusion | Argument | Leaf | Raw | str
"""What a piece of source stands for; the document's infobox is its one ``Transclusion``."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of source and the unit it stands for: the source map.

    ``start`` and ``end`` are offsets in the source's normalised text (see ``source``). What stands
    between pieces (and before the first and after the last part of one) is markup and white space.
    """

    unit: Unit
    start: int
    end: int
    parts: tuple[Piece, ...] = ()


def flatten(document: Document, *, titled: bool) -> tuple[Unit, ...]:
    """All units of a document in the order of its markup; ``titled``: the title line as well."""
    return tuple(_units(document, titled=titled))


def _units(document: Document, *, titled: bool) -> Iterator[Unit]:
    if titled and document.title is not None:
        yield Title(document.title)
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
    infobox: Transclusion | None = None
    outline: list[tuple[Heading, list[Block]]] = []
    for unit in units:
        match unit:
            case Title():
                title = unit.text
            case Transclusion():
                infobox, preamble[:] = unit, blocks
                blocks.clear()
            case Heading():
                outline.append((unit, []))
            case str() | Raw():
                (outline[-1][1] if outline else blocks).append(unit)
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


def parts_of(unit: Unit) -> tuple[Unit, ...]:
    """The units that a unit is made of; none for a text."""
    match unit:
        case Title() | Heading():
            return (Content(unit.text),)
        case Transclusion():
            return (Name(unit.name), *unit.arguments)
        case Argument(name=str(name)):
            return (Key(name), Content(unit.value))
    return ()


def shell_of(unit: Unit) -> object:
    """What two units must have in common for one to be written over the other part by part."""
    match unit:
        case Heading():
            return Heading, unit.level
        case Argument():
            return Argument, unit.name is None
    return type(unit)
