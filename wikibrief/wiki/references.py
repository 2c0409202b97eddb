"""References in a text: ``<ref>`` elements, and the marks that take their place.

A *mark* is a ``<ref …/>`` without content. ``<ref name="x"/>`` is one on every wiki. Two more are
wikibrief's own, in documents alone: ``<ref KEY/>`` refers to what has no name, and
``<ref here name="x"/>`` says that the definition belongs here and not at the first mark. A wiki
takes neither for a reference, but a source may hold either: ``<ref /KEY/>``, with a slash more, is
that text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from wikibrief.wiki.tags import Is, names_in, tags_with

__all__ = [
    "HERE",
    "KEY",
    "LITERAL",
    "Ref",
    "identify",
    "is_keyed",
    "key_of",
    "read_attributes",
    "refs_in",
    "replace_refs",
]

HERE = "here"
"""What a mark says that carries its definition."""
LITERAL = "/"
"""What precedes the key in a text that only looks like a mark."""
KEY = r"[^\s\x00-,/:-@\[-^`{-\x7f]+"
"""What a key that a mark can say is made of: of ASCII letters, digits and ``_.-``, else all that is
not blank, for many scripts write vowels as marks that are no letters."""

_HIDING = names_in(tags_with(Is.PREFORMATTED, without=Is.WIKITEXT) | {"nowiki"})
_OPENING = re.compile(
    rf"<!--|<(?P<hiding>{_HIDING})\b[^<>]*>|<ref(?=[\s/>])(?P<attributes>[^<>]*)>"
)
_CLOSING = re.compile(r"</ref\s*>", re.IGNORECASE)
_KEYED = re.compile(rf"\s(?P<slashes>/*)(?P<key>{KEY})(?=\s|$)(?!\s*=)(?P<rest>.*)", re.DOTALL)
_ATTRIBUTE = re.compile(r"([^\s=/\"']+)(?:\s*+=\s*+(?:\"([^\"]*)|'([^']*)|([^\s>]*)))?")
_LONGEST_NAME = 200


class Ref(NamedTuple):
    """A ``<ref`` at ``text[start:end]``: an element if it has ``content``, else a mark.

    ``key`` is what a mark of our own says, ``attributes`` what is after that, to the letter.
    ``slashes`` are those before the key of what only looks like a mark.
    """

    start: int
    end: int
    attributes: str
    content: str | None = None
    key: str | None = None
    slashes: str = ""
    is_tidy: bool = True
    """Whether its closing tag is ``</ref>``."""


def refs_in(text: str) -> Iterator[Ref]:
    """Yield what refers in a text, in order; what comments and verbatim tags hold does not."""
    position = 0
    unclosed: set[str] = set()
    while opening := _OPENING.search(text, position):
        position = opening.end()
        attributes = opening["attributes"]
        if opening[0] == "<!--":
            position = text.find("-->", position) + 3
            if position < 3:
                return
        elif attributes is None:
            name = opening["hiding"]
            if not opening[0].endswith("/>") and name not in unclosed:
                end = text.find(f"</{name}", position)
                position = end if end >= 0 else position
                unclosed |= {name} if end < 0 else set()
        elif attributes.endswith("/"):
            yield _read_mark(opening.start(), position, attributes[:-1])
        elif "ref" not in unclosed:
            closing = _CLOSING.search(text, position)
            if closing is None:
                unclosed.add("ref")
                continue
            content = text[position : closing.start()]
            is_tidy = closing[0] == "</ref>"
            yield Ref(opening.start(), closing.end(), attributes, content, is_tidy=is_tidy)
            position = closing.end()


def replace_refs(text: str, new: Iterable[tuple[Ref, str]]) -> str:
    """Return a text with something else in the place of each ``Ref``; they are in order."""
    parts: list[str] = []
    position = 0
    for ref, instead in new:
        parts += (text[position : ref.start], instead)
        position = ref.end
    return "".join([*parts, text[position:]])


def _read_mark(start: int, end: int, attributes: str) -> Ref:
    keyed = _KEYED.fullmatch(attributes)
    if keyed is None:
        return Ref(start, end, attributes)
    return Ref(start, end, keyed["rest"], None, keyed["key"], keyed["slashes"])


def key_of(attributes: str) -> str | None:
    """Return the key of the reference that a mark with these attributes refers to."""
    mark = _read_mark(0, 0, attributes)
    if mark.slashes:
        return None
    own = mark.key if mark.key != HERE else None
    return own or identify(mark.attributes)


def is_keyed(attributes: str) -> bool:
    """Whether a mark with these attributes says a key of our own."""
    return _KEYED.fullmatch(attributes) is not None


def read_attributes(text: str) -> dict[str, str]:
    """Read attributes as MediaWiki does: without quotes, or with one that never closes."""
    return {
        match[1].lower(): " ".join((match[2] or match[3] or match[4] or "").split())
        for match in _ATTRIBUTE.finditer(text)
    }


@lru_cache(maxsize=1000)  # most names come several times in their article
def identify(attributes: str) -> str | None:
    """Return what the reference with these attributes is known by: its name, with its group.

    None for one without a name, and for what goes on with another one (``follow``, ``details``).
    """
    if "name" not in attributes.lower():
        return None
    read = read_attributes(attributes)
    name, group = read.get("name", ""), read.get("group", "")
    if not name or len(name) > _LONGEST_NAME or read.keys() & {"follow", "details"}:
        return None
    return f"{name} ({group})" if group else name
