"""What happened: the category of a rule that matched, and whether its numbers count people."""

from __future__ import annotations

import re
from collections.abc import Sequence

from wikibrief.facts.language.grammar import Item, category_of
from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.text.rules import Hit

__all__ = ["category", "cause_of", "counts_people", "has_people", "is_mixed", "kinds"]

_NEEDS_PEOPLE = {"captured", "missing", "casualties", "displaced", "abducted", "detained"}
"""What also happens to things: of these only people count, or numbers of nothing else."""


def category(hit: Hit, lexicon: Lexicon, before: tuple[int, str] | None) -> str | None:
    """The category of a hit; None where its words name none that is counted."""
    if hit.rule in {"lost", "were lost"}:
        return _fate_of_lost(hit)
    if hit.rule in {"ellipsis", "also"}:
        return before[1] if before else None
    if hit.rule in {"toll", "raised"}:
        return category_of([item.category for item in hit.of("toll") if item.category][-1:])
    last = _last_fate(hit, lexicon)
    words = [last] if last else hit.of("loss")
    if any(item.lower in lexicon.words("hit_people") for item in words):
        near = hit.items[max(0, hit.match.start() - 2) : hit.match.start()]
        if any(item.lower in lexicon.words("claims_victims") for item in near):
            return "killed"  # "the massacre *claimed* 347 *victims*"
    maybe = all(item.lower in lexicon.words("may_be_fatal") for item in words)
    if maybe and not any(item.lower in lexicon.words("at_mercy") for item in hit.items[: hit.end]):
        return None  # "20 people were shot" is not said to be their death
    return category_of([item.category for item in words if item.category])


def cause_of(hit: Hit, lexicon: Lexicon) -> str | None:
    """What people died of that was no deed: "12 died *of typhus*", "*cholera* killed 12"."""
    words, links = lexicon.words("diseases"), lexicon.words("cause_links")
    after = hit.match.start("same") if hit.rule == "ellipsis" else hit.end
    of = _CAUSE.match(hit.tags, after)
    if of and hit.items[of.start("link")].lower in links:
        named = hit.items[of.start("of") : of.end("of")]
        others = [item for item in named if item.tag == "W" and item.lower not in words]
        if any(item.lower in words for item in named) and not ("C" in of["of"] and others):
            return "disease"  # but "of wounds and disease" is none
    near = hit.items[hit.match.start() : hit.numbers[-1][1] if hit.rule == "toll" else hit.end]
    agent = _AGENT.search(hit.tags, 0, hit.match.start()) if hit.rule == "object" else None
    if agent and agent["link"] and hit.items[agent.start("link")].lower not in links:
        agent = None  # "*a raid on a cholera clinic* killed 12"
    near += hit.items[agent.start("by") : agent.end("by")] if agent else []
    return "disease" if any(item.lower in words for item in near) else None


_CAUSE = re.compile(r"A*(?P<link>F)(?P<of>[XAWE]{1,4}(?:C[XAWE]{1,3})?)")
_AGENT = re.compile(
    r"(?:^|[.,;:C])(?P<by>[XAW]{1,3}(?:(?P<link>F)[XAW]{1,3})?)(?:F[XAWE]{1,4})?[BA]*$"
)
"""What kills: "*an outbreak of typhus* killed 12"."""


def is_mixed(hit: Hit) -> bool:
    """Whether several things happened to those who are counted, which have no category together."""
    named = {item.category for item in hit.of("loss") if item.category}
    return hit.rule == "object" and len(named) > 1 and category_of(list(named)) is None


def _fate_of_lost(hit: Hit) -> str | None:
    """What became of those who were lost: "lost 340 men, *killed or wounded*"."""
    end = hit.match.end("list")
    after = re.match(r",A*[KD](?:,?C?A*[KD])*(?=[.;,)]|$)", hit.tags[end:])
    items = hit.items[end : end + after.end()] if after else []
    named = [item.category for item in items if item.category]
    return category_of(named) if named else "casualties"


def kinds(hit: Hit, category: str) -> frozenset[str]:
    """The categories that the words of a hit name, before they are made one."""
    named = {item.category for item in hit.of("loss") if item.category}
    return frozenset(named) or frozenset({category})


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
        wholes = [hit.of("of")]  # "lost 21 of its 133 *crew*"
        named = any(_names_people(each, lexicon) for each in (*hit.counted(), *wholes))
        return named or (enumerated is not None and _lose_as_well(hit, enumerated))
    if _may_be_things(hit, lexicon):
        return False
    if any(map(has_people, hit.counted())) or "P" in hit.tags_of("tail"):
        return True
    if "P" in hit.tags_of("of").partition("E")[0]:
        return True
    if category != "missing" and _is_of_people(hit, lexicon):
        return True  # but "missing one of its hands"
    if hit.rule == "event" and not all(map(_may_name_people, hit.counted())):
        return False  # "the displacement of two electrons"
    if hit.rule == "object":
        return enumerated is not None and _NEXT_VERB.fullmatch(enumerated) is not None
    if hit.rule == "counted" and enumerated and re.fullmatch(r"[,;CA]*F?[CA]*", enumerated):
        return True  # the next of an enumeration of people
    near = (*hit.of("loss"), *hit.of("toll"), *hit.items[: hit.match.start()][-4:])
    named = any(item.lower in lexicon.words("of_people") for item in near)
    return named or _THINGS.search(hit.tags) is None


def _lose_as_well(hit: Hit, enumerated: str) -> bool:
    """Whether a number alone is of people, as was the one before: "…; *the French lost 1,500*"."""
    alone = all(end - first == 1 for first, end in hit.numbers) and hit.rule == "lost"
    ends = _ENDS.match(hit.tags, hit.match.end("list"))
    return alone and ends is not None and set("EQ").isdisjoint(enumerated)


_ENDS = re.compile("[.,;)]|$")


_NEXT_VERB = re.compile(r",?C[AB]*[KV]A*")
"""What is between the objects of two verbs: "killed 40 people *and displaced* 300"."""


_THINGS = re.compile(r"Q[WPAX]{0,4}E")


def _may_be_things(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a number without people may count things: "48 German losses", of aircraft."""
    people = [item.lower for each in hit.counted() for item in each if item.tag == "P"]
    nations = lexicon.words("nations")
    return (
        all(item.lower in lexicon.words("of_things_too") for item in hit.of("loss"))
        and bool(hit.of("loss"))
        and all(word in nations or word.endswith(lexicon.nation_endings) for word in people)
    )


def _may_name_people(items: Sequence[Item]) -> bool:
    """Whether a number is alone, or its nouns may be a name."""
    return len(items) == 1 or any(item.text[:1].isupper() for item in items[1:])


def has_people(items: Sequence[Item]) -> bool:
    """Whether some words have one for people."""
    return any(item.tag == "P" for item in items)


def _is_of_people(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether people are the whole after the last number: "captured 90 *of the attackers*".

    Not so in "90 of the attackers' rifles", "one of the enemy guns".
    """
    end = hit.numbers[-1][1]
    whole = _WHOLE.match(hit.tags, end)
    return whole is not None and hit.items[end].lower in lexicon.words("part_links")


_WHOLE = re.compile("F[XA]+[WPA]{0,3}P(?![WPASE])")


def _names_people(items: Sequence[Item], lexicon: Lexicon) -> bool:
    """Whether people are named: "two others were lost" may be of ships."""
    return any(item.tag == "P" and item.lower not in lexicon.words("vague") for item in items)
