"""The round trip: write an edited document back over its source, changing only what differs.

Nothing is believed: what has been written is read back, and a text that does not mean the document
is never returned. Where the first attempt fails, the places that changed are written in the
canonical form; where that fails too, markup in their texts is escaped; and where even that fails, a
problem says which part cannot be written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from wikibrief.markup.dialects import Dialect
from wikibrief.markup.escaping import escape
from wikibrief.markup.fitting.documents import fit
from wikibrief.markup.outline import assemble, flatten
from wikibrief.markup.reader.reading import Reading, read_source
from wikibrief.markup.references.lifting import lift_references
from wikibrief.markup.references.lowering import lower_references
from wikibrief.markup.references.rewriting import Rewriter
from wikibrief.markup.refusals import refuse
from wikibrief.markup.spacing import with_shown_gaps
from wikibrief.markup.splicing import Rewrite, Splicer
from wikibrief.markup.units import Piece, Unit, without_strays
from wikibrief.markup.writer import Writer
from wikibrief.model.document import Document, Infobox, Transclusion
from wikibrief.problems import ProblemError, error
from wikibrief.templating.environment import Templates
from wikibrief.yamlform.marks import find_unknown

__all__ = ["write_wikitext"]


def write_wikitext(
    document: Document,
    base: str | None = None,
    dialect: Dialect | None = None,
    *,
    templates: Templates | None = None,
) -> str:
    """Write a document as wikitext.

    With ``base``, a source text, it is written selectively: what the base says already is copied to
    the letter. Without, the canonical form is written. ``dialect`` is by default the base's, else
    mediawiki. Raises ProblemError when the dialect cannot hold the document.
    """
    reading = None if base is None else read_source(base, dialect=dialect)
    written: Dialect = dialect or (reading.dialect if reading else "mediawiki")
    writer = Writer(written, templates or Templates())
    document = _with_references_in_text(document, reading, writer)
    wanted = fit(document, written)
    if reading and wanted.infobox and document.infobox is None:
        reading = _with_infobox(reading, wanted.infobox)
    units = flatten(wanted, titled=written == "plain")
    known = [piece.unit for piece in reading.pieces] if reading else []
    for attempt in chain([units], escape(units, known, writer)):
        text, read_back = _write(attempt, reading, writer, dialect)
        if text is not None:
            return text
    raise ProblemError(refuse(_markup_part(wanted, written), read_back))


def _with_references_in_text(
    document: Document, reading: Reading | None, writer: Writer
) -> Document:
    """The document as markup has it: what its references say is in its texts."""
    for path, key, _, hint in find_unknown(document):
        found = error(f"there is no reference `{key}`", hint=hint, code="unknown-reference")
        raise ProblemError(replace(found, path=path))
    base = lift_references(reading.document) if reading and document.references else None
    return lower_references(document, Rewriter(document, base, writer).write)


def _with_infobox(reading: Reading, infobox: Infobox) -> Reading:
    """The reading with the transclusion that is the infobox now that another one is gone."""

    def promote(piece: Piece) -> Piece:
        unit = piece.unit
        if not isinstance(unit, Transclusion):
            return piece
        is_it = Infobox(unit.name, without_strays(unit.arguments)) == infobox
        return piece.with_unit(infobox) if is_it else piece

    pieces = list(map(promote, reading.pieces))
    # By identity: an equal gap may be elsewhere.
    shown = set(map(id, with_shown_gaps([piece.unit for piece in pieces])))
    return replace(reading, pieces=tuple(piece for piece in pieces if id(piece.unit) in shown))


def _write(
    units: Sequence[Unit], reading: Reading | None, writer: Writer, dialect: Dialect | None
) -> tuple[str | None, Document]:
    """The text that is read back as the units; or None, and what the last attempt is read as."""
    wanted = assemble(units)
    read_back = wanted
    for text in _attempts(units, reading, writer):
        result = read_source(text, wanted.title, dialect if reading else None)
        read_back = _markup_part(result.document, writer.dialect)
        if result.dialect == writer.dialect and read_back == _markup_part(wanted, writer.dialect):
            return text, read_back
    return None, read_back


def _markup_part(document: Document, dialect: Dialect) -> Document:
    """The part of a document that markup holds: never its language, its title in plain alone."""
    title = document.title if dialect == "plain" else None
    return replace(document, title=title, language=None)


def _attempts(units: Sequence[Unit], reading: Reading | None, writer: Writer) -> Iterator[str]:
    if reading is None:
        yield writer.document(units)
        return
    if not reading.pieces:
        yield reading.source.original + reading.source.native(writer.document(units))
        return
    for form in Rewrite:
        yield Splicer(reading, writer, form).document(units)
