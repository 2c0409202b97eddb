"""The sides of an infobox: belligerents, commanders, strength."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from wikibrief.facts.box.leftovers import glued_numbers, left_numbers
from wikibrief.facts.box.values import Line, lines_of_value
from wikibrief.facts.language.calendars import Calendar
from wikibrief.facts.language.dates import find_dates
from wikibrief.facts.language.grammar import LONGEST, Item, TaggedSentence, tag
from wikibrief.facts.language.lexicon import Lexicon, words_of_all
from wikibrief.facts.language.tokens import FIGURE
from wikibrief.facts.model import DateSpan, Strength

__all__ = ["read_belligerents", "read_commanders", "read_strength", "unread_strength"]

_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_EDGES = " \t,;:.–—-*•†‡✝☩'\"“”"
_NAME = re.compile(r"\w.{0,80}")


class _Patterns:
    """The patterns of a language's words between names and after them."""

    def __init__(self, lexicon: Lexicon) -> None:
        def any_of(key: str) -> str:
            return "|".join(map(re.escape, lexicon.list_of(key)))

        words = any_of("enumerations")
        self.between_names = re.compile(rf",\s+(?:(?:{words})\s+)?|\s+(?:{words}|&)\s+")
        self.between_people = re.compile(rf"\s+(?:{words}|&)\s+|\s*/\s*")
        self.alias = re.compile(rf"\s+(?:{any_of('aliases')})\s")
        period = any_of("begins_period")
        self.note = re.compile(rf"\s*\((?:[^()]*\d[^()]*|(?:{period})\b[^()]*)\)")


@cache
def _patterns(lexicon: Lexicon) -> _Patterns:
    return _Patterns(lexicon)


