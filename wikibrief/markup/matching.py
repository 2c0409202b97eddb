"""Matching: which piece of the base each unit of a changed document comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wikibrief.markup.units import Piece, Unit, content_of, shell_of
from wikibrief.model.alignment import align
from wikibrief.model.document import Argument, Caption, Cell

__all__ = ["match_units"]


def match_units(pieces: Sequence[Piece], units: Sequence[Unit]) -> list[int | None]:
    """For every unit the index of its piece, or None for a new one.

    The indices ascend, but for units that have moved: those are copied from where they were.
    """
    old = [piece.unit for piece in pieces]
    sizes = [piece.end - piece.start + 1 for piece in pieces]
    origins = align(old, units, sizes.__getitem__, _likeness)
    kept = set(origins)
    moved = {unit: index for index, unit in enumerate(old) if index not in kept}
    return [
        moved.get(unit) if origin is None else origin
        for origin, unit in zip(origins, units, strict=True)
    ]


def _likeness(old: Unit, new: Unit) -> int:
    """How much two units have in common; −1 when one cannot be changed into the other."""
    if shell_of(old) != shell_of(new):
        return 0 if type(old) is type(new) else -1
    if isinstance(old, Argument) and isinstance(new, Argument):
        same_name = old.name == new.name
        return _measure_overlap(old.value, new.value) + same_name * (1 + len(old.name or ""))
    return _measure_overlap(_text(old), _text(new))


def _text(unit: Unit) -> str:
    if isinstance(unit, Cell | Caption):
        return content_of(unit)
    return unit if isinstance(unit, str) else str(getattr(unit, "text", ""))


def _measure_overlap(one: str, other: str) -> int:
    """The length of what two texts share at their beginning and end."""
    longest = min(len(one), len(other))
    prefix = _last_true(longest, lambda size: one[:size] == other[:size])
    ends = one[prefix:], other[prefix:]
    suffix = _last_true(
        longest - prefix, lambda size: size == 0 or ends[0][-size:] == ends[1][-size:]
    )
    return prefix + suffix


def _last_true(most: int, holds: Callable[[int], bool]) -> int:
    """The greatest size up to ``most`` for which ``holds``, which holds up to there."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if holds(middle):
            least = middle
        else:
            most = middle - 1
    return least
