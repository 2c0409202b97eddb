"""Join what infoboxes keep in several arguments: coordinates, units, years and ranks of values.

``area_km2`` and ``area_sq_mi`` are one area in two units, ``population_year`` belongs in brackets
after ``population``, ``latd`` and ``longd`` are one place, ``C`` and ``H`` one formula.
"""

from __future__ import annotations

import re
from itertools import product

from wikibrief.layouts.infoboxes.keyfacts import Fact

__all__ = ["coordinate_part", "group_thousands", "join_asides", "join_values"]

_COORDINATE = re.compile(
    r"(?P<axis>lat|lon)(?:(?:g|g?itud(?:ine|e)?)? ?"
    r"(?:(?P<part>d|deg|degrees|m|min|minutes|s|sec|seconds|gradi|grados|decimale|minut[io]s?"
    r"|second[ie]|segundos)|ns|ew|hem|hemisphere|dir|direction)|g?itude)"
)
_GERMAN = {
    "coordinates": ("breitengrad", "längengrad"),
    "quelle coordinates": ("quelle lat grad", "quelle long grad"),
    "mündung coordinates": ("mündung lat grad", "mündung long grad"),
}
_GERMAN_PLACE = re.compile(
    r"(?P<lat>\d{1,2}(?:/\d{1,2}){0,2}(?:\.\d+)?/[NS]) "
    r"(?P<lon>\d{1,3}(?:/\d{1,2}){0,2}(?:\.\d+)?/[EW])"
    r"|-?\d{1,2}(?:\.\d+)? -?\d{1,3}(?:\.\d+)?"
)
"""Latitude and longitude as German boxes have them: ``47/25/16/N`` or ``47.421``."""
_NUMBER = re.compile(r"\d{1,3}(?:\.\d+)?")
_HEMISPHERES = frozenset(product("NS", "EW"))
_DEGREES = frozenset(("gradi", "grados"))
_ELEMENTS = frozenset(
    "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se "
    "Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy "
    "Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu".split()
)
_COUNT = re.compile(r"[1-9]\d*")
_UNITS = {
    "km2": "km²", "sq mi": "sq mi", "sqmi": "sq mi", "ha": "ha", "acre": "acres",
    "m": "m", "ft": "ft", "km": "km", "mi": "mi", "cm": "cm", "mm": "mm", "in": "in", "nmi": "nmi",
    "sqm": "m²", "kts": "kn", "miles": "mi",
    "m2": "m²", "sqft": "sq ft", "sq ft": "sq ft", "kg": "kg", "lb": "lb", "lbs": "lb", "t": "t",
    "kmh": "km/h", "km/h": "km/h", "mph": "mph", "kn": "kn", "kw": "kW", "hp": "hp",
    "km3": "km³", "l": "l", "dunam": "dunams",
}  # fmt: skip
_UNIT = re.compile(
    rf"(?P<stem>.+?) (?P<unit>{'|'.join(map(re.escape, sorted(_UNITS, key=len, reverse=True)))})"
)
_BEGINS_WITH_NUMBER = re.compile(r"\W{0,3}\d")
_OF_SPEED = re.compile(r"\b(?:speed|winds?|gusts?)\b")
_WHOLE_NUMBER = re.compile(r"(\d+)(?:\.\d+)?(?=\s*(?:\Z|<ref|\{\{))")
_PER_AREA = re.compile(r"density\b")
_BEHIND = tuple(
    "year|as of|rank|estimate year|note|notes|ref|refs|footnotes|année|rang|post|año|puesto|anno"
    "|ano|rok|jaar|jahr|год|рік|år|yıl|any".split("|")
)
"""Ends of the names of what is said behind a value, in brackets unless it is a note."""
_NOTES = frozenset(("note", "notes", "ref", "refs", "footnotes", "post"))
_AUTO = "auto"
"""The value with which an argument asks the wiki to compute it from the others."""


def join_values(facts: dict[str, Fact], least: int) -> dict[str, Fact]:
    """Return the facts (by folded name) with those joined that are one for the reader.

    Numbers with units have marks between their thousands from ``least`` digits on.
    """
    return _join_units(_join_elements(_join_coordinates(_join_german_places(facts))), least)


def coordinate_part(name: str) -> tuple[str, str] | None:
    """Return which part of coordinates an argument's folded name means: ``latd`` is lat, d.

    The part is ``d``, ``m`` or ``s``, and blank for the hemisphere.
    """
    match = _COORDINATE.fullmatch(name)
    if match is None:
        return None
    is_degrees = match["part"] in _DEGREES or name.endswith("itude")
    return match["axis"], "d" if is_degrees else (match["part"] or "")[:1]


