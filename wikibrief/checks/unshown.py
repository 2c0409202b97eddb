"""Checks of what only the wiki itself can compute or draw: the page shows its words instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from wikibrief.checks.findings import Subject, told
from wikibrief.problems import Problem, warning
from wikibrief.wiki.expansion.functions import is_function
from wikibrief.wiki.tags import Is, tags_with

__all__ = ["check_unshown"]

_DRAWN = tags_with(Is.DRAWN)


class _Call(NamedTuple):
    """A parser function that is called by this name, and where."""

    name: str
    start: int


def check_unshown(subject: Subject) -> Iterator[Problem]:
    """Parser functions and extension tags that need the wiki's own programs."""

    def report_call(call: _Call) -> Problem:
        message = f"only the wiki can compute `{{{{{call.name[:80]}}}}}`: its arguments are shown"
        return warning(message, at=subject.place(call.start))

    def report_tag(found: tuple[str, int]) -> Problem:
        name, start = found
        message = f"only the wiki can draw `<{name}>`: its words are shown"
        return warning(message, at=subject.place(start))

    yield from told(_calls(subject), report_call, "parser functions need the wiki")
    tags = ((tag.name, tag.start) for tag in subject.constructs.tags if tag.name in _DRAWN)
    yield from told(tags, report_tag, "tags need the wiki")


def _calls(subject: Subject) -> Iterator[_Call]:
    for transclusion in subject.constructs.transclusions:
        function = transclusion.name.partition(":")[0].strip()
        if function.startswith("#") and not is_function(function):
            yield _Call(transclusion.name, transclusion.start)
