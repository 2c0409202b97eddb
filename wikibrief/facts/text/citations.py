"""The references of a sentence: their names, addresses and the dates of their sources."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from math import inf
from typing import NamedTuple

from wikibrief.facts.language.datevalues import read_date
from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.language.shown import kind_of
from wikibrief.facts.language.tokens import words_in
from wikibrief.facts.model import CitedReference
from wikibrief.facts.text.prose import Mark, Sentence, first_together, is_note, strip
from wikibrief.markup.references.lowering import format_reference
from wikibrief.model.document import Document, Reference, References, Section
from wikibrief.wiki.references import key_of
from wikibrief.wiki.scanner import scan

__all__ = ["Citations", "Figure"]

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
_CITED = re.compile(r"<ref|\{\{\s*(?:sfn|efn|r\||refn|#tag:ref|snf|harv)", re.IGNORECASE)
_PARTS = re.compile(r"\|")


class Figure(NamedTuple):
    """A number in its sentence, for the references that are its own: offsets of its text.

    ``end`` is where its claim ends, ``following`` where the next number begins, ``before`` where
    the one before it does that shares the end of its claim. ``name`` is where the name of its
    source ends, ``names`` where those of all sources of the sentence do. ``next_number`` is where
    the next number begins that may be no claim; 0 after the last.
    """

    start: int
    stop: int
    end: int
    following: int | None
    before: int | None
    name: int | None
    names: Collection[int]
    next_number: int

    def own(self, marks: Sequence[Mark], text: str, lexicon: Lexicon) -> Sequence[Mark]:
        """The references of a sentence that are of the number.

        They are in it or right after it ("300[1] to 500[2] men"); else the first after its claim,
        before the next number. Where that shares its words ("ten men[1] and 20 women[2] died"),
        those between the two; of the last of them, those before its claim ends. One after the name
        of a source is of what that source says ("HRW[1] said that …"), and then none after the name
        of the next one is. Nor is one within the next clause: "the fire[1] killed 20, *a flood[2]*
        killed 30"; what has none then has those before it in its own.
        """
        inside = [mark for mark in marks if self.start < mark.offset <= self.stop]
        if inside and inside[-1].offset == self.stop:
            return inside
        named = [mark for mark in marks if _after_name(mark, text) in self.names]
        others = [mark for mark in marks if mark not in inside and mark not in named]
        of_source = [mark for mark in named if _after_name(mark, text) == self.name]
        limit = self._next_name() if of_source else inf
        others = [mark for mark in others if not self._is_of_next_clause(mark, text, lexicon)]
        later = [mark for mark in others if self.stop < mark.offset <= limit]
        own = [mark for mark in later if mark.offset <= self._shared_until(others)]
        if not own and self.following is not None:  # those after the next number are of that
            until = self.following
            own = [mark for mark in later if self.end <= mark.offset <= until]
            own = own or [mark for mark in later if mark.offset <= until]
        after = [mark for mark in later if mark.offset >= self.end]
        if found := [*inside, *first_together(own or after or later, text)]:
            return found
        return of_source or [mark for mark in others if self._is_of_clause(mark, text)]

    def _is_of_next_clause(self, mark: Mark, text: str, lexicon: Lexicon) -> bool:
        """Whether a reference is between words of the clause after, before its number."""
        if not self.end < mark.offset < self.next_number:
            return False
        before, after = text[self.end : mark.offset], text[mark.offset : self.next_number]
        ends = lexicon.words("conjunctions") | lexicon.words("contrasts")
        begun = _IN_CLAUSE.search(before) is not None
        return begun and _ENDS.search(after) is None and words_in(after).isdisjoint(ends)

    def _is_of_clause(self, mark: Mark, text: str) -> bool:
        """Whether a reference is before the number, within its clause."""
        begun = text[max(0, mark.offset - 1) : mark.offset].isalnum()
        if not begun or mark.offset > self.start:
            return False
        return _ENDS.search(text, mark.offset, self.start) is None

    def _next_name(self) -> float:
        """Where the name of the next source ends: what comes after it is of that."""
        return min((name for name in self.names if name > self.stop), default=inf)

    def _shared_until(self, marks: Sequence[Mark]) -> int:
        """Where the references of a number end that is one of several of a claim; 0 of others."""
        if self.following is not None and self.following < self.end:
            return self.following
        before = self.before
        are_apart = before is not None and any(before < mark.offset < self.start for mark in marks)
        return self.end - 1 if are_apart else 0


_ENDS = re.compile(r"[,;:.]")
_IN_CLAUSE = re.compile(r"[,;] [^,;:.]*\w$")


def _after_name(mark: Mark, text: str) -> int:
    """Where the word ends that a reference follows, with a comma between: "the BBC,[1] …"."""
    return mark.offset - (text[mark.offset - 1 : mark.offset] == ",")


@dataclass
class Citations:
    """Resolves the marks of a document's sentences; what they define is looked for once."""

    document: Document
    lexicon: Lexicon
    _defined: dict[str, str] | None = None
    _read: dict[tuple[str, str, str], Sequence[CitedReference]] = field(default_factory=dict)

    def of(self, sentence: Sentence, figure: Figure | None = None) -> tuple[CitedReference, ...]:
        """The references of a sentence, or of one figure of it.

        What has none is supported by the next ones of its paragraph.
        """
        marks: Sequence[Mark] = sentence.marks
        last = marks[-1:]
        if figure is not None and marks:
            marks = figure.own(marks, sentence.text, self.lexicon)
        found = [self._citations(mark) for mark in marks or sentence.later or last]
        if len(found) < 2:
            return tuple(found[0]) if found else ()
        return tuple(dict.fromkeys(each for cited in found for each in cited))

    def of_value(self, value: str) -> Callable[[str], tuple[CitedReference, ...]]:
        """Return what gives the references of a line of a value."""
        pieces = _with_headings(_pieces(value)) if _CITED.search(value) else []

        @cache
        def cited(line: str) -> tuple[CitedReference, ...]:
            own = (mark for text, marks in pieces if text and text in line for mark in marks)
            return tuple(dict.fromkeys(each for mark in own for each in self._citations(mark)))

        return cited

    def _citations(self, mark: Mark) -> Sequence[CitedReference]:
        """What a mark cites; nothing if it is a note that is no reference."""
        key = (mark.attributes, mark.content, mark.name)
        if key not in self._read:
            if is_note(mark, self.lexicon):
                found = []
            else:
                found = self._transclusion(mark) if mark.name else [self._tag(mark)]
            known = (each for each in found if each != CitedReference(None))
            self._read[key] = list(dict.fromkeys(known))
        return self._read[key]

    def _tag(self, mark: Mark) -> CitedReference:
        name = _name_in(mark.attributes)
        content = mark.content
        if not content.strip():
            content = self._defined_by(mark.attributes) or (self._named(name) if name else "")
        return CitedReference(name or _words(content), *self._source(content))

    def _defined_by(self, attributes: str) -> str:
        """The content of the reference that a mark with these attributes refers to."""
        key = key_of(attributes)
        reference = self._references.get(key) if key else None
        return format_reference(reference) if reference else ""

    def _transclusion(self, mark: Mark) -> list[CitedReference]:
        """A short citation (``sfn``), named ones (``r``), or a note that is no reference."""
        parts = [part.strip() for part in _PARTS.split(mark.content)[1:]]
        named = dict(part.split("=", 1) for part in parts if "=" in part)
        words = [part for part in parts if "=" not in part]
        if mark.name == "r":
            names = filter(None, words)
            return [CitedReference(each, *self._source(self._named(each))) for each in names]
        if mark.name == "sfnm":
            return [CitedReference(each) for each in _several(words, named)]
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

    @cached_property
    def _references(self) -> Mapping[str, Reference]:
        return {each.key: each for each in self.document.references}

    def _named(self, name: str) -> str:
        """The content of the reference with a name, where that is in a text."""
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


