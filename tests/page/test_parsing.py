"""Parsing a page at once means what browsers' rules mean, or leaves it to them."""

from xml.etree.ElementTree import Element, tostring

import pytest
import tinyhtml5
from hypothesis import given
from hypothesis import strategies as st

from wikibrief.page.parsing import parse_plain

SURE = [
    "<p>a <b>b</b> &amp;&nbsp;c<br>d</p>\n<p>e</p>\n",
    "<table>\n<tr><td>a</td>\n<td><p>b</p></td></tr>\n</table>\n",
    "<table><caption>c</caption><thead><tr><th>a</th></tr></thead><tr><td>b</td></tr></table>",
    "<table><tr><td><table><tr><td>a</td></tr></table></td></tr><tbody></tbody></table>",
    "<ul><li>a<ul><li>b</li></ul></li></ul>",
    "<dl><div><dt>a</dt><dd><dl><dt>b</dt></dl></dd></div></dl>",
    '<p class="a &quot;b&quot;" class="c" hidden>x</p>',
    "<pre>\n\na</pre>",
    '<p><svg viewBox="0 0 1 1"><g><path d="M0 0"></path></g></svg> a</p>',
    "<p>a <math><mi>x</mi></math> b</p>",
    "<b><p>a</p></b><i>b</i>",
]
UNSURE = [
    "<p>a<p>b",
    "<p><div>a</div></p>",
    "<table>a<tr><td>b</td></tr></table>",
    "<table><td>a</td></table>",
    "<table><tr><p>a</p></tr></table>",
    "<a href=x>a</a>",
    "<a>a<b><a>b</a></b></a>",
    "<b><i>a</b></i>",
    "<ul><li>a<b><li>b</li></b></li></ul>",
    "<dl><dd>a<div><dt>b</dt></div></dd></dl>",
    "<h2><h3>a</h3></h2>",
    "<!-- a -->b",
    "<p>a &copy b</p>",
    "<p>a\r\nb</p>",
    "<select><p>a</p></select>",
    "<body>a</body>",
    "<title>a</title>",
    "<p>a</P>",
    "<svg><p>a</p></svg>",
    "<style>a</style>",
    "a < b",
]


def page(body: str) -> str:
    head = '<head>\n<meta charset="utf-8">\n<title>A &amp; B</title>\n</head>\n'
    return f'<!DOCTYPE html>\n<html lang="en">\n{head}<body>\n{body}</body>\n</html>\n'


def parse(html: str) -> Element:
    root: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    return root


@pytest.mark.parametrize("body", SURE)
def test_what_says_where_it_ends_is_read_at_once(body: str) -> None:
    root = parse_plain(page(body), parse)
    assert root is not None
    assert tostring(root) == tostring(parse(page(body)))


@pytest.mark.parametrize("body", UNSURE)
def test_what_does_not_is_left_to_the_rules_of_browsers(body: str) -> None:
    assert parse_plain(page(body), parse) is None


@pytest.mark.parametrize("html", ["", "<p>a", "<!DOCTYPE html><body>a", "<html></html>"])
def test_what_is_no_whole_page_is_left_to_them(html: str) -> None:
    assert parse_plain(html, parse) is None


NAMES = (
    "a b i p div ul ol li dl dt dd table tbody tr td th h2 span pre br caption sup section".split()
)


@st.composite
def elements(draw: st.DrawFn, depth: int = 4) -> str:
    name = draw(st.sampled_from(NAMES))
    text = draw(st.sampled_from(["", "x", " ", "\n", "&lt;"]))
    if name == "br":
        return f"<br>{text}"
    inside = draw(st.lists(elements(depth - 1), max_size=3)) if depth else []
    return f"<{name}>{text}{''.join(inside)}</{name}>{draw(st.sampled_from(['', ' ', 'y']))}"


@given(st.lists(elements(), max_size=4))
def test_any_nesting_is_read_as_browsers_read_it_or_left_to_them(bodies: list[str]) -> None:
    html = page("".join(bodies))
    root = parse_plain(html, parse)
    assert root is None or tostring(root) == tostring(parse(html))
