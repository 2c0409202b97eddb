"""The texts of a document: those that hold inline wikitext, in the order of the article."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias, TypeVar, cast

from wikibrief.model.document import Argument, Comment, Preformatted, Raw, Reference, References

__all__ = ["Rewrite", "find_texts", "rewrite_texts", "texts_with"]

Rewrite: TypeAlias = Callable[[str, bool], str]
"""Takes a text, and whether it lists references; returns the new text."""

_T = TypeVar("_T")
_VERBATIM = (Comment, Preformatted, Raw, Reference)
_MARKUP = frozenset(
    "attributes file key kind language level name namespace options page tag target title word "
    "sort_key".split()
)
"""Fields that say what a value is, not what it says."""


def rewrite_texts(value: _T, rewrite: Rewrite, needle: str) -> _T:
    """Return ``value`` with ``rewrite`` applied to all its texts that hold ``needle``.

    What does not change is the same object as before.
    """
    return cast("_T", _Walk(rewrite, needle).visit(value))


def texts_with(value: object, needle: str) -> list[tuple[str, bool]]:
    """Return the texts that hold ``needle``, each with whether it lists references."""
    found: list[tuple[str, bool]] = []

    def collect(text: str, is_listed: bool) -> str:  # noqa: FBT001
        found.append((text, is_listed))
        return text

    rewrite_texts(value, collect, needle)
    return found


def find_texts(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Yield the same texts, and the path to each."""
    if isinstance(value, str):
        yield value, path
    elif isinstance(value, tuple):
        for at, each in enumerate(value):
            yield from find_texts(each, (*path, at))
    else:
        for name in _fields(type(value)):
            yield from find_texts(getattr(value, name), (*path, name))


class _Walk:
    """One walk over a document. It meets every value of it, so it asks as little as it can."""

    def __init__(self, rewrite: Rewrite, needle: str) -> None:
        self._rewrite = rewrite
        self._needle = needle
        self._is_list = False

    def visit(self, value: Any) -> Any:  # noqa: ANN401  any value of a document
        cls = type(value)
        if cls is str:
            return self._rewrite(value, self._is_list) if self._needle in value else value
        if cls is tuple:
            return self._visit_items(value)
        if cls is References or (cls is Argument and value.name == "refs"):
            self._is_list = True  # it defines references that are used elsewhere
            new = self._visit_fields(value, cls)
            self._is_list = False
            return new
        return self._visit_fields(value, cls)

    def _visit_items(self, items: tuple[Any, ...]) -> tuple[Any, ...]:
        new: list[Any] | None = None
        for at, old in enumerate(items):
            if type(old) is not str or self._needle in old:
                made = self.visit(old)
                if made is not old:
                    new = new or list(items)
                    new[at] = made
        return items if new is None else tuple(new)

    def _visit_fields(self, value: Any, cls: type) -> Any:  # noqa: ANN401  any value of a document
        changed = {}
        for name in _known_fields.get(cls) or _fields(cls):
            old = getattr(value, name)
            if old and (type(old) is not str or self._needle in old):
                new = self.visit(old)
                if new is not old:
                    changed[name] = new
        return dataclasses.replace(value, **changed) if changed else value


_known_fields: dict[type, tuple[str, ...]] = {}


def _fields(cls: type) -> tuple[str, ...]:
    if cls not in _known_fields:
        has_texts = dataclasses.is_dataclass(cls) and cls not in _VERBATIM
        fields = dataclasses.fields(cls) if has_texts else ()
        names = tuple(each.name for each in fields if each.name not in _MARKUP)
        _known_fields[cls] = names
    return _known_fields[cls]
