"""Dates as editors write them for ``#time``, read as PHP's ``strtotime`` reads them.

A small reader of our own: python-dateutil and dateparser read otherwise than PHP, and guess. They
take 10/11/12 and ``31 June``, clip ``31 January + 1 month`` to February, which PHP counts into
March, and fill what is not said with parts of today where PHP says 1 or 0 o'clock.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

__all__ = ["DateError", "read_date"]

MAX_INPUT = 255
"""How many characters a date has at most: more are none."""
_MAX_AMOUNT = 10**8


class DateError(Exception):
    """A text that is no date, or one of a year that cannot be written; says so as the wiki does."""


_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAYS = "mon tue wed thu fri sat sun".split()
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)\b\.?"
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
)
_UNIT = (
    r"(?P<unit>sec(?:ond)?s?|min(?:ute)?s?|hours?|days?|weekdays?|weeks?|fortnights?|months?|years?"
    r"|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)\b"
)
_YEAR = r"(?P<year>\d{4})"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b"
_CLOCK = r"(?P<hour>[0-2]?\d)[:.](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-6]\d)(?:[.,]\d+)?)?"
_NOON = r"(?P<noon>[ap])\.?m\b\.?"
_ZONES = {"utc": 0, "gmt": 0, "z": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300}
_ZONES |= {"mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "cet": 60, "cest": 120, "bst": 60}
_ZONES |= {"wet": 0, "eet": 120, "msk": 180, "jst": 540}


@dataclass
class _Reading:
    """What a text says of a moment so far; None is what it does not say."""

    date: tuple[int | None, int | None, int | None] | None = None
    time: tuple[int, int, int] | None = None
    zone: int | None = None
    """Minutes east of UTC."""
    timestamp: int | None = None
    shift: dict[str, int] = field(default_factory=dict)
    weekday: tuple[int, int] | None = None
    """A day of the week, 0 for Monday, and how many of it to go on."""
    edge: str = ""
    """``first`` or ``last`` day of the month."""

    def add(self, unit: str, amount: int) -> None:
        self.shift[unit] = self.shift.get(unit, 0) + amount


def read_date(text: str, now: dt.datetime | None) -> dt.datetime | None:
    """The moment that ``text`` names, in UTC; None when it depends on a ``now`` that is unknown.

    Raises DateError.
    """
    reading = _Reading()
    if re.fullmatch(r"\d{4}", text):  # a year, not a time of day (ParserFunctions::timeCommon)
        text = f"00:00 {text}"
    if len(text) > MAX_INPUT:
        raise DateError("Error: Invalid time.")
    rest = text.strip().lower()
    while rest:
        rest = _read_part(rest, reading)
    try:
        return _moment(reading, now)
    except (ValueError, OverflowError) as error:
        past = reading.date and reading.date[0] == 0
        limit = "from 0" if past else "up to 9999"
        raise DateError(f"Error: #time only supports years {limit}.") from error


def _read_part(text: str, reading: _Reading) -> str:
    """Read what ``text`` begins with; returns the rest."""
    for pattern, read in _parts():
        match = pattern.match(text)
        if match and read(match.groupdict(), reading):
            return text[match.end() :].lstrip(" \t,;()")
    raise DateError("Error: Invalid time.")


def _read_date(said: dict[str, str | None], reading: _Reading) -> bool:
    year, day = said.get("year"), said.get("day")
    month = said.get("month")
    number = _MONTHS.index(month[:3]) + 1 if month and month[:3] in _MONTHS else int(month or 0)
    if reading.date or not 1 <= number <= 12 or not 0 <= int(day or 1) <= 31:
        return False
    reading.date = (
        int(year) if year else None,
        number,
        int(day) if day else 1 if year else None,
    )
    reading.time = reading.time or (0, 0, 0)
    return True


def _read_year(said: dict[str, str | None], reading: _Reading) -> bool:
    year = int(said["year"] or 0)
    if reading.date and reading.date[0] is not None:
        return False
    _, month, day = reading.date or (None, None, None)
    reading.date = (year, month, day)
    return True


def _read_day_of_year(said: dict[str, str | None], reading: _Reading) -> bool:
    reading.date = (int(said["year"] or 0), 1, 1)
    reading.time = reading.time or (0, 0, 0)
    reading.add("day", int(said["day"] or 1) - 1)
    return True


def _read_week(said: dict[str, str | None], reading: _Reading) -> bool:
    day = dt.date.fromisocalendar(int(said["year"] or 1), 1, 1)
    reading.date = (day.year, day.month, day.day)
    reading.time = reading.time or (0, 0, 0)
    reading.add("day", 7 * (int(said["week"] or 1) - 1) + int(said["day"] or 1) - 1)
    return True


def _read_time(said: dict[str, str | None], reading: _Reading) -> bool:
    hour = int(said["hour"] or 0)
    noon = said.get("noon")
    if (noon and not 1 <= hour <= 12) or hour > 24:
        return False
    if noon:
        hour = hour % 12 + (12 if noon == "p" else 0)
    reading.time = (hour, int(said.get("minute") or 0), int(said.get("second") or 0))
    return True


def _read_zone(said: dict[str, str | None], reading: _Reading) -> bool:
    if name := said.get("zone"):
        reading.zone = _ZONES[name]
    else:
        minutes = int(said["hours"] or 0) * 60 + int(said["minutes"] or 0)
        reading.zone = -minutes if said["sign"] == "-" else minutes
    return reading.time is not None


def _read_timestamp(said: dict[str, str | None], reading: _Reading) -> bool:
    reading.timestamp = int(said["seconds"] or 0)
    return True


def _read_word(said: dict[str, str | None], reading: _Reading) -> bool:
    word = said["word"]
    if word != "now":
        reading.time = (12 if word == "noon" else 0, 0, 0)
    if word in ("tomorrow", "yesterday"):
        reading.add("day", 1 if word == "tomorrow" else -1)
    return True


def _read_weekday(said: dict[str, str | None], reading: _Reading) -> bool:
    reading.weekday = (_DAYS.index((said["weekday"] or "")[:3]), 0)
    reading.time = reading.time or (0, 0, 0)
    return True


def _read_shift(said: dict[str, str | None], reading: _Reading) -> bool:
    unit, word = said["unit"] or "", said.get("word")
    if word is None:
        amount = int((said["amount"] or "").replace(" ", ""))
        if (said["signs"] or "").count("-") % 2:
            amount = -amount
    else:
        amount = {"next": 1, "last": -1, "previous": -1, "this": 0}.get(word, 0)
        amount = _ORDINALS.index(word) + 1 if word in _ORDINALS else amount
    if abs(amount) > _MAX_AMOUNT:
        return False
    if said.get("ago"):
        amount = -amount
    if unit[:3] in _DAYS and not unit.startswith("month"):
        reading.weekday = (_DAYS.index(unit[:3]), amount)
        reading.time = reading.time or (0, 0, 0)
    elif unit.startswith("weekday"):
        return False
    elif unit.startswith(("week", "fortnight")):
        reading.add("day", amount * (7 if unit.startswith("week") else 14))
    else:
        name = {"sec": "second", "min": "minute"}.get(unit[:3], unit.rstrip("s"))
        reading.add(name, amount)
    return True


def _read_edge(said: dict[str, str | None], reading: _Reading) -> bool:
    reading.edge = said["edge"] or ""
    return True


_Reader = Callable[[dict[str, str | None], _Reading], bool]


# In the order in which they are tried.
_PARTS: list[tuple[str, _Reader]] = [
    (r"@(?P<seconds>-?\d{1,12})(?:\.\d+)?(?![\d.])", _read_timestamp),
    (r"(?P<word>now|today|midnight|noon|tomorrow|yesterday)\b", _read_word),
    (r"(?P<edge>first|last) day of\b", _read_edge),
    (
        rf"(?P<word>next|last|previous|this|{'|'.join(_ORDINALS)})\s+{_UNIT}(?P<ago>\s+ago\b)?",
        _read_shift,
    ),
    (rf"(?P<signs>[+-]*)\s*(?P<amount>\d+)\s*{_UNIT}(?P<ago>\s+ago\b)?", _read_shift),
    (rf"{_YEAR}-?w(?P<week>[0-5]\d)(?:-?(?P<day>[0-7]))?(?!\d)", _read_week),
    (rf"{_YEAR}(?P<month>[01]\d)(?P<day>[0-3]\d)(?=t?\d{{6}}(?!\d))t?", _read_date),
    (rf"{_YEAR}(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)t?", _read_date),
    (r"(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<second>[0-6]\d)(?!\d)", _read_time),
    (rf"{_YEAR}\.?(?P<day>[0-3]\d\d)(?!\d)", _read_day_of_year),
    (rf"{_YEAR}([-/.])(?P<month>[01]?\d)\2(?P<day>[0-3]?\d)(?!\d)t?", _read_date),
    (rf"{_YEAR}-(?P<month>[01]?\d)(?!\d)", _read_date),
    (rf"{_YEAR}-{_MONTH}-{_DAY}(?!\d|:)", _read_date),
    (rf"{_YEAR}[-. \t]*{_MONTH}", _read_date),
    (rf"(?P<month>[01]?\d)/(?P<day>[0-3]?\d)(?:/{_YEAR})?(?!\d)", _read_date),
    (rf"(?P<day>[0-3]?\d)([-.])(?P<month>[01]?\d)\2{_YEAR}(?!\d)", _read_date),
    (rf"{_DAY}[-. \t]*{_MONTH}[-., \t]*{_YEAR}(?!\d|:)", _read_date),
    (rf"{_DAY}[-. \t]*{_MONTH}", _read_date),
    (rf"{_MONTH}[-. \t]*{_DAY}[-.,\t ]+{_YEAR}(?!\d|:)", _read_date),
    (rf"{_MONTH}[-. \t]*{_YEAR}(?!\d|:)", _read_date),
    (rf"{_MONTH}[-. \t]*{_DAY}(?!\d|:)", _read_date),
    (_MONTH, _read_date),
    (rf"t?{_CLOCK}(?:\s*{_NOON})?(?!\d)", _read_time),
    (rf"t?(?P<hour>[0-2]?\d)\s*{_NOON}", _read_time),
    (rf"(?P<zone>{'|'.join(_ZONES)})\b", _read_zone),
    (r"(?:utc|gmt)?(?P<sign>[+-])(?P<hours>[01]?\d):?(?P<minutes>[0-5]\d)?(?!\d)", _read_zone),
    (_WEEKDAY, _read_weekday),
    (rf"{_YEAR}(?!\d)", _read_year),
]


@cache
def _parts() -> list[tuple[re.Pattern[str], _Reader]]:
    """The patterns of the parts, compiled when they are first needed: most articles need none."""
    return [(re.compile(pattern), read) for pattern, read in _PARTS]


def _moment(reading: _Reading, now: dt.datetime | None) -> dt.datetime | None:
    if reading.timestamp is not None:
        base = dt.datetime.fromtimestamp(0, dt.UTC) + dt.timedelta(seconds=reading.timestamp)
    else:
        date, time = reading.date or (None, None, None), reading.time
        if now is None and (None in date or time is None):
            return None
        now = now or dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
        # A day that the month has not is one of the next month: 31 June is 1 July.
        year, month, day = (
            said if said is not None else known
            for said, known in zip(date, (now.year, now.month, now.day), strict=True)
        )
        hour, minute, second = time or (now.hour, now.minute, now.second)
        base = dt.datetime(year, month, 1, tzinfo=dt.UTC) + dt.timedelta(
            days=day - 1, hours=hour, minutes=minute, seconds=second
        )
    return _shift(base, reading) - dt.timedelta(minutes=reading.zone or 0)


def _shift(base: dt.datetime, reading: _Reading) -> dt.datetime:
    shift = reading.shift
    months = base.year * 12 + base.month - 1 + 12 * shift.get("year", 0) + shift.get("month", 0)
    first = base.replace(year=months // 12, month=months % 12 + 1, day=1)
    if reading.edge == "last":
        following = (first + dt.timedelta(days=31)).replace(day=1)
        days = (following - first).days - 1
    else:
        days = 0 if reading.edge else base.day - 1
    moment = first + dt.timedelta(
        days=days + shift.get("day", 0),
        hours=shift.get("hour", 0),
        minutes=shift.get("minute", 0),
        seconds=shift.get("second", 0),
    )
    return moment + dt.timedelta(days=_days_to_weekday(moment, reading.weekday))


def _days_to_weekday(moment: dt.datetime, weekday: tuple[int, int] | None) -> int:
    """Days to go on to the day of the week that is meant; today counts if none is to be skipped."""
    if weekday is None:
        return 0
    wanted, amount = weekday
    ahead = (wanted - moment.weekday()) % 7
    if amount > 0:
        return (ahead or 7) + 7 * (amount - 1)
    if amount < 0:
        return ahead - 7 + 7 * (amount + 1)
    return ahead
