"""Arguments that layouts leave out on purpose: the names are data, with the reasons.

``transclusions/hidden.yaml`` says them: layout → reason → names; those of ``*`` are left out by
every layout but the infobox, those of ``infobox`` by every family of them (``infobox/chembox``). In
a name ``*`` stands for anything and ``#`` for a number or none. Where a name alone does not tell (a
box has a ``state``, and so has a senator), the reason has ``names`` and a regular expression for
``values``, in which ``{size}`` stands for one of the ``patterns``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path

from wikibrief.problems import ProblemError, error
from wikibrief.templating.environment import BUILT_IN, load_table
from wikibrief.wiki.infoboxes import fold
from wikibrief.wiki.source import without_comments
from wikibrief.yamlform.data import Data
from wikibrief.yamlform.parser import Parsed

__all__ = ["EVERY_LAYOUT", "INFOBOX", "NO_LAYOUT", "Hidden", "parse_hidden"]

EVERY_LAYOUT = "*"
INFOBOX = "infobox"
NO_LAYOUT = "without layout"
"""Of transclusions that none is known of: what is in them may be anything."""
_WILD = re.compile(r"[*#]")
_LONGEST = 200
"""Characters of a setting: what is longer is text."""
_MEANINGS = {"*": ".+", "#": "[0-9]*"}
_PATTERNS = "patterns"
_NAMED_PATTERN = re.compile(r"\{([a-z][a-z-]+)\}")


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
        value = without_comments(value).strip()
        return len(value) <= _LONGEST and any(
            re.fullmatch(values, value, re.IGNORECASE) for values in known
        )


@lru_cache(maxsize=8)
def parse_hidden(*files: tuple[str, Path]) -> dict[str, Hidden]:
    """Read the files that say what is hidden: layout → names. Raises ProblemError."""
    loaded = [(load_table(*file), file[1]) for file in files]
    patterns: dict[str, str] = {}
    for parsed, _ in reversed(loaded):  # a user's own file comes first, and overrides
        patterns |= _patterns(parsed.data)
    tables = [_fill_patterns(parsed, patterns) for parsed, _ in loaded]
    if any(not path.is_relative_to(BUILT_IN) for _, path in loaded):  # else it takes a while
        for table, (parsed, path) in zip(tables, loaded, strict=True):
            _check_patterns(table, parsed, path)
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


def _patterns(data: Data) -> dict[str, str]:
    """The patterns that a file names."""
    return {name: str(pattern) for name, pattern in _items(dict(_items(data)).get(_PATTERNS))}


def _fill_patterns(parsed: Parsed, patterns: Mapping[str, str]) -> dict[str, dict[str, Data]]:
    """A file's layouts, with patterns in place of their names."""
    layouts = {layout: dict(_items(reasons)) for layout, reasons in _items(parsed.data)}
    layouts.pop(_PATTERNS, None)
    for reasons in layouts.values():
        for reason, names in reasons.items():
            if isinstance(names, dict) and "values" in names:
                values = _NAMED_PATTERN.sub(
                    lambda match: f"(?:{patterns.get(match[1], match[0])})", str(names["values"])
                )
                reasons[reason] = names | {"values": values}
    return layouts


def _check_patterns(layouts: Mapping[str, Mapping[str, Data]], parsed: Parsed, path: Path) -> None:
    """Demand that what must be regular expressions are some. Raises ProblemError."""
    for layout, reasons in layouts.items():
        for reason, names in reasons.items():
            if isinstance(names, dict) and "values" in names:
                _check_pattern(str(names["values"]), parsed, path, (layout, reason, "values"))


def _check_pattern(values: str, parsed: Parsed, path: Path, place: tuple[str, ...]) -> None:
    try:
        re.compile(values)
    except re.error as wrong:
        message = f"`values` must be a regular expression: {wrong}"
        at = parsed.place(place)
        raise ProblemError(error(message, at=at, file=str(path), code="bad-pattern")) from wrong


def _items(data: Data | None) -> Iterable[tuple[str, Data]]:
    return data.items() if isinstance(data, dict) else ()


def _above(layout: str) -> str:
    """The key whose names a layout leaves out as well."""
    if layout in (INFOBOX, NO_LAYOUT):
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
