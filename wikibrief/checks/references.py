"""Checks of references: names that are used and not defined, defined twice, or not used."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from wikibrief.checks.constructs import Tag, Transcluded
from wikibrief.checks.findings import CheckedSource, report
from wikibrief.layouts.finding import Layouts
from wikibrief.layouts.names import FOLDER
from wikibrief.problems import Problem, ProblemError, warning
from wikibrief.templating.environment import Templates
from wikibrief.wiki.references import read_attributes

__all__ = ["check_references"]

_NOTE_TEMPLATES = re.compile(
    r"#tag:\s*ref|(?:refn|efn|notetag|cref2?|note label|ref label)(?:-\w+)?", re.IGNORECASE
)
"""What makes a reference of its arguments, besides ``<ref>``."""

_LIST = f"{FOLDER}/reflist.html.j2"
"""The layout of lists of references, which may define them in an argument."""

_LONGEST_COMPARED = 20_000
"""Longer contents count as equal: nested ones would be compared again at every level."""

_LONGEST_NAME = 255
"""Characters of a name that may be a reference's."""


class NamedReference(NamedTuple):
    """A named reference; where it has no content (``begin`` is ``end``) it is a use of another."""

    name: str
    group: str
    start: int
    begin: int
    end: int


def check_references(
    subject: CheckedSource, templates: Templates | None = None
) -> Iterator[Problem]:
    """What is wrong with named references; ``templates`` say what is a list of them."""
    named = sorted(_named(subject), key=lambda reference: reference.start)
    yield from _check_undefined(subject, named)
    yield from _check_redefined(subject, named)
    yield from _check_unused(subject, named, templates)
    yield from _check_refused(subject)


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


def _check_unused(
    subject: CheckedSource, named: list[NamedReference], templates: Templates | None
) -> Iterator[Problem]:
    """References in lists that no text refers to: the wiki shows an error in their place."""
    lists = [*_lists(subject)]
    with suppress(ProblemError):  # templates that are wrong are not the source's problem
        lists += _transcluded_lists(subject, templates)
    if not lists:
        return
    uses = Counter(reference.name for reference in named)
    for transclusion in subject.constructs.transclusions:  # as of {{r|name}}
        for given in transclusion.arguments:
            if given.name.isdecimal() and given.end - given.begin <= _LONGEST_NAME:
                uses[subject.text[given.begin : given.end].strip()] += 1
    listed = (
        tag
        for tag in subject.constructs.tags
        if tag.name == "ref" and any(begin <= tag.start < end for begin, end in lists)
    )
    names = ((tag, read_attributes(tag.attributes).get("name", "")) for tag in listed)
    unused = ((tag, name) for tag, name in names if not name or uses[name] < 2)

    def tell(found: tuple[Tag, str]) -> Problem:
        tag, name = found
        if name:
            message = (
                f"the reference `{name[:60]}` is in a list of references, but no text refers to it:"
                " it is not shown"
            )
            hint = f'refer to it: `<ref name="{name[:60]}" />`'
        else:
            message = "a reference in a list of them has no name: wikis show an error"
            hint = "give it one, and use it"
        at = subject.place(tag.start)
        return warning(message, at=at, hint=hint, code="unused-listed-reference")

    yield from report(unused, tell, "references in lists are not used")


def _lists(subject: CheckedSource) -> Iterator[tuple[int, int]]:
    """The spans of lists of references that have their own."""
    for tag in subject.constructs.tags:
        if tag.name == "references" and tag.begin < tag.end:
            yield tag.begin, tag.end


def _transcluded_lists(
    subject: CheckedSource, templates: Templates | None
) -> Iterator[tuple[int, int]]:
    """The spans of the arguments of lists of references that define some."""
    marks = sorted(tag.start for tag in subject.constructs.tags if tag.name == "ref")
    found = [
        (transclusion.name, given)
        for transclusion in subject.constructs.transclusions
        for given in transclusion.arguments
        if not given.name.isdecimal()
        and bisect_left(marks, given.begin) < bisect_left(marks, given.end)
    ]
    if not found:
        return
    layouts = Layouts(templates or Templates(), subject.reading.document.language or "en")
    for name, given in found:
        layout = layouts.find(name)
        if layout is not None and layout.template == _LIST:
            yield given.begin, given.end


def _check_refused(subject: CheckedSource) -> Iterator[Problem]:
    """References in whose place the wiki shows an error."""
    found = ((tag, _why_refused(subject.text, tag)) for tag in subject.constructs.tags)

    def tell(refused: tuple[Tag, str]) -> Problem:
        tag, why = refused
        message = f"a reference {why}: wikis show an error in its place"
        return warning(message, at=subject.place(tag.start), code="refused-reference")

    refused = ((tag, why) for tag, why in found if why)
    yield from report(refused, tell, "references are shown as errors on wikis")


def _why_refused(text: str, tag: Tag) -> str:
    if tag.name != "ref":
        return ""
    attributes = read_attributes(tag.attributes)
    name = attributes.get("name", "")
    if name.isascii() and name.isdecimal():  # other scripts have digits that are no numbers here
        return f"has the number {name[:60]} as its name"
    begin, end = _content(text, tag.begin, tag.end)
    return "" if name or begin < end or "follow" in attributes else "has neither a name nor content"
