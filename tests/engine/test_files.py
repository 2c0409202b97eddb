"""The border to the disk: whole or not at all, and every refusal a problem with a place."""

from __future__ import annotations

import errno
import os
import resource
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from wikibrief.engine import files, staging
from wikibrief.problems import Problem, ProblemError


def problem_of(failure: pytest.ExceptionInfo[ProblemError]) -> Problem:
    [problem] = failure.value.problems
    return problem


@pytest.fixture
def umask() -> Iterator[int]:
    before = os.umask(0o027)
    yield 0o027
    os.umask(before)


# ----------------------------------------------------------------------------------------- reading


def test_a_byte_order_mark_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.wiki"
    path.write_bytes(b"\xef\xbb\xbfText\r\n")
    assert files.read_text(path) == "\ufeffText\r\n"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as failure:
        files.read_text(tmp_path / "a.wiki")
    assert problem_of(failure).message == "not found"
    assert problem_of(failure).file.endswith("a.wiki")


def test_a_folder_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match="is a folder"):
        files.read_text(tmp_path)


def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.wiki")
    with pytest.raises(ProblemError, match="is not a regular file"):
        files.read_text(tmp_path / "a.wiki")


def test_a_file_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(ProblemError, match="cannot read: not a directory"):
        files.read_text(tmp_path / "a" / "b.wiki")


def test_a_name_that_no_file_can_have() -> None:
    with pytest.raises(ProblemError, match="cannot read"):
        files.read_text(Path("a\0b"))


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(ProblemError, match="cannot read: permission denied"):
        files.read_text(tmp_path / "a.wiki")


def test_the_first_byte_that_is_not_utf8_is_named_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.wiki"
    path.write_bytes("ok\nKobé ".encode() + "Ménaka".encode("latin-1"))
    with pytest.raises(ProblemError) as failure:
        files.read_text(path)
    problem = problem_of(failure)
    assert problem.message == "is not UTF-8: byte 0xE9 at byte 8 of the line"
    assert (problem.line, problem.column) == (2, 7)
    assert problem.hint == "convert it first: iconv -f WINDOWS-1252 -t UTF-8"


def test_utf16_is_recognized_in_the_hint(tmp_path: Path) -> None:
    path = tmp_path / "a.wiki"
    path.write_bytes("text".encode("utf-16"))
    with pytest.raises(ProblemError) as failure:
        files.read_text(path)
    assert "-f UTF-16" in problem_of(failure).hint


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.wiki"
    with path.open("wb") as file:
        file.truncate(files.MAX_BYTES + 1)
    with pytest.raises(ProblemError, match="is larger than 64 MiB"):
        files.read_text(path)


# ----------------------------------------------------------------------------------------- writing


def test_a_new_file_has_the_mode_of_the_umask(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "new" / "folder" / "a.yaml"
    files.write_atomically(path, b"text")
    assert path.read_bytes() == b"text"
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~umask


def test_a_file_that_is_written_over_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"old")
    path.chmod(0o600)
    files.write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_link_is_replaced_and_what_it_leads_to_is_not(tmp_path: Path) -> None:
    elsewhere, path = tmp_path / "elsewhere", tmp_path / "a.html"
    elsewhere.write_bytes(b"precious")
    path.symlink_to(elsewhere)
    files.write_atomically(path, b"new")
    assert (path.read_bytes(), elsewhere.read_bytes()) == (b"new", b"precious")


# ------------------------------------------------------------------------ writing a person's files


def test_a_file_that_somebody_saved_meanwhile_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.wiki"
    path.write_bytes(b"old")
    seen = files.stamp(path)
    path.write_bytes(b"saved")
    with pytest.raises(ProblemError, match="changed while it was being converted") as failure:
        files.save(path, b"new", seen)
    assert problem_of(failure).hint == "run the command again"
    assert path.read_bytes() == b"saved"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_appeared_meanwhile_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.wiki"
    seen = files.stamp(path)
    path.write_bytes(b"saved")
    with pytest.raises(ProblemError, match="changed while it was being converted"):
        files.save(path, b"new", seen)
    assert path.read_bytes() == b"saved"


