"""Amounts of tolls: "losses *amounted to 300*", not "losses on 300 ships"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wikibrief.facts.language.grammar import Item
from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.text.doubts import is_raised
from wikibrief.facts.text.rules import Hit

__all__ = ["is_amount"]


def is_amount(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a number is the amount of a toll."""
    if not _is_toll(hit, lexicon) or _is_toll_of_things(hit, lexicon):
        return False
    if len(hit.of("gap")) > _FAR and hit.of("toll")[0].lower not in lexicon.words("tolls"):
        return False
    after = hit.tags[hit.numbers[-1][1] :]
    if _OF_ANOTHER.match(after):
        return False
    first = hit.items[hit.numbers[0][0]]
    if first.lower in lexicon.words("articles") and after.startswith("F"):
        return False  # "injuries are one of the reasons"
    return first.verb or _is_said_to_be(hit, lexicon)


_QUALIFIED = re.compile("[WACS]{1,7}FA*")
_FAR = 14
"""How many words may be between a number and what may be a toll, but is not named one."""
_OF_ANOTHER = re.compile(r"(?:C[XA]*[WP]{1,3})?[BA]*[KDI]|[EROZ]|F[AX]*Q[WA]*E|[WA]{0,2}T")
"""What follows a number that something else is said of."""


def _is_toll(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a word of loss is a toll here: not "tank *losses*", "the *dead* man was 40"."""
    toll = hit.of("toll")[0]
    before = hit.items[hit.match.start() - 1] if hit.match.start() else None
    if before is not None and before.tag == "E" and before.text.islower():
        return False
    owner = before.lower.removesuffix("'s") if before else ""
    if owner in lexicon.words("employers"):
        return False  # "the *team's* losses were 14"
    if toll.tag in "DT" and _is_of_person(hit, lexicon):
        return False
    if toll.tag != "D":
        return True
    if before is not None and before.tag == "X" and len(hit.of("gap")) == 1:
        return False  # "the casualties of 615" may be those of a squadron
    return toll.lower in lexicon.words("toll_nouns")


def _is_said_to_be(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether the words between a toll and its number say that it is one: "*rose to* 138"."""
    amounts, links = lexicon.words("amounts"), lexicon.words("amount_links")
    gap = list(_words_between(hit, amounts, lexicon))
    while gap and gap[-1] in lexicon.words("articles"):
        gap.pop()
    if hit.tags_of("gap").endswith(":") and "," in hit.tags_of("gap"):
        return False  # « les pertes *furent lourdes, dit-il :* 40 hommes … »
    if gap and gap[-1] in links and (len(gap) == 1 or is_raised(hit, lexicon)):
        return True  # "a toll *of* 26", "bringing the number of those who died *to* 300"
    named = hit.of("toll")[0].lower in lexicon.words("tolls")
    of = lexicon.words("part_links")
    if named and gap and gap[-1] in of and _QUALIFIED.fullmatch(hit.tags_of("gap")):
        return True  # « un bilan “très lourd” *de* 26 morts »
    ends = (" ".join(gap[-length:]).replace("' ", "'") for length in range(1, 4))
    return bool(gap) and any(end in amounts for end in ends)


def _is_of_person(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a word of a toll says who somebody is: "the dead *man* was 40"; a people may lose."""
    person = hit.of("gap")[:1]
    return any(
        item.tag == "P"
        and item.lower not in lexicon.words("nations")
        and not item.lower.endswith(lexicon.nation_endings)
        for item in person
    )


def _is_toll_of_things(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether what is between a toll and its number was lost: "losses *in aircraft* were 300".

    It may be where people were: "the deaths *in the attack* rose to 30".
    """
    gap, tags = hit.of("gap"), hit.tags_of("gap")
    if hit.of("toll")[0].lower in lexicon.words("tolls"):
        return False
    people = hit.of("toll")[0].lower not in lexicon.words("of_things_too")
    return any(
        item.tag == "E"
        and not _is_place(gap, at, lexicon)
        and not (
            re.search("X[WA]*$", tags[:at])
            and (people or item.lower in lexicon.words("unit_words"))
        )
        for at, item in enumerate(gap)
    )


def _is_place(items: Sequence[Item], index: int, lexicon: Lexicon) -> bool:
    """Whether a word is of the name of a place: "losses at *Bunker Hill*"."""
    near = items[max(0, index - 1) : index + 2]
    names = [item for item in near if item.text[:1].isupper()]
    several = bool(names) and names[-1].lower.endswith(lexicon.plural_endings)
    return items[index] in names and len(names) > 1 and not several


def _words_between(hit: Hit, amounts: frozenset[str], lexicon: Lexicon) -> Iterator[str]:
    """The words between a toll and its number; of a qualifier its last one, if it is of amounts."""
    gap = hit.of("gap")
    for index, item in enumerate(gap):
        if item.tag == "q" or [each.tag for each in gap[index : index + 2]] == ["F", "q"]:
            continue  # "rose *from 5* to 12"
        if any(item.lower in lexicon.words(key) for key in ("times", "weekdays", "parts_of_days")):
            continue  # "rose *early today* to 138"
        if item.tag == "W" and item.lower.endswith(lexicon.adverb_endings):
            continue  # "has risen *sharply* to 138"
        if item.tag != "A":
            yield item.lower
        elif (last := item.lower.split()[-1]) in amounts:
            yield last
