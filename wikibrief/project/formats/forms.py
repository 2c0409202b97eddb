"""Forms: what a format reads and renders."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from wikibrief.engine.files import Stamp
from wikibrief.inline.context import Surroundings
from wikibrief.markup.dialects import Dialect
from wikibrief.model.document import Document
from wikibrief.model.metadata import Metadata
from wikibrief.page.catalogue.cards import Card
from wikibrief.problems import Problem
from wikibrief.project.formats.leaving import Sum
from wikibrief.templating.environment import Templates

__all__ = ["Bound", "Gathered", "Loaded", "ReadInput", "RenderInput"]


@dataclass(frozen=True, slots=True)
class RenderInput:
    """What every format is made from.

    ``around`` returns the surroundings of the document's page with that suffix. ``base`` is the
    wikitext that will be overwritten: only what differs is rewritten. ``name`` and ``text`` are
    those of the file that it was read from; a stream has no name.
    """

    document: Document
    metadata: Metadata
    templates: Templates
    around: Callable[[str], Surroundings]
    base: str | None = None
    name: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ReadInput:
    """What every format is read with, as far as it is known.

    ``media`` are the names of the files that the document can show; ``templates`` are those that it
    will be shown with; without a ``dialect`` it is detected. Without ``check`` no problems are
    wanted but errors.
    """

    title: str | None = None
    media: Collection[str] | None = None
    templates: Templates | None = None
    dialect: Dialect | None = None
    check: bool = True


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document that was read, and the problems that did not prevent it."""

    document: Document
    problems: tuple[Problem, ...] = ()


class Bound(NamedTuple):
    """One file made of several sources, and what a list of documents says of it.

    ``problems`` are what is wrong with it, ``inputs`` the files that were read.
    """

    content: bytes
    card: Card
    problems: tuple[Problem, ...]
    inputs: Mapping[Path, Stamp]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What files about all documents are made of: a document's note, and its files with sums."""

    note: str
    files: Mapping[str, Sum]
