"""Whether a rule that matched is said of its numbers.

A pattern knows tags only. What the words themselves rule out is decided here, rule by rule: things,
other verbs. What the words of loss before or after a number mean is in ``suffered``, amounts are in
``tolls``, and what did not happen is in ``doubts``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.text.categories import has_people
from wikibrief.facts.text.doubts import (
    has_alternative,
    is_moved,
    is_purpose,
    is_raised,
    is_rate,
    is_wish,
)
from wikibrief.facts.text.rules import Hit
from wikibrief.facts.text.suffered import (
    has_fitting_whole,
    is_of_one,
    is_suffered,
    names_victim,
)
from wikibrief.facts.text.tolls import is_amount

__all__ = ["fits"]


def fits(hit: Hit, lexicon: Lexicon, before: tuple[int, str] | None) -> bool:
    """Whether a rule is said of its numbers; ``before`` is the last claim's end and category."""
    unclear = is_rate(hit, lexicon) or not _is_clear(hit, lexicon)
    if unclear or is_moved(hit, lexicon) or has_alternative(hit, lexicon):
        return False
    if _is_of_whole_of_things(hit, lexicon):
        return False
    if hit.rule == "ellipsis":
        return before is not None and _shares_verb(hit, before[0], lexicon)
    if hit.rule == "also":
        return before is not None and _goes_on(hit, before[0], lexicon)
    condition = _CONDITIONS.get(hit.rule)
    return condition is None or condition(hit, lexicon)


