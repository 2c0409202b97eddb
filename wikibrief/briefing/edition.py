"""Edition: several articles in one PDF, with a cover and contents that give page numbers.

Each article is the page that it is alone; what is here joins these pages. Its notes stay with it,
numbered as in the article alone, so every reference still means its own source.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from xml.etree.ElementTree import Element

from wikibrief.briefing.claims import make_claims
from wikibrief.briefing.conformance.attachments import Attachment
from wikibrief.briefing.conformance.finish import Claims
from wikibrief.briefing.news import News, make_news_page
from wikibrief.briefing.opening import lay_out
from wikibrief.briefing.paper.page import prepare_page
from wikibrief.briefing.writer import read_style, render_page, report
from wikibrief.inline.context import Surroundings
from wikibrief.inline.passes import printable
from wikibrief.model.document import Document
from wikibrief.model.metadata import Briefing, Marking, Metadata, strictest_marking
from wikibrief.page.tree import has_class
from wikibrief.problems import ProblemError, error
from wikibrief.templating.environment import Templates
from wikibrief.templating.words import words_in
from wikibrief.version import __version__

__all__ = ["EditionArticle", "highest_marking", "write_edition"]

_COVER = "briefing/edition.html.j2"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class EditionArticle:
    """An article of an edition; ``name`` is that of its source, for what is wrong with it."""

    name: str
    document: Document
    metadata: Metadata
    around: Surroundings
    source: Attachment | None = None


def write_edition(
    entries: Sequence[EditionArticle], title: str, templates: Templates, news: News | None = None
) -> bytes:
    """Return the PDF of several articles, marked as the one of them that is marked most strictly.

    ``news`` quotes former versions of them: their markings count as well.

    Raises ProblemError where one has no marking and others have.
    """
    marking = highest_marking(entries, news.markings if news else ())
    bodies: list[Element] = []
    claims: list[Claims] = []
    style = read_style(templates, entries[0].metadata.briefing.paper)
    dates: list[dt.date] = []
    finest = max(entry.metadata.pdf.resolution for entry in entries)
    for number, entry in enumerate(entries, 1):
        pdf = replace(entry.metadata.pdf, resolution=finest)
        metadata = replace(entry.metadata, marking=marking, pdf=pdf)
        around = replace(entry.around, document=_lead_nowhere)
        values, html = render_page(entry.document, metadata, templates, around, entry.source)
        claims.append(make_claims(entry.document, metadata, values, entry.source))
        if isinstance(date := values["date"], dt.date):
            dates.append(date)
        page = prepare_page(html, style.text, style.own)
        bodies.append(_prefix(page, f"article-{number}-"))
    first = claims[0].record
    words = words_in(first.language, templates)
    cover = templates.render(
        _COVER,
        title=title,
        language=first.language,
        words=words,
        marking=marking,
        metadata=_share([entry.metadata for entry in entries]),
        date=max(dates, default=None),
        articles=[each.record for each in claims],
        news=make_news_page(news, words) if news else None,
        version=__version__,
    )
    edition = prepare_page(printable(cover))
    _join(edition, bodies)
    digest = hashlib.sha256(repr([cover, style.text, claims]).encode()).hexdigest()
    record = replace(
        first,
        title=title,
        description="",
        subjects=(marking,) if marking else (),
        identifier="",
        source="",
        date=max(each.record.date for each in claims),
        creators=tuple(dict.fromkeys(name for each in claims for name in each.record.creators)),
    )
    attachments = tuple(_number(claims))
    whole = Claims(claims[0].standard, record, attachments)
    laid = lay_out(edition, style.text, digest[:32].encode(), whole)
    report(laid, style, templates)
    return laid.pdf


def _share(metadata: Sequence[Metadata]) -> Metadata:
    """Return what the metadata of all articles say alike of who publishes them."""

    def shared(values: Iterable[_T | None]) -> _T | None:
        first, *others = values
        return first if all(other == first for other in others) else None

    briefings = [each.briefing for each in metadata]
    return Metadata(
        publisher=shared(each.publisher for each in metadata),
        logo=shared(each.logo for each in metadata),
        briefing=Briefing(
            kind=shared(each.kind for each in briefings),
            number=shared(each.number for each in briefings),
            as_of=shared(each.as_of for each in briefings),
            status=shared(each.status for each in briefings),
        ),
    )


def highest_marking(
    entries: Sequence[EditionArticle], quoted: Sequence[Marking] = ()
) -> Marking | None:
    """Return the strictest marking of all, and of what is quoted besides.

    Raises ProblemError where only some articles have one.
    """
    markings = [entry.metadata.marking for entry in entries]
    strictest = strictest_marking([*markings, *quoted])
    if strictest and None in markings:
        hint = "mark it in its sidecar or in `_defaults.yaml`"
        raise ProblemError(
            error(
                "has no marking, and other articles of the edition have one",
                hint=hint,
                file=entry.name,
                code="missing-metadata",
            )
            for entry in entries
            if entry.metadata.marking is None
        )
    return strictest


def _lead_nowhere(_: str) -> None:
    """Link to no other page: a link leads to the article's wiki or nowhere."""


def _number(claims: Sequence[Claims]) -> Iterator[Attachment]:
    """Yield the files of all articles, under names that tell them apart."""
    for number, each in enumerate(claims, 1):
        for attachment in each.attachments:
            yield replace(attachment, name=f"{number:02}-{attachment.name}")


_REFERRING = ("for", "headers", "aria-labelledby", "aria-describedby")


def _prefix(page: Element, prefix: str) -> Element:
    """Make the ids of a page, and what refers to them, its own in the edition."""
    for element in page.iter():
        if name := element.get("id"):
            element.set("id", prefix + name)
        if (target := element.get("href", "")).startswith("#") and len(target) > 1:
            element.set("href", f"#{prefix}{target[1:]}")
        for key in _REFERRING:
            if value := element.get(key):
                element.set(key, " ".join(prefix + name for name in value.split()))
    return page


def _join(edition: Element, pages: Sequence[Element]) -> None:
    """Add the bodies of pages to that of the edition, each from a new page on.

    All stay children of one body: what runs around the pages is then that of each article.
    """
    body = _body(edition)
    for number, page in enumerate(pages, 1):
        begin = Element("div", {"class": "page-begin", "id": f"page-article-{number}"})
        body.append(begin)
        for element in list(_body(page)):
            if has_class(element, "marking"):
                continue
            for key in ("lang", "dir"):
                if key not in element.attrib and (value := page.get(key)):
                    element.set(key, value)
            body.append(element)


def _body(page: Element) -> Element:
    body = page.find("body")
    return page if body is None else body
