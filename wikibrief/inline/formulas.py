"""Formulas: the LaTeX in ``<math>`` as MathML, which browsers show and screen readers read.

Needs the extra ``formulas``; without it, and for what it cannot read, a formula is its source.
"""

from __future__ import annotations

from html import escape

__all__ = ["formula"]

_NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'
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
    return str(mathml.replace(_NAMESPACE, f' alttext="{escape(latex)}"', 1))
