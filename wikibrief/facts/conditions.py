"""Whether a rule that matched is true: people are counted, it has happened, and to these.

A pattern knows tags only. What the words themselves rule out is decided here: things, plans,
wholes, the actors in place of those who were hit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from wikibrief.facts.grammar import Item, category_of
from wikibrief.facts.lexicon import Lexicon
from wikibrief.facts.rules import Hit, Span

__all__ = ["category", "counts_people", "fits", "is_excluded", "is_unreal", "kinds", "narrow"]

_NEEDS_PEOPLE = {"captured", "missing", "casualties", "displaced", "abducted", "detained"}
"""What also happens to things: of these only people count, or numbers of nothing else."""
_WHOLE_LIST = {"are", "of whom", "ellipsis", "were lost"}
"""Rules whose numbers are all that they match."""


def narrow(hit: Hit) -> list[Item]:
    """Leave out the numbers of a list that the rule is not said of; return those of things."""
    if hit.rule == "counted":
        if (
            hit.numbers[-1][1] - hit.numbers[-1][0] > 1
        ):  # bare ones before one that counts something
            hit.numbers = [each for each in hit.numbers if each[1] - each[0] > 1]
        return []
    if hit.rule in _WHOLE_LIST or (hit.rule == "toll" and len(hit.numbers) == 1):
        return []
    after = hit.tags[hit.match.end("list") :]
    if after.startswith("E") and len(hit.numbers) > 1:
        return [hit.items[hit.numbers.pop()[0]]]
    if re.match(r"R?[BA]*[KDI]", after):  # the subject of what follows
        hit.numbers = [] if hit.rule == "lost" else hit.numbers[:-1]
    return []


def fits(hit: Hit, lexicon: Lexicon, before: tuple[int, str] | None) -> bool:
    """Whether a rule is said of its numbers; ``before`` is the last claim's end and category."""
    match hit.rule:
        case "counted":
            return _has_fitting_whole(hit) and _is_suffered(hit, lexicon)
        case "were lost":
            return all(map(_has_people, hit.counted()))
        case "ellipsis":
            return before is not None and _shares_verb(hit, before[0])
        case "toll":
            return _is_amount(hit, lexicon)
        case "are" | "of whom":
            return True
    return bool(hit.numbers) and hit.tags[hit.numbers[-1][1] :][:1] not in {"E", "S"}


