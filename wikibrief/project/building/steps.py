"""The steps of a plan: workers build what is dirty; each document is put in place and logged.

What is done is reported in the order of its cost, which does not depend on the workers.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wikibrief.engine import files
from wikibrief.engine.entries import Entry
from wikibrief.engine.files import shown
from wikibrief.engine.graph import Recipe, Setting, Step
from wikibrief.engine.log import BuildLog
from wikibrief.problems import error
from wikibrief.project.building.crew.hiring import Crew, weigh, weigh_reading
from wikibrief.project.building.crew.inorder import InOrder
from wikibrief.project.building.folder.placing import place
from wikibrief.project.building.ledger import Ledger
from wikibrief.project.building.making.handing import HandedNames
from wikibrief.project.building.making.jobs import Job, Shared
from wikibrief.project.building.outcomes import MADE, Outcome, Status
from wikibrief.project.building.plan import Plan, Titles
from wikibrief.project.building.settings import Settings
from wikibrief.project.deferred import Deferred

if TYPE_CHECKING:
    from wikibrief.engine.workers import Failed

__all__ = ["Steps"]

_build_document = Deferred("project.building.making.recipes:build_document")
_read_titles = Deferred("project.building.making.recipes:read_titles")
"""What workers do; this process need not import it."""

_LOGGED = frozenset({*MADE, Status.CHECKED})
"""What a check finds is logged in memory: it leaves what the files about all documents need."""


class Steps:
    """Has the documents of a plan made. ``shared`` is the cache that others share, if any."""

    def __init__(
        self,
        settings: Settings,
        setting: Setting,
        crew: Crew,
        ledger: Ledger,
        shared: Shared | None,
    ) -> None:
        self._settings, self._setting, self._shared = settings, setting, shared
        self._crew, self._ledger = crew, ledger
        self._jobs: dict[Path, Job] = {}
        self._sizes: dict[Path, int] = {}

    def read_titles(self, recipes: Sequence[Recipe]) -> Titles:
        """Read what documents are called; one that fails here fails again, and says why."""
        jobs = {str(job.source.path): job for job in self._jobs_of(recipes)}
        tasks = {name: partial(_read_titles, job) for name, job in jobs.items()}
        weights = {name: weigh_reading(self._size_of(Path(name))) for name in jobs}
        batches = self._crew.run_in_batches(tasks, weights)
        return {
            Path(name): result
            for batch in batches
            for name, result in batch
            if isinstance(result, tuple)
        }

    def take(self, plan: Plan, log: BuildLog) -> None:
        """Build what is dirty; log each document as soon as it is done."""
        if plan.dirty:
            self._ledger.listener.begin(len(plan.dirty))
            with closing(self.make(plan, log)) as batches:
                self.keep(batches, plan, log)

    def make(self, plan: Plan, log: BuildLog) -> Generator[list[Outcome], None, None]:
        """Have the documents built; yield those that are done by now, staged."""
        shared = self._settings.project.output if self._settings.scheduler else None
        names = HandedNames(plan.names or {}, shared)
        steps = self._order(plan)
        jobs = self._jobs_of([step.recipe for step in steps.values()])
        tasks = {
            name: partial(
                _build_document,
                replace(
                    job,
                    names=None if plan.names is None else names,
                    undisputed=self._undisputed(step.recipe, log),
                ),
            )
            for (name, step), job in zip(steps.items(), jobs, strict=True)
        }
        weights = {name: weigh(self._size_of(Path(name)), self._settings) for name in tasks}
        with closing(names), closing(self._crew.run_in_batches(tasks, weights)) as batches:
            for batch in batches:
                yield [_outcome_of(name, result) for name, result in batch]

    def keep(self, batches: Iterable[list[Outcome]], plan: Plan, log: BuildLog) -> None:
        """Put in place what has been made, log it and report it."""
        steps = self._order(plan)
        self._ledger.unbegun = len(steps)
        with InOrder(steps, self._ledger.report) as in_order:
            for batch in batches:
                self._ledger.unbegun -= len(batch)
                made = [replace(each, reasons=steps[str(each.source)].reasons) for each in batch]
                placed = list(place(made, log, force=self._settings.force))
                self._log(placed, log)
                for outcome in placed:
                    # Of a check none was put in place.
                    shown = outcome if self._settings.write else replace(outcome, artifacts={})
                    self._ledger.listener.advance()
                    in_order.hand(str(outcome.source), shown)
                if self._settings.fail_fast and any(each.status is Status.FAILED for each in batch):
                    break

    def _order(self, plan: Plan) -> dict[str, Step]:
        """The steps to take by source, those of the largest sources first."""
        dirty = sorted(plan.dirty, key=lambda step: str(step.recipe.source))
        dirty.sort(key=lambda step: -self._size_of(step.recipe.source))
        return {str(step.recipe.source): step for step in dirty}

    def _size_of(self, source: Path) -> int:
        """The size of a source. All documents get the same formats, so it tells what they cost."""
        if source not in self._sizes:
            found = files.signature(source)
            self._sizes[source] = found.size if found else 0
        return self._sizes[source]

    def _jobs_of(self, recipes: Sequence[Recipe]) -> list[Job]:
        """What is to be made of sources: the same for their titles and for their artifacts."""
        new = [recipe for recipe in recipes if recipe.source not in self._jobs]
        jobs = Job.of_all(new, self._settings, self._shared)
        self._jobs |= zip((recipe.source for recipe in new), jobs, strict=True)
        return [self._jobs[recipe.source] for recipe in recipes]

    def _undisputed(self, recipe: Recipe, log: BuildLog) -> frozenset[Path]:
        """The artifacts whose content is of no matter to a check: no person has made them."""
        if self._settings.write:
            return frozenset()
        return frozenset(
            path for path in recipe.artifacts if not os.path.lexists(path) or log.is_as_built(path)
        )

    def _log(self, batch: Sequence[Outcome], log: BuildLog) -> None:
        """Log the documents of a batch that were made."""
        made = [outcome for outcome in batch if outcome.status in _LOGGED]
        log.add_all({outcome.source: _entry_of(outcome, self._setting) for outcome in made})
        for outcome in batch:
            self._ledger.report_once(outcome.asides)


def _outcome_of(name: str, result: Outcome | Failed) -> Outcome:
    if isinstance(result, Outcome):
        return result
    problem = error(result.reason, hint=result.hint, file=shown(name), code="not-finished")
    return Outcome(Path(name), Status.FAILED, (problem,))


def _entry_of(outcome: Outcome, setting: Setting) -> Entry:
    """What the log keeps of a document that was made."""
    return Entry(
        outcome.inputs,
        outcome.artifacts,
        setting=setting,
        problems=outcome.problems,
        names=outcome.titles,
        found=outcome.found,
        missed=outcome.missed,
        left=outcome.left,
    )
