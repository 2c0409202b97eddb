"""The pipeline: from sources to artifacts, where the document column and the build column meet.

``build_document`` makes the artifacts of one source, in a worker; ``build`` finds the sources,
plans, runs what is dirty and keeps the log. What is heavy is imported where it is used, so that a
build that finds everything up to date is over at once.
"""

from __future__ import annotations

import contextlib
import enum
import fcntl
import os
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wikibrief import files, graph
from wikibrief.buildlog import BuildLog, Entry
from wikibrief.files import Stamp, shown
from wikibrief.graph import Recipe, Setting, Step
from wikibrief.problems import LineMap, Problem, ProblemError, Severity, error, note, warning

if TYPE_CHECKING:
    from wikibrief.document import Document
    from wikibrief.metadata import Metadata
    from wikibrief.templating import Templates

__all__ = ["FORMATS", "Job", "Options", "Outcome", "Status", "Summary", "build", "build_document"]


# -------------------------------------------------------------------------------------- the recipes


@dataclass(frozen=True, slots=True)
class Page:
    """What every format is made from."""

    document: Document
    metadata: Metadata
    templates: Templates


@dataclass(frozen=True, slots=True)
class Format:
    """An artifact's kind: what its name ends in, and how its content is made."""

    suffix: str
    render: Callable[[Page], bytes]
    modules: tuple[str, ...] = ()
    """What ``render`` imports that is slow."""


def _yaml(page: Page) -> bytes:
    from wikibrief.yamldoc import dump_yaml  # noqa: PLC0415

    return dump_yaml(page.document).encode()


def _wiki(page: Page) -> bytes:
    from wikibrief.roundtrip import write_wikitext  # noqa: PLC0415

    text = write_wikitext(page.document, dialect="mediawiki", templates=page.templates)
    return text.encode()


def _html(page: Page) -> bytes:
    from wikibrief.html import write_html  # noqa: PLC0415

    html = write_html(page.document, metadata=page.metadata, templates=page.templates)
    return html.encode()


def _pdf(page: Page) -> bytes:
    from wikibrief.pdf import write_pdf  # noqa: PLC0415

    return write_pdf(page.document, metadata=page.metadata, templates=page.templates)


FORMATS: Mapping[str, Format] = {
    "yaml": Format(".yaml", _yaml, ("wikibrief.yamldoc",)),
    "wiki": Format(".wiki", _wiki, ("wikibrief.roundtrip",)),
    "html": Format(".html", _html, ("wikibrief.html",)),
    "pdf": Format(".pdf", _pdf, ("wikibrief.pdf", "weasyprint")),
}
"""The formats a build makes, by name."""


# ------------------------------------------------------------------------ one document, in a worker


@dataclass(frozen=True, slots=True)
class Job:
    """All that a worker is told.

    ``metadata`` are the layers' files, the last going before the others; ``artifacts`` the paths
    by format; ``known`` the digests that the artifacts had when they were last built.
    """

    source: Path
    metadata: tuple[Path, ...]
    artifacts: Mapping[str, Path]
    known: Mapping[Path, str | None] = field(default_factory=dict)
    templates: Path | None = None
    force: bool = False


_MOST_LISTED = 5


