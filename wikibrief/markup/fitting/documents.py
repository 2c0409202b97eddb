"""Fitting: a document with the same meaning as a dialect can hold it, or why it cannot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from wikibrief.markup.dialects import Dialect, is_infobox
from wikibrief.markup.fitting.arguments import (
    fit_mediawiki_arguments,
    fit_plain_arguments,
    object_to_plain,
)
from wikibrief.markup.fitting.blocks import fit_blocks
from wikibrief.markup.outline import assemble, flatten
from wikibrief.markup.spacing import with_shown_gaps
from wikibrief.markup.trimming import TrimmedAwayError, find_trimmed, trim
from wikibrief.markup.units import without_strays
from wikibrief.model.document import (
    Block,
    Document,
    Gap,
    Heading,
    Infobox,
    Section,
    Transclusion,
)
from wikibrief.problems import Problem, ProblemError, error

__all__ = ["fit"]

_Path = tuple[str | int, ...]


def fit(document: Document, dialect: Dialect) -> Document:
    """The document as the dialect can hold it with the same meaning.

    White space at the ends of texts goes, where the wiki trims it, and so do empty blocks. A
    paragraph with a blank line in it becomes two, one that is nothing but ``{{…}}`` that
    transclusion, the lines of a cell's text below the first one blocks; a bare ``|`` in an argument
    becomes ``{{!}}``, a namespace that no wiki has the usual one. In mediawiki the first infobox
    before the headings is the document's, and one with another name a transclusion. Raises
    ProblemError for what markup or the plain dialect cannot say.
    """
    problems = [*_object_to_headings(document)]
    if dialect == "plain" and "\n" in (document.title or "").strip():
        found = error("the plain dialect holds a title of one line", code="cannot-hold")
        problems.append(replace(found, path=("title",)))
    if problems:
        raise ProblemError(problems)
    try:
        return _fit(document, dialect)
    except TrimmedAwayError:
        raise ProblemError(find_trimmed(document)) from None


def _fit(document: Document, dialect: Dialect) -> Document:
    fitted = replace(
        document,
        title=None if document.title is None else document.title.strip(" \t\n"),
        preamble=fit_blocks(document.preamble),
        lead=fit_blocks(document.lead),
        sections=tuple(map(_fit_section, document.sections)),
    )
    if dialect == "mediawiki":
        fitted = _with_first_infobox(_without_misnamed_infobox(fitted))
    infobox, lead = fitted.infobox, fitted.lead
    if infobox is None:
        fitted = replace(fitted, preamble=(), lead=(*fitted.preamble, *lead))
    else:
        if dialect == "plain" and lead and isinstance(lead[0], Gap):
            lead = lead[1:]  # its infobox is made of lines, which a blank one ends
        fitted = replace(fitted, infobox=_fit_infobox(infobox, dialect), lead=lead)
    units = with_shown_gaps(flatten(fitted, titled=False))
    return replace(assemble(units, title=fitted.title), language=fitted.language)


def _object_to_headings(document: Document) -> Iterator[Problem]:
    """Name the headings among the blocks of the document or of a section: each begins one."""
    places: list[tuple[_Path, Iterable[Block]]] = [
        (("preamble",), document.preamble),
        (("lead",), document.lead),
    ]
    stack: list[tuple[_Path, Section]] = [
        (("sections", at), section) for at, section in enumerate(document.sections)
    ]
    while stack:
        path, section = stack.pop()
        places.append(((*path, "blocks"), section.blocks))
        stack += (((*path, "sections", at), each) for at, each in enumerate(section.sections))
    for path, blocks in places:
        for at, block in enumerate(blocks):
            if isinstance(block, Heading):
                message = f"the heading “{block.text}” begins a section, it cannot be in one"
                hint = "put it under `sections`, with what follows it as `blocks`"
                yield replace(error(message, hint=hint, code="cannot-hold"), path=(*path, at))


def _fit_infobox(infobox: Infobox, dialect: Dialect) -> Infobox:
    if dialect == "plain" and (problems := object_to_plain(infobox)):
        raise ProblemError(problems)
    fit_arguments = fit_plain_arguments if dialect == "plain" else fit_mediawiki_arguments
    return Infobox(trim(infobox.name), tuple(fit_arguments(without_strays(infobox.arguments))))


def _without_misnamed_infobox(document: Document) -> Document:
    """The document with its infobox as a transclusion, if the reader would not know it for one."""
    infobox = document.infobox
    if infobox is None or is_infobox(infobox.name):
        return document
    arguments = tuple(fit_mediawiki_arguments(infobox.arguments))
    transclusion = Transclusion(trim(infobox.name), arguments)
    blocks = (*document.preamble, transclusion, *document.lead)
    return replace(document, preamble=(), infobox=None, lead=blocks)


def _with_first_infobox(document: Document) -> Document:
    """The document with the first transclusion in its lead that the reader takes for its infobox.

    In the plain dialect ``{{Infobox …}}`` is a transclusion like others.
    """
    if document.infobox is not None:
        return document
    blocks = (*document.preamble, *document.lead)
    for at, block in enumerate(blocks):
        if isinstance(block, Heading):
            break
        if isinstance(block, Transclusion) and is_infobox(block.name):
            infobox = Infobox(block.name, block.arguments)
            return replace(document, preamble=blocks[:at], infobox=infobox, lead=blocks[at + 1 :])
    return document


def _fit_section(section: Section) -> Section:
    return Section(
        section.heading.strip(" \t\n"),
        section.level,
        fit_blocks(section.blocks),
        tuple(map(_fit_section, section.sections)),
    )
