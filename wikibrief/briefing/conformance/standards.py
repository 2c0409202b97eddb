"""Standards: the pairs of them that a briefing can meet, one for readers and one for archives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["STANDARDS", "Standard"]


@dataclass(frozen=True, slots=True)
class Standard:
    """PDF/UA and PDF/A in one file."""

    version: str
    """That of PDF."""
    accessible: Mapping[str, str]
    """How XMP names the accessible half (``pdfuaid``)."""
    archival: Mapping[str, str]
    """How XMP names the archival half (``pdfaid``)."""
    profiles: tuple[str, str]
    """What veraPDF calls the two."""

    @property
    def is_pdf2(self) -> bool:
        """Whether it is PDF 2.0, whose elements and destinations are other ones."""
        return self.version >= "2"


STANDARDS: Mapping[tuple[str, ...], Standard] = {
    ("ua-1", "a-3a"): Standard(
        "1.7",
        {"part": "1"},
        {"part": "3", "conformance": "A"},
        ("ua1", "3a"),
    ),
    ("ua-2", "a-4f"): Standard(
        "2.0",
        {"part": "2", "rev": "2024"},
        {"part": "4", "rev": "2020", "conformance": "F"},
        ("ua2", "4f"),
    ),
}
"""By what metadata calls them; the first is the default."""
