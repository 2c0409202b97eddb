"""Rules are found by what their selectors end with, and none is lost."""

import pytest
from cssselect2 import ElementWrapper, Matcher, compile_selector_list

from wikibrief.briefing.press.matching import QuickMatcher, remember_selectors
from wikibrief.page.tree import parse_page

PAGE = """<body><h1 class="a">1</h1><p class="b a" id="x" lang="fr">2 <i>3</i></p>
<ul><li class="c">4</li></ul><table><tr><th>5</th><td class="b">6</td></tr></table></body>"""
SELECTORS = [
    ":is(h1, li)",
    "body :is(th, td)",
    ":is(.a, .b)",
    ":is(p, .a)",
    "p:is(.a, .c)",
    ":is(ul > li, table td)",
    ":is(:first-child, p)",
    ":where(.c, i)",
    ":not(:is(p, li))",
    "[id]",
    "*",
    ":is(li, td)::before",
    "::marker",
    ":is(#x, h1)",
    "p > :is(i, b)",
]


def matches(matcher: Matcher, selectors: list[str]) -> list[set[int]]:
    """Return which of the selectors match each element of the page."""
    for number, selector in enumerate(selectors):
        [compiled] = compile_selector_list(selector)
        matcher.add_selector(compiled, number)
    root = ElementWrapper.from_html_root(parse_page(PAGE))
    return [{found[-1] for found in matcher.match(each)} for each in root.iter_subtree()]


@pytest.mark.parametrize("selector", SELECTORS)
def test_an_element_matches_what_it_always_does(selector: str) -> None:
    remember_selectors()
    assert matches(QuickMatcher(), [selector]) == matches(Matcher(), [selector])


def test_few_rules_are_tried_for_every_element() -> None:
    remember_selectors()
    matcher = QuickMatcher({"marker": frozenset({"li"})})
    matches(matcher, SELECTORS)
    kept = {SELECTORS[entry[-1]] for entry in matcher.other_selectors}
    assert kept == {":is(:first-child, p)", ":not(:is(p, li))", "[id]", "*", ":is(#x, h1)"}
