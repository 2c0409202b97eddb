"""The full writer: units of a document → wikitext in one form, the canonical one.

What each unit looks like is a macro in ``templates/wikitext/``; what stands *between* units is
decided here, because the laws of the round trip hang on it. The selective writer (``roundtrip``)
copies what has not changed and asks this one for the rest; nothing is believed until it has been
read back.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from wikibrief.markup.dialects import Dialect, detect, parameter_to_plain
from wikibrief.markup.spacing import blank_lines
from wikibrief.markup.units import (
    Attributes,
    Key,
    Leaf,
    ListLine,
    Ref,
    RowStart,
    TableStart,
    TitleLine,
    Unit,
    content_of,
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

__all__ = ["Writer"]

_BLOCKS = "wikitext/blocks.wikitext.j2"
_LONGEST_LINE = 80


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
                return "\n" * (unit.lines + 1)
            case Element():
                inside = self._joined(unit.blocks) if unit.blocks else ""
                inside = inside.removeprefix("\n")  # of a gap: the first line end is the macro's
                return self._block("element", unit, inside)
            case GalleryImage():
                return self._block("gallery_image", unit)
            case Gallery():
                return self._block("gallery", unit, [self.unit(image) for image in unit.images])
            case TitleLine():
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
                return ">" if isinstance(before, Attributes) else ""
            case Leaf():
                return " | " if isinstance(before, Attributes) else "|"
        return self._block_separator(before, after)

    def _block_separator(self, before: Unit, after: Unit) -> str:
        if isinstance(before, Attributes):
            return ">\n"
        if isinstance(before, Gap):
            return ""
        is_plain_infobox = self.dialect == "plain" and isinstance(before, Infobox)
        blank = 1 if is_plain_infobox else blank_lines(before, after)
        return "\n" * (blank + 1)

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
