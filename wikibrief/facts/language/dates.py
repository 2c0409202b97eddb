"""Dates in prose and in infoboxes, as EDTF.

An *atom* is one date as it is written; atoms that a link joins are a span or an enumeration:

    atom  = day month [year] | month day [year] | month year | month | season year | year
          | year-month-day | "the 12th"
    days  = day (link day)*                   "16–22 November", "February 8 and 9"
    span  = atom ("–" | "to" | …) atom        "10 May – 3 June 1941", "between May and July"

A year that is not written comes from the next atom of the same span, else from the text before,
else from the date of the article: the nearest that fits (``Calendar``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from wikibrief.facts.language.calendars import Atom, Calendar, order_of
from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.language.tokens import words_in
from wikibrief.facts.model import DateSpan

__all__ = ["FoundDate", "days_left", "find_dates", "read_date"]

_DIGIT = re.compile(r"\d")
_YEAR = r"(?:1\d{3}|20\d{2})(?![\d%°]|['’]?s\b|[.,:]\d|-[^\W\d]|[-–]\d{3}(?!\d))"
_DASH = r"[–—‒−/-]"
_MODERN = 1858
"""The year from which on British Columbia has its name."""
_YEARS = ("year1", "year2", "year3", "year4", "year5")
_COUNTED = ("people", "things", "after_counts")
_BEFORE = 24
"""Characters before a year or month alone in which its preposition is looked for."""


_FIRST = 3
"""Letters of a name by which a place is known where it may begin."""


class FoundDate(NamedTuple):
    """A date over ``text[start:end]``; ``linked`` if it is enumerated with the one before it."""

    start: int
    end: int
    span: DateSpan
    linked: bool = False


class _Grammar:
    """The patterns of a language's dates."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.months = lexicon.numbers_of("months")
        self.seasons = lexicon.numbers_of("seasons")
        eras = lexicon.list_of("eras")
        self.names = frozenset({*self.months, *self.seasons, *map(_first_word, eras)})
        day_alone = self._start(lexicon.list_of("day_alone"))
        month = rf"(?:{_any(self.months)})\b\.?"
        ordinal = rf"(?:{_any(lexicon.list_of('ordinals'))})?"
        day = rf"(?<!\w)\d{{1,2}}{ordinal}(?![\d:%])"
        unglued = r"(?<![\d.,:/$£€-])"
        era = _any(eras).replace(r"\ ", r"\s*")
        joins = _words(lexicon, "date_links", "enumerations")
        ancient = rf"(?:\s*(?:{_DASH}|{joins})\s*\d{{1,4}})?\s*(?:{era})(?!\w)"
        self.before_era = re.compile(ancient, re.IGNORECASE)
        no_era = lexicon.data.get("no_era") or "(?!)"
        self.no_era = re.compile(str(no_era), re.IGNORECASE)
        self.into_era = re.compile(rf"\s*(?:{_DASH}|{joins})\D{{1,9}}\d", re.IGNORECASE)
        year = rf"(?:{_YEAR}|(?!0)\d{{1,4}}(?={ancient}))" if era != "(?!)" else _YEAR
        words = _any([word for word in lexicon.list_of("date_links") if word[0].isalpha()])
        fillers = _any(lexicon.list_of("date_fillers"))
        named = rf"(?:(?:{_words(lexicon, 'before_days', 'weekdays')})\s+)?"
        link = rf"\s*(?:{_DASH}|(?<=\s)(?:{words})(?=\s))\s*{named}"
        of = rf"(?:\s+(?:{_any(lexicon.list_of('date_fillers'))}))*"
        self.link = re.compile(
            rf"\s*,?\s*(?P<word>{_DASH}|{words})\s+(?:{_any(lexicon.list_of('date_fillers'))})?\s*"
            rf"|\s*{_DASH}\s*",
            re.IGNORECASE,
        )
        self.ampersand = next(iter(lexicon.list_of("enumerations")), "&")
        self.enumerating = frozenset(lexicon.list_of("enumerations"))
        self.enumerated = re.compile(
            rf"\s*(?:,|,?\s*(?:{_any(lexicon.list_of('enumerations'))}))\s*"
            rf"(?:{_any(lexicon.list_of('date_fillers'))})?\s*",
            re.IGNORECASE,
        )
        self.between_days = re.compile(
            rf"{ordinal}\s*,?\s*(?:{_any(lexicon.list_of('enumerations'))})?\s*{named}",
            re.IGNORECASE,
        )
        self.joined = re.compile(
            rf"\s*(?:{_DASH}|,|,?\s*(?:{words}))\s*(?:{fillers})?\s*", re.IGNORECASE
        )
        capitals = lexicon.data.get("capital_months") == "true"
        initials = {name[0].upper() for name in self.months}
        if not capitals:
            initials |= {name[0] for name in self.months}
        begins = f"{_any(self.seasons)}|{day_alone}"
        several = _any(lexicon.list_of("enumerations"))
        number = (
            rf"(?P<iso>(?<!\d)\d{{4}}-\d{{2}}-(?:\d{{2}}|XX)(?!\d))"
            rf"|(?P<days1>{unglued}(?:{day}(?:\s*,\s*(?={day}\s*(?:,|{link}))|{link})){{0,40}}{day}){of}[\s-]*(?P<month1>\b{month})"
            rf"(?:,?{of}\s*(?P<year1>{year}))?"
            rf"|(?<![.,$£€])(?P<year5>{year})(?:\s*[–/-]\s*(?P<short>\d{{2}})(?!\d))?"
        )
        word = (
            rf"(?P<month2>\b{month})\s*(?P<days2>{day}(?:\s*{_DASH}\s*\d{{1,2}}{ordinal}(?![\d\w:%])"
            rf"(?!\s+(?:{month}))|{link}\d{{1,2}}{ordinal}(?=\s*(?:[,.;)]|$|{year}))"
            rf"|(?:,\s*\d{{1,2}}{ordinal}(?=,))+,?\s*(?:{several})\s+\d{{1,2}}{ordinal}(?![\d\w:%]))*)(?:,?\s*(?P<year2>{year}))?"
            rf"|(?P<month3>\b{month}),?{of}\s*(?P<year3>{year})"
            rf"|(?P<month4>\b{month})"
            rf"|(?P<season>\b(?:{_any(self.seasons)})),?{of}\s+(?P<year4>{year})"
            rf"(?:\s*[–/-]\s*(?P<next>\d{{4}}|\d\d)(?!\d))?"
            rf"|(?P<only>{day_alone})"
        )
        self.atom = re.compile(
            rf"(?<!\w)(?:(?=\d)(?:{number})"
            rf"|(?=(?-i:[{''.join(sorted(initials))}])|{begins})(?:{word}))",
            re.IGNORECASE,
        )
        self.before_year = _Ending(lexicon.list_of("before_years"))
        self.before_time = _Ending(lexicon.list_of("before_times"))
        self.before_month = _Ending(lexicon.list_of("before_months"))
        self.about = _Ending(lexicon.list_of("about_dates"))
        self.between = _Ending(lexicon.list_of("date_between"))
        counted = [each for key in _COUNTED for each in lexicon.list_of(key)]
        self.counted = re.compile(
            rf"\s+(?:{_any(counted)})\b",
            re.IGNORECASE,
        )
        self.including = re.compile(
            rf"\((?:{_any(lexicon.list_of('including'))})\b[^()]*\)", re.IGNORECASE
        )
        styles = rf"(?<!\w)(?:{_any(lexicon.list_of('calendar_styles'))})(?!\w)"
        self.style = re.compile(styles, re.IGNORECASE)
        self.other_style = re.compile(
            rf"\s*[(\[](?=[^()\[\]]*\d)(?=[^()\[\]]*{styles})[^()\[\]]*[)\]]", re.IGNORECASE
        )
        self.capitals = capitals

    def _start(self, patterns: Sequence[str]) -> str:
        """Set where a date may begin; return the pattern of days alone, of several."""
        alone = [pattern.removeprefix(r"\b")[:_FIRST] for pattern in patterns]
        names = (*self.months, *self.seasons, *alone)
        firsts = "".join({name[0].upper() for name in names} | {name[0] for name in names})
        rests = _any({name[1:_FIRST] for name in names})
        self.start = re.compile(
            rf"[\d{re.escape(firsts)}](?:(?<=\d)\d*|(?<!\w.)(?i:{rests}))", re.DOTALL
        )
        days = (
            rf"|[{each[0].upper()}{each[0]}](?<!\w.)(?i:{re.escape(each[1:])})" for each in alone
        )
        self.start_without_names = re.compile(rf"\d(?<!\w.)\d{{3}}(?!\d){''.join(days)}", re.DOTALL)
        return "|".join(patterns) or "(?!)"


