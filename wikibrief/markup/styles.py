"""Styles: new arguments and headings, set as those of the base are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from wikibrief.markup.units import Piece, Unit, parts_of
from wikibrief.markup.writer import Writer
from wikibrief.model.document import Argument, Heading

__all__ = ["write_alike"]


def write_alike(
    unit: Unit, pieces: Sequence[Piece], place: int, text: str, writer: Writer
) -> str | None:
    """A unit written as its neighbours among ``pieces`` are; None where they set no example.

    ``text``: the base, in which the unit comes at, or after, the piece that begins at ``place``.
    """
    if isinstance(unit, Heading):
        headings = [piece for piece in pieces if _is_balanced(piece.unit)]
        return _heading(unit, headings, place, text) if headings else None
    if not isinstance(unit, Argument) or unit.name is None:
        return None
    named = [piece for piece in pieces if isinstance(piece.unit, Argument) and piece.parts]
    if not named:
        is_one_line = "\n" not in text[pieces[0].start : pieces[-1].end]
        return f"{unit.name}={unit.value}" if is_one_line else None
    near = min(named, key=lambda piece: abs(piece.start - place))
    key, content = parts_of(unit)
    sign = _sign(near, named, len(unit.name), text)
    return writer.unit(key) + sign + writer.unit(content)


def _heading(unit: Heading, headings: Sequence[Piece], place: int, text: str) -> str:
    """A heading with blanks around its text as its piece has them, else as most headings do."""
    blanks = Counter(_blanks(heading, text) for heading in headings)
    own = next((heading for heading in headings if heading.start == place), None)
    left, right = _blanks(own, text) if own else blanks.most_common(1)[0][0]
    mark = "=" * unit.level
    return f"{mark}{left}{unit.text}{right}{mark}"


def _is_balanced(unit: Unit) -> bool:
    """Whether the unit is a heading with equally many signs at both ends."""
    return isinstance(unit, Heading) and "=" not in {unit.text[:1], unit.text[-1:]}


def _blanks(heading: Piece, text: str) -> tuple[str, str]:
    """The blanks at both ends of a heading's text."""
    [content] = heading.parts
    left = text[heading.start : content.start].lstrip("=")
    right = text[content.end : heading.end].rstrip("=")
    return left, right


def _sign(near: Piece, named: Sequence[Piece], size: int, text: str) -> str:
    """The sign after a new key of ``size``: as in ``near``, in line where signs are."""
    key, content = near.parts
    sign = text[key.end : content.start]
    columns = Counter(_column(piece, text) for piece in named)
    if columns[_column(near, text)] > 1 and sign.startswith(" "):
        sign = " " * max(1, _column(near, text) - size) + sign.lstrip(" ")
    return f"{sign} " if sign.startswith(" ") and sign.endswith("=") else sign


def _column(argument: Piece, text: str) -> int:
    """How far an argument's sign is from the beginning of its key."""
    key, content = argument.parts
    sign = text[key.end : content.start]
    return key.end - key.start + len(sign) - len(sign.lstrip(" "))
