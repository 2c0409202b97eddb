"""``#time`` and the variables of the date: how moments are formatted (Language::sprintfDate).

The characters of a format are those of PHP's ``date``, with MediaWiki's own after an ``x``. Of
other calendars only those are known that count years differently (``xkY`` ``xoY``).
"""

from __future__ import annotations

import calendar
import datetime as dt
import email.utils
from collections.abc import Callable

from wikibrief.wiki.expansion.dates import DateError, read_date
from wikibrief.wiki.expansion.locales import day_name, month_name, with_own_digits
from wikibrief.wiki.expansion.page import PageVariables
from wikibrief.wiki.roman import roman

__all__ = ["DATE_VARIABLES", "time"]

MAX_FORMAT = 6000
"""How long a format is that is followed (ParserFunctions::MAX_TIME_CHARS)."""

_Moment = dt.datetime


def time(page: PageVariables, form: str, date: str = "", language: str = "") -> str | None:
    """``{{#time: format | date | language }}``; without a date, that of the build.

    None when it is not known, because the date of the build is not, or the calendar.
    """
    if len(form) > MAX_FORMAT:
        return _error("Error: Too many #time calls.")
    try:
        moment = read_date(date, page.now)
    except DateError as error:
        return _error(str(error))
    return format_moment(moment, form, language or page.language) if moment else None


def _error(message: str) -> str:
    return f'<strong class="error">{message}</strong>'


# Numbers, which are format_moment in the language's own digits.
_NUMBERS: dict[str, Callable[[_Moment], str]] = {
    "d": lambda moment: f"{moment.day:02}",
    "j": lambda moment: f"{moment.day}",
    "m": lambda moment: f"{moment.month:02}",
    "n": lambda moment: f"{moment.month}",
    "Y": lambda moment: f"{moment.year:04}",
    "y": lambda moment: f"{moment.year % 100:02}",
    "xkY": lambda moment: f"{moment.year + 543}",
    "xoY": lambda moment: f"{moment.year - 1911}",
    "g": lambda moment: f"{moment.hour % 12 or 12}",
    "G": lambda moment: f"{moment.hour}",
    "h": lambda moment: f"{moment.hour % 12 or 12:02}",
    "H": lambda moment: f"{moment.hour:02}",
    "i": lambda moment: f"{moment.minute:02}",
    "s": lambda moment: f"{moment.second:02}",
    "w": lambda moment: f"{moment.isoweekday() % 7}",
    "N": lambda moment: f"{moment.isoweekday()}",
    "z": lambda moment: f"{moment.timetuple().tm_yday - 1}",
    "W": lambda moment: f"{moment.isocalendar().week:02}",
    "o": lambda moment: f"{moment.isocalendar().year}",
    "t": lambda moment: f"{calendar.monthrange(moment.year, moment.month)[1]}",
    "L": lambda moment: f"{calendar.isleap(moment.year):d}",
    "U": lambda moment: f"{int(moment.timestamp())}",
    "I": lambda _: "0",
    "Z": lambda _: "0",
}

_WORDS: dict[str, Callable[[_Moment, str], str]] = {
    "F": lambda moment, language: month_name(moment.month, language, "wide"),
    "M": lambda moment, language: month_name(moment.month, language, "abbreviated"),
    "xg": lambda moment, language: month_name(moment.month, language, "wide", after_day=True),
    "l": lambda moment, language: day_name(moment.weekday(), language, "wide"),
    "D": lambda moment, language: day_name(moment.weekday(), language, "abbreviated"),
    "a": lambda moment, _: "am" if moment.hour < 12 else "pm",
    "A": lambda moment, _: "AM" if moment.hour < 12 else "PM",
    "c": lambda moment, _: moment.isoformat(timespec="seconds"),
    "r": lambda moment, _: email.utils.format_datetime(moment),
    "e": lambda *_: "UTC",
    "T": lambda *_: "UTC",
    "O": lambda *_: "+0000",
    "P": lambda *_: "+00:00",
    "xx": lambda *_: "x",
}

_OTHER_CALENDARS = ("xi", "xj", "xk", "xm", "xo", "xt")


def format_moment(moment: _Moment, form: str, language: str) -> str | None:
    """A moment in UTC as ``form`` says; None if that takes a calendar that is not known here."""
    pieces: list[str] = []
    number: Callable[[str], str] | None = None
    raw = False
    codes = iter(_codes(form))
    for code in codes:
        if code == "xN":
            raw = not raw
        elif code in ("xn", "xr"):
            number = str if code == "xn" else _roman
        elif code in _NUMBERS:
            text = _NUMBERS[code](moment)
            if raw or number:
                pieces.append(text if raw or not number else number(text))
            else:
                pieces.append(with_own_digits(text, language))
            number = None
        elif code in _WORDS:
            pieces.append(_WORDS[code](moment, language))
        elif code.startswith(_OTHER_CALENDARS) or code == "xh":
            return None
        else:
            pieces.append(_literal(code))
    return "".join(pieces)


def _codes(form: str) -> list[str]:
    """A format's codes, and what is in it to the letter: after a backslash, or between ``"``."""
    codes: list[str] = []
    position = 0
    while position < len(form):
        size = 1
        if form[position] == "x":
            size = 3 if form.startswith(_OTHER_CALENDARS, position) else 2
        elif form[position] == "\\":
            size = 2
        elif form[position] == '"':
            size = max(form.find('"', position + 1) - position + 1, 1)
        codes.append(form[position : position + size])
        position += size
    return codes


def _literal(code: str) -> str:
    if len(code) > 1 and code[0] == "\\":
        return code[1]
    if len(code) > 1 and code[0] == '"':
        return code[1:-1]
    return code[-1]


def _roman(digits: str) -> str:
    """Roman numerals, up to 10,000; other numbers as they are."""
    number = int(digits)
    return roman(number) if 0 < number <= 10_000 else digits


_FORMATS = {
    "DAY": "j",
    "DAY2": "d",
    "DAYNAME": "l",
    "DOW": "w",
    "HOUR": "H",
    "MONTH": "m",
    "MONTH1": "n",
    "MONTH2": "m",
    "MONTHABBREV": "M",
    "MONTHNAME": "F",
    "MONTHNAMEGEN": "xg",
    "TIME": "H:i",
    "TIMESTAMP": "xNYmdHisxN",
    "WEEK": "W",
    "YEAR": "Y",
}
DATE_VARIABLES = {
    f"{clock}{name}": form for clock in ("CURRENT", "LOCAL") for name, form in _FORMATS.items()
}
"""``CURRENTYEAR`` and its like: the format of the build's date that each names."""
