"""The texts of a document: those that hold inline wikitext, in the order of the article."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable
from functools import cache
from typing import Any, TypeAlias, TypeVar, cast

from wikibrief.model.document import Argument, Comment, Preformatted, Raw, Reference, References

__all__ = ["Rewrite", "rewrite_texts"]

Rewrite: TypeAlias = Callable[[str, tuple[str | int, ...], bool], str]
"""Takes a text, the path to it, and whether it lists references; returns the new text."""

_T = TypeVar("_T")
_VERBATIM = (Comment, Preformatted, Raw, Reference)
_MARKUP = frozenset(
    ("attributes file key kind language level name namespace options page tag target title word "
     "sort_key").split()
)  # fmt: skip
"""Fields that say what a value is, not what it says."""


def rewrite_texts(value: _T, rewrite: Rewrite, needle: str = "") -> _T:
    """Return ``value`` with ``rewrite`` applied to all its texts that hold ``needle``.

    What does not change is the same object as before.
    """
    return cast("_T", _Walk(rewrite, needle).visit(value, (), is_list=False))


class _Walk:
    def __init__(self, rewrite: Rewrite, needle: str) -> None:
        self._rewrite = rewrite
        self._needle = needle

    def visit(self, value: Any, path: tuple[str | int, ...], *, is_list: bool) -> Any:  # noqa: ANN401  any value of a document
        if isinstance(value, str):
            return self._rewrite(value, path, is_list) if self._needle in value else value
        if isinstance(value, tuple):
            new = [self.visit(each, (*path, at), is_list=is_list) for at, each in enumerate(value)]
            is_same = all(one is other for one, other in zip(value, new, strict=True))
            return value if is_same else tuple(new)
        names = _fields(cast("Hashable", type(value)))
        changed = {}
        for name in names:
            old = getattr(value, name)
            if old:
                is_here = is_list or _lists_references(value)
                new = self.visit(old, (*path, name), is_list=is_here)
                if new is not old:
                    changed[name] = new
        return dataclasses.replace(value, **changed) if changed else value


@cache
def _fields(cls: Hashable) -> tuple[str, ...]:
    if cls in _VERBATIM or not dataclasses.is_dataclass(cls):
        return ()
    return tuple(each.name for each in dataclasses.fields(cls) if each.name not in _MARKUP)


def _lists_references(value: object) -> bool:
    """Whether a value defines references that are used elsewhere: ``{{reflist|refs=…}}``."""
    return isinstance(value, References) or (isinstance(value, Argument) and value.name == "refs")
