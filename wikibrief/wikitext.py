"""The full writer: units of a document → wikitext in one form, the canonical one.

What each unit looks like is a macro in ``templates/wikitext/``; what stands *between* units is
decided here, because the laws of the round trip hang on it. The selective writer (``roundtrip``)
copies what has not changed and asks this one for the rest; nothing is believed until it has been
read back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from wikibrief.dialects import (
    PLAIN_INFOBOX,
    Dialect,
    detect,
    parameter_from_plain,
    parameter_to_plain,
)
from wikibrief.document import (
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
    Infobox,
    LanguageLink,
    ListItem,
    OrderedList,
    Preformatted,
    Raw,
    References,
    Row,
    Section,
    Switch,
    Table,
    Transclusion,
)
from wikibrief.outline import (
    Attributes,
    Heading,
    Key,
    Leaf,
    ListLine,
    Ref,
    RowStart,
    TableStart,
    Title,
    Unit,
    assemble,
    content_of,
    flatten,
    parts_of,
    without_strays,
)
from wikibrief.problems import Problem, ProblemError, error
from wikibrief.scanner import TRIMMED, line_kind, scan
from wikibrief.templating import Templates

__all__ = ["Writer", "fit"]

_BLOCKS = "wikitext/blocks.wikitext.j2"
_LONGEST_LINE = 80
_Lists = BulletList | OrderedList | DefinitionList


class Writer:
    """Writes units in one dialect, with the given templates."""

    def __init__(self, dialect: Dialect, templates: Templates) -> None:
        self.dialect = dialect
        self._templates = templates
        self._head = f"wikitext/{dialect}.wikitext.j2"
        templates.register("plain_name", parameter_to_plain)

    def document(self, units: Sequence[Unit]) -> str:
        """All units as one text; a blank first line where it would seem something else."""
        if not units:
            return ""
        text = self._joined(units) + "\n"
        is_clear = detect(text) == self.dialect and not text.startswith("\ufeff")
        return text if is_clear else "\n" + text

    def _joined(self, units: Sequence[Unit]) -> str:
        parts = [self.unit(unit) for unit in units[:1]]
        for before, after in pairwise(units):
            parts += (self.separator(before, after), self.unit(after))
        return "".join(parts)

    def unit(self, unit: Unit) -> str:  # noqa: C901, PLR0912  one line for each kind
        """One unit, without what stands around it."""
        match unit:
            case str():
                return self._block("paragraph", unit)
            case Leaf():
                is_plain_key = isinstance(unit, Key) and self.dialect == "plain"
                return parameter_to_plain(unit.text) if is_plain_key else unit.text
            case Heading():
                return self._block("heading", unit.level, unit.text)
            case ListLine():
                return self._block("list_line", unit)
            case TableStart():
                return self._block("table_start", unit)
            case RowStart():
                return self._block("row_start", unit)
            case BulletList() | OrderedList() | DefinitionList() | Cell() | Caption():
                return self._joined(parts_of(unit))
            case Table():
                return self._joined(parts_of(unit)) + "\n|}"
            case Transclusion():
                return self._block("transclusion", unit.name, unit.arguments, _is_short(unit))
            case Gap():
                return "\n" * unit.lines
            case Element():
                inside = self._joined(unit.blocks) if unit.blocks else ""
                return self._block("element", unit, inside)
            case GalleryImage():
                return self._block("gallery_image", unit)
            case Gallery():
                return self._block("gallery", unit, [self.unit(image) for image in unit.images])
            case Title():
                return self._templates.call(self._head, "title", unit.text)
            case Infobox():
                return self._templates.call(self._head, "infobox", unit.name, unit.arguments)
            case Argument():
                return self._argument(unit)
        return self._block(unit.kind, unit)

    def _block(self, macro: str, *values: object) -> str:
        return self._templates.call(_BLOCKS, macro, *values)

    def _argument(self, argument: Argument) -> str:
        if argument.name is None:
            return argument.value
        sign = " = " if self.dialect == "mediawiki" else ": "
        return f"{self.unit(Key(argument.name))}{sign}{argument.value}"

    def separator(self, before: Unit, after: Unit) -> str:
        """What stands between two neighbours in the canonical form."""
        match after:
            case Argument():
                return self._argument_separator(before, after)
            case Cell():
                mark = "\n|" if after.header is None else "\n!"
                return mark if _is_empty(after) else f"{mark} "
            case Caption():
                return "\n|+" if _is_empty(after) else "\n|+ "
            case ListLine() | RowStart():
                return "\n"
            case Ref() | GalleryImage():
                return ">\n" if isinstance(before, Attributes) else "\n"
            case Gap():
                return "\n"
            case Leaf():
                return " | " if isinstance(before, Attributes) else "|"
        return self._block_separator(before, after)

    def _block_separator(self, before: Unit, after: Unit) -> str:
        match before:
            case Attributes():
                return ">\n"
            case Leaf() | RowStart() | Gap():
                return "\n"
            case Heading() if not isinstance(after, Heading):
                return "\n"
            case Category() | Infobox() | LanguageLink() | Transclusion() if isinstance(after, str):
                return "\n\n"
            case Infobox() if self.dialect == "plain":
                return "\n\n"
        return "\n" if _stands_on_a_line(before) and _may_follow_directly(after) else "\n\n"

    def _argument_separator(self, before: Unit, after: Argument) -> str:
        if self.dialect == "plain" and not isinstance(before, Transclusion):
            return "\n- "
        if isinstance(before, Argument) and before.name is None:
            return "|"  # white space would become part of it
        return "\n|" if after.name is None else "\n| "

    def fits(self, gap: str, before: Unit, after: Unit) -> bool:
        """Whether what stands between two units elsewhere in a source can stand between these."""
        canonical = self.separator(before, after)
        match after:
            case Argument():
                return _fits_argument(gap, canonical, before, after)
            case Cell():
                return _fits_cell(gap, before, after)
            case Leaf():
                return gap.strip() == canonical.strip()
            case Caption():
                return gap == canonical
        is_alike = gap.strip() == canonical.strip()
        return is_alike and gap.count("\n") == canonical.count("\n")


def _fits_argument(gap: str, canonical: str, before: Unit, after: Argument) -> bool:
    mark = canonical.strip()
    if gap.strip() != mark or (mark == "-" and not gap.startswith("\n")):
        return False
    is_exact = mark == "|" and (
        after.name is None or (isinstance(before, Argument) and before.name is None)
    )
    return not is_exact or gap == canonical


def _fits_cell(gap: str, before: Unit, after: Cell) -> bool:
    mark = gap.strip()
    is_header = after.header is not None
    if not gap.endswith(" ") and not _is_empty(after):
        return False
    if "\n" in gap:
        return mark == ("!" if is_header else "|")
    if not isinstance(before, Cell) or before.blocks or is_header != (before.header is not None):
        return False
    return mark == "||" or (mark == "!!" and is_header)


def _is_empty(cell: Cell | Caption) -> bool:
    return cell.attributes is None and not content_of(cell)


def _is_short(unit: Transclusion) -> bool:
    size = len(unit.name) + sum(
        len(argument.name or "") + len(argument.value) + 2 for argument in unit.arguments
    )
    has_lines = any("\n" in argument.value for argument in unit.arguments)
    named = sum(argument.name is not None for argument in unit.arguments)
    return not has_lines and (size <= _LONGEST_LINE or not named)


_LINES = (Category, Comment, Figure, Infobox, LanguageLink, Switch, Transclusion)


def _stands_on_a_line(unit: Unit) -> bool:
    """Whether the next block may follow on the next line: hatnotes, comments, categories."""
    if isinstance(unit, Raw):
        return line_kind(unit.text, 0) in {"transclusion", "comment", "page"}
    return isinstance(unit, _LINES)


def _may_follow_directly(unit: Unit) -> bool:
    return isinstance(unit, str) or _stands_on_a_line(unit)


# -------------------------------------------------------------------------- what a dialect can hold


def fit(document: Document, dialect: Dialect) -> Document:
    """The document as the dialect can hold it with the same meaning.

    White space at the ends of texts goes, where the wiki trims it; a bare ``|`` in an argument
    becomes ``{{!}}``. Raises ProblemError for what the plain dialect cannot say.
    """
    infobox = document.infobox
    if infobox is not None:
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
        lead=_fit_blocks(document.lead if infobox else (*document.preamble, *document.lead)),
        sections=tuple(map(_fit_section, document.sections)),
    )
    return _without_outer_gaps(fitted)


def _without_outer_gaps(document: Document) -> Document:
    """The document without blank lines at its ends, which no wiki shows."""
    units = flatten(document, titled=False)
    if not units or not (isinstance(units[0], Gap) or isinstance(units[-1], Gap)):
        return document
    inner = assemble(_strip_gaps(units), title=document.title)
    return replace(inner, language=document.language)


_Kind = TypeVar("_Kind")


def _strip_gaps(units: Sequence[_Kind]) -> tuple[_Kind, ...]:
    start, end = 0, len(units)
    while start < end and isinstance(units[start], Gap):
        start += 1
    while end > start and isinstance(units[end - 1], Gap):
        end -= 1
    return tuple(units[start:end])


def _fit_section(section: Section) -> Section:
    return Section(
        section.heading.strip(" \t\n"),
        section.level,
        _fit_blocks(section.blocks),
        tuple(map(_fit_section, section.sections)),
    )


def _fit_blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks as they can be held; gaps that have come to stand together are one."""
    fitted: list[Block] = []
    for block in map(_fit_block, blocks):
        last = fitted[-1] if fitted else None
        if isinstance(block, Gap) and isinstance(last, Gap):
            fitted[-1] = Gap(max(block.lines, last.lines))
        else:
            fitted.append(block)
    return tuple(fitted)


