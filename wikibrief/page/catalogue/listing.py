"""Listing: the page that lists all documents, in one file, with a search that needs no server."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wikibrief.inline.passes import printable
from wikibrief.languages import direction, span
from wikibrief.model.marking import strictest_marking
from wikibrief.page.catalogue.cards import Card
from wikibrief.page.marking.marked import Written, demand_markings
from wikibrief.problems import Problem
from wikibrief.templating.environment import Markup, Templates
from wikibrief.templating.styles import read_checked
from wikibrief.templating.words import words_in
from wikibrief.version import __version__

__all__ = ["Link", "ListedDocument", "in_order", "script_digest", "write_listing"]

_TEMPLATE, _STYLE, _SCRIPT = "html/index.html.j2", "html/index.css", "html/index.js"
_KILO = 1000


@dataclass(frozen=True, slots=True)
class Link:
    """A file of a document: what it is called, where it is, how large, if that is known."""

    label: str
    address: str
    size: int | None = None

    @property
    def shown_size(self) -> str:
        """The size for people."""
        if self.size is None:
            return ""
        kilobytes = max(1, round(self.size / _KILO))
        return f"{kilobytes} kB" if kilobytes < _KILO else f"{kilobytes / _KILO:.1f} MB"


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document of the list. Its first link is its page; ``state`` and ``problems`` are of now."""

    card: Card
    links: Sequence[Link] = ()
    state: str = ""
    problems: Sequence[Problem] = ()

    @property
    def when(self) -> str:
        """When what it is about happened, for people."""
        return span(self.card.when or "", self.card.language)

    @property
    def is_about(self) -> bool:
        """Whether that is only about when it happened."""
        return "~" in (self.card.when or "")

    @property
    def date(self) -> str:
        """The document's own date, for people."""
        return span(self.card.date or "", self.card.language)


def in_order(rows: Iterable[ListedDocument]) -> list[ListedDocument]:
    """Sort rows: the latest event first, those of no known date last, each by its title."""
    by_title = sorted(rows, key=lambda row: (row.card.title.casefold(), row.card.name))
    return sorted(by_title, key=lambda row: row.card.day or "", reverse=True)


def write_listing(
    rows: Iterable[ListedDocument],
    templates: Templates,
    title: str,
    problems: Sequence[Problem] = (),
    *,
    feed: str = "",
    live: bool = False,
) -> str:
    """Return the page that lists documents, marked as the most strictly marked of them.

    ``feed`` is the address of a feed of them. A ``live`` page comes from a server, which sends a
    Content Security Policy with it. ``problems`` belong to no document. Raises ProblemError when a
    template is wrong.
    """
    listed = in_order(rows)
    languages = Counter(row.card.language for row in listed)
    language = languages.most_common(1)[0][0] if languages else "en"
    words = words_in(language, templates)
    script = templates.read(_SCRIPT)
    sheet = read_checked(_STYLE, templates)
    marking = strictest_marking(row.card.marking for row in listed)
    html = templates.render(
        _TEMPLATE,
        rows=listed,
        title=title or words["documents"],
        language=str(words["language"]),
        direction=direction(str(words["language"])),
        words=words,
        marking=marking,
        problems=problems,
        known=sorted(_known(listed)),
        feed=feed,
        live=live,
        style=Markup(sheet.text),
        script=Markup(script),
        script_digest=_digest(script),
        version=__version__,
    )
    demand_markings(Written(html, _TEMPLATE, sheet), [marking], templates)
    return printable(html)


def _known(rows: Iterable[ListedDocument]) -> set[str]:
    """The places, sides and markings that can be searched for."""
    cards = [row.card for row in rows]
    named = (name for card in cards for name in (card.place, card.marking, *card.sides))
    return {name for name in named if name}


def script_digest(templates: Templates) -> str:
    """Name the page's script, for a Content Security Policy."""
    return _digest(templates.read(_SCRIPT))


def _digest(script: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"
