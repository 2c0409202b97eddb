"""What computations may ask of a transclusion's arguments (``rendering.arguments.Arguments``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from wikibrief.templating.environment import Markup

__all__ = ["Given"]


class Given(Protocol):
    """Arguments of a transclusion; several names mean the first of them that is not blank."""

    def source(self, *names: str | int) -> str:
        """The wikitext of an argument."""

    def html(self, *names: str | int) -> Markup:
        """The HTML of an argument."""

    def text(self, *names: str | int) -> str:
        """The words of an argument."""

    def has(self, *names: str | int) -> bool:
        """Whether one of these is given."""

    def numbered(self, *stems: str) -> Iterator[int]:
        """The numbers that arguments of these names have, from 1 to the first gap."""

    def inline(self, source: str) -> Markup:
        """The HTML of any wikitext."""

    @property
    def positional(self) -> list[str]:
        """The names of the positional arguments."""
