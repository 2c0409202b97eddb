"""Atlas: the areas of today's states, their borders, and large cities (``atlas.json``).

The shapes are Natural Earth's, in the public domain. Lines are decoded when they are needed.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

__all__ = ["Area", "Atlas", "Box", "City", "Point", "Ring", "atlas"]

Point: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]
"""West, south, east, north."""

_FILE = Path(__file__).with_name("atlas.json")


class City(NamedTuple):
    """A large city: its state, the time zone that is called after it, and its place."""

    code: str
    zone: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Ring:
    """A closed line around land, or around a hole in it."""

    arcs: tuple[int, ...]
    box: Box

    @cached_property
    def points(self) -> list[Point]:
        """Return longitudes and latitudes."""
        return [
            point
            for arc in self.arcs
            for point in (_line(arc) if arc >= 0 else reversed(_line(~arc)))
        ]

    def contains(self, lon: float, lat: float) -> bool:
        """Return whether a place is inside."""
        west, south, east, north = self.box
        if not (west <= lon <= east and south <= lat <= north):
            return False
        inside = False
        x0, y0 = self.points[-1]
        for x1, y1 in self.points:
            if (y0 > lat) != (y1 > lat) and lon < (x1 - x0) * (lat - y0) / (y1 - y0) + x0:
                inside = not inside
            x0, y0 = x1, y1
        return inside


@dataclass(frozen=True)
class Area:
    """A state or a territory; ``code`` is ISO 3166's, empty where there is none."""

    name: str
    code: str
    rings: tuple[Ring, ...]

    def contains(self, lon: float, lat: float) -> bool:
        """Return whether a place is inside: within an odd number of rings."""
        return sum(ring.contains(lon, lat) for ring in self.rings) % 2 == 1

    def distance(self, lon: float, lat: float, most: float) -> float:
        """Return how many degrees a place is from the area's edges; infinite from ``most`` on."""
        shrink = max(math.cos(math.radians(lat)), 0.01)
        nearest = math.inf
        for ring in self.rings:
            west, south, east, north = ring.box
            across = most / shrink
            if west - across < lon < east + across and south - most < lat < north + most:
                flat = [((x - lon) * shrink, y - lat) for x, y in ring.points]
                nearest = min([nearest, *map(_from_origin, flat, [flat[-1], *flat[:-1]])])
        return nearest if nearest < most else math.inf


def _from_origin(one: Point, other: Point) -> float:
    """Return the distance of a segment from the origin."""
    (x0, y0), (x1, y1) = one, other
    length = (x1 - x0) ** 2 + (y1 - y0) ** 2
    along = -(x0 * (x1 - x0) + y0 * (y1 - y0)) / length if length else 0
    along = max(0.0, min(1.0, along))
    return math.hypot(x0 + along * (x1 - x0), y0 + along * (y1 - y0))


@dataclass(frozen=True)
class Atlas:
    """All that can be drawn. ``world`` is a small path of the whole, on Equal Earth."""

    areas: tuple[Area, ...]
    borders: tuple[int, ...]
    disputed: tuple[int, ...]
    coasts: tuple[int, ...]
    cities: tuple[City, ...]
    world: str

    def area(self, code: str) -> Area | None:
        """Return the area of a state."""
        return next((area for area in self.areas if area.code == code), None)

    def near(self, lon: float, lat: float, most: float) -> Iterator[Area]:
        """Yield the areas that a place is in, or at most so many degrees from."""
        for area in self.areas:
            if area.contains(lon, lat) or math.isfinite(area.distance(lon, lat, most)):
                yield area

    def lines(self, arcs: Sequence[int], may_show: Callable[..., bool]) -> Iterator[list[Point]]:
        """Yield the lines that arcs are, if ``may_show`` holds for their boxes."""
        boxes = _read()["boxes"]
        return (_line(arc) for arc in arcs if may_show(*boxes[arc]))


@cache
def atlas() -> Atlas:
    """Read the atlas, once in a process."""
    data = _read()
    areas = tuple(
        Area(
            each["name"],
            each["code"],
            tuple(
                Ring(tuple(arcs), tuple(box))
                for arcs, box in zip(each["rings"], each["boxes"], strict=True)
            ),
        )
        for each in data["areas"]
    )
    return Atlas(
        areas,
        tuple(data["borders"]),
        tuple(data["disputed"]),
        tuple(data["coasts"]),
        tuple(City(*city) for city in data["cities"]),
        data["world"],
    )


@cache
def _read() -> Any:  # noqa: ANN401  JSON
    return json.loads(_FILE.read_text("utf-8"))


@cache
def _line(arc: int) -> list[Point]:
    """Decode a line from the *encoded polyline format*."""
    data = _read()
    steps: int = data["steps"]
    numbers, value, shift = [], 0, 0
    for character in data["arcs"][arc]:
        bits = ord(character) - 63
        value |= (bits & 0x1F) << shift
        shift += 5
        if bits < 0x20:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    x = y = 0
    line = []
    for across, up in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + across, y + up
        line.append((x / steps, y / steps))
    return line
