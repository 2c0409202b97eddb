"""Dumps: pages of an export are built as files are, whatever their titles, and in any state."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import os
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from wikibrief.problems import ProblemError
from wikibrief.project.building.making import recipes
from wikibrief.project.building.making.jobs import Job
from wikibrief.project.building.outcomes import Listener, Outcome, Status
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.folders import find_project
from wikibrief.project.dumps.building import DumpSummary, build_dump
from wikibrief.project.dumps.naming import name_page
from wikibrief.project.dumps.register import REGISTER_NAME
from wikibrief.project.dumps.selection import Selection
from wikibrief.wiki import export
from wikibrief.wiki.export import BrokenExportError, ExportedPage, read_export

ROOT = Path(__file__).resolve().parents[2]
DUMP = Path("wiki.xml")
HEAD = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" xml:lang="en">
  <siteinfo>
    <sitename>Testwiki</sitename>
    <base>https://wiki.example/wiki/Main_Page</base>
    <namespaces><namespace key="0" case="first-letter" /></namespaces>
  </siteinfo>
"""
RAID = (
    "{{Infobox military conflict|conflict=Raid|date=3 May 2012}}\n"
    "Men raided [[The market]] & left for [[Tessit (town)]]. <!-- [[Category:Hidden]] -->\n\n"
    "[[Category:Raids in Mali]]\n"
)
PAGES = {
    "Raid on Ménaka": RAID,
    "Market": "The '''market''' of [[Tessit]].\n\n[[Catégorie:Markets|x]]\n",
    "Red Meat": (
        "An <nowiki>[[Category:Hidden]] {{Infobox hidden}}</nowiki> album.<ref>[[A]]\n"
        "[[Category:Albums]]</ref>\n<!-- <nowiki> -->{{Infobox album}}\n"
    ),
    "Red meat": "Meat.\n",
    "AC/DC: what?": "A band.\n",
    "Talk:Market": "It is closed. --[[User:X]]\n",
}
REDIRECTS = {"The market": "Market", "Bazar": "The market"}
NAMESPACES = {"Talk": 1}


def page(title: str, text: str, extra: str = "") -> str:
    namespace = NAMESPACES.get(title.partition(":")[0], 0)
    return (
        f"  <page><title>{escape(title)}</title><ns>{namespace}</ns><id>1</id>{extra}<revision>"
        f"<id>77</id><timestamp>2024-01-01T00:00:00Z</timestamp><contributor><username>A</username>"
        f"<id>5</id></contributor><model>wikitext</model><format>text/x-wiki</format>"
        f'<text bytes="3" xml:space="preserve">{escape(text)}</text></revision></page>\n'
    )


