"""Every construct of a source, those inside others as well, in one pass over the text.

The reader needs only outermost constructs; a check looks at each citation, link and reference,
wherever it is. Time stays linear however deeply they nest: a character belongs to the innermost
construct around it, and nothing is copied but short names.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from wikibrief.layouts.names import without_comments
from wikibrief.markup.reader.pieces import span
from wikibrief.markup.reader.transclusions import split
from wikibrief.wiki.scanner import Construct, scan
from wikibrief.wiki.tags import Is, tags_with

__all__ = ["Constructs", "Given", "Tag", "Transcluded", "find_constructs"]

_LONGEST_NAME = 255
"""Bytes that a page's name can have on a wiki; longer "names" hold constructs of their own."""

_HOLD_WIKITEXT = tags_with(Is.WIKITEXT)
_TAG_NAME = re.compile(r"<(\w+)")
_NO_NAME = re.compile(r"[{}\[\]<>\n]")


class Given(NamedTuple):
    """An argument: its name as the wiki counts it, where it starts, and the span of its value."""

    name: str
    start: int
    begin: int
    end: int

    @property
    def label(self) -> str:
        """What a message calls it."""
        if self.name.isdecimal():
            return f"argument {self.name}"
        return f"`{self.name[:60]}`" if self.name else "an argument with an empty name"


class Transcluded(NamedTuple):
    """A transclusion at ``start``; ``name`` is empty where it is not plain text."""

    name: str
    start: int
    arguments: tuple[Given, ...]

    @property
    def label(self) -> str:
        """What a message calls it, between braces."""
        return " ".join(self.name.split())[:60]


class Tag(NamedTuple):
    """An extension tag at ``start`` with its content, which is empty in ``<ref/>``."""

    name: str
    start: int
    attributes: str
    begin: int
    end: int


@dataclass(slots=True)
class Constructs:
    """The constructs of a text; ``hidden`` are the spans in which nothing is wikitext."""

    transclusions: list[Transcluded] = field(default_factory=list)
    links: list[Construct] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    hidden: list[tuple[int, int]] = field(default_factory=list)

    def is_hidden(self, offset: int) -> bool:
        """Whether ``offset`` is in a comment, or in a tag that shows its text as it is written."""
        index = bisect_right(self.hidden, offset, key=lambda span: span[0])
        return index > 0 and offset < self.hidden[index - 1][1]


def find_constructs(text: str) -> Constructs:
    """Find all constructs of a text; the lists are in the order of their starts."""
    found = Constructs()
    _find(text, 0, len(text), found)
    found.transclusions.sort(key=lambda each: each.start)
    found.links.sort()
    found.tags.sort(key=lambda each: each.start)
    found.hidden.sort()
    return found


def _find(text: str, start: int, end: int, found: Constructs) -> None:
    """Add the constructs of ``text[start:end]``.

    It calls itself for what is in tags, which is no deeper than there are kinds of them: the
    first closing tag ends a tag, so none is inside one of its own kind.
    """
    waiting: list[Construct] = []
    for construct in scan(text, start, end, nested=True, dividing=True).constructs:
        inner = []
        while waiting and waiting[-1].start > construct.start:
            inner.append(waiting.pop())
        waiting.append(construct)
        match construct.kind:
            case "{":
                inner.reverse()
                if not _is_parameter(text, construct, inner):
                    found.transclusions.append(_read_transclusion(text, construct, inner))
            case "[":
                found.links.append(construct)
            case "!":
                found.hidden.append(construct[:2])
            case "<":
                tag = _tag(text, construct)
                found.tags.append(tag)
                if tag.name in _HOLD_WIKITEXT:
                    _find(text, tag.begin, tag.end, found)
                else:
                    found.hidden.append((tag.begin, tag.end))


def _is_parameter(text: str, construct: Construct, inner: list[Construct]) -> bool:
    """Whether it is ``{{{name}}}``, not a transclusion whose name begins with one."""
    begins_with = bool(inner) and inner[0].start == construct.start + 2
    return text.startswith("{{{", construct.start) and not begins_with


def _read_transclusion(text: str, construct: Construct, inner: list[Construct]) -> Transcluded:
    start, end, _ = construct
    head, *segments = split(text, start + 2, end - 2, inner)
    positional = 0
    arguments = []
    for begin, stop, equals in segments:
        if equals is None:
            positional += 1
            name, at, value = str(positional), span(text, begin, min(stop, begin + 80))[0], begin
        else:
            name, at = _name(text, begin, equals)
            value = equals + 1
        arguments.append(Given(name, at, value, stop))
    return Transcluded(_name(text, *head[:2])[0], start, tuple(arguments))


def _name(text: str, start: int, end: int) -> tuple[str, int]:
    """A name and where it starts; empty where it is longer than a name, or made by constructs."""
    if end - start > _LONGEST_NAME:
        return "", start
    start, end = span(text, start, end)
    name = without_comments(text[start:end]).strip()
    return "" if _NO_NAME.search(name) else name, start


def _tag(text: str, construct: Construct) -> Tag:
    start, end, _ = construct
    name = cast("re.Match[str]", _TAG_NAME.match(text, start))
    opened = text.index(">", start, end)
    if opened == end - 1:
        return Tag(name[1].lower(), start, text[name.end() : opened - 1], end, end)
    closing = text.rindex("</", opened, end)
    return Tag(name[1].lower(), start, text[name.end() : opened], opened + 1, closing)
