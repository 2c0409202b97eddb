"""The crew: the workers of one build, hired when there is work and dismissed at its end."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from wikibrief.engine import workers
from wikibrief.engine.files import shown
from wikibrief.problems import Problem, ProblemError, error
from wikibrief.project.building.settings import Settings

if TYPE_CHECKING:
    from wikibrief.engine.workers import Executor, Failed

__all__ = ["Crew", "hire", "weigh", "weigh_reading"]

T = TypeVar("T")

_READ, _BUILT = (500, 64_000), (2_000, 48_000)
"""What it takes to read or build any document, however short, and what is done for one message; as
much as for so many more characters."""

_ROUNDS = 4
"""At least so many messages go to each worker, if there are tasks enough."""


class Crew:
    """Runs tasks in as many workers as are of use. A context manager; leaving it ends them.

    An ``executor`` that is there already runs all of them, and is left as it is.
    """

    def __init__(self, settings: Settings, executor: Executor | None = None) -> None:
        self._settings = settings
        self._stack = ExitStack()
        self._pool: Executor | None = None
        self._hired = executor

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def run(
        self, tasks: Mapping[str, Callable[[], T]]
    ) -> Generator[tuple[str, T | Failed], None, None]:
        """Run named tasks; yield each name with its result as soon as there is one."""
        with closing(self.run_in_batches(tasks, {})) as batches:
            for batch in batches:
                yield from batch

    def run_in_batches(
        self, tasks: Mapping[str, Callable[[], T]], weights: Mapping[str, float]
    ) -> Generator[list[tuple[str, T | Failed]], None, None]:
        """Run named tasks; yield what has been done by the time that one asks.

        Tasks are as heavy as ``weights`` say, else as can be.
        """
        if not tasks:
            return
        executor = self._executor(len(tasks), sum(weights.get(name, 1) for name in tasks))
        least = _ROUNDS * executor.width / len(tasks)  # for each worker to have some
        work = [
            workers.Task(name, task, max(least, weights.get(name, 1)))
            for name, task in tasks.items()
        ]
        limits = workers.Limits(self._settings.seconds)
        yield from workers.run_in_batches(work, executor, limits)

    def collect(self, tasks: Mapping[str, Callable[[], T]]) -> tuple[dict[str, T], list[Problem]]:
        """Run named tasks; return their results by name, and the problems of those without one.

        A name is that of a file; a task may raise ProblemError.
        """
        results: dict[str, T] = {}
        problems: list[Problem] = []
        for name, result in self.run({each: partial(_try, task) for each, task in tasks.items()}):
            if isinstance(result, _Done):
                results[name] = result.value
            elif isinstance(result, tuple):
                problems += result
            else:
                hint, file = result.hint, shown(name)
                problems.append(error(result.reason, hint=hint, file=file, code="not-finished"))
        return results, problems

    def _executor(self, tasks: int, weight: float) -> Executor:
        """Workers for so many tasks, of that weight together: the present ones, if enough.

        What goes into one message takes one process less time than it takes several to begin.
        """
        if self._hired is not None:
            return self._hired
        if self._settings.scheduler is not None:
            if self._pool is None:
                from wikibrief.project.building.crew import joining  # noqa: PLC0415  an extra

                cluster = joining.join(self._settings.scheduler, self._settings)
                self._pool = self._stack.enter_context(cluster)
            return self._pool
        width = min(_width(self._settings), tasks)
        if width == 0:
            return workers.InProcess()
        modules = self._settings.modules
        if self._pool is None and (tasks == 1 or weight <= workers.FULL):
            return workers.Forked(modules)
        if self._pool is None or self._pool.width < width:
            from wikibrief.engine import pool  # noqa: PLC0415  only for a build of several

            self._pool = self._stack.enter_context(pool.LocalPool(width, modules))
        return self._pool


def weigh(size: int, settings: Settings) -> float:
    """Weigh the task of building a document, by the size of its source.

    Where the first failure ends a build no document may have been begun with the one that fails.
    """
    if settings.fail_fast or any(row.libraries or row.version for row in settings.rows):
        return 1
    return _weigh(size, *_BUILT)


def weigh_reading(size: int) -> float:
    """Weigh the task of reading a document, by the size of its source."""
    return _weigh(size, *_READ)


def _weigh(size: int, always: int, most: int) -> float:
    return min(1, (size + always) / most)


def hire(settings: Settings) -> AbstractContextManager[Executor]:
    """Hire as many workers as ``settings`` allow, for tasks whose number is not known."""
    width = _width(settings)
    if width == 0:
        return nullcontext(workers.InProcess())
    from wikibrief.engine import pool  # noqa: PLC0415  only for a build of several

    return pool.LocalPool(width, settings.modules)


def _width(settings: Settings) -> int:
    return workers.count_processors() if settings.jobs is None else settings.jobs


@dataclass(frozen=True, slots=True)
class _Done(Generic[T]):
    """The result of a task, whatever it is."""

    value: T


def _try(task: Callable[[], T]) -> _Done[T] | tuple[Problem, ...]:
    """Do a task in a worker; return its problems if it raises any."""
    try:
        return _Done(task())
    except ProblemError as failure:
        return failure.problems
