"""``build --watch``: a saved file is built at once, and again when its build was late."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from wikibrief.project.building.settings import Settings
from wikibrief.project.content.folders import find_project
from wikibrief.serving.watching import watch

ROOT = Path(__file__).parents[2]
PATIENCE = 60


@contextmanager
def running(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run wikibrief, and kill it when the test is over, whatever came of that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's `&` ignores it
    command = [sys.executable, "-u", "-m", "wikibrief", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(command, env=environment, text=True, **pipes)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
        signal.signal(signal.SIGINT, before)


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "content" / "raid.wiki"
    path.parent.mkdir()
    path.write_text("= Raid =\n\nGunmen came.\n")
    return path


def test_changes_are_seen_from_the_first_answer_on_and_ours_are_none(source: Path) -> None:
    changes: Iterator[set[Path]] = watch(Settings(project=find_project(Path())))
    assert next(changes) == set()
    output = source.parents[1] / "output"
    output.mkdir()
    (output / "raid.html").write_text("x")
    source.with_name(".wikibrief-1.tmp").write_text("x")
    source.with_name("raid.wiki~").write_text("x")
    source.write_text("= Raid =\n\nThey left.\n")
    assert next(changes) == {source}


def test_of_many_changes_at_once_none_is_missed_and_few_builds_come(source: Path) -> None:
    changes: Iterator[set[Path]] = watch(Settings(project=find_project(Path())))
    assert next(changes) == set()
    saved = {source.with_name(f"raid-{number}.wiki") for number in range(500)}
    for _ in range(2):
        for path in sorted(saved):
            path.write_text("= Raid =\n\nThey left.\n")
    batches: list[set[Path]] = []
    while set().union(*batches) < saved:
        batches.append(next(changes))
    assert set().union(*batches) == saved
    assert len(batches) < 50


def test_a_build_that_watches_builds_what_is_saved_and_ends_when_told(source: Path) -> None:
    made = Path("output/raid.wiki")
    with running("build", "--watch", "--formats=wiki", "--jobs=0") as building:
        for words in ("Gunmen came.", "They left.", "They came again."):
            source.write_text(f"= Raid =\n\n{words}\n")
            end = time.monotonic() + PATIENCE
            while not made.exists() or words not in made.read_text():
                assert time.monotonic() < end
                time.sleep(0.02)
        source.unlink()
        while made.exists():
            assert time.monotonic() < end
            time.sleep(0.02)
        building.send_signal(signal.SIGINT)
        output, _ = building.communicate(timeout=PATIENCE)
        assert building.returncode == 130
    assert "built      content/raid.wiki" in output


def test_watching_does_not_report(source: Path) -> None:
    del source
    command = [sys.executable, "-m", "wikibrief", "build", "--watch", "--report=json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run(command, env=environment, check=False).returncode == 2


def test_a_server_ends_when_a_supervisor_says_so(source: Path) -> None:
    del source
    with running("serve", "--port=0", "--formats=html") as server:
        assert server.stdout
        said = server.stdout.readline()
        assert said.startswith("content is at http://127.0.0.1:")
        server.send_signal(signal.SIGTERM)
        _, errors = server.communicate(timeout=PATIENCE)
        assert (server.returncode, errors) == (130, "stopped\n")
