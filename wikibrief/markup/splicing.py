"""The selective writer: units of a changed document over the pieces of its base.

It matches the units with the pieces, copies the source of what is equal, writes what is not, and
goes one level down where a unit has parts (the arguments of an infobox, the text of a heading). One
algorithm, ``_splice``, does every level.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
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
from wikibrief.markup.spacing import may_share_line
from wikibrief.markup.styles import write_alike
from wikibrief.markup.terms import fold_terms
from wikibrief.markup.units import (
    Attributes,
    Leaf,
    Piece,
    TableStart,
    TermLines,
    Unit,
    parts_of,
    shell_of,
)
from wikibrief.markup.writer import Writer
from wikibrief.model.document import (
    ON_ONE_LINE,
    Argument,
    Element,
    Gap,
    Heading,
    Infobox,
    Transclusion,
)
from wikibrief.wiki.scanner import ends_in_heading

__all__ = ["Rewrite", "Splicer"]


_END = 80  # characters at the end of a piece, of which the last word is compared


class Rewrite(enum.IntEnum):
    """How what changed is written: each form is nearer to the canonical one than that before."""

    NEAR = 0
    """Text by text, with separators like those around."""
    AROUND = 1
    """The same, with canonical separators around changed transclusions: one that is short now may
    need a blank line where a long one did without, to be no part of a sentence."""
    UNITS = 2
    """Small units as a whole, with canonical separators around them."""
    ALL = 3
    """The same, with canonical separators also around the units that hold them."""


@dataclass(frozen=True, slots=True)
class _Level:
    """Units, the pieces that they replace, and for each unit the index of its piece.

    ``end``: where what holds them ends in the base.
    """

    pieces: Sequence[Piece]
    units: Sequence[Unit]
    origins: list[int | None]
    end: int

    def piece(self, index: int) -> Piece | None:
        """The piece that a unit comes from; None for a new one."""
        origin = self.origins[index]
        return None if origin is None else self.pieces[origin]

    def changes_after(self, index: int) -> bool:
        """Whether what follows a unit is new, or what followed its piece is gone."""
        origin = self.origins[index]
        following = len(self.pieces) if origin is None else origin + 1
        is_gone = following < len(self.pieces) and following not in self.origins
        return is_gone or self.origins[index + 1 : index + 2] == [None]

    def is_glued_anew(self, index: int) -> bool:
        """Whether a unit is a gap without a line end that now follows another unit."""
        piece, origin = self.piece(index), self.origins[index]
        if (
            piece is None
            or origin is None
            or piece.start < piece.end
            or not isinstance(piece.unit, Gap)
        ):
            return False
        return not index or self.origins[index - 1] != origin - 1

    def lacks_mark(self, index: int) -> bool:
        """Whether a unit is a row whose ``|-`` the base leaves out."""
        piece = self.piece(index) if index < len(self.units) else None
        return piece is not None and lacks_mark(piece)


class Splicer:
    """Writes units over the pieces of a reading; ``form``: how what has changed is written."""

    def __init__(self, reading: Reading, writer: Writer, form: Rewrite) -> None:
        self._reading = reading
        self._source = reading.source
        self._writer = writer
        self._form = form

    def document(self, units: Sequence[Unit]) -> str:
        """Write all units of a document."""
        return self._splice(0, len(self._source.text), self._reading.pieces, units)

    def _splice(self, start: int, end: int, pieces: Sequence[Piece], units: Sequence[Unit]) -> str:
        """``units`` in place of ``pieces``, which are what is in ``text[start:end]``."""
        pieces, units = fold_terms(pieces, units)
        level = _Level(pieces, units, match_units(pieces, units), end)
        first = pieces[0]
        result = [self._source.slice(start, first.start)]
        if isinstance(first.unit, Attributes) and not first.unit.text and units[0] != first.unit:
            result.append(" " * (not result[0].endswith(" ")))
        for index, unit in enumerate(units):
            if index:
                separator = self._separator(level, index)
                result += (self._blanks(level, index - 1, result[-1], separator), separator)
            if level.lacks_mark(index) and not may_lack_mark(units, index):
                result.append(self._native(self._writer.unit(unit)))
            else:
                result.append(self._unit(level, index))
        tail = self._tail(level)
        if units:
            result.append(self._blanks(level, len(units) - 1, result[-1], tail))
        return "".join([*result, tail])

    def _blanks(self, level: _Level, index: int, text: str, following: str) -> str:
        """The blanks that a unit's line ends with in the base, if its ``text`` still ends a line.

        They are not kept where the line now ends with text of a unit that was joined to this one,
        or without that of one that was split off.
        """
        piece = level.piece(index)
        if piece is None or following[:1] not in {"", "\n", "\r"}:
            return ""
        if not following and level.lacks_mark(index + 1):
            return ""  # its line goes on to the end of a row without a mark
        end = self._source.slice(piece.start, piece.end)[-_END:].split()[-1:]
        if end and not text.endswith(end[0]) and level.changes_after(index):
            return ""
        return self._source.slice(piece.end, self._line_end(level, piece))

    def _line_end(self, level: _Level, piece: Piece) -> int:
        """The end of a piece and of the blanks after it that end its line."""
        text, end = self._source.text, piece.end
        while end < level.end and text[end] in " \t":
            end += 1
        return end if end == level.end or text[end] == "\n" else piece.end

    def _tail(self, level: _Level) -> str:
        """What is after the last unit, as the base has it, where that can stay."""
        tail = self._source.slice(self._line_end(level, level.pieces[-1]), level.end)
        if not level.units:
            return tail
        new, old = level.units[-1], level.pieces[-1].unit
        if is_exact(new) and level.origins[-1] != len(level.pieces) - 1:
            tail = tail.lstrip()
        if isinstance(new, Argument) and new != old and ends_in_heading(new.value):
            tail = self._native("\n") * (not tail.startswith(("\n", "\r"))) + tail
        if isinstance(level.units[0], TableStart) and new != old and "\n" not in tail:
            tail = self._native("\n") * bool(tail) + tail  # the end's mark was after a comment
        return tail

    def _unit(self, level: _Level, index: int) -> str:
        unit, piece = level.units[index], level.piece(index)
        if piece is None:
            return self._native(self._new(level, index))
        if piece.unit == unit and not level.is_glued_anew(index):
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
        is_small = all(isinstance(part.unit, Leaf) for part in parts) or isinstance(unit, TermLines)
        return self._form <= Rewrite.AROUND or not is_small

    # --- new units

    def _new(self, level: _Level, index: int) -> str:
        """A unit that the base does not have, if possible in the style of those around it."""
        unit = level.units[index]
        if self._form <= Rewrite.AROUND:
            place, text = self._place_in_base(level, index), self._source.text
            alike = write_alike(unit, level.pieces, place, text, self._writer)
            if alike is not None:
                return alike
        return self._writer.unit(unit)

    def _place_in_base(self, level: _Level, index: int) -> int:
        """Where the nearest unit from the base, up to this one, begins there."""
        origins = reversed(level.origins[: index + 1])
        origin = next((each for each in origins if each is not None), 0)
        return level.pieces[origin].start

    # --- separators

    def _separator(self, level: _Level, index: int) -> str:
        """What precedes a unit: as in the base, or like what the base has near."""
        left, right = level.origins[index - 1 : index + 1]
        new = level.units[index - 1], level.units[index]
        canonical = self._native(canonical_separator(*new, self._writer.dialect))
        if right is not None and self._follow(level, index):
            gap, after = self._gap(level, right, left), new[1]
            if level.lacks_mark(index) and not may_lack_mark(level.units, index):
                return canonical
            if isinstance(after, Leaf):
                return before_text(gap, new[0], level.pieces[right].unit, after)
            if self._may_keep(level, index, gap):
                return gap
        if self._form == Rewrite.NEAR:
            for near in self._models(level, index):
                old = level.pieces[near - 1].unit, level.pieces[near].unit
                gap = self._gap(level, near)
                if fits(gap, old, new, self._writer.dialect):
                    return gap
        return canonical

    def _models(self, level: _Level, index: int) -> Iterator[int]:
        """The pieces whose separator a new one may be like: near ones, or any of headings."""
        left, right = level.origins[index - 1 : index + 1]
        near = [right, None if left is None else left + 1, left]
        if any(isinstance(unit, Heading) for unit in level.units[index - 1 : index + 1]):
            is_after = isinstance(level.units[index - 1], Heading)
            pieces = enumerate(level.pieces)
            near += [at + is_after for at, piece in pieces if isinstance(piece.unit, Heading)]
        for at in near:
            if at is not None and 0 < at < len(level.pieces):
                yield at

    def _may_keep(self, level: _Level, index: int, gap: str) -> bool:
        """Whether the gap between two pieces stays when two units take their place."""
        pairs = [(level.piece(at), level.units[at]) for at in (index - 1, index)]
        changed = [(piece, unit) for piece, unit in pairs if piece and piece.unit != unit]
        if not changed or self._form == Rewrite.ALL:
            return not changed
        (left, before), (right, after) = pairs
        if not left or not right:
            return False
        if self._form == Rewrite.AROUND and any(isinstance(u, Transclusion) for _, u in changed):
            return False
        if self._form == Rewrite.UNITS:
            is_spliced = all(self._is_spliced(*each) for each in changed)
            return is_spliced or begins_cell_line(gap, right.unit, after)
        return may_keep(gap, (left.unit, right.unit), (before, after))

    def _follow(self, level: _Level, index: int) -> bool:
        """Whether a unit and the one before it follow each other in the base.

        That they are on one line there may no longer count: then it does not part them.
        """
        left, right = level.origins[index - 1 : index + 1]
        if left is None or right is None or left >= right - 1 or self._form > Rewrite.AROUND:
            return left is not None and right == left + 1
        between = [piece.unit for piece in level.pieces[left + 1 : right]]
        is_line = all(unit == Gap(ON_ONE_LINE) for unit in between)
        return is_line and not may_share_line(level.units, index)

    def _gap(self, level: _Level, index: int, left: int | None = None) -> str:
        """What precedes a piece in the base, without blanks that end the line before.

        ``left``: the piece before it, if that is not the one next to it.
        """
        before, after = level.pieces[index - 1 if left is None else left], level.pieces[index]
        return self._source.slice(min(self._line_end(level, before), after.start), after.start)

    def _native(self, text: str) -> str:
        """A new text with the source's line ends."""
        return self._source.native(text)


def _missing_end(piece: Piece, unit: Unit) -> str:
    """The closing tag that an element left out, where its text has got lines: it needs one now."""
    if not isinstance(unit, Element) or unit.blocks or piece.parts[-1].end < piece.end:
        return ""
    return f"</{unit.tag}>" if "\n" in (unit.text or "") else ""