def _is_of_whole_of_things(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether numbers alone are some of what is no people: "Of the elephants, four were killed".

    A word with a capital may be a people: "Of the Argyraspids, …".
    """
    if not hit.numbers or any(map(has_people, hit.counted())):
        return False
    first = hit.numbers[0][0]
    whole = _LEADING_WHOLE.search(hit.tags, 0, first)
    if whole is None or hit.items[whole.start("of")].lower not in lexicon.words("wholes"):
        return False
    words = hit.items[whole.start("who") : whole.end("who")]
    counts = lexicon.words("counting_nouns")
    return not any(
        item.tag in "PKDTI" or item.text[:1].isupper() or item.lower in counts for item in words
    )


_LEADING_WHOLE = re.compile(
    r"(?:^|[.;:])(?P<of>F)[XAFQ]*(?P<who>[WPEKDTI]+)[^,;:Q]*(?:,[^,;:Q]*)?,A*(?:Q.*)?$"
)


def _is_of_counted(hit: Hit, lexicon: Lexicon) -> bool:
    wished = not hit.tags_of("aux") and is_wish(hit, lexicon)
    return not wished and has_fitting_whole(hit, lexicon) and is_suffered(hit, lexicon)


def _is_of_people(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether "three were lost" is said of people."""
    ends = {item.lower.split()[-1] for item in hit.of("aux")[-1:]}
    active = not ends.isdisjoint(lexicon.words("perfect"))  # "5,000 people have lost their homes"
    whole = hit.tags_of("of")
    people = all(map(has_people, hit.counted())) or ("P" in whole and "E" not in whole)
    return people and not active and not is_of_one(hit, lexicon)


def _is_of_event(hit: Hit, _: Lexicon) -> bool:
    """Whether a number counts those to whom something was done: not "the massacre of 1962"."""
    (number, *named), *_others = hit.counted()
    known = hit.tags[: hit.numbers[0][0]].endswith("X") and not named
    if known and hit.tags[hit.end : hit.end + 1] in {"", ".", ",", ";"}:
        return False  # "the deaths of *the four*"
    return has_people(named) or _YEAR.fullmatch(number.text) is None


_YEAR = re.compile(r"1\d{3}|20\d\d")


def _is_of_crew(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether people have a number: "its *crew of* seven"."""
    collective = hit.of("who")[-1].lower in lexicon.words("collective")
    return collective and hit.of("link")[0].lower in lexicon.words("part_links")


def _is_put_at(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a toll after its number is raised or estimated: « *estime* à 300 le nombre … »."""
    start = hit.match.start()
    if hit.items[hit.numbers[0][0]].lower in lexicon.words("articles"):
        return False  # « faisant 140 morts selon *un bilan* »
    before = [item.lower for item in hit.items[max(0, start - 1) : start]]
    puts = {*before, *(f"{verb} {hit.items[start].lower}" for verb in before)}
    verbs = lexicon.words("estimates") | lexicon.words("reporting")
    return is_raised(hit, lexicon) or not verbs.isdisjoint(puts)


def _is_of_lives(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether lives were taken from those who are counted: « a coûté la vie lundi *à* dix … »."""
    links = lexicon.words("cost_links") | lexicon.words("amount_links")
    ends = hit.of("loss")[0].lower.rpartition(" ")[2]
    return ends in lexicon.words("lives") and hit.of("link")[0].lower in links


def _is_among(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a preposition is "among"."""
    return hit.of("link")[0].lower in lexicon.words("among")


def _is_together(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a conjunction is "along with"."""
    return hit.of("with")[0].lower in lexicon.words("together")


def _is_of_some(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether some of them suffered it: not "two of them killed Ahmed", "100 of them burned"."""
    unclear = hit.of("loss")[-1].lower in lexicon.words("of_other_meanings")
    return not names_victim(hit) and not (unclear and hit.tags_of("loss") == "K")


def _is_of_objects(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether the numbers are the objects of a verb, and the verb says what has happened."""
    if is_purpose(hit, lexicon):
        return False
    if hit.tags_of("one") and not _ENDS.match(hit.tags, hit.match.end("list")):
        return False  # "killed the leader and 20 fighters got away"
    return bool(hit.numbers) and not _is_of_things(hit, lexicon)


def _is_of_lost(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether numbers are what was lost: "cost *the division* 40 men", not "cost 40 their jobs"."""
    costs = hit.of("loss")[0].lower in lexicon.words("costs")
    before = [item.lower for item in hit.items[: hit.match.start()] if item.tag not in "AB"][-1:]
    if not lexicon.words("employers").isdisjoint(before):
        return False  # "the *firm* lost 200 workers"
    if any(item.lower in lexicon.words("kin") for each in hit.counted() for item in each):
        return False  # "he lost two *sons* in the war"
    gone = hit.items[hit.match.end("list") :][:4]
    if any(item.lower in lexicon.words("emigrated_to") for item in gone):
        return False
    whom = hit.of("whom")
    if not hit.numbers or (whom and not costs):
        return False
    if whom and whom[0].tag == "F" and whom[0].lower not in lexicon.words("cost_links"):
        return False
    if whom and whom[0].tag not in "XF" and not whom[0].text[:1].isupper():
        return False
    after = hit.tags[hit.numbers[-1][1] :]
    return not _is_of_things(hit, lexicon) and not (costs and after.startswith("X"))


_CONDITIONS: dict[str, Callable[[Hit, Lexicon], bool]] = {
    "counted": _is_of_counted,
    "were lost": _is_of_people,
    "object": _is_of_objects,
    "crew": _is_of_crew,
    "lives": _is_of_lives,
    "event": _is_of_event,
    "lost": _is_of_lost,
    "toll": is_amount,
    "raised": _is_put_at,
    "among": _is_among,
    "among them": _is_among,
    "along": _is_together,
    "of whom": _is_of_some,
}
"""What the words of a rule must mean, for each rule that may be said of something else."""


def _is_of_things(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether the last number counts things: "411 British *and Canadian aircraft*"."""
    first, end = hit.numbers[-1]
    if _THINGS.match(hit.tags, end):
        return True
    whole = _OF_THINGS.match(hit.tags, end) if not has_people(hit.items[first:end]) else None
    return whole is not None and hit.items[end].lower in lexicon.words("part_links")


_THINGS = re.compile(r"(?:C[WP]{0,3})?E|S")
_OF_THINGS = re.compile(r"F[AX]*Q?(?:[WA]{0,3}|[WPA]{1,3}[SX][WA]{0,2})E(?![XW]*P)")
"""The whole after a number of things: "40 *of the horses*", "40 *of the attackers' horses*"."""


_ENDS = re.compile(r"[.,;:)FYr]|C[AB]*[KV]|CA*BA*Q|$")
"""What ends the objects of a verb."""


def _is_clear(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a word of loss that has other meanings has its own here.

    "Nineteen bodies were found", "4 militants shot": not "seven Masonic bodies", "with one shot".
    """
    words = hit.of("loss") or hit.of("toll")
    if not words or not all(item.lower in lexicon.words("of_other_meanings") for item in words):
        return True
    if any(item.tag == "P" for each in hit.counted() for item in each) or hit.tags_of("aux"):
        return True
    start = max(0, hit.match.start() - _FEW)
    near = [*hit.items[start : hit.match.start()], *hit.items[hit.end : hit.end + _FEW]]
    if not any(item.lower in lexicon.words("shows_meaning") for item in near):
        return False
    return all(
        item.tag == "A" for first, last in hit.numbers for item in hit.items[first + 1 : last]
    )


_FEW = 5
"""How near words are that say what another means."""


def _goes_on(hit: Hit, end: int, lexicon: Lexicon) -> bool:
    """Whether only where the ones before were hit is between: "*near the bridge* and 3 …".

    « La vie à 53 soldats et *à* trois civils » has the same preposition again.
    """
    links = [item.lower for item in hit.of("link")]
    if links and links[0] not in lexicon.words("amount_links"):
        return False
    between = "".join(item.tag for item in hit.items[: hit.match.start()] if item.start >= end)
    return re.fullmatch("(?:,?F[XAWEP]{1,4}){1,2},?", between) is not None or bool(
        links and not between
    )


def _shares_verb(hit: Hit, end: int, lexicon: Lexicon) -> bool:
    """Whether a number shares the verb of the claim before: both are followed by the same word.

    The word says how it happened: not "killed 90 *of* the men and 40 *of* the horses".
    """
    before = next((at for at, item in enumerate(hit.items) if item.start >= end), None)
    if before is None or before >= hit.match.start() or hit.tags[before] != "F":
        return False
    word = hit.of("same")[0].lower
    same = hit.items[before].lower == word and word not in lexicon.words("part_links")
    return same and "Q" not in hit.tags[before : hit.match.start()]
