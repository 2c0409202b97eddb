"""Faults of disks, clocks and names: nothing is half-written, nothing of a person's is lost.

After each of them the next build makes what a clean one makes.
"""

from __future__ import annotations

import errno
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wikibrief.cli import main
from wikibrief.engine import files
from wikibrief.engine.glance import GLANCE_NAME
from wikibrief.engine.log import LOG_NAME
from wikibrief.problems import Severity
from wikibrief.project.building import pipeline
from wikibrief.project.building.making import recipes
from wikibrief.project.building.outcomes import Outcome, Status, Summary
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.folders import find_project
from wikibrief.templating.environment import Templates

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("a", "b", "c", "d")
FORMATS = ("yaml", "wiki", "html")
COMMAND = f'"$PYTHON" -m wikibrief build --formats {",".join(FORMATS)} --jobs 1'


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("SOURCE_DATE_EPOCH", "WIKIBRIEF_CACHE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTHON", sys.executable)
    write_sources("old")


def write_sources(word: str) -> None:
    for name in NAMES:
        write(f"{name}.wiki", f"= {name} =\n\nThe {word} text of [[A]].\n")


def write(name: str, text: str) -> Path:
    path = Path("content", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def build(**options: Any) -> Summary:  # noqa: ANN401  those of Settings
    return pipeline.build([], Settings(**{"formats": FORMATS, "jobs": 0, **options}))


def statuses(summary: Summary) -> dict[str, Status]:
    return {outcome.source.name: outcome.status for outcome in summary.outcomes}


def artifacts(folder: str = "output") -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(Path(folder).rglob("*"))
        if path.is_file() and path.name not in {LOG_NAME, GLANCE_NAME}
    }


def build_cleanly() -> dict[str, bytes]:
    """What a clean build makes of the sources as they are."""
    build(project=find_project(Path(), Path("clean")))
    made = artifacts("clean")
    shutil.rmtree("clean")
    return made


def run(script: str, **kwargs: Any) -> subprocess.CompletedProcess[str]:  # noqa: ANN401
    done = subprocess.run(
        ["sh", "-c", script], check=False, capture_output=True, text=True, **kwargs
    )
    assert "Traceback" not in done.stderr + done.stdout
    return done


def confirm_whole(left: dict[str, bytes], *states: dict[str, bytes]) -> None:
    """Every artifact of a document is that of one of these states."""
    for name, data in left.items():
        if Path(name).stem in NAMES:
            assert data in [state.get(name) for state in states], name


# -------------------------------------------------------------------------------------------- disks


@pytest.fixture
def changed() -> tuple[dict[str, bytes], dict[str, bytes]]:
    """A project whose sources changed after it was built: what is there, and what will be."""
    write_sources("new")
    new = build_cleanly()
    write_sources("old")
    build()
    old = artifacts()
    write_sources("new")
    return old, new


def can_mount() -> bool:
    program = shutil.which("unshare")
    tried = program and subprocess.run(
        [program, "-rm", "mount", "-t", "tmpfs", "none", "/mnt"], check=False, capture_output=True
    )
    return isinstance(tried, subprocess.CompletedProcess) and tried.returncode == 0


needs_mount = pytest.mark.skipif(not can_mount(), reason="no file systems of our own here")


@needs_mount
@pytest.mark.parametrize("free", [0, 12, 24])
def test_a_full_disk_fails_what_does_not_fit(
    changed: tuple[dict[str, bytes], dict[str, bytes]], free: int
) -> None:
    old, new = changed
    full = "size=$(( $(du -sk saved | cut -f 1) + $FREE ))k"
    done = run(
        "cp -a output saved && unshare -rm sh -c '"
        f"mount -t tmpfs -o {full} t output && cp -a saved/. output && "
        f"{{ {COMMAND}; code=$?; cp -a output left; exit $code; }}'",
        env={**os.environ, "FREE": str(free)},
    )
    assert done.returncode == 1, done.stderr
    assert "cannot write: no space left on device" in done.stderr
    left = artifacts("left")
    confirm_whole(left, old, new)
    assert left.keys() >= old.keys()
    shutil.rmtree("output")
    Path("left").rename("output")
    assert not build().fails()
    assert artifacts() == new


