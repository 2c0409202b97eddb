"""Dates as people write them, read and written; ages and times between them.

Wikis write dates in words; a date may lack its day or its month.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple, Protocol

from babel.dates import format_date as format_with_babel
from babel.dates import format_skeleton
from babel.units import format_unit

from wikibrief.languages import locale_of
from wikibrief.layouts.arguments import Arguments
from wikibrief.templating.environment import Markup

__all__ = [
    "Date",
    "date_of",
    "duration",
    "format_date",
    "month_and_day",
    "read_date",
    "read_date_arguments",
    "restyle_date",
    "today",
    "years_between",
]


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
def _months(language: str) -> dict[str, int]:
    """Month names and their usual short forms → numbers, in a language and in English."""
    names: dict[str, int] = {}
    for locale in (locale_of("en"), locale_of(language)):
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


def format_date(value: Date, language: str = "en", style: str = "") -> str:
    """A date in words: ``dmy`` 3 May 2012, ``mdy`` May 3, 2012, else as the language has it.

    ``iso`` is 2012-05-03, and ``dm`` and ``md`` leave out the year where they can.
    """
    if style == "iso":
        return value.iso
    if not value.month:
        return str(value.year)
    locale = locale_of(language)
    if locale.language == "en":
        month = locale.months["format"]["wide"][value.month]
        if not value.day:
            return f"{month} {value.year}"
        if style in ("dmy", "dm"):
            day = f"{value.day} {month}"
            return day if style == "dm" else f"{day} {value.year}"
        day = f"{month} {value.day}"
        return day if style == "md" else f"{day}, {value.year}"
    as_date = date(value.year, value.month, value.day or 1)
    if value.day:
        return format_with_babel(as_date, "long", locale)
    return format_skeleton("yMMMM", as_date, locale=locale)


def restyle_date(text: str, style: str, language: str) -> str:
    """A citation's date in the style of its article; as it is where that is not said.

    ``dmy`` and ``mdy`` write days in words, as ``{{use dmy dates}}`` does. Wikis other than the
    English one write ISO dates in words in any case.
    """
    if not style and _ISO.fullmatch(text) and not language.startswith("en"):
        value = read_date(text)
        return format_date(value, language) if value else text
    if style in {"dmy", "mdy"}:
        value = read_date(text, language)
        if value is not None and value.day:
            return format_date(value, language, style)
    return text


def read_date_arguments(args: Arguments, first: int | str = 1, order: str = "ymd") -> Date | None:
    """The date that arguments give from ``first`` on: its parts in ``order``, or one text.

    A name instead of a number: the parts are ``name1`` … of ``year``, ``month`` and ``day``.
    """
    if isinstance(first, str):
        texts = [args.text(f"{part}{first}") for part in ("year", "month", "day")]
    else:
        texts = [args.text(first + offset) for offset in range(3)]
        if texts[0] and not texts[0].isdecimal() and not any(texts[1:]):
            found = (read_date(texts[0], language) for language in _LANGUAGES)
            return next(filter(None, found), None)
        if len(texts[0]) == 4:  # wikis differ in which end they begin at, but a year shows
            order = "ymd"
        elif len(texts[2]) == 4:
            order = order if order != "ymd" else "dmy"
        texts = [texts[order.index(part)] for part in "ymd"]
    numbers = [_number(text) for text in texts]
    is_unread = (text and number is None for text, number in zip(texts, numbers, strict=True))
    if isinstance(first, int) and any(is_unread):  # "1950, early": all words are shown
        return None
    year = numbers[0]
    if year is None or (numbers[1] is None and numbers[2]):
        return None
    return date_of(year, numbers[1] or 0, numbers[2] or 0)


def month_and_day(args: Arguments, language: str = "en", style: str = "") -> str:
    """The month and the day of arguments without a year: ``{{dts||05|02}}`` is May 2."""
    month, day = _number(args.text(2)), _number(args.text(3))
    value = date_of(_LEAP_YEAR, month or 0, day or 0) if month else None
    if value is None:
        return ""
    locale = locale_of(language)
    if locale.language != "en":
        as_date = date(value.year, value.month, value.day or 1)
        return format_skeleton("MMMMd" if value.day else "MMMM", as_date, locale=locale)
    name = locale.months["format"]["wide"][value.month]
    return " ".join(
        filter(
            None,
            (
                str(value.day or "") if style == "dmy" else "",
                name,
                str(value.day or "") if style != "dmy" else "",
            ),
        )
    )


_LEAP_YEAR = 2000
_LANGUAGES = "en fr es de it pt ru uk pl nl".split()
"""Whose names of months are read in arguments."""


def _number(text: str) -> int | None:
    """A number, or that of the month which is named; None for all else."""
    if text.isdecimal() and len(text) < 5:
        return int(text)
    return next(
        (
            months[text.lower().rstrip(".")]
            for language in _LANGUAGES
            if text.lower().rstrip(".") in (months := _months(language))
        ),
        None,
    )


def years_between(start: Date, end: Date) -> str:
    """The whole years from one date to another; a range where a date is not exact enough."""
    years = end.year - start.year
    known = min(bool(start.month) + bool(start.day), bool(end.month) + bool(end.day))
    parts = start[1 : 1 + known], end[1 : 1 + known]
    if parts[0] > parts[1]:
        return str(years - 1)
    if known < 2 and parts[0] == parts[1] and years > 0:
        return f"{years - 1}–{years}"
    return str(years)


def duration(start: Date, end: Date, units: str, language: str) -> Markup:
    """The time from one date to another in units of ``ymwd``: years, months, weeks and days.

    Parts of it that are nothing are left out.
    """
    numbers = _apart(start, end, units)
    parts = [
        format_unit(number, f"duration-{_UNITS[unit]}", locale=locale_of(language))
        for unit, number in numbers.items()
        if number
    ] or [format_unit(0, f"duration-{_UNITS[units[-1:] or 'd']}", locale=locale_of(language))]
    if len(parts) > 1 and locale_of(language).language == "en":
        parts[-2:] = [f"{parts[-2]} and {parts[-1]}"]
    return Markup.escape(", ".join(parts))


_UNITS = {"y": "year", "m": "month", "w": "week", "d": "day"}


def _apart(start: Date, end: Date, units: str) -> dict[str, int]:
    first, last = (date(each.year, each.month or 1, each.day or 1) for each in (start, end))
    if first > last:
        first, last = last, first
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    if not {"y", "m"} & set(units):
        months = 0
    elif "m" not in units:
        months -= months % 12
    days = (last - _months_after(first, months)).days
    numbers = {"y": months // 12 if "y" in units else 0}
    numbers["m"] = months - 12 * numbers["y"]
    numbers["w"] = days // 7 if "w" in units else 0
    numbers["d"] = days - 7 * numbers["w"]
    return {unit: number for unit, number in numbers.items() if unit in units}


def _months_after(day: date, months: int) -> date:
    """The same day months later, or the last of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class HasToday(Protocol):
    """What may know the day that ages are counted to."""

    @property
    def today(self) -> date | None:
        """That day."""


def today(page: HasToday) -> Date | None:
    """The day up to which ages on a page are counted, if it is known."""
    day = page.today
    return Date(day.year, day.month, day.day) if day else None
