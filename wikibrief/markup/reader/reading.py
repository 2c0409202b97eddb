"""The reader: source text → document and source map.

It goes through the source once, line by line, stepping over what constructs hide, and cuts it into
pieces: each piece is the stretch of source of one unit. The document is what the units make.
Nothing is repaired or lost: what is between pieces is markup and white space, and joining all
of it gives the source back.

Inline markup is not parsed here: a paragraph is its wikitext.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from wikibrief.markup.dialects import Dialect, detect, title_at
from wikibrief.markup.outline import assemble
from wikibrief.markup.reader.blocks import BlockReader
from wikibrief.markup.reader.lines import Lines
from wikibrief.markup.reader.pieces import leaf, text_of, trimmed
from wikibrief.markup.reader.place import BlockPlace
from wikibrief.markup.units import Name, Piece, TitleLine, Unit
from wikibrief.model.document import Block, Document, Redirect
from wikibrief.model.garbage import no_garbage
from wikibrief.wiki.redirects import redirect_at
from wikibrief.wiki.scanner import Scan, scan
from wikibrief.wiki.source import SourceText

__all__ = ["Reading", "read_blocks", "read_source"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader knows: the document, and the pieces of source that it was read from."""

    document: Document
    pieces: tuple[Piece, ...]
    source: SourceText
    dialect: Dialect
    scan: Scan


def read_source(text: str, title: str | None = None, dialect: Dialect | None = None) -> Reading:
    """Read wiki-style source with its source map.

    ``title`` is the article's name where the caller knows it (a sidecar, a page name); the plain
    dialect's title line overrides it. ``dialect`` is detected by default. Every text is readable:
    what is not understood becomes ``Raw``. References are in the texts, as in the source.
    """
    source = SourceText(text)
    dialect = dialect or detect(source.text)
    with no_garbage():
        found = scan(source.text)
        pieces = tuple(_pieces(Lines(source.text, found), dialect))
        document = assemble((piece.unit for piece in pieces), title=title)
    if document.title is None and dialect == "mediawiki":  # plain has a line of its own for it
        document = _with_title(document, source.text)
    return Reading(document, pieces, source, dialect, found)


def read_blocks(text: str, before: Unit | None = None) -> tuple[Block, ...]:
    """Read the blocks of a value, in MediaWiki's dialect; ``before``: what precedes them."""
    source = SourceText(text)
    lines = Lines(source.text, scan(source.text))
    pieces = BlockReader(lines, "mediawiki", in_value=True).blocks(
        0, BlockPlace(len(lines.text)), before
    )
    return tuple(cast("Block", piece.unit) for piece in pieces)


def _pieces(lines: Lines, dialect: Dialect) -> Iterator[Piece]:
    text, limit = lines.text, len(lines.text)
    start = 1 if text.startswith("\ufeff") else 0
    if dialect == "plain" and (title := _title(text, lines.skip_blank_lines(start, limit))):
        yield title
        start = title.end
        lines.cut(start)
    elif redirect := _redirect(text, lines.skip_blank_lines(start, limit)):
        yield redirect
        start = redirect.end
    yield from BlockReader(lines, dialect).blocks(start, BlockPlace(limit))


def _redirect(text: str, start: int) -> Piece | None:
    """The redirect that an article begins with."""
    match = redirect_at(text, start)
    if match is None:
        return None
    target = trimmed(text, *match.span("target"), Name)
    return Piece(Redirect(text_of(target), match["word"]), start, match.end(), (target,))


def _title(text: str, start: int) -> Piece | None:
    """The title line of the plain dialect."""
    line = title_at(text, start)
    if line is None:
        return None
    content = leaf(text, line.start, line.end)
    return Piece(TitleLine(text_of(content)), start, line.stop, (content,))


_DISPLAYTITLE = re.compile(r"\{\{[ \t]*+DISPLAYTITLE[ \t]*+:([^{}|\n]++)\}\}")
_MARKUP = re.compile(r"'{2,}+|</?\w++[^<>]*+>")
_BREAK = re.compile(r"\s*+<br\b[^<>]*+>\s*+", re.IGNORECASE)
_NAMING = (
    "conflict",
    "name",
    "unit_name",
    "election_name",
    "common_name",
    "event_name",
    "title",
)


def _with_title(document: Document, text: str) -> Document:
    """Name the article by its DISPLAYTITLE, else by the infobox's name parameter, if it has one."""
    candidates = [match[1] for match in _DISPLAYTITLE.finditer(text)]
    if document.infobox is not None:
        arguments = {argument.name: argument.value for argument in document.infobox.arguments}
        candidates += [arguments[name] for name in _NAMING if arguments.get(name)]
    for candidate in candidates:
        title = _MARKUP.sub("", _BREAK.sub(" ", candidate)).strip()
        if title and not re.search(r"[{}\[\]|<>\n]", title):
            return replace(document, title=title)
    return document
