"""Publishing: what is in the output folder, for programs and for people who check it.

``manifest.json`` describes every document and every file; ``SHA256SUMS`` has the sums that
``sha256sum --check`` compares.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring
from pathlib import PurePosixPath
from typing import Any

from wikibrief.model.marking import strictest_marking
from wikibrief.page.catalogue.cards import Card, load_card
from wikibrief.project.formats.forms import Gathered
from wikibrief.project.formats.leaving import Sum
from wikibrief.project.formats.table import format_of
from wikibrief.version import __version__

__all__ = [
    "MANIFEST",
    "SUMS",
    "replace_in_manifest",
    "replace_in_sums",
    "write_manifest",
    "write_sums",
]

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"


def write_manifest(documents: Iterable[Gathered], others: Mapping[str, Sum]) -> str:
    """Describe all documents with their files, and the ``others``, which belong to no document."""
    known = [(load_card(each.note), each.files) for each in documents]
    data = {
        "generator": f"wikibrief {__version__}",
        "marking": strictest_marking(card.marking for card, _ in known),
        "documents": [_describe(card, files) for card, files in known],
        "files": [_describe_file(path, each) for path, each in sorted(others.items())],
    }
    return f"{_dump(data)}\n"


def replace_in_manifest(manifest: str, old: Gathered, new: Gathered) -> str | None:
    """Describe a document anew in a manifest; None where it is not described as it was."""
    before, after = (
        _dump(_describe(load_card(each.note), each.files), _DEEP) for each in (old, new)
    )
    return manifest.replace(before, after) if manifest.count(before) == 1 else None


_DEEP = "\n    "
"""The margin of a document in a manifest."""


def _dump(value: Any, margin: str = "\n") -> str:  # noqa: ANN401  whatever JSON can hold
    """Write JSON as ``json.dumps`` does with an indent of 2: that takes three times as long."""
    if not value or not isinstance(value, dict | list):
        return encode_basestring(value) if isinstance(value, str) else json.dumps(value)
    inner = f"{margin}  "
    if isinstance(value, list):
        items = f",{inner}".join(_dump(each, inner) for each in value)
        return f"[{inner}{items}{margin}]"
    items = f",{inner}".join(
        f"{encode_basestring(key)}: {_dump(each, inner)}" for key, each in value.items()
    )
    return f"{{{inner}{items}{margin}}}"


def _describe(card: Card, files: Mapping[str, Sum]) -> dict[str, Any]:
    described = {
        "name": card.name,
        "title": card.title,
        "language": card.language,
        "marking": card.marking,
        "date": card.date,
        "when": card.when,
        "place": card.place,
        "sides": list(card.sides),
        "summary": card.summary,
        "address": card.address,
    }
    known = {key: value for key, value in described.items() if value}
    listed = [
        {**_describe_file(path, each), "mediaType": format_of(PurePosixPath(path)).media_type}
        for path, each in files.items()
    ]
    return {**known, "files": listed}


def _describe_file(path: str, each: Sum) -> dict[str, Any]:
    return {"path": path, "size": each.size, "sha256": each.sha256}


def write_sums(files: Mapping[str, Sum]) -> str:
    """Write the sums as ``sha256sum`` does."""
    return "".join(f"{_line(path, each)}\n" for path, each in sorted(files.items()))


def replace_in_sums(sums: str, old: Mapping[str, Sum], new: Mapping[str, Sum]) -> str | None:
    """Replace the lines of some files; None where they are not as they were."""
    for path in old:
        before, after = f"{_line(path, old[path])}\n", f"{_line(path, new[path])}\n"
        if sums.count(before) != 1:
            return None
        sums = sums.replace(before, after)
    return sums


def _line(path: str, each: Sum) -> str:
    """Escape the name as ``sha256sum`` does, and mark the line."""
    escaped = path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    mark = "\\" if escaped != path else ""
    return f"{mark}{each.sha256}  {escaped}"
