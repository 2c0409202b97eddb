"""A pool of worker processes on this machine."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Future, InvalidStateError
from multiprocessing import resource_tracker
from typing import Any, Self, TypeVar

from pebble import ProcessPool
from pebble.pool.base_pool import Task as PebbleTask
from pebble.pool.process import PoolManager, TaskManager

from wikibrief.engine.workers import (
    Limited,
    Limits,
    interrupts_blocked,
    is_at_work,
    read_status,
)

__all__ = ["LocalPool"]

T = TypeVar("T")

_START_METHOD = "spawn" if sys.platform == "darwin" else "forkserver"
"""How workers start. On macOS a process that has loaded the system's libraries must not fork."""

_RARELY = 100_000, 50, 100
"""When a worker looks for garbage: its modules and tables are none, nor is much that it makes."""

_MOST_TASKS = 500
"""A worker that has done so many is replaced, whatever it may have kept of them."""

_IDLE_CHECKS, _STILL_CHECKS = 60, 5
"""So many checks in a row that find tasks, and none of them begun, and the pool is given up: many
while its workers are busy, as they are when they start; few where all sleep and wait for what never
comes. One that is stopped, or waits for a disk or for its turn, does not sleep.
"""


class LocalPool:
    """Processes on this machine; ends a task at its limit, and replaces dead and old workers.

    ``preload`` names modules that are slow to import: the process that the workers are forked from
    imports them once. A context manager; leaving it ends all that still runs.
    """

    def __init__(self, width: int, preload: Sequence[str] = ()) -> None:
        self.width = width
        self._preload = list(preload)
        self._pool: _Pool | None = None
        self._submitted: list[Future[Any]] = []
        self._idle_checks = self._still_checks = 0
        self._used: list[tuple[bytes, ...]] = []

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
        """Fail what is queued in a pool that has broken down, or that begins nothing any more.

        A worker may be killed while it takes a task, or while it holds the lock of the queue.
        """
        waiting = [future for future in self._submitted if not future.done()]
        is_idle = bool(waiting) and not any(future.running() for future in waiting)
        before, self._used = self._used, self._pool.list_asleep() if self._pool else []
        is_still = is_idle and bool(before) and before == self._used
        self._idle_checks = self._idle_checks + 1 if is_idle else 0
        self._still_checks = self._still_checks + 1 if is_still else 0
        if self._idle_checks >= _IDLE_CHECKS or self._still_checks >= _STILL_CHECKS:
            self._stop()
        elif self._pool is not None and not self._pool.active:
            self._fail_all()

    def _fail_all(self) -> None:
        """Fail all futures that are still open: the pool may have left them so."""
        for future in self._submitted:
            with contextlib.suppress(InvalidStateError):
                future.set_exception(BrokenExecutor("the workers died"))

    def _running(self) -> _Pool:
        if self._pool is None or not self._pool.active:
            self._stop()
            self._pool = self._start()
        return self._pool

    def _start(self) -> _Pool:
        context = multiprocessing.get_context(_START_METHOD)
        if _START_METHOD == "forkserver":
            context.set_forkserver_preload(self._preload)
        return _Pool(
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
            self._idle_checks = self._still_checks = 0
            self._fail_all()


class _Tasks(TaskManager):
    """Times tasks by a clock that stands still while the machine sleeps, and that nobody sets."""

    def task_start(self, task_id: int, worker_id: int | None) -> None:
        """Note when a task begins."""
        super().task_start(task_id, worker_id)
        if task_id in self.tasks:
            self.tasks[task_id].timestamp = time.monotonic()

    @staticmethod
    def timeout(task: PebbleTask) -> bool:
        """Whether a task has taken too long; one that is at work by then gets as long again."""
        now, limit = time.monotonic(), task.timeout
        if not (limit and task.started and now - task.timestamp > limit):
            return False
        if not is_at_work(task.worker_id):
            return True
        task.timestamp = now
        return False


class _Manager(PoolManager):
    """Reads all that a dead worker has sent before it asks which task died with it.

    Pebble asks at once. Where a worker dies as soon as it has a task, and the message that it has
    it is still unread, the task would then wait for its end until its time is over, and a pool
    without other tasks would break down.
    """

    def __init__(self, *arguments: Any) -> None:  # noqa: ANN401  pebble's own
        super().__init__(*arguments)
        self.task_manager = _Tasks(self.context.task_queue.task_done)
        self._ended: deque[tuple[int, int]] = deque()

    def update_workers(self) -> None:
        """Replace workers that have ended; the thread that reads messages does the rest."""
        self._ended += self.worker_manager.inspect_workers()
        self.worker_manager.create_workers()  # type: ignore[no-untyped-call]

    def process_next_message(self, timeout: float) -> None:
        """Read a message, or all that wait where workers have ended."""
        ended = len(self._ended)
        if ended:
            while self._has_message():
                super().process_next_message(0)
        for _ in range(ended):
            self.handle_worker_expiration(self._ended.popleft())
        super().process_next_message(timeout)

    def _has_message(self) -> bool:
        channel = self.worker_manager.pool_channel
        try:
            return self.context.alive and channel is not None and channel.poll(0)
        except OSError:  # closed
            return False


class _Pool(ProcessPool):
    def __init__(self, width: int, context: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(width, context=context, **options)
        self._pool_manager = _Manager(self._context, context)

    def list_asleep(self) -> list[tuple[bytes, ...]]:
        """What each worker has used of a processor; nothing if any does not sleep, or may not."""
        used = []
        for worker in [*self._pool_manager.worker_manager.workers]:
            status = read_status(worker)
            if not status:
                return []
            state, *numbers = status
            if state != b"S":
                return []
            used.append((str(worker).encode(), *numbers[10:12]))
        return used
