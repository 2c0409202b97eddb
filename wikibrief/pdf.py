"""PDF writer: the briefing, WeasyPrint over ``templates/briefing``.

WeasyPrint takes half a second to import, so it is imported when the first briefing is written.
"""

from __future__ import annotations

import atexit
import hashlib
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

from wikibrief.document import Document
from wikibrief.drawnmath import draw_formulas
from wikibrief.filters.text import words_of
from wikibrief.fonts import SUBSTITUTES, use_own_fonts
from wikibrief.html import NO_METADATA, NO_SURROUNDINGS, page_values
from wikibrief.metadata import Metadata
from wikibrief.rendering import Surroundings, printable
from wikibrief.templating import Templates

__all__ = ["write_pdf"]


def write_pdf(
    document: Document,
    *,
    metadata: Metadata = NO_METADATA,
    templates: Templates | None = None,
    around: Surroundings = NO_SURROUNDINGS,
) -> bytes:
    """Return the briefing of ``document``: a tagged PDF (PDF/UA-1), the same for the same inputs.

    Raises ProblemError when a template is wrong.
    """
    templates = templates or _default_templates()
    values = page_values(document, metadata, templates, around)
    page = printable(templates.render("briefing/briefing.html.j2", **values))
    page = draw_formulas(page.translate(str.maketrans(SUBSTITUTES)))
    page = _with_whole_words(_with_heads(_kept_together(_with_bound_notes(page))))
    style = templates.read("briefing/briefing.css")
    sheet = _sheet(style)  # also chooses the fonts, before WeasyPrint is imported
    from weasyprint import HTML  # noqa: PLC0415  half a second

    digest = hashlib.sha256(f"{page}\0{style}".encode()).hexdigest()
    with _stopped_clock():
        pdf: bytes = HTML(
            string=page, url_fetcher=_own_fetcher()
        ).write_pdf(
            font_config=_font_configuration(),
            stylesheets=[sheet],
            presentational_hints=True,  # widths of pictures, first numbers of lists
            pdf_variant="pdf/ua-1",
            pdf_identifier=digest[:32].encode(),
        )
    return pdf


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


@contextmanager
def _stopped_clock() -> Iterator[None]:
    """Keep the time out of the PDF: fontTools stamps what it makes of a variable font."""
    name = "SOURCE_DATE_EPOCH"
    before = os.environ.get(name)
    os.environ[name] = "0"
    try:
        yield
    finally:
        del os.environ[name]
        if before is not None:
            os.environ[name] = before


# What one process makes once. WeasyPrint's own types are unknown to mypy, hence Any.


@cache
def _font_configuration() -> Any:  # noqa: ANN401
    use_own_fonts()
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    logging.getLogger("weasyprint").propagate = False  # its warnings are not for users
    atexit.register(_forget)
    return FontConfiguration()


def _forget() -> None:
    """Let WeasyPrint clean up while the modules that it needs for that are still there."""
    _sheet.cache_clear()
    _font_configuration.cache_clear()


@lru_cache(maxsize=8)
def _sheet(style: str) -> Any:  # noqa: ANN401
    """Parse a style sheet: as long as it stays the same, once."""
    fonts = _font_configuration()
    from weasyprint import CSS  # noqa: PLC0415

    return CSS(string=style, font_config=fonts, url_fetcher=_own_fetcher())


@cache
def _own_fetcher() -> Any:  # noqa: ANN401
    """Return a fetcher that opens what the page itself holds, and has nothing else to give."""
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    class OwnFetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ANN401
            if url.startswith("data:image/"):
                return super().fetch(url, headers)
            message = f"{url} was not handed to the briefing"
            raise ValueError(message)

    return OwnFetcher(allowed_protocols={"data"})


@cache
def _default_templates() -> Templates:
    return Templates()
