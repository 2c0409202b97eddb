"""The full writer: units of a document → wikitext in one form, the canonical one.

What each unit looks like is a macro in ``templates/wikitext/``; what is *between* units is the
subject of ``separators``. The selective writer (``splicing``) copies what has not changed and asks
this one for the rest; nothing is believed until it has been read back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from wikibrief.markup.dialects import Dialect, detect, parameter_to_plain
from wikibrief.markup.reader.media import ends_in_address
from wikibrief.markup.separators import canonical_separator
from wikibrief.markup.units import (
    Key,
    Leaf,
    ListLine,
    RowStart,
    TableStart,
    TermLines,
    TitleLine,
    Unit,
    parts_of,
)
from wikibrief.model.document import (
    Argument,
    BulletList,
    Caption,
    Cell,
    DefinitionList,
    Element,
    Gallery,
    GalleryImage,
    Gap,
    Heading,
    Infobox,
    OrderedList,
    Table,
    Transclusion,
)
from wikibrief.templating.environment import Templates
from wikibrief.wiki.scanner import ends_in_heading

__all__ = ["Writer"]

_BLOCKS = "wikitext/blocks.wikitext.j2"
_LONGEST_LINE = 80


class Writer:
    """Writes units in one dialect, with its templates."""

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
            parts += (canonical_separator(before, after, self.dialect), self.unit(after))
        return "".join(parts)

    def unit(self, unit: Unit) -> str:  # noqa: C901, PLR0912  one line for each kind
        """One unit, without what is around it."""
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
            case BulletList() | OrderedList() | DefinitionList() | TermLines() | Cell() | Caption():
                return self._joined(parts_of(unit))
            case Table():
                return self._joined(parts_of(unit)) + "\n|}"
            case Transclusion():
                arguments = self._with_whole_lines(unit.arguments)
                return self._block("transclusion", unit.name, arguments, _is_short(unit))
            case Gap():
                return "\n" * (unit.lines + 1)
            case Element():
                inside = self._joined(unit.blocks) if unit.blocks else ""
                inside = inside.removeprefix("\n")  # of a gap: the first line end is the macro's
                return self._block("element", unit, inside)
            case GalleryImage():
                return self._block("gallery_image", _end_addresses(unit))
            case Gallery():
                return self._block("gallery", unit, [self.unit(image) for image in unit.images])
            case TitleLine():
                return self._templates.call(self._head, "title", unit.text)
            case Infobox():
                arguments = self._with_whole_lines(unit.arguments)
                return self._templates.call(self._head, "infobox", unit.name, arguments)
            case Argument():
                return self._argument(unit)
        return self._block(unit.kind, unit)

    def _block(self, macro: str, *values: object) -> str:
        return self._templates.call(_BLOCKS, macro, *values)

    def _argument(self, argument: Argument) -> str:
        if argument.name is None:
            return argument.value
        [argument] = self._with_whole_lines([argument])
        sign = " =" if self.dialect == "mediawiki" else ":"
        sign += " " * (not argument.value.startswith("\n"))
        return f"{self.unit(Key(argument.name or ''))}{sign}{argument.value}"

    def _with_whole_lines(self, arguments: Sequence[Argument]) -> Sequence[Argument]:
        """Put names and values that begin with ``=`` on lines of their own: these hide bars."""
        return [*map(_with_whole_lines, arguments)] if self.dialect == "mediawiki" else arguments


def _with_whole_lines(argument: Argument) -> Argument:
    name, value = argument.name, argument.value
    if name is None or ("=" not in name and not value.startswith("=")):
        return argument
    name = "\n" * name.startswith("=") + name + "\n" * ends_in_heading(name)
    return Argument(name, "\n" * value.startswith("=") + value)


def _end_addresses(image: GalleryImage) -> GalleryImage:
    """Put a blank between an address and the bar after it, which would be a part of it."""
    before_bars = len(image.options) - (image.caption is None)
    options = (
        f"{option} " if index < before_bars and ends_in_address(option) else option
        for index, option in enumerate(image.options)
    )
    return replace(image, options=tuple(options))


def _is_short(unit: Transclusion) -> bool:
    size = len(unit.name) + sum(
        len(argument.name or "") + len(argument.value) + 2 for argument in unit.arguments
    )
    has_lines = any(
        "\n" in argument.value or (argument.name is not None and argument.value.startswith("="))
        for argument in unit.arguments
    )
    named = sum(argument.name is not None for argument in unit.arguments)
    return not has_lines and (size <= _LONGEST_LINE or not named)
