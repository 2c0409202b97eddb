"""The rules of claims: patterns over the tags of a sentence, tried at every item in order.

The tags are those of ``grammar.py``. In every rule ``list`` holds the numbers, each with the nouns
after it; ``loss`` or ``toll`` are the words that say what happened; ``of`` is the whole that the
number is a part of ("27 *of the ship's crew*").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from wikibrief.facts.language.grammar import Item
from wikibrief.facts.text.asides import Part

__all__ = ["BEGINNINGS", "NOUNS", "Hit", "hits_at"]


def _either(*patterns: str) -> str:
    return "|".join(patterns)


_FATE = "(?=[BA]*[BI])"
"""What happened to the people follows: "20 men *were killed*"."""
_END = "(?=[.,;:)FY]|$)"
"""The clause ends, or goes on with where and when."""
_NOUNS_TOO = _either(
    # 20 soldiers *and civilians* of the town died
    r"(?:,W?P){0,2},?C[WP]{1,3}(?=(?:F[^QKVIDNTLEO,;:().UR]{1,12})?[BA]*[BI])",
    # killed 90 men *and women*
    rf"CP{_END}",
    # 20 soldiers *and an unknown number of civilians* died
    rf"C[XAW]{{0,2}}#[WPA]{{1,3}}{_FATE}",
    # 3 officers *and the attacker* died
    rf"(?<=P)CX[WPA]{{0,3}}P{_FATE}",
    # 90 men *and women* killed in the town
    r"(?<=P)CP(?=K(?:[CFY.,;:)]|$))",
    # killed 90 men*, women and children*
    rf"(?:,P){{1,3}}CP{_END}",
)
NOUNS = rf"[WPA]{{0,6}}(?:{_NOUNS_TOO})?"
_MORE_NUMBERS = _either(
    # 12 men*, 3 women and 2 children*
    rf"(?:,C?Q{NOUNS})*,?C(?:(?<=PC)X)?Q{NOUNS}",
    # 23 workers*, 6 soldiers* and the mayor
    rf"(?:,Q{NOUNS})+(?=,?CX[WPA]{{1,4}}[.;)])",
    # 23 workers*, 6 soldiers and the mayor* died
    rf"(?:,Q[WPA]{{0,6}})*,Q[WPA]{{1,6}}CX[WPA]{{0,3}}P{_FATE}",
)
_NUMBERS = _either(
    # « cinq policiers, deux gendarmes ont été tués » has no word before the last
    r"Q[WA]{0,2}P[WPA]{0,2}(?:,Q[WA]{0,2}P[WPA]{0,2})+(?=[BA]*B[BA]*K)",
    rf"Q{NOUNS}(?:{_MORE_NUMBERS})?",
)
_LIST = rf"(?P<list>{_NUMBERS})"
_OF = _either(
    # 27 *of the ship's crew* were killed; 12 *of the 40 men in the car* died
    r"F[AX]*(?:[WPES]{1,3}[AX]*(?=Q))?Q?(?:(?!CX)[^QKVIDNTLO,;:().UR]){1,12}?" + _FATE,
    # 12 *of the wounded* died
    "FX?A*[KDT](?=A*[BI])",
    # 12 *who were on the bus* were killed
    r"B[WPAXEF]{2,8}(?=B[BA]*K)",
)
_THINGS = r"(?:(?:Q[WPAX]{0,4}|(?<=[,C])X[WA]{0,2})E(?:FX?[WE]{1,2}|W)?(?:,?C|,)(?:XAF|[AX]{0,2}))*"
"""Things before people: "lost *two tanks and* 12 men"."""
_SOME = _either(
    # killed *a driver and his* two sons
    r"(?:X[AWP]{1,5},)*X[AWP#]{1,5},?C[AX]{0,2}",
    # lost *its commander,* 21 officers and 518 men
    r"X[AWP]{1,5},A?(?=Q[WPA]+,?C)",
)
_ONE = rf"(?:{_SOME})"
"""People without a number before those with one."""
_OR_ELSE = _either(
    # killed *or wounded*, killed *and seriously injured*
    r",?C(?:[AB]*[KI]|D)(?![AX]*Q)",
    # killed*, wounded* or captured
    r",[AB]*[KDI](?=(?:,[AB]*[KDI])*,?C[AB]*[KDI]|,[AB]*[KDI])",
    # killed, wounded*, captured*
    r"(?<=[KDI],[KDI]),[AB]*[KDI]",
)
_LOSS = rf"(?P<loss>(?:D(?=K))?[KDI](?:{_OR_ELSE})*)"

_RULES = {
    # 34 civilians were killed; 20 killed or injured; 7,000 Soviet casualties; 49,000 dead soldiers
    "counted": rf"{_LIST}(?P<of>{_OF})?"
    rf"r?(?P<aux>[BA]*){_LOSS}"
    r"(?P<tail>[WPA]{0,3})(?P<again>(?:F?Y,?CQ(?=F?Y))*)",
    # three were lost, 30 of her crew were lost: only of people
    "were lost": rf"{_LIST}(?P<of>{_OF})?r?(?P<aux>[BA]+)(?P<lost>L)",
    # killed 34 civilians; killing or wounding twelve
    "object": rf"(?P<loss>[KV](?:,?CA*[KV])*)(?:F?X?Y[WA]?)?"
    rf"(?:(?P<one>{_ONE})|[AX]{{0,2}}(?:(?<=X)C[AX]*)?){_THINGS}{_LIST}",
    # cost the lives on Monday of ten people
    "lives": rf"(?P<loss>V)(?P<when>,?F?X?[YF][WA]{{0,2}},?)?(?P<link>F)[AX]{{0,2}}{_LIST}",
    # killing its crew of seven
    "crew": r"(?P<loss>[KV])[AX]{1,2}(?P<who>[WA]{0,2}[PE])(?P<link>F)[AX]?(?P<list>Q)(?![WPAE])",
    # the death of 25 civilians
    "event": rf"(?P<loss>N(?:C[XA]*N)*)[XA]{{0,2}}{_LIST}",
    # lost 13 officers and 199 men
    "lost": r"(?P<loss>L)(?:(?P<whom>(?:FX?|X)[WPE]{1,3}|W{1,3}(?=Q))|[AX]{0,2})"
    rf"(?:{_ONE})?{_THINGS}{_LIST}"
    r"(?P<of>(?<=Q)F[AX]*(?:Q[WPA]+|[WA]{0,2}P)(?![WPAE]))?",
    # losses amounted to 300; the death toll was 20; the number of wounded exceeded 500
    "toll": r"(?P<toll>[DT]|H[WPAX]*[BA]*[KI]|#[WPAX]{0,4}(?:Pr[BA]*[KI]|[KDP]))"
    rf"(?P<gap>[^QKVDTNLO;.(]{{0,26}}?){_LIST}",
    # bringing to 49 the number of people killed
    "raised": r"F(?P<list>Q)X?(?P<toll>T|#[WPAX]{0,4}(?:Pr?[BA]*[KI]|[KDP]))",
    # 10,000 are unidentified soldiers killed in 1945
    "are": r"(?P<list>Q)B(?P<who>[WPA]*P)A*(?P<loss>K)",
    # six were killed by shells and three by mines
    "ellipsis": r"[C,]{1,2}(?P<list>Q)A*(?P<same>F)",
    # killed 14 soldiers near the bridge and 3 civilians in the market
    "also": r"C(?P<link>F?)(?P<list>Q[WA]{0,2}P{1,2})(?=(?:F[XAWEYP]{1,5}){0,2}(?:[.,;)]|$))",
    # 56 children are among the dead; among the dead were 56 children
    "among": rf"{_LIST}[BA]+(?P<link>F)X?A*(?P<loss>[DTK])(?![WPAE])",
    "among them": rf"(?P<link>F)X?A*(?P<loss>[DTK])[BA]+{_LIST}",
    # he was killed along with two guards
    "along": rf"(?P<loss>[KI])A*,?(?P<with>C)[XA]{{0,2}}(?P<list>Q{NOUNS})",
    # one of whom died; 20 of those arrested were killed
    "of whom": r"(?P<list>Q)R(?:[KD](?=[BA]*B[BA]*[KI]))?[WAX]{0,2}[BAF]*(?P<loss>[KI])",
}
_BEGIN = {
    "counted": "Q",
    "were lost": "Q",
    "object": "KV",
    "lives": "V",
    "crew": "KV",
    "event": "N",
    "lost": "L",
    "toll": "DTH#",
    "raised": "F",
    "are": "Q",
    "ellipsis": "C,",
    "also": "C",
    "among": "Q",
    "among them": "F",
    "along": "KI",
    "of whom": "Q",
}
"""The tags that a rule may begin with, so that few are tried."""
BEGINNINGS = frozenset("".join(_BEGIN.values()))
"""The tags that any rule may begin with."""
_PATTERNS = {
    tag: [(name, re.compile(_RULES[name])) for name in _RULES if tag in _BEGIN[name]]
    for tag in BEGINNINGS
}


Span = tuple[int, int]
"""A number and the nouns after it, as indices of items."""


@dataclass
class Hit:
    """A rule that matched a part of a sentence; ``numbers`` are those of its list."""

    rule: str
    match: re.Match[str]
    part: Part
    numbers: list[Span] = field(default_factory=list)

    @property
    def items(self) -> list[Item]:
        """The items of the part."""
        return self.part.items

    @property
    def tags(self) -> str:
        """The tags of the part."""
        return self.part.tags

    @property
    def end(self) -> int:
        """Where the sentence goes on."""
        return self.match.end()

    def of(self, group: str) -> list[Item]:
        """The items of a group of the pattern; none where the rule has no such group."""
        if group not in self.match.re.groupindex or self.match[group] is None:
            return []
        return self.items[self.match.start(group) : self.match.end(group)]

    def tags_of(self, group: str) -> str:
        """The tags of a group of the pattern."""
        return "".join(item.tag for item in self.of(group))

    def counted(self) -> list[list[Item]]:
        """The items of each number and its nouns."""
        return [self.items[first:last] for first, last in self.numbers]


def hits_at(part: Part, index: int) -> Iterator[Hit]:
    """The rules that match at an item, in order."""
    for rule, pattern in _PATTERNS[part.tags[index]]:
        if match := pattern.match(part.tags, index):
            yield Hit(rule, match, part, _numbers(match, part.items))


def _numbers(match: re.Match[str], items: list[Item]) -> list[Span]:
    """The numbers of a list, each with the nouns after it: start and end."""
    start, end = match.span("list")
    starts = [index for index in range(start, end) if items[index].tag == "Q"]
    ends = []
    for first, following in zip(starts, [*starts[1:], end], strict=True):
        last = following
        while last - 1 > first and items[last - 1].tag in ",C":
            last -= 1
        ends.append((first, last))
    return ends
