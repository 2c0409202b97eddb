"""Locator: the map of an article's place, as values that ``briefing/map.html.j2`` draws.

The point comes from coordinates and from nothing else. A place that is only named gives the map of
its state, and of that only if the name means one state of today. Else there is no map.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from babel.dates import get_timezone_location
from babel.units import format_unit

from wikibrief.briefing.maps.atlas import Area, Ring, atlas
from wikibrief.briefing.maps.clipping import Frame, Point, clip_line, clip_ring, to_path
from wikibrief.briefing.maps.labels import Label, Placer, surrounds, text_width
from wikibrief.briefing.maps.projections import AroundPoint, equal_earth
from wikibrief.briefing.maps.view import View, choose_area, choose_view
from wikibrief.facts.model import Coordinates, Facts
from wikibrief.languages import locale_of

__all__ = ["Inset", "LocatorMap", "ScaleBar", "locate"]


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A bar as long as a round number of kilometres."""

    x: float
    y: float
    length: float
    text: str


@dataclass(frozen=True, slots=True)
class Inset:
    """The world in a corner, and on it where the map is; ``scale`` shrinks its path."""

    x: float
    y: float
    width: float
    height: float
    scale: float
    path: str
    spot: tuple[float, float]


@dataclass(frozen=True, slots=True)
class LocatorMap:
    """A map in units of its own; a path is empty where there is nothing of its kind."""

    width: float
    height: float
    land: str
    subject: str
    """The state that the place is in, empty where that is not certain."""
    borders: str
    disputed: str
    point: tuple[float, float] | None
    cities: tuple[tuple[float, float], ...]
    labels: tuple[Label, ...]
    scale: ScaleBar
    inset: Inset
    place: str
    """The name of the point."""
    state: str
    """The name of the state, in the article's language."""
    neighbours: tuple[str, ...]
    """The names of other states that are on the map."""
    coordinates: str


def locate(
    facts: Facts,
    language: str,
    *,
    borders: bool = True,
    width: float = 300,
    height: float = 236,
) -> LocatorMap | None:
    """Draw where the place of an article is; None where that is not known.

    Without ``borders`` no state is drawn or named: land, the point and cities.
    """
    area = choose_area(facts, language)
    if facts.coordinates is None and (area is None or not borders):
        return None
    view = choose_view(area, facts.coordinates, width / height)
    sheet = _Sheet(view, width, height)
    return _Drawing(facts, language, area, sheet, borders=borders).draw()


class _Sheet:
    """The paper: kilometres around the centre of a view → units of the map."""

    def __init__(self, view: View, width: float, height: float) -> None:
        self.frame = Frame(0, 0, width, height)
        self.projection: AroundPoint = view.projection
        self.unit = width / view.width  # of a kilometre
        reach = math.hypot(view.width, view.width * height / width) / 2
        self._degrees = math.degrees(reach / 6371) * 1.15 + 1

    def project(self, lon: float, lat: float) -> Point:
        x, y = self.projection.project(lon, lat)
        return self.frame.right / 2 + x * self.unit, self.frame.bottom / 2 + y * self.unit

    def may_show(self, ring: Ring) -> bool:
        """Return whether a ring may be on the map, by its box."""
        west, south, east, north = ring.box
        low, high = self.projection.lat - self._degrees, self.projection.lat + self._degrees
        if north < low or south > high:
            return False
        widest = max(abs(low), abs(high))
        if widest >= 85:  # noqa: PLR2004  about the pole all longitudes meet
            return True
        across = self._degrees / math.cos(math.radians(widest))
        return any(
            west + turn <= self.projection.lon + across
            and east + turn >= self.projection.lon - across
            for turn in (-360, 0, 360)
        )

    def outlines(self, area: Area) -> list[list[Point]]:
        """Return the rings of an area as far as they are on the map."""
        edge = self.frame.grow(6)
        rings = (
            [self.project(*place) for place in ring.points]
            for ring in area.rings
            if self.may_show(ring)
        )
        return [kept for ring in rings if len(kept := clip_ring(ring, edge)) > 2]  # noqa: PLR2004

    def lines(self, arcs: Sequence[int]) -> Iterator[list[Point]]:
        for line in atlas().lines(arcs):
            xs, ys = [x for x, _ in line], [y for _, y in line]
            if self.may_show(Ring((), (min(xs), min(ys), max(xs), max(ys)))):
                yield from clip_line([self.project(*place) for place in line], self.frame)


