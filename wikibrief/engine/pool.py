"""A pool of worker processes on this machine."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Future, InvalidStateError
from multiprocessing import resource_tracker
from typing import Any, Self, TypeVar

from pebble import ProcessPool

from wikibrief.engine.workers import Limited, Limits, interrupts_blocked

__all__ = ["LocalPool"]

T = TypeVar("T")

_START_METHOD = "spawn" if sys.platform == "darwin" else "forkserver"
"""How workers start. On macOS a process that has loaded the system's libraries must not fork."""

_RARELY = 100_000, 50, 100
"""When a worker looks for garbage: its modules and tables are none, nor is much that it makes."""

_MOST_TASKS = 500
"""A worker that has done so many is replaced, whatever it may have kept of them."""


class LocalPool:
    """Processes on this machine; ends a task at its limit, and replaces dead and old workers.

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
        resource_tracker.ensure_running()  # starting in the block below, it would end that early
        try:
            with interrupts_blocked():  # Ctrl-C in a starting worker would print a traceback
                future: Future[T] = self._running().schedule(
                    Limited(task, limits), timeout=limits.wall_seconds
                )
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
        return ProcessPool(
            self.width,
            max_tasks=_MOST_TASKS,
            initializer=gc.set_threshold,
            initargs=_RARELY,
            context=context,
        )

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it unannotated
            self._pool.join()
            self._pool = None
            self._fail_all()