def test_a_file_that_was_saved_without_a_change_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.wiki"
    path.write_bytes(b"old")
    seen = files.stamp(path)
    path.write_bytes(b"old")
    files.save(path, b"new", seen)
    assert path.read_bytes() == b"new"


def test_a_link_is_followed_to_the_file_which_keeps_its_mode(tmp_path: Path) -> None:
    real, link, again = tmp_path / "folder" / "real", tmp_path / "link", tmp_path / "again"
    real.parent.mkdir()
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    again.symlink_to("link")
    files.save(again, b"new", files.stamp(again))
    assert real.read_bytes() == b"new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert (link.is_symlink(), again.is_symlink()) == (True, True)
    assert list(real.parent.iterdir()) == [real]


def test_a_link_to_nothing_yet_is_followed(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to("folder/real")
    files.save(link, b"new", files.stamp(link))
    assert link.is_symlink()
    assert (tmp_path / "folder" / "real").read_bytes() == b"new"


@pytest.mark.parametrize("mode", [0o444, 0o400])
def test_a_read_only_file_is_left_as_it_is(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.wiki"
    path.write_bytes(b"old")
    path.chmod(mode)
    with pytest.raises(ProblemError, match="cannot write: is read-only") as failure:
        files.save(path, b"new", files.stamp(path))
    assert "chmod u+w" in problem_of(failure).hint
    assert path.read_bytes() == b"old"


def test_what_is_no_regular_file_is_not_written_over(tmp_path: Path) -> None:
    pipe, loop = tmp_path / "pipe", tmp_path / "loop"
    os.mkfifo(pipe)
    loop.symlink_to("loop")
    for path, message in [
        (pipe, "not a regular file"),
        (Path(os.devnull), "not a regular file"),
        (tmp_path, "is a folder"),
        (loop, "too many levels of symbolic links"),
    ]:
        with pytest.raises(ProblemError, match=message):
            files.save(path, b"new", files.stamp(path))
    assert {*tmp_path.iterdir()} == {pipe, loop}


# ---------------------------------------------------------------------- writing several, or nothing


def test_on_a_full_disk_the_old_file_is_intact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProblemError, match="cannot write: no space left on device") as failure:
        files.write_atomically(path, b"new")
    assert problem_of(failure).file.endswith("a.yaml")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_when_one_of_several_cannot_be_written_none_is(tmp_path: Path) -> None:
    good, bad = tmp_path / "a.yaml", tmp_path / "file" / "a.html"
    good.write_bytes(b"old")
    (tmp_path / "file").touch()
    with pytest.raises(ProblemError, match="cannot write"):
        staging.stage({good: b"new", bad: b"new"})
    assert good.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "file"]


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    good, folder = tmp_path / "a.yaml", tmp_path / "a.html"
    folder.mkdir()
    with pytest.raises(ProblemError, match="cannot write: is a folder"):
        staging.stage({good: b"new", folder: b"new"})
    assert list(tmp_path.iterdir()) == [folder]


def test_what_killed_writers_left_is_swept_away_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / ".wikibrief-0123456789abcdef.tmp").touch()
    (tmp_path / ".wikibrief.jsonl").touch()
    (tmp_path / "a.tmp").touch()
    files.sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".wikibrief.jsonl", "a.tmp"]


def test_a_staged_file_is_not_in_its_place_before_it_is_put_there(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"old")
    staged = staging.stage({old: b"newer", new: b"new"})
    assert old.read_bytes() == b"old"
    assert not new.exists()
    stamps = [staging.put(each) for each in staged]
    assert (old.read_bytes(), new.read_bytes()) == (b"newer", b"new")
    assert stamps == [files.stamp(old), files.stamp(new)]


