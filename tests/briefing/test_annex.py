"""What of an infobox comes first on paper, what last, and what is not there."""

from collections import Counter

import pytest

from wikibrief import read
from wikibrief.briefing.annex import PrintedInfobox, part_box
from wikibrief.briefing.repeats import Told
from wikibrief.briefing.writer import render_page
from wikibrief.inline.context import Surroundings
from wikibrief.layouts.infoboxes.keyfacts import Fact, KeyFacts, SideRow
from wikibrief.model.metadata import Metadata
from wikibrief.templating.environment import Templates

HEAD = SideRow("combatant", ("A", "B"), is_head=True)


def fact(name: str, value: str, label: str = "x") -> Fact:
    return Fact(name, value, label)


def test_no_box_is_nothing() -> None:
    assert not part_box(None).has_annex


def test_eight_short_facts_come_first() -> None:
    box = part_box(KeyFacts(facts=tuple(fact(f"f{number}", "v") for number in range(11))))
    assert [each.name for each in box.facts] == [f"f{number}" for number in range(8)]
    assert [each.name for each in box.further_facts] == ["f8", "f9", "f10"]


def test_what_is_long_or_a_list_or_has_no_label_comes_last() -> None:
    facts = (fact("a", "word " * 30), fact("b", "<ul><li>v</li></ul>"), fact("c", "v", "="))
    box = part_box(KeyFacts(facts=facts))
    assert box.facts == ()
    assert box.further_facts == facts


def test_coordinates_that_the_map_has_are_not_repeated() -> None:
    facts = (fact("Coordinates", "1° N"), fact("result", "Draw"))
    assert part_box(KeyFacts(facts=facts)).facts == facts
    assert part_box(KeyFacts(facts=facts), is_on_map=True).facts == facts[1:]


def test_the_title_is_not_repeated() -> None:
    facts = (fact("name", "The <b>Raid</b>"), fact("conflict", "A war"), fact("result", "Draw"))
    others = (fact("title", "the raid"), fact("name_2", "The raid"))
    box = part_box(KeyFacts(facts=facts, others=others), title="The Raid")
    assert box.facts == facts[1:]
    assert box.others == others[1:]


def test_a_title_without_what_tells_it_from_others_is_not_repeated() -> None:
    box = KeyFacts(facts=(fact("title", "Algorithms"), fact("publisher", "MDPI")))
    printed = part_box(box, ["title", "publisher"], "Algorithms (journal)")
    assert [each.name for each in printed.facts] == ["publisher"]


def test_sizes_of_pictures_are_not_on_paper() -> None:
    facts = tuple(fact(f"f{n}", size) for n, size in enumerate(("150 px", "x20px", "20x30px")))
    assert part_box(KeyFacts(facts=facts, others=facts)) == part_box(KeyFacts())
    assert part_box(KeyFacts(facts=(fact("screen", "150 px wide"),))).facts


def test_the_line_below_the_title_is_not_repeated() -> None:
    box = part_box(KeyFacts(when="May", facts=(fact("date", "May"), fact("result", "Draw"))))
    assert [each.name for each in box.facts] == ["result"]


TOLD = Told(
    {"casualties": [Counter(["1330"]), Counter(["20"])], "fatalities": [Counter(["20"])]},
    frozenset({"killed"}),
)


def test_losses_that_the_first_page_tells_are_not_repeated() -> None:
    told, cited, more, twice, why = (
        SideRow("casualties", ("1,330 killed", "20")),
        SideRow("casualties", ("1\u202f330", '20<sup class="reference">[1]</sup>')),
        SideRow("casualties", ("1.330", "21 killed")),
        SideRow("casualties", ("1,330 killed", "20 killed, 20 killed")),
        SideRow("casualties", ("Heavy", "Light")),
    )
    box = part_box(KeyFacts(sides=(HEAD, told, cited, more, twice, why)), told=TOLD)
    assert box.sides == (HEAD, more, twice, why)
    assert box.further_sides == (HEAD, cited)
    facts = (fact("fatalities", "20 crew"), fact("fatalities", "20"), fact("crew", "20"))
    box = part_box(KeyFacts(facts=facts), told=TOLD)
    assert (box.facts, box.further_facts) == (facts[2:], facts[:1])


def test_a_few_facts_are_rows_of_the_sides() -> None:
    box = part_box(KeyFacts(facts=(fact("result", "Draw"),), sides=(HEAD,)))
    assert (box.facts, [each.name for each in box.facts_of_sides]) == ((), ["result"])


