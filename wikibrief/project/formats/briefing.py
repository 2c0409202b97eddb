"""PDF briefings."""

from __future__ import annotations

from pathlib import Path

from wikibrief.briefing.conformance.attachments import Attachment
from wikibrief.briefing.writer import proof_pdf, write_pdf
from wikibrief.project.formats.forms import RenderInput
from wikibrief.project.formats.table import FORMATS

__all__ = ["attach_source", "proof", "render"]


def render(page: RenderInput) -> bytes:
    """Render the briefing of a document, with the file that it was read from attached."""
    return write_pdf(
        page.document,
        metadata=page.metadata,
        templates=page.templates,
        around=page.around(".pdf"),
        source=attach_source(page.name, page.text),
    )


def proof(page: RenderInput) -> None:
    """Find the problems that ``render`` has."""
    proof_pdf(
        page.document,
        metadata=page.metadata,
        templates=page.templates,
        around=page.around(".pdf"),
    )


def attach_source(name: str, text: str) -> Attachment | None:
    """Return the file that a document was read from, to be attached to its page."""
    path = Path(name)
    suffix = path.suffix.lower()
    row = next((row for row in FORMATS.values() if suffix in row.suffixes and row.load), None)
    if row is None:
        return None
    about = "The file that this was made from"
    return Attachment(path.name, text.encode(), row.media_type, "Source", about)
