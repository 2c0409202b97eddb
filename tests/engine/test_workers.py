"""The builder: tasks that hang, die or raise fail alone; the others go on."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from wikibrief.engine.workers import Failed, InProcess, Limits, LocalPool, Task, run

T = TypeVar("T")


def answer(number: int) -> int:
    return number * number


def hang() -> int:
    time.sleep(600)
    return 0


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


def exhaust_memory() -> int:
    raise MemoryError


def squares(*numbers: int) -> list[Task[int]]:
    return [Task(str(number), partial(answer, number)) for number in numbers]


@pytest.fixture(scope="module")
def pool() -> Iterator[LocalPool]:
    with LocalPool(2) as workers:
        yield workers


def test_every_task_gives_its_value(pool: LocalPool) -> None:
    assert dict(run(squares(*range(20)), pool, Limits())) == {str(n): n * n for n in range(20)}


def test_a_task_over_its_time_is_ended_alone(pool: LocalPool) -> None:
    tasks = [Task("hangs", hang), *squares(2, 3)]
    assert dict(run(tasks, pool, Limits(seconds=0.3))) == {
        "hangs": Failed("took longer than 0.3 s"),
        "2": 4,
        "3": 9,
    }


def test_a_task_that_kills_its_worker_fails_alone(pool: LocalPool) -> None:
    tasks = [Task("exits", die), *squares(2, 3), Task("is killed", kill_itself), *squares(4, 5)]
    results = dict(run(tasks, pool, Limits()))
    reasons = {str(r.reason)[:15] for r in results.values() if isinstance(r, Failed)}
    assert reasons == {"the worker died"}
    assert [results[name] for name in "2345"] == [4, 9, 16, 25]


def test_an_exception_that_cannot_be_pickled_is_told_in_words(pool: LocalPool) -> None:
    results = dict(run([Task("fails", fail), *squares(2)], pool, Limits()))
    failed = results["fails"]
    assert isinstance(failed, Failed)
    assert failed.reason == "internal error: NeedsTwo: one"
    assert "test_workers.py" in failed.hint
    assert results["2"] == 4


def test_running_out_of_memory_is_told_in_words(pool: LocalPool) -> None:
    assert dict(run([Task("big", exhaust_memory)], pool, Limits())) == {
        "big": Failed("ran out of memory")
    }


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
        running = workers.submit(hang, Limits(seconds=600))
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
