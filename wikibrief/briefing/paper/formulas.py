"""Formulas on paper: WeasyPrint shows no MathML, so ziamath draws each one.

Needs the extra ``formulas``; without it, and where it fails, the page shows the formula's source.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from xml.etree.ElementTree import Element

from wikibrief.page.tree import MATH, each_child, replace_child

__all__ = ["draw_formulas"]

_VIEW_BOX = re.compile(r'viewBox="\S+ (?P<top>\S+) (?P<width>\S+) (?P<height>\S+)"')
_SIZE = 24
"""The size of letters that ziamath gets, in the units of its drawings."""
_LONGEST = 1_000
"""Characters of a formula that is drawn: about a second."""


def draw_formulas(page: Element) -> None:
    """Put a drawing in the place of each formula; its LaTeX is the alternative text."""
    for parent, index in each_child(page):
        math = parent[index]
        latex = math.get("alttext") if math.tag == MATH else None
        if latex is not None:
            replace_child(parent, index, _draw(latex, is_block=math.get("display") == "block"))


def _draw(latex: str, *, is_block: bool) -> Element:
    """Return an ``<img>`` on the line of its text, or below it, in the size of its letters."""
    svg = _svg(latex, is_block=is_block)
    box = _VIEW_BOX.search(svg)
    if box is None:
        source = Element("code", {"class": "math"})
        source.text = latex
        return source
    top, width, height = (float(box[name]) / _SIZE for name in ("top", "width", "height"))
    if is_block:
        place = f"display: block; width: {width:.3f}em"
    else:
        place = f"height: {height:.3f}em; vertical-align: {-top - height:.3f}em"
    address = f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
    return Element("img", {"class": "math", "alt": latex, "style": place, "src": address})


@lru_cache(maxsize=1024)
def _svg(latex: str, *, is_block: bool) -> str:
    """Return the drawing of a formula; empty when there is none."""
    if len(latex) > _LONGEST:
        return ""
    try:
        import ziamath  # noqa: PLC0415  few articles have formulas
    except ImportError:
        return ""
    try:
        return str(ziamath.Latex(latex, size=_SIZE, inline=not is_block).svg())
    except Exception:  # noqa: BLE001  its errors have no common type
        return ""
