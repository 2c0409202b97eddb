"""Runs of the other direction are one element each, so that paper shows them in their order."""

from xml.etree.ElementTree import Element

import pytest
from bounds import within

from wikibrief.briefing.paper.directions import order_runs
from wikibrief.page.tree import parse_page


def ordered(body: str, direction: str) -> str:
    page = parse_page(f'<html dir="{direction}"><body>{body}</body></html>')
    order_runs(page)
    paragraph = page.find("body/p")
    assert paragraph is not None
    return written(paragraph)


def written(element: Element) -> str:
    """A paragraph with brackets around what was made one run."""
    inner = "".join(written(child) + (child.tail or "") for child in element)
    text = (element.text or "") + inner
    return f"[{text}]" if element.get("dir") else text


@pytest.mark.parametrize(
    ("body", "runs"),
    [
        ("قال <i>The New</i> <b>York Times</b> إن", "قال [The New York Times] إن"),
        ("قال <b>The <a>Guardian</a></b> إن", "قال [The Guardian] إن"),
        ("عام 1991 (<i>Desert</i> Storm 2) إن", "عام 1991 ([Desert Storm 2]) إن"),
        ("قال <i>Times</i> إن", "قال Times إن"),
        ("قال The Times إن <i>نص</i>", "قال The Times إن نص"),
        ("قال <i>A<br>B</i> إن", "قال [AB] إن"),
        ('<b>A</b> <sup class="reference">1</sup> قال', "A 1 قال"),
        ("<i>Times قال</i> <b>Post</b> إن", "Times قال Post إن"),
    ],
)
def test_latin_words_in_arabic(body: str, runs: str) -> None:
    assert ordered(f"<p>{body}</p>", "rtl") == runs


@pytest.mark.parametrize(
    ("body", "runs"),
    [
        ("It (<b>القوات</b> <i>المسلحة</i>) said", "It ([القوات المسلحة]) said"),
        ("It <b>קול</b> ישראל 12 said", "It [קול ישראל 12] said"),
        ("It <i>said</i> <b>so</b>", "It said so"),
    ],
)
def test_arabic_and_hebrew_words_in_english(body: str, runs: str) -> None:
    assert ordered(f"<p>{body}</p>", "ltr") == runs


def test_what_says_its_direction_itself_is_read_in_that() -> None:
    body = '<p><span dir="rtl">قال <i>The New</i> <b>Times</b></span></p>'
    assert ordered(body, "ltr") == "[قال [The New Times]]"


def test_a_long_paragraph_is_read_once() -> None:
    words = "قال كلمة " * 80_000
    page = parse_page(
        f'<html dir="rtl"><body><p>{words}<i>A</i> <b>B</b> {words}</p></body></html>'
    )
    with within(8):
        order_runs(page)
    assert page.find("body/p/span") is not None
