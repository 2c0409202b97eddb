"""The marking on web pages: it is on the page, or there is no page.

A user's own template can leave it out without meaning to. So what a template made is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from wikibrief.problems import ProblemError, error
from wikibrief.templating.environment import Templates

__all__ = ["demand_markings", "missing_markings"]


def demand_markings(
    html: str, markings: Iterable[str | None], templates: Templates, name: str
) -> None:
    """Raise ProblemError where a page that template ``name`` made lacks one of its ``markings``."""
    if missing := missing_markings(html, markings):
        _, path = templates.load(name)
        message = f"the page does not show its marking {missing[0]}"
        hint = 'import `label` from "html/marking.html.j2" and call it, as built-in templates do'
        raise ProblemError(error(message, hint=hint, file=str(path), code="lost-marking"))


def missing_markings(html: str, markings: Iterable[str | None]) -> list[str]:
    """Return the markings that a page does not show.

    An element of class ``marking`` shows one: a name of the page's own, which no article has.
    """
    wanted = set(filter(None, markings))
    return sorted(wanted.difference(_MARKING.findall(html) if wanted else ()))


_MARKING = re.compile(
    r"""<\w+\s(?:[^<>]*\s)?class="(?:[^"<>]*\s)?marking(?:\s[^"<>]*)?"[^<>]*>\s*([^<>]*?)\s*<"""
)
