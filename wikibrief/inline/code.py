"""Source code in colours, by Pygments; the colours of its classes are in ``style.css``."""

from __future__ import annotations

from html import escape

__all__ = ["highlight_code"]

_LONGEST = 200_000
"""Characters that are coloured; some of Pygments' grammars are not linear."""


def highlight_code(code: str, language: str) -> str:
    """The HTML of ``code`` in a language by Pygments' name of it; plain when it knows none."""
    if not language or len(code) > _LONGEST:
        return escape(code)
    from pygments import highlight  # noqa: PLC0415  few articles hold code
    from pygments.formatters import HtmlFormatter  # noqa: PLC0415
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415
    from pygments.util import ClassNotFound  # noqa: PLC0415

    try:
        lexer = get_lexer_by_name(language.lower(), stripnl=False)
    except ClassNotFound:
        return escape(code)
    return str(highlight(code, lexer, HtmlFormatter(nowrap=True))).removesuffix("\n")
