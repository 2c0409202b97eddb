"""Documents and metadata ⇄ YAML and JSON: what is dumped loads, what is wrong is said in full."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import BLOCKS, documents

from wikibrief.markup.references.lifting import read
from wikibrief.model.document import (
    Argument,
    Block,
    Document,
    Gap,
    Infobox,
    Raw,
    Section,
    Table,
    Transclusion,
    kind_of,
)
from wikibrief.problems import ProblemError
from wikibrief.yamlform.data import Data
from wikibrief.yamlform.documents import (
    dump_json,
    dump_yaml,
    load_json,
    load_yaml,
    place_in_yaml,
    to_data,
)
from wikibrief.yamlform.emitter import emit
from wikibrief.yamlform.parser import LITERAL_HINT, parse
from wikibrief.yamlform.shapes import Kinds, shape_of

# --- the laws


@given(documents())
def test_a_dumped_document_loads_as_itself(document: Document) -> None:
    assert load_yaml(dump_yaml(document)) == document
    assert load_json(dump_json(document)) == document


@given(documents())
def test_dumping_is_stable(document: Document) -> None:
    text = dump_yaml(document)
    assert dump_yaml(load_yaml(text)) == text


@given(st.data())
def test_every_kind_of_block_has_a_strategy(data: st.DataObject) -> None:
    shape = shape_of(Block)
    assert isinstance(shape, Kinds)
    assert set(BLOCKS) == {"paragraph", *shape.classes}
    for kind, strategy in BLOCKS.items():
        assert kind_of(data.draw(strategy)) == kind


# --- the form

BATTLE = Document(
    title="Battle of Kyiv",
    preamble=(Raw("{{Hatnote}}\n"),),
    infobox=Infobox(
        "Infobox military conflict",
        (Argument("date", "2022"), Argument("place", "[[Kyiv]]"), Argument("partof", "")),
    ),
    lead=("The '''battle''' began.", "'''It''' ended."),
    sections=(
        Section("Background", 2, ("One.",), (Section("Early", 3), Section("Late", 5))),
        Section("Appendix", 1),
    ),
)

BATTLE_YAML = """\
# yaml-language-server: $schema=wikibrief.schema.json
title: Battle of Kyiv
preamble:
  - kind: raw
    text: |
      {{Hatnote}}
infobox:
  name: Infobox military conflict
  arguments:
    date: 2022
    place: "[[Kyiv]]"
    partof: ""
lead:
  - The '''battle''' began.
  - "'''It''' ended."
sections:
  - heading: Background
    blocks:
      - One.
    sections:
      - heading: Early
      - heading: Late
        level: 5
  - heading: Appendix
    level: 1
