"""Exports: the pages of a wiki out of MediaWiki's XML, one after the other.

Whatever the size of an export, no more than a page of it is held. A document type, by which XML
defines entities that grow without bounds, is refused; MediaWiki writes none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.parsers import expat

__all__ = ["BrokenExportError", "ExportedPage", "ExportedWiki", "read_export"]

LONGEST = 16 * 1024 * 1024
"""Characters of a page that is read; wikis allow two million bytes."""


class BrokenExportError(Exception):
    """What is read is not an export, or not whole: why, and the line and column."""

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(reason)
        self.reason, self.line, self.column = reason, line, column


@dataclass(frozen=True, slots=True)
class ExportedWiki:
    """The wiki that an export is of: its name, and the address of its main page."""

    name: str = ""
    address: str = ""


@dataclass(slots=True)
class ExportedPage:
    """A page, in its last revision of the export. ``redirect`` is the page that it leads to.

    ``text`` is None where the export does not have it, or it is longer than a page can be.
    """

    title: str = ""
    namespace: int = 0
    text: str | None = None
    redirect: str = ""
    revision: str = ""
    model: str = "wikitext"


def read_export(chunks: Iterable[bytes]) -> Iterator[ExportedWiki | ExportedPage]:
    """Read an export from its bytes: the wiki, if it says, and every page as soon as it is whole.

    Raises BrokenExportError.
    """
    reader = _Reader()
    for chunk in chunks:
        reader.feed(chunk)
        yield from reader.take()
    reader.feed(b"", is_final=True)
    yield from reader.take()  # expat may keep the end of an export back until the last call


_FIELDS = {
    ("page", "title"): "title",
    ("page", "ns"): "namespace",
    ("revision", "id"): "revision",
    ("revision", "model"): "model",
    ("revision", "text"): "text",
    ("siteinfo", "sitename"): "name",
    ("siteinfo", "base"): "address",
}
"""The elements whose text counts, with what they are in."""


class _Reader:
    """Puts pages together from what the parser reports."""

    def __init__(self) -> None:
        self._ready: deque[ExportedWiki | ExportedPage] = deque()
        self._open: list[str] = []
        self._page = ExportedPage()
        self._site: dict[str, str] = {}
        self._pieces: list[str] | None = None
        self._size = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.buffer_size = 2**16
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._add

    def feed(self, chunk: bytes, *, is_final: bool = False) -> None:
        try:
            self._parser.Parse(chunk, is_final)
        except expat.ExpatError as failure:
            reason = expat.ErrorString(failure.code)
            raise BrokenExportError(reason, failure.lineno, failure.offset + 1) from failure

    def take(self) -> Iterator[ExportedWiki | ExportedPage]:
        """Take what is whole by now."""
        while self._ready:
            yield self._ready.popleft()

    def _refuse(self, reason: str) -> BrokenExportError:
        place = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        return BrokenExportError(reason, *place)

    def _refuse_doctype(self, *_: object) -> None:
        raise self._refuse("a document type: exports of MediaWiki have none")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        parent = self._open[-1] if self._open else ""
        if not parent and name != "mediawiki":
            raise self._refuse(f"`<{name[:40]}>` is not an export of MediaWiki")
        self._open.append(name)
        if name == "page":
            self._page = ExportedPage()
        elif name == "redirect" and parent == "page":
            self._page.redirect = attributes.get("title", "")
        elif (parent, name) in _FIELDS:
            self._pieces, self._size = [], 0
            if "deleted" in attributes:
                self._pieces = None
                self._page.text = None

    def _add(self, text: str) -> None:
        if self._pieces is not None:
            self._size += len(text)
            if self._size <= LONGEST:
                self._pieces.append(text)

    def _end(self, name: str) -> None:
        self._open.pop()
        parent = self._open[-1] if self._open else ""
        field = _FIELDS.get((parent, name))
        if field and self._pieces is not None:
            self._set(field, None if self._size > LONGEST else "".join(self._pieces))
            self._pieces = None
        elif name == "page":
            self._ready.append(self._page)
        elif name == "siteinfo":
            self._ready.append(ExportedWiki(**self._site))

    def _set(self, field: str, value: str | None) -> None:
        if field in {"name", "address"}:
            self._site[field] = value or ""
        elif field == "namespace":
            self._page.namespace = int(value) if value and value.lstrip("-").isdecimal() else 0
        elif field == "text":
            self._page.text = value
        else:
            setattr(self._page, field, value or "")
