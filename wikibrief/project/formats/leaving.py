"""Leaving: what a document leaves in the log for the files about all documents."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

__all__ = ["Left", "Sum"]


class Sum(NamedTuple):
    """A file as people check it: its SHA-256 and its size in bytes."""

    sha256: str
    size: int

    @classmethod
    def of(cls, data: bytes) -> Self:
        """The sum of some content."""
        return cls(hashlib.sha256(data).hexdigest(), len(data))


@dataclass(frozen=True, slots=True)
class Left:
    """What one document leaves: a note by format, and the sums of its artifacts by file name."""

    notes: Mapping[str, str] = field(default_factory=dict)
    sums: Mapping[str, Sum] = field(default_factory=dict)

    def dump(self) -> str:
        """Write it on one line, for ``load``."""
        return json.dumps({"notes": self.notes, "sums": self.sums}, ensure_ascii=False)

    @classmethod
    def load(cls, line: str) -> Self:
        """Read what ``dump`` wrote; what it cannot be is empty: a next build leaves it anew."""
        try:
            data: dict[str, Any] = json.loads(line)
            return cls(data["notes"], {name: Sum(*each) for name, each in data["sums"].items()})
        except (ValueError, TypeError, LookupError, AttributeError):
            return cls()
