"""The marking on web pages: it can be seen on the page, or there is no page.

A user's own template can leave it out, or style sheet hide it, without meaning to. So what they
made is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from wikibrief.problems import Problem, ProblemError, error
from wikibrief.templating.environment import Templates
from wikibrief.templating.sheets import Sheet

__all__ = ["Written", "demand_markings", "find_lost"]

_CLASS = "marking"


class Written(NamedTuple):
    """A page, the template that it was made by, and its style sheet."""

    html: str
    template: str
    sheet: Sheet


def demand_markings(page: Written, markings: Iterable[str | None], templates: Templates) -> None:
    """Raise ProblemError where a page does not show one of its ``markings``."""
    wanted = sorted(set(filter(None, markings)))
    if lost := find_lost(page.html, wanted) or _find_dead(page, wanted, templates):
        _, path = templates.load(page.template)
        message = f"the page does not show its marking {lost[0]}"
        hint = 'import `label` from "html/marking.html.j2" and call it, as built-in templates do'
        raise ProblemError(error(message, hint=hint, file=str(path), code="lost-marking"))
    if wanted and templates.own_parts and (problems := list(_find_hidden(page, templates))):
        raise ProblemError(problems)


def _find_dead(page: Written, wanted: Iterable[str], templates: Templates) -> list[str]:
    """Find the markings that are on a page, but not as an element: in a comment, in a script."""
    from wikibrief.page.hiding import find_texts  # noqa: PLC0415

    return sorted({*wanted} - find_texts(page.html, _CLASS)) if templates.own_parts else []


def _find_hidden(page: Written, templates: Templates) -> Iterator[Problem]:
    """Say what hides a marking; only a page with templates of the user's is worth the time."""
    from wikibrief.page.contrast import find_faint  # noqa: PLC0415
    from wikibrief.page.hiding import find_hiding  # noqa: PLC0415

    _, path = templates.load(page.template)
    own = path if path in templates.own_parts else templates.own_parts[0]
    subject = page.html, _CLASS, page.sheet.text
    for each in (*find_hiding(*subject), *find_faint(*subject)):
        message = f"`{each.text}` hides the marking of the page"
        hint = "leave it out for the marking, and for all that the marking is in"
        file, at = templates.find_own(each.text) or (str(own), (0, 0))
        if page.sheet.path and each.place:
            file, at = str(page.sheet.path), page.sheet.place_in_source(*each.place)
        yield error(message, at=at, hint=hint, file=file, code="lost-marking")


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