class Status(enum.StrEnum):
    """What became of a document."""

    BUILT = "built"
    UP_TO_DATE = "up to date"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document, why it was built, and what was read and written."""

    source: Path
    status: Status
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0
    reasons: tuple[str, ...] = ()
    artifacts: Mapping[Path, Stamp] = field(default_factory=dict)
    inputs: Mapping[Path, Stamp] = field(default_factory=dict)


def build_document(job: Job) -> Outcome:
    """Make all artifacts of a source, in memory, and write them when every one could be made."""
    began, watch = time.time_ns(), time.perf_counter()
    inputs = _Inputs(began)
    problems: list[Problem] = []
    artifacts: dict[Path, Stamp] = {}
    status = Status.BUILT
    try:
        artifacts = _make(job, inputs, problems)
    except ProblemError as failure:
        status = Status.FAILED
        problems += failure.problems
    return Outcome(
        job.source,
        status,
        tuple(problem.in_file(shown(job.source)) for problem in problems),
        time.perf_counter() - watch,
        artifacts=artifacts,
        inputs=inputs.stamps,
    )


class _Inputs:
    """The files that a document is made from, as they are read; those that were not there too."""

    def __init__(self, began: int) -> None:
        self.stamps: dict[Path, Stamp] = {}
        self._began = began

    def read(self, path: Path) -> str:
        data, self.stamps[path] = files.read_stamped(path)
        return files.to_text(data, path)

    def read_if_there(self, path: Path) -> str | None:
        if not os.path.lexists(path):
            self.stamps[path] = Stamp()
            return None
        return self.read(path)

    def observe(self, path: Path) -> None:
        """Add a file that somebody else has read, or missed, since ``began``."""
        stamp = files.stamp(path)
        if stamp.signature and stamp.signature.ctime >= self._began:
            # It changed meanwhile: nobody knows what was read. No file has this digest.
            stamp = Stamp("changed while it was read")
        self.stamps[path] = stamp


def _make(job: Job, inputs: _Inputs, problems: list[Problem]) -> dict[Path, Stamp]:
    """Read, render, write; what does not stop the document is added to ``problems``."""
    from wikibrief.templating import Templates  # noqa: PLC0415

    templates = Templates(*([job.templates] if job.templates else []))
    try:
        document, metadata = _read(job, inputs, problems)
        page = Page(document, metadata, templates)
        contents = {path: FORMATS[name].render(page) for name, path in job.artifacts.items()}
    finally:
        for path in sorted(templates.observed | templates.missed):
            inputs.observe(path.absolute())
    return _write(contents, job)


def _read(job: Job, inputs: _Inputs, problems: list[Problem]) -> tuple[Document, Metadata]:
    """Read the source with its metadata; what the one does not say of itself, the other does."""
    from wikibrief.yamldoc import load_metadata, load_yaml  # noqa: PLC0415

    text = inputs.read(job.source)
    layers = [(shown(path), inputs.read_if_there(path)) for path in job.metadata]
    metadata = load_metadata([(name, layer) for name, layer in layers if layer is not None])
    if job.source.suffix.lower() == ".yaml":
        document = load_yaml(text)
    else:
        document = _read_wikitext(text, metadata.title, problems)
    if "pdf" in job.artifacts:
        problems += _missing_glyphs(text)
    document = replace(
        document,
        title=document.title or metadata.title or _title(job.source.stem),
        language=document.language or metadata.language,
    )
    return document, metadata


def _read_wikitext(text: str, title: str | None, problems: list[Problem]) -> Document:
    from wikibrief.checks import check_reading  # noqa: PLC0415
    from wikibrief.reader import read_source  # noqa: PLC0415

    reading = read_source(text, title)
    found = check_reading(reading)
    if any(problem.severity is Severity.ERROR for problem in found):
        raise ProblemError(found)
    problems += found
    return reading.document


def _missing_glyphs(text: str) -> Iterator[Problem]:
    """Warn of characters that the briefing cannot show, all at the place of the first."""
    from wikibrief.fonts import missing_glyphs  # noqa: PLC0415

    missing = missing_glyphs("".join(char for char in set(text) if not char.isascii()))
    if missing:
        in_order = sorted(missing, key=text.index)
        listed = ", ".join(f"{char} (U+{ord(char):04X})" for char in in_order[:_MOST_LISTED])
        more = ", …" if len(in_order) > _MOST_LISTED else ""
        message = f"no font of the briefing has {listed}{more}"
        yield warning(message, at=LineMap(text).place(text.index(in_order[0])))


def _title(stem: str) -> str:
    """Make a title of a file's name: ``kobe-attack`` → ``Kobe attack``."""
    words = unicodedata.normalize("NFC", stem).replace("-", " ").replace("_", " ").split()
    title = " ".join(words) or stem
    return title[:1].upper() + title[1:]


def _write(contents: Mapping[Path, bytes], job: Job) -> dict[Path, Stamp]:
    """Write the artifacts that are not there already; none when one of them is protected."""
    stamps: dict[Path, Stamp] = {}
    problems = []
    for path, data in contents.items():
        new, there = files.digest(data), _there(path)
        if there and there.digest == new:
            stamps[path] = there
        elif there and not job.force and there.digest != job.known.get(path):
            problems.append(_protected(path, job))
    if problems:
        raise ProblemError(problems)
    written = files.write_together(
        {path: data for path, data in contents.items() if path not in stamps}
    )
    for path, signature in written.items():
        stamps[path] = Stamp(files.digest(contents[path]), signature)
    return stamps


def _there(path: Path) -> Stamp | None:
    """Return the stamp of what stands at ``path``, if anything does."""
    return files.stamp(path) if os.path.lexists(path) else None


def _protected(path: Path, job: Job) -> Problem:
    ours = job.known.get(path) is not None
    what = "was edited since it was built" if ours else "is there, but no build has made it"
    force = "--force builds over it"
    if path.suffix in graph.SOURCE_SUFFIXES:
        keep = f"to keep the edit: wikibrief convert {shown(path)} {shown(job.source)}"
    else:
        keep = "move it away to keep it"
    return error(f"{what}: it is left as it is", hint=f"{keep}; {force}", file=shown(path))


