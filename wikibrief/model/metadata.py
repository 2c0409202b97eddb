"""Metadata: what the markup of an article cannot hold.

It is written in ``content/_defaults.yaml`` (for a folder) and ``content/NAME.meta.yaml`` (the
*sidecar* of one source), which overrides the defaults key by key.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass, replace
from functools import reduce
from typing import Annotated, Literal, TypeAlias

from wikibrief.model.document import Document, Form

__all__ = [
    "Attribution",
    "Briefing",
    "Key",
    "MapKind",
    "Marking",
    "Metadata",
    "Pdf",
    "complete",
    "make_title",
]

Marking: TypeAlias = Literal["TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"]
"""The labels of the Traffic Light Protocol, version 2.0 (FIRST, https://www.first.org/tlp/)."""

MapKind: TypeAlias = Literal["full", "land", "none"]
"""How much a map shows."""

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
    "briefing.date",
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
    """What the briefing alone says."""

    date: dt.date | None = None
    """The briefing's date; without it that of ``SOURCE_DATE_EPOCH``, else there is none."""
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


@dataclass(frozen=True, slots=True)
class Metadata:
    """All metadata of one document, defaults and sidecar merged."""

    title: str | None = None
    """The article's name where its markup has none; pages and briefings show it in any case."""
    language: LanguageTag | None = None
    """The article's language where the article does not say it: ``en``, ``pt-BR``."""
    marking: Marking | None = None
    """Who may read it: a label of the Traffic Light Protocol, shown on every page."""
    source: Attribution = Attribution()
    """Where the article comes from and under which terms."""
    briefing: Briefing = Briefing()
    """What the briefing alone says."""
    pdf: Pdf = Pdf()
    """What the PDF is, besides its pages."""
    require: tuple[Key, ...] = ()
    """Keys that no article of the folder may lack: `marking`, `source.revision`. No other file can
    lift what one requires."""

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
    return title[:1].upper() + title[1:]
