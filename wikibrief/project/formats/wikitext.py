"""Wikitext in both dialects."""

from __future__ import annotations

from wikibrief.checks.markup import check_emptiness
from wikibrief.checks.run import check_reading
from wikibrief.markup.dialects import Dialect
from wikibrief.markup.reader.reading import read_source
from wikibrief.markup.references.lifting import lift_references
from wikibrief.markup.roundtrip import write_wikitext
from wikibrief.problems import ProblemError, Severity
from wikibrief.project.formats.forms import Loaded, ReadInput, RenderInput

__all__ = ["read", "render_mediawiki", "render_plain"]


def read(text: str, given: ReadInput) -> Loaded:
    """Read a document from wikitext, and its problems. Raises ProblemError if one is an error."""
    reading = read_source(text, given.title, given.dialect)
    if given.check:
        problems = tuple(check_reading(reading, given.media, given.templates))
    else:
        problems = tuple(check_emptiness(reading))
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ProblemError(problems)
    return Loaded(lift_references(reading.document).document, problems)


def render_mediawiki(page: RenderInput) -> bytes:
    """Write the document over its base; without one in the dialect of MediaWiki."""
    return _render(page, "mediawiki")


def render_plain(page: RenderInput) -> bytes:
    """Write the document over its base; without one in the plain dialect."""
    return _render(page, "plain")


def _render(page: RenderInput, dialect: Dialect) -> bytes:
    known = None if page.base else dialect
    text = write_wikitext(page.document, page.base, known, templates=page.templates)
    return text.encode()
