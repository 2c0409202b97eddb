"""Reviews: what a person says of facts, in place of what was read.

A review names a fact by its key (``place``, ``date``, ``sides/1/belligerents``), gives its value in
the form in which ``dump_facts`` writes it, and may hold the ``text`` that it was made from:

    reviews:
      place: {value: "Kobé, Gao Region, Mali", text: "Near Kobé, Gao Region, Mali"}

A reviewed value is marked as such; nothing else of the facts changes, and never the wikitext.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from wikibrief.facts.model import (
    Coordinates,
    DateSpan,
    Facts,
    Loss,
    Quantity,
    Side,
)

__all__ = ["apply_reviews"]


def apply_reviews(facts: Facts, reviews: Mapping[str, object]) -> Facts:
    """Put the reviewed values in place of those that were read.

    Raises ValueError for a key that is no fact, or a value of another form.
    """
    for key, review in reviews.items():
        whole = isinstance(review, Mapping) and "value" in review
        value = review["value"] if whole else review  # type: ignore[index]
        facts = replace(_apply(facts, key, value), reviewed=(*facts.reviewed, key))
    return facts


def _apply(facts: Facts, key: str, value: object) -> Facts:
    match key.split("/"):
        case ["place"]:
            return replace(facts, place=_text(key, value))
        case ["part_of"]:
            return replace(facts, part_of=_text(key, value))
        case ["result"]:
            return replace(facts, result=_text(key, value))
        case ["date"]:
            return replace(facts, date=_date(key, value))
        case ["coordinates"]:
            return replace(facts, coordinates=_coordinates(key, value))
        case ["civilians"]:
            return replace(facts, civilians=_losses(key, value))
        case ["casualties"]:
            return replace(facts, casualties=_losses(key, value))
        case ["sides", number, part]:
            return replace(facts, sides=_sides(facts, key, number, part, value))
        case _:
            raise ValueError(f"`{key}` is no fact that can be reviewed")


def _sides(facts: Facts, key: str, number: str, part: str, value: object) -> tuple[Side, ...]:
    if not number.isdigit() or not 1 <= int(number) <= len(facts.sides):
        raise ValueError(f"`{key}`: the article has no such side")
    sides = list(facts.sides)
    side = sides[int(number) - 1]
    if part == "casualties":
        side = replace(side, casualties=_losses(key, value))
    elif part == "belligerents":
        side = replace(side, belligerents=_names(key, value))
    elif part == "commanders":
        side = replace(side, commanders=_names(key, value))
    else:
        raise ValueError(f"`{key}` is no fact that can be reviewed")
    sides[int(number) - 1] = side
    return tuple(sides)


def _text(key: str, value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise ValueError(f"`{key}` must be text")


def _names(key: str, value: object) -> tuple[str, ...]:
    if isinstance(value, list | tuple) and all(isinstance(name, str) for name in value):
        return tuple(value)
    raise ValueError(f"`{key}` must be a list of names")


def _date(key: str, value: object) -> DateSpan | None:
    if value is None:
        return None
    start, end = (
        (value.get("start"), value.get("end")) if isinstance(value, Mapping) else (value, None)
    )
    if not isinstance(start, str) or not isinstance(end, str | None):
        raise ValueError(f"`{key}` must have a start such as 2025-02-07, and may have an end")  # noqa: TRY004
    edtf = start if end is None else f"{start}/{end}"
    precision = ("year", "month", "day")[min(start.count("-"), 2)]
    return DateSpan(start, end, precision, edtf)  # type: ignore[arg-type]


def _coordinates(key: str, value: object) -> Coordinates | None:
    if value is None:
        return None
    try:
        if isinstance(value, Mapping):
            lat, lon = float(value["lat"]), float(value["lon"])
            if abs(lat) <= 90 and abs(lon) <= 180:
                return Coordinates(lat, lon)
    except (KeyError, TypeError, ValueError):
        pass
    raise ValueError(f"`{key}` must have `lat` and `lon` in degrees")


def _losses(key: str, value: object) -> tuple[Loss, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"`{key}` must be a list of losses")  # noqa: TRY004  a wrong file
    return tuple(_loss(key, each) for each in value)


def _loss(key: str, value: object) -> Loss:
    if not isinstance(value, Mapping) or not isinstance(value.get("category"), str):
        raise ValueError(f"`{key}`: a loss must have a `category`, `low` and `high`")  # noqa: TRY004
    low, high = (_number(key, value.get(name)) for name in ("low", "high"))
    approximate = str(value.get("approximate", "false")).lower() == "true"
    group = value.get("group")
    return Loss(
        str(value["category"]),
        Quantity(low, high, approximate),
        group if isinstance(group, str) else None,
        "",
    )


def _number(key: str, value: object) -> int | None:
    if value is None:
        return None
    text = str(value)
    if not text.isdigit():
        raise ValueError(f"`{key}`: `low` and `high` must be whole numbers")
    return int(text)
