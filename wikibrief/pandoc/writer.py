"""Pandoc writer: a document as the JSON of pandoc's AST.

It is made from the page that ``templates/html`` makes, and so has all that the page has, except
what leads around in it: the table of contents and the ways back from notes.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from wikibrief.inline.context import Surroundings
from wikibrief.model.document import Document
from wikibrief.model.metadata import Metadata
from wikibrief.page.tree import parse_page
from wikibrief.page.writer import write_html
from wikibrief.pandoc.elements import Page
from wikibrief.pandoc.frame import demand_frame, mark_chapters, run_marking
from wikibrief.pandoc.nodes import API_VERSION, Node, node, trim
from wikibrief.problems import warning
from wikibrief.templating.environment import Templates

__all__ = ["AS_IT_IS", "Manner", "write_pandoc"]


@dataclass(frozen=True, slots=True)
class Manner:
    """What differs between the formats that the AST is for."""

    is_titled: bool = True
    """It shows the title of its metadata; else the title is a heading like the others."""
    has_pictures: bool = True
    """It can hold pictures itself; else they are their words."""
    has_chapters: bool = False
    """Its readers see one chapter at a time: each has the marking at both ends."""


AS_IT_IS = Manner()


def write_pandoc(
    document: Document,
    metadata: Metadata,
    templates: Templates,
    around: Surroundings,
    manner: Manner = AS_IT_IS,
) -> str:
    """Return the page of ``document`` as pandoc's AST in JSON, for ``pandoc --from json``.

    What cannot be shown goes to the problems of ``templates``. Raises ProblemError when a template
    is wrong, or where the page lacks the marking or the attribution.
    """
    html = write_html(document, metadata=metadata, templates=templates, around=around)
    root = parse_page(html)
    heading = next((each for head in root.iter("header") for each in head.iter("h1")), None)
    title = heading if manner.is_titled else None
    page = Page(root, title, has_pictures=manner.has_pictures)
    blocks = [block for body in root.iter("body") for block in page.blocks(body)]
    page.notes.finish()
    demand_frame(root, blocks, metadata)
    if metadata.marking and manner.has_chapters:
        blocks = mark_chapters(blocks)
    if page.left_pictures:
        message = "this format holds no pictures: their words are there instead"
        hint = "convert to .pandoc.json, and let pandoc put them next to it: --extract-media=DIR"
        templates.problems.append(warning(message, hint=hint, code="image-not-shown"))
    meta = dict(_describe(root, metadata))
    if title is not None:
        meta["title"] = node("MetaInlines", trim(page.inlines(title)))
    written = {"pandoc-api-version": API_VERSION, "meta": meta, "blocks": blocks}
    return f"{json.dumps(written, ensure_ascii=False, separators=(',', ':'))}\n"


def _describe(root: Element, metadata: Metadata) -> Iterator[tuple[str, Node]]:
    """Yield what a file says of itself: pandoc's names, and their values."""
    described = {each.get("name"): each.get("content") for each in root.iter("meta")}
    facts = {
        "lang": root.get("lang"),
        "dir": "rtl" if root.get("dir") == "rtl" else None,
        "description": described.get("description"),
        "publisher": metadata.publisher,
        "marking": metadata.marking,
        "rights": ". ".join(filter(None, (metadata.marking, metadata.source.licence))),
        "identifier": uuid.uuid5(uuid.NAMESPACE_OID, "".join(root.itertext())).urn,
    }
    yield from ((name, node("MetaString", value)) for name, value in facts.items() if value)
    if metadata.marking:
        yield "header-includes", node("MetaList", list(run_marking(metadata.marking)))
