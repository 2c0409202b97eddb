"""Projections: longitude and latitude in degrees → a plane."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

__all__ = ["EARTH", "AroundPoint", "equal_earth"]

EARTH = 6371.0
"""The Earth's radius in kilometres."""


class AroundPoint(NamedTuple):
    """Lambert's azimuthal equal-area projection, in kilometres east and south of its centre.

    It has no seam but the far side of the Earth, so the poles and the line where dates change are
    like any other place.
    """

    lon: float
    lat: float

    def project(self, lon: float, lat: float) -> tuple[float, float]:
        """Return where a place is."""
        return next(self.project_all([(lon, lat)]))

    def project_all(self, places: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
        """Yield where places are."""
        sin_centre = math.sin(math.radians(self.lat))
        cos_centre = math.cos(math.radians(self.lat))
        middle = math.radians(self.lon)
        for lon, lat in places:
            across, up = math.radians(lon) - middle, math.radians(lat)
            sin, cos = math.sin(up), math.cos(up)
            east = math.cos(across) * cos
            scale = EARTH * math.sqrt(2 / max(1 + sin_centre * sin + cos_centre * east, 1e-9))
            yield scale * cos * math.sin(across), scale * (sin_centre * east - cos_centre * sin)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return the longitude and latitude of a point, the inverse of ``project``."""
        distance = math.hypot(x, y)
        if distance == 0:
            return self.lon, self.lat
        angle = 2 * math.asin(min(distance / (2 * EARTH), 1))
        sin, cos, centre = math.sin(angle), math.cos(angle), math.radians(self.lat)
        up = math.asin(
            max(-1.0, min(1.0, cos * math.sin(centre) - y * sin * math.cos(centre) / distance))
        )
        across = math.atan2(x * sin, distance * math.cos(centre) * cos + y * math.sin(centre) * sin)
        lon = self.lon + math.degrees(across)
        return (lon + 180) % 360 - 180, math.degrees(up)


_A = (1.340264, -0.081106, 0.000893, 0.003796)
_LATITUDE = math.sqrt(3) / 2
_UNIT = 180 / 2.7066  # so that the world is 360 wide
_NORTH = 88.0


def equal_earth(lon: float, lat: float) -> tuple[float, float]:
    """Project onto Equal Earth (Šavrič, Patterson, Jenny 2018): the world is 360 by 176 units."""
    angle = math.asin(_LATITUDE * math.sin(math.radians(lat)))
    square = angle * angle
    sixth = square**3
    bend = _A[0] + 3 * _A[1] * square + sixth * (7 * _A[2] + 9 * _A[3] * square)
    x = math.radians(lon) * math.cos(angle) / (_LATITUDE * bend)
    y = angle * (_A[0] + _A[1] * square + sixth * (_A[2] + _A[3] * square))
    return 180 + _UNIT * x, _NORTH - _UNIT * y
