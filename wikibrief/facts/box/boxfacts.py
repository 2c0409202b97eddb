"""What the infobox says: date, place, sides, losses, and its own claims."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from wikibrief.facts.box.infobox import BoxValues
from wikibrief.facts.box.losses import Losses, read_losses
from wikibrief.facts.box.sides import (
    read_belligerents,
    read_commanders,
    read_strength,
    unread_strength,
)
from wikibrief.facts.box.values import LONGEST_VALUE, lines_of_value, words_of_value
from wikibrief.facts.language.calendars import Calendar
from wikibrief.facts.language.datevalues import days_left, read_date
from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.model import Claim, DateSpan, Loss, Place, Side, Unread
from wikibrief.facts.text.citations import Citations

__all__ = ["BoxFacts", "read_box_facts"]

_LETTERS = re.compile(r"[^\W\d_]{2}|[^\W\d_a-zA-Z]")
"""What the name of a place has: two letters, or one of a script without small ones."""
_YEAR = re.compile(r"(?<!\d)(?:1\d|20)\d\d(?!\d)")
_LONGEST_DATE = 1_000
"""Characters of a date at most."""
_OVERALL = ("killed", "wounded", "captured", "missing", "displaced", "abducted", "detained")
"""Categories that an infobox may have an argument for, whatever the side."""


@dataclass(frozen=True, slots=True)
class BoxFacts:
    """The facts of an infobox, and what of it was not understood."""

    date: DateSpan | None
    place: str | None
    part_of: str | None
    result: str | None
    sides: tuple[Side, ...]
    civilians: tuple[Loss, ...]
    casualties: tuple[Loss, ...]
    claims: tuple[Claim, ...]
    unread: tuple[Unread, ...]


@dataclass(frozen=True, slots=True)
class _Counted:
    """The losses of one argument; ``side`` is its number, None where it is of no side."""

    name: str
    side: int | None
    losses: Losses


def read_box_facts(
    box: BoxValues,
    words: Lexicon,
    citations: Citations,
    title: str | None = None,
    *,
    foreign: bool = False,
) -> BoxFacts:
    """Read the facts of an infobox; the ``title`` may have the year of its date.

    ``foreign``: the words are those of another language, for want of its own.
    """
    when = words_of_value(box.values.get("date", ""))
    date = _date(when, title or "", words)
    numbers = _side_numbers(box)
    counted = [*_of_sides(box, numbers, words, date), *_of_all(box, words, date)]
    counted = [_with_references(each, box, citations) for each in counted]
    sides = tuple(_side(box, number, counted, words, date) for number in numbers)
    where = _words(box, "place")
    unread = _unread_date(when, date, words)
    if where and not _LETTERS.search(where):
        unread.append(_unread("place", where, ()))
        where = None
    unread += _wordless(box, dict(zip(numbers, sides, strict=True)))
    unread += _unread_strength(box, words, date)
    for each in counted:
        unread += [_unread(each.name, text, figures) for text, figures in each.losses.unread]
    unread += _unread_words(box, counted, {each.text for each in unread}) if foreign else ()
    return BoxFacts(
        date=date,
        place=where,
        part_of=_words(box, "part_of"),
        result=_first_line(box, "result"),
        sides=sides,
        civilians=tuple(loss for each in counted for loss in each.losses.civilians),
        casualties=tuple(
            loss for each in counted if each.side is None for loss in each.losses.losses
        ),
        claims=tuple(_claims(counted, dict(zip(numbers, sides, strict=True)))),
        unread=tuple(unread),
    )


def _date(when: str, title: str, words: Lexicon) -> DateSpan | None:
    if not 0 < len(when) <= _LONGEST_DATE:
        return None
    years = _YEAR.findall(title)
    date = read_date(when, words)
    if date is None and len(years) == 1 and not _YEAR.search(when):
        return read_date(f"{when} {years[0]}", words)
    return date


def _unread_date(when: str, date: DateSpan | None, words: Lexicon) -> list[Unread]:
    """Report a date that is not read, or of which the month or year alone is."""
    if not when:
        return []
    if date is None:
        return [_unread("date", when, ())]
    ends = filter(None, (date.start, date.end))
    coarse = any(len(end.lstrip("-")) < len("2000-01-01") for end in ends)
    left = days_left(when, words) if coarse else ()
    return [_unread("date", when, left)] if left else []


def _wordless(box: BoxValues, sides: Mapping[int, Side]) -> Iterator[Unread]:
    """Report values of sides that read as nothing: their words are in unknown transclusions."""
    for part in ("belligerents", "commanders", "strength", "casualties"):
        for number, value in sorted(box.sided.get(part, {}).items()):
            side = sides.get(number)
            if side is not None and not getattr(side, part) and _is_wordless(value):
                yield _unread(f"{part}{number}", " ".join(value.split()), ())
    for meaning in ("date", "place", "overall", *_OVERALL):
        value = box.values.get(meaning, "")
        if _is_wordless(value):
            yield _unread(box.names[meaning], " ".join(value.split()), ())


def _is_wordless(value: str) -> bool:
    hides = len(value) > LONGEST_VALUE or _OPENS.search(value) is not None
    return hides and not words_of_value(value)


_OPENS = re.compile(r"\{\{(?!\s*(?:[fF]lag|-\s*\}))")
"""A transclusion that may have words of its own."""


def _unread_strength(box: BoxValues, words: Lexicon, date: DateSpan | None) -> Iterator[Unread]:
    """Report the numbers of sides' strength that gave no figure."""
    for number, value in sorted(box.sided.get("strength", {}).items()):
        for text, figures in unread_strength(value, words, date):
            yield _unread(f"strength{number}", text, figures)


