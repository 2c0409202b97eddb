"""Facts of a document: the one function that puts together what the other modules read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from wikibrief.facts.citations import Citations
from wikibrief.facts.claims import read_claims
from wikibrief.facts.dates import Calendar, Found, find_dates, read_date
from wikibrief.facts.grammar import tag
from wikibrief.facts.infobox import Box, read_box
from wikibrief.facts.lexicon import Lexicon, guess, lexicon, lexicons
from wikibrief.facts.losses import Losses, read_losses
from wikibrief.facts.model import (
    Citation,
    Claim,
    DateSpan,
    Facts,
    Loss,
    Place,
    Side,
    Statement,
    Unread,
)
from wikibrief.facts.places import read_coordinates
from wikibrief.facts.prose import Sentence, sentences_of, strip
from wikibrief.facts.sides import read_belligerents, read_commanders, read_strength
from wikibrief.facts.sources import Speaker, find_source
from wikibrief.facts.timeline import statements_of
from wikibrief.facts.totals import totals_of
from wikibrief.facts.values import lines_of_value, words_of_value
from wikibrief.model.document import Document

__all__ = ["read_facts"]

FURTHER = frozenset({"displaced", "abducted", "detained"})
"""Categories of people who are in trouble but not lost."""
_OVERALL = ("killed", "wounded", "captured", "missing", "displaced", "abducted", "detained")


def read_facts(document: Document, reviews: Mapping[str, object] | None = None) -> Facts:
    """Read the facts of a document; ``reviews`` are a person's corrections, by key."""
    of_text = lexicon(document.language) if document.language else guess(_beginning(document))
    words = of_text or lexicons()["en"]
    box = read_box(document.infobox)
    date, unread = _date(box, words)
    numbers = sorted(
        {*box.sided.get("belligerents", {})}
        or {*box.sided.get("commanders", {}), *box.sided.get("strength", {})}
    )
    read = {
        number: read_losses(
            value, words, Calendar(date), civilian=bool(numbers) and number not in numbers
        )
        for number, value in sorted(box.sided.get("casualties", {}).items())
    }
    overall = _overall(box, words, date)
    for number, losses in read.items():
        unread += [_unread(f"casualties{number}", text, figures) for text, figures in losses.unread]
    for name, losses in overall:
        unread += [_unread(name, text, figures) for text, figures in losses.unread]
    citations = Citations(document, words)
    for number, losses in read.items():
        value = box.sided["casualties"][number]
        read[number] = _with_references(losses, citations.of_value(value))
    overall = [
        (name, _with_references(losses, citations.of_value(box.written[name])))
        for name, losses in overall
    ]
    claims = [*_of_infobox(read, overall, box, words)]
    timeline: list[Statement] = []
    if of_text is not None:
        _read_text(document, of_text, date, citations, claims, timeline, unread)
    return Facts(
        title=document.title,
        date=date,
        place=_words(box, "place"),
        coordinates=read_coordinates(document, box),
        part_of=_words(box, "part_of"),
        result=_first_line(box, "result"),
        sides=tuple(_side(box, number, read.get(number), words, date) for number in numbers),
        civilians=tuple(
            loss
            for losses in (*read.values(), *(each for _, each in overall))
            for loss in losses.civilians
        ),
        casualties=tuple(_all(overall))
        + tuple(
            loss
            for number, losses in read.items()
            if number not in numbers
            for loss in losses.losses
        ),
        claims=tuple(claim for claim in claims if claim.category not in FURTHER),
        further=tuple(claim for claim in claims if claim.category in FURTHER),
        timeline=tuple(timeline),
        totals=totals_of(claims),
        unread=tuple(unread),
    )


def _beginning(document: Document) -> str:
    """The first paragraphs, by which the language is known."""
    blocks = (
        *document.lead,
        *(block for section in document.sections[:3] for block in section.blocks),
    )
    return " ".join(strip(block[:4000])[0] for block in blocks[:12] if isinstance(block, str))[
        :4000
    ]


def _with_references(losses: Losses, cited: Callable[[str], tuple[Citation, ...]]) -> Losses:
    """Add to each loss the references of its line."""

    def add(each: tuple[Loss, ...]) -> tuple[Loss, ...]:
        return tuple(replace(loss, references=cited(loss.text)) for loss in each)

    return replace(losses, losses=add(losses.losses), civilians=add(losses.civilians))


