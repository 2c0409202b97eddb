"""Clipping: lines and outlines in a plane, cut at the edges of a frame, as paths of SVG."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

__all__ = ["Frame", "Point", "bounds", "clip_line", "clip_ring", "thin", "to_path"]

Point: TypeAlias = tuple[float, float]


class Frame(NamedTuple):
    """A rectangle; ``y`` grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def contains(self, point: Point) -> bool:
        """Return whether a point is inside."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def meets(self, other: Frame) -> bool:
        """Return whether two rectangles have a point in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def grow(self, by: float) -> Frame:
        """Return the rectangle with a margin around it."""
        return Frame(self.left - by, self.top - by, self.right + by, self.bottom + by)


def bounds(points: Iterable[Point]) -> tuple[float, float, float, float]:
    """Return the least ``x`` and ``y`` of points, then the greatest."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def clip_ring(ring: Sequence[Point], frame: Frame) -> list[Point]:
    """Cut an outline at the edges of a frame (Sutherland and Hodgman)."""
    points = list(ring)
    for axis, edge, sign in (
        (0, frame.left, 1),
        (1, frame.top, 1),
        (0, frame.right, -1),
        (1, frame.bottom, -1),
    ):
        if not points:
            return []
        kept: list[Point] = []
        last = points[-1]
        was_inside = (last[axis] - edge) * sign >= 0
        for point in points:
            is_inside = (point[axis] - edge) * sign >= 0
            if is_inside != was_inside:
                kept.append(_cut(last, point, axis, edge))
            if is_inside:
                kept.append(point)
            last, was_inside = point, is_inside
        points = kept
    return points


def _cut(one: Point, other: Point, axis: int, edge: float) -> Point:
    """Return where a segment meets an edge."""
    along = (edge - one[axis]) / (other[axis] - one[axis])
    across = one[1 - axis] + along * (other[1 - axis] - one[1 - axis])
    return (edge, across) if axis == 0 else (across, edge)


def clip_line(line: Sequence[Point], frame: Frame) -> list[list[Point]]:
    """Keep the stretches of a line that are in a frame, each with a point outside at its ends.

    Who draws them hides what is outside.
    """
    found: list[list[Point]] = []
    run: list[Point] = []
    for one, other in itertools.pairwise(line):
        seen = Frame(
            min(one[0], other[0]),
            min(one[1], other[1]),
            max(one[0], other[0]),
            max(one[1], other[1]),
        ).grow(1e-9)
        if seen.meets(frame):
            run = run or [one]
            run.append(other)
        elif run:
            found.append(run)
            run = []
    return [*found, run] if run else found


def thin(line: Sequence[Point], closest: float) -> list[Point]:
    """Leave out the points that are next to the last one, but not the end."""
    kept = [line[0]]
    for point in line[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= closest:
            kept.append(point)
    return [*kept, line[-1]]


def to_path(lines: Iterable[Sequence[Point]], *, close: bool = False) -> str:
    """Write lines as a path, in tenths of a unit."""
    path = ""
    for line in lines:
        points = "L".join(f"{x:.1f} {y:.1f}" for x, y in line)
        path += f"M{points}{'Z' if close else ''}"
    return _WHOLE.sub("", path)


_WHOLE = re.compile(r"\.0(?!\d)")
