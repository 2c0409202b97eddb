"""Values that are a date, of infoboxes and citations: from the first date in them to the last.

More is a date here than in a sentence, as nothing else is likely: a year or month without a
preposition, a year of three digits after a month. What is in doubt is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from wikibrief.facts.language.calendars import Atom, Calendar, is_in_order
from wikibrief.facts.language.dates import (
    DASH,
    FoundDate,
    Group,
    any_of,
    atoms_in,
    date_grammar,
    joins_of,
    spans_of,
    with_years,
)
from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.model import DateSpan

__all__ = ["days_left", "read_date", "read_reversed"]

_MOST = 40
"""Dates of a value at most."""


class _Patterns:
    """What else is in the values of a language than its dates."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = any_of(lexicon.list_of("uncertain_dates"))
        bounds = any_of(lexicon.list_of("open_dates"))
        month = any_of(lexicon.numbers_of("months"))
        bounded = rf"(?:{bounds})\s+(?:\d|(?:{month})\b)"
        self.doubt = re.compile(
            rf"\?|\d0['’]?s\b|(?<!\w)(?:(?:{words})(?!\w)|{bounded})", re.IGNORECASE
        )
        self.including = re.compile(
            rf"\((?:{any_of(lexicon.list_of('including'))})\b[^()]*\)", re.IGNORECASE
        )
        self.ampersand = next(iter(lexicon.list_of("enumerations")), "&")
        styles = rf"(?<!\w)(?:{any_of(lexicon.list_of('calendar_styles'))})(?!\w)"
        self.style = re.compile(styles, re.IGNORECASE)
        self.other_style = re.compile(
            rf"\s*[(\[](?=[^()\[\]]*\d)(?=[^()\[\]]*{styles})[^()\[\]]*[)\]]", re.IGNORECASE
        )
        joins = rf"(?:{DASH}|{joins_of(lexicon)})"
        self.into_era = re.compile(rf"\s*{joins}\D{{1,9}}\d", re.IGNORECASE)
        link = rf"\s*(?:,|{joins})?\s*"
        self._after = re.compile(
            rf"{link}\d{{1,4}}(?![\w:%]|[.,]\d|(?:\s*{DASH}\s*\d+)?\s*[^\W\d_])", re.IGNORECASE
        )
        self._before = re.compile(rf"(?<![\w:.,])\d{{1,4}}{link}$", re.IGNORECASE)
        self._set_seasons(lexicon)
        self._set_eras(lexicon)

    def _set_seasons(self, lexicon: Lexicon) -> None:
        season = any_of(lexicon.numbers_of("seasons"))
        self._seasons = re.compile(rf"\b(?:{season})\s*{DASH}\s*(?:{season})\b", re.IGNORECASE)

    def _set_eras(self, lexicon: Lexicon) -> None:
        """Set how years of three digits are written, and those of an era by its sign or name."""
        self._ours = next(iter(lexicon.list_of("our_eras")), "")
        self._ancient = next(iter(lexicon.list_of("eras")), "")
        eras = any_of((*lexicon.list_of("eras"), *lexicon.list_of("our_eras")))
        about = any_of(lexicon.list_of("about_dates"))
        month = rf"\b(?:{any_of(lexicon.numbers_of('months'))})\b\.?"
        fillers = rf"(?:\s+(?:{any_of(lexicon.list_of('date_fillers'))}))*"
        ordinal = rf"(?:{any_of(lexicon.list_of('ordinals'))})?"
        year = r"[1-9]\d\d(?![\d\w]|[.,]\d)"
        no_era = rf"(?!\s*(?:{DASH}\s*\d{{1,4}}\s*)?(?:{eras}))"
        self._of_month = re.compile(
            rf"({month}(?:\s+\d{{1,2}}{ordinal},)?{fillers}\s+{year}){no_era}(?!\s+[^\W\d_])",
            re.IGNORECASE,
        )
        self._alone = re.compile(
            rf"\s*((?:(?:{about})\s*)?{year}(?:\s*{DASH}\s*\d{{3,4}})?)(?=\s*(?:[(,;]|$))",
            re.IGNORECASE,
        )
        ours = any_of([era for era in lexicon.list_of("our_eras") if " " not in era])
        self._named = re.compile(
            rf"(?<!\w)(?:{ours})\s+(\d{{1,3}}(?:\s*{DASH}\s*\d{{1,4}})?)(?!\d)"
        )
        self._signed = re.compile(
            rf"(?:^|((?:{month}|{joins_of(lexicon)})\s))\s*[-−](\d{{2,3}})(?!\d|\s*{month})",
            re.IGNORECASE,
        )
        self._glued = re.compile(rf"(?<=[^\W_])-(?=\d{{1,2}}\s+{month})", re.IGNORECASE)

    def prepare(self, text: str) -> str:
        """Take out what is no date, and write the others as sentences do."""
        text = _BEFORE_YEAR.sub("", self.including.sub("", _LABEL.sub("", text)))
        text = _AMPERSAND.sub(self.ampersand, self.other_style.sub("", text))
        text = self._glued.sub(" – ", self._seasons.sub(" ", text))
        if self._ancient:
            text = self._signed.sub(rf"\1 \2 {self._ancient}", text)
        if self._ours:
            text = self._named.sub(rf"\1 {self._ours}", text)
            if alone := self._alone.match(text):
                text = f"{alone[1]} {self._ours}{text[alone.end() :]}"
            text = self._of_month.sub(rf"\1 {self._ours}", text)
        return text

    def has_more(self, text: str, groups: Sequence[Group]) -> bool:
        """Whether a number next to a date is in none: "*431* – 25 April 404 BC"."""
        starts = [*(group[0].start for group in groups), len(text)]
        ends = [0, *(group[-1].end for group in groups)]
        return any(
            (end and self._after.match(text, end, start))
            or (start < len(text) and self._before.search(text[end:start]))
            for end, start in zip(ends, starts, strict=True)
        )


