"""Boxes of a climate: ``Jan_high_C``, ``Янв_ср_осад``, ``hmjan`` as rows of a table by month."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from unicodedata import combining, normalize

from wikibrief.languages import locale_of

__all__ = ["Monthly", "MonthlyRow", "by_month"]

_FEWEST = 6
"""Of how many months something is said, at least, if it is to be a row."""
_YEAR = (
    "year annual jahr année annee año ano anno anual jaar rok ročně rocne roční год годишно "
    "годишна година рік yıl yıllık år éves év vuosi blwyddyn urtea godina leto gada metų năm "
    "السنة سنة שנה 年 년 연간"
)
_UNITS = {"c": "°C", "f": "°F", "mm": "mm", "cm": "cm", "inch": "in", "percent": "%"}


class MonthlyRow(NamedTuple):
    """A row: what it says, and the name of the argument that says it of each column, or none."""

    label: str
    names: tuple[str, ...]


class Monthly(NamedTuple):
    """A table by months: what its columns are called, its rows, and the names that it leaves."""

    columns: tuple[str, ...]
    rows: tuple[MonthlyRow, ...]
    others: tuple[str, ...]


def by_month(names: Iterable[str], language: str) -> Monthly:
    """Sort names of arguments that have a month or the year in front or behind into a table.

    Months are those of ``language`` and English, in full or abbreviated.
    """
    names = tuple(names)
    months, pattern = _months(language)
    found: dict[str, dict[int, str]] = {}
    for name in names:
        if match := pattern.fullmatch(name.lower()):
            what = re.sub(r"[_\s]+", " ", match["behind"] or match["before"] or "").strip()
            found.setdefault(what, {})[months[match["first"] or match["last"]]] = name
    found = {what: cells for what, cells in found.items() if len(cells) >= _FEWEST}
    used = {name for cells in found.values() for name in cells.values()}
    width = 1 + max((max(cells) for cells in found.values()), default=0)
    return Monthly(
        _columns(language, next((cells[12] for cells in found.values() if 12 in cells), ""))[
            :width
        ],
        tuple(
            MonthlyRow(_label(what), tuple(cells.get(column, "") for column in range(width)))
            for what, cells in found.items()
        ),
        tuple(name for name in names if name not in used),
    )


@lru_cache(maxsize=64)
def _months(language: str) -> tuple[dict[str, int], re.Pattern[str]]:
    """The column of each month's name and of the year, and a pattern of names with one of them."""
    columns = dict.fromkeys(_YEAR.split(), 12)
    for locale in (locale_of(language), locale_of("en")):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for month, name in locale.months[context][width].items():
                    for written in (name.lower(), _without_accents(name.lower())):
                        columns.setdefault(written.rstrip("."), month - 1)
                        if width == "wide" and len(name) > 3:  # as climate boxes shorten it
                            columns.setdefault(written[:3], month - 1)
    months = "|".join(map(re.escape, sorted(columns, key=len, reverse=True)))
    return columns, re.compile(
        rf"\s*(?:(?P<first>{months})(?P<behind>[_\s].*)?|(?P<before>.*?)[_\s]?(?P<last>{months}))\s*",
        re.DOTALL,
    )


def _without_accents(text: str) -> str:
    return "".join(char for char in normalize("NFD", text) if not combining(char))


def _columns(language: str, year: str) -> tuple[str, ...]:
    """What the columns are called; the year as the arguments do."""
    months = locale_of(language).months["stand-alone"]["abbreviated"]
    _, pattern = _months(language)
    match = pattern.fullmatch(year.lower())
    called = (match["first"] or match["last"]) if match else ""
    return (
        *(months[month].rstrip(".").capitalize() for month in range(1, 13)),
        called.capitalize(),
    )


def _label(what: str) -> str:
    """What a row says, as a reader's words: ``record high c`` is ``Record high (°C)``."""
    said, _, unit = what.rpartition(" ")
    if unit in _UNITS:
        what = f"{said} ({_UNITS[unit]})".strip()
    return what[:1].upper() + what[1:]
