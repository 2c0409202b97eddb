"""A build on a cluster: a real scheduler with real workers on loopback, some of which die."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest

from wikibrief.engine.glance import GLANCE_NAME
from wikibrief.engine.log import LOG_NAME
from wikibrief.engine.workers import Failed, Limits, Task, run
from wikibrief.problems import ProblemError
from wikibrief.project.building import pipeline
from wikibrief.project.building.outcomes import Listener, Outcome, Status, Summary
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.folders import find_project

distributed = pytest.importorskip("distributed", reason="needs the extra `cluster`")
from wikibrief.engine import cluster  # noqa: E402  it is not there without the extra
from wikibrief.engine.cluster import Cluster  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
FORMATS = ("yaml", "wiki", "html", "facts")
SECONDS = 20


class Machines:
    """A scheduler, and what it takes to start workers for it."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._file = folder / "scheduler.json"
        self.process = stack.enter_context(start("scheduler", "--scheduler-file", self._file))
        self.address = str(wait_for(self._read)["address"])

    @contextmanager
    def worker(self, *options: str) -> Iterator[subprocess.Popen[bytes]]:
        """Start a worker that runs one task at a time, and wait until it takes part."""
        with distributed.Client(self.address, set_as_default=False) as client:
            before = len(client.scheduler_info()["workers"])
            with start("worker", self.address, "--nthreads", "1", *options) as process:
                client.wait_for_workers(before + 1, timeout=SECONDS)
                yield process

    def _read(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self._file.read_text())
        return found


@contextmanager
def start(kind: str, *options: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program of Dask in a group of its own, which ends with all that it has started."""
    module = f"distributed.cli.dask_{kind}"
    process = subprocess.Popen(
        [sys.executable, "-m", module, "--host=127.0.0.1", "--no-dashboard", *options]
        + (["--port=0"] if kind == "scheduler" else []),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):  # a test has killed all of it
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(read: Callable[[], dict[str, object]]) -> dict[str, object]:
    end = time.monotonic() + SECONDS
    while True:
        try:
            return read()
        except (OSError, ValueError):
            assert time.monotonic() < end
            time.sleep(0.05)


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """A scheduler with one worker."""
    with ExitStack() as stack:
        machines = Machines(tmp_path_factory.mktemp("cluster"), stack)
        stack.enter_context(machines.worker("--no-nanny"))
        yield machines


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Articles that name each other, and are some work."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    content = tmp_path / "content"
    content.mkdir()
    for number in range(16):
        link = f"[[Raid {number - 1}]]"
        items = "".join(f"* Item {item} of {link} {{{{odd}}}}\n" for item in range(99))
        text = f"= Raid {number} =\n\nIt is {{{{#time:Y}}}}.\n\n== Part ==\n{items}"
        (content / f"raid-{number}.wiki").write_text(text)


def build(
    output: str,
    scheduler: str | None = None,
    listener: Listener | None = None,
) -> Summary:
    place = find_project(Path(), Path(output))
    # Here without workers: those of this process have the environment of an earlier test.
    jobs = None if scheduler else 0
    settings = Settings(project=place, formats=FORMATS, jobs=jobs, scheduler=scheduler)
    return pipeline.build([], settings, listener)


def files(output: str) -> dict[str, bytes]:
    """All files but what a build keeps for itself, in the order in which it happened."""
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in Path(output).rglob("*")
        if path.name not in {LOG_NAME, GLANCE_NAME}
    }


@pytest.mark.usefixtures("project")
def test_a_build_that_loses_a_worker_makes_what_a_local_one_makes(machines: Machines) -> None:
    local = build("local")
    built: list[Outcome] = []
    with machines.worker("--no-nanny") as victim:

        class KillOne(Listener):
            def take(self, outcome: Outcome) -> None:
                built.append(outcome)
                if len(built) == 3:
                    os.killpg(victim.pid, signal.SIGKILL)

        summary = build("far", machines.address, KillOne())
        assert victim.wait(SECONDS) == -signal.SIGKILL
    assert {outcome.status for outcome in summary.outcomes} == {Status.BUILT}
    assert len(built) == 16
    assert summary.problems == ()
    assert [each.problems for each in summary.outcomes] == [
        each.problems for each in local.outcomes
    ]
    assert files("far") == files("local")
    again = build("far", machines.address)
    assert {outcome.status for outcome in again.outcomes} == {Status.UP_TO_DATE}


def test_a_task_over_its_limits_and_one_that_dies_fail_alone(machines: Machines) -> None:
    tasks = [
        Task("works", partial(sum, range(10**12))),
        Task("dies", os.abort),
        *(Task(str(number), partial(pow, number, 2)) for number in range(9)),
    ]
    with Cluster(machines.address, dict) as workers:
        results = dict(run(tasks, workers, Limits(seconds=1)))
    assert results == {
        "works": Failed("took more than 1 s of processor time"),
        "dies": Failed("the worker died (signal 6)"),
        **{str(number): number**2 for number in range(9)},
    }


def problems(address: str, look: Callable[[], dict[str, str]] = dict) -> list[str]:
    with pytest.raises(ProblemError) as caught, Cluster(address, look):
        pass
    return [problem.message for problem in caught.value.problems]


def test_a_worker_that_sees_something_else_is_refused(machines: Machines) -> None:
    [message] = problems(machines.address, lambda: {"process": str(os.getpid()), "same": "1"})
    assert message.startswith("sees something different from this build: process ")
    assert message.endswith(f"(here {os.getpid()})")


def test_a_worker_that_may_have_no_processes_is_refused(machines: Machines) -> None:
    with machines.worker("--nanny"):
        assert problems(machines.address) == ["cannot start processes for its tasks"]


def test_without_a_scheduler_there_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 0.5)
    assert problems("tcp://127.0.0.1:1") == ["no scheduler answers"]


@pytest.mark.usefixtures("project")
def test_a_build_ends_when_its_scheduler_has_gone(tmp_path: Path) -> None:
    with ExitStack() as stack:
        machines = Machines(tmp_path, stack)
        assert problems(machines.address) == ["has no workers"]
        stack.enter_context(machines.worker("--no-nanny"))

        class KillScheduler(Listener):
            def advance(self) -> None:
                machines.process.kill()

        summary = build("far", machines.address, KillScheduler())
    assert [problem.message for problem in summary.problems] == ["the scheduler has gone"]
    assert {outcome.status for outcome in summary.outcomes} == {Status.BUILT}
    assert 0 < summary.unbegun < 16
    build("far")
    build("local")
    assert files("far") == files("local")


def test_a_worker_that_dies_while_it_is_looked_at_is_no_problem_of_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The scheduler has tried in vain to ask it, and knows it no more."""

    class Client:
        status = "running"

        def run(self, *_: object, **__: object) -> dict[str, object]:
            return {"tcp://alive": {"folder": "here"}, "tcp://dead": OSError("timed out")}

        def scheduler_info(self, **_: object) -> dict[str, object]:
            return {"workers": {"tcp://alive": {"nthreads": 1}}}

    found = Cluster("tcp://scheduler", lambda: {"folder": "here"})
    monkeypatch.setattr(found, "_client", Client(), raising=False)
    assert found._admit({"tcp://alive", "tcp://dead"}) == []  # noqa: SLF001
    assert found._good == {"tcp://alive"}  # noqa: SLF001