"""


def test_the_yaml_form_is_made_to_be_read() -> None:
    assert dump_yaml(BATTLE) == BATTLE_YAML
    assert load_yaml(BATTLE_YAML) == BATTLE


def test_json_holds_the_same_data() -> None:
    assert json.loads(dump_json(BATTLE)) == to_data(BATTLE) == parse_levels(BATTLE_YAML)


def parse_levels(text: str) -> Data:
    """The data of YAML, with levels as the numbers they are."""

    def typed(data: Data) -> Data:
        if isinstance(data, dict):
            return {
                name: int(str(item)) if name == "level" else typed(item)
                for name, item in data.items()
            }
        return [typed(item) for item in data] if isinstance(data, list) else data

    return typed(parse(text).data)


def test_the_schema_can_be_anywhere() -> None:
    text = dump_yaml(Document(), schema="https://example.org/schema.json")
    assert text == "# yaml-language-server: $schema=https://example.org/schema.json\n{}\n"


@pytest.mark.parametrize(
    ("arguments", "data"),
    [
        ((Argument("b", "1"), Argument("a", "2")), {"b": "1", "a": "2"}),
        ((Argument(None, "1"), Argument("a", "2")), ["1", {"a": "2"}]),
        ((Argument("a", "1"), Argument("a", "2")), [{"a": "1"}, {"a": "2"}]),
    ],
    ids=["named", "positional", "repeated"],
)
def test_arguments_are_a_mapping_where_they_can_be(
    arguments: tuple[Argument, ...], data: Data
) -> None:
    document = Document(infobox=Infobox("x", arguments))
    assert to_data(document) == {"infobox": {"name": "x", "arguments": data}}


def test_what_is_empty_is_absent_but_an_argument_is_an_empty_text() -> None:
    text = "title:\nlead:\ninfobox:\n  name: x\n  arguments:\n    a:\n    b: ''\nsections:\n"
    arguments = (Argument("a", ""), Argument("b", ""))
    assert load_yaml(text) == Document(infobox=Infobox("x", arguments))
    in_list = "infobox:\n  name: x\n  arguments:\n    -\n    - a:\n"
    arguments = (Argument(None, ""), Argument("a", ""))
    assert load_yaml(in_list) == Document(infobox=Infobox("x", arguments))


# --- what is wrong


def errors_of(load: Callable[[str], object], text: str) -> list[str]:
    """Each problem as ``line:column: message | hint``."""
    with pytest.raises(ProblemError) as raised:
        load(text)
    return [
        f"{found.line}:{found.column}: {found.message}" + (f" | {found.hint}" if found.hint else "")
        for found in raised.value.problems
    ]


TEXT_HINT = f"text that starts with `[` or `{{`, or has `: ` in it, {LITERAL_HINT}"
LIST_HINT = "put `- ` before each item, on lines of their own"
EMPTY_HINT = "a document is a mapping with `title`, `infobox`, `lead`, `sections` …"
NO_BLOCK = "must be text or a mapping with a `kind`"
NO_LEVEL = "`level` must be a whole number from 1 to 6"
NOT_DEEPER = "`level` must be greater than that of the section around it"
KINDS = ", ".join(
    f"`{kind}`" for kind in sorted(BLOCKS, key=lambda kind: (kind == "paragraph", kind))
)


def test_every_error_of_a_document_is_found_at_once() -> None:
    text = dedent("""\
        titel: x
        title: [[Kyiv]]
        lead: One paragraph.
        lead:
        infobox:
          arguments:
            date: {{date}}
        sections:
          - heading:
            blocks:
              - Note: this
        """)
    assert errors_of(load_yaml, text) == [
        "1:1: unknown key `titel` | did you mean `title`?",
        f"2:8: `title` must be text, found a list | {TEXT_HINT}",
        f"3:7: `lead` must be a list, found text | {LIST_HINT}",
        "4:1: the key `lead` is repeated | line 3 has it already: keep one of the two",
        "6:3: `name` is missing in `infobox`",
        f"7:11: `date` must be text, found a mapping | {TEXT_HINT}",
        f"7:12: a key must be text | text that starts with `{{` {LITERAL_HINT}",
        "9:5: `heading` is missing in item 1 of `sections`",
        f"11:9: item 1 of `blocks` must be text or have a `kind` | {TEXT_HINT}",
    ]


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        ("", [f"1:1: the file is empty | {EMPTY_HINT}"]),
        ("- a", ["1:1: the file must be a mapping, found a list"]),
        ("text", ["1:1: the file must be a mapping, found text"]),
        ("[" * 50_000, ["1:101: nested more than 100 levels deep"]),
        ("lead:\n\t- a", ["2:1: a tab cannot indent | use spaces"]),
        (
            "title: a\n---\ntitle: b",
            ["2:1: a second document starts here | one file holds one document"],
        ),
    ],
    ids=["empty", "list", "text", "brackets", "tabs", "two documents"],
)
def test_a_file_that_is_no_document(text: str, errors: list[str]) -> None:
    assert errors_of(load_yaml, text) == errors


def test_errors_in_blocks() -> None:
    text = dedent("""\
        lead:
          - kind: rwa
            text: x
          - kind: zzz
          - kind: raw
            txt: x
          - kind: [raw]
          - [[Link]]
          -
          - ''
          - kind: raw
            text: ''
        """)
    assert errors_of(load_yaml, text) == [
        "2:5: item 1 of `lead` has an unknown `kind`: `rwa` | did you mean `raw`?",
        f"4:5: item 2 of `lead` has an unknown `kind`: `zzz` | known: {KINDS}",
        "5:5: `text` is missing in item 3 of `lead`",
        "6:5: unknown key `txt` in item 3 of `lead` | did you mean `text`?",
        f"7:5: item 4 of `lead` has an unknown `kind`: a list | known: {KINDS}",
        f"8:5: item 5 of `lead` {NO_BLOCK}, found a list | {TEXT_HINT}",
        f"9:4: item 6 of `lead` {NO_BLOCK}, found nothing",
        "10:5: item 7 of `lead` must be text that is not empty, found an empty text",
        "12:11: `text` must be text that is not empty, found an empty text",
    ]


def test_a_kind_where_there_are_no_kinds_is_an_unknown_key_like_others() -> None:
    known = "known: `title`, `language`, `preamble`, `infobox`, `lead`, `sections`, `references`"
    assert errors_of(load_yaml, "kind: x\nx: y") == [
        f"1:1: unknown key `kind` | {known}",
        f"2:1: unknown key `x` | {known}",
    ]


def test_errors_in_arguments() -> None:
    text = dedent("""\
        infobox:
          name: x
          arguments:
            - a
            - b: c
              d: e
            - [f]
            - value: [g]
            - raw: {}
        """)
    assert errors_of(load_yaml, text) == [
        "5:7: item 2 of `arguments` must be text or one `name: value`, found a mapping",
        "7:7: item 3 of `arguments` must be text or one `name: value`, found a list",
        f"8:14: `value` must be text, found a list | {TEXT_HINT}",
        f"9:12: `raw` must be text, found a mapping | {TEXT_HINT}",
    ]
    assert errors_of(load_yaml, "infobox: {name: x, arguments: y}") == [
        "1:31: `arguments` must be a mapping or a list, found text"
    ]


def test_levels_of_sections() -> None:
    text = dedent("""\
        sections:
          - heading: a
            level: deep
          - heading: b
            level: 7
          - heading: c
            level: 4
            sections:
              - heading: d
                level: 4
              - heading: e
                sections:
                  - heading: f
                    sections:
                      - heading: g
        """)
    assert errors_of(load_yaml, text) == [
        f"3:12: {NO_LEVEL}, found `deep`",
        f"5:12: {NO_LEVEL}, found `7`",
        f"10:16: {NOT_DEEPER} (4), found `4` | leave it out for the next level",
        "15:17: nested too deeply: headings have 6 levels",
    ]


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        ("[1,", ["1:4: this is not JSON: Expecting value"]),
        ("[" * 50_000, ["1:101: nested more than 100 levels deep"]),
        ('{"a":\n' * 50_000, ["101:1: nested more than 100 levels deep"]),
        (
            '{"lead": [\n"\\ud83d\\ude00 \\ud83d"]}',
            ["2:15: half of a surrogate pair is no character"],
        ),
        ('{"lead": 3}', ["1:10: `lead` must be a list, found `3`"]),
        (
            '{"lead": [{"kind": "raw", "text": NaN}], "title": "a", "title": "b"}',
            [
                "1:35: `text` must be text, found `NaN`",
                "1:56: the key `title` is repeated in one object",
            ],
        ),
        (
            '{"lead": ["a: \\"b\\": {", "title"], "references": {"b": "x",\n "\\u0062" : "y"}}',
            ["2:2: the key `b` is repeated in one object"],
        ),
        (
            '{"sections": [{"heading": "a", "level": %s}]}' % ("9" * 5000),
            [f"1:41: {NO_LEVEL}, found `Infinity`"],
        ),
        (
            '{"title": [",", {}],\n"lead": [{"kind": "raw", "txt": "}"}]}',
            [
                "1:11: `title` must be text, found a list",
                "2:10: `text` is missing in item 1 of `lead`",
                "2:26: unknown key `txt` in item 1 of `lead` | did you mean `text`?",
            ],
        ),
        (
            '{"title": "a",\n"lead": [{"kind": "rule"}, "a<ref X/>"]}',
            [
                (
                    "2:30: there is no reference `X` | define `X` under `references`, "
                    "or write `<ref /X/>` for these characters"
                )
            ],
        ),
    ],
    ids=[
        "cut",
        "brackets",
        "braces",
        "surrogate",
        "type",
        "several",
        "repeated",
        "number",
        "keys",
        "mark",
    ],
)
def test_errors_in_json(text: str, errors: list[str]) -> None:
    assert errors_of(load_json, text) == errors


def test_braces_in_json_texts_do_not_nest() -> None:
    document = Document(lead=("[" * 500 + '"{\\', "\\ud800"))
    assert load_json(dump_json(document)) == document


KEYS = st.sampled_from(
    "title infobox name arguments lead sections heading level blocks kind text value x".split()
)
SCALARS = st.none() | st.sampled_from(["", "raw", "paragraph", "2", "name", "x"])
ANY_DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, ANY_DATA, max_size=4))
def test_any_data_is_a_document_or_problems_with_places(data: dict[str, Data]) -> None:
    for load, text in ((load_yaml, emit(data)), (load_json, json.dumps(data))):
        try:
            assert isinstance(load(text), Document)
        except ProblemError as error:
            assert load is load_json or all(found.line for found in error.problems)  # noqa: PT017


# --- short forms


@pytest.mark.parametrize(
    ("wikitext", "text"),
    [
        ("{{clear}}", '"{{clear}}"'),
        ("{{Main|Tessit|Gao}}", '"{{Main|Tessit|Gao}}"'),
        ("{{Coord|1|N|display=title}}", '"{{Coord|1|N|display=title}}"'),
        ("{{Main| [[Gao|b=c]] {{a|b}} }}", '"{{Main| [[Gao|b=c]] {{a|b}} }}"'),
        ("{{Chart|a=1|b=2|a=}}", "{{Chart}}"),
        ("{{Quote|text=They left.}}", "{{Quote}}"),
        ("{{Quote|" + "Left. " * 99 + "}}", "|-\n    {{Quote|" + "Left. " * 99 + "}}"),
        ("{{Quote|" + "They left. " * 7 + "|a=b}}", "{{Quote}}"),
        ("{{Quote|They<br>left.<ref>Lee</ref>}}", '"{{Quote|They<br>left.<ref>Lee</ref>}}"'),
        ("{{Quote|They<div>left.</div>}}", "{{Quote}}"),
        ("{{Quote|They\nleft.}}", "{{Quote}}"),
        ("They left.\n{{cn|date=May}}", "|-\n    They left.\n    {{cn|date=May}}"),
        ("{{a}}\n{{b}}\nThey left.", '"{{a}}"\n  - |-\n    {{b}}\n    They left.'),
        ("{{a}}\nThey left.\n\nThey came.", "|-\n    {{a}}\n    They left.\n  - They came."),
    ],
)
def test_a_short_transclusion_is_a_line_of_text(wikitext: str, text: str) -> None:
    document = read(wikitext)
    dumped = dump_yaml(document).partition("lead:\n  - ")[2]
    assert dumped == f"{text}\n" or (text not in dumped and "kind: transclusion" in dumped)
    assert load_yaml(dump_yaml(document)) == document


ONE: tuple[Block, ...] = ("One.", Gap(0), Transclusion("a"))


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("{{a}}", (Transclusion("a"),)),
        ("{{a}}\n{{b}}", (Transclusion("a"), Transclusion("b"))),
        ("{{a}}\n\n{{b}}", (Transclusion("a"), Transclusion("b"))),
        ("\n{{a}}\n", (Transclusion("a"),)),
        ("One.\n{{a}}\n\n{{b}}\nTwo.", (*ONE, Transclusion("b"), Gap(0), "Two.")),
        ("One.\n\n{{a}}\n\nTwo.", ("One.", Transclusion("a"), "Two.")),
        ("One.\n{{a}}\nTwo.", ("One.", Gap(0), Transclusion("a"), Gap(0), "Two.")),
        ("One [[a\n{{b}}\nc]]", ("One [[a\n{{b}}\nc]]",)),
        (
            "{{a|b<ref name=c/>|{{d|<br>}}}}\nOne.",
            (
                Transclusion("a", (Argument(None, "b<ref name=c/>"), Argument(None, "{{d|<br>}}"))),
                Gap(0),
                "One.",
            ),
        ),
        ("{{a|<math>b</math>}}\nOne.", ("{{a|<math>b</math>}}\nOne.",)),
        ("{{a", ("{{a",)),
    ],
)
def test_lines_of_a_text_that_are_transclusions(text: str, blocks: tuple[Block, ...]) -> None:
    assert load_yaml(emit({"lead": [text]})).lead == blocks


ROWS = """\
# yaml-language-server: $schema=wikibrief.schema.json
lead:
  - kind: table
    rows:
      - headers: [Year, "Side, other", "What?"]
      - [1066, {text: "[[Kent]]", attributes: rowspan="2"}, "", 0.5]
      - [007, -3, 1.50, "{{a|b}}"]
      - - a cell that has a text so long that nobody would want to see it on a line with others
        - and another one, which is not on it, so that each of them has a line
        - {text: and one that spans, attributes: rowspan="2"}
        - header: the last
      - attributes: class="x"
        headers: [only]
