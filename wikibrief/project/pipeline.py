"""The pipeline: a whole build, where the document column and the build column meet.

It finds the sources, plans, has what is dirty built by workers (``recipes``) and keeps the log.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from wikibrief.engine import files, graph
from wikibrief.engine.files import shown
from wikibrief.engine.graph import Names, Recipe, Setting, Step
from wikibrief.engine.log import BuildLog, Entry
from wikibrief.problems import Problem, ProblemError, Severity, error, note, warning
from wikibrief.project.discovery import absolute, find, named_files
from wikibrief.project.formats import FORMATS
from wikibrief.project.names import names_of_documents
from wikibrief.project.recipes import (
    Job,
    Outcome,
    Status,
    build_document,
    read_titles,
    report_edited,
    write_schemas,
)

if TYPE_CHECKING:
    from wikibrief.engine.workers import Executor, Failed

__all__ = ["ARTIFACTS", "Options", "Summary", "build"]

T = TypeVar("T")

ARTIFACTS = ("yaml", "wiki", "html", "pdf")
"""The formats that a build makes of every document when nobody says otherwise."""

_PAGES = (".html", ".pdf")
"""The suffixes of artifacts that others link to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a build can be told.

    ``jobs`` is the number of workers: None means one for each processor; 0 none at all, then all
    happens in this process, and ``seconds``, the limit of a document, does not hold.
    """

    content: Path = Path("content")
    output: Path = Path("output")
    formats: tuple[str, ...] = ARTIFACTS
    templates: Path | None = None
    jobs: int | None = None
    seconds: float = 120.0
    force: bool = False
    fail_fast: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """A whole build: its documents by source, and the problems that are no document's."""

    outcomes: tuple[Outcome, ...] = ()
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0
    unbegun: int = 0
    """How many dirty documents were not begun, after a failure with ``fail_fast``."""

    def count(self, severity: Severity) -> int:
        """Count the problems of one severity, those of up-to-date documents included."""
        problems = (*self.problems, *(p for outcome in self.outcomes for p in outcome.problems))
        return sum(problem.severity is severity for problem in problems)

    def documents(self, status: Status) -> int:
        """Count the documents of which ``status`` became."""
        return Counter(outcome.status for outcome in self.outcomes)[status]

    @property
    def failed(self) -> bool:
        """Whether anything was wrong enough for exit code 1 (``--strict`` apart)."""
        return self.count(Severity.ERROR) > 0


Listener = Callable[[Outcome], None]


def build(
    sources: Iterable[Path] = (),
    options: Options | None = None,
    on_outcome: Listener = lambda _: None,
) -> Summary:
    """Bring the artifacts of ``sources`` up to date; without any, those of the content folder.

    ``on_outcome`` hears of every document as soon as it is known what became of it. Raises
    nothing: what goes wrong is in the summary's problems.
    """
    watch = time.perf_counter()
    run = _Build(options or Options(), on_outcome)
    try:
        run.build([Path(source) for source in sources])
    except ProblemError as failure:
        run.problems += failure.problems
    return Summary(
        tuple(sorted(run.outcomes, key=lambda outcome: outcome.source)),
        tuple(run.problems),
        time.perf_counter() - watch,
        run.unbegun,
    )


