"""Run tasks, each within its limits, and go on when one of them fails or dies.

``submit(task, limits) -> Future`` hides where they run: here in this very process or in one forked
from it, in ``pool`` in several; a cluster can offer the same.
"""

from __future__ import annotations

import contextlib
import importlib
import math
import multiprocessing
import os
import resource
import signal
import sys
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from wikibrief.problems import ProblemError, error, lacks_memory

__all__ = [
    "FULL",
    "Executor",
    "Failed",
    "Forked",
    "InProcess",
    "Limited",
    "Limits",
    "Task",
    "count_processors",
    "interrupts_blocked",
    "is_at_work",
    "read_status",
    "run",
    "run_alone",
    "run_in_batches",
]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_PATIENCE = 1.0
"""Seconds between two checks that the workers are still alive."""

FULL = 1.0
"""The weight of tasks that travel together, at most."""

_AHEAD = 3
"""How many messages of light tasks are under way to each worker."""

_SUSPICIOUS = 3
"""So many tasks fail in a row with their workers, and one wonders if any task could begin."""

_BACKSTOP = 15
"""How many times its processor time a task may take by the clock on the wall."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may use: seconds of processor time, and bytes of memory.

    On a busy machine a task waits for a processor, and that must not fail it. The clock on the wall
    ends only a task that does nothing. (macOS does not limit memory.)
    """

    seconds: float = 120.0
    memory: int = 2 * 1024**3

    @property
    def wall_seconds(self) -> float:
        """The time after which a task is ended that is not at work, however little it has done."""
        return _BACKSTOP * self.seconds

    def apply(self) -> None:
        """Make the system end this process when it uses more time from now, or refuse memory."""
        _limit(resource.RLIMIT_CPU, math.ceil(time.process_time() + self.seconds))
        _limit(resource.RLIMIT_DATA, self.memory)
        _limit(resource.RLIMIT_CORE, 0)


def _limit(which: int, value: int) -> None:
    """Set a limit of this process, as far as those who started it allow that."""
    _, most = resource.getrlimit(which)
    with contextlib.suppress(OSError, ValueError):  # systems differ in what they limit
        resource.setrlimit(which, (value if most < 0 else min(value, most), most))


