"""PDF writer: a document as a briefing, laid out from ``templates/briefing``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element

from wikibrief.briefing.annex import part_box
from wikibrief.briefing.claims import make_claims
from wikibrief.briefing.conformance.attachments import Attachment
from wikibrief.briefing.conformance.finish import Claims
from wikibrief.briefing.fonts import knows_family
from wikibrief.briefing.opening import lay_out
from wikibrief.briefing.paper.page import prepare_page
from wikibrief.briefing.pictures import limit_pictures
from wikibrief.briefing.proof import needs_layout
from wikibrief.briefing.repeats import find_told
from wikibrief.inline.context import Surroundings
from wikibrief.inline.passes import printable
from wikibrief.layouts.infoboxes.keyfacts import KeyFacts
from wikibrief.model.document import Document
from wikibrief.model.metadata import Metadata, Paper
from wikibrief.page.inputs import PageInputs, read_inputs
from wikibrief.page.maps.drawing import draw_map
from wikibrief.page.values import collect_values
from wikibrief.problems import Problem, warning
from wikibrief.templating.environment import Templates
from wikibrief.templating.families import find_families, find_font_variables
from wikibrief.templating.sheets import Sheet
from wikibrief.templating.styles import explain
from wikibrief.yamlform.documents import dump_yaml

if TYPE_CHECKING:
    from wikibrief.briefing.press.layout import Laid

__all__ = ["Style", "proof_pdf", "read_style", "render_page", "report", "write_pdf"]

_PAGE = "briefing/briefing.html.j2"
_STYLES = ("briefing/theme.css", "briefing/briefing.css")
_SIZES: dict[Paper | None, str] = {
    "letter": "@page { size: letter } "
    "@page landscape { size: letter landscape } @page landscape-rtl { size: letter landscape }"
}


class Style(NamedTuple):
    """The style of briefings: one text, and the sheets that it is made of with a user's paths."""

    text: str
    sheets: tuple[Sheet, ...]

    @property
    def own(self) -> str:
        """The sheets that are a user's."""
        return "\n".join(sheet.text for sheet in self.sheets if sheet.path)


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
    draft = _draft(document, inputs, source)
    pdf = _lay_out(draft, inputs.templates)
    inputs.warn()
    return pdf


def proof_pdf(
    document: Document, *, metadata: Metadata, templates: Templates, around: Surroundings
) -> None:
    """Find the problems that ``write_pdf`` has; it is not laid out where that finds no others.

    They go to ``templates``. The map and the attachments are left out: making them takes long and
    reports nothing. Raises ProblemError as ``write_pdf`` does.
    """
    metadata = replace(
        metadata,
        briefing=replace(metadata.briefing, map="none"),
        pdf=replace(metadata.pdf, attachments=()),
    )
    draft = _draft(document, read_inputs(metadata, templates, None, around))
    if templates.own_parts or needs_layout(draft.page):
        _lay_out(draft, templates)


class _Draft(NamedTuple):
    """A briefing before it is laid out."""

    page: Element
    style: Style
    identifier: bytes
    claims: Claims


def _draft(document: Document, inputs: PageInputs, source: Attachment | None = None) -> _Draft:
    templates = inputs.templates
    values, page = render_page(document, inputs.metadata, templates, inputs.around, source)
    style = read_style(templates, inputs.metadata.briefing.paper)
    digest = hashlib.sha256(f"{page}\0{style.text}".encode()).hexdigest()
    claims = make_claims(document, inputs.metadata, values, source)
    tree = prepare_page(page, style.text, style.own)
    return _Draft(tree, style, digest[:32].encode(), claims)


def _lay_out(draft: _Draft, templates: Templates) -> bytes:
    laid = lay_out(draft.page, draft.style.text, draft.identifier, draft.claims)
    report(laid, draft.style, templates)
    return laid.pdf


def read_style(templates: Templates, paper: Paper | None) -> Style:
    """Read the theme and the style sheet, for a size of paper."""
    sheets = [templates.read_style(name) for name in _STYLES]
    sheets.append(Sheet(_SIZES.get(paper, "")))
    return Style("\n".join(sheet.text for sheet in sheets), tuple(sheets))


def _digest_of(content: bytes) -> str:
    """Name a file by the beginning of its SHA-256."""
    return hashlib.sha256(content).hexdigest()[:16]


def render_page(
    document: Document,
    metadata: Metadata,
    templates: Templates,
    around: Surroundings,
    source: Attachment | None = None,
) -> tuple[dict[str, object], str]:
    """Return what the page of a document is made of, and the page as HTML.

    ``source`` is the file that the document was read from, if that is known.
    """
    around = limit_pictures(around, metadata.pdf.resolution)
    values = collect_values(document, metadata, templates, around)
    drawn = draw_map(metadata, templates, values)
    values["locator_map"] = drawn.html
    infobox = values["infobox"] if isinstance(values["infobox"], KeyFacts) else None
    words = values["words"]
    labels = words["labels"] if isinstance(words, Mapping) else {}
    title = str(values["title"])
    told = find_told(values)
    values["box"] = part_box(infobox, labels, title, told=told, is_on_map=drawn.has_coordinates)
    values["digest"] = _digest_of(dump_yaml(document).encode())
    values["source_digest"] = _digest_of(source.content) if source else ""
    return values, printable(templates.render(_PAGE, **values))


def report(laid: Laid, style: Style, templates: Templates) -> None:
    """Add what WeasyPrint says of a user's style and of a page to the templates' problems."""
    first = 1
    is_own = any(sheet.path for sheet in style.sheets)
    all_text = "".join(sheet.text for sheet in style.sheets) if is_own else ""
    variables = set(find_font_variables(all_text))
    for sheet in style.sheets:
        last = first + sheet.text.count("\n")
        if sheet.path:
            known = [each for each in templates.problems if each.file == str(sheet.path)]
            found = _of_style(laid.of_style, sheet, known, range(first, last + 1))
            templates.problems += (*found, *_unknown_fonts(sheet, variables))
        first = last + 1
    templates.problems += _of_page(laid.of_page, templates)


_PLACE = re.compile(r" at (\d+):(\d+)\b")


def _of_style(
    messages: Iterable[str], sheet: Sheet, known: Collection[Problem], lines: range
) -> Iterator[Problem]:
    """Yield what WeasyPrint does not take of a user's style sheet, which is these lines of all.

    Where a file is missing, that is ``known``, and what follows from it is not worth a word.
    """
    for message in messages:
        found = _PLACE.search(message)
        line, column = (int(found[1]), int(found[2])) if found else (lines.start, 1)
        if line not in lines:
            continue
        at = sheet.place_in_source(line - lines.start + 1, column)
        if any(each.line == at[0] for each in known):
            continue
        text = explain(_DATA.sub(r"\1…", _PLACE.sub("", message).rstrip(".")))
        yield warning(text[:1].lower() + text[1:], at=at, file=str(sheet.path), code="style-sheet")


def _unknown_fonts(sheet: Sheet, variables: Collection[str]) -> Iterator[Problem]:
    families = list(find_families(sheet.text, variables))
    own = {family.casefold() for family, is_font_face, _ in families if is_font_face}
    for family, _, at in families:
        if family.casefold() not in own and not knows_family(family):
            hint = "name a font of the briefing, or add an @font-face with a file of your own"
            yield warning(
                f"there is no font `{family}`",
                at=sheet.place_in_source(*at),
                hint=hint,
                file=str(sheet.path),
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
