"""Fitting: a document with the same meaning as a dialect can hold it, or why it cannot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from wikibrief.markup.dialects import (
    PLAIN_INFOBOX,
    Dialect,
    is_infobox,
    parameter_from_plain,
    parameter_to_plain,
)
from wikibrief.markup.spacing import opening_of, with_shown_gaps
from wikibrief.markup.units import Content, assemble, flatten, without_strays
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
    Document,
    Element,
    Figure,
    Gallery,
    GalleryImage,
    Gap,
    Heading,
    Infobox,
    LanguageLink,
    ListItem,
    OrderedList,
    Preformatted,
    Raw,
    References,
    Row,
    Section,
    Table,
    Transclusion,
)
from wikibrief.problems import Problem, ProblemError, error
from wikibrief.wiki.scanner import TRIMMED, scan

__all__ = ["fit"]

_Lists = BulletList | OrderedList | DefinitionList


def fit(document: Document, dialect: Dialect) -> Document:
    """The document as the dialect can hold it with the same meaning.

    White space at the ends of texts goes, where the wiki trims it; a bare ``|`` in an argument
    becomes ``{{!}}``, a heading at the top its section; in mediawiki the first infobox before the
    headings is the document's. Raises ProblemError for what the plain dialect cannot say.
    """
    if document.infobox is None and dialect == "mediawiki":
        document = _with_first_infobox(document)
    infobox, lead = document.infobox, document.lead
    if infobox is not None:
        if dialect == "plain" and lead and isinstance(lead[0], Gap):
            lead = lead[1:]  # its infobox is made of lines, which a blank one ends
        if dialect == "plain" and (problems := _not_plain(infobox)):
            raise ProblemError(problems)
        fit_arguments = _plain_arguments if dialect == "plain" else _mediawiki_arguments
        arguments = tuple(fit_arguments(without_strays(infobox.arguments)))
        infobox = Infobox(infobox.name.strip(TRIMMED), arguments)
    fitted = replace(
        document,
        title=None if document.title is None else document.title.strip(" \t\n"),
        preamble=_fit_blocks(document.preamble) if infobox else (),
        infobox=infobox,
        lead=_fit_blocks(lead if infobox else (*document.preamble, *lead)),
        sections=tuple(map(_fit_section, document.sections)),
    )
    if any(isinstance(block, Heading) for block in fitted.preamble):
        return fitted  # no section can precede an infobox
    units = with_shown_gaps(flatten(fitted, titled=False))
    return replace(assemble(units, title=fitted.title), language=fitted.language)


def _with_first_infobox(document: Document) -> Document:
    """The document with the first transclusion in its lead that the reader takes for its infobox.

    In the plain dialect ``{{Infobox …}}`` is a transclusion like others.
    """
    blocks = (*document.preamble, *document.lead)
    for at, block in enumerate(blocks):
        if isinstance(block, Heading):
            break
        if isinstance(block, Transclusion) and is_infobox(block.name):
            infobox = Infobox(block.name, block.arguments)
            return replace(document, preamble=blocks[:at], infobox=infobox, lead=blocks[at + 1 :])
    return document


def _fit_section(section: Section) -> Section:
    return Section(
        section.heading.strip(" \t\n"),
        section.level,
        _fit_blocks(section.blocks),
        tuple(map(_fit_section, section.sections)),
    )


def _fit_blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(map(_fit_block, blocks))


def _fit_inner(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks in a cell, below the text of its line."""
    return with_shown_gaps(_fit_blocks(blocks), Content(""))


def _fit_block(block: Block) -> Block:  # noqa: C901, PLR0912  one case for each kind
    match block:
        case str():
            return block.strip("\n").rstrip(" \t\n")
        case Raw():
            return Raw(block.text.strip("\n").rstrip(" \t\n"))
        case BulletList() | OrderedList() | DefinitionList():
            return _fit_list(block)
        case Table():
            caption = block.caption and _fit_cell(block.caption)
            rows = tuple(map(_fit_row, block.rows))
            return Table(block.indent, _trim(block.attributes), caption, rows)
        case Transclusion():
            return Transclusion(
                block.name.strip(TRIMMED), tuple(_mediawiki_arguments(block.arguments))
            )
        case Figure():
            options = tuple(option.strip(TRIMMED) for option in block.options)
            caption_text = block.caption and block.caption.strip(TRIMMED)
            return replace(
                block, file=block.file.strip(TRIMMED), options=options, caption=caption_text
            )
        case LanguageLink():
            return LanguageLink(block.language.strip(TRIMMED), block.page.strip(TRIMMED))
        case Gallery():
            images = tuple(map(_fit_image, block.images))
            return Gallery(_trim(block.attributes), images)
        case References():
            refs = tuple(ref.strip(TRIMMED) for ref in block.refs)
            return References(_trim(block.attributes), refs)
        case Element():
            text = None if block.text is None else block.text.strip(" \t")
            opening = opening_of(block.tag, text)
            blocks = with_shown_gaps(_fit_blocks(block.blocks), opening)
            return Element(block.tag, _trim(block.attributes), text, blocks)
        case Category():
            return replace(block, name=block.name.strip(TRIMMED))
        case Heading():
            return Heading(block.level, block.text.strip(" \t\n"))
        case Comment():
            return Comment(block.text.strip(" \t\n"))
        case Preformatted(tag=None):
            return replace(block, text=block.text.rstrip(" \t\n"))
        case Preformatted():
            return replace(block, attributes=_trim(block.attributes))
    return block