@dataclass(frozen=True, slots=True)
class Task(Generic[T_co]):
    """A piece of work that can be pickled. Its result comes back under ``name``.

    Light tasks travel together, because to send one would take longer than to do it: as many as
    have a ``weight`` of 1 together.
    """

    name: str
    work: Callable[[], T_co]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a task has no value, in words for a person."""

    reason: str
    hint: str = ""


def count_processors() -> int:
    """Count the processors that this process may use, at least one."""
    if hasattr(os, "process_cpu_count"):  # from Python 3.13
        count: int | None = os.process_cpu_count()
    elif hasattr(os, "sched_getaffinity"):  # not on macOS
        count = len(os.sched_getaffinity(0))
    else:
        count = os.cpu_count()
    return count or 1


def read_status(process: int) -> list[bytes]:
    """Read what the system says of a process, its state first; nothing where it says nothing."""
    try:
        return Path("/proc", str(process), "stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return []


def is_at_work(process: int) -> bool:
    """Whether a process uses a processor, or waits for its turn, as far as the system says so."""
    return read_status(process)[:1] == [b"R"]


class _DiedError(OSError):
    """A worker died while it ran a task; ``exitcode`` is minus the signal that killed it."""

    def __init__(self, exitcode: int | None) -> None:
        super().__init__("the worker died")
        self.exitcode = exitcode


class Executor(Protocol):
    """A place where tasks run."""

    width: int
    """How many of them run at the same time."""

    def submit(self, task: Callable[[], T], limits: Limits) -> Future[T]:
        """Start ``task``, or queue it.

        The future raises ``TimeoutError`` when the clock on the wall ended the task, another
        ``OSError`` when its worker died (``exitcode`` is minus the signal that killed it), and
        ``BrokenExecutor`` when the task may never have begun.
        """
        ...

    def check(self) -> None:
        """Fail the futures that no worker will complete any more; called now and then."""
        ...


def run(
    tasks: Iterable[Task[T]], executor: Executor, limits: Limits
) -> Generator[tuple[str, T | Failed], None, None]:
    """Run all tasks; yield the name of each with its value, or failure, as soon as it is done.

    Only as many are submitted as there are workers, and one more (of light ones a few): when the
    caller stops iterating, the others never begin.
    """
    with contextlib.closing(run_in_batches(tasks, executor, limits)) as batches:
        for batch in batches:
            yield from batch


def run_in_batches(
    tasks: Iterable[Task[T]], executor: Executor, limits: Limits
) -> Generator[list[tuple[str, T | Failed]], None, None]:
    """Run all tasks as ``run`` does; yield together what has been done by the time one is asked.

    Raises ProblemError where no worker can begin a task, be it this one or that.
    """
    running = _Running(tasks, executor, limits)
    try:
        while running.submit():
            if batch := running.collect():
                yield batch
    finally:
        running.cancel()


class _Running(Generic[T]):
    """Tasks on their way. When several that travel together fail, each has another try, alone."""

    def __init__(self, tasks: Iterable[Task[T]], executor: Executor, limits: Limits) -> None:
        self._executor, self._limits = executor, limits
        self._bundles = _bundle(tasks)
        self._again: deque[Task[T]] = deque()
        self._attempts: Counter[str] = Counter()
        self._are_light = False
        self._losses = 0  # since a task has come to its end
        self._under_way: dict[Future[list[T | Failed]], list[Task[T]]] = {}

    def submit(self) -> bool:
        """Submit what the workers have room for; return whether anything is under way."""
        while self._has_room():
            bundle = [self._again.popleft()] if self._again else next(self._bundles, None)
            if bundle is None:
                break
            self._are_light = len(bundle) > 1
            work = _Bundle(tuple(task.work for task in bundle))
            self._under_way[self._executor.submit(work, self._limits)] = bundle
        return bool(self._under_way)

    def _has_room(self) -> bool:
        """Whether to submit more: of light tasks several messages wait for each worker.

        It may be done with one before the caller is done with what came of the last.
        """
        ahead = _AHEAD if self._are_light else 1
        return len(self._under_way) <= ahead * self._executor.width

    def collect(self) -> list[tuple[str, T | Failed]]:
        """Wait for something to end, and return the results of all that has ended."""
        done, _ = wait(self._under_way, timeout=_PATIENCE, return_when=FIRST_COMPLETED)
        if not done:
            self._executor.check()
        batch: list[tuple[str, T | Failed]] = []
        for future in [future for future in self._under_way if future in done]:  # in their order
            bundle = self._under_way.pop(future)
            failure = future.exception()
            if failure is None:
                self._losses = 0
                batch += zip((task.name for task in bundle), future.result(), strict=True)
                continue
            self._losses += 1
            if self._losses % _SUSPICIOUS == 0:
                self._demand_workers(bundle[0])
            if len(bundle) > 1 or self._may_try_again(bundle[0], failure):
                self._again.extend(bundle)
            else:
                batch.append((bundle[0].name, _explain(failure, self._limits)))
        return batch

    def _demand_workers(self, task: Task[T]) -> None:
        """Make sure that a task could begin; raises ProblemError."""
        tried = self._executor.submit(_Beginning(task.work), self._limits)
        while not wait([tried], timeout=_PATIENCE).done:
            self._executor.check()
        if failure := tried.exception():
            reason = _explain(failure, self._limits).reason
            message = f"no worker can begin: {reason}"
            hint = "is there enough memory for them? with `--jobs 0` none is needed"
            raise ProblemError(error(message, hint=hint, code="not-finished")) from failure

    def _may_try_again(self, task: Task[T], failure: BaseException) -> bool:
        """Whether a task has a second try: its worker died, or may have, not of its limits."""
        if isinstance(failure, TimeoutError) or getattr(failure, "exitcode", 0) == -signal.SIGXCPU:
            return False
        self._attempts[task.name] += 1
        return isinstance(failure, BrokenExecutor | OSError) and self._attempts[task.name] == 1

    def cancel(self) -> None:
        """Give up what is under way."""
        for future in self._under_way:
            future.cancel()


def _bundle(tasks: Iterable[Task[T]]) -> Iterator[list[Task[T]]]:
    """Put light tasks together, as they come."""
    bundle: list[Task[T]] = []
    weight = 0.0
    for task in tasks:
        if bundle and weight + task.weight > FULL:
            yield bundle
            bundle, weight = [], 0.0
        bundle.append(task)
        weight += task.weight
    if bundle:
        yield bundle


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


class Forked:
    """Run every task in a process of its own, forked from this one: cheaper than a pool for a few.

    ``preload`` names modules that are slow to import: this process imports them, once for all
    tasks. Not on macOS, where a process that has loaded the system's libraries must not fork.
    """

    width = 0  # the one that `run` submits ahead is done at once

    def __init__(self, preload: Sequence[str] = ()) -> None:
        for module in preload if sys.platform != "darwin" else ():
            importlib.import_module(module)

    def submit(self, task: Callable[[], T], limits: Limits) -> Future[T]:
        """Run ``task`` to its end, or to its limit."""
        future: Future[T] = Future()
        context = multiprocessing.get_context("fork")
        receiving, sending = context.Pipe(duplex=False)
        process = context.Process(target=_send, args=(sending, task, limits), daemon=True)
        try:
            with interrupts_blocked():
                process.start()
            sending.close()
            if _answers(receiving, process, limits.wall_seconds):
                future.set_result(receiving.recv())
            else:
                future.set_exception(TimeoutError())
        except (EOFError, OSError):
            process.join()
            future.set_exception(_DiedError(process.exitcode))
        finally:
            receiving.close()
            if process.pid is not None:
                process.kill()
                process.join()
        return future

    def check(self) -> None:
        """Do nothing: whatever was submitted is done."""


def _answers(receiving: Connection, process: ForkProcess, seconds: float) -> bool:
    """Wait for what a process sends; as long again if it is at work by then."""
    while not receiving.poll(seconds):
        if process.pid is None or not is_at_work(process.pid):
            return False
    return True


def _send(sending: Connection, task: Callable[[], T], limits: Limits) -> None:
    """Do ``task`` in a forked process and send its value back."""
    importlib.import_module("wikibrief.engine.hush")
    try:
        sending.send(Limited(task, limits)())
    except Exception:  # noqa: BLE001  the parent has gone, or the value cannot be pickled
        os._exit(1)


@dataclass(frozen=True, slots=True)
class Limited(Generic[T_co]):
    """Work in a process that may use no more than ``limits`` for it."""

    work: Callable[[], T_co]
    limits: Limits

    def __call__(self) -> T_co:
        """Apply the limits and do the work."""
        self.limits.apply()
        return self.work()


@dataclass(frozen=True, slots=True)
class _Bundle(Generic[T_co]):
    """The work of several tasks; exceptions stay in the worker: not every one can be pickled."""

    works: tuple[Callable[[], T_co], ...]

    def __call__(self) -> list[T_co | Failed]:
        return [_guard(work) for work in self.works]


@dataclass(frozen=True, slots=True)
class _Beginning:
    """All that it takes to begin some work, such as the modules that it is from."""

    work: Callable[[], object]

    def __call__(self) -> None:
        """Leave it at that."""


def _guard(work: Callable[[], T]) -> T | Failed:
    try:
        return work()
    except Exception as failure:  # noqa: BLE001  whatever it is, the other tasks go on
        if lacks_memory(failure):
            return Failed("ran out of memory")
        where = traceback.extract_tb(failure.__traceback__)[-1]
        return Failed(
            f"internal error: {type(failure).__name__}: {failure}",
            hint=f"please report this: {Path(where.filename).name}, line {where.lineno}",
        )


def run_alone(work: Callable[[], T], limits: Limits, preload: Sequence[str] = ()) -> T:
    """Run ``work`` in a process of its own, within limits. Raises ProblemError."""
    [(_, result)] = run([Task("", partial(_catch, work))], Forked(preload), limits)
    match result:
        case Failed(reason=reason, hint=hint):
            raise ProblemError(error(reason, hint=hint, code="not-finished"))
        case ProblemError():
            raise result
    return result


def _catch(work: Callable[[], T]) -> T | ProblemError:
    try:
        return work()
    except ProblemError as failure:
        return failure


def _explain(failure: BaseException, limits: Limits) -> Failed:
    """Say why a task has no value."""
    match failure:
        case TimeoutError():
            return Failed(f"did not end within {limits.wall_seconds:g} s")
        case OSError():
            return _explain_death(getattr(failure, "exitcode", None), limits)
        case BrokenExecutor():
            return Failed("the worker died")
    return Failed(f"could not be run: {failure}")


def _explain_death(exitcode: int | None, limits: Limits) -> Failed:
    """Say what the end of a worker means: the system ends one at its limit by a signal."""
    if exitcode == -signal.SIGXCPU:
        return Failed(f"took more than {limits.seconds:g} s of processor time")
    signalled = f" (signal {-exitcode})" if exitcode and exitcode < 0 else ""
    return Failed(f"the worker died{signalled}")


@contextlib.contextmanager
def interrupts_blocked() -> Iterator[None]:
    """Block Ctrl-C here and in the processes started here: only this process handles it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