def test_a_file_that_has_its_content_already_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"same")
    before = files.stamp(path)
    [staged] = staging.stage({path: b"same"})
    assert list(tmp_path.iterdir()) == [path]
    assert staging.put(staged) == files.stamp(path) == before


def test_what_is_staged_and_discarded_leaves_nothing(tmp_path: Path) -> None:
    staging.discard(staging.stage({tmp_path / "a": b"text", tmp_path / "b": b"text"}))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("link", "leads_out"),
    [
        ("inside", False),
        ("folder/../inside", False),
        ("link", False),  # to itself
        ("../outside", True),
        ("/etc/passwd", True),
        ("absent", False),
    ],
)
def test_links_that_lead_out_of_a_folder(tmp_path: Path, link: str, *, leads_out: bool) -> None:
    folder = tmp_path / "content"
    (folder / "folder").mkdir(parents=True)
    (folder / "link").symlink_to(link)
    assert files.leads_out(folder / "link", folder) is leads_out


# ------------------------------------------------------------------------------- stamps and display


def test_a_stamp_names_the_content(tmp_path: Path) -> None:
    one, same, other = (tmp_path / name for name in "abc")
    one.write_bytes(b"text")
    same.write_bytes(b"text")
    other.write_bytes(b"texts")
    assert files.stamp(one).digest == files.stamp(same).digest == files.digest(b"text")
    assert files.stamp(other).digest != files.stamp(one).digest
    assert files.stamp(tmp_path / "absent") == files.Stamp()


@pytest.mark.parametrize(
    ("stands_in", "path", "expected"),
    [
        ("", "content/a.wiki", "content/a.wiki"),
        ("content", "content/a.wiki", "a.wiki"),
        ("content", "output/a.html", "../output/a.html"),
        ("", "/etc/passwd", "/etc/passwd"),
        ("", "content/a\x1b[2J.wiki", "content/a\\x1b[2J.wiki"),
        ("", "content/\udcff.wiki", "content/\\udcff.wiki"),
    ],
)
def test_paths_are_shown_from_where_the_user_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stands_in: str, path: str, expected: str
) -> None:
    (tmp_path / "content").mkdir()
    monkeypatch.chdir(tmp_path / stands_in)
    assert files.shown(tmp_path / path) == expected


def test_an_obstacle_is_found_without_trying(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    messages = {
        "new/a": None,
        "file": None,
        "folder": "cannot write: is a folder",
        "file/a": "cannot write: a file is in the place of its folder",
    }
    for name, message in messages.items():
        problem = files.find_obstacle(tmp_path / name)
        assert (problem and problem.message) == message
    monkeypatch.setattr(os, "access", lambda *_: False)
    problem = files.find_obstacle(tmp_path / "new" / "a")
    assert problem
    assert problem.message == "cannot write: permission denied"
    assert not (tmp_path / "new").exists()


def test_a_shared_file_is_read_once_as_long_as_it_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shared"
    path.write_text("one")
    monkeypatch.setattr(files, "_TICK", 0)
    first = files.stamp_shared(path)
    with monkeypatch.context() as patch:
        patch.setattr(files, "stamp", lambda _: pytest.fail("it was read again"))
        assert files.stamp_shared(path) == first
    path.write_text("other")
    assert files.stamp_shared(path) == files.stamp(path) != first


def test_a_shared_file_that_was_just_touched_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shared"
    path.write_text("one")
    files.stamp_shared(path)
    monkeypatch.setattr(files, "stamp", lambda _: files.Stamp("read again"))
    assert files.stamp_shared(path).digest == "read again"


def test_where_memory_is_limited_the_disk_is_waited_for_without_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / name for name in ("a", "b")]
    for path in paths:
        path.write_text("text")
    monkeypatch.setattr(staging, "ThreadPoolExecutor", lambda _: pytest.fail("a thread began"))
    monkeypatch.setattr(resource, "getrlimit", lambda _: (57 * 1024**2, -1))
    staging.settle(paths)
