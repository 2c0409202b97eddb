"""Characters that YAML and messages can only hold as escapes."""

from __future__ import annotations

import re

__all__ = ["UNHOLDABLE", "abbreviate", "escape"]

UNHOLDABLE = re.compile(r"[\x00-\x08\x0B-\x1F\x7F-\x9F\u2028\u2029\uD800-\uDFFF\uFEFF\uFFFE\uFFFF]")
"""Characters that only an escape can hold: unprintable ones, and line ends besides ``\\n``."""

_ESCAPES = {
    '"': '\\"',
    "\\": "\\\\",
    "\0": "\\0",
    "\t": "\\t",
    "\n": "\\n",
    "\r": "\\r",
    "\x85": "\\N",
    "\u2028": "\\L",
    "\u2029": "\\P",
}


_LONGEST = 60
_UNSHOWABLE = re.compile(rf"[\t\n]|{UNHOLDABLE.pattern}")


def escape(match: re.Match[str]) -> str:
    """Return the escape, between double quotes in YAML, of a character that was found."""
    character = match[0]
    return _ESCAPES.get(character) or (
        f"\\x{ord(character):02X}" if character <= "\xff" else f"\\u{ord(character):04X}"
    )


def abbreviate(text: str) -> str:
    """Shorten a text so that a message can quote it: one line, with nothing unprintable."""
    short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return _UNSHOWABLE.sub(escape, short)
