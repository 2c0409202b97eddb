"""Whether a rule that matched is said of its numbers.

A pattern knows tags only. What the words themselves rule out is decided here: things, the subjects
of other verbs, amounts that are none. What did not happen is in ``doubts``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from wikibrief.facts.language.grammar import STATES, Item
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
from wikibrief.facts.text.rules import Hit, Span

__all__ = ["fits", "narrow"]

_WHOLE_LIST = {"among", "are", "crew", "of whom", "ellipsis", "were lost"}
"""Rules whose numbers are all that they match."""


def narrow(hit: Hit, lexicon: Lexicon) -> list[Item]:
    """Leave out the numbers of a list that the rule is not said of; return those of things."""
    hit.numbers = [each for each in hit.numbers if not _is_article(each, hit, lexicon)]
    if not hit.numbers:
        return []
    if hit.rule == "counted":
        if (
            hit.numbers[-1][1] - hit.numbers[-1][0] > 1
        ):  # bare ones before one that counts something
            hit.numbers = [each for each in hit.numbers if each[1] - each[0] > 1]
        hit.numbers = [each for each in hit.numbers if not _counts_others(each, hit, lexicon)]
        if not hit.numbers:
            return []
        hit.numbers = hit.numbers[_first_of_clause(hit, lexicon) :]
        hit.numbers = hit.numbers[_first_of_people(hit, lexicon) :]
        return []
    if hit.rule in _WHOLE_LIST or (hit.rule in {"toll", "event"} and len(hit.numbers) == 1):
        return []
    after = hit.tags[hit.match.end("list") :]
    if after.startswith("E") and len(hit.numbers) > 1:
        things = hit.items[hit.numbers.pop()[0]]
        while hit.numbers and hit.numbers[-1][1] - hit.numbers[-1][0] == 1:
            hit.numbers.pop()  # "capturing four and five tanks"
        return [things]
    if re.match(r"R?[BA]*[KDI]", after):  # the subject of what follows
        named = hit.numbers[0][1] - hit.numbers[0][0] > 1
        shared = hit.rule == "toll" and named and "B" not in after[:2]
        hit.numbers = [] if hit.rule == "lost" or shared else hit.numbers[:-1]
    return []


def _is_article(number: Span, hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a number is an article: « la mort d'*un* poète », but not « *un* mort »."""
    first, end = number
    if hit.items[first].lower not in lexicon.words("indefinite"):
        return False
    return hit.rule == "event" or (end - first > 1 and not has_people(hit.items[first:end]))


