"""Making pieces: the parts that all readers of blocks need."""

from __future__ import annotations

from typing import cast

from wikibrief.markup.units import Content, Leaf, Piece
from wikibrief.model.document import Raw
from wikibrief.wiki.scanner import TRIMMED

__all__ = ["leaf", "raw", "span", "text_of", "trimmed"]


def leaf(text: str, start: int, end: int, kind: type[Leaf] = Content) -> Piece:
    """The piece of a text inside a unit."""
    return Piece(kind(text[start:end]), start, end)


def trimmed(
    text: str, start: int, end: int, kind: type[Leaf] = Content, blanks: str = TRIMMED
) -> Piece:
    """The piece of a text without white space at its ends; an empty one begins after one blank."""
    value = text[start:end].strip(blanks)
    if value:
        start = text.index(value, start)
    elif start < end:
        start += text[start] == " "
    return Piece(kind(value), start, start + len(value))


def span(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of a text without white space at its ends; see ``trimmed``."""
    piece = trimmed(text, start, end)
    return piece.start, piece.end


def raw(text: str, start: int, end: int) -> Piece:
    """The piece of what is kept to the letter, without white space at its end."""
    kept = text[start:end].rstrip(" \t\n")
    return Piece(Raw(kept), start, start + len(kept))


def text_of(piece: Piece) -> str:
    """The text of a leaf's piece."""
    return cast("Leaf", piece.unit).text
