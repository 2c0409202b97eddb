"""HTML pages, and the files that lead to those of all documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from urllib.parse import quote

from wikibrief.model.document import Document
from wikibrief.model.metadata import Metadata
from wikibrief.page import silence
from wikibrief.page.catalogue.cards import dump_card, load_card, read_card
from wikibrief.page.catalogue.feed import Published, write_feed
from wikibrief.page.catalogue.listing import Link, ListedDocument, write_listing
from wikibrief.page.values import collect_values
from wikibrief.page.writer import write_html
from wikibrief.project.formats.forms import Gathered, RenderInput
from wikibrief.project.formats.table import FORMATS, format_of
from wikibrief.templating.environment import Templates

__all__ = ["gather", "is_silent", "leave", "list_files", "render", "render_body"]


def render(page: RenderInput) -> bytes:
    """Render the page of a document."""
    html = write_html(
        page.document,
        metadata=page.metadata,
        templates=page.templates,
        around=page.around(".html"),
    )
    return html.encode()


def render_body(page: RenderInput) -> None:
    """Render what the page of a document shows of it, for the problems of that alone."""
    collect_values(page.document, page.metadata, page.templates, page.around(".html"))


def is_silent(page: RenderInput) -> bool:
    """Whether ``render_body`` would report nothing; if in doubt, False. Raises ProblemError."""
    around = page.around(".html")
    return silence.is_silent(page.text, page.document, page.metadata, page.templates, around)


def leave(name: str, document: Document, metadata: Metadata) -> str:
    """Say of a document what a list of all documents says of it."""
    return dump_card(read_card(name, document, metadata))


def gather(documents: Sequence[Gathered], templates: Templates) -> Mapping[str, str | None]:
    """Make the list of all documents and, where they have dates, a feed."""
    published = [(load_card(each.note), each) for each in documents]
    title = _shared(card.publisher for card, _ in published)
    site = _shared(card.site for card, _ in published)
    pages = [Published(card, page) for card, each in published if (page := _page_of(each))]
    feed = write_feed(pages, title or "Documents", site)
    rows = [ListedDocument(card, _links_of(each)) for card, each in published]
    index = write_listing(rows, templates, title, feed="feed.xml" if feed else "")
    return {"index.html": index, "feed.xml": feed}


def list_files(document: Gathered) -> list[tuple[str, str, str]]:
    """Say what the list of all documents shows of the files of one."""
    return [(each.label, each.address, each.shown_size) for each in _links_of(document)]


def _shared(values: Iterable[str | None]) -> str:
    """What all documents have; nothing where they differ."""
    different = {value or "" for value in values}
    return different.pop() if len(different) == 1 else ""


def _page_of(document: Gathered) -> str | None:
    suffix = FORMATS["html"].suffix
    return next((path for path in document.files if path.endswith(suffix)), None)


def _links_of(document: Gathered) -> list[Link]:
    """Where a document is in each format, its page first."""
    page = _page_of(document)
    others = [path for path in document.files if path != page]
    return [
        Link(format_of(PurePosixPath(path)).label, quote(path), document.files[path].size)
        for path in [*([page] if page else []), *others]
    ]
