"""Escaping: markup in a text that would be read as something else, as wiki editors escape it.

Most texts need none, and what needs some depends on where a text is: ``||`` separates cells and is
plain in a paragraph. So nothing here knows the places. A text is written in its place, with as
little around it as can be, and read back; if it comes back as something else, its marks are put
into ``<nowiki>``, one sort after the other, until it does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

from wikibrief.markup.reader.reading import read_source
from wikibrief.markup.units import TitleLine, Unit
from wikibrief.markup.writer import Writer
from wikibrief.model.document import Argument, Comment, Heading, Preformatted, Raw
from wikibrief.wiki.scanner import PROTOCOLS, scan
from wikibrief.wiki.tags import Is, tags_with

__all__ = ["escape"]

_Path = tuple[str | int, ...]
_Value = Any  # a part of a unit: a value of the document's types, a tuple of them, or a text

_FIELDS = frozenset("text header term definition caption value heading attributes name".split())
_LITERAL = (Raw, TitleLine)  # their texts are not wikitext
_BARS = r"\|\|?|!!"
_LINE_MARKS = r"^(?:[*#:;]+|=+|-{4,}|\{\||\|[-+}]?|!|__\w+__| +)"
_BRACES = r"\{\{+|\}\}+|-\{"
_SQUARES = r"\[\[+|\]\]+"
_TAGS = r"<!--|-->|<(?!br>)(?=/?\w)"  # a line break opens nothing
_BRACKETS = f"{_BRACES}|{_SQUARES}|{_TAGS}"
_COLON = r":(?= )"
_SORTS = [
    re.compile("|".join(sorts), re.MULTILINE)
    for sorts in (
        [_BARS],
        [_LINE_MARKS],
        [_BRACES],
        [_SQUARES],
        [_BRACKETS],
        [_COLON],
        [_LINE_MARKS, _BARS],
        [_LINE_MARKS, _BRACKETS, _BARS],
        [_LINE_MARKS, _BRACKETS, _BARS, _COLON],
    )
]
_CLOSINGS = (
    "".join(f"</{name}>" for name in sorted(tags_with(Is.EXTENSION | Is.INCLUSION))) + "}} ]]"
)
"""What would end, anywhere in an article, a construct that a text leaves open."""
_ADDRESS = re.compile(rf"(?:{PROTOCOLS}|(?<=\[)//)[^\s<>\[\]{{}}]*", re.IGNORECASE)
_IN_ATTRIBUTES = (
    {"|": "&#124;", "\n": " "},
    {
        "|": "&#124;",
        "\n": " ",
        "[": "&#91;",
        "{": "&#123;",
        "}": "&#125;",
        "<": "&lt;",
        ">": "&gt;",
    },
)


def escape(
    units: Sequence[Unit], base: Sequence[Unit], writer: Writer
) -> Iterator[tuple[Unit, ...]]:
    """Escape the texts of units that would not be read as they are; yield ways to do so.

    Units that are in ``base``, those of the text that is written over, are left alone: a change
    stays where it is. The first way also leaves the texts alone that units of the base have; the
    second closes comments in these that are open, so that what they hide stays hidden.
    """
    known = set(base)
    texts = {_at(unit, path) for unit in base for path in _texts(unit, ())}
    first = _escape_unknown(units, known, texts, set(), writer)
    if first != units:
        yield first
    if texts and (second := _escape_unknown(units, known, set(), texts, writer)) not in (
        units,
        first,
    ):
        yield second


def _escape_unknown(
    units: Sequence[Unit], known: Set[Unit], texts: Set[str], closed: Set[str], writer: Writer
) -> tuple[Unit, ...]:
    """The units with their texts escaped or ``closed``, but for known units and known texts."""
    return tuple(
        unit
        if unit in known or _is_kept(unit, writer)
        else _escape_unit(unit, texts, closed, writer)
        for unit in units
    )


def _is_kept(unit: Unit, writer: Writer) -> bool:
    """Whether a unit is read as it is and hides nothing that comes after it, whatever that ends."""
    units = [unit, Heading(2, "after"), _CLOSINGS]
    pieces = read_source(writer.document(units), dialect=writer.dialect).pieces
    return [piece.unit for piece in pieces] == units


def _escape_unit(unit: Unit, known: Set[str], closed: Set[str], writer: Writer) -> Unit:
    for path in _texts(unit, ()):
        alone = _alone(unit, path)
        place = tuple(0 if isinstance(step, int) else step for step in path)
        text = _at(unit, path)
        if text in known or _is_kept(alone, writer):
            continue
        owner = unit if len(path) < 2 else _at(unit, path[:-1])
        candidates = _candidates(text, path[-1] if path else "", owner)
        for candidate in (*(_closed(text) if text in closed else ()), *candidates):
            if candidate != text and _is_kept(_with(alone, place, candidate), writer):
                unit = _with(unit, path, candidate)
                break
    return unit


def _closed(text: str) -> Iterator[str]:
    """The text with its comment closed, where it has one that is open."""
    last = next(reversed(scan(text).constructs), None)
    if last is None or last.kind != "!" or last.end < len(text):
        return
    if not text.endswith("-->", last.start + len("<!--")):
        yield f"{text} -->"


def _candidates(text: str, field: str | int, owner: _Value) -> Iterator[str]:
    """Ways to escape the text of a field, from the mildest."""
    if isinstance(owner, Comment):
        yield text.replace("-->", "--&gt;")
    elif isinstance(owner, Preformatted):
        yield re.sub(r"<(?=/?pre\b)", "&lt;", text, flags=re.IGNORECASE)
    elif field == "attributes":
        for entities in _IN_ATTRIBUTES:
            yield "".join(entities.get(char, char) for char in text)
    elif field == "name":  # no page has one with marks in it, but an argument may
        if isinstance(owner, Argument):
            yield "".join(_IN_ATTRIBUTES[-1].get(char, char) for char in text)
    else:
        yield from _escape_wikitext(text)


def _escape_wikitext(text: str) -> Iterator[str]:
    """Ways to escape wikitext: its addresses, then its marks; its lines as one; what it is."""
    one_line = re.sub(r"[ \t]*\n\s*", "<br>", text)
    for lines in (text, one_line) if one_line != text else (text,):
        safe = _ADDRESS.sub(lambda address: address[0].replace("|", "%7C"), lines)
        yield safe
        yield safe.replace("{{!}}", "&#124;")
        for sort in _SORTS:
            yield _outside_constructs(safe, sort)
    if text:
        yield f"<nowiki/>{text}"


def _outside_constructs(text: str, sort: re.Pattern[str]) -> str:
    """The text with all marks of a sort in ``<nowiki>``, but those of links, calls and tags."""
    parts: list[str] = []
    position = 0
    for construct in scan(_without_open_comment(text)).constructs:
        parts.append(_wrap_marks(text, position, construct.start, sort))
        parts.append(text[construct.start : construct.end])
        position = construct.end
    return "".join([*parts, _wrap_marks(text, position, len(text), sort)])


def _without_open_comment(text: str) -> str:
    """The text with blanks for what opens a comment that never ends: it hides nothing, escaped."""
    last = next(reversed(scan(text).constructs), None)
    if last is None or last.kind != "!" or text.endswith("-->", last.start, last.end):
        return text
    return text[: last.start] + text[last.start :].replace("<!--", " " * len("<!--"))


def _wrap_marks(text: str, start: int, end: int, sort: re.Pattern[str]) -> str:
    parts: list[str] = []
    for mark in sort.finditer(text, start, end):
        parts += (text[start : mark.start()], f"<nowiki>{mark[0]}</nowiki>")
        start = mark.end()
    return "".join([*parts, text[start:end]])


# ------------------------------------------------------------------------------- texts inside units


def _texts(value: _Value, path: _Path) -> Iterator[_Path]:
    """The ways to all texts of a unit that are wikitext."""
    if isinstance(value, str):
        if not path or path[-1] in _FIELDS or isinstance(path[-1], int):
            yield path
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            if not isinstance(item, str) or path[-1] == "blocks":
                yield from _texts(item, (*path, index))
    elif is_dataclass(value) and not isinstance(value, _LITERAL):
        for field in fields(value):
            yield from _texts(getattr(value, field.name), (*path, field.name))


def _at(value: _Value, path: _Path) -> str:
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return cast("str", value)


def _alone(value: _Value, path: _Path) -> _Value:
    """The unit with nothing but what ``path`` leads to."""
    if not path:
        return value
    step, *rest = path
    if isinstance(step, int):
        return (_alone(value[step], tuple(rest)),)
    changed = {step: _alone(getattr(value, step), tuple(rest))}
    for field in fields(value):
        if field.name != step and isinstance(getattr(value, field.name), tuple):
            changed[field.name] = ()
    if isinstance(value, Argument):  # both may need it
        usual = {"name": value.name and "name", "value": ""}
        changed = usual | changed
    return replace(value, **changed)


def _with(value: _Value, path: _Path, text: str) -> _Value:
    if not path:
        return text
    step, *rest = path
    if isinstance(step, int):
        return (*value[:step], _with(value[step], tuple(rest), text), *value[step + 1 :])
    return replace(value, **{step: _with(getattr(value, step), tuple(rest), text)})
