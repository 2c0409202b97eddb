"""Which files are sources, and where what belongs to them is."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest

from wikibrief.project.folders import artifact_paths, is_source, metadata_paths
from wikibrief.project.names import names_of_documents

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


def test_artifacts_stand_in_output_as_their_source_does_in_content() -> None:
    source = Path("content/mali/2025/kobe.attack.wiki")
    assert artifact_paths(source, Path("content"), Path("output"), [".html", ".pdf"]) == (
        Path("output/mali/2025/kobe.attack.html"),
        Path("output/mali/2025/kobe.attack.pdf"),
    )


def test_nearer_metadata_goes_before() -> None:
    assert metadata_paths(Path("content/mali/kobe.wiki"), Path("content")) == (
        Path("content/_defaults.yaml"),
        Path("content/mali/_defaults.yaml"),
        Path("content/mali/kobe.meta.yaml"),
    )


def test_a_stem_names_a_document_where_no_title_does() -> None:
    one, other = Path("content/raid_one.wiki"), Path("content/b.wiki")
    titles = {one: ("B",), other: ("Other",)}
    assert names_of_documents(titles, {one: [HTML], other: [PDF]}) == {
        "B": (HTML,),
        "Raid one": (HTML,),
        "Other": (PDF,),
    }
