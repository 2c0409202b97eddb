"""Markings of your own on paper: on every page of briefings and editions, or there is no PDF."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from wikibrief.briefing.edition import EditionArticle, write_edition
from wikibrief.briefing.news import News
from wikibrief.briefing.writer import write_pdf
from wikibrief.changes.compare import Version, compare
from wikibrief.inline.context import Surroundings
from wikibrief.markup.references.lifting import read
from wikibrief.model.marking import Label, Marking, make_scheme
from wikibrief.model.metadata import Metadata
from wikibrief.pandoc.writer import Manner, write_pandoc
from wikibrief.problems import ProblemError
from wikibrief.templating.environment import Templates

LONGEST = "WWWWWWWWWW WWWWWWWWWWWWWWWWWWWWW"
OWN = make_scheme(
    [
        Label("INTERNAL", "#005ea5"),
        Label("VS-NUR FÜR DEN DIENSTGEBRAUCH", "#ffdd00"),
        Label("ДЛЯ СЛУЖБОВОГО КОРИСТУВАННЯ", "#ffffff"),
        Label(LONGEST, "#777777"),
        Label("CONFIDENTIAL", "#b30000"),
    ]
)
LONG = "= A =\n\n" + "A paragraph of the article.\n\n" * 120
WIDE = "= A =\n\n{|\n|-\n" + "".join(f"| cell {number}\n" for number in range(40)) + "|}\n"


def words_of(page: pypdf.PageObject) -> str:
    return "".join(page.extract_text().split())


def pages_of(pdf: bytes) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("label", OWN)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_has_the_label_twice(label: str, language: str) -> None:
    metadata = Metadata(marking=OWN[label], language=language)
    pages = pages_of(write_pdf(read(LONG), metadata=metadata))
    assert len(pages) > 2
    for page in pages:
        assert words_of(page).count("".join(label.split())) == 2


def test_a_page_on_its_side_and_letter_paper_have_it() -> None:
    values = {
        "markings": [{"label": each, "colour": each.colour} for each in OWN.values()],
        "marking": LONGEST,
        "briefing": {"paper": "letter"},
    }
    for page in pages_of(write_pdf(read(WIDE), metadata=values)):
        assert words_of(page).count("".join(LONGEST.split())) == 2


def test_the_file_says_it_of_itself() -> None:
    pdf = write_pdf(read("Text."), metadata=Metadata(marking=OWN["CONFIDENTIAL"]))
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    xmp = reader.xmp_metadata
    assert xmp
    assert b"CONFIDENTIAL" in xmp.stream.get_data()
    assert b"marking: CONFIDENTIAL" in reader.attachments["article.facts.yaml"][0]


@pytest.mark.parametrize(
    "style",
    [
        "@page { @top-right { content: none } }",
        ".marking-own span { color: #b30000 !important }",
        ".marking span { background: #fff !important }",
        ".marking { font-size: 2pt !important }",
    ],
)
def test_a_style_sheet_that_takes_it_away_makes_no_pdf(style: str, tmp_path: Path) -> None:
    built_in, _ = Templates().load("briefing/briefing.css")
    folder = tmp_path / "briefing"
    folder.mkdir()
    (folder / "briefing.css").write_text(f"{built_in}\n{style}", "utf-8")
    metadata = Metadata(marking=OWN["CONFIDENTIAL"])
    with pytest.raises(ProblemError, match="of the PDF has no CONFIDENTIAL at its"):
        write_pdf(read("Text."), metadata=metadata, templates=tmp_path)


@pytest.mark.parametrize("label", ["A", "CONFIDENTIAL", "TLP:AMBER"])
@pytest.mark.parametrize(
    "style",
    [
        "@page { @bottom-right { content: none } }",
        "@page { @bottom-left { content: none } @bottom-right { content: 'A NON-CONFIDENTIAL' } }",
        "@page { @bottom-right { content: 'no TLP:AMBER here' } }",
    ],
)
def test_words_with_the_label_in_them_are_not_it(label: str, style: str, tmp_path: Path) -> None:
    built_in, _ = Templates().load("briefing/briefing.css")
    folder = tmp_path / "briefing"
    folder.mkdir()
    (folder / "briefing.css").write_text(f"{built_in}\n{style}", "utf-8")
    made = make_scheme([Label("A", "#000000"), Label("CONFIDENTIAL", "#b30000")])
    values = {
        "markings": [{"label": each, "colour": each.colour} for each in made.values()],
        "marking": label,
        "title": label,
        "source": {"name": f"A {label} wiki", "licence": label, "wiki": "https://example.org/"},
    }
    with pytest.raises(ProblemError, match=r"of the PDF has no .* at its bottom"):
        write_pdf(read("Text."), metadata=values, templates=tmp_path)


def entry(name: str, marking: Marking | None) -> EditionArticle:
    return EditionArticle(
        f"{name}.wiki", read("Text.", name), Metadata(marking=marking), Surroundings()
    )


def test_an_edition_has_the_strictest_label_on_every_page() -> None:
    entries = [entry("A", OWN["INTERNAL"]), entry("B", OWN["CONFIDENTIAL"])]
    for page in pages_of(write_edition(entries, "All", Templates())):
        words = words_of(page)
        assert (words.count("CONFIDENTIAL"), words.count("INTERNAL")) == (2, 0)


def test_an_edition_of_two_schemes_or_with_an_unmarked_article_is_none() -> None:
    others: list[tuple[Marking | None, str]]
    others = [("TLP:CLEAR", "no order is known"), (None, "has no marking")]
    for other, message in others:
        entries = [entry("A", OWN["INTERNAL"]), entry("B", other)]
        with pytest.raises(ProblemError, match=message):
            write_edition(entries, "All", Templates())


def test_what_an_edition_quotes_of_then_counts() -> None:
    now = entry("A", OWN["INTERNAL"])
    then = replace(now.metadata, marking=OWN["CONFIDENTIAL"])
    changes = compare("A", Version(read("Then.", "A"), then), Version(now.document, now.metadata))
    [cover, *_] = pages_of(write_edition([now], "All", Templates(), News("v1", (changes,))))
    assert words_of(cover).count("CONFIDENTIAL") == 2
    other = make_scheme([Label("CONFIDENTIAL", "#000000"), Label("INTERNAL", "#ffffff")])
    then = replace(then, marking=other["CONFIDENTIAL"])
    changes = compare("A", Version(read("Then.", "A"), then), Version(now.document, now.metadata))
    with pytest.raises(ProblemError, match="no order is known"):
        write_edition([now], "All", Templates(), News("v1", (changes,)))


@pytest.mark.parametrize("label", OWN)
def test_what_pandoc_is_given_has_the_label(label: str) -> None:
    metadata = Metadata(marking=OWN[label])
    written = write_pandoc(
        read("= A =\n\nText.\n\n== B ==\nMore.\n"),
        metadata,
        Templates(),
        Surroundings(),
        Manner(has_chapters=True),
    )
    meta = json.loads(written)["meta"]
    assert meta["marking"]["c"] == label
    for command in meta["header-includes"]["c"]:
        assert command["c"][0]["c"][1].count(label) == 2
