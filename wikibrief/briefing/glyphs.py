"""Glyphs: the characters of a text that no font of the briefing can show."""

from __future__ import annotations

from collections.abc import Iterator

from wikibrief.briefing import fonts
from wikibrief.problems import LineMap, Problem, warning

__all__ = ["check_glyphs"]

_MOST_LISTED = 5


def check_glyphs(text: str) -> Iterator[Problem]:
    """Warn of characters that the briefing cannot show, all at the place of the first."""
    missing = fonts.missing_glyphs("".join(char for char in set(text) if not char.isascii()))
    if missing:
        in_order = sorted(missing, key=text.index)
        listed = ", ".join(f"{char} (U+{ord(char):04X})" for char in in_order[:_MOST_LISTED])
        more = ", …" if len(in_order) > _MOST_LISTED else ""
        message = f"no font of the briefing has {listed}{more}"
        hint = "" if fonts.has_scripts() else "more scripts: pip install 'wikibrief[scripts]'"
        yield warning(
            message,
            at=LineMap(text).place(text.index(in_order[0])),
            hint=hint,
            code="missing-glyph",
        )
