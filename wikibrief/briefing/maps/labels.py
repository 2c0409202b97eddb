"""Labels: names on a map where they touch neither borders nor each other, or nowhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from wikibrief.briefing.maps.clipping import Frame, Point

__all__ = ["Label", "Placer", "surrounds", "text_width"]

Kind = Literal["state", "subject", "city", "place"]

_SIZES: dict[Kind, float] = {"state": 9, "subject": 10, "city": 9, "place": 11.5}
_LETTER, _WIDE = 0.52, 1.0
"""The widths of a letter and of a Chinese sign, as shares of the font's size."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name: where its line is, how it is anchored there (``start``, ``middle``, ``end``)."""

    text: str
    kind: Kind
    x: float
    y: float
    anchor: str
    size: float


def text_width(text: str, size: float) -> float:
    """Estimate how wide a text is."""
    return size * sum(
        _WIDE if unicodedata.east_asian_width(letter) in "WF" else _LETTER
        for letter in text
        if not unicodedata.combining(letter)
    )


class Placer:
    """Places labels one after the other, the most important first."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame.grow(-4)
        self._taken: list[Frame] = []
        self._lines: list[Sequence[Point]] = []

    def keep_free(self, frame: Frame) -> None:
        """Place no label on a part of the map."""
        self._taken.append(frame)

    def avoid(self, lines: Iterable[Sequence[Point]]) -> None:
        """Place no label across these lines: borders and coasts."""
        self._lines += lines

    def is_free(self, frame: Frame) -> bool:
        """Return whether a part of the map is inside it, and nothing is on it."""
        corners = ((frame.left, frame.top), (frame.right, frame.bottom))
        inside = all(map(self._frame.contains, corners))
        return inside and not any(frame.meets(taken) for taken in self._taken)

    def at_point(self, text: str, kind: Kind, point: Point, gap: float) -> Label | None:
        """Place a name next to its point: where it is clear of borders, else where it fits."""
        size = _SIZES[kind]
        width, height = text_width(text, size), size * 0.75
        x, y = point
        choices = []
        for anchor, dx, left in (("start", gap, 0.0), ("end", -gap, -width)):
            choices += [(x + dx, y + rise + height / 2, anchor, left) for rise in (0, -gap, gap)]
        choices += [
            (x, y - gap, "middle", -width / 2),
            (x, y + gap + height, "middle", -width / 2),
        ]
        free = [
            (label, box)
            for at_x, at_y, anchor, left in choices
            for box in [Frame(at_x + left, at_y - height, at_x + left + width, at_y).grow(1.5)]
            for label in [Label(text, kind, round(at_x, 1), round(at_y, 1), anchor, size)]
            if self.is_free(box)
        ]
        free.sort(key=lambda choice: self._crossings(choice[1]))
        if not free or (kind == "city" and self._crossings(free[0][1])):
            return None
        self._taken.append(free[0][1])
        return free[0][0]

    def inside(
        self, text: str, kind: Kind, outlines: Sequence[Sequence[Point]]
    ) -> Label | None:
        """Place a name inside an area, as near to its middle as it fits; the area as it is seen."""
        if not outlines:
            return None
        size = _SIZES[kind]
        width, height = text_width(text, size), size * 0.75
        outline = max(outlines, key=_area)
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
        spots = [
            (x, y)
            for x in _steps(min(xs) + width / 2, max(xs) - width / 2)
            for y in _steps(min(ys) + height, max(ys))
        ]
        spots.sort(key=lambda spot: (spot[0] - middle[0]) ** 2 + 2 * (spot[1] - middle[1]) ** 2)
        for x, y in spots:
            box = Frame(x - width / 2, y - height, x + width / 2, y).grow(2.5)
            if (
                self.is_free(box)
                and surrounds(outlines, (x, y - height / 2))
                and not self._crossings(box)
            ):
                self._taken.append(box)
                return Label(text, kind, round(x, 1), round(y, 1), "middle", size)
        return None

    def _crossings(self, box: Frame) -> int:
        """Count the lines that go through a box."""
        return sum(_crosses(line, box) for line in self._lines)


_GRID = 22


def _steps(low: float, high: float) -> list[float]:
    return [low + (high - low) * step / _GRID for step in range(_GRID + 1)] if high > low else []


def _crosses(line: Sequence[Point], box: Frame) -> bool:
    for (x0, y0), (x1, y1) in zip(line, line[1:], strict=False):
        if max(x0, x1) < box.left or min(x0, x1) > box.right:
            continue
        if max(y0, y1) < box.top or min(y0, y1) > box.bottom:
            continue
        if box.contains((x0, y0)) or box.contains((x1, y1)):
            return True
        sides = [
            (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)
            for x in (box.left, box.right)
            for y in (box.top, box.bottom)
        ]
        if min(sides) < 0 < max(sides):
            return True
    return False


def surrounds(outlines: Sequence[Sequence[Point]], point: Point) -> bool:
    """Return whether a point is within an odd number of outlines."""
    x, y = point
    inside = False
    for outline in outlines:
        x0, y0 = outline[-1]
        for x1, y1 in outline:
            if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
                inside = not inside
            x0, y0 = x1, y1
    return inside


def _area(outline: Sequence[Point]) -> float:
    last = outline[-1]
    total = 0.0
    for point in outline:
        total += last[0] * point[1] - point[0] * last[1]
        last = point
    return abs(total) / 2
