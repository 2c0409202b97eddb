"""Reading HTML elements around blocks, and the tags that make a block of what they hold."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from wikibrief.markup.reader.lines import Lines
from wikibrief.markup.reader.media import read_image
from wikibrief.markup.reader.pieces import leaf, span, text_of, trimmed
from wikibrief.markup.units import Attributes, ListedReference, Piece
from wikibrief.model.document import Gallery, GalleryImage, Preformatted, References
from wikibrief.wiki.scanner import TAG_OPENING, Construct, scan
from wikibrief.wiki.tags import CLOSED_BY, Is, names_in, tags_with

__all__ = ["ElementSpan", "Elements", "read_tag"]

_AROUND_BLOCKS = tags_with(Is.HOLDS_BLOCKS) | tags_with(Is.INCLUSION, without=Is.EXTENSION)
_ELEMENT = re.compile(rf"<(/?)({names_in(_AROUND_BLOCKS)})(?=[\s/>])([^<>]*)>", re.IGNORECASE)
_TABLE_EDGE = r"^[ \t]*+(?::[ \t:]*+(?=\{))?(\{\||\|\})"
_ELEMENT_OR_TABLE = re.compile(rf"{_ELEMENT.pattern}|{_TABLE_EDGE}", re.IGNORECASE | re.MULTILINE)
_EDGE_GROUP = 4
_EQUALS = re.compile(r"^=", re.MULTILINE)
_PREFORMATTED = tags_with(Is.PREFORMATTED)


class ElementSpan(NamedTuple):
    """An element: its tag, the spans of attributes and content, and its end."""

    tag: str
    attributes: tuple[int, int]
    begin: int
    finish: int
    end: int


class Elements:
    """The elements around blocks in a text, found when the first one is asked for."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._found: dict[int, ElementSpan] | None = None
        self._equals: list[int] | None = None

    def at(self, start: int) -> ElementSpan | None:
        """The element that begins at ``start``."""
        if self._found is None:
            self._found = _find_elements(self._lines)
        return self._found.get(start)

    def has_heading(self, start: int, end: int) -> bool:
        """Whether a line begins like a heading in ``text[start:end]``.

        They are looked for once: each of many nested elements asks.
        """
        if self._equals is None:
            self._equals = [mark.start() for mark in _EQUALS.finditer(self._lines.text)]
        index = bisect_left(self._equals, start)
        return index < len(self._equals) and self._equals[index] < end


def _find_elements(lines: Lines) -> dict[int, ElementSpan]:
    """All elements around blocks by where they begin; tags that match nothing are left out.

    So are those whose opening is around a table that they are in: HTML ignores them there.
    """
    found: dict[int, ElementSpan] = {}
    stack: list[re.Match[str]] = []  # tags, and the openings of tables
    tables: list[int] = []  # where in the stack those are

    def close(finish: int, end: int) -> None:
        opening = stack.pop()
        found[opening.start()] = ElementSpan(
            opening[2], opening.span(3), opening.end(), finish, end
        )

    def close_implied(tag: re.Match[str]) -> None:
        end = tag.start()
        while lines.text[end - 1] in " \t\n":
            end -= 1
        close(end, end)

    pattern = _ELEMENT_OR_TABLE if "{|" in lines.text else _ELEMENT
    for tag in lines.find(pattern, 0, len(lines.text)):
        name = _name(tag)
        if tag.lastindex == _EDGE_GROUP:
            _cross_edge(tag, stack, tables)
        elif not tag[1]:
            while stack and name in CLOSED_BY.get(_name(stack[-1]), ()):
                close_implied(tag)
            stack.append(tag)
        elif _closes(stack, name):
            while _name(stack[-1]) != name:
                close_implied(tag)
            close(tag.start(), tag.end())
    return found


def _cross_edge(edge: re.Match[str], stack: list[re.Match[str]], tables: list[int]) -> None:
    """Put the opening of a table on the stack, or take it off with what is open in the table."""
    if _name(edge) == "{|":
        tables.append(len(stack))
        stack.append(edge)
    elif tables:
        del stack[tables.pop() :]


def _name(match: re.Match[str]) -> str:
    """The name of a tag, or the edge of a table."""
    return (match[2] or match[_EDGE_GROUP]).lower()


def _closes(stack: list[re.Match[str]], name: str) -> bool:
    """Whether a closing tag finds its element open, with none around it that must be closed."""
    for opening in reversed(stack):
        open_name = _name(opening)
        if open_name == name:
            return True
        if open_name not in CLOSED_BY:
            return False
    return False


def read_tag(text: str, tag: Construct) -> Piece | None:
    """The block that an extension tag makes; None when it makes none."""
    opening = TAG_OPENING.match(text, tag.start, tag.end)
    if opening is None:
        return None
    name = opening[1].lower()
    if name == "references":
        return _references(text, tag, opening)
    if opening[3]:
        return None
    close = text.rfind("</", tag.start, tag.end)
    if name == "gallery":
        return _gallery(text, tag, opening, close)
    if name not in _PREFORMATTED:
        return None
    content = leaf(text, opening.end(), close)
    unit = Preformatted(text_of(content), opening[1], opening[2].strip())
    return Piece(unit, tag.start, tag.end, (content,))


def _attributes(text: str, opening: re.Match[str]) -> Piece:
    return trimmed(text, *opening.span(2), Attributes)


def _references(text: str, tag: Construct, opening: re.Match[str]) -> Piece | None:
    attributes = _attributes(text, opening)
    close = tag.end if opening[3] else text.rfind("</", tag.start, tag.end)
    refs = list(_refs(text, opening.end(), close))
    position = opening.end()
    for ref in refs:
        if text[position : ref.start].strip():
            return None
        position = ref.end
    if text[position:close].strip():
        return None
    unit = References(text_of(attributes), tuple(map(text_of, refs)))
    return Piece(unit, tag.start, tag.end, (attributes, *refs))


def _refs(text: str, start: int, end: int) -> Iterator[Piece]:
    for construct in scan(text, start, end).constructs:
        start, end = construct.start, construct.end
        if construct.kind == "<" or text.endswith("-->", start + len("<!--"), end):
            yield leaf(text, start, end, ListedReference)


def _gallery(text: str, tag: Construct, opening: re.Match[str], close: int) -> Piece | None:
    attributes = _attributes(text, opening)
    images = []
    start = opening.end()
    while start < close:
        end = text.find("\n", start, close)
        end = close if end < 0 else end
        begin, stop = span(text, start, end)
        if begin < stop:
            if "<!--" in text[begin:stop]:
                return None
            images.append(read_image(text, begin, stop))
        start = end + 1
    made = tuple(image.unit for image in images if isinstance(image.unit, GalleryImage))
    unit = Gallery(text_of(attributes), made)
    return Piece(unit, tag.start, tag.end, (attributes, *images))
