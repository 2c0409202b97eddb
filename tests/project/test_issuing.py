"""An edition lasts until somebody asks for a new one; a build says when it is out of date."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from wikibrief.problems import Problem
from wikibrief.project.building.outcomes import Summary
from wikibrief.project.building.pipeline import build
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.folders import Project
from wikibrief.project.editions import plan_edition
from wikibrief.project.issuing import issue
from wikibrief.project.verifying import verify_output

Write = Callable[[str, str], None]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    return Settings(
        project=Project(tmp_path, tmp_path / "output"), formats=("yaml", "html"), jobs=0
    )


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(path: str, text: str) -> None:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")

    write("content/raids/one.wiki", "= One =\n\nText.\n")
    write("content/_defaults.yaml", "editions:\n  may:\n    articles: [raids/*]\n")
    return write


def _issue(settings: Settings) -> None:
    assert not issue(plan_edition("may", settings.project), settings, lambda _: True)


def _warnings(summary: Summary) -> list[tuple[str | None, str]]:
    return [(each.file, each.message) for each in summary.problems]


def test_a_build_says_that_an_edition_is_older_than_an_article(
    settings: Settings, write: Write
) -> None:
    build((), settings)
    _issue(settings)
    assert not build((), settings).problems
    write("content/raids/one.wiki", "= One =\n\nOther text.\n")
    expected = [("output/may.pdf", "is older than content/raids/one.wiki")]
    assert _warnings(build((), settings)) == expected
    assert _warnings(build((), settings)) == expected  # with nothing else to do
    _issue(settings)
    assert not build((), settings).problems


def test_an_edition_is_older_than_an_article_that_it_ought_to_have(
    settings: Settings, write: Write
) -> None:
    _issue(settings)
    write("content/other.wiki", "Text.")
    assert not build((), settings).problems
    write("content/raids/two.wiki", "Text.")
    expected = [("output/may.pdf", "is older than content/raids/two.wiki")]
    assert _warnings(build((), settings)) == expected


def test_an_edition_has_no_article_from_outside_of_content(
    settings: Settings, write: Write, tmp_path: Path
) -> None:
    write("content/_defaults.yaml", "editions:\n  may:\n    articles: ['*']\n")
    _issue(settings)
    write("elsewhere/two.wiki", "Text.")
    assert not build([tmp_path / "elsewhere" / "two.wiki"], settings).problems


def test_an_edition_is_older_than_a_template_that_it_would_use(
    settings: Settings, write: Write
) -> None:
    _issue(settings)
    write("content/_templates/briefing/theme.css", ":root { --ink: black }")
    assert _warnings(build((), settings)) == [
        ("output/may.pdf", "is older than content/_templates")
    ]
    _issue(settings)
    write("content/_templates/briefing/theme.css", ":root { --ink: red }")
    expected = [("output/may.pdf", "is older than content/_templates/briefing/theme.css")]
    assert _warnings(build((), settings)) == expected


def test_what_a_person_has_put_in_place_of_an_edition_is_reported_as_that(
    settings: Settings, write: Write
) -> None:
    _issue(settings)
    write("output/may.pdf", "of a person")
    write("content/raids/one.wiki", "Other text.")
    for run in (replace(settings, write=False), settings, settings):
        [problem] = build((), run).problems
        assert (problem.code, problem.file) == ("edited-artifact", "output/may.pdf")
        assert "was edited since it was made" in problem.message
        assert "--edition may --force" in problem.hint
    write("content/_defaults.yaml", "language: en\n")
    [problem] = build((), settings).problems
    assert problem.hint == "move the file away: content/_defaults.yaml no longer describes it"
    (settings.project.output / "may.pdf").unlink()
    assert not build((), settings).problems


def test_the_manifest_and_the_sums_have_an_edition(
    settings: Settings, write: Write, tmp_path: Path
) -> None:
    write("content/other.wiki", "Text.")
    build((), settings)
    _issue(settings)
    _assert_listed(tmp_path)
    build((), settings)
    _assert_listed(tmp_path)
    verified = verify_output(settings)
    assert not verified.differences
    (tmp_path / "output" / "may.pdf").unlink()
    build((), settings)
    assert "may.pdf" not in (tmp_path / "output" / "SHA256SUMS").read_text("utf-8")


def _assert_listed(folder: Path) -> None:
    manifest = json.loads((folder / "output" / "manifest.json").read_text("utf-8"))
    [edition] = [each for each in manifest["documents"] if each["name"] == "may"]
    assert edition["title"] == "May"
    assert edition["summary"] == "One"
    assert [each["path"] for each in edition["files"]] == ["may.pdf"]
    assert "  may.pdf\n" in (folder / "output" / "SHA256SUMS").read_text("utf-8")


def test_a_check_makes_the_files_about_all_documents_too(
    settings: Settings, write: Write, tmp_path: Path
) -> None:
    def problems(*, write: bool) -> tuple[Problem, ...]:
        return build((), replace(settings, write=write)).all_problems

    write("content/_templates/html/index.html.j2", "{{ marking }}{% broken %}")
    found = problems(write=False)
    assert [(each.file, each.code) for each in found] == [
        ("content/_templates/html/index.html.j2", "template")
    ]
    assert not (tmp_path / "output").exists()
    assert problems(write=True) == found
    write("content/_templates/html/index.html.j2", "{{ marking }}{{ rows | length }}")
    write("output/index.html", "of a person")
    found = problems(write=False)
    assert [(each.file, each.code) for each in found] == [("output/index.html", "edited-artifact")]
    assert problems(write=True) == found
