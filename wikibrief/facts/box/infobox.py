"""The infobox's arguments by what they mean, whatever the family and language of the infobox.

The names are in the vocabularies: ``combatant2``, ``side2`` and ``belligérants2`` are all the
belligerents of side 2.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from wikibrief.facts.language.lexicon import lexicons
from wikibrief.model.document import Infobox

__all__ = ["BoxValues", "read_box"]

_OF_LOSSES = frozenset({"overall", "killed", "wounded", "missing", "captured"})
"""What several arguments may give differently: ``deaths`` and ``reported deaths``."""
_NUMBERED = re.compile(r"(?P<stem>.*?\D)[ _]?(?P<side>[1-9])(?P<part>[a-z]?)")


@dataclass(frozen=True, slots=True)
class BoxValues:
    """Values by meaning, and for sides by meaning and number; ``names`` are as written."""

    values: Mapping[str, str] = field(default_factory=dict)
    sided: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)
    """Values by the arguments' names, which are in lower case, with blanks for underscores."""
    all_values: tuple[str, ...] = ()


@cache
def _meanings() -> Mapping[str, str]:
    meanings: dict[str, str] = {}
    for lexicon in lexicons().values():
        for meaning, name in lexicon.parameters():
            meanings.setdefault(_key(name), meaning)
    return meanings


@cache
def _sided_meanings() -> Mapping[str, str]:
    wanted = ("belligerents", "commanders", "strength", "casualties")
    meanings: dict[str, str] = {}
    for lexicon in lexicons().values():
        for meaning, name in lexicon.parameters():
            if meaning in wanted:
                meanings.setdefault(_key(name), meaning)
    return meanings


def _key(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name).strip().lower()


def read_box(infobox: Infobox | None) -> BoxValues:
    """Sort the arguments of an infobox; of repeated names the last one that is not blank counts."""
    values: dict[str, str] = {}
    sided: dict[str, dict[int, str]] = {}
    names: dict[str, str] = {}
    written: dict[str, str] = {}
    for argument in infobox.arguments if infobox else ():
        if argument.name and argument.value.strip():
            written[_key(argument.name)] = argument.value
    for key, value in written.items():
        numbered = _NUMBERED.fullmatch(key)
        if numbered and (meaning := _sided_meanings().get(_key(numbered["stem"]))):
            of_side = sided.setdefault(meaning, {})
            side = int(numbered["side"])
            of_side[side] = f"{of_side[side]}\n{value}" if side in of_side else value
        elif meaning := _overall(key):
            if meaning not in values:
                values[meaning] = value
                names[meaning] = key
            elif meaning in _OF_LOSSES:
                values[meaning] = f"{values[meaning]}\n{value}"
    everything = tuple(argument.value for argument in infobox.arguments) if infobox else ()
    return BoxValues(values, sided, names, written, everything)


def _overall(key: str) -> str | None:
    meaning = _meanings().get(key)
    return "overall" if meaning == "casualties" else meaning
