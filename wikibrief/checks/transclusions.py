"""Which transclusions sources use, how often, and how each is shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from wikibrief.checks.constructs import find_constructs
from wikibrief.dialects import is_infobox
from wikibrief.rendering.layouts import HIDDEN, Layouts, layout_name

__all__ = ["Use", "shown_share", "transclusion_uses"]

_COMPUTED = re.compile(
    r"#|[!=]\Z|(?!(?i:template):)[^\W\d_]+:(?! )|\w*(?:PAGENAME|NAMESPACE)E?\Z"
    r"|(?:CURRENT|LOCAL|REVISION|NUMBEROF)\w+\Z|(?:SITENAME|SERVERNAME|SERVER|DEFAULTSORT|DISPLAYTITLE)\Z"
)
"""What the wiki computes itself: parser functions, variables, behaviour switches with a value."""


class Use(NamedTuple):
    """A transclusion's name, how often it is used, and what shows it; ``""`` when nothing does.

    ``shown`` is a layout's name with its variant (``cite/book``), ``hidden`` or ``infobox``.
    """

    name: str
    times: int
    shown: str


def transclusion_uses(texts: Iterable[str], layouts: Layouts) -> list[Use]:
    """The transclusions in wikitexts, those used most first."""
    counts = Counter(name for text in texts for name in _names(text))
    uses = [Use(name, count, _shown(name, layouts)) for name, count in counts.items()]
    return sorted(uses, key=lambda use: (-use.times, use.name))


def shown_share(uses: Iterable[Use]) -> tuple[int, int]:
    """How many uses are shown or hidden on purpose, and how many there are."""
    uses = list(uses)
    return sum(use.times for use in uses if use.shown), sum(use.times for use in uses)


def _names(text: str) -> Iterator[str]:
    for transcluded in find_constructs(text).transclusions:
        if transcluded.name and not _COMPUTED.match(transcluded.name):
            yield layout_name(transcluded.name)


def _shown(name: str, layouts: Layouts) -> str:
    layout = layouts.find(name)
    if layout == HIDDEN:
        return "hidden"
    if layout is not None:
        file = layout.template.rpartition("/")[2].removesuffix(".html.j2")
        return f"{file}/{layout.variant}" if layout.variant else file
    return "infobox" if is_infobox(name) else ""
