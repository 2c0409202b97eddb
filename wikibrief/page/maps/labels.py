"""Labels: names on a map where they touch neither borders nor each other, or nowhere.

What a label must not touch is marked in a grid of small cells, and the sums of the grid say at once
how much of it is in a box.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal, TypeAlias

from wikibrief.page.maps.clipping import Frame, Point

__all__ = ["Kind", "Label", "Placer", "surrounds", "text_width"]

Kind: TypeAlias = Literal["state", "subject", "city", "place"]

_SIZES: dict[Kind, float] = {"state": 9, "subject": 10, "city": 9, "place": 11.5}
_CAPITALS = frozenset({"LATIN", "CYRILLIC", "GREEK"})
_SMALL, _CAPITAL, _WIDE = 0.5, 0.57, 1.0
"""The widths of letters and of Chinese signs, as shares of the font's size."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name in a box; ``anchor`` is the side of the box that it is set at."""

    text: str
    kind: Kind
    left: float
    top: float
    width: float
    height: float
    size: float
    anchor: Literal["left", "right", "center"]


def text_width(text: str, size: float) -> float:
    """Estimate how wide a text is."""
    return size * sum(map(_width, text))


def _width(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return _WIDE
    return _CAPITAL if letter.isupper() else _SMALL


class Placer:
    """Places labels one after the other, the most important first."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame.grow(-4)
        self._taken: list[Frame] = []
        self._grid = _Grid(frame)

    def keep_free(self, frame: Frame) -> None:
        """Place no label on a part of the map."""
        self._taken.append(frame)

    def avoid(self, lines: Iterable[Sequence[Point]], weight: int) -> None:
        """Rather place no label across these lines."""
        for line in lines:
            self._grid.mark(line, weight)

    def is_free(self, frame: Frame) -> bool:
        """Return whether a part of the map is inside it, and nothing has been placed there."""
        corners = ((frame.left, frame.top), (frame.right, frame.bottom))
        is_inside = all(map(self._frame.contains, corners))
        return is_inside and not any(frame.meets(taken) for taken in self._taken)

    def next_to(self, text: str, kind: Kind, point: Point, gap: float, most: float) -> Label | None:
        """Place a name next to its point, where it crosses least; None if that is over ``most``."""
        size = _SIZES[kind]
        width, height = text_width(text, size), size * 1.15
        x, y = point
        choices: list[tuple[Literal["left", "right", "center"], float, float]] = [
            *(("left", x + gap, y - height / 2 + rise) for rise in (0, -gap, gap)),
            *(("right", x - gap - width, y - height / 2 + rise) for rise in (0, -gap, gap)),
            ("center", x - width / 2, y - gap - height),
            ("center", x - width / 2, y + gap),
        ]
        found: Label | None = None
        for anchor, left, top in choices:
            box = Frame(left, top, left + width, top + height)
            weight = self._grid.weight(box.grow(1))
            if weight <= most and self.is_free(box):
                most = weight - 0.5
                found = _label(text, kind, box, anchor)
        if found:
            self.keep_free(_frame_of(found).grow(1.5))
        return found

    def inside(self, name: str, kind: Kind, outlines: Sequence[Sequence[Point]]) -> Label | None:
        """Place a name inside an area as it is seen, as near to its middle as it fits."""
        text = _capitals(name)
        size = _SIZES[kind]
        width, height = text_width(text, size), size * 1.15
        outline = max(outlines, key=_area)
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
        spots = [
            (x, y)
            for x in _steps(min(xs) + width / 2, max(xs) - width / 2)
            for y in _steps(min(ys) + height / 2, max(ys) - height / 2)
        ]
        spots.sort(key=lambda spot: (spot[0] - middle[0]) ** 2 + 2 * (spot[1] - middle[1]) ** 2)
        for x, y in spots:
            box = Frame(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            if (
                not self._grid.weight(box.grow(1.5))
                and self.is_free(box.grow(3))
                and surrounds(outlines, (x, y))
            ):
                self.keep_free(box.grow(2))
                return _label(text, kind, box, "center")
        return None


def _label(text: str, kind: Kind, box: Frame, anchor: Literal["left", "right", "center"]) -> Label:
    left, top, right, bottom = (round(edge, 1) for edge in box)
    return Label(
        text, kind, left, top, round(right - left, 1), round(bottom - top, 1), _SIZES[kind], anchor
    )


def _frame_of(label: Label) -> Frame:
    return Frame(label.left, label.top, label.left + label.width, label.top + label.height)


def _capitals(name: str) -> str:
    """Write the name of a state in capitals, in the scripts whose maps do."""
    scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in name if letter.isalpha()}
    return name.upper() if scripts <= _CAPITALS else name


_STEPS = 20


def _steps(low: float, high: float) -> list[float]:
    return [low + (high - low) * step / _STEPS for step in range(_STEPS + 1)] if high > low else []


class _Grid:
    """Cells that lines go through."""

    _CELL = 2.0

    def __init__(self, frame: Frame) -> None:
        self._columns = int(frame.right / self._CELL) + 1
        self._rows = int(frame.bottom / self._CELL) + 1
        self._cells = [[0] * self._columns for _ in range(self._rows)]
        self._sums: list[list[int]] | None = None

    def mark(self, line: Sequence[Point], weight: int) -> None:
        """Mark the cells that a line goes through."""
        self._sums = None
        for (x0, y0), (x1, y1) in pairwise(line):
            steps = int(max(abs(x1 - x0), abs(y1 - y0)) / self._CELL) + 1
            for step in range(steps + 1):
                column = int((x0 + (x1 - x0) * step / steps) / self._CELL)
                row = int((y0 + (y1 - y0) * step / steps) / self._CELL)
                if 0 <= column < self._columns and 0 <= row < self._rows:
                    cells = self._cells[row]
                    cells[column] = max(cells[column], weight)

    def weight(self, box: Frame) -> int:
        """Return the sum of the cells of a box."""
        if self._sums is None:
            self._sums = self._add()
        left, right = (self._within(x, self._columns) for x in (box.left, box.right + self._CELL))
        top, bottom = (self._within(y, self._rows) for y in (box.top, box.bottom + self._CELL))
        sums = self._sums
        return sums[bottom][right] - sums[top][right] - sums[bottom][left] + sums[top][left]

    def _within(self, value: float, most: int) -> int:
        return max(0, min(most, int(value / self._CELL)))

    def _add(self) -> list[list[int]]:
        sums = [[0] * (self._columns + 1)]
        for cells in self._cells:
            row = [0, *accumulate(cells)]
            sums.append([above + here for above, here in zip(sums[-1], row, strict=True)])
        return sums


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
    x0, y0 = outline[-1]
    total = 0.0
    for x1, y1 in outline:
        total += x0 * y1 - x1 * y0
        x0, y0 = x1, y1
    return abs(total) / 2
