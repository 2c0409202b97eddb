"""Marks and references that belong together: a mark without a reference, one without a mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from wikibrief.model.document import Document
from wikibrief.model.texts import find_texts, find_texts_with
from wikibrief.wiki.references import HERE, LITERAL, Ref, identify, refs_in
from wikibrief.yamlform.data import Path

__all__ = ["Unknown", "find_unknown", "find_unused", "list_marked", "refer"]


class Unknown(NamedTuple):
    """A mark without a reference; ``mark`` is how it begins, and how many such precede it."""

    path: Path
    key: str
    mark: tuple[str, int]
    hint: str


def find_unknown(document: Document) -> Iterator[Unknown]:
    """Yield the marks that only a reference explains and that have none."""
    known = {each.key for each in document.references}
    unknown = [ref.key for ref in _marks(document) if _is_own(ref) and ref.key not in known]
    if not unknown:
        return
    for text, path in find_texts(document):
        seen = Counter[str]()
        for ref in refs_in(text):
            if ref.content is None and _is_own(ref) and ref.key in unknown:
                key = str(ref.key)
                hint = f"define `{key}` under `references`, or write `<ref {LITERAL}{key}/>`"
                begin = text[ref.start : text.index(key, ref.start) + len(key) + 1]
                yield Unknown(path, key, (begin, seen[begin]), f"{hint} for these characters")
                seen[begin] += 1


def _is_own(ref: Ref) -> bool:
    """Whether only the document says what a mark means, not its name."""
    return ref.key is not None and not ref.slashes and ref.key != HERE


def find_unused(document: Document) -> Iterator[int]:
    """Yield the indexes of references that no text marks."""
    used = set(list_marked(document)) if document.references else set()
    for index, reference in enumerate(document.references):
        if reference.key not in used:
            yield index


def list_marked(document: Document) -> list[str]:
    """Return the keys that texts refer to, by their first marks."""
    keys = dict.fromkeys(map(refer, _marks(document)))
    return [key for key in keys if key is not None]


def refer(ref: Ref) -> str | None:
    """Return the key of the reference that a mark means."""
    if ref.slashes:
        return None
    return ref.key if ref.key not in {None, HERE} else identify(ref.attributes)


def _marks(document: Document) -> list[Ref]:
    texts = find_texts_with(document, "<ref").texts
    return [ref for text, _ in texts for ref in refs_in(text) if ref.content is None]
