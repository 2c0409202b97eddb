"""Separators: what is between two neighbouring units, in the canonical form and as the base has it.

The laws of the round trip depend on it: here is what blank lines, bars and the marks of cells and
rows may do.
"""

from __future__ import annotations

from collections.abc import Sequence

from wikibrief.markup.dialects import Dialect
from wikibrief.markup.reader.media import ends_in_address
from wikibrief.markup.spacing import blank_lines, is_shown
from wikibrief.markup.units import (
    Attributes,
    Key,
    Leaf,
    ListedReference,
    ListLine,
    Piece,
    RowStart,
    TableStart,
    TermLines,
    Unit,
    content_of,
    shell_of,
)
from wikibrief.model.document import (
    Argument,
    Caption,
    Cell,
    GalleryImage,
    Gap,
    Heading,
    Infobox,
    Transclusion,
)

__all__ = [
    "Pair",
    "before_text",
    "begins_cell_line",
    "canonical_separator",
    "fits",
    "is_exact",
    "lacks_mark",
    "may_keep",
    "may_lack_mark",
]

Pair = tuple[Unit, Unit]
"""Two units that are next to each other."""

_WITH_MARK = (Argument, Caption, Cell, Leaf, RowStart)
"""Units that need more before them than white space, or where it counts."""


# ---------------------------------------------------------------------------- the canonical form


def canonical_separator(before: Unit, after: Unit, dialect: Dialect) -> str:
    """What is between two neighbours in the canonical form."""
    match after:
        case Argument():
            return _argument_separator(before, after, dialect)
        case Cell():
            mark = "\n|" if after.header is None else "\n!"
            return mark if _is_empty(after) else f"{mark} "
        case Caption():
            return "\n|+" if _is_empty(after) else "\n|+ "
        case ListLine() | TermLines() | RowStart():
            return "\n"
        case ListedReference() | GalleryImage():
            return ">\n" if isinstance(before, Attributes) else "\n"
        case Gap():
            return ">" if isinstance(before, Attributes) else ""
        case Leaf():
            if not isinstance(before, Attributes):
                is_address = isinstance(before, Key) and ends_in_address(before.text)
                return " |" if is_address else "|"
            # Of a transclusion among attributes something may be shown, and blanks next to it.
            shows = "{{" in before.text and not after.text.startswith("|")
            return "|" if shows else " | "
    return _block_separator(before, after, dialect)


def _block_separator(before: Unit, after: Unit, dialect: Dialect) -> str:
    if isinstance(before, Attributes):
        return ">\n"
    if isinstance(before, Gap):
        return ""
    is_plain_infobox = dialect == "plain" and isinstance(before, Infobox)
    blank = 1 if is_plain_infobox else blank_lines(before, after)
    return "\n" * (blank + 1)


def _argument_separator(before: Unit, after: Argument, dialect: Dialect) -> str:
    if dialect == "plain" and not isinstance(before, Transclusion):
        return "\n- "
    if isinstance(before, Argument) and before.name is None:
        return "|"  # white space would become part of it
    return "\n|" if after.name is None else "\n| "


# --------------------------------------------------------------------------- separators of a base


def fits(gap: str, old: Pair, new: Pair, dialect: Dialect) -> bool:
    """Whether the gap between two units of the base can be between two new ones."""
    before, after = new
    if begins_cell_line(gap, old[1], after):
        return True
    if after == old[1] and not isinstance(after, _WITH_MARK) and type(before) is type(old[0]):
        return True
    is_alike = [*map(is_exact, old)] == [*map(is_exact, new)]
    return is_alike and _is_like_canonical(gap, before, after, dialect)


def _is_like_canonical(gap: str, before: Unit, after: Unit, dialect: Dialect) -> bool:
    canonical = canonical_separator(before, after, dialect)
    match after:
        case Argument():
            return _fits_argument(gap, canonical, before, after)
        case Cell():
            return _fits_cell(gap, before, after)
        case Leaf():
            return gap.strip() == canonical.strip()
        case Caption():
            return gap == canonical
    if isinstance(before, Heading) or isinstance(after, Heading):
        return _fits_heading(gap, before, after)
    is_alike = gap.strip() == canonical.strip()
    return is_alike and gap.count("\n") == canonical.count("\n")


def _fits_heading(gap: str, before: Unit, after: Unit) -> bool:
    """Whether a gap may be next to a heading, with a blank line or without."""
    blank = gap.count("\n") - 1
    return not gap.strip() and blank >= 0 and not is_shown(blank, before, after)


def _fits_argument(gap: str, canonical: str, before: Unit, after: Argument) -> bool:
    mark = canonical.strip()
    if gap.strip() != mark or (mark == "-" and not gap.startswith("\n")):
        return False
    must_be_exact = mark == "|" and (is_exact(after) or is_exact(before))
    return not must_be_exact or gap == canonical


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


def may_keep(gap: str, old: Pair, new: Pair) -> bool:
    """Whether the gap between two units stays when others, made of them, take their place."""
    before, after = new
    if begins_cell_line(gap, old[1], after):
        return True
    if not isinstance(before, Cell) and not isinstance(after, Cell):
        return all(type(one) is type(other) for one, other in zip(old, new, strict=True))
    is_alike = all(map(_is_equal_or_alike, old, new))
    is_kept = before == old[0] or not getattr(before, "blocks", ())
    return is_alike and ("\n" in gap or is_kept)


def _is_equal_or_alike(old: Unit, new: Unit) -> bool:
    return old == new or shell_of(old) == shell_of(new)


def before_text(gap: str, before: Unit, old: Unit, new: Leaf) -> str:
    """What is before a text inside a unit, where the base has ``gap`` and the text ``old``.

    A blank is put where an empty argument lacks one, and where two bars would make another mark.
    """
    is_bare = gap.startswith(" ") and gap.endswith("=") and isinstance(old, Leaf) and not old.text
    is_mark = gap.endswith("|") and isinstance(before, Attributes) and new.text.startswith("|")
    return gap + " " if (is_bare and new.text) or is_mark else gap


def is_exact(unit: Unit) -> bool:
    """Whether white space next to the unit would become part of it."""
    return isinstance(unit, Argument) and unit.name is None


# ------------------------------------------------------------------------------------ rows, cells


def lacks_mark(piece: Piece) -> bool:
    """Whether the piece is a table's first row whose ``|-`` the source leaves out."""
    return isinstance(piece.unit, RowStart) and piece.start == piece.end


def begins_cell_line(gap: str, old: Unit, new: Unit) -> bool:
    """Whether a cell that stays is on a line of its own: whatever precedes it may change."""
    return isinstance(new, Cell) and new == old and "\n" in gap


def may_lack_mark(units: Sequence[Unit], index: int) -> bool:
    """Whether a row may do without ``|-`` here: where its first cell cannot belong to another.

    That is so at the head of a table, and after a caption.
    """
    if units[index] != RowStart("") or not 0 < index < len(units) - 1:
        return False
    before, after = units[index - 1], units[index + 1]
    if isinstance(before, TableStart):
        return not isinstance(after, RowStart | Caption)
    return isinstance(before, Caption) and isinstance(after, Cell | Caption)


def _is_empty(cell: Cell | Caption) -> bool:
    return cell.attributes is None and not content_of(cell)