def _several(words: Sequence[str], named: Mapping[str, str]) -> Iterator[str]:
    """Authors and years of ``{{sfnm|1a1=Doe|1y=2001|2a1=Roe|2y=2003}}``, or without names."""
    cited: dict[str, list[str]] = {}
    for key, value in named.items():
        if match := _OF_SEVERAL.fullmatch(key.strip()):
            cited.setdefault(match[1], []).append(value.strip())
    yield from (" ".join(each) for each in cited.values())
    names: list[str] = []
    for word in filter(None, words):
        names.append(word)
        if word[:1].isdigit():
            yield " ".join(names)
            names = []


_OF_SEVERAL = re.compile(r"(\d+)(?:a\d*|y|last\d*|year)")


def _pieces(value: str) -> list[tuple[str, Sequence[Mark]]]:
    """The lines of a value with their references, which may hold what ends a line elsewhere."""
    masked, references = _mask(value)
    held = iter(references)
    pieces: list[tuple[str, Sequence[Mark]]] = []
    for piece in _LINES.split(masked):
        line = piece.lstrip(" *#:;")
        if "{{" not in line:
            line = line.rstrip(" }")  # the end of the list that it is the last of
        pieces.append(strip(re.sub("\x00", lambda _: next(held), line)))
    return pieces


def _mask(value: str) -> tuple[str, list[str]]:
    """Put a sign in the place of each reference and note; return the text and what it held."""
    parts: list[str] = []
    held: list[str] = []
    position = 0
    spans = ((each.start, each.end) for each in scan(value, nested=True).constructs)
    for start, end in sorted(spans):
        if start >= position and _is_reference(value, start):
            parts += (value[position:start].replace("\x00", ""), "\x00")
            held.append(value[start:end])
            position = end
    return "".join((*parts, value[position:].replace("\x00", ""))), held


def _is_reference(value: str, start: int) -> bool:
    name = _NAME_OF_NOTE.match(value, start)
    return kind_of(name[1]) == "notes" if name else value[start : start + 4].lower() == "<ref"


_NAME_OF_NOTE = re.compile(r"\{\{([^{}|<\n]{0,40})")


def _with_headings(
    pieces: Sequence[tuple[str, Sequence[Mark]]],
) -> list[tuple[str, Sequence[Mark]]]:
    """Give the lines under a heading with a reference that one, where they have none."""
    given: Sequence[Mark] = []
    out: list[tuple[str, Sequence[Mark]]] = []
    for text, marks in pieces:
        if text.endswith(":"):
            given = marks
        out.append((text, marks or given))
    return out


def _name_in(attributes: str) -> str | None:
    match = _NAME.search(attributes)
    return next((each.strip(" ”“\"'") for each in match.groups() if each), None) if match else None


def _words(content: str) -> str | None:
    """The first words of a reference without a name, as its key."""
    call = _CALL.fullmatch(content)
    words = "" if call and not kind_of(call[1]) else strip(content)[0]
    if not any(sign.isalnum() for sign in words):
        words = _short(content) or _title(content)
    return words[:80] or None


_CALL = re.compile(r"\s*\{\{([^{}|<]*)(?:\|[^{}<]*)?\}\}\s*")
"""A reference that is one transclusion, as most are: without words if it is in no table."""

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
