"""Facts as tables: one row for an incident, one for a claim, and what their columns mean.

Columns that mean the same have the names of UCDP's Georeferenced Event Dataset. A figure is there
only where the article gives exactly one: where its claims differ, its cell is empty and ``low`` and
``high`` hold their range.
"""

from __future__ import annotations

import calendar
import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from wikibrief.facts.forms.deaths import Range, deaths_of
from wikibrief.facts.language.lexicon import lexicons
from wikibrief.facts.model import Claim, DateSpan, Facts, Included
from wikibrief.model.marking import Marking

__all__ = ["CLAIMS", "INCIDENTS", "Column", "Row", "claim_rows", "incident_row", "write_csv"]

Cell: TypeAlias = str | int | float | bool | None
Row: TypeAlias = Mapping[str, Cell]


class Column(NamedTuple):
    """A column: its name, its type in a Table Schema, and what it means."""

    name: str
    type: str
    description: str


_ARTICLE = (
    Column("id", "string", "The article's file, without its suffix"),
    Column("title", "string", "The article's title"),
    Column("marking", "string", "Who may read it: the article's marking, if it has one"),
)
"""What every row begins with, since tables mix articles and rows leave their tables."""
INCIDENTS = (
    *_ARTICLE,
    Column("date_start", "date", "The first day on which it may have happened"),
    Column("date_end", "date", "The last day on which it may have happened"),
    Column(
        "date_prec",
        "integer",
        "1: the day; 2: 2 to 6 days; 3: a week; 4: up to a month; 5: more than a month",
    ),
    Column("date", "string", "The date as EDTF, level 1"),
    Column("place", "string", "Where it happened, in the article's words"),
    Column("latitude", "number", "Degrees north"),
    Column("longitude", "number", "Degrees east"),
    Column("where_prec", "integer", "1: the place itself; 2: near it; empty without coordinates"),
    Column("part_of", "string", "The conflict that it is part of"),
    Column("result", "string", "How it ended, in the article's words"),
    Column("side_a", "string", "The belligerents of the first side"),
    Column("side_b", "string", "The belligerents of the second side"),
    Column("deaths_a", "integer", "Deaths of the first side"),
    Column("deaths_b", "integer", "Deaths of the second side"),
    Column("deaths_civilians", "integer", "Deaths of civilians"),
    Column("deaths_unknown", "integer", "Deaths of people of whom no side is known"),
    Column("best", "integer", "All deaths; empty where they are unknown, open or disputed"),
    Column("low", "integer", "The lowest number of all deaths"),
    Column("high", "integer", "The highest number of all deaths; empty where it is unknown"),
    Column("disputed", "boolean", "Whether claims of deaths differ"),
    Column("reviewed", "string", "The facts that a person has corrected"),
)
CLAIMS = (
    *_ARTICLE,
    Column("number", "integer", "The claim's number in the article, from 1"),
    Column("category", "string", "What happened to the people: killed, wounded, captured …"),
    Column("group", "string", "Who they were, in the article's words"),
    Column("cause", "string", "“disease” where people died of that or of hunger, else empty"),
    Column("low", "integer", "The lowest number; empty for “up to 20”"),
    Column("high", "integer", "The highest number; empty for “at least 20”"),
    Column("approximate", "boolean", "Whether the number is about right only"),
    Column("including", "string", "Some of them, by group, as far as the sentence says"),
    Column("source", "string", "Who says so, as named there; empty where the article itself does"),
    Column("speaker", "string", "The same, by one name throughout the article"),
    Column("date", "string", "The date of the statement, as EDTF"),
    Column("sentence", "string", "The sentence or the line that says so"),
    Column("references", "string", "The names of the references that support it"),
    Column("addresses", "string", "Their addresses"),
    Column("section", "string", "The headings above it"),
    Column("paragraph", "integer", "The number of its paragraph in the section, from 1"),
    Column("position", "integer", "The number of its sentence in the paragraph, from 1"),
)


