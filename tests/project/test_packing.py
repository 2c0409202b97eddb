"""``wikibrief publish``: all pages in one ZIM file, read back by libzim."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from libzim.reader import Archive
from libzim.search import Query, Searcher
from sources import write

from wikibrief.cli import main
from wikibrief.languages import iso_639_3
from wikibrief.project import equipment


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a project of two articles that lead to each other."""
    monkeypatch.chdir(tmp_path)
    write("_defaults.yaml", "publisher: A & B\nmarking: TLP:GREEN\nlanguage: en\n")
    write("raid.wiki", "= Raid on Tessit =\n\nGunmen raided the [[market day|market]].\n")
    write("mali/the market.yaml", "title: Market day\nlead: ['After the [[Raid on Tessit]].']\n")
    write("mali/the market.meta.yaml", "marking: TLP:AMBER\nbriefing: {date: 2026-03-05}\n")
    return tmp_path / "pages.zim"


def publish(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["publish", "--jobs", "0", *arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def page_of(archive: Archive, path: str) -> str:
    return bytes(archive.get_entry_by_path(path).get_item().content).decode()


def test_the_file_has_every_page_and_begins_with_their_list(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert publish("pages.zim") == 0
    assert re.fullmatch(r"packed 3 pages into pages\.zim \(\d\.\d MB\)\n", capsys.readouterr().out)
    zim = Archive(archive)
    assert zim.check()
    assert zim.main_entry.get_item().path == "index.html"
    titles = {
        path: zim.get_entry_by_path(path).title
        for path in ("raid.html", "mali/the market.html", "index.html")
    }
    assert titles == {
        "raid.html": "Raid on Tessit",
        "mali/the market.html": "Market day",
        "index.html": "A & B",
    }
    assert zim.article_count == 2
    metadata = {name: zim.get_metadata(name).decode() for name in zim.metadata_keys}
    assert metadata["Title"] == metadata["Publisher"] == "A & B"
    assert metadata["Description"] == "TLP:AMBER. 2 documents"
    assert metadata["Language"] == "eng"
    assert metadata["Date"] == "2026-03-05"
    assert not Path("output").exists()


@pytest.mark.usefixtures("archive")
def test_every_page_has_its_marking_and_the_list_the_strictest() -> None:
    assert publish("pages.zim") == 0
    zim = Archive(Path("pages.zim"))
    assert page_of(zim, "raid.html").count(">TLP:GREEN<") == 2
    assert page_of(zim, "mali/the market.html").count(">TLP:AMBER<") == 2
    assert ">TLP:AMBER<" in page_of(zim, "index.html")


@pytest.mark.usefixtures("archive")
def test_links_lead_to_pages_of_the_file_and_nothing_is_asked_for_from_elsewhere() -> None:
    assert publish("pages.zim") == 0
    zim = Archive(Path("pages.zim"))
    followed = set()
    for path in ("index.html", "raid.html", "mali/the market.html"):
        page = page_of(zim, path)
        assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
        for link in re.findall(r'<a [^>]*href="([^"]*)"', page):
            target = unquote(urldefrag(link).url)
            if target:
                found = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
                assert zim.has_entry_by_path(found)
                followed.add((path, found))
    assert followed == {
        ("index.html", "raid.html"),
        ("index.html", "mali/the market.html"),
        ("raid.html", "mali/the market.html"),
        ("mali/the market.html", "raid.html"),
    }


@pytest.mark.usefixtures("archive")
def test_words_are_found() -> None:
    assert publish("pages.zim") == 0
    zim = Archive(Path("pages.zim"))
    found = Searcher(zim).search(Query().set_query("gunmen"))
    assert list(found.getResults(0, 9)) == ["raid.html", "index.html"]


def test_the_same_pages_are_the_same_bytes(
    archive: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert publish("pages.zim", "--quiet") == 0
    first = archive.read_bytes()
    assert publish("pages.zim", "--quiet") == 0
    assert archive.read_bytes() == first
    assert capfd.readouterr() == ("", "")
    write("raid.wiki", "= Raid on Tessit =\n\nSoldiers.\n")
    assert publish("pages.zim") == 0
    assert Archive(archive).check()
    uuids = first[8:24], archive.read_bytes()[8:24]
    assert uuids[0] != uuids[1]


@pytest.mark.usefixtures("archive")
def test_an_article_called_index_is_what_readers_see_first() -> None:
    write("index.wiki", "= Welcome =\n\nAll about Tessit.\n")
    assert publish("pages.zim") == 0
    zim = Archive(Path("pages.zim"))
    assert zim.main_entry.get_item().title == "Welcome"
    assert zim.article_count == 3


def test_with_errors_nothing_is_written(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write("raid.yaml", "title: [")
    assert publish("pages.zim") == 1
    assert "raid" in capsys.readouterr().err
    assert not archive.exists()


def test_a_template_that_loses_the_marking_makes_nothing(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("_templates/html/index.html.j2", "<title>Mine</title>{{ marking }} {{ rows }}")
    assert publish("pages.zim") == 1
    assert "the page does not show its marking TLP:AMBER" in capsys.readouterr().err
    assert not archive.exists()


def test_without_libzim_one_line_says_how_to_get_it(
    archive: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(equipment, "find_spec", lambda _: None)
    assert publish("pages.zim") == 1
    assert "pip install 'wikibrief[zim]'" in capsys.readouterr().err
    assert not archive.exists()


def test_languages_have_three_letters() -> None:
    tags = {"en-GB": "eng", "de": "deu", "fr": "fra", "zh-Hant": "zho", "fa": "fas", "sr": "srp"}
    assert {tag: iso_639_3(tag) for tag in tags} == tags
    assert iso_639_3("ckb") == "ckb"
    assert iso_639_3("xx") is None
