"""Contradictions worth a look: where what the article says as data does not fit together.

They are notes: sources differ, and an article may be right to say so. Only what the article says
itself is compared, never what it says that others say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wikibrief.facts.language.calendars import Calendar, is_in_order
from wikibrief.facts.language.dates import find_dates
from wikibrief.facts.language.datevalues import read_reversed
from wikibrief.facts.language.grammar import tag
from wikibrief.facts.language.lexicon import Lexicon, lexicons
from wikibrief.facts.language.tokens import tokenize
from wikibrief.facts.model import Claim, Facts, Quantity
from wikibrief.facts.text.asides import parts_of
from wikibrief.problems import LineMap, Problem, note

__all__ = ["find_contradictions"]

_DAY = len("2025-02-07")
_NEAR_YEARS = 2
"""How far a year is from another that it may be a slip for."""
_SHORTEST = 12


def find_contradictions(facts: Facts, words: Lexicon, text: str) -> Iterator[Problem]:
    """Find what does not fit together in facts; ``words`` are those of the source ``text``."""
    places = _Places(text)
    yield from _find_end_before_start(facts, words, places)
    yield from _find_lonely_side(facts, places)
    yield from _find_different_losses(facts, places)
    yield from _find_other_years(facts, words, places)
    yield from _find_wrong_sums(facts, words, places)


class _Places:
    """Finds values and sentences in a source."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = LineMap(text)

    def argument(self, name: str) -> tuple[int, int]:
        """The place of an argument of the infobox."""
        words = re.escape(name).replace(r"\ ", "[ _]")
        found = re.search(rf"^[|\s\-*]*{words}\s*[=:]", self._text, re.IGNORECASE | re.MULTILINE)
        return self._lines.place(found.end()) if found else (1, 1)

    def sentence(self, sentence: str) -> tuple[int, int]:
        """The place of a sentence, by as many of its words as are there without markup."""
        size = len(sentence)
        while size >= _SHORTEST:
            if (at := self._text.find(sentence[:size])) >= 0:
                return self._lines.place(at)
            size = size * 3 // 4
        words = _WORD.findall(sentence)
        for count in range(min(len(words), _WORDS), 2, -1):
            if found := re.search(_MARKUP.join(words[:count]), self._text):
                return self._lines.place(found.start())
        return 1, 1


_WORD = re.compile(r"\w+")
_WORDS = 8
_MARKUP = r"(?:\[\[[^\[\]|]{0,200}\||\W)++"
"""What is between two words of a sentence in its source: blanks, quotes, the target of a link."""


def _find_end_before_start(facts: Facts, words: Lexicon, places: _Places) -> Iterator[Problem]:
    """Find a date that is not read, for it ends before it begins; or one that a review gives."""
    unread = (each.text for each in facts.unread if each.place.section == _DATE)
    read = (read_reversed(text, words) for text in unread)
    for span in filter(None, (facts.date, *read)):
        if span.end and not is_in_order(span):
            message = f"ends before it begins: {span.start} to {span.end}"
            yield note(message, at=places.argument("date"), code="contradiction")


_DATE = ("infobox", "date")


def _find_lonely_side(facts: Facts, places: _Places) -> Iterator[Problem]:
    """Find a side of which something is said, but not who it is.

    Where none has belligerents there are no sides: countries and units have leaders, too.
    """
    if not any(side.belligerents for side in facts.sides):
        return
    for number, side in enumerate(facts.sides, 1):
        said = "commanders" if side.commanders else "losses" if side.casualties else ""
        if said and not side.belligerents:
            names = {"commanders": f"commander{number}", "losses": f"casualties{number}"}
            message = f"side {number} has {said}, but no belligerents"
            yield note(message, at=places.argument(names[said]), code="contradiction")


