"""The build log: at any instant an artifact is the old one, the announced one, or a person's."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

import pytest

from wikibrief.engine import files, staging
from wikibrief.engine.entries import Entry
from wikibrief.engine.files import Stamp
from wikibrief.engine.lines import seal
from wikibrief.engine.log import LOG_NAME, BuildLog
from wikibrief.engine.staging import Staged
from wikibrief.problems import ProblemError, error


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    folder.mkdir()
    return folder


def stage(output: Path, **contents: str) -> tuple[Staged, ...]:
    return staging.stage({output / name: text.encode() for name, text in contents.items()})


def build(output: Path, source: str, **contents: str) -> None:
    log = BuildLog(output)
    artifacts = log.install(output.parent / source, stage(output, **contents))
    log.add(output.parent / source, Entry(artifacts=artifacts))
    log.close()


def kill_while_installing(
    output: Path, source: str, monkeypatch: pytest.MonkeyPatch, after: int, **contents: str
) -> None:
    """Install artifacts, and end after so many of them are in place."""
    put = staging.put
    done: list[Stamp] = []

    def put_or_end(staged: Staged) -> Stamp:
        if len(done) == after:
            raise Killed
        done.append(put(staged))
        return done[-1]

    with monkeypatch.context() as patch, contextlib.suppress(Killed):
        patch.setattr(staging, "put", put_or_end)
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


def write_version(output: Path, version: int, **changes: object) -> None:
    """Let the log be one of another version, whose lines have what that version has."""
    log = output / LOG_NAME
    header, *lines = log.read_bytes().splitlines(keepends=True)
    made = [header.replace(b'"version":4', b'"version":%d' % version)]
    for line in lines:
        data = {key: value for key, value in json.loads(line).items() if key != "check"}
        made.append(seal({**data, **changes}))
    log.write_bytes(b"".join(made))


@pytest.mark.parametrize("version", [3, 5])
def test_a_log_of_another_version_still_says_what_is_ours(output: Path, version: int) -> None:
    build(output, "s", a="a", b="b")
    build(output, "s", a="new a")
    write_version(output, version, inputs="of another form", setting=None, uses={"x": 1})
    (output / "b").write_text("edited", encoding="utf-8")
    log = BuildLog(output)
    [problem] = log.problems
    assert "another version of wikibrief: everything is built anew" in problem.message
    [entry] = log.entries.values()
    assert not entry.inputs
    assert not entry.setting
    assert edited(output, a="newest a", b="newest b", c="c") == ["b"]
    log.close()
    assert not BuildLog(output).problems


def test_what_sources_share_is_written_once(output: Path) -> None:
    shared = output.parent / "templates" / "page"
    shared.parent.mkdir()
    shared.write_text("page", encoding="utf-8")
    stamp = files.stamp(shared)
    setting = {"wikibrief": "1"}
    log = BuildLog(output)
    for name in "abc":
        source = output.parent / name
        source.write_text(name, encoding="utf-8")
        inputs = {source: files.stamp(source), shared: stamp}
        staged = stage(output, **{f"{name}.html": name})
        entry = Entry(inputs, log.install(source, staged), setting=setting)
        log.add(source, entry)
    whole = {source: entry.record() for source, entry in log.entries.items()}
    for _ in range(2):  # as it was appended, and as it is written at the end
        text = (output / LOG_NAME).read_text()
        assert text.count("templates/page") == text.count('"wikibrief":"1"') == 1
        assert BuildLog(output).records() == whole
        log.close()

    later = output.parent / "a"
    log = BuildLog(output)
    log.add(later, Entry({shared: Stamp("other")}, setting={"wikibrief": "2"}))
    log.close()
    log = BuildLog(output)
    assert log.entries[later].inputs == {shared: Stamp("other")}
    assert log.entries[output.parent / "b"].record() == whole[output.parent / "b"]
    for name in "bc":
        log.forget(output.parent / name)
    log.close()
    assert '"wikibrief":"1"' not in (output / LOG_NAME).read_text()


def test_a_damaged_line_that_many_share_costs_them_a_build_and_nothing_else(output: Path) -> None:
    log = BuildLog(output)
    for name in "ab":
        made = log.install(output.parent / name, stage(output, **{f"{name}.html": name}))
        log.add(output.parent / name, Entry(artifacts=made, setting={"wikibrief": "1"}))
    log.close()
    path = output / LOG_NAME
    path.write_bytes(path.read_bytes().replace(b'"wikibrief":"1"', b'"wikibrief":"2"'))
    log = BuildLog(output)
    assert "damaged (1)" in log.problems[0].message
    assert [entry.setting for entry in log.entries.values()] == [{}, {}]
    assert edited(output, **{"a.html": "new", "b.html": "new"}) == []


def test_a_damaged_line_about_what_has_changed_makes_a_part_of_the_log_unknown(
    output: Path,
) -> None:
    log = BuildLog(output)
    changed = output.parent / "m"
    for name in "ab":
        stamps = {changed: Stamp(name)}
        log.add(output.parent / name, Entry(stamps, setting={"wikibrief": "1"}, left=f"by {name}"))
    log.close()
    part = BuildLog.find_part(output, [changed])
    assert part is not None
    assert len(part.entries) == 2
    path = output / LOG_NAME
    path.write_bytes(path.read_bytes().replace(b"by b", b"by c"))
    assert BuildLog.find_part(output, [changed]) is None


def test_a_lost_value_is_not_taken_for_a_new_one(output: Path) -> None:
    log = BuildLog(output)
    for name in "ab":
        log.add(output.parent / name, Entry(setting={"wikibrief": name}))
    path = output / LOG_NAME
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if b'"wikibrief":"b"' not in line))
    log = BuildLog(output)
    log.add(output.parent / "c", Entry(setting={"wikibrief": "c"}))
    for _ in range(2):  # as it was appended, and as it is written at the end
        settings = {
            source.name: entry.setting for source, entry in BuildLog(output).entries.items()
        }
        assert settings == {"a": {"wikibrief": "a"}, "b": {}, "c": {"wikibrief": "c"}}
        log.close()


def test_a_line_that_could_not_be_appended_costs_no_other(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def append_a_part(path: Path, data: bytes) -> None:
        with path.open("ab") as file:
            file.write(data[:-9])
        raise ProblemError(error("the disk is full"))

    build(output, "a", a="a")
    log = BuildLog(output)
    with monkeypatch.context() as patch:
        patch.setattr(files, "append", append_a_part)
        with pytest.raises(ProblemError):
            log.add(output.parent / "b", Entry(setting={"wikibrief": "1"}))
    log.add(output.parent / "c", Entry(setting={"wikibrief": "1"}))
    after = BuildLog(output)
    assert not after.problems
    assert after.entries == log.entries


def test_a_touched_file_is_trusted_again(output: Path) -> None:
    source = output.parent / "s"
    source.write_text("same", encoding="utf-8")
    log = BuildLog(output)
    made = log.install(source, stage(output, a="a"))
    log.add(source, Entry({source: files.stamp(source)}, made, setting={"wikibrief": "1"}))
    log.close()
    os.utime(source, ns=(1, 1))
    log = BuildLog(output)
    assert log.observe(source) == log.entries[source].inputs[source].digest
    log.close()
    [entry] = BuildLog(output).entries.values()
    assert entry.inputs[source] == files.stamp(source)
