"""Cards: what a list of documents says of each of them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from wikibrief.facts.extract import read_facts
from wikibrief.facts.text.prose import strip
from wikibrief.inline.plain import plain_text
from wikibrief.inline.variants import choose_variants
from wikibrief.model.document import Document
from wikibrief.model.marking import Marking, dump_marking, load_marking
from wikibrief.model.metadata import Metadata
from wikibrief.page.values import language_of, title_of
from wikibrief.wiki.titles import wiki_address

__all__ = ["Card", "dump_card", "load_card", "read_card"]

_LONGEST = 240
"""The most characters of a summary."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a list says of a document; ``name`` is that of its file, without the suffix.

    ``date`` is the document's own, ``when`` (in EDTF) and ``day`` (the first one) are of what it is
    about. ``address`` is its page on its wiki; ``site`` is where all of them are published.
    """

    name: str
    title: str
    language: str = "en"
    marking: Marking | None = None
    date: str | None = None
    summary: str = ""
    when: str | None = None
    day: str | None = None
    place: str | None = None
    sides: tuple[str, ...] = ()
    publisher: str | None = None
    address: str | None = None
    site: str | None = None


def read_card(name: str, document: Document, metadata: Metadata) -> Card:
    """Make the card of a document."""
    facts = read_facts(document, metadata.reviews)
    title = title_of(document, metadata) or name
    date, source = metadata.briefing.date, metadata.source
    return Card(
        name,
        plain_text(title) or name,
        language_of(document, metadata),
        metadata.marking,
        date.isoformat() if date else None,
        _summarize(document, metadata),
        facts.date.edtf if facts.date else None,
        facts.date.start if facts.date else None,
        facts.place,
        tuple(", ".join(side.belligerents) for side in facts.sides if side.belligerents),
        metadata.publisher,
        wiki_address(source.wiki, source.page or title) if source.wiki else None,
        metadata.site,
    )


def _summarize(document: Document, metadata: Metadata) -> str:
    """Return the bottom line in words: the summary of the metadata, else the first paragraph."""
    paragraphs = [block for block in document.lead if isinstance(block, str)]
    language = language_of(document, metadata)
    lines = (
        strip(choose_variants(text, language))[0]
        for text in (metadata.briefing.summary, *paragraphs)
        if text
    )
    line = next(filter(None, lines), "")
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rpartition(' ')[0]} …"


def dump_card(card: Card) -> str:
    """Write a card on one line, for ``load_card``."""
    values = {**asdict(card), "marking": dump_marking(card.marking)}
    return json.dumps(values, ensure_ascii=False)


def load_card(line: str) -> Card:
    """Read what ``dump_card`` wrote."""
    values: dict[str, Any] = json.loads(line)
    marking, sides = load_marking(values["marking"]), tuple(values["sides"])
    return Card(**{**values, "marking": marking, "sides": sides})