def _of_infobox(
    read: Mapping[int, Losses],
    overall: Sequence[tuple[str, Losses]],
    box: Box,
    words: Lexicon,
) -> Iterator[Claim]:
    """The claims of the infobox itself; a side's own are of its belligerents."""
    for number, losses in read.items():
        value = box.sided.get("belligerents", {}).get(number, "")
        side = ", ".join(read_belligerents(value, words)) or None
        yield from _as_claims(losses, f"casualties{number}", side)
    for name, losses in overall:
        yield from _as_claims(losses, name, None)


def _as_claims(losses: Losses, name: str, side: str | None) -> Iterator[Claim]:
    place = Place(("infobox", name), 1, 1)
    for each, group in ((losses.losses, side), (losses.civilians, None)):
        for loss in each:
            yield Claim(
                loss.text,
                None,
                None,
                loss.category,
                loss.group or group,
                loss.quantity,
                loss.references,
                place,
            )


def _read_text(
    document: Document,
    words: Lexicon,
    date: DateSpan | None,
    citations: Citations,
    claims: list[Claim],
    timeline: list[Statement],
    unread: list[Unread],
) -> None:
    """Add the claims and dated statements of the text, and what was not understood."""
    when = Calendar(date)
    previous: tuple[tuple[Sentence, list[Found]], ...] = ()
    section: tuple[str, ...] | None = None
    for sentence in sentences_of(document, words):
        if sentence.place.section != section:
            section = sentence.place.section
            when.new_section()
        if sentence.place.sentence == 1:
            when.new_paragraph()
        dates = find_dates(sentence.text, words, when)
        timeline += statements_of(sentence, dates, citations)
        read = read_claims(sentence, dates, words, citations, partial(_speaker, previous, words))
        previous = ((sentence, dates), *previous[:2])
        claims += read.claims
        if read.unread is not None:
            unread.append(read.unread)


def _speaker(previous: Sequence[tuple[Sentence, list[Found]]], words: Lexicon) -> Speaker:
    """Find who spoke in the sentences before, for the pronouns of this one."""
    if not previous:
        return Speaker()
    sentence, dates = previous[0]
    row = tag(sentence.text, words, [(found.start, found.end) for found in dates])
    return find_source(row, words, partial(_speaker, previous[1:], words))


def _all(overall: list[tuple[str, Losses]]) -> list[Loss]:
    return [loss for _, losses in overall for loss in losses.losses]


def _side(
    box: Box, number: int, losses: Losses | None, words: Lexicon, date: DateSpan | None
) -> Side:
    def value(meaning: str) -> str:
        return box.sided.get(meaning, {}).get(number, "")

    return Side(
        belligerents=read_belligerents(value("belligerents"), words),
        commanders=read_commanders(value("commanders"), words),
        strength=read_strength(value("strength"), words, Calendar(date)),
        casualties=losses.losses if losses else (),
    )


def _overall(box: Box, words: Lexicon, date: DateSpan | None) -> list[tuple[str, Losses]]:
    """Losses that are given for no side, by the argument's name."""
    read: list[tuple[str, Losses]] = []
    if value := box.values.get("overall"):
        read.append((box.names["overall"], read_losses(value, words, Calendar(date))))
    for category in _OVERALL:
        if value := box.values.get(category):
            losses = read_losses(value, words, Calendar(date), default=category)
            read.append((box.names[category], losses))
    return read


def _date(box: Box, words: Lexicon) -> tuple[DateSpan | None, list[Unread]]:
    value = words_of_value(box.values.get("date", ""))
    date = read_date(value, words) if value else None
    if value and date is None:
        return None, [_unread("date", value, ())]
    return date, []


def _unread(name: str, text: str, figures: tuple[str, ...]) -> Unread:
    return Unread(text, figures, Place(("infobox", name), 1, 1))


def _words(box: Box, key: str) -> str | None:
    return words_of_value(box.values.get(key, "")) or None


def _first_line(box: Box, key: str) -> str | None:
    lines = lines_of_value(box.values.get(key, ""))
    return lines[0].text if lines else None
