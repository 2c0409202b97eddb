"""References over those of a base: what is equal is copied, of a citation what changed is written.

A new citation is laid out like its neighbour, one of its kind if there is one near: one line or
many, with blanks around ``=`` or none.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple, cast

from wikibrief.markup.reader.reading import Reading
from wikibrief.markup.references.citations import format_citation, read_content, read_pieces
from wikibrief.markup.references.lifting import Lifted
from wikibrief.markup.splicing import Rewrite, Splicer
from wikibrief.markup.units import Name, Piece
from wikibrief.markup.writer import Writer
from wikibrief.model.document import Argument, Citation, Document, Reference, Transclusion
from wikibrief.problems import ProblemError, error
from wikibrief.wiki.references import refs_in
from wikibrief.wiki.scanner import TRIMMED, scan
from wikibrief.wiki.source import SourceText
from wikibrief.yamlform.marks import list_marked

__all__ = ["Rewriter"]

_NEAR = 10
"""Citations on either side among which one of the same kind sets the example."""


class _Layout(NamedTuple):
    """What is between the parts of a citation."""

    separator: str = " |"
    sign: str = "="
    end: str = ""


class Rewriter:
    """Writes the references of a document over those of its base, if it has one."""

    def __init__(self, document: Document, base: Lifted | None, writer: Writer) -> None:
        self._writer = writer
        base = base and _rename(base, document.references)
        self._contents: Mapping[str, str] = base.contents if base else {}
        self._old = {each.key: each for each in base.document.references} if base else {}
        self._indexes = {each.key: at for at, each in enumerate(document.references)}
        self._document = document

    def write(self, reference: Reference) -> str:
        """Write what a reference says. Raises ``ProblemError`` where that has no wikitext."""
        if self._old.get(reference.key) == reference:
            return self._contents[reference.key]
        text = self._write_new(reference)
        if not _is_read_as(text, reference.content):
            text = self._write_new(_escape(reference))
            if not _is_read_as(text, _escape(reference).content):
                self._refuse(reference)
        return text

    def _write_new(self, reference: Reference) -> str:
        content, old = reference.content, self._old.get(reference.key)
        if isinstance(content, str):
            return content
        if old is not None and isinstance(old.content, Citation):
            return self._splice(content, old.content, self._contents[old.key])
        return format_citation(content, *self._layout_near(reference.key, content.name))

    def _splice(self, new: Citation, old: Citation, text: str) -> str:
        """Write a citation over its old text: only what differs changes."""
        core = text.strip(TRIMMED)
        name, *parts = read_pieces(core)
        said = cast("Name", name.unit).text
        arguments = tuple(cast("Argument", piece.unit) for piece in parts)
        unit = Transclusion(said, arguments)
        piece = Piece(unit, 0, len(core), (name, *parts))
        source = SourceText(core)
        reading = Reading(Document(lead=(unit,)), (piece,), source, "mediawiki", scan(core))
        wanted = Transclusion(said if new.name == old.name else new.name, new.arguments)
        result = core
        for form in Rewrite:
            result = Splicer(reading, self._writer, form).document((wanted,))
            if _is_read_as(result, new):
                break
        before, _, after = text.partition(core)
        return f"{before}{result}{after}"

    def _layout_near(self, key: str, name: str) -> _Layout:
        """The layout of the citation of the base whose mark is nearest to that of a new one.

        Of those that are near, one of the same kind sets the better example.
        """
        place = self._places.get(key, 0)
        at = bisect(self._examples, (place,))
        near = self._examples[max(at - _NEAR, 0) : at + _NEAR]
        if not near:
            return _Layout()
        *_, nearest = min(near, key=lambda each: (each[1] != name, abs(each[0] - place)))
        return _read_layout(self._contents[nearest].strip(TRIMMED))

    @cached_property
    def _places(self) -> Mapping[str, int]:
        """The order in which the texts of the document refer to the keys."""
        return {key: place for place, key in enumerate(list_marked(self._document))}

    @cached_property
    def _examples(self) -> Sequence[tuple[int, str, str]]:
        """The citations of the base that are still marked: place, name and key."""
        return sorted(
            (self._places[each.key], each.content.name, each.key)
            for each in self._old.values()
            if isinstance(each.content, Citation) and each.key in self._places
        )

    def _refuse(self, reference: Reference) -> None:
        found = error(
            f"the reference `{reference.key[:60]}` cannot be written as wikitext",
            hint="escape the markup in it with <nowiki>; no reference can be in another",
            code="cannot-hold",
        )
        path = ("references", self._indexes[reference.key])
        raise ProblemError(replace(found, path=path))


def _rename(base: Lifted, references: Sequence[Reference]) -> Lifted:
    """The base with the new keys of references that say the same under another one."""
    keys = {each.key for each in references}
    gone = {each.content: each.key for each in base.document.references if each.key not in keys}
    known = set(base.contents)
    new = {
        gone[each.content]: each.key
        for each in references
        if each.key not in known and each.content in gone
    }
    if not new:
        return base
    renamed = [replace(each, key=new.get(each.key, each.key)) for each in base.document.references]
    contents = {new.get(key, key): content for key, content in base.contents.items()}
    return Lifted(replace(base.document, references=tuple(renamed)), contents)


def _read_layout(core: str) -> _Layout:
    name, *arguments = read_pieces(core)
    filled = [each for each in arguments if cast("Argument", each.unit).value]
    key, content = (filled or arguments)[0].parts
    separators = [core[name.end : arguments[0].parts[0].start]]
    if len(arguments) > 1:
        separators.append(core[arguments[0].end : arguments[1].parts[0].start])
    separator = separators[-1] if separators[-1].count("|") == 1 else " |"
    sign = core[key.end : content.start]
    end = core[arguments[-1].end : -2]
    blank = " " if sign.startswith(" ") else ""
    return _Layout(separator, f"{blank}={blank}", end if not end.strip() else "")


def _is_read_as(text: str, content: str | Citation) -> bool:
    """Whether what is written between ``<ref>`` and ``</ref>`` is read as the content."""
    found = list(refs_in(f"<ref>{text}</ref>"))
    if len(found) != 1 or found[0].content != text:
        return False
    return isinstance(content, str) or read_content(text) == content


def _escape(reference: Reference) -> Reference:
    """The reference with the bars of its citation as the wiki wants them in arguments."""
    content = reference.content
    if isinstance(content, str):
        return reference
    arguments = [replace(each, value=_escape_bars(each.value)) for each in content.arguments]
    return replace(reference, content=replace(content, arguments=tuple(arguments)))


def _escape_bars(text: str) -> str:
    if "|" not in text:
        return text
    parts, position = [], len(_BEFORE_VALUE)
    whole = f"{_BEFORE_VALUE}{text}"
    for construct in scan(whole, inside=True).constructs:
        parts.append(whole[position : construct.start].replace("|", "{{!}}"))
        parts.append(whole[construct.start : construct.end])
        position = construct.end
    return "".join([*parts, whole[position:].replace("|", "{{!}}")])


_BEFORE_VALUE = "|=\n"
"""What is before a value, between braces, as far as it matters for what hides bars in it."""