def test_files_that_may_not_grow_fail_what_does_not_fit(
    changed: tuple[dict[str, bytes], dict[str, bytes]],
) -> None:
    old, new = changed
    limit = (20_000, resource.RLIM_INFINITY)  # pages are larger, YAML is not
    done = run(COMMAND, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit))
    assert done.returncode == 1
    assert "file too large" in done.stderr
    confirm_whole(artifacts(), old, new)
    assert not build().fails()
    assert artifacts() == new


@needs_mount
def test_an_output_folder_that_is_read_only(
    changed: tuple[dict[str, bytes], dict[str, bytes]],
) -> None:
    old, new = changed
    mount = "mount --bind output output && mount -o remount,bind,ro output"
    done = run(f"unshare -rm sh -c '{mount} && {COMMAND}'")
    assert done.returncode == 1
    assert "output/a.yaml: error: cannot write: read-only file system" in done.stderr
    assert artifacts() == old
    build()
    assert artifacts() == new
    done = run(f"unshare -rm sh -c '{mount} && {COMMAND}'")
    assert done.returncode == 0, "nothing is to be done, so nothing is to be written"


@pytest.mark.parametrize("seed", range(12))
def test_a_log_that_is_damaged_anywhere_loses_nothing(seed: int) -> None:
    build()
    made, chance = artifacts(), random.Random(seed)  # noqa: S311
    log = Path("output", LOG_NAME)
    data = bytearray(log.read_bytes())
    start = chance.randrange(len(data))
    match seed % 4:
        case 0:
            del data[start:]
        case 1:
            data[start : start + 300] = bytes(300)
        case 2:
            data[start : start + 300] = b""
        case 3:
            data[start] ^= 1 << chance.randrange(8)
    log.write_bytes(data)
    Path("output", GLANCE_NAME).unlink(missing_ok=True)
    summary = build()
    assert {each.severity for each in summary.all_problems} <= {Severity.NOTE}, summary
    assert artifacts() == made
    assert set(statuses(build()).values()) == {Status.UP_TO_DATE}


@pytest.mark.parametrize(
    "place", ["_templates/html/page.html.j2", "_templates/html/style.css", "_defaults.yaml"]
)
def test_what_cannot_be_read_is_not_what_is_missing(place: str) -> None:
    write("_templates/html/own.css", "p { color: tan }\n")
    build()
    build()
    path = Path("content", place)
    os.mkfifo(path)
    summary = build()
    assert set(statuses(summary).values()) == {Status.FAILED}
    assert {each.file for each in summary.all_problems} == {str(path)}
    path.unlink()
    assert not build().fails()


# ------------------------------------------------------------------------------- while it is read


