"""Fitting blocks: each in a form that markup can hold, with the same meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from wikibrief.markup.fitting.arguments import fit_mediawiki_arguments
from wikibrief.markup.reader.lines import Lines
from wikibrief.markup.reader.media import split_at_bars, split_options
from wikibrief.markup.reader.reading import read_blocks
from wikibrief.markup.spacing import opening_of, with_shown_gaps
from wikibrief.markup.trimming import trim
from wikibrief.markup.units import Content, content_of
from wikibrief.model.document import (
    MOST_BLANK_LINES,
    ON_ONE_LINE,
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
    Gap,
    Heading,
    LanguageLink,
    ListItem,
    OrderedList,
    Preformatted,
    Raw,
    Redirect,
    References,
    Row,
    Table,
    Transclusion,
)
from wikibrief.wiki.magicwords import is_image_option
from wikibrief.wiki.namespaces import Namespace, prefix_at
from wikibrief.wiki.scanner import scan

__all__ = ["fit_blocks"]

_Lists = BulletList | OrderedList | DefinitionList
_Item = TypeVar("_Item", ListItem, Definition)
_CellOrCaption = TypeVar("_CellOrCaption", Cell, Caption)
_Image = TypeVar("_Image", Figure, GalleryImage)
_BLANK_LINE = re.compile(r"\n[ \t]*(?=\n)")


def fit_blocks(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks as markup can hold them.

    Empty ones go, and a paragraph with a blank line in it is two.
    """
    return tuple(fitted for block in blocks for fitted in _fit_block(block))


def _fit_block(block: Block) -> Iterator[Block]:
    match block:
        case str():
            yield from _fit_paragraph(block)
        case Raw():
            if text := _strip_lines(block.text):
                yield Raw(text)
        case BulletList() | OrderedList() | DefinitionList():
            if (fitted := _fit_list(block)).items:
                yield fitted
        case _:
            yield _fit_other(block)


def _fit_paragraph(text: str) -> Iterator[Block]:
    """The paragraphs of a text, or the block that it is for the wiki: ``{{…}}`` is no paragraph."""
    for part in _split_outside(text, _BLANK_LINE) if "\n" in text else [text]:
        paragraph = _strip_lines(part)
        if _may_be_calls(paragraph):
            blocks = read_blocks(paragraph)
            is_read = len(blocks) == 1 or all(isinstance(each, _IN_LINES) for each in blocks)
            yield from blocks if is_read else [paragraph]
        elif paragraph:
            yield paragraph


_IN_LINES = (str, Transclusion, Gap)


def _may_be_calls(paragraph: str) -> bool:
    """Whether a link or transclusion may be all of a paragraph, or a transclusion lines of it."""
    if paragraph.startswith(("{{", "[[")) and paragraph.endswith(("}}", "]]")):
        return True
    begins = paragraph.startswith("{{") or "\n{{" in paragraph
    return begins and (paragraph.endswith("}}") or "}}\n" in paragraph)


def _fit_other(block: Block) -> Block:  # noqa: C901, PLR0912  one case for each kind
    match block:
        case Table():
            caption = block.caption and _fit_cell(block.caption)
            rows = tuple(map(_fit_row, block.rows))
            return Table(block.indent, _trim(block.attributes), caption, rows)
        case Transclusion():
            arguments = tuple(fit_mediawiki_arguments(block.arguments))
            return Transclusion(trim(block.name), arguments)
        case Figure():
            return _fit_image(block)
        case Redirect():
            return Redirect(trim(block.target), block.word)
        case LanguageLink():
            return LanguageLink(trim(block.language), trim(block.page))
        case Gallery():
            return Gallery(_trim(block.attributes), tuple(map(_fit_image, block.images)))
        case References():
            return References(_trim(block.attributes), tuple(map(trim, block.refs)))
        case Element():
            text = None if block.text is None else block.text.strip(" \t")
            opening = opening_of(block.tag, text)
            blocks = with_shown_gaps(fit_blocks(block.blocks), opening)
            return Element(block.tag, _trim(block.attributes), text, blocks)
        case Category():
            namespace = _fit_namespace(block.namespace, Namespace.CATEGORY)
            return replace(block, name=trim(block.name), namespace=namespace)
        case Gap():
            return Gap(min(max(block.lines, ON_ONE_LINE), MOST_BLANK_LINES))
        case Heading():
            return Heading(block.level, block.text.strip(" \t\n"))
        case Comment():
            return Comment(block.text.strip(" \t\n"))
        case Preformatted(tag=None):
            return replace(block, text=block.text.rstrip(" \t\n"))
        case Preformatted():
            return replace(block, attributes=_trim(block.attributes))
    return block


# ------------------------------------------------------------------------------------------ images


def _fit_image(image: _Image) -> _Image:
    """A figure, or a line of a gallery: what comes last is the caption, unless it is an option."""
    split = split_options if isinstance(image, GalleryImage) else split_at_bars
    options = [
        trim(option[start:end])
        for option in image.options
        for start, end in split(option, 0, len(option))
    ]
    caption = None if image.caption is None else trim(image.caption)
    if caption is None and options and not is_image_option(options[-1]):
        caption = options.pop() or None
    while caption is None and options and not options[-1]:
        options.pop()
    namespace = _fit_namespace(image.namespace, Namespace.FILE)
    return replace(
        image, file=trim(image.file), options=tuple(options), caption=caption, namespace=namespace
    )


