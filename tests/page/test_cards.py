"""A list of documents says of each what its own page says."""

from __future__ import annotations

import pytest

from wikibrief.markup.references.lifting import read
from wikibrief.model.metadata import Metadata
from wikibrief.page.catalogue.cards import read_card
from wikibrief.page.writer import write_html

INFOBOX = "{{Infobox military conflict|conflict=Raid on ''Tessit''|date=3 March 2024}}\n"


@pytest.mark.parametrize(
    ("source", "title", "language"),
    [
        (f"{INFOBOX}Gunmen raided Tessit.", "Raid on Tessit", "en"),
        ("وقعت المعركة في شمال البلاد بعد أيام من القتال.", "raid", "ar"),
    ],
)
def test_a_card_has_the_title_and_the_language_of_the_page(
    source: str, title: str, language: str
) -> None:
    document = read(source)
    card = read_card("raid", document, Metadata())
    assert (card.title, card.language) == (title, language)
    assert f'<html lang="{language}"' in write_html(document)


@pytest.mark.parametrize(
    ("lead", "summary"),
    [
        ("They sank the boat {{HMS|Hood}}.", "They sank the boat HMS Hood."),
        ("L''''Adige''' traverse {{unité|3|km}}.<ref>Atlas</ref>", "L'Adige traverse 3 km."),
        ("It is the -{zh-hans:软件; zh-hant:軟體}-.", "It is the 软件."),
    ],
)
def test_the_summary_has_the_words_that_the_page_shows(lead: str, summary: str) -> None:
    assert read_card("raid", read(lead), Metadata()).summary == summary
