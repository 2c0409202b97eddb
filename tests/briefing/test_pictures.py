"""Pictures on paper have the resolution that the metadata ask for, and no page's width too much."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import PIL.Image
import pytest
from pypdf import PdfReader

from wikibrief.briefing.edition import EditionArticle, write_edition
from wikibrief.briefing.writer import write_pdf
from wikibrief.cli import main
from wikibrief.inline.context import Surroundings
from wikibrief.model.document import Document, Figure
from wikibrief.model.metadata import Metadata, Pdf
from wikibrief.page.images import read_image
from wikibrief.templating.environment import Templates


def photo(width: int, height: int) -> bytes:
    file = BytesIO()
    PIL.Image.effect_noise((width, height), 60).convert("RGB").save(file, "JPEG")
    return file.getvalue()


def article(width: int, *options: str) -> tuple[Document, Surroundings]:
    """An article with a photo of a width, and what is around it."""
    image = read_image(photo(width, width // 2))
    lead = ("It burnt.", Figure("a.jpg", options, "The fire."))
    return Document(title="Fire", lead=lead), Surroundings(image=lambda _: image)


def widths(pdf: bytes) -> list[int]:
    """How many pixels the pictures of a PDF are wide."""
    pages = PdfReader(BytesIO(pdf)).pages
    return [image.image.width for page in pages for image in page.images if image.image]


@pytest.mark.parametrize(
    ("values", "width"),
    [
        ({}, 400),
        ({"pdf": {"resolution": 192}}, 400),
        ({"pdf": {"resolution": 96}}, 200),
        ({"pdf": {"resolution": 300}}, 624),
        ({"pdf": {"resolution": 1200}}, 2000),
    ],
)
def test_a_picture_has_the_resolution_that_is_asked_for(
    values: dict[str, object], width: int
) -> None:
    document, around = article(2000, "thumb", "200px")
    assert widths(write_pdf(document, metadata=values, around=around)) == [width]


def test_fewer_dots_make_a_smaller_file() -> None:
    document, around = article(2000, "thumb", "400px")
    made = [
        write_pdf(document, metadata={"pdf": {"resolution": dots}}, around=around)
        for dots in (72, 192, 300)
    ]
    small, usual, large = map(len, made)
    assert small * 2 < usual < large
    assert made[1] == write_pdf(document, around=around)


def test_no_picture_has_more_pixels_than_the_widest_page_needs() -> None:
    document, around = article(5000)
    assert widths(write_pdf(document, around=around)) == [2246]


def test_an_edition_has_the_finest_resolution_of_its_articles() -> None:
    document, around = article(2000, "thumb", "200px")
    entries = [
        EditionArticle("a.wiki", document, Metadata(pdf=Pdf(resolution=dots)), around)
        for dots in (96, 300)
    ]
    entries[1] = replace(entries[1], document=Document(title="Calm", lead=("No fire.",)))
    assert {*widths(write_edition(entries, "All", Templates()))} == {624}


def test_another_resolution_makes_a_pdf_dirty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    media = tmp_path / "content" / "media"
    media.mkdir(parents=True)
    (media / "Fire.jpg").write_bytes(photo(2000, 1000))
    (tmp_path / "content" / "fire.wiki").write_text(
        "It burnt.\n\n[[File:Fire.jpg|thumb|The fire]]\n"
    )
    sizes = []
    for dots in (192, 72):
        sidecar = tmp_path / "content" / "fire.meta.yaml"
        sidecar.write_text(f"pdf:\n  resolution: {dots}\n")
        with pytest.raises(SystemExit) as ended:
            main(["build", "--formats", "pdf", "--jobs", "1"])
        assert not ended.value.code
        sizes.append((tmp_path / "output" / "fire.pdf").stat().st_size)
    assert sizes[1] < sizes[0]
