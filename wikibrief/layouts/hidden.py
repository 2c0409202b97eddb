"""Arguments that layouts leave out on purpose: the names are data, with the reasons.

``transclusions/hidden.yaml`` says them: layout → reason → names; those of ``*`` are left out by
every layout but the infobox, those of ``infobox`` by every family of them (``infobox/chembox``). In
a name ``*`` stands for anything and ``#`` for a number or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path

from wikibrief.templating.environment import load_table
from wikibrief.wiki.infoboxes import fold
from wikibrief.yamlform.data import Data

__all__ = ["EVERY_LAYOUT", "INFOBOX", "Hidden", "parse_hidden"]

EVERY_LAYOUT = "*"
INFOBOX = "infobox"
_WILD = re.compile(r"[*#]")
_MEANINGS = {"*": ".+", "#": "[0-9]*"}


class Hidden:
    """The names of arguments that one layout leaves out, or all of them do."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)
        self._known: dict[str, bool] = {}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """One pattern for all names, made when it is first asked: few layouts are used."""
        return re.compile("|".join(map(_pattern, self._names)) or r"(?!)")

    def hides(self, name: str) -> bool:
        """Whether an argument is left out."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._pattern.fullmatch(fold(name)) is not None
        return known


@lru_cache(maxsize=8)
def parse_hidden(*files: tuple[str, Path]) -> dict[str, Hidden]:
    """Read the files that say what is hidden: layout → names. Raises ProblemError."""
    tables = [data for file in files if isinstance(data := load_table(*file).data, dict)]
    layouts = dict.fromkeys(layout for table in tables for key in table for layout in _split(key))
    return {
        layout: Hidden(
            name
            for table in tables
            for key in table
            if layout in _split(key) or key == _above(layout)
            for name in _names(table[key])
        )
        for layout in (EVERY_LAYOUT, *layouts)
    }


def _above(layout: str) -> str:
    """The key whose names a layout leaves out as well."""
    if layout == INFOBOX:
        return ""
    return INFOBOX if layout.startswith(f"{INFOBOX}/") else EVERY_LAYOUT


def _split(key: str) -> list[str]:
    """The layouts that a key names: ``age, date``."""
    return [name.strip() for name in key.split(",")]


def _names(reasons: Data) -> Iterator[str]:
    for names in reasons.values() if isinstance(reasons, dict) else ():
        yield from map(str, names) if isinstance(names, list) else ()


def _pattern(name: str) -> str:
    pieces = re.split(f"({_WILD.pattern})", fold(name))
    return "".join(_MEANINGS.get(piece) or re.escape(piece) for piece in pieces)
