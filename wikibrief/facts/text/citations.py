"""The references of a sentence: their names, addresses and the dates of their sources."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from wikibrief.facts.language.dates import read_date
from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.model import CitedReference
from wikibrief.facts.text.prose import Mark, Sentence, strip
from wikibrief.model.document import Document, References, Section

__all__ = ["Citations"]

_NAME = re.compile(r"\bname\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'/>]+))", re.IGNORECASE)
_REF = re.compile(r"<ref\b([^<>]*?[^<>/])>(.*?)</ref\s*>", re.IGNORECASE | re.DOTALL)
_URL = re.compile(r"https?://[^\s\[\]<>{}|\"]+")
_URL_ARGUMENT = re.compile(
    r"\|\s*(?:url|chapter-url|article-url|lire en ligne|contribution-url)\s*=\s*(https?://[^\s|{}<>]+)"
)
_DATE_ARGUMENT = re.compile(r"\|\s*(?:date|publication-date)\s*=\s*([^|{}]+)")
_YEAR_ARGUMENT = re.compile(r"\|\s*(?:year|année)\s*=\s*(\d{4})")
_LINES = re.compile(r"<br\s*/?>|\n|\|(?=[^{}]*\}\})", re.IGNORECASE)
"""What ends a line of an infobox's value."""
_WHOLE_REF = re.compile(r"<ref\b[^<>]*/>|<ref\b[^<>]*>.*?</ref\s*>|\x00", re.IGNORECASE | re.DOTALL)
_CITED = re.compile(r"<ref|\{\{\s*(?:sfn|efn|r\||refn|#tag:ref|snf|harv)", re.IGNORECASE)
_NOTES = ("efn", "notetag")
"""Transclusions that say more and cite nothing; one that asks for a citation has its place."""
_PARTS = re.compile(r"\|")


@dataclass
class Citations:
    """Resolves the marks of a document's sentences; what they define is looked for once."""

    document: Document
    lexicon: Lexicon
    _defined: dict[str, str] | None = None
    _read: dict[tuple[str, str, str], Sequence[CitedReference]] = field(default_factory=dict)

    def of(
        self,
        sentence: Sentence,
        figure: tuple[int, int] | None = None,
        following: int | None = None,
    ) -> tuple[CitedReference, ...]:
        """The references of a sentence; those of one figure are the first after it.

        Where the ``following`` figure shares its words ("ten men[1] and 20 women[2] died"), those
        between the two are its own. A sentence without any is supported by the next ones of its
        paragraph.
        """
        marks = [mark for mark in sentence.marks if not mark.name.startswith(_NOTES)]
        if figure is not None and marks:
            start, end = figure
            own = [each for each in marks if following and start < each.offset <= following < end]
            after = [each for each in marks if each.offset >= end]
            at = (own or after or marks[-1:])[0].offset
            marks = [mark for mark in marks if mark.offset == at]
        found = (each for mark in marks or sentence.later for each in self._citations(mark))
        return tuple(dict.fromkeys(found))

    def of_value(self, value: str) -> Callable[[str], tuple[CitedReference, ...]]:
        """Return what gives the references of a line of a value."""
        pieces = _pieces(value) if _CITED.search(value) else []

        def cited(line: str) -> tuple[CitedReference, ...]:
            marks = [mark for text, found in pieces if text and text in line for mark in found]
            return tuple(dict.fromkeys(each for mark in marks for each in self._citations(mark)))

        return cited

    def _citations(self, mark: Mark) -> Sequence[CitedReference]:
        """What a mark cites; nothing if it is a note that is no reference."""
        key = (mark.attributes, mark.content, mark.name)
        if key not in self._read:
            found = self._transclusion(mark) if mark.name else [self._tag(mark)]
            self._read[key] = [each for each in found if each != CitedReference(None)]
        return self._read[key]

    def _tag(self, mark: Mark) -> CitedReference:
        name = _name_in(mark.attributes)
        content = mark.content
        if not content.strip() and name:
            content = self._named(name)
        return CitedReference(name or _words(content), *self._source(content))

    def _transclusion(self, mark: Mark) -> list[CitedReference]:
        """A short citation (``sfn``), named ones (``r``), or a note that is no reference."""
        parts = [part.strip() for part in _PARTS.split(mark.content)[1:]]
        named = dict(part.split("=", 1) for part in parts if "=" in part)
        words = [part for part in parts if "=" not in part]
        if mark.name == "r":
            names = filter(None, words)
            return [CitedReference(each, *self._source(self._named(each))) for each in names]
        if mark.name.startswith(("sfn", "harv", "snf", "sn")):
            return [CitedReference(" ".join(words) or None)]
        if mark.name in {"refn", "#tag:ref"} or mark.name.startswith(("refn", "#tag")):
            content = words[0] if words else ""
            return [CitedReference(named.get("name") or _words(content), *self._source(content))]
        return []

    def _source(self, content: str) -> tuple[str | None, str | None]:
        url = _URL_ARGUMENT.search(content)
        plain = _URL.search(content) if url is None else None
        address = url[1] if url else plain[0].rstrip(".,;)") if plain else None
        date = _DATE_ARGUMENT.search(content)
        span = read_date(date[1].strip(), self.lexicon) if date else None
        year = _YEAR_ARGUMENT.search(content)
        return address, span.start if span else year[1] if year else None

    def _named(self, name: str) -> str:
        """The content of the reference with a name."""
        return self._definitions().get(name, "")

    def _definitions(self) -> Mapping[str, str]:
        if self._defined is None:
            self._defined = {}
            for text in _texts(self.document):
                for match in _REF.finditer(text):
                    name = _name_in(match[1])
                    if name and match[2].strip():
                        self._defined.setdefault(name, match[2])
        return self._defined


