"""Reading ``{{name|argument|name=value}}``, and the plain dialect's infobox."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from wikibrief.markup.dialects import PLAIN_INFOBOX, parameter_from_plain
from wikibrief.markup.reader.pieces import text_of, trimmed
from wikibrief.markup.units import Key, Name, Piece, without_strays
from wikibrief.model.document import Argument, Infobox, Transclusion
from wikibrief.wiki.scanner import TRIMMED, Construct, scan

__all__ = ["read_infobox", "read_plain_infobox", "read_transclusion", "split"]

_PIPE_OR_EQUALS = re.compile(r"[|=]")
_PLAIN_ITEM = re.compile(r"\n-(?!---)[ \t]*+([^\n]*)")


def read_transclusion(text: str, start: int, end: int) -> Piece:
    """The transclusion ``text[start:end]`` as a block."""
    parts = list(_parts(text, start, end))
    return Piece(Transclusion(text_of(parts[0]), _arguments(parts)), start, end, tuple(parts))


def read_infobox(text: str, start: int, end: int) -> Piece:
    """The infobox ``text[start:end]``; stray blank arguments mean nothing in it."""
    parts = list(_parts(text, start, end))
    kept = set(map(id, without_strays(_arguments(parts))))
    parts = [parts[0], *(part for part in parts[1:] if id(part.unit) in kept)]
    return Piece(Infobox(text_of(parts[0]), _arguments(parts)), start, end, tuple(parts))


def read_plain_infobox(text: str, start: int, end: int) -> Piece | None:
    """The plain infobox whose first line is ``text[start:end]``; None when it has no items."""
    parts = [Piece(Name(PLAIN_INFOBOX), start, start + len("Infobox"))]
    while item := _PLAIN_ITEM.match(text, end):
        end = item.end()
        if item[1].strip(TRIMMED):
            parts.append(_plain_argument(text, *item.span(1)))
    if not parts[1:]:
        return None
    return Piece(Infobox(PLAIN_INFOBOX, _arguments(parts)), start, end, tuple(parts))


def _arguments(parts: list[Piece]) -> tuple[Argument, ...]:
    return cast("tuple[Argument, ...]", tuple([part.unit for part in parts[1:]]))


def _parts(text: str, start: int, end: int) -> Iterator[Piece]:
    """The name and the arguments."""
    inner = scan(text, start + 2, end - 2).constructs
    name, *segments = split(text, start + 2, end - 2, inner)
    yield trimmed(text, name[0], name[1], Name)
    for segment in segments:
        yield _argument(text, *segment)


def split(
    text: str, start: int, end: int, inner: list[Construct]
) -> Iterator[tuple[int, int, int | None]]:
    """What ``|`` separates outside inner constructs: start, end, offset of the first ``=``."""
    equals: int | None = None
    position = begin = start
    for construct in [*inner, Construct(end, end, "")]:
        for mark in _PIPE_OR_EQUALS.finditer(text, position, construct.start):
            if mark[0] == "|":
                yield begin, mark.start(), equals
                begin, equals = mark.end(), None
            elif equals is None:
                equals = mark.start()
        position = construct.end
    yield begin, end, equals


def _argument(text: str, start: int, end: int, equals: int | None) -> Piece:
    if equals is None:
        return Piece(Argument(None, text[start:end]), start, end)
    key = trimmed(text, start, equals, Key)
    return _named(key, trimmed(text, equals + 1, end))


def _plain_argument(text: str, start: int, end: int) -> Piece:
    colon = text.find(":", start, end)
    if colon < 0:
        content = trimmed(text, start, end)
        return Piece(Argument(None, text_of(content)), content.start, content.end)
    key = trimmed(text, start, colon)
    parameter = Piece(Key(parameter_from_plain(text_of(key))), key.start, key.end)
    return _named(parameter, trimmed(text, colon + 1, end))


def _named(key: Piece, content: Piece) -> Piece:
    argument = Argument(text_of(key), text_of(content))
    return Piece(argument, key.start, content.end, (key, content))
