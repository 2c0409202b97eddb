"""Author-date references: whom ``{{sfn|Smith|2001|p=5}}`` names, and the work it leads to.

The rules are those of Wikipedia's Module:Footnotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wikibrief.inline.words import words_of
from wikibrief.layouts.arguments import Arguments
from wikibrief.layouts.text import put_dashes
from wikibrief.layouts.works.citations import anchor_of
from wikibrief.templating.environment import Markup

__all__ = ["ShortReference", "short_reference", "short_references"]

_YEAR = re.compile(
    r"(?:(?:c|ca|circa)\.?\s*)?\d{3,4}(?:\s?[-–/]\s?\d{2,4})?[a-z]?(?:\s\[\d{3,4}\])?"
    r"|n\.?\s?d\.?\s?[a-z]?|forthcoming[a-z]?|in press[a-z]?|s\.?\s?[ad]\.?|б\.?\s?г\.?|undated",
    re.IGNORECASE,
)
_MOST_NAMES = 4
_MOST_WORKS = 50


@dataclass(frozen=True)
class ShortReference:
    """Names, year and place of a work; ``anchor`` is the id of its full citation, or nothing."""

    names: tuple[Markup, ...]
    year: Markup
    page: Markup
    pages: Markup
    at: Markup
    anchor: str


def short_reference(args: Arguments) -> ShortReference:
    """What a reference with positional arguments says: names, and the year as the last of them."""
    values = [args.html(name) for name in args.positional[:12]]
    while values and not values[-1]:
        values.pop()
    years = [index for index, value in enumerate(values) if index and _is_year(value)]
    if years:
        names, year = values[: years[-1]], values[years[-1]]
    else:
        names, year = values[:_MOST_NAMES], Markup("").join(values[_MOST_NAMES : _MOST_NAMES + 1])
    return _reference(args, names, year, "")


def short_references(args: Arguments) -> Iterator[ShortReference]:
    """The references of a note to several works: ``1a1=Smith|1y=2001|1p=5|2a1=…``."""
    for work in range(1, _MOST_WORKS + 1):
        names = [
            args.html(name)
            for number in range(1, _MOST_NAMES + 1)
            for name in (f"{work}a{number}",)
            if args.has(name)
        ]
        if not names:
            return
        yield _reference(args, names, args.html(f"{work}y"), str(work))


def _is_year(html: Markup) -> bool:
    return _YEAR.fullmatch(words_of(html)) is not None


def _reference(args: Arguments, names: list[Markup], year: Markup, prefix: str) -> ShortReference:
    ref = words_of(args.html(f"{prefix}ref"))
    anchor = ref or anchor_of([words_of(name) for name in names], words_of(year))
    page, pages, at = (
        put_dashes(args.html(*(prefix + name for name in place_names))) for place_names in _PLACES
    )
    is_linked = anchor.lower() != "none"
    return ShortReference(
        tuple(filter(None, names)), year, page, pages, at, anchor if is_linked else ""
    )


_PLACES = (
    ("p", "page", "s", "с", "стр", "ص"),
    ("pp", "pages", "ss", "сс", "صص"),
    ("loc", "at", "локация", "текст"),
)
"""The arguments that say where in the work: one page, several, something else."""
