"""Metadata: what the markup of an article cannot hold.

It is written in ``content/_defaults.yaml`` (for a folder) and ``content/NAME.meta.yaml`` (the
*sidecar* of one source), which overrides the defaults key by key.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Annotated, Any, Literal, TypeAlias

from wikibrief.model.document import Document, Form
from wikibrief.model.marking import Label, Marking

__all__ = [
    "DEFAULT_RESOLUTION",
    "Attribution",
    "Briefing",
    "Edition",
    "Key",
    "MapKind",
    "Metadata",
    "Paper",
    "Pdf",
    "Review",
    "complete",
    "make_title",
]

MapKind: TypeAlias = Literal["full", "land", "none"]
"""How much a map shows."""

DEFAULT_RESOLUTION = 192
"""Dots per inch of pictures, which web pages have as well: two for a pixel of CSS."""

Paper: TypeAlias = Literal["a4", "letter"]
"""Sizes of paper: 210 × 297 mm, and 8.5 × 11 inches."""

Address = Annotated[str, Form(r"https?://[^\s<>\"']+", "an address that starts with `https://`")]

LanguageTag = Annotated[
    str, Form(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", "a language tag such as `en` or `pt-BR`")
]
"""A BCP 47 language tag."""

Key: TypeAlias = Literal[
    "title",
    "language",
    "marking",
    "source.name",
    "source.wiki",
    "source.page",
    "source.revision",
    "source.licence",
    "source.licence_url",
    "publisher",
    "logo",
    "site",
    "briefing.kind",
    "briefing.number",
    "briefing.date",
    "briefing.as_of",
    "briefing.summary",
    "briefing.status",
    "briefing.distribution",
    "briefing.handling",
    "briefing.contact",
    "briefing.next_update",
    "briefing.paper",
    "briefing.watermark",
    "briefing.map",
]
"""Every key that has a value, by the keys that lead to it: what can be required."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Where the article comes from and under which terms: the attribution that is printed."""

    name: str | None = None
    """The wiki's name: ``Wikipedia``."""
    wiki: Address | None = None
    """What a page's name is appended to: ``https://en.wikipedia.org/wiki/``. Links that lead to no
    article of yours lead there."""
    page: str | None = None
    """The page's name on that wiki, when it is not the title."""
    revision: str | None = None
    """The revision's number on that wiki."""
    licence: str | None = None
    """The licence's name: ``CC BY-SA 4.0``."""
    licence_url: Address | None = None
    """Where the licence can be read."""


@dataclass(frozen=True, slots=True)
class Briefing:
    """What the briefing says of itself: its head, its summary, its last lines."""

    kind: str | None = None
    """What it is: ``Incident briefing``, ``Flash update``."""
    number: str | None = None
    """Its number in a series: ``12``, ``2025/04``."""
    date: dt.date | None = None
    """The briefing's date; without it that of ``SOURCE_DATE_EPOCH``, else there is none."""
    as_of: dt.date | None = None
    """The day up to which its figures are known."""
    summary: str | None = None
    """The bottom line, in wikitext, in place of the article's first paragraph, which then opens
    the article."""
    status: str | None = None
    """How far it is: ``Draft``, ``Final``, ``Corrected``."""
    distribution: str | None = None
    """To whom it goes: ``Country offices``."""
    handling: str | None = None
    """What else its readers must observe: ``Not for quotation``."""
    contact: str | None = None
    """Whom to ask: a name, an address."""
    next_update: str | None = None
    """When the next one is due: a date, or in words."""
    paper: Paper | None = None
    """The size of its pages: ``a4``, which is the default, or ``letter``."""
    watermark: str | None = None
    """A word across every page: ``DRAFT``."""
    map: MapKind | None = None
    """What the map of its place shows: ``full``, which is the default; ``land``, without states and
    borders; ``none`` for no map."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """What the PDF is, besides its pages."""

    standard: tuple[Literal["ua-1", "a-3a", "ua-2", "a-4f"], ...] = ("ua-1", "a-3a")
    """The standards that it meets: ``[ua-1, a-3a]`` or, in PDF 2.0, ``[ua-2, a-4f]``."""
    attachments: tuple[Literal["source", "yaml", "facts"], ...] = ("source", "yaml", "facts")
    """Which forms of the article it brings along, for readers who check or edit them; ``[]``: none.
    The source has its comments in it."""
    resolution: Annotated[int, range(36, 1201)] = DEFAULT_RESOLUTION
    """Dots per inch of the article's pictures: 192 by default; fewer make a smaller file."""


@dataclass(frozen=True, slots=True)
class Edition:
    """Several articles in one PDF, which `build --edition NAME` makes."""

    articles: tuple[str, ...] = ()
    """Its articles in their order: files in `content/`, without suffix; `2025/*` for several."""
    title: str | None = None
    """What its cover says; without it, its name."""
    since: str | None = None
    """A revision in git, such as the last edition's tag: a page says what changed since then."""


@dataclass(frozen=True, slots=True)
class Review:
    """What a person says of a fact, in place of what was read from the article."""

    value: Any = None
    """The right value, in the form that it has in `NAME.facts.yaml`; empty: there is none."""
    text: str | None = None
    """The article's words that it was made from; where they have changed, `check` says so."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """All metadata of one document, defaults and sidecar merged."""

    title: str | None = None
    """The article's name where its markup has none; pages and briefings show it in any case."""
    language: LanguageTag | None = None
    """The article's language where the article does not say it: ``en``, ``pt-BR``."""
    marking: Marking | None = None
    """Who may read it: a label of the Traffic Light Protocol, or one of your own `markings`; shown
    on every page."""
    markings: tuple[Label, ...] = ()
    """Labels of your own, from the least strict to the most; only in `content/_defaults.yaml`."""
    source: Attribution = Attribution()
    """Where the article comes from and under which terms."""
    publisher: str | None = None
    """Who publishes the page and the briefing; the author of the PDF."""
    logo: str | None = None
    """The publisher's logo: a file in `_templates/` or `media/`."""
    site: Address | None = None
    """Where `output/` is published: the feed and its entries are named by it, for good."""
    briefing: Briefing = Briefing()
    """What the briefing says of itself: its head, its summary, its last lines."""
    pdf: Pdf = Pdf()
    """What the PDF is, besides its pages."""
    editions: Mapping[str, Edition] = field(default_factory=dict)
    """Several articles in one PDF, by its name; only in `content/_defaults.yaml`."""
    require: tuple[Key, ...] = ()
    """Keys that no article of the folder may lack: `marking`, `source.revision`. No other file can
    lift what one requires."""

    reviews: Mapping[str, Review] = field(default_factory=dict)
    """Corrections of facts, by their names: `place`, `civilians`, `sides/1/casualties`."""

    def missing(self) -> list[Key]:
        """List the required keys that have no value."""
        return [key for key in self.require if not reduce(getattr, key.split("."), self)]


def complete(document: Document, metadata: Metadata, stem: str) -> Document:
    """Return the document with a title and a language, where metadata or file name know them.

    What the document itself says counts first. ``stem`` is the file's name without suffix, empty
    where there is no file.
    """
    return replace(
        document,
        title=document.title or metadata.title or make_title(stem) or None,
        language=document.language or metadata.language,
    )


def make_title(stem: str) -> str:
    """Make a title of a file's name: ``kobe-attack`` → ``Kobe attack``."""
    words = unicodedata.normalize("NFC", stem).replace("-", " ").replace("_", " ").split()
    title = " ".join(words) or stem
    return title[:1].title() + title[1:]
