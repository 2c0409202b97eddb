"""Tokens: a sentence as words, numbers and signs, each with its place in it."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["FIGURE", "Token", "tokenize", "words_in"]

_ABOUT = r"(?<=\bc\.)|(?<=\bca\.)|(?<=\best\.)|(?<=\bapprox\.)"
"""An abbreviation that is written without a blank before a number: "c.500"."""
_NUMBER = (
    # 1,200  12 345  1.5 ; no part of a word, a time or a fraction
    rf"(?:(?<![\w.,])|{_ABOUT})"
    r"(?<!\d[/'’])(?<![^\W\d]-)"
    r"(?:\d{1,3}(?:[, \u00a0\u202f\u2009\u066c]\d{3}(?!\d))+|\d+(?:\.\d+)?)"
    r"(?![\w]|[/:]\w|[-\u2010\u2011][^\W\d]|[.,\u066b\u066c]\d|[\'’]\d{3}(?!\d))"
)
FIGURE = re.compile(
    rf"(?:(?<![\w.,:])|{_ABOUT})"
    r"(?<!\d/)(?<![^\W\d]-)\d+(?:[.,]\d+)*[kKmM½¼¾⅓⅔]?(?![\w]|[/:]\w|[-\u2010\u2011][^\W\d])"
)
"""A number in digits that is a token of its own, however it is written: "1,200", "1.200", "10k"."""

_TOKEN = re.compile(
    # most words: nothing is joined to them
    r"(?P<plain>[^\W\d_]+(?![\w'’.\-\u2010\u2011]))"
    r"|(?P<sign>[^\w\s])"
    rf"|(?P<number>{_NUMBER})"
    # 2nd  T-34  18:15  100-pound  2/14th
    r"|(?P<mixed>(?:[^\W\d_]+[-\u2010\u2011])?\w*\d\w*(?:(?:[-\u2010\u2011/:.'’]|,(?=\d))\w+)*)"
    # l'armée, d'au moins: two words, in any language that elides
    r"|(?P<elided>(?<!\w)(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=[^\W\d_]))"
    # U.S.  St.-Lô
    r"|(?P<word>(?:[^\W\d_]\.){2,}(?:-[^\W\d_]+)*|[^\W\d_]+(?:[-\u2010\u2011'’.][^\W\d_]+)*)"
    r"|(?P<line>_)",
    re.IGNORECASE,
)


class Token(NamedTuple):
    """A word, number or sign; ``kind`` is ``number``, ``mixed``, ``word`` or ``sign``."""

    text: str
    lower: str
    start: int
    end: int
    kind: str


def tokenize(text: str) -> list[Token]:
    """Cut a text into tokens."""
    tokens: list[Token] = []
    new = tuple.__new__  # faster than the class itself, and there are many
    for match in _TOKEN.finditer(text):
        word, kind = match[0], match.lastgroup or ""
        lower = word.lower()
        if "’" in lower:
            lower = lower.replace("’", "'")
        start, end = match.span()
        tokens.append(new(Token, (word, lower, start, end, _KINDS.get(kind, kind))))
    return tokens


_KINDS = {"plain": "word", "elided": "word", "line": "sign"}

_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = bytes(ord(chr(code).lower() if chr(code).isalpha() else " ") for code in range(128))
_LETTERS += b" " * 128


def words_in(text: str) -> frozenset[str]:
    """The words of a text in lower case, for a quick look whether it needs a closer one."""
    if text.isascii():  # as most sentences are, and a split is faster than a search
        return frozenset(text.encode().translate(_LETTERS).decode().split())
    return frozenset(_WORD.findall(text.lower()))
