"""Comments in YAML survive when a newer document is written over them."""

from __future__ import annotations

import re
from dataclasses import replace
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import blocks, documents

from wikibrief.model.document import Document
from wikibrief.yamlform.comments import keep_comments
from wikibrief.yamlform.documents import dump_yaml, load_yaml
from wikibrief.yamlform.parser import parse
from wikibrief.yamlform.schema import SCHEMA_FILE

SCHEMA = f"# yaml-language-server: $schema={SCHEMA_FILE}\n"
COMMENTS = st.text(" #ab:-{é", max_size=6).map(lambda text: f"#{text}".rstrip())


def kept(old: str, new: str) -> str:
    text, problems = keep_comments(dedent(old), dedent(new))
    assert problems == []
    return text


@st.composite
def commented(draw: st.DrawFn, document: Document) -> str:
    """A document's YAML with comments before some of its lines, indented like them."""
    text = dump_yaml(document)
    inside = parse(text).spans
    lines, offset = [], 0
    for line in text.splitlines(keepends=True):
        if not any(start < offset < end for start, end in inside) and draw(st.booleans()):
            indent = re.match(" *", line)
            lines.append(f"{indent[0] if indent else ''}{draw(COMMENTS)}\n")
        lines.append(line)
        offset += len(line)
    return "".join([*lines, f"{draw(COMMENTS)}\n"])


@settings(max_examples=50)
@given(st.data())
def test_nothing_moves_when_nothing_changed(data: st.DataObject) -> None:
    document = data.draw(documents().filter(lambda made: made != Document()))
    old = data.draw(commented(document))
    text, problems = keep_comments(old, dump_yaml(document))
    assert sorted(text.splitlines()) == sorted(old.splitlines())
    assert without_top(text) == without_top(old)
    assert problems == []


def without_top(text: str) -> str:
    """What follows the first lines: a comment above the schema's line goes below it."""
    return re.sub(r"\A(#.*\n)+", "", text)


@settings(max_examples=50)
@given(st.data())
def test_every_comment_is_kept_or_reported_and_the_document_stays(data: st.DataObject) -> None:
    before = data.draw(documents())
    old = data.draw(commented(before))
    lead = (*data.draw(blocks(2)), *before.lead[1:])
    document = replace(before, title="A", infobox=None, lead=lead, sections=before.sections[1:])
    text, problems = keep_comments(old, dump_yaml(document))
    assert load_yaml(text) == document
    assert count_comments(text) + len(problems) == count_comments(old)


def count_comments(text: str) -> int:
    spans = parse(text).spans
    places = [match.start() for match in re.finditer("^ *#", text, re.MULTILINE)]
    return sum(not any(start < at < end for start, end in spans) for at in places)


def test_a_comment_goes_with_its_paragraph() -> None:
    old = """\
        lead:
          - One.
          # ask Amadou about this
          - Two.
        """
    new = """\
        lead:
          - One.
          - One and a half.
          - Two.
        """
    assert kept(old, new) == dedent("""\
        lead:
          - One.
          - One and a half.
          # ask Amadou about this
          - Two.
        """)


def test_a_comment_stays_where_its_value_was_edited() -> None:
    old = "title: A\nlead:\n  # check the number\n  - 34 people were killed.\n"
    new = "title: A\nlead:\n  - New.\n  - 36 people were killed.\n"
    assert kept(old, new) == (
        "title: A\nlead:\n  - New.\n  # check the number\n  - 36 people were killed.\n"
    )


def test_a_comment_goes_with_a_paragraph_that_was_moved() -> None:
    old = "lead:\n  # mine\n  - One.\n  - Two, which is longer.\n"
    new = "lead:\n  - Two, which is longer.\n  - One.\n"
    assert kept(old, new) == "lead:\n  - Two, which is longer.\n  # mine\n  - One.\n"


def test_a_comment_deep_in_a_section_goes_with_its_section() -> None:
    old = """\
        sections:
          - heading: Attack
            blocks:
              # two sources
              - Gunmen came.
        """
    new = """\
        sections:
          - heading: Background
            blocks:
              - Tessit lies in Mali.
          - heading: Attack
            blocks:
              - It was dawn.
              - Gunmen came.
        """
    assert kept(old, new) == dedent("""\
        sections:
          - heading: Background
            blocks:
              - Tessit lies in Mali.
          - heading: Attack
            blocks:
              - It was dawn.
              # two sources
              - Gunmen came.
        """)


