"""What infoboxes call their arguments means the same in the wikis of all languages."""

import pytest

from wikibrief.inline.context import Surroundings
from wikibrief.layouts.finding import Layouts
from wikibrief.markup.references.lifting import read
from wikibrief.model.metadata import Metadata
from wikibrief.page.values import collect_values
from wikibrief.templating.environment import Templates
from wikibrief.wiki.infoboxes import read_picture, read_side, role_of

ROWS = ["combatant", "commander", "strength", "casualties"]


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("conflict", "title"),
        ("Conflit", "title"),
        ("Nome_del_conflitto", "title"),
        ("титул", ""),
        ("конфликт", "title"),
        ("اسم", "title"),
        ("Parte_di", "part_of"),
        ("guerre", "part_of"),
        ("LUOGO", "place"),
        ("fecha", "date"),
        ("data", "date"),
        ("data1", ""),
    ],
)
def test_role(name: str, role: str) -> None:
    assert role_of(name) == role


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("combatant2b", ("combatant", "2", "b")),
        ("Schieramento1", ("combatant", "1", "")),
        ("combattants 2", ("combatant", "2", "")),
        ("BEFEHLSHABER1", ("commander", "1", "")),
        ("bajas2", ("casualties", "2", "")),
        ("силы1", ("strength", "1", "")),
        ("leader_name1", ("leader_name", "1", "")),
    ],
)
def test_side(name: str, side: tuple[str, str, str]) -> None:
    assert read_side(name) == side


def test_picture() -> None:
    found = read_picture("image_name2")
    assert found
    assert "caption2" in found.captions
    assert "image name caption2" in found.captions
    assert "alt2" in found.alts
    assert read_picture("Immagine")
    assert read_picture("imagery") is None


@pytest.mark.parametrize(
    ("source", "title"),
    [
        (
            (
                "{{Infobox military conflict|conflict=Ford|combatant1=A|combatant2=B|commander1=C"
                "|strength2=9|casualties1=3|partof=War}}"
            ),
            "Ford",
        ),
        (
            (
                "{{Infobox conflit|conflit=Gué|combattants1=A|combattants2=B|commandant1=C"
                "|forces2=9|pertes1=3|guerre=War}}"
            ),
            "Gué",
        ),
        (
            (
                "{{Infobox conflitto|Titolo=Guado|Schieramento1=A|Schieramento2=B|Comandante1=C"
                "|Effettivi2=9|Perdite1=3|Parte_di=War}}"
            ),
            "Guado",
        ),
        (
            (
                "{{Infobox Militärischer Konflikt|KONFLIKT=Furt|KONTRAHENT1=A|KONTRAHENT2=B"
                "|BEFEHLSHABER1=C|TRUPPENSTÄRKE2=9|VERLUSTE1=3|TEILVON=War}}"
            ),
            "Furt",
        ),
    ],
)
def test_a_conflict_box_of_any_language_gives_its_title_and_sides(source: str, title: str) -> None:
    document = read(source)
    assert document.infobox
    assert collect_values(document, Metadata(), Templates(), Surroundings())["title"] == title
    box = Layouts(Templates()).arrange_infobox(
        document.infobox.name, document.infobox.arguments, title
    )
    assert box.part_of == "War"
    assert not box.facts
    assert [row.name for row in box.sides] == ROWS
    assert [row.values for row in box.sides] == [("A", "B"), ("C", ""), ("", "9"), ("3", "")]
