"""Losses in an infobox: a value of ``casualties`` as categories and numbers.

A line is cut at its numbers; each number takes the words of loss that follow it ("20 killed or
missing"), or those before it where the line begins with one ("Killed: 20"). Numbers of things are
no losses here. The parts of a figure of the same category are left out; of another one they stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from wikibrief.facts.dates import Calendar, find_dates
from wikibrief.facts.grammar import Item, Row, category_of, tag
from wikibrief.facts.lexicon import Lexicon
from wikibrief.facts.model import Loss
from wikibrief.facts.values import Line, lines_of_value

__all__ = ["Losses", "read_losses"]

_LOSS = "KDIT"
_JOINS = "C,"


@dataclass(frozen=True, slots=True)
class Losses:
    """What a value says: losses of the side, losses of civilians, and lines that say neither."""

    losses: tuple[Loss, ...] = ()
    civilians: tuple[Loss, ...] = ()
    unread: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass
class _Reader:
    lexicon: Lexicon
    when: Calendar
    default: str | None
    losses: list[Loss] = field(default_factory=list)
    civilians: list[Loss] = field(default_factory=list)
    unread: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    heading: str | None = None
    of_civilians: bool = False
    totals: list[tuple[int, str]] = field(default_factory=list)
    """Depths and categories of the lines above."""
    noted: dict[int, int] = field(default_factory=dict)
    """How many figures of a list the notes have covered so far."""


def read_losses(
    value: str,
    lexicon: Lexicon,
    when: Calendar,
    *,
    default: str | None = None,
    civilian: bool = False,
) -> Losses:
    """Read a value; ``default`` is the category of a number without one, ``civilian`` whose it is."""
    reader = _Reader(lexicon, when, default)
    for line in lines_of_value(value):
        _line(line, reader, civilian=civilian)
    losses, civilians = _without_parts(reader.losses), _without_parts(reader.civilians)
    return Losses(tuple(losses), tuple(civilians), tuple(reader.unread))


def _without_parts(losses: Sequence[Loss]) -> list[Loss]:
    """Leave out the figures that add up to the one of their category before them."""
    whole: list[Loss] = []
    index = 0
    while index < len(losses):
        whole.append(losses[index])
        total, parts = losses[index].quantity.low, 0
        following = index + 1
        while total is not None and following < len(losses) and parts < total:
            if losses[following].category != losses[index].category:
                break
            parts += losses[following].quantity.low or total
            following += 1
        index = following if parts == total and following - index > 2 else index + 1
    return whole


def _line(line: Line, reader: _Reader, *, civilian: bool) -> None:
    lexicon = reader.lexicon
    dates = [(found.start, found.end) for found in find_dates(line.text, lexicon, reader.when)]
    row = tag(line.text, lexicon, dates)
    numbers = [index for index, item in enumerate(row.items) if item.tag == "Q"]
    categories = [item.category for item in row.items if item.tag in _LOSS]
    if not numbers:
        if line.text.startswith("("):
            _note(line, reader)
        if categories or reader.default:
            vague = [
                each.text for each in row.items if each.lower in lexicon.words("vague_numbers")
            ]
            if vague:
                reader.unread.append((line.text, tuple(vague)))
        _heading(line, row, categories, reader)
        return
    if line.heading:
        reader.heading, reader.of_civilians = None, False
    labelled = _is_labelled(row, numbers[0])
    found: list[Loss] = []
    missed: list[str] = []
    depth = 0
    for order, index in enumerate(numbers):
        end = numbers[order + 1] if order + 1 < len(numbers) else len(row.items)
        depth = _depth(row, index)
        read = _number(row, index, end, reader, labelled=labelled)
        if read is None:
            if depth and not found and not civilian and _is_whole(row, index, end):
                missed.append(row.items[index].text)
            continue
        category, group, is_civilian = read
        item = row.items[index]
        if category == "":
            missed.append(item.text)
            continue
        if _is_part(row, index, depth, category, found) or _is_listed(line, category, reader):
            continue
        assert item.quantity is not None  # noqa: S101  every Q has one
        about = item.quantity.approximate or _is_estimated(line.text, item, lexicon)
        quantity = replace(item.quantity, approximate=about)
        loss = Loss(category.removeprefix("?"), quantity, group, line.text)
        found.append(loss)
        mine = civilian or is_civilian or reader.of_civilians
        (reader.civilians if mine else reader.losses).append(loss)
    if missed:
        reader.unread.append((line.text, tuple(missed)))
    if line.text.endswith(")"):
        for losses in (reader.losses, reader.civilians):
            reader.noted[id(losses)] = len(losses)  # it has a note of its own
    reader.totals = [total for total in reader.totals if total[0] < line.depth]
    reader.totals += [(line.depth, loss.category) for loss in found]


def _is_whole(row: Row, index: int, end: int) -> bool:
    """Whether brackets hold a line's only number: "all captured (c. 300)"."""
    alone = row.tags.count("Q") == 1 and row.tags[end - 1 : end] == ")"
    return alone and not set("KDI").isdisjoint(row.tags)


def _is_estimated(text: str, item: Item, lexicon: Lexicon) -> bool:
    """Whether an estimate governs a number: a word of it is in the same sentence of the line."""
    start = max(text.rfind(". ", 0, item.start), text.rfind(";", 0, item.start)) + 1
    stops = [at for at in (text.find(". ", item.end), text.find(";", item.end)) if at >= 0]
    words = text[start : min(stops, default=len(text))].lower().replace(".", " ")
    return not lexicon.words("estimates").isdisjoint(re.split(r"[\s():,;]+", words))


