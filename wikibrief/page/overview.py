"""Overview: what an article says at a glance → the figures, claims and events of its first page.

A pure function of its facts. Nothing is chosen where sources disagree, and nothing is said that the
facts do not say: what an article does not have is empty here. Of an incident, every figure of the
text is about it; of what lasted longer only those of the infobox and the lead are, for the text
counts many things.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter

from wikibrief.facts.model import CitedReference, Claim, DateSpan, Facts, Quantity, Statement, Total
from wikibrief.facts.names import group_of_several
from wikibrief.facts.totals import key_of, side_by_side, totals_of
from wikibrief.languages import number, short_date, span
from wikibrief.templating.environment import Markup

__all__ = ["Event", "KeyFigure", "Overview", "Said", "Wording", "group_of", "make_overview"]

_LONGEST_INCIDENT = dt.timedelta(days=7)
_AFTER = dt.timedelta(days=366)
"""How long after an incident its timeline goes on."""
_MOST_FIGURES, _MOST_CLAIMS, _MOST_EVENTS = 4, 10, 6
_LONGEST_LABEL, _MOST_NAMES = 60, 3
"""Letters: two lines under a large figure."""
_ORDER = (
    "killed",
    "killed_or_wounded",
    "killed_or_missing",
    "killed_or_captured",
    "wounded",
    "missing",
    "captured",
)
_DAY = len("2025-02-07")
_OWN = {"article", "infobox"}


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A large figure: a number or range, what it counts, and who gives its ends.

    ``counts`` is what it counts whatever the language, as ``key_of`` a claim.
    """

    number: str
    label: str
    note: str
    is_disputed: bool
    counts: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says: a row of the table of claims.

    ``share`` is its part of the largest number, in percent, for a bar; ``is_open`` where it is only
    one end ("at least"). ``is_first`` where the row before is of another source or day.
    """

    source: str
    address: str | None
    date: str
    number: str
    share: int
    is_open: bool
    category: str
    label: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class Event:
    """A dated sentence of the article, as it is."""

    date: str
    sentence: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page shows at a glance; ``further`` counts the claims that have no room."""

    figures: tuple[KeyFigure, ...] = ()
    claims: tuple[Said, ...] = ()
    further: int = 0
    events: tuple[Event, ...] = ()


def make_overview(facts: Facts, words: Mapping[str, object]) -> Overview:
    """Make the overview of an article, in the language of the words around it."""
    say = Wording(words, facts.date)
    is_incident = _is_incident(facts.date)
    claims = [each for each in facts.claims if is_incident or _is_about_all(each)]
    said = _rows_of([each for each in claims if each.source], say)
    shown = said[:_MOST_CLAIMS] if len(said) > 1 else []
    return Overview(
        tuple(_figures_of(claims, facts, say)),
        tuple(shown),
        len(said) - len(shown) if shown else 0,
        tuple(_events_of(facts, say)) if is_incident else (),
    )


def _is_incident(date: DateSpan | None) -> bool:
    if date is None or date.precision != "day":
        return False
    start, end = _day_of(date.start), _day_of(date.end or date.start)
    return start is not None and end is not None and end - start <= _LONGEST_INCIDENT


def _is_about_all(claim: Claim) -> bool:
    """Whether a claim is about all that the article is about."""
    return claim.place.section == () or claim.is_of_infobox


class Wording:
    """The words of the page: numbers, dates and losses as its language writes them."""

    def __init__(self, words: Mapping[str, object], date: DateSpan | None = None) -> None:
        self._words = words
        self.language = str(words["language"])
        self._year = date.start[:4] if date else None

    def word(self, key: str, **values: object) -> str:
        """A word of the page, which is HTML: what is filled in is escaped."""
        return Markup(self._words[key]).format(**values)

    def count(self, value: int) -> str:
        """Write a number."""
        return number(value, self.language)

    def quantity(self, low: int | None, high: int | None, *, approximate: bool = False) -> str:
        """A number as its source has it: in figures, so that it is short."""
        if low is not None and high is not None:
            text = self.count(low) if low == high else f"{self.count(low)}–{self.count(high)}"
            return self.word("about_number", number=text) if approximate else text
        if low is not None:
            return f"{self.count(low)}+"
        return self.word("up_to", number=self.count(high or 0))

    def loss(self, category: str, group: str | None, cause: str | None = None) -> str:
        """Say whom a number counts: "civilians killed", "soldiers died of disease or hunger"."""
        name = f"loss_of_{cause}" if cause else f"loss_{category}"
        loss = self.word(name) if name in self._words else category
        if not group:
            return loss
        return self.word("figure", group=_shorten(group, _LONGEST_LABEL - len(loss)), loss=loss)

    def date(self, text: str) -> str:
        """A date or span of EDTF; the year where it is not that of the article."""
        start, _, end = text.partition("/")
        first, last = _day_of(start), _day_of(end or start)
        if first is None or last is None:
            return span(text, self.language, length="short")
        if first == last:
            return self._short(first)
        if (first.year, first.month) == (last.year, last.month) and self.language[:2] == "en":
            return f"{first.day}–{self._short(last)}"
        return f"{self._short(first)} – {self._short(last)}"

    def _short(self, date: dt.date) -> str:
        is_other = self._year is not None and str(date.year) != self._year
        return short_date(date, self.language, parts="yMMMd" if is_other else "MMMd")


