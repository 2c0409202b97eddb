"""ZIM: pages in one file that Kiwix shows without a network, with a search in their words.

libzim (the extra ``zim``) writes it. What it makes up at random is replaced, so that the same pages
are the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from libzim.writer import Creator, Hint, Item, StringProvider

__all__ = ["ZimPage", "write_zim"]


@dataclass(frozen=True, slots=True)
class ZimPage:
    """A page: its path in the file, from which relative links lead to others, and its title."""

    path: str
    title: str
    html: bytes
    is_article: bool = True
    """Readers propose it by its title."""


def write_zim(
    pages: Iterable[ZimPage], main: str, language: str, metadata: Mapping[str, str]
) -> bytes:
    """Write pages into one file; ``main`` is the path of the one that readers see first.

    ``language`` (of ISO 639-3) is the one whose words the search knows; ``metadata`` has the names
    that openZIM defines.
    """
    with TemporaryDirectory(prefix="wikibrief-") as folder:
        path = Path(folder, "pages.zim")
        # One worker: several would put what they pack into the file as each is done.
        creator = (
            Creator(path).config_nbworkers(1).config_indexing(indexing=True, language=language)
        )
        creator.set_mainpath(main)
        with _no_output(), creator:
            for page in pages:
                creator.add_item(_Item(page))
            for name, value in metadata.items():
                creator.add_metadata(name, value, "text/plain")
        return _settle(path.read_bytes())


class _Item(Item):  # type: ignore[misc]  # libzim has no types
    """A page as libzim asks for it."""

    def __init__(self, page: ZimPage) -> None:
        super().__init__()
        self._page = page

    def get_path(self) -> str:
        return self._page.path

    def get_title(self) -> str:
        return self._page.title

    def get_mimetype(self) -> str:
        return "text/html"

    def get_hints(self) -> dict[Hint, bool]:
        return {Hint.FRONT_ARTICLE: self._page.is_article}

    def get_contentprovider(self) -> StringProvider:
        return StringProvider(self._page.html)


@contextmanager
def _no_output() -> Iterator[None]:
    """Keep what libzim says of its progress out of standard output."""
    sys.stdout.flush()
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(nowhere)
        os.close(kept)


_UUID = slice(8, 24)
"""Where the header has the file's identifier."""
_INDEX = re.compile(rb"(\x0f\rXapian Glass..)(.{16})", re.DOTALL)
"""How an index of words begins: its kind, its version, its identifier."""
_CHECKSUM = 16


def _settle(data: bytes) -> bytes:
    """Put identifiers that follow from the content into the places of random ones."""
    blank = _INDEX.sub(lambda found: found[1] + bytes(len(found[2])), data)
    settled = bytearray(blank[:-_CHECKSUM])
    settled[_UUID] = bytes(16)
    settled[_UUID] = _digest(settled)
    return bytes(settled) + _digest(settled)


def _digest(data: bytes | bytearray) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()
