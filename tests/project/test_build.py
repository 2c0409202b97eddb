"""A build, end to end: what is made, what is left alone, and what is refused."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from wikibrief.engine.glance import GLANCE_NAME
from wikibrief.engine.log import LOG_NAME
from wikibrief.problems import Severity
from wikibrief.project.building import pipeline, steps
from wikibrief.project.building.crew.inorder import InOrder
from wikibrief.project.building.making.jobs import Job
from wikibrief.project.building.making.recipes import build_document
from wikibrief.project.building.outcomes import Listener, Outcome, Status, Summary
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.folders import find_project
from wikibrief.yamlform.schema import SCHEMA_FILE

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "content" / "kobe-attack.wiki"
TEXT = Path("output/kobe-attack.yaml")

GOOD = "= Good =\n\nSome text.\n"
OTHER = "= Other =\n\nOther text.\n"
BAD = "title: Bad\nnonsense: 1\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of three documents in the current folder; versions stay what they are."""
    (tmp_path / "content").mkdir()
    shutil.copy(SEED, tmp_path / "content" / "kobe-attack.wiki")
    (tmp_path / "content" / "kobe-attack.wiki").chmod(0o644)
    shutil.copy(ROOT / "content" / "_defaults.yaml", tmp_path / "content")
    monkeypatch.chdir(tmp_path)
    write("good.wiki", GOOD)
    write("other.txt", OTHER)
    monkeypatch.setattr(pipeline, "setting_of", lambda _: {"wikibrief": "1"})
    return tmp_path


