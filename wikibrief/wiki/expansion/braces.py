"""Transclusions and parameters in a text, one inside the other: ``scanner`` finds them.

They nest as in MediaWiki's preprocessor (Preprocessor_Hash::buildDomTreeArrayFromText).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeVar

from wikibrief.wiki.scanner import line_of_comments, scan

__all__ = ["Node", "Stretch", "armour", "parse"]


class Span(NamedTuple):
    """Where something is: ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A transclusion ``{{``, a parameter ``{{{``, an extension tag ``<`` or a comment ``!``."""

    kind: Literal["{{", "{{{", "<", "!"]
    text: str
    """The whole text; the node is ``text[start:end]``."""
    start: int
    end: int
    inside: Stretch
    """What is between the braces; of a tag or comment, nothing."""

    @property
    def source(self) -> str:
        """The node as it is written."""
        return self.text[self.start : self.end]

    @property
    def begins_line(self) -> bool:
        """Whether a line end is before it; the text's begin is none (as in MediaWiki)."""
        return self.text.startswith("\n", max(self.start - 1, 0), self.start)


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Part of a text, ``text[start:end]``, with the outermost nodes in it."""

    text: str
    start: int
    end: int
    nodes: list[Node]
    links: list[Span]
    """The outermost links, ``-{…}-`` and lines of headings: what is in them divides nothing."""

    @property
    def source(self) -> str:
        """The stretch as it is written."""
        return self.text[self.start : self.end]

    def pieces(self) -> Iterator[str | Node]:
        """The nodes and the text between them."""
        position = self.start
        for node in self.nodes:
            if node.start > position:
                yield self.text[position : node.start]
            yield node
            position = node.end
        if position < self.end:
            yield self.text[position : self.end]

    def places(self, char: str) -> Iterator[int]:
        """Where ``char`` is outside of nodes and links."""
        position = self.start
        hidden = sorted([*((node.start, node.end) for node in self.nodes), *self.links])
        for start, end in [*hidden, (self.end, self.end)]:
            while 0 <= (place := self.text.find(char, position, start)) < start:
                yield place
                position = place + 1
            position = max(position, end)

    def split(self) -> list[Stretch]:
        """The parts between its ``|``: a transclusion's name and arguments."""
        return self._cut(list(self.places("|")))

    def named(self) -> tuple[Stretch | None, Stretch]:
        """An argument's name, if it has one, and its value."""
        place = next(self.places("="), None)
        if place is None:
            return None, self
        name, value = self._cut([place])
        return name, value

    def _cut(self, places: list[int]) -> list[Stretch]:
        parts: list[Stretch] = []
        nodes, links = iter(self.nodes), iter(self.links)
        node, link = next(nodes, None), next(links, None)
        start = self.start
        for end in [*places, self.end]:
            part = Stretch(self.text, start, end, [], [])
            while node and node.start < end:
                part.nodes.append(node)
                node = next(nodes, None)
            while link and link.start < end:
                part.links.append(link)
                link = next(links, None)
            parts.append(part)
            start = end + 1
        return parts


def parse(text: str) -> Stretch:
    """Find what is to be expanded in ``text``, in linear time."""
    nodes: list[Node] = []
    links: list[Span] = []
    for start, end, kind in scan(text, nested=True, dividing=True).constructs:
        if nodes and nodes[-1].kind == "!" and nodes[-1].start <= start < nodes[-1].end:
            continue  # a comment on the line of the one before
        match kind:
            case "[" | "=" | "-":
                _take_from(links, start)
                links.append(Span(start, end))
            case "{":
                nodes.append(_braces(text, start, end, _take_from(nodes, start), links))
            case _:
                if kind == "!":
                    start, end = line_of_comments(text, start, end)  # noqa: PLW2901  its whole line
                nothing = Stretch(text, end, end, [], [])
                nodes.append(Node("!" if kind == "!" else "<", text, start, end, nothing))
    return Stretch(text, 0, len(text), nodes, links)


def armour(text: str, chars: str) -> str:
    """A text that can be in a transclusion: ``chars``, ``|`` or ``=``, do not divide it."""
    if not any(char in text for char in chars):
        return text
    whole = parse(text)
    pieces: list[str] = []
    done = 0
    for place in sorted(place for char in chars for place in whole.places(char)):
        pieces.append(text[done:place] + ("{{!}}" if text[place] == "|" else "{{=}}"))
        done = place + 1
    return "".join([*pieces, text[done:]])


def _braces(text: str, start: int, end: int, inner: list[Node], links: list[Span]) -> Node:
    """A transclusion or, when it has three braces of its own, a parameter."""
    is_triple = text.startswith("{{{", start) and not (inner and inner[0].start == start + 2)
    size = 3 if is_triple else 2
    inside = Stretch(text, start + size, end - size, inner, _take_from(links, start))
    return Node("{{{" if is_triple else "{{", text, start, end, inside)


_Found = TypeVar("_Found", Node, Span)


def _take_from(found: list[_Found], start: int) -> list[_Found]:
    """Take those that begin at ``start`` or later."""
    index = len(found)
    while index and found[index - 1].start >= start:
        index -= 1
    taken = found[index:]
    del found[index:]
    return taken
