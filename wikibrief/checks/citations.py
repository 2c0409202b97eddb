"""Checks of citations, those that Wikipedia's Citation Style 1 makes on the wiki."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from wikibrief.checks.constructs import Given, Transcluded
from wikibrief.checks.findings import Subject
from wikibrief.layouts.hidden import Hidden
from wikibrief.layouts.subjects.dates import read_date
from wikibrief.layouts.vocabulary import Vocabulary
from wikibrief.problems import Problem, warning

__all__ = ["check_citation"]

_ALIKE = 0.8
_ADDRESSES = ("url", "archive-url", "chapter-url")
_DATES = ("date", "access-date", "archive-date")
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//\S|(?:mailto|news|urn|sip|tel):\S", re.IGNORECASE)
_TITLES = (
    "title", "script-title", "chapter", "script-chapter", "encyclopedia", "work", "contribution",
    "trans-title", "map", "litigants", "subject", "story", "book-title", "conference",
)  # fmt: skip
_ABOUT = re.compile(
    r"(?:c\. |circa )?(?:n\.d\.|nd|undated|\d{3,4}[a-z]?(?:[-–/]\d{2,4}[a-z]?)?"
    r"|(?:early |mid-?|late )?\d{3,4}s)",
    re.IGNORECASE,
)
_WORDS_OF_DATES = re.compile(r"[^\W\d_]{3,}")
_SEASONS = frozenset(
    "spring summer autumn fall winter easter christmas first second third fourth quarter".split()
)
_LANGUAGES = "en fr es de it pt pl nl sv".split()
"""Whose names of months are read in dates."""
_MARKUP = re.compile(r"[\[\]{}<>|']")


def check_citation(
    subject: Subject, citation: Transcluded, vocabulary: Vocabulary, hidden: Hidden
) -> Iterator[Problem]:
    """Unknown arguments, no title, dates that are none, addresses without a scheme."""
    name = " ".join(citation.name.split())[:60]
    said: dict[str, tuple[Given, str]] = {}
    for given in citation.arguments:
        value = subject.text[given.begin : given.end].strip()
        if not value:
            continue
        known = vocabulary.argument_of(given.name)
        if known is None and not hidden.hides(given.name):
            yield _tell_unknown(subject, given, name, vocabulary)
        elif known is not None:
            said.setdefault(known, (given, value))
    if said and not any(title in said for title in _TITLES):
        message = f"`{{{{{name}}}}}` has no title"
        yield warning(
            message,
            at=subject.place(citation.start),
            hint="write `|title=…`",
            code="citation-title",
        )
    for argument in _ADDRESSES:
        if argument in said and not _is_address(said[argument][1]):
            given, value = said[argument]
            message = f"`{given.name}` is no address: `{value[:60]}` has no scheme"
            yield warning(
                message,
                at=subject.place(given.start),
                hint="begin it with `https://`",
                code="citation-address",
            )
    for argument in _DATES:
        if argument in said and not _is_date(said[argument][1]):
            given, value = said[argument]
            message = f"`{given.name}` is no date: `{value[:60]}`"
            hint = "write it as `3 May 2012`, `May 2012` or `2012-05-03`"
            yield warning(message, at=subject.place(given.start), hint=hint, code="citation-date")


def _tell_unknown(subject: Subject, given: Given, name: str, vocabulary: Vocabulary) -> Problem:
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
    if _MARKUP.search(value) or not value.isascii():
        return True  # in another language, a range, or markup
    if _ABOUT.fullmatch(value) or _is_range(value):
        return True
    return any(read_date(value, language) for language in _LANGUAGES)


def _is_range(value: str) -> bool:
    """Whether all words of a longer date are months or seasons: ``May-June 2012``."""
    words = [word.lower() for word in _WORDS_OF_DATES.findall(value)]
    is_known = all(word in _SEASONS or read_date(f"{word} 2000") for word in words)
    return bool(words) and is_known and re.search(r"\d{3,4}|\d{1,2}", value) is not None
