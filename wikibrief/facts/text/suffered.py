"""Whether words of loss are said of the numbers before them: not "two gunmen killed five people".

A word after a number may be a participle ("20 *killed*"), a verb that the people are the subject of
("20 *killed* the guard"), or one that is said of somebody else.
"""

from __future__ import annotations

import re
from itertools import pairwise

from wikibrief.facts.language.grammar import STATES
from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.text.categories import has_people
from wikibrief.facts.text.rules import Hit

__all__ = ["has_fitting_whole", "is_of_one", "is_suffered", "names_victim"]


def is_suffered(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether the words of loss say what happened to those who are counted."""
    if is_of_one(hit, lexicon):
        return False
    if hit.tags[: hit.match.start()].endswith("L"):
        return True  # "for a *loss of* nine killed the patrol took two prisoners"
    if _are_known(hit, lexicon) or _is_of_something(hit, lexicon) or _do_something(hit, lexicon):
        return False
    last, tail = hit.of("loss")[-1], hit.tags_of("tail")
    if last.tag == "D" and not tail and re.match("E(?!P)", hit.tags[hit.end :]):
        return False  # "12 dead *trees*"
    owned = [item.lower for item in hit.of("aux") if item.tag == "B"][-1:]
    if last.tag == "D" and not lexicon.words("perfect").isdisjoint(owned):
        return False  # "seven of the crews *had dead* aboard"
    if last.category == "missing" and _are_not_missing(hit, lexicon):
        return False
    if "B" in hit.tags_of("aux"):
        return last.tag != "K" or not _is_perfect(hit, lexicon)
    if "P" in tail:
        return last.tag in "KD" and _GOES_ON.match(hit.tags, hit.end) is None
    if tail:
        return last.tag != "K" or not tail.strip("A")
    return last.tag != "K" or not _has_object(hit)


def _are_not_missing(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether people are without something, or no longer missing.

    "80,000 people are missing *limbs*", "33 missing soldiers *have returned*".
    """
    after = hit.items[hit.match.end("loss") :]
    if re.match("[WPA]*[BA]+O", hit.tags[hit.match.end("loss") :]):
        return True
    return any(i.tag in "WE" and i.lower.endswith(lexicon.plural_endings) for i in after[:1])


_GOES_ON = re.compile("[BA]*[KVIQE]")
"""What follows people who something else is said of."""


def _is_perfect(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether people have done something to others: "20 rebels *had killed* the mayor"."""
    perfect = lexicon.words("perfect")
    auxiliaries = [item.lower for item in hit.of("aux") if item.tag == "B"]
    active = (
        perfect.issuperset(auxiliaries)
        or any(
            item.tag == "A" and item.lower.split()[-1] in perfect  # "is said *to have* killed 20"
            for item in hit.of("aux")[-1:]
        )
    )
    return active and re.match("A*[QXPWE]", hit.tags[hit.match.end("loss") :]) is not None


def _has_object(hit: Hit) -> bool:
    """Whether a verb has an object: "two of them killed *Ahmed*"; not "10 killed 20 wounded"."""
    if names_victim(hit):
        return True
    after = hit.tags[hit.end :]
    if re.match("[AX]*[QXE]", after) is None:
        return False
    nouns = hit.tags[hit.match.start() + 1 : hit.match.start("loss")]
    return "P" in nouns or re.match("[AX]*Q[WPA]*[KDI]", after) is None


def names_victim(hit: Hit) -> bool:
    """Whether a name follows a verb of killing: "one of them killed *Ahmed*"."""
    following = hit.items[hit.match.end("loss") :][:1]
    return not hit.tags_of("aux") and any(i.tag == "W" and i.text[:1].isupper() for i in following)


def _are_known(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether people are those who have been named: "*the* two other victims *who* …".

    So they are where something else is said of them: "three victims *were found* upstairs".
    """
    if hit.of("loss")[-1].lower not in lexicon.words("hit_people"):
        return False
    known = hit.tags[: hit.match.start()].endswith("X")
    after = hit.tags[hit.match.end("loss") :]
    return (known and after.startswith("r")) or re.match("A*BA*[WO]", after) is not None


def _is_of_something(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a number says how large something is: "a list *of* 26 prisoners"."""
    last, before = hit.of("loss")[-1], hit.items[: hit.match.start()][-2:]
    if last.tag != "D" or last.category not in STATES:
        return False
    links = lexicon.words("part_links")
    return [item.tag for item in before] in (["W", "F"], ["O", "F"]) and before[1].lower in links


def _do_something(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether prisoners do something, or something else is done: "prisoners *were exchanged*"."""
    last, end = hit.of("loss")[-1], hit.match.end("loss")
    verb = _NEXT_VERB.match(hit.tags, end)
    if verb is None or last.tag != "D" or last.category not in STATES:
        return False
    word = hit.items[verb.end()]
    endings = (*lexicon.verb_endings, *lexicon.list_of("participle_endings"))
    is_verb = word.tag == "O" or "B" in verb[0] or word.lower.endswith(endings)
    return is_verb and word.lower not in lexicon.words("taken")


_NEXT_VERB = re.compile("(?:,?C?[AX]*Q[WPAE]+)*?r?[BA]*(?=[WO])")


def is_of_one(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a verb is not said of a number, as it is in the singular, and the number is not."""
    verb = hit.of("aux")[:1]
    if not verb or verb[0].lower not in lexicon.words("singular") or len(hit.numbers) != 1:
        return False
    first = hit.numbers[0][0]
    number = hit.items[first].quantity
    links = [item.lower for item in hit.items[max(0, first - 3) : first] if item.tag == "F"]
    collective = not lexicon.words("part_links").isdisjoint(links)
    return number is not None and 1 not in {number.low, number.high} and not collective


def has_fitting_whole(hit: Hit, lexicon: Lexicon) -> bool:
    """Whether "of the …" after a number is no other clause, and not of things.

    "Five of the ships were lost"; "five sets *as* his opponent died", "five that *they* seized".
    """
    whole = hit.tags_of("of")
    if whole and hit.of("of")[0].lower in lexicon.words("clauses") | lexicon.words("contrasts"):
        return False
    words = hit.of("of")
    if whole.startswith("B"):  # "four doctors *who worked there* were killed"
        said = any(item.lower in lexicon.words("reporting") for item in words)
        return words[0].lower in lexicon.words("relative") and not said
    if any(item.lower in lexicon.words("subject_pronouns") for item in words):
        return False
    if whole.endswith("C") and words[-1].lower in lexicon.words("alternatives"):
        return False  # "20,000 slaves defected *to or* were captured"
    linked = (item for before, item in pairwise(words) if before.tag == "F")
    if any(item.lower in lexicon.words("relative") for item in linked):
        return False  # "one of 12 in which people were killed"
    if "E" not in whole or any(map(has_people, hit.counted())):
        return True
    owners = whole.partition("E")[0]  # "40 of the attackers' horses" are no people
    return "P" in owners and re.search("P[SX][WA]{0,2}$", owners) is None