def write(name: str, text: str) -> None:
    path = Path("content", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def build(
    *sources: str, formats: str = "yaml,wiki", output: Path | None = None, **options: object
) -> Summary:
    chosen = {"formats": tuple(formats.split(",")), "jobs": 0, **options}
    settings = Settings(project=find_project(Path(), output), **chosen)  # type: ignore[arg-type]
    return pipeline.build(map(Path, sources), settings)


def of(summary: Summary, name: str) -> Outcome:
    [outcome] = [outcome for outcome in summary.outcomes if outcome.source.name == name]
    return outcome


def statuses(summary: Summary) -> dict[str, str]:
    return {outcome.source.name: str(outcome.status) for outcome in summary.outcomes}


def built(summary: Summary) -> set[str]:
    return {name for name, status in statuses(summary).items() if status == "built"}


def only_problem(summary: Summary) -> str:
    problems = [*summary.problems, *(p for outcome in summary.outcomes for p in outcome.problems)]
    [problem] = problems
    return str(problem)


def everything_in(folder: str) -> dict[str, tuple[int, bytes]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(Path(folder).rglob("*"))
        if path.name != GLANCE_NAME
        if path.is_file()
    }


# ------------------------------------------------------------------------------------- what is made


def test_every_format_is_made_of_the_seed() -> None:
    summary = build("content/kobe-attack.wiki", formats="yaml,wiki,html,pdf")
    assert not summary.fails(), summary
    assert statuses(summary) == {"kobe-attack.wiki": "built"}
    assert sorted(path.name for path in Path("output").glob("[!.]*")) == [
        "SHA256SUMS",
        "feed.xml",
        "index.html",
        "kobe-attack.html",
        "kobe-attack.pdf",
        "kobe-attack.wiki",
        "kobe-attack.yaml",
        "manifest.json",
        "wikibrief-metadata.schema.json",
        "wikibrief.schema.json",
    ]
    assert TEXT.read_text(encoding="utf-8").count("Kobé attack") > 0
    assert Path("output/kobe-attack.pdf").read_bytes().startswith(b"%PDF-")
    assert "<h1" in Path("output/kobe-attack.html").read_text(encoding="utf-8")
    assert Path("output/kobe-attack.wiki").read_text(encoding="utf-8").startswith("{{Infobox")


def test_the_title_is_the_sidecars_else_the_file_names() -> None:
    write("raid-on_menaka.wiki", "Text.\n")
    write("battle.wiki", "Text.\n")
    write("battle.meta.yaml", "title: Battle of Ménaka\n")
    build(formats="yaml")
    assert "Raid on menaka" in Path("output/raid-on_menaka.yaml").read_text(encoding="utf-8")
    assert "Battle of Ménaka" in Path("output/battle.yaml").read_text(encoding="utf-8")


def test_the_language_is_the_nearest_folders() -> None:
    write("mali/attaque.wiki", "= Attaque =\n\nTexte.\n")
    write("mali/_defaults.yaml", "language: fr\n")
    build(formats="yaml")
    assert "language: fr" in Path("output/mali/attaque.yaml").read_text(encoding="utf-8")
    assert "language: en" in TEXT.read_text(encoding="utf-8")


def test_a_file_elsewhere_is_built_right_into_output() -> None:
    Path("drafts").mkdir()
    shutil.copy(SEED, "drafts/elsewhere.wiki")
    assert built(build("drafts/elsewhere.wiki", formats="yaml")) == {"elsewhere.wiki"}
    assert Path("output/elsewhere.yaml").exists()


def test_output_within_content_is_not_taken_for_sources() -> None:
    build(output=Path("content/out"))
    assert statuses(build(output=Path("content/out"))) == dict.fromkeys(
        ["good.wiki", "kobe-attack.wiki", "other.txt"], "up to date"
    )


@pytest.mark.parametrize("jobs", [1, 2])
def test_any_number_of_workers_makes_the_same_bytes(jobs: int) -> None:
    build(formats="yaml,wiki,html", jobs=0, output=Path("one"))
    summary = build(formats="yaml,wiki,html", jobs=jobs, output=Path("other"))
    assert len(built(summary)) == 3

    def artifacts(folder: str) -> dict[str, bytes]:
        return {n: data for n, (_, data) in everything_in(folder).items() if n != LOG_NAME}

    assert artifacts("one") == artifacts("other")


# ------------------------------------------------------------------------------- what is left alone


def test_a_second_build_touches_nothing() -> None:
    build()
    before = everything_in("output")
    summary = build()
    assert set(statuses(summary).values()) == {"up to date"}
    assert everything_in("output") == before


def test_touching_a_source_without_changing_it_builds_nothing() -> None:
    build()
    os.utime("content/good.wiki")
    assert built(build()) == set()
    assert built(build()) == set()


def test_only_what_changed_is_built_and_the_reason_is_told() -> None:
    build()
    write("good.wiki", GOOD.replace("text", "words"))
    summary = build()
    assert built(summary) == {"good.wiki"}
    assert of(summary, "good.wiki").reasons == ("content/good.wiki changed",)


def test_a_change_that_keeps_size_and_times_is_seen() -> None:
    build()
    path = Path("content/good.wiki")
    before = path.stat()
    write("good.wiki", GOOD.replace("text", "TEXT"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert built(build()) == {"good.wiki"}


def test_a_sidecar_that_appears_and_goes_again_is_seen() -> None:
    build()
    write("good.meta.yaml", "language: fr\n")
    assert of(build(), "good.wiki").reasons == ("content/good.meta.yaml is new",)
    Path("content/good.meta.yaml").unlink()
    assert of(build(), "good.wiki").reasons == ("content/good.meta.yaml is gone",)
    assert built(build()) == set()


def test_defaults_bear_on_all_documents() -> None:
    build()
    write("_defaults.yaml", "language: fr\n")
    assert built(build()) == {"good.wiki", "kobe-attack.wiki", "other.txt"}


def test_a_template_of_ones_own_makes_pages_dirty_when_it_appears() -> None:
    write("_templates/html/unused.html.j2", "")
    build(formats="html")
    own = Path("content/_templates/html/page.html.j2")
    shows_marking = '{% from "html/marking.html.j2" import label %}{{ label(metadata.marking) }}'
    own.write_text(f"{shows_marking}<p>{{{{ 6 * 7 }}}}</p>\n", encoding="utf-8")
    summary = build("content/good.wiki", formats="html")
    assert of(summary, "good.wiki").reasons == ("content/_templates/html/page.html.j2 is new",)
    assert Path("output/good.html").read_text(encoding="utf-8").endswith("<p>42</p>")


def _written(path: Path) -> tuple[int, int, int]:
    """Which file is at a path, and when it was written; reading it changes only `atime`."""
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_ctime_ns


def test_a_missing_artifact_is_made_again_and_the_others_are_not_written() -> None:
    build()
    TEXT.unlink()
    other = _written(TEXT.with_suffix(".wiki"))
    summary = build()
    assert of(summary, "kobe-attack.wiki").reasons == ("output/kobe-attack.yaml is missing",)
    assert _written(TEXT.with_suffix(".wiki")) == other


def test_a_format_left_out_of_one_build_is_not_stale_in_the_next() -> None:
    build()
    write("good.wiki", GOOD.replace("text", "words"))
    build(formats="yaml")
    assert built(build()) == {"good.wiki"}
    assert "words" in Path("output/good.wiki").read_text(encoding="utf-8")


def test_a_project_that_was_moved_is_up_to_date(
    project: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    moved = tmp_path_factory.mktemp("elsewhere") / "project"
    shutil.move(project / "content", moved / "content")
    shutil.move(project / "output", moved / "output")
    monkeypatch.chdir(moved)
    assert built(build()) == set()


def test_an_up_to_date_build_imports_nothing_heavy() -> None:
    code = (
        "import sys; from wikibrief.project.building.pipeline import build;"
        "from wikibrief.project.building.settings import Settings;"
        "summary = build(settings=Settings(formats=('yaml',), jobs=0));"
        "print(*(o.status for o in summary.outcomes), sep='+');"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    command = [sys.executable, "-c", code]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for expected in ("built+built+built", "up to date+up to date+up to date"):
        output = subprocess.check_output(command, text=True, env=environment).splitlines()
        assert output[0] == expected
    heavy = {"jinja2", "mwparserfromhell", "pebble", "weasyprint", "yaml"}
    assert heavy.isdisjoint(output[1].split())


# ------------------------------------------------------------------------- what is not written over


def test_an_edited_artifact_is_left_as_it_is_and_fails_alone() -> None:
    build()
    TEXT.write_text("edited: yes\n", encoding="utf-8")
    write("good.wiki", GOOD.replace("text", "words"))
    summary = build()
    assert statuses(summary) == {
        "good.wiki": "built",
        "kobe-attack.wiki": "failed",
        "other.txt": "up to date",
    }
    assert summary.fails()
    assert only_problem(summary) == (
        "output/kobe-attack.yaml: error: was edited since it was built: it is left as it is\n"
        "    hint: to keep the edit: wikibrief convert output/kobe-attack.yaml"
        " content/kobe-attack.wiki; --force overwrites it"
    )
    assert TEXT.read_text(encoding="utf-8") == "edited: yes\n"


def test_force_builds_over_an_edited_artifact() -> None:
    build()
    original = TEXT.read_bytes()
    TEXT.write_text("edited: yes\n", encoding="utf-8")
    assert built(build(force=True)) == {"good.wiki", "kobe-attack.wiki", "other.txt"}
    assert TEXT.read_bytes() == original
    assert built(build()) == set()


def test_an_edit_that_was_taken_into_the_source_is_built() -> None:
    build()
    Path("output/good.yaml").write_bytes(
        Path("output/good.yaml").read_bytes().replace(b"Some text", b"Better text")
    )
    write("good.wiki", GOOD.replace("Some text", "Better text"))
    assert statuses(build())["good.wiki"] == "built"


def test_a_file_that_no_build_has_made_is_not_written_over() -> None:
    Path("output").mkdir()
    Path("output/good.yaml").write_text("mine\n", encoding="utf-8")
    summary = build()
    assert "exists, but no build has made it" in only_problem(summary)
    assert not Path("output/good.wiki").exists()


def test_artifacts_are_known_again_without_a_log_when_they_are_the_same() -> None:
    build()
    (Path("output") / LOG_NAME).unlink()
    before = everything_in("output")
    assert len(built(build())) == 3
    assert {n: v for n, v in everything_in("output").items() if n != LOG_NAME} == before


def test_a_source_that_changes_its_kind_takes_its_artifacts_along() -> None:
    build()
    Path("content/good.wiki").unlink()
    write("good.yaml", "title: Good\nlead:\n- Words.\n")
    assert statuses(build())["good.yaml"] == "built"
    assert not build().problems


def test_artifacts_of_a_source_that_is_gone_go_with_it() -> None:
    write("mali/market.wiki", GOOD)
    build()
    Path("content/mali/market.wiki").unlink()
    summary = build()
    assert not summary.fails()
    assert only_problem(summary) == (
        "content/mali/market.wiki: note: is gone, and what was built from it goes too:"
        " output/mali/market.wiki, output/mali/market.yaml"
    )
    assert not list(Path("output").glob("mali/market.*"))
    assert not build().problems


def test_artifacts_of_a_source_that_was_renamed_go_with_it() -> None:
    build()
    Path("content/good.wiki").rename("content/better.wiki")
    build()
    assert not list(Path("output").glob("good.*"))
    assert len(list(Path("output").glob("better.*"))) == 2


def test_an_edited_artifact_stays_when_its_source_goes() -> None:
    build()
    Path("content/good.wiki").unlink()
    Path("output/good.yaml").write_text("title: Mine\n", encoding="utf-8")
    for _ in range(2):  # it is ours no more, but it is not forgotten whose it was
        assert "was edited and is left: output/good.yaml" in str(build().problems[-1])
        assert not Path("output/good.wiki").exists()
    Path("output/good.yaml").unlink()
    assert not build().problems


@pytest.mark.parametrize("mine", ["", "notes.txt", SCHEMA_FILE])
def test_schemas_go_with_the_last_source_of_a_folder(mine: str) -> None:
    write("mali/market.wiki", GOOD)
    build()
    folder = Path("output/mali")
    assert (folder / SCHEMA_FILE).exists()
    if mine:
        (folder / mine).write_text("my own", encoding="utf-8")
    Path("content/mali/market.wiki").unlink()
    build()
    assert folder.exists() == bool(mine)
    assert not mine or (folder / mine).read_text("utf-8") == "my own"
    assert Path("output", SCHEMA_FILE).exists()


def test_artifacts_stay_where_all_sources_are_gone() -> None:
    build()
    Path("content").rename("elsewhere")
    assert build().fails()
    assert Path("output/good.yaml").exists()


def test_a_dry_run_says_what_is_dirty_and_writes_nothing() -> None:
    build()
    write("good.wiki", OTHER)
    Path("content/other.txt").unlink()
    before = {path: _written(path) for path in Path("output").rglob("*")}
    summary = build(write=False, dry_run=True)
    assert {outcome.source.name: outcome.reasons for outcome in summary.outcomes} == {
        "good.wiki": ("content/good.wiki changed",),
        "kobe-attack.wiki": (),
    }
    assert summary.documents(Status.DIRTY) == 1
    assert "would go too: output/other" in only_problem(summary)
    assert {path: _written(path) for path in Path("output").rglob("*")} == before


# ---------------------------------------------------------------------------------- what goes wrong


@pytest.mark.parametrize("jobs", [0, 2])
def test_one_bad_document_fails_alone_and_keeps_its_artifacts(jobs: int) -> None:
    write("bad.yaml", "title: Bad\n")
    build()
    before = Path("output/bad.yaml").read_bytes()
    write("bad.yaml", BAD)
    write("good.wiki", GOOD.replace("text", "words"))
    summary = build(jobs=jobs)
    assert statuses(summary) == {
        "bad.yaml": "failed",
        "good.wiki": "built",
        "kobe-attack.wiki": "up to date",
        "other.txt": "up to date",
    }
    assert summary.fails()
    assert only_problem(summary).startswith("content/bad.yaml:2:")
    assert Path("output/bad.yaml").read_bytes() == before


def test_a_source_that_cannot_be_read_is_a_problem() -> None:
    Path("content/good.wiki").write_bytes(b"Kob\xe9")
    summary = build()
    assert statuses(summary)["good.wiki"] == "failed"
    assert only_problem(summary).startswith("content/good.wiki:1:4: error: is not UTF-8")


def test_an_empty_source_fails() -> None:
    write("good.wiki", "")
    assert only_problem(build()).startswith("content/good.wiki: error: the source is empty")


def test_warnings_of_a_document_are_told_again_when_it_is_up_to_date() -> None:
    write("good.wiki", "= Good =\n\n== Odd ===\nText.\n")
    first, second = build(), build()
    assert statuses(second)["good.wiki"] == "up to date"
    assert only_problem(first) == only_problem(second)
    assert only_problem(second).startswith("content/good.wiki:3:1: warning: ")
    assert second.count(Severity.WARNING) == 1
    assert not second.fails()


def test_characters_that_no_font_has_are_told_where_they_are() -> None:
    write("good.wiki", "= Good =\n\nText \U00013000.\n")
    summary = build("content/good.wiki", formats="yaml,pdf")
    assert not summary.fails()
    assert only_problem(summary).startswith("content/good.wiki:3:6: warning: no font")


def test_metadata_that_is_wrong_is_named_in_its_own_file() -> None:
    write("good.meta.yaml", "marking: SECRET\n")
    assert only_problem(build()).startswith("content/good.meta.yaml:1:")


def test_two_sources_of_one_name_are_both_refused() -> None:
    write("good.yaml", "title: Good\n")
    summary = build()
    assert statuses(summary) == {
        "good.wiki": "failed",
        "good.yaml": "failed",
        "kobe-attack.wiki": "built",
        "other.txt": "built",
    }


def test_output_is_never_the_folder_of_the_sources() -> None:
    before = everything_in("content")
    assert "overwrite them" in only_problem(build(output=Path("content")))
    assert everything_in("content") == before


def test_what_is_named_and_not_there_is_a_problem() -> None:
    assert only_problem(build("content/absent.wiki")) == "content/absent.wiki: error: not found"


def test_what_is_named_and_no_source_is_a_problem() -> None:
    Path("notes.md").touch()
    assert "notes.md: error: is not a source" in only_problem(build("notes.md"))


def test_a_link_that_leads_out_of_content_is_not_followed(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    secret = tmp_path_factory.mktemp("home") / "secret"
    secret.write_text("secret\n", encoding="utf-8")
    Path("content/link.wiki").symlink_to(secret)
    summary = build()
    assert statuses(summary)["link.wiki"] == "failed"
    assert "is a link that leads out of content" in only_problem(summary)


def test_output_that_is_a_file_is_a_problem() -> None:
    Path("output").touch()
    assert "output: error: cannot be the output folder" in only_problem(build())


def test_two_builds_do_not_write_into_one_folder() -> None:
    Path("output").mkdir()
    folder = os.open("output", os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    try:
        assert "another build is writing into this folder" in only_problem(build())
    finally:
        os.close(folder)


def test_fail_fast_begins_nothing_after_a_failure() -> None:
    write("bad.yaml", f"# {'long ' * 9999}\n{BAD}")  # the largest is built first
    summary = build(fail_fast=True)
    assert statuses(summary) == {"bad.yaml": "failed"}
    assert summary.unbegun == 3


def work_long_on_good(job: Job) -> Outcome:
    while job.source.stem == "good":
        pass
    return build_document(job)


def die_on_good(job: Job) -> Outcome:
    if job.source.stem == "good":
        os._exit(1)
    return build_document(job)


@pytest.mark.parametrize(
    ("work", "message"),
    [(work_long_on_good, "took more than 1 s of processor time"), (die_on_good, "the worker died")],
)
def test_a_document_that_hangs_or_kills_its_worker_fails_alone(
    monkeypatch: pytest.MonkeyPatch, work: Callable[[Job], Outcome], message: str
) -> None:
    monkeypatch.setattr(steps, "_build_document", work)
    summary = build(jobs=2, seconds=1, formats="yaml")
    assert statuses(summary) == {
        "good.wiki": "failed",
        "kobe-attack.wiki": "built",
        "other.txt": "built",
    }
    assert only_problem(summary) == f"content/good.wiki: error: {message}"


# ------------------------------------------------------------------------------------------ the log


def test_a_build_that_is_killed_loses_nothing() -> None:
    finished: list[Path] = []

    class Killed(BaseException):
        pass

    class Interrupt(Listener):
        def take(self, outcome: Outcome) -> None:
            finished.append(outcome.source)
            if len(finished) == 2:
                raise Killed

    with pytest.raises(Killed):
        pipeline.build([], Settings(formats=("yaml",), jobs=0), Interrupt())
    after = statuses(build(formats="yaml"))
    assert len(after) == 3
    assert {after[source.name] for source in finished} == {"up to date"}


def test_a_line_that_was_cut_short_costs_its_document_alone() -> None:
    build()
    log = Path("output") / LOG_NAME
    log.write_bytes(log.read_bytes()[:-100])
    assert built(build()) == {"other.txt"}
    assert built(build()) == set()


@pytest.mark.parametrize(
    "content",
    [b"", b"garbage\n", b"[]\n", b'{"version":3}\n', b"\xff\n", b"{}\n[[[\n"],
)
def test_a_log_that_is_damaged_or_foreign_is_as_good_as_none(content: bytes) -> None:
    build()
    (Path("output") / LOG_NAME).write_bytes(content)
    summary = build()
    assert len(built(summary)) == 3
    assert not summary.fails()
    assert summary.count(Severity.NOTE) == 1
    assert built(build()) == set()


@pytest.mark.parametrize(
    "entry", ["{}", "[]", '{"source":1}', '{"source":"a","inputs":{"a":[1,2]}}']
)
def test_an_entry_of_another_shape_is_a_damaged_log(entry: str) -> None:
    build()
    log = Path("output") / LOG_NAME
    header = log.read_bytes().split(b"\n")[0]
    log.write_bytes(header + b"\n" + entry.encode() + b"\n")
    summary = build()
    assert len(built(summary)) == 3
    assert summary.count(Severity.NOTE) == 1


def test_a_damaged_line_costs_its_document_alone() -> None:
    build()
    log = Path("output") / LOG_NAME
    before = log.read_bytes()
    log.write_bytes(before.replace(b"good.yaml", b"evil.yaml", 1))
    summary = build()
    assert built(summary) == {"good.wiki"}
    assert only_problem(summary) == (
        "output/.wikibrief.jsonl: note: lines are damaged (1): their sources are built anew"
    )
    assert built(build()) == set()
    rest = [line for line in before.splitlines() if b'"source":"content/good.wiki"' not in line]
    assert len(rest) > 3
    assert set(rest) < set(log.read_bytes().splitlines())


def test_the_log_is_sorted_and_names_what_is_in_the_project_by_relative_paths() -> None:
    build()
    lines = (Path("output") / LOG_NAME).read_text(encoding="utf-8").splitlines()
    entries = [each for line in lines if "source" in (each := json.loads(line))]
    sources = [entry["source"] for entry in entries]
    assert sources == ["content/good.wiki", "content/kobe-attack.wiki", "content/other.txt"]
    assert entries[0]["artifacts"].keys() == {"output/good.wiki", "output/good.yaml"}


@pytest.mark.parametrize("jobs", [0, 2])
def test_a_schema_that_cannot_be_written_fails_no_document(jobs: int) -> None:
    (Path("output") / SCHEMA_FILE).mkdir(parents=True)
    summary = build(jobs=jobs)
    assert len(built(summary)) == 3
    assert only_problem(summary).startswith(
        f"output/{SCHEMA_FILE}: warning: cannot write: is a folder"
    )
    assert not summary.fails()


def test_a_full_disk_keeps_the_old_artifacts(monkeypatch: pytest.MonkeyPatch) -> None:
    build()
    before = everything_in("output")
    write("good.wiki", GOOD.replace("text", "words"))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        summary = build()
    assert summary.fails()
    assert statuses(summary)["good.wiki"] == "failed"
    after = everything_in("output")
    for each in (before, after):
        del each[LOG_NAME]  # it may have what was to come
    assert after == before
    assert statuses(build())["good.wiki"] == "built"
    assert not build().problems


@pytest.mark.parametrize("jobs", [0, 1, 2, 3])
def test_the_largest_are_built_first_and_reported_in_that_order(jobs: int) -> None:
    for name, times in {"a": 1, "b": 400, "c": 20, "d": 60, "e": 20}.items():
        text = f"= {name} =\n\n" + times * "Gunmen ''raided'' [[Tessit]].\n\n"
        write(f"sizes/{name}.wiki", text)
    reported: list[str] = []
    done: list[int] = []

    class Heard(Listener):
        def advance(self) -> None:
            done.append(len(reported))

        def take(self, outcome: Outcome) -> None:
            reported.append(outcome.source.stem)

    settings = Settings(formats=("yaml", "html"), jobs=jobs)
    summary = pipeline.build([Path("content/sizes")], settings, Heard())
    assert reported == ["b", "d", "c", "e", "a"]
    assert len(done) == 5
    assert [each.source.stem for each in summary.outcomes] == ["a", "b", "c", "d", "e"]


def test_what_waits_for_others_that_never_come_is_handed_on_at_the_end() -> None:
    taken: list[int] = []
    with InOrder(["a", "b", "c", "d"], taken.append) as in_order:
        in_order.hand("b", 2)
        assert taken == []
        in_order.hand("a", 1)
        assert taken == [1, 2]
        in_order.hand("d", 4)
        assert taken == [1, 2]
    assert taken == [1, 2, 4]


def test_what_is_silent_is_read_again_where_a_first_template_may_make_it_speak() -> None:
    write("good.wiki", "Gunmen raided {{flag|Mali}}.\n")
    assert not of(build(), "good.wiki").problems
    assert of(build(), "good.wiki").status is Status.UP_TO_DATE
    write("Template/Flag.wiki", "{{zqunknown|{{{1}}}}}")
    [problem] = of(build(), "good.wiki").problems
    assert problem.code == "no-layout"
    Path("content/Template/Flag.wiki").unlink()
    assert not of(build(), "good.wiki").problems
