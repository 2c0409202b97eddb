"""Facts, and the files about all documents that are made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wikibrief.facts.extract import read_facts
from wikibrief.facts.forms.dump import dump_facts
from wikibrief.facts.forms.exports import dump_incident, load_incident, write_exports
from wikibrief.model.document import Document
from wikibrief.model.metadata import Metadata
from wikibrief.project.formats.forms import Gathered, RenderInput
from wikibrief.templating.environment import Templates

__all__ = ["gather", "leave", "render"]


def render(page: RenderInput) -> bytes:
    """Write the facts of a document as YAML."""
    metadata = page.metadata
    return dump_facts(read_facts(page.document, metadata.reviews), metadata.marking).encode()


def leave(name: str, document: Document, metadata: Metadata) -> str:
    """Say of a document what the tables of all documents need to know of it."""
    return dump_incident(name, read_facts(document, metadata.reviews), metadata.marking)


def gather(documents: Iterable[Gathered], _: Templates) -> Mapping[str, str]:
    """Make the tables of all documents."""
    return write_exports(load_incident(each.note) for each in documents)
