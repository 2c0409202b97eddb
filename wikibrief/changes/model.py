"""A change, and all changes of an article."""

from __future__ import annotations

from dataclasses import dataclass

from wikibrief.facts.model import Claim, Statement
from wikibrief.model.marking import Marking

__all__ = ["Change", "Changes"]


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was ``old`` and is ``new``; without the one it was added, else removed.

    ``where`` says what it is of: headings and the kind of block, or the name of a fact. ``by`` says
    who states a claim, and when.

    The rest is for pages in other languages: the ``headings`` that it is under; the ``name`` of the
    infobox argument that it is of, or that holds such a fact; the statements that are ``compared``;
    whether it ``is_prose``, not markup or something made of more than text.
    """

    where: str
    old: str | None
    new: str | None
    by: str = ""
    headings: tuple[str, ...] = ()
    name: str = ""
    compared: tuple[Claim | Statement | None, ...] = ()
    is_prose: bool = True

    @property
    def kind(self) -> str:
        """What happened, in one word."""
        if self.old is None:
            return "added"
        return "removed" if self.new is None else "changed"


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes of one article; ``markings`` are the labels of its versions, each once."""

    name: str
    title: str | None = None
    facts: tuple[Change, ...] = ()
    blocks: tuple[Change, ...] = ()
    markings: tuple[Marking, ...] = ()
    language: str | None = None

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.facts or self.blocks)
