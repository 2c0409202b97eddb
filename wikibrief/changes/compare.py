"""Two versions of an article → what changed."""

from __future__ import annotations

from typing import NamedTuple

from wikibrief.changes.blocks import compare_blocks
from wikibrief.changes.figures import compare_facts
from wikibrief.changes.model import Changes
from wikibrief.facts.extract import read_facts
from wikibrief.markup.references.lowering import lower_references
from wikibrief.model.document import Document
from wikibrief.model.metadata import Metadata

__all__ = ["Version", "compare"]


class Version(NamedTuple):
    """A version of an article: without a document there was none."""

    document: Document = Document()
    metadata: Metadata = Metadata()


def compare(name: str, old: Version, new: Version) -> Changes:
    """Find what changed between two versions of the article called ``name``."""
    facts = [read_facts(each.document, each.metadata.reviews) for each in (old, new)]
    markings = (each.metadata.marking for each in (old, new))
    return Changes(
        name,
        new.document.title or old.document.title,
        tuple(compare_facts(*facts)),
        tuple(compare_blocks(*map(lower_references, (old.document, new.document)))),
        tuple(dict.fromkeys(filter(None, markings))),
        new.document.language or old.document.language,
    )
