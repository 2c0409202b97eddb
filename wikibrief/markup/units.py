"""Units: what pieces of source mean, from blocks and headings down to an argument's key.

Reader and selective writer both work on units (``outline`` makes a document of them, and back). A
unit may itself be made of units (``parts_of``): an infobox of its name and arguments, an argument
of its key and content. What is equal is copied; what differs is written anew, level by level.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import cast

from wikibrief.model.document import (
    Argument,
    Block,
    BulletList,
    Caption,
    Category,
    Cell,
    Comment,
    Definition,
    DefinitionList,
    Element,
    Figure,
    Gallery,
    GalleryImage,
    Heading,
    Infobox,
    LanguageLink,
    ListItem,
    OrderedList,
    Preformatted,
    Redirect,
    References,
    Row,
    Table,
    Transclusion,
)
from wikibrief.wiki.scanner import TRIMMED

__all__ = [
    "Attributes",
    "Content",
    "Key",
    "Leaf",
    "ListLine",
    "ListedReference",
    "Name",
    "Piece",
    "RowStart",
    "TableStart",
    "TermLines",
    "TitleLine",
    "Unit",
    "content_of",
    "parts_of",
    "shell_of",
    "table_of",
    "without_strays",
]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A text inside a unit; its class says of what it is the text."""

    text: str


class Content(Leaf):
    """The value of an argument, or the text of a heading."""

    __slots__ = ()


class Attributes(Leaf):
    """HTML attributes, to the letter."""

    __slots__ = ()


class Key(Leaf):
    """The name of an argument."""

    __slots__ = ()


class Name(Leaf):
    """The name of a transclusion."""

    __slots__ = ()


class ListedReference(Leaf):
    """A ``<ref>…</ref>``, or a comment, in a ``<references>``."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class TitleLine:
    """The title line of the plain dialect."""

    text: str


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line of a list; ``definition`` is what follows a colon on the line of a ``;``."""

    prefix: str
    text: str
    definition: str | None = None


@dataclass(frozen=True, slots=True)
class TermLines:
    """Lines of a list that one line of source makes: ``;; a : b`` (see ``terms``)."""

    lines: tuple[ListLine, ...]


@dataclass(frozen=True, slots=True)
class TableStart:
    """The ``{|`` of a table."""

    attributes: str
    indent: int = 0


@dataclass(frozen=True, slots=True)
class RowStart:
    """The ``|-`` of a row; the first row's may be missing in the source."""

    attributes: str


Unit = (
    TitleLine
    | Infobox
    | Argument
    | Leaf
    | ListLine
    | TermLines
    | TableStart
    | RowStart
    | Cell
    | Caption
    | GalleryImage
    | Block
)
"""What a piece of source means."""


class Piece:
    """A stretch of source and the unit that it is: the source map.

    ``start`` and ``end`` are offsets in the source's normalised text (see ``source``). What is
    between pieces (and before the first and after the last part of one) is markup and white space.
    ``parts`` may be given as what makes them: only who writes over a source asks for all of them.
    """

    __slots__ = ("_parts", "end", "start", "unit")

    def __init__(self, unit: Unit, start: int, end: int, parts: Parts = ()) -> None:
        self.unit, self.start, self.end = unit, start, end
        self._parts = parts

    @property
    def parts(self) -> tuple[Piece, ...]:
        """The pieces that this one is made of, in order."""
        if not isinstance(self._parts, tuple):
            self._parts = self._parts()
        return self._parts

    def with_unit(self, unit: Unit) -> Piece:
        """Return the same stretch of source as another unit."""
        return Piece(unit, self.start, self.end, self._parts)


Parts = tuple[Piece, ...] | Callable[[], tuple[Piece, ...]]


def parts_of(unit: Unit) -> tuple[Unit, ...]:  # noqa: C901, PLR0912  one case for each kind
    """The units that a unit is made of; none for a text."""
    match unit:
        case TitleLine() | Heading() | Comment() | Preformatted():
            return (Content(unit.text),)
        case Infobox() | Transclusion():
            return (Name(unit.name), *unit.arguments)
        case Argument(name=str(name)):
            return (Key(name), Content(unit.value))
        case BulletList() | OrderedList() | DefinitionList():
            return tuple(_list_lines(unit))
        case ListLine(definition=None):
            return (Content(unit.text),)
        case ListLine(definition=str(definition)):
            return (Content(unit.text), Content(definition))
        case TermLines():
            return unit.lines
        case Table():
            return tuple(_table_units(unit))
        case TableStart() | RowStart():
            return (Attributes(unit.attributes),)
        case Cell() | Caption():
            return tuple(_cell_units(unit))
        case Element():
            text = () if unit.text is None else (Content(unit.text),)
            return (Attributes(unit.attributes), *text, *unit.blocks)
        case Gallery():
            return (Attributes(unit.attributes), *unit.images)
        case References():
            return (Attributes(unit.attributes), *map(ListedReference, unit.refs))
        case Redirect():
            return (Name(unit.target),)
        case LanguageLink():
            return (Key(unit.language), Name(unit.page))
        case Figure() | GalleryImage():
            caption = () if unit.caption is None else (Content(unit.caption),)
            return (Name(unit.file), *map(Key, unit.options), *caption)
        case Category():
            key = () if unit.sort_key is None else (Content(unit.sort_key),)
            return (Name(unit.name), *key)
    return ()


