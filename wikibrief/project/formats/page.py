"""HTML pages."""

from __future__ import annotations

from wikibrief.page.writer import write_html
from wikibrief.project.formats.forms import RenderInput

__all__ = ["render"]


def render(page: RenderInput) -> bytes:
    """Render the page of a document."""
    html = write_html(
        page.document,
        metadata=page.metadata,
        templates=page.templates,
        around=page.around(".html"),
    )
    return html.encode()
