"""The crew: the workers of one build, hired when there is work and dismissed at its end."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self, TypeVar

from wikibrief.project.settings import Settings

if TYPE_CHECKING:
    from wikibrief.engine.workers import Executor, Failed

__all__ = ["Crew"]

T = TypeVar("T")


class Crew:
    """Runs tasks in as many workers as are of use. A context manager; leaving it ends them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stack = ExitStack()
        self._pool: Executor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def run(
        self, tasks: Mapping[str, Callable[[], T]]
    ) -> Generator[tuple[str, T | Failed], None, None]:
        """Run named tasks; yield each name with its result as soon as there is one."""
        if not tasks:
            return
        from wikibrief.engine import workers  # noqa: PLC0415  not for an up-to-date build

        work = [workers.Task(name, task) for name, task in tasks.items()]
        limits = workers.Limits(self._settings.seconds)
        yield from workers.run(work, self._executor(len(work)), limits)

    def _executor(self, tasks: int) -> Executor:
        """Workers for so many tasks: the present ones, if they are enough."""
        from wikibrief.engine import pool, workers  # noqa: PLC0415

        jobs = self._settings.jobs
        width = min(workers.count_processors() if jobs is None else jobs, tasks)
        if width == 0:
            return workers.InProcess()
        rows = [row for row in self._settings.rows if self._settings.write or row.proof is None]
        modules = [module for row in rows for module in row.modules]
        if tasks == 1 and self._pool is None:
            return workers.Forked(modules)
        if self._pool is None or self._pool.width < width:
            self._pool = self._stack.enter_context(pool.LocalPool(width, modules))
        return self._pool
