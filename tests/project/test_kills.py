"""A build that is killed at any instant: the next one makes what a clean one makes.

The instants are spread over the whole duration of a real build with workers; ``--kills`` says how
many there are.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from wikibrief.engine.glance import GLANCE_NAME
from wikibrief.engine.log import LOG_NAME, BuildLog
from wikibrief.project.building import pipeline
from wikibrief.project.building.outcomes import Status, Summary
from wikibrief.project.building.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
FORMATS = ("yaml", "wiki", "html")
COMMAND = ["build", "--formats", ",".join(FORMATS), "--jobs", "2"]
NAMES = ("market", "bridge", "convoy", "depot", "harbour")

Contents = dict[str, bytes]


class Project(NamedTuple):
    """A project whose sources changed after it was built, and what builds make of it.

    ``old`` is what is there, ``new`` what the killed build wants to make, and ``later`` what the
    next one makes: the sources have changed once more.
    """

    folder: Path
    old: Contents
    new: Contents
    later: Contents
    seconds: float


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "instant" in metafunc.fixturenames:
        count = metafunc.config.getoption("kills")
        instants = [(number + 0.5) / count for number in range(count)]
        metafunc.parametrize("instant", instants, ids=[f"{instant:.3f}" for instant in instants])


def write_sources(folder: Path, word: str) -> None:
    content = folder / "content"
    content.mkdir(exist_ok=True)
    for name in NAMES:
        text = f"= The {name} =\n\nThe {word} text of [[The market]].\n\n== Part ==\n* {word}\n"
        (content / f"{name}.wiki").write_text(text, encoding="utf-8")


def start(folder: Path, code: str = "") -> subprocess.Popen[bytes]:
    """Run the command line in a process, and a group, of its own."""
    program = f"{code}\nfrom wikibrief.cli import main\nmain({COMMAND})"
    return subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def artifacts(folder: Path) -> Contents:
    output = folder / "output"
    return {
        path.name: path.read_bytes()
        for path in output.iterdir()
        if path.name not in {LOG_NAME, GLANCE_NAME} and path.suffix != ".tmp"
    }


def build(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Summary:
    monkeypatch.chdir(folder)
    return pipeline.build(settings=Settings(formats=FORMATS, jobs=0))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = []
    for word in ("new", "later", "old"):
        folder = tmp_path_factory.mktemp(word)
        write_sources(folder, word)
        began = time.perf_counter()
        assert start(folder).wait(60) == 0
        made.append(artifacts(folder))
    new, later, old = made
    write_sources(folder, "new")
    return Project(folder, old, new, later, time.perf_counter() - began)


@pytest.fixture
def copy(project: Project, tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    shutil.copytree(project.folder, folder)  # with the times that the log knows
    return folder


def test_a_build_killed_at_any_instant_is_finished_by_the_next(
    project: Project, copy: Path, instant: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = start(copy)
    time.sleep(instant * project.seconds)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    confirm_recovery(project, copy, monkeypatch)


RENAMES = len(NAMES) * len(FORMATS) + 1
"""Of a build: its artifacts, then the log."""


@pytest.mark.parametrize("step", range(1, RENAMES + 1, 5))
@pytest.mark.parametrize("workers", ["survive", "die"])
def test_a_build_killed_at_a_rename_is_finished_by_the_next(
    project: Project, copy: Path, step: int, workers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kill = "os.kill(os.getpid(), 9)" if workers == "survive" else "os.killpg(0, 9)"
    code = (
        "import os\n"
        "from wikibrief.engine import files\n"
        "move, moves = files.move, []\n"
        "def kill(*paths):\n"
        "    moves.append(paths)\n"
        f"    if len(moves) > {step}: {kill}\n"
        "    move(*paths)\n"
        "files.move = kill\n"
    )
    start(copy, code).wait(60)
    confirm_recovery(project, copy, monkeypatch, may_leave=workers == "survive")


def confirm_recovery(
    project: Project, folder: Path, monkeypatch: pytest.MonkeyPatch, *, may_leave: bool = False
) -> None:
    """Nothing is half-written, and a build makes what is missing, over nothing of a person's."""
    left = artifacts(folder)
    assert left.keys() == project.old.keys()
    for name, data in left.items():
        assert data in {project.old[name], project.new[name]}

    edited = folder / "output" / "market.yaml"
    edited.write_bytes(left[edited.name] + b"# by a person\n")
    write_sources(folder, "later")
    summary = build(folder, monkeypatch)
    failed = [each.source.stem for each in summary.outcomes if each.status is Status.FAILED]
    assert failed == ["market"]
    assert edited.read_bytes().endswith(b"# by a person\n")

    edited.write_bytes(left[edited.name])
    summary = build(folder, monkeypatch)
    assert not summary.fails()
    assert not summary.problems
    assert artifacts(folder) == project.later
    assert not BuildLog(folder / "output").unfinished
    assert {each.status for each in build(folder, monkeypatch).outcomes} == {Status.UP_TO_DATE}
    if not may_leave:  # workers that outlive the build may stage a last file
        assert not list((folder / "output").glob("*.tmp"))
