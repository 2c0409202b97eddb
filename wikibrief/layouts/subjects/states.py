"""States and nations: what a flag template's argument names, in the article's language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from babel.core import get_global

from wikibrief.languages import locale_of
from wikibrief.layouts.tables import table

__all__ = ["Service", "State", "is_nation", "service", "state"]

_SERVICES = ("army", "navy", "air force", "marines")
_OTHER_SERVICES = {"naval": "navy", "airforce": "air force"}


_CODE = re.compile(r"([A-Z]{3})(?:[bn]|[ –-]?[0-9]{4}(?:[–-][0-9]{0,4})?)?")
"""ISO 3166's three letters or others' like them, with what wikis add: a period, a size."""


@dataclass(frozen=True, slots=True)
class State:
    """A state: its name, the page about it, and a short code (empty when it has none)."""

    name: str
    page: str
    code: str


@dataclass(frozen=True, slots=True)
class Service:
    """A part of a state's armed forces, and the state."""

    name: str
    state: State


@cache
def _territories(language: str) -> Mapping[str, str]:
    """CLDR's names of territories by ISO 3166's two letters."""
    locale = locale_of(language.partition("-")[0])
    names = dict(locale.territories)
    if locale.language == "en":
        names |= table("subjects/states")["english"]
    return {code: name for code, name in names.items() if code.isalpha()}


@cache
def _three_letters() -> Mapping[str, str]:
    """ISO 3166's three letters → its two, of states that are."""
    aliases = get_global("territory_aliases")
    return {
        code: territories[0]
        for code, territories in aliases.items()
        if len(code) == 3 and code.isalpha() and len(territories) == 1 and code != "FXX"
    }


@cache
def _codes_of_names() -> Mapping[str, str]:
    codes = {_territories("en").get(two, ""): three for three, two in _three_letters().items()}
    former = {
        name: code for code, name in table("subjects/states")["codes"].items() if len(code) == 3
    }
    return {**former, **codes, "Nazi Germany": "GER", "Empire of Japan": "JPN"}


def state(text: str, language: str = "en") -> State:
    """The state that a name or code (``GER``, ``USSR``, ``fr``) means; else the name as it is.

    A code may say a period, as Italian and Japanese ones do: ``DEU 1933-1945``, ``JPN1889``.
    """
    name = " ".join(text.split())
    match = _CODE.fullmatch(name)
    code = match[1] if match else name
    upper = code.upper() if len(code) == 2 else code
    data = table("subjects/states")
    if english := data["codes"].get(upper):
        two = _three_letters().get(_codes_of_names().get(english, ""), "")
        name = _territories(language).get(two, english) if two else english
    elif (two := _three_letters().get(code, upper)) and len(two) == 2:
        name = _territories(language).get(two, name)
        return State(name, data["pages"].get(name, name), code if len(code) == 3 else two)
    return State(name, data["pages"].get(name, name), _codes_of_names().get(name, ""))


def is_nation(name: str, language: str) -> bool:
    """Whether a transclusion's name is that of a state, or its three-letter code."""
    if not name:
        return False
    name = name[:1].upper() + name[1:]
    data = table("subjects/states")
    if name in data["nations"] or name in data["codes"]:
        return True
    if match := _CODE.fullmatch(name):
        return match[1] in _three_letters() or match[1] in data["codes"]
    own = language.partition("-")[0]
    script = unicodedata.name(name[0], "").partition(" ")[0]
    return any(name in _nations(each) for each in (own, *_LANGUAGES.get(script, ())))


_LANGUAGES = {
    "LATIN": "en fr es de it pt nl pl tr".split(),
    "CYRILLIC": "ru uk bg".split(),
    "ARABIC": "ar fa".split(),
    "HEBREW": ["he"],
    "CJK": "zh ja".split(),
    "KATAKANA": ["ja"],
    "HANGUL": ["ko"],
    "GREEK": ["el"],
}
"""Languages whose wikis have such transclusions, by the script that they begin with."""


@cache
def _nations(language: str) -> frozenset[str]:
    return frozenset(
        name for code, name in _territories(language).items() if code in _three_letters().values()
    )


def service(text: str, kind: str) -> Service:
    """The part of a state's forces that ``{{navy|UK}}`` and its kin mean; ``kind``: their name."""
    of = state(text)
    kind = kind.strip().lower()
    kind = _OTHER_SERVICES.get(kind, kind)
    index = next((number for number, each in enumerate(_SERVICES) if each in kind), 0)
    named = table("subjects/states")["services"].get(of.name, ("",) * len(_SERVICES))[index]
    if named:
        return Service(named, of)
    adjective = table("subjects/states")["adjectives"].get(of.name, of.name)
    return Service(f"{adjective} {_SERVICES[index].title()}", of)
