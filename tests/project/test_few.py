"""A build after which few files have changed does what the long way does, and reads less."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wikibrief.commands import watching
from wikibrief.engine.glance import GLANCE_NAME
from wikibrief.engine.log import LOG_NAME, BuildLog
from wikibrief.problems import Severity
from wikibrief.project.building import pipeline
from wikibrief.project.building.gathering import collecting, makers
from wikibrief.project.building.making.jobs import Gathering
from wikibrief.project.building.outcomes import Listener, Status, Summary
from wikibrief.project.building.settings import Settings
from wikibrief.project.building.shortcuts import few
from wikibrief.project.building.shortcuts.shortcut import Shortcut
from wikibrief.project.content.folders import find_project

GOOD = "= Raid =\n\nGunmen raided Tessit, as in [[Other]].\n"
BROKEN = "= Other =\n\n''It began. [[Raid]]\n"
FILES = {
    "raid.wiki": GOOD,
    "mali/other.wiki": BROKEN,
    "mali/third.wiki": "= Third =\n\nSee [[Raid]], [[Fourth]].\n",
    "mali/third.meta.yaml": "marking: TLP:GREEN\n",
    "mali/_defaults.yaml": "language: en\n",
    "_defaults.yaml": "language: en\n",
}


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    for name, text in FILES.items():
        write(name, text)


def write(name: str, text: str) -> None:
    path = Path("content", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    time.sleep(0.02)  # what is as new as a look is looked at again


def build(*formats: str, listener: Listener | None = None) -> Summary:
    """Build as the command does."""
    chosen = formats or ("yaml", "wiki", "html", "facts")
    settings = Settings(project=find_project(Path()), formats=chosen, jobs=0)
    known = Shortcut([], settings).recall()
    return known or pipeline.build([], settings, listener, brief=True)


@pytest.fixture
def long_ways(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The builds that have looked at all documents."""
    taken: list[object] = []
    way = pipeline._Run.build  # noqa: SLF001

    def take(run: pipeline._Run, sources: list[Path]) -> None:
        taken.append(run)
        way(run, sources)

    monkeypatch.setattr(pipeline._Run, "build", take)  # noqa: SLF001
    return taken


def made(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in {LOG_NAME, GLANCE_NAME}
    }


def confirm_like_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *formats: str) -> None:
    """The output folder is what a build of the same sources makes elsewhere."""
    here, clean = Path("output").absolute(), tmp_path / "clean"
    shutil.copytree("content", clean / "content")
    with monkeypatch.context() as patch:
        patch.chdir(clean)
        build(*formats)
        assert made(Path("output")) == made(here)
    shutil.rmtree(clean)


CHANGES: dict[str, tuple[str, str]] = {
    "a source": ("raid.wiki", GOOD + "More [[Other]], [[Fifth]].\n"),
    "a source with a problem": ("mali/other.wiki", BROKEN + "''More.\n"),
    "a source that loses its problem": ("mali/other.wiki", "= Other =\n\nIt began.\n"),
    "a sidecar": ("mali/third.meta.yaml", "marking: TLP:AMBER\n"),
    "a title that nobody asks for": ("raid.wiki", GOOD.replace("= Raid", "= Raids")),
    "a title that others ask for": ("raid.wiki", GOOD.replace("= Raid", "= Fourth")),
    "defaults": ("_defaults.yaml", "marking: TLP:RED\n"),
    "defaults of a folder": ("mali/_defaults.yaml", "marking: TLP:RED\n"),
    "touched": ("raid.wiki", GOOD),
    "first sentence": ("raid.wiki", GOOD.replace("Gunmen", "On 3 May 2021 gunmen")),
}


