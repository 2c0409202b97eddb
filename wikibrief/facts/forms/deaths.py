"""Deaths: those of each side, of civilians and of all, each as the range over its claims.

Only figures of people killed count, and not by disease: "20 killed or wounded" says of no number
that they are dead. Without a figure for a side all that is known of the whole is what the others
add up to. Numbers that the infobox gives side by side, of one group and not by whom, are none: see
``totals``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from wikibrief.facts.language.lexicon import lexicons
from wikibrief.facts.model import Facts, Loss, Quantity, Side
from wikibrief.facts.totals import side_by_side

__all__ = ["Deaths", "Range", "deaths_of"]

_KILLED = "killed"


@dataclass(frozen=True, slots=True)
class Range:
    """From ``low`` to ``high``, which is None where it is unknown.

    ``open``: the text gives bounds or an estimate, not a number; ``disputed``: claims differ.
    """

    low: int
    high: int | None
    open: bool = False
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Deaths:
    """Deaths by side, of civilians, of people of no known side, and of all."""

    sides: tuple[Range | None, ...]
    civilians: Range | None
    unknown: Range | None
    all: Range | None

    @property
    def disputed(self) -> bool:
        """Whether claims of any of them differ."""
        each = (*self.sides, self.civilians, self.unknown, self.all)
        return any(part is not None and part.disputed for part in each)


def deaths_of(facts: Facts) -> Deaths:
    """Sum up the deaths that an article gives."""
    sides = tuple(_of_side(_killed(side.casualties)) for side in facts.sides)
    claimed = _claimed(facts, _names_civilians)
    civilians = _range(_killed(facts.civilians) + claimed)
    unknown = _range(_killed(facts.casualties))
    if any(_is_of_civilians(side) for side in facts.sides) and claimed:
        # They may be those of that side: nobody is counted twice, and nothing is exact.
        others = _range(_killed(facts.civilians))
        return Deaths(sides, civilians, unknown, _sum((*sides, None), others, unknown))
    return Deaths(sides, civilians, unknown, _sum(sides, civilians, unknown))


def _is_of_civilians(side: Side) -> bool:
    """Whether a side has civilians among its belligerents: "Villagers", "The villagers"."""
    words = {word for each in side.belligerents for word in each.lower().split()}
    return not words.isdisjoint(_civilians())


def _killed(losses: Iterable[Loss]) -> list[Quantity]:
    """The deaths of an argument of the infobox; none of a group with several numbers."""
    killed = [(loss.group, loss.quantity) for loss in losses if loss.category == _KILLED]
    unclear = side_by_side(killed)
    return [quantity for group, quantity in killed if group not in unclear]


def _claimed(facts: Facts, is_meant: Callable[[str], bool]) -> list[Quantity]:
    """The claims of people killed in a group."""
    return [
        claim.quantity
        for claim in facts.claims
        if claim.category == _KILLED and not claim.cause
        if claim.group and is_meant(claim.group)
    ]


def _names_civilians(group: str) -> bool:
    """Whether a group is all civilians, not some of them: "civilians", not "Malian civilians"."""
    return all(word in _civilians() for word in group.lower().split())


@cache
def _civilians() -> frozenset[str]:
    return frozenset().union(*(each.words("civilians") for each in lexicons().values()))


def _range(quantities: Sequence[Quantity]) -> Range | None:
    """The range over several claims; None without any."""
    if not quantities:
        return None
    highs = [each.high for each in quantities]
    return Range(
        min(each.low or 0 for each in quantities),
        None if None in highs else max(high for high in highs if high is not None),
        any(each.approximate or each.low is None or each.high is None for each in quantities),
        len({(each.low, each.high) for each in quantities}) > 1,
    )


def _of_side(quantities: Sequence[Quantity]) -> Range | None:
    """The range for a side; several figures may be of one source each, or of one nation each."""
    whole = _range(quantities)
    if whole is None or len(quantities) == 1:
        return whole
    highs = [each.high for each in quantities]
    most = None if whole.high is None else sum(high or 0 for high in highs)
    return Range(whole.low, most, open=True, disputed=False)


def _sum(sides: Sequence[Range | None], *others: Range | None) -> Range | None:
    """The sum of what is known; it is open if nothing is said of a side."""
    known = [each for each in (*sides, *others) if each is not None]
    if not known:
        return None
    whole = None not in sides and not any(each.high is None for each in known)
    return Range(
        sum(each.low for each in known),
        sum(each.high or 0 for each in known) if whole else None,
        not whole or any(each.open for each in known),
        any(each.disputed for each in known),
    )
