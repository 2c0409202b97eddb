"""Finish: what WeasyPrint has painted → a PDF that says what is in it.

``Painting`` watches the pages being painted; ``finish`` then writes what the file says of itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import pydyf

from wikibrief.briefing.conformance.attachments import Attachment, attach
from wikibrief.briefing.conformance.elements import MarkedContent, walk
from wikibrief.briefing.conformance.navigation import complete_navigation, lead_to_elements
from wikibrief.briefing.conformance.reading import Painted, read_pages
from wikibrief.briefing.conformance.rules import apply_rules
from wikibrief.briefing.conformance.saving import prepare_saving
from wikibrief.briefing.conformance.standards import Standard
from wikibrief.briefing.conformance.tags import write_tags
from wikibrief.briefing.conformance.xmp import DublinCore, write_xmp

__all__ = ["Claims", "Painting", "finish"]


@dataclass(frozen=True, slots=True)
class Claims:
    """What a briefing says of itself, and brings along."""

    standard: Standard
    record: DublinCore
    attachments: tuple[Attachment, ...] = ()


class Painting:
    """A page while it is painted: which box is which piece of its stream."""

    def __init__(self, box: Any) -> None:  # noqa: ANN401
        self.box = box
        self._stream: Any = None
        self._marks: dict[Any, int] = {}

    def take(self, stream: Any) -> None:  # noqa: ANN401
        """Take over what has been painted; WeasyPrint then makes no structure of it."""
        marks = stream._tags  # noqa: SLF001  nothing else says it
        self._stream = stream
        self._marks = {box: mark["mcid"] for box, mark in marks.items()}
        marks.clear()

    def painted(self, height: float) -> Painted:
        """Return the page as it was painted; ``height`` is in points."""
        return Painted(self.box, self._marks, height)

    def decorate(self, read: set[int]) -> None:
        """Mark all that is not ``read`` as decoration."""
        stream = self._stream.stream
        for index, item in enumerate(stream):
            number = item.get("MCID") if isinstance(item, pydyf.Dictionary) else None
            if number is not None and number not in read:
                stream[index - 1] = "/Artifact"
                stream[index] = pydyf.Dictionary({"Type": "/Pagination"})


def finish(pdf: Any, paintings: Sequence[Painting], claims: Claims, identifier: bytes) -> None:  # noqa: ANN401
    """Write structure, navigation and attachments into a PDF that is painted and not yet saved."""
    heights = [page["MediaBox"][3] for page in _pages(pdf)]
    root, anchors = read_pages(
        painting.painted(height) for painting, height in zip(paintings, heights, strict=True)
    )
    root.language = root.language or claims.record.language
    apply_rules(root)
    read: list[set[int]] = [set() for _ in paintings]
    for element in walk(root):
        for kid in element.kids:
            if isinstance(kid, MarkedContent):
                read[kid.page].add(kid.number)
    for painting, numbers in zip(paintings, read, strict=True):
        painting.decorate(numbers)
    standard = claims.standard
    objects = write_tags(pdf, root, is_pdf2=standard.is_pdf2)
    complete_navigation(pdf, root, _words_of_links(paintings))
    if standard.is_pdf2:
        lead_to_elements(pdf, root, anchors, objects)
    attach(pdf, claims.attachments)
    _show_pixels(pdf)
    _describe(pdf, claims)
    prepare_saving(pdf, identifier)


def _show_pixels(pdf: Any) -> None:  # noqa: ANN401
    """Let no viewer invent pixels between those of a picture, as PDF/A has it."""
    for each in pdf.objects:
        if isinstance(each, pydyf.Stream) and "Interpolate" in each.extra:
            each.extra["Interpolate"] = "false"


def _describe(pdf: Any, claims: Claims) -> None:  # noqa: ANN401
    """Say what the file is, and what its colours mean: those of sRGB."""
    producer = pdf.info["Producer"].string
    packet = pydyf.Stream(  # not compressed, so that searches find it
        [write_xmp(claims.record, claims.standard, producer)],
        {"Type": "/Metadata", "Subtype": "/XML"},
    )
    pdf.add_object(packet)
    pdf.catalog["Metadata"] = packet.reference
    colours = pydyf.Stream([_read_profile()], {"N": 3}, compress=True)
    pdf.add_object(colours)
    name = pydyf.String("sRGB")
    intent = {"Type": "/OutputIntent", "S": "/GTS_PDFA1", "DestOutputProfile": colours.reference}
    intent |= {"OutputConditionIdentifier": name, "Info": name}
    pdf.catalog["OutputIntents"] = pydyf.Array([pydyf.Dictionary(intent)])
    if claims.standard.is_pdf2:
        pdf.info.clear()


@cache
def _read_profile() -> bytes:
    """Return the profile of sRGB's colours that WeasyPrint brings along."""
    return (files("weasyprint") / "pdf" / "sRGB2014.icc").read_bytes()


def _pages(pdf: Any) -> list[Any]:  # noqa: ANN401
    return [pdf.objects[int(reference.split()[0])] for reference in pdf.page_references]


_LONGEST = 200
"""Characters of a link's words."""


def _words_of_links(paintings: Sequence[Painting]) -> dict[int, str]:
    """Return the words of each area of a link, by the id of its dictionary."""
    words: dict[int, str] = {}
    for painting in paintings:
        waiting = [painting.box]
        while waiting:
            box = waiting.pop()
            box = getattr(box, "_box", box)
            area = getattr(box, "link_annotation", None)
            if area is not None and box.element is not None:
                text = box.element.get("aria-label") or "".join(box.element.itertext())
                words[id(area)] = " ".join(text.split())[:_LONGEST]
            waiting += getattr(box, "children", ())
    return words
