"""Tasks that hang, die, raise or want too much fail alone; the others go on."""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from pebble.pool.process import WorkerManager

from wikibrief.engine import pool
from wikibrief.engine.pool import LocalPool
from wikibrief.engine.workers import (
    Executor,
    Failed,
    Forked,
    InProcess,
    Limits,
    Task,
    count_processors,
    run,
    run_alone,
)
from wikibrief.problems import ProblemError, error

T = TypeVar("T")


def answer(number: int) -> int:
    return number * number


def wait(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def work(seconds: float = 600) -> float:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return seconds


def fill(size: int) -> int:
    return len(bytearray(b"x") * size)


def die() -> int:
    os._exit(7)


def kill_itself() -> int:
    os.kill(os.getpid(), 9)
    return 0


class NeedsTwo(Exception):  # noqa: N818
    """Cannot be unpickled: its constructor wants what pickle does not keep."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first)
        self.second = second


def fail() -> int:
    raise NeedsTwo("one", "two")


def squares(*numbers: int) -> list[Task[int]]:
    return [Task(str(number), partial(answer, number)) for number in numbers]


@pytest.fixture(scope="module", params=[Forked, LocalPool])
def workers(request: pytest.FixtureRequest) -> Iterator[Executor]:
    with contextlib.ExitStack() as stack:
        yield Forked() if request.param is Forked else stack.enter_context(LocalPool(2))


def test_every_task_gives_its_value(workers: Executor) -> None:
    assert dict(run(squares(*range(20)), workers, Limits())) == {str(n): n * n for n in range(20)}


def test_a_task_over_its_processor_time_is_ended_alone(workers: Executor) -> None:
    tasks = [Task("works", work), *squares(2, 3)]
    assert dict(run(tasks, workers, Limits(seconds=0.5))) == {
        "works": Failed("took more than 0.5 s of processor time"),
        "2": 4,
        "3": 9,
    }


def test_waiting_for_a_processor_does_not_count(workers: Executor) -> None:
    limits = Limits(seconds=0.1)
    tasks = [Task(str(number), partial(wait, 0.5)) for number in range(3)]
    assert dict(run(tasks, workers, limits)) == {"0": 0.5, "1": 0.5, "2": 0.5}


def test_each_task_has_its_own_time(workers: Executor) -> None:
    tasks = [Task(str(number), partial(work, 0.4)) for number in range(8)]
    results = dict(run(tasks, workers, Limits(seconds=1)))
    assert not [result for result in results.values() if isinstance(result, Failed)]


def test_a_task_that_does_nothing_for_long_is_ended_alone(workers: Executor) -> None:
    tasks = [Task("hangs", partial(wait, 600)), *squares(2, 3)]
    assert dict(run(tasks, workers, Limits(seconds=0.05))) == {
        "hangs": Failed("did not end within 0.75 s"),
        "2": 4,
        "3": 9,
    }


@pytest.mark.skipif(sys.platform == "darwin", reason="the system says less of its processes")
def test_a_task_at_work_is_not_ended_by_the_clock_on_the_wall(
    workers: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a machine so busy that hardly any of the time is its own."""
    monkeypatch.setattr("wikibrief.engine.workers._BACKSTOP", 0.1)
    tasks = [Task("works", partial(work, 1))]
    assert dict(run(tasks, workers, Limits(seconds=5))) == {"works": 1}


def test_a_clock_that_is_set_ends_no_task(
    workers: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does a machine that sleeps for hours: its clock goes on."""
    began = time.monotonic()
    clock = time.time
    monkeypatch.setattr(time, "time", lambda: clock() + 3600 * (time.monotonic() - began))
    assert dict(run([Task("waits", partial(wait, 0.5))], workers, Limits(20))) == {"waits": 0.5}


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not limit memory")
def test_a_task_over_its_memory_fails_alone(workers: Executor) -> None:
    tasks = [Task("hungry", partial(fill, 2**29)), Task("modest", partial(fill, 2**20))]
    assert dict(run(tasks, workers, Limits(memory=2**28))) == {
        "hungry": Failed("ran out of memory"),
        "modest": 2**20,
    }


def test_a_task_that_kills_its_worker_fails_alone(workers: Executor) -> None:
    tasks = [Task("exits", die), *squares(2, 3), Task("is killed", kill_itself), *squares(4, 5)]
    results = dict(run(tasks, workers, Limits()))
    assert results["exits"] == Failed("the worker died")
    assert results["is killed"] == Failed("the worker died (signal 9)")
    assert [results[name] for name in "2345"] == [4, 9, 16, 25]


def test_an_exception_that_cannot_be_pickled_is_told_in_words(workers: Executor) -> None:
    results = dict(run([Task("fails", fail), *squares(2)], workers, Limits()))
    failed = results["fails"]
    assert isinstance(failed, Failed)
    assert failed.reason == "internal error: NeedsTwo: one"
    assert "test_workers.py" in failed.hint
    assert results["2"] == 4


def test_a_value_that_cannot_be_pickled_is_a_death_without_a_traceback(
    capfd: pytest.CaptureFixture[str],
) -> None:
    [(_, result)] = run([Task("odd", lambda: lambda: 1)], Forked(), Limits())
    assert result == Failed("the worker died")
    assert capfd.readouterr() == ("", "")


def refuse() -> int:
    raise ProblemError(error("is wrong", at=(2, 1), file="a.wiki"))


def test_one_task_in_a_process_of_its_own() -> None:
    assert run_alone(partial(answer, 3), Limits()) == 9
    assert run_alone(os.getpid, Limits()) != os.getpid()
    for wrong, message in [
        (refuse, "a.wiki:2:1: error: is wrong"),
        (die, "error: the worker died"),
        (fail, "error: internal error: NeedsTwo: one"),
    ]:
        with pytest.raises(ProblemError, match=message):
            run_alone(wrong, Limits())


def test_a_limit_that_is_set_already_is_not_exceeded() -> None:
    code = (
        "import resource, time; from wikibrief.engine.workers import Limits;"
        "resource.setrlimit(resource.RLIMIT_CPU, (7, 7)); Limits(seconds=100).apply();"
        "print(resource.getrlimit(resource.RLIMIT_CPU))"
    )
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    output = subprocess.check_output([sys.executable, "-c", code], text=True, env=environment)
    assert output == "(7, 7)\n"


@pytest.mark.parametrize("known", ["process_cpu_count", "sched_getaffinity", "cpu_count"])
def test_processors_are_counted_with_what_the_system_has(
    monkeypatch: pytest.MonkeyPatch, known: str
) -> None:
    answers = {
        "process_cpu_count": lambda: 3,
        "sched_getaffinity": lambda _: {0, 1, 5},
        "cpu_count": lambda: 3,
    }
    for name in answers:
        monkeypatch.delattr(os, name, raising=False)
    monkeypatch.setattr(os, known, answers[known], raising=False)
    assert count_processors() == 3


def test_workers_that_all_die_do_not_hang_the_build() -> None:
    with LocalPool(2) as workers:
        tasks = [Task(str(number), die) for number in range(6)]
        results = dict(run(tasks, workers, Limits()))
    assert len(results) == 6
    assert all(isinstance(result, Failed) for result in results.values())


def test_nothing_more_is_begun_when_the_caller_stops_listening(tmp_path: Path) -> None:
    tasks = [Task(str(n), (tmp_path / str(n)).touch) for n in range(10)]
    with contextlib.closing(run(tasks, InProcess(), Limits())) as results:
        next(results)
    assert len(list(tmp_path.iterdir())) < 5


def test_leaving_the_pool_ends_what_still_runs() -> None:
    with LocalPool(1) as workers:
        running = workers.submit(partial(wait, 600), Limits())
        assert workers.submit(partial(answer, 3), Limits()) is not running
    assert running.done()


class Breaking(InProcess):
    """Breaks down the first so many times that something is submitted."""

    def __init__(self, times: int) -> None:
        self.times = times

    def submit(self, task: Callable[[], T], limits: Limits) -> Future[T]:
        if self.times == 0:
            return super().submit(task, limits)
        self.times -= 1
        future: Future[T] = Future()
        future.set_exception(BrokenExecutor("gone"))
        return future


def test_a_task_that_may_not_have_begun_has_a_second_attempt() -> None:
    assert dict(run(squares(2), Breaking(times=1), Limits())) == {"2": 4}


def test_a_task_has_no_third_attempt() -> None:
    assert dict(run(squares(2), Breaking(times=2), Limits())) == {"2": Failed("the worker died")}


class CannotBegin:
    """Work that ends what unpickles it, or cannot be unpickled."""

    def __init__(self, way: str) -> None:
        self.way = way

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        if self.way == "dies":
            return os._exit, (7,)
        return importlib.import_module, ("no_such_module",)

    def __call__(self) -> int:
        return 1


@pytest.mark.parametrize("way", ["dies", "is not installed"])
def test_workers_that_cannot_begin_end_the_build_soon(way: str) -> None:
    tasks = [Task(str(number), CannotBegin(way), 0.1) for number in range(500)]
    began = time.perf_counter()
    with LocalPool(2) as workers, pytest.raises(ProblemError) as caught:
        list(run(tasks, workers, Limits(20)))
    [problem] = caught.value.problems
    assert problem.message.startswith("no worker can begin: ")
    assert problem.code == "not-finished"
    assert time.perf_counter() - began < 30


def test_tasks_that_kill_their_workers_do_not_stop_the_others() -> None:
    tasks = [Task(str(number), kill_itself) for number in range(4)]
    with LocalPool(2) as workers:
        results = dict(run([*tasks, *squares(7)], workers, Limits(20)))
    assert results.pop("7") == 49
    assert {type(each) for each in results.values()} == {Failed}


@pytest.mark.parametrize("debug", ["", "1"])
def test_a_worker_that_cannot_begin_prints_no_traceback(debug: str) -> None:
    code = "import wikibrief.engine.hush; raise MemoryError"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "WIKIBRIEF_DEBUG": debug},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert bool(done.stderr) is bool(debug)


def test_a_death_is_noticed_however_late_the_worker_is_heard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The message that it has the task is read long after the worker has died of it."""
    receive = WorkerManager.receive

    def receive_late(manager: WorkerManager, timeout: float) -> object:
        time.sleep(0.3)
        return receive(manager, timeout)

    monkeypatch.setattr(WorkerManager, "receive", receive_late)
    with LocalPool(2) as workers:
        tasks = [Task("dies", die), Task("waits", partial(wait, 2))]
        results = dict(run(tasks, workers, Limits(20)))
    assert results == {"dies": Failed("the worker died"), "waits": 2}


@pytest.mark.skipif(sys.platform == "darwin", reason="the system says less of its processes")
def test_workers_that_wait_for_a_lock_of_one_that_died_are_replaced_soon() -> None:
    began = time.monotonic()
    with LocalPool(2) as workers:
        results = dict(run(squares(2), workers, Limits(20)))
        channel = workers._running()._pool_manager.worker_manager.workers_channel  # noqa: SLF001
        assert channel is not None
        channel.mutex.acquire()
        results = dict(run(squares(3), workers, Limits(20)))
    assert results == {"3": 9}
    assert time.monotonic() - began < 40  # the library itself waits for a minute


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_pool_whose_workers_sleep_before_a_task_is_given_up_soon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pool, "_STILL_CHECKS", 2)
    with LocalPool(1) as workers:
        assert workers.submit(os.getpid, Limits()).result() != os.getpid()
        monkeypatch.setattr(WorkerManager, "dispatch", lambda *_: None)
        lost = workers.submit(partial(answer, 3), Limits())
        for _ in range(30):
            time.sleep(0.05)
            workers.check()
            if lost.done():
                break
        assert isinstance(lost.exception(0), BrokenExecutor)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_pool_whose_workers_are_stopped_is_not_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_STILL_CHECKS", 2)
    with LocalPool(1) as workers:
        worker = workers.submit(os.getpid, Limits()).result()
        os.kill(worker, signal.SIGSTOP)
        try:
            late = workers.submit(partial(answer, 3), Limits())
            for _ in range(20):
                time.sleep(0.05)
                workers.check()
                assert not late.done()
        finally:
            os.kill(worker, signal.SIGCONT)
        assert late.result() == 9


def test_a_task_that_was_lost_on_its_way_does_not_wait_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pool, "_IDLE_CHECKS", 2)
    monkeypatch.setattr(WorkerManager, "dispatch", lambda *_: None)
    with LocalPool(2) as workers:
        results = dict(run(squares(3), workers, Limits(20)))
    assert results == {"3": Failed("the worker died")}
