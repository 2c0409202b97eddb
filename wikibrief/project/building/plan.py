"""The plan: which documents of a build are dirty, and the names by which they can be asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wikibrief.engine import graph
from wikibrief.engine.files import shown
from wikibrief.engine.graph import Names, Recipe, Setting, Step
from wikibrief.engine.log import BuildLog
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.names import name_documents, name_files
from wikibrief.project.formats.table import PAGES

__all__ = ["Plan", "make_plan"]

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
