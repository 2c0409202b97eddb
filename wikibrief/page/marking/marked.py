"""The marking on web pages: it can be seen on the page, or there is no page.

A user's own template can leave it out, or style sheet hide it, without meaning to. So what they
made is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from wikibrief.problems import Problem, ProblemError, error
from wikibrief.templating.environment import Templates
from wikibrief.templating.sheets import Sheet

if TYPE_CHECKING:
    from wikibrief.page.marking.hiding import Hiding

__all__ = ["Written", "demand_markings", "find_lost"]

_CLASS = "marking"


class Written(NamedTuple):
    """A page, the template that it was made by, and its style sheet."""

    html: str
    template: str
    sheet: Sheet


def demand_markings(page: Written, markings: Iterable[str | None], templates: Templates) -> None:
    """Raise ProblemError where a page does not show one of its ``markings``."""
    wanted = set(filter(None, markings))
    if lost := find_lost(page.html, wanted):
        raise ProblemError(_report_lost(lost, page, templates))
    if wanted and templates.own_parts:  # else it is not worth the time
        _look_closely(page, wanted, templates)


def _look_closely(page: Written, wanted: set[str], templates: Templates) -> None:
    """Look at a page with templates of the user's as a browser does. Raises ProblemError."""
    from wikibrief.page import tree  # noqa: PLC0415
    from wikibrief.page.marking import contrast, hiding  # noqa: PLC0415

    root, sheet = tree.parse_page(page.html), page.sheet.text
    # In a comment or a script a marking is no element.
    shown = {tree.text_of(each).strip() for each in root.iter("*") if tree.has_class(each, _CLASS)}
    if lost := sorted(wanted - shown):
        raise ProblemError(_report_lost(lost, page, templates))
    found = (*hiding.find_hiding(root, _CLASS, sheet), *contrast.find_faint(root, _CLASS, sheet))
    if found:
        raise ProblemError(_report_hidden(each, page, templates) for each in found)


def _report_lost(lost: Sequence[str], page: Written, templates: Templates) -> Problem:
    _, path = templates.load(page.template)
    message = f"the page does not show its marking {lost[0]}"
    hint = 'import `label` from "html/marking.html.j2" and call it, as built-in templates do'
    return error(message, hint=hint, file=str(path), code="lost-marking")


def _report_hidden(hiding: Hiding, page: Written, templates: Templates) -> Problem:
    """Say what hides a marking, where it is written."""
    _, path = templates.load(page.template)
    own = path if path in templates.own_parts else templates.own_parts[0]
    file, at = templates.find_own(hiding.text) or (str(own), (0, 0))
    if page.sheet.path and hiding.place:
        file, at = str(page.sheet.path), page.sheet.place_in_source(*hiding.place)
    message = f"`{hiding.text}` hides the marking of the page"
    hint = "leave it out for the marking, and for all that the marking is in"
    return error(message, at=at, hint=hint, file=file, code="lost-marking")


def find_lost(html: str, markings: Iterable[str | None]) -> list[str]:
    """Find the markings that a page does not show.

    An element shows one if its class is ``marking``: a name of the page's own, which no article
    has.
    """
    wanted = set(filter(None, markings))
    return sorted(wanted.difference(_MARKING.findall(html) if wanted else ()))


_MARKING = re.compile(
    r"""<\w+\s(?:[^<>]*\s)?class="(?:[^"<>]*\s)?marking(?:\s[^"<>]*)?"[^<>]*>\s*([^<>]*?)\s*<"""
)
