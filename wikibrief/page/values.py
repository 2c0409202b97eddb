"""Values: what the templates of every page get.

That is the article's HTML, its contents, the infobox as key facts, the description, the words of
the page. How a page shows them is in ``templates/html`` and ``templates/briefing``.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from wikibrief.facts.extract import read_facts
from wikibrief.inline.context import PageContext, Surroundings
from wikibrief.inline.passes import printable
from wikibrief.inline.plain import plain_text
from wikibrief.inline.words import lines_of, on_one_line
from wikibrief.languages import day, direction, numerals, written_in
from wikibrief.layouts.infoboxes.arranging import infobox_title
from wikibrief.layouts.infoboxes.keyfacts import KeyFacts
from wikibrief.layouts.places import places_in
from wikibrief.markup.references.lowering import lower_references
from wikibrief.model.document import Document, sections_of
from wikibrief.model.metadata import Metadata
from wikibrief.page.description import describe
from wikibrief.page.overview import make_overview
from wikibrief.page.renderer import Renderer
from wikibrief.page.sanitizer import sanitize
from wikibrief.page.tidy import (
    add_hard_spaces,
    mark_fostered,
    split_first_paragraph,
    split_lead,
    wrap_bare,
)
from wikibrief.problems import ProblemError, error
from wikibrief.templating.environment import Markup, Templates
from wikibrief.templating.words import words_in
from wikibrief.version import __version__
from wikibrief.wiki.namespaces import Namespace
from wikibrief.wiki.titles import Title, wiki_address

__all__ = ["CategoryLink", "ContentsEntry", "collect_values", "language_of", "title_of"]


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A heading of the contents: its id on the page, its words, its level."""

    id: str
    heading: str
    level: int


@dataclass(frozen=True, slots=True)
class CategoryLink:
    """A category of the article, and where its page is on the wiki, if that is known."""

    name: str
    address: str | None


def collect_values(
    document: Document,
    metadata: Metadata,
    templates: Templates,
    around: Surroundings,
    *,
    as_wiki: bool = False,
) -> dict[str, object]:
    """Collect what a page's templates get, and register the filters that they use.

    ``as_wiki``: where the article's own wiki is unknown, links lead where MediaWiki has its pages.
    """
    facts = read_facts(document, metadata.reviews)  # before lowering: formats share them
    document = lower_references(document)
    templates.register("day", _format_date, given="words")
    templates.register("numerals", numerals)
    templates.register("direction", direction)
    templates.register("lines", lines_of)
    templates.register("one_line", lambda html: Markup(on_one_line(html)))
    language = language_of(document, metadata)
    words = words_in(language, templates)
    title = title_of(document, metadata) or str(words["untitled"])
    source = metadata.source
    wiki = source.wiki or (_WIKI_PATH if as_wiki else None)
    date = _find_date(metadata)
    page = PageContext(title, language, wiki, today=date, around=around)
    render = Renderer(page, templates, words, places_in(document))
    parts: list[ContentsEntry] = []
    preamble = _make_body(render.blocks(document.preamble))
    infobox = _render_infobox(document, title, render)
    article = _render_article(document, parts, render)
    lead, sections = map(Markup, split_lead(article))
    before, first, after = map(Markup, split_first_paragraph(lead))
    summary = metadata.briefing.summary
    if summary:
        before, first, after = lead, _render_again(render, summary), Markup("")
    return {
        "document": document,
        "title": plain_text(title),
        "heading": _render_again(render, title),
        "language": language,
        "direction": direction(language),
        "words": words,
        "version": __version__,
        "date": date,
        "description": printable(describe(document, render)),
        "preamble": preamble,
        "infobox": infobox,
        "facts": facts,
        "overview": make_overview(facts, words),
        "article": article,
        "lead": lead,
        "bottom_line": first,
        "rest": before + after,
        "sections": sections,
        "categories": _list_categories(render),
        "parts": parts,
        "metadata": metadata,
        "address": wiki_address(source.wiki, source.page or title) if source.wiki else None,
    }


def title_of(document: Document, metadata: Metadata) -> str | None:
    """The title of an article, which may have markup in it; None where nothing gives it one."""
    return metadata.title or document.title or infobox_title(document.infobox)