def _fit_image(image: GalleryImage) -> GalleryImage:
    options = tuple(option.strip(TRIMMED) for option in image.options)
    caption = image.caption and image.caption.strip(TRIMMED)
    return replace(image, file=image.file.strip(TRIMMED), options=options, caption=caption)


def _fit_list(block: _Lists) -> _Lists:
    if isinstance(block, DefinitionList):
        return DefinitionList(
            tuple(
                Definition(
                    _line(item.term),
                    _line(item.definition),
                    _fit_lists(item.lists),
                    _fit_lists(item.term_lists),
                )
                for item in block.items
            )
        )
    items = tuple(ListItem(_line(item.text), _fit_lists(item.lists)) for item in block.items)
    return BulletList(items) if isinstance(block, BulletList) else OrderedList(items)


def _fit_lists(lists: tuple[_Lists, ...]) -> tuple[_Lists, ...]:
    return tuple(map(_fit_list, lists))


def _fit_row(row: Row) -> Row:
    cells = tuple(map(_fit_cell, row.cells))
    blocks = with_shown_gaps(_fit_blocks(row.blocks))
    return Row(_trim(row.attributes), blocks, cells, row.caption and _fit_cell(row.caption))


_CellOrCaption = TypeVar("_CellOrCaption", Cell, Caption)


def _fit_cell(cell: _CellOrCaption) -> _CellOrCaption:
    blocks = _fit_inner(cell.blocks)
    attributes = None if cell.attributes is None else _trim(cell.attributes)
    if isinstance(cell, Cell):
        if cell.header is not None:
            return Cell(None, _trim(cell.header), attributes, blocks)
        return Cell(_trim(cell.text or ""), None, attributes, blocks)
    return Caption(_trim(cell.text), attributes, blocks)


def _trim(text: str) -> str:
    return text.strip(" \t").strip("\n").strip(" \t")


def _line(text: str | None) -> str | None:
    return None if text is None else text.strip(TRIMMED)


def _plain_arguments(arguments: Sequence[Argument]) -> Iterator[Argument]:
    for argument in arguments:
        name = argument.name
        yield Argument(name and name.strip(TRIMMED), argument.value.strip(TRIMMED))


def _mediawiki_arguments(arguments: Sequence[Argument]) -> Iterator[Argument]:
    """Escaped as wiki editors do it.

    A positional argument with a ``=`` is named by its number; not where others follow, whose
    numbers that would change.
    """
    last = sum(argument.name is None for argument in arguments)
    number = 0
    for argument in arguments:
        value = _outside_constructs(argument.value, lambda text: text.replace("|", "{{!}}"))
        if argument.name is not None:
            name = _outside_constructs(argument.name, _escape_name)
            yield Argument(name.strip(TRIMMED), value.strip(TRIMMED))
            continue
        number += 1
        escaped = _outside_constructs(value, lambda text: text.replace("=", "{{=}}"))
        if escaped == value or number < last:
            yield Argument(None, escaped)
        else:
            yield Argument(str(number), value.strip(TRIMMED))


def _escape_name(name: str) -> str:
    return name.replace("|", "{{!}}").replace("=", "{{=}}")


def _outside_constructs(value: str, change: Callable[[str], str]) -> str:
    """The value with ``change`` made outside links, transclusions, tags and comments."""
    if change(value) == value:
        return value
    parts: list[str] = []
    position = 0
    for construct in scan(value).constructs:
        parts += (change(value[position : construct.start]), value[construct.start : construct.end])
        position = construct.end
    return "".join([*parts, change(value[position:])])


_PLAIN_NAME = re.compile(r"[^:\n]*")


def _not_plain(infobox: Infobox) -> list[Problem]:
    """Why the plain dialect cannot hold an infobox; empty when it can."""
    problems = []
    if infobox.name != PLAIN_INFOBOX:
        message = f"the plain dialect's infobox is `{PLAIN_INFOBOX}`, this one is `{infobox.name}`"
        problems.append(error(message, hint="write it in the mediawiki dialect"))
    for argument in infobox.arguments:
        label = f"`{argument.name or argument.value}`"
        if "\n" in argument.value.strip(TRIMMED):
            message = f"the plain dialect holds values of one line, {label} has several"
            problems.append(error(message, hint="put `<br>` between its lines"))
        if argument.name is None:
            if ":" in argument.value:
                problems.append(error(f"in the plain dialect {label} would be a key and its value"))
        elif not _PLAIN_NAME.fullmatch(argument.name):
            problems.append(error(f"{label} cannot be a key of the plain dialect"))
        elif parameter_from_plain(parameter_to_plain(argument.name)) != argument.name:
            lowered = argument.name.lower()
            message = f"the plain dialect would read {label} as `{lowered}`"
            problems.append(error(message, hint=f"call it `{lowered}`"))
    if not infobox.arguments:
        problems.append(error("the plain dialect cannot hold an infobox without arguments"))
    return problems
