"""Repeating: a build with nothing to do prints what it printed before, loads little, errs never."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from wikibrief.commands.repeating import repeat
from wikibrief.engine.glance import GLANCE_NAME

ROOT = Path(__file__).resolve().parents[2]
COMMAND = ["build", "--formats", "yaml,html"]
NOTE = Path("output", GLANCE_NAME)
PROGRAM = "import sys; from wikibrief.cli import main; main()"
LOADED = """
import sys
from wikibrief.cli import main
try:
    main()
finally:
    print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for name in ("raid", "mali/Kobé"):
        path = Path("content", f"{name}.wiki")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"= {path.stem} =\n\n''Gunmen raided Tessit.\n", encoding="utf-8")


def run(
    *arguments: str, program: str = PROGRAM, **variables: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *(arguments or COMMAND)],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, **variables},
    )


def plain(text: str) -> str:
    return re.sub(r"\d+\.\d\d s", "0.00 s", text)


@pytest.fixture
def first() -> subprocess.CompletedProcess[str]:
    """What a build with nothing to do prints that is not repeated."""
    run()
    done = run()
    assert "2 up to date, 2 with warnings" in done.stdout
    for _ in range(3):  # what is as new as a look cannot be remembered at once
        run()
    return done


def test_what_is_repeated_is_what_was_printed(first: subprocess.CompletedProcess[str]) -> None:
    for _ in range(3):
        again = run()
        assert plain(again.stdout) == plain(first.stdout)
        assert again.stderr == first.stderr
        assert again.returncode == first.returncode


def test_the_exit_code_is_repeated() -> None:
    strict = [*COMMAND, "--strict", "--quiet"]
    codes = [run(*strict).returncode for _ in range(4)]
    assert codes == [1, 1, 1, 1]
    assert run(*strict, program=LOADED).stderr.splitlines()[-1].split().count("click") == 0
    assert run(*COMMAND).returncode == 0


@pytest.mark.usefixtures("first")
def test_a_build_with_nothing_to_do_loads_next_to_nothing() -> None:
    assert "click" in run("schema", program=LOADED).stderr.split()
    loaded = set(run(program=LOADED).stderr.splitlines()[-1].split())
    assert "wikibrief" in loaded
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    )
    new = loaded - {name.partition(".")[0] for name in bare.stdout.split()}
    assert new <= {"__future__", "_blake2", "_hashlib", "hashlib", "stat", "wikibrief"}


def edit(path: str) -> Callable[[], object]:
    return lambda: Path(path).write_text("= Raid =\n\nOther.\n", encoding="utf-8")


CHANGES: dict[str, Callable[[], object]] = {
    "a source changes": edit("content/raid.wiki"),
    "a source appears": edit("content/mali/new.wiki"),
    "a source goes": lambda: Path("content/raid.wiki").unlink(),
    "an artifact is edited": edit("output/raid.yaml"),
    "an artifact goes": lambda: Path("output/mali/Kobé.html").unlink(),
    "defaults appear": edit("content/_defaults.yaml"),
    "the note goes": NOTE.unlink,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.usefixtures("first")
def test_a_change_ends_it(change: Callable[[], object]) -> None:
    assert repeat(COMMAND) == 0
    change()
    assert repeat(COMMAND) is None


@pytest.mark.usefixtures("first")
def test_another_command_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    for command in (
        ["check"],
        ["build"],
        [*COMMAND, "--quiet"],
        [*COMMAND, "--force"],
        [*COMMAND, "--output", "elsewhere"],
        [],
    ):
        assert repeat(command) is None
    for name in ("SOURCE_DATE_EPOCH", "WIKIBRIEF_CACHE", "_WIKIBRIEF_COMPLETE"):
        with monkeypatch.context() as patch:
            patch.setenv(name, "1")
            assert repeat(COMMAND) is None
    assert repeat(COMMAND) == 0
    with monkeypatch.context() as patch:
        patch.chdir("content")
        assert repeat(COMMAND) is None
        Path("content").mkdir()
        assert repeat(COMMAND) is None
        Path("content").rmdir()
    assert repeat(COMMAND) == 0


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.usefixtures("first")
def test_a_damaged_note_says_nothing(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    data = bytearray(NOTE.read_bytes())
    place = chance.randrange(int(data.partition(b"\0")[0]))  # after that come details
    if seed % 2:
        data[place] ^= 1 << chance.randrange(8)
    else:
        del data[place:]
    NOTE.write_bytes(data)
    assert repeat(COMMAND) is None


@pytest.mark.usefixtures("first")
def test_an_output_folder_that_is_named_is_found() -> None:
    command = [*COMMAND, "--output", "made"]
    for _ in range(3):
        run(*command)
    assert repeat(command) == 0
    assert repeat([*command, "--output", "output"]) is None


@pytest.mark.usefixtures("first")
def test_closed_streams_and_those_that_take_nothing_end_as_ever() -> None:
    for end in (">&-", "2>&-", "> /dev/full", "| true"):
        line = f'"{sys.executable}" -c "{PROGRAM}" {" ".join(COMMAND)} {end}'
        done = subprocess.run(
            ["sh", "-c", line], check=False, capture_output=True, text=True, timeout=60
        )
        assert "Traceback" not in done.stderr
        assert "internal error" not in done.stderr
        assert done.returncode in {0, 1}
