"""PDF writer: the briefing, WeasyPrint over ``templates/briefing``.

WeasyPrint takes half a second to import, so it is imported when the first briefing is written.
"""

from __future__ import annotations

import atexit
import hashlib
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from wikibrief.briefing.fonts import use_own_fonts
from wikibrief.briefing.paper import prepare_page
from wikibrief.inline.context import Surroundings
from wikibrief.inline.passes import printable
from wikibrief.model.document import Document
from wikibrief.model.metadata import Metadata
from wikibrief.page.inputs import read_inputs
from wikibrief.page.values import collect_values
from wikibrief.templating.environment import Templates

__all__ = ["write_pdf"]


def write_pdf(
    document: Document,
    *,
    metadata: Metadata | Mapping[str, object] | None = None,
    templates: Templates | Path | str | None = None,
    media: Path | str | None = None,
    around: Surroundings | None = None,
) -> bytes:
    """Return the briefing of ``document``: a tagged PDF (PDF/UA-1), the same for the same inputs.

    The arguments are those of ``write_html``. Raises ProblemError when the metadata or a template
    is wrong.
    """
    inputs = read_inputs(metadata, templates, media, around)
    templates = inputs.templates
    values = collect_values(document, inputs.metadata, templates, inputs.around)
    page = printable(templates.render("briefing/briefing.html.j2", **values))
    style = templates.read("briefing/briefing.css")
    sheet = _sheet(style)  # also chooses the fonts, before WeasyPrint is imported
    digest = hashlib.sha256(f"{page}\0{style}".encode()).hexdigest()
    with _stopped_clock():
        pdf: bytes = _parsed_page(
            prepare_page(page)
        ).write_pdf(
            font_config=_font_configuration(),
            stylesheets=[sheet],
            presentational_hints=True,  # widths of pictures, first numbers of lists
            pdf_variant="pdf/ua-1",
            pdf_identifier=digest[:32].encode(),
        )
    inputs.warn()
    return pdf


@contextmanager
def _stopped_clock() -> Iterator[None]:
    """Keep the time out of the PDF: fontTools stamps what it makes of a variable font."""
    name = "SOURCE_DATE_EPOCH"
    before = os.environ.get(name)
    os.environ[name] = "0"
    try:
        yield
    finally:
        del os.environ[name]
        if before is not None:
            os.environ[name] = before


# What one process makes once. WeasyPrint's own types are unknown to mypy, hence Any.


@cache
def _font_configuration() -> Any:  # noqa: ANN401
    use_own_fonts()
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    logging.getLogger("weasyprint").propagate = False  # its warnings are not for users
    atexit.register(_forget)
    return FontConfiguration()


def _parsed_page(root: Element) -> Any:  # noqa: ANN401
    """Hand a tree to WeasyPrint, whose own constructor parses text."""
    from cssselect2 import ElementWrapper  # noqa: PLC0415
    from weasyprint import HTML  # noqa: PLC0415  half a second

    page = HTML.__new__(HTML)
    page.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
    page.etree_element = root
    page.base_url, page.url_fetcher, page.media_type = None, _own_fetcher(), "print"
    return page


def _forget() -> None:
    """Let WeasyPrint clean up while the modules that it needs for that are still there."""
    _sheet.cache_clear()
    _font_configuration.cache_clear()


@lru_cache(maxsize=8)
def _sheet(style: str) -> Any:  # noqa: ANN401
    """Parse a style sheet: as long as it stays the same, once."""
    fonts = _font_configuration()
    from weasyprint import CSS  # noqa: PLC0415

    return CSS(string=style, font_config=fonts, url_fetcher=_own_fetcher())


@cache
def _own_fetcher() -> Any:  # noqa: ANN401
    """Return a fetcher that opens what the page itself holds, and has nothing else to give."""
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    class OwnFetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ANN401
            if url.startswith("data:image/"):
                return super().fetch(url, headers)
            message = f"{url} was not handed to the briefing"
            raise ValueError(message)

    return OwnFetcher(allowed_protocols={"data"})
