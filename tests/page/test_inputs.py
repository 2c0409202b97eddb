"""What the writers of the library accept: metadata, templates, media."""

import datetime as dt
from pathlib import Path

import pytest
from PIL import Image

from wikibrief import ProblemError, read, write_html


def test_a_mapping_is_metadata() -> None:
    metadata = {"title": "A raid", "briefing": {"date": dt.date(2025, 3, 1)}, "language": "en"}
    page = write_html(read("Text."), metadata=metadata)
    assert "<h1>A raid</h1>" in page
    assert 'datetime="2025-03-01"' in page


@pytest.mark.parametrize(
    "metadata",
    [
        {"marking": "RED"},
        {"markings": "TLP:RED"},
        {"source": {"url": "a"}},
        {"marking": b"TLP:RED"},
        {"briefing": {"date": "soon"}},
        {"marking": ["TLP:RED"]},
    ],
)
def test_wrong_metadata_is_an_error_not_a_page_without_a_marking(
    metadata: dict[str, object],
) -> None:
    with pytest.raises(ProblemError):
        write_html(read("Text."), metadata=metadata)


def test_templates_are_a_folder(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "html/fragment.html.j2").write_text("Mine: {{ article }}")
    assert write_html(read("Text."), templates=str(tmp_path), fragment=True).startswith("Mine: ")


@pytest.mark.parametrize("what", ["templates", "media"])
def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path, what: str) -> None:
    with pytest.raises(ProblemError, match="no folder"):
        write_html(read("Text."), **{what: tmp_path / "nothing"})  # type: ignore[arg-type]


def test_media_are_files_by_their_names_in_the_wiki(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    Image.new("RGB", (40, 20)).save(tmp_path / "b/A_fort.png")
    page = write_html(read("[[File:a fort.png|thumb|Cap]]"), media=tmp_path)
    assert '<img src="data:image/png;base64,' in page
    assert "missing" not in write_html(
        read("[[File:a fort.png|thumb|Cap]]"), media=tmp_path, fragment=True
    )


def test_a_file_that_cannot_be_shown_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "A.png").write_text("no picture")
    (tmp_path / "B.png").symlink_to("/dev/zero")
    with pytest.warns(UserWarning, match="png") as caught:
        write_html(read("[[File:A.png|thumb]] [[File:B.png|thumb]]"), media=tmp_path)
    messages = sorted(str(each.message) for each in caught)
    assert "A.png: warning: it cannot be shown" in messages[0]
    assert "leads out of its folder" in messages[1]
    assert all(each.filename == __file__ for each in caught)