def _note(line: Line, reader: _Reader) -> None:
    """Take a note on the figures above: "(Finnish estimates)" makes them approximate."""
    words = re.split(r"[\s():,;.]+", line.text.lower())
    about = not reader.lexicon.words("estimates").isdisjoint(words)
    for losses in (reader.losses, reader.civilians):
        first = reader.noted.get(id(losses), 0)
        if about:
            losses[first:] = [_approximate(loss) for loss in losses[first:]]
        reader.noted[id(losses)] = len(losses)


def _approximate(loss: Loss) -> Loss:
    return replace(loss, quantity=replace(loss.quantity, approximate=True))


def _heading(line: Line, row: Row, categories: list[str], reader: _Reader) -> None:
    """Take a line without numbers: a heading, or the category of the number above it."""
    civilians = any(item.lower in reader.lexicon.words("civilians") for item in row.items)
    only = all(item.tag in "KDITCA,:.()S" or item.tag == "P" for item in row.items)
    if categories and only and not civilians:
        category = category_of(categories)
        if line.heading or line.text.endswith(":"):
            reader.heading = category
            reader.of_civilians = False
            return
        target = reader.losses or reader.civilians
        if (
            target
            and category
            and target[-1].category == "casualties"
            and not _has_words(target[-1], reader)
        ):
            target[-1] = replace(
                target[-1], category=category, text=f"{target[-1].text} {line.text}"
            )
        return
    if line.heading or line.text.endswith(":"):
        reader.of_civilians = civilians
        reader.heading = category_of(categories) if categories and civilians else None
        if reader.heading == "casualties":
            reader.heading = None


def _has_words(loss: Loss, reader: _Reader) -> bool:
    return any(item.tag in "KDITPE" for item in tag(loss.text, reader.lexicon).items)


def _is_labelled(row: Row, first: int) -> bool:
    """Whether the line's words of loss are before their numbers: "Killed: 20"."""
    before = row.tags[:first].rstrip("SA(")
    label = before.rstrip(":")
    return (
        bool(label)
        and label[-1] in "KDT"
        and (before != label or len(label) == 1)
        and "Q" not in label
    )


def _depth(row: Row, index: int) -> int:
    before = row.tags[:index]
    return max(before.count("(") - before.count(")"), 0)


def _is_part(row: Row, index: int, depth: int, category: str, found: Sequence[Loss]) -> bool:
    """Whether a number is part of one of the same category in its line."""
    if not found:
        return False
    part = depth > 0 or "G" in row.tags[:index] or "R" in row.tags[max(0, index - 1) : index + 3]
    same = category.startswith("?") or any(loss.category == category for loss in found)
    return part and same


def _is_listed(line: Line, category: str, reader: _Reader) -> bool:
    """Whether a number is in a list under one of the same category."""
    return any(
        depth < line.depth and above == category.removeprefix("?") for depth, above in reader.totals
    )


def _number(
    row: Row, index: int, end: int, reader: _Reader, *, labelled: bool
) -> tuple[str, str | None, bool] | None:
    """What a number counts: category, group, and whether they are civilians; None for things.

    The category begins with ``?`` when it is the default's, and is empty when it is not understood.
    """
    segment = row.items[index + 1 : end]
    people: list[Item] = []
    losses: list[Item] = []
    words: list[Item] = []
    for item in segment:
        if item.tag == "E" and not losses:
            return None
        if (
            item.tag in ";"
            or (item.tag == ")" and _depth(row, index))
            or (item.tag == "(" and losses)
        ):
            break
        if item.tag in _LOSS and (not losses or not labelled):
            losses.append(item)
        elif item.tag == "L" and not losses:
            losses.append(item._replace(category="casualties"))
        elif item.tag == "O" and not losses:
            return None
        elif item.tag == "P" and not losses:
            people.append(item)
        elif item.tag == "W" and not losses:
            words.append(item)
        elif losses and item.tag not in "CA,KDIP":
            break
    civilians = any(
        item.lower in reader.lexicon.words("civilians") for item in (*people, *segment[:4])
    )
    group = _group([*words, *people], row)
    category = _category(row, index, losses, reader, labelled=labelled)
    if category is not None:
        return category, group, civilians
    if losses:
        return None  # the sick alone
    if people and row.tags[end - 1 : end] == "C" and end < len(row.items):
        shared = re.match(r"Q[WPA]*P[WA]*([KDI])", row.tags[end:])
        if shared:  # "3 officers and 45 men killed"
            return row.items[end + shared.end() - 1].category, group, civilians
    if people:
        return reader.default or reader.heading or "?casualties", group, civilians
    if _depth(row, index):
        return None  # "(2,000 in the 101st)": a part, or a note
    if (words and not _is_aside(segment, reader)) or row.tags[:index].endswith("C"):
        return "", None, False
    return reader.default or reader.heading or "?casualties", None, civilians


def _is_aside(segment: Sequence[Item], reader: _Reader) -> bool:
    """Whether the words after a number are a note on it: "68 (official toll)", "68 per AFP"."""
    first = segment[0]
    return first.tag in "(:,;)SY" or first.lower in reader.lexicon.words("attributing")


def _category(
    row: Row, index: int, losses: Sequence[Item], reader: _Reader, *, labelled: bool
) -> str | None:
    if labelled:
        label = row.tags[:index].rstrip(":SA(")
        run = re.search(r"(?:[KDT][CA,]*)+$", label)
        if run:
            of_run = row.items[run.start() : run.end()]
            return category_of([item.category for item in of_run if item.category])
    if losses:
        return category_of([item.category for item in losses])
    return None


def _group(items: Sequence[Item], row: Row) -> str | None:
    if not items:
        return None
    ordered = sorted(items, key=lambda item: item.start)
    return row.text[ordered[0].start : ordered[-1].end]
