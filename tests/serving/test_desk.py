"""The desk: what a change makes stale, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from sources import write

from wikibrief.project.building.making.recipes import read_titles, render_document
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.discovery import find
from wikibrief.project.content.folders import find_project
from wikibrief.serving.desk import Desk

RAID = "= Raid =\n\nSee [[Market]] and [[Bridge]]. [[File:Map.png]]\n"
MARKET = "= Market =\n\nIt opened again.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("raid.wiki", RAID)
    write("mali/prices.wiki", MARKET)


@pytest.fixture
def desk() -> Desk:
    made = Desk(Settings(project=find_project(Path())))
    discover(made)
    made.take_titles({sheet.name: read_titles(made.job(sheet)) or () for sheet in made.untitled()})
    render(made)
    return made


def discover(desk: Desk) -> list[str]:
    suffixes = [row.suffix for row in desk.settings.rows]
    return desk.take_found(find((), desk.settings.project, suffixes))


def render(desk: Desk) -> list[str]:
    """Render what is stale; return its names."""
    stale = list(desk.stale())
    for sheet in stale:
        changes, job = sheet.changes, desk.job(sheet)
        outcome, contents = render_document(job)
        desk.take_outcome(sheet, changes, outcome, contents.get(job.artifacts["html"], b""))
    return [sheet.name for sheet in stale]


def test_a_changed_source_makes_its_document_stale_and_no_other(desk: Desk) -> None:
    assert render(desk) == []
    assert not desk.touch({write("mali/prices.wiki", MARKET + "\nAnd closed.\n")})
    assert render(desk) == ["mali/prices"]
    assert "And closed." in desk.sheets["mali/prices"].page.decode()


def test_links_lead_to_pages_by_their_addresses(desk: Desk) -> None:
    assert 'href="mali/prices.html"' in desk.sheets["raid"].page.decode()


def test_a_new_document_makes_those_stale_that_asked_for_its_title(desk: Desk) -> None:
    assert desk.touch({write("bridge.wiki", "= Bridge =\n\nOver the Niger.\n")})
    assert discover(desk) == ["bridge"]
    assert render(desk) == ["bridge"]
    assert render(desk) == ["raid"]
    assert 'href="bridge.html"' in desk.sheets["raid"].page.decode()


def test_a_new_title_makes_those_stale_that_asked_for_the_old_one(desk: Desk) -> None:
    desk.touch({write("mali/prices.wiki", "= Bazaar =\n\nIt opened again.\n")})
    assert render(desk) == ["mali/prices"]
    assert render(desk) == ["raid"]


def test_metadata_and_templates_that_were_missing_count(desk: Desk) -> None:
    assert not desk.touch({write("raid.meta.yaml", "marking: TLP:RED\n")})
    assert render(desk) == ["raid"]
    assert desk.sheets["raid"].listed.marking == "TLP:RED"
    defaults = write("_defaults.yaml", "language: fr\n")
    assert not desk.touch({defaults})
    assert sorted(render(desk)) == ["mali/prices", "raid"]
    defaults.unlink()
    desk.touch({defaults})
    assert sorted(render(desk)) == ["mali/prices", "raid"]


def test_a_document_that_fails_keeps_its_page_and_says_why(desk: Desk) -> None:
    before = desk.sheets["raid"].page
    sidecar = write("raid.meta.yaml", "marking: none\n")
    desk.touch({sidecar})
    render(desk)
    sheet = desk.sheets["raid"]
    assert (sheet.has_failed, sheet.state, sheet.page) == (True, "failed", before)
    assert sheet.problems[0].file == "content/raid.meta.yaml"
    sidecar.unlink()
    desk.touch({sidecar})
    render(desk)
    assert sheet.state == "shown"


def test_a_document_whose_metadata_may_be_misnamed_is_refused_until_it_is_clear(
    desk: Desk,
) -> None:
    stray = write("raid.metadata.yaml", "marking: TLP:RED\n")
    assert desk.touch({stray})
    discover(desk)
    assert desk.sheets["raid"].has_failed
    assert render(desk) == []
    stray.unlink()
    assert desk.touch({stray})
    discover(desk)
    assert render(desk) == ["raid"]
    assert not desk.sheets["raid"].has_failed


def test_a_document_that_is_gone_is_gone(desk: Desk) -> None:
    path = write("mali/prices.wiki", MARKET)
    path.unlink()
    assert desk.touch({path})
    assert discover(desk) == ["mali/prices"]
    assert desk.sheets.keys() == {"raid"}
    assert render(desk) == ["raid"]


def test_a_folder_of_templates_that_is_new_changes_every_document(desk: Desk) -> None:
    style = write("_templates/html/style.css", "h1 { color: red }")
    assert desk.touch({style})
    discover(desk)
    assert sorted(render(desk)) == ["mali/prices", "raid"]
    assert not desk.touch({write("_templates/html/style.css", "h1 { color: blue }")})
    assert sorted(render(desk)) == ["mali/prices", "raid"]
