"""Lift references out of the texts of a document: each long one becomes a value with a key.

``lift_references`` and ``lowering.lower_references`` are each other's reverse: what one does to the
texts the other undoes to the letter. What has no short mark stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from wikibrief.markup.dialects import Dialect
from wikibrief.markup.reader.reading import read_source
from wikibrief.markup.references.citations import read_content
from wikibrief.markup.references.keys import make_keys
from wikibrief.model.document import Citation, Document, Reference
from wikibrief.model.garbage import no_garbage
from wikibrief.model.texts import find_texts_with
from wikibrief.wiki.references import HERE, LITERAL, Ref, identify, is_keyed, refs_in, replace_refs

__all__ = ["LONGEST_IN_TEXT", "Lifted", "lift_references", "read"]

LONGEST_IN_TEXT = 40
"""Characters of a reference without a citation that stays in the sentence: ``Smith, p. 107``."""
LONGEST_NAMED = 15
"""The same for one with a name, of which a mark would be left in any case."""


class Lifted(NamedTuple):
    """A document with its references as values, and their wikitext to the letter, by key."""

    document: Document
    contents: Mapping[str, str]


@dataclass(slots=True)
class _Found:
    """A ``<ref`` of a text; ``name`` is what it is known by, ``is_listed`` says it is in a list."""

    ref: Ref
    name: str | None
    is_listed: bool
    content: str | Citation | None = None
    key: str = ""


def read(text: str, title: str | None = None, dialect: Dialect | None = None) -> Document:
    """Read wiki-style source; see ``read_source``. Long references are values of the document."""
    with no_garbage():
        document = read_source(text, title, dialect).document
        return lift_references(document).document if "<ref" in text else document


def lift_references(document: Document) -> Lifted:
    """Return the document with marks where its texts have long references, which are values now."""
    with no_garbage():
        return _lift(document)


def _lift(document: Document) -> Lifted:
    found_texts = find_texts_with(document, "<ref")
    texts = [
        (text, [_Found(ref, identify(ref.attributes), is_listed) for ref in refs_in(text)])
        for text, is_listed in found_texts.texts
    ]
    found = [each for _, refs in texts for each in refs]
    if not found:
        return Lifted(document, {})
    _choose(found)
    lifted = [each for each in found if each.key]
    marked = _marks(found)
    document = found_texts.replace([_rewrite(text, refs, marked) for text, refs in texts])
    references = tuple(
        Reference(each.key, each.content) for each in lifted if each.content is not None
    )
    contents = {each.key: each.ref.content or "" for each in lifted}
    return Lifted(replace(document, references=references), contents)


def _choose(found: list[_Found]) -> None:
    """Give a key to each reference that is lifted: its name, or one made of what it cites."""
    names = {each.name for each in found if each.name}
    names |= {each.ref.key for each in found if each.ref.key}
    keyed: set[str] = set()
    nameless = []
    for each in found:
        if not _is_liftable(each.ref):
            continue
        each.content = read_content(each.ref.content or "")
        if each.name and each.name not in keyed:
            each.key = each.name
            keyed.add(each.name)
        else:
            nameless.append(each)
    keys = make_keys([each.content or "" for each in nameless], names)
    for each, key in zip(nameless, keys, strict=True):
        each.key = key


def _is_liftable(ref: Ref) -> bool:
    content, attributes = ref.content, ref.attributes
    if content is None or not ref.is_tidy or not content.strip():
        return False
    after = attributes.lstrip()
    is_clear = not attributes or (attributes[0].isspace() and after[:1] not in {"=", LITERAL})
    longest = LONGEST_NAMED if attributes else LONGEST_IN_TEXT
    is_short = len(content) <= longest and "{{" not in content and "//" not in content
    return is_clear and not is_short


def _marks(found: list[_Found]) -> dict[int, str]:
    """Return the mark of each reference that is lifted, by its ``id``."""
    carriers: dict[str, _Found] = {}
    for each in found:
        if each.name and (each.ref.content is None or each.key == each.name):
            if each.ref.key is not None:
                continue
            first = carriers.setdefault(each.name, each)
            if each.is_listed and not first.is_listed:
                carriers[each.name] = each
    marks = {}
    for each in found:
        if each.key:
            word = f" {each.key}"
            if each.key == each.name:
                is_plain = carriers[each.name] is each and not is_keyed(each.ref.attributes)
                word = "" if is_plain else f" {HERE}"
            attributes = each.ref.attributes
            blank = " " if attributes.endswith(" ") else ""
            marks[id(each)] = f"<ref{word}{attributes}{blank}/>"
    return marks


def _rewrite(text: str, found: list[_Found], marks: Mapping[int, str]) -> str:
    return replace_refs(text, ((each.ref, _write(text, each, marks)) for each in found))


def _write(text: str, found: _Found, marks: Mapping[int, str]) -> str:
    """Write what takes the place of a ``<ref``: its mark, or the same as before."""
    ref = found.ref
    if ref.content is None and ref.key is not None:  # it only looks like one of ours
        at = ref.start + len("<ref ")
        return f"{text[ref.start : at]}{LITERAL}{text[at : ref.end]}"
    return marks.get(id(found), text[ref.start : ref.end])
