"""Editions: every article in one PDF, under the strictest marking; links lead to public places."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest

from wikibrief.briefing.edition import Entry, highest_marking, write_edition
from wikibrief.inline.context import Surroundings
from wikibrief.markup.lifting import read
from wikibrief.model.metadata import Attribution, Marking, Metadata
from wikibrief.problems import ProblemError
from wikibrief.templating.environment import Templates

NOTED = """A first line.<ref name="a">Source of {0}</ref> See [[Other]] and [[#Later|below]].

== Later ==
Again.<ref name="a" />
"""


def _entry(name: str, marking: Marking | None, text: str = NOTED, language: str = "en") -> Entry:
    source = Attribution(name=f"Wiki of {name}")
    metadata = Metadata(marking=marking, source=source, language=language)
    around = Surroundings(document=lambda _: "other.pdf")
    return Entry(f"{name}.wiki", read(text.format(name), name), metadata, around)


def _edition(*entries: Entry) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(write_edition(entries, "All of May", Templates())))


def test_an_edition_has_a_cover_contents_and_every_article() -> None:
    pdf = _edition(_entry("First", "TLP:CLEAR"), _entry("Second", "TLP:CLEAR"))
    pages = [page.extract_text() for page in pdf.pages]
    assert len(pages) == 3
    assert "All of May" in pages[0]
    assert "First2" in pages[0].replace(" ", "").replace("\n", "")
    assert "Second3" in pages[0].replace(" ", "").replace("\n", "")
    for number, name in enumerate(["First", "Second"], 1):
        assert f"Source of {name}" in pages[number]
        assert f"Source: Wiki of {name}" in " ".join(pages[number].split())
        assert f"Page {number + 1} of 3" in pages[number]
    assert pdf.metadata
    assert pdf.metadata.title == "All of May"


def test_one_outline_holds_all_articles() -> None:
    pdf = _edition(_entry("First", None), _entry("Second", None))
    assert _titles(pdf.outline)[-4:] == ["First", ["Later"], "Second", ["Later"]]


def _titles(outline: object) -> list[object]:
    assert isinstance(outline, list)
    return [_titles(each) if isinstance(each, list) else each["/Title"] for each in outline]


def test_the_strictest_marking_is_on_every_page() -> None:
    pdf = _edition(_entry("First", "TLP:GREEN"), _entry("Second", "TLP:RED"))
    for page in pdf.pages:
        text = page.extract_text()
        assert text.count("TLP:RED") == 2
        assert "TLP:GREEN" not in text


@pytest.mark.parametrize(
    ("markings", "highest"),
    [
        (["TLP:CLEAR", "TLP:GREEN"], "TLP:GREEN"),
        (["TLP:AMBER", "TLP:AMBER+STRICT", "TLP:GREEN"], "TLP:AMBER+STRICT"),
        (["TLP:RED", "TLP:AMBER+STRICT"], "TLP:RED"),
        ([None, None], None),
    ],
)
def test_markings_have_an_order(markings: list[Marking | None], highest: str | None) -> None:
    assert highest_marking([_entry("A", marking) for marking in markings]) == highest


def test_an_article_without_marking_stops_an_edition_with_one() -> None:
    with pytest.raises(ProblemError) as caught:
        _edition(_entry("First", "TLP:CLEAR"), _entry("Second", None))
    assert [problem.file for problem in caught.value.problems] == ["Second.wiki"]


def test_links_lead_to_public_addresses_or_within_the_edition() -> None:
    pdf = _edition(_entry("First", None), _entry("Second", None))
    targets: list[str] = []
    for number, page in enumerate(pdf.pages):
        for annotation in page.get("/Annots", []):
            link = annotation.get_object()
            if "/A" in link and "/URI" in link["/A"]:
                targets.append(link["/A"]["/URI"])
            elif number:
                name = str(link.get("/Dest") or link["/A"]["/D"])
                assert name.startswith(f"article-{number}-"), name
    assert not any("pdf" in target for target in targets)


def test_the_same_inputs_give_the_same_bytes() -> None:
    entries = [_entry("First", None), _entry("Zweiter", None, language="de")]
    first = write_edition(entries, "All", Templates())
    assert first == write_edition(entries, "All", Templates())


def test_a_folder_of_templates_restyles_the_cover(tmp_path: Path) -> None:
    folder = tmp_path / "briefing"
    folder.mkdir()
    (folder / "edition.html.j2").write_text("<html lang='en'><title>x</title><body><h1>Mine</h1>")
    pdf = pypdf.PdfReader(
        io.BytesIO(write_edition([_entry("First", None)], "All", Templates(tmp_path)))
    )
    assert "Mine" in pdf.pages[0].extract_text()
