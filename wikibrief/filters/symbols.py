"""Symbols: templates that stand for a character, and marks of what became of a person."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Symbol", "symbol"]

_NBSP = "\u00a0"
_SYMBOLS = {
    "'": "'", "''": "''", '"': '"', "'s": "'s", "' \"": "' \"", "\" '": "\" '", "`": "`",
    "apostrophe": "'", "'\"": "'\u202f\"", "\"'": "\"\u202f'",
    "!": "|", "!!": "||", "=": "=", ",": ",", "·": f"{_NBSP}·", "•": f"{_NBSP}•",
    "dot": f"{_NBSP}·", "middot": f"{_NBSP}·", "bull": f"{_NBSP}•", "bullet": f"{_NBSP}•",
    "\\": f"{_NBSP}/", "pipe": "|", "asterisk": "*", "number sign": "#", "lbrace": "{",
    "rbrace": "}", "(": "{", ")": "}", "((": "{{", "))": "}}", "(!": "{|", "!)": "|}", "!-": "|-",
    "em dash": "—", "emdash": "—", "mdash": "—", "--": "—", "em-dash": "—", "dash": "–",
    "en dash": "–", "endash": "–", "ndash": "–", "en-dash": "–",
    "snd": f"{_NBSP}– ", "spnd": f"{_NBSP}– ", "spaced ndash": f"{_NBSP}– ", "sndash": f"{_NBSP}– ",
    "spaced en dash": f"{_NBSP}– ", "spaced endash": f"{_NBSP}– ", "spndash": f"{_NBSP}– ",
    "snds": f"{_NBSP}– ", "dash space": f"{_NBSP}– ", "spaced en dash space": f"{_NBSP}– ",
    "spaced mdash": f"{_NBSP}— ", "smd": f"{_NBSP}— ", "spmd": f"{_NBSP}— ",
    "nbsp": _NBSP, "space": " ", "sp": " ", "thin space": "\u2009", "thinsp": "\u2009",
    "thin sp": "\u2009", "hair space": "\u200a", "hairsp": "\u200a", "hsp": "\u200a",
    "zwsp": "\u200b", "wbr": "\u200b", "zwj": "\u200d", "zwnj": "\u200c", "zwnbsp": "\u2060",
    "wj": "\u2060", "shy": "\u00ad", "nbhyph": "\u2011", "nbh": "\u2011", "hyphen": "-",
    "lrm": "\u200e", "rlm": "\u200f",
    "minus": "−", "times": "×", "plusminus": "±", "±": "±", "e": "×10",
    "prime": "′", "pprime": "″", "half": "½", "degree": "°", "pound": "£", "euro": "€",
    "dagger": "†", "dag": "†", "double-dagger": "‡", "double dagger": "‡", "ddag": "‡",
    "double-dag": "‡", "section-sign": "§", "section sign": "§", "ref dagger": "†",
    "increase": "▲", "decrease": "▼", "steady": "▬", "gain": "▲", "loss": "▼", "hold": "▬",
    "up": "▲", "down": "▼", "increasenegative": "▲", "decreasepositive": "▼", "nochange": "▬",
    "increase negative": "▲", "decrease positive": "▼",
    "positive decrease": "▼", "positive increase": "▲", "negative increase": "▲",
    "no change": "▬", "profit": "▲",
    "female": "♀", "male": "♂", "check mark": "✓", "tick": "✓", "aye": "✓", "check": "✓",
    "cross": "✗", "x mark": "✗", "nay": "✗", "checked": "✓", "flat": "♭", "sharp": "♯",
    "natural": "♮", "arrow": "→", "=>": "⇒", "star": "★", "ellipsis": "…", "...": "…",
    "figure space": "\u2007",
}  # fmt: skip
_MEANINGS = {
    "▲": "Increase", "▼": "Decrease", "▬": "Steady", "♀": "Female", "♂": "Male", "✓": "Yes",
    "✗": "No",
}  # fmt: skip


class Symbol(NamedTuple):
    """A character, and what it means when that does not show."""

    text: str
    meaning: str


def symbol(name: str) -> Symbol:
    """The characters that a transclusion's name stands for."""
    tidy = re.sub(r"[\s_]+", " ", name).strip()
    text = _SYMBOLS.get(
        tidy, _SYMBOLS.get(tidy[:1].lower() + tidy[1:], _SYMBOLS.get(tidy.lower(), ""))
    )
    return Symbol(text, _MEANINGS.get(text, ""))
