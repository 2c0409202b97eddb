"""The texts of a document: those that hold inline wikitext, in the order of the article."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any, Generic, TypeVar, cast

from wikibrief.model.document import Argument, Comment, Preformatted, Raw, Reference, References

__all__ = ["FoundTexts", "find_texts", "find_texts_with"]

_T = TypeVar("_T")
_VERBATIM = (Comment, Preformatted, Raw, Reference)
_MARKUP = frozenset(
    "attributes file key kind language level name namespace options page tag target title word "
    "sort_key".split()
)
"""Fields that say what a value is, not what it says."""


@dataclasses.dataclass(frozen=True, slots=True)
class FoundTexts(Generic[_T]):
    """A value and those of its texts that hold something, each with whether it lists references."""

    value: _T
    texts: Sequence[tuple[str, bool]]
    _needle: str
    _holders: frozenset[int]
    """The identities of all values that have such a text in them: others need no second look."""

    def replace(self, texts: Iterable[str]) -> _T:
        """Return the value with other texts; what does not change is the same object as before."""
        return cast("_T", _Replacement(self._needle, self._holders, iter(texts)).visit(self.value))


def find_texts_with(value: _T, needle: str) -> FoundTexts[_T]:
    """Find the texts that hold ``needle``."""
    search = _Search(needle)
    search.visit(value)
    return FoundTexts(value, search.texts, needle, frozenset(search.holders))


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


class _Search:
    """One walk over a document. It meets every value of it, so it asks as little as it can."""

    def __init__(self, needle: str) -> None:
        self.texts: list[tuple[str, bool]] = []
        self.holders: set[int] = set()
        self._needle = needle
        self._is_list = False

    def visit(self, value: Any) -> bool:  # noqa: ANN401  any value of a document
        """Note the texts in a value; return whether there are any."""
        cls = type(value)
        if cls is str:
            if self._needle not in value:
                return False
            self.texts.append((value, self._is_list))
            return True
        if cls is tuple:
            inner: Iterable[Any] = value
        elif cls is References or (cls is Argument and value.name == "refs"):
            return self._visit_list(value, cls)
        else:
            inner = (_known_getters.get(cls) or _getter(cls))(value)
        needle = self._needle
        is_holder = False
        for each in inner:
            if each and (type(each) is not str or needle in each) and self.visit(each):
                is_holder = True
        if is_holder:
            self.holders.add(id(value))
        return is_holder

    def _visit_list(self, value: Any, cls: type) -> bool:  # noqa: ANN401  any value of a document
        """Note texts that define references which are used elsewhere."""
        self._is_list = True
        found = [self.visit(getattr(value, name)) for name in _fields(cls)]
        self._is_list = False
        if any(found):
            self.holders.add(id(value))
        return any(found)


class _Replacement:
    """The same walk again, past what holds no text to replace."""

    def __init__(self, needle: str, holders: frozenset[int], texts: Iterator[str]) -> None:
        self._needle = needle
        self._holders = holders
        self._texts = texts

    def visit(self, value: Any) -> Any:  # noqa: ANN401  any value of a document
        cls = type(value)
        if cls is str:
            return next(self._texts) if self._needle in value else value
        if id(value) not in self._holders:
            return value
        if cls is tuple:
            items = [self.visit(each) for each in value]
            is_same = all(new is old for new, old in zip(items, value, strict=True))
            return value if is_same else tuple(items)
        changed = {}
        for name in _fields(cls):
            old = getattr(value, name)
            if old and (new := self.visit(old)) is not old:
                changed[name] = new
        return dataclasses.replace(value, **changed) if changed else value


_known_fields: dict[type, tuple[str, ...]] = {}
_known_getters: dict[type, Callable[[Any], Iterable[Any]]] = {}


def _getter(cls: type) -> Callable[[Any], Iterable[Any]]:
    """What gets the values of ``_fields`` at once."""
    names = _fields(cls)
    get = attrgetter(*names) if names else _nothing
    _known_getters[cls] = (lambda value: (get(value),)) if len(names) == 1 else get
    return _known_getters[cls]


def _nothing(_: object) -> Iterable[Any]:
    return ()


def _fields(cls: type) -> tuple[str, ...]:
    if cls not in _known_fields:
        has_texts = dataclasses.is_dataclass(cls) and cls not in _VERBATIM
        fields = dataclasses.fields(cls) if has_texts else ()
        names = tuple(each.name for each in fields if each.name not in _MARKUP)
        _known_fields[cls] = names
    return _known_fields[cls]