def _first_word(phrase: str) -> str:
    """The first letters of a phrase, as ``words_in`` finds them: "av" of « av. J.-C. »."""
    return min(words_in(phrase), key=phrase.find, default="")


def _words(lexicon: Lexicon, *keys: str) -> str:
    """A pattern of the words of some lists."""
    return _any([word for key in keys for word in lexicon.list_of(key) if word[0].isalpha()])


def _any(words: object) -> str:
    texts = sorted({str(word) for word in words}, key=lambda word: (-len(word), word))  # type: ignore[attr-defined]
    return "|".join(map(re.escape, texts)) or "(?!)"


class _Ending:
    """Words that a text may end with; most texts do not, which is known without a pattern."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._phrases = tuple(phrase.lower() for phrase in phrases)
        words = rf"(?:^|[\s(\[“\"—–-])(?:{_any(phrases)})[\s(]*$"
        self._pattern = re.compile(words, re.IGNORECASE)

    def is_of(self, text: str) -> bool:
        """Whether a text ends with one of the words, before blanks and brackets."""
        end = text.rstrip(_BLANKS).lower()
        return end.endswith(self._phrases) and self._pattern.search(text) is not None


_BLANKS = "( \n\t\xa0\u2009\u202f"


@cache
def _grammar(lexicon: Lexicon) -> _Grammar:
    return _Grammar(lexicon)


def find_dates(
    text: str, lexicon: Lexicon, when: Calendar, words: frozenset[str] | None = None
) -> list[FoundDate]:
    """Find the dates of a sentence, in order; ``words`` are its words where they are known."""
    grammar = _grammar(lexicon)
    words = words_in(text) if words is None else words
    start = grammar.start
    if words.isdisjoint(grammar.names):
        if _DIGIT.search(text) is None:
            return []
        start = grammar.start_without_names
    when.new_sentence()
    return list(_spans(text, list(_atoms(text, grammar, start)), grammar, when))


def read_date(text: str, lexicon: Lexicon) -> DateSpan | None:
    """Read the date of an infobox: from the first date in it to the last."""
    grammar = _grammar(lexicon)
    word = _WORD.match(text)
    if word and word[0].lower() in lexicon.words("nothing"):
        return None  # "Unknown, possibly 1185"
    text = _BEFORE_YEAR.sub("", grammar.including.sub("", text))
    text = _AMPERSAND.sub(grammar.ampersand, grammar.other_style.sub("", text))
    atoms = list(_atoms(text, grammar, grammar.start, alone=True))
    if any(not atom.is_valid for group in atoms for atom in group):
        return None
    ours = [group for group in atoms if not _is_foreign(group[0], text)]
    found = list(_spans(text, _share_years(_without_heads(ours, text)), grammar, Calendar()))
    if not found or len(found) > 40:
        return None
    if len(found) > 1 and grammar.style.search(text):
        return None  # "1 July (O.S.), 11 July (N.S.) 1690" is one day
    first, last = found[0].span, found[-1].span
    if len(found) == 1:
        is_half = first.start.startswith("-") and grammar.into_era.match(text, found[0].end)
        return None if is_half else first  # "10 BC – AD 5"
    start, end = first.start, last.end or last.start
    closer = len(found) == 2 and "(" in text[found[0].end : found[1].start]
    if closer and first.end is None and (last.end or last.start).startswith(start):
        return last  # "June 1944 (*6–28 June 1944*)"
    if start == end:  # "29 May 1453 (*6 April – 29 May 1453*)"
        return next((each.span for each in found if each.span.end), first)
    if order_of(end, last=True) < order_of(start, last=False):
        return None
    precision = first.precision if first.precision == last.precision else "day"
    edtf = f"{first.edtf.partition('/')[0]}/{last.edtf.rpartition('/')[2]}"
    return DateSpan(start, end, precision, edtf)


_BEFORE_YEAR = re.compile(r"\s*\([^()\d]{0,80}\)(?=,?\s+\d{3,4}\b)")
"""A note on a day or month that is before its year: "6 June *(D-Day)* 1944"."""


_WORD = re.compile(r"[^\W\d_]+")
_AMPERSAND = re.compile(r"(?<=\s)&(?=\s)")


def _is_alone(year: Atom) -> bool:
    return year.month is None and year.day is None and year.season is None


def _is_foreign(year: Atom, text: str) -> bool:
    """Whether a year has a day and a month of another calendar: "4 Muharram *1268*"."""
    return _is_alone(year) and _OF_FOREIGN.search(text, 0, year.start) is not None


_OF_FOREIGN = re.compile(
    r"(?<![\d.,:–-])\d{1,2}\s+[A-ZÀ-Þ][^\W\d_]*['’]?(?:[\s-][^\W\d_]+['’]?){0,3}\s+$"
)


def _without_heads(groups: Sequence[_Group], text: str) -> list[_Group]:
    """Give the year that heads a date to it: "*1944* (6 June – 30 August)", "*1643*, 13 July"."""
    kept: list[_Group] = []
    for group, following in zip(groups, (*groups[1:], []), strict=False):
        year = group[0]
        heads = len(group) == 1 and _is_alone(year)
        after = following[0] if following else None
        if not heads or after is None or after.year or not after.month:
            kept.append(group)
        elif _HEADS.fullmatch(text, year.end, after.start):
            following[:] = [atom._replace(year=year.year) for atom in following]
        else:
            kept.append(group)
    return kept


_HEADS = re.compile(r"\s*[,:(]?\s*")


def _share_years(groups: Sequence[_Group]) -> list[_Group]:
    """Give dates before the first year the next date's: "January 17 to c. *March 5, 1966*"."""
    shared: list[_Group] = []
    following: Atom | None = None
    for group in reversed(groups):
        given = [_with_years(atom, following)[0] if following else atom for atom in group]
        shared.insert(0, given if group[0].month else group)
        following = shared[0][0] if shared[0][0].year else following
    return shared


