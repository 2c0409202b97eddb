"""The two dialects: which one a source is in, and how the plain one names infobox arguments.

The *plain* dialect is wikitext with another head: a title line ``= Title =``, and an infobox that
is a line ``Infobox`` followed by lines ``- Key: value``. It means ``{{Infobox military
conflict}}``, whose parameters are known; their names are written with a capital in the plain
dialect and map without regard to case. Any other key stays as written.
"""

from __future__ import annotations

import re
from typing import Literal, cast, get_args

from wikibrief.wiki.scanner import HeadingLine, heading_at

__all__ = [
    "DIALECTS",
    "KNOWN_PARAMETERS",
    "PLAIN_INFOBOX",
    "PLAIN_INFOBOX_START",
    "Dialect",
    "detect",
    "is_infobox",
    "parameter_from_plain",
    "parameter_to_plain",
    "title_at",
]

Dialect = Literal["plain", "mediawiki"]
DIALECTS: tuple[Dialect, ...] = get_args(Dialect)

PLAIN_INFOBOX = "Infobox military conflict"
"""The wiki template that the plain dialect's infobox means."""

_BY_SIDE = "combatant commander units strength polstrength milstrength casualties".split()
KNOWN_PARAMETERS = frozenset(
    (
        "conflict width partof image image_size image_upright alt caption date place coordinates "
        "map_type map_relief map_size map_marksize map_caption map_label map_mark map_alt mapframe "
        "territory result status action combatants_header units_header strengths_header "
        "polstrengths_header milstrengths_header casualties_header notes campaignbox"
    ).split()
    + [
        f"{name}{side}{letter}"
        for name in _BY_SIDE
        for side in (1, 2, 3, 4, 5)
        for letter in ("", "a", "b", "c", "d")
    ]
)
"""Parameters of ``{{Infobox military conflict}}``: those that its documentation names, and the
further sides and rows (letters) that it also shows."""


def parameter_from_plain(key: str) -> str:
    """``Combatant1`` → ``combatant1``; a key that is not known stays as it is."""
    lowered = key.lower()
    return lowered if lowered in KNOWN_PARAMETERS else key


def parameter_to_plain(name: str) -> str:
    """``combatant1`` → ``Combatant1``; a name that is not known stays as it is."""
    return name[:1].upper() + name[1:] if name in KNOWN_PARAMETERS else name


def is_infobox(text: str, start: int = 0) -> bool:
    """Whether the transclusion whose name begins at ``text[start]`` is an infobox."""
    return _INFOBOX_NAME.match(text, start) is not None


_BLANKS = r"(?:[\s_]|<!--(?:[^-]|-(?!->))*+-->)*+"
_INFOBOX_NAME = re.compile(
    rf"{_BLANKS}(?:template{_BLANKS}:{_BLANKS})?infobox(?![^\W_])", re.IGNORECASE
)
_TITLE_LINE = re.compile(r"=[ \t]*[^=\s](?:[^\n]*[^=\n])?=[ \t]*(?=\n|\Z)")
PLAIN_INFOBOX_START = re.compile(r"Infobox[ \t]*(?=\n-(?!---))")


def detect(text: str) -> Dialect:
    r"""The dialect of a source (line ends ``\n``).

    Plain is what begins, on its very first line, with a title line or a plain infobox; or, after
    blank lines, with both. So a mediawiki text that begins with a heading of level 1 can still be
    written: a blank line before it says so.
    """
    start = 1 if text.startswith("\ufeff") else 0
    first = _skip_blank(text, start)
    title = title_at(text, first)
    after_title = _skip_blank(text, title.stop) if title else first
    infobox = PLAIN_INFOBOX_START.match(text, after_title) is not None
    if first == start:
        return "plain" if title or infobox else "mediawiki"
    return "plain" if title and infobox else "mediawiki"


def title_at(text: str, start: int) -> HeadingLine | None:
    """The title line of the plain dialect, if it is at ``start``."""
    line = _TITLE_LINE.match(text, start)
    return heading_at(text, start, line.end()) if line else None


def _skip_blank(text: str, position: int) -> int:
    """The start of the first line at or after ``position`` that is not blank."""
    match = cast("re.Match[str]", _BLANK_LINES.match(text, position))
    return match.end()


_BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")