def incident_row(name: str, facts: Facts, marking: Marking | None = None) -> Row:
    """Make the row of an article; ``name`` is its file without the suffix."""
    deaths = deaths_of(facts)
    first, last = _days(facts.date)
    place = facts.coordinates
    sides = [", ".join(side.belligerents) or None for side in facts.sides]
    side_a, side_b = (*sides, None, None)[:2]
    deaths_a, deaths_b = (*map(_exact, deaths.sides), None, None)[:2]
    return {
        **_article_cells(name, facts, marking),
        "date_start": first.isoformat() if first else None,
        "date_end": last.isoformat() if last else None,
        "date_prec": _precision(first, last),
        "date": facts.date.edtf if facts.date else None,
        "place": facts.place,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "where_prec": None if place is None else 2 if _is_near(facts.place) else 1,
        "part_of": facts.part_of,
        "result": facts.result,
        "side_a": side_a,
        "side_b": side_b,
        "deaths_a": deaths_a,
        "deaths_b": deaths_b,
        "deaths_civilians": _exact(deaths.civilians),
        "deaths_unknown": _exact(deaths.unknown),
        "best": _exact(deaths.all),
        "low": deaths.all.low if deaths.all else None,
        "high": deaths.all.high if deaths.all else None,
        "disputed": deaths.disputed,
        "reviewed": "; ".join(facts.reviewed) or None,
    }


def claim_rows(name: str, facts: Facts, marking: Marking | None = None) -> list[Row]:
    """Make the rows of an article's claims."""
    claims = (*facts.claims, *facts.further)
    article = _article_cells(name, facts, marking)
    return [{**article, **_claim_row(number, claim)} for number, claim in enumerate(claims, 1)]


def _article_cells(name: str, facts: Facts, marking: Marking | None) -> Row:
    return {"id": name, "title": facts.title, "marking": marking}


def _claim_row(number: int, claim: Claim) -> Row:
    return {
        "number": number,
        "category": claim.category,
        "group": claim.group,
        "cause": claim.cause,
        "low": claim.quantity.low,
        "high": claim.quantity.high,
        "approximate": claim.quantity.approximate,
        "including": "; ".join(map(_as_words, claim.including)) or None,
        "source": claim.source,
        "speaker": claim.speaker,
        "date": claim.date,
        "sentence": claim.sentence,
        "references": "; ".join(each.key for each in claim.references if each.key) or None,
        "addresses": " ".join(each.url for each in claim.references if each.url) or None,
        "section": " / ".join(claim.place.section) or None,
        "paragraph": claim.place.paragraph,
        "position": claim.place.sentence,
    }


def _as_words(included: Included) -> str:
    """Write a part of a claim as a text: "13 women", "up to 5 children"."""
    low, high = included.quantity.low, included.quantity.high
    number = str(low) if low == high else f"{low or 0}–{high or ''}"
    return f"{number} {included.group}"


def _exact(deaths: Range | None) -> int | None:
    """The number where there is exactly one."""
    return deaths.low if deaths and not deaths.open and deaths.low == deaths.high else None


def _days(date: DateSpan | None) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of a date."""
    if date is None:
        return None, None
    return _day(date.start, last=False), _day(date.end or date.start, last=True)


def _day(text: str, *, last: bool) -> dt.date | None:
    """The first or the last day of a year, month or day; None outside of Python's calendar."""
    try:
        year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
        month = month or (12 if last else 1)
        day = day or (calendar.monthrange(year, month)[1] if last else 1)
        return dt.date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        return None


def _precision(first: dt.date | None, last: dt.date | None) -> int | None:
    """How exact a date is, by UCDP's numbers."""
    if first is None or last is None or last < first:
        return None
    days = (last - first).days + 1
    return next(
        (number for most, number in ((1, 1), (6, 2), (7, 3), (31, 4)) if days <= most),
        5,
    )


def _is_near(place: str | None) -> bool:
    """Whether a place is only near what it names: "Near Kobé"."""
    beginnings = tuple(f"{word} " for each in lexicons().values() for word in each.list_of("near"))
    return place is not None and place.lower().startswith(beginnings)


_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that spreadsheets take for a formula."""


def write_csv(columns: Sequence[Column], rows: Iterable[Row]) -> str:
    """Write rows as CSV, as RFC 4180 wants it. No text in it is a formula to a spreadsheet."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow([_as_text(row[column.name]) for column in columns])
    return out.getvalue()


def _as_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    return "" if cell is None else str(cell).lower()
