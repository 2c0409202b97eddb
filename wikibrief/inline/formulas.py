"""Formulas: the LaTeX in ``<math>`` as MathML, which browsers show and screen readers read.

Needs the extra ``formulas``; without it, and for what it cannot read, a formula is its source.
"""

from __future__ import annotations

import re
from html import escape, unescape
from xml.etree import ElementTree as ET

__all__ = ["formula"]

_NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'
_TEXT = re.compile(r"(?<=<mtext>).*?(?=</mtext>)", re.DOTALL)
"""Text in a formula, in which latex2mathml escapes nothing but makes hard spaces references."""
_LONGEST = 5_000
"""Characters of a formula that is converted."""


def formula(latex: str, *, is_block: bool = False) -> str:
    """The HTML of a formula; its LaTeX is the alternative text."""
    source = f'<code class="math">{escape(latex)}</code>'
    if len(latex) > _LONGEST:
        return source
    try:
        from latex2mathml.converter import convert  # noqa: PLC0415  few articles have formulas
    except ImportError:
        return source
    try:
        mathml: str = convert(latex, display="block" if is_block else "inline")
    except Exception:  # noqa: BLE001  its errors have no common type
        return source
    mathml = _TEXT.sub(lambda text: escape(unescape(text[0]), quote=False), mathml)
    try:
        ET.fromstring(mathml)  # noqa: S314  it has no entities, and only has to be whole
    except ET.ParseError:
        return source
    return str(mathml.replace(_NAMESPACE, f' alttext="{escape(latex)}"', 1))
