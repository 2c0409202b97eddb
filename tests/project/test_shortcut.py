"""The shortcut: a build that has nothing to do says what the long way says, and misses nothing."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wikibrief.engine import glance
from wikibrief.engine.glance import GLANCE_NAME
from wikibrief.project.building import pipeline
from wikibrief.project.building.outcomes import Listener, Status, Summary
from wikibrief.project.building.settings import Settings
from wikibrief.project.building.shortcuts.shortcut import Shortcut
from wikibrief.project.building.steps import Steps
from wikibrief.project.content.folders import find_project

GOOD = "= Raid =\n\nGunmen raided Tessit.\n"
BROKEN = GOOD + "\n''It began.\n"
NOTE = Path("output", GLANCE_NAME)


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    for name, text in {
        "raid.wiki": GOOD,
        "mali/other.wiki": BROKEN,
        "_defaults.yaml": "language: en\n",
        "media/notes.md": "x",
        "_templates/html/style.css": "p { color: red }\n",
    }.items():
        path = Path("content", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    time.sleep(0.02)


def settings(**options: object) -> Settings:
    return Settings(
        project=find_project(Path()),
        formats=("yaml", "html"),
        jobs=0,
        **options,  # type: ignore[arg-type]
    )


def build() -> Summary:
    summary = pipeline.build([], settings())
    time.sleep(0.02)  # files that are as new as a look cannot be remembered: let the clock tick
    return summary


def recall() -> Summary | None:
    return Shortcut([], settings()).recall()


@pytest.fixture(params=["after work", "after none"])
def remembered(request: pytest.FixtureRequest) -> Summary:
    """What the last build reported, whether it had anything to do or not."""
    summary = build()
    if request.param == "after none":
        summary = build()
    assert recall() is not None
    return summary


def test_what_is_recalled_is_what_was_found(remembered: Summary) -> None:
    recalled = recall()
    assert recalled is not None
    assert list(map(str, recalled.all_problems)) == list(map(str, remembered.all_problems))
    assert recalled.all_problems
    assert len(remembered.outcomes) == 2
    assert recalled.documents(Status.UP_TO_DATE) == 2


def test_a_note_is_left_of_what_the_log_says_alone(remembered: Summary) -> None:
    del remembered
    for change in (edit("output/mali/other.yaml"), edit("content/mali/other.wiki", GOOD)):

        class ChangeMeanwhile(Listener):
            def advance(self, change: Callable[[], object] = change) -> None:
                change()

        edit("content/raid.wiki", GOOD + "More.\n")()
        pipeline.build([], settings(), ChangeMeanwhile())
        assert recall() is None
        build()


def edit(path: str, text: str = "changed\n") -> Callable[[], object]:
    def change() -> None:
        file = Path(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    return change


def keep_size_and_times() -> None:
    path = Path("content/raid.wiki")
    status = path.stat()
    path.write_text(GOOD.replace("Tessit", "Tassit"), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


CHANGES: dict[str, Callable[[], object]] = {
    "a source changes": edit("content/raid.wiki", GOOD + "More.\n"),
    "a source changes and keeps its size and times": keep_size_and_times,
    "a source appears": edit("content/mali/new.wiki", GOOD),
    "a source appears in a new folder": edit("content/niger/deep/new.wiki", GOOD),
    "a source goes": lambda: Path("content/raid.wiki").unlink(),
    "a source is renamed": lambda: Path("content/raid.wiki").rename("content/b.wiki"),
    "a source cannot be read": lambda: Path("content/raid.wiki").chmod(0),
    "a folder goes": lambda: shutil.rmtree("content/mali"),
    "a sidecar appears": edit("content/mali/other.meta.yaml", "marking: TLP:RED\n"),
    "defaults change": edit("content/_defaults.yaml", "marking: TLP:RED\n"),
    "defaults appear": edit("content/mali/_defaults.yaml", "marking: TLP:RED\n"),
    "a misnamed sidecar appears": edit("content/raid.meta.yml", "marking: TLP:RED\n"),
    "a picture appears": edit("content/media/map.svg"),
    "a template of the wiki appears": edit("content/Template/Incident.wiki"),
    "a style sheet changes": edit("content/_templates/html/style.css"),
    "a template appears": edit("content/_templates/html/page.html.j2", "{{ body }}"),
    "an artifact is edited": edit("output/raid.yaml"),
    "an artifact goes": lambda: Path("output/mali/other.html").unlink(),
    "the log goes": lambda: Path("output/.wikibrief.jsonl").unlink(),
    "the note is damaged": lambda: NOTE.write_bytes(NOTE.read_bytes()[:99]),
    "the note is another one": lambda: NOTE.write_text("[]"),
    "the note goes": NOTE.unlink,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_seen(change: Callable[[], object], remembered: Summary) -> None:
    assert remembered
    change()
    assert recall() is None


def test_other_options_and_another_environment_are_another_build(
    remembered: Summary, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert remembered
    assert Shortcut([], settings(force=True)).recall() is None
    assert Shortcut([], settings(templates=Path("content/_templates"))).recall() is not None
    assert Shortcut([], settings(templates=Path("content/media"))).recall() is None
    assert Shortcut([Path("content/raid.wiki")], settings()).recall() is None
    monkeypatch.setattr(sys, "path", sys.path[:1])
    assert recall() is None
    monkeypatch.undo()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert recall() is None


def test_a_build_that_does_something_forgets_first(
    remembered: Summary, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert remembered
    Path("content/raid.wiki").write_text(GOOD + "More.\n", encoding="utf-8")
    seen: list[bool] = []

    def take_steps(*_: object) -> Iterator[None]:
        seen.append(NOTE.exists())
        raise KeyboardInterrupt

    monkeypatch.setattr(Steps, "take", take_steps)
    with pytest.raises(KeyboardInterrupt):
        build()
    assert seen == [False]


def test_what_changes_in_the_tick_of_the_look_is_not_trusted(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("1")
    changed = file.stat().st_mtime_ns
    assert glance.take_view([str(tmp_path)], [], changed) is None
    assert glance.take_view([], [str(file)], changed) is None
    assert glance.take_view([str(tmp_path)], [str(file)], changed + 1) is not None


def test_links_are_left_to_the_long_way(remembered: Summary) -> None:
    assert remembered
    Path("content/media/link.svg").symlink_to(Path("content/raid.wiki").absolute())
    build()
    assert build()
    assert recall() is None
