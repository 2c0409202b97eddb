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

from wikibrief import files, graph
from wikibrief.buildlog import BuildLog, Entry
from wikibrief.discovery import absolute, find
from wikibrief.files import shown
from wikibrief.formats import FORMATS
from wikibrief.graph import Recipe, Setting, Step
from wikibrief.problems import Problem, ProblemError, Severity, error, note
from wikibrief.recipes import Job, Outcome, Status, build_document

__all__ = ["ARTIFACTS", "Options", "Summary", "build"]

ARTIFACTS = ("yaml", "wiki", "html", "pdf")
"""The formats that a build makes of every document when nobody says otherwise."""


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
        self.outcomes: list[Outcome] = []
        self.problems: list[Problem] = []
        self.unbegun = 0
        self._on_outcome = on_outcome

    def build(self, sources: Sequence[Path]) -> None:
        if self.output == self.content:
            message = "is the folder of the sources: artifacts would be written over them"
            raise ProblemError(error(message, file=shown(self.output)))
        suffixes = [FORMATS[name].suffix for name in self.options.formats]
        found = find(sources, self.content, self.output, suffixes)
        self.problems += found.problems
        for source, problem in found.refused.items():
            self._tell(Outcome(source, Status.FAILED, (problem,)))
        with _alone_in(self.output):
            log = BuildLog(self.output)
            self.problems += log.problems
            setting = self._setting()
            steps = graph.plan(
                found.recipes,
                log.records(),
                log.current,
                setting,
                force=self.options.force,
                shown=shown,
            )
            for step in steps:
                if not step.dirty:
                    self._tell(self._up_to_date(step.recipe, log))
            try:
                self._run([step for step in steps if step.dirty], log, setting)
                self._look_after_leftovers(log)
            finally:
                log.close()

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

    def _run(self, steps: Sequence[Step], log: BuildLog, setting: Setting) -> None:
        """Build what is dirty; log each document as soon as it is done."""
        if not steps:
            return
        by_name = {str(step.recipe.source): step for step in steps}
        self.unbegun = len(steps)
        try:
            with contextlib.closing(self._results(steps, log)) as results:
                for name, outcome in results:
                    self.unbegun -= 1
                    self._done(replace(outcome, reasons=by_name[name].reasons), log, setting)
                    if outcome.status is Status.FAILED and self.options.fail_fast:
                        break
        finally:
            for folder in {path.parent for step in steps for path in step.recipe.artifacts}:
                files.sweep(folder)

    def _results(
        self, steps: Sequence[Step], log: BuildLog
    ) -> Generator[tuple[str, Outcome], None, None]:
        from wikibrief import builder  # noqa: PLC0415

        tasks = [
            builder.Task(
                str(step.recipe.source), partial(build_document, self._job(step.recipe, log))
            )
            for step in steps
        ]
        limits = builder.Limits(self.options.seconds)
        jobs = len(os.sched_getaffinity(0)) if self.options.jobs is None else self.options.jobs
        with contextlib.ExitStack() as stack:
            executor: builder.Executor = builder.InProcess()
            if jobs > 0:
                modules = [m for name in self.options.formats for m in FORMATS[name].modules]
                executor = stack.enter_context(builder.LocalPool(min(jobs, len(tasks)), modules))
            for name, result in builder.run(tasks, executor, limits):
                if isinstance(result, builder.Failed):
                    problem = error(result.reason, hint=result.hint, file=shown(name))
                    yield name, Outcome(Path(name), Status.FAILED, (problem,))
                else:
                    yield name, result

    def _job(self, recipe: Recipe, log: BuildLog) -> Job:
        return Job(
            recipe.source,
            recipe.metadata,
            dict(zip(self.options.formats, recipe.artifacts, strict=True)),
            {path: log.known(path) for path in recipe.artifacts},
            self.templates,
            self.options.force,
        )

    def _done(self, outcome: Outcome, log: BuildLog, setting: Setting) -> None:
        if outcome.status is Status.BUILT:
            entry = Entry(
                outcome.inputs, outcome.artifacts, setting=setting, problems=outcome.problems
            )
            log.add(outcome.source, entry)
        self._tell(outcome)

    def _look_after_leftovers(self, log: BuildLog) -> None:
        """Tell of artifacts whose source is gone; when they are gone too, forget them."""
        for source, entry in sorted(log.entries.items()):
            if os.path.lexists(source):
                continue
            left = [shown(path) for path in sorted(entry.made) if os.path.lexists(path)]
            if left:
                message = f"is gone; what was built from it is left: {', '.join(left)}"
                self.problems.append(note(message, file=shown(source)))
            else:
                log.forget(source)


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
        pass  # a file system without locks: then nobody watches
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
    "pydantic",
    "pyyaml",
    "weasyprint",
)


def _versions() -> dict[str, str]:
    """Return the versions of all that artifacts depend on; wikibrief's own tells code apart too."""
    from importlib import metadata  # noqa: PLC0415  slow to import

    from wikibrief import __version__  # noqa: PLC0415

    code = sorted(Path(__file__).parent.rglob("*.py"))
    own = files.digest(b"".join(path.read_bytes() for path in code))
    versions = {"wikibrief": f"{__version__}+{own[:8]}"}
    for package in _PACKAGES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            versions[package] = metadata.version(package)
    return versions
