"""Terms on one line: ``;; a : b`` is two lines of a list, ``; a`` and ``:; b``, in one of source.

A document knows the two lines only. Where the base has them on one, they are matched as one unit
on both sides, so that an edit of either is made in place.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from wikibrief.markup.units import ListLine, Piece, TermLines, Unit

__all__ = ["fold_terms"]


def fold_terms(
    pieces: Sequence[Piece], units: Sequence[Unit]
) -> tuple[Sequence[Piece], Sequence[Unit]]:
    """Both sides of a level with such lines folded; nothing changes where the base has none."""
    if not any(isinstance(piece.unit, TermLines) for piece in pieces):
        return pieces, units
    lines = [
        part
        for piece in pieces
        for part in (piece.parts if isinstance(piece.unit, TermLines) else (piece,))
    ]
    old = [_join(lines[start:stop]) for start, stop in _runs([line.unit for line in lines])]
    new = [_fold(units[start:stop]) for start, stop in _runs(units)]
    return old, new


def _join(pieces: Sequence[Piece]) -> Piece:
    unit = _fold([piece.unit for piece in pieces])
    if len(pieces) == 1:
        return pieces[0]
    return Piece(unit, pieces[0].start, pieces[-1].end, tuple(pieces))


def _fold(units: Sequence[Unit]) -> Unit:
    lines = tuple(unit for unit in units if isinstance(unit, ListLine))
    return units[0] if len(units) == 1 else TermLines(lines)


def _runs(units: Sequence[Unit]) -> list[tuple[int, int]]:
    """The stretches of units that could be one line, most of them one unit long."""
    starts = [at for at in range(len(units)) if not at or not _goes_on(units[at - 1], units[at])]
    return list(zip(starts, chain(starts[1:], [len(units)]), strict=True))


def _goes_on(before: Unit, after: Unit) -> bool:
    """Whether a line could follow a term's on the same line, after a colon."""
    return (
        isinstance(before, ListLine)
        and isinstance(after, ListLine)
        and before.prefix.endswith(";")
        and before.definition is None
        and len(after.prefix) > len(before.prefix)
        and after.prefix.startswith(f"{before.prefix[:-1]}:")
    )
