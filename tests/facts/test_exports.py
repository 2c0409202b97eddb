"""Facts as data for other programs: every export is valid, by a validator that is not ours."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from frictionless import Package
from geojson_pydantic import Feature, FeatureCollection, Point
from hypothesis import given, settings
from pyld import jsonld  # type: ignore[import-untyped]
from strategies import documents

from wikibrief.facts.extract import read_facts
from wikibrief.facts.forms.exports import Incident, dump_incident, load_incident, read_incident
from wikibrief.facts.forms.exports import write_exports as write
from wikibrief.facts.forms.jsonld import dump_event
from wikibrief.facts.forms.tables import INCIDENTS, write_csv
from wikibrief.markup.references.lifting import read
from wikibrief.model.document import Document
from wikibrief.model.marking import Marking

SEED = Path(__file__).parents[2] / "content" / "kobe-attack.wiki"
BOX = """\
= Raid on Tessit =

Infobox
- Date: {date}
- Place: Near Tessit
- Coordinates: 15.2, -0.4
- Combatant1: Mali
- Combatant2: Islamic State
- Casualties1: {first}
- Casualties2: {second}
"""


def read_map(exports: Mapping[str, str]) -> Sequence[Feature[Point, dict[str, object]]]:
    """The features, as their validator reads them."""
    collection = FeatureCollection[Feature[Point, dict[str, object]]]
    return collection.model_validate_json(exports["incidents.geojson"]).features


def incident(
    date: str = "May 2021", first: str = "5 killed", second: str = "12 killed"
) -> Incident:
    text = BOX.format(date=date, first=first, second=second)
    return read_incident("raid", read_facts(read(text)))


def test_the_data_package_describes_its_tables(tmp_path: Path) -> None:
    incidents = [incident(), read_incident("kobe", read_facts(read(SEED.read_text("utf-8"))))]
    for name, text in write(incidents).items():
        (tmp_path / name).write_bytes(text.encode())
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "message"])


def test_the_map_is_geojson() -> None:
    incidents = [incident(), read_incident("kobe", read_facts(read(SEED.read_text("utf-8"))))]
    features = read_map(write(incidents))
    places = [each.geometry.model_dump() if each.geometry else None for each in features]
    assert [each and each["coordinates"] for each in places] == [(-0.4, 15.2), None]


@settings(max_examples=25)
@given(documents())
def test_exports_of_any_document_are_valid(document: Document) -> None:
    line = dump_incident("a", read_facts(document))
    exports = write([load_incident(line)])
    assert len(read_map(exports)) == 1
    assert len(list(csv.reader(io.StringIO(exports["incidents.csv"], newline="")))) == 2


@pytest.mark.parametrize(
    ("date", "days"),
    [
        ("3 May 2021", ("2021-05-03", "2021-05-03", 1)),
        ("3–5 May 2021", ("2021-05-03", "2021-05-05", 2)),
        ("February 2020", ("2020-02-01", "2020-02-29", 4)),
        ("1944", ("1944-01-01", "1944-12-31", 5)),
        ("14 May 2020 – 12 May 2020", (None, None, None)),
        ("490 BC", (None, None, None)),
    ],
)
def test_a_date_is_given_as_its_days(
    date: str, days: tuple[str | None, str | None, int | None]
) -> None:
    row = incident(date).row
    assert (row["date_start"], row["date_end"], row["date_prec"]) == days


@pytest.mark.parametrize(
    ("first", "second", "numbers"),
    [
        ("5 killed", "12 killed", (5, 12, 17, 17, 17)),
        ("5+ killed", "12 killed", (None, 12, None, 17, None)),
        ("5–7 killed", "12 killed", (None, 12, None, 17, 19)),
        ("5 killed", "12 killed or wounded", (5, None, None, 5, None)),
        ("5 killed", "heavy", (5, None, None, 5, None)),
        ("5 wounded", "heavy", (None, None, None, None, None)),
    ],
)
def test_what_is_not_exactly_known_is_left_empty(
    first: str, second: str, numbers: tuple[int | None, ...]
) -> None:
    row = incident(first=first, second=second).row
    names = ("deaths_a", "deaths_b", "best", "low", "high")
    assert tuple(row[name] for name in names) == numbers


def test_a_disputed_number_is_left_empty() -> None:
    row = read_incident("kobe", read_facts(read(SEED.read_text("utf-8")))).row
    assert (row["deaths_civilians"], row["best"], row["disputed"]) == (None, None, True)


@pytest.mark.parametrize("side", ["Villagers", "The villagers"])
def test_civilians_who_are_a_side_are_counted_once(side: str) -> None:
    source = (
        f"= Raid =\n\nInfobox\n- Combatant1: {side}\n- Combatant2: Gunmen\n"
        "- Casualties1: 12 killed\n- Casualties2: 3 killed\n\n"
        "At least 12 villagers were killed.\n"
    )
    row = read_incident("raid", read_facts(read(source))).row
    assert (row["best"], row["low"], row["high"]) == (None, 15, None)


def test_no_text_is_a_formula_to_a_spreadsheet() -> None:
    row = dict.fromkeys((column.name for column in INCIDENTS), "=1+1")
    [_, cells] = csv.reader(io.StringIO(write_csv(INCIDENTS, [row]), newline=""))
    assert set(cells) == {"'=1+1"}


def test_the_event_is_json_ld() -> None:
    """An Event with the seed's claims, as a processor of linked data reads it."""
    text = dump_event(read_facts(read(SEED.read_text("utf-8"))))
    data = {**json.loads(text), "@context": {"@vocab": "https://schema.org/"}}
    [event] = jsonld.expand(data)
    assert event["@type"] == ["https://schema.org/Event"]
    assert event["https://schema.org/startDate"] == [{"@value": "2025-02-07"}]
    claims = event["https://schema.org/subjectOf"]
    assert {each["@type"][0] for each in claims} == {"https://schema.org/Claim"}


