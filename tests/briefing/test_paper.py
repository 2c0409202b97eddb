"""The tree that paper gets: what stays together, and which row is a head."""

import re
from xml.etree import ElementTree as ET

import pytest

from wikibrief.briefing.paper.page import prepare_page

MARK = '<sup class="reference"><a href="#n">[1]</a></sup>'


def prepare(body: str) -> str:
    """Return the body that paper gets, as XML without its formulas' drawings."""
    page = prepare_page(f"<!DOCTYPE html><title>x</title><body>{body}").find("body")
    assert page is not None
    return ET.tostring(page, "unicode").removeprefix("<body>").removesuffix("</body>")


@pytest.mark.parametrize(
    ("body", "prepared"),
    [
        ("a word@ b", "a word&@ b"),
        ("a word@@@@ b", "a word&@&@&@@ b"),
        ("a <i>b</i>word@.", "a <i>b</i>word&@."),
        ("a <i>b</i>@", "a <i>b</i>&@"),
        ("x one@ and two.@", "x one&@ and two.&@"),
        ("長い文@", "長い文&@"),
        ("a <i>word@</i>", "a <i>word&@</i>"),
        ("a word @ b", "a word @ b"),
    ],
)
def test_no_line_breaks_between_a_word_and_the_mark_of_its_note(body: str, prepared: str) -> None:
    bound = MARK.replace("[", "\N{WORD JOINER}[")
    assert bound != MARK
    expected = prepared.replace("&@", bound).replace("@", MARK)
    assert prepare(body.replace("@", MARK)) == expected


def test_a_word_that_a_hard_space_binds_to_an_element_is_one() -> None:
    assert prepare("an ISBN&nbsp;<b>1</b> b") == "an <span>ISBN\xa0</span><b>1</b> b"


def test_a_paragraph_has_no_blanks_at_its_ends() -> None:
    assert prepare("<p> a <i> b</i> </p>") == "<p>a <i> b</i></p>"


HEAD = "<tr><th>a</th><th>b</th></tr>"
TITLE = '<tr><td colspan="2">t</td></tr>'
ROW = "<tr><td>c</td><td>d</td></tr>"


@pytest.mark.parametrize(
    ("rows", "heads"),
    [
        (HEAD + ROW, [HEAD]),
        ("<caption>x</caption>" + HEAD + ROW, [HEAD]),
        ("<thead>" + ROW + "</thead>" + HEAD + ROW, [ROW]),
        (HEAD, []),
        (ROW + HEAD, []),
        ("<tr><th>a</th><td>b</td></tr>" + ROW, []),
        ('<tr><th rowspan="2">a</th></tr>' + ROW, []),
        (TITLE + HEAD + ROW, [TITLE + HEAD]),
        (TITLE + ROW, []),
        ("<tr><th><table>" + HEAD + "</table></th></tr>" + ROW, []),
    ],
)
def test_the_headers_that_a_table_begins_with_are_its_head(rows: str, heads: list[str]) -> None:
    html = prepare(f"<table>{rows}</table>")
    assert re.findall("<thead>(.*?)</thead>", html) == heads


def notes(*texts: str) -> str:
    items = "".join(f"<li>{text}</li>" for text in texts)
    return prepare(f'<article><ol class="references">{items}</ol></article>')


def test_short_notes_are_in_more_columns() -> None:
    assert "page-short" in notes(*["Taylor 1999, p. 12."] * 12, "word " * 20)
    assert "page-short" not in notes(*["Taylor 1999, p. 12."] * 6)
    assert "page-short" not in notes(*["word " * 20] * 9)


def test_a_list_of_sources_is_set_like_notes() -> None:
    cited, other = "<li><cite>a</cite></li>", "<li>a</li>"
    assert "page-sources" in prepare(f"<article><ul>{cited * 4}{other * 2}</ul></article>")
    assert "page-sources" not in prepare(f"<article><ul>{cited * 4}</ul></article>")
    assert "page-sources" not in prepare(f"<article><ul>{cited * 4}{other * 9}</ul></article>")


def formula(latex: str) -> str:
    return f'<math alttext="{latex}" display="inline"><mi>x</mi></math>'


def test_a_formula_is_on_the_line_of_its_text() -> None:
    """What hangs below the line does so in the drawing, too; a letter has its height."""
    style = re.compile(r"height: ([\d.]+)em; vertical-align: (-[\d.]+)em")
    sizes = {
        latex: [float(each) for each in style.findall(prepare(formula(latex)))[0]]
        for latex in ("x", "p", r"\frac{a}{b}")
    }
    assert 0.4 < sizes["x"][0] < 0.7
    assert sizes["x"][1] > -0.1
    assert sizes["p"][1] < -0.15
    assert sizes[r"\frac{a}{b}"][0] > 1.2