def _counts_others(number: Span, hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a number before that of deaths counts what is none: "*90 burns* and 3 deaths"."""
    first, end = number
    last = hit.items[end - 1]
    other = last.tag == "W" and last.text.islower() and last.lower.endswith(lexicon.plural_endings)
    lists = len(hit.numbers) > 1 and number != hit.numbers[-1] and hit.of("loss")[0].tag == "D"
    return lists and other and not has_people(hit.items[first:end])


def _first_of_clause(hit: Hit, lexicon: Lexicon) -> int:
    """The first number of a list that is no subject of another verb: "40 men attacked, and 5 …"."""
    before = hit.items[hit.match.start() - 1] if hit.match.start() else None
    if before and before.tag == "W" and before.lower.endswith(lexicon.verb_endings):
        return len(hit.numbers) - 1  # "*uprooted* 40 palms and 12 people were hurt"
    for at in range(len(hit.numbers) - 1, 0, -1):
        first, end = hit.numbers[at - 1]
        last = hit.items[end - 1]
        is_noun = last.tag != "W" or end - first == 1 or last.text[:1].isupper()
        if not is_noun and not last.lower.endswith(lexicon.plural_endings):
            return at
    return 0


def _first_of_people(hit: Hit, lexicon: Lexicon) -> int:
    """The first number of a list that is not where others are: "in 153 countries and 40 men"."""
    before = hit.items[hit.match.start() - 1] if hit.match.start() else None
    if before is None or before.tag != "F" or before.lower in lexicon.words("part_links"):
        return 0
    people = (at for at, each in enumerate(hit.counted()) if has_people(each))
    return next(people, 0)


def fits(hit: Hit, lexicon: Lexicon, before: tuple[int, str] | None) -> bool:
    """Whether a rule is said of its numbers; ``before`` is the last claim's end and category."""
    unclear = is_rate(hit, lexicon) or not _is_clear(hit, lexicon)
    if unclear or is_moved(hit, lexicon) or has_alternative(hit, lexicon):
        return False
    match hit.rule:
        case "counted":
            return _is_of_counted(hit, lexicon)
        case "were lost":
            return all(map(has_people, hit.counted())) and not _is_of_one(hit, lexicon)
        case "ellipsis":
            return before is not None and _shares_verb(hit, before[0])
        case "crew":
            collective = hit.of("who")[-1].lower in lexicon.words("collective")
            return collective and hit.of("link")[0].lower in lexicon.words("part_links")
        case "among" | "among them":
            return hit.of("link")[0].lower in lexicon.words("among")
        case "of whom":
            return not _is_active(hit)
        case "toll":
            return _is_amount(hit, lexicon)
        case "along":
            return hit.of("with")[0].lower in lexicon.words("together")
        case "object":
            return _is_of_objects(hit, lexicon)
        case "lost":
            return _is_of_lost(hit, lexicon)
    return True


def _is_of_counted(hit: Hit, lexicon: Lexicon) -> bool:
    wished = not hit.tags_of("aux") and is_wish(hit, lexicon)
    return not wished and _has_fitting_whole(hit, lexicon) and _is_suffered(hit, lexicon)


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
    whom = hit.of("whom")
    if not hit.numbers or (whom and not costs):
        return False
    if whom and whom[0].tag != "X" and not whom[0].text[:1].isupper():
        return False
    after = hit.tags[hit.numbers[-1][1] :]
    return not _is_of_things(hit, lexicon) and not (costs and after.startswith("X"))


def _is_suffered(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether the words of loss are said of the number: not "two gunmen killed five people"."""
    if _is_of_one(hit, lexicon):
        return False
    if hit.tags[: hit.match.start()].endswith("L"):
        return True  # "for a *loss of* nine killed the patrol took two prisoners"
    last = hit.of("loss")[-1]
    if last.lower in lexicon.words("hit_people") and _are_known(hit):
        return False
    if last.tag == "D" and last.category in STATES and _is_of_something(hit, lexicon):
        return False
    after, tail = hit.tags[hit.end :], hit.tags_of("tail")
    end = hit.match.end("loss")
    auxiliary = re.match(r"(?:,?C?[AX]*Q[WPAE]+)*?r?[BA]*(?=[WO])", hit.tags[end:])
    if auxiliary and last.tag == "D" and last.category in STATES:
        verb = hit.items[end + auxiliary.end()]  # "prisoners were exchanged"
        endings = (*lexicon.verb_endings, *lexicon.list_of("participle_endings"))
        is_verb = verb.tag == "O" or "B" in auxiliary[0] or verb.lower.endswith(endings)
        if is_verb and verb.lower not in lexicon.words("taken"):
            return False
    if "B" in hit.tags_of("aux"):
        active = all(
            item.lower in lexicon.words("perfect") for item in hit.of("aux") if item.tag == "B"
        )
        return not (active and last.tag == "K" and re.match(r"A*[QXPWE]", tail + after))
    if "P" in tail:
        return last.tag in "KD" and re.match(r"(?![BA]*[KVIQE])", after) is not None
    if tail:
        return last.tag != "K" or not tail.strip("A")
    if last.tag == "K" and _is_active(hit):
        return False
    if last.tag == "K" and re.match(r"[AX]*[QXE]", after):
        nouns = hit.tags[hit.match.start() + 1 : hit.match.start("loss")]
        counted = re.match(r"[AX]*Q[WPA]*[KDI]", after)
        return "P" not in nouns and counted is not None  # "10 killed 20 wounded"
    return True


def _are_known(hit: Hit) -> bool:
    """Whether people are those who have been named: "*the* two other victims *who* …"."""
    known = hit.tags[: hit.match.start()].endswith("X")
    return known and hit.tags[hit.match.end("loss") :].startswith("r")


def _is_of_something(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a number says how large something is: "a list *of* 26 prisoners"."""
    before = hit.items[: hit.match.start()][-2:]
    return [item.tag for item in before] == ["W", "F"] and before[1].lower in lexicon.words(
        "part_links"
    )


def _is_active(hit: Hit) -> bool:
    """Whether a name is the object of a verb: "two of them killed *Ahmed*"."""
    following = hit.items[hit.match.end("loss") :][:1]
    return not hit.tags_of("aux") and any(i.tag == "W" and i.text[:1].isupper() for i in following)


def _is_of_one(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a verb is not said of a number, as it is in the singular, and the number is not."""
    verb = hit.of("aux")[:1]
    if not verb or verb[0].lower not in lexicon.words("singular") or len(hit.numbers) != 1:
        return False
    first = hit.numbers[0][0]
    number = hit.items[first].quantity
    links = [item.lower for item in hit.items[max(0, first - 3) : first] if item.tag == "F"]
    collective = not lexicon.words("part_links").isdisjoint(links)
    return number is not None and 1 not in {number.low, number.high} and not collective


def _is_of_things(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether the last number counts things: "411 British *and Canadian aircraft*"."""
    first, end = hit.numbers[-1]
    if _THINGS.match(hit.tags, end):
        return True
    whole = _OF_THINGS.match(hit.tags, end) if not has_people(hit.items[first:end]) else None
    return whole is not None and hit.items[end].lower in lexicon.words("part_links")


_THINGS = re.compile(r"(?:C[WP]{0,3})?E|S")
_OF_THINGS = re.compile(r"F[AX]+Q?[WA]{0,3}E(?![XW]*P)")
"""The whole after a number of things: "40 *of the horses*"."""


_ENDS = re.compile(r"[.,;:)FYr]|C[AB]*[KV]|$")
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


def _has_fitting_whole(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether "of the …" after a number is no other clause, and not of things.

    "Five of the ships were lost"; "five sets *as* his opponent died", "five that *they* seized".
    """
    whole = hit.tags_of("of")
    if whole and hit.of("of")[0].lower in lexicon.words("clauses") | lexicon.words("contrasts"):
        return False
    words = hit.of("of")
    if any(item.lower in lexicon.words("subject_pronouns") for item in words):
        return False
    linked = (item for before, item in pairwise(words) if before.tag == "F")
    if any(item.lower in lexicon.words("relative") for item in linked):
        return False  # "one of 12 in which people were killed"
    if "E" not in whole or any(map(has_people, hit.counted())):
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
    if toll.tag in "DT" and _is_of_person(hit, lexicon):
        return False
    if toll.tag == "D" and before is not None and before.tag == "X" and len(hit.of("gap")) == 1:
        return False  # "the casualties of 615" may be those of a squadron
    if _is_toll_of_things(hit, lexicon):
        return False
    after = hit.tags[hit.numbers[-1][1] :]
    if re.match(r"(?:[BA]*[KDI]|[ER]|F[AX]*Q[WA]*E)", after):
        return False
    first = hit.items[hit.numbers[0][0]]
    if first.lower in lexicon.words("articles") and after.startswith("F"):
        return False  # "injuries are one of the reasons"
    if first.verb:
        return True
    amounts = lexicon.words("amounts")
    gap = list(_words_between(hit, amounts, lexicon))
    while gap and gap[-1] in lexicon.words("articles"):
        gap.pop()
    if len(gap) == 1 and gap[0] in lexicon.words("amount_links"):  # "a toll *of* 26"
        return True
    if gap and gap[-1] in lexicon.words("amount_links") and is_raised(hit, lexicon):
        return True  # "bringing the number of those who died *to* 300"
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
        and not (
            re.search("X[WA]*$", tags[:at])
            and (people or item.lower in lexicon.words("unit_words"))
        )
        for at, item in enumerate(gap)
    )


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
