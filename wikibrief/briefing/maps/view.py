"""View: which state an article's place is in, and how much of the Earth a map of it shows.

A map is never wrong: what is not certain is left out.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from wikibrief.briefing.maps.atlas import Area, Ring, atlas
from wikibrief.briefing.maps.projections import AroundPoint
from wikibrief.facts.model import Coordinates, Facts
from wikibrief.languages import locale_of

__all__ = ["View", "choose_area", "choose_view"]

_UNSURE = 0.15
"""Degrees, 17 km: so near to a border the shapes do not say which side a place is on."""
_AMBIGUOUS = frozenset({"GE", "LU", "JE", "NE"})
"""Named alone also other places: a state of the USA, a province of Belgium, a city, a state of
Nigeria."""
_NO_CHANGES_SINCE = 2012
"""Before it, a state's name may mean land that is another state's today."""
_LEAST, _MOST, _WHOLE = 420.0, 2400.0, 7600.0
"""Kilometres across: the closest map, the widest around a point, the widest of a state alone."""
_UNCERTAIN, _AT_SEA = 700.0, 2400.0
"""Kilometres across where no state is certain: near a border, and at sea."""
_MARGIN = 1.28
"""How much wider than a state its map is, so that it shows the neighbours."""


class View(NamedTuple):
    """A projection, and how many kilometres a map is wide."""

    projection: AroundPoint
    width: float


def choose_area(facts: Facts, language: str) -> Area | None:
    """Return the area that a place is in, as far as that is certain."""
    named = _named_code(facts, language)
    if facts.coordinates is None:
        is_sure = named not in _AMBIGUOUS and _is_recent(facts)
        return atlas().area(named) if named and is_sure else None
    near = list(atlas().near(facts.coordinates.lon, facts.coordinates.lat, _UNSURE))
    if len(near) == 1:
        return near[0] if near[0].code else None
    return next((area for area in near if area.code and area.code == named), None)


def _named_code(facts: Facts, language: str) -> str:
    """Return the state that the end of the place names: "Tessit, Mali" → ``ML``."""
    parts = [part for part in re.split(r"[,،、·;]", facts.place or "") if part.strip()]
    last = _fold(parts[-1]) if parts else ""
    return _names(language).get(last) or _names("en").get(last) or ""


def _is_recent(facts: Facts) -> bool:
    year = facts.date.start[:4] if facts.date else ""
    return year.isdigit() and int(year) >= _NO_CHANGES_SINCE


@cache
def _names(language: str) -> dict[str, str]:
    """Return the codes of states by their names in a language, without those that share one."""
    found: dict[str, set[str]] = {}
    for code, name in locale_of(language).territories.items():
        if len(code) == 2 and code.isalpha() and atlas().area(code):  # noqa: PLR2004
            found.setdefault(_fold(name), set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


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
    start = (point.lon, point.lat) if point else _middle(_largest(area))
    flat = AroundPoint(*start)
    most = _MOST if point else _WHOLE
    west, north, east, south = _extent(area, flat, most, shape, bool(point))
    width = max(east - west, (south - north) * shape) * _MARGIN
    if width > most * _MARGIN and point:
        return View(flat, most)
    centre = flat.place((west + east) / 2, (north + south) / 2)
    return View(AroundPoint(*centre), max(width, _LEAST))


def _extent(
    area: Area, flat: AroundPoint, most: float, shape: float, has_point: bool
) -> tuple[float, float, float, float]:
    """Return the kilometres from a start to the edges of an area, without its far parts."""
    extent = (0.0, 0.0, 0.0, 0.0) if has_point else None
    rings = sorted(area.rings, key=_size, reverse=True)
    for ring in rings:
        flat_points = [flat.project(*place) for place in ring.points]
        xs, ys = [x for x, _ in flat_points], [y for _, y in flat_points]
        box = min(xs), min(ys), max(xs), max(ys)
        wider = box if extent is None else _union(extent, box)
        if extent is None or max(wider[2] - wider[0], (wider[3] - wider[1]) * shape) <= most:
            extent = wider
        elif ring is rings[0] and has_point and _holds(box):
            return wider
    assert extent is not None
    return extent


def _holds(box: tuple[float, float, float, float]) -> bool:
    return box[0] <= 0 <= box[2] and box[1] <= 0 <= box[3]


def _union(
    one: Sequence[float], other: Sequence[float]
) -> tuple[float, float, float, float]:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _largest(area: Area) -> Ring:
    return max(area.rings, key=_size)


def _size(ring: Ring) -> float:
    west, south, east, north = ring.box
    return (east - west) * (north - south) * math.cos(math.radians((south + north) / 2))


def _middle(ring: Ring) -> tuple[float, float]:
    west, south, east, north = ring.box
    return (west + east) / 2, (south + north) / 2