def test_comments_take_the_indentation_of_the_line_they_stand_before() -> None:
    old = "infobox:\n# one\n      # two\n    name: A\n    # three\nlead:\n- B\n   # four\n"
    new = "infobox:\n  name: A\nlead:\n  - B\n"
    assert (
        kept(old, new) == "infobox:\n  # one\n  # two\n  name: A\n# three\nlead:\n  - B\n# four\n"
    )


def test_lines_of_a_text_are_no_comments() -> None:
    old = 'lead:\n  - |-\n    # one\n    two\n  # three\n  - "four\n    # five"\n'
    new = "lead:\n  - |-\n    # one\n    two\n  - four # five\n"
    assert kept(old, new) == "lead:\n  - |-\n    # one\n    two\n  # three\n  - four # five\n"


def test_a_comment_between_a_key_and_its_text_goes_before_the_key() -> None:
    assert kept("title:\n  # b\n  A\nlanguage: fr\n", "title: A\nlanguage: fr\n") == (
        "# b\ntitle: A\nlanguage: fr\n"
    )


def test_a_comment_at_the_end_of_a_line_goes_before_it() -> None:
    old = """
    title: A # b
    lead: # c
      - kind: quote # d
        text: | # e
          # no comment
      - "f # no comment" # g
      - h#i
    """
    new = """
    title: A
    lead:
      - kind: quote
        text: |
          # no comment
      - f # no comment
      - h#i
    """
    assert kept(old, new) == dedent("""
    # b
    title: A
    # c
    lead:
      # d
      - kind: quote
        # e
        text: |
          # no comment
      # g
      - f # no comment
      - h#i
    """)


def test_what_is_above_everything_stays_there() -> None:
    old = f"# Amadou's file\n{SCHEMA}# do not touch\ntitle: A\n"
    assert kept(old, f"{SCHEMA}lead:\n  - B\n") == (
        f"{SCHEMA}# Amadou's file\n# do not touch\nlead:\n  - B\n"
    )


def test_comments_of_a_file_without_a_document_are_kept() -> None:
    assert kept("# soon\n", "title: A\n") == "title: A\n# soon\n"


def test_line_ends_of_windows_are_read() -> None:
    assert kept("title: A\r\n# b\r\nlead:\r\n- C\r\n", "lead:\n  - C\n") == "# b\nlead:\n  - C\n"


@pytest.mark.parametrize("value", ["|-\n  a", "|+\n  a\n\n", '"a\n  b"', "a\n  b", "[a,\n  b]"])
def test_a_comment_after_a_text_of_any_style_is_one(value: str) -> None:
    old = f"one: {value}\n# c\ntwo: d\n"
    assert keep_comments(old, "two: d\n") == ("# c\ntwo: d\n", [])


def test_what_has_no_place_any_more_is_reported() -> None:
    text, [problem] = keep_comments("title: A\nlead:\n  # why?\n  - B\n", "title: A\n")
    assert text == "title: A\n"
    assert str(problem) == ("-:3:3: warning: the comment “# why?” is not kept: its value is gone")


def test_a_file_that_is_not_yaml_is_reported_if_it_has_comments() -> None:
    text, [problem] = keep_comments("a: [\n# b\n", "title: A\n")
    assert text == "title: A\n"
    assert problem.message.startswith("the old text is not YAML, so its comments are not kept")
    assert keep_comments("a: [\n", "title: A\n") == ("title: A\n", [])


def test_comments_stay_where_values_get_their_short_forms() -> None:
    old = dedent("""\
        lead:
          # hatnote
          - kind: transclusion
            name: Main
            arguments: [Tessit]
          - They left.
          - kind: table
            rows:
              # years
              - - header: Year
                - header: Side
              - - "1066"
                # who
                - Kent
        """)
    text, problems = keep_comments(old, dump_yaml(load_yaml(old)))
    assert problems == []
    assert text.partition("\n")[2] == dedent("""\
        lead:
          # hatnote
          - "{{Main|Tessit}}"
          - They left.
          - kind: table
            rows:
              # years
              - headers: [Year, Side]
              # who
              - [1066, Kent]
        """)
