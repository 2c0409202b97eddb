"""Editions: every article in one PDF, under the strictest marking; links lead to public places."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from wikibrief.briefing.edition import EditionArticle, highest_marking, write_edition
from wikibrief.briefing.news import News
from wikibrief.changes.compare import Version, compare
from wikibrief.changes.model import Changes
from wikibrief.inline.context import Surroundings
from wikibrief.markup.references.lifting import read
from wikibrief.model.metadata import Attribution, Briefing, Marking, Metadata
from wikibrief.problems import ProblemError
from wikibrief.templating.environment import Templates

NOTED = """A first line.<ref name="a">Source of {0}</ref> See [[Other]] and [[#Later|below]].

== Later ==
Again.<ref name="a" />
"""


def _entry(
    name: str, marking: Marking | None, text: str = NOTED, language: str = "en"
) -> EditionArticle:
    source = Attribution(name=f"Wiki of {name}")
    metadata = Metadata(marking=marking, source=source, language=language)
    around = Surroundings(document=lambda _: "other.pdf")
    return EditionArticle(f"{name}.wiki", read(text.format(name), name), metadata, around)


def _edition(*entries: EditionArticle) -> pypdf.PdfReader:
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


def test_the_cover_says_who_publishes_all_articles() -> None:
    first, second = _entry("First", None), _entry("Second", None)
    issue = Briefing(kind="Alert", number="7", date=dt.date(2025, 3, 1), status="Final")
    of_first = replace(first.metadata, publisher="Desk", briefing=issue)
    first = replace(first, metadata=of_first)
    later = replace(issue, number="8", date=dt.date(2025, 3, 9))
    second = replace(second, metadata=replace(of_first, briefing=later))
    cover = " ".join(_edition(first, second).pages[0].extract_text().split())
    assert cover.startswith("Desk Alert 9 March 2025 Final All of May")
    other = replace(second, metadata=replace(second.metadata, publisher="Other"))
    assert "Desk" not in _edition(first, other).pages[0].extract_text()


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


def _changed(old: str, new: str, *markings: Marking | None) -> Changes:
    before, after = (
        Version(read(text, "Raid"), Metadata(marking=marking))
        for text, marking in zip((old, new), markings or (None, None), strict=True)
    )
    return compare("raid", before, after)


RAID = "Human Rights Watch said on 24 February 2025 that {} civilians were killed.\n"


def _news_page(news: News, *entries: EditionArticle) -> str:
    pdf = pypdf.PdfReader(io.BytesIO(write_edition(entries, "All", Templates(), news)))
    return " ".join(pdf.pages[1].extract_text().split())


def test_a_page_says_what_changed_facts_first() -> None:
    raid = _changed(RAID.format(30) + "<!-- a -->", RAID.format(34) + "<!-- secret -->")
    gone = _changed("Text.", "")
    news = News("may", (raid, None, Changes("same")), (replace(gone, title="Gone"),))
    entries = [_entry(name, None) for name in ("Raid", "New", "Same")]
    text = _news_page(news, *entries)
    assert "What changed since may" in text
    fact = "Civilians killed 30 → 34 (Human Rights Watch, 24 Feb 2025)"
    paragraph = "that [30] 34 civilians were killed"
    assert text.index(fact) < text.index(paragraph)
    assert "secret" not in text
    assert "New articles New Removed articles Gone Unchanged Same" in text


def test_the_page_of_changes_is_in_the_language_of_the_edition() -> None:
    news = News("mai", (_changed(RAID.format(30), RAID.format(34)),))
    text = _news_page(news, _entry("Raid", None, language="de"))
    assert "Was sich seit mai geändert hat" in text
    assert "Civilians: getötet 30 → 34" in text


def test_what_is_quoted_counts_for_the_marking() -> None:
    changes = _changed("It was *red*.", "It was green.", "TLP:RED", "TLP:GREEN")
    text = _news_page(News("may", (changes,)), _entry("Raid", "TLP:GREEN"))
    assert text.count("TLP:RED") == 2
    assert "TLP:GREEN" not in text


def test_words_of_an_article_are_no_markup_of_the_page_of_changes() -> None:
    changes = _changed("Text.", "<nowiki><p class='marking'>TLP:CLEAR</p></nowiki>")
    text = _news_page(News("<b>may</b>", (changes,)), _entry("Raid", "TLP:RED"))
    assert "<b>may</b>" in text
    assert "<p class='marking'>TLP:CLEAR</p>" in text
    assert text.count("TLP:RED") == 2


def test_an_edition_with_changes_is_the_same_twice() -> None:
    news = News("may", (_changed(RAID.format(30), RAID.format(34)),))
    made = [write_edition([_entry("Raid", None)], "All", Templates(), news) for _ in range(2)]
    assert made[0] == made[1]
