"""Jobs: what a build hands to a worker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from wikibrief.engine.cache import Cache
from wikibrief.engine.graph import Names, Recipe, Setting
from wikibrief.problems import Problem
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.folders import absolute
from wikibrief.project.content.sources import Source

__all__ = ["START", "BuiltDocument", "Gathering", "Job", "Regathering", "Shared"]


@dataclass(frozen=True, slots=True)
class Shared:
    """The cache that a build shares with others, the project at ``root``, and its ``output``.

    ``setting`` is what every artifact depends on besides its inputs. With ``force`` nothing is
    taken from the cache; what is built is added. ``has_names``: articles can ask for others by
    name.
    """

    folder: Path
    root: Path
    output: Path
    has_names: bool
    setting: Setting
    force: bool = False

    @classmethod
    def open(cls, settings: Settings, setting: Setting) -> tuple[Shared | None, list[Problem]]:
        """Open the cache, where one is asked for and can be used; and say what is wrong with it."""
        if settings.cache is None or not settings.write:
            return None, []
        cache, project = Cache(absolute(settings.cache)), settings.project
        if not cache.open():
            return None, cache.problems
        shared = cls(
            cache.folder,
            project.root,
            project.output,
            project.exists,
            setting,
            force=settings.force,
        )
        return shared, cache.problems


@dataclass(frozen=True, slots=True)
class Job:
    """Everything a worker needs to know.

    ``artifacts`` are the paths by format; ``templates`` and ``media`` are folders; ``names`` are
    what the article can ask for, None where there is no project; ``write`` is off for a
    check, which need not know the content of ``undisputed`` artifacts.
    """

    source: Source
    artifacts: Mapping[str, Path]
    templates: Path | None = None
    media: Path | None = None
    names: Names | None = None
    write: bool = True
    name: str = ""
    undisputed: frozenset[Path] = frozenset()
    shared: Shared | None = None

    @classmethod
    def of(cls, recipe: Recipe, settings: Settings, shared: Shared | None = None) -> Job:
        """What is to be made of a source in a build with these settings."""
        return next(cls.of_all([recipe], settings, shared))

    @classmethod
    def of_all(
        cls, recipes: Iterable[Recipe], settings: Settings, shared: Shared | None = None
    ) -> Iterator[Job]:
        """What is to be made of each of several sources."""
        templates, media = settings.template_folder, settings.project.media
        for recipe in recipes:
            yield cls(
                replace(Source.at(recipe.source, recipe.metadata), paper=settings.paper),
                dict(zip(settings.formats, recipe.artifacts, strict=True)),
                templates,
                media,
                write=settings.write,
                name=settings.project.name_of(recipe.source),
                shared=shared,
            )


START = "index.html"
"""The page that a web server shows first: a document of that name takes the place of the list."""


class BuiltDocument(NamedTuple):
    """A document for the files about all: what it has left, and the paths of its artifacts."""

    left: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gathering:
    """The files about all documents: of which formats, of which documents, by which templates.

    ``media`` is a folder. ``has_start``: a document is in the place of the list of all.
    """

    formats: tuple[str, ...]
    documents: tuple[BuiltDocument, ...]
    templates: Path | None
    media: Path
    has_start: bool


@dataclass(frozen=True, slots=True)
class Regathering:
    """Few documents as they were, and as they are now; and the folder of files that have sums."""

    formats: tuple[str, ...]
    changed: tuple[tuple[BuiltDocument, BuiltDocument], ...]
    output: Path