@cache
def _patterns(lexicon: Lexicon) -> _Patterns:
    return _Patterns(lexicon)


def read_date(text: str, lexicon: Lexicon) -> DateSpan | None:
    """Read a value: from the first date in it to the last."""
    span = _read(text, lexicon)
    return span if span and is_in_order(span) else None


def read_reversed(text: str, lexicon: Lexicon) -> DateSpan | None:
    """Read a value that ends before it begins, which is a slip: no date is read of it."""
    span = _read(text, lexicon)
    return span if span and not is_in_order(span) else None


def _read(text: str, lexicon: Lexicon) -> DateSpan | None:
    grammar, patterns = date_grammar(lexicon), _patterns(lexicon)
    if patterns.doubt.search(text):
        return None
    text = patterns.prepare(text)
    groups = list(atoms_in(text, grammar, grammar.start, alone=True))
    if any(not atom.is_valid for group in groups for atom in group):
        return None
    if patterns.has_more(text, groups):
        return None
    ours = [group for group in groups if not _is_foreign(group, text)]
    ours = _share_years(_without_heads(ours, text))
    found = list(spans_of(text, ours, grammar, Calendar()))
    if not found or len(found) > _MOST:
        return None
    if any(_is_twice(each.span.start, each.span.end) for each in found):
        return None
    if len(found) == 1:
        is_half = found[0].span.start.startswith("-") and patterns.into_era.match(
            text, found[0].end
        )
        return None if is_half else found[0].span  # "10 BC – AD 5"
    if patterns.style.search(text):
        return None  # "1 July (O.S.), 11 July (N.S.) 1690" is one day
    return _from_first_to_last(text, found)


