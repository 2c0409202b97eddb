"""Dates in prose, as EDTF; ``datevalues`` reads infoboxes' with the same grammar.

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

from wikibrief.facts.language.calendars import Atom, Calendar, is_in_order
from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.language.tokens import words_in
from wikibrief.facts.model import DateSpan

__all__ = [
    "DASH",
    "DateGrammar",
    "FoundDate",
    "Group",
    "any_of",
    "atoms_in",
    "date_grammar",
    "find_dates",
    "joins_of",
    "spans_of",
    "with_years",
]

_YEAR = r"(?:1\d{3}|20\d{2})(?![\d%°]|['’]?s\b|[.,:]\d|-[^\W\d]|[-–]\d{3}(?!\d))"
DASH = r"[–—‒−/-]"
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


class _Parts:
    """What the patterns of a language's dates are made of."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.month = rf"(?:{any_of(lexicon.numbers_of('months'))})\b\.?"
        self.ordinal = rf"(?:{any_of(lexicon.list_of('ordinals'))})?"
        self.day = rf"(?<!\w)\d{{1,2}}{self.ordinal}(?![\d:%])"
        self.several = any_of(lexicon.list_of("enumerations"))
        self.fillers = any_of(lexicon.list_of("date_fillers"))
        self.of = rf"(?:\s+(?:{self.fillers}))*"
        words = [word for word in lexicon.list_of("date_links") if word[0].isalpha()]
        self.link_words = any_of(words)
        days = any_of((*lexicon.list_of("before_days"), *lexicon.list_of("weekdays")))
        self.named = rf"(?:(?:{days})\s+)?"
        self.link = rf"\s*(?:{DASH}|(?<=\s)(?:{self.link_words})(?=\s))\s*{self.named}"
        era = any_of(lexicon.list_of("eras")).replace(r"\ ", r"\s*")
        self.our_eras = any_of(lexicon.list_of("our_eras"))
        another = rf"(?:\s*(?:{DASH}|{joins_of(lexicon)})\s*\d{{1,4}})?"
        self.ancient = rf"{another}\s*(?:{era})(?!\w)"
        in_our_era = rf"(?!0)\d{{1,3}}(?={another}\s*(?-i:{self.our_eras})(?!\w))"
        self.year = rf"(?:{_YEAR}|{in_our_era}|(?!0)\d{{1,4}}(?={self.ancient}))"
        self.no_year = rf"(?!\d{{1,2}}\s*(?:{era}|(?-i:{self.our_eras}))(?!\w))"  # "January 49 BC"


_UNGLUED = r"(?<![\d.,:/$£€-])"
"""A day is no part of a longer number, of an amount or of a time."""