class _Build:
    """One build under way."""

    def __init__(self, options: Options, on_outcome: Listener) -> None:
        self.options = options
        self.content, self.output = absolute(options.content), absolute(options.output)
        self.templates = self._templates()
        self.setting = self._setting()
        self.names: Names = {}
        self.outcomes: list[Outcome] = []
        self.problems: list[Problem] = []
        self.unbegun = 0
        self._on_outcome = on_outcome
        self._stack = contextlib.ExitStack()
        self._pool: Executor | None = None

    def build(self, sources: Sequence[Path]) -> None:
        if self.output == self.content:
            message = "is the folder of the sources: artifacts would be written over them"
            raise ProblemError(error(message, file=shown(self.output)))
        suffixes = [FORMATS[name].suffix for name in self.options.formats]
        found = find(sources, self.content, self.output, suffixes)
        self.problems += found.problems
        for source, problem in found.refused.items():
            self._tell(Outcome(source, Status.FAILED, (problem,)))
        with _alone_in(self.output), contextlib.ExitStack() as stack:
            self._stack = stack
            swept: set[Path] = set()
            stack.callback(_sweep, swept)  # when all workers have ended
            log = BuildLog(self.output)
            self.problems += log.problems
            steps = self._plan(found.recipes, log)
            swept |= _folders(step.recipe for step in steps if step.dirty or log.unfinished)
            swept |= {self.output} if log.unfinished else set()
            for step in steps:
                if not step.dirty:
                    self._tell(self._up_to_date(step.recipe, log))
            try:
                self._run([step for step in steps if step.dirty], log)
                self._look_after_leftovers(log)
            finally:
                log.close()

    def _plan(self, recipes: Sequence[Recipe], log: BuildLog) -> tuple[Step, ...]:
        """Decide what is dirty: by itself, then by what it asked for by name."""
        records = log.records()
        force = self.options.force
        steps = graph.plan(recipes, records, log.observe, self.setting, force=force, show=shown)
        self.names = self._names(steps, log)
        return graph.add_changed_names(steps, records, self.names, shown)

    def _names(self, steps: Sequence[Step], log: BuildLog) -> Names:
        """What documents can ask for by name: files, and the documents of this output folder.

        These are those of this build, and those that the log knows: which pages there are does not
        depend on which of them are asked to be built. The log also knows what they are called; only
        dirty ones are read for that, in a round of their own before any is rendered.
        """
        pages = {step.recipe.source: step.recipe.artifacts for step in steps}
        titles: dict[Path, tuple[str, ...]] = {}
        for source, entry in log.entries.items():
            if source in pages or os.path.lexists(source):
                pages[source] = (*pages.get(source, ()), *entry.made)
                titles[source] = entry.names
        dirty = [step.recipe for step in steps if step.dirty]
        if len(pages) > 1:  # one alone links to nobody
            for name, result in self._done_for(dirty, read_titles):
                if isinstance(result, tuple):  # else it fails again when it is built, and says why
                    titles[Path(name)] = result
        shown_pages = {
            source: sorted({path for path in pages[source] if path.suffix in _PAGES})
            for source in titles
        }
        return named_files(self.content) | names_of_documents(titles, shown_pages)

    def _tell(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        self._on_outcome(outcome)

    def _templates(self) -> Path | None:
        if self.options.templates:
            return absolute(self.options.templates)
        own = self.content / "_templates"
        return own if own.is_dir() else None

    def _setting(self) -> Setting:
        setting = _versions()
        if self.templates:
            setting["--templates"] = os.path.relpath(self.templates, self.output)
        if "SOURCE_DATE_EPOCH" in os.environ:
            setting["SOURCE_DATE_EPOCH"] = os.environ["SOURCE_DATE_EPOCH"]
        return setting

    def _up_to_date(self, recipe: Recipe, log: BuildLog) -> Outcome:
        entry = log.entries[recipe.source]
        artifacts = {path: entry.artifacts[path] for path in recipe.artifacts}
        return Outcome(recipe.source, Status.UP_TO_DATE, entry.problems, artifacts=artifacts)

    def _run(self, steps: Sequence[Step], log: BuildLog) -> None:
        """Build what is dirty; log each document as soon as it is done."""
        if not steps:
            return
        by_name = {str(step.recipe.source): step for step in steps}
        self.unbegun = len(steps)
        with contextlib.closing(self._results(steps)) as results:
            for name, built in results:
                self.unbegun -= 1
                outcome = self._install(replace(built, reasons=by_name[name].reasons), log)
                self._done(outcome, log)
                if outcome.status is Status.FAILED and self.options.fail_fast:
                    break
        if "yaml" in self.options.formats:
            self._write_schemas(_folders(step.recipe for step in steps))

    def _results(self, steps: Sequence[Step]) -> Generator[tuple[str, Outcome], None, None]:
        results = self._done_for([step.recipe for step in steps], build_document)
        with contextlib.closing(results):
            for name, result in results:
                if isinstance(result, Outcome):
                    yield name, result
                else:
                    problem = error(result.reason, hint=result.hint, file=shown(name))
                    yield name, Outcome(Path(name), Status.FAILED, (problem,))

    def _done_for(
        self, recipes: Sequence[Recipe], work: Callable[[Job], T]
    ) -> Generator[tuple[str, T | Failed], None, None]:
        """Do ``work`` for each recipe, and name its source with the result."""
        if not recipes:
            return
        from wikibrief.engine import workers  # noqa: PLC0415

        tasks = [
            workers.Task(str(recipe.source), partial(work, self._job(recipe))) for recipe in recipes
        ]
        executor = self._executor(len(tasks))
        yield from workers.run(tasks, executor, workers.Limits(self.options.seconds))

    def _write_schemas(self, folders: set[Path]) -> None:
        """Have a worker write the schemas; if that fails, no document does."""
        from wikibrief.engine import workers  # noqa: PLC0415

        task = workers.Task("schemas", partial(write_schemas, folders))
        limits = workers.Limits(self.options.seconds)
        for _, result in workers.run([task], self._executor(1), limits):
            if isinstance(result, tuple):
                self.problems += result
            else:
                message = f"the schema could not be written: {result.reason}"
                self.problems.append(warning(message, hint=result.hint, file=shown(self.output)))

    def _executor(self, tasks: int) -> Executor:
        """Workers for so many tasks: those that are there, if they are enough."""
        from wikibrief.engine import pool, workers  # noqa: PLC0415

        jobs = self.options.jobs
        width = min(workers.count_processors() if jobs is None else jobs, tasks)
        if width == 0:
            return workers.InProcess()
        if self._pool is None or self._pool.width < width:
            modules = [m for name in self.options.formats for m in FORMATS[name].modules]
            self._pool = self._stack.enter_context(pool.LocalPool(width, modules))
        return self._pool

    def _job(self, recipe: Recipe) -> Job:
        return Job(
            recipe.source,
            recipe.metadata,
            dict(zip(self.options.formats, recipe.artifacts, strict=True)),
            self.templates,
            self.names,
        )

    def _install(self, outcome: Outcome, log: BuildLog) -> Outcome:
        """Put what a worker has staged in place; it fails where somebody has edited an artifact."""
        edited = [] if self.options.force else log.find_edited(outcome.staged)
        problems = [
            report_edited(path, outcome.source, ours=log.has_built(path)) for path in edited
        ]
        if not problems:
            try:
                artifacts = log.install(outcome.source, outcome.staged)
                return replace(outcome, staged=(), artifacts=artifacts)
            except ProblemError as failure:
                problems += failure.problems
        files.discard(outcome.staged)
        problems = [*outcome.problems, *problems]
        return replace(outcome, status=Status.FAILED, staged=(), problems=tuple(problems))

    def _done(self, outcome: Outcome, log: BuildLog) -> None:
        if outcome.status is Status.BUILT:
            entry = Entry(
                outcome.inputs,
                outcome.artifacts,
                setting=self.setting,
                problems=outcome.problems,
                names=outcome.titles,
                found=outcome.found,
                missed=outcome.missed,
            )
            log.add(outcome.source, entry)
        self._tell(outcome)

    def _look_after_leftovers(self, log: BuildLog) -> None:
        """Tell of artifacts whose source is gone; when they are gone too, forget them."""
        for source, entry in sorted(log.entries.items()):
            if os.path.lexists(source):
                continue
            left = [shown(path) for path in sorted(entry.places) if os.path.lexists(path)]
            if left:
                message = f"is gone; what was built from it is left: {', '.join(left)}"
                self.problems.append(note(message, file=shown(source)))
            else:
                log.forget(source)


def _sweep(folders: Iterable[Path]) -> None:
    for folder in folders:
        files.sweep(folder)


def _folders(recipes: Iterable[Recipe]) -> set[Path]:
    """The folders of all artifacts of ``recipes``."""
    return {path.parent for recipe in recipes for path in recipe.artifacts}


@contextlib.contextmanager
def _alone_in(output: Path) -> Iterator[None]:
    """Keep a second build out of the ``output`` folder; made if need be. Raises ProblemError."""
    try:
        output.mkdir(parents=True, exist_ok=True)
        folder = os.open(output, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as failure:
        reason = (failure.strerror or str(failure)).lower()
        problem = error(f"cannot be the output folder: {reason}", file=shown(output))
        raise ProblemError(problem) from failure
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as failure:
        os.close(folder)
        problem = error("another build is writing into this folder", file=shown(output))
        raise ProblemError(problem) from failure
    except OSError:
        pass  # a file system without locks: two builds can meet there
    try:
        yield
    finally:
        os.close(folder)


_PACKAGES = (
    "babel",
    "fontpkg-frank-ruhl-libre",
    "fontpkg-hind",
    "fontpkg-hind-siliguri",
    "fontpkg-ibm-plex-mono",
    "fontpkg-ibm-plex-sans-arabic",
    "fontpkg-ibm-plex-sans-condensed",
    "fontpkg-ibm-plex-serif",
    "fontpkg-noto-sans-tamil",
    "fontpkg-noto-serif",
    "fontpkg-sarabun",
    "jinja2",
    "mwparserfromhell",
    "nh3",
    "noto-cjk-sans-jp-bold",
    "noto-cjk-sans-jp-regular",
    "pillow",
    "pyyaml",
    "weasyprint",
)


def _versions() -> dict[str, str]:
    """Return the versions of all that artifacts depend on; wikibrief's own tells code apart too."""
    from importlib import metadata  # noqa: PLC0415  slow to import

    from wikibrief import __version__  # noqa: PLC0415

    code = sorted(Path(__file__).parents[1].rglob("*.py"))
    own = files.digest(b"".join(path.read_bytes() for path in code))
    versions = {"wikibrief": f"{__version__}+{own[:8]}"}
    for package in _PACKAGES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            versions[package] = metadata.version(package)
    return versions