def _find_different_losses(facts: Facts, places: _Places) -> Iterator[Problem]:
    """Find losses of the infobox that the text gives as another number."""
    boxed: list[Claim] = []
    stated: list[Claim] = []
    for claim in facts.claims:
        (boxed if claim.is_of_infobox else stated).append(claim)
    for box in boxed:
        same = [each for each in stated if _is_comparable(box, each)]
        if not same or any(_fits(box.quantity, each.quantity) for each in same):
            continue
        if any(_is_comparable(box, each) and each is not box for each in boxed):
            continue  # the infobox has several numbers itself
        message = f"the infobox has {_show(box)}, and the text {' and '.join(map(_show, same[:3]))}"
        hint = "which of them is right, or do sources differ?"
        yield note(message, at=places.sentence(same[0].sentence), code="contradiction", hint=hint)


def _is_comparable(one: Claim, other: Claim) -> bool:
    """Whether two claims of the article itself are of the same people."""
    groups = [_plain(claim.group) for claim in (one, other)]
    return (
        one.category == other.category
        and other.source is None
        and groups[0] == groups[1]
        and bool(groups[0])
    )


def _plain(group: str | None) -> str:
    """A group in lower case; civilians by one name."""
    words = (group or "").lower().split()
    civilians = any(words and set(words) <= each.words("civilians") for each in lexicons().values())
    return "civilians" if civilians else " ".join(words)


def _fits(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers can be of the same people."""
    if one.approximate or other.approximate:
        return True
    low = max(one.low or 0, other.low or 0)
    highs = [each.high for each in (one, other) if each.high is not None]
    return not highs or low <= min(highs)


def _show(claim: Claim) -> str:
    quantity = claim.quantity
    low, high = quantity.low, quantity.high
    number = str(low) if low == high else f"{low or 0}–{high}" if high is not None else f"{low}+"
    return " ".join(filter(None, (number, claim.group, claim.category.replace("_", " "))))


def _find_other_years(facts: Facts, words: Lexicon, places: _Places) -> Iterator[Problem]:
    """Find dates that differ from the article's in the year alone: one of them is a slip.

    An anniversary is none.
    """
    anniversaries = words.phrases("anniversaries")
    article = facts.date
    if article is None or article.precision != "day":
        return
    days = {day[4:]: day for day in (article.start, article.end) if day}
    for statement in facts.timeline:
        day = statement.date.partition("/")[0]
        meant = days.get(day[4:])
        if meant is None or len(day) != _DAY or day == meant:
            continue
        if any(anniversaries.places(tokenize(statement.sentence))):
            continue
        if abs(int(day[:4]) - int(meant[:4])) <= _NEAR_YEARS:
            message = f"the date {day} is that of the article but for its year: {meant}"
            yield note(message, at=places.sentence(statement.sentence), code="contradiction")


def _find_wrong_sums(facts: Facts, words: Lexicon, places: _Places) -> Iterator[Problem]:
    """Find parts that do not add up: "34 civilians (13 Malians and 20 foreigners)"."""
    sentences: dict[str, list[Claim]] = {}
    for claim in facts.claims:
        sentences.setdefault(claim.sentence, []).append(claim)
    for sentence, claims in sentences.items():
        whole = claims[0].quantity
        if len(claims) > 1 or whole.approximate or whole.low != whole.high or whole.low is None:
            continue
        for are_all, numbers in _asides(sentence, words):
            added = sum(numbers)
            if added > whole.low or (are_all and added < whole.low):
                sums = " + ".join(map(str, numbers))
                message = f"{sums} makes {added}, not {whole.low}"
                yield note(message, at=places.sentence(sentence), code="contradiction")


def _asides(sentence: str, words: Lexicon) -> Iterator[tuple[bool, list[int]]]:
    """The numbers of people of each aside that has several, and whether they are all of them."""
    dates = [(each.start, each.end) for each in find_dates(sentence, words, Calendar(None))]
    row = tag(sentence, words, dates)
    for part in parts_of(row, words):
        found = [item.quantity for item in part.items if item.tag == "Q"]
        some = part.tags.startswith("G")  # "including 20 women"
        counted = re.fullmatch(r"G?(?:Q[AX]*W?P[WP]*[,C]{0,2})+", part.tags.rstrip("."))
        exact = [each.low for each in found if each and each.low is not None]
        if part.aside and counted and len(exact) == len(found) > 1:
            start = part.items[0].start
            yield not some and sentence[max(0, start - 1)] in "([", exact
