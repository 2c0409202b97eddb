"""Reading ``{{name|argument|name=value}}``, and the plain dialect's infobox."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
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
    name, *segments = _segments(text, start, end)
    arguments = tuple([_argument(text, *segment) for segment in segments])
    unit = Transclusion(text[name[0] : name[1]].strip(TRIMMED), arguments)
    return Piece(unit, start, end, partial(_parts, text, [name, *segments]))


def read_infobox(text: str, start: int, end: int) -> Piece:
    """The infobox ``text[start:end]``; stray blank arguments mean nothing in it."""
    name, *segments = _segments(text, start, end)
    arguments = [_argument(text, *segment) for segment in segments]
    kept = without_strays(arguments)
    if len(kept) < len(arguments):
        known = set(map(id, kept))
        pairs = zip(segments, arguments, strict=True)
        segments = [segment for segment, argument in pairs if id(argument) in known]
    unit = Infobox(text[name[0] : name[1]].strip(TRIMMED), kept)
    return Piece(unit, start, end, partial(_parts, text, [name, *segments]))


def read_plain_infobox(text: str, start: int, end: int) -> Piece | None:
    """The plain infobox whose first line is ``text[start:end]``; None when it has no items."""
    parts = [Piece(Name(PLAIN_INFOBOX), start, start + len("Infobox"))]
    while item := _PLAIN_ITEM.match(text, end):
        end = item.end()
        if item[1].strip(TRIMMED):
            parts.append(_plain_argument(text, *item.span(1)))
    if not parts[1:]:
        return None
    arguments = cast("tuple[Argument, ...]", tuple([part.unit for part in parts[1:]]))
    return Piece(Infobox(PLAIN_INFOBOX, arguments), start, end, tuple(parts))


_Segment = tuple[int, int, int | None]
"""Start and end of what bars separate, and the offset of the first ``=``."""


def _segments(text: str, start: int, end: int) -> list[_Segment]:
    """The stretches of the name and the arguments."""
    inner = scan(text, start + 2, end - 2, inside=True).constructs
    return list(split(text, start + 2, end - 2, inner))


def _parts(text: str, segments: Sequence[_Segment]) -> tuple[Piece, ...]:
    """The pieces of the name and the arguments."""
    (start, end, _), *others = segments
    return trimmed(text, start, end, Name), *[_argument_piece(text, *each) for each in others]


def split(text: str, start: int, end: int, inner: list[Construct]) -> Iterator[_Segment]:
    """What ``|`` separates outside inner constructs."""
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


def _argument(text: str, start: int, end: int, equals: int | None) -> Argument:
    if equals is None:
        return Argument(None, text[start:end])
    return Argument(text[start:equals].strip(TRIMMED), text[equals + 1 : end].strip(TRIMMED))


def _argument_piece(text: str, start: int, end: int, equals: int | None) -> Piece:
    if equals is None:
        return Piece(_argument(text, start, end, None), start, end)
    return _named(trimmed(text, start, equals, Key), trimmed(text, equals + 1, end))


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
