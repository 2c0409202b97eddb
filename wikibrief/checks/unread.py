"""Checks of what pages leave out: arguments that a transclusion's layout does not show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from wikibrief.checks.citations import check_citation, is_styled, knows_arguments
from wikibrief.checks.constructs import Given, Transcluded
from wikibrief.checks.findings import CheckedSource, report
from wikibrief.layouts.finding import HIDDEN, INFOBOX_LAYOUT, Layout, Layouts
from wikibrief.layouts.places import places_in
from wikibrief.markup.dialects import is_infobox
from wikibrief.model.document import Argument
from wikibrief.problems import Problem, ProblemError, warning
from wikibrief.templating.environment import Templates
from wikibrief.wiki.expansion.functions import is_function

__all__ = ["check_unread"]

_NOTHING = re.compile(r"(?:\s|<!--.*?-->)*", re.DOTALL)


def check_unread(subject: CheckedSource, templates: Templates | None = None) -> Iterator[Problem]:
    """Arguments that their layout neither shows nor leaves out on purpose; faults in citations.

    Templates that are wrong are the problem of the page, which cannot be made: not of the source.
    """
    if subject.constructs.transclusions:
        with suppress(ProblemError):
            yield from _check(subject, templates or Templates())


def _check(subject: CheckedSource, templates: Templates) -> Iterator[Problem]:
    document = subject.reading.document
    layouts = Layouts(templates, document.language or "en", places_in(document))
    vocabulary, hidden = layouts.vocabulary("citation"), layouts.hidden("cite")
    unread: list[_Unread] = []
    found: list[Problem] = []
    for transclusion, layout in _laid_out(subject, layouts):
        is_known = False
        if is_styled(layout):
            is_known = knows_arguments(transclusion.name, document.language or "en")
            found += check_citation(subject, transclusion, vocabulary, hidden, is_english=is_known)
        if not is_known and layout.template != INFOBOX_LAYOUT:
            unread += _unread(subject, layouts, layout, transclusion)

    def tell(found: _Unread) -> Problem:
        name, given = found.transclusion.label, found.given
        instead = f", but {found.instead.label}" if found.instead else ""
        return warning(
            f"{given.label} of `{{{{{name}}}}}` is not shown{instead}",
            at=subject.place(given.start),
            hint="the wiki's template may not show it either: check its name",
            code="argument-not-shown",
        )

    yield from report(unread, tell, "arguments are not shown")
    yield from report(found, lambda problem: problem, "faults are in citations")


class _Unread(NamedTuple):
    """An argument that a layout does not show; perhaps it shows another one instead."""

    transclusion: Transcluded
    given: Given
    instead: Given | None


def _unread(
    subject: CheckedSource, layouts: Layouts, layout: Layout, transclusion: Transcluded
) -> Iterator[_Unread]:
    given = {each.name: each for each in transclusion.arguments if _has_value(subject, each)}
    for name, each in given.items():
        if not layouts.shows(layout, name, subject.text[each.begin : each.end]):
            yield _Unread(transclusion, each, None)
        elif len(given) > 1 and (instead := layouts.shown_instead(layout, name, list(given))):
            yield _Unread(transclusion, each, given[instead])


def _laid_out(subject: CheckedSource, layouts: Layouts) -> Iterator[tuple[Transcluded, Layout]]:
    """The transclusions that a layout shows; what is in a hidden one is hidden with it."""
    hidden_to = 0
    for transclusion in subject.constructs.transclusions:
        if transclusion.start < hidden_to or not transclusion.name:
            continue
        function, colon, _ = transclusion.name.partition(":")
        is_computed = bool(colon) and is_function(function.strip())
        if is_computed or is_infobox(transclusion.name):
            continue
        layout = layouts.find(transclusion.name, _arguments(subject, transclusion))
        if layout == HIDDEN and transclusion.arguments:
            hidden_to = transclusion.arguments[-1].end
        elif layout is not None and layout != HIDDEN:
            yield transclusion, layout


def _arguments(subject: CheckedSource, transclusion: Transcluded) -> list[Argument]:
    return [
        Argument(None if each.name.isdecimal() else each.name, subject.text[each.begin : each.end])
        for each in transclusion.arguments
    ]


def _has_value(subject: CheckedSource, given: Given) -> bool:
    return _NOTHING.fullmatch(subject.text, given.begin, given.end) is None
