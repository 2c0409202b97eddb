"""Facts, and the files about all documents that are made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wikibrief.facts.dump import dump_facts
from wikibrief.facts.exports import dump_incident, load_incident, write_exports
from wikibrief.facts.extract import read_facts
from wikibrief.model.document import Document
from wikibrief.model.metadata import Metadata
from wikibrief.project.formats.forms import RenderInput

__all__ = ["gather", "leave", "render"]


def render(page: RenderInput) -> bytes:
    """Write the facts of a document as YAML."""
    return dump_facts(read_facts(page.document, page.metadata.reviews)).encode()


def leave(name: str, document: Document, metadata: Metadata) -> str:
    """Say of a document what the tables of all documents need to know of it."""
    return dump_incident(name, read_facts(document, metadata.reviews))


def gather(left: Iterable[str]) -> Mapping[str, str]:
    """Make the tables of all documents."""
    return write_exports(map(load_incident, left))