# ------------------------------------------------------------------------------------------ a build


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a build can be told.

    ``jobs`` is the number of workers: None means one for each processor; 0 none at all, then all
    happens in this process, and ``seconds``, the limit of a document, does not hold.
    """

    content: Path = Path("content")
    output: Path = Path("output")
    formats: tuple[str, ...] = tuple(FORMATS)
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
        self.content, self.output = _absolute(options.content), _absolute(options.output)
        self.templates = self._templates()
        self.outcomes: list[Outcome] = []
        self.problems: list[Problem] = []
        self.unbegun = 0
        self._on_outcome = on_outcome

    def build(self, sources: Sequence[Path]) -> None:
        if self.output == self.content:
            message = "is the folder of the sources: artifacts would be written over them"
            raise ProblemError(error(message, file=shown(self.output)))
        recipes = self._recipes(sources)
        with _alone_in(self.output):
            log = BuildLog(self.output)
            self.problems += log.problems
            setting = self._setting()
            steps = graph.plan(
                recipes,
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
            return _absolute(self.options.templates)
        own = self.content / "_templates"
        return own if own.is_dir() else None

    def _setting(self) -> Setting:
        setting = _versions()
        if self.templates:
            setting["--templates"] = os.path.relpath(self.templates, self.output)
        if "SOURCE_DATE_EPOCH" in os.environ:
            setting["SOURCE_DATE_EPOCH"] = os.environ["SOURCE_DATE_EPOCH"]
        return setting

    # ------------------------------------------------------------------------------------ discovery

    def _recipes(self, sources: Sequence[Path]) -> list[Recipe]:
        """Find the sources and what is to be made of them; tell of those that cannot be built."""
        suffixes = [FORMATS[name].suffix for name in self.options.formats]
        recipes = []
        for source, root in sorted(self._found(sources).items()):
            paths = graph.artifact_paths(source, root, self.output, suffixes)
            recipes.append(Recipe(source, paths, graph.metadata_paths(source, root)))
        clashes = graph.clashes(recipes, shown)
        for source, problem in clashes.items():
            self._tell(Outcome(source, Status.FAILED, (problem,)))
        return [recipe for recipe in recipes if recipe.source not in clashes]

    def _found(self, sources: Sequence[Path]) -> dict[Path, Path]:
        """Find the sources, each with the folder that its artifacts' places are counted from."""
        found: dict[Path, Path] = {}
        for given in map(_absolute, sources or [self.content]):
            root = self.content if given.is_relative_to(self.content) else given
            if given.is_dir():
                inside = set(self._walk(given))
                if not inside:
                    self.problems.append(note("has no sources", file=shown(given)))
                found |= dict.fromkeys(inside, root)
            elif not given.exists():
                self.problems.append(error("not found", file=shown(given)))
            elif not graph.is_source(given):
                suffixes = " ".join(sorted(graph.SOURCE_SUFFIXES))
                hint = f"sources end in {suffixes}, and do not begin with _ or ."
                self.problems.append(error("is not a source", hint=hint, file=shown(given)))
            else:
                found[given] = given.parent if root == given else root
        return found

    def _walk(self, top: Path) -> Iterator[Path]:
        """Find the sources under ``top``; links that lead out of it are refused, not followed."""
        inside = top.resolve()
        for folder, subfolders, names in os.walk(top, onerror=self._unreadable):
            here = Path(folder)
            subfolders[:] = sorted(
                name
                for name in subfolders
                if not name.startswith(("_", ".")) and here / name != self.output
            )
            for name in names:
                path = here / name
                if not graph.is_source(path):
                    continue
                if problem := _refused(path, inside):
                    self._tell(Outcome(path, Status.FAILED, (problem,)))
                else:
                    yield path

    def _unreadable(self, failure: OSError) -> None:
        reason = (failure.strerror or str(failure)).lower()
        self.problems.append(error(f"cannot read: {reason}", file=shown(failure.filename)))

    # -------------------------------------------------------------------------------------- running

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


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100  resolve() would follow links


def _refused(path: Path, inside: Path) -> Problem | None:
    """Say why a file found in a folder is no source after all, though its name is one's."""
    if path.is_symlink() and not path.resolve().is_relative_to(inside):
        hint = "copy the file, or name it on the command line"
        return error(f"is a link that leads out of {shown(inside)}", hint=hint, file=shown(path))
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return error("its name is not UTF-8", hint="rename the file", file=shown(path))
    return None


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
    "fontpkg-ibm-plex-mono",
    "fontpkg-ibm-plex-sans-condensed",
    "fontpkg-ibm-plex-serif",
    "jinja2",
    "mwparserfromhell",
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