def language_of(document: Document, metadata: Metadata) -> str:
    """The language of an article: what is said of it, else what its script is for."""
    return document.language or metadata.language or _guess_language(document) or "en"


def _guess_language(document: Document) -> str | None:
    """The language that the script of the text is for, where nothing says which it is."""
    sections = (block for section in sections_of(document) for block in section.blocks)
    texts = [block for block in (*document.lead, *sections) if isinstance(block, str)]
    return written_in(" ".join(texts)[:_LOOKED_AT])


_LOOKED_AT = 2_000
_WIKI_PATH = "/wiki/"
"""Where MediaWiki has its pages by default."""


def _render_infobox(document: Document, title: str, render: Renderer) -> KeyFacts | None:
    if document.infobox is None:
        return None
    facts = render.transclusions.arrange_infobox(document.infobox, title).shown(
        lambda text: _clean(render.value(text)),
        lambda file, alt: _clean(render.figures.in_infobox(file, alt)),
    )
    return replace(
        facts,
        part_of=_clean(render.value(facts.part_of), inline=True, notes=True),
        when=_render_again(render, facts.when),
        where=_render_again(render, facts.where),
    )


def _list_categories(render: Renderer) -> list[CategoryLink]:
    """Return the categories that the rendering has met, in their order."""
    titles = [Title(Namespace.CATEGORY, name) for name in render.categories]
    return [CategoryLink(title.name, render.page.address(title)) for title in titles]


def _render_again(render: Renderer, text: str) -> Markup:
    """Render a line that the page shows outside its body, without notes and blocks."""
    return _clean(render.apart(text), inline=True)


def _render_article(document: Document, parts: list[ContentsEntry], render: Renderer) -> Markup:
    """Render the lead and the sections; add these to ``parts``."""
    html = [render.blocks(document.lead)]
    for section in sections_of(document):
        words = render.plain(section.heading)
        part = ContentsEntry(render.take_anchor(words), words, section.level)
        parts.append(part)
        html += (render.heading(section, part.id), render.blocks(section.blocks))
    html.append(render.footnotes.render_leftover())
    return _make_body("\n".join(filter(None, html)))


_EMPTY_LINK = re.compile(r'<a (class="external"(?:[^>"]|"[^"]*")* href="([^"]*)")></a>')


_BETWEEN = ("</p>\n<p>", "\n</p><p>")
"""What is between two paragraphs in our pages, and in MediaWiki's: a formatting element that goes
on from one to the next then has no white space to begin with."""


def _make_body(html: str) -> Markup:
    """Make rendered blocks part of a page: clean, balanced, and with nothing bare in them.

    A link that another one in its label has closed, as browsers do, is called by its address.
    """
    html = mark_fostered(str(html))  # where it is Markup, what replaces something is escaped
    clean = wrap_bare(_clean(html.replace(*_BETWEEN)))
    clean = clean.replace(_BETWEEN[1], _BETWEEN[0])
    return Markup(_EMPTY_LINK.sub(r'<a \1 aria-label="\2"></a>', clean))


def _clean(html: str, *, inline: bool = False, notes: bool = False) -> Markup:
    return Markup(add_hard_spaces(sanitize(html, inline=inline, notes=notes)))


_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def _find_date(metadata: Metadata) -> dt.date | None:
    """Return the metadata's date, else SOURCE_DATE_EPOCH's in UTC, else none."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if metadata.briefing.date or not epoch:
        return metadata.briefing.date
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    except (ValueError, OverflowError, OSError) as failure:
        message = f"SOURCE_DATE_EPOCH is '{epoch}', not a number of seconds since 1970"
        raise ProblemError(
            error(message, hint="unset it, or set briefing.date", code="bad-option")
        ) from failure


def _format_date(date: dt.date | str | None, words: Mapping[str, object]) -> str:
    """Format a date in the language of the words around it; a text that is none stays."""
    if isinstance(date, str) and _ISO_DATE.fullmatch(date):
        with suppress(ValueError):
            date = dt.date.fromisoformat(date)
    return day(date, str(words["language"])) if isinstance(date, dt.date) else date or ""
