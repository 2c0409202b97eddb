"""Locator: the map of an article's place, as values that ``html/map.html.j2`` draws.

The point comes from coordinates and from nothing else. A place that is only named gives the map of
its state, and of that only if the name means one state of today. Else there is no map.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from babel import Locale
from babel.dates import get_timezone_location
from babel.units import format_unit

from wikibrief.facts.model import Coordinates, Facts
from wikibrief.languages import locale_of
from wikibrief.page.maps.atlas import Area, City, atlas
from wikibrief.page.maps.clipping import (
    Frame,
    Point,
    bounds,
    clip_line,
    clip_ring,
    thin,
    to_path,
)
from wikibrief.page.maps.labels import Kind, Label, Placer, surrounds, text_width
from wikibrief.page.maps.projections import EARTH, equal_earth
from wikibrief.page.maps.view import Locality, View, choose_area, choose_view

__all__ = ["Inset", "LocatorMap", "locate"]


@dataclass(frozen=True, slots=True)
class Inset:
    """A corner with the world, on it the map's place, and a scale bar of the map below it."""

    left: float
    top: float
    width: float
    height: float
    world: str
    shrink: float
    """What the path of the world is to be scaled with."""
    spot: Point
    bar: float
    """How long the bar is on the map."""
    distance: str
    """The kilometres that the bar is long."""


@dataclass(frozen=True, slots=True)
class LocatorMap:
    """A map in units of its own; a path is empty where there is nothing of its kind."""

    width: float
    height: float
    land: str
    subject: str
    """The state that the place is in, empty where that is not certain."""
    coasts: str
    borders: str
    disputed: str
    point: Point | None
    cities: tuple[Point, ...]
    labels: tuple[Label, ...]
    inset: Inset
    place: str
    """The name of the place, empty where it is none for a map."""
    state: str
    """The name of the state, in the article's language."""
    neighbours: tuple[str, ...]
    """The names of other states that are on the map."""
    coordinates: str


WIDTH, HEIGHT = 300.0, 236.0
_INSET, _WORLD = (80.0, 54.0), 72.0
_BORDER, _COAST = 20, 1
"""How much a name shall avoid a cell with a line."""
_MOST_CITIES, _APART = 3, 26.0
_LONGEST_BAR = 36.0
_CLOSEST = 1.6
"""Points of a line are this far apart: a quarter of a millimetre."""


def locate(facts: Facts, language: str, *, borders: bool = True) -> LocatorMap | None:
    """Draw where the place of an article is; None where that is not known.

    Without ``borders`` no state is drawn or named: there are land, the point and cities.
    """
    return _locate(Locality.of(facts), language, borders=borders)


@lru_cache(maxsize=4)
def _locate(locality: Locality, language: str, *, borders: bool) -> LocatorMap | None:
    """Draw a map, once for all pages of an article."""
    area = choose_area(locality, language)
    if locality.coordinates is None and (area is None or not borders):
        return None
    sheet = _Sheet(choose_view(area, locality.coordinates, WIDTH / HEIGHT))
    drawing = _Drawing(locality, language, area if borders else None, sheet, borders=borders)
    drawn = drawing.draw()
    return drawn if drawn.point or drawn.subject else None  # of the smallest states nothing is seen


class _Sheet:
    """The paper: longitudes and latitudes → units of the map, cut at its edges."""

    def __init__(self, view: View) -> None:
        self.frame = Frame(0, 0, WIDTH, HEIGHT)
        self.projection = view.projection
        self.unit = WIDTH / view.width  # of a kilometre
        reach = math.hypot(WIDTH, HEIGHT) / 2 / self.unit
        self._degrees = math.degrees(2 * math.asin(min(reach / (2 * EARTH), 1))) + 0.5

    def project(self, lon: float, lat: float) -> Point:
        """Return where a place is on the map."""
        return self.project_all([(lon, lat)])[0]

    def project_all(self, places: Iterable[Point]) -> list[Point]:
        """Return where places are on the map."""
        unit = self.unit
        return [
            (WIDTH / 2 + x * unit, HEIGHT / 2 + y * unit)
            for x, y in self.projection.project_all(places)
        ]

    def outlines(self, area: Area) -> list[list[Point]]:
        """Return the rings of an area as far as they are on the map."""
        edge = self.frame.grow(4)
        rings = (ring for ring in area.rings if self._may_show(*ring.box))
        flat = (self.project_all(ring.points) for ring in rings)
        cut = (clip_ring(ring, edge) for ring in flat)
        thinned = (thin(ring, _CLOSEST) for ring in cut if ring)
        return [ring for ring in thinned if len(ring) > 3 or _reach(ring) > 1]

    def lines(self, arcs: Sequence[int]) -> list[list[Point]]:
        """Return lines as far as they are on the map."""
        edge = self.frame.grow(2)
        return [
            thin(piece, _CLOSEST)
            for line in atlas().lines(arcs, self._may_show)
            for part in _without_seam(line)
            for piece in clip_line(self.project_all(part), edge)
            if _reach(piece) > 1
        ]

    def _may_show(self, west: float, south: float, east: float, north: float) -> bool:
        """Return whether something in a box of degrees may be on the map."""
        low, high = self.projection.lat - self._degrees, self.projection.lat + self._degrees
        if north < low or south > high:
            return False
        sine = math.sin(math.radians(self._degrees))
        least = math.cos(math.radians(self.projection.lat))
        if self._degrees >= 90 or sine >= least:
            return True
        across = math.degrees(math.asin(sine / least))
        middle = self.projection.lon
        return any(
            west + turn <= middle + across and east + turn >= middle - across
            for turn in (-360, 0, 360)
        )

    def shows(self, city: City) -> Point | None:
        """Return where a city is on the map, if it is on it."""
        if not self._may_show(city.lon, city.lat, city.lon, city.lat):
            return None
        spot = self.project(city.lon, city.lat)
        return spot if self.frame.grow(-6).contains(spot) else None