class DateGrammar:
    """The patterns of a language's dates."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.months = lexicon.numbers_of("months")
        self.seasons = lexicon.numbers_of("seasons")
        self.capitals = lexicon.data.get("capital_months") == "true"
        self.enumerating = frozenset(lexicon.list_of("enumerations"))
        self.before_year = _Ending(lexicon.list_of("before_years"))
        self.before_time = _Ending(lexicon.list_of("before_times"))
        self.before_month = _Ending(lexicon.list_of("before_months"))
        self.about = _Ending(lexicon.list_of("about_dates"))
        self.between = _Ending(lexicon.list_of("date_between"))
        self.counted = _follows(lexicon, r"\s+", *_COUNTED)
        self.next_year = _follows(lexicon, r"[\s,]*", "next_years")
        parts = _Parts(lexicon)
        self._set_eras(lexicon, parts)
        self._set_links(parts)
        self._set_atom(self._start(lexicon.list_of("day_alone")), parts)

    def _set_eras(self, lexicon: Lexicon, parts: _Parts) -> None:
        eras = map(_first_word, lexicon.list_of("eras"))
        ours = (era.lower() for era in lexicon.words("our_eras") if era.isalpha())
        self.names = frozenset({*self.months, *self.seasons, *eras, *ours})
        self.before_era = re.compile(parts.ancient, re.IGNORECASE)
        self.no_era = re.compile(str(lexicon.data.get("no_era") or "(?!)"), re.IGNORECASE)
        self.our_era = re.compile(rf"\s*(?:{parts.our_eras})(?!\w)")

    def _set_links(self, parts: _Parts) -> None:
        """Set what may be between two dates, or two days."""
        words, fillers, several = parts.link_words, parts.fillers, parts.several
        self.link = re.compile(
            rf"\s*,?\s*(?P<word>{DASH}|{words})\s+(?:{fillers})?\s*|\s*{DASH}\s*", re.IGNORECASE
        )
        self.enumerated = re.compile(
            rf"\s*(?:,|,?\s*(?:{several}))\s*(?:{fillers})?\s*", re.IGNORECASE
        )
        self.between_days = re.compile(
            rf"{parts.ordinal}\s*,?\s*(?:{several})?\s*{parts.named}", re.IGNORECASE
        )
        self.joined = re.compile(
            rf"\s*(?:{DASH}|,|,?\s*(?:{words}))\s*(?:{fillers})?\s*", re.IGNORECASE
        )

    def _set_atom(self, day_alone: str, parts: _Parts) -> None:
        """Set the pattern of one date: ``day_alone`` is that of a day without its month."""
        day, month, year, of = parts.day, parts.month, parts.year, parts.of
        ordinal, link, season = parts.ordinal, parts.link, any_of(self.seasons)
        initials = {name[0].upper() for name in self.months}
        if not self.capitals:
            initials |= {name[0] for name in self.months}
        number = (
            rf"(?P<iso>(?<!\d)\d{{4}}-\d{{2}}-(?:\d{{2}}|XX)(?!\d))"
            rf"|(?P<days1>{_UNGLUED}(?:{day}(?:\s*,\s*(?={day}\s*(?:,|{link}))|{link})){{0,40}}{day}){of}[\s-]*(?P<month1>\b{month})"
            rf"(?:,?{of}\s*(?P<year1>{year}))?"
            rf"|(?<![.,$£€])(?P<year5>{year})(?:\s*[–/-]\s*(?P<short>\d{{2}})(?!\d))?"
        )
        word = (
            rf"(?P<month2>\b{month})\s*{parts.no_year}(?P<days2>{day}(?:\s*{DASH}\s*\d{{1,2}}{ordinal}(?![\d\w:%])"
            rf"(?!\s+(?:{month}))|{link}\d{{1,2}}{ordinal}(?=\s*(?:[,.;)]|$|{year}))"
            rf"|(?:,\s*\d{{1,2}}{ordinal}(?=,))+,?\s*(?:{parts.several})\s+\d{{1,2}}{ordinal}(?![\d\w:%]))*)(?:,?\s*(?P<year2>{year}))?"
            rf"|(?P<month3>\b{month}),?{of}\s*(?P<year3>{year})"
            rf"|(?P<month4>\b{month})"
            rf"|(?P<season>\b(?:{season})),?{of}\s+(?P<year4>{year})"
            rf"(?:\s*[–/-]\s*(?P<next>\d{{4}}|\d\d)(?!\d))?"
            rf"|(?P<only>{day_alone})"
        )
        self.atom = re.compile(
            rf"(?<!\w)(?:(?=\d)(?:{number})"
            rf"|(?=(?-i:[{''.join(sorted(initials))}])|{season}|{day_alone})(?:{word}))",
            re.IGNORECASE,
        )

    def _start(self, patterns: Sequence[str]) -> str:
        """Set where a date may begin; return the pattern of days alone, of several."""
        alone = [pattern.removeprefix(r"\b")[:_FIRST] for pattern in patterns]
        names = (*self.months, *self.seasons, *alone)
        firsts = "".join(sorted({name[0].upper() for name in names} | {name[0] for name in names}))
        rests = any_of({name[1:_FIRST] for name in names})
        self.start = re.compile(
            rf"[\d{re.escape(firsts)}](?:(?<=\d)\d*|(?<!\w.)(?i:{rests}))", re.DOTALL
        )
        days = (
            rf"|[{each[0].upper()}{each[0]}](?<!\w.)(?i:{re.escape(each[1:])})" for each in alone
        )
        self.start_without_names = re.compile(rf"\d(?<!\w.)\d{{3}}(?!\d){''.join(days)}", re.DOTALL)
        return "|".join(patterns) or "(?!)"


def _follows(lexicon: Lexicon, gap: str, *keys: str) -> re.Pattern[str]:
    """A pattern of what follows a date: a gap, and an entry of one of some lists."""
    words = any_of([each for key in keys for each in lexicon.list_of(key)])
    return re.compile(rf"{gap}(?:{words})\b", re.IGNORECASE)


def _first_word(phrase: str) -> str:
    """The first letters of a phrase, as ``words_in`` finds them: "av" of « av. J.-C. »."""
    return min(words_in(phrase), key=phrase.find, default="")


def joins_of(lexicon: Lexicon) -> str:
    """A pattern of the words that join dates."""
    words = (*lexicon.list_of("date_links"), *lexicon.list_of("enumerations"))
    return any_of([word for word in words if word[0].isalpha()])


def any_of(words: object) -> str:
    """A pattern of texts, the longest first."""
    texts = sorted({str(word) for word in words}, key=lambda word: (-len(word), word))  # type: ignore[attr-defined]
    return "|".join(map(re.escape, texts)) or "(?!)"


class _Ending:
    """Words that a text may end with; most texts do not, which is known without a pattern."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._phrases = tuple(phrase.lower() for phrase in phrases)
        words = rf"(?:^|[\s(\[“\"—–-])(?:{any_of(phrases)})[\s(]*$"
        self._pattern = re.compile(words, re.IGNORECASE)

    def is_of(self, text: str) -> bool:
        """Whether a text ends with one of the words, before blanks and brackets."""
        end = text.rstrip(_BLANKS).lower()
        return end.endswith(self._phrases) and self._pattern.search(text) is not None


