"""Names: which of them mean the same source, or the same group.

A source is one under all its names: as "HRW" and "Human Rights Watch", where one is the initials of
the other or the article says so ("Name (ABC)"), and by ``same_names`` of the vocabularies.
A group is one in the singular and the plural: "terrorist bodies" are of "terrorists".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from wikibrief.facts.language.lexicon import Lexicon, lexicons
from wikibrief.facts.model import Claim

__all__ = ["Definitions", "group_of_several", "name_speakers"]

_ACRONYM = re.compile(r"(?:[A-Z][a-z]?\.?){2,8}")
_DEFINED = re.compile(rf"\s*\(({_ACRONYM.pattern})\)")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LONGEST = 120


class Definitions:
    """Acronyms that an article defines, each with the words before it."""

    def __init__(self) -> None:
        self._before: dict[str, str] = {}

    def add(self, text: str) -> None:
        """Look for definitions in a sentence."""
        for match in _DEFINED.finditer(text) if "(" in text else ():
            start = max(0, match.start() - _LONGEST)
            self._before.setdefault(match[1], text[start : match.start()])

    def names_of(self, acronym: str) -> Iterator[str]:
        """Yield what the article may say that an acronym is short for: all that ends before it."""
        before = self._before.get(acronym, "")
        return (before[start:] for start in range(len(before)))


def name_speakers(claims: Iterable[Claim], definitions: Definitions) -> list[Claim]:
    """Give each claim its speaker: its source by the longest of the names that the article uses."""
    claims = list(claims)
    names = list(dict.fromkeys(claim.source for claim in claims if claim.source))
    speakers = _find_longest(names, definitions)
    return [
        replace(claim, speaker=speakers[claim.source]) if claim.source else claim
        for claim in claims
    ]


def _find_longest(names: Sequence[str], definitions: Definitions) -> dict[str, str]:
    """Find for each name the longest that means the same; of several the first."""
    names = sorted(names, key=len, reverse=True)
    acronyms = [name for name in names if _ACRONYM.fullmatch(name)]
    by_key = _index(names, lambda name: {_key(name)})
    by_initials = _index(names, _initials)
    by_letters = _index(acronyms, lambda name: {_letters(name)})
    same = {
        name: {
            by_key[_key(name)],
            *(by_letters[each] for each in _initials(name) & by_letters.keys()),
        }
        for name in names
    }
    for short in acronyms:
        same[short].add(by_initials.get(_letters(short), short))
        for name in definitions.names_of(short):
            if name in same:
                same[short].add(name)
                same[name].add(short)
    places = {name: place for place, name in enumerate(names)}
    return {name: min(others, key=places.__getitem__) for name, others in same.items()}


def _index(names: Sequence[str], describe: Callable[[str], set[str]]) -> dict[str, str]:
    """Return for each description the first of the names that have it."""
    return {text: name for name in reversed(names) for text in describe(name)}


def _letters(acronym: str) -> str:
    return acronym.replace(".", "")


def _initials(name: str) -> set[str]:
    """The initials of a name of several words, with and without those of its small words."""
    words = _WORD.findall(name)
    capitals = "".join(word[0] for word in words if word[0].isupper())
    return {capitals, "".join(word[0] for word in words).upper()} if len(words) > 1 else set()


def _key(name: str) -> str:
    plain = name.casefold().replace(".", "")
    return _same_names().get(plain, plain)


@cache
def _same_names() -> Mapping[str, str]:
    """The names of each list, with the first of it."""
    return {
        name: names[0]
        for lexicon in lexicons().values()
        for names in lexicon.lists_of("same_names")
        for name in names
    }


@cache
def group_of_several(group: str) -> str:
    """Put the last word of a group into the plural, where a vocabulary knows it: "terrorists"."""
    last = group.rsplit(maxsplit=1)[-1] if group else ""
    known = lexicons().values()
    if any(last.lower() in lexicon.words("collective") for lexicon in known):
        return group
    return f"{group}s" if any(_names_people(f"{last}s", lexicon) for lexicon in known) else group


def _names_people(word: str, lexicon: Lexicon) -> bool:
    lower = word.lower()
    if lower in lexicon.words("people") or lower in lexicon.words("nations"):
        return True
    return word[:1].isupper() and lower.endswith(lexicon.nation_endings)
