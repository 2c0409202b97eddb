"""Arguments that layouts leave out on purpose: the names are data, with the reasons.

``transclusions/hidden.yaml`` says them: layout → reason → names; those of ``*`` are left out by
every layout but the infobox, those of ``infobox`` by every family of them (``infobox/chembox``). In
a name ``*`` stands for anything and ``#`` for a number or none. Where a name alone does not tell (a
box has a ``state``, and so has a senator), the reason has ``names`` and a pattern for ``values``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path

from wikibrief.problems import ProblemError, error
from wikibrief.templating.environment import load_table
from wikibrief.wiki.infoboxes import fold
from wikibrief.yamlform.data import Data

__all__ = ["EVERY_LAYOUT", "INFOBOX", "Hidden", "parse_hidden"]

EVERY_LAYOUT = "*"
INFOBOX = "infobox"
_WILD = re.compile(r"[*#]")
_LONGEST = 200
"""Characters of a setting: what is longer is text."""
_MEANINGS = {"*": ".+", "#": "[0-9]*"}


class Hidden:
    """The arguments that one layout leaves out, or all of them do: names, and patterns of values.

    Names whose values do not matter have the pattern ``""``; a long value fits no other.
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._names: dict[str, list[str]] = {}
        for name, values in names:
            self._names.setdefault(values, []).append(name)
        self._known: dict[str, tuple[str, ...]] = {}

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        """A pattern for all names, made when it is first asked: few layouts are used."""
        return {
            values: re.compile("|".join(map(_pattern, names)))
            for values, names in self._names.items()
        }

    def hides(self, name: str, value: str | None = None) -> bool:
        """Whether an argument is left out; without a value, whether it may be."""
        known = self._known.get(name)
        if known is None:
            folded, patterns = fold(name), self._patterns.items()
            known = tuple(values for values, names in patterns if names.fullmatch(folded))
            self._known[name] = known
        if value is None or "" in known:
            return bool(known)
        value = value.strip()
        return len(value) <= _LONGEST and any(
            re.fullmatch(values, value, re.IGNORECASE) for values in known
        )


@lru_cache(maxsize=8)
def parse_hidden(*files: tuple[str, Path]) -> dict[str, Hidden]:
    """Read the files that say what is hidden: layout → names. Raises ProblemError."""
    tables = [data for file in files if isinstance(data := _load(*file), dict)]
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


def _load(text: str, path: Path) -> Data:
    """Load a file whose patterns of values are regular expressions. Raises ProblemError."""
    parsed = load_table(text, path)
    for layout, reasons in _items(parsed.data):
        for reason, names in _items(reasons):
            values = names.get("values") if isinstance(names, dict) else None
            try:
                re.compile(str(values or ""))
            except re.error as wrong:
                message = f"`values` must be a regular expression: {wrong}"
                at = parsed.place((layout, reason, "values"))
                raise ProblemError(
                    error(message, at=at, file=str(path), code="bad-pattern")
                ) from wrong
    return parsed.data


def _items(data: Data) -> Iterable[tuple[str, Data]]:
    return data.items() if isinstance(data, dict) else ()


def _above(layout: str) -> str:
    """The key whose names a layout leaves out as well."""
    if layout == INFOBOX:
        return ""
    return INFOBOX if layout.startswith(f"{INFOBOX}/") else EVERY_LAYOUT


def _split(key: str) -> list[str]:
    """The layouts that a key names: ``age, date``."""
    return [name.strip() for name in key.split(",")]


def _names(reasons: Data) -> Iterator[tuple[str, str]]:
    """The names with a pattern of the values that are left out, ``""`` for any."""
    for _, names in _items(reasons):
        values = str(names.get("values", "")) if isinstance(names, dict) else ""
        listed = names.get("names") if isinstance(names, dict) else names
        yield from ((str(name), values) for name in listed) if isinstance(listed, list) else ()


def _pattern(name: str) -> str:
    pieces = re.split(f"({_WILD.pattern})", fold(name))
    return "".join(_MEANINGS.get(piece) or re.escape(piece) for piece in pieces)