def days_left(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The numbers of an infobox's date that may be days or months and are in no date of it."""
    grammar = _grammar(lexicon)
    left = grammar.including.sub("", text)
    for group in list(_atoms(left, grammar, grammar.start, alone=True)):
        start, end = group[0].start, group[-1].end
        left = left[:start] + " " * (end - start) + left[end:]
    return tuple(_OF_DAY.findall(left))


_OF_DAY = re.compile(r"(?<![\d:.])\d{1,2}(?![\d:])")

_Group = list[Atom]
"""Atoms of one expression: one, or the days of "16–22 November"."""


def _atoms(
    text: str, grammar: _Grammar, start: re.Pattern[str], *, alone: bool = False
) -> Iterator[_Group]:
    """The dates as they are written; ``alone``: a month or year needs no preposition."""
    accepted = -1
    for match in _matches(text, grammar, start):
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        linked = (
            accepted >= 0 and grammar.joined.fullmatch(text, accepted, match.start()) is not None
        )
        for group in _read_atom(text, match, grammar, before, free=alone or linked):
            accepted = group[-1].end
            yield group


def _matches(text: str, grammar: _Grammar, starts: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """What the pattern of dates matches; it is tried only where one may start, which is faster."""
    end = 0
    for start in starts.finditer(text):
        if start.start() >= end and (match := grammar.atom.match(text, start.start())):
            yield match
            end = match.end()


def _read_atom(
    text: str, match: re.Match[str], grammar: _Grammar, before: str, *, free: bool
) -> Iterator[_Group]:
    """Read one match; ``free``: a month or year alone is a date without a preposition."""
    era = _find_era(text, match, grammar)
    name = match["month1"] or match["month2"] or match["month3"] or match["month4"]
    if name and grammar.capitals and not name[0].isupper():
        return
    atom = Atom(
        match.start(),
        era.end() if era and not any(map(str.isdigit, era[0])) else match.end(),
        month=grammar.months[name.lower().rstrip(".")] if name else None,
        year=_year_in(match, ancient=era is not None),
        about=grammar.about.is_of(before),
    )
    if match["iso"]:
        yield from _iso(match["iso"], atom)
    elif days := match["days1"] or match["days2"]:
        yield _days(days, atom, text, grammar)
    elif match["season"]:
        yield _season(atom, grammar.seasons[match["season"].lower()], match["next"])
    elif match["only"]:
        yield [atom._replace(day=int(day)) for day in _DAY.findall(match["only"])]
    elif match["month4"]:
        if free or grammar.before_month.is_of(before):
            yield [atom]
    elif match["month3"]:
        yield [atom]
    elif (era is not None or grammar.counted.match(text, match.end()) is None) and (
        free or grammar.before_year.is_of(before)
    ):
        timely = grammar.before_time.is_of(before) and not match["short"]
        yield from _years(atom._replace(timely=timely and _is_time(atom)), match["short"])


_DAY = re.compile(r"\d+")


def _find_era(text: str, match: re.Match[str], grammar: _Grammar) -> re.Match[str] | None:
    """What says that a date is before our era, and is not the beginning of a name."""
    year = _year_in(match, ancient=False)
    if year is not None and year >= _MODERN and grammar.no_era.match(text, match.end()):
        return None
    return grammar.before_era.match(text, match.end())


def _year_in(match: re.Match[str], *, ancient: bool) -> int | None:
    """The year that is written; one before our era as astronomers count it: 490 BC is -489."""
    written = next((match[name] for name in _YEARS if match[name]), None)
    if written is None:
        return None
    return 1 - int(written) if ancient else int(written)


def _season(atom: Atom, season: int, following: str | None) -> _Group:
    """A season, or the two years of a winter: "the winter of 1941–42"."""
    last = atom._replace(year=(atom.year or 0) + 1)
    if following and last.level_0.endswith(following):
        return [atom, last]
    return [atom._replace(season=season)]


def _iso(text: str, atom: Atom) -> Iterator[_Group]:
    """Read ``1944-11-15``, or ``1944-11-XX`` for the month."""
    year, month, day = text.split("-")
    if 1 <= int(month) <= 12 and int(year):
        number = int(day) if day.isdigit() else None
        yield [atom._replace(year=int(year), month=int(month), day=number)]


def _is_time(atom: Atom) -> bool:
    """Whether a year could be a time of day as well."""
    return atom.year is not None and atom.year < 2400 and atom.year % 100 < 60


def _years(atom: Atom, short: str | None) -> Iterator[_Group]:
    if short and atom.year is not None and int(short) > atom.year % 100:
        yield [atom, atom._replace(year=atom.year - atom.year % 100 + int(short))]
    else:
        yield [atom]


def _days(days: str, atom: Atom, text: str, grammar: _Grammar) -> _Group:
    """Make atoms of "16–22" or "8 and 9" in one month; an enumeration has its own places."""
    if days.isdigit():
        return [atom._replace(day=int(days))]
    numbers = list(re.finditer(r"\d{1,2}", days))
    enumerated = any(
        grammar.between_days.fullmatch(days, one.end(), two.start())
        for one, two in pairwise(numbers)
    )
    between = grammar.between.is_of(text[max(0, atom.start - _BEFORE) : atom.start])
    if not enumerated or between:
        return [atom._replace(day=int(number[0])) for number in (numbers[0], numbers[-1])][
            : len(numbers)
        ]
    offset = atom.start + text[atom.start : atom.end].find(days)
    return [
        atom._replace(day=int(number[0]), start=offset + number.start(), end=offset + number.end())
        for number in numbers
    ]


def _spans(
    text: str, groups: Sequence[_Group], grammar: _Grammar, when: Calendar
) -> Iterator[FoundDate]:
    """Complete the atoms and join those that a link makes one span of."""
    pending = list(groups)
    index, end = 0, -1
    while index < len(pending):
        group = pending[index]
        linked = end >= 0 and grammar.enumerated.fullmatch(text, end, group[0].start) is not None
        if len(group) > 1 and group[0].start != group[1].start:
            for number, atom in enumerate(group):
                done = when.complete(atom)
                if done is not None:
                    yield FoundDate(atom.start, atom.end, _span(done, None), linked or number > 0)
        else:
            first, last, used = _ends(text, pending, index, grammar)
            index += used
            group = pending[index]
            start = when.complete(first)
            stop = when.complete(last) if last is not first and start is not None else None
            if start is not None:
                yield FoundDate(first.start, last.end, _span(start, stop), linked)
        end = group[-1].end
        index += 1


def _ends(
    text: str, groups: Sequence[_Group], index: int, grammar: _Grammar
) -> tuple[Atom, Atom, int]:
    """The first and last date of a span, and how many more groups it takes."""
    group = groups[index]
    first, last = group[0], group[-1]
    following = groups[index + 1] if index + 1 < len(groups) else None
    if following is None:
        return *_with_years(first, last), 0
    gap = text[last.end : following[0].start]
    single = len(group) == 1 and following[0].start == following[-1].start
    if single and not gap.strip() and first.month is None and following[0].year is None:
        atom = following[0]._replace(year=first.year, start=first.start)
        return atom, atom, 1  # "1941 December 7"
    if single and _is_span(text, first, gap, grammar):
        return *_with_years(first, following[-1]), 1
    if first.year is None and grammar.enumerated.fullmatch(gap):
        borrowed = _borrow(first, groups[index + 1 :])
        return borrowed, borrowed if last is first else last._replace(year=borrowed.year), 0
    return *_with_years(first, last), 0


def _borrow(atom: Atom, following: Sequence[_Group]) -> Atom:
    """Take the year of the next date of an enumeration: "in August and September 1943".

    A day takes the month, too: « le 3 et le *4 novembre* ».
    """
    after = following[0][0] if following else None
    if atom.day and not atom.month and after and (after.day or 0) > atom.day:
        atom = atom._replace(month=after.month)
    year = next((each.year for group in following[:2] for each in group if each.year), None)
    return atom._replace(year=year) if year and atom.month else atom


def _is_span(text: str, first: Atom, gap: str, grammar: _Grammar) -> bool:
    """Whether a link makes two dates one span; "and" does after "between"."""
    match = grammar.link.fullmatch(gap)
    if match is None:
        return False
    if (match["word"] or "").lower() not in grammar.enumerating:
        return True
    return grammar.between.is_of(text[max(0, first.start - _BEFORE) : first.start])


def _with_years(first: Atom, last: Atom) -> tuple[Atom, Atom]:
    """Give the first of a span the year (and month) of the last, or the year before it."""
    if first is last or last.year is None:
        return first, last
    if first.month is None and first.day is not None:
        first = first._replace(month=last.month)
    if first.year is None:
        later = (first.month or 0) > (last.month or 12)  # "8 May – 3 May 2012" is a slip
        first = first._replace(year=last.year - later)
    return first, last


def _span(start: Atom, end: Atom | None) -> DateSpan:
    if end is None or end.level_0 == start.level_0:
        return DateSpan(start.level_0, None, start.precision, start.level_1)
    return DateSpan(start.level_0, end.level_0, start.precision, f"{start.level_1}/{end.level_1}")
