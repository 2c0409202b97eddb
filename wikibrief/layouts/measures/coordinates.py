"""Coordinates: ``{{coord|52|31|N|13|24|E}}`` → 52°31′N 13°24′E, and where GeoHack has them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from wikibrief.layouts.arguments import list_positional

__all__ = ["GeoPoint", "coordinates", "write_west"]

_GEOHACK = "https://geohack.toolforge.org/geohack.php"
_NUMBER = re.compile(r"[-+\u2212]?[0-9]{1,3}(?:\.[0-9]{0,12})?")
_DIRECTIONS = {
    "N": "N", "S": "S", "E": "E", "W": "W", "O": "E", "Z": "S",
    "С": "N", "Ю": "S", "В": "E", "З": "W", "北": "N", "南": "S", "東": "E", "东": "E", "西": "W",
}  # fmt: skip
"""The directions in languages whose wikis write them so; ``O`` is east (Ost, oost)."""
_WEST_WITH_O = frozenset({"ca", "es", "fr", "gl", "it", "oc", "pt"})
"""Languages in which it is west (ouest, oeste)."""
_O = re.compile(r"\b[Oo]\b")
_SLASHED = re.compile(r"[0-9./]{1,40}/[A-Za-z]")
"""An angle in one argument, as French wikis have it: ``16/16/12/N``."""
_SCALES = (1, 60, 3600)
_MOST = 60
"""Minutes and seconds are fewer."""


@dataclass(frozen=True, slots=True)
class GeoPoint:
    """A place on Earth: degrees north and east; how they are shown, and as numbers; on a map."""

    latitude: float
    longitude: float
    shown: tuple[str, str]
    decimal: str
    address: str


@dataclass(frozen=True, slots=True)
class _Angle:
    """An angle as it is written: degrees, minutes and seconds in digits, and its direction."""

    parts: tuple[str, ...]
    direction: str

    @property
    def degrees(self) -> float:
        sizes = zip(self.parts, _SCALES, strict=False)
        value = sum(abs(float(part)) / scale for part, scale in sizes)
        negative = self.parts[0].startswith("-") or self.direction in {"S", "W"}
        return -value if negative else value

    @property
    def places(self) -> int:
        """Digits after the last part's point."""
        return len(self.parts[-1].partition(".")[2])


def coordinates(words: Mapping[str, str], page: str, language: str) -> GeoPoint | None:
    """Read the arguments of a ``{{coord}}``; None when they are no place on Earth.

    The format is that of the arguments unless ``format`` (``dms``, ``dec``) says otherwise, with
    the precision that Wikipedia's Module:Coordinates gives it. ``page`` and ``language`` are those
    of the article, for the map.
    """
    arguments = _split_angles(list_positional(words))
    if words.get("NS") and words.get("EW"):
        arguments = [*words["NS"].split("/"), *words["EW"].split("/")]
    arguments = [write_west(each, language) for each in arguments]
    angles, rest = _angles(arguments)
    if angles is None:
        return None
    latitude, longitude = angles
    if abs(latitude.degrees) > 90 or abs(longitude.degrees) > 360:
        return None
    how = words.get("format", "").strip().lower()
    if how not in {"dms", "dec"}:
        how = "dec" if len(latitude.parts) == 1 == len(longitude.parts) else "dms"
    shown = (
        _format_angle(latitude, longitude, how, "NS"),
        _format_angle(longitude, latitude, how, "EW"),
    )
    return GeoPoint(
        latitude.degrees,
        longitude.degrees,
        shown,
        f"{latitude.degrees:.{_decimals(latitude)}f}; {longitude.degrees:.{_decimals(longitude)}f}",
        _address(latitude, longitude, rest, page, language),
    )


def write_west(text: str, language: str) -> str:
    """Write ``W`` for the ``O`` of languages in which that is west."""
    return _O.sub("W", text) if language.partition("-")[0] in _WEST_WITH_O else text


def _split_angles(arguments: Sequence[str]) -> list[str]:
    split = (each.split("/") if _SLASHED.fullmatch(each) else [each] for each in arguments)
    return [part for parts in split for part in parts]


def _angles(arguments: Sequence[str]) -> tuple[tuple[_Angle, _Angle] | None, str]:
    """The two angles, and what comes after them (``type:city_region:DE``)."""
    numbers: list[str] = []
    angles: list[_Angle] = []
    rest = ""
    for argument in arguments:
        direction = _DIRECTIONS.get(argument.upper(), "")
        if len(angles) == 2:
            rest = rest or argument
        elif direction and numbers:
            angles.append(_Angle(tuple(numbers), direction))
            numbers = []
        elif _NUMBER.fullmatch(argument) and len(numbers) < 3:
            numbers.append(argument.replace("\u2212", "-"))
        elif argument:
            rest = argument
            break
    if not angles and len(numbers) == 2:
        first, second = numbers
        angles = [_Angle((first,), "N"), _Angle((second,), "E")]
    if len(angles) != 2:
        return None, ""
    latitude, longitude = angles
    if latitude.direction in {"E", "W"} or longitude.direction in {"N", "S"}:
        return None, ""
    if any(float(part) >= _MOST for angle in angles for part in angle.parts[1:]):
        return None, ""
    return (latitude, longitude), rest


def _decimals(angle: _Angle) -> int:
    """Decimal places of degrees that say what is written: five for seconds, three for minutes."""
    return angle.places + {1: 0, 2: 3, 3: 5}[len(angle.parts)]


def _format_angle(angle: _Angle, other: _Angle, how: str, directions: str) -> str:
    direction = directions[angle.degrees < 0]
    if how == "dec":
        return f"{abs(angle.degrees):.{_decimals(angle)}f}°{direction}"
    if len(angle.parts) > 1:
        parts = (part.lstrip("-+") for part in angle.parts)
        return "".join(map("".join, zip(parts, "°′″", strict=False))) + direction
    return _sexagesimal(abs(angle.degrees), max(angle.places, other.places)) + direction


def _sexagesimal(degrees: float, places: int) -> str:
    """Degrees in as many of minutes and seconds as their decimal places are worth."""
    if places == 0:
        return f"{degrees:.0f}°"
    if places <= 2:
        whole, minutes = divmod(round(degrees * 60), 60)
        return f"{whole}°{minutes:02}′"
    whole, seconds = divmod(round(degrees * 3600), 3600)
    minutes, seconds = divmod(seconds, 60)
    return f"{whole}°{minutes:02}′{seconds:02}″"


def _address(latitude: _Angle, longitude: _Angle, rest: str, page: str, language: str) -> str:
    place = "_".join(
        (
            *_drop_sign(latitude),
            "NS"[latitude.degrees < 0],
            *_drop_sign(longitude),
            "EW"[longitude.degrees < 0],
        )
    )
    if rest:
        place += f"_{rest}"
    name = quote(page.replace(" ", "_"), safe="")
    return (
        f"{_GEOHACK}?language={quote(language, safe='-')}&pagename={name}"
        f"&params={quote(place, safe=':_.-')}"
    )


def _drop_sign(angle: _Angle) -> tuple[str, ...]:
    return tuple(part.lstrip("-+") for part in angle.parts)
