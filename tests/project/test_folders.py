"""Which files are sources, and where what belongs to them is."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest

from wikibrief.project.content.folders import Project, find_project, is_source, project_of
from wikibrief.project.content.names import name_documents

PROJECT = Project(Path("/project"), Path("/project/output"))
HTML, PDF = Path("output/a.html"), Path("output/a.pdf")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.wiki", True),
        ("a.wikitext", True),
        ("a.mediawiki", True),
        ("a.txt", True),
        ("a.yaml", True),
        ("A.WIKI", True),
        ("a.b.wiki", True),
        ("a.meta.yaml", False),
        ("a.Meta.YAML", False),
        ("_defaults.yaml", False),
        ("_draft.wiki", False),
        (".hidden.wiki", False),
        ("a.md", False),
        ("wiki", False),
        (".wiki", False),
    ],
)
def test_sources_are_known_by_their_names(name: str, expected: bool) -> None:  # noqa: FBT001
    assert is_source(PurePath("content") / name) is expected


def test_artifacts_are_in_output_where_their_source_is_in_content() -> None:
    source = PROJECT.content / "mali/2025/kobe.attack.wiki"
    assert PROJECT.artifact_paths(source, PROJECT.content, [".html", ".pdf"]) == (
        PROJECT.output / "mali/2025/kobe.attack.html",
        PROJECT.output / "mali/2025/kobe.attack.pdf",
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("content/a.wiki", "content/_defaults.yaml content/a.meta.yaml"),
        (
            "content/mali/a.wiki",
            "content/_defaults.yaml content/mali/_defaults.yaml content/mali/a.meta.yaml",
        ),
        (
            "drafts/a.wiki",
            "content/_defaults.yaml _defaults.yaml drafts/_defaults.yaml drafts/a.meta.yaml",
        ),
        (
            "/elsewhere/a.wiki",
            "content/_defaults.yaml /elsewhere/_defaults.yaml /elsewhere/a.meta.yaml",
        ),
    ],
)
def test_nearer_metadata_overrides_and_the_projects_always_applies(
    source: str, expected: str
) -> None:
    paths = PROJECT.metadata_paths(PROJECT.root / source)
    assert paths == tuple(PROJECT.root / path for path in expected.split())


@pytest.mark.parametrize(
    ("file", "article"),
    [
        ("content/mali/a.wiki", "content/mali/a.wiki"),
        ("output/mali/a.yaml", "content/mali/a.yaml"),
        ("drafts/a.wiki", "drafts/a.wiki"),
    ],
)
def test_an_artifact_has_the_article_that_it_was_built_from(file: str, article: str) -> None:
    assert PROJECT.article_of(PROJECT.root / file) == PROJECT.root / article


def test_a_link_into_content_is_the_article_that_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    source = tmp_path / "content" / "a.wiki"
    source.touch()
    (tmp_path / "link.wiki").symlink_to(source)
    assert find_project(tmp_path).article_of(tmp_path / "link.wiki") == source


def test_the_nearest_folder_with_content_is_the_project(tmp_path: Path) -> None:
    (tmp_path / "content" / "mali").mkdir(parents=True)
    assert find_project(tmp_path / "content" / "mali").root == tmp_path
    assert find_project(tmp_path).root == tmp_path
    elsewhere = Project(Path("/elsewhere"), Path("/elsewhere/output"))
    assert project_of(tmp_path / "output" / "a.yaml", elsewhere).root == tmp_path
    assert project_of(Path("/nowhere/a.wiki"), elsewhere) == elsewhere


def test_a_stem_names_a_document_where_no_title_does() -> None:
    one, other = Path("content/raid_one.wiki"), Path("content/b.wiki")
    titles = {one: ("B",), other: ("Other",)}
    assert name_documents(titles, {one: [HTML], other: [PDF]}) == {
        "B": (HTML,),
        "Raid one": (HTML,),
        "Other": (PDF,),
    }
