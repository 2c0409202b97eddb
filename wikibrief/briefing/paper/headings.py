"""Headings: which of them hang in the margin, and what is one by its look alone."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from xml.etree.ElementTree import Element

from wikibrief.inline.words import letters_of
from wikibrief.page.tree import add_class, has_class, text_of

__all__ = ["place_headings"]

_HANGING, _AT_EDGE, _ALIKE = "page-hanging", "page-at-edge", "page-like-heading"
_LETTERS_OF_HEADING, _LETTERS_OF_LINE, _LETTERS_OF_CAPTION = 19, 84, 96
"""Letters of a line in the margin, of one in the text, and of one in small print."""
_LETTERS_OF_WORD = 17
"""Letters of a word that fits a line in the margin, even one of wide letters."""
_LETTERS_ALIKE = 80
"""Letters of a line in bold that is read as a heading, though it is none."""
_MOST_LINES = 3
"""Lines of a heading in the margin: no more than of a paragraph at the foot of a page."""
_WIDE = frozenset({"page-sources", "gallery", "scroll"})
"""What begins in the margin itself; lists of notes do if they are long."""
_COLUMNS = {"page-names": 2, "page-words": 3}
_FEW_NOTES = 4


def place_headings(article: Element) -> None:
    """Put headings of sections next to their text, and headings of what is wide above it.

    A hanging heading takes no height, so that what is next to it must keep the next one away.
    """
    blocks = list(article)
    for block in blocks:
        if _looks_like_heading(block):
            add_class(block, _ALIKE)
    for index, block in enumerate(blocks):
        if block.tag in {"h3", "h4"}:
            after = (each for each in blocks[index + 1 : index + 4] if each.tag != "h4")
            if _is_wide(next(after, None)):
                add_class(block, _AT_EDGE)
    for index, block in enumerate(blocks):
        if block.tag == "h2":
            lines = _count_lines(block, _LETTERS_OF_HEADING)
            longest = max(map(letters_of, text_of(block).split()), default=0)
            room = min(_MOST_LINES, _room_after(blocks, index))
            if lines <= room and longest <= _LETTERS_OF_WORD:
                add_class(block, _HANGING)


def _looks_like_heading(block: Element) -> bool:
    """Whether a block is a short line in bold, or a term that nothing defines."""
    inner = block
    while inner.tag != "b" and len(inner) == 1 and not (inner.text or "").strip():
        if (inner[0].tail or "").strip():
            return False
        inner = inner[0]
    is_alike = (block.tag, inner.tag) == ("p", "b") or (block.tag == "dl" and _is_term(block))
    return is_alike and len(text_of(block)) <= _LETTERS_ALIKE


def _is_term(block: Element) -> bool:
    return len(block) == 1 and block[0].tag == "dt"


def _is_wide(block: Element | None) -> bool:
    if block is None:
        return False
    names = set(block.get("class", "").split())
    return bool(names & _WIDE) or (_notes_in(block) is not None and not _is_short(block))


def _notes_in(block: Element) -> Element | None:
    if has_class(block, "references"):
        return block
    return block.find("ol") if has_class(block, "reflist") else None


def _is_short(block: Element) -> bool:
    notes = _notes_in(block)
    return notes is None or len(notes) <= _FEW_NOTES


def _room_after(blocks: Sequence[Element], index: int) -> int:
    """Return about how many lines in the text stay together after a heading."""
    room = 0
    for block in blocks[index + 1 :]:
        lines = 0 if _is_wide(block) else _height_of(block)
        room += lines
        if lines == 0 or not _keeps_next(block):
            break
    return room


def _keeps_next(block: Element) -> bool:
    """Whether the style sheet keeps what follows a block on its page."""
    kept = ("hatnote", _ALIKE)
    return block.tag in {"h3", "h4", "figure"} or any(has_class(block, name) for name in kept)


def _height_of(block: Element) -> int:
    """Return about how many lines a block has that is in the text and nowhere else."""
    names = set(block.get("class", "").split())
    notes = _notes_in(block)
    if notes is not None:
        return len(notes)
    if block.tag in {"ul", "ol"}:
        columns = max((_COLUMNS[name] for name in names & _COLUMNS.keys()), default=1)
        return ceil(len(block) / columns)
    if block.tag in {"p", "blockquote"} or "hatnote" in names:
        return _count_lines(block, _LETTERS_OF_LINE)
    if block.tag == "figure":
        is_shown = block.find(".//img") is not None
        return _MOST_LINES if is_shown else _count_lines(block, _LETTERS_OF_CAPTION)
    return 1 if block.tag in {"h3", "h4"} and _AT_EDGE not in names else 0


def _count_lines(element: Element, letters: int) -> int:
    """About how many lines an element takes; words are not broken."""
    lines, room = 1, letters
    for word in map(letters_of, text_of(element).split()):
        if word > room and room < letters:
            lines, room = lines + 1, letters
        lines += max(word - 1, 0) // letters  # without spaces, as in Japanese
        room -= word + 1
    return lines
