"""The builder: runs tasks, each within its limits, and lives on when one of them does not.

Where they run is behind ``submit(task, limits) -> Future``: here a pool of processes on this
machine, or this very process; the same can be had from a cluster.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Future,
    InvalidStateError,
    wait,
)
from dataclasses import dataclass
from itertools import islice
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any, Generic, Protocol, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

__all__ = ["Executor", "Failed", "InProcess", "Limits", "LocalPool", "Task", "run"]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_PATIENCE = 1.0
"""Seconds between two looks at whether the workers are still there."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may use."""

    seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class Task(Generic[T_co]):
    """A piece of work; all of it can be pickled. ``name`` is what the caller knows it by."""

    name: str
    work: Callable[[], T_co]


@dataclass(frozen=True, slots=True)
class Failed:
    """What became of a task that gave no value, in words for a person."""

    reason: str
    hint: str = ""


class Executor(Protocol):
    """Somewhere that tasks run."""

    width: int
    """How many run at the same time."""

    def submit(self, task: Callable[[], T], limits: Limits) -> Future[T]:
        """Start ``task``, or put it in line.

        The future raises ``TimeoutError`` when the task was ended at its limit, another ``OSError``
        when its worker died, and ``BrokenExecutor`` when it may never have begun.
        """
        ...

    def check(self) -> None:
        """Fail the futures that nobody is working on any more; called now and then."""
        ...


def run(
    tasks: Iterable[Task[T]], executor: Executor, limits: Limits
) -> Generator[tuple[str, T | Failed], None, None]:
    """Run all tasks; give each one's name and value, or failure, as it is done.

    No more are under way than there are workers, and one in line: what is not begun when the
    caller loses interest is never begun.
    """
    line = iter(tasks)
    under_way: dict[Future[T | Failed], Task[T]] = {}
    again: set[str] = set()

    def start(task: Task[T]) -> None:
        under_way[executor.submit(_Guarded(task.work), limits)] = task

    try:
        for task in islice(line, executor.width + 1):
            start(task)
        while under_way:
            done, _ = wait(under_way, timeout=_PATIENCE, return_when=FIRST_COMPLETED)
            if not done:
                executor.check()
            for future in [future for future in under_way if future in done]:  # in their order
                task = under_way.pop(future)
                if isinstance(future.exception(), BrokenExecutor) and task.name not in again:
                    again.add(task.name)
                    start(task)
                    continue
                for following in islice(line, 1):
                    start(following)
                yield task.name, _result(future, limits)
    finally:
        for future in under_way:
            future.cancel()


class InProcess:
    """Runs every task at once, here, without limits: for debugging, and for a single quick one."""

    width = 0  # the one in line runs at once

    def submit(self, task: Callable[[], T], limits: Limits) -> Future[T]:  # noqa: ARG002
        """Run ``task`` to its end."""
        future: Future[T] = Future()
        future.set_result(task())
        return future

    def check(self) -> None:
        """Do nothing: what was submitted is done."""


class LocalPool:
    """Processes on this machine; ends a task at its limit, and replaces a worker that died.

    ``preload`` names modules that are slow to import: they are imported once, in the process that
    the workers are forked from. A context manager; leaving it ends all that still runs.
    """

    def __init__(self, width: int, preload: Sequence[str] = ()) -> None:
        self.width = width
        self._preload = list(preload)
        self._pool: ProcessPool | None = None
        self._submitted: list[Future[Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def submit(self, task: Callable[[], T], limits: Limits) -> Future[T]:
        """Put ``task`` in line for a worker."""
        try:
            with _interrupts_held():  # workers that are being started when it ends would complain
                future: Future[T] = self._running().schedule(task, timeout=limits.seconds)
        except (BrokenExecutor, RuntimeError) as failure:
            future = Future()
            future.set_exception(BrokenExecutor(str(failure)))
        self._submitted = [known for known in self._submitted if not known.done()] + [future]
        return future

    def check(self) -> None:
        """Fail what is in line for a pool that has broken down."""
        if self._pool is not None and not self._pool.active:
            self._fail_all()

    def _fail_all(self) -> None:
        """Settle what nobody is working on any more: the pool may have left it open."""
        for future in self._submitted:
            with contextlib.suppress(InvalidStateError):
                future.set_exception(BrokenExecutor("the workers died"))

    def _running(self) -> ProcessPool:
        if self._pool is None or not self._pool.active:
            self._stop()
            self._pool = self._started()
        return self._pool

    def _started(self) -> ProcessPool:
        methods = multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        if "forkserver" in methods:
            context.set_forkserver_preload(self._preload)
        return ProcessPool(self.width, context=context)

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it unannotated
            self._pool.join()
            self._pool = None
            self._fail_all()


@dataclass(frozen=True, slots=True)
class _Guarded(Generic[T_co]):
    """Work whose exceptions stay in the worker: not every exception survives the way back."""

    work: Callable[[], T_co]

    def __call__(self) -> T_co | Failed:
        try:
            return self.work()
        except MemoryError:
            return Failed("ran out of memory")
        except Exception as failure:  # noqa: BLE001  whatever it is, the other tasks go on
            where = traceback.extract_tb(failure.__traceback__)[-1]
            return Failed(
                f"internal error: {type(failure).__name__}: {failure}",
                hint=f"please report this: {Path(where.filename).name}, line {where.lineno}",
            )


def _result(future: Future[T | Failed], limits: Limits) -> T | Failed:
    failure = future.exception()
    match failure:
        case None:
            return future.result()
        case TimeoutError():
            return Failed(f"took longer than {limits.seconds:g} s")
        case ProcessExpired(exitcode=code) if code and code < 0:
            return Failed(f"the worker died (signal {-code})")
        case OSError() | BrokenExecutor():
            return Failed("the worker died")
    return Failed(f"could not be run: {failure}")


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back, here and in the processes started here: it is this process's to handle."""
    resource_tracker.ensure_running()  # it would lift the hold, were it started within
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
