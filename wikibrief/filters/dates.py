"""Dates as people write them, read and written; ages and times between them.

Wikis write dates in words; a date may lack its day or its month.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from babel.dates import format_date as format_with_babel
from babel.dates import format_skeleton

__all__ = ["Date", "date_of", "locale_of", "restyled", "written"]


class Date(NamedTuple):
    """A date of the Gregorian calendar; ``month`` and ``day`` are 0 where they are not known."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def iso(self) -> str:
        """As in ISO 8601, to the precision that is known."""
        parts = [f"{self.year:04}", f"{self.month:02}", f"{self.day:02}"]
        return "-".join(parts[: 1 + bool(self.month) + bool(self.month and self.day)])


def date_of(year: int, month: int = 0, day: int = 0) -> Date | None:
    """The date, if there is such a day."""
    if not 1 <= year <= 9999 or not 0 <= month <= 12 or (day and not month):
        return None
    if day and not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return Date(year, month, day)


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """What Babel knows of a language; English where it knows nothing."""
    for tag in (language, language.partition("-")[0], "en"):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


@lru_cache(maxsize=64)
def _months(language: str) -> dict[str, int]:
    """Month names and their usual short forms → numbers, in a language and in English."""
    names: dict[str, int] = {}
    for locale in (Locale("en"), locale_of(language)):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    names[name.lower().rstrip(".")] = number
    return names | {"sept": 9}


_ISO = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
_DMY = re.compile(
    r"(?:(\d{1,2})\.?\s+)?(?:de\s+)?([^\W\d_]{3,})\.?,?\s+(?:de\s+)?(\d{3,4})(?:\s*г\.?)?"
)
_MDY = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2}),?\s+(\d{3,4})")
_YEAR = re.compile(r"\d{3,4}")


@lru_cache(maxsize=2048)
def read_date(text: str, language: str = "en") -> Date | None:
    """The date that ``text`` is, in words or as in ISO 8601; None for all else."""
    text = text.replace("\xa0", " ").strip()
    if match := _ISO.fullmatch(text):
        return date_of(int(match[1]), int(match[2]), int(match[3] or 0))
    months = _months(language)
    if match := _MDY.fullmatch(text):
        month = months.get(match[1].lower())
        return date_of(int(match[3]), month, int(match[2])) if month else None
    if match := _DMY.fullmatch(text):
        month = months.get(match[2].lower())
        return date_of(int(match[3]), month, int(match[1] or 0)) if month else None
    return date_of(int(text)) if _YEAR.fullmatch(text) else None


def written(value: Date, language: str = "en", style: str = "") -> str:
    """A date in words: ``dmy`` 3 May 2012, ``mdy`` May 3, 2012, else as the language has it."""
    if not value.month:
        return str(value.year)
    locale = locale_of(language)
    if locale.language == "en":
        month = locale.months["format"]["wide"][value.month]
        if not value.day:
            return f"{month} {value.year}"
        if style == "dmy":
            return f"{value.day} {month} {value.year}"
        return f"{month} {value.day}, {value.year}"
    as_date = date(value.year, value.month, value.day or 1)
    if value.day:
        return format_with_babel(as_date, "long", locale)
    return format_skeleton("yMMMM", as_date, locale=locale)


def restyled(text: str, style: str, language: str) -> str:
    """A citation's date in the style of its article; as it is where that is not said.

    ``dmy`` and ``mdy`` write days in words, as ``{{use dmy dates}}`` does.
    """
    if style in {"dmy", "mdy"}:
        value = read_date(text, language)
        if value is not None and value.day:
            return written(value, language, style)
    return text
