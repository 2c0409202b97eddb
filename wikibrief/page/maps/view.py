"""View: which state an article's place is in, and how much of the Earth a map of it shows.

A map is never wrong: what is not certain is left out.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple, Self, TypeAlias

from wikibrief.facts.model import Coordinates, DateSpan, Facts
from wikibrief.languages import locale_of
from wikibrief.layouts.tables import table
from wikibrief.page.maps.atlas import Area, Ring, atlas
from wikibrief.page.maps.clipping import bounds
from wikibrief.page.maps.projections import AroundPoint

__all__ = ["View", "choose_area", "choose_view"]

_UNSURE = 0.15
"""Degrees, 17 km: so near to a border the shapes do not say which side a place is on."""
_AMBIGUOUS = frozenset({"GE", "LU", "JE", "NE"})
"""Named alone also other places: a state of the USA, a province of Belgium, a city, a state of
Nigeria."""
_ENGLISH = {
    "GB": ("UK", "U.K."),
    "US": ("USA", "U.S.", "U.S.A.", "United States of America"),
    "CD": ("DR Congo", "D.R. Congo"),
    "CN": ("People's Republic of China",),
    "MM": ("Burma",),
    "MK": ("Macedonia",),
    "PS": ("State of Palestine", "West Bank", "Gaza Strip"),
    "SZ": ("Swaziland",),
}
"""Further names of states that articles in English end places with."""
_NO_CHANGES_SINCE = 2012
"""Before it, a state's name may mean land that is another state's today."""
_LEAST, _MOST, _WHOLE = 420.0, 2400.0, 7600.0
"""Kilometres across: the closest map, the widest around a point, the widest of a state alone."""
_UNCERTAIN, _AT_SEA = 700.0, 2400.0
"""Kilometres across where no state is certain: near a border, and at sea."""
_MARGIN = 1.28
"""How much wider than a state its map is, so that it shows the neighbours."""


_Box: TypeAlias = tuple[float, float, float, float]
"""West, north, east, south, in kilometres from a centre."""


class View(NamedTuple):
    """A projection, and how many kilometres a map is wide."""

    projection: AroundPoint
    width: float


class Locality(NamedTuple):
    """What a map is drawn of: where something is said to be, and when that was."""

    place: str | None
    coordinates: Coordinates | None
    date: DateSpan | None

    @classmethod
    def of(cls, facts: Facts) -> Self:
        """The locality that facts are about."""
        return cls(facts.place, facts.coordinates, facts.date)


def choose_area(locality: Locality, language: str) -> Area | None:
    """Return the area that a place is in, as far as that is certain."""
    named = _named_code(locality, language)
    if locality.coordinates is None:
        is_sure = named not in _AMBIGUOUS and _is_recent(locality)
        return atlas().area(named) if named and is_sure else None
    near = list(atlas().near(locality.coordinates.lon, locality.coordinates.lat, _UNSURE))
    if len(near) == 1:
        return near[0] if near[0].code else None
    return next((area for area in near if area.code and area.code == named), None)


def _named_code(locality: Locality, language: str) -> str:
    """Return the state that the end of the place names: "Tessit, Mali" → ``ML``."""
    parts = [part for part in re.split(r"[,،、·;]", locality.place or "") if part.strip()]
    last = _fold(parts[-1]) if parts else ""
    return _names(language).get(last) or _names("en").get(last) or ""


def _is_recent(locality: Locality) -> bool:
    year = locality.date.start[:4] if locality.date else ""
    return year.isdigit() and int(year) >= _NO_CHANGES_SINCE


@cache
def _names(language: str) -> dict[str, str]:
    """Return the codes of states by their names in a language, without those that share one."""
    found: dict[str, set[str]] = {}
    for code, name in _pairs(language):
        if len(code) == 2 and code.isalpha() and atlas().area(code):
            found.setdefault(_fold(name), set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


def _pairs(language: str) -> Iterator[tuple[str, str]]:
    """Yield codes of states with their names in a language."""
    yield from locale_of(language).territories.items()
    if language == "en":
        yield from table("subjects/states")["english"].items()
        yield from ((code, name) for code, names in _ENGLISH.items() for name in names)


def _fold(name: str) -> str:
    """Return a name as others write it: without case, accents, an article."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = plain.replace("’", "'").strip(" .")
    return " ".join(plain.removeprefix("the ").split())


def choose_view(area: Area | None, point: Coordinates | None, shape: float) -> View:
    """Choose what to show; ``shape`` is a map's width divided by its height."""
    if area is None:
        lon, lat = (point.lon, point.lat) if point else (0.0, 0.0)
        is_land = any(atlas().near(lon, lat, _UNSURE))
        return View(AroundPoint(lon, lat), _UNCERTAIN if is_land else _AT_SEA)
    rings = sorted(area.rings, key=_size, reverse=True)
    start = (point.lon, point.lat) if point else _middle(rings[0])
    flat = AroundPoint(*start)
    boxes = [_box(flat, ring) for ring in rings]
    first = (0.0, 0.0, 0.0, 0.0) if point else boxes[0]
    around = _MOST if point else _WHOLE
    if point and any(_holds(box) and _width(box, shape) > around for box in boxes):
        return View(flat, around)
    west, north, east, south = seen = _gather(first, boxes, around, shape)
    centre = flat.place((west + east) / 2, (north + south) / 2)
    return View(AroundPoint(*centre), max(_width(seen, shape) * _MARGIN, _LEAST))


def _gather(first: _Box, boxes: Sequence[_Box], most: float, shape: float) -> _Box:
    """Return what holds all of the boxes that are not too far away, the largest before others."""
    seen = first
    for box in boxes:
        wider = _union(seen, box)
        if _width(wider, shape) <= most:
            seen = wider
    return seen


def _box(flat: AroundPoint, ring: Ring) -> _Box:
    """Return the kilometres from the centre to the edges of a ring."""
    return bounds(flat.project_all(ring.points))


def _width(box: _Box, shape: float) -> float:
    """Return how wide a map must be to show a box."""
    return max(box[2] - box[0], (box[3] - box[1]) * shape)


def _holds(box: _Box) -> bool:
    """Return whether the centre is in a box."""
    return box[0] <= 0 <= box[2] and box[1] <= 0 <= box[3]


def _union(one: _Box, other: _Box) -> _Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _size(ring: Ring) -> float:
    west, south, east, north = ring.box
    return (east - west) * (north - south) * math.cos(math.radians((south + north) / 2))


def _middle(ring: Ring) -> tuple[float, float]:
    west, south, east, north = ring.box
    return (west + east) / 2, (south + north) / 2