def _is_suffered(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether the words of loss are said of the number: not "two gunmen killed five people"."""
    last = hit.of("loss")[-1]
    after, tail = hit.tags[hit.end :], hit.tags_of("tail")
    auxiliary = re.match(r"r?[BA]+(?=W)", after)
    if auxiliary and last.tag == "D" and last.category == "captured":  # "prisoners were exchanged"
        return hit.items[hit.end + auxiliary.end()].lower in lexicon.words("taken")
    if "B" in hit.tags_of("aux"):
        active = all(
            item.lower in lexicon.words("perfect") for item in hit.of("aux") if item.tag == "B"
        )
        return not (active and last.tag == "K" and re.match(r"A*[QXPWE]", tail + after))
    if "P" in tail:
        return last.tag in "KD" and re.match(r"(?![BA]*[KVIQE])", after) is not None
    if tail:
        return last.tag != "K" or not tail.strip("A")
    if last.tag == "K" and re.match(r"[AX]*[QXE]", after):
        nouns = hit.tags[hit.match.start() + 1 : hit.match.start("loss")]
        return "P" not in nouns and after.startswith("Q")  # "10 killed 20 wounded"
    return True


def _has_fitting_whole(hit: Hit) -> bool:
    """Whether "of the …" after a number is not of things: "five of the ships were lost"."""
    whole = hit.tags_of("of")
    if "E" not in whole or any(map(_has_people, hit.counted())):
        return True
    return "P" in whole.partition("E")[0]


def _shares_verb(hit: Hit, end: int) -> bool:
    """Whether a number shares the verb of the claim before: both are followed by the same word."""
    before = next((at for at, item in enumerate(hit.items) if item.start >= end), None)
    if before is None or before >= hit.match.start() or hit.tags[before] != "F":
        return False
    same = hit.items[before].lower == hit.of("same")[0].lower
    return same and "Q" not in hit.tags[before : hit.match.start()]


def _is_amount(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a number is the amount of a toll: "losses were 300", not "losses on 300 ships"."""
    toll = hit.of("toll")[0]
    before = hit.items[hit.match.start() - 1] if hit.match.start() else None
    if before is not None and before.tag == "E" and before.text.islower():
        return False  # "tank losses"
    if toll.tag == "D" and toll.lower not in lexicon.words("toll_nouns"):
        return False
    if re.match(r"(?:[BA]*[KDI]|[ER])", hit.tags[hit.numbers[-1][1] :]):
        return False
    if hit.items[hit.numbers[0][0]].verb:
        return True
    amounts = lexicon.words("amounts")
    gap = hit.of("gap")
    while gap and gap[-1].lower not in amounts and gap[-1].lower.split()[-1] not in amounts:
        if gap.pop().tag != "A":
            return False
    return bool(gap)


def category(hit: Hit, lexicon: Lexicon, before: tuple[int, str] | None) -> str | None:
    """The category of a hit; None where its words name none that is counted."""
    if hit.rule in {"lost", "were lost"}:
        return "casualties"
    if hit.rule == "ellipsis":
        return before[1] if before else None
    if hit.rule == "toll":
        return category_of([item.category for item in hit.of("toll") if item.category][-1:])
    last = _last_fate(hit, lexicon)
    words = [last] if last else hit.of("loss")
    return category_of([item.category for item in words if item.category])


def kinds(hit: Hit, category: str) -> frozenset[str]:
    """The categories that the words of a hit name, before they are made one."""
    return frozenset(item.category for item in hit.of("loss")) or frozenset({category})


def _last_fate(hit: Hit, lexicon: Lexicon) -> Item | None:
    """What happened in the end: "had been captured *but were then shot*"."""
    if hit.end >= len(hit.items) or hit.items[hit.end].lower not in lexicon.words("but"):
        return None
    after = re.match(r"r?[BAW]*?B[BAW]*?([KI])", hit.tags[hit.end + 1 :])
    return hit.items[hit.end + after.end()] if after else None


def counts_people(hit: Hit, category: str, lexicon: Lexicon, enumerated: str | None) -> bool:
    """Whether the numbers may count people only.

    ``enumerated`` are the tags between the claim before and this one, None without such.
    """
    lost = hit.rule in {"lost", "were lost"}
    if hit.rule == "of whom" or (category not in _NEEDS_PEOPLE and not lost):
        return True
    if lost:
        return any(_names_people(each, lexicon) for each in hit.counted())
    if any(map(_has_people, hit.counted())) or "P" in hit.tags_of("tail"):
        return True
    if "P" in hit.tags_of("of").partition("E")[0]:
        return True
    if hit.rule == "object":
        return False
    if hit.rule == "counted" and enumerated and re.fullmatch(r"[,;CA]*F?[CA]*", enumerated):
        return True  # the next of an enumeration of people
    near = (*hit.of("loss"), *hit.of("toll"), *hit.items[: hit.match.start()][-4:])
    named = any(item.lower in lexicon.words("of_people") for item in near)
    return named or re.search(r"Q[WPAX]{0,4}E", hit.tags) is None


def _has_people(items: Sequence[Item]) -> bool:
    return any(item.tag == "P" for item in items)


def _names_people(items: Sequence[Item], lexicon: Lexicon) -> bool:
    """Whether people are named: "two others were lost" may be of ships."""
    return any(item.tag == "P" and item.lower not in lexicon.words("vague") for item in items)


def is_excluded(number: Span, hit: Hit) -> bool:
    """Whether a number is that of a whole ("of the 55 men"), of others ("all but 5"), or none."""
    first = number[0]
    before = [item.lower for item in hit.items[max(0, first - 2) : first]]
    if re.sub(r"[XA]", "", hit.tags[max(0, first - 3) : first]).endswith("O"):
        return True  # "in exchange for 20 prisoners"
    if hit.items[first].lower == "one" and before[-1:] and before[-1] in _NO_ONE:
        return True
    return before == ["of", "the"] and "R" not in hit.tags


_NO_ONE = {"no", "the", "each", "every"}


def is_unreal(hit: Hit) -> bool:
    """Whether the loss was only planned, feared or denied."""
    start = hit.match.start()
    clause = max((hit.tags.rfind(sign, 0, start) for sign in ",;:"), default=-1) + 1
    near, inside = hit.tags[max(clause, start - 7) : start], hit.tags[start : hit.end]
    if hit.rule == "toll":  # "could have been as high as 300" is a bound
        first = hit.items[hit.numbers[0][0]].quantity
        return "U" in near or ("U" in inside and first is not None and first.low is not None)
    return "U" in near or "U" in inside
