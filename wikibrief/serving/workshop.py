"""The workshop: renders documents in warm workers, those that are looked at first.

There are two workers: one for what somebody waits for, one for everything else. Each document has
the limits of a build, so that no article and no template stops the server.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

from wikibrief.engine.files import shown
from wikibrief.engine.workers import Executor, Failed, Limits, Task, run
from wikibrief.problems import error
from wikibrief.project.building.making.jobs import Job
from wikibrief.project.building.outcomes import Outcome, Status
from wikibrief.project.content.discovery import find
from wikibrief.project.deferred import Deferred
from wikibrief.project.formats.table import PROOF
from wikibrief.serving.audience import Audience
from wikibrief.serving.desk import Desk, OpenDocument

__all__ = ["LIST", "Worker", "Workshop"]

T = TypeVar("T")

LIST = ""
"""The name of the list of all documents."""
_AT_ONCE = 50
"""How many documents one task reads the titles of."""
_render_document = Deferred("project.building.making.recipes:render_document")
_read_titles = Deferred("project.building.making.recipes:read_titles")
Rendered = tuple[Outcome, Mapping[Path, bytes]]
Listener = Callable[[Outcome], None]


class Worker:
    """One process for one task after another."""

    def __init__(self, executor: Executor, limits: Limits | None = None) -> None:
        self._executor, self._limits = executor, limits or Limits()
        self._free = asyncio.Lock()

    async def do(self, work: Callable[[], T]) -> T | Failed:
        """Do some work within its limits."""
        async with self._free:
            return await asyncio.to_thread(self._run, work)

    def _run(self, work: Callable[[], T]) -> T | Failed:
        [(_, result)] = run([Task("", work)], self._executor, self._limits)
        return result


class Workshop:
    """Keeps the pages of a desk up to date, and tells the audience."""

    def __init__(
        self,
        desk: Desk,
        audience: Audience,
        workers: tuple[Worker, Worker],
        on_shown: Listener = lambda _: None,
    ) -> None:
        self._desk, self._audience = desk, audience
        self._front, self._back = workers
        self._on_shown = on_shown
        self._woken = asyncio.Event()
        self._locks: dict[str, asyncio.Lock] = {}
        self._refreshing: set[asyncio.Task[None]] = set()

    async def discover(self) -> None:
        """Find out which documents there are."""
        settings = self._desk.settings
        suffixes = [row.suffix for row in settings.rows]
        found = await asyncio.to_thread(find, (), settings.project, suffixes)
        for name in self._desk.take_found(found):
            self._audience.tell(name)
        self._refresh()

    async def take_changes(self, paths: set[Path]) -> None:
        """Render anew what somebody looks at and the changed files are part of."""
        if self._desk.touch(paths):
            await self.discover()
        else:
            self._refresh()

    async def warm(self) -> None:
        """Have the worker ready that somebody will wait for: its first document takes a second."""
        if sheet := next(self._desk.stale(), None):
            await self._front.do(partial(_render_document, self._desk.job(sheet)))

    async def work(self) -> None:
        """Render the documents that no browser has asked for yet, one after the other."""
        while True:
            self._woken.clear()
            await self._read_titles()
            while sheet := next(self._desk.stale(), None):
                await self._render(sheet, self._back)
            await self._woken.wait()

    async def page_of(self, sheet: OpenDocument) -> bytes:
        """Return the page of a document as it is now; the last one if it cannot be made."""
        if sheet.is_stale:
            await self._render(sheet, self._front)
        return sheet.page

    async def made_of(self, sheet: OpenDocument, format_name: str) -> bytes:
        """Return a document in another format; nothing if it cannot be made."""
        if sheet.refused:
            return b""
        if format_name in sheet.made and not sheet.is_stale:
            return sheet.made[format_name]
        changes, job = sheet.changes, self._desk.job(sheet, [format_name])
        outcome, contents = await self._do(job, self._back)
        made = contents.get(job.artifacts[format_name], b"")
        if changes == sheet.changes:
            sheet.made[format_name] = made
            sheet.more = tuple(dict.fromkeys((*sheet.more, *outcome.problems)))
            self._tell(sheet)
        return made

    def _refresh(self) -> None:
        """Render what somebody looks at; leave the others to the background."""
        self._audience.tell(LIST)
        for name in self._audience.pages & self._desk.sheets.keys():
            sheet = self._desk.sheets[name]
            if sheet.is_stale:
                task = asyncio.create_task(self._render(sheet, self._front, is_watched=True))
                self._refreshing.add(task)
                task.add_done_callback(self._refreshing.discard)
            else:
                self._audience.tell(name)
        self._woken.set()

    async def _render(
        self, sheet: OpenDocument, worker: Worker, *, is_watched: bool = False
    ) -> None:
        async with self._locks.setdefault(sheet.name, asyncio.Lock()):
            if not sheet.is_stale:
                return
            changes, job = sheet.changes, self._desk.job(sheet)
            outcome, contents = await self._do(job, worker)
            page = contents.get(job.artifacts[PROOF], b"")
            self._desk.take_outcome(sheet, changes, outcome, page)
        if is_watched:
            self._on_shown(outcome)
        self._tell(sheet)
        self._woken.set()

    async def _do(self, job: Job, worker: Worker) -> Rendered:
        work: Callable[[], Rendered] = partial(_render_document, job)
        result = await worker.do(work)
        if not isinstance(result, Failed):
            return result
        source = job.source.path or Path()
        problem = error(result.reason, hint=result.hint, file=shown(source), code="not-finished")
        return Outcome(source, Status.FAILED, (problem,)), {}

    async def _read_titles(self) -> None:
        """Find out what documents are called, before most of them are rendered."""
        untitled = self._desk.untitled()
        for first in range(0, len(untitled), _AT_ONCE):
            sheets = untitled[first : first + _AT_ONCE]
            jobs = {sheet.name: self._desk.job(sheet) for sheet in sheets}
            titles = await self._back.do(partial(_read_all_titles, jobs))
            unknown: Mapping[str, tuple[str, ...]] = dict.fromkeys(jobs, ())
            self._desk.take_titles(unknown if isinstance(titles, Failed) else titles)
        if untitled:
            self._refresh()

    def _tell(self, sheet: OpenDocument) -> None:
        self._audience.tell(sheet.name)
        self._audience.tell(LIST)


def _read_all_titles(jobs: Mapping[str, Job]) -> Mapping[str, tuple[str, ...]]:
    return {name: _read_titles(job) or () for name, job in jobs.items()}
