"""The progress of a build: a bar on a terminal, plain lines elsewhere, a summary after many."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from wikibrief.problems import warning
from wikibrief.project.building.outcomes import Outcome, Status, Summary
from wikibrief.project.reports import describe

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("content").mkdir()
    for number in range(12):
        Path("content", f"raid-{number}.wiki").write_text(f"= Raid {number} =\n\nSee [[ ]].\n")


def build(stream: int, *options: str) -> int:
    command = [sys.executable, "-m", "wikibrief", "build", "--formats=wiki", "--jobs=0", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"}
    done = subprocess.run(command, env=environment, stdout=stream, stderr=stream, check=False)
    os.close(stream)
    return done.returncode


def on_terminal(*options: str) -> str:
    ours, theirs = pty.openpty()
    pid = os.fork()
    if pid == 0:  # reads while the build writes: a terminal holds little
        os._exit(build(theirs, *options))
    os.close(theirs)
    text = b""
    try:
        while chunk := os.read(ours, 65536):
            text += chunk
    except OSError:
        pass  # the other side was closed
    os.close(ours)
    assert os.waitpid(pid, 0)[1] == 0
    return text.decode()


def test_a_terminal_has_a_bar_and_all_lines() -> None:
    text = on_terminal()
    assert re.search(r"\b\d+/12\b", text)
    plain = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", text)
    for number in range(12):
        assert re.search(rf"built +content/raid-{number}\.wiki → ", plain), plain
    assert "12 built, 12 with warnings in " in plain
    assert "\x1b[?25h" in text.rpartition("\x1b[?25l")[2], "the cursor is there again"


def test_a_quiet_build_has_none() -> None:
    assert not re.search(r"\b\d+/12\b", on_terminal("--quiet"))


def test_a_log_has_plain_lines_and_a_summary() -> None:
    reading, writing = os.pipe()
    assert build(writing) == 0
    with open(reading, encoding="utf-8") as log:  # noqa: PTH123  Path.open takes no descriptor
        text = log.read()
    assert "\x1b" not in text
    assert "\r" not in text
    *_, counts, slowest, problems = text.splitlines()
    assert counts.startswith("12 built, 12 with warnings in ")
    assert re.fullmatch(r"slowest: (content/raid-\d+\.wiki \d+\.\d\d s(, )?){3}", slowest)
    assert problems == "problems: 12 empty-link"


def test_few_documents_need_no_summary() -> None:
    problem = warning("x", code="empty-link")
    outcomes = [Outcome(Path(f"{n}.wiki"), Status.BUILT, (problem,), n / 10) for n in range(9)]
    assert len(describe(Summary(tuple(outcomes)))) == 1
    many = [*outcomes, Outcome(Path("slow.wiki"), Status.FAILED, (problem,), 9)]
    _, slowest, problems = describe(Summary(tuple(many)))
    assert slowest == "slowest: slow.wiki 9.00 s, 8.wiki 0.80 s, 7.wiki 0.70 s"
    assert problems == "problems: 10 empty-link"
