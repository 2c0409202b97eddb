"""Proof of a briefing: its problems without its PDF, where laying it out could find no others.

Laying out takes most of the time of a check. It reports what a style sheet, a font or a picture has
wrong, and it can fail: for what is nested too deeply, or too much for its limits. A page that has
none of these, only words in plain elements, in the built-in design, cannot have such a problem.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

__all__ = ["needs_layout"]

_MOST_ELEMENTS = 4_000
_DEEPEST = 30
_PLAIN = frozenset(
    "a abbr article aside b blockquote body br caption cite code dd del dfn div dl dt em "
    "figcaption figure footer h1 h2 h3 h4 h5 h6 head header hr html i ins kbd li main mark meta "
    "nav ol p pre q s samp section small span strong sub sup table tbody td tfoot th thead time "
    "title tr u ul var wbr".split()
)
_FETCHED = ("background", "src", "poster", "data", "href")
_OWN_STYLE = re.compile(
    r"--numerals: [\w-]+|width: calc\([\d.]+% - [\d.]+ch\)"
    r"|(?:(?:left|top|width|height|font-size): -?[\d.]+em|text-align: \w+)"
    r"(?:; (?:(?:left|top|width|height|font-size): -?[\d.]+em|text-align: \w+))*"
)
"""What our templates say of an element; any other style is an article's own."""


def needs_layout(page: Element) -> bool:
    """Whether laying out ``page``, in the built-in design, could find problems of its own."""
    level, count = [page], 0
    for _ in range(_DEEPEST):
        count += len(level)
        if count > _MOST_ELEMENTS or not all(map(_is_plain, level)):
            return True
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def _is_plain(element: Element) -> bool:
    style = element.get("style")
    return (
        element.tag in _PLAIN
        and not any(name in element.attrib for name in _FETCHED if element.tag != "a")
        and (style is None or _OWN_STYLE.fullmatch(style) is not None)
    )
