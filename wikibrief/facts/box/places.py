"""Coordinates: those of the infobox, else those that the article shows at its title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from wikibrief.facts.box.infobox import BoxValues
from wikibrief.facts.language.lexicon import words_of_all
from wikibrief.facts.model import Coordinates, Place, Unread
from wikibrief.layouts.infoboxes.values import coordinate_part
from wikibrief.layouts.measures.coordinates import coordinates, write_west
from wikibrief.model.document import Document, Transclusion

__all__ = ["read_coordinates", "unread_coordinates"]

_COORD = re.compile(r"\{\{\s*coord(?:inates)?\s*\|([^{}]*)\}\}", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_DECIMAL = re.compile(
    r"\s*([-+−]?\d{1,3}(?:\.\d+)?)\s*°?\s*([NS]?)\s*[,;/ ]"
    r"\s*([-+−]?\d{1,3}(?:\.\d+)?)\s*°?\s*([EWO]?)\s*"
)
_SEXAGESIMAL = re.compile(
    r"(\d{1,3})\s*°\s*(?:(\d{1,2}(?:\.\d+)?)\s*[′'’]\s*)?(?:(\d{1,2}(?:\.\d+)?)\s*[″\"”]\s*)?([NSEWO])"
)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d+)?")
_AT_TITLE = re.compile(r"title|^[it]{1,2}$", re.IGNORECASE)


def read_coordinates(document: Document, box: BoxValues, language: str) -> Coordinates | None:
    """Read the coordinates of an article; None where it gives none that can be read.

    ``language`` is that of its words: in some, ``O`` is west.
    """
    title = document.title or ""
    for argument in box.all_arguments:
        value = _COMMENT.sub("", argument.value) if "<" in argument.value else argument.value
        if "{{" not in value or _is_of_life(argument.name or ""):
            continue
        for match in _COORD.finditer(value):
            if (found := _call(match[1], title, language)) is not None:
                return found
    said = write_west(box.values.get("coordinates", ""), language)
    if found := _words(said) or _parts(box, title, language):
        return found
    at_title = filter(_is_at_title, (_COMMENT.sub("", call) for call in _calls(document)))
    return next(filter(None, (_call(arguments, title, language) for arguments in at_title)), None)


def unread_coordinates(box: BoxValues) -> Iterator[Unread]:
    """Report coordinates with numbers that give no place."""
    value = " ".join(_COMMENT.sub("", box.values.get("coordinates", "")).split())
    if any(map(str.isdigit, value)):
        yield Unread(value, (), Place(("infobox", box.names["coordinates"]), 1, 1))


def _is_of_life(name: str) -> bool:
    """Whether an argument has a place of somebody's life, where no event was, in any language."""
    return _of_life().search(name) is not None


@cache
def _of_life() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words_of_all("of_life")))), re.IGNORECASE)


def _is_at_title(arguments: str) -> bool:
    display = re.search(r"display\s*=\s*([^|]*)", arguments)
    words = display[1].split(",") if display else []
    return any(_AT_TITLE.search(word.strip()) for word in words)


def _call(arguments: str, title: str, language: str) -> Coordinates | None:
    named: dict[str, str] = {}
    position = 0
    for argument in arguments.split("|"):
        name, equals, value = argument.partition("=")
        if equals:
            named[name.strip()] = value.strip()
        else:
            position += 1
            named[str(position)] = argument.strip()
    found = coordinates(named, title, language)
    return _round_coordinates(found.latitude, found.longitude) if found else None


def _round_coordinates(lat: float, lon: float) -> Coordinates | None:
    if abs(lat) > 90 or abs(lon) > 180:
        return None
    return Coordinates(round(lat, 4) + 0.0, round(lon, 4) + 0.0)


def _words(value: str) -> Coordinates | None:
    """Read coordinates that are written without a transclusion: "16.27, −0.04", "16°16′N 0°3′W".

    Those of a whole region ("30° N to 35° N") are no place.
    """
    angles: dict[str, float] = {}
    for degrees, minutes, seconds, direction in _SEXAGESIMAL.findall(value):
        size = float(degrees) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
        axis = "NS" if direction in "NS" else "EWO"
        if axis in angles:
            return None
        angles[axis] = -size if direction in "SW" else size
    if len(angles) == 2:
        return _round_coordinates(angles["NS"], angles["EWO"])
    if match := _DECIMAL.fullmatch(value):
        north, east = (float(match[group].replace("−", "-")) for group in (1, 3))
        return _round_coordinates(
            -north if match[2] == "S" else north, -east if match[4] == "W" else east
        )
    return None


def _parts(box: BoxValues, title: str, language: str) -> Coordinates | None:
    """Read a latitude and a longitude, each with its minutes, seconds and hemisphere, if any."""
    lat, lon = (box.values.get(name, "").strip() for name in ("latitude", "longitude"))
    if not lat or not lon:
        return None
    parts = {
        part: value.strip()
        for name, value in box.written.items()
        if (part := coordinate_part(name)) and part[1] != "d"
    }
    if not parts:
        return _words(f"{lat}, {lon}")
    north = [lat, parts.get(("lat", "m"), "0"), parts.get(("lat", "s"), "0")]
    east = [lon, parts.get(("lon", "m"), "0"), parts.get(("lon", "s"), "0")]
    if not all(map(_NUMBER.fullmatch, (*north, *east))):
        return None
    hemispheres = parts.get(("lat", ""), "N"), parts.get(("lon", ""), "E")
    return _call(
        "|".join((*north, hemispheres[0].upper(), *east, hemispheres[1].upper())), title, language
    )


def _calls(document: Document) -> Iterator[str]:
    """The arguments of every ``{{coord}}`` in the text."""
    blocks: list[Iterable[object]] = [document.preamble, document.lead]
    stack = list(document.sections)
    while stack:
        section = stack.pop()
        blocks.append(section.blocks)
        stack += section.sections
    for block in (block for group in blocks for block in group):
        if isinstance(block, str) and ("oord" in block or "OORD" in block):
            yield from (match[1] for match in _COORD.finditer(block))
        elif isinstance(block, Transclusion) and block.name.strip().lower() == "coord":
            yield "|".join(
                f"{argument.name}={argument.value}" if argument.name else argument.value
                for argument in block.arguments
            )
