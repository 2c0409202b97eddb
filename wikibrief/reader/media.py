"""Reading ``[[File:…]]`` and ``[[Category:…]]``."""

from __future__ import annotations

import re

from wikibrief.document import Category, Figure
from wikibrief.namespaces import is_image_option, namespace_at
from wikibrief.outline import Content, Key, Name, Piece
from wikibrief.reader.pieces import leaf, span, text_of
from wikibrief.scanner import scan

__all__ = ["read_page"]

_PIPE = re.compile(r"\|")


def read_page(text: str, start: int, end: int) -> Piece | None:
    """The file or category that the link ``text[start:end]`` places; None for another page."""
    name = namespace_at(text, start + 2)
    if name is None:
        return None
    namespace, begin = name
    segments = _segments(text, begin, end - 2)
    page = leaf(text, *span(text, *segments[0]), Name)
    if namespace == "category":
        return _category(text, start, end, page, segments[1:])
    return _figure(text, start, end, page, segments[1:])


def _category(text: str, start: int, end: int, page: Piece, rest: list[tuple[int, int]]) -> Piece:
    parts = [page]
    if rest:
        parts.append(leaf(text, rest[0][0], rest[-1][1]))
    sort_key = text_of(parts[1]) if parts[1:] else None
    unit = Category(text_of(page), sort_key)
    return Piece(unit, start, end, tuple(parts))


def _figure(text: str, start: int, end: int, page: Piece, rest: list[tuple[int, int]]) -> Piece:
    parts = [leaf(text, *span(text, *segment), Key) for segment in rest]
    caption = None
    if parts and not is_image_option(text_of(parts[-1])):
        last = parts.pop()
        caption = text_of(last)
        parts.append(Piece(Content(caption), last.start, last.end))
    options = tuple(text_of(part) for part in parts if isinstance(part.unit, Key))
    return Piece(Figure(text_of(page), options, caption), start, end, (page, *parts))


def _segments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """What ``|`` separates outside inner constructs."""
    segments, position, begin = [], start, start
    for construct in [*scan(text, start, end).constructs, None]:
        stop = end if construct is None else construct.start
        for pipe in _PIPE.finditer(text, position, stop):
            segments.append((begin, pipe.start()))
            begin = pipe.end()
        position = stop if construct is None else construct.end
    return [*segments, (begin, end)]