_BLANKS = "( \n\t\xa0\u2009\u202f"


@cache
def date_grammar(lexicon: Lexicon) -> DateGrammar:
    """The patterns of a language's dates, which are made once."""
    return DateGrammar(lexicon)


def find_dates(
    text: str, lexicon: Lexicon, when: Calendar, words: frozenset[str] | None = None
) -> list[FoundDate]:
    """Find the dates of a sentence, in order; ``words`` are its words where they are known."""
    grammar = date_grammar(lexicon)
    words = words_in(text) if words is None else words
    start = grammar.start
    if words.isdisjoint(grammar.names):
        start = grammar.start_without_names
        if _DAY.search(text) is None or start.search(text) is None:
            return []
    when.new_sentence()
    found = spans_of(text, list(atoms_in(text, grammar, start)), grammar, when)
    return [each for each in found if is_in_order(each.span)]


Group = list[Atom]
"""Atoms of one expression: one, or the days of "16–22 November"."""


def atoms_in(
    text: str, grammar: DateGrammar, start: re.Pattern[str], *, alone: bool = False
) -> Iterator[Group]:
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


def _matches(text: str, grammar: DateGrammar, starts: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """What the pattern of dates matches; it is tried only where one may start, which is faster."""
    end = 0
    for start in starts.finditer(text):
        if start.start() >= end and (match := grammar.atom.match(text, start.start())):
            yield match
            end = match.end()


def _read_atom(
    text: str, match: re.Match[str], grammar: DateGrammar, before: str, *, free: bool
) -> Iterator[Group]:
    """Read one match; ``free``: a month or year alone is a date without a preposition."""
    era = _find_era(text, match, grammar)
    name = match["month1"] or match["month2"] or match["month3"] or match["month4"]
    if name and grammar.capitals and not name[0].isupper():
        return
    atom = Atom(
        match.start(),
        _end_of_era(text, match, grammar, era),
        month=grammar.months[name.lower().rstrip(".")] if name else None,
        year=_year_in(match, ancient=era is not None),
        about=grammar.about.is_of(before),
        next_year=grammar.next_year.match(text, match.end()) is not None,
    )
    if match["iso"]:
        yield from _iso(match["iso"], atom, ancient=era is not None)
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


def _end_of_era(
    text: str, match: re.Match[str], grammar: DateGrammar, era: re.Match[str] | None
) -> int:
    """Where a date ends, with its era; one that is after the next year is that year's, too."""
    own = era or grammar.our_era.match(text, match.end())
    return match.end() if own is None or any(map(str.isdigit, own[0])) else own.end()


def _find_era(text: str, match: re.Match[str], grammar: DateGrammar) -> re.Match[str] | None:
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


def _season(atom: Atom, season: int, following: str | None) -> Group:
    """A season, or the two years of a winter: "the winter of 1941–42"."""
    last = atom._replace(year=(atom.year or 0) + 1)
    if following and last.level_0.endswith(following):
        return [atom, last]
    return [atom._replace(season=season)]


def _iso(text: str, atom: Atom, *, ancient: bool) -> Iterator[Group]:
    """Read ``1944-11-15``, or ``1944-11-XX`` for the month."""
    year, month, day = text.split("-")
    if 1 <= int(month) <= 12 and int(year):
        number = int(day) if day.isdigit() else None
        counted = 1 - int(year) if ancient else int(year)
        yield [atom._replace(year=counted, month=int(month), day=number)]


def _is_time(atom: Atom) -> bool:
    """Whether a year could be a time of day as well."""
    return atom.year is not None and atom.year < 2400 and atom.year % 100 < 60


def _years(atom: Atom, short: str | None) -> Iterator[Group]:
    """The years of "1941–42", "1999–00" or "58–51 BC", of which the last has its own digits alone.

    Those of "1944–43" are not understood.
    """
    if short is None:
        yield [atom]
        return
    written = _written(atom.year)
    last = written - written % 100 + int(short)
    if _is_ancient(atom):
        if last < written:
            yield [atom, atom._replace(year=1 - last)]
        return
    if last < written and not int(short):
        last += 100
    if last > written:
        yield [atom, atom._replace(year=last)]


def _is_ancient(atom: Atom) -> bool:
    return atom.year is not None and atom.year < 1


def _written(year: int | None) -> int:
    """A year as it is written: that of astronomers is -489 for 490 BC."""
    return 0 if year is None else year if year > 0 else 1 - year


def _days(days: str, atom: Atom, text: str, grammar: DateGrammar) -> Group:
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


def spans_of(
    text: str, groups: Sequence[Group], grammar: DateGrammar, when: Calendar
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
    text: str, groups: Sequence[Group], index: int, grammar: DateGrammar
) -> tuple[Atom, Atom, int]:
    """The first and last date of a span, and how many more groups it takes."""
    group = groups[index]
    first, last = group[0], group[-1]
    following = groups[index + 1] if index + 1 < len(groups) else None
    if following is None:
        return *with_years(first, last), 0
    gap = text[last.end : following[0].start]
    single = len(group) == 1 and following[0].start == following[-1].start
    if single and not gap.strip() and first.month is None and following[0].year is None:
        atom = following[0]._replace(year=first.year, start=first.start)
        return atom, atom, 1  # "1941 December 7"
    if single and _is_span(text, first, gap, grammar):
        return *with_years(first, following[-1]), 1
    another = following[0].is_year and gap.strip(" ,").lower() not in {"", *grammar.enumerating}
    if first.year is None and not another and grammar.enumerated.fullmatch(gap):
        borrowed = _borrow(first, groups[index + 1 :])
        return borrowed, borrowed if last is first else last._replace(year=borrowed.year), 0
    return *with_years(first, last), 0


def _borrow(atom: Atom, following: Sequence[Group]) -> Atom:
    """Take the year of the next date of an enumeration: "in August and September 1943".

    A day takes the month, too: « le 3 et le *4 novembre* ».
    """
    after = following[0][0] if following else None
    if atom.day and not atom.month and after and (after.day or 0) > atom.day:
        atom = atom._replace(month=after.month)
    year = next((each.year for group in following[:2] for each in group if each.year), None)
    return atom._replace(year=year) if year and atom.month else atom


def _is_span(text: str, first: Atom, gap: str, grammar: DateGrammar) -> bool:
    """Whether a link makes two dates one span; "and" does after "between"."""
    match = grammar.link.fullmatch(gap)
    if match is None:
        return False
    if (match["word"] or "").lower() not in grammar.enumerating:
        return True
    return grammar.between.is_of(text[max(0, first.start - _BEFORE) : first.start])


def with_years(first: Atom, last: Atom) -> tuple[Atom, Atom]:
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