def _from_first_to_last(text: str, found: Sequence[FoundDate]) -> DateSpan | None:
    first, last = found[0].span, found[-1].span
    start, end = first.start, last.end or last.start
    if whole := _in_brackets(text, found):
        return whole
    if start == end:
        return first
    if _is_twice(start, end):
        return None
    if not is_in_order(DateSpan(start, end, first.precision, "")):
        return None
    precision = first.precision if first.precision == last.precision else "day"
    edtf = f"{first.edtf.partition('/')[0]}/{last.edtf.rpartition('/')[2]}"
    return DateSpan(start, end, precision, edtf)


def _is_twice(start: str, end: str | None) -> bool:
    """Whether an end is a part of the start: "27 June (8 July) 1709" is one day."""
    return end is not None and end != start and start.startswith(end)


def _in_brackets(text: str, found: Sequence[FoundDate]) -> DateSpan | None:
    """The days of an event after its month or last day: "29 May 1453 (*6 April – 29 May 1453*)"."""
    first, *others = found
    if len(others) != 1:
        return None
    day, whole, gap = first.span, others[0].span, text[first.end : others[0].start]
    ends = day.end is None and (whole.end or whole.start).startswith(day.start)
    return whole if ends and gap.strip() == "(" else None


_LABEL = re.compile(rf"\A\s*\d{{4}}(?:{DASH}\d{{2,4}})?\s[^\d:;]{{1,60}}:(?=.*\d{{4}})")
"""The name of an event with its years: "*2003–2011 war:* 1 May 2003 – …"."""
_BEFORE_YEAR = re.compile(r"\s*\([^()\d]{0,80}\)(?=,?\s+\d{3,4}\b)")
"""A note on a day or month that is before its year: "6 June *(D-Day)* 1944"."""
_AMPERSAND = re.compile(r"(?<=\s)&(?=\s)")


def _is_foreign(group: Group, text: str) -> bool:
    """Whether a year has a day and a month of another calendar: "4 Muharram *1268*"."""
    year = group[0]
    return year.is_year and _OF_FOREIGN.search(text, 0, year.start) is not None


_OF_FOREIGN = re.compile(
    r"(?<![\d.,:–-])\d{1,2}\s+[A-ZÀ-Þ][^\W\d_]*['’]?(?:[\s-][^\W\d_]+['’]?){0,3}\s+$"
)


def _without_heads(groups: Sequence[Group], text: str) -> list[Group]:
    """Give the year that heads a date to it: "*1944* (6 June – 30 August)", "*1643*, 13 July"."""
    kept: list[Group] = []
    for group, following in zip(groups, (*groups[1:], []), strict=False):
        year = group[0]
        heads = len(group) == 1 and year.is_year
        after = following[0] if following else None
        if not heads or after is None or after.year or not after.month:
            kept.append(group)
        elif _HEADS.fullmatch(text, year.end, after.start):
            following[:] = [atom._replace(year=year.year) for atom in following]
        else:
            kept.append(group)
    return kept


_HEADS = re.compile(r"\s*[,:(]?\s*")


def _share_years(groups: Sequence[Group]) -> list[Group]:
    """Give dates before the first year the next date's: "January 17 to c. *March 5, 1966*"."""
    shared: list[Group] = []
    following: Atom | None = None
    for group in reversed(groups):
        given = [with_years(atom, following)[0] if following else atom for atom in group]
        shared.insert(0, given if group[0].month else group)
        following = shared[0][0] if shared[0][0].year else following
    return shared


def days_left(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The numbers of a value that may be days or months and are in no date of it."""
    grammar = date_grammar(lexicon)
    left = _patterns(lexicon).prepare(text)
    for group in list(atoms_in(left, grammar, grammar.start, alone=True)):
        start, end = group[0].start, group[-1].end
        left = left[:start] + " " * (end - start) + left[end:]
    return tuple(_OF_DAY.findall(left))


_OF_DAY = re.compile(r"(?<![\d:.])\d{1,2}(?![\d:])")
