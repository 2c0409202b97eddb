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
