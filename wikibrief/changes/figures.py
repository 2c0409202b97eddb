"""Facts that changed: "civilians killed: 30 → 34 (HRW, 2025-02-24)".

Claims are paired with those of the old version that are of the same category, group and source.
What the infobox says of losses is among the claims.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from wikibrief.changes.model import Change
from wikibrief.facts.model import Claim, Facts, Quantity, Statement
from wikibrief.model.alignment import align

__all__ = ["compare_facts", "show_quantity"]

_T = TypeVar("_T", Claim, Statement)


def compare_facts(old: Facts, new: Facts) -> Iterator[Change]:
    """Find the facts that changed."""
    values = zip(_ARGUMENTS.items(), _values(old), _values(new), strict=True)
    for (where, name), before, after in values:
        if before != after:
            yield Change(where, before, after, name=name)
    yield from _compare_sides(old, new)
    yield from _compare_claims((*old.claims, *old.further), (*new.claims, *new.further))
    yield from _compare_timelines(old.timeline, new.timeline)


_ARGUMENTS = {
    "date": "date",
    "place": "location",
    "coordinates": "coordinates",
    "part of": "partof",
    "result": "result",
}
_SIDES = {"belligerents": "combatant", "commanders": "commander"}
"""Facts, and the arguments of infoboxes that hold them."""


def _values(facts: Facts) -> tuple[str | None, ...]:
    place = facts.coordinates
    return (
        facts.date.edtf if facts.date else None,
        facts.place,
        f"{place.lat}, {place.lon}" if place else None,
        facts.part_of,
        facts.result,
    )


def _compare_sides(old: Facts, new: Facts) -> Iterator[Change]:
    """Find the belligerents and commanders that came and went."""
    for number in range(max(len(old.sides), len(new.sides))):
        for part, name in _SIDES.items():
            before, after = (
                getattr(facts.sides[number], part) if number < len(facts.sides) else ()
                for facts in (old, new)
            )
            where = f"side {number + 1}, {part}"
            gone = (each for each in before if each not in after)
            come = (each for each in after if each not in before)
            yield from (Change(where, each, None, name=name) for each in gone)
            yield from (Change(where, None, each, name=name) for each in come)


def _compare_claims(old: Sequence[Claim], new: Sequence[Claim]) -> Iterator[Change]:
    for before, after in _pair(old, new, _claim_likeness):
        claim = after or before
        assert claim is not None  # noqa: S101  one of them is there
        if before and after and _says_the_same(before, after):
            continue
        shown = [show_quantity(each.quantity) if each else None for each in (before, after)]
        if before and after and shown[0] == shown[1]:
            shown = [_show_whole(before), _show_whole(after)]
        by = _speaker(claim)
        yield Change(_name(claim), shown[0], shown[1], by, compared=(before, after))


def _says_the_same(one: Claim, other: Claim) -> bool:
    return (one.quantity, one.group, one.speaker, one.date, one.including) == (
        other.quantity,
        other.group,
        other.speaker,
        other.date,
        other.including,
    )


def _name(claim: Claim) -> str:
    return f"{claim.group or 'people'} {claim.category.replace('_', ' ')}"


def _speaker(claim: Claim) -> str:
    infobox = "infobox" if claim.is_of_infobox else None
    return ", ".join(filter(None, (claim.speaker or infobox, claim.date)))


def _show_whole(claim: Claim) -> str:
    who = f" {claim.group}" if claim.group else ""
    speaker = f" ({_speaker(claim)})" if _speaker(claim) else ""
    return f"{show_quantity(claim.quantity)}{who}{speaker}"


def show_quantity(quantity: Quantity) -> str:
    """Show a number as people write it: "20+", "up to 20", "25–34", "~500"."""
    low, high = quantity.low, quantity.high
    if high is None:
        text = f"{low}+"
    elif low is None:
        text = f"up to {high}"
    else:
        text = str(low) if low == high else f"{low}–{high}"
    return f"~{text}" if quantity.approximate else text


def _claim_likeness(one: Claim, other: Claim) -> int:
    """How much two claims have in common; −1 where they cannot be versions of one."""
    if one.category != other.category or one.is_of_infobox != other.is_of_infobox:
        return -1
    same_group = (one.group or "").lower() == (other.group or "").lower()
    same_source = one.speaker == other.speaker
    if not (same_group or same_source):
        return -1
    return 3 * same_group + 3 * same_source + (one.quantity == other.quantity)


def _compare_timelines(old: Sequence[Statement], new: Sequence[Statement]) -> Iterator[Change]:
    """Find the dates that came and went; a sentence that changed is a change of its block."""
    before, after = ({each.date for each in statements} for statements in (old, new))
    gone = (each for each in old if each.date not in after)
    come = (each for each in new if each.date not in before)
    for each in gone:
        yield Change(f"timeline, {each.date}", each.sentence, None, compared=(each, None))
    for each in come:
        yield Change(f"timeline, {each.date}", None, each.sentence, compared=(None, each))


def _pair(
    old: Sequence[_T], new: Sequence[_T], likeness: Callable[[_T, _T], int]
) -> Iterator[tuple[_T | None, _T | None]]:
    """Pair the new with the old; what has none of the other comes with None."""
    origins = align(old, new, lambda _: 8, likeness)
    kept = {origin for origin in origins if origin is not None}
    for origin, each in zip(origins, new, strict=True):
        yield (None if origin is None else old[origin]), each
    yield from ((each, None) for index, each in enumerate(old) if index not in kept)
