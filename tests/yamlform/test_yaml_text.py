"""YAML text ⇄ plain data: what is written comes back, and what is refused says where and why."""

from __future__ import annotations

from textwrap import dedent

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from strategies import NASTY, SNIPPETS, texts

from wikibrief.problems import Problem, ProblemError
from wikibrief.yamlform import parser
from wikibrief.yamlform.characters import abbreviate
from wikibrief.yamlform.data import Data
from wikibrief.yamlform.emitter import FlowList, emit
from wikibrief.yamlform.parser import LITERAL_HINT, parse

C_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LOADERS = (C_LOADER, yaml.SafeLoader)


def nested() -> st.SearchStrategy[Data]:
    return st.recursive(
        texts(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(), inner, max_size=3),
        max_leaves=8,
    )


# --- what is written


@given(nested())
def test_what_is_written_comes_back_from_every_reader(data: Data) -> None:
    text = emit(data, comment="first line")
    for loader in LOADERS:
        assert yaml.load(text, Loader=loader) == data  # noqa: S506  both are safe loaders
    assert parse(text).data == data


@given(st.text(NASTY, max_size=30), st.integers(0, 3))
def test_any_text_comes_back_from_any_depth(text: str, depth: int) -> None:
    data: Data = text
    for _ in range(depth):
        data = {text: [data, text], "next": [[data]]}
    written = emit(data)
    for loader in LOADERS:
        assert yaml.load(written, Loader=loader) == data  # noqa: S506
    assert parse(written).data == data


@given(texts(), texts())
def test_any_text_comes_back_from_brackets(key: str, text: str) -> None:
    data: Data = {"a": FlowList([text, {key: text}])}
    for loader in LOADERS:
        assert yaml.load(emit(data), Loader=loader) == data  # noqa: S506
    assert parse(emit(data)).data == data


@pytest.mark.parametrize("length", [999, 1000, 1001, 5000])
@pytest.mark.parametrize("character", ["k", "\n", "\0", "😀", "'"])
def test_keys_may_be_longer_than_yaml_allows_before_a_colon(character: str, length: int) -> None:
    key = character * length
    data: Data = [{key: "value"}, {key: ["a"], "x": {key: {key: "deep"}}}]
    for loader in LOADERS:
        assert yaml.load(emit(data), Loader=loader) == data  # noqa: S506
    assert parse(emit(data)).data == data


@pytest.mark.parametrize("text", SNIPPETS)
def test_texts_that_look_like_something_else_stay_texts(text: str) -> None:
    assert yaml.load(emit([text]), Loader=C_LOADER) == [text]  # noqa: S506


def test_numbers_and_truth_values_keep_their_types() -> None:
    data: Data = {"level": 3, "yes": True, "no": False}
    assert emit(data) == 'level: 3\n"yes": true\n"no": false\n'
    assert yaml.load(emit(data), Loader=C_LOADER) == data  # noqa: S506


def test_collections_are_in_block_style() -> None:
    data: Data = {
        "lead": ["one", ["two", "three"], {"kind": "raw", "text": "four"}],
        "empty": {"list": [], "mapping": {}, "text": ""},
        "none": None,
    }
    assert emit(data, comment="of two\nlines") == dedent("""\
        # of two
        # lines
        lead:
          - one
          - - two
            - three
          - kind: raw
            text: four
        empty:
          list: []
          mapping: {}
          text: ""
        none:
        """)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain, with 'quotes', a:colon and a#hash", "plain, with 'quotes', a:colon and a#hash"),
        ("never folded " * 40 + "x", "never folded " * 40 + "x"),
        ("😀 and \xa0 are plain", "😀 and \xa0 are plain"),
        ("7 February 2025", "7 February 2025"),
        ("1941–1945", "1941–1945"),
        ("'''Battle'''", "\"'''Battle'''\""),
        ("[[Link]]", '"[[Link]]"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("a\tb", "|-\n  a\tb"),
        ("trailing ", '"trailing "'),
        ('"a": b', '|-\n  "a": b'),
        ("\\a: b", "|-\n  \\a: b"),
        (f"[[{'x' * 80}]]", f"|-\n  [[{'x' * 80}]]"),
        (" leading", '" leading"'),
        (' "leading"', '|2-\n   "leading"'),
        ("one\n\ntwo", "|-\n  one\n\n  two"),
        ("one\n", "|\n  one"),
        ("one\n\n", "|+\n  one\n"),
        ("\n\tone", "|2-\n\n  \tone"),
        ("", '""'),
        (" \n", '" \\n"'),
        ("no", '"no"'),
        ("1941", '"1941"'),
        ("0o17", '"0o17"'),
        ("12:30", '"12:30"'),
        ("2025-02-07", '"2025-02-07"'),
        ("2025-02-07 10:00:00 +01:00", '"2025-02-07 10:00:00 +01:00"'),
        ("bell \x07 and \\ \" 'é", '"bell \\x07 and \\\\ \\" \'é"'),
        ("a\r\x85\u2028\u2029\ufeff\0\ufffe", '"a\\r\\N\\L\\P\\uFEFF\\0\\uFFFE"'),
    ],
)
def test_style_of_a_text(text: str, written: str) -> None:
    assert emit(text) == f"{written}\n"


# --- what is read


@pytest.fixture(params=["CBaseLoader", "BaseLoader"], ids=["libyaml", "pure"])
def _either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "_EVENTS", getattr(yaml, request.param))


either_parser = pytest.mark.usefixtures("_either_parser")


