"""The infobox's arguments by what they mean, whatever the family and language of the infobox.

The names are in the vocabularies: ``combatant2``, ``side2`` and ``belligérants2`` are all the
belligerents of side 2.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache

from wikibrief.facts.language.lexicon import Lexicon, lexicons
from wikibrief.model.document import Argument, Document, Transclusion

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
    all_arguments: tuple[Argument, ...] = ()


_OF_SIDES = frozenset({"belligerents", "commanders", "strength", "casualties"})


@cache
def _meanings(words: Lexicon) -> Mapping[str, str]:
    """What names of arguments mean: in the languages of sentences, and in that of the infobox."""
    return _first_meanings(words, None)


@cache
def _sided_meanings(words: Lexicon) -> Mapping[str, str]:
    return _first_meanings(words, _OF_SIDES)


def _first_meanings(words: Lexicon, wanted: Collection[str] | None) -> Mapping[str, str]:
    meanings: dict[str, str] = {}
    for lexicon in (*lexicons().values(), words):
        for meaning, name in lexicon.parameters():
            if wanted is None or meaning in wanted:
                meanings.setdefault(_key(name), meaning)
    return meanings


def _key(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name).strip().lower()


def read_box(document: Document, words: Lexicon) -> BoxValues:
    """Sort the arguments of the infobox; of repeated names the last that is not blank counts."""
    infobox = document.infobox or _find_box(document, words)
    values: dict[str, str] = {}
    sided: dict[str, dict[int, str]] = {}
    names: dict[str, str] = {}
    written: dict[str, str] = {}
    for argument in infobox.arguments if infobox else ():
        if argument.name and argument.value.strip():
            written[_key(argument.name)] = argument.value
    for key, value in written.items():
        numbered = _NUMBERED.fullmatch(key)
        if numbered and (meaning := _sided_meanings(words).get(_key(numbered["stem"]))):
            of_side = sided.setdefault(meaning, {})
            side = int(numbered["side"])
            of_side[side] = f"{of_side[side]}\n{value}" if side in of_side else value
        elif meaning := _overall(key, words):
            if meaning not in values:
                values[meaning] = value
                names[meaning] = key
            elif meaning in _OF_LOSSES:
                values[meaning] = f"{values[meaning]}\n{value}"
    everything = infobox.arguments if infobox else ()
    return BoxValues(values, sided, names, written, everything)


def _find_box(document: Document, words: Lexicon) -> Transclusion | None:
    """Find what is an infobox by its arguments: ``{{Ficha de conflicto militar | bajas1 = …}}``."""
    for block in (*document.preamble, *document.lead):
        if isinstance(block, Transclusion):
            names = (_NUMBERED.fullmatch(_key(each.name or "")) for each in block.arguments)
            sided = {_sided_meanings(words).get(_key(name["stem"])) for name in names if name}
            if sided >= _SIDES:
                return block
    return None


_SIDES = {"belligerents", "casualties"}
"""What arguments an infobox has at least."""


def _overall(key: str, words: Lexicon) -> str | None:
    meaning = _meanings(words).get(key)
    return "overall" if meaning == "casualties" else meaning