def read_belligerents(value: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Read one name per line or list item, as it is shown, without headings."""
    lines = _join_lines(lines_of_value(value), lexicon)
    names: list[str] = []
    for line in lines:
        if _is_heading(line, lexicon):
            continue
        text = _without_notes(line.text, lexicon)
        names += _split(line, text, lexicon, alone=len(lines) == 1)
    return tuple(name for name in names if _is_name(name, lexicon))


def read_commanders(value: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Read one name per line or list item, without rank, mark, unit and headings."""
    names: list[str] = []
    lines = _join_lines(lines_of_value(value), lexicon)
    for line in lines:
        if _is_heading(line, lexicon):
            continue
        text = _BRACKETS.sub("", line.text)
        text = _after_label(re.sub(r"\s*[(\[].*$", "", text))
        for part in _split(line, text, lexicon, alone=len(lines) == 1):
            for each in _people(part, lexicon):
                name = _without_rank(_without_additions(each, lexicon))
                if _is_name(name, lexicon) and not _is_nobody(name, lexicon):
                    names.append(name)
    return tuple(names)


def _people(text: str, lexicon: Lexicon) -> Iterator[str]:
    """Split people on one line: at semicolons, and before a rank: "Napoleon and Marshal Ney"."""
    for part in _SEMICOLON.split(text):
        first, *rest = _patterns(lexicon).between_people.split(part)
        ranked = all(_without_rank(each) != each for each in rest)
        if rest and (ranked or all(map(_is_full_name, (first, *rest)))):
            yield from (first, *rest)
        else:
            yield part


_SEMICOLON = re.compile(r"\s*;\s+")
_FULL_NAME = re.compile(r"[^\W\d_a-z]\S*(?: (?:[^\W\d_a-z]\S*|\S{1,3}))* [^\W\d_a-z]\S+")


def _is_full_name(text: str) -> bool:
    """Whether a text is a first name and a last one: "Georgy Zhukov", "Ludwig van der Hoff"."""
    return len(text) < _LONGEST_NAME and _FULL_NAME.fullmatch(text) is not None


_LONGEST_NAME = 60


def _after_label(text: str) -> str:
    """Leave out what a line says of a name before it: "*1st Army:* Courtney Hodges"."""
    _, colon, name = text.partition(":")
    return name.strip() if colon and _looks_like_name(name.strip()) else text


def _without_additions(name: str, lexicon: Lexicon) -> str:
    """Leave out what follows a name: its unit, its honours, another name, signs.

    "Courtney Hodges *– 1st Army*", "Bernard Freyberg *VC*", "Abu Musab *alias the Fox*".
    """
    name = _patterns(lexicon).alias.split(name, maxsplit=1)[0]
    first, *rest = re.split(r"\s+[–—-]\s+|,\s+", name)
    if rest and all(_is_unit(part, lexicon) or part[:1].islower() for part in rest):
        name = first
    words = name.rstrip(_SIGNS).split()
    while len(words) > 1 and words[-1].strip(",.") in lexicon.words("honours"):
        words.pop()
    skipped = lexicon.words("skipped")
    while len(words) > 1 and words[0] in skipped:
        words = words[1:]  # "*presumably* George Patton"
    return " ".join(words).rstrip(",")


_SIGNS = " ?*†‡☠✝✠⚔°"


def _is_nobody(name: str, lexicon: Lexicon) -> bool:
    """Whether words are no name of a person: a unit, or "several local commanders"."""
    first, *rest = name.split()
    vague = first.lower() in lexicon.words("vague_numbers") | lexicon.words("nothing")
    if first.lower() in lexicon.words("see"):
        return True
    if rest and rest[-1] in lexicon.words("people") | lexicon.words("leaders"):
        return all(word.islower() for word in rest)  # "Local commanders"
    return _is_unit(name, lexicon) or (vague and all(word.islower() for word in rest))


def read_strength(value: str, lexicon: Lexicon, date: DateSpan | None) -> tuple[Strength, ...]:
    """Read the numbers of a side's people and things."""
    rows = _rows_of_strength(value, lexicon, date)
    return tuple(each for row in rows for each in _strength_of(row, lexicon))


def unread_strength(
    value: str, lexicon: Lexicon, date: DateSpan | None
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The lines of a side's strength with numbers that gave no figure, and the numbers."""
    for line in lines_of_value(value):
        if len(line.text) > LONGEST:
            yield line.text, tuple(number[0] for number in FIGURE.finditer(line.text))
    vague = lexicon.words("vague_numbers")
    for row in _rows_of_strength(value, lexicon, date):
        left = glued_numbers(row)
        if not any(True for _ in _strength_of(row, lexicon)):
            split = [item.text for item in row.items if item.tag == "Q" and "QQ" in row.tags]
            said = [item.text for item in row.items if item.lower in vague]
            left = (*split, *left_numbers(row), *said)
        if left:
            yield row.text, left


@lru_cache(maxsize=8)  # what is read of a value, and what is not, are asked one after the other
def _rows_of_strength(
    value: str, lexicon: Lexicon, date: DateSpan | None
) -> tuple[TaggedSentence, ...]:
    when = Calendar(date)
    lines = [line.text for line in lines_of_value(value) if len(line.text) <= LONGEST]
    found = (find_dates(line, lexicon, when) for line in lines)
    dates = ([(date.start, date.end) for date in each] for each in found)
    return tuple(tag(line, lexicon, spans) for line, spans in zip(lines, dates, strict=True))


def _strength_of(row: TaggedSentence, lexicon: Lexicon) -> Iterator[Strength]:
    for index, item in enumerate(row.items):
        if item.quantity is None or _is_number_of_unit(row.items[index : index + 2], lexicon):
            continue
        if "QQ" in row.tags[max(0, index - 1) : index + 2]:
            continue  # "2 thousand 300" is one number
        rest = re.match(r"[^Q,;:()FYC]*", row.tags[index + 1 :])
        last = row.items[index + len(rest[0])] if rest else item
        unit = row.text[item.end : last.end].strip(_EDGES) if last is not item else ""
        yield Strength(item.quantity, unit or None, row.text)


def _is_number_of_unit(words: Sequence[Item], lexicon: Lexicon) -> bool:
    """Whether a number is the name of a unit: "*3* Commando", but not "3 Commandos"."""
    if len(words) < 2 or words[0].lower in {"1", *lexicon.words("articles")}:
        return False
    unit = words[1].lower in lexicon.words("unit_words") - lexicon.words("collective")
    return unit and words[1].text[:1].isupper() and len(words[0].text) < _LONG


_LONG = 4
"""Digits of a number that is the name of no unit."""


def _join_lines(lines: tuple[Line, ...], lexicon: Lexicon) -> list[Line]:
    """Join an enumeration that runs on over a line break: one item stays one."""
    joined: list[Line] = []
    others = lexicon.words("and_others")
    lines = tuple(line for line in lines if line.text.strip(" .()").lower() not in others)
    conjunctions = tuple(f"{word} " for word in lexicon.list_of("enumerations"))
    for line in lines:
        runs_on = joined and (
            joined[-1].text.endswith(",") or line.text.lower().startswith(conjunctions)
        )
        if runs_on and line.text[:1].islower() and not line.flagged:
            above = joined.pop()
            joined.append(
                Line(
                    f"{above.text} {line.text}",
                    above.depth,
                    heading=False,
                    flagged=above.flagged,
                    links=0,
                )
            )
        else:
            joined.append(line)
    return joined


def _is_heading(line: Line, lexicon: Lexicon) -> bool:
    text = line.text.strip(" ()")
    if text.endswith(":") and len(text.split()) < 9:
        return not (line.flagged and line.links == 0 and not line.heading) or line.heading
    if line.text.startswith("(") and line.text.endswith(")") and "(" not in line.text[1:]:
        return True
    plain = text.strip(" :'").lower()
    if plain in lexicon.words("headings"):
        return not line.flagged
    return line.heading and not line.flagged and not line.links


def _without_notes(text: str, lexicon: Lexicon) -> str:
    """Leave out what is in brackets: periods, and what the name stood for."""
    return _patterns(lexicon).note.sub("", text) if "(" in text else text


def _split(line: Line, text: str, lexicon: Lexicon, *, alone: bool) -> Iterator[str]:
    """Split an enumeration of names on one line: each is a link, or each looks like a name."""
    several = [part.strip(_EDGES) for part in _SEMICOLON.split(text)]
    if len(several) > 1 and all(map(_looks_like_name, several)):
        yield from several
        return
    parts = [part.strip(_EDGES) for part in _patterns(lexicon).between_names.split(text)]
    parts = _with_titles([part for part in parts if part], lexicon)
    linked = len(parts) > 1 and line.links == len(parts)
    listed = (
        alone and line.links == 0 and "," in text and all(_looks_like_name(part) for part in parts)
    )
    if linked or listed:
        yield from parts
    else:
        yield text.strip(_EDGES if not text.rstrip().endswith(".") else _EDGES.replace(".", ""))


def _with_titles(parts: list[str], lexicon: Lexicon) -> list[str]:
    """Join what is of the name before it: "Charles, *Duke of Brunswick*", "Smith, *Jr*", "*VC*"."""
    titles = lexicon.words("titles_after_names")
    ends = lexicon.words("honours") | lexicon.words("ends_of_names")
    joined: list[str] = []
    for part in parts:
        first, *rest = part.split()
        belongs = first.strip(".") in ends
        if rest:
            belongs = first.lower() in titles or first[0].isdigit()
        if joined and (belongs or part.islower()):
            joined[-1] += f", {part}"
        else:
            joined.append(part)
    return joined


def _looks_like_name(part: str) -> bool:
    return part[:1].isupper() and len(part.split()) < 6


def _is_name(name: str, lexicon: Lexicon) -> bool:
    plain = name.strip(_EDGES).lower()
    return bool(_NAME.match(plain)) and plain not in lexicon.words("nothing")


def _without_rank(name: str) -> str:
    """Leave out the ranks before a name, however they are abbreviated: "Lt-Col.", "Lt.Cdr."."""
    name = name.strip(_EDGES.replace(".", ""))
    words = [(_fold(match[0]), match.end()) for match in _WORD.finditer(name)]
    first = 0
    while length := _rank_at([word for word, _ in words[first : first + 7]]):
        first += length
    if first >= len(words):
        return ""
    rest = name[words[first - 1][1] :].lstrip(" .,;:–—-'\"") if first else name
    return rest.strip('"“” ').rstrip(",;:")


def _rank_at(words: list[str]) -> int:
    """How many words a name's rank has; a rank is followed by something."""
    ranks = _ranks()
    return next(
        (length for length in range(len(words), 0, -1) if tuple(words[:length]) in ranks), 0
    )


@cache
def _ranks() -> frozenset[tuple[str, ...]]:
    return frozenset(
        tuple(_fold(match[0]) for match in _WORD.finditer(rank)) for rank in words_of_all("ranks")
    )


_WORD = re.compile(r"[^\W\d_]+|\d+\w*")


@lru_cache(maxsize=4096)
def _fold(text: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("ß", "ss"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _is_unit(name: str, lexicon: Lexicon) -> bool:
    """Whether a line names a unit, not a person: "6th Army", "Army Group South"."""
    words = name.split()
    if any(_INITIAL.fullmatch(word) for word in words[1:-1]):
        return False  # "William F. Garrison"
    return bool(words) and (
        re.match(rf"\d+(?:{'|'.join(lexicon.list_of('ordinals'))})?$", words[0]) is not None
        or words[-1].lower().strip(".") in lexicon.words("unit_words")
        or (
            words[0].lower() in lexicon.words("unit_words")
            and len(words) > 1
            and words[1].lower() in lexicon.words("unit_words")
        )
    )


_INITIAL = re.compile(r"[^\W\d_]\.")
