"""Losses in an infobox: a value of ``casualties`` as categories and numbers.

A line is cut at its numbers; each number takes the words of loss that follow it ("20 killed or
missing"), or those before it where the line begins with one ("Killed: 20"). Numbers of things are
no losses here. The parts of a figure of the same category are left out; of another one they stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from wikibrief.facts.box.leftovers import glued_numbers, left_numbers
from wikibrief.facts.box.segments import (
    LOSS,
    Segment,
    after_brackets,
    are_civilians,
    depth_of,
    estimated_spans,
    find_shared_category,
    group_of,
    is_alone,
    is_labelled,
    is_total,
    is_unsaid,
    label_of,
    named_before,
    numbers_in,
    read_segment,
)
from wikibrief.facts.box.values import Line, lines_of_value
from wikibrief.facts.language.calendars import Calendar
from wikibrief.facts.language.dates import find_dates
from wikibrief.facts.language.grammar import (
    LONGEST,
    Item,
    TaggedSentence,
    category_of,
    is_counting,
    tag,
)
from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.language.tokens import FIGURE, Token, tokenize
from wikibrief.facts.model import Loss

__all__ = ["Losses", "read_losses"]


@dataclass(frozen=True, slots=True)
class Losses:
    """What a value says: losses of the side, losses of civilians, and lines that say neither."""

    losses: tuple[Loss, ...] = ()
    civilians: tuple[Loss, ...] = ()
    unread: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class _Counted:
    """What a number counts: without a ``category`` it is not understood; ``own`` if it names it."""

    category: str | None
    group: str | None = None
    civilians: bool | None = None
    """True for civilians, False for those who fight, None for others."""
    own: bool = False


def read_losses(
    value: str,
    lexicon: Lexicon,
    when: Calendar,
    *,
    default: str | None = None,
    civilian: bool = False,
) -> Losses:
    """Read a value.

    ``default`` is the category of a number that names none; ``civilian``: all are civilians.
    """
    reader = _Reader(lexicon, when, default, civilian=civilian)
    for line in _joined(lines_of_value(value), lexicon):
        reader.read(line)
    losses, civilians = _without_parts(reader.losses), _without_parts(reader.civilians)
    return Losses(tuple(losses), tuple(civilians), tuple(reader.unread))


def _joined(lines: Iterable[Line], lexicon: Lexicon) -> Iterator[Line]:
    """Join what goes on after a line break: "250 dead<br>or missing"."""
    before: Line | None = None
    for line in lines:
        if before is not None and line.depth > before.depth > 0:
            before = replace(before, heads_list=True)
        if before is not None and _goes_on(before.text, line.text, lexicon):
            before = replace(before, text=f"{before.text} {line.text}")
            continue
        if before is not None:
            yield before
        before = line
    if before is not None:
        yield before


def _goes_on(above: str, line: str, lexicon: Lexicon) -> bool:
    tokens = tokenize(line)
    if not tokens or any(token.kind == "number" for token in tokens):
        return False
    conjunctions = lexicon.phrases("conjunctions")
    words = tokenize(above[-_END_OF_LINE:])
    ends = above.endswith((",", "/")) or conjunctions.before(words, len(words)) is not None
    return ends or conjunctions.at(tokens, 0) is not None or _lacks_loss(above, tokens[0], lexicon)


def _lacks_loss(above: str, first: Token, lexicon: Lexicon) -> bool:
    """Whether a number and what happened are on two lines: "575 medical<br>casualties"."""
    found = lexicon.tagged.at([first], 0)
    is_loss = found is not None and found[1][:1] in LOSS and first.text.islower()
    return is_loss and re.fullmatch("Q[AWP]*", tag(above, lexicon).tags) is not None


_END_OF_LINE = 40


def _without_parts(losses: Sequence[Loss]) -> list[Loss]:
    """Leave out the figures that add up to the one of their category before them."""
    whole: list[Loss] = []
    rest = list(losses)
    while rest:
        total, *rest = rest
        whole.append(total)
        parts = _parts_of(total, rest)
        rest = [each for at, each in enumerate(rest) if at not in parts]
    return whole


def _parts_of(total: Loss, following: Sequence[Loss]) -> frozenset[int]:
    """Which of the next figures of its category add up to a figure: at least two."""
    parts: list[int] = []
    added = 0
    for at, each in enumerate(following):
        if each.category == total.category and total.quantity.low is not None:
            parts.append(at)
            added += each.quantity.low or total.quantity.low
            if added >= total.quantity.low:
                break
    return frozenset(parts if added == total.quantity.low and len(parts) > 1 else ())


class _Reader:
    """Reads the lines of a value one after the other: a line may be about the ones above it."""

    def __init__(
        self, lexicon: Lexicon, when: Calendar, default: str | None, *, civilian: bool
    ) -> None:
        self.losses: list[Loss] = []
        self.civilians: list[Loss] = []
        self.unread: list[tuple[str, tuple[str, ...]]] = []
        self._lexicon, self._when = lexicon, when
        self._default, self._civilian = default, civilian
        self._heading: str | None = None
        self._of_civilians = False
        self._estimated = False  # by the heading
        self._of_things = ""  # the tags of the heading, which may be of things
        self._heading_depth: int | None = None  # of the item that heads the list, if one does
        self._above: list[tuple[int, str]] = []  # depths and categories of the lines above
        self._has_parts = False  # whether the line above says that its parts follow
        self._noted = (0, 0)  # how many losses, and of civilians, have the notes on them

    def read(self, line: Line) -> None:
        """Read a line."""
        if len(line.text) > LONGEST:
            figures = tuple(number[0] for number in FIGURE.finditer(line.text))
            self.unread.append((line.text, figures))
            return
        found = find_dates(line.text, self._lexicon, self._when)
        row = tag(line.text, self._lexicon, [(date.start, date.end) for date in found])
        if self._heading_depth is not None and line.depth <= self._heading_depth:
            self._heading, self._of_civilians, self._heading_depth = None, False, None
            self._of_things, self._estimated = "", False
        known = len(self.losses) + len(self.civilians)
        listed = len(self.unread)
        if line.cell and "Q" in row.tags:
            self.unread.append((line.text, left_numbers(row, counts=True)))
            return
        self._read_row(line, row)
        if len(self.unread) == listed:
            silent = len(self.losses) + len(self.civilians) == known and "Q" not in row.tags
            if left := left_numbers(row) if silent else glued_numbers(row):
                self.unread.append((line.text, left))

    def _read_row(self, line: Line, row: TaggedSentence) -> None:
        if not {"Q", "q"}.isdisjoint(row.tags):
            self._read_numbers(line, row)
        else:
            self._read_words(line, row)

    def _read_numbers(self, line: Line, row: TaggedSentence) -> None:
        if line.heading:
            self._heading, self._of_civilians, self._of_things = None, False, ""
            self._estimated = False
        numbers = numbers_in(row, self._lexicon)
        labelled = bool(numbers) and is_labelled(row, numbers[0])
        estimated = estimated_spans(row.text, self._lexicon)
        found: list[Loss] = []
        missed: list[str] = []
        for index, end in pairwise((*numbers, len(row.items))):
            counted = self._count(row, index, end, labelled=labelled, own=bool(found))
            if counted is None:
                if not found and is_alone(row, index):
                    missed.append(row.items[index].text)
            elif counted.category is None:
                missed.append(row.items[index].text)
            elif not _is_part(row, index, counted, found) and not self._is_listed(line, counted):
                found.append(self._loss(row, index, counted, line.flag, estimated))
        says_nothing = not found and any(item.tag in LOSS for item in row.items)
        missed += [
            item.text
            for index, item in enumerate(row.items)
            if item.tag == "q"
            and (item.quantity or says_nothing or is_counting(row, index) or is_total(row, index))
            and item.text != "0"
        ]
        if missed:
            self.unread.append((line.text, tuple(missed)))
        if line.text.endswith(")"):
            self._noted = len(self.losses), len(self.civilians)  # it has a note of its own
        self._above = [above for above in self._above if above[0] < line.depth]
        self._above += [(line.depth, loss.category) for loss in found]
        if found:
            self._has_parts = line.text.endswith(":")

    def _loss(
        self,
        row: TaggedSentence,
        index: int,
        counted: _Counted,
        flag: str | None,
        estimated: Sequence[tuple[int, int]],
    ) -> Loss:
        """Add the loss of a number; a flag without a name says whose it is."""
        quantity = row.items[index].quantity
        assert quantity is not None  # noqa: S101  every Q has one
        assert counted.category is not None  # noqa: S101
        offset = row.items[index].start
        if self._estimated or any(start <= offset < end for start, end in estimated):
            quantity = replace(quantity, approximate=True)
        loss = Loss(counted.category, quantity, counted.group or flag, row.text)
        civilians = counted.civilians
        if civilians is None:
            civilians = self._civilian or self._of_civilians
        (self.civilians if civilians else self.losses).append(loss)
        return loss

    def _is_listed(self, line: Line, counted: _Counted) -> bool:
        """Whether a number is in a list under one of the same category, or names none.

        The list may be lines: "1,300 killed:", "*52 officers*", "*727 regulars*".
        """
        return (self._has_parts and not counted.own) or any(
            depth < line.depth and (category == counted.category or not counted.own)
            for depth, category in self._above
        )

    # --- what a number counts

    def _count(
        self, row: TaggedSentence, index: int, end: int, *, labelled: bool, own: bool
    ) -> _Counted | None:
        """What a number counts; None for things, for parts, and for people to whom nothing is.

        ``own``: a number before it in its line has a category.
        """
        segment = read_segment(row, index, end, labelled=labelled)
        if segment is None:
            return None
        if is_unsaid(row, index, self._lexicon) or self._is_of_things(row, index, segment):
            return _Counted(None)
        near = (*segment.people, *row.items[index + 1 : min(end, index + 5)], *named_before(row))
        civilians = are_civilians(near, self._lexicon)
        group = group_of([*segment.words, *segment.people], row, self._lexicon)
        category = label_of(row, index) if labelled else after_brackets(row, index)
        category = category or category_of([item.category for item in segment.losses])
        if category is not None:
            return _Counted(category, group, civilians, own=True)
        if segment.losses:
            return None  # the sick alone
        if self._is_of_above(row, index):
            return None
        if segment.people:
            if row.tags[end - 1 : end + 1].endswith("R") or ",R" in row.tags[index:end]:
                return _Counted(None)  # "300 men, of whom 20 were killed"
            category = find_shared_category(row, end) or self._of_line
            return _Counted(category, group, civilians)
        if depth_of(row, index):
            # "(HRW: 70)" is another count, "(2,000 in the 101st)" a part.
            is_named = ":" in row.tags[row.tags.rfind("(", 0, index) : index]
            return _Counted(None) if is_named else None
        joined = row.tags[:index].endswith("C") or (own and row.tags[index - 1 : index] == ",")
        if joined or (segment.words and not self._is_note(row.items[index + 1])):
            return _Counted(None)
        return _Counted(self._of_line, None, civilians)

    def _is_of_things(self, row: TaggedSentence, index: int, segment: Segment) -> bool:
        """Whether a number may be of things that are named before it: "*Tanks*: 20"."""
        if segment.losses or segment.people:
            return False
        label = named_before(row)
        if any(item.lower in self._lexicon.words("unit_words") for item in label):
            return False
        named = label[-1:] if label and label[-1].start < row.items[index].start else ()
        before = "".join(item.tag for item in label) if named else ""
        return _ENDS_WITH_THINGS.search(before or self._of_things) is not None

    def _is_of_above(self, row: TaggedSentence, index: int) -> bool:
        """Whether a number is a part of the line above: "(13 Malians)", "including 5 officers"."""
        part = row.tags[0] in "(GR" and ":" not in row.tags[:index]
        return bool(self.losses or self.civilians) and (
            part or row.tags[index + 1 : index + 2] == "R"
        )

    @property
    def _of_line(self) -> str:
        """The category of a number that names none."""
        return self._default or self._heading or "casualties"

    def _is_note(self, item: Item) -> bool:
        """Whether a note on a number begins: "68 (official toll)", "68 per AFP"."""
        return item.tag in "(:,;)SY." or item.lower in self._lexicon.words("attributing")

    # --- lines without numbers

    def _read_words(self, line: Line, row: TaggedSentence) -> None:
        """Read a line without numbers: a note, a heading, or the category of the number above."""
        if line.text.startswith("("):
            self._read_note(line)
        categories = [item.category for item in row.items if item.tag in LOSS]
        vague = (
            self._lexicon.words("vague_numbers") | self._lexicon.numbers_of("multipliers").keys()
        )
        figures = tuple(item.text for item in row.items if item.lower in vague)
        things = "E" in row.tags and not categories
        if figures and not (things or self._lexicon.words("nothing").issuperset(figures)):
            self.unread.append((line.text, figures))
        civilians = any(item.lower in self._lexicon.words("civilians") for item in row.items)
        heads = line.heading or line.heads_list or line.text.endswith(":")
        self._has_parts &= not heads
        if line.heads_list:
            self._heading_depth = line.depth
        if heads:
            self._estimated = bool(estimated_spans(row.text, self._lexicon))
            units = any(item.lower in self._lexicon.words("unit_words") for item in row.items)
            self._of_things = "" if units else row.tags
        if categories and not civilians and re.fullmatch(r"[KDITCAPS,:.()]+", row.tags):
            if heads:
                self._heading, self._of_civilians = category_of(categories), False
            else:
                self._complete(line, category_of(categories))
        elif heads:
            heading = category_of(categories) if civilians else None
            self._heading = None if heading == "casualties" else heading
            self._of_civilians = civilians

    def _read_note(self, line: Line) -> None:
        """Read a note on the figures above: "(Finnish estimates)" makes them approximate."""
        words = re.split(r"[\s():,;.]+", line.text.lower())
        if not self._lexicon.words("estimates").isdisjoint(words):
            for losses, first in zip((self.losses, self.civilians), self._noted, strict=True):
                losses[first:] = map(_approximate, losses[first:])
        self._noted = len(self.losses), len(self.civilians)

    def _complete(self, line: Line, category: str | None) -> None:
        """Give the number on the line above the category that this one names."""
        target = self.losses or self.civilians
        if not target or category is None or target[-1].category != "casualties":
            return
        named = {item.tag for item in tag(target[-1].text, self._lexicon).items}
        if named.isdisjoint("KDITPE"):
            text = f"{target[-1].text} {line.text}"
            target[-1] = replace(target[-1], category=category, text=text)


_ENDS_WITH_THINGS = re.compile("^[^PD]*E[KL]?:?$")


def _is_part(row: TaggedSentence, index: int, counted: _Counted, found: Sequence[Loss]) -> bool:
    """Whether a number is part of one of the same category in its line."""
    before = row.tags[:index]
    near = row.tags[max(0, index - 1) : index + 3]
    if not found or not (depth_of(row, index) or "G" in before or "R" in near):
        return False
    quantity, whole = row.items[index].quantity, found[-1].quantity
    if quantity and (quantity.low or 0) > (whole.high or whole.low or 0):
        return False  # "60+ killed (HRW: 100 killed)"
    return not counted.own or any(loss.category == counted.category for loss in found)


def _approximate(loss: Loss) -> Loss:
    return replace(loss, quantity=replace(loss.quantity, approximate=True))