def _unread_words(
    box: BoxValues, counted: Sequence[_Counted], listed: Collection[str]
) -> Iterator[Unread]:
    """Report losses without a figure in a language of which the words for numbers are not known."""
    for each in counted:
        found = {loss.text for loss in (*each.losses.losses, *each.losses.civilians)}
        for line in lines_of_value(box.written.get(each.name, "")):
            if not any(line.text in text for text in (*found, *listed)):
                yield _unread(each.name, line.text, ())


def _side_numbers(box: BoxValues) -> list[int]:
    """The sides are those with belligerents, commanders or strength; losses alone make none.

    Where one of two is named the losses of the other are a side's, too: not of civilians.
    """
    parts = ("belligerents", "commanders", "strength")
    numbers = {number for part in parts for number in box.sided.get(part, ())}
    if numbers:
        numbers |= {number for number in box.sided.get("casualties", ()) if number <= _TWO}
    return sorted(numbers)


_TWO = 2
"""Parties that a fight has at least; what is numbered after them may be of civilians."""


def _of_sides(
    box: BoxValues, numbers: Sequence[int], words: Lexicon, date: DateSpan | None
) -> Iterator[_Counted]:
    """The losses by side; what is numbered like a side but is none is of civilians."""
    for number, value in sorted(box.sided.get("casualties", {}).items()):
        civilian = bool(numbers) and number not in numbers
        losses = read_losses(value, words, Calendar(date), civilian=civilian)
        yield _Counted(f"casualties{number}", number if number in numbers else None, losses)


def _of_all(box: BoxValues, words: Lexicon, date: DateSpan | None) -> Iterator[_Counted]:
    """The losses that are given for no side."""
    for meaning in ("overall", *_OVERALL):
        if value := box.values.get(meaning):
            default = None if meaning == "overall" else meaning
            losses = read_losses(value, words, Calendar(date), default=default)
            yield _Counted(box.names[meaning], None, losses)


def _with_references(counted: _Counted, box: BoxValues, citations: Citations) -> _Counted:
    """Add to each loss the references of its line."""
    read = counted.losses
    if not read.losses and not read.civilians:
        return counted
    cited = citations.of_value(box.written.get(counted.name, ""))

    def add(losses: tuple[Loss, ...]) -> tuple[Loss, ...]:
        return tuple(replace(loss, references=cited(loss.text)) for loss in losses)

    return replace(
        counted, losses=replace(read, losses=add(read.losses), civilians=add(read.civilians))
    )


def _side(
    box: BoxValues, number: int, counted: Sequence[_Counted], words: Lexicon, date: DateSpan | None
) -> Side:
    def value(meaning: str) -> str:
        return box.sided.get(meaning, {}).get(number, "")

    return Side(
        belligerents=read_belligerents(value("belligerents"), words),
        commanders=read_commanders(value("commanders"), words),
        strength=read_strength(value("strength"), words, date),
        casualties=tuple(
            loss for each in counted if each.side == number for loss in each.losses.losses
        ),
    )


def _claims(counted: Sequence[_Counted], sides: dict[int, Side]) -> Iterator[Claim]:
    """The claims of the infobox itself; a side's own losses are of its belligerents."""
    for each in counted:
        side = sides.get(each.side) if each.side is not None else None
        group = ", ".join(side.belligerents) or None if side else None
        place = Place(("infobox", each.name), 1, 1)
        yield from (_claim(loss, group, place) for loss in each.losses.losses)
        yield from (_claim(loss, None, place) for loss in each.losses.civilians)


def _claim(loss: Loss, group: str | None, place: Place) -> Claim:
    return Claim(
        sentence=loss.text,
        source=None,
        date=None,
        category=loss.category,
        group=loss.group or group,
        quantity=loss.quantity,
        references=loss.references,
        place=place,
    )


def _unread(name: str, text: str, figures: tuple[str, ...]) -> Unread:
    return Unread(text, figures, Place(("infobox", name), 1, 1))


def _words(box: BoxValues, key: str) -> str | None:
    return words_of_value(box.values.get(key, "")) or None


def _first_line(box: BoxValues, key: str) -> str | None:
    lines = lines_of_value(box.values.get(key, ""))
    return lines[0].text if lines else None