def _reach(line: Sequence[Point]) -> float:
    left, top, right, bottom = bounds(line)
    return max(right - left, bottom - top)


def _without_seam(line: list[Point]) -> Iterator[list[Point]]:
    """Yield the parts of a line that do not follow the edges of Natural Earth's maps."""
    part = [line[0]]
    for one, other in itertools.pairwise(line):
        if _is_at_edge(one) and _is_at_edge(other):
            yield part
            part = []
        part.append(other)
    yield part


def _is_at_edge(place: Point) -> bool:
    return abs(place[0]) > 179.98 or place[1] < -89.9


class _Drawing:
    """One map while it is drawn."""

    def __init__(
        self, locality: Locality, language: str, area: Area | None, sheet: _Sheet, *, borders: bool
    ) -> None:
        self._locality, self._area, self._sheet, self._borders = locality, area, sheet, borders
        self._locale = locale_of(language)
        self._placer = Placer(sheet.frame)

    def draw(self) -> LocatorMap:
        """Draw the land, then names in the order of their importance."""
        data = atlas()
        coasts = self._sheet.lines(data.coasts)
        borders = self._sheet.lines(data.borders) if self._borders else []
        disputed = self._sheet.lines(data.disputed) if self._borders else []
        self._placer.avoid(coasts, _COAST)
        self._placer.avoid([*borders, *disputed], _BORDER)
        if self._point:
            self._placer.keep_free(Frame(*self._point, *self._point).grow(8))
        inset = self._inset()
        labels = [*self._name_place()]
        cities = list(self._choose_cities())
        subjects = [*self._name_states([each for each in self._shown if each[0] is self._area])]
        labels += (label for _, label in cities)
        states = [*self._name_states([each for each in self._shown if each[0] is not self._area])]
        return LocatorMap(
            width=WIDTH,
            height=HEIGHT,
            land=to_path((ring for _, rings in self._shown for ring in rings), close=True),
            subject=to_path(self._subject, close=True),
            coasts=to_path(coasts),
            borders=to_path(borders),
            disputed=to_path(disputed),
            point=_round(self._point) if self._point else None,
            cities=tuple(_round(spot) for spot, _ in cities),
            labels=(*labels, *(label for _, label in (*subjects, *states))),
            inset=inset,
            place=self._place,
            state=self._name_of(self._area) if self._area else "",
            neighbours=tuple(sorted(name for name, _ in states)),
            coordinates=_format(self._locality.coordinates) if self._locality.coordinates else "",
        )

    @cached_property
    def _shown(self) -> list[tuple[Area, list[list[Point]]]]:
        """The areas on the map, each with its outlines there."""
        areas = ((area, self._sheet.outlines(area)) for area in atlas().areas)
        return [(area, outlines) for area, outlines in areas if outlines]

    @cached_property
    def _subject(self) -> list[list[Point]]:
        return [ring for area, rings in self._shown if area is self._area for ring in rings]

    @cached_property
    def _point(self) -> Point | None:
        spot = self._locality.coordinates
        return self._sheet.project(spot.lon, spot.lat) if spot else None

    @cached_property
    def _place(self) -> str:
        """The first part of the place's name, if that is short enough for a map."""
        name = re.split(r"[,،、;(（]", self._locality.place or "")[0].strip()
        is_name = any(letter.isalpha() for letter in name)
        return name if is_name and text_width(name, 11.5) <= WIDTH / 2 else ""

    def _name_of(self, area: Area) -> str:
        """Return CLDR's name without what it adds in brackets."""
        name = self._locale.territories.get(area.code, "")
        return re.sub(r"\s*[(（].*", "", name)

    def _name_place(self) -> Iterator[Label]:
        if self._point and self._place:
            label = self._placer.next_to(self._place, "place", self._point, 10, math.inf)
            yield from [label] if label else []

    def _choose_cities(self) -> Iterator[tuple[Point, Label]]:
        """Yield a few large cities: those of the state, else the nearest to the place."""
        spots = [(city, spot) for city in atlas().cities if (spot := self._sheet.shows(city))]
        if self._area:
            spots = [(city, spot) for city, spot in spots if city.code == self._area.code]
        else:
            middle = self._point or (WIDTH / 2, HEIGHT / 2)
            spots.sort(key=lambda each: math.dist(each[1], middle))
        taken = [self._point] if self._point else []
        for city, spot in spots:
            if len(taken) > _MOST_CITIES or any(math.dist(spot, at) < _APART for at in taken):
                continue
            name = _name_city(city.zone, self._locale)
            if label := self._placer.next_to(name, "city", spot, 4, _BORDER - 1):
                taken.append(spot)
                self._placer.keep_free(Frame(*spot, *spot).grow(3))
                yield spot, label

    def _name_states(
        self, areas: Iterable[tuple[Area, list[list[Point]]]]
    ) -> Iterator[tuple[str, Label]]:
        """Yield the names that fit into their states, with the labels."""
        for area, outlines in areas if self._borders else ():
            name = self._name_of(area)
            kind: Kind = "subject" if area is self._area else "state"
            if name and (label := self._placer.inside(name, kind, outlines)):
                yield name, label

    def _inset(self) -> Inset:
        """Put the world where it hides least: sea rather than land, never the point."""
        inner = self._sheet.frame.grow(-5)
        width, height = _INSET
        shown = [
            (ring, Frame(*bounds(ring)), area is self._area)
            for area, rings in self._shown
            for ring in rings
        ]

        def hides(spot: Point) -> int:
            around = [(ring, is_own) for ring, frame, is_own in shown if frame.contains(spot)]
            own = surrounds([ring for ring, is_own in around if is_own], spot)
            return 4 * own + surrounds([ring for ring, _ in around], spot)

        def cost(corner: Point) -> float:
            box = Frame(*corner, corner[0] + width, corner[1] + height)
            spots = [
                (box.left + width * column / 6, box.top + height * row / 4)
                for column in range(7)
                for row in range(5)
            ]
            return sum(map(hides, spots)) + (0 if self._placer.is_free(box) else 1000)

        right, bottom = inner.right - width, inner.bottom - height
        corners = [
            (right, bottom),
            (right, inner.top),
            (inner.left, inner.top),
            (inner.left, bottom),
        ]
        left, top = min(corners, key=cost)
        self._placer.keep_free(Frame(left, top, left + width, top + height).grow(2))
        spot = self._locality.coordinates or self._sheet.projection
        bar, distance = self._scale_bar()
        return Inset(
            left=left,
            top=top,
            width=width,
            height=height,
            world=atlas().world,
            shrink=_WORLD / 360,
            spot=_round(equal_earth(spot.lon, spot.lat)),
            bar=bar,
            distance=distance,
        )

    def _scale_bar(self) -> tuple[float, str]:
        """Return how long a bar is, and the round number of kilometres that it shows."""
        longest = _LONGEST_BAR / self._sheet.unit
        power = 10 ** math.floor(math.log10(longest))
        kilometres = max(step * power for step in (1, 2, 5) if step * power <= longest)
        text = format_unit(kilometres, "length-kilometer", length="short", locale=self._locale)
        return round(kilometres * self._sheet.unit, 1), text


def _name_city(zone: str, locale: Locale) -> str:
    """Return what a language calls the city of a time zone; the English name if it has none."""
    try:
        return get_timezone_location(zone, locale=locale, return_city=True)
    except KeyError:  # Babel asks for names of regions too, which 160 languages lack
        return get_timezone_location(zone, locale="en", return_city=True)


def _round(point: Point) -> Point:
    return round(point[0], 1), round(point[1], 1)


def _format(spot: Coordinates) -> str:
    """Write coordinates in digits and the signs of the compass: "16.27° N, 0.04° W"."""
    north, east = "NS"[spot.lat < 0], "EW"[spot.lon < 0]
    return f"{abs(spot.lat):.2f}°\xa0{north}, {abs(spot.lon):.2f}°\xa0{east}"