def _fit_inner(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks in a cell or element, where blank lines at the ends are not shown."""
    return _strip_gaps(_fit_blocks(blocks))


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
            return Figure(block.file.strip(TRIMMED), options, caption_text)
        case LanguageLink():
            return LanguageLink(block.language.strip(TRIMMED), block.page.strip(TRIMMED))
        case Gallery():
            images = tuple(map(_fit_image, block.images))
            return Gallery(_trim(block.attributes), images)
        case References():
            refs = tuple(ref.strip(TRIMMED) for ref in block.refs)
            return References(_trim(block.attributes), refs)
        case Element():
            text = None if block.text is None else _trim(block.text)
            blocks = _fit_inner(block.blocks)
            return Element(block.tag, _trim(block.attributes), text, blocks)
        case Category():
            return Category(block.name.strip(TRIMMED), block.sort_key)
        case Comment():
            return Comment(block.text.strip(" \t\n"))
        case Preformatted(tag=None):
            return replace(block, text=block.text.rstrip(" \t\n"))
        case Preformatted():
            return replace(block, attributes=_trim(block.attributes))
    return block


def _fit_image(image: GalleryImage) -> GalleryImage:
    options = tuple(option.strip(TRIMMED) for option in image.options)
    return GalleryImage(
        image.file.strip(TRIMMED), options, image.caption and image.caption.strip(TRIMMED)
    )


def _fit_list(block: _Lists) -> _Lists:
    if isinstance(block, DefinitionList):
        return DefinitionList(
            tuple(
                Definition(_line(item.term), _line(item.definition), _fit_lists(item.lists))
                for item in block.items
            )
        )
    items = tuple(ListItem(_line(item.text), _fit_lists(item.lists)) for item in block.items)
    return BulletList(items) if isinstance(block, BulletList) else OrderedList(items)


def _fit_lists(lists: tuple[_Lists, ...]) -> tuple[_Lists, ...]:
    return tuple(map(_fit_list, lists))


def _fit_row(row: Row) -> Row:
    cells = tuple(map(_fit_cell, row.cells))
    return Row(_trim(row.attributes), _fit_inner(row.blocks), cells)


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
