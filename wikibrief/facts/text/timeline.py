"""The timeline: every dated sentence of the text, one statement for each of its dates."""

from __future__ import annotations

from collections.abc import Sequence

from wikibrief.facts.language.dates import FoundDate
from wikibrief.facts.model import Statement
from wikibrief.facts.text.citations import Citations
from wikibrief.facts.text.prose import Sentence

__all__ = ["statements_of"]


def statements_of(
    sentence: Sentence, dates: Sequence[FoundDate], citations: Citations
) -> list[Statement]:
    """Make statements of the dates of a sentence, the same date only once."""
    if not dates:
        return []
    intervals = dict.fromkeys(found.span.interval for found in dates)
    references, place = citations.of(sentence), sentence.place
    return [Statement(each, sentence.text, references, place) for each in intervals]