def _fit_namespace(written: str, namespace: Namespace) -> str:
    """A namespace as the reader names it; the usual name for a word that is no name of it."""
    prefix = prefix_at(f"{written}:")
    is_known = prefix is not None and prefix.namespace is namespace
    return (
        prefix.name if prefix and is_known and prefix.end == len(written) + 1 else namespace.label
    )


# ------------------------------------------------------------------------------------------- lists


def _fit_list(block: _Lists) -> _Lists:
    if isinstance(block, DefinitionList):
        return DefinitionList(tuple(_with_lines(map(_fit_definition, block.items))))
    items = tuple(_with_lines(map(_fit_item, block.items)))
    return BulletList(items) if isinstance(block, BulletList) else OrderedList(items)


def _fit_item(item: ListItem) -> ListItem:
    return ListItem(_line(item.text), _fit_lists(item.lists))


def _fit_definition(item: Definition) -> Definition:
    return Definition(
        _line(item.term),
        _line(item.definition),
        _fit_lists(item.lists),
        _fit_lists(item.term_lists),
    )


def _with_lines(items: Iterable[_Item]) -> Iterator[_Item]:
    """The items without empty ones; one that is nothing but lists has an empty line.

    Without it the lists would be the item's before; only the first one needs none, and what
    follows lists in place of a term.
    """
    is_after_line = False
    for item in items:
        if item == type(item)():
            continue
        is_bare = item == type(item)(lists=item.lists)
        yield _with_empty_line(item) if is_after_line and is_bare else item
        is_after_line = not getattr(item, "term_lists", ())


def _with_empty_line(item: _Item) -> _Item:
    if isinstance(item, ListItem):
        return replace(item, text="")
    return replace(item, definition="")


def _fit_lists(lists: tuple[_Lists, ...]) -> tuple[_Lists, ...]:
    """The lists in an item; those of one kind next to each other are one."""
    fitted: list[_Lists] = []
    for block in filter(lambda each: each.items, map(_fit_list, lists)):
        before = fitted[-1] if fitted else None
        if isinstance(block, BulletList) and isinstance(before, BulletList):
            fitted[-1] = BulletList(before.items + block.items)
        elif isinstance(block, OrderedList) and isinstance(before, OrderedList):
            fitted[-1] = OrderedList(before.items + block.items)
        elif isinstance(block, DefinitionList) and isinstance(before, DefinitionList):
            fitted[-1] = DefinitionList(before.items + block.items)
        else:
            fitted.append(block)
    return tuple(fitted)


# ------------------------------------------------------------------------------------------ tables


def _fit_row(row: Row) -> Row:
    cells = tuple(map(_fit_cell, row.cells))
    blocks = with_shown_gaps(fit_blocks(row.blocks))
    return Row(_trim(row.attributes), blocks, cells, row.caption and _fit_cell(row.caption))


def _fit_cell(cell: _CellOrCaption) -> _CellOrCaption:
    """A cell or caption; what is below the first line of its text are blocks."""
    text, rest = _first_line(_trim(content_of(cell)))
    below: tuple[Block, ...] = read_blocks(rest, Content("")) if rest else ()
    blocks = with_shown_gaps(fit_blocks((*below, *cell.blocks)), Content(""))
    attributes = None if cell.attributes is None else _trim(cell.attributes)
    text = _trim(text)
    if isinstance(cell, Caption):
        return Caption(text, attributes, blocks)
    if cell.header is not None:
        return Cell(None, text, attributes, blocks)
    return Cell(text, None, attributes, blocks)


# ------------------------------------------------------------------------------------------- texts


def _split_outside(text: str, mark: re.Pattern[str]) -> list[str]:
    """A text split at the marks that no construct hides."""
    if not mark.search(text):
        return [text]
    parts: list[str] = []
    begin = position = 0
    hidden = [(construct.start, construct.end) for construct in scan(text).constructs]
    for start, end in [*hidden, (len(text), len(text))]:
        for found in mark.finditer(text, position, start):
            parts.append(text[begin : found.start()])
            begin = found.end()
        position = end
    return [*parts, text[begin:]]


def _first_line(text: str) -> tuple[str, str]:
    """The first line of a text, and the rest, from its line end on.

    A line end that a construct hides does not count, nor one that wikis take out with a category.
    """
    if "\n" not in text:
        return text, ""
    lines = Lines(text, scan(text))
    end = lines.end_with_categories(lines.end(0, len(text)), len(text))
    return text[:end], text[end:]


def _strip_lines(text: str) -> str:
    """A text without blank lines before it and white space after it."""
    return text.strip("\n").rstrip(" \t\n")


def _trim(text: str) -> str:
    return text.strip(" \t").strip("\n").strip(" \t")


def _line(text: str | None) -> str | None:
    return None if text is None else trim(text)
