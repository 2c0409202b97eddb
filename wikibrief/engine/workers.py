"""Run tasks, each within its limits, and go on when one of them fails or dies.

``submit(task, limits) -> Future`` hides where they run: here in a pool of processes on this machine
or in this very process; a cluster can offer the same.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
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

__all__ = [
    "Executor",
    "Failed",
    "InProcess",
    "Limits",
    "LocalPool",
    "Task",
    "count_processors",
    "run",
]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_PATIENCE = 1.0
"""Seconds between two checks that the workers are still alive."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may use."""

    seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class Task(Generic[T_co]):
    """A piece of work that can be pickled. Its result comes back under ``name``."""

    name: str
    work: Callable[[], T_co]


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a task has no value, in words for a person."""

    reason: str
    hint: str = ""


_START_METHOD = "spawn" if sys.platform == "darwin" else "forkserver"
"""How workers start. On macOS a process that has loaded the system's libraries must not fork."""


def count_processors() -> int:
    """Count the processors that this process may use, at least one."""
    if hasattr(os, "process_cpu_count"):  # from Python 3.13
        count: int | None = os.process_cpu_count()
    elif hasattr(os, "sched_getaffinity"):  # not on macOS
        count = len(os.sched_getaffinity(0))
    else:
        count = os.cpu_count()
    return count or 1


class Executor(Protocol):
    """A place where tasks run."""

    width: int
    """How many of them run at the same time."""

    def submit(self, task: Callable[[], T], limits: Limits) -> Future[T]:
        """Start ``task``, or queue it.

        The future raises ``TimeoutError`` when the task was ended at its limit, another ``OSError``
        when its worker died, and ``BrokenExecutor`` when it may never have begun.
        """
        ...

    def check(self) -> None:
        """Fail the futures that no worker will complete any more; called now and then."""
        ...


def run(
    tasks: Iterable[Task[T]], executor: Executor, limits: Limits
) -> Generator[tuple[str, T | Failed], None, None]:
    """Run all tasks; yield the name of each with its value, or failure, as soon as it is done.

    Only as many are submitted as there are workers, and one more: when the caller stops iterating,
    the others never begin.
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
    """Run every task right here, without limits: for debugging, and for a single quick one."""

    width = 0  # the one that `run` submits ahead is done at once

    def submit(self, task: Callable[[], T], limits: Limits) -> Future[T]:  # noqa: ARG002
        """Run ``task`` to its end."""
        future: Future[T] = Future()
        future.set_result(task())
        return future

    def check(self) -> None:
        """Do nothing: whatever was submitted is done."""


class LocalPool:
    """A pool of processes on this machine; it ends a task at its limit and replaces dead workers.

    ``preload`` names modules that are slow to import: the process that the workers are forked from
    imports them once. A context manager; leaving it ends all that still runs.
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
        """Queue ``task`` for a worker."""
        try:
            with _interrupts_held():  # Ctrl-C in a starting worker would print a traceback
                future: Future[T] = self._running().schedule(task, timeout=limits.seconds)
        except (BrokenExecutor, RuntimeError) as failure:
            future = Future()
            future.set_exception(BrokenExecutor(str(failure)))
        self._submitted = [known for known in self._submitted if not known.done()] + [future]
        return future

    def check(self) -> None:
        """Fail what is queued in a pool that has broken down."""
        if self._pool is not None and not self._pool.active:
            self._fail_all()

    def _fail_all(self) -> None:
        """Fail all futures that are still open: the pool may have left them so."""
        for future in self._submitted:
            with contextlib.suppress(InvalidStateError):
                future.set_exception(BrokenExecutor("the workers died"))

    def _running(self) -> ProcessPool:
        if self._pool is None or not self._pool.active:
            self._stop()
            self._pool = self._start()
        return self._pool

    def _start(self) -> ProcessPool:
        context = multiprocessing.get_context(_START_METHOD)
        if _START_METHOD == "forkserver":
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
    """Work whose exceptions stay in the worker: not every exception can be pickled."""

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
    """Block Ctrl-C here and in the processes started here: only this process handles it."""
    resource_tracker.ensure_running()  # starting later, within this block, it would unblock it
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