"""


def test_cells_are_on_the_line_of_their_row_where_they_fit() -> None:
    document = load_yaml(ROWS)
    text = ROWS.replace("[007, -3, 1.50,", '["007", -3, "1.50",')
    assert dump_yaml(document) == text
    assert json.loads(dump_json(document)) == to_data(document)
    table = document.lead[0]
    assert isinstance(table, Table)
    assert [cell.header for cell in table.rows[0].cells] == ["Year", "Side, other", "What?"]
    assert table.rows[2].cells[1].text == "-3"


def test_long_forms_are_read_as_well() -> None:
    text = dedent("""\
        lead:
          - kind: table
            rows:
              - - header: Year
                - header: Side
              - cells:
                  - "1066"
                  - Kent
          - kind: transclusion
            name: Main
            arguments: [Tessit]
          - kind: gap
            lines: 0
          - kind: paragraph
            text: They left.
        """)
    short = dedent("""\
        # yaml-language-server: $schema=wikibrief.schema.json
        lead:
          - kind: table
            rows:
              - headers: [Year, Side]
              - [1066, Kent]
          - |-
            {{Main|Tessit}}
            They left.
        """)
    assert dump_yaml(load_yaml(text)) == short


def test_a_row_has_cells_or_headers() -> None:
    text = "lead: [{kind: table, rows: [{cells: [a], headers: [b]}, {headers: [[c]]}]}]"
    assert errors_of(load_yaml, text) == [
        "1:51: a row has `cells` or `headers`, not both | give a cell its own `header`",
        f"1:68: item 1 of `headers` must be text, found a list | {TEXT_HINT}",
    ]


def test_a_cell_is_a_header_or_not() -> None:
    text = "lead: [{kind: table, rows: [{cells: [{header: a, text: b}]}]}]"
    hint = "a header cell has its text under `header` alone"
    assert errors_of(load_yaml, text) == [f"1:56: a cell has `text` or `header`, not both | {hint}"]


def test_places_of_blocks_that_are_lines_of_a_text() -> None:
    text = dedent("""\
        lead:
          - |-
            {{a}}
            One.
          - Two.
          - kind: table
            rows:
              - headers: [a, b]
        """)
    places = [place_in_yaml(text, ("lead", at)) for at in range(5)]
    assert places == [(2, 5), (2, 5), (2, 5), (5, 5), (6, 5)]
    assert place_in_yaml(text, ("lead", 4, "rows", 0, "cells", 1, "header")) == (8, 22)


def test_hostile_lines_take_no_more_steps_than_there_are_characters() -> None:
    for text in ("{{a}}\nb\n" * 20_000, "{{" * 50_000, "{{a|" * 50_000, "{{a" + "|b=" * 50_000):
        document = Document(lead=(text,))
        assert load_yaml(dump_yaml(document)) == document
    run: Sequence[Block] = (Gap(0), Transclusion("a"), Gap(0), "b") * 20_000
    document = Document(lead=("b", *run))
    assert load_yaml(dump_yaml(document)) == document
