"""The desk: what is known of every document, and which of it a change makes stale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path

from wikibrief.engine.graph import Names, Recipe
from wikibrief.model.metadata import make_title
from wikibrief.page.catalogue.cards import Card, load_card
from wikibrief.problems import Problem
from wikibrief.project.building.making.jobs import Job
from wikibrief.project.building.outcomes import Outcome, Status
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.discovery import Discovery
from wikibrief.project.content.names import name_documents, name_files
from wikibrief.project.formats.leaving import Left
from wikibrief.project.formats.table import PAGES, PROOF

__all__ = ["Desk", "OpenDocument"]

Titles = Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class OpenDocument:
    """One document: its last page that could be made, what came of the last try, and since when.

    ``made`` are its other formats, as of this version; ``changes`` counts what has made it stale.
    """

    name: str
    recipe: Recipe
    titles: tuple[str, ...] | None = None
    outcome: Outcome | None = None
    page: bytes = b""
    card: Card | None = None
    made: dict[str, bytes] = field(default_factory=dict)
    version: int = 0
    changes: int = 1
    done: int = 0
    refused: tuple[Problem, ...] = ()
    more: tuple[Problem, ...] = ()
    """What else was found when other formats were made."""

    @property
    def is_stale(self) -> bool:
        """Whether it has to be rendered anew."""
        return self.done < self.changes

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong with it at the last try."""
        last = self.outcome.problems if self.outcome else ()
        return self.refused or tuple(dict.fromkeys((*last, *self.more)))

    @property
    def has_failed(self) -> bool:
        """Whether there is no page of what it is now."""
        return bool(self.refused) or (
            self.outcome is not None and self.outcome.status is Status.FAILED
        )

    @property
    def state(self) -> str:
        """What a list says of it, in a word."""
        if self.has_failed:
            return "failed"
        if self.outcome is None:
            return "waiting"
        return "changed" if self.is_stale else "shown"

    @property
    def listed(self) -> Card:
        """What a list says of it, if only by its name."""
        title = make_title(self.recipe.source.stem)
        return self.card or Card(self.name, title)

    def change(self) -> None:
        """Note that something has changed."""
        self.changes += not self.refused


class Desk:
    """All documents of a project by name: where they are in ``content/``, without the suffix."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.sheets: dict[str, OpenDocument] = {}
        self.problems: tuple[Problem, ...] = ()
        self.version = 0
        self._names: Names = {}
        self._templates = settings.template_folder

    def take_found(self, found: Discovery) -> list[str]:
        """Take what is in ``content/`` now; return the names of documents that are new or gone."""
        refused = [(Recipe(source, (), ()), why) for source, why in found.refused.items()]
        recipes = [*((recipe, ()) for recipe in found.recipes), *refused]
        before, self.sheets = self.sheets, {}
        for recipe, why in sorted(recipes, key=lambda each: each[0].source):
            name = self.settings.project.name_of(recipe.source)
            sheet = before.get(name)
            if sheet is None or (sheet.recipe, sheet.refused) != (recipe, why):
                known = sheet.page if sheet else b""
                version = sheet.version + 1 if sheet else 0
                sheet = OpenDocument(name, recipe, page=known, version=version, refused=why)
                sheet.done = sheet.changes if why else 0
            self.sheets[name] = sheet
        if self._templates != self.settings.template_folder:  # it was made, or removed
            self._templates = self.settings.template_folder
            for sheet in self.sheets.values():
                sheet.change()
        self.problems = tuple(found.problems)
        self.version += 1
        self._rename()
        return sorted(before.keys() ^ self.sheets.keys())

    def touch(self, paths: Set[Path]) -> bool:
        """Make stale what was made from any of the files; return whether one is not known yet."""
        known: set[Path] = set()
        for sheet in self.sheets.values():
            if sheet.refused:
                continue
            inputs = {sheet.recipe.source, *sheet.recipe.metadata}
            inputs |= sheet.outcome.inputs.keys() if sheet.outcome else set()
            if touched := inputs & paths:
                sheet.change()
                known |= touched
        self.version += 1
        return not paths <= known or not all(path.is_file() for path in known)

    def untitled(self) -> list[OpenDocument]:
        """The documents whose titles are not known."""
        return [
            sheet for sheet in self.sheets.values() if sheet.titles is None and not sheet.refused
        ]

    def take_titles(self, titles: Titles) -> None:
        """Take what documents are called; those that asked for one of these names are stale."""
        for name, known in titles.items():
            if name in self.sheets:
                self.sheets[name].titles = known
        self._rename()

    def stale(self) -> Iterator[OpenDocument]:
        """The documents that have to be rendered anew."""
        return (sheet for sheet in self.sheets.values() if sheet.is_stale)

    def job(self, sheet: OpenDocument, formats: Sequence[str] = (PROOF,)) -> Job:
        """What a worker needs to know to render a document in these formats."""
        job = Job.of(sheet.recipe, self.settings)
        artifacts = {name: job.artifacts[name] for name in formats}
        return replace(job, artifacts=artifacts, names=self._names, write=False)

    def take_outcome(
        self, sheet: OpenDocument, changes: int, outcome: Outcome, page: bytes
    ) -> None:
        """Take what came of rendering a document as it was after so many changes."""
        sheet.outcome, sheet.done = outcome, changes
        sheet.version += 1
        self.version += 1
        sheet.made.clear()
        sheet.more = ()
        if outcome.status is Status.FAILED:
            return
        sheet.page = page
        note = Left.load(outcome.left).notes.get(PROOF)
        sheet.card = load_card(note) if note else None
        if outcome.titles != sheet.titles:
            self.take_titles({sheet.name: outcome.titles})

    def _rename(self) -> None:
        """Name what articles can ask for, and find those that would get something else now."""
        titled = {
            sheet.recipe.source: sheet.titles
            for sheet in self.sheets.values()
            if sheet.titles is not None
        }
        pages = {
            sheet.recipe.source: [path for path in sheet.recipe.artifacts if path.suffix in PAGES]
            for sheet in self.sheets.values()
        }
        before = self._names
        self._names = name_files(self.settings.project) | name_documents(titled, pages)
        changed = {
            name
            for name in before.keys() | self._names.keys()
            if before.get(name) != self._names.get(name)
        }
        for sheet in self.sheets.values():
            if sheet.outcome and _asked(sheet.outcome) & changed:
                sheet.change()


def _asked(outcome: Outcome) -> Set[str]:
    return outcome.found.keys() | outcome.missed
