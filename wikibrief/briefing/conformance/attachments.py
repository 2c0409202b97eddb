"""Attachments: the files that a briefing brings along, so that it can be checked and made again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import pydyf

__all__ = ["Attachment", "attach"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in the PDF."""

    name: str
    content: bytes
    media_type: str
    relation: Literal["Source", "Data", "Supplement"]
    """What it is to the page: what this was made from, or the data behind it."""
    description: str


def attach(pdf: Any, attachments: Iterable[Attachment]) -> None:  # noqa: ANN401
    """Put files into a PDF, associated with all of it (PDF/A-3, 6.8)."""
    names, associated = pydyf.Array(), pydyf.Array()
    for each in sorted(attachments, key=lambda each: each.name.encode()):
        reference = _embed(pdf, each)
        names += [pydyf.String(each.name), reference]
        associated.append(reference)
    if associated:
        pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = pydyf.Dictionary(
            {"Names": names}
        )
        pdf.catalog["AF"] = associated


def _embed(pdf: Any, attachment: Attachment) -> bytes:  # noqa: ANN401
    content = attachment.content
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()  # as PDF has it
    extra = {
        "Type": "/EmbeddedFile",
        "Subtype": f"/{attachment.media_type.replace('/', '#2f')}",
        "Params": pydyf.Dictionary({"Size": len(content), "CheckSum": f"<{digest}>"}),
    }
    stream = pydyf.Stream([content], pydyf.Dictionary(extra), compress=True)
    pdf.add_object(stream)
    specification = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": pydyf.String(attachment.name),
            "UF": pydyf.String(attachment.name),
            "EF": pydyf.Dictionary({"F": stream.reference, "UF": stream.reference}),
            "AFRelationship": f"/{attachment.relation}",
            "Desc": pydyf.String(attachment.description),
        }
    )
    pdf.add_object(specification)
    reference: bytes = specification.reference
    return reference
