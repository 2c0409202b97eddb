"""No article forges the marking or the attribution of its page: their names are the page's own."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import html5lib
import pytest
from cases import Case, CaseFile
from hostile import EVERY_ATTACK, METADATA, pages_of

from wikibrief.markup.references.lifting import read
from wikibrief.model.metadata import Briefing, Metadata
from wikibrief.page.sanitizer import FRAME, is_frame_id, sanitize
from wikibrief.page.writer import write_html

ATTRIBUTION = "Wiki, Title. Licence: CC BY-SA 4.0."


def parse(page: str) -> Element:
    root = html5lib.HTMLParser(namespaceHTMLElements=False).parse(page)
    assert isinstance(root, Element)
    return root


def names_of(element: Element) -> set[str]:
    """The classes, ids and data attributes of an element and all in it."""
    names: set[str] = set()
    for each in element.iter():
        if isinstance(each.tag, str):
            names.update(each.get("class", "").split())
            names.update(key.removeprefix("data-") for key in each.keys() if key[:5] == "data-")  # noqa: SIM118
            names.update(filter(is_frame_id, [each.get("id", "")]))
    return names


def words_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize(("file", "case"), EVERY_ATTACK)
def test_no_attack_has_a_name_of_the_page(file: CaseFile, case: Case) -> None:
    del file
    if case.sections[0].kind == "metadata":
        return
    for page in pages_of(case):
        root = parse(page)
        markings = [
            each for each in root.iter() if "marking" in each.get("class", "").lower().split()
        ]
        assert [words_of(each) for each in markings] == ["TLP:RED", "TLP:RED"]
        article = root.find("body/main/article")
        title = root.find("body/header/h1")
        assert article is not None
        assert title is not None
        inside = [name for part in (*article, title) for name in names_of(part)]
        assert not [name for name in inside if name.lower() in FRAME or is_frame_id(name)]
        assert [part.tag for part in root.iter() if part.tag in {"header", "main", "footer"}] == [
            "header",
            "main",
            "footer",
        ]


def test_every_name_around_the_article_is_the_pages_own() -> None:
    """A new name in the page's templates is one of ``FRAME``, or begins with ``page-``."""
    source = "{{Infobox x|partof=a|date=b|place=c}}\nLead.\n[[Category:A]]" + "\n== B ==\nc" * 3
    page = parse(write_html(read(source), metadata=METADATA))
    article = page.find("body/main/article")
    assert article is not None
    around = names_of(page)
    for part in list(article):
        around -= names_of(part)
    around -= {f"level-{level}" for level in range(1, 7)}
    assert around
    assert not [name for name in around if not is_frame_id(name) and name not in FRAME]


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ('<p class="a marking b">x</p>', '<p class="a b">x</p>'),
        ('<p class="marking" id="page-x" data-page="y">x</p>', "<p>x</p>"),
        ('<p class="Page-x  a">x</p>', '<p class="a">x</p>'),
        ('<p class="a  b" id="marking" data-x="1">x</p>', None),
        ('<a rel="nofollow noopener" href="a">x</a>', None),
        ('<a rel="attachment" href="a">x</a>', '<a href="a">x</a>'),
        ('<p style="margin:calc(1px*-1)">x</p>', "<p>x</p>"),
        ('<p style="margin:calc(1px + 2em) auto">x</p>', None),
        ('<p style="margin:1px -1px;color:red">x</p>', '<p style="color:red">x</p>'),
    ],
)
def test_what_is_of_the_page_is_dropped_and_all_else_stays(html: str, clean: str | None) -> None:
    assert sanitize(html) == (html if clean is None else clean)


def test_a_line_around_the_article_has_no_blocks() -> None:
    assert sanitize("<h1>a</h1><p><b>c</b></p>", inline=True) == "a<b>c</b>"
    page = write_html(read("{{Infobox x|partof=<h1>TLP:CLEAR</h1>|name=a}}\nLead"))
    assert page.count("<h1") == 1


def test_a_heading_with_a_name_of_the_page_can_be_reached() -> None:
    page = write_html(read("== page-article ==\na\n== b ==\n== c =="))
    assert '<h2 id="_page-article">' in page
    assert 'href="#_page-article"' in page


def test_the_library_marks_a_page_by_a_mapping() -> None:
    metadata = {"marking": "TLP:RED", "source": {"name": "Wiki", "revision": 42}}
    page = write_html(read("Text."), metadata=metadata)
    assert len(re.findall('<p class="marking tlp-red">TLP:RED</p>', page)) == 2
    assert "revision 42" in page
    assert write_html(read("Text."), metadata=Metadata(briefing=Briefing())) == write_html(
        read("Text.")
    )


def test_a_line_next_to_the_marking_has_no_looks_of_its_own() -> None:
    box = (
        '<span style="background:#000;color:#3f0"><font color="#3f0" size=7>TLP:CLEAR</font></span>'
    )
    source = f"{{{{Infobox military conflict|partof={box}|date=b}}}}\nLead"
    page = write_html(read(source), metadata=METADATA)
    [kicker] = [each for each in parse(page).iter("p") if each.get("class") == "kicker"]
    assert words_of(kicker).endswith("TLP:CLEAR")
    assert not [each.attrib for each in kicker.iter() if {"style", "color"} & {*each.attrib}]
