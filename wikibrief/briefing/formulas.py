"""Formulas on paper: WeasyPrint shows no MathML, so each one is drawn, by ziamath.

Needs the extra ``formulas``; without it, and for what cannot be drawn, a formula is its source.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from html import escape, unescape

__all__ = ["draw_formulas"]

_MATH = re.compile(r'<math\b(?P<attributes>(?:[^>"]|"[^"]*")*)>.*?</math>', re.DOTALL)
_LATEX = re.compile(r'\balttext="(?P<latex>[^"]*)"')
_VIEW_BOX = re.compile(r'viewBox="\S+ (?P<top>\S+) (?P<width>\S+) (?P<height>\S+)"')
_SIZE = 24
"""What ziamath is asked for as the size of letters, in the units of its drawings."""
_LONGEST = 1_000
"""Characters of a formula that is drawn: about a second."""


def draw_formulas(html: str) -> str:
    """Return clean HTML with a drawing for each ``<math>``; its LaTeX is the alternative text."""
    return _MATH.sub(_drawn, html)


def _drawn(math: re.Match[str]) -> str:
    attributes = math["attributes"]
    latex = _LATEX.search(attributes)
    if latex is None:
        return math[0]
    is_block = 'display="block"' in attributes
    return _image(unescape(latex["latex"]), is_block=is_block)


@lru_cache(maxsize=1024)
def _image(latex: str, *, is_block: bool) -> str:
    """An ``<img>`` that stands on the line of its text, or below it, in the size of its letters."""
    svg = _svg(latex, is_block=is_block)
    box = _VIEW_BOX.search(svg)
    if box is None:
        return f'<code class="math">{escape(latex)}</code>'
    top, width, height = (float(box[name]) / _SIZE for name in ("top", "width", "height"))
    if is_block:
        place = f"display: block; width: {width:.3f}em"
    else:
        place = f"height: {height:.3f}em; vertical-align: {-top - height:.3f}em"
    source = f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
    return f'<img class="math" alt="{escape(latex)}" style="{place}" src="{source}">'


def _svg(latex: str, *, is_block: bool) -> str:
    """The drawing of a formula; empty when there is none."""
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
