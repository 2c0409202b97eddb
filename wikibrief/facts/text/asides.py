"""Asides: what is in brackets or after "including", to be read apart from its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wikibrief.facts.language.grammar import Item, TaggedSentence
from wikibrief.facts.language.lexicon import Lexicon

__all__ = ["Part", "parts_of"]


class Part(NamedTuple):
    """Items that are read together; ``aside`` if they are in brackets or after "including"."""

    items: list[Item]
    tags: str
    aside: bool


_QUOTES = frozenset('"“”„«»')
"""Signs that say nothing of how many: killed 14 "terrorists"."""
_BACK = re.compile(
    r",(?:A*B|CA*[KV](?=A*Q)|A*[KID](?![,AKI]*C)|[FrU]|C?X?W*A*B|CA*Q[WPA]{0,3}(?:B[BA]*)?[KDI])|[;:()]"
)
"""What ends "including …": the sentence goes on."""
_DASHES = frozenset("–—-")
_BETWEEN_COMMAS = re.compile(r",[XAWQ]{0,3}R[WPACXB]*,(?![WPA]+(?:,[WPA]+)*,?C)")
"""Who some or all of them were: "300 people*, most of them women,* were taken"."""
_APPOSITION = re.compile(
    r",(?:[XAWPFECY]{1,8}|[XAW]{0,3}FX?QE|(?:QFX?[WP]{1,3},?)+CQFX?[WP]{1,3}"
    r"|(?:Q[WPA]{1,4}(?:FX?[WPE]{1,3})?,?)+CQ[WPA]{1,4}(?:FX?[WPE]{1,3})?),(?=[BA]*B[BA]*[KI])"
)
"""What else is said of a subject before its verb: "19 civilians*, all of one family,* were …"."""
_VERB = re.compile(
    r"[^,;:()Q]*?(?=[BA]*B)"
    r"|[XA]*Q[WPA]{1,4}(?:F[WPE]{1,2})?(?:C[XAF]*Q?[WPA]{1,4})?(?=[BA]*B[BA]*[KI]|I)"
)
"""What is before the verb of an aside without commas."""

_SUBJECT = re.compile(r"(?:^|[.;:C])[^BKVIL.;:]*[QWP],$")
"""A subject before a comma, with no verb before it."""
_OPEN_ASIDE = re.compile(r"[XA]*Q[WPA]{1,4}(?:C[XAQ]*[WPA]{1,4})?(?=[BA]*B[BA]*[KI])")
"""Who some of a subject were, with a comma before it alone."""


def parts_of(row: TaggedSentence, lexicon: Lexicon) -> Iterator[Part]:
    """Cut asides out of a sentence; the sentence without them comes first."""
    main: list[Item] = []
    asides: list[list[Item]] = []
    index = 0
    tags = row.tags
    first_dash, second_dash = _find_dashes(row)
    while index < len(row.items):
        opens = tags[index] == "(" or index == first_dash
        counts = tags[index] == "G" and (index == 0 or tags[index - 1] in ",(QPWKDIEYF)")
        if tags[index] == "," and (between := _find_between(tags, index)):
            asides.append(row.items[index + 1 : between.end() - 1])
            index = between.end()
            continue
        if opens or (counts and _is_aside(row, index, lexicon)):
            if index == first_dash:
                end = second_dash
            else:
                end = _closing(tags, index) if opens else _end_of_aside(tags, index)
            asides.append(row.items[index + 1 : end])
            if main and main[-1].tag == "," and end < len(tags) and tags[end] in ",BA":
                end += tags[end] == ","  # ", including 13 Malians," is left out with both commas
                main.pop()
            index = end + 1 if opens and end < len(tags) else end
            continue
        if row.items[index].text not in _QUOTES:
            main.append(row.items[index])
        index += 1
    yield Part(main, tags_of(main), aside=False)
    for aside in asides:
        yield Part(aside, tags_of(aside), aside=True)


def _find_between(tags: str, index: int) -> re.Match[str] | None:
    """Find what is said of people between two commas."""
    follows = index and tags[index - 1] in "QWP"
    between = _BETWEEN_COMMAS.match(tags, index)
    return between or (_APPOSITION.match(tags, index) if follows else None)


def _is_aside(row: TaggedSentence, index: int, lexicon: Lexicon) -> bool:
    """Whether "included" is no verb of a toll: "the dead included 130 Germans"."""
    if row.items[index].lower in lexicon.words("whose") and _WHOSE.match(row.tags, index):
        return False
    before = row.tags[max(0, index - 1) : index]
    return before in {",", "("} or row.items[index].lower not in lexicon.words("includes")


_WHOSE = re.compile("GX[WAE]{1,4}B[BA]*[WV]?A*Q")
"""A clause of its own, with its verb: « *dont l'insurrection a fait 20* morts »."""


def _find_dashes(row: TaggedSentence) -> tuple[int, int]:
    """Find the two dashes around an aside: "eight people – two of them girls – died".

    (-1, -1) where a sentence has more dashes or fewer: then none is known to open an aside.
    """
    dashes = [at for at, item in enumerate(row.items) if item.text in _DASHES]
    return (dashes[0], dashes[1]) if len(dashes) == 2 else (-1, -1)


def _closing(tags: str, index: int) -> int:
    depth = 0
    for end in range(index, len(tags)):
        depth += (tags[end] == "(") - (tags[end] == ")")
        if depth == 0:
            return end
    return len(tags)


def _end_of_aside(tags: str, index: int) -> int:
    verb = _VERB.match(tags, index + 1) if index and tags[index - 1] in "QWP" else None
    if _SUBJECT.search(tags, 0, index):
        verb = _OPEN_ASIDE.match(tags, index + 1)  # "five people, including two girls were killed"
    if verb:
        return verb.end()  # "eight people including the pilot (two children) were killed"
    match = _BACK.search(tags, index + 1)
    return match.start() if match else len(tags)


def tags_of(items: Sequence[Item]) -> str:
    """The tags of items as a text for patterns."""
    return "".join(item.tag for item in items)