@pytest.mark.parametrize("formats", [("yaml", "wiki"), ("yaml", "wiki", "html", "facts")])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_result_is_that_of_a_clean_build(
    change: tuple[str, str],
    formats: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    build(*formats)
    for _ in range(2):
        write(*change)
        before = build(*formats)
        confirm_like_clean(tmp_path, monkeypatch, *formats)
        write("mali/third.wiki", FILES["mali/third.wiki"] + f"{change}\n")
        build(*formats)
        confirm_like_clean(tmp_path, monkeypatch, *formats)
    after = build(*formats)
    assert after.documents(Status.UP_TO_DATE) == len(after.outcomes) + after.unlisted == 3
    assert len(before.outcomes) + before.unlisted == 3
    assert not BuildLog(Path("output")).unfinished


def test_what_few_files_change_is_built_and_no_more_is_read(long_ways: list[object]) -> None:
    build("yaml", "wiki")
    del long_ways[:]
    for number in range(3):
        write("raid.wiki", f"{GOOD}\n{number}\n")
        summary = build("yaml", "wiki")
        assert {each.source.stem: each.status for each in summary.outcomes} == {
            "raid": Status.BUILT,
            "other": Status.UP_TO_DATE,
        }
        assert summary.unlisted == 1
        assert summary.count(Severity.WARNING) == 1
    assert not long_ways
    build("yaml", "wiki", "html")
    assert len(long_ways) == 1


def cut_details() -> None:
    note = Path("output", GLANCE_NAME)
    note.write_bytes(note.read_bytes()[:-9])


def damage_line() -> None:
    log = Path("output", LOG_NAME)
    seen = log.stat()
    log.write_bytes(log.read_bytes().replace(b'"names":["Raid"]', b'"names":["Rais"]'))
    os.utime(log, ns=(seen.st_atime_ns, seen.st_mtime_ns))


def cut_end() -> None:
    log = Path("output", LOG_NAME)
    log.write_bytes(log.read_bytes()[:-9])


DOUBTS: dict[str, Callable[[], object]] = {
    "the note has lost its details": cut_details,
    "a line of the log is damaged": damage_line,
    "the last build was killed": cut_end,
    "a source appears": lambda: write("new.wiki", "= New =\n"),
    "a source goes": Path("content/mali/third.wiki").unlink,
    "an artifact is edited": lambda: Path("output/mali/third.yaml").write_text("mine"),
    "an artifact goes": Path("output/mali/third.wiki").unlink,
    "a picture appears": lambda: write("media/a.svg", "<svg/>"),
    "a template appears": lambda: write("_templates/html/page.html.j2", "{{ body }}"),
}


@pytest.mark.parametrize("doubt", DOUBTS.values(), ids=DOUBTS)
def test_a_doubt_takes_the_long_way(doubt: Callable[[], object], long_ways: list[object]) -> None:
    build("yaml", "wiki")
    doubt()
    write("raid.wiki", f"{GOOD}\nMore.\n")
    del long_ways[:]
    build("yaml", "wiki")
    assert len(long_ways) == 1


def test_what_changes_meanwhile_is_seen_by_the_next_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build("yaml", "wiki")
    meanwhile = (
        lambda: write("raid.wiki", GOOD + "Again.\n"),
        lambda: write("mali/third.wiki", "= Third =\n\nOther text.\n"),
        lambda: Path("output/raid.wiki").write_text("mine"),
        lambda: Path("output/mali/third.wiki").write_text("mine"),
    )
    for number, change in enumerate(meanwhile):

        class ChangeMeanwhile(Listener):
            def advance(self, change: Callable[[], object] = change) -> None:
                change()

        write("raid.wiki", f"{GOOD}{number}\n")
        build("yaml", "wiki", listener=ChangeMeanwhile())
        if "mine" in {path.read_text() for path in Path("output").rglob("*.wiki")}:
            write("mali/third.wiki", f"= Third =\n\n{number}.\n")
            write("raid.wiki", f"{GOOD}{number}0\n")
            assert build("yaml", "wiki").fails()
            for path in Path("output").rglob("*.wiki"):
                path.unlink()
        assert not build("yaml", "wiki").fails()
        confirm_like_clean(tmp_path, monkeypatch, "yaml", "wiki")


def test_what_few_builds_have_left_is_put_in_order_in_the_end(long_ways: list[object]) -> None:
    build("yaml", "wiki")
    size = Path("output", LOG_NAME).stat().st_size
    write("raid.wiki", f"{GOOD}1\n")
    build("yaml", "wiki")
    assert Path("output", LOG_NAME).stat().st_size > size
    Path("output", GLANCE_NAME).unlink()
    del long_ways[:]
    build("yaml", "wiki")
    assert long_ways
    assert Path("output", LOG_NAME).stat().st_size <= size + 9


@pytest.mark.parametrize("hours", [-24, 24])
def test_a_clock_that_was_wrong_hides_no_change(
    hours: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build("yaml", "wiki")
    for number in range(3):
        write("raid.wiki", f"{GOOD}{number}\n")
        moment = time.time_ns() + hours * 3600 * 10**9
        os.utime("content/raid.wiki", ns=(moment, moment))
        assert not build("yaml", "wiki").fails()
        confirm_like_clean(tmp_path, monkeypatch, "yaml", "wiki")


def test_files_about_all_are_made_anew_only_where_they_say_something_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made: list[object] = []

    def make(work: Gathering) -> makers.Made:
        made.append(work)
        return makers.make_files(work)

    monkeypatch.setattr(collecting, "_make_files", make)
    build()
    assert len(made) == 1
    write("raid.wiki", f"{GOOD}\nA second paragraph.\n")
    build()
    assert len(made) == 1
    confirm_like_clean(tmp_path, monkeypatch)
    build()
    del made[:]
    write("raid.wiki", GOOD.replace("Gunmen", "On 3 May 2021, gunmen"))
    build()
    assert len(made) == 1
    confirm_like_clean(tmp_path, monkeypatch)


def test_a_file_that_changes_before_it_is_read_is_seen_by_the_next_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, long_ways: list[object]
) -> None:
    write("fifth.wiki", "= Fifth =\n")
    build("yaml", "wiki", "html")
    write("raid.wiki", GOOD + "Again.\n")

    def change(*work: object) -> object:
        write("_defaults.yaml", "marking: TLP:RED\n")  # of both of them
        return find(*work)

    find: Callable[..., object] = few.find_recipes
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "find_recipes", change)
        del long_ways[:]
        build("yaml", "wiki", "html")
        assert not long_ways
    build("yaml", "wiki", "html")
    confirm_like_clean(tmp_path, monkeypatch, "yaml", "wiki", "html")


def test_a_build_that_watches_looks_at_no_more_than_what_was_saved(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    long_ways: list[object],
) -> None:
    """The first look is at all documents; so is one for a title that others ask for."""
    looks: list[int] = []

    def save(_: Settings) -> Iterator[set[Path]]:
        for text in (f"{GOOD}More.\n", f"{GOOD}Most.\n", GOOD.replace("= Raid", "= Fourth")):
            write("raid.wiki", text)
            yield {Path("content/raid.wiki")}
            looks.append(len(long_ways))

    monkeypatch.setattr(watching, "watch", save)
    build("yaml", "html")
    long_ways.clear()
    settings = Settings(project=find_project(Path()), formats=("yaml", "html"), jobs=0)
    with pytest.raises(KeyboardInterrupt):
        watching.watch_sources([], settings, explain=False, quiet=False)
    assert looks == [1, 1, 2]
    assert capsys.readouterr().out.count("built      content/raid.wiki") == 3
    confirm_like_clean(tmp_path, monkeypatch, "yaml", "html")
