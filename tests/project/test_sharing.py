"""The cache that several people share: what one has built, others take, and nothing else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from wikibrief.engine import files
from wikibrief.engine.cache import Cache, Cached
from wikibrief.engine.glance import GLANCE_NAME
from wikibrief.engine.log import LOG_NAME
from wikibrief.problems import ProblemError, Severity, error
from wikibrief.project.building import pipeline
from wikibrief.project.building.making import recipes, sharing
from wikibrief.project.building.making.jobs import Job
from wikibrief.project.building.outcomes import Listener, Status, Summary
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.folders import find_project
from wikibrief.project.packing import pack
from wikibrief.project.verifying import verify_output
from wikibrief.version import __version__

FORMATS = ("yaml", "wiki", "html", "facts")
SOURCES = {
    "raid.wiki": "= Raid =\n\nGunmen raided [[Market]].\n\n[[File:map.svg|thumb]] {{Camp|x}}\n",
    "mali/market.wiki": "= Market =\n\nIt is near [[Tessit]].\n\n''It opened.\n",
    "mali/_defaults.yaml": "language: en\n",
    "Template/Camp.wiki": "the camp {{{1}}}",
    "media/map.svg": "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
    "_templates/html/style.css": "p { color: red }\n",
}


@pytest.fixture(autouse=True)
def clones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two clones of a project, with a folder that they share next to them."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    for clone in ("first", "second"):
        for name, text in SOURCES.items():
            path = tmp_path / clone / "content" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that are rendered, by their names."""
    names: list[str] = []
    render = recipes.render_document

    def note(job: Job) -> object:
        names.append(job.name)
        return render(job)

    monkeypatch.setattr(recipes, "render_document", note)
    return names


def build(clone: str, **options: object) -> Summary:
    chosen: dict[str, object] = {"formats": FORMATS, "jobs": 0, "cache": Path("cache"), **options}
    settings = Settings(project=find_project(Path(clone)), **chosen)  # type: ignore[arg-type]
    return pipeline.build([], settings)


def statuses(summary: Summary) -> list[Status]:
    return [outcome.status for outcome in summary.outcomes]


def artifacts(clone: str) -> dict[str, bytes]:
    output = Path(clone, "output")
    return {
        str(path.relative_to(output)): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.name not in {LOG_NAME, GLANCE_NAME}
    }


def entries() -> list[Path]:
    return sorted(path for path in Path("cache").rglob("*") if path.is_file())


@pytest.mark.parametrize("jobs", [0, 2])
def test_a_second_clone_builds_nothing_that_the_first_has_built(jobs: int) -> None:
    first = build("first", jobs=jobs)
    second = build("second", jobs=jobs)
    assert statuses(first) == [Status.BUILT] * 2
    assert statuses(second) == [Status.FROM_CACHE] * 2
    assert artifacts("first") == artifacts("second")
    assert len(artifacts("second")) > 2 * len(FORMATS)
    assert {(p.message, p.line, p.code) for p in first.all_problems} == {
        (p.message, p.line, p.code) for p in second.all_problems
    }
    assert first.all_problems
    assert {problem.file.split("/")[0] for problem in second.all_problems} == {"second"}
    assert statuses(build("second")) == [Status.UP_TO_DATE] * 2


def test_nothing_is_rendered_for_what_is_taken(rendered: list[str]) -> None:
    build("first")
    assert sorted(rendered) == ["mali/market", "raid"]
    build("second")
    assert len(rendered) == 2
    shutil.rmtree("second/output")
    build("second", cache=None)
    assert len(rendered) == 4


def test_another_output_folder_takes_the_same(rendered: list[str]) -> None:
    build("first")
    rendered.clear()
    project = find_project(Path("second"), Path("elsewhere/output"))
    settings = Settings(project=project, formats=FORMATS, jobs=0, cache=Path("cache"))
    assert statuses(pipeline.build([], settings)) == [Status.FROM_CACHE] * 2
    assert rendered == []
    assert artifacts("elsewhere") == artifacts("first")
    assert statuses(pipeline.build([], settings)) == [Status.UP_TO_DATE] * 2
    Path("second/content/mali/market.wiki").unlink()
    assert statuses(pipeline.build([], settings)) == [Status.BUILT]


def test_publishing_takes_what_was_published(rendered: list[str]) -> None:
    pytest.importorskip("libzim")
    packed = []
    for clone in ("first", "second"):
        settings = Settings(project=find_project(Path(clone)), jobs=0, cache=Path("cache"))
        packed.append(pack(settings, Listener(), strict=False))
    assert len(rendered) == 2
    assert packed[0].content == packed[1].content != b""


def edit(name: str, text: str) -> Callable[[], object]:
    return lambda: Path("second/content", name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "names"),
    [
        (edit("raid.wiki", "= Raid =\n\nOther text.\n"), ["raid"]),
        (edit("raid.meta.yaml", "marking: SECRET\n"), ["raid"]),
        (edit("mali/_defaults.yaml", "language: fr\n"), ["mali/market"]),
        (edit("_defaults.yaml", "marking: SECRET\n"), ["mali/market", "raid"]),
        (edit("Template/Camp.wiki", "the fort {{{1}}}"), ["raid"]),
        (edit("media/map.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='5'/>"), ["raid"]),
        (lambda: Path("second/content/media/map.svg").unlink(), ["raid"]),
        (edit("tessit.wiki", "= Tessit =\n\nA town.\n"), ["mali/market", "tessit"]),
        (lambda: Path("second/content/mali/market.wiki").unlink(), ["raid"]),
        (edit("_templates/html/style.css", "p { color: blue }\n"), ["mali/market", "raid"]),
        (edit("_templates/html/labels.html.j2", ""), ["mali/market", "raid"]),
    ],
)
def test_what_is_not_made_of_the_same_is_built(
    change: Callable[[], object], names: list[str], rendered: list[str]
) -> None:
    build("first")
    change()
    rendered.clear()
    build("second")
    assert sorted(rendered) == names
    shared = artifacts("second")
    shutil.rmtree("second/output")
    build("second", cache=None)
    assert artifacts("second") == shared


