"""What paper does not need is not laid out; what a style sheet may show is."""

from xml.etree import ElementTree as ET

import pytest

from wikibrief.briefing.paper.trimming import trim_page
from wikibrief.page.tree import parse_page


def trim(body: str, own: str = "") -> str:
    page = parse_page(f"<!DOCTYPE html><title>x</title><body>{body}")
    trim_page(page, f".known, .box > span, .line span {{ color: red }} {own}", own)
    found = page.find("body")
    assert found is not None
    return ET.tostring(found, "unicode").removeprefix("<body>").removesuffix("</body>")


@pytest.mark.parametrize(
    ("body", "trimmed"),
    [
        ("a <span>b</span> c", "a b c"),
        ("<i>a</i><span>b</span>c<b>d</b>", "<i>a</i>bc<b>d</b>"),
        ("<span>a <i>b</i> c</span>d", "a <i>b</i> cd"),
        ("<span><span>a</span><i>b</i></span>", "a<i>b</i>"),
        ('<span class="x">a</span>', "a"),
        ('<span class="x known">a</span>', '<span class="x known">a</span>'),
        ('<p class="box"><span>a</span></p>', '<p class="box"><span>a</span></p>'),
        ('<p class="line"><span>a</span></p>', '<p class="line"><span>a</span></p>'),
        ('<span lang="fr">a</span>', '<span lang="fr">a</span>'),
        ('<span style="color:red">a</span>', '<span style="color:red">a</span>'),
        ('<span id="a">a</span>', "a"),
        ('<span id="a">a</span><a href="#a">b</a>', '<span id="a">a</span><a href="#a">b</a>'),
        ('a<time datetime="2025">b</time>', "ab"),
        ('<p>a<span class="mw-cite-backlink">b</span>c</p>', "<p>ac</p>"),
        (
            '<p>a <span class="missing"><span class="filename">b.jpg</span></span> c</p>',
            "<p>a  c</p>",
        ),
        ('a<figure class="missing"><a><span class="filename">b</span></a></figure>', "a"),
        (
            '<figure class="missing"><a><span class="filename">b.jpg</span></a>c</figure>',
            '<figure class="missing"><a />c</figure>',
        ),
        (
            'a<ul class="gallery"><li class="gallerybox"><b class="filename">b</b></li></ul>',
            "a",
        ),
        (
            '<ul class="gallery"><li class="gallerybox"><img src="b.jpg"></li></ul>',
            '<ul class="gallery"><li class="gallerybox"><img src="b.jpg" /></li></ul>',
        ),
        ('<ul><li><span class="mw-cite-backlink">b</span>c</li></ul>', "<ul><li>c</li></ul>"),
    ],
)
def test_what_has_no_meaning_on_paper_is_not_there(body: str, trimmed: str) -> None:
    assert trim(body) == trimmed


@pytest.mark.parametrize(
    "own", ["span { color: red }", "* { color: red }", ".mw-cite-backlink { color: red }"]
)
def test_what_a_theme_names_stays(own: str) -> None:
    assert "<span" in trim('a<span class="mw-cite-backlink">b</span>', own)


@pytest.mark.parametrize(
    ("label", "value"),
    [("Image", "At night.jpg"), ("Image size", "250px"), ("Map caption", "Where it is")],
)
def test_what_serves_the_wiki_in_boxes_is_not_on_paper(label: str, value: str) -> None:
    row = "<div><dt>{}</dt><dd>{}</dd></div>".format
    box = '<dl class="facts">{}</dl>'.format
    assert trim(box(row(label, value) + row("Area", "5 km"))) == box(row("Area", "5 km"))


def test_the_title_is_not_repeated_as_the_label_of_a_map() -> None:
    row = "<div><dt>Pushpin label</dt><dd>{}</dd></div>".format
    page = '<h1>Tessit, Mali</h1><dl class="facts">{}</dl>'.format
    assert trim(page(row("Tessit") + row("The camp"))) == trim(page(row("The camp")))
    assert "The camp" in trim(page(row("The camp")))


@pytest.mark.parametrize(
    ("title", "is_there"), [("A raid", False), ("<b>Raids</b>", False), ("War", True)]
)
def test_the_title_of_a_box_is_not_that_of_what_it_is_in(title: str, *, is_there: bool) -> None:
    box = f'<div class="infobox"><div class="title"><b>{title}</b></div><p>Words</p></div>'
    found = trim(f"<h1>A Raid</h1><h2>War</h2><h2>Raids</h2>{box}")
    assert ('class="title"' in found) == is_there


BOX = '<h2>{}</h2><div class="infobox"><b class="title">{}</b> words</div>'.format


def test_a_title_said_before_goes_without_the_words_after_it() -> None:
    assert trim(BOX("Beta", "Beta")) == '<h2>Beta</h2><div class="infobox"> words</div>'
    for before, title in (("Beta", "Gamma"), ("Beta", "★"), ("★", "★★")):
        assert trim(BOX(before, title)) == BOX(before, title)


def test_a_row_that_serves_the_wiki_goes_without_the_words_after_it() -> None:
    rows = "<div><dt>Image</dt><dd>x.jpg</dd></div> words"
    assert trim(f'<dl class="facts">{rows}</dl>') == '<dl class="facts"> words</dl>'
