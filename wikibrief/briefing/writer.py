"""PDF writer: a document as a briefing, laid out from ``templates/briefing``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from wikibrief.briefing.annex import part_box
from wikibrief.briefing.claims import make_claims
from wikibrief.briefing.conformance.attachments import Attachment
from wikibrief.briefing.fonts import knows_family
from wikibrief.briefing.layout import lay_out
from wikibrief.briefing.paper import prepare_page
from wikibrief.inline.context import Surroundings
from wikibrief.inline.passes import printable
from wikibrief.layouts.infoboxes.keyfacts import KeyFacts
from wikibrief.model.document import Document
from wikibrief.model.metadata import Metadata
from wikibrief.page.inputs import read_inputs
from wikibrief.page.values import collect_values
from wikibrief.problems import Problem, warning
from wikibrief.templating.environment import Templates
from wikibrief.templating.styles import find_families
from wikibrief.yamlform.documents import dump_yaml

__all__ = ["write_pdf"]

_PAGE = "briefing/briefing.html.j2"
_STYLES = ("briefing/theme.css", "briefing/briefing.css")
_PAPER = {"letter": "@page { size: letter }"}


def write_pdf(
    document: Document,
    *,
    metadata: Metadata | Mapping[str, object] | None = None,
    templates: Templates | Path | str | None = None,
    media: Path | str | None = None,
    around: Surroundings | None = None,
    source: Attachment | None = None,
) -> bytes:
    """Return the briefing of ``document``: a PDF/UA and PDF/A, the same for the same inputs.

    ``source`` is the file that it was read from, which the PDF brings along; the other arguments
    are those of ``write_html``. Raises ProblemError when the metadata or a template
    is wrong.
    """
    inputs = read_inputs(metadata, templates, media, around)
    templates = inputs.templates
    values = collect_values(document, inputs.metadata, templates, inputs.around)
    infobox = values["infobox"]
    box = part_box(infobox if isinstance(infobox, KeyFacts) else None)
    page = printable(templates.render(_PAGE, box=box, digest=_digest_of(document), **values))
    sheets = [templates.read_style(name) for name in _STYLES]
    sheets.append((_PAPER.get(inputs.metadata.briefing.paper or "", ""), None))
    style = "\n".join(text for text, _ in sheets)
    digest = hashlib.sha256(f"{page}\0{style}".encode()).hexdigest()
    claims = make_claims(document, inputs.metadata, values, source)
    laid = lay_out(prepare_page(page), style, digest[:32].encode(), claims)
    templates.problems += _of_styles(laid.of_style, sheets)
    for text, path in sheets:
        templates.problems += _unknown_fonts(text, path) if path else ()
    templates.problems += _of_page(laid.of_page, templates)
    inputs.warn()
    return laid.pdf


def _digest_of(document: Document) -> str:
    """Name the document by the beginning of the SHA-256 of its YAML."""
    return hashlib.sha256(dump_yaml(document).encode()).hexdigest()[:16]


_PLACE = re.compile(r" at (\d+):(\d+)\b")


def _of_styles(
    messages: Iterable[str], sheets: Sequence[tuple[str, Path | None]]
) -> Iterator[Problem]:
    """Yield what WeasyPrint does not take of a user's style sheets, which it has as one."""
    for message in messages:
        found = _PLACE.search(message)
        line, column = (int(found[1]), int(found[2])) if found else (1, 1)
        path = None
        for text, path in sheets:  # noqa: B007  the one that has the line
            length = text.count("\n") + 1
            if line <= length:
                break
            line -= length
        if path:
            text = _PLACE.sub("", message).rstrip(".")
            what, at = text[:1].lower() + text[1:], (line, column)
            yield warning(what, at=at, file=str(path), code="style-sheet")


def _unknown_fonts(style: str, path: Path) -> Iterator[Problem]:
    families = list(find_families(style))
    own = {family.casefold() for family, is_font_face, _ in families if is_font_face}
    for family, _, at in families:
        if family.casefold() not in own and not knows_family(family):
            hint = "name a font of the briefing, or add an @font-face with a file of your own"
            yield warning(
                f"there is no font `{family}`",
                at=at,
                hint=hint,
                file=str(path),
                code="unknown-font",
            )


_IS_OF_PAGE = ("Failed to load image", "Failed to load stylesheet", "Font-face")
_DATA = re.compile(r"(data:[\w/+.-]*)[^'\"\s]*")


def _of_page(messages: Iterable[str], templates: Templates) -> Iterator[Problem]:
    """Yield what cannot be shown of a page; declarations in an article are none of its problems."""
    known = [problem.message for problem in templates.problems]
    shown = [
        message
        for message in messages
        if message.startswith(_IS_OF_PAGE) and not any(_names(message) in text for text in known)
    ]
    if shown:
        _, path = templates.load(_PAGE)
        for message in shown:
            text = _DATA.sub(r"\1…", message[:500]).rstrip(".")
            yield warning(text[:1].lower() + text[1:], file=str(path), code="not-on-paper")


def _names(message: str) -> str:
    """Return the address that a message is about."""
    return message.partition("'")[2].partition("'")[0] or message
