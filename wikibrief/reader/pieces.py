"""Making pieces: the parts that all readers of blocks need."""

from __future__ import annotations

from typing import cast

from wikibrief.outline import Content, Leaf, Piece
from wikibrief.scanner import TRIMMED

__all__ = ["leaf", "span", "text_of"]


def leaf(text: str, start: int, end: int, kind: type[Leaf] = Content) -> Piece:
    """The piece of a text inside a unit."""
    return Piece(kind(text[start:end]), start, end)


def span(text: str, start: int, end: int, trimmed: str = TRIMMED) -> tuple[int, int]:
    """The span without white space at its ends; an empty one begins after one blank."""
    part = text[start:end]
    rest = part.lstrip(trimmed)
    if not rest:
        start += part[:1] == " "
        return start, start
    return end - len(rest), end - len(rest) + len(rest.rstrip(trimmed))


def text_of(piece: Piece) -> str:
    """The text of a leaf's piece."""
    return cast("Leaf", piece.unit).text
