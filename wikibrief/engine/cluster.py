"""A cluster: Dask's workers on several machines, each with a pool of processes of its own.

A task runs in such a pool (``pool``), so limits hold there as they do here, and a task that dies
takes no worker along. Workers are used that see what this process sees; whether they do is for a
function to say that runs here and there.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import pickle
import threading
from asyncio import CancelledError
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Future, InvalidStateError, wait
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, Self, TypeVar

import distributed

from wikibrief.engine.pool import LocalPool
from wikibrief.engine.workers import Limits
from wikibrief.problems import Problem, ProblemError, error

__all__ = ["Cluster"]

T = TypeVar("T")

_PATIENCE = 10
"""Seconds that a scheduler may take to answer."""

_IN_LINE = 2
"""Batches for each processor of the cluster: one is worked on, and one is there when it ends."""

_BATCH = 8
"""Tasks of a batch, at most."""

_PAUSE = 0.01
"""Seconds that a task waits for others."""

_NO_WORKERS = "has no workers", "start `dask worker`"


class Cluster:
    """The workers of the scheduler at ``address``. A context manager; leaving it lets them go.

    ``look`` says what a process sees that matters, by name; a worker that sees anything else is
    refused. ``preload`` names modules that are slow to import, and ``variables`` those of the
    environment that tasks need. Raises ProblemError, also later: when no worker is left.
    """

    def __init__(
        self,
        address: str,
        look: Callable[[], Mapping[str, str]],
        preload: Sequence[str] = (),
        variables: Sequence[str] = (),
    ) -> None:
        self._address, self._look, self._preload = address, look, tuple(preload)
        self._place = _Place(os.getcwd(), {name: os.environ.get(name) for name in variables})  # noqa: PTH109
        self._good: frozenset[str] = frozenset()
        self._bad: frozenset[str] = frozenset()
        self._waiting: list[tuple[Future[Any], _Order]] = []
        self._open: list[_Batch] = []
        self._lock = threading.RLock()
        self._stack = contextlib.ExitStack()
        self.width = 0

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as stack:
            self._client = stack.enter_context(_connect(self._address))
            threads = self._find_workers()
            if problems := self._admit(threads):
                raise ProblemError(problems)
            if not self._good:
                raise ProblemError(_problem(self._address, *_NO_WORKERS))
            self.width = _IN_LINE * _BATCH * sum(threads.values())
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def submit(self, task: Callable[[], T], limits: Limits) -> Future[T]:
        """Queue ``task`` for a worker; it goes there with others that are submitted soon."""
        self._demand_scheduler()
        future: Future[T] = Future()
        with self._lock:
            self._waiting.append((future, _Order(_There(pickle.dumps(task), self._place), limits)))
            number = len(self._waiting)
        if number == 1:
            timer = threading.Timer(_PAUSE, self._send)
            timer.daemon = True
            timer.start()
        if number >= _BATCH:
            self._send()
        return future

    def check(self) -> None:
        """Admit workers that have joined, and fail the futures whose workers have all gone."""
        there = self._find_workers()
        self._admit(there.keys() - self._good - self._bad)
        for batch in list(self._open):
            if there.keys().isdisjoint(batch.workers):
                batch.fail("the workers have gone")

    def _send(self) -> None:
        """Send what waits as one batch: a task of Dask takes longer than a short document."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
        waiting = [(future, order) for future, order in waiting if not future.done()]
        if not waiting:
            return
        batch = _Batch([future for future, _ in waiting], self._good)
        try:
            orders = [order for _, order in waiting]
            remote = self._client.submit(
                _work, orders, self._preload, workers=[*batch.workers], pure=False
            )
        except Exception as failure:  # noqa: BLE001  whatever closed the client
            batch.fail(str(failure))
            return
        self._open.append(batch)
        for future in batch.futures:
            future.add_done_callback(lambda _: self._let_go(batch, remote))
        remote.add_done_callback(batch.complete)

    def _let_go(self, batch: _Batch, remote: distributed.Future) -> None:
        """Forget a batch when all is done or cancelled; it need not begin any more."""
        with self._lock:
            if batch not in self._open or not all(future.done() for future in batch.futures):
                return
            self._open.remove(batch)
        remote.release()

    def _find_workers(self) -> dict[str, int]:
        """Find the workers that are there, with the number of tasks that each runs at once."""
        self._demand_scheduler()
        with contextlib.suppress(OSError):
            known = self._client.scheduler_info(n_workers=-1)["workers"]
            if found := {name: each["nthreads"] for name, each in known.items()}:
                return found
        raise ProblemError(_problem(self._address, *_NO_WORKERS))

    def _demand_scheduler(self) -> None:
        if self._client.status != "running":
            hint = "start it again; what is built is not built again"
            raise ProblemError(_problem(self._address, "the scheduler has gone", hint))

    def _admit(self, workers: Collection[str]) -> list[Problem]:
        """Let workers that see what is seen here take part; say what the others see."""
        if not workers:
            return []
        here = self._look()
        seen = self._client.run(
            partial(_look_around, self._look), workers=list(workers), on_error="return"
        )
        still = self._find_workers().keys()  # one that has died meanwhile answers nothing
        problems = [
            _problem(worker, *found)
            for worker, there in sorted(seen.items())
            for found in _compare(there, here)
            if worker in still
        ]
        self._bad |= {problem.file for problem in problems}
        self._good |= seen.keys() & still - self._bad
        return problems


