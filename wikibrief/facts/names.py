"""Names: which of them mean the same source, or the same group.

A source is one under all its names: as "HRW" and "Human Rights Watch", where one is the initials of
the other or the article says so ("Name (ABC)"), and by ``same_names`` of the vocabularies.
A group is one in the singular and the plural: "terrorist bodies" are of "terrorists".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from wikibrief.facts.lexicon import Lexicon, lexicons
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

    def is_name_of(self, acronym: str, name: str) -> bool:
        """Whether the article says that an acronym is short for a name."""
        return self._before.get(acronym, "").endswith(name)


def name_speakers(claims: Iterable[Claim], definitions: Definitions) -> list[Claim]:
    """Give each claim its speaker: its source by the longest of the names that the article uses."""
    claims = list(claims)
    names = list(dict.fromkeys(claim.source for claim in claims if claim.source))
    speakers = dict(_longest_names(names, definitions))
    return [
        replace(claim, speaker=speakers[claim.source]) if claim.source else claim
        for claim in claims
    ]


def _longest_names(names: list[str], definitions: Definitions) -> Iterator[tuple[str, str]]:
    for name in names:
        same = [each for each in names if _is_same(name, each, definitions)]
        yield name, max(same, key=len)


def _is_same(one: str, other: str, definitions: Definitions) -> bool:
    if one == other or _key(one) == _key(other):
        return True
    return any(
        _ACRONYM.fullmatch(short)
        and (definitions.is_name_of(short, name) or short.replace(".", "") in _initials(name))
        for short, name in ((one, other), (other, one))
    )


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
