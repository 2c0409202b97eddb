"""The pipeline: a whole build or check, where documents and the engine meet.

It finds the sources, plans (``plan``), has workers build what is dirty (``recipes``) and keeps the
log. A check does all of that but the writing, so it finds the same problems.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wikibrief.engine import files, graph, staging
from wikibrief.engine.cache import Cache
from wikibrief.engine.entries import Entry
from wikibrief.engine.files import shown
from wikibrief.engine.graph import Recipe, Setting, Step
from wikibrief.engine.log import BuildLog
from wikibrief.problems import Problem, ProblemError, Severity, error, note, warning
from wikibrief.project.building.available import without_missing
from wikibrief.project.building.crew.hiring import Crew, weigh, weigh_reading
from wikibrief.project.building.crew.inorder import InOrder
from wikibrief.project.building.folder.companions import remove_companions, write_companions
from wikibrief.project.building.folder.locking import lock, look_at
from wikibrief.project.building.folder.protection import protect
from wikibrief.project.building.gathering.collecting import gather, gather_again
from wikibrief.project.building.gathering.issued import find_outdated
from wikibrief.project.building.making.handing import HandedNames
from wikibrief.project.building.making.jobs import Job, Shared
from wikibrief.project.building.outcomes import MADE, Listener, Outcome, Status, Summary
from wikibrief.project.building.plan import Plan, Titles, make_plan
from wikibrief.project.building.settings import Settings, setting_of
from wikibrief.project.building.shortcuts.few import Few, find_recipes
from wikibrief.project.building.shortcuts.shortcut import Shortcut
from wikibrief.project.content.discovery import find
from wikibrief.project.content.folders import absolute
from wikibrief.project.deferred import Deferred

if TYPE_CHECKING:
    from wikibrief.engine.workers import Executor, Failed

__all__ = ["build"]

_build_document = Deferred("project.building.making.recipes:build_document")
_read_titles = Deferred("project.building.making.recipes:read_titles")
"""What workers do; this process need not import it."""

_DONE = frozenset({*MADE, Status.UP_TO_DATE})
_LOGGED = frozenset({*MADE, Status.CHECKED})
"""What a check finds is logged in memory: it leaves what the files about all documents need."""


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
    watch = time.perf_counter()
    settings, sources = settings or Settings(), [Path(source) for source in sources]
    settings, problems = without_missing(settings)
    run = _Run(settings, listener or Listener(), Shortcut(sources, settings), executor)
    run.problems += problems
    try:
        if not (brief and run.build_few()):
            run.build(sources)
    except ProblemError as failure:
        run.problems += failure.problems
    summary = Summary(
        tuple(sorted(run.outcomes, key=lambda outcome: outcome.source)),
        tuple(run.problems),
        time.perf_counter() - watch,
        run.unbegun,
        run.unlisted,
    )
    if run.leaves_nothing_to_do:
        run.shortcut.remember(summary)
    return summary


class _Run:
    """One build under way: what has come of it so far."""

    def __init__(
        self,
        settings: Settings,
        listener: Listener,
        shortcut: Shortcut,
        executor: Executor | None = None,
    ) -> None:
        self.shortcut = shortcut
        self.leaves_nothing_to_do = False
        self.outcomes: list[Outcome] = []
        self.problems: list[Problem] = []
        self.unbegun = self.unlisted = 0
        self._is_once = False  # whether something was reported that the next build will not
        self._shared: Shared | None = None
        self._jobs: dict[Path, Job] = {}
        self._settings, self._setting = settings, setting_of(settings)
        self._crew = Crew(settings, executor)
        self._listener = listener

    def build(self, sources: Sequence[Path]) -> None:
        """Find, plan, build, log."""
        settings = self._settings
        project = settings.project
        if project.output == project.content:
            message = "is the folder of the sources: artifacts would overwrite them"
            raise ProblemError(error(message, file=shown(project.output), code="output-folder"))
        found = find(sources, project, [row.suffix for row in settings.rows])
        self.problems += found.problems
        for source, problems in sorted(found.refused.items()):
            self._report(Outcome(source, Status.FAILED, problems))
        with lock(project.output) if settings.write else look_at(project.output):
            log = BuildLog(project.output, write=settings.write)
            self.problems += log.problems
            self._is_once = bool(log.problems)
            self._shared = self._open_cache()
            if settings.write:
                self.shortcut.look(found.recipes, log)
            with contextlib.ExitStack() as stack:
                swept: set[Path] = set()
                stack.callback(_sweep, swept)  # when all workers have ended
                stack.enter_context(self._crew)
                plan = make_plan(found.recipes, log, settings, self._setting, self._read_titles)
                if settings.write and (plan.dirty or log.unfinished):
                    self.shortcut.forget()
                if settings.write:
                    swept |= _folders(plan.steps if log.unfinished else plan.dirty)
                    swept |= {project.output} if log.unfinished else set()
                self._build(plan, log)
                sources = [recipe.source for recipe in found.recipes]
                self.problems += find_outdated(log, project, sources, self._setting)
        self.leaves_nothing_to_do = settings.write and self._is_done()
        if self.leaves_nothing_to_do and plan.dirty:
            built = {step.recipe.source for step in plan.dirty}
            self.shortcut.look_again(found.recipes, log, {*built, project.content})
        if self.leaves_nothing_to_do:
            self.shortcut.describe(log, plan.names or {})

    def build_few(self) -> bool:
        """Build what is made of the few files that have changed; False where more must be done."""
        project = self._settings.project
        if project.output == project.content or not project.output.is_dir():
            return False
        with lock(project.output):
            few = self.shortcut.find_few()
            if few is None:
                return False
            log = BuildLog(project.output, changed=few.changed, others=[project.content])
            if not log.is_known:
                return False
            plan = self._plan_few(few, log)
            few = few.look_into({project.output, *_folders(plan.steps)}) if plan.dirty else None
            if few is None:
                return False
            self._shared = self._open_cache()
            with contextlib.ExitStack() as stack:
                swept: set[Path] = set()
                stack.callback(_sweep, swept)
                stack.enter_context(self._crew)
                return self._build_few(few, plan, log)

    def _plan_few(self, few: Few, log: BuildLog) -> Plan:
        recipes = find_recipes(log, few.changed, self._settings)
        records = log.records()
        steps = graph.plan(recipes, records, log.observe, self._setting, show=shown)
        steps = graph.add_changed_names(steps, records, few.names, shown)
        return Plan(steps, few.names if self._settings.project.exists else None)

    def _build_few(self, few: Few, plan: Plan, log: BuildLog) -> bool:
        """Build what is dirty; False, with nothing done, where that matters to other documents."""
        steps, sizes = _order(plan)
        with contextlib.closing(self._batches(steps, sizes, plan, log)) as batches:
            made = [outcome for batch in batches for outcome in batch]
        if any(_has_other_titles(outcome, log) for outcome in made):
            for outcome in made:
                staging.discard(outcome.staged)
            return False
        self.shortcut.forget()
        built = {step.recipe.source for step in plan.dirty}
        for known in few.outcomes:
            if known.source not in built:
                self._report(known)
        before = {source: log.entries[source] for source in built}
        users = {*log.entries, self._settings.project.content}
        try:
            self._take_batches([made], steps, log)
            problems = gather_again(log, before, self._settings, self._crew)
        finally:
            log.close()
        if problems is None:
            log = BuildLog(log.path.parent)
            problems = gather(log, self._settings, self._setting, self._crew)
            log.close()
        self.problems += problems
        self.unlisted = few.documents - len(self.outcomes)
        self.leaves_nothing_to_do = self._is_done()
        if self.leaves_nothing_to_do:
            sources = users & log.entries.keys()
            self.shortcut.look_at_few(few, {source: log.entries[source] for source in sources})
        return True

    def _is_done(self) -> bool:
        """Whether nothing is to do next time."""
        failed = any(problem.severity is Severity.ERROR for problem in self.problems)
        done = all(outcome.status in _DONE for outcome in self.outcomes)
        return done and not failed and not self._is_once

    def _build(self, plan: Plan, log: BuildLog) -> None:
        for step in plan.steps:
            if not step.dirty:
                self._report(_up_to_date(step.recipe, log))
            elif self._settings.dry_run:
                self._report(Outcome(step.recipe.source, Status.DIRTY, reasons=step.reasons))
        if self._settings.dry_run:
            self._take_away_leftovers(log)
            return
        try:
            self._take_steps(plan, log)
            self._take_away_leftovers(log)
            if self._settings.write:
                # A build that was killed may have left them out.
                self._write_companions(_folders(plan.steps if log.unfinished else plan.dirty))
            self.problems += gather(log, self._settings, self._setting, self._crew)
        finally:
            log.close()

    def _read_titles(self, recipes: Sequence[Recipe]) -> Titles:
        """Read what documents are called; one that fails here fails again, and says why."""
        jobs = {str(recipe.source): self._job_of(recipe) for recipe in recipes}
        tasks = {name: partial(_read_titles, job) for name, job in jobs.items()}
        weights = {name: weigh_reading(_size_of(job.source.path)) for name, job in jobs.items()}
        batches = self._crew.run_in_batches(tasks, weights)
        return {
            Path(name): result
            for batch in batches
            for name, result in batch
            if isinstance(result, tuple)
        }

    def _take_steps(self, plan: Plan, log: BuildLog) -> None:
        """Build what is dirty; log each document as soon as it is done.

        What is done is listed in the order of its cost, which does not depend on the workers.
        """
        steps, sizes = _order(plan)
        if not steps:
            return
        self._listener.begin(len(steps))
        with contextlib.closing(self._batches(steps, sizes, plan, log)) as batches:
            self._take_batches(batches, steps, log)

    def _take_batches(
        self, batches: Iterable[list[Outcome]], steps: Mapping[str, Step], log: BuildLog
    ) -> None:
        self.unbegun = len(steps)
        with InOrder(steps, self._report) as in_order:
            for batch in batches:
                self.unbegun -= len(batch)
                made = [replace(each, reasons=steps[str(each.source)].reasons) for each in batch]
                installed = list(self._install(made, log))
                self._keep(installed, log)
                for outcome in installed:
                    # Of a check none was put in place.
                    shown = outcome if self._settings.write else replace(outcome, artifacts={})
                    self._listener.advance()
                    in_order.hand(str(outcome.source), shown)
                if self._settings.fail_fast and any(each.status is Status.FAILED for each in batch):
                    break

    def _install(self, batch: Sequence[Outcome], log: BuildLog) -> Iterator[Outcome]:
        """Put the artifacts of several documents in place, as far as no person has edited them."""
        ready = [self._refuse_edited(outcome, log) for outcome in batch]
        try:
            log.announce({outcome.source: outcome.staged for outcome in ready})
        except ProblemError as failure:
            if len(batch) == 1:
                yield _fail(batch[0], failure.problems)
            else:  # the others may be well
                for outcome in ready:
                    yield from self._install([outcome], log)
        else:
            yield from (_put(outcome, log) for outcome in ready)

    def _refuse_edited(self, outcome: Outcome, log: BuildLog) -> Outcome:
        """Let a document fail where a person has edited what it would replace."""
        edited = [] if self._settings.force else log.find_edited(outcome.staged)
        problems = [protect(path, outcome.source, is_ours=log.has_built(path)) for path in edited]
        return _fail(outcome, problems) if problems else outcome

    def _write_companions(self, folders: set[Path]) -> None:
        """Have a worker write the files that belong next to artifacts."""
        if not folders:
            return
        task = partial(write_companions, self._settings.formats, folders)
        for _, result in self._crew.run({"companions": task}):
            if isinstance(result, tuple):
                self.problems += result
                self._is_once |= bool(result)
            else:
                self._is_once = True
                output = shown(self._settings.project.output)
                message = f"the schema could not be written: {result.reason}"
                self.problems.append(
                    warning(message, hint=result.hint, file=output, code="schema-not-written")
                )

    def _batches(
        self, steps: Mapping[str, Step], sizes: Mapping[str, int], plan: Plan, log: BuildLog
    ) -> Generator[list[Outcome], None, None]:
        """Have the documents built; yield those that are done by now."""
        shared = self._settings.project.output if self._settings.scheduler else None
        names = HandedNames(plan.names or {}, shared)
        tasks = {
            name: partial(
                _build_document,
                replace(
                    self._job_of(step.recipe),
                    names=None if plan.names is None else names,
                    undisputed=self._undisputed(step.recipe, log),
                ),
            )
            for name, step in steps.items()
        }
        weights = {name: weigh(size, self._settings) for name, size in sizes.items()}
        with (
            contextlib.closing(names),
            contextlib.closing(self._crew.run_in_batches(tasks, weights)) as batches,
        ):
            for batch in batches:
                yield [_outcome_of(name, result) for name, result in batch]

    def _job_of(self, recipe: Recipe) -> Job:
        """What is to be made of a source: the same for its titles and for its artifacts."""
        if recipe.source not in self._jobs:
            self._jobs[recipe.source] = Job.of(recipe, self._settings, self._shared)
        return self._jobs[recipe.source]

    def _undisputed(self, recipe: Recipe, log: BuildLog) -> frozenset[Path]:
        """The artifacts whose content is of no matter to a check: no person has made them."""
        if self._settings.write:
            return frozenset()
        return frozenset(
            path for path in recipe.artifacts if not os.path.lexists(path) or log.is_as_built(path)
        )

    def _keep(self, batch: Sequence[Outcome], log: BuildLog) -> None:
        """Log the documents of a batch that were made."""
        made = [outcome for outcome in batch if outcome.status in _LOGGED]
        log.add_all({outcome.source: _log(outcome, self._setting) for outcome in made})
        for outcome in batch:
            self.problems += [each for each in outcome.asides if each not in self.problems]
            self._is_once |= bool(outcome.asides)

    def _open_cache(self) -> Shared | None:
        """Open the cache that is shared with others, where one is asked for and can be used."""
        settings = self._settings
        if settings.cache is None or not settings.write:
            return None
        cache = Cache(absolute(settings.cache))
        is_usable = cache.open()
        self.problems += cache.problems
        self._is_once |= bool(cache.problems)
        project = settings.project
        shared = Shared(
            cache.folder,
            project.root,
            project.output,
            project.exists,
            self._setting,
            force=settings.force,
        )
        return shared if is_usable else None

    def _report(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        self._listener.take(outcome)

    def _take_away_leftovers(self, log: BuildLog) -> None:
        """Remove the artifacts of sources that are gone, but none that a person has edited."""
        if not self._settings.project.exists:
            return  # all sources are gone: a disk may not be mounted
        for source, entry in sorted(log.entries.items()):
            if os.path.lexists(source):
                continue
            self._is_once = True
            left = [path for path in sorted(entry.places) if os.path.lexists(path)]
            edited = [path for path in left if log.observe(path) not in entry.digests(path)]
            ours = [path for path in left if path not in edited]
            if ours:
                goes = "goes" if self._settings.write else "would go"
                message = f"is gone, and what was built from it {goes} too: {_list(ours)}"
                self.problems.append(note(message, file=shown(source), code="leftover"))
            if edited:
                message = f"is gone; what was built from it was edited and is left: {_list(edited)}"
                self.problems.append(note(message, file=shown(source), code="leftover"))
            if self._settings.write:
                self._remove(ours)
                if not edited:
                    log.forget(source)

    def _remove(self, artifacts: Iterable[Path]) -> None:
        """Remove artifacts, and folders that are empty without them."""
        output = self._settings.project.output
        folders = set()
        for path in artifacts:
            try:
                files.remove(path, output)
            except ProblemError as failure:
                self.problems += failure.problems
            folders.add(path.parent)
        try:
            remove_companions(folders, output)
        except ProblemError as failure:
            self.problems += failure.problems


def _order(plan: Plan) -> tuple[dict[str, Step], dict[str, int]]:
    """The steps to take, those of the largest sources first, and the sizes, by source."""
    sizes = {str(step.recipe.source): _size_of(step.recipe.source) for step in plan.dirty}
    steps = {str(step.recipe.source): step for step in plan.dirty}
    return dict(sorted(steps.items(), key=lambda each: (-sizes[each[0]], each[0]))), sizes


def _has_other_titles(outcome: Outcome, log: BuildLog) -> bool:
    """Whether others call a document by other names now."""
    return outcome.status in MADE and outcome.titles != log.entries[outcome.source].names


def _size_of(path: Path | None) -> int:
    """The size of a source. All documents get the same formats, so it tells what they cost."""
    found = files.signature(path) if path else None
    return found.size if found else 0


def _outcome_of(name: str, result: Outcome | Failed) -> Outcome:
    if isinstance(result, Outcome):
        return result
    problem = error(result.reason, hint=result.hint, file=shown(name), code="not-finished")
    return Outcome(Path(name), Status.FAILED, (problem,))


def _put(outcome: Outcome, log: BuildLog) -> Outcome:
    """Put announced artifacts in place."""
    try:
        return replace(outcome, staged=(), artifacts=log.put(outcome.staged))
    except ProblemError as failure:
        return _fail(outcome, failure.problems)


def _fail(outcome: Outcome, problems: Iterable[Problem]) -> Outcome:
    """Let a document fail that was built, and take away what is not in place yet."""
    staging.discard(outcome.staged)
    problems = (*outcome.problems, *problems)
    return replace(outcome, status=Status.FAILED, staged=(), problems=problems)


def _log(outcome: Outcome, setting: Setting) -> Entry:
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


def _list(paths: Iterable[Path]) -> str:
    return ", ".join(map(shown, paths))


def _folders(steps: Iterable[Step]) -> set[Path]:
    """The folders of all artifacts of ``steps``."""
    return {path.parent for step in steps for path in step.recipe.artifacts}


def _sweep(folders: Iterable[Path]) -> None:
    for folder in folders:
        files.sweep(folder)


def _up_to_date(recipe: Recipe, log: BuildLog) -> Outcome:
    entry = log.entries[recipe.source]
    artifacts = {path: entry.artifacts[path] for path in recipe.artifacts}
    return Outcome(recipe.source, Status.UP_TO_DATE, entry.problems, artifacts=artifacts)
