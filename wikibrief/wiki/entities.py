"""Character references in wikitext: ``&amp;``, ``&#38;`` and ``&#x26;``.

They end in a semicolon, as HTML's need not: ``&copy=1`` in an address is no sign of copyright.
"""

from __future__ import annotations

import re
from html.entities import html5

__all__ = ["decode_entities", "escape_ampersands"]

_ENTITY = re.compile(
    r"&(?:(?P<name>[^\x00-/:-@\[-`{-\x7f]+);|#(?P<decimal>[0-9]+);|#[xX](?P<hex>[0-9A-Fa-f]+);)"
)
_AMPERSAND = re.compile(rf"{_ENTITY.pattern}|&")
_NAMES = html5 | {"רלמ;": "\u200f", "رلم;": "\u200f"}  # MediaWiki's own


def decode_entities(text: str) -> str:
    """Replace the references in ``text`` by their characters (Sanitizer::decodeCharReferences)."""
    return _ENTITY.sub(_decode, text) if "&" in text else text


def _decode(entity: re.Match[str]) -> str:
    name = entity["name"]
    if name is not None:
        return _NAMES.get(f"{name};", entity[0])
    return chr(_number(entity) or 0xFFFD)


def escape_ampersands(text: str) -> str:
    """Keep the references in ``text`` as HTML has them; escape all other ``&``."""
    return _AMPERSAND.sub(_escape, text) if "&" in text else text


def _escape(found: re.Match[str]) -> str:
    name = found["name"]
    if name is None and (found["decimal"] or found["hex"]) and (code := _number(found)):
        return f"&#{code};"
    if f"{name};" in html5:
        return found[0]
    return f"&#{ord(_NAMES[name + ';'])};" if f"{name};" in _NAMES else f"&amp;{found[0][1:]}"


def _number(entity: re.Match[str]) -> int | None:
    """The code point that a reference names; None where HTML does not allow it."""
    decimal, hexadecimal = entity["decimal"], entity["hex"]
    digits = (decimal or hexadecimal).lstrip("0")
    code = int(digits or "0", 10 if decimal else 16) if len(digits) < 9 else 0
    if code in (9, 10) or 32 <= code < 127 or 160 <= code < 0xD800 or 0xE000 <= code < 0xFDD0:
        return code
    return code if 0xFDF0 <= code < 0x110000 and code & 0xFFFE != 0xFFFE else None
