"""Symbols: templates that stand for a character, and marks of what became of a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from wikibrief.layouts.tables import table

__all__ = ["Symbol", "symbol"]


class Symbol(NamedTuple):
    """A character, and what it means when that does not show."""

    text: str
    meaning: str


def symbol(name: str) -> Symbol:
    """The characters that a transclusion's name stands for."""
    tidy = re.sub(r"[\s_]+", " ", name).strip()
    names, meanings = _tables()
    spellings = (tidy, tidy[:1].lower() + tidy[1:], tidy.lower())
    text = next((names[each] for each in spellings if each in names), "")
    return Symbol(text, meanings.get(text, ""))


@cache
def _tables() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Symbols by name, and the meanings of symbols."""
    data = table("subjects/symbols")
    names = {name: text for text, names in data["symbols"].items() for name in names}
    return names, data["meanings"]