def without_strays(arguments: Sequence[Argument]) -> tuple[Argument, ...]:
    """The arguments of an infobox without blank positional ones, such as a last ``|`` makes.

    Where another positional argument has text they are kept: it counts them.
    """
    kept = tuple(each for each in arguments if each.name is not None or each.value.strip(TRIMMED))
    return kept if all(each.name is not None for each in kept) else tuple(arguments)


_MARKS = {BulletList: "*", OrderedList: "#", DefinitionList: ":"}


def _list_lines(unit: BulletList | OrderedList | DefinitionList) -> Iterator[ListLine]:
    mark = _MARKS[type(unit)]
    for item in unit.items:
        match item:
            case ListItem(text=str(text)):
                yield ListLine(mark, text)
            case Definition(term=str(term)):
                yield ListLine(";", term, item.definition)
            case Definition(definition=str(definition)):
                yield ListLine(mark, definition)
        if isinstance(item, Definition):
            yield from _inside(";", mark, item.term_lists)
        yield from _inside(mark, mark, item.lists)


def _inside(
    first: str, mark: str, lists: Iterable[BulletList | OrderedList | DefinitionList]
) -> Iterator[ListLine]:
    """The lines of lists in an item; ``first``: the mark that opens it, if no line has."""
    for line in chain.from_iterable(map(_list_lines, lists)):
        yield replace(line, prefix=first + line.prefix)
        first = mark


def _table_units(table: Table) -> Iterator[Unit]:
    yield TableStart(table.attributes, table.indent)
    if table.caption is not None:
        yield table.caption
    for row in table.rows:
        yield RowStart(row.attributes)
        yield from row.blocks
        yield from row.cells
        if row.caption is not None:
            yield row.caption


def table_of(units: Sequence[Unit]) -> Table:
    """The table of a run of units, its start first; the reader knows where a caption may be."""
    start = cast("TableStart", units[0])
    rows: list[tuple[str, list[Block], list[Cell]]] = []
    captions: dict[int, Caption] = {}  # of the rows, from 1; of the table
    for unit in units[1:]:
        match unit:
            case Cell():
                rows[-1][2].append(unit)
            case RowStart():
                rows.append((unit.attributes, [], []))
            case Caption():
                captions[len(rows)] = unit
            case _:
                rows[-1][1].append(cast("Block", unit))
    made = [
        Row(attributes, tuple(blocks), tuple(cells), captions.get(index))
        for index, (attributes, blocks, cells) in enumerate(rows, start=1)
    ]
    return Table(start.indent, start.attributes, captions.get(0), tuple(made))


def _cell_units(cell: Cell | Caption) -> Iterator[Unit]:
    if cell.attributes is not None:
        yield Attributes(cell.attributes)
    yield Content(content_of(cell))
    yield from cell.blocks


def content_of(cell: Cell | Caption) -> str:
    """The text on the line of a cell or caption."""
    header = getattr(cell, "header", None)
    return header if isinstance(header, str) else cell.text or ""


def shell_of(unit: Unit) -> object:  # noqa: C901, PLR0912  one case for each kind
    """What two units must have in common for one to be written over the other part by part."""
    match unit:
        case Heading():
            return Heading, unit.level
        case Infobox():
            return Transclusion
        case Argument():
            return Argument, unit.name is None
        case ListLine():
            return ListLine, unit.prefix, unit.definition is None
        case TermLines():
            return TermLines, *map(shell_of, unit.lines)
        case Cell():
            return Cell, unit.header is None, unit.attributes is None
        case Caption():
            return Caption, unit.attributes is None
        case TableStart():
            return TableStart, unit.indent
        case Preformatted():
            return Preformatted, unit.tag, unit.attributes
        case Element():
            return Element, unit.tag, unit.text is None, not unit.blocks
        case Gallery():
            return Gallery, not unit.images
        case Redirect():
            return Redirect, unit.word
        case References():
            return References, not unit.refs
        case Category():
            return Category, unit.namespace, unit.sort_key is None
        case Figure() | GalleryImage():
            return type(unit), unit.namespace
    return type(unit)
