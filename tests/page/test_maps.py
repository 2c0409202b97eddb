"""Maps: a right one or none; every state and none of what is not certain."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import pytest
from babel import Locale

from wikibrief import write_pdf
from wikibrief.briefing import writer
from wikibrief.briefing.paper.page import prepare_page
from wikibrief.facts.model import Coordinates, DateSpan, Facts
from wikibrief.markup.references.lifting import read
from wikibrief.page.maps.atlas import atlas
from wikibrief.page.maps.locator import HEIGHT, WIDTH, LocatorMap, locate
from wikibrief.page.maps.projections import AroundPoint
from wikibrief.page.writer import write_html
from wikibrief.templating.environment import Templates
from wikibrief.templating.words import words_in


def _facts(place: str | None, spot: tuple[float, float] | None = None, year: int = 2024) -> Facts:
    at = Coordinates(*spot) if spot else None
    return Facts(place=place, coordinates=at, date=DateSpan(str(year), None, "year", str(year)))


def _map(place: str | None, spot: tuple[float, float] | None = None, **more: int) -> LocatorMap:
    drawn = locate(_facts(place, spot, **more), "en")
    assert drawn is not None
    return drawn


@pytest.mark.parametrize(
    ("place", "spot", "state"),
    [
        ("Tessit, Gao Region, Mali", (15.6, -0.2), "Mali"),
        ("Tifariti", (26.16, -10.57), "Western Sahara"),
        ("El Aaiún", (27.15, -13.2), "Western Sahara"),
        ("Tan-Tan", (28.44, -11.1), "Morocco"),
        ("Gaza City, State of Palestine", (31.5, 34.45), "Palestinian Territories"),
        ("Banjska", (42.8, 20.9), "Kosovo"),
        ("Hualien", (23.99, 121.6), "Taiwan"),
        ("Suva", (-18.14, 178.44), "Fiji"),
        ("Taveuni", (-16.8, -179.97), "Fiji"),
        ("Anadyr", (64.73, 177.5), "Russia"),
        ("Uelen", (66.1, -170.5), "Russia"),
        ("South Pole", (-89.9, 0.0), "Antarctica"),
        ("Luxembourg City, Luxembourg", (49.61, 6.13), "Luxembourg"),
    ],
)
def test_a_point_is_in_its_state(place: str, spot: tuple[float, float], state: str) -> None:
    drawn = _map(place, spot)
    assert drawn.state == state
    assert drawn.subject
    assert drawn.point is not None
    assert 0 < drawn.point[0] < WIDTH
    assert 0 < drawn.point[1] < HEIGHT


@pytest.mark.parametrize(
    ("place", "spot"),
    [
        ("Sevastopol, Crimea", (44.6, 33.53)),
        ("Sevastopol, Russia", (44.6, 33.53)),
        ("Siachen", (35.4, 77.1)),
        ("Hargeisa", (9.56, 44.06)),
        ("Near the border", (14.9, 0.2)),
        ("At sea", (0.0, -30.0)),
        ("North Pole", (90.0, 0.0)),
    ],
)
def test_no_state_is_chosen_where_none_is_certain(place: str, spot: tuple[float, float]) -> None:
    drawn = _map(place, spot)
    assert drawn.state == ""
    assert drawn.subject == ""
    assert drawn.point is not None


def test_near_a_border_the_article_says_which_side() -> None:
    assert _map("Liptako, Niger", (14.9, 0.2)).state == "Niger"
    assert _map("Liptako, Burkina Faso", (14.9, 0.2)).state == "Burkina Faso"


def test_a_place_that_is_only_named_gives_its_state_and_no_point() -> None:
    drawn = _map("Near Kobé, Gao Region, Mali")
    assert (drawn.state, drawn.point, drawn.coordinates) == ("Mali", None, "")


@pytest.mark.parametrize(
    ("place", "state"),
    [
        ("Goma, Democratic Republic of the Congo", "Congo - Kinshasa"),
        ("Bunia, DR Congo", "Congo - Kinshasa"),
        ("Sittwe, Burma", "Myanmar"),
        ("Ankara, Turkey", "Türkiye"),
        ("Jenin, West Bank", "Palestinian Territories"),
        ("Boston, U.S.", "United States"),
    ],
)
def test_states_have_more_names_than_one(place: str, state: str) -> None:
    assert _map(place).state == state


@pytest.mark.parametrize("language", ["de", "fr", "ar", "ja", "ru", "fa"])
def test_states_are_read_and_named_in_the_language_of_the_article(language: str) -> None:
    names = {"de": "Kamerun", "fr": "Cameroun", "ar": "الكاميرون"}
    names |= {"ja": "カメルーン", "ru": "Камерун", "fa": "کامرون"}
    drawn = locate(_facts(f"Kumbo, {names[language]}"), language)
    assert drawn is not None
    assert drawn.state == names[language]


@pytest.mark.parametrize("language", ["lmo", "sah"])
def test_a_language_that_has_no_names_of_regions_has_a_map(language: str) -> None:
    drawn = locate(_facts("Kobé, Mali", (16.27, -0.04)), language)
    assert drawn is not None
    assert drawn.labels


@pytest.mark.parametrize(
    "facts",
    [
        _facts(None),
        _facts("somewhere"),
        _facts("Atlanta, Georgia"),
        _facts("Lahore, India", year=1919),
        _facts("Juba, Sudan", year=2005),
        Facts(place="Bamako, Mali"),
        _facts("Mali, a village"),
    ],
    ids=lambda facts: facts.place,
)
def test_what_may_be_another_place_has_no_map(facts: Facts) -> None:
    assert locate(facts, "en") is None


@pytest.mark.parametrize(
    ("place", "spot"),
    [
        ("Perekop", (46.1, 33.7)),
        ("Kargil", (34.55, 76.1)),
        ("El Aaiún", (27.15, -13.2)),
        ("Mitrovica", (42.9, 20.87)),
        ("Ramallah", (31.9, 35.2)),
        ("Nicosia", (35.17, 33.36)),
        ("Panmunjom", (37.95, 126.7)),
    ],
)
def test_disputed_borders_are_apart(place: str, spot: tuple[float, float]) -> None:
    assert _map(place, spot).disputed


def test_land_alone_shows_and_names_no_state() -> None:
    drawn = locate(_facts("Ramallah, Palestine", (31.9, 35.2)), "en", borders=False)
    assert drawn is not None
    assert (drawn.borders, drawn.disputed, drawn.subject, drawn.state) == ("", "", "", "")
    assert drawn.neighbours == ()
    assert drawn.land
    assert {label.kind for label in drawn.labels} <= {"place", "city"}
    assert locate(_facts("Bamako, Mali"), "en", borders=False) is None


def test_every_state_can_be_drawn() -> None:
    for area in atlas().areas:
        name = area.code and _name(area.code)
        if name:
            drawn = locate(_facts(name), "en")
            assert drawn is None or drawn.subject, area.name


def _name(code: str) -> str:
    return str(Locale("en").territories.get(code, ""))


@pytest.mark.parametrize("lat", [-90.0, -66.0, 0.0, 45.0, 90.0])
@pytest.mark.parametrize("lon", [-180.0, -179.9, 0.0, 179.9, 180.0])
def test_there_is_a_map_of_every_place(lat: float, lon: float) -> None:
    drawn = _map("A place", (lat, lon))
    numbers = re.findall(r"-?\d+(?:\.\d+)?", drawn.land + drawn.coasts + drawn.borders)
    assert all(-150 < float(number) < 450 for number in numbers)
    assert "nan" not in drawn.land


def test_labels_are_on_the_map_and_not_on_each_other() -> None:
    for spot in [(15.6, -0.2), (48.6, 38.0), (33.9, 74.9), (31.9, 35.2), (36.0, 140.0)]:
        labels = _map("A place", spot).labels
        assert labels
        for index, one in enumerate(labels):
            assert 0 <= one.left <= one.left + one.width <= WIDTH
            assert 0 <= one.top <= one.top + one.height <= HEIGHT
            for other in labels[index + 1 :]:
                apart = (
                    one.left + one.width <= other.left
                    or other.left + other.width <= one.left
                    or one.top + one.height <= other.top
                    or other.top + other.height <= one.top
                )
                assert apart, (one, other)


def test_the_projection_can_be_undone() -> None:
    flat = AroundPoint(178.0, -18.0)
    for place in [(-179.5, -17.0), (0.0, 80.0), (120.0, -89.0), (178.0, -18.0)]:
        lon, lat = flat.place(*flat.project(*place))
        assert (lon, lat) == pytest.approx(place, abs=1e-6)


def test_the_drawing_says_what_it_shows() -> None:
    drawn = _map('Near "A & <B>", Mali', (15.6, -0.2))
    words = words_in("en", Templates())
    templates = Templates()
    html = templates.macros("html/map.html.j2", words=words)["locator_map"](drawn)
    assert "<B>" not in html
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    assert title
    assert "Mali" in title[1]
    assert "15.60°" in title[1]
    assert "Niger" in title[1]
    assert "do not imply endorsement" in html


ARTICLE = """{{Infobox military conflict
| conflict = Raid
| date = 3 May 2024
| place = Tessit, Mali
| coordinates = {{coord|15.6|-0.2}}
}}
A raid."""


@pytest.mark.parametrize(("kind", "is_drawn"), [(None, True), ("land", True), ("none", False)])
def test_pages_and_briefings_have_the_map_that_their_metadata_ask_for(
    kind: str | None, *, is_drawn: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    briefing = {"map": kind} if kind else {}
    pages = [write_html(read(ARTICLE, "Raid"), metadata={"briefing": briefing})]

    def keep(html: str, *_: str) -> Element:
        pages.append(html)
        return prepare_page(html)

    monkeypatch.setattr(writer, "prepare_page", keep)
    pdf = write_pdf(read(ARTICLE, "Raid"), metadata={"briefing": briefing})
    assert pdf.startswith(b"%PDF")
    assert [('class="page-map"' in page) for page in pages] == [is_drawn] * 2
    assert [("Niger" in page) for page in pages] == [kind is None] * 2