@either_parser
def test_every_scalar_is_text_and_nothing_is_none() -> None:
    text = "a: NO\nb: 1.0\nc: 2025-02-07\nd:\ne: ''\nf: [~, <<, {x: }]\n<<: g\n? \n: h\n"
    assert parse(text).data == {
        "a": "NO",
        "b": "1.0",
        "c": "2025-02-07",
        "d": None,
        "e": "",
        "f": ["~", "<<", {"x": None}],
        "<<": "g",
        "": "h",
    }


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n"])
def test_an_empty_file_is_none(text: str) -> None:
    assert parse(text).data is None


@either_parser
def test_places_of_keys_and_values() -> None:
    parsed = parse("\ufeffa: b\nlist:\n  - x\n  - é: |\n      text\n    z:\n")
    assert parsed.place(()) == (1, 1)
    assert parsed.place(("a",)) == (1, 4)
    assert parsed.key_place(("list",)) == (2, 1)
    assert parsed.place(("list", 0)) == parsed.key_place(("list", 0)) == (3, 5)
    assert parsed.place(("list", 1, "é")) == (4, 8)
    assert parsed.key_place(("list", 1, "z")) == (6, 5)


def problems_of(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ProblemError) as raised:
        parse(text)
    return raised.value.problems


def test_everything_refused_is_found_at_once() -> None:
    text = "a: &x 1\nb: *x\nc: !!str 2\na: !t [*y]\n[k]: v\n*x : w\nd: {{e}}\n"
    assert [f"{at.line}:{at.column}: {at.message}" for at in problems_of(text)] == [
        "1:4: `&x` is an anchor: not used here",
        "2:4: `*x` is an alias: not used here",
        "3:4: `!!str` is a tag: not used here",
        "4:1: the key `a` is repeated",
        "4:4: `!t` is a tag: not used here",
        "4:8: `*y` is an alias: not used here",
        "5:1: a key must be text",
        "6:1: `*x` is an alias: not used here",
        "7:5: a key must be text",
    ]


def test_what_leaves_the_rest_readable_can_be_collected() -> None:
    problems: list[Problem] = []
    parsed = parse("a: 1\na: 2\nb: *x\n", problems)
    assert parsed.data == {"a": "1", "b": None}
    assert [problem.line for problem in problems] == [2, 3]


UNPRINTABLE = "remove it, or write it as an escape between double quotes"


@either_parser
@pytest.mark.parametrize(
    ("text", "problem", "hint"),
    [
        ("a:\n\tb: c\n", "2:1: a tab cannot indent", "use spaces"),
        ("a: |\n\tb\n", "2:1: a tab cannot indent", "use spaces"),
        (
            "a: 1\nb: 2\na: 3\n",
            "3:1: the key `a` is repeated",
            "line 1 has it already: keep one of the two",
        ),
        (
            "a: *x\n",
            "1:4: `*x` is an alias: not used here",
            f"write the value out; text that starts with `*` {LITERAL_HINT}",
        ),
        (
            "- * item\n",
            "1:3: `*` cannot start a text",
            f"text that starts with `*` {LITERAL_HINT}",
        ),
        (
            "lead:\n  - '''Battle''' of\n",
            "2:18: the value before this has ended already",
            f"text that starts with `'''` {LITERAL_HINT}",
        ),
        (
            "place: [[Kyiv]], Ukraine\n",
            "1:16: the value before this has ended already",
            f"text that starts with `[[` {LITERAL_HINT}",
        ),
        (
            "- a\nb: c\n",
            "2:1: this fits neither the lines above nor its indentation",
            "align the keys of a mapping, and the `-` of a list",
        ),
        (
            "a: b: c\n",
            "1:5: a `: ` cannot be here",
            f"text with `: ` in it {LITERAL_HINT}; keys of one mapping are indented alike",
        ),
        (
            "a: b\nc\nd: e\n",
            "2:1: a `key:` was expected here",
            "write `key: value`, or indent this as far as the text it belongs to",
        ),
        (
            "a: 'b\nc: d\n",
            "1:4: the `'` that opens here is not closed",
            f"text that starts with `'` {LITERAL_HINT}",
        ),
        (
            "a: [b\nc: d\n",
            "1:4: the `[` that opens here is not closed, or a comma is missing in it",
            f"text that starts with `[` {LITERAL_HINT}",
        ),
        (
            "a: | text\n",
            "1:6: only `-`, `+` or a digit can follow `|` or `>` here",
            f"text that starts with `|` {LITERAL_HINT}",
        ),
        (
            "a: 1\n---\nb: 2\n",
            "2:1: a second document starts here",
            "one file holds one document",
        ),
        ("a: b\nc: \x07\n", "2:4: the character U+0007 cannot be in YAML", UNPRINTABLE),
        ("a: \ud800", "1:4: the character U+D800 cannot be in YAML", UNPRINTABLE),
        ("[" * 50_000, "1:101: nested more than 100 levels deep", ""),
        ("- " * 50_000, "1:201: nested more than 100 levels deep", ""),
    ],
    ids=lambda value: value[:24],
)
def test_what_is_wrong_and_what_to_do(text: str, problem: str, hint: str) -> None:
    [found] = problems_of(text)
    assert (f"{found.line}:{found.column}: {found.message}", found.hint) == (problem, hint)


@pytest.mark.parametrize("opener", ["{", "{a: ", "? ", "[\n", "&a [", "!t ["])
def test_bombs_of_any_kind_are_defused(opener: str) -> None:
    assert problems_of(opener * 50_000)


@given(st.text(NASTY + "ab", max_size=40))
def test_any_text_is_data_or_problems(text: str) -> None:
    try:
        parse(text)
    except ProblemError as error:
        assert all(problem.line for problem in error.problems)  # noqa: PT017


def test_what_messages_quote_is_short_and_printable() -> None:
    assert abbreviate("a\tb\n\ud800\u2028") == "a\\tb\\n\\uD800\\L"
    assert len(abbreviate("x" * 1000)) == 60
