"""Templates of the user's own: their names, and what of their source a transclusion shows."""

from __future__ import annotations

import re
from collections import deque

from wikibrief.wiki.namespaces import Namespace
from wikibrief.wiki.scanner import scan
from wikibrief.wiki.tags import Is, names_in, tags_with
from wikibrief.wiki.titles import parse_title

__all__ = ["redirect_of", "template_name", "transcluded_part"]

_REDIRECT = re.compile(r"\s*#REDIRECT\s*:?\s*\[\[([^\[\]|]+)(?:\|[^\]]*)?\]\]", re.IGNORECASE)
_TAG = re.compile(
    r"<(?P<hidden>noinclude)(?:\s[^<>]*)?>"
    rf"|</?(?:{names_in(tags_with(Is.INCLUSION))})(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_END_OF_HIDDEN = re.compile(r"</noinclude\s*>", re.IGNORECASE)
_ONLY = re.compile(r"<onlyinclude>(.*?)(?:</onlyinclude>|\Z)", re.DOTALL)
_INCLUDEONLY = re.compile("includeonly", re.IGNORECASE)


def template_name(name: str) -> str | None:
    """The name of the template that ``{{name}}`` would transclude; None if it can be none.

    Pages of other namespaces (``{{:Page}}``) and subpages of this one (``{{/sub}}``) are not
    transcluded here.
    """
    if name.startswith((":", "/")):
        return None
    title = parse_title(name, Namespace.TEMPLATE)
    is_template = title is not None and title.namespace == Namespace.TEMPLATE
    return title.name if title and is_template else None


def redirect_of(source: str) -> str | None:
    """The name of the template that this one is another name for."""
    match = _REDIRECT.match(source)
    return template_name(match[1]) if match else None


def transcluded_part(source: str) -> str:
    """The part of a template's source that a transclusion of it is made of.

    That is ``<onlyinclude>`` alone where there is one, never ``<noinclude>``; the tags themselves
    go. In comments and extension tags these tags mean nothing.
    """
    if "<onlyinclude>" in source and "</onlyinclude>" in source:
        source = "".join(_ONLY.findall(source))
    pieces: list[str] = []
    position = done = 0
    opaque = _opaque(source)
    while tag := _TAG.search(source, position):
        while opaque and opaque[0][0] < tag.start():
            position = max(position, opaque.popleft()[1])
        if position > tag.start():
            continue
        pieces.append(source[done : tag.start()])
        position = done = _end_of(source, tag)
        while opaque and opaque[0][0] < done:
            opaque.popleft()
    return "".join([*pieces, source[done:]])


def _end_of(source: str, tag: re.Match[str]) -> int:
    if not tag["hidden"] or tag[0].endswith("/>"):
        return tag.end()
    closing = _END_OF_HIDDEN.search(source, tag.end())
    return closing.end() if closing else len(source)


def _opaque(source: str) -> deque[tuple[int, int]]:
    """Where comments and extension tags are; ``<includeonly>``, opaque on a page, is none."""
    masked = _INCLUDEONLY.sub("-" * len("includeonly"), source)
    constructs = scan(masked, nested=True).constructs
    return deque((start, end) for start, end, kind in constructs if kind in "<!")
