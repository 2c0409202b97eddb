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


def test_blocks_in_blocks_without_end_are_read_to_the_last() -> None:
    began = time.process_time()
    blocks = [*walk_blocks("a { @media x { " * 5_000 + "top: 0")]
    assert time.process_time() - began < 5
    assert len(blocks) == 10_001
    assert max(len(block.rules) for block in blocks) < 30
    assert blocks[-1].declarations
    assert blocks[-1].has_style


def test_what_is_too_deep_is_for_more_elements_than_it_says() -> None:
    [deep] = walk_rules("a { " * 30 + "& > b, c, > d { top: 0 }")
    assert deep.selectors == ["* > b", "c", "*> d"]