@pytest.mark.parametrize("latex", ["\\frac{", "x" * 1500, "{" * 900])
def test_a_formula_that_cannot_be_drawn_is_its_source(latex: str) -> None:
    assert prepare(f"a {formula(latex)} b") == f'a <code class="math">{latex}</code> b'


@pytest.mark.parametrize(
    ("heading", "after", "hangs"),
    [
        ("Attack", "<p>They left.</p>", True),
        ("Attack", "<ul><li>a</li></ul>", True),
        ("Attack", "<table><tr><td>a</td></tr></table>", False),
        ("Attack", "<h3>Day</h3><p>They left.</p>", True),
        ("The second great attack", '<figure><img src="a"></figure>', True),
        ("The second great attack", '<figure class="missing"><span>a</span></figure>', False),
        ("Attack", '<h3>Day</h3><div class="scroll"><table></table></div>', False),
        ("Notes", '<div class="reflist"><ol class="references"><li>a</li></ol></div>', True),
        ("Notes", f'<ol class="references">{"<li>a</li>" * 9}</ol>', False),
        ("The second attack", '<div class="hatnote">Main article: b</div><p>They left.</p>', True),
        ("The first great attack", '<div class="hatnote">Main article: b</div>', False),
        ("Order of battle of the first army", "<p>They left.</p>", False),
        ("Order of battle of the first army", "<p>" + "They left. " * 20 + "</p>", True),
        ("Media and telecommunications", "<p>" + "They left. " * 20 + "</p>", False),
        ("A heading of so many words that it has more than three lines of them", "<p>a</p>", False),
    ],
)
def test_a_heading_hangs_in_the_margin_next_to_text_as_high(
    heading: str, after: str, *, hangs: bool
) -> None:
    html = prepare(f"<article><h2>{heading}</h2>{after}</article>")
    assert ("page-hanging" in html) == hangs


@pytest.mark.parametrize(
    ("heading", "after", "is_at_edge"),
    [
        (
            "h3",
            '<ol class="references"><li>a</li><li>b</li><li>c</li><li>d</li><li>e</li></ol>',
            True,
        ),
        ("h3", '<ol class="references"><li>a</li></ol>', False),
        ("h4", '<div class="scroll"><table></table></div>', True),
        ("h3", '<h4>b</h4><div class="scroll"><table></table></div>', True),
        ("h3", "<p>a</p>", False),
    ],
)
def test_the_heading_of_what_is_wide_begins_where_that_does(
    heading: str, after: str, *, is_at_edge: bool
) -> None:
    html = prepare(f"<article><{heading}>Losses</{heading}>{after}</article>")
    assert (f'<{heading} class="page-at-edge">' in html) == is_at_edge


@pytest.mark.parametrize(
    ("items", "marked"),
    [
        (["Ann Dunham"] * 12, "page-words"),
        (["Ann Dunham, an anthropologist"] * 12, "page-names"),
        (["ベルリン・ブランデンブルク"] * 12, "page-names"),
        (["Ann Dunham, an anthropologist who was there"] * 12, ""),
        (["Ann Dunham"] * 4, ""),
        (["Ann<ul><li>Dunham</li></ul>"] * 12, ""),
    ],
)
def test_lists_of_short_items_are_in_columns(items: list[str], marked: str) -> None:
    html = prepare(f"<article><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul></article>")
    assert re.findall('<ul class="([^"]*)"', html) == ([marked] if marked else [])


SHEETS = (
    "<style>.mine { color: red }</style>",
    "<link rel='stylesheet' href='data:text/css;base64,Lm1pbmUgeyBjb2xvcjogcmVkIH0='>",
    "<link rel='stylesheet' href='data:text/css,.mine%20{%20color:%20red%20}'>",
)


@pytest.mark.parametrize("sheet", ["", "<link href='data:text/css;base64,!'>", *SHEETS])
def test_what_a_style_sheet_in_the_page_names_stays(sheet: str) -> None:
    page = prepare_page(f"<head>{sheet}</head><p>a <span class='mine'>b</span> c</p>", "p {}")
    assert (page.find("body/p/span") is not None) == (sheet in SHEETS)


def test_a_link_that_is_a_picture_has_words() -> None:
    def alt(link: str) -> str | None:
        picture = prepare_page(f"<article><p>{link}</p></article>").find(".//img")
        return None if picture is None else picture.get("alt")

    assert alt('<a href="https://e.org/x"><img src="" alt=""></a>') == "https://e.org/x"
    assert alt('<a href="/wiki/Some_place"><img src="" alt=""></a>') == "Some place"
    assert alt('<a href="/wiki/A"><img src="" alt="Flag"></a>') == "Flag"
    assert alt('<a href="/wiki/A">Words <img src="" alt=""></a>') == ""
    assert alt('<img src="" alt="">') == ""