class _Drawing:
    """One map while it is drawn."""

    def __init__(
        self, facts: Facts, language: str, area: Area | None, sheet: _Sheet, *, borders: bool
    ) -> None:
        self._facts, self._language, self._borders = facts, language, borders
        self._area = area if borders else None
        self._sheet = sheet
        self._placer = Placer(sheet.frame)
        spot = facts.coordinates
        self._point = sheet.project(spot.lon, spot.lat) if spot else None
        self._names = locale_of(language).territories

    def draw(self) -> LocatorMap:
        """Draw the land, then names in the order of their importance."""
        sheet, data = self._sheet, atlas()
        shown = [(area, lines) for area in data.areas if (lines := sheet.outlines(area))]
        borders = list(sheet.lines(data.borders)) if self._borders else []
        disputed = list(sheet.lines(data.disputed)) if self._borders else []
        self._placer.avoid([*borders, *disputed])
        if self._point:
            x, y = self._point
            self._placer.keep_free(Frame(x - 8, y - 8, x + 8, y + 8))
        scale = self._scale_bar()
        inset = self._inset(shown)
        place = self._place_name()
        labels = [self._placer.at_point(place, "place", self._point, 10)] if self._point else []
        cities, city_labels = self._cities()
        self._placer.avoid(ring for _, lines in shown for ring in lines)
        states = self._state_labels(shown) if self._borders else []
        drawn = [label for label in (*labels, *states, *city_labels) if label]
        subject = [line for area, lines in shown if area is self._area for line in lines]
        return LocatorMap(
            width=sheet.frame.right,
            height=sheet.frame.bottom,
            land=to_path((ring for _, lines in shown for ring in lines), close=True),
            subject=to_path(subject, close=True),
            borders=to_path(borders),
            disputed=to_path(disputed),
            point=_rounded(self._point) if self._point else None,
            cities=tuple(cities),
            labels=tuple(drawn),
            scale=scale,
            inset=inset,
            place=place,
            state=self._name_of(self._area) if self._area else "",
            neighbours=tuple(label.text for label in drawn if label.kind == "state"),
            coordinates=_format(self._facts.coordinates) if self._facts.coordinates else "",
        )

    def _place_name(self) -> str:
        """Return the first part of the place's name, if it fits on a map."""
        name = re.split(r"[,،、;(]", self._facts.place or "")[0].strip()
        return name if 0 < text_width(name, 11.5) <= self._sheet.frame.right * 0.55 else ""

    def _name_of(self, area: Area) -> str:
        """Return CLDR's name without what it adds in brackets."""
        return re.sub(r"\s*[(（].*", "", self._names.get(area.code, ""))

    def _state_labels(self, shown: Sequence[tuple[Area, list[list[Point]]]]) -> list[Label]:
        """Name the states that are large enough on the map, that of the place first."""
        order = sorted(shown, key=lambda each: each[0] is not self._area)
        found = []
        for area, lines in order:
            kind = "subject" if area is self._area else "state"
            name = self._name_of(area)
            text = name.upper() if name.isascii() else name
            if text and (label := self._placer.inside(text, kind, lines)):
                found.append(label)
        return found

    def _cities(self) -> tuple[list[Point], list[Label]]:
        """Choose a few large cities, those of the same state first, not next to the place."""
        code = self._area.code if self._area else ""
        spots, labels = [], []
        of_state = sorted(atlas().cities, key=lambda city: city.code != code)
        for city in of_state:
            if len(labels) == _CITIES or (labels and code and city.code != code):
                break
            if not self._sheet.may_show(Ring((), (city.lon, city.lat, city.lon, city.lat))):
                continue
            spot = self._sheet.project(city.lon, city.lat)
            if not self._sheet.frame.grow(-6).contains(spot) or (
                self._point and math.dist(spot, self._point) < _APART
            ):
                continue
            name = get_timezone_location(
                city.zone, locale=locale_of(self._language), return_city=True
            )
            if label := self._placer.at_point(name, "city", spot, 4):
                spots.append(_rounded(spot))
                labels.append(label)
        return spots, labels

    def _scale_bar(self) -> ScaleBar:
        frame, unit = self._sheet.frame, self._sheet.unit
        longest = 0.24 * frame.right / unit
        power = 10 ** math.floor(math.log10(longest))
        kilometres = max(step * power for step in (1, 2, 5) if step * power <= longest)
        text = format_unit(
            kilometres, "length-kilometer", length="short", locale=locale_of(self._language)
        )
        length = kilometres * unit
        side = frame.left + 8
        if self._point and self._point[0] < frame.right * 0.4 and self._point[1] > frame.bottom * 0.75:
            side = frame.right - 8 - length
        bar = ScaleBar(round(side, 1), frame.bottom - 9, round(length, 1), text)
        self._placer.keep_free(
            Frame(side - 4, frame.bottom - 26, side + max(length, text_width(text, 8.5)) + 4, frame.bottom)
        )
        return bar

    def _inset(self, shown: Sequence[tuple[Area, list[list[Point]]]]) -> Inset:
        """Put the world into the corner where it hides least: sea rather than land, never the point."""
        frame = self._sheet.frame
        width, height = 78.0, 38.0
        subject = [line for area, lines in shown if area is self._area for line in lines]
        land = [line for _, lines in shown for line in lines]

        def cost(corner: tuple[float, float]) -> float:
            box = Frame(corner[0], corner[1], corner[0] + width, corner[1] + height)
            spots = [
                (box.left + width * i / 8, box.top + height * j / 4) for i in range(9) for j in range(5)
            ]
            hidden = sum(surrounds(subject, spot) * 4 + surrounds(land, spot) for spot in spots)
            return hidden + (0 if self._placer.is_free(box.grow(-1)) else 1000)

        inner = frame.grow(-5)
        corners = [
            (inner.right - width, inner.bottom - height),
            (inner.right - width, inner.top),
            (inner.left, inner.top),
            (inner.left, inner.bottom - height),
        ]
        x, y = min(corners, key=cost)
        self._placer.keep_free(Frame(x - 2, y - 2, x + width + 2, y + height + 2))
        centre = self._facts.coordinates
        spot = (centre.lon, centre.lat) if centre else self._sheet.projection
        at = equal_earth(*spot)
        return Inset(x, y, width, height, width / 360, atlas().world, _rounded(at))


_CITIES = 3
_APART = 26


def _rounded(point: Point) -> Point:
    return round(point[0], 1), round(point[1], 1)


def _format(spot: Coordinates) -> str:
    """Write coordinates as everyone reads them: "16.27° N, 0.04° W"."""
    north, east = "NS"[spot.lat < 0], "EW"[spot.lon < 0]
    return f"{abs(spot.lat):.2f}°\xa0{north}, {abs(spot.lon):.2f}°\xa0{east}"
