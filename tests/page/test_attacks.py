"""No attack of ``tests/attacks`` reaches a page: nothing in one runs, loads or covers anything.

``tests/test_browser.py`` runs the same pages in a real browser.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import html5lib
import pytest
from cases import Case, CaseFile
from hostile import EVERY_ATTACK, page_with, pages_of

from wikibrief.page.sanitizer import ATTRIBUTES, ELEMENTS, SCHEMES, STYLES
from wikibrief.templating.environment import Templates

FRAME = {"html", "head", "meta", "title", "style", "body", "header", "main", "footer"}
ATTRIBUTES_OF_THE_FRAME = {"meta": {"charset", "name", "content"}}
STYLE = Templates().read("html/style.css")
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml)[;,]")
PREFIXES = ("aria-", "data-")


def assert_harmless(page: str, *, scripting: bool) -> None:
    """What browsers make of the page has nothing but what is known, whether they run scripts."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(page, scripting=scripting)
    assert isinstance(root, Element)
    elements = [each for each in root.iter() if isinstance(each.tag, str)]
    for element in elements:
        name = element.tag.rpartition("}")[2]
        assert name in ELEMENTS | FRAME
        for attribute, value in element.items():
            assert_known(name, attribute, value)
    styles = [(each.text or "").strip() for each in elements if each.tag == "style"]
    assert styles == [STYLE.strip()]
    assert [each.tag for each in root] == ["head", "body"]
    assert page.count("<main") == 1


def assert_known(element: str, attribute: str, value: str) -> None:
    known = ATTRIBUTES["*"] | ATTRIBUTES.get(element, frozenset())
    known |= ATTRIBUTES_OF_THE_FRAME.get(element, set())
    assert attribute in known or attribute.startswith(PREFIXES), (element, attribute)
    address = re.sub(r"[\0-\x20]", "", value)
    scheme = SCHEME.match(address)
    match attribute:
        case "href" | "cite":
            assert scheme is None or scheme[1].lower() in SCHEMES, value
        case "src":
            assert PICTURE.match(address) or not (scheme or re.match(r"[/\\]", address)), value
        case "style" if element != "html":
            assert not re.search(r"url|expression|image|[\\@{}<]|/\*", value, re.IGNORECASE)
            names = {each.partition(":")[0].strip().lower() for each in value.split(";")} - {""}
            assert names <= STYLES, value


@pytest.mark.parametrize(("file", "case"), EVERY_ATTACK)
def test_attack_does_not_reach_the_page(file: CaseFile, case: Case) -> None:
    del file
    for page in pages_of(case):
        for scripting in (False, True):
            assert_harmless(page, scripting=scripting)


def test_there_are_enough_attacks() -> None:
    assert len(EVERY_ATTACK) >= 200


@pytest.mark.parametrize(
    "page",
    [
        "<script>a()</script>",
        "<b onclick=a()>x</b>",
        "<a href=' java\nscript:a()'>x</a>",
        "<img src=//a.org/b>",
        "<p style='position:fixed'>x</p>",
        "<p style='background:url(a)'>x</p>",
        "<style>b{}</style>",
        "<noscript><p title='</noscript><img src=x onerror=a()>'></noscript>",
    ],
)
def test_the_check_finds_an_attack_that_gets_through(page: str) -> None:
    assert_harmless(page_with("<p>x</p>"), scripting=True)
    with pytest.raises(AssertionError):
        assert_harmless(page_with(page), scripting=True)
