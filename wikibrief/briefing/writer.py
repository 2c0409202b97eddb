"""PDF writer: a document as a briefing, laid out from ``templates/briefing``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from wikibrief.briefing.claims import make_claims
from wikibrief.briefing.conformance.attachments import Attachment
from wikibrief.briefing.fonts import knows_family
from wikibrief.briefing.layout import Laid, lay_out
from wikibrief.briefing.maps.locator import locate
from wikibrief.briefing.paper import prepare_page
from wikibrief.facts.extract import read_place
from wikibrief.inline.context import Surroundings
from wikibrief.inline.passes import printable
from wikibrief.model.document import Document
from wikibrief.model.metadata import Metadata
from wikibrief.page.inputs import read_inputs
from wikibrief.page.values import collect_values
from wikibrief.problems import Problem, warning
from wikibrief.templating.environment import Markup, Templates
from wikibrief.templating.styles import explain, find_families

__all__ = ["STYLE", "render_page", "report", "write_pdf"]

_MAP = "briefing/map.html.j2"
_PAGE, STYLE = "briefing/briefing.html.j2", "briefing/briefing.css"


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
    values, page = render_page(document, inputs.metadata, templates, inputs.around)
    style, path = templates.read_style(STYLE)
    digest = hashlib.sha256(f"{page}\0{style}".encode()).hexdigest()
    claims = make_claims(document, inputs.metadata, values, source)
    laid = lay_out(prepare_page(page), style, digest[:32].encode(), claims)
    report(laid, style, path, templates)
    inputs.warn()
    return laid.pdf


def render_page(
    document: Document, metadata: Metadata, templates: Templates, around: Surroundings
) -> tuple[dict[str, object], str]:
    """Return what the page of a document is made of, and the page as HTML."""
    values = collect_values(document, metadata, templates, around)
    values["locator_map"] = _draw_map(document, metadata, templates, values)
    return values, printable(templates.render(_PAGE, **values))


def report(laid: Laid, style: str, path: Path | None, templates: Templates) -> None:
    """Add what WeasyPrint says of a user's style sheet and of a page to the templates' problems."""
    if path:
        known = [each for each in templates.problems if each.file == str(path)]
        templates.problems += (*_of_style(laid.of_style, path, known), *_unknown_fonts(style, path))
    templates.problems += _of_page(laid.of_page, templates)


def _draw_map(
    document: Document, metadata: Metadata, templates: Templates, values: Mapping[str, object]
) -> Markup:
    """Draw where the article's place is; empty where that is not known or not wanted."""
    if metadata.briefing.map == "none":
        return Markup()
    language = str(values["language"])
    borders = metadata.briefing.map != "land"
    drawn = locate(read_place(document), language, borders=borders)
    if drawn is None:
        return Markup()
    return Markup(templates.macros(_MAP, words=values["words"])["locator_map"](drawn))


_PLACE = re.compile(r" at (\d+):(\d+)\b")


def _of_style(messages: Iterable[str], path: Path, known: Collection[Problem]) -> Iterator[Problem]:
    """Yield what WeasyPrint does not take of a user's style sheet.

    Where a file is missing, that is ``known``, and what follows from it is not worth a word.
    """
    for message in messages:
        found = _PLACE.search(message)
        at = (int(found[1]), int(found[2])) if found else (1, 1)
        if any(each.line == at[0] for each in known):
            continue
        text = explain(_DATA.sub(r"\1…", _PLACE.sub("", message).rstrip(".")))
        yield warning(text[:1].lower() + text[1:], at=at, file=str(path), code="style-sheet")


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
