"""Calendars: the year or month that a date leaves out, from the dates before it.

An *atom* is one date as it is written; ``dates`` finds them.
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import NamedTuple

from wikibrief.facts.model import DateSpan, Precision

__all__ = ["Atom", "Calendar", "is_in_order", "order_of"]

_LONG = 360
"""Days of an article from which on its date alone does not say the year."""
_FARTHER = 40
"""Days by which the article's date is farther than the last date of the text."""
_AGE = 150
"""Years from the article's date from which on "by 1430" is a time of day."""
_FIRST_MONTHS = 1600
"""No text names months and days of so many years before our era: they are not known."""

_WITHOUT_ERA = 1000
"""The year from which on a text need not name our era."""


class Atom(NamedTuple):
    """A date as it is written; ``season`` is EDTF's number of one."""

    start: int
    end: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    season: int | None = None
    about: bool = False
    timely: bool = False
    """Whether it may be a time of day: "by *1430*"."""
    next_year: bool = False
    """Whether it is of the year after the date before: "on 17 May *the following year*"."""

    @property
    def is_year(self) -> bool:
        """Whether it is a year and nothing more."""
        return self.month is None and self.day is None and self.season is None

    @property
    def is_valid(self) -> bool:
        """Whether the calendar has such a date."""
        if self.month is None:
            return self.day is None or self.day <= 31
        year = 2000 if self.year is None else self.year
        if not 1 <= self.month <= 12:
            return False
        return self.day is None or 1 <= self.day <= calendar.monthrange(year, self.month)[1]

    @property
    def _written_year(self) -> str:
        """The year in four digits: ``-0479`` is 480 BC."""
        year = self.year or 0
        return f"{'-' if year < 0 else ''}{abs(year):04}"

    @property
    def level_0(self) -> str:
        """The date in EDTF level 0."""
        parts = [self._written_year]
        if self.month is not None:
            parts.append(f"{self.month:02}")
        if self.month is not None and self.day is not None:
            parts.append(f"{self.day:02}")
        return "-".join(parts)

    @property
    def level_1(self) -> str:
        """The date in EDTF level 1: with its season, and whether it is approximate."""
        text = self.level_0 if self.season is None else f"{self._written_year}-{self.season}"
        return f"{text}~" if self.about else text

    @property
    def precision(self) -> Precision:
        """What it is exact to."""
        if self.day is not None and self.month is not None:
            return "day"
        if self.month is not None:
            return "month"
        return "year" if self.season is None else "season"