@pytest.mark.parametrize("options", [{"paper": "letter"}, {"formats": ("yaml", "html")}])
def test_other_options_are_another_key(options: dict[str, object], rendered: list[str]) -> None:
    build("first")
    rendered.clear()
    build("second", **options)
    assert len(rendered) == 2


def test_another_version_or_machine_is_another_key(
    rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build("first")
    rendered.clear()
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "setting_of", lambda _: {"wikibrief": f"{__version__}+other"})
        build("second")
        assert len(rendered) == 2
    shutil.rmtree("second/output")
    rendered.clear()
    monkeypatch.setattr(sharing, "_names_of_machine", lambda _: ("another",))
    build("second")
    assert len(rendered) == 2


def test_two_states_of_a_neighbour_are_both_kept(rendered: list[str]) -> None:
    build("first")
    edit("Template/Camp.wiki", "the fort {{{1}}}")()
    build("second")
    rendered.clear()
    for clone in ("first", "second"):
        shutil.rmtree(Path(clone, "output"))
        build(clone)
    assert rendered == []
    assert b"the camp" in artifacts("first")["raid.html"]
    assert b"the fort" in artifacts("second")["raid.html"]


@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "text"])
def test_a_damaged_entry_is_reported_and_built_again(damage: str, rendered: list[str]) -> None:
    build("first")
    for path in entries():
        data = path.read_bytes()
        damaged = {
            "cut": data[:-1],
            "changed": data.replace(b"raided", b"burned").replace(b"opened", b"closed"),
            "empty": b"",
            "text": b"x\n" * 40,
        }
        path.write_bytes(damaged[damage])
    rendered.clear()
    summary = build("second")
    assert len(rendered) == 2
    assert artifacts("first") == artifacts("second")
    problems = [problem for problem in summary.problems if problem.code == "cache"]
    assert {problem.severity for problem in problems} == {Severity.WARNING}
    assert {problem.file for problem in problems} <= set(map(str, entries()))
    assert "is damaged, and removed" in problems[0].message
    shutil.rmtree("second/output")
    summary = build("second")
    assert statuses(summary) == [Status.FROM_CACHE] * 2, "they are whole again"
    assert [problem for problem in summary.all_problems if problem.code == "cache"] == []


def test_problems_of_the_cache_are_not_those_of_documents() -> None:
    build("first")
    for path in entries():
        path.write_bytes(b"")
    build("second")
    assert [each for each in build("second").all_problems if each.code == "cache"] == []


def test_an_edited_artifact_is_protected_from_the_cache_too() -> None:
    build("first")
    Path("second/output").mkdir()
    Path("second/output/raid.yaml").write_text("title: Mine\n", encoding="utf-8")
    summary = build("second")
    assert statuses(summary) == [Status.FROM_CACHE, Status.FAILED]
    assert Path("second/output/raid.yaml").read_text(encoding="utf-8") == "title: Mine\n"


def test_force_builds_and_a_check_compares_with_what_is_built(rendered: list[str]) -> None:
    build("first")
    rendered.clear()
    build("second", force=True)
    assert len(rendered) == 2
    settings = Settings(
        project=find_project(Path("second")), formats=FORMATS, jobs=0, cache=Path("cache")
    )
    assert not verify_output(settings).differences
    assert len(rendered) == 4


def test_a_failure_is_not_kept(rendered: list[str]) -> None:
    for clone in ("first", "second"):
        Path(clone, "content/raid.wiki").write_bytes(b"\xff")
        build(clone)
    assert rendered.count("raid") == 2
    assert len(entries()) == 1


def cannot_write(path: Path, *_: object, **__: object) -> None:
    raise ProblemError(error("cannot write: no space left on device", file=str(path)))


def test_a_cache_that_is_full_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Cache, "save", save_nothing(patch))
        summary = build("first")
    assert statuses(summary) == [Status.BUILT] * 2
    [problem] = [each for each in summary.problems if each.code == "cache"]
    assert str(problem) == "cache: warning: cannot write: no space left on device"


def save_nothing(patch: pytest.MonkeyPatch) -> Callable[..., None]:
    save = Cache.save

    def attempt(cache: Cache, key: str, value: Cached) -> None:
        with patch.context() as inner:
            inner.setattr(files, "write_atomically", cannot_write)
            save(cache, key, value)

    return attempt


def test_a_cache_that_cannot_be_is_reported_once() -> None:
    Path("cache").write_text("a file", encoding="utf-8")
    summary = build("first")
    assert statuses(summary) == [Status.BUILT] * 2
    [problem] = [each for each in summary.problems if each.code == "cache"]
    assert problem.message == "cannot be used: file exists"


def test_a_cache_that_anybody_can_write_into_is_not_used(rendered: list[str]) -> None:
    build("first")
    Path("cache").chmod(0o777)
    rendered.clear()
    summary = build("second")
    assert len(rendered) == 2
    [problem] = [each for each in summary.problems if each.code == "cache"]
    assert problem.hint == "chmod o-w cache"


def test_what_is_used_can_be_told_from_what_is_not() -> None:
    build("first")
    for path in entries():
        os.utime(path, (0, 0))
    build("second")
    assert all(path.stat().st_mtime > 0 for path in entries())