def _pieces(value: str) -> list[tuple[str, list[Mark]]]:
    """The lines of a value with their references, which may hold what ends a line elsewhere."""
    held = [match[0] for match in _WHOLE_REF.finditer(value)]
    masked = _WHOLE_REF.sub("\x00", value)
    pieces: list[tuple[str, list[Mark]]] = []
    for piece in _LINES.split(masked):
        while "\x00" in piece:
            piece = piece.replace("\x00", held.pop(0), 1)  # noqa: PLW2901
        pieces.append(strip(piece))
    return pieces


def _name_in(attributes: str) -> str | None:
    match = _NAME.search(attributes)
    return next((each.strip(" ”“\"'") for each in match.groups() if each), None) if match else None


def _words(content: str) -> str | None:
    """The first words of a reference without a name, as its key."""
    words = strip(content)[0]
    if not any(sign.isalnum() for sign in words):
        words = _short(content) or _title(content)
    return words[:80] or None


_SHORT = re.compile(r"\{\{\s*(?:harv|sfn|snf)[^{}|]*\|([^{}]*)\}\}", re.IGNORECASE)
"""A short citation within a reference: ``<ref>{{harvnb|Adams|1989|p=128}}.</ref>``."""


def _short(content: str) -> str:
    """Authors and years of the short citations in a reference."""
    cited = (_positional(match[1]) for match in _SHORT.finditer(content))
    return "; ".join(" ".join(words) for words in cited)


def _positional(arguments: str) -> list[str]:
    """The arguments without a name."""
    parts = (part.strip() for part in _PARTS.split(arguments))
    return [part for part in parts if part and "=" not in part]


def _title(content: str) -> str:
    match = re.search(r"\|\s*title\s*=\s*([^|{}]+)", content)
    return match[1].strip() if match else ""


def _texts(document: Document) -> Iterator[str]:
    """Every text that may define a reference, wherever it is in the document."""
    if document.infobox:
        yield from (argument.value for argument in document.infobox.arguments)
    yield from _strings(document.preamble)
    yield from _strings(document.lead)
    stack: list[Section] = list(document.sections)
    while stack:
        section = stack.pop()
        yield from _strings(section.blocks)
        stack += section.sections


def _strings(value: object) -> Iterator[str]:
    """All texts in blocks with ``<ref`` in them."""
    stack = [value]
    while stack:
        each = stack.pop()
        if isinstance(each, str):
            if "<ref" in each.lower():
                yield each
        elif isinstance(each, tuple | list):
            stack += each
        elif isinstance(each, References):
            stack += each.refs
        elif hasattr(each, "__dataclass_fields__"):
            stack += [getattr(each, name) for name in each.__dataclass_fields__]
