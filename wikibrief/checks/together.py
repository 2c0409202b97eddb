"""Checks of the arguments of a citation together: those that need or exclude one another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from wikibrief.checks.constructs import Given, Transcluded
from wikibrief.checks.findings import CheckedSource
from wikibrief.layouts.subjects.dates import Date, date_of, format_date, read_date
from wikibrief.layouts.vocabulary import Vocabulary
from wikibrief.problems import Problem, warning
from wikibrief.wiki.citations import People, read_style

__all__ = ["Said", "check_exclusive", "check_together"]

_NUMBER = re.compile(r"\d+")
_SEPARATORS = re.compile(r"[\s_-]+")
_ARCHIVED = re.compile(r"//web\.archive\.org/(?:web/)?(\d{4})(\d\d)(\d\d)\d{6}\D")
"""The address of a copy, which says when it was made."""
_YEAR = re.compile(r"\d{4}(?=[a-z]?\Z)")


class Said(NamedTuple):
    """A value that a citation has, by the name that layouts know its argument by."""

    argument: str
    given: Given
    value: str


def check_together(
    subject: CheckedSource,
    citation: Transcluded,
    written: Sequence[Said],
    vocabulary: Vocabulary,
) -> Iterator[Problem]:
    """Missing arguments, gaps in lists of names, and dates that do not agree."""
    said = {each.argument: each for each in reversed(written)}
    yield from _check_missing(subject, citation, said, vocabulary)
    for people in read_style().people:
        yield from _check_people(subject, people, written)
    yield from _compare_dates(subject, said)


def check_exclusive(subject: CheckedSource, written: Sequence[Said]) -> Iterator[Problem]:
    """Arguments that say the same, in any language: a reader sees one of them alone."""
    for names in read_style().exclusive:
        same = [each for each in written if each.argument in names or each.given.name in names]
        yield from _exclude(subject, [each.given for each in same])
    for people in read_style().people:
        yield from _check_lists(subject, people, written)


def _check_missing(
    subject: CheckedSource,
    citation: Transcluded,
    said: Mapping[str, Said],
    vocabulary: Vocabulary,
) -> Iterator[Problem]:
    """Arguments that the wiki asks for: by the kind of the source, or by another argument."""
    style, name = read_style(), citation.label
    required = style.required.get(name[5:].lower()) if name[:5].lower() == "cite " else None
    if required and said and vocabulary.argument_of(required) not in said:
        yield warning(
            f"`{{{{{name}}}}}` has no `{required}`",
            at=subject.place(citation.start),
            hint=f"write `|{required}=…`, or cite with another template",
            code="citation-missing",
        )
    for argument, needs in style.needs.items():
        for needed in needs:
            if argument in said and needed != required and not _has(said, needed):
                yield _miss(subject, said[argument].given, needed, _guess(said, needed))


def _miss(subject: CheckedSource, given: Given, needed: str, value: str = "…") -> Problem:
    return warning(
        f"`{given.name}` means nothing without `{needed}`",
        at=subject.place(given.start),
        hint=f"write `|{needed}={value}`" + (", or delete it" if value == "…" else ""),
        code="citation-missing",
    )


def _guess(said: Mapping[str, Said], needed: str) -> str:
    """What a missing argument would say, if another one tells."""
    archived = _date_of_copy(said) if needed == "archive-date" else None
    return format_date(archived, style="dmy") if archived else "…"


def _date_of_copy(said: Mapping[str, Said]) -> Date | None:
    found = _ARCHIVED.search(said["archive-url"].value) if "archive-url" in said else None
    return date_of(*map(int, found.groups())) if found else None


def _has(said: Mapping[str, Said], needed: str) -> bool:
    """Whether an argument is there; of addresses any will do, or what makes one for a post."""
    others = {name for name in said if name.endswith("-url")} - {"archive-url"}
    is_post = {"user", "number"} <= said.keys()
    return needed in said or (needed == "url" and (bool(others) or is_post))


def _check_people(
    subject: CheckedSource, people: People, written: Sequence[Said]
) -> Iterator[Problem]:
    """Given names without a surname, and gaps between the numbers."""
    lasts, firsts = _names_of(people, written)
    known = {*lasts, *firsts}
    for number, given in firsts.items():
        if number not in lasts:
            yield _miss(subject, given[0], _rename(given[0].name))
    for number, given in lasts.items():
        has_gap = number > 1 and number - 1 not in known
        if has_gap and (number == 2 or number - 2 in known):  # after a longer one the wiki stops
            yield _miss(subject, given[0], _NUMBER.sub(str(number - 1), given[0].name))


def _check_lists(
    subject: CheckedSource, people: People, written: Sequence[Said]
) -> Iterator[Problem]:
    """Names that are given twice, one by one and as a list."""
    lasts, firsts = _names_of(people, written)
    for same in (*lasts.values(), *firsts.values()):
        yield from _exclude(subject, same)
    lists = [each.given for each in written if each.argument in people.lists]
    names = [given[0] for number, given in (lasts | firsts).items() if number <= 2]
    yield from _exclude(subject, [*names[:1], *lists])


def _names_of(
    people: People, written: Sequence[Said]
) -> tuple[dict[int, list[Given]], dict[int, list[Given]]]:
    """The surnames, and the given names, by their numbers."""
    lasts = _by_number(each for each in written if each.argument in people.last)
    firsts = _by_number(each for each in written if each.argument == people.first)
    return lasts, firsts


def _by_number(written: Iterable[Said]) -> dict[int, list[Given]]:
    numbered: dict[int, list[Given]] = {}
    for each in written:
        number = _NUMBER.search(each.given.name)
        numbered.setdefault(int(number[0]) if number else 1, []).append(each.given)
    return numbered


def _rename(first: str) -> str:
    """The argument of the surname that belongs to one of a given name."""
    return first.replace("first", "last").replace("given", "surname")


def _exclude(subject: CheckedSource, same: Sequence[Given]) -> Iterator[Problem]:
    """Of several arguments that say the same the wiki shows one; one given twice is no matter."""
    if len({_SEPARATORS.sub("", each.name) for each in same}) > 1:
        names = " and ".join(f"`{each.name}`" for each in same[:3])
        yield warning(
            f"{names} exclude each other: the wiki shows one alone",
            at=subject.place(same[-1].start),
            hint="keep one of them",
            code="citation-exclusive",
        )


def _compare_dates(subject: CheckedSource, said: Mapping[str, Said]) -> Iterator[Problem]:
    """A year that is not the date's, and a copy that was made on another day than is said."""
    year = _YEAR.match(said["year"].value) if "year" in said else None
    date = read_date(said["date"].value) if "date" in said else None
    if year and date and date.year != int(year[0]):
        yield _differ(subject, said["year"], said["date"], f"that is in {date.year}")
    copy = _date_of_copy(said)
    date = read_date(said["archive-date"].value) if "archive-date" in said else None
    if copy and date and date.day and copy != date:
        day = format_date(copy, style="dmy")
        yield _differ(subject, said["archive-date"], said["archive-url"], f"that is of {day}")


def _differ(subject: CheckedSource, one: Said, other: Said, hint: str) -> Problem:
    return warning(
        f"`{one.given.name}` does not agree with `{other.given.name}`: `{one.value[:60]}`",
        at=subject.place(one.given.start),
        hint=hint,
        code="citation-date",
    )