class Calendar:
    """Gives dates the year or month that they leave out.

    ``article`` is the span of the whole article, ``running`` the last date of the text.
    """

    def __init__(self, article: DateSpan | None = None) -> None:
        first = order_of(article.start, last=False) if article else None
        last = order_of(article.end or article.start, last=True) if article else None
        is_ancient = first is not None and first[0] < dt.MINYEAR
        self._first = first[1] if first and not is_ancient else None
        self._last = last[1] if last and not is_ancient else None
        self._ancient = first[0] if is_ancient and first and last and first[0] == last[0] else None
        self._running: Atom | None = None
        self._is_in_doubt = False  # whether a date after the running one has an unknown era
        self._said: int | None = None  # the last year that its sentence names

    def new_sentence(self) -> None:
        """Forget that a sentence named a year."""
        self._said = None

    def new_section(self) -> None:
        """Forget the running date where the article's own is enough."""
        if self._first and self._last and (self._last - self._first).days < _LONG:
            self._forget()

    def new_paragraph(self) -> None:
        """Forget a date far from the article's: it was the last paragraph's matter."""
        running = self._running
        if running is None or running.year is None or self._first is None:
            return
        if not self._is_near_article(running.year):
            self._forget()

    def _forget(self) -> None:
        self._running, self._is_in_doubt = None, False

    def _is_near_article(self, year: int) -> bool:
        if self._first is None or self._last is None:
            return False
        return self._first.year - 1 <= year <= self._last.year + 1

    def complete(self, atom: Atom) -> Atom | None:
        """Return the atom with year (and month); None where nothing says them."""
        if self._is_in_doubt and atom.year is None:
            return None
        if atom.month is None and atom.day is not None:
            near = self._running
            if near is None or near.month is None:
                return None
            atom = atom._replace(month=near.month, year=near.year)
        year = atom.year
        if year is not None:
            self._said = year
        else:
            year = self._year_after() if atom.next_year else self._year(atom)
            if year is None:
                return None
            atom = atom._replace(year=year)
        if not atom.is_valid or self._is_time(atom):
            return None
        self._is_in_doubt = self._may_be_ancient(atom)
        if self._is_in_doubt:
            return None
        self._running = atom
        return atom

    def _may_be_ancient(self, atom: Atom) -> bool:
        """Whether a year may be before our era, as those before it: "in 1500 BC …, in *1400* …"."""
        near = self._running.year if self._running else self._ancient
        year = atom.year or 0
        if 0 < year < _WITHOUT_ERA:
            return False
        if (year >= _FIRST_MONTHS and atom.month is not None) or self._is_near_article(year):
            return False
        return near is not None and near < 0 < year <= -near

    def _is_time(self, atom: Atom) -> bool:
        """Whether a year is a time of day, as it is far from the article's date."""
        if not atom.timely or self._first is None or atom.year is None:
            return False
        return abs(atom.year - self._first.year) > _AGE

    def _year(self, atom: Atom) -> int | None:
        running = self._running
        if running is not None and running.year is not None and running.year < dt.MINYEAR:
            if running.year > -_FIRST_MONTHS:
                return running.year
            running = None
        if running is None and self._ancient is not None:
            return self._ancient
        if running is not None and running.month is None and self._last is not None:
            assert running.year is not None  # noqa: S101  complete atoms have one
            if running.year > self._last.year + 1:
                running = None  # a book's year
        if running is not None and running.year is not None:
            if running.month is None:
                return running.year
            middle = dt.date(running.year, running.month, min(running.day or 15, 28))
            near = _nearest(atom, middle, middle)
            if near and near[1] < running.year == self._said:
                near = (near[0], running.year)  # "on 21 February 1916 …, and on *18 December*"
            of_article = self._near_article(atom)
            found = min(filter(None, (near, of_article)), default=None)
            return found[1] if found else None
        if self._first and self._last and (near := _nearest(atom, self._first, self._last)):
            return near[1]
        return None

    def _year_after(self) -> int | None:
        """The year after that of the running date: "on 17 May *the following year*"."""
        near = self._running
        return near.year + 1 if near and near.year else None

    def _near_article(self, atom: Atom) -> tuple[float, int] | None:
        """The year in which a date is nearest to the article's own, if that is short."""
        if self._first is None or self._last is None or (self._last - self._first).days >= _LONG:
            return None
        near = _nearest(atom, self._first, self._last)
        return (near[0] + _FARTHER, near[1]) if near else None


def _nearest(atom: Atom, first: dt.date, last: dt.date) -> tuple[float, int] | None:
    """The year in which a date is in the span, or nearest to it, after the days between.

    Later is nearer than earlier.
    """
    best: tuple[float, int] | None = None
    for year in range(max(first.year - 1, 1), last.year + 2):
        try:
            day = dt.date(year, atom.month or 6, atom.day or 15)
        except ValueError:
            continue
        distance = max((day - last).days, (first - day).days * 1.2, 0.0)
        if atom.day is None and (year, atom.month) in {
            (first.year, first.month),
            (last.year, last.month),
        }:
            distance = 0.0
        if best is None or distance < best[0]:
            best = (distance, year)
    return best


def order_of(date: str, *, last: bool) -> tuple[int, dt.date]:
    """The year of a date in EDTF level 0, and its first or last day.

    Of a date before our era it is the day in the first year that Python knows.
    """
    number, *parts = date.removeprefix("-").split("-")
    year = -int(number) if date.startswith("-") else int(number)
    month = int(parts[0]) if parts else (12 if last else 1)
    known = max(year, dt.MINYEAR)
    end = calendar.monthrange(known, month)[1]
    day = min(int(parts[1]), end) if len(parts) > 1 else (end if last else 1)
    return year, dt.date(known, month, day)


def is_in_order(span: DateSpan) -> bool:
    """Whether a span does not end before it begins."""
    return span.end is None or order_of(span.start, last=False) <= order_of(span.end, last=True)
