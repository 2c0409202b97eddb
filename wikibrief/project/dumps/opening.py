"""Opening: a dump as bytes, whatever it is packed with, and as pages."""

from __future__ import annotations

import bz2
import gzip
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from wikibrief.engine.files import shown
from wikibrief.problems import ProblemError, error
from wikibrief.wiki.export import BrokenExportError, ExportedPage, ExportedWiki, read_export

__all__ = ["SUFFIXES", "is_dump", "read_pages"]

_OPENERS: dict[str, Callable[[Path], BinaryIO | bz2.BZ2File | gzip.GzipFile]] = {
    ".xml": lambda path: path.open("rb"),
    ".xml.bz2": bz2.BZ2File,
    ".xml.gz": gzip.GzipFile,
}
SUFFIXES = tuple(_OPENERS)
_CHUNK = 2**18


def is_dump(path: Path) -> bool:
    """Whether a file is a dump, by its name."""
    return path.name.lower().endswith(SUFFIXES)


def read_pages(path: Path) -> Iterator[ExportedWiki | ExportedPage]:
    """Read the wiki and the pages of a dump, one after the other. Raises ProblemError."""
    try:
        yield from read_export(_read_chunks(path))
    except BrokenExportError as failure:
        message = f"is not a complete export of MediaWiki: {failure.reason}"
        place = failure.line, failure.column
        problem = error(message, at=place, file=shown(path), code="unreadable")
        raise ProblemError(problem) from failure


def _read_chunks(path: Path) -> Iterator[bytes]:
    suffix = next((each for each in SUFFIXES if path.name.lower().endswith(each)), "")
    if not suffix or not path.is_file():
        message = "is not a dump" if path.exists() else "not found"
        hint = f"dumps are files that end in {', '.join(SUFFIXES)}"
        raise ProblemError(error(message, hint=hint, file=shown(path), code="unreadable"))
    try:
        with _OPENERS[suffix](path) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except (OSError, EOFError, zlib.error) as failure:
        reason = getattr(failure, "strerror", None) or str(failure)
        message = f"cannot read: {reason[:1].lower()}{reason[1:]}"
        raise ProblemError(error(message, file=shown(path), code="unreadable")) from failure
