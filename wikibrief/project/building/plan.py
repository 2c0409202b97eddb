"""The plan: which documents of a build are dirty, and the names by which they can be asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wikibrief.engine import graph
from wikibrief.engine.files import shown
from wikibrief.engine.graph import Names, Recipe, Setting, Step
from wikibrief.engine.log import BuildLog
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.folders import is_source, project_of
from wikibrief.project.content.names import name_documents, name_files
from wikibrief.project.formats.table import PAGES

__all__ = ["Plan", "make_plan", "plan_few"]

Titles = Mapping[Path, tuple[str, ...]]
"""What documents are called by others, by source."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A step for each recipe, and what articles can ask for by name (None: there is no project)."""

    steps: tuple[Step, ...]
    names: Names | None

    @property
    def dirty(self) -> list[Step]:
        """The steps to take."""
        return [step for step in self.steps if step.dirty]


def make_plan(
    recipes: Sequence[Recipe],
    log: BuildLog,
    settings: Settings,
    setting: Setting,
    read_titles: Callable[[Sequence[Recipe]], Titles],
) -> Plan:
    """Decide what is dirty: by itself, then by what it asked for by name.

    ``read_titles`` reads what the documents of dirty recipes are called.
    """
    records = log.records()
    steps = graph.plan(recipes, records, log.observe, setting, force=settings.force, show=shown)
    names = _name_all(steps, log, settings, read_titles)
    steps = graph.add_changed_names(steps, records, names, shown)
    return Plan(steps, names if settings.project.exists else None)


def plan_few(
    changed: Collection[Path], names: Names, log: BuildLog, settings: Settings, setting: Setting
) -> Plan:
    """Decide what is dirty of what is made of few changed files, which ``log`` knows.

    Nothing is where one of them is an input of no source, or of one that a build does not find.
    """
    records = log.records()
    recipes = _find_recipes(log, changed, settings)
    steps = graph.plan(recipes, records, log.observe, setting, show=shown)
    steps = graph.add_changed_names(steps, records, names, shown)
    return Plan(steps, names if settings.project.exists else None)


def _find_recipes(log: BuildLog, changed: Collection[Path], settings: Settings) -> list[Recipe]:
    """Name what is made of the sources in ``log`` that the changed files are inputs of."""
    project = settings.project
    suffixes = [row.suffix for row in settings.rows]
    users = {
        source: changed & entry.inputs.keys()
        for source, entry in sorted(log.entries.items())
        if not entry.inputs.keys().isdisjoint(changed)
    }
    is_known = set().union(*users.values()) == set(changed)
    is_found = all(is_source(source) and source.is_relative_to(project.content) for source in users)
    if not (is_known and is_found):
        return []
    return [
        Recipe(
            source,
            project.artifact_paths(source, project.content, suffixes),
            project_of(source, project).metadata_paths(source, project.content),
        )
        for source in users
    ]


def _name_all(
    steps: Sequence[Step],
    log: BuildLog,
    settings: Settings,
    read_titles: Callable[[Sequence[Recipe]], Titles],
) -> Names:
    """What articles can ask for by name: files, and the documents of this output folder.

    These are those of this build and those that the log knows: which pages there are does not
    depend on which of them are asked to be built. The log also knows what they are called; only
    dirty ones that have pages are read for that, in a round of their own before any is rendered.
    """
    pages = {step.recipe.source: step.recipe.artifacts for step in steps}
    titles: dict[Path, tuple[str, ...]] = {}
    for source, entry in log.entries.items():
        if source in pages or os.path.lexists(source):
            pages[source] = (*pages.get(source, ()), *entry.made)
            titles[source] = entry.names
    linked = {
        source: sorted({path for path in found if path.suffix in PAGES})
        for source, found in pages.items()
    }
    if len(pages) > 1:  # one alone links to no other
        titles |= read_titles(
            [step.recipe for step in steps if step.dirty and linked[step.recipe.source]]
        )
    return name_files(settings.project) | name_documents(titles, linked)
