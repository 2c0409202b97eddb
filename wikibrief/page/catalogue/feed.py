"""Feed: the documents of a folder for feed readers, in Atom (RFC 4287).

Where the ``site`` is known that the folder is published on, addresses begin with it, and they are
what the feed and its entries are called. Elsewhere addresses are relative to the feed, so it works
wherever the folder is published; but what is called by its title is like every other of that title.

An entry has the date of its document, else that of the build (``SOURCE_DATE_EPOCH``), else of what
it is about: Atom knows no entry without one.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from wikibrief.inline.passes import printable
from wikibrief.model.marking import strictest_marking
from wikibrief.page.catalogue.cards import Card
from wikibrief.version import __version__
from wikibrief.wiki.expansion.page import moment_of_build

__all__ = ["Published", "write_feed"]

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Published(NamedTuple):
    """A document and the path of its page."""

    card: Card
    page: str


def write_feed(documents: Iterable[Published], title: str, site: str = "") -> str | None:
    """Return the feed, with the marking of its strictest document; None if none has a date."""
    site = site and f"{site.rstrip('/')}/"
    dated = [(date, each) for each in documents if (date := _date_of(each.card))]
    if not dated:
        return None
    dated.sort(key=lambda each: each[1].page)
    dated.sort(key=lambda each: each[0], reverse=True)
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom"})
    _add(feed, "title", title)
    _add(feed, "id", f"{site}feed.xml" if site else _name(title))
    _add(feed, "updated", f"{dated[0][0]}T00:00:00Z")
    _add(feed, "generator", "wikibrief", version=__version__)
    _add(feed, "link", rel="self", href=f"{site}feed.xml")
    _add(feed, "link", href=f"{site}index.html")
    _add(SubElement(feed, "author"), "name", title)
    marking = strictest_marking(each.card.marking for _, each in dated)
    if marking:
        _add(feed, "rights", marking)
    for date, each in dated:
        _add_entry(feed, each, date, title, site)
    indent(feed)
    xml = tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{xml}\n'


def _add_entry(feed: Element, document: Published, date: str, title: str, site: str) -> None:
    card, page = document.card, site + quote(document.page)
    entry = SubElement(feed, "entry", {"xml:lang": card.language})
    _add(entry, "title", card.title)
    _add(entry, "id", page if site else _name(f"{title}\n{card.name}"))
    _add(entry, "updated", f"{date}T00:00:00Z")
    _add(entry, "link", href=page)
    if card.summary:
        _add(entry, "summary", card.summary)
    if card.marking:
        _add(entry, "rights", card.marking)


def _add(parent: Element, name: str, text: str | None = None, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = text and printable(text)


def _name(text: str) -> str:
    """Return an identifier that stays the same."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"wikibrief:{text}").urn


def _date_of(card: Card) -> str | None:
    build = moment_of_build()
    days = (card.date, build and build.date().isoformat(), card.day)
    return next((day for day in days if day and _DAY.fullmatch(day)), None)
