"""Reviews: what a person says of facts, in place of what was read.

A review names a fact by its key (``place``, ``sides/1/casualties``, ``claims/3``), gives its value
in the form in which ``dump_facts`` writes it, and may hold the ``text`` that it was made from:

    reviews:
      place: {value: "Kobé, Gao Region, Mali", text: "Near Kobé, Gao Region, Mali"}

A reviewed value is marked as such; nothing else of the facts changes, and never the wikitext. A
claim is reviewed only while its sentence is still the review's text: numbers of claims move.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple, TypeGuard

from wikibrief.facts.box.infobox import BoxValues, read_box
from wikibrief.facts.box.values import words_of_value
from wikibrief.facts.language.calendars import Atom, order_of
from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.model import (
    CATEGORIES,
    Claim,
    Coordinates,
    DateSpan,
    Facts,
    Loss,
    Place,
    Quantity,
    Side,
)
from wikibrief.facts.totals import totals_of
from wikibrief.model.document import Document
from wikibrief.model.metadata import Review

__all__ = ["Outdated", "apply_reviews", "find_outdated"]

_OF_LOSSES = ("overall", "killed", "wounded", "captured", "missing")


class Outdated(NamedTuple):
    """A review whose text is not the article's any more; ``now`` is the article's.

    ``text`` is None where the review has none to compare with.
    """

    key: str
    text: str | None
    now: str


def apply_reviews(facts: Facts, reviews: Mapping[str, object]) -> Facts:
    """Put the reviewed values in place of those that were read.

    Raises ValueError for a key that is no fact, or a value of another form.
    """
    claims = dict(enumerate(facts.claims, 1))
    for key, each in reviews.items():
        review = _review(each)
        if key.startswith("claims/") and _claim_of(facts, key).sentence == review.text:
            claims = _review_claim(claims, key, review.value)
            facts = replace(facts, reviewed=(*facts.reviewed, key))
    facts = replace(facts, claims=tuple(claims.values()))
    for key, each in reviews.items():
        if not key.startswith("claims/"):
            reviewed = _apply(facts, key, _review(each).value)
            facts = replace(
                reviewed,
                claims=_claims_after(facts, reviewed, key),
                reviewed=(*facts.reviewed, key),
            )
    return replace(facts, totals=totals_of((*facts.claims, *facts.further)))


def _claims_after(old: Facts, new: Facts, key: str) -> tuple[Claim, ...]:
    """The claims, those of the infobox as the reviewed losses have them."""
    gone, come = (_losses_by_group(facts) for facts in (old, new))
    if gone == come:
        return old.claims
    kept = [
        claim
        for claim in old.claims
        if not any(_is_claim_of(claim, loss) for loss, _ in gone if (loss, _) not in come)
    ]
    place = Place(("infobox", key), 1, 1)
    added = (
        Claim(loss.text, None, None, loss.category, loss.group or group, loss.quantity, (), place)
        for loss, group in come
        if (loss, group) not in gone
    )
    return (*added, *kept)


def _losses_by_group(facts: Facts) -> list[tuple[Loss, str | None]]:
    """The losses of an infobox, those of a side with its belligerents."""
    of_sides = [
        (loss, ", ".join(side.belligerents) or None)
        for side in facts.sides
        for loss in side.casualties
    ]
    return [*of_sides, *((loss, None) for loss in (*facts.civilians, *facts.casualties))]


def _is_claim_of(claim: Claim, loss: Loss) -> bool:
    same = (claim.sentence, claim.category, claim.quantity)
    return claim.is_of_infobox and same == (loss.text, loss.category, loss.quantity)


def find_outdated(
    document: Document, facts: Facts, reviews: Mapping[str, object], words: Lexicon
) -> Iterator[Outdated]:
    """Find the reviews whose text has changed; ``facts`` are those without reviews."""
    box = read_box(document, words)
    for key, each in reviews.items():
        review = _review(each)
        is_claim = key.startswith("claims/")
        now = _claim_of(facts, key).sentence if is_claim else _words_for(box, key)
        if review.text is None or review.text.split() != now.split():
            yield Outdated(key, review.text, now)


def _review(value: object) -> Review:
    """A review in either form: with its text, or the value alone."""
    if isinstance(value, Review):
        return value
    if isinstance(value, Mapping) and "value" in value:
        text = value.get("text")
        return Review(value["value"], text if isinstance(text, str) else None)
    return Review(value)


def _words_for(box: BoxValues, key: str) -> str:
    """The words of the infobox that a fact was read from."""
    match key.split("/"):
        case ["sides", number, part] if number.isdecimal():
            values = [box.sided.get(part, {}).get(int(number), "")]
        case ["coordinates"]:
            names = ("coordinates", "latitude", "longitude")
            values = [box.written.get(box.names.get(name, ""), "") for name in names]
            return " ".join(filter(None, (" ".join(value.split()) for value in values)))
        case ["civilians"] | ["casualties"]:
            values = [*box.sided.get("casualties", {}).values()]
            values += [box.values.get(name, "") for name in _OF_LOSSES]
        case _:
            values = [box.values.get(key, "")]
    return " / ".join(filter(None, map(words_of_value, values)))


def _claim_of(facts: Facts, key: str) -> Claim:
    _, _, number = key.partition("/")
    if not number.isdecimal() or not 1 <= int(number) <= len(facts.claims):
        raise ValueError(f"`{key}`: the article has {len(facts.claims)} claims")
    return facts.claims[int(number) - 1]


def _review_claim(claims: dict[int, Claim], key: str, value: object) -> dict[int, Claim]:
    """Put what a person says in place of a claim; without a value it is none."""
    number = int(key.partition("/")[2])
    if value is None:
        return {each: claim for each, claim in claims.items() if each != number}
    loss = _loss(key, value)
    assert isinstance(value, Mapping)  # noqa: S101  a loss is one
    claim = replace(
        claims[number], category=loss.category, quantity=loss.quantity, group=loss.group
    )
    if "source" in value:
        source = _text(key, value["source"])
        claim = replace(claim, source=source, speaker=source)
    if "date" in value:
        claim = replace(claim, date=_text(key, value["date"]))
    return {**claims, number: claim}


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
    if not number.isdecimal() or not 1 <= int(number) <= len(facts.sides):
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
    if value is None:
        return ()
    if isinstance(value, list | tuple) and all(isinstance(name, str) for name in value):
        return tuple(value)
    raise ValueError(f"`{key}` must be a list of names")


def _date(key: str, value: object) -> DateSpan | None:
    if value is None:
        return None
    start, end = (
        (value.get("start"), value.get("end")) if isinstance(value, Mapping) else (value, None)
    )
    if not (_is_day(start) and (end is None or _is_day(end))):
        raise ValueError(f"`{key}` must have a start such as 2025-02-07, and may have an end")
    if end is not None and order_of(end, last=True) < order_of(start, last=False):
        raise ValueError(f"`{key}` ends before it begins: {start} to {end}")
    edtf = start if end is None else f"{start}/{end}"
    precision = ("year", "month", "day")[start.removeprefix("-").count("-")]
    return DateSpan(start, end, precision, edtf)  # type: ignore[arg-type]


def _is_day(value: object) -> TypeGuard[str]:
    """Whether a value is a year, a month or a day in EDTF level 0, and one of the calendar."""
    if not isinstance(value, str) or not re.fullmatch(r"-?[0-9]{4}(-[0-9]{2}){0,2}", value):
        return False
    year, month, day = (*map(int, value.removeprefix("-").split("-")), 1, 1)[:3]
    return Atom(0, 0, day, month, -year if value.startswith("-") else year).is_valid


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
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise ValueError(f"`{key}` must be a list of losses")  # noqa: TRY004  a wrong file
    return tuple(_loss(key, each) for each in value)


def _loss(key: str, value: object) -> Loss:
    if not isinstance(value, Mapping) or not isinstance(value.get("category"), str):
        raise ValueError(f"`{key}`: a loss must have a `category`, `low` and `high`")  # noqa: TRY004
    if value["category"] not in CATEGORIES:
        known = ", ".join(sorted(CATEGORIES))
        raise ValueError(f"`{key}`: `{value['category']}` is no category: it is one of {known}")
    low, high = (_number(key, value.get(name)) for name in ("low", "high"))
    if low is None and high is None:
        raise ValueError(f"`{key}`: a loss must have `low`, `high` or both")
    if low is not None and high is not None and low > high:
        raise ValueError(f"`{key}`: `low` is {low}, more than `high`, {high}")
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
    if not text.isdecimal():
        raise ValueError(f"`{key}`: `low` and `high` must be whole numbers")
    return int(text)
