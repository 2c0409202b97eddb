"""The pipeline: a whole build or check, where documents and the engine meet.

It finds the sources, plans (``plan``), has workers build what is dirty (``steps``) and keeps the
log. A check does all of that but the writing, so it finds the same problems. Where only few files
have changed since nothing was to do, a brief build looks at no others (``shortcuts``).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wikibrief.engine import files, staging
from wikibrief.engine.files import shown
from wikibrief.engine.graph import Recipe, Step
from wikibrief.engine.log import BuildLog
from wikibrief.problems import ProblemError, error, warning
from wikibrief.project.building.available import without_missing
from wikibrief.project.building.crew.hiring import Crew
from wikibrief.project.building.folder.companions import write_companions
from wikibrief.project.building.folder.leftovers import take_away_leftovers
from wikibrief.project.building.folder.locking import lock, look_at
from wikibrief.project.building.gathering.collecting import gather, gather_again
from wikibrief.project.building.gathering.issued import find_outdated
from wikibrief.project.building.ledger import Ledger
from wikibrief.project.building.making.jobs import Shared
from wikibrief.project.building.outcomes import MADE, Listener, Outcome, Status, Summary
from wikibrief.project.building.plan import Plan, make_plan, plan_few
from wikibrief.project.building.settings import Settings, setting_of
from wikibrief.project.building.shortcuts.few import Few
from wikibrief.project.building.shortcuts.shortcut import Shortcut
from wikibrief.project.building.steps import Steps
from wikibrief.project.content.discovery import find

if TYPE_CHECKING:
    from wikibrief.engine.workers import Executor

__all__ = ["build"]


def build(
    sources: Iterable[Path] = (),
    settings: Settings | None = None,
    listener: Listener | None = None,
    executor: Executor | None = None,
    *,
    brief: bool = False,
) -> Summary:
    """Bring the artifacts of ``sources`` up to date; without any, those of the content folder.

    With ``settings.write`` off nothing is written, and the problems are the same. A ``listener``
    hears of every document while others are built. An ``executor`` has workers that stay when this
    has ended; else some are hired. With ``brief`` documents that are up to date and have no problem
    may be missing in the summary. Raises nothing: what goes wrong is in the summary's problems.
    """
    settings, sources = settings or Settings(), [Path(source) for source in sources]
    settings, problems = without_missing(settings)
    ledger = Ledger(listener or Listener(), problems)
    shortcut = Shortcut(sources, settings)
    run = _Run(settings, shortcut, ledger, executor)
    try:
        if not (brief and run.build_few()):
            run.build(sources)
    except ProblemError as failure:
        ledger.problems += failure.problems
    summary = ledger.sum_up()
    if ledger.leaves_nothing_to_do:
        shortcut.remember(summary)
    return summary


class _Run:
    """One build under way."""

    def __init__(
        self, settings: Settings, shortcut: Shortcut, ledger: Ledger, executor: Executor | None
    ) -> None:
        self._settings, self._setting = settings, setting_of(settings)
        self._shortcut, self._ledger = shortcut, ledger
        self._crew = Crew(settings, executor)
        self._swept: set[Path] = set()  # folders that may hold temporary files

    def build(self, sources: Sequence[Path]) -> None:
        """Find, plan, build, log."""
        project, write = self._settings.project, self._settings.write
        if project.output == project.content:
            message = "is the folder of the sources: artifacts would overwrite them"
            raise ProblemError(error(message, file=shown(project.output), code="output-folder"))
        found = find(sources, project, [row.suffix for row in self._settings.rows])
        self._ledger.problems += found.problems
        for source, problems in sorted(found.refused.items()):
            self._ledger.report(Outcome(source, Status.FAILED, problems))
        with lock(project.output) if write else look_at(project.output):
            log = BuildLog(project.output, write=write)
            self._ledger.report_once(log.problems)
            plan = self._build_all(found.recipes, log)
        if write and self._ledger.leaves_nothing_to_do:
            if plan.dirty:
                built = {step.recipe.source for step in plan.dirty}
                self._shortcut.look_again(found.recipes, log, {*built, project.content})
            self._shortcut.describe(log, plan.names or {})

    def _build_all(self, recipes: Sequence[Recipe], log: BuildLog) -> Plan:
        """Plan what to do with all that was found, and do it."""
        settings = self._settings
        with self._at_work() as steps:
            if settings.write:
                self._shortcut.look(recipes, log)
            plan = make_plan(recipes, log, settings, self._setting, steps.read_titles)
            if settings.write and (plan.dirty or log.unfinished):
                self._shortcut.forget()
            if settings.write:
                self._swept |= _folders(plan.steps if log.unfinished else plan.dirty)
                self._swept |= {settings.project.output} if log.unfinished else set()
            self._report_idle(plan, log)
            if settings.dry_run:
                self._ledger.report_once(take_away_leftovers(log, settings))
            else:
                self._take(plan, steps, log)
            sources = [recipe.source for recipe in recipes]
            self._ledger.problems += find_outdated(log, settings.project, sources, self._setting)
        return plan

    def _take(self, plan: Plan, steps: Steps, log: BuildLog) -> None:
        """Make what is dirty, and the files that belong to what is made."""
        settings = self._settings
        try:
            steps.take(plan, log)
            self._ledger.report_once(take_away_leftovers(log, settings))
            if settings.write:
                # A build that was killed may have left them out.
                self._write_companions(_folders(plan.steps if log.unfinished else plan.dirty))
            self._ledger.problems += gather(log, settings, self._setting, self._crew)
        finally:
            log.close()

    def _report_idle(self, plan: Plan, log: BuildLog) -> None:
        """Report the documents that no worker gets."""
        for step in plan.steps:
            if not step.dirty:
                self._ledger.report(_up_to_date(step.recipe, log))
            elif self._settings.dry_run:
                self._ledger.report(Outcome(step.recipe.source, Status.DIRTY, reasons=step.reasons))

    def build_few(self) -> bool:
        """Build what is made of the few files that have changed; False where more must be done."""
        project = self._settings.project
        if project.output == project.content or not project.output.is_dir():
            return False
        with lock(project.output):
            few = self._shortcut.find_few()
            if few is None:
                return False
            log = BuildLog.find_part(project.output, few.changed, [project.content])
            if log is None:
                return False
            plan = plan_few(few.changed, few.names, log, self._settings, self._setting)
            few = few.look_into({project.output, *_folders(plan.steps)}) if plan.dirty else None
            return few is not None and self._build_few(few, plan, log)

    def _build_few(self, few: Few, plan: Plan, log: BuildLog) -> bool:
        """Build what is dirty; False, with nothing done, where that matters to other documents."""
        with self._at_work() as steps:
            with contextlib.closing(steps.make(plan, log)) as batches:
                made = [outcome for batch in batches for outcome in batch]
            if any(_has_other_titles(outcome, log) for outcome in made):
                for outcome in made:
                    staging.discard(outcome.staged)
                return False
            self._shortcut.forget()
            self._keep_few(few, made, plan, steps, log)
        return True

    def _keep_few(
        self, few: Few, made: list[Outcome], plan: Plan, steps: Steps, log: BuildLog
    ) -> None:
        """Put few documents in place, and in the files about all."""
        built = {step.recipe.source for step in plan.dirty}
        for known in few.outcomes:
            if known.source not in built:
                self._ledger.report(known)
        before = {source: log.entries[source] for source in built}
        users = {*log.entries, self._settings.project.content}
        try:
            steps.keep([made], plan, log)
            problems = gather_again(log, before, self._settings, self._crew)
        finally:
            log.close()
        if problems is None:
            log = BuildLog(log.path.parent)
            problems = gather(log, self._settings, self._setting, self._crew)
            log.close()
        self._ledger.problems += problems
        self._ledger.unlisted = few.documents - len(self._ledger.outcomes)
        if self._ledger.leaves_nothing_to_do:
            sources = users & log.entries.keys()
            self._shortcut.look_at_few(few, {source: log.entries[source] for source in sources})

    @contextlib.contextmanager
    def _at_work(self) -> Iterator[Steps]:
        """Have workers; when all of them have ended, remove what they may have left."""
        shared, problems = Shared.open(self._settings, self._setting)
        self._ledger.report_once(problems)
        try:
            with self._crew:
                yield Steps(self._settings, self._setting, self._crew, self._ledger, shared)
        finally:
            for folder in self._swept:
                files.sweep(folder)

    def _write_companions(self, folders: set[Path]) -> None:
        """Have a worker write the files that belong next to artifacts."""
        if not folders:
            return
        task = partial(write_companions, self._settings.formats, folders)
        for _, result in self._crew.run({"companions": task}):
            if isinstance(result, tuple):
                self._ledger.report_once(result)
            else:
                output = shown(self._settings.project.output)
                message = f"the schema could not be written: {result.reason}"
                self._ledger.report_once(
                    [warning(message, hint=result.hint, file=output, code="schema-not-written")]
                )


def _has_other_titles(outcome: Outcome, log: BuildLog) -> bool:
    """Whether others call a document by other names now."""
    return outcome.status in MADE and outcome.titles != log.entries[outcome.source].names


def _folders(steps: Iterable[Step]) -> set[Path]:
    """The folders of all artifacts of ``steps``."""
    return {path.parent for step in steps for path in step.recipe.artifacts}


def _up_to_date(recipe: Recipe, log: BuildLog) -> Outcome:
    entry = log.entries[recipe.source]
    artifacts = {path: entry.artifacts[path] for path in recipe.artifacts}
    return Outcome(recipe.source, Status.UP_TO_DATE, entry.problems, artifacts=artifacts)
