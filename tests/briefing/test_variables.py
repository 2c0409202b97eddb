"""Variables that a theme sets once are put where they are used, and no others."""

import pytest

from wikibrief.briefing.press.variables import fill_in_variables, find_local_variables

THEME = ":root { --ink: #111; --text: serif; --thick: calc(1 * var(--ink)) }\n"


@pytest.mark.parametrize(
    ("rule", "filled"),
    [
        ("p { color: var(--ink) }", "p { color: #111 }"),
        ("p { font: 1pt var( --text ) }", "p { font: 1pt serif }"),
        ("p { margin: calc(-1 * var(--ink)) }", "p { margin: calc(-1 * #111) }"),
        ("p { color: var(--none) }", "p { color: var(--none) }"),
        ("p { color: var(--ink, red) }", "p { color: var(--ink, red) }"),
        ("p { width: var(--thick) }", "p { width: var(--thick) }"),
        ("p { --ink: red; color: var(--ink) }", "p { --ink: red; color: var(--ink) }"),
        (
            "@media print { :root { --ink: red } } p { color: var(--ink) }",
            "@media print { :root { --ink: red } } p { color: var(--ink) }",
        ),
        (":root { --ink: red } p { color: var(--ink) }", ":root { --ink: red } p { color: red }"),
        ("/* var(--ink) */ p { color: var(--ink) }", "/* var(--ink) */ p { color: #111 }"),
        ('p { content: "var(--ink)" var(--ink) }', 'p { content: "var(--ink)" #111 }'),
        ("p { margin: var(--ink)em }", "p { margin: var(--ink)em }"),
        ("p { margin: var(--ink)var(--ink) }", "p { margin: var(--ink)var(--ink) }"),
        ("p { --ink/**/: red; a: var(--ink) }", "p { --ink/**/: red; a: var(--ink) }"),
        (r"p { --i\6ek: red; a: var(--ink) }", r"p { --i\6ek: red; a: var(--ink) }"),
        ("/* --ink: blue */ p { color: var(--ink) }", "/* --ink: blue */ p { color: #111 }"),
    ],
)
def test_what_is_the_same_everywhere_is_filled_in(rule: str, filled: str) -> None:
    text = fill_in_variables(THEME + rule)
    assert text.split("\n")[1] == filled


def test_what_an_element_sets_for_itself_is_left() -> None:
    assert find_local_variables("color: var(--text)\n--ink: red") == {"--ink"}
    rule = "p { color: var(--ink); font: 1pt var(--text) }"
    filled = fill_in_variables(THEME + rule, frozenset({"--ink"}))
    assert filled.endswith("p { color: var(--ink); font: 1pt serif }")


@pytest.mark.parametrize(
    "value", ["inherit", "Initial", "VAR(--b)", "{ red }", ")", "red !important"]
)
def test_a_value_that_depends_on_its_place_is_left(value: str) -> None:
    style = f":root {{ --a: {value} }} p {{ color: var(--a) }}"
    assert fill_in_variables(style) == style
