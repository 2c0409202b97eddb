"""Pair the arguments of which one says what the other is called: ``title2``, ``name2``."""

from __future__ import annotations

import re
from dataclasses import replace

from wikibrief.layouts.infoboxes.keyfacts import Fact

__all__ = ["pair_labels"]

_PAIRS = (
    ("* title", "* name", "* info", "* date", "* data"),
    ("* type", "* name"),
    ("* label", "*", "* data", "* value"),
    ("*label", "*value", "*data"),
    ("* name", "* info"),
    ("*blankname", "*namedata"),
    ("titre *", "nom *", "*"),
    ("type *", "date *"),
    ("* títulos", "* nombres"),
    ("* título", "* nombre"),
    ("* hitos", "* fechas"),
    ("tipo *", "nombre *"),
    ("título *", "nome *"),
    ("вид главы", "глава"),
    ("вид региона", "регион"),
    ("вид района", "район"),
    ("вид общины", "община"),
    ("вид поселения", "поселение"),
    ("вид высоты", "высота центра нп"),
)
"""What a label's argument is called, and those of its value; ``*`` is the same in both."""
_PATTERNS = tuple((re.compile(label.replace("*", "(.*)")), values) for label, *values in _PAIRS)
_NUMBER = re.compile(r" ?(\d+)")
_LONGEST = 80
"""Characters of a label; what is longer is a fact of its own."""


def pair_labels(facts: dict[str, Fact]) -> dict[str, Fact]:
    """Return the facts (by folded name) with the labels that others of them give."""
    paired = dict(facts)
    places = {_split(key): key for key in facts}
    for key, fact in facts.items():
        value = _value_of(key, places)
        if value in paired and key in paired and _may_be_label(fact.value):
            del paired[key]
            paired[value] = replace(paired[value], label=fact.value.strip())
    return paired


def _split(key: str) -> tuple[str, str]:
    """A name without its number, and the number: ``titre dirigeant 2``, ``blank2 name``."""
    number = _NUMBER.search(key)
    if number is None:
        return key, ""
    return " ".join((key[: number.start()] + key[number.end() :]).split()), number[1]


def _value_of(key: str, places: dict[tuple[str, str], str]) -> str | None:
    """The name of the argument that this one may be the label of."""
    stem, number = _split(key)
    for pattern, values in _PATTERNS:
        if match := pattern.fullmatch(stem):
            same = match[1] if match.groups() else ""
            names = (places.get((name.replace("*", same), number)) for name in values)
            if found := next(filter(None, names), None):
                return found
    return None


def _may_be_label(value: str) -> bool:
    return len(value) <= _LONGEST and "\n" not in value.strip()