def _connect(address: str) -> distributed.Client:
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters becomes a problem
    try:
        return distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, RuntimeError, TypeError) as failure:  # TypeError: TLS, no keys
        hint = f"start `dask scheduler`, or see what is wrong: {failure}"
        raise ProblemError(_problem(address, "no scheduler answers", hint)) from failure


def _problem(address: str, message: str, hint: str) -> Problem:
    return error(message, hint=hint, file=address, code="cluster")


def _compare(there: object, here: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Say what makes a worker unfit, and what to do."""
    if there is None:
        yield "cannot start processes for its tasks", "start it with `dask worker --no-nanny`"
    elif not isinstance(there, Mapping):
        message = f"cannot look at the folders of this build: {there}"
        yield message, "install the same wikibrief for the worker"
    elif there != here:
        names = [name for name in {**here, **there} if here.get(name) != there.get(name)]
        each = (f"{name} {there.get(name, '-')} (here {here.get(name, '-')})" for name in names)
        hint = "workers need the same folders at the same paths, and the same packages; restart"
        yield (
            f"sees something different from this build: {', '.join(each)}",
            f"{hint} them after updates",
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
    """Tasks that went to one of several workers together: their futures here."""

    futures: Sequence[Future[Any]]
    workers: Collection[str]

    def complete(self, remote: distributed.Future) -> None:
        """Complete the futures; Dask's own failures are the death of a worker."""
        try:
            for future, (failure, value) in zip(self.futures, remote.result(), strict=True):
                _complete(future, failure, value)
        except (Exception, CancelledError) as failure:  # noqa: BLE001
            self.fail(str(failure))

    def fail(self, reason: str) -> None:
        """Fail what is not done; it may never have begun."""
        for future in self.futures:
            _complete(future, BrokenExecutor(reason))


def _complete(future: Future[Any], failure: BaseException | None, value: object = None) -> None:
    with contextlib.suppress(InvalidStateError):  # it was cancelled
        if failure is None:
            future.set_result(value)
        else:
            future.set_exception(failure)


# --- what runs on the workers


@dataclass(frozen=True, slots=True)
class _Place:
    """What a task finds around it: its folder, and variables of the environment."""

    folder: str
    variables: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _There:
    """Pickled work on another machine, as if it were done here.

    It is unpickled where it is done: a worker would have to pickle it again, and all it leads to.
    """

    work: bytes
    place: _Place

    def __call__(self) -> object:
        os.chdir(self.place.folder)
        for name, value in self.place.variables.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        work: Callable[[], object] = pickle.loads(self.work)  # noqa: S301  from our own build
        return work()


_LOCK = threading.Lock()
"""Workers have a thread for each task, and a pool is for one thread at a time."""


@dataclass(frozen=True, slots=True)
class _Order:
    """A task with its limits."""

    task: Callable[[], Any]
    limits: Limits


def _work(
    orders: Sequence[_Order], preload: tuple[str, ...]
) -> list[tuple[BaseException | None, Any]]:
    """Run tasks in the pool of this worker; return the failure or the value of each."""
    with _LOCK:
        pool = _open_pool(preload, distributed.get_worker().state.nthreads)
        futures = [pool.submit(order.task, order.limits) for order in orders]
    while wait(futures, timeout=1).not_done:
        pool.check()
    failures = [future.exception() for future in futures]
    return [
        (failure, None if failure else future.result())
        for failure, future in zip(failures, futures, strict=True)
    ]


@cache
def _open_pool(preload: tuple[str, ...], width: int) -> LocalPool:
    """Open a pool that lasts as long as this worker."""
    return LocalPool(width, preload)


def _look_around(look: Callable[[], Mapping[str, str]]) -> Mapping[str, str] | None:
    """Look at what this worker sees; None if it cannot have processes, as a nanny's ward."""
    return None if multiprocessing.current_process().daemon else look()
