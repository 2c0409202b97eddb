"""In order: what is done in any order is handed on in one that is known before."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Generic, Self, TypeVar

__all__ = ["InOrder"]

T = TypeVar("T")


class InOrder(Generic[T]):
    """Hands on values in the order of their ``names``: each one waits for those before it.

    A context manager; leaving it, unless by an exception, hands on what still waits for others that
    never came.
    """

    def __init__(self, names: Iterable[str], take: Callable[[T], None]) -> None:
        self._names, self._take = deque(names), take
        self._waiting: dict[str, T] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        for name in self._names if failure is None else ():
            if name in self._waiting:
                self._take(self._waiting.pop(name))

    def hand(self, name: str, value: T) -> None:
        """Hand on a value, and those that waited for it."""
        self._waiting[name] = value
        while self._names and self._names[0] in self._waiting:
            self._take(self._waiting.pop(self._names.popleft()))
