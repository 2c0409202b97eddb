"""Phrases: transclusions that stand for words with an argument or two in them.

``{{vol.|2}}`` is "vol. 2", ``{{NDB|23|471|473|Title|Author}}`` a line of a bibliography. A phrase
is wikitext with places in braces: ``{1}`` or ``{author}`` is an argument, ``{1|title}`` the first
that is given, ``{2–3}`` the range of two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["fill_phrase"]

_PLACE = re.compile(r"\{([^{}–]+)(?:–([^{}]*))?\}")
_BETWEEN = re.compile(r"(, |[.:] (?!\{))")


def fill_phrase(values: Mapping[str, str], phrase: str) -> str:
    """The wikitext of a phrase with the arguments that are given.

    A part of it (between commas, colons and full stops) whose places are all empty is left out.
    """
    pieces = _BETWEEN.split(phrase)
    made: list[str] = []
    for before, part in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        places = [_value(values, *place) for place in _PLACE.findall(part)]
        if places and not any(places):
            continue
        found = iter(places)
        made += (before if made else "", _PLACE.sub(lambda _, found=found: next(found), part))
    return "".join(made)


def _value(values: Mapping[str, str], names: str, until: str) -> str:
    first = next((values[name] for name in names.split("|") if values.get(name)), "")
    last = values.get(until, "") if until else ""
    return f"{first}–{last}" if first and last and first != last else first
