"""Checks of citations, those that Wikipedia's Citation Style 1 makes on the wiki."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from wikibrief.checks.constructs import Given, Transcluded
from wikibrief.checks.findings import CheckedSource
from wikibrief.checks.together import Said, check_exclusive, check_together
from wikibrief.layouts.finding import Layout
from wikibrief.layouts.hidden import Hidden
from wikibrief.layouts.names import FOLDER, without_comments
from wikibrief.layouts.subjects.dates import Date, read_date
from wikibrief.layouts.vocabulary import Vocabulary
from wikibrief.problems import Problem, warning
from wikibrief.wiki.citations import ADDRESS, ADDRESSES
from wikibrief.wiki.expansion.page import moment_of_build

__all__ = ["check_citation", "is_styled", "knows_arguments"]

_ALIKE = 0.8
_DATES = ("date", "access-date", "archive-date")
_ANY_DATE = "write it as `3 May 2012`, `May 2012` or `2012-05-03`"
_FULL = "write it as `3 May 2012` or `2012-05-03`"
_FIRST_VISIT = Date(2001, 1, 15)
"""Before this day there was no Wikipedia, so that no page was read for it."""
_TAKES_ADDRESS = re.compile(r"url$|^(?:doi|id|p|pp|at|ref|(?:quote-?)?pages?)$", re.IGNORECASE)
_FULL_ADDRESS = re.compile(r"(?:\bhttps?:|\bftp:|\[)//\w[\w-]*\.\w", re.IGNORECASE)
_SCHEME = re.compile(ADDRESS, re.IGNORECASE)
_WEIGHTS: Mapping[int, tuple[int, ...]] = {
    10: (*range(10, 0, -1),),
    13: (1, 3) * 6 + (1,),
    8: (*range(8, 0, -1),),
}
"""By the number of digits, what each counts in the sum that shows slips; 13 is an ISBN."""
_TITLES = (
    "title", "script-title", "chapter", "script-chapter", "encyclopedia", "work", "contribution",
    "trans-title", "map", "litigants", "subject", "story", "book-title", "conference",
)  # fmt: skip
_ABOUT = re.compile(
    r"(?:c\. |circa )?(?:n\.d|nd|undated|\d{3,4}[a-z]?(?:[-/]\d{2,4}[a-z]?)?"
    r"|(?:early |mid-?|late )?\d{3,4}s|q[1-4] \d{4}|\d{1,2}\. ?\d{1,2}\. ?\d{4})",
    re.IGNORECASE,
)
_WORDS_OF_DATES = re.compile(r"[^\W\d_]{3,}")
_LETTER = re.compile(r"(?<=\d)[a-rt-z]\Z")
"""What tells two works of one author and day apart: ``3 May 2012a``."""
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)\b", re.IGNORECASE)
_DAY = re.compile(
    r"(?<!\d)(?P<day>\d{1,2}) (?P<month>[a-z]{3,})|(?P<Month>[a-z]{3,})\.? (?P<Day>\d{1,2})(?!\d)",
    re.IGNORECASE,
)
_LEAP_YEAR = 2000
_SEASONS = frozenset(
    "spring summer autumn fall winter easter christmas first second third fourth quarter".split()
)
_LANGUAGES = (
    "en fr es de it pt pl nl sv cs da fi hr id nb ro sk "
    "ca gl eu af cy ga sq sl sr-Latn bs et lv lt hu tr az vi ms nn is"
).split()
"""Whose names of months are read in dates."""
_MARKUP = re.compile(r"[\[\]{}<>|']")
_STYLED = re.compile(r"cite\b.*|citation", re.IGNORECASE | re.DOTALL)


def is_styled(layout: Layout) -> bool:
    """Whether a transclusion is one of Citation Style 1, here or in another language.

    What only looks similar, as ``{{cite gnis}}``, has arguments and rules of its own.
    """
    is_citation = layout.template == f"{FOLDER}/cite.html.j2"
    return is_citation and layout.variant not in {"", "cite", "other"}


def knows_arguments(name: str, language: str) -> bool:
    """Whether we know all arguments of a citation: other languages add some to their own."""
    return language.partition("-")[0] == "en" and _STYLED.fullmatch(name) is not None


def check_citation(
    subject: CheckedSource,
    citation: Transcluded,
    vocabulary: Vocabulary,
    hidden: Hidden,
    *,
    is_english: bool,
) -> Iterator[Problem]:
    """Dates and addresses that are none; in English all that the wiki asks of arguments."""
    name = citation.label
    written: list[Said] = []
    for given in citation.arguments:
        value = without_comments(subject.text[given.begin : given.end]).strip()
        if not value:
            continue
        known = vocabulary.argument_of(given.name)
        if known is None and is_english and not hidden.hides(given.name, value):
            yield _tell_unknown(subject, given, name, vocabulary)
        elif known is not None:
            written.append(Said(known, given, value))
    said = {each.argument: each for each in reversed(written)}
    if is_english and said and not any(title in said for title in _TITLES):
        message = f"`{{{{{name}}}}}` has no title"
        yield warning(
            message,
            at=subject.place(citation.start),
            hint="write `|title=…`",
            code="citation-title",
        )
    yield from _check_addresses(subject, said)
    yield from _check_dates(subject, said, is_english=is_english)
    if is_english:
        yield from _check_links(subject, written)
        yield from check_together(subject, citation, written, vocabulary)
    yield from check_exclusive(subject, written)
    yield from _check_numbers(subject, said)


def _check_addresses(subject: CheckedSource, said: Mapping[str, Said]) -> Iterator[Problem]:
    """Addresses without a scheme."""
    for argument in ADDRESSES:
        if argument in said and not _is_address(said[argument].value):
            _, given, value = said[argument]
            message = f"`{given.name}` is no address: `{value[:60]}` has no scheme"
            yield warning(
                message,
                at=subject.place(given.start),
                hint="begin it with `https://`",
                code="citation-address",
            )


def _check_dates(
    subject: CheckedSource, said: Mapping[str, Said], *, is_english: bool
) -> Iterator[Problem]:
    """Dates that no calendar has, or that the wiki cannot read."""
    for argument in _DATES:
        if argument not in said:
            continue
        _, given, value = said[argument]
        wrong = "is no date" if not _is_date(value) else None
        if wrong is None and is_english and argument != "date":
            wrong = _fault_of_visit(value, argument)
        if wrong:
            message = f"`{given.name}` {wrong}: `{value[:60]}`"
            hint = _FULL if argument != "date" else _ANY_DATE
            yield warning(message, at=subject.place(given.start), hint=hint, code="citation-date")


def _fault_of_visit(value: str, argument: str) -> str | None:
    """What is wrong with the day on which a page was read or archived: the wiki wants a whole one.

    What lies in the future is told by ``SOURCE_DATE_EPOCH``, never by the clock: the same source
    has the same problems on any day.
    """
    date, now = read_date(value), moment_of_build()
    if date is None:
        return None
    if not date.day:
        return "has no day"
    if argument == "access-date" and date < _FIRST_VISIT:
        return "is older than the wiki takes"
    if now is None or now.date() < dt.date(*_FIRST_VISIT):
        return None
    return "is in the future" if (dt.date(*date) - now.date()).days > 1 else None


def _check_links(subject: CheckedSource, written: Sequence[Said]) -> Iterator[Problem]:
    """Addresses in arguments that take none, and links in what is a link to an address itself."""
    names = {each.argument for each in written}
    for argument, given, value in written:
        if not _TAKES_ADDRESS.search(given.name) and _FULL_ADDRESS.search(value):
            yield warning(
                f"`{given.name}` has an address in it",
                at=subject.place(given.start),
                hint="write it as `|url=…`",
                code="citation-link",
            )
        elif "[[" in value and {"title": "url", "chapter": "chapter-url"}.get(argument) in names:
            yield warning(
                f"`{given.name}` has a link in it, but leads to the address",
                at=subject.place(given.start),
                hint="write the title without `[[…]]`, or delete the address",
                code="citation-link",
            )


def _check_numbers(subject: CheckedSource, said: Mapping[str, Said]) -> Iterator[Problem]:
    """ISBNs, ISSNs and DOIs that have a slip in them."""
    if "doi" in said and not _is_doi(said["doi"].value):
        _, given, value = said["doi"]
        yield warning(
            f"`{given.name}` is no DOI: `{value[:60]}`",
            at=subject.place(given.start),
            hint="write what follows `https://doi.org/`: `10.1000/182`",
            code="citation-number",
        )
    for argument, sizes in (("isbn", {10, 13}), ("issn", {8}), ("eissn", {8})):
        if argument in said:
            _, given, value = said[argument]
            if not _is_number(value, sizes):
                yield warning(
                    f"`{given.name}` is no {argument.removeprefix('e').upper()}: `{value[:60]}`",
                    at=subject.place(given.start),
                    hint="compare it with the source: a digit is wrong or missing",
                    code="citation-number",
                )


def _is_doi(value: str) -> bool:
    """Whether a value begins as DOIs do, or holds what only the wiki knows."""
    is_open = _MARKUP.search(value) or value.startswith("((")
    return bool(is_open) or re.match(r"10\.\d+(?:\.\d+)*/\S", value) is not None


def _is_number(value: str, sizes: set[int]) -> bool:
    """Whether a number has the right length and check digit, or holds what only the wiki knows."""
    if _MARKUP.search(value) or value.startswith("(("):
        return True
    digits = re.sub(r"[-\s–]", "", value).upper()
    if len(digits) not in sizes or not re.fullmatch(r"\d+[\dX]", digits):
        return False
    total = sum(
        weight * (10 if digit == "X" else int(digit))
        for weight, digit in zip(_WEIGHTS[len(digits)], digits, strict=True)
    )
    return total % (10 if len(digits) == 13 else 11) == 0


def _tell_unknown(
    subject: CheckedSource, given: Given, name: str, vocabulary: Vocabulary
) -> Problem:
    if given.name.isdecimal() or not given.name:
        nameless = ", which has no name" if given.name else ""
        message = f"`{{{{{name}}}}}` does not show {given.label}{nameless}"
        hint = "write `|name=value`; a `|` inside a value is written `{{!}}`"
        return warning(message, at=subject.place(given.start), hint=hint, code="citation-argument")
    near = get_close_matches(given.name.lower()[:60], vocabulary.arguments, n=1, cutoff=_ALIKE)
    return warning(
        f"`{{{{{name}}}}}` has no argument `{given.name[:60]}`: it is not shown",
        at=subject.place(given.start),
        hint=f"did you mean `{near[0]}`?" if near else "",
        code="citation-argument",
    )


def _is_address(value: str) -> bool:
    return _SCHEME.match(value) is not None or "{{" in value or "[" in value


def _is_date(value: str) -> bool:
    """Whether a value is a date, or holds what only the wiki can tell."""
    value = _LETTER.sub("", value.replace("–", "-").rstrip("."))
    if _MARKUP.search(value) or not value.isascii():
        return True  # in another language, or markup
    if _ABOUT.fullmatch(value) or _is_range(value):
        return True
    return any(read_date(value, language) for language in _LANGUAGES)


def _is_range(value: str) -> bool:
    """Whether all words of a longer date are months or seasons: ``May-June 2012``."""
    words = [word.lower() for word in _WORDS_OF_DATES.findall(value)]
    is_known = bool(words) and all(word in _SEASONS or _is_month(word) for word in words)
    return is_known and not _ORDINAL.search(value) and _has_such_days(value)


def _is_month(word: str) -> bool:
    return any(read_date(f"{word} {_LEAP_YEAR}", language) for language in _LANGUAGES)


def _has_such_days(value: str) -> bool:
    """Whether each day of a date is in the calendar: there is no 31 April."""
    years = re.findall(r"\d{4}", value)
    year = years[0] if len(years) == 1 else str(_LEAP_YEAR)
    for found in _DAY.finditer(value):
        day, month = found["day"] or found["Day"], found["month"] or found["Month"]
        is_english = read_date(f"{month} {_LEAP_YEAR}") is not None
        if is_english and not (int(day) and read_date(f"{day} {month} {year}")):
            return False
    return re.search(r"\d", value) is not None
