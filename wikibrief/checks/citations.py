"""Checks of citations, those that Wikipedia's Citation Style 1 makes on the wiki."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from wikibrief.checks.constructs import Given, Transcluded
from wikibrief.checks.findings import CheckedSource
from wikibrief.layouts.finding import Layout
from wikibrief.layouts.hidden import Hidden
from wikibrief.layouts.names import FOLDER
from wikibrief.layouts.subjects.dates import read_date
from wikibrief.layouts.vocabulary import Vocabulary
from wikibrief.problems import Problem, warning
from wikibrief.wiki.citations import ADDRESS, ADDRESSES, read_style

__all__ = ["check_citation", "is_styled", "knows_arguments"]

_ALIKE = 0.8
_DATES = ("date", "access-date", "archive-date")
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
    return layout.template == f"{FOLDER}/cite.html.j2" and layout.variant not in {"", "cite"}


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
    """Dates that are none, addresses without a scheme; in English unknown and missing arguments."""
    name = " ".join(citation.name.split())[:60]
    said: dict[str, tuple[Given, str]] = {}
    for given in citation.arguments:
        value = subject.text[given.begin : given.end].strip()
        if not value:
            continue
        known = vocabulary.argument_of(given.name)
        if known is None and is_english and not hidden.hides(given.name, value):
            yield _tell_unknown(subject, given, name, vocabulary)
        elif known is not None:
            said.setdefault(known, (given, value))
    if is_english and said and not any(title in said for title in _TITLES):
        message = f"`{{{{{name}}}}}` has no title"
        yield warning(
            message,
            at=subject.place(citation.start),
            hint="write `|title=…`",
            code="citation-title",
        )
    yield from _check_twice(subject, citation, name, vocabulary)
    yield from _check_addresses(subject, said)
    yield from _check_dates(subject, said)
    if is_english:
        yield from _check_missing(subject, citation, name, said, vocabulary)
    yield from _check_numbers(subject, said)


def _check_twice(
    subject: CheckedSource, citation: Transcluded, name: str, vocabulary: Vocabulary
) -> Iterator[Problem]:
    """Arguments that say the same, as ``chapter`` and ``contribution``: one of them is shown."""
    said: dict[str, tuple[Given, str]] = {}
    meanings = vocabulary.meanings(given.name for given in citation.arguments)
    for given in citation.arguments:
        value = subject.text[given.begin : given.end].strip()
        if not value:
            continue
        other, shown = said.setdefault(_place_of(meanings[given.name]), (given, value))
        if shown != value and other.name != given.name:
            yield warning(
                f"only one of `{other.name}` and `{given.name}` of `{{{{{name}}}}}` is shown",
                at=subject.place(given.start),
                hint="they say the same: keep one",
                code="argument-not-shown",
            )


def _place_of(argument: str) -> str:
    """The argument in whose place one is shown, with its number: of ``author1`` it is ``last``."""
    stem = argument.rstrip("0123456789")
    number = argument[len(stem) :]
    return read_style().same.get(stem, stem) + (number if number != "1" else "")


def _check_addresses(
    subject: CheckedSource, said: Mapping[str, tuple[Given, str]]
) -> Iterator[Problem]:
    """Addresses without a scheme."""
    for argument in ADDRESSES:
        if argument in said and not _is_address(said[argument][1]):
            given, value = said[argument]
            message = f"`{given.name}` is no address: `{value[:60]}` has no scheme"
            yield warning(
                message,
                at=subject.place(given.start),
                hint="begin it with `https://`",
                code="citation-address",
            )


def _check_dates(
    subject: CheckedSource, said: Mapping[str, tuple[Given, str]]
) -> Iterator[Problem]:
    """Dates that no calendar has, or that the wiki cannot read."""
    for argument in _DATES:
        if argument in said and not _is_date(said[argument][1]):
            given, value = said[argument]
            message = f"`{given.name}` is no date: `{value[:60]}`"
            hint = "write it as `3 May 2012`, `May 2012` or `2012-05-03`"
            yield warning(message, at=subject.place(given.start), hint=hint, code="citation-date")


def _check_missing(
    subject: CheckedSource,
    citation: Transcluded,
    name: str,
    said: Mapping[str, tuple[Given, str]],
    vocabulary: Vocabulary,
) -> Iterator[Problem]:
    """Arguments that the wiki asks for: by the kind of the source, or by another argument."""
    style = read_style()
    required = style.required.get(name[5:].lower()) if name[:5].lower() == "cite " else None
    if required and said and vocabulary.argument_of(required) not in said:
        yield warning(
            f"`{{{{{name}}}}}` has no `{required}`",
            at=subject.place(citation.start),
            hint=f"write `|{required}=…`, or cite with another template",
            code="citation-missing",
        )
    for argument, needed in style.needs.items():
        if argument in said and needed != required and not _has(said, needed):
            given, _ = said[argument]
            yield warning(
                f"`{given.name}` means nothing without `{needed}`",
                at=subject.place(given.start),
                hint=f"write `|{needed}=…`, or delete it",
                code="citation-missing",
            )


def _has(said: Mapping[str, tuple[Given, str]], needed: str) -> bool:
    """Whether an argument is there; of addresses any will do."""
    others = {name for name in said if name.endswith("-url")} - {"archive-url"}
    return needed in said or (needed == "url" and bool(others))


def _check_numbers(
    subject: CheckedSource, said: Mapping[str, tuple[Given, str]]
) -> Iterator[Problem]:
    """ISBNs, ISSNs and DOIs that have a slip in them."""
    if "doi" in said and not _is_doi(said["doi"][1]):
        given, value = said["doi"]
        yield warning(
            f"`{given.name}` is no DOI: `{value[:60]}`",
            at=subject.place(given.start),
            hint="write what follows `https://doi.org/`: `10.1000/182`",
            code="citation-number",
        )
    for argument, sizes in (("isbn", {10, 13}), ("issn", {8}), ("eissn", {8})):
        if argument in said:
            given, value = said[argument]
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
