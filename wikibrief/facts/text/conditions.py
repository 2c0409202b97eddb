"""Whether a rule that matched is true: people are counted, it has happened, and to these.

A pattern knows tags only. What the words themselves rule out is decided here: things, plans,
wholes, the actors in place of those who were hit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from wikibrief.facts.language.grammar import STATES, Item, category_of
from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.text.rules import Hit, Span

__all__ = [
    "category",
    "counts_people",
    "fits",
    "is_excluded",
    "is_hearsay",
    "is_raised",
    "is_unreal",
    "kinds",
    "narrow",
]

_NEEDS_PEOPLE = {"captured", "missing", "casualties", "displaced", "abducted", "detained"}
"""What also happens to things: of these only people count, or numbers of nothing else."""
_WHOLE_LIST = {"are", "of whom", "ellipsis", "were lost"}
"""Rules whose numbers are all that they match."""


def narrow(hit: Hit, lexicon: Lexicon) -> list[Item]:
    """Leave out the numbers of a list that the rule is not said of; return those of things."""
    if hit.rule == "counted":
        if (
            hit.numbers[-1][1] - hit.numbers[-1][0] > 1
        ):  # bare ones before one that counts something
            hit.numbers = [each for each in hit.numbers if each[1] - each[0] > 1]
        hit.numbers = hit.numbers[_first_of_clause(hit, lexicon) :]
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


def fits(hit: Hit, lexicon: Lexicon, before: tuple[int, str] | None) -> bool:
    """Whether a rule is said of its numbers; ``before`` is the last claim's end and category."""
    unclear = _is_rate(hit, lexicon) or not _is_clear(hit, lexicon)
    if unclear or _is_moved(hit, lexicon) or _has_alternative(hit, lexicon):
        return False
    match hit.rule:
        case "counted":
            return _is_of_counted(hit, lexicon)
        case "were lost":
            return all(map(_has_people, hit.counted())) and not _is_of_one(hit, lexicon)
        case "ellipsis":
            return before is not None and _shares_verb(hit, before[0])
        case "toll":
            return _is_amount(hit, lexicon)
        case "along":
            return hit.of("with")[0].lower in lexicon.words("together")
        case "object":
            return _is_of_objects(hit, lexicon)
        case "lost":
            return _is_of_lost(hit, lexicon)
    return True


