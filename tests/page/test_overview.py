"""The overview: figures, claims and events, each as the facts have it and never chosen."""

from pathlib import Path

import pytest

from wikibrief.facts.extract import read_facts
from wikibrief.languages import written_in
from wikibrief.markup.references.lifting import read
from wikibrief.page.overview import Overview, make_overview
from wikibrief.page.tidy import split_first_paragraph
from wikibrief.page.writer import write_html
from wikibrief.templating.environment import Templates
from wikibrief.templating.words import words_in

SEED = Path(__file__).parents[2] / "content" / "kobe-attack.wiki"


def overview_of(source: str, language: str = "en") -> Overview:
    return make_overview(read_facts(read(source)), words_in(language, Templates()))


@pytest.fixture(scope="module")
def seed() -> Overview:
    return overview_of(SEED.read_text(encoding="utf-8"))


def test_civilians_come_first_and_a_disputed_figure_names_both_ends(seed: Overview) -> None:
    first = seed.figures[0]
    assert (first.number, first.label, first.is_disputed) == ("25–34", "civilians killed", True)
    assert first.note == "disputed: Malian government 25, Human Rights Watch 34"


def test_at_least_is_a_number_without_an_end(seed: Overview) -> None:
    assert "20+" in {figure.number for figure in seed.figures}
    assert {said.number for said in seed.claims if said.is_open} == {"30+", "20+"}


def test_claims_are_on_one_scale_by_source_and_day(seed: Overview) -> None:
    assert max(said.share for said in seed.claims) == 100
    government = [said for said in seed.claims if said.source == "Malian government"]
    assert [(each.number, each.date, each.is_first) for each in government] == [
        ("25", "8\xa0Feb", True),
        ("13", "8\xa0Feb", False),
    ]


def test_events_are_sentences_of_the_text_in_their_order(seed: Overview) -> None:
    assert [event.date for event in seed.events] == [
        "7\xa0Feb",
        "8\xa0Feb",
        "8–9\xa0Feb",
        "24\xa0Feb",
    ]
    text = SEED.read_text(encoding="utf-8")
    assert all(event.sentence in text for event in seed.events)


LONG = """{{Infobox military conflict
| date = May 1941 – June 1943
| combatant1 = A
| casualties1 = 900 killed
}}
Lead.

== Course ==
On May 3, 1941, Reuters reported that 3 soldiers were killed.
"""


def test_of_what_lasted_long_the_claims_of_its_parts_are_not_about_all() -> None:
    overview = overview_of(LONG)
    assert [figure.number for figure in overview.figures] == ["900"]
    assert overview.claims == ()
    assert overview.events == ()


def test_what_an_article_does_not_have_is_not_there() -> None:
    assert overview_of("A village.") == Overview()


@pytest.mark.parametrize(
    ("html", "parts"),
    [
        ("<p>One two.</p><p>B</p>", ("", "One two.", "<p>B</p>")),
        ("<div><p>In it.</p></div><p>One two.</p>", ("<div><p>In it.</p></div>", "One two.", "")),
        ("<p><img></p><p>One <b>two</b>.</p>", ("<p><img></p>", "One <b>two</b>.", "")),
        ("<ul><li>a b</li></ul>", ("<ul><li>a b</li></ul>", "", "")),
        ("", ("", "", "")),
    ],
)
def test_the_first_paragraph_with_words_is_the_bottom_line(
    html: str, parts: tuple[str, str, str]
) -> None:
    assert split_first_paragraph(html) == parts


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The convoy left Gao.", None),
        ("غادرت القافلة المدينة", "ar"),
        ("کاروان شهر را ترک کرد و پس از آن", "fa"),
        ("קולונה יצאה", "he"),
        ("車列はガオを出た", "ja"),
        ("车队离开加奥", "zh"),
        ("호송대가 떠났다", "ko"),
        ("Gao (غاو) is a city.", None),
    ],
)
def test_a_text_without_a_language_has_that_of_its_script(text: str, language: str | None) -> None:
    assert written_in(text) == language


def test_several_numbers_of_an_infobox_are_no_range() -> None:
    """They may be parts, here those of two allies, or two counts: which, nothing says."""
    box = "{{{{Infobox military conflict|combatant1=A|combatant2=B|casualties1={}}}}}\nText."
    assert overview_of(box.format("'''A:'''<br>54 killed<br>'''C:'''<br>3 killed")).figures == ()
    [figure] = overview_of(box.format("54 killed<br>3 wounded<br>54 killed")).figures[:1]
    assert (figure.number, figure.is_disputed) == ("54", False)


def test_a_long_range_is_set_smaller_so_that_it_stays_in_its_column() -> None:
    box = "{{{{Infobox military conflict|combatant1=A|combatant2=B|casualties2={} killed}}}}\nText."
    long, short = (write_html(read(box.format(each))) for each in ("250,000–305,000", "250–305"))
    assert '<b class="page-number page-long">250,000–305,000</b>' in long
    assert '<b class="page-number">250–305</b>' in short


@pytest.mark.parametrize("language", ["en", "fr", "ja"])
@pytest.mark.parametrize("category", ["dead or wounded", "dead or missing", "dead or captured"])
def test_every_category_of_losses_has_a_word(category: str, language: str) -> None:
    box = "{{Infobox military conflict\n| combatant1 = Mali\n| casualties1 = 12 %s\n}}\n\nText.\n"
    [figure] = overview_of(box % category, language).figures
    assert "_" not in figure.label


@pytest.mark.parametrize(
    ("combatants", "label"),
    [
        ("{{flag|Australia}}<br>{{flag|India}}", "Australia, India killed"),
        (
            "{{flag|Australia}}<br>{{flag|India}}<br>{{flag|Canada}}<br>{{flag|Kenya}}",
            "Australia, India … killed",
        ),
        (
            "Kingdom of Bulgaria<br>Commonwealth of the Philippines<br>Yugoslav Partisans",
            "Kingdom of Bulgaria, Commonwealth of the Philippines … killed",
        ),
        (
            "First Czechoslovak Army in Slovakia<br>Slovak Insurgent Air Force",
            "First Czechoslovak Army in Slovakia … killed",
        ),
    ],
)
def test_of_many_parties_a_figure_names_those_that_fit(combatants: str, label: str) -> None:
    source = f"{{{{Infobox military conflict\n| date = 1 May 1941\n| combatant1 = {combatants}\n"
    source += "| combatant2 = Finland\n| casualties1 = 71 killed\n}}\n\nA raid.\n"
    assert overview_of(source).figures[0].label == label