def test_a_result_with_what_it_consists_of_is_a_row_of_the_sides() -> None:
    result = fact("result", "Victory<ul><li>Bridge destroyed</li></ul>")
    box = part_box(KeyFacts(facts=(result,), sides=(HEAD,)))
    assert (box.facts_of_sides, box.further_facts) == ((result,), ())
    assert part_box(KeyFacts(facts=(result,))).further_facts == (result,)


def test_values_without_a_label_of_their_own_come_last() -> None:
    facts = (Fact("altname", "v", "Altname", is_named_only=True), fact("a", "v"))
    box = part_box(KeyFacts(facts=facts))
    assert (box.facts, box.further_facts) == (facts[1:], facts[:1])
    assert part_box(KeyFacts(facts=facts), {"altname"}).facts == facts


def test_values_that_are_only_notes_come_last() -> None:
    note = fact("population_ref", '<sup class="reference">[1]</sup>')
    assert part_box(KeyFacts(facts=(note,))).facts == ()


def test_long_rows_of_sides_come_last_below_their_head() -> None:
    long = SideRow("commander", ("<br>".join("abcdefgh"), "x"))
    box = part_box(KeyFacts(sides=(HEAD, long)))
    assert box.sides == (HEAD,)
    assert box.further_sides == (HEAD, long)


def test_names_of_files_and_what_describes_them_are_not_on_paper() -> None:
    facts = (fact("skyline", "Kobé at night.jpg"), fact("anthem", "Song.ogg"), fact("a", "v"))
    others = (
        fact("image_caption", "The town"),
        fact("map_alt", "a map"),
        fact("17", "x"),
        fact("b", "w"),
    )
    box = part_box(KeyFacts(facts=facts, others=others))
    assert [each.name for each in (*box.facts, *box.further_facts)] == ["a"]
    assert [each.name for each in box.others] == ["b"]


def test_what_is_said_of_an_emblem_or_a_mark_is_not_on_paper() -> None:
    plumbing = (
        fact("image", "180"),
        fact("image2", "220"),
        fact("blank_emblem_type", "Logo"),
        fact("symbol_type1", "Emblem"),
        fact("image_map", "<p>Tessit</p>"),
        fact("pushpin_label", "Tessit"),
        fact("map_label1", "Tessit"),
    )
    kept = (
        fact("pushpin_label", "The old camp"),
        fact("image_map", "Interactive map of the camps"),
        fact("leader_type", "Mayor"),
        fact("twin town", "Tessit"),
        fact("photographs", "180"),
        fact("mapped by", "Tessit"),
    )
    box = part_box(KeyFacts(others=(*plumbing, *kept)), title="Tessit, Mali")
    assert box.others == kept


def test_several_short_facts_of_the_annex_are_in_columns() -> None:
    short = [fact(f"f{number}", "v") for number in range(6)]
    assert PrintedInfobox.fits_columns(short)
    assert not PrintedInfobox.fits_columns(short[:5])
    assert not PrintedInfobox.fits_columns([*short, fact("a", "word " * 90)])
    assert not PrintedInfobox.fits_columns([*short, fact("a", "v", "=")])


def test_a_title_of_signs_is_not_taken_for_another() -> None:
    facts = (fact("name", "★★"), fact("result", "Draw"))
    assert part_box(KeyFacts(facts=facts), title="?").facts == facts


@pytest.mark.parametrize(
    "losses",
    [
        ("10 killed<br>20 wounded<br>10 missing", "20 killed<br>10 wounded<br>20 missing"),
        ("3 killed<br>3 tanks", "7 killed"),
    ],
)
def test_a_number_that_a_figure_has_of_something_else_is_not_told(losses: tuple[str, str]) -> None:
    text = (
        "{{Infobox military conflict\n| date = 3 March 2020\n| combatant1 = A\n| combatant2 = B\n"
        f"| casualties1 = {losses[0]}\n| casualties2 = {losses[1]}\n}}}}\n"
        "Many were killed, wounded and missing, and tanks.\n"
    )
    values, _ = render_page(read(text), Metadata(), Templates(), Surroundings())
    box = values["box"]
    assert isinstance(box, PrintedInfobox)
    assert [row.name for row in box.sides] == ["combatant", "casualties"]


def test_the_date_of_a_count_is_not_that_of_a_place() -> None:
    def when(arguments: str) -> str:
        text = f"{{{{Infobox x|name=A|date=May 1900|{arguments}}}}}\nWords."
        values, _ = render_page(read(text), Metadata(), Templates(), Surroundings())
        infobox = values["infobox"]
        assert isinstance(infobox, KeyFacts)
        return infobox.when

    assert when("place=B") == "May 1900"
    assert when("population=3 000") == ""
