"""HTML pages."""

from __future__ import annotations

from wikibrief.model.document import Document
from wikibrief.model.metadata import Metadata
from wikibrief.page.cards import dump_card, read_card
from wikibrief.page.writer import write_html
from wikibrief.project.formats.forms import RenderInput

__all__ = ["leave", "render"]


def render(page: RenderInput) -> bytes:
    """Render the page of a document."""
    html = write_html(
        page.document,
        metadata=page.metadata,
        templates=page.templates,
        around=page.around(".html"),
    )
    return html.encode()


def leave(name: str, document: Document, metadata: Metadata) -> str:
    """Say of a document what lists of all documents show of it."""
    return dump_card(read_card(name, document, metadata))