def _join_coordinates(facts: dict[str, Fact]) -> dict[str, Fact]:
    """Join degrees (``latd``), minutes, seconds and hemispheres to ``coordinates``."""
    found = {key: part for key in facts if (part := coordinate_part(key))}
    parts = {part: facts[key].value for key, part in found.items()}
    is_twice = len(parts) < len(found)  # as with both ``latitude`` and ``latd``
    if is_twice or "coordinates" in facts or not {("lat", "d"), ("lon", "d")} <= parts.keys():
        return facts
    has_hemispheres = ("lat", "") in parts or ("lon", "") in parts
    hemispheres = parts.pop(("lat", ""), "N"), parts.pop(("lon", ""), "E")
    unsigned = [parts[each].removeprefix("-") if each[1] == "d" else parts[each] for each in parts]
    if not all(map(_NUMBER.fullmatch, unsigned)) or hemispheres not in _HEMISPHERES:
        return facts
    precision = "dms"[: max("dms".find(part) for _, part in parts) + 1]
    numbers = {
        axis: [parts.get((axis, part), "0") for part in precision] for axis in ("lat", "lon")
    }
    is_signed = precision == "d" and not has_hemispheres
    call = "|".join(
        (*numbers["lat"], *numbers["lon"])
        if is_signed
        else (*numbers["lat"], hemispheres[0], *numbers["lon"], hemispheres[1])
    )
    joined: dict[str, Fact] = {}
    for key, fact in facts.items():
        if key in found:
            joined.setdefault("coordinates", Fact("coordinates", f"{{{{coord|{call}}}}}"))
        else:
            joined[key] = fact
    return joined


def _join_german_places(facts: dict[str, Fact]) -> dict[str, Fact]:
    """Join a German box's latitudes and longitudes to ``coordinates``, and those of a river."""
    for name, axes in _GERMAN.items():
        if name in facts or not facts.keys() >= {*axes}:
            continue
        place = _GERMAN_PLACE.fullmatch(" ".join(facts[key].value.strip() for key in axes))
        if place is None or (place["lat"] or "").count("/") != (place["lon"] or "").count("/"):
            continue
        call = re.sub("[ /]", "|", place[0])
        joined: dict[str, Fact] = {}
        for key, fact in facts.items():
            if key in axes:
                joined.setdefault(name, Fact(name, f"{{{{coord|{call}}}}}"))
            else:
                joined[key] = fact
        facts = joined
    return facts


def _join_elements(facts: dict[str, Fact]) -> dict[str, Fact]:
    """Join the numbers of a compound's atoms (``C=6 | H=8 | O=6``) to its formula, as Hill does."""
    found = {fact.name: key for key, fact in facts.items() if fact.name in _ELEMENTS}
    counts = {name: facts[key].value.strip() for name, key in found.items()}
    if len(found) < 2 or "formula" in facts or not all(map(_COUNT.fullmatch, counts.values())):
        return facts
    begin = ["C", "H"] if "C" in found else []
    order = [name for name in begin if name in found]
    order += sorted(name for name in found if name not in order)
    atoms = (f"{name}<sub>{counts[name]}</sub>" if counts[name] != "1" else name for name in order)
    joined = {"formula": Fact("Formula", "".join(atoms))}
    return joined | {key: fact for key, fact in facts.items() if key not in found.values()}


def _join_units(facts: dict[str, Fact], least: int) -> dict[str, Fact]:
    """Put units after their numbers; a second unit of the same value is in brackets."""
    joined: dict[str, Fact] = {}
    for key, fact in facts.items():
        match = _UNIT.fullmatch(key)
        if match is None:
            joined[key] = fact
            continue
        stem, value = match["stem"], fact.value.strip()
        if value.lower() == _AUTO:
            continue
        is_other_unit = match["unit"] == "kn" and not _OF_SPEED.search(stem)
        if stem in facts or is_other_unit or not _BEGINS_WITH_NUMBER.match(value):
            joined[key] = fact
            continue
        unit = ("/" if _PER_AREA.search(stem) else "\u00a0") + _UNITS[match["unit"]]
        known = joined.get(stem)
        name = re.sub(rf"[ _]{re.escape(match['unit'])}\Z", "", fact.name.replace("_", " "))
        value = f"{group_thousands(value, least)}{unit}"
        text = _add_measure(known.value, value) if known else value
        joined[stem] = Fact(known.name if known else name.replace(" ", "_"), text)
    return joined


def _add_measure(known: str, measure: str) -> str:
    """Add the same measure in another unit, in brackets; inches follow their feet."""
    if measure.endswith("\u00a0in") and known.endswith(("\u00a0ft", "\u00a0ft)")):
        end = ")" if known.endswith(")") else ""
        return f"{known.removesuffix(end)} {measure}{end}"
    return f"{known} ({measure})"


def group_thousands(value: str, least: int = 4) -> str:
    """Put marks between the thousands of a number that a value begins with, as wikis do.

    Numbers of fewer digits than ``least`` are left alone.
    """
    number = _WHOLE_NUMBER.match(value)
    if number is None or len(number[1]) < least:
        return value
    return f"{{{{formatnum:{number[0]}}}}}{value[number.end() :]}"


def join_asides(facts: dict[str, Fact]) -> dict[str, Fact]:
    """Put years, ranks and notes behind the values that they are about."""
    joined = dict(facts)
    for key in facts:
        for end in _BEHIND:
            stem = key.removesuffix(f" {end}")
            if stem == key or stem not in joined or "\n" in joined[stem].value:
                continue
            value, aside = joined[stem], joined.pop(key).value.strip()
            is_note = end.startswith(("ref", "foot", "note", "post")) and aside.startswith(
                ("<", "{{")
            )
            text = aside if is_note else f" (rank {aside})" if end == "rank" else f" ({aside})"
            joined[stem] = Fact(value.name, value.value.rstrip() + text)
            break
    return joined
