"""Rules of style sheets, whatever they are nested in."""

from __future__ import annotations

import time

import pytest

from wikibrief.templating.rules import walk_blocks, walk_last_frames, walk_rules


@pytest.mark.parametrize(
    ("sheet", "rules"),
    [
        (".a { color: red }", {".a": "color"}),
        (".a, b > c { color: red }", {".a|b > c": "color"}),
        (".a { color: red; .b { top: 0 } }", {".a": "color", ":is(.a) .b": "top"}),
        (".a { &:hover { top: 0 } }", {":is(.a):hover": "top"}),
        (".a { > .b { top: 0 } }", {":is(.a) > .b": "top"}),
        (".a, .b { .c { top: 0 } }", {":is(.a, .b) .c": "top"}),
        ("@media print { .a { top: 0 } }", {".a": "top"}),
        (".a { @media print { top: 0 } }", {".a": "top"}),
        ("@supports (top: 0) { @layer x { .a { top: 0 } } }", {".a": "top"}),
        ("@media print { top: 0 }", {}),
        ("@media print { x; .a { top: 0 } }", {".a": "top"}),
        ("& .a { top: 0 }", {":root .a": "top"}),
        (".a { &b, .c& { top: 0 } }", {"b:is(.a)|.c:is(.a)": "top"}),
        ("@scope (.a) { .b, > .c { top: 0 } }", {".b|:is(.a) > .c": "top"}),
        ("@scope (.a) { .b { :scope & { top: 0 } } }", {":is(.a) :is(.b)": "top"}),
        ("@scope (.a) to (.b) { top: 0 }", {".a": "top"}),
        ("@font-face { font-family: A }", {}),
        ("@page { margin: 0 }", {}),
        ("@keyframes x { to { top: 0 } }", {}),
        (".a { }", {}),
        (".a { top: 0", {".a": "top"}),
        ("", {}),
    ],
)
def test_rules_have_the_selectors_that_they_have_outside(sheet: str, rules: dict[str, str]) -> None:
    found = {
        "|".join(rule.selectors): " ".join(each.name for each in rule.declarations)
        for rule in walk_rules(sheet)
    }
    assert found == rules


@pytest.mark.parametrize(
    ("sheet", "ends"),
    [
        ("@keyframes x { from { top: 1px } to { top: 0 } }", ["x"]),
        ("@-webkit-keyframes 'x' { 0%, 100% { top: 0 } }", ["x"]),
        ("@media print { @keyframes x { TO { top: 0 } } }", ["x"]),
        ("@keyframes x { from { top: 0 } }", []),
        (".a { to { top: 0 } }", []),
    ],
)
def test_an_animation_ends_with_its_last_frame(sheet: str, ends: list[str]) -> None:
    assert [name for name, _ in walk_last_frames(sheet)] == ends


def test_a_block_is_before_those_in_it() -> None:
    blocks = [
        len(block.rules) for block in walk_blocks("a { b { c { top: 0 } } d { top: 0 } } e {}")
    ]
    assert blocks == [0, 1, 2, 3, 2, 1]


def test_selectors_of_nested_lists_do_not_multiply() -> None:
    sheet = ", ".join(f".c{number}" for number in range(50)) + " { "
    began = time.process_time()
    rules = [*walk_rules(sheet * 20 + "top: 0")]
    assert time.process_time() - began < 5
    assert all(sum(map(len, rule.selectors)) < 200_000 for rule in rules)
    assert rules


def test_blocks_in_blocks_without_end_are_read_as_one_from_a_depth_on() -> None:
    assert len([*walk_blocks("a { " * 10_000)]) < 100
    *_, deepest = walk_rules("a { " * 10_000 + "top: 0")
    assert deepest.selectors == ["*"]
    assert [each.name for each in deepest.declarations] == ["top"]


def test_long_selectors_around_a_rule_leave_it_its_elements() -> None:
    many = ", ".join(f".c{number}" for number in range(20_000))
    [rule] = walk_rules(many + " { p& { top: 0 } }")
    assert rule.selectors == ["p:is(*)"]
