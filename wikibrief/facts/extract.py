"""Facts of a document: the one function that puts together what the other modules read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache, partial

from wikibrief.facts.box.boxfacts import read_box_facts
from wikibrief.facts.box.infobox import read_box
from wikibrief.facts.box.places import read_coordinates, unread_coordinates
from wikibrief.facts.language.calendars import Calendar
from wikibrief.facts.language.dates import FoundDate, find_dates
from wikibrief.facts.language.grammar import LONGEST, tag
from wikibrief.facts.language.lexicon import Lexicon, box_lexicon, guess, is_box_language, lexicon
from wikibrief.facts.model import FURTHER, Claim, DateSpan, Facts, Statement, Unread
from wikibrief.facts.names import Definitions, name_speakers
from wikibrief.facts.reviews import apply_reviews
from wikibrief.facts.text.citations import Citations
from wikibrief.facts.text.claims import read_claims
from wikibrief.facts.text.prose import Sentence, sentences_of, strip
from wikibrief.facts.text.sources import find_source
from wikibrief.facts.text.speakers import Speaker
from wikibrief.facts.text.timeline import statements_of
from wikibrief.facts.totals import totals_of
from wikibrief.model.document import Document

__all__ = ["has_facts", "read_facts", "words_of"]

_PARAGRAPHS, _CHARACTERS = 6, 800
"""How much of a text is looked at to know its language."""


def read_facts(document: Document, reviews: Mapping[str, object] | None = None) -> Facts:
    """Read the facts of a document; ``reviews`` are a person's corrections, by key."""
    facts = _article(document).facts
    return apply_reviews(facts, reviews) if reviews else facts


class _Article:
    """What a document says, each part of it read once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.of_text = _known_words(document)
        self.words = self.of_text or box_lexicon(document.language)
        self.box = read_box(document, self.words)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the text; none in a language of which infoboxes alone are read."""
        return () if self.of_text is None else tuple(sentences_of(self.document, self.of_text))

    @cached_property
    def facts(self) -> Facts:
        """The facts, without reviews."""
        document, words, box = self.document, self.words, self.box
        citations = Citations(document, words)
        foreign = document.language is not None and not is_box_language(document.language)
        of_box = read_box_facts(box, words, citations, document.title, foreign=foreign)
        text = _Text()
        _read_text(self.sentences, words, of_box.date, citations, text)
        claims = (*of_box.claims, *name_speakers(text.claims, text.definitions))
        place = read_coordinates(document, box, document.language or words.language)
        unread = () if place else tuple(unread_coordinates(box))
        return Facts(
            title=document.title,
            date=of_box.date,
            place=of_box.place,
            coordinates=place,
            part_of=of_box.part_of,
            result=of_box.result,
            sides=of_box.sides,
            civilians=of_box.civilians,
            casualties=of_box.casualties,
            claims=tuple(claim for claim in claims if claim.category not in FURTHER),
            further=tuple(claim for claim in claims if claim.category in FURTHER),
            timeline=tuple(text.timeline),
            totals=totals_of(claims),
            unread=(*of_box.unread, *unread, *text.unread),
        )


@lru_cache(maxsize=1)
def _article(document: Document) -> _Article:
    """Read a document; all that is made of it asks one after the other."""
    return _Article(document)


def has_facts(document: Document) -> bool:
    """Whether a document may have other facts than dates in its text: most articles have none.

    It is known before any are read, which takes much longer.
    """
    known = _article(document)
    return bool(known.box.values or known.box.sided) or any(
        known.words.may_tell_loss(sentence.words) for sentence in known.sentences
    )


def words_of(document: Document) -> Lexicon:
    """The words that a document, or at least its infobox, is read with."""
    return _known_words(document) or box_lexicon(document.language)


def _known_words(document: Document) -> Lexicon | None:
    """The words of the document's language; None where there are none for it."""
    return lexicon(document.language) if document.language else guess(_beginning(document))


class _Text:
    """What the text says, while it is read."""

    def __init__(self) -> None:
        self.claims: list[Claim] = []
        self.definitions = Definitions()
        self.timeline: list[Statement] = []
        self.unread: list[Unread] = []


def _read_text(
    sentences: Sequence[Sentence],
    words: Lexicon,
    date: DateSpan | None,
    citations: Citations,
    text: _Text,
) -> None:
    """Read the claims and dated statements of the text, sentence by sentence."""
    when = Calendar(date)
    previous: tuple[tuple[Sentence, list[FoundDate]], ...] = ()
    section: tuple[str, ...] | None = None
    for sentence in sentences:
        if sentence.section != section:
            section = sentence.section
            when.new_section()
        if sentence.number == 1:
            when.new_paragraph()
        text.definitions.add(sentence.text)
        dates = find_dates(sentence.text, words, when, sentence.words)
        text.timeline += statements_of(sentence, dates, citations)
        read = read_claims(sentence, dates, words, citations, partial(_speaker, previous, words))
        previous = ((sentence, dates), *previous[:2])
        text.claims += read.claims
        text.unread += read.unread


def _speaker(previous: Sequence[tuple[Sentence, list[FoundDate]]], words: Lexicon) -> Speaker:
    """Find who spoke in the sentences before, for the pronouns of this one."""
    if not previous:
        return Speaker()
    sentence, dates = previous[0]
    if len(sentence.text) > LONGEST:
        return Speaker()
    row = tag(sentence.text, words, [(found.start, found.end) for found in dates])
    return find_source(row, words, partial(_speaker, previous[1:], words))


def _beginning(document: Document) -> str:
    """The first paragraphs, by which the language is known."""
    sections = (block for section in document.sections[:3] for block in section.blocks)
    blocks = [block for block in (*document.lead, *sections) if isinstance(block, str)]
    text = ""
    for block in blocks[:_PARAGRAPHS]:
        text += strip(block)[0] + " "
        if len(text) >= _CHARACTERS:
            break
    return text[:_CHARACTERS]
