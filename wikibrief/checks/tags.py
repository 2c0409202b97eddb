"""Checks of what is opened and closed in different places: HTML tags, tables, bold and italic."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from wikibrief.checks.findings import CheckedSource, report
from wikibrief.inline.quotes import find_open
from wikibrief.inline.tags import NEEDS_CLOSING
from wikibrief.markup.reader.reading import read_blocks
from wikibrief.markup.units import Piece
from wikibrief.model.document import Raw, Table
from wikibrief.problems import Problem, note, warning
from wikibrief.wiki.scanner import line_kind
from wikibrief.wiki.tags import Is, names_in, tags_with

__all__ = ["check_tags"]

_TAG = re.compile(rf"<(/?)({'|'.join(sorted(NEEDS_CLOSING))})(?=[\s/>])[^<>]*?(/?)>", re.IGNORECASE)
_EXTENSION = re.compile(rf"<(?:{names_in(tags_with(Is.EXTENSION))})(?=[\s/>])", re.IGNORECASE)
"""What begins a block that is kept to the letter because it is no wikitext."""
_QUOTES = re.compile(r"^.*''.*$", re.MULTILINE)
_EXTENSION = re.compile(rf"<(?:{names_in(tags_with(Is.EXTENSION))})(?=[\s/>])", re.IGNORECASE)
_STYLES = {"b": ("'''", "bold"), "i": ("''", "italic"), "bi": ("'''''", "bold and italic")}
_WHAT = {"list": "list", "table": "table", "indented": "indented text", "html": "element"}

_Found = tuple[int, str]
"""The place of something, and its tag."""


def check_tags(subject: CheckedSource) -> Iterator[Problem]:
    """What is never closed, or closes nothing; and what could not be read for it."""
    unclosed, closing_nothing = _unmatched(subject)

    def tell_unclosed(found: _Found) -> Problem:
        offset, name = found
        return warning(f"`<{name}>` is never closed", at=subject.place(offset), code="unclosed-tag")

    def tell_closing(found: _Found) -> Problem:
        offset, name = found
        message = f"`</{name}>` closes nothing: there is no `<{name}>` before it"
        return warning(message, at=subject.place(offset), code="stray-closing-tag")

    yield from report(unclosed, tell_unclosed, "elements are never closed")
    yield from report(closing_nothing, tell_closing, "closing tags close nothing")
    yield from _tables(subject)
    yield from _quotes(subject)
    yield from _raw(subject)


def _unmatched(subject: CheckedSource) -> tuple[list[_Found], list[_Found]]:
    """Opening tags without a closing one, and the other way round, in the order of the text.

    Elements may overlap, as in ``<b><i>…</b></i>``: the wiki mends that. A note is on its own.
    """
    unclosed: list[_Found] = []
    closing_nothing: list[_Found] = []
    opened: list[defaultdict[str, list[int]]] = [defaultdict(list)]

    def close_all() -> None:
        left = opened.pop()
        unclosed.extend((at, name) for name, starts in left.items() for at in starts)

    ends: list[int] = []
    notes = iter([tag for tag in subject.constructs.tags if tag.begin < tag.end])
    note = next(notes, None)
    for tag in _TAG.finditer(subject.text):
        at, name = tag.start(), tag[2].lower()
        while note is not None and note.begin <= at:
            opened.append(defaultdict(list))
            ends.append(note.end)
            note = next(notes, None)
        while ends and ends[-1] <= at:
            close_all()
            ends.pop()
        if subject.constructs.is_hidden(at) or tag[3]:
            continue
        if not tag[1]:
            opened[-1][name].append(at)
        elif opened[-1][name]:
            opened[-1][name].pop()
        else:
            closing_nothing.append((at, name))
    while opened:
        close_all()
    return sorted(unclosed), closing_nothing


def _tables(subject: CheckedSource) -> Iterator[Problem]:
    def tell(piece: Piece) -> Problem:
        message = "`{|` opens a table that is never closed: all that follows belongs to it"
        hint = "write `|}` on a line of its own where it ends"
        return warning(message, at=subject.place(piece.start), hint=hint, code="unclosed-table")

    unclosed = (
        piece
        for piece in _pieces(subject.reading.pieces)
        if isinstance(piece.unit, Table)
        and not subject.text.endswith(("|}", "{{!}}}"), 0, piece.end)
    )
    yield from report(unclosed, tell, "tables are never closed")


def _quotes(subject: CheckedSource) -> Iterator[Problem]:
    def tell(found: tuple[int, str]) -> Problem:
        offset, style = found
        marks, name = _STYLES["".join(sorted(style))]
        message = f"`{marks}` opens {name} text that nothing closes: it ends with the line"
        return warning(message, at=subject.place(offset), code="unclosed-quotes")

    yield from report(_open_quotes(subject), tell, "lines leave bold or italic open")


def _open_quotes(subject: CheckedSource) -> Iterator[tuple[int, str]]:
    for line in _QUOTES.finditer(subject.text):
        if (style := find_open(line[0])) and not _is_partly_hidden(subject, line):
            yield line.start() + line[0].index("''"), style


def _is_partly_hidden(subject: CheckedSource, line: re.Match[str]) -> bool:
    """Whether some of its apostrophes are in a comment, or are shown as they are."""
    marks = re.finditer("''", line[0])
    return any(subject.constructs.is_hidden(line.start() + mark.start()) for mark in marks)


def _raw(subject: CheckedSource) -> Iterator[Problem]:
    """What is kept as raw wikitext, because YAML has no place for it so deep or at all."""
    deep: list[tuple[int, str]] = []
    other: list[tuple[int, str]] = []
    at_top = {piece.start for piece in subject.reading.pieces}
    for piece in _pieces(subject.reading.pieces):
        if isinstance(piece.unit, Raw) and (kind := line_kind(subject.text, piece.start)) in _WHAT:
            if kind == "html" and _EXTENSION.match(piece.unit.text):
                continue  # the page shows it, hides it on purpose or reports it
            is_deep = kind == "list" or (
                piece.start not in at_top and _is_read_alone(piece.unit.text)
            )
            (deep if is_deep else other).append((piece.start, _WHAT[kind]))

    def tell_deep(found: tuple[int, str]) -> Problem:
        offset, what = found
        message = f"this {what} is nested too deep: it is kept as raw wikitext"
        return warning(message, at=subject.place(offset), code="kept-raw")

    def tell_other(found: tuple[int, str]) -> Problem:
        offset, what = found
        return note(
            f"this {what} is kept as raw wikitext", at=subject.place(offset), code="kept-raw"
        )

    yield from report(deep, tell_deep, "blocks are nested too deep")
    yield from report(other, tell_other, "blocks are kept as raw wikitext")


def _is_read_alone(text: str) -> bool:
    """Whether a text that is raw inside other blocks would be read if it were outside them."""
    return not any(isinstance(block, Raw) for block in read_blocks(text)[:1])


def _pieces(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, each before its parts."""
    stack = [*pieces][::-1]
    while stack:
        piece = stack.pop()
        yield piece
        stack += piece.parts[::-1]
