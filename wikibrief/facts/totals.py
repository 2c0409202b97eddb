"""Totals: for each category, group and cause the range over its claims. Nothing is chosen here."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

from wikibrief.facts.model import Claim, Quantity, Total
from wikibrief.facts.names import group_of_several

__all__ = ["key_of", "side_by_side", "totals_of"]

_Key = TypeVar("_Key", bound=Hashable)


def key_of(claim: Claim | Total) -> tuple[str, str, str]:
    """What a claim counts: its category, its group, however that is written, and the cause."""
    return claim.category, group_of_several(claim.group or "").lower(), claim.cause or ""


def side_by_side(numbers: Iterable[tuple[_Key, Quantity]]) -> set[_Key]:
    """What an infobox gives several numbers of, and not who says which.

    They may be parts of one, of two allies for example, or two counts of the same.
    """
    different: dict[_Key, set[Quantity]] = {}
    for key, quantity in numbers:
        different.setdefault(key, set()).add(quantity)
    return {key for key, quantities in different.items() if len(quantities) > 1}


def totals_of(claims: Iterable[Claim]) -> tuple[Total, ...]:
    """Range over the claims for each category, group and cause, with who gives its ends."""
    together: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        together.setdefault(key_of(claim), []).append(claim)
    return tuple(_total(each) for each in together.values())


def _total(claims: list[Claim]) -> Total:
    lows = [(_lowest(claim.quantity), _speaker(claim)) for claim in claims]
    highs = [(_highest(claim.quantity), _speaker(claim)) for claim in claims]
    low, high = min(figure for figure, _ in lows), max(figure for figure, _ in highs)
    open_low = any(claim.quantity.low is None for claim in claims)
    open_high = any(claim.quantity.high is None for claim in claims)
    return Total(
        claims[0].category,
        _group(claims),
        None if open_low and all(claim.quantity.low is None for claim in claims) else low,
        None if open_high and all(claim.quantity.high is None for claim in claims) else high,
        tuple(dict.fromkeys(source for figure, source in lows if figure == low)),
        tuple(dict.fromkeys(source for figure, source in highs if figure == high)),
        _is_disputed([claim.quantity for claim in claims]),
        claims[0].cause,
    )


def _group(claims: list[Claim]) -> str | None:
    """The group by one name: in the plural, unless all speak of one person.

    Of casualties, which are a noun, it stays an adjective: "Soviet casualties".
    """
    group = claims[0].group
    if group is None or claims[0].category == "casualties":
        return group
    is_one = all(claim.quantity.high == 1 for claim in claims)
    return group if is_one else group_of_several(group)


def _speaker(claim: Claim) -> str:
    if named := claim.speaker or claim.source:
        return named
    return "infobox" if claim.is_of_infobox else "article"


def _lowest(quantity: Quantity) -> int:
    return quantity.low if quantity.low is not None else quantity.high or 0


def _highest(quantity: Quantity) -> int:
    return quantity.high if quantity.high is not None else quantity.low or 0


def _is_disputed(quantities: list[Quantity]) -> bool:
    """Whether two claims cannot both be the whole truth: their figures are not the same."""
    return len({(quantity.low, quantity.high) for quantity in quantities}) > 1
