"""A site of several documents: its links, its pictures, and what makes which of them anew."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag
from xml.etree.ElementTree import Element

import html5lib
import pytest
from PIL import Image
from pypdf import PdfReader

from wikibrief.markup.references.lifting import read
from wikibrief.page.writer import write_html
from wikibrief.problems import ProblemError
from wikibrief.project.building import pipeline
from wikibrief.project.building.outcomes import Summary
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.folders import find_project
from wikibrief.project.content.names import name_files
from wikibrief.project.content.surroundings import Neighbours

RAID = """\
= Raid on Ménaka =

Near the [[tessit_Market|market]] and its [[Tessit market#Prices of grain|prices]], in
[[Ménaka (région)]], as [[#Attack]] says; [[Raid on Ménaka#Attack]]; not [[Elsewhere]].

{| class="wikitext"
| [[File:Flag.svg|20px]] [[a: b]] || See [[market day]]
|}

== Attack ==
[[File:field photo.jpg|thumb|upright|The [[Tessit market]]]]

<gallery>
Map.png|In a gallery
Gone.png|Not there
</gallery>
"""
MARKET = """\
title: Tessit market
lead:
  - After the [[Raid on Ménaka]] ([[raid]]).
  - kind: figure
    file: Map.png
    options: [thumb, 2000px]
sections:
  - heading: Prices of grain
    blocks: [High.]
"""
REGION = "= Ménaka (région) =\n\nVoir [[Raid on Ménaka]] et [[Tessit market]].\n"
DAY = "See [[Tessit market#Prices of grain]] and [[A: B]].\n"
FLAG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 6"><rect width="9" height="6"/></svg>'
)


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pipeline, "setting_of", lambda _: {"wikibrief": "1"})
    write("raid.wiki", RAID)
    write("mali/gao/market.yaml", MARKET)
    write("mali/région & ville.wiki", REGION)
    write("mali/market day.wiki", DAY)
    write("a: b?.wiki", "= A: b =\n\nSee [[market day]].\n")
    write("media/flag.svg", FLAG)
    write("media/Field photo.jpg", bitmap("JPEG", 3000, 1500))
    write("media/Map.png", bitmap("PNG", 300, 200))
    return tmp_path


def write(name: str, content: str | bytes) -> None:
    path = Path("content", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def bitmap(format_: str, width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(file, format_)
    return file.getvalue()


def build(
    *sources: str, formats: str = "html", output: Path | None = None, **options: object
) -> Summary:
    chosen = {"formats": tuple(formats.split(",")), "jobs": 0, **options}
    settings = Settings(project=find_project(Path(), output), **chosen)  # type: ignore[arg-type]
    return pipeline.build(map(Path, sources), settings)


def reasons(summary: Summary) -> dict[str, tuple[str, ...]]:
    """Why each document was built that was."""
    return {each.source.name: each.reasons for each in summary.outcomes if each.reasons}


def told(summary: Summary) -> list[str]:
    return [str(problem) for outcome in summary.outcomes for problem in outcome.problems]


def elements(page: Path, name: str) -> Iterator[Element]:
    tree = html5lib.parse(page.read_text(encoding="utf-8"), namespaceHTMLElements=False)
    return tree.iter(name)


def links(page: Path) -> list[str]:
    found = [each.get("href", "") for each in elements(page, "a")]
    return [
        link for link in found if link and not link.startswith("http") and link != "#page-article"
    ]


def pages() -> list[Path]:
    return sorted(Path("output").rglob("*.html"))


# ------------------------------------------------------------------------------------------- crawl


def test_no_link_of_a_site_is_broken() -> None:
    assert not build().fails()
    ids = {page.as_posix(): {each.get("id") for each in elements(page, "*")} for page in pages()}
    crawled = 0
    for page in pages():
        for link in links(page):
            address, fragment = urldefrag(link)
            folder = page.parent.as_posix()
            target = posixpath.normpath(posixpath.join(folder, unquote(address)))
            target = target if address else page.as_posix()
            assert target in ids, (page, link)
            assert not fragment or unquote(fragment) in ids[target], (page, link)
            crawled += 1
    assert crawled >= 13
    reached = {link for page in pages() for link in links(page)}
    assert {"mali/r%C3%A9gion%20%26%20ville.html", "a%3A%20b%3F.html", "../../raid.html"} <= reached


def test_pictures_are_in_the_pages_in_the_size_that_is_asked_for() -> None:
    build()
    shown = [
        (each.get("src", "").partition(";")[0], each.get("width"), each.get("height"))
        for each in elements(Path("output/raid.html"), "img")
    ]
    assert shown == [
        ("data:image/svg+xml", "20", "13"),
        ("data:image/jpeg", "170", "85"),
        ("data:image/png", "120", "80"),
    ]
    [map_] = elements(Path("output/mali/gao/market.html"), "img")
    assert map_.get("width") == "300"  # no bitmap is enlarged
    assert Path("output/raid.html").stat().st_size < 100_000  # and none is larger than is of use


def test_a_file_that_is_not_there_keeps_its_caption_and_is_told() -> None:
    assert told(build()) == [
        "content/raid.wiki:15:1: warning: the file `Gone.png` is not in media/"
    ]
    assert "Not there" in Path("output/raid.html").read_text(encoding="utf-8")


def test_an_icon_that_is_not_there_is_not_named_beside_words() -> None:
    def icons(source: str) -> list[str]:
        page = write_html(read(source), fragment=True)
        return re.findall(r'<(?:span|figure) class="(missing[^"]*)', page)

    assert icons("[[File:Gone.svg|20px]] Gao") == ["missing icon file"]
    assert icons("[[File:Gone.svg|20px|alt=A]] [[File:Gone.svg]]") == ["missing file"] * 2
    assert icons("{|\n| [[File:Yes.svg|15px]] || [[File:Gone.svg|15px]] Gao\n|}") == [
        "missing file",
        "missing icon file",
    ]


def test_briefings_have_pictures_and_lead_to_one_another() -> None:
    build("content/raid.wiki", "content/mali/gao/market.yaml", formats="html,pdf")
    briefing = PdfReader("output/raid.pdf")
    assert sum(len(page.images) for page in briefing.pages) >= 2
    addresses = {
        note.get_object()["/A"]["/URI"]
        for page in briefing.pages
        for note in page.get("/Annots", ())
        if "/URI" in note.get_object().get("/A", {})
    }
    assert {"mali/gao/market.pdf", "mali/gao/market.pdf#Prices_of_grain"} <= addresses


def test_any_number_of_workers_makes_the_same_site() -> None:
    build(jobs=0, output=Path("one"))
    build(jobs=2, output=Path("two"))
    for page in Path("one").rglob("*.html"):
        assert page.read_bytes() == Path("two", page.relative_to("one")).read_bytes()


# ------------------------------------------------------------------------------------------- dirty


def test_a_title_that_appears_or_vanishes_makes_those_dirty_that_ask_for_it() -> None:
    build()
    assert reasons(build()) == {}
    write("elsewhere.wiki", "= Elsewhere =\n\nText.\n")
    assert reasons(build()) == {
        "elsewhere.wiki": ("never built",),
        "raid.wiki": ("“Elsewhere” is new",),
    }
    Path("content/elsewhere.wiki").unlink()
    assert reasons(build()) == {"raid.wiki": ("“Elsewhere” is gone",)}
    assert reasons(build()) == {}


def test_a_title_that_changes_or_moves_makes_those_dirty_that_ask_for_it() -> None:
    build()
    write("mali/gao/market.yaml", MARKET.replace("Tessit market", "Market"))
    assert set(reasons(build())) == {
        "market.yaml", "market day.wiki", "raid.wiki", "région & ville.wiki"
    }  # fmt: skip
    write("mali/gao/market.yaml", MARKET)
    build()
    Path("content/mali/market day.wiki").rename("content/market day.wiki")
    assert reasons(build()) == {
        "a: b?.wiki": ("“Market day” is now output/market day.html",),
        "market day.wiki": ("never built",),
        "raid.wiki": ("“Market day” is now output/market day.html",),
    }
    assert "market%20day.html" in links(Path("output/a: b?.html"))


def test_a_document_that_only_changes_its_text_changes_no_other() -> None:
    build()
    write("mali/gao/market.yaml", MARKET.replace("High", "Low"))
    assert set(reasons(build())) == {"market.yaml"}


def test_documents_that_are_not_asked_for_are_still_linked_to() -> None:
    build()
    write("raid.wiki", RAID + "\nMore.\n")
    before = links(Path("output/raid.html"))
    assert set(reasons(build("content/raid.wiki"))) == {"raid.wiki"}
    assert links(Path("output/raid.html")) == before
    assert reasons(build()) == {}


def test_one_document_alone_leads_to_no_page_that_is_not_there() -> None:
    build("content/raid.wiki")
    assert all(link.startswith("#") for link in links(Path("output/raid.html")))


def test_of_two_documents_with_one_title_the_nearer_is_meant() -> None:
    write("fr/mali.wiki", "= Mali =\n\nTexte.\n")
    write("en/mali.wiki", "= Mali =\n\nText.\n")
    write("fr/raid.wiki", "= Raid =\n\nAu [[Mali]].\n")
    build()
    assert links(Path("output/fr/raid.html")) == ["mali.html"]


def test_files_that_appear_change_or_vanish_make_those_dirty_that_show_them() -> None:
    build()
    write("media/gone.png", bitmap("PNG", 10, 10))
    assert reasons(build()) == {"raid.wiki": ("“File:Gone.png” is new",)}
    write("media/gone.png", bitmap("PNG", 11, 11))
    assert reasons(build()) == {"raid.wiki": ("content/media/gone.png changed",)}
    Path("content/media/gone.png").unlink()
    assert reasons(build()) == {"raid.wiki": ("content/media/gone.png is gone",)}
    assert reasons(build()) == {}


# ----------------------------------------------------------------------------------------- hostile


def test_a_file_that_cannot_be_shown_is_told_at_its_place(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(bitmap("PNG", 10, 10))
    write("media/Text.png", "no image")
    write("media/Huge.png", bytes(11 * 1024**2))
    Path("content/media/Linked.png").symlink_to(secret)
    write("files.wiki", "[[File:text.png]]\n[[File:Huge.png]] and [[File:Linked.png]]\n")
    damaged, huge, linked = told(build("content/files.wiki"))
    place = "content/files.wiki:{}: warning: content/media/{} cannot be shown: it "
    assert damaged.startswith(place.format("1:8", "Text.png") + "is damaged, or no image")
    assert huge == place.format("2:8", "Huge.png") + "is larger than 10 MiB"
    assert linked.startswith(place.format("2:30", "Linked.png") + "is a link that leads out of")
    assert not list(elements(Path("output/files.html"), "img"))


# ---------------------------------------------------------------------------- templates of the wiki


def test_templates_of_the_wiki_are_found_by_name_and_observed() -> None:
    write("Template/info_box.wiki", "It is {{{1}}}.")
    write("Template/Latin.wiki", b"\xe9")
    read: list[Path] = []

    def read_bytes(path: Path, _: int) -> bytes:
        read.append(path)
        return path.read_bytes()

    around = Neighbours(name_files(find_project(Path())), read_bytes)
    template = around.of(Path("output/raid.html")).wiki_template
    assert template("Info box") == template("info_box") == "It is {{{1}}}."
    assert template("Other") is None
    box = Path("content/Template/info_box.wiki").absolute()
    assert set(read) == {box}
    assert around.names.found == {"Template:Info box": (box,)}
    assert around.names.missed == {"Template:Other"}
    with pytest.raises(ProblemError, match="is not UTF-8"):
        template("Latin")


def test_templates_of_the_wiki_are_no_documents() -> None:
    write("Template/Box.wiki", "{{{1}}}")
    write("mali/Template/box.wiki", "A text.")
    assert "Box.wiki" not in reasons(build())
    assert Path("output/mali/Template/box.html").exists()
