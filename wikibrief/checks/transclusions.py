"""Which transclusions sources use, how often, and how each is shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from wikibrief.checks.constructs import Transcluded, find_constructs
from wikibrief.layouts.finding import HIDDEN, Layouts, layout_name
from wikibrief.layouts.places import places_in
from wikibrief.markup.dialects import is_infobox
from wikibrief.model.document import Argument, Document
from wikibrief.templating.environment import Templates

__all__ = ["ReadArticle", "Use", "shown_share", "transclusion_uses"]

_COMPUTED = re.compile(
    r"#|[!=]\Z|(?!(?i:template):)[^\W\d_]+:(?! )|\w*(?:PAGENAME|NAMESPACE)E?\Z"
    r"|(?:CURRENT|LOCAL|REVISION|NUMBEROF)\w+\Z|(?:SITENAME|SERVERNAME|SERVER|DEFAULTSORT|DISPLAYTITLE)\Z"
)
"""What the wiki computes itself: parser functions, variables, behaviour switches with a value."""


class ReadArticle(NamedTuple):
    """An article's wikitext, and what it reads as."""

    text: str
    document: Document


class Use(NamedTuple):
    """A transclusion's name, how often it is used, and what shows it; ``""`` when nothing does.

    ``shown`` is a layout's name with its variant (``cite/book``), ``hidden`` or ``infobox``.
    """

    name: str
    times: int
    shown: str


def transclusion_uses(articles: Iterable[ReadArticle], templates: Templates) -> list[Use]:
    """The transclusions in articles, those used most first. Raises ProblemError."""
    counts = Counter(use for article in articles for use in _uses(article, templates))
    uses = [Use(name, count, shown) for (name, shown), count in counts.items()]
    return sorted(uses, key=lambda use: (-use.times, use.name, use.shown))


def shown_share(uses: Iterable[Use]) -> tuple[int, int]:
    """How many uses are shown or hidden on purpose, and how many there are."""
    uses = list(uses)
    return sum(use.times for use in uses if use.shown), sum(use.times for use in uses)


def _uses(article: ReadArticle, templates: Templates) -> Iterator[tuple[str, str]]:
    """The names of an article's transclusions, and how each is shown.

    What is inside a hidden one is hidden with it.
    """
    text, document = article
    layouts = Layouts(templates, document.language or "en", places_in(document))
    hidden_to = 0
    for transcluded in find_constructs(text).transclusions:
        if not transcluded.name or _COMPUTED.match(transcluded.name):
            continue
        shown = "hidden"
        if transcluded.start >= hidden_to:
            shown = _shown(transcluded, text, layouts)
            if shown == "hidden" and transcluded.arguments:
                hidden_to = transcluded.arguments[-1].end
        yield layout_name(transcluded.name), shown


def _shown(transcluded: Transcluded, text: str, layouts: Layouts) -> str:
    arguments = [
        Argument(None if given.name.isdecimal() else given.name, text[given.begin : given.end])
        for given in transcluded.arguments
    ]
    layout = layouts.find(transcluded.name, arguments)
    if layout == HIDDEN:
        return "hidden"
    if layout is not None:
        file = layout.template.rpartition("/")[2].removesuffix(".html.j2")
        return f"{file}/{layout.variant}" if layout.variant else file
    return "infobox" if is_infobox(transcluded.name) else ""
