"""The numbers of a list that a rule is said of: not "*40 palms* and 12 people were hurt"."""

from __future__ import annotations

import re

from wikibrief.facts.language.grammar import Item
from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.text.categories import has_people
from wikibrief.facts.text.rules import Hit, Span

__all__ = ["narrow"]

_WHOLE_LIST = {"also", "among", "are", "crew", "of whom", "ellipsis", "were lost"}
"""Rules whose numbers are all that they match."""


def narrow(hit: Hit, lexicon: Lexicon) -> list[Item]:
    """Leave out the numbers of a list that the rule is not said of; return those of things."""
    hit.numbers = [each for each in hit.numbers if not _is_article(each, hit, lexicon)]
    if not hit.numbers or hit.rule in _WHOLE_LIST:
        return []
    if hit.rule == "counted":
        hit.numbers = _counted(hit, lexicon)
        return []
    if hit.rule in {"toll", "event"} and len(hit.numbers) == 1:
        return []
    of_things = hit.rule == "lost" and _COUNTED_THINGS.search(hit.tags, 0, hit.match.start())
    while of_things and len(hit.numbers) > 1 and _is_bare(hit.numbers[0]):
        hit.numbers.pop(0)  # "claimed 21 aircraft for the loss of *nine* and three pilots"
    after = hit.tags[hit.match.end("list") :]
    if after.startswith("E") and len(hit.numbers) > 1:
        things = hit.items[hit.numbers.pop()[0]]
        while hit.numbers and _is_bare(hit.numbers[-1]):
            hit.numbers.pop()  # "capturing four and five tanks"
        return [things]
    if re.match(r"R?[BA]*[KDI]", after):  # the subject of what follows
        named = not _is_bare(hit.numbers[0])
        shared = hit.rule == "toll" and named and "B" not in after[:2]
        # "lost 45 men and 112 were captured", but not "a loss of nine killed"
        lost = hit.rule == "lost" and not (named and "B" in after[:2])
        hit.numbers = [] if lost or shared else hit.numbers[:-1]
    return []


_COUNTED_THINGS = re.compile("QW{0,2}E")


def _is_bare(number: Span) -> bool:
    """Whether nothing is counted by name: "four and five tanks"."""
    return number[1] - number[0] == 1


def _counted(hit: Hit, lexicon: Lexicon) -> list[Span]:
    """The numbers before a word of loss that it is said of."""
    numbers = hit.numbers
    if _AMOUNT.search(hit.tags[: hit.match.start()]):
        numbers = numbers[-1:]  # "the dead and missing *were 90* and 130 wounded"
    noun = hit.of("loss")[0].tag == "D" or not hit.of("aux")
    if _is_bare(numbers[-1]) and noun:  # "one garrison and 300 casualties"
        numbers = [each for each in numbers if _is_bare(each)]
    if hit.part.aside and noun and _counts_more(numbers[-1], hit, lexicon):
        numbers = numbers[-1:]  # "including 13 minors and *308 others hurt*"
    if not _is_bare(numbers[-1]):  # bare ones before one that counts something
        numbers = [each for each in numbers if not _is_bare(each)]
    numbers = [each for each in numbers if not _counts_others(each, hit, lexicon)]
    numbers = [each for each in numbers if not _has_own_subject(each, hit, lexicon)]
    if not numbers:
        return []
    if not _says_how(numbers[-1], hit, lexicon):
        numbers = [each for each in numbers if not _says_how(each, hit, lexicon)]
    numbers = numbers[_first_of_clause(numbers, hit, lexicon) :]
    return numbers[_first_of_people(numbers, hit, lexicon) :]


_AMOUNT = re.compile("[KDT]A*BA*$")


def _counts_more(number: Span, hit: Hit, lexicon: Lexicon) -> bool:
    """Whether a number counts others than those before it: "308 *others*"."""
    nouns = hit.items[number[0] + 1 : number[1]]
    more = lexicon.words("back_references")
    return bool(nouns) and all(item.lower in more for item in nouns)


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


def _has_own_subject(number: Span, hit: Hit, lexicon: Lexicon) -> bool:
    """Whether others are the subject after a number: "between the two *they* were all killed"."""
    words = hit.items[slice(*number)]
    return any(item.lower in lexicon.words("subject_pronouns") for item in words)


def _says_how(number: Span, hit: Hit, lexicon: Lexicon) -> bool:
    """Whether an adverb is all that follows: "26 were hurt, *eight seriously*, and two died"."""
    first, end = number
    after = hit.items[first + 1 : end]
    return bool(after) and all(
        item.tag == "A" and item.lower.endswith(lexicon.adverb_endings) for item in after
    )


def _first_of_clause(numbers: list[Span], hit: Hit, lexicon: Lexicon) -> int:
    """The first number of a list that is no subject of another verb: "40 men attacked, and 5 …"."""
    before = hit.items[hit.match.start() - 1] if hit.match.start() else None
    if before and before.tag == "W" and before.lower.endswith(lexicon.verb_endings):
        return len(numbers) - 1  # "*uprooted* 40 palms and 12 people were hurt"
    for at in range(len(numbers) - 1, 0, -1):
        first, end = numbers[at - 1]
        last = hit.items[end - 1]
        is_noun = last.tag != "W" or end - first == 1 or last.text[:1].isupper()
        if not is_noun and not last.lower.endswith(lexicon.plural_endings):
            return at
    return 0


def _first_of_people(numbers: list[Span], hit: Hit, lexicon: Lexicon) -> int:
    """The first number of a list that is not where others are: "in 153 countries and 40 men"."""
    before = hit.items[hit.match.start() - 1] if hit.match.start() else None
    if before is None or before.tag != "F" or before.lower in lexicon.words("part_links"):
        return 0
    people = (at for at, each in enumerate(numbers) if has_people(hit.items[slice(*each)]))
    return next(people, 0)
