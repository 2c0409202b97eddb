"""Lower references into the texts that mark them: the wikitext of a document with values for them.

The mark that carries a definition is the one that says so, else the first in a list of references,
else the first of all. Where that one is deleted the definition is at the next; without any it is
nowhere. A reference without a name that is used twice has its key for a name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from wikibrief.markup.references.citations import format_citation
from wikibrief.model.document import Document, Reference
from wikibrief.model.texts import find_texts_with
from wikibrief.wiki.references import HERE, LITERAL, Ref, identify, refs_in, replace_refs

__all__ = ["Format", "format_reference", "lower_references"]

Format = Callable[[Reference], str]
"""Writes what a reference says as wikitext."""


@dataclass(slots=True)
class _Mark:
    """A mark in a text; ``key`` is that of its reference, ``is_again`` if it has a name as well."""

    ref: Ref
    key: str
    is_listed: bool
    is_named: bool
    is_again: bool


def format_reference(reference: Reference) -> str:
    """Write what a reference says, a citation on one line."""
    content = reference.content
    return content if isinstance(content, str) else format_citation(content)


def lower_references(document: Document, write: Format = format_reference) -> Document:
    """Return the document with its references in its texts, as wikis have them."""
    found = find_texts_with(document, "<ref")
    texts = [
        (text, list(_read_marks(text, is_listed=is_listed))) for text, is_listed in found.texts
    ]
    marks = [mark for _, each in texts for mark in each]
    if not document.references and not any(mark.ref.key for mark in marks):
        return document
    values = {each.key: each for each in document.references}
    new = _write_marks(marks, values, write)
    lowered = found.replace([_rewrite(text, each, new) for text, each in texts])
    return replace(lowered, references=())


def _read_marks(text: str, *, is_listed: bool) -> Iterator[_Mark]:
    for ref in refs_in(text):
        if ref.content is None:
            name = identify(ref.attributes)
            own = ref.key if ref.key and not ref.slashes and ref.key != HERE else None
            is_again = own is not None and name is not None
            key = own or ("" if ref.slashes else name or "")
            yield _Mark(ref, key, is_listed, own is None, is_again)


def _write_marks(
    marks: list[_Mark], values: Mapping[str, Reference], write: Format
) -> dict[int, str]:
    """Return what each mark becomes, by its ``id``; without those that stay as they are."""
    uses: defaultdict[str, list[_Mark]] = defaultdict(list)
    new: dict[int, str] = {}
    for mark in marks:
        if mark.is_again and mark.key in values:
            new[id(mark)] = _element(mark.ref.attributes, write(values[mark.key]))
        elif mark.key:
            uses[mark.key].append(mark)
    for key, same in uses.items():
        is_named = len(same) > 1 or same[0].is_named
        carrier = _carrier(same) if key in values else None
        for mark in same:
            ref = mark.ref
            attributes = ref.attributes
            if is_named and not mark.is_named and key in values:
                attributes = f' name="{key}"{attributes}'
            if mark is carrier:
                new[id(mark)] = _element(attributes, write(values[key]))
            elif ref.key == HERE or (ref.key and key in values):
                new[id(mark)] = f"<ref{attributes}/>"
    return new


def _carrier(same: list[_Mark]) -> _Mark:
    """Choose the mark that carries the definition."""
    here = next((mark for mark in same if mark.ref.key == HERE), None)
    return here or next((mark for mark in same if mark.is_listed), same[0])


def _element(attributes: str, content: str) -> str:
    return f"<ref{attributes.removesuffix(' ')}>{content}</ref>"


def _rewrite(text: str, marks: list[_Mark], new: Mapping[int, str]) -> str:
    return replace_refs(text, ((mark.ref, _write(text, mark, new)) for mark in marks))


def _write(text: str, mark: _Mark, new: Mapping[int, str]) -> str:
    """Write what takes the place of a mark: what it became, or the same as before."""
    said = text[mark.ref.start : mark.ref.end]
    if mark.ref.slashes:  # it only looks like a mark
        said = said.replace(LITERAL, "", 1)
    return new.get(id(mark), said)
