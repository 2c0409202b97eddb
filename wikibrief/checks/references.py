"""Checks of references: named ones that are used and never defined, or defined twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from wikibrief.checks.constructs import Transcluded
from wikibrief.checks.findings import CheckedSource, report
from wikibrief.problems import Problem, warning
from wikibrief.wiki.references import read_attributes

__all__ = ["check_references"]

_NOTE_TEMPLATES = re.compile(
    r"#tag:\s*ref|(?:refn|efn|notetag|cref2?|note label|ref label)(?:-\w+)?", re.IGNORECASE
)
"""What makes a reference of its arguments, besides ``<ref>``."""

_LONGEST_COMPARED = 20_000
"""Longer contents count as equal: nested ones would be compared again at every level."""


class NamedReference(NamedTuple):
    """A named reference; where it has no content (``begin`` is ``end``) it is a use of another."""

    name: str
    group: str
    start: int
    begin: int
    end: int


def check_references(subject: CheckedSource) -> Iterator[Problem]:
    """What is wrong with named references."""
    named = sorted(_named(subject), key=lambda reference: reference.start)
    yield from _check_undefined(subject, named)
    yield from _check_redefined(subject, named)


def _named(subject: CheckedSource) -> Iterator[NamedReference]:
    for tag in subject.constructs.tags:
        if tag.name == "ref":
            attributes = read_attributes(tag.attributes)
            if name := attributes.get("name"):
                begin, end = _content(subject.text, tag.begin, tag.end)
                yield NamedReference(name, attributes.get("group", ""), tag.start, begin, end)
    for transclusion in subject.constructs.transclusions:
        if _NOTE_TEMPLATES.fullmatch(transclusion.name):
            yield from _read_transcluded(subject.text, transclusion)


def _content(text: str, begin: int, end: int) -> tuple[int, int]:
    """The span of a content; one that is blank is empty."""
    if end - begin <= _LONGEST_COMPARED and not text[begin:end].strip():
        return begin, begin
    return begin, end


def _read_transcluded(text: str, transclusion: Transcluded) -> Iterator[NamedReference]:
    spans = {given.name.lower(): (given.begin, given.end) for given in transclusion.arguments}
    values = {
        name: text[slice(*spans[name])].strip().strip("\"'")
        for name in ("name", "group")
        if name in spans and spans[name][1] - spans[name][0] <= _LONGEST_COMPARED
    }
    if name := values.get("name"):
        group = values.get("group", "" if "ref" in transclusion.name.lower() else transclusion.name)
        begin, end = _content(text, *spans.get("1", spans.get("text", (0, 0))))
        yield NamedReference(name, group, transclusion.start, begin, end)


def _check_undefined(subject: CheckedSource, named: list[NamedReference]) -> Iterator[Problem]:
    """Uses of a name that nothing defines, in any group: templates may choose groups themselves."""
    defined = {reference.name for reference in named if reference.begin < reference.end}
    uses: dict[str, list[NamedReference]] = defaultdict(list)
    for reference in named:
        if reference.name not in defined:
            uses[reference.name].append(reference)

    def tell(name: str) -> Problem:
        first, *others = uses[name]
        often = f" ({len(others) + 1} times)" if others else ""
        message = f"the reference `{name[:60]}` is used{often} but never defined"
        hint = f'define it once: `<ref name="{name[:60]}">…</ref>`'
        return warning(
            message, at=subject.place(first.start), hint=hint, code="undefined-reference"
        )

    yield from report(uses, tell, "references are used but never defined")


def _check_redefined(subject: CheckedSource, named: list[NamedReference]) -> Iterator[Problem]:
    first: dict[tuple[str, str], NamedReference] = {}
    found: list[tuple[NamedReference, NamedReference]] = []
    for reference in named:
        if reference.begin < reference.end:
            before = first.setdefault((reference.group, reference.name), reference)
            if _differ(subject.text, before, reference):
                found.append((before, reference))

    def tell(pair: tuple[NamedReference, NamedReference]) -> Problem:
        before, again = pair
        line, _ = subject.place(before.start)
        message = f"the reference `{again.name[:60]}` is defined again with other content"
        hint = "give one of them another name"
        return warning(
            f"{message} (first in line {line}); the wiki shows the first one",
            at=subject.place(again.start),
            hint=hint,
            code="repeated-reference",
        )

    yield from report(found, tell, "references are defined again")


def _differ(text: str, one: NamedReference, other: NamedReference) -> bool:
    if one is other or max(one.end - one.begin, other.end - other.begin) > _LONGEST_COMPARED:
        return False
    return text[one.begin : one.end].strip() != text[other.begin : other.end].strip()
