"""Building: the pages of a dump to artifacts, one after the other, in several workers."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from wikibrief.engine import files, staging, workers
from wikibrief.engine.files import shown
from wikibrief.engine.staging import Staged
from wikibrief.problems import Problem, ProblemError, Severity, error, note
from wikibrief.project.building.available import without_missing
from wikibrief.project.building.crew.hiring import hire, weigh
from wikibrief.project.building.folder.companions import write_companions
from wikibrief.project.building.folder.locking import lock
from wikibrief.project.building.folder.protection import protect
from wikibrief.project.building.making.jobs import Job
from wikibrief.project.building.outcomes import Listener, Outcome, Status
from wikibrief.project.building.settings import Settings, setting_of
from wikibrief.project.content.folders import DEFAULTS
from wikibrief.project.content.names import name_files
from wikibrief.project.content.sources import Source
from wikibrief.project.deferred import Deferred
from wikibrief.project.dumps.opening import read_pages
from wikibrief.project.dumps.register import DumpNames, Register
from wikibrief.project.dumps.selection import Selection
from wikibrief.project.formats.table import FORMATS, PAGES
from wikibrief.templating.environment import BUILT_IN
from wikibrief.wiki.export import ExportedPage, ExportedWiki

__all__ = ["DumpSummary", "build_dump"]

_build_document = Deferred("project.building.making.recipes:build_document")


@dataclass(slots=True)
class DumpSummary:
    """What came of a dump: numbers only, however many pages it has, and what concerns no page."""

    pages: Counter[Status] = field(default_factory=Counter)
    severities: Counter[Severity] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, outcome: Outcome) -> None:
        """Count a page."""
        self.pages[outcome.status] += 1
        self.severities.update(problem.severity for problem in outcome.problems)

    def fails(self, *, strict: bool = False) -> bool:
        """Whether anything is wrong enough for exit code 1."""
        found = {*self.severities, *(problem.severity for problem in self.problems)}
        return Severity.ERROR in found or (strict and Severity.WARNING in found)


def build_dump(
    path: Path,
    selection: Selection,
    settings: Settings,
    listener: Listener | None = None,
) -> DumpSummary:
    """Bring the artifacts of a dump's pages up to date.

    ``listener`` hears of every page as soon as it is done. Raises ProblemError where the dump
    cannot be read to its end: nothing is built of it then.
    """
    watch, listener = time.perf_counter(), listener or Listener()
    settings, problems = without_missing(settings)
    summary = DumpSummary(problems=problems)
    with lock(settings.project.output), Register(settings.project.output) as register:
        _index(path, selection, register)
        listener.begin(register.count())
        run = _Run(path, selection, settings, register)
        with closing(run.build()) as outcomes:
            for outcome in outcomes:
                summary.add(outcome)
                listener.advance()
                listener.take(outcome)
        summary.problems += run.finish()
    summary.seconds = time.perf_counter() - watch
    return summary


def _index(path: Path, selection: Selection, register: Register) -> None:
    """Learn which pages there are, unless that is known of this dump."""
    key = repr((str(path.absolute()), files.signature(path), selection))
    if not register.has_index(key):
        register.index(key, _list_titles(path, selection))


def _list_titles(path: Path, selection: Selection) -> Iterator[tuple[str, str]]:
    for page in read_pages(path):
        if isinstance(page, ExportedPage) and (page.redirect or selection.wants(page)):
            yield page.title, page.redirect


class _Run:
    """The build of one dump under way. ``pending`` are the pages in the workers, by name."""

    def __init__(
        self, path: Path, selection: Selection, settings: Settings, register: Register
    ) -> None:
        self._path, self._selection = path, selection
        self._settings, self._register = settings, register
        self._output = settings.project.output
        suffixes = tuple(row.suffix for row in settings.rows if row.suffix in PAGES)
        self._names = DumpNames(self._output, suffixes, name_files(settings.project))
        self._base = repr((setting_of(settings), settings.formats, _sign(settings), register.names))
        self._pending: dict[str, tuple[str, str]] = {}
        self._needless: list[Outcome] = []
        self._folders: set[Path] = set()
        _sweep(self._output)

    def build(self) -> Generator[Outcome, None, None]:
        """Build what is dirty; yield every page's outcome."""
        limits = workers.Limits(self._settings.seconds)
        with (
            hire(self._settings) as executor,
            closing(workers.run_in_batches(self._tasks(), executor, limits)) as batches,
        ):
            for batch in batches:
                yield from self._take_needless()
                self._settle(batch)
                for name, result in batch:
                    title, key = self._pending.pop(name)
                    if isinstance(result, Outcome):
                        outcome = replace(result, source=self._path / title)
                        yield self._install(name, key, outcome)
                    else:
                        problem = error(result.reason, hint=result.hint, code="not-finished")
                        yield self._fail(title, problem)
        yield from self._take_needless()

    def _settle(self, batch: Sequence[tuple[str, Outcome | workers.Failed]]) -> None:
        """Have what was staged on the disk; a page whose files cannot be put in place says why."""
        outcomes = [result for _, result in batch if isinstance(result, Outcome)]
        staged = [each.temporary for outcome in outcomes for each in outcome.staged]
        with suppress(ProblemError):
            staging.settle([path for path in staged if path])

    def finish(self) -> list[Problem]:
        """Write what belongs next to artifacts; take away those of pages that are gone."""
        problems = list(write_companions(self._settings.formats, self._folders))
        for name in self._register.leftovers():
            problems += self._remove(name)
        return problems

    def _take_needless(self) -> Iterator[Outcome]:
        """The pages that no worker was needed for."""
        yield from self._needless
        self._needless.clear()

    def _tasks(self) -> Iterator[workers.Task[Outcome]]:
        site = ExportedWiki()
        for page in read_pages(self._path):
            if isinstance(page, ExportedWiki):
                site = page
                continue
            name = self._register.name_of(page.title)
            if name is None or page.redirect or not self._selection.wants(page):
                continue
            if not self._register.take(name):
                message = "the dump has this page twice: the first one counts"
                self._needless.append(self._fail(page.title, error(message, code="output-clash")))
                continue
            if page.text is None:
                message = "its text is not in the dump, or is longer than a page can be"
                self._needless.append(self._fail(page.title, error(message, code="unreadable")))
                continue
            said = _describe(page, site)
            key = files.digest(repr((self._base, page.title, page.text, said)).encode())
            artifacts = self._artifacts(name)
            if (
                not self._settings.force
                and self._register.is_made(name, key)
                and all(map(os.path.lexists, artifacts.values()))
            ):
                self._folders |= {path.parent for path in artifacts.values()}
                self._needless.append(Outcome(self._path / page.title, Status.UP_TO_DATE))
                continue
            self._pending[name] = page.title, key
            job = self._job(page, page.text, name, artifacts, said)
            weight = weigh(len(page.text), self._settings)
            yield workers.Task(name, partial(_build_document, job), weight)

    def _job(
        self, page: ExportedPage, text: str, name: str, artifacts: Mapping[str, Path], said: str
    ) -> Job:
        settings = self._settings
        source = Source(
            self._file(page.title),
            FORMATS["wiki"],
            (settings.project.content / DEFAULTS,),
            text=text,
            title=page.title,
            dialect="mediawiki",
            paper=settings.paper,
            said=said,
        )
        media = settings.project.media
        return Job(source, artifacts, settings.template_folder, media, self._names, name=name)

    def _artifacts(self, name: str) -> dict[str, Path]:
        return {row.name: self._output / f"{name}{row.suffix}" for row in self._settings.rows}

    def _file(self, title: str) -> str:
        """What problems call a page."""
        return f"{shown(self._path)}/{title}"

    def _fail(self, title: str, *problems: Problem) -> Outcome:
        placed = tuple(problem.in_file(self._file(title)) for problem in problems)
        return Outcome(self._path / title, Status.FAILED, placed)

    def _install(self, name: str, key: str, outcome: Outcome) -> Outcome:
        """Put artifacts in place; the page fails where a person has edited one."""
        if outcome.status is Status.FAILED:
            return outcome
        digests = {self._suffix(name, each.path): str(each.stamp.digest) for each in outcome.staged}
        edited = () if self._settings.force else self._find_edited(name, outcome.staged)
        problems = [protect(path, is_ours=bool(known)) for path, known in edited]
        if not problems:
            try:
                self._register.announce(name, digests)
                artifacts = {each.path: staging.put(each) for each in outcome.staged}
                self._register.finish(name, key, digests)
                self._folders |= {path.parent for path in artifacts}
                return replace(outcome, staged=(), artifacts=artifacts)
            except ProblemError as failure:
                problems += failure.problems
        staging.discard(outcome.staged)
        problems = [*outcome.problems, *problems]
        return replace(outcome, status=Status.FAILED, staged=(), problems=tuple(problems))

    def _find_edited(self, name: str, staged: Iterable[Staged]) -> Iterator[tuple[Path, list[str]]]:
        """The places that hold what no build has put there, with what builds have put there."""
        known = self._register.digests(name)
        for each in staged:
            digests = known.get(self._suffix(name, each.path), [])
            if os.path.lexists(each.path):
                now = files.stamp(each.path).digest
                if now not in {each.stamp.digest, *digests}:
                    yield each.path, digests

    def _suffix(self, name: str, path: Path) -> str:
        return str(path).removeprefix(str(self._output / name))

    def _remove(self, name: str) -> Iterator[Problem]:
        """Remove the artifacts of a page that is gone, but none that a person has edited."""
        edited = False
        for suffix, digests in self._register.digests(name).items():
            path = self._output / f"{name}{suffix}"
            if not os.path.lexists(path):
                continue
            if files.stamp(path).digest in digests:
                try:
                    files.remove(path, self._output)
                except ProblemError as failure:
                    yield from failure.problems
            else:
                edited = True
                message = "its page is gone or no longer wanted; it was edited and is left"
                yield note(message, file=shown(path), code="leftover")
        if not edited:
            self._register.forget(name)


def _describe(page: ExportedPage, site: ExportedWiki) -> str:
    """Where a page is from, as metadata: JSON is YAML, too."""
    source = {"name": site.name, "page": page.title, "revision": page.revision}
    if site.address.startswith(("https://", "http://")):
        start, separator, _ = site.address.rpartition("title=" if "title=" in site.address else "/")
        source["wiki"] = start + separator
    known = {key: value for key, value in source.items() if value}
    return json.dumps({"source": known}, ensure_ascii=False)


def _sign(settings: Settings) -> list[tuple[str, object]]:
    """Sign the files that any page may be made from: another one of them builds all anew."""
    project = settings.project
    tops = (BUILT_IN, settings.template_folder, project.media, project.wiki_templates)
    paths = [project.content / DEFAULTS]
    for top in filter(None, tops):
        for folder, _, names in os.walk(top):
            paths += [Path(folder, name) for name in names if not name.startswith(".")]
    return [(str(path), files.signature(path)) for path in sorted(paths)]


def _sweep(output: Path) -> None:
    """Remove what killed workers have left."""
    for folder, subfolders, _ in os.walk(output):
        files.sweep(Path(folder))
        if Path(folder) != output:
            subfolders.clear()
