"""Places: what the place of a transclusion in its article says of it.

Wikis keep an article's boxes with ways to others in two places: before its first words (sidebars,
campaign boxes, banners), and behind its last ones (navigation boxes, after the references). A
transclusion that is alone there, without an argument that a reader could read, has nothing
of this article to show. What comes before the first words and has facts as arguments is an infobox.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from wikibrief.layouts.names import layout_name
from wikibrief.model.document import (
    UNSEEN,
    Argument,
    Block,
    Document,
    Figure,
    Gap,
    Transclusion,
    sections_of,
)

__all__ = ["NOWHERE", "Places", "is_bare", "places_in"]

_SETTINGS = re.compile(
    r"(?:state|expanded?|collapsed?|collapsible|selected|style|align|float|width|nocat|status|"
    r"état|estado|стан|состояние|nom|name)"
)
"""Arguments that say how a box looks."""
_STATES = re.compile(
    r"(?:un|auto)?collapsed?|expanded|plain|show|hide|off|state|left|right|none|nobottom|"
    r"afficher|déplié|plié|скрыто|свёрнуто|развёрнуто"
)
_ROW_OF_BARE = re.compile(r"(?:\s*\{\{[^{}|]{1,255}\}\})+\s*")
_BARE = re.compile(r"\{\{([^{}|]*)\}\}")
_NAME = re.compile(r"[^{}\[\]<>|\n]+")
"""A name that can be a page's: what holds parameters, say, is no box."""
_FACTS = 3
"""How many named arguments an infobox has at least."""


class Places(NamedTuple):
    """Names of the transclusions (see ``layout_name``) that their places tell something of."""

    boxes: frozenset[str]
    infoboxes: frozenset[str]


NOWHERE = Places(frozenset(), frozenset())
"""The places of no article."""


def is_bare(arguments: Iterable[Argument]) -> bool:
    """Whether arguments say nothing but how a box looks: ``state=collapsed``."""
    return all(
        not each.value.strip()
        or (
            _STATES.fullmatch(each.value.strip().lower())
            if each.name is None
            else _SETTINGS.fullmatch(each.name.strip().lower())
        )
        for each in arguments
    )


def places_in(document: Document) -> Places:
    """What the places of transclusions in a document say of them."""
    sections = [section.blocks for section in sections_of(document)]
    if not any(map(_is_read, chain(document.preamble, document.lead, *sections))):
        return NOWHERE  # there are no words that could come before
    before = list(_edge(chain(document.preamble, document.lead)))
    *_, last = ((), *sections)
    behind = _edge(reversed(last[1:]))  # the first of a section is what it is about
    boxes = (
        name
        for name, arguments in chain(before, behind)
        if is_bare(arguments) and _NAME.fullmatch(name)
    )
    infoboxes = (name for name, arguments in before if _has_facts(arguments))
    return Places(frozenset(boxes), frozenset(infoboxes))


def _edge(blocks: Iterable[Block]) -> Iterator[tuple[str, Sequence[Argument]]]:
    """The transclusions that blocks begin with, up to what a reader reads."""
    for block in blocks:
        if isinstance(block, Transclusion):
            yield layout_name(block.name), block.arguments
        elif _is_read(block):
            return
        elif isinstance(block, str):
            yield from ((layout_name(name), ()) for name in _BARE.findall(block))


def _is_read(block: Block) -> bool:
    """Whether a block holds what a reader reads, and is no transclusion."""
    if isinstance(block, str):
        return _ROW_OF_BARE.fullmatch(block) is None
    return not isinstance(block, (*UNSEEN, Figure, Gap, Transclusion))


def _has_facts(arguments: Sequence[Argument]) -> bool:
    named = sum(each.name is not None and bool(each.value.strip()) for each in arguments)
    return named >= _FACTS and all(each.name or not each.value.strip() for each in arguments)
