"""The selective writer: units of a changed document over the pieces of its base.

It matches the units with the pieces, copies the source of what is equal, writes what is not, and
goes one level down where a unit has parts (the arguments of an infobox, the text of a heading). One
algorithm, ``_splice``, does every level.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from wikibrief.markup.matching import match_units
from wikibrief.markup.reader.reading import Reading
from wikibrief.markup.separators import (
    before_text,
    begins_cell_line,
    canonical_separator,
    fits,
    is_exact,
    lacks_mark,
    may_keep,
    may_lack_mark,
)
from wikibrief.markup.units import (
    Attributes,
    Leaf,
    Piece,
    TableStart,
    Unit,
    parts_of,
    shell_of,
)
from wikibrief.markup.writer import Writer
from wikibrief.model.document import Argument, Element, Infobox, Transclusion

__all__ = ["Form", "Splicer"]


class Form(enum.IntEnum):
    """How what changed is written: each form is nearer to the canonical one than that before."""

    NEAR = 0
    """Text by text, with separators like those around."""
    UNITS = 1
    """Small units as a whole, with canonical separators around them."""
    ALL = 2
    """The same, with canonical separators also around the units that hold them."""


@dataclass(frozen=True, slots=True)
class _Level:
    """Units, the pieces that they replace, and for each unit the index of its piece."""

    pieces: Sequence[Piece]
    units: Sequence[Unit]
    origins: Sequence[int | None]

    def piece(self, index: int) -> Piece | None:
        """The piece that a unit comes from; None for a new one."""
        origin = self.origins[index]
        return None if origin is None else self.pieces[origin]

    def lacks_mark(self, index: int) -> bool:
        """Whether a unit is a row whose ``|-`` the base leaves out."""
        piece = self.piece(index)
        return piece is not None and lacks_mark(piece)


class Splicer:
    """Writes units over the pieces of a reading; ``form``: how what has changed is written."""

    def __init__(self, reading: Reading, writer: Writer, form: Form) -> None:
        self._reading = reading
        self._source = reading.source
        self._writer = writer
        self._form = form

    def document(self, units: Sequence[Unit]) -> str:
        """Write all units of a document."""
        return self._splice(0, len(self._source.text), self._reading.pieces, units)

    def _splice(self, start: int, end: int, pieces: Sequence[Piece], units: Sequence[Unit]) -> str:
        """``units`` in place of ``pieces``, which are what is in ``text[start:end]``."""
        level = _Level(pieces, units, match_units(pieces, units))
        first, last = pieces[0], pieces[-1]
        result = [self._source.slice(start, first.start)]
        if isinstance(first.unit, Attributes) and not first.unit.text and units[0] != first.unit:
            result.append(" " * (not result[0].endswith(" ")))
        for index, unit in enumerate(units):
            if index:
                result.append(self._separator(level, index))
            if level.lacks_mark(index) and not may_lack_mark(units, index):
                result.append(self._native(self._writer.unit(unit)))
            else:
                result.append(self._unit(level, index))
        return "".join([*result, self._tail(level, self._source.slice(last.end, end))])

    def _tail(self, level: _Level, tail: str) -> str:
        """What is after the last unit: ``tail``, as the base has it, where that can stay."""
        if not level.units:
            return tail
        new, old = level.units[-1], level.pieces[-1].unit
        if is_exact(new) and level.origins[-1] != len(level.pieces) - 1:
            tail = tail.lstrip()
        if isinstance(level.units[0], TableStart) and new != old and "\n" not in tail:
            tail = self._native("\n") * bool(tail) + tail  # the end's mark was after a comment
        return tail

    def _unit(self, level: _Level, index: int) -> str:
        unit, piece = level.units[index], level.piece(index)
        if piece is None:
            return self._native(self._new(level, index))
        if piece.unit == unit:
            return self._source.slice(piece.start, piece.end)
        if self._is_spliced(piece, unit):
            text = self._splice(piece.start, piece.end, piece.parts, parts_of(unit))
            return text + _missing_end(piece, unit)
        return self._native(self._new(level, index))

    def _is_spliced(self, piece: Piece, unit: Unit) -> bool:
        """Whether a unit is written part by part over a piece."""
        parts = piece.parts
        if not parts or shell_of(piece.unit) != shell_of(unit):
            return False
        if isinstance(unit, Transclusion | Infobox) and len(parts) == 1:
            return False
        is_small = all(isinstance(part.unit, Leaf) for part in parts)
        return self._form == Form.NEAR or not is_small

    # --- new units

    def _new(self, level: _Level, index: int) -> str:
        """A unit that the base does not have; an argument is set like those around it."""
        unit = level.units[index]
        if isinstance(unit, Argument) and unit.name is not None and self._form == Form.NEAR:
            named = [
                each for each in level.pieces if isinstance(each.unit, Argument) and each.parts
            ]
            place = self._place_in_base(level, index)
            near = min(named, key=lambda piece: abs(piece.start - place), default=None)
            if near is not None:
                key, content = parts_of(unit)
                sign = self._sign(near, named, len(unit.name))
                return self._writer.unit(key) + sign + self._writer.unit(content)
            if "\n" not in self._source.text[level.pieces[0].start : level.pieces[-1].end]:
                return f"{unit.name}={unit.value}"
        return self._writer.unit(unit)

    def _place_in_base(self, level: _Level, index: int) -> int:
        """Where the nearest unit from the base that precedes a new one begins there."""
        origins = reversed(level.origins[: index + 1])
        origin = next((each for each in origins if each is not None), 0)
        return level.pieces[origin].start

    def _sign(self, near: Piece, named: Sequence[Piece], size: int) -> str:
        """The sign after a new key of ``size``: as in ``near``, in line where signs are."""
        key, content = near.parts
        sign = self._source.text[key.end : content.start]
        columns = Counter(self._column(piece) for piece in named)
        if columns[self._column(near)] > 1 and sign.startswith(" "):
            sign = " " * max(1, self._column(near) - size) + sign.lstrip(" ")
        return f"{sign} " if sign.startswith(" ") and sign.endswith("=") else sign

    def _column(self, argument: Piece) -> int:
        """How far an argument's sign is from the beginning of its key."""
        key, content = argument.parts
        sign = self._source.text[key.end : content.start]
        return key.end - key.start + len(sign) - len(sign.lstrip(" "))

    # --- separators

    def _separator(self, level: _Level, index: int) -> str:
        """What precedes a unit: as in the base, or like what the base has near."""
        left, right = level.origins[index - 1 : index + 1]
        new = level.units[index - 1], level.units[index]
        canonical = self._native(canonical_separator(*new, self._writer.dialect))
        if left is not None and right == left + 1:
            gap, after = self._gap(level, right), new[1]
            if level.lacks_mark(index) and not may_lack_mark(level.units, index):
                return canonical
            if isinstance(after, Leaf):
                return before_text(gap, new[0], level.pieces[right].unit, after)
            if self._may_keep(level, index, gap):
                return gap
        if self._form == Form.NEAR:
            for near in (right, None if left is None else left + 1, left):
                if near is not None and 0 < near < len(level.pieces):
                    old = level.pieces[near - 1].unit, level.pieces[near].unit
                    gap = self._gap(level, near)
                    if fits(gap, old, new, self._writer.dialect):
                        return gap
        return canonical

    def _may_keep(self, level: _Level, index: int, gap: str) -> bool:
        """Whether the gap between two pieces stays when two units take their place."""
        pairs = [(level.piece(at), level.units[at]) for at in (index - 1, index)]
        changed = [(piece, unit) for piece, unit in pairs if piece and piece.unit != unit]
        if not changed or self._form == Form.ALL:
            return not changed
        (left, before), (right, after) = pairs
        if not left or not right:
            return False
        if self._form == Form.UNITS:
            is_spliced = all(self._is_spliced(*each) for each in changed)
            return is_spliced or begins_cell_line(gap, right.unit, after)
        return may_keep(gap, (left.unit, right.unit), (before, after))

    def _gap(self, level: _Level, index: int) -> str:
        """What precedes a piece in the base."""
        return self._source.slice(level.pieces[index - 1].end, level.pieces[index].start)

    def _native(self, text: str) -> str:
        """A new text with the source's line ends."""
        return self._source.native(text)


def _missing_end(piece: Piece, unit: Unit) -> str:
    """The closing tag that an element left out, where its text has got lines: it needs one now."""
    if not isinstance(unit, Element) or unit.blocks or piece.parts[-1].end < piece.end:
        return ""
    return f"</{unit.tag}>" if "\n" in (unit.text or "") else ""
