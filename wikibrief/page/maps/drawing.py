"""Drawing: the map of an article's place, as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from wikibrief.facts.model import Facts
from wikibrief.model.metadata import Metadata
from wikibrief.page.maps.locator import locate
from wikibrief.templating.environment import Markup, Templates

__all__ = ["Drawing", "draw_map"]

_TEMPLATE = "html/map.html.j2"


class Drawing(NamedTuple):
    """A map, empty where there is none, and whether it says the coordinates of the place."""

    html: Markup
    has_coordinates: bool


def draw_map(metadata: Metadata, templates: Templates, values: Mapping[str, object]) -> Drawing:
    """Draw the map of an article whose page has these values.

    It is empty where the place is not known, or the metadata wants none.
    """
    facts, wanted = values["facts"], metadata.briefing.map
    if wanted == "none" or not isinstance(facts, Facts):
        return Drawing(Markup(), has_coordinates=False)
    drawn = locate(facts, str(values["language"]), borders=wanted != "land")
    if drawn is None:
        return Drawing(Markup(), has_coordinates=False)
    html = Markup(templates.macros(_TEMPLATE, words=values["words"])["locator_map"](drawn))
    return Drawing(html, has_coordinates=bool(drawn.coordinates))