def test_a_claim_is_not_published_on_the_day_of_its_losses() -> None:
    """Its date is given as what it is about; a reviewed figure without a text is no claim."""
    facts = read_facts(
        read("{{Infobox military conflict\n| date = 7 May 1915\n}}\nOn 7 May 1915, 20 died.")
    )
    [claim] = json.loads(dump_event(facts))["subjectOf"]
    assert (claim["temporal"], "datePublished" in claim) == ("1915-05-07", False)
    without_text = replace(facts, claims=(replace(facts.claims[0], sentence=""),))
    assert "subjectOf" not in json.loads(dump_event(without_text))


def test_an_event_cannot_end_its_element() -> None:
    text = "= A =\n\nInfobox\n- Date: 3 May 2021\n- Place: </script><b>\n\nText.\n"
    assert "<" not in dump_event(read_facts(read(text)))


def marked(name: str, marking: Marking | None) -> Incident:
    facts = read_facts(read(SEED.read_text("utf-8")))
    return load_incident(dump_incident(name, facts, marking))


@pytest.mark.parametrize("name", ["incidents.csv", "claims.csv"])
def test_each_row_has_the_marking_of_its_article(name: str) -> None:
    text = write([marked("a", "TLP:RED"), marked("b", None), marked("c", "TLP:GREEN")])[name]
    rows = csv.DictReader(io.StringIO(text, newline=""))
    assert {(row["id"], row["marking"]) for row in rows} == {
        ("a", "TLP:RED"),
        ("b", ""),
        ("c", "TLP:GREEN"),
    }


def test_what_describes_several_articles_has_the_strictest_marking() -> None:
    exports = write([marked("a", "TLP:GREEN"), marked("b", "TLP:AMBER+STRICT"), marked("c", None)])
    for name in ("incidents.geojson", "datapackage.json"):
        assert json.loads(exports[name])["marking"] == "TLP:AMBER+STRICT"
    assert [each.properties["marking"] for each in read_map(exports) if each.properties] == [
        "TLP:GREEN",
        "TLP:AMBER+STRICT",
        None,
    ]


def test_what_has_no_marking_says_none() -> None:
    assert "marking" not in json.loads(write([marked("a", None)])["datapackage.json"])


@pytest.mark.parametrize(
    "casualties",
    [
        "20 killed<br>7 killed",
        "20 killed<br>12 wounded<br>7 killed",
        "20 soldiers killed<br>7 soldiers killed",
    ],
)
def test_numbers_side_by_side_are_not_added_up(casualties: str) -> None:
    """They may be parts, or two counts of the same; the page leaves them out, too."""
    row = incident(first=casualties).row
    assert (row["deaths_a"], row["best"], row["low"], row["high"]) == (None, None, 12, None)


def test_numbers_of_different_groups_are_the_ends_of_their_side() -> None:
    row = incident(first="20 soldiers killed<br>7 gendarmes killed").row
    assert (row["deaths_a"], row["best"], row["low"], row["high"]) == (None, None, 19, 39)
