"""The build log: at any instant an artifact is the old one, the announced one, or a person's."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from wikibrief.engine import files
from wikibrief.engine.entries import Entry
from wikibrief.engine.files import Staged, Stamp
from wikibrief.engine.log import LOG_NAME, BuildLog
from wikibrief.problems import ProblemError


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    folder.mkdir()
    return folder


def stage(output: Path, **contents: str) -> tuple[Staged, ...]:
    return files.stage({output / name: text.encode() for name, text in contents.items()})


def build(output: Path, source: str, **contents: str) -> None:
    log = BuildLog(output)
    artifacts = log.install(output.parent / source, stage(output, **contents))
    log.add(output.parent / source, Entry(artifacts=artifacts))
    log.close()


def kill_while_installing(
    output: Path, source: str, monkeypatch: pytest.MonkeyPatch, after: int, **contents: str
) -> None:
    """Install artifacts, and end after so many of them are in place."""
    put = files.put
    done: list[Stamp] = []

    def put_or_end(staged: Staged) -> Stamp:
        if len(done) == after:
            raise Killed
        done.append(put(staged))
        return done[-1]

    with monkeypatch.context() as patch, contextlib.suppress(Killed):
        patch.setattr(files, "put", put_or_end)
        BuildLog(output).install(output.parent / source, stage(output, **contents))
    assert len(done) == after


def edited(output: Path, **contents: str) -> list[str]:
    return [path.name for path in BuildLog(output).find_edited(stage(output, **contents))]


@pytest.mark.parametrize("after", [0, 1, 2])
@pytest.mark.parametrize("built_before", [False, True])
def test_what_a_killed_build_has_put_in_place_is_ours(
    output: Path, monkeypatch: pytest.MonkeyPatch, after: int, *, built_before: bool
) -> None:
    if built_before:
        build(output, "s", a="old a", b="old b")
    kill_while_installing(output, "s", monkeypatch, after, a="new a", b="new b")
    kill_while_installing(output, "s", monkeypatch, after, a="newer a", b="newer b")
    assert BuildLog(output).unfinished
    assert edited(output, a="newest a", b="newest b") == []
    build(output, "s", a="newest a", b="newest b")
    assert not BuildLog(output).unfinished
    assert not BuildLog(output).records()[output.parent / "s"].unsure


def test_what_a_person_has_written_is_not_ours(output: Path) -> None:
    build(output, "s", a="a", b="b", c="c")
    (output / "a").write_text("edited", encoding="utf-8")
    (output / "b").unlink()
    (output / "d").write_text("a person's", encoding="utf-8")
    assert edited(output, a="new", b="new", c="new", d="new") == ["a", "d"]
    assert BuildLog(output).has_built(output / "a")
    assert not BuildLog(output).has_built(output / "d")


def test_an_edit_after_a_kill_is_not_ours(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kill_while_installing(output, "s", monkeypatch, 1, a="new a", b="new b")
    (output / "a").write_text("edited", encoding="utf-8")
    assert edited(output, a="newer a") == ["a"]


def test_an_announcement_survives_a_build_of_other_artifacts(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kill_while_installing(output, "s", monkeypatch, 2, a="new a", b="new b")
    build(output, "s", a="newer a")
    assert edited(output, b="newer b") == []
    [record] = BuildLog(output).records().values()
    assert record.unsure == {output / "b"}


def test_an_artifact_that_another_source_makes_now_is_announced_first(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(output, "one", a="old")
    kill_while_installing(output, "other", monkeypatch, 0, a="new")
    assert edited(output, a="newer") == []  # the old one, in place
    kill_while_installing(output, "other", monkeypatch, 1, a="new")
    assert edited(output, a="newer") == []
    build(output, "other", a="newer")
    records = BuildLog(output).records()
    assert not records[output.parent / "one"].artifacts
    assert records[output.parent / "other"].artifacts.keys() == {output / "a"}


def test_nothing_is_put_in_place_that_cannot_be_announced(output: Path) -> None:
    build(output, "s", a="old")
    log, staged = BuildLog(output), stage(output, a="new")
    (output / LOG_NAME).unlink()
    (output / LOG_NAME).mkdir()
    with pytest.raises(ProblemError, match="cannot write"):
        log.install(Path("s"), staged)
    assert (output / "a").read_text(encoding="utf-8") == "old"
    assert {path.name for path in output.iterdir()} == {"a", LOG_NAME}


def test_a_source_that_is_gone_is_forgotten_with_all_its_places(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kill_while_installing(output, "s", monkeypatch, 1, a="a", b="b")
    log = BuildLog(output)
    [source] = log.entries
    assert log.entries[source].places == {output / "a", output / "b"}
    log.forget(source)
    log.close()
    assert edited(output, a="new") == ["a"]