def _shorten(group: str, longest: int) -> str:
    """Leave out the last parties of a group: of many all but two, of some those that do not fit."""
    names = group.split(", ")
    if len(names) > _MOST_NAMES:
        del names[_MOST_NAMES - 1 :]
    while len(names) > 1 and len(", ".join(names)) > longest:
        names.pop()
    text = ", ".join(names)
    if len(text) > longest:
        text = text[:longest].rpartition(" ")[0] or text[:longest]
    return text if text == group else f"{text} …"


def _day_of(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if len(text) == _DAY else None
    except ValueError:
        return None


# ----------------------------------------------------------------------------------------- figures


def _figures_of(claims: list[Claim], facts: Facts, say: Wording) -> Iterable[KeyFigure]:
    """The totals that the infobox gives, else those of the lead; civilians first.

    Other claims widen their ranges, and are no figures by themselves.
    """
    civilians = {"civilians"} | {(each.group or "").lower() for each in facts.civilians}
    heads = [each for each in claims if each.is_of_infobox] or [
        each for each in claims if _is_about_all(each)
    ]
    unclear = side_by_side(
        (key_of(each), each.quantity) for each in heads if each.is_of_infobox and not each.speaker
    )
    keys = {key_of(each) for each in heads} - unclear
    totals = [each for each in totals_of(claims) if key_of(each) in keys]

    def rank(total: Total) -> tuple[bool, int]:
        order = _ORDER.index(total.category) if total.category in _ORDER else len(_ORDER)
        return (total.group or "").lower() not in civilians, order

    totals.sort(key=rank)
    for total in totals[:_MOST_FIGURES]:
        text = say.quantity(total.low, total.high)
        label = say.loss(total.category, total.group, total.cause)
        yield KeyFigure(text, label, _note_of(total, say), total.disputed, key_of(total))


def _note_of(total: Total, say: Wording) -> str:
    """Who gives the ends of a range; who gives the number, where somebody is named."""
    lowest, highest = _name(total.lowest, say), _name(total.highest, say)
    if not total.disputed or total.low is None or total.high is None or total.low == total.high:
        named = [each for each in (*total.lowest, *total.highest) if each not in _OWN]
        note = named[0] if named else ""
        return say.word("disputed") if total.disputed and not note else note
    ends = (lowest, say.count(total.low), highest, say.count(total.high))
    return Markup("{}: {} {}, {} {}").format(say.word("disputed"), *ends)


def _name(sources: tuple[str, ...], say: Wording) -> str:
    """Name who says so: a source where there is one, else the article itself."""
    return next((each for each in sources if each not in _OWN), say.word("article_says"))


# ------------------------------------------------------------------------------------------ claims


def _rows_of(claims: list[Claim], say: Wording) -> list[Said]:
    """A row for each claim, those of one source and day together; no claim twice."""
    together: dict[tuple[str, str | None], dict[object, Claim]] = {}
    for claim in claims:
        rows = together.setdefault((claim.speaker or "", claim.date), {})
        rows.setdefault((*key_of(claim), claim.quantity), claim)
    sizes = [_size(claim.quantity) for rows in together.values() for claim in rows.values()]
    most = max(sizes, default=0) or 1
    return [
        Said(
            source=source,
            address=_address_of(claim.references),
            date=say.date(date) if date else "",
            number=say.quantity(
                claim.quantity.low, claim.quantity.high, approximate=claim.quantity.approximate
            ),
            share=max(1, round(100 * _size(claim.quantity) / most)),
            is_open=claim.quantity.low is None or claim.quantity.high is None,
            category=claim.category,
            label=say.loss(claim.category, group_of(claim), claim.cause),
            is_first=index == 0,
        )
        for (source, date), rows in together.items()
        for index, claim in enumerate(rows.values())
    ]


def group_of(claim: Claim) -> str | None:
    """The group in the plural, unless it is one person, or that of a noun: "Soviet casualties"."""
    if claim.group is None or claim.category == "casualties" or claim.quantity.high == 1:
        return claim.group
    return group_of_several(claim.group)


def _size(quantity: Quantity) -> int:
    return quantity.high if quantity.high is not None else quantity.low or 0


def _address_of(references: Iterable[CitedReference]) -> str | None:
    return next((each.url for each in references if each.url), None)


# ------------------------------------------------------------------------------------------ events


def _events_of(facts: Facts, say: Wording) -> list[Event]:
    """The dated sentences after the first paragraph, which is read right before; none if too many.

    A part of them would be a choice.
    """
    first = _day_of(facts.date.start) if facts.date else None
    days: dict[str, list[Statement]] = {}
    for statement in facts.timeline:
        date = _day_of(statement.date.partition("/")[0])
        is_first_paragraph = statement.place.section == () and statement.place.paragraph == 1
        if date and first and not is_first_paragraph and first <= date <= first + _AFTER:
            days.setdefault(statement.sentence, []).append(statement)
    if not 1 < len(days) <= _MOST_EVENTS:
        return []
    spans = [(_span_of(each), each[0]) for each in days.values()]
    events = sorted(spans, key=itemgetter(0))
    return [
        Event(say.date(span), statement.sentence, _address_of(statement.references))
        for span, statement in events
    ]


def _span_of(statements: list[Statement]) -> str:
    dates = sorted(part for each in statements for part in each.date.split("/"))
    return dates[0] if dates[0] == dates[-1] else f"{dates[0]}/{dates[-1]}"
