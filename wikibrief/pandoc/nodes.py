"""Nodes: pandoc's abstract syntax tree, as its JSON has it.

A node is ``{"t": name, "c": content}``. See the module ``Text.Pandoc.Definition`` of pandoc-types.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

__all__ = [
    "API_VERSION",
    "LINE_BREAK",
    "SPACE",
    "Node",
    "Nodes",
    "attributes",
    "join",
    "node",
    "string",
    "text_of",
    "trim",
    "words",
    "wrap",
]

Node = dict[str, Any]
Nodes = list[Node]

API_VERSION = [1, 23]
"""The version of the AST that pandoc has had since its version 3.0."""
SPACE: Node = {"t": "Space"}
LINE_BREAK: Node = {"t": "LineBreak"}
_BLANKS = " \t\n\r\f"
"""White space of HTML, which hard spaces are no part of."""
_PARTS = re.compile(f"[{_BLANKS}]+|[^{_BLANKS}]+")


def node(name: str, *content: object) -> Node:
    """Make a node of its name and its content; several contents are a list."""
    if not content:
        return {"t": name}
    return {"t": name, "c": content[0] if len(content) == 1 else list(content)}


def string(text: str) -> Node:
    """Make text a node, as it is."""
    return node("Str", text)


def attributes(identifier: str = "", classes: Iterable[str] = (), **others: str) -> list[Any]:
    """Make the attributes of a node."""
    return [identifier, list(classes), [[name, value] for name, value in others.items()]]


def words(text: str | None) -> Nodes:
    """Make text inlines, with one space for all white space between two words."""
    return [SPACE if part[0] in _BLANKS else string(part) for part in _PARTS.findall(text or "")]


def join(inlines: Nodes) -> Nodes:
    """Join strings that follow one another, and leave one of several spaces."""
    joined: Nodes = []
    for each in inlines:
        last = joined[-1] if joined else {}
        if each is SPACE and last in (SPACE, LINE_BREAK):
            continue
        if each["t"] == "Str" and last.get("t") == "Str":
            joined[-1] = string(last["c"] + each["c"])
            continue
        if each is LINE_BREAK and last is SPACE:
            joined.pop()
        joined.append(each)
    return joined


def trim(inlines: Nodes) -> Nodes:
    """Join inlines, and take the spaces and line breaks at their ends away."""
    joined = join(inlines)
    start, end = 0, len(joined)
    while start < end and joined[start] in (SPACE, LINE_BREAK):
        start += 1
    while start < end and joined[end - 1] in (SPACE, LINE_BREAK):
        end -= 1
    return joined[start:end]


def wrap(make: Callable[[Nodes], Node], inlines: Nodes) -> Nodes:
    """Make a node around inlines; the spaces at their ends stay outside, as in plain markup.

    Where there is nothing to be in it, there is no node.
    """
    joined = join(inlines)
    inner = trim(joined)
    if not inner:
        return joined[:1]
    before = [SPACE] if joined[0] is SPACE else []
    after = [SPACE] if joined[-1] is SPACE else []
    return [*before, make(inner), *after]


def text_of(content: object) -> str:
    """Return the words in a node or in a list of nodes, without those of notes."""
    return " ".join("".join(_texts(content)).split())


def _texts(content: object) -> Iterator[str]:
    if isinstance(content, dict):
        match content["t"]:
            case "Str":
                yield content["c"]
            case "Code" | "CodeBlock" | "Math":
                yield content["c"][1]
            case "Space" | "LineBreak":
                yield " "
            case "Note":
                pass
            case _:
                yield from _texts(content.get("c", ""))
                yield " " if content["t"] in _APART else ""
    elif isinstance(content, Sequence) and not isinstance(content, str):
        for each in content:
            yield from _texts(each)


_APART = frozenset("Para Plain Header".split())
"""Nodes after which another word begins."""
