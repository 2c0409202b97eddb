"""The page as paper wants it: HTML → HTML, before WeasyPrint lays it out.

What a style sheet cannot say: which words and marks stay together, which row of a table is its
head, and whose columns may be as narrow as a letter.
"""

from __future__ import annotations

import re

from wikibrief.briefing.fonts import SUBSTITUTES
from wikibrief.briefing.formulas import draw_formulas
from wikibrief.inline.words import words_of

__all__ = ["on_paper"]


def on_paper(page: str) -> str:
    """The page with formulas as drawings, its notes and words bound, its tables with heads."""
    page = draw_formulas(page.translate(_SUBSTITUTED))
    return _with_whole_words(_with_heads(_kept_together(_with_bound_notes(page))))


_SUBSTITUTED = str.maketrans(SUBSTITUTES)

_BEFORE_NOTES = re.compile(
    r"(?:(?<![^\s>])[^\s<>\u2e80-\uffef]{1,30}|[\u2e80-\uffef]{1,2})"
    r'(?:<sup class="reference"[^<>]*><a [^<>]*>[^<>]*</a></sup>){1,3}'
)


def _with_bound_notes(page: str) -> str:
    """Keep the marks of notes on the line of the word that they follow."""
    return _BEFORE_NOTES.sub(r'<span class="bound">\g<0></span>', page)


_EDGE = re.compile(r"(?<=<p>)[ \n]++|(?<![ \n])[ \n]++(?=</p>)")
_BEFORE_ELEMENT = re.compile(r"(?<![^ \n<>])[^ \n<>]*(?:&nbsp;|\xa0)(?=<[a-z])")


def _kept_together(page: str) -> str:
    """Make an element of a word that a no-break space binds to one (``ISBN&nbsp;<a…``).

    Else WeasyPrint 70 breaks the line at the first space of the text before, not at the last; so it
    does where a blank is left at the end of a paragraph.
    """
    return _BEFORE_ELEMENT.sub(r"<span>\g<0></span>", _EDGE.sub("", page))


_ATTRIBUTES = r"(?:[^<>\"]|\"[^\"]*\")*"
_FIRST_ROW = re.compile(
    rf"<tbody>\s*(<tr{_ATTRIBUTES}>(?:\s*<th\b(?!{_ATTRIBUTES}\srowspan){_ATTRIBUTES}>"
    r"(?:[^<]|<(?!/?t[drh]\b|/?table\b))*+</th>)++\s*</tr>)(?=\s*<tr)"
)


def _with_heads(page: str) -> str:
    """Make a head of the row of headers that a table begins with, so that each page has it."""
    return _FIRST_ROW.sub(r"<thead>\1</thead><tbody>", page)


_TABLE = re.compile(rf"<table\b({_ATTRIBUTES}>)((?:[^<]|<(?!/?table\b))*+)(?=</table>)")
_CELL = re.compile(r"<t[dh]\b")
_UNBROKEN = re.compile(r"[^\s\u2e80-\uffef]+")
"""What a line is not broken in: a word, but not of Chinese or Japanese."""
_LETTER, _GAP, _WIDTH = 1.8, 4, 170
"""Millimetres: a letter of a table, what is between two columns, and the page's width."""


def _with_whole_words(page: str) -> str:
    """Mark the tables that fit the page without breaking words (``data-words``).

    WeasyPrint takes columns for as narrow as a letter where words may be broken.
    """
    return _TABLE.sub(_marked, page)


def _marked(table: re.Match[str]) -> str:
    longest: list[int] = []
    for row in table[2].split("<tr")[1:]:
        cells = _CELL.split(row)[1:]
        longest += [0] * (len(cells) - len(longest))
        for column, cell in enumerate(cells):
            words = _UNBROKEN.findall(words_of(f"<td{cell}"))
            longest[column] = max(longest[column], max(map(len, words), default=0))
    if sum(_LETTER * letters + _GAP for letters in longest) > _WIDTH:
        return table[0]
    return f"<table data-words{table[1]}{table[2]}"  # no quotes: it may stand in an attribute
