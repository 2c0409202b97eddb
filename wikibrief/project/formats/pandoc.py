"""Pandoc's AST, and the formats that pandoc makes of it."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import zipfile
from collections.abc import Mapping

from wikibrief.pandoc.program import ADVICE, print_data_file, run_pandoc
from wikibrief.pandoc.running import make_reference
from wikibrief.pandoc.writer import AS_IT_IS, Manner, write_pandoc
from wikibrief.problems import ProblemError, error, warning
from wikibrief.project.formats.forms import RenderInput

__all__ = [
    "render",
    "render_docx",
    "render_epub",
    "render_latex",
    "render_markdown",
    "render_typst",
]

_NOTHING: Mapping[str, bytes] = {}


def render(page: RenderInput) -> bytes:
    """Render a document as pandoc's AST, in JSON."""
    return _write_tree(page, ".pandoc.json").encode()


def render_docx(page: RenderInput) -> bytes:
    """Render a document for Word, with the marking at the top and the bottom of each page."""
    marking, reference = page.metadata.marking, page.templates.read_own(_REFERENCE)
    if marking:
        reference = make_reference(marking, reference or print_data_file("reference.docx"))
    files = {"--reference-doc": reference} if reference else {}
    return _render(page, ".docx", "docx", files=files)


_REFERENCE = "pandoc/reference.docx"
"""A user's document whose styles the others have."""


def render_epub(page: RenderInput) -> bytes:
    """Render a document as a book for readers of EPUB."""
    made = _render(page, ".epub", "epub", Manner(has_chapters=True))
    if page.metadata.marking:
        _demand_marking(made, page.metadata.marking)
    return made


def _demand_marking(book: bytes, marking: str) -> None:
    """Make sure that each page of a book has the marking. Raises ProblemError."""
    pages: dict[str, bytes] = {}
    with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(book)) as archive:
        pages = {name: archive.read(name) for name in archive.namelist() if _is_page(name)}
    lacking = [name for name, page in pages.items() if marking.encode() not in page]
    if lacking or not pages:
        message = f"pandoc made a book without {marking} on {', '.join(lacking) or 'any page'}"
        raise ProblemError(error(message, hint=ADVICE, code="lost-marking"))


def _is_page(name: str) -> bool:
    return name.startswith("EPUB/text/") and name.endswith(".xhtml")


def render_latex(page: RenderInput) -> bytes:
    """Render a document in LaTeX."""
    return _render(page, ".tex", "latex", Manner(has_pictures=False))


def render_typst(page: RenderInput) -> bytes:
    """Render a document in Typst."""
    return _render(page, ".typ", "typst", Manner(has_pictures=False))


def render_markdown(page: RenderInput) -> bytes:
    """Render a document in Markdown, as GitHub reads it."""
    return _render(page, ".md", "gfm", Manner(is_titled=False))


def _write_tree(page: RenderInput, suffix: str, manner: Manner = AS_IT_IS) -> str:
    around = page.around(suffix)
    return write_pandoc(page.document, page.metadata, page.templates, around, manner)


def _render(
    page: RenderInput,
    suffix: str,
    target: str,
    manner: Manner = AS_IT_IS,
    *,
    files: Mapping[str, bytes] = _NOTHING,
) -> bytes:
    tree = _write_tree(page, suffix, manner)
    options = ["--standalone"] if manner.is_titled else []
    made, warnings = run_pandoc(tree, target, *options, files=files, seconds=_find_time(page))
    page.templates.problems += [warning(f"pandoc: {text}", code="pandoc") for text in warnings]
    return made


def _find_time(page: RenderInput) -> int | None:
    """The time that the file says it was made: the briefing's date, else SOURCE_DATE_EPOCH."""
    if date := page.metadata.briefing.date:
        return int(dt.datetime.combine(date, dt.time(), dt.UTC).timestamp())
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(epoch) if epoch.isdigit() else None