def _has_alternative(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether something else may have happened instead: "killed *or enslaved*"."""
    ends = {hit.match.end(name) for name in ("loss", "toll") if hit.tags_of(name)}
    for end in ends:
        after = re.match("(C)A*(W)", hit.tags[end:])
        if after is None:
            continue
        link, verb = (hit.items[end + after.start(number)] for number in (1, 2))
        if link.lower in lexicon.words("alternatives") and verb.text.islower():
            return verb.lower.endswith(lexicon.verb_endings)
    return False


def _is_moved(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether something is done with the dead: "*exchanged* the bodies of 118 soldiers"."""
    if hit.rule != "event" or hit.of("loss")[0].lower not in lexicon.words("remains"):
        return False
    start = hit.match.start()
    before = hit.items[max(0, start - _FEW) : start]
    return any(item.lower in lexicon.words("moves") for item in before)


def _is_of_counted(hit: Hit, lexicon: Lexicon) -> bool:
    wished = not hit.tags_of("aux") and _is_wish(hit, lexicon)
    return not wished and _has_fitting_whole(hit, lexicon) and _is_suffered(hit, lexicon)


def _is_of_objects(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether the numbers are the objects of a verb, and the verb says what has happened."""
    if _is_purpose(hit, lexicon):
        return False
    if hit.tags_of("one") and not _ENDS.match(hit.tags, hit.match.end("list")):
        return False  # "killed the leader and 20 fighters got away"
    return bool(hit.numbers) and not _OF_THINGS.match(hit.tags, hit.numbers[-1][1])


def _is_of_lost(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether numbers are what was lost: "cost *the division* 40 men", not "cost 40 their jobs"."""
    costs = hit.of("loss")[0].lower in lexicon.words("costs")
    if not hit.numbers or (hit.tags_of("whom") and not costs):
        return False
    after = hit.tags[hit.numbers[-1][1] :]
    return not _OF_THINGS.match(after) and not (costs and after.startswith("X"))


def _is_wish(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a loss was only wanted: "he *ordered* 20 people killed"."""
    before = hit.items[max(0, hit.match.start() - 1) : hit.match.start()]
    return any(item.lower in lexicon.words("wishes") for item in before)


def _is_purpose(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a verb is what somebody meant to do: "a plot *to kill* 20 people"."""
    start = hit.match.start()
    if start == 0 or hit.of("loss")[0].lower not in lexicon.words("infinitives"):
        return False
    before = [item.lower for item in hit.items[max(0, start - 2) : start]]
    achieved = len(before) == 2 and before[0] in lexicon.words("achieves")
    return before[-1] in lexicon.words("before_infinitives") and not achieved


def _is_suffered(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether the words of loss are said of the number: not "two gunmen killed five people"."""
    if _is_of_one(hit, lexicon):
        return False
    last = hit.of("loss")[-1]
    after, tail = hit.tags[hit.end :], hit.tags_of("tail")
    end = hit.match.end("loss")
    auxiliary = re.match(r"(?:,?C?[AX]*Q[WPAE]+)*?r?[BA]*(?=[WO])", hit.tags[end:])
    if auxiliary and last.tag == "D" and last.category in STATES:
        verb = hit.items[end + auxiliary.end()]  # "prisoners were exchanged"
        is_verb = (
            verb.tag == "O" or "B" in auxiliary[0] or verb.lower.endswith(lexicon.verb_endings)
        )
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
    if last.tag == "K" and re.match(r"[AX]*[QXE]", after):
        nouns = hit.tags[hit.match.start() + 1 : hit.match.start("loss")]
        counted = re.match(r"[AX]*Q[WPA]*[KDI]", after)
        return "P" not in nouns and counted is not None  # "10 killed 20 wounded"
    return True


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


_OF_THINGS = re.compile(r"(?:C[WP]{0,3})?E|S")
"""What follows a number of things: "411 British *and Canadian aircraft*"."""


_ENDS = re.compile(r"[.,;:)FYr]|C[AB]*[KV]|$")
"""What ends the objects of a verb."""


def _is_rate(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a number is a rate or an average: "two casualties per squadron"."""
    end = max(hit.end, hit.numbers[-1][1]) if hit.numbers else hit.end
    for at in range(hit.match.start(), hit.end - 1):  # "40 people per day died"
        if hit.items[at].lower in lexicon.words("rates") and hit.tags[at + 1] == "E":
            return True
    start = max(hit.tags.rfind(sign, 0, hit.match.start()) for sign in ";:.") + 1
    if any(item.lower in lexicon.words("averages") for item in hit.items[start:end]):
        return True
    start = max(hit.tags.rfind(sign, 0, hit.match.start()) for sign in ",;:.") + 1
    if any(item.lower in lexicon.words("distributes") for item in hit.items[start:end]):
        return True  # "*every* raid killed 20 men"
    words = [item.lower for item in hit.items[end : end + 3]]
    if not lexicon.words("not_rates").isdisjoint(words):
        return False  # "a week later"
    for rate in lexicon.list_of("rates"):
        if f"{' '.join(words)} ".startswith(f"{rate} "):  # but "34 were injured per HRW"
            return rate not in lexicon.words("according") or hit.tags[end + 1 :].startswith("E")
    return False


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
    if whole and hit.of("of")[0].lower in lexicon.words("clauses"):
        return False
    words = hit.of("of")
    if any(item.lower in lexicon.words("subject_pronouns") for item in words):
        return False
    linked = (item for before, item in pairwise(words) if before.tag == "F")
    if any(item.lower in lexicon.words("relative") for item in linked):
        return False  # "one of 12 in which people were killed"
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
    if toll.tag in "DT" and hit.tags_of("gap").startswith("P"):
        return False  # "the dead man was 40"
    if toll.tag == "D" and before is not None and before.tag == "X" and len(hit.of("gap")) == 1:
        return False  # "the casualties of 615" may be those of a squadron
    after = hit.tags[hit.numbers[-1][1] :]
    if re.match(r"(?:[BA]*[KDI]|[ER]|F[AX]*Q[WA]*E)", after):
        return False
    first = hit.items[hit.numbers[0][0]]
    if first.lower in lexicon.words("articles") and after.startswith("F"):
        return False  # "injuries are one of the reasons"
    if first.verb:
        return True
    amounts = lexicon.words("amounts")
    gap = list(_words_between(hit, amounts))
    while gap and gap[-1] in lexicon.words("articles"):
        gap.pop()
    if len(gap) == 1 and gap[0] in lexicon.words("amount_links"):  # "a toll *of* 26"
        return True
    ends = (" ".join(gap[-length:]) for length in range(1, 4))
    return bool(gap) and any(end in amounts for end in ends)


def _words_between(hit: Hit, amounts: frozenset[str]) -> Iterator[str]:
    """The words between a toll and its number; of a qualifier its last one, if it is of amounts."""
    gap = hit.of("gap")
    for index, item in enumerate(gap):
        if item.tag == "q" or [each.tag for each in gap[index : index + 2]] == ["F", "q"]:
            continue  # "rose *from 5* to 12"
        if item.tag != "A":
            yield item.lower
        elif (last := item.lower.split()[-1]) in amounts:
            yield last


def category(hit: Hit, lexicon: Lexicon, before: tuple[int, str] | None) -> str | None:
    """The category of a hit; None where its words name none that is counted."""
    if hit.rule in {"lost", "were lost"}:
        return _fate_of_lost(hit)
    if hit.rule == "ellipsis":
        return before[1] if before else None
    if hit.rule == "toll":
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
        return any(_names_people(each, lexicon) for each in (*hit.counted(), *wholes))
    if _may_be_things(hit, lexicon):
        return False
    if any(map(_has_people, hit.counted())) or "P" in hit.tags_of("tail"):
        return True
    if "P" in hit.tags_of("of").partition("E")[0]:
        return True
    if hit.rule == "object":
        return enumerated is not None and _NEXT_VERB.fullmatch(enumerated) is not None
    if hit.rule == "counted" and enumerated and re.fullmatch(r"[,;CA]*F?[CA]*", enumerated):
        return True  # the next of an enumeration of people
    near = (*hit.of("loss"), *hit.of("toll"), *hit.items[: hit.match.start()][-4:])
    named = any(item.lower in lexicon.words("of_people") for item in near)
    return named or _THINGS.search(hit.tags) is None


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


def _has_people(items: Sequence[Item]) -> bool:
    return any(item.tag == "P" for item in items)


def _names_people(items: Sequence[Item], lexicon: Lexicon) -> bool:
    """Whether people are named: "two others were lost" may be of ships."""
    return any(item.tag == "P" and item.lower not in lexicon.words("vague") for item in items)


def is_excluded(number: Span, hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a number is that of a whole ("of the 55 men"), or of others ("all but 5")."""
    first = number[0]
    near = re.sub(r"[XA]", "", hit.tags[max(0, first - 3) : first])
    if near.endswith(("O", "M")) or (near.endswith("N") and hit.rule != "event"):
        return True  # "in exchange for 20 prisoners", "suspects in the killing of 20 people"
    before = [item.lower for item in hit.items[max(0, first - 3) : first]]
    if hit.rule != "toll" and before[-1:] and before[-1] in lexicon.words("agents"):
        return True  # "he was killed by 20 prisoners"
    links = [item.lower for item in hit.items[max(0, first - 4) : first] if item.tag not in "XA"]
    if links[-1:] and links[-1] in lexicon.words("part_links"):
        parts = lexicon.words("parts")  # "most of 40 people", "15% of 2,000 troops"
        if not parts.isdisjoint(links[-2:-1]) or (near.endswith("QF") and _is_whole(hit, lexicon)):
            return True
    if links[-1:] and links[-1] in lexicon.words("wholes") and _LEADS.search(hit.tags[:first]):
        counted = hit.of("loss")
        if hit.rule == "counted" and counted[0].tag == "D":
            return True
    ends = {" ".join(before[-2:]), *before[-1:]}
    return not ends.isdisjoint(lexicon.words("of_the")) and "R" not in hit.tags


def _is_whole(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a number after "of" and another is not counted: but "one of 26 *killed*" is."""
    start = hit.match.start()
    first = next((item for item in reversed(hit.items[:start]) if item.tag == "Q"), None)
    alone = first is not None and first.lower in lexicon.words("articles")
    return not alone or hit.rule != "counted" or hit.of("loss")[0].tag != "K"


_LEADS = re.compile(r"(?:^|[,;:.C])F[XA]*$")
"""What a clause begins with that names the whole first: "*Of* 40 prisoners, 12 died"."""


def is_unreal(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether the loss was only planned, feared or denied, or is of some of them only."""
    if any(item.lower in lexicon.words("partly") for item in hit.of("aux")):
        return True  # "the 98 were mostly killed"
    start = hit.match.start()
    if "w" in hit.tags[hit.tags.rfind(";", 0, start) + 1 :].partition(";")[0]:
        return True  # "reports that 20 were killed are false"
    clause = max((hit.tags.rfind(sign, 0, start) for sign in ",;:"), default=-1) + 1
    near, inside = hit.tags[max(clause, start - 7) : start], hit.tags[start : hit.end]
    loss = hit.of("loss")[-1:]
    if loss and loss[0].tag in "DN" and re.match("[WPA]*U", hit.tags[hit.end :]):
        return True  # "96 deaths *could have been* prevented"
    if hit.rule == "toll":  # "could have been as high as 300" is a bound
        first = hit.items[hit.numbers[0][0]].quantity
        return "U" in near or ("U" in inside and first is not None and first.low is not None)
    return "U" in near or "U" in inside


def is_hearsay(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a loss is only said to be, by the mood of its verb: "40 *auraient* péri"."""
    words = lexicon.words("hearsay")
    near = hit.items[max(0, hit.match.start() - 1) : hit.end]
    return any(item.lower in words for item in near)


def is_raised(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a toll has what was said before in it: "*bringing* the toll to 25"."""
    start = hit.match.start()
    before = hit.items[max(0, start - 3) : start]
    return hit.rule == "toll" and any(item.lower in lexicon.words("raises") for item in before)
