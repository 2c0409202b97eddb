"""Numbers of a line that gave no figure, in whatever script and however they are written.

A language whose words are not known still has its numbers: "死亡200人" is one word for the grammar,
and "五百余人" has no digit. What is not understood is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from wikibrief.facts.language.grammar import Item, TaggedSentence

__all__ = ["glued_numbers", "left_numbers"]

_SIGN = r"[\d½¼¾⅓⅔⅛₀-₉①-⓿]"
_WRITTEN = rf"{_SIGN}(?:{_SIGN}|[.,/:'’٬،、，．](?=\d))*(?:[kKmM]|[十百千万萬億亿천만억]+)?"
_SPELLED = "[〇零一二三四五六七八九十百千万萬億亿兩两数數]*[十百千万萬億亿][余餘多]?"
"""Numbers of Chinese and Japanese in words: "五百余"; a single small one is part of many words."""
_FIGURES = re.compile(f"{_WRITTEN}|{_SPELLED}")
_NAMED = re.compile(
    r"[a-zA-ZÀ-ɏ]+[-‐‑./]?\d\S*|\d+\s*(?:[ªº]|(?![kKmM]$)[a-zA-ZÀ-ɏ]{1,3}(?![-‐‑a-zA-ZÀ-ɏ])).*|0"
)
"""What no people are counted with: "T-34", "2nd", "5e"; nobody is no loss."""


def left_numbers(row: TaggedSentence, *, counts: bool = False) -> tuple[str, ...]:
    """The numbers of a line that are of no dates, names and ordinals, and no ``counts``."""
    counted = [item for item in row.items if counts and item.tag == "Q"]
    left = [number for item in row.items for number in _numbers_of(item)]
    return (*(item.text for item in counted), *left)


def glued_numbers(row: TaggedSentence) -> tuple[str, ...]:
    """The numbers within words of scripts that write no blanks, or of a script without digits."""
    return tuple(
        number
        for item in row.items
        if item.tag in "WEPA" and _WITHOUT_CASE.search(item.text)
        for number in _numbers_of(item)
    )


_WITHOUT_CASE = re.compile(r"[^\W\d_\u0000-\u058f\u1c80-\u1fff]")
"""A letter of a script without capital letters."""


def _numbers_of(item: Item) -> Iterable[str]:
    if item.tag in "QYaS" or _NAMED.fullmatch(item.text):
        return ()
    return [match[0] for match in _FIGURES.finditer(item.text)]