def change_while_rendering(
    path: Path, text: str | None, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], None]:
    """Change or delete a file when the first document has been rendered, before it is logged."""
    render = recipes.render_article

    def change(*args: Any, **kwargs: Any) -> object:  # noqa: ANN401  render_article's
        rendered = render(*args, **kwargs)
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")
        return rendered

    monkeypatch.setattr(recipes, "render_article", change)
    return lambda: monkeypatch.setattr(recipes, "render_article", render)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a.wiki", "= A =\n\nOne.\n", "= A =\n\nTwo.\n"),
        ("a.meta.yaml", "title: One\n", "title: Two\n"),
        ("_templates/html/style.css", "p { color: red }\n", "p { color: tan }\n"),
        ("a.meta.yaml", "title: One\n", None),
        ("_templates/html/style.css", "p { color: red }\n", None),
    ],
)
def test_a_file_that_changes_while_it_is_read_is_read_again(
    name: str, before: str, after: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(name, before)
    stop = change_while_rendering(path, after, monkeypatch)
    assert build().outcomes[0].status is Status.BUILT
    stop()
    build()
    assert artifacts() == build_cleanly()
    assert statuses(build())["a.wiki"] is Status.UP_TO_DATE


# ------------------------------------------------------------------------------------------- clocks

HOUR = 3600 * 10**9


def set_clock(change: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock of this process, not that of its files, differ by so many nanoseconds."""
    time_ns = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: time_ns() + change)


def test_files_from_the_future_are_up_to_date_when_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_clock(-HOUR, monkeypatch)
    build()
    assert set(statuses(build()).values()) == {Status.UP_TO_DATE}
    write("a.wiki", "= A =\n\nOther text.\n")
    assert [name for name, each in statuses(build()).items() if each is Status.BUILT] == ["a.wiki"]


def test_a_clock_that_is_set_back_during_a_build_costs_another_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    style = write("_templates/html/style.css", "p { color: red }\n")
    with monkeypatch.context() as patch:
        time_ns = time.time_ns
        times = iter([time_ns() + HOUR])  # only the beginning is in the future
        patch.setattr(time, "time_ns", lambda: next(times, time_ns()))
        change_while_rendering(style, "p { color: tan }\n", patch)
        build(formats=("html",))
    build(formats=("html",))
    assert all(b"tan" in data for name, data in artifacts().items() if name[1:] == ".html")


@pytest.mark.parametrize("hours", [-1000, 1000])
def test_times_of_files_may_be_any(hours: int) -> None:
    build()
    moment = Path("content/a.wiki").stat().st_mtime_ns + hours * HOUR
    for folder in ("content", "output"):
        for path in Path(folder).iterdir():
            os.utime(path, ns=(moment, moment))
    assert set(statuses(build()).values()) == {Status.UP_TO_DATE}
    path = write("a.wiki", "= a =\n\nThe odd text of [[A]].\n")  # as long as it was
    os.utime(path, ns=(moment, moment))
    assert statuses(build())["a.wiki"] is Status.BUILT
    assert artifacts() == build_cleanly()


# -------------------------------------------------------------------------------------------- links


def find(summary: Summary, name: str) -> Outcome:
    return next(each for each in summary.outcomes if each.source.name == name)


def test_loops_of_links_end() -> None:
    Path("content/sub").mkdir()
    Path("content/sub/up").symlink_to("..")
    Path("content/loop.wiki").symlink_to("loop.wiki")
    Path("content/ping.wiki").symlink_to("pong.wiki")
    Path("content/pong.wiki").symlink_to("ping.wiki")
    Path("content/media").mkdir()
    Path("content/media/Loop.svg").symlink_to("Loop.svg")
    Path("content/Template").mkdir()
    Path("content/Template/Loop.wiki").symlink_to("Loop.wiki")
    write("a.wiki", "= A =\n\n[[File:Loop.svg]] {{Loop}}\n")
    summary = build()
    assert statuses(summary) == {
        **dict.fromkeys(["a.wiki", "b.wiki", "c.wiki", "d.wiki"], Status.BUILT),
        **dict.fromkeys(["loop.wiki", "ping.wiki", "pong.wiki"], Status.FAILED),
    }
    assert "is a link to a folder" in str(summary.problems)
    for name in ("loop", "ping", "pong"):
        [problem] = find(summary, f"{name}.wiki").problems
        assert problem.severity is Severity.ERROR
    assert statuses(build())["a.wiki"] is Status.UP_TO_DATE


@pytest.mark.parametrize("name", ["_defaults.yaml", "a.meta.yaml", "_templates"])
def test_what_all_need_and_is_a_loop_is_an_error(name: str) -> None:
    Path("content", name).symlink_to(name)
    summary = build()
    assert statuses(summary)["a.wiki"] is Status.FAILED
    assert not Path("output/a.html").exists(), "the marking may be in it"


def test_an_output_folder_that_is_a_loop_is_an_error() -> None:
    Path("output").symlink_to("output")
    [problem] = build().problems
    assert "cannot be the output folder" in problem.message


# -------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("raid.wiki", "Raid.yaml"),
        ("mali/raid.wiki", "Mali/raid.wiki"),
        ("caf\N{LATIN SMALL LETTER E WITH ACUTE}.wiki", "cafe\N{COMBINING ACUTE ACCENT}.wiki"),
    ],
)
def test_names_that_are_alike_are_reported_and_refused_where_they_are_the_same(
    name: str, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in (name, other):
        write(
            each, "title: Raid\nlead: [Text.]\n" if each.endswith("yaml") else "= Raid =\n\nText.\n"
        )
    summary = build()
    problems = [each for each in summary.problems if each.code == "output-clash"]
    assert {each.file for each in problems} == {f"content/{name}", f"content/{other}"}
    assert {each.severity for each in problems} == {Severity.WARNING}
    assert Status.FAILED not in statuses(summary).values()
    monkeypatch.setattr(files, "ignores_case", lambda _: True)
    summary = build()
    failed = [each for each in summary.outcomes if each.status is Status.FAILED]
    assert {str(each.source.relative_to(Path("content").absolute())) for each in failed} == {
        name,
        other,
    }


def test_whether_a_file_system_ignores_case_is_found_out(
    tmp_path: Path,
) -> None:
    assert not files.ignores_case(tmp_path / "output" / "missing")
    (tmp_path / "output").mkdir()
    (tmp_path / "OUTPUT").symlink_to("output")  # as such a file system answers
    assert files.ignores_case(tmp_path / "output" / "12")


ODD = (
    "-dash",
    " blanks ",
    "new\nline",
    "tab\tand\\backslash",
    "quo'te\"s&<b>",
    "100%25 #1?",
    "a:b;c",
    "dots..",
    "$(touch hacked)",
    "\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe",
    "\N{PILE OF POO}",
    "CON",
    "index.html",
    "x" * 240,
)


def test_odd_names_are_built_and_listed() -> None:
    for name in ODD:
        write(f"{name}.wiki", "= Odd =\n\nText of [[A]].\n")
    summary = build()
    assert [each for each in summary.outcomes if each.status is Status.FAILED] == []
    done = run("cd output && sha256sum --check --quiet --strict SHA256SUMS")
    assert done.returncode == 0, done.stderr
    assert set(statuses(build()).values()) == {Status.UP_TO_DATE}
    assert not Path("hacked").exists()


def test_a_name_that_is_too_long_for_its_artifacts_fails_alone() -> None:
    write(f"{'y' * 250}.wiki", "= Long =\n\nText.\n")
    summary = build(formats=(*FORMATS, "facts"))
    [failed] = [each for each in summary.outcomes if each.status is Status.FAILED]
    assert "file name too long" in str(failed.problems[0])
    assert statuses(summary)["a.wiki"] is Status.BUILT


@pytest.mark.parametrize(
    "failure",
    [
        MemoryError(),
        OSError(errno.ENOMEM, "Cannot allocate memory", "output"),
        ImportError("/lib/_csv.so: failed to map segment from shared object"),
        RuntimeError("can't start new thread"),
    ],
    ids=lambda failure: type(failure).__name__,
)
def test_too_little_memory_is_no_bug(
    failure: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise failure

    with monkeypatch.context() as patch:
        patch.setattr(recipes, "read_article", refuse)
        assert {each.problems[0].message for each in build().outcomes} == {"ran out of memory"}
    with monkeypatch.context() as patch:
        patch.setattr(Templates, "_template", refuse)
        [*_, last] = build().outcomes
        assert last.problems[0].message == "template: ran out of memory"
    monkeypatch.setattr(pipeline, "without_missing", refuse)
    with pytest.raises(SystemExit) as ended:
        main(["build", "--jobs", "0"])
    assert ended.value.code == 1
    assert "wikibrief: error: ran out of memory" in capsys.readouterr().err