def dump(pages: dict[str, str] = PAGES, redirects: dict[str, str] = REDIRECTS) -> str:
    written = [page(title, text) for title, text in pages.items()]
    written += [
        page(title, f"#REDIRECT [[{target}]]", f'<redirect title="{target}" />')
        for title, target in redirects.items()
    ]
    return f"{HEAD}{''.join(written)}</mediawiki>\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    DUMP.write_text(dump(), encoding="utf-8")
    Path("content").mkdir()
    Path("content/_defaults.yaml").write_text("marking: TLP:GREEN\n", encoding="utf-8")


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that are rendered, by their titles."""
    titles: list[str] = []
    render = recipes.render_document

    def note(job: Job) -> object:
        titles.append(str(job.source.title))
        return render(job)

    monkeypatch.setattr(recipes, "render_document", note)
    return titles


def build(path: Path = DUMP, selection: Selection = Selection(), **options: object) -> DumpSummary:  # noqa: B008
    chosen: dict[str, object] = {"formats": ("yaml", "html"), "jobs": 0, **options}
    settings = Settings(project=find_project(Path()), **chosen)  # type: ignore[arg-type]
    return build_dump(path, selection, settings)


def artifacts() -> dict[str, bytes]:
    return {
        path.relative_to("output").as_posix(): path.read_bytes()
        for path in sorted(Path("output").rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def html(title: str) -> str:
    name = name_page(title, is_alone="red" not in title.lower())
    return Path("output", f"{name}.html").read_text(encoding="utf-8")


def test_pages_are_built_with_their_marking_their_origin_and_links_to_one_another() -> None:
    summary = build()
    assert not summary.fails()
    assert summary.pages == {Status.BUILT: 5}
    text = html("Raid on Ménaka")
    assert "TLP:GREEN" in text
    assert "Testwiki" in text
    assert f'href="../{name_page("Market")}.html"' in text, "a redirect leads to its page"
    assert "https://wiki.example/wiki/Tessit_(town)" in text, "other links lead to the wiki"
    assert "It is closed" not in "".join(map(str, artifacts().values()))


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [
        (".xml.bz2", bz2.compress),
        (".xml.bz2", lambda data: bz2.compress(data[:500]) + bz2.compress(data[500:])),
        (".xml.gz", gzip.compress),
    ],
)
def test_a_packed_dump_is_the_same(suffix: str, pack: object) -> None:
    build()
    plain = artifacts()
    path = Path(f"packed{suffix}")
    path.write_bytes(pack(DUMP.read_bytes()))  # type: ignore[operator]
    build(path)
    assert artifacts() == plain


@pytest.mark.parametrize(
    ("selection", "titles"),
    [
        (Selection(titles=("R* *",)), {"Raid on Ménaka", "Red Meat", "Red meat"}),
        (Selection(titles=("Market", "Raid*")), {"Market", "Raid on Ménaka"}),
        (Selection(namespaces=(1,)), {"Talk:Market"}),
        (Selection(categories=("raids in *",)), {"Raid on Ménaka"}),
        (Selection(categories=("markets",)), {"Market"}),
        (Selection(categories=("Hidden",)), set()),
        (Selection(infoboxes=("Hidden",)), set()),
        (Selection(categories=("Albums",)), {"Red Meat"}),
        (Selection(infoboxes=("Album",)), {"Red Meat"}),
        (Selection(infoboxes=("infobox Military*",)), {"Raid on Ménaka"}),
        (Selection(infoboxes=("military*",)), {"Raid on Ménaka"}),
        (Selection(titles=("M*",), infoboxes=("Infobox*",)), set()),
    ],
)
def test_pages_are_selected(selection: Selection, titles: set[str], rendered: list[str]) -> None:
    build(selection=selection)
    assert set(rendered) == titles


def test_what_is_no_longer_wanted_goes_unless_it_was_edited() -> None:
    build()
    name = name_page("Market")
    Path("output", f"{name}.yaml").write_text("title: Mine\n", encoding="utf-8")
    summary = build(selection=Selection(titles=("Red*",)))
    assert [problem.code for problem in summary.problems] == ["leftover"]
    left = {path for path in artifacts() if "schema" not in path}
    assert len(left) == 5
    assert f"{name}.yaml" in left


def test_only_what_changed_is_built(rendered: list[str]) -> None:
    build()
    rendered.clear()
    summary = build()
    assert summary.pages == {Status.UP_TO_DATE: 5}
    DUMP.write_text(dump({**PAGES, "Market": "Other text.\n"}), encoding="utf-8")
    build()
    assert rendered == ["Market"]
    Path("content/_defaults.yaml").write_text("marking: TLP:RED\n", encoding="utf-8")
    build()
    assert "TLP:RED" in html("Raid on Ménaka")
    DUMP.write_text(dump(redirects={}), encoding="utf-8")
    build()
    assert f'href="../{name_page("Market")}.html"' not in html("Raid on Ménaka")
    Path("output", f"{name_page('Market')}.html").unlink()
    rendered.clear()
    build()
    assert rendered == ["Market"]


def test_an_edited_artifact_is_left_as_it_is() -> None:
    build()
    path = Path("output", f"{name_page('Market')}.yaml")
    path.write_text("title: Mine\n", encoding="utf-8")
    DUMP.write_text(dump({**PAGES, "Market": "Other text.\n"}), encoding="utf-8")
    summary = build()
    assert summary.pages[Status.FAILED] == 1
    assert path.read_text(encoding="utf-8") == "title: Mine\n"
    assert not build(force=True).fails()
    assert "Mine" not in path.read_text(encoding="utf-8")


def test_workers_make_the_same() -> None:
    build()
    alone = artifacts()
    for path in alone:
        Path("output", path).unlink()
    build(jobs=2, force=True)
    assert artifacts() == alone


ODD = (
    "a/b",
    "a:b",
    "..",
    ".",
    "con",
    "CON.x",
    "index",
    "?",
    "x" * 255,
    "ﬁ",
    "é" * 120,
    "a_b",
    "a b",
)


def test_every_title_has_a_file_of_its_own() -> None:
    titles = [*ODD, *PAGES, "É", "E\N{COMBINING ACUTE ACCENT}", "Ⅷ", "VIII", "STRASSE", "straße"]
    DUMP.write_text(dump(dict.fromkeys(titles, "Text.\n"), {}), encoding="utf-8")
    summary = build(selection=Selection(namespaces=(0, 1)))
    assert not summary.fails()
    names = [path.casefold() for path in artifacts() if path.endswith(".yaml")]
    assert len(set(names)) == len(names) == summary.pages[Status.BUILT]
    assert len(names) >= len(titles) - 2, "`a_b` is `a b` in a wiki, and `É` has two ways"
    assert all(len(name.encode()) < 200 for name in names)


def test_a_page_that_cannot_be_built_fails_alone() -> None:
    text = dump().replace('<text bytes="3" xml:space="preserve">Meat.', '<text deleted="deleted">')
    DUMP.write_text(text, encoding="utf-8")
    summary = build()
    assert summary.pages == {Status.BUILT: 4, Status.FAILED: 1}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (dump()[:-14], "is not a complete export of MediaWiki: no element found"),
        (dump()[:-200], "is not a complete export of MediaWiki: unclosed token"),
        (f"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>{dump()}", "a document type"),
        ("<html></html>", "`<html>` is not an export"),
        (dump().replace("Meat.", "\x01"), "not well-formed"),
        ("", "no element found"),
    ],
)
def test_what_is_no_whole_export_is_refused_and_harms_nothing(text: str, message: str) -> None:
    build()
    before = artifacts()
    DUMP.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemError, match=message):
        build()
    assert artifacts() == before
    DUMP.write_text(dump(), encoding="utf-8")
    assert build().pages == {Status.UP_TO_DATE: 5}


@pytest.mark.parametrize("name", ["cut.xml.bz2", "cut.xml.gz", "no.xml.gz", "missing.xml", "a.txt"])
def test_a_file_that_cannot_be_unpacked_is_refused(name: str) -> None:
    data = DUMP.read_bytes()
    packed = {"cut.xml.bz2": bz2.compress(data), "cut.xml.gz": gzip.compress(data)}
    if name != "missing.xml":
        Path(name).write_bytes(packed.get(name, data)[:-30])
    with pytest.raises(ProblemError, match=name):
        build(Path(name))


def test_of_a_page_that_is_there_twice_the_first_one_counts() -> None:
    pages = page("Mopti", "A town.\n"), page("Mopti", "Another one.\n")
    DUMP.write_text(f"{HEAD}{''.join(pages)}</mediawiki>\n", encoding="utf-8")
    for status in (Status.BUILT, Status.UP_TO_DATE):
        assert build().pages == {status: 1, Status.FAILED: 1}
        assert "A town." in html("Mopti")


def test_the_last_revision_counts_and_the_first_id_of_it() -> None:
    text = page("A", "old").replace(
        "</page>", "<revision><id>78</id><text>new</text></revision></page>"
    )
    [found] = read_export([f"<mediawiki>{text}</mediawiki>".encode()])
    assert isinstance(found, ExportedPage)
    assert (found.text, found.revision) == ("new", "78")


def test_a_page_that_is_too_long_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "LONGEST", 10)
    DUMP.write_text(dump({"A": "short\n", "B": "x" * 11}, {}), encoding="utf-8")
    assert build().pages == {Status.BUILT: 1, Status.FAILED: 1}


def test_no_more_is_held_than_a_few_pages() -> None:
    one = page("A", "text " * 2000).encode()

    def chunks() -> Iterator[bytes]:
        yield b"<mediawiki>"
        for _ in range(2000):
            yield one
        yield b"</mediawiki>"

    tracemalloc.start()
    assert sum(1 for _ in read_export(chunks())) == 2000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * len(one) < 2000 * len(one) / 50


@pytest.mark.parametrize("cut", [3, 40, 400])
def test_any_bytes_end_in_pages_or_an_error(cut: int) -> None:
    data = dump().encode()
    for start in range(0, len(data), 97):
        broken = data[:start] + data[start + cut :]
        with contextlib.suppress(BrokenExportError):
            assert len(list(read_export([broken[:100], broken[100:]]))) <= 9


@pytest.mark.parametrize("instant", [0.3, 0.6, 0.8])
def test_a_build_that_was_killed_goes_on(instant: float) -> None:
    pages = {f"Page {number}": f"Text {number} of [[Page 1]].\n" for number in range(60)}
    DUMP.write_text(dump(pages, {}), encoding="utf-8")
    command = [sys.executable, "-m", "wikibrief", "dump", "wiki.xml", "--formats", "yaml,html"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    began = time.perf_counter()
    subprocess.run([*command, "--output", "clean"], env=environment, check=True)
    took = time.perf_counter() - began
    clean = {path.name: path.read_bytes() for path in Path("clean").glob("*/*")}
    killed = subprocess.Popen([*command, "--jobs", "1"], env=environment, start_new_session=True)
    time.sleep(instant * took)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    for path in Path("output").glob("*/[!.]*"):
        assert path.read_bytes() == clean[path.name]
    left = len(list(Path("output").glob("*/*.html")))
    summary = build()
    assert not summary.fails()
    assert summary.pages[Status.UP_TO_DATE] >= left - 1
    assert {path.name: path.read_bytes() for path in Path("output").glob("*/*")} == clean


def test_a_register_that_is_damaged_is_reported() -> None:
    build()
    before = artifacts()
    for path in Path("output").glob(f"{REGISTER_NAME}-*"):
        path.unlink()
    Path("output", REGISTER_NAME).write_bytes(b"x" * 5000)
    with pytest.raises(ProblemError, match="remove it"):
        build()
    Path("output", REGISTER_NAME).unlink()
    assert not build().fails()
    assert artifacts() == before


def test_outcomes_are_told_as_they_come() -> None:
    told: list[Outcome] = []
    planned: list[int] = []

    class Heard(Listener):
        def begin(self, total: int) -> None:
            planned.append(total)

        def take(self, outcome: Outcome) -> None:
            told.append(outcome)

    settings = Settings(project=find_project(Path()), formats=("yaml",), jobs=0)
    build_dump(DUMP, Selection(), settings, Heard())
    assert planned == [5]
    assert {outcome.source.name for outcome in told} >= {"Market", "Red meat"}
