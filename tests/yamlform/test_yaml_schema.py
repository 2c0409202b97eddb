"""The JSON Schemas explain every key, and accept what the reader accepts."""

from __future__ import annotations

import dataclasses
import json
import shutil
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from editor import complaints, data_in_editor, subschemas
from hypothesis import given
from jsonschema import Draft202012Validator
from strategies import documents

import wikibrief
from wikibrief.model.document import Document
from wikibrief.problems import ProblemError
from wikibrief.yamlform import schema as schemas
from wikibrief.yamlform.documents import dump_json, dump_yaml, load_yaml
from wikibrief.yamlform.metadata import load_metadata
from wikibrief.yamlform.schema import document_schema, dump_schema, metadata_schema

DOCUMENT, METADATA = document_schema(), metadata_schema()

each_schema = pytest.mark.parametrize("schema", [DOCUMENT, METADATA], ids=["document", "metadata"])


@each_schema
def test_a_schema_is_one(schema: dict[str, object]) -> None:
    Draft202012Validator.check_schema(schema)
    assert json.loads(dump_schema(metadata=schema == METADATA)) == schema
    assert "``" not in json.dumps(schema)


@each_schema
def test_every_key_is_explained(schema: dict[str, object]) -> None:
    keys = {
        name: key
        for part in subschemas(schema)
        if isinstance(properties := part.get("properties"), dict)
        for name, key in properties.items()
    }
    assert {
        name for name, key in keys.items() if not key.get("description", "").endswith(".")
    } == set()
    assert len(keys) > 10


@each_schema
def test_every_list_says_what_its_items_are(schema: dict[str, object]) -> None:
    lists = [part for part in subschemas(schema) if "array" in str(part.get("type"))]
    assert all("items" in part for part in lists)


def test_the_keys_are_in_the_order_of_writing() -> None:
    keys = ["title", "language", "preamble", "infobox", "lead", "sections", "references"]
    assert list(DOCUMENT["properties"]) == keys
    assert list(DOCUMENT["$defs"]["Rule"]["properties"]) == ["kind"]
    assert next(iter(DOCUMENT["$defs"]["Table"]["properties"])) == "kind"


@given(documents())
def test_what_is_dumped_is_valid(document: Document) -> None:
    assert complaints(DOCUMENT, json.loads(dump_json(document))) == []
    assert complaints(DOCUMENT, data_in_editor(dump_yaml(document))) == []


GOOD = """\
title:
language:
preamble:
infobox:
  name: 1984
  arguments:
    date: 1066
    place:
lead:
  - yes
  - kind: table
    caption:
    rows:
      - - a
        - 2000
        - header: b
      - attributes:
        cells:
          -
  - kind: figure
    file: a.jpg
    options:
    caption:
  - kind: bullet_list
    items:
      -
      - text:
        lists:
sections:
  - heading: 1941
    level:
    blocks:
"""


def test_editors_accept_numbers_as_texts_and_keys_left_empty() -> None:
    assert isinstance(load_yaml(GOOD), Document)
    assert complaints(DOCUMENT, data_in_editor(GOOD)) == []


@pytest.mark.parametrize(
    "text",
    [
        "titel: a",
        "lead: a",
        "lead: [{text: a}]",
        "lead: [{kind: pargraph}]",
        "lead: ['']",
        "lead: [{kind: raw}]",
        "lead: [{kind: raw, text: ''}]",
        "lead: [{kind: gap, lines: -2}]",
        "lead: [{kind: table, indent: 21}]",
        "lead: [{kind: table, rows: [[[a]]]}]",
        "lead: [{kind: table, rows: [a]}]",
        "lead: [{kind: table, rows: [[{txt: a}]]}]",
        "lead: [{kind: bullet_list}]",
        "lead: [{kind: bullet_list, items: [{lists: [a]}]}]",
        "lead: [{kind: bullet_list, items: [{lists: [{kind: rule}]}]}]",
        "infobox: {arguments: {a: b}}",
        "infobox: {name: a, arguments: {a: [b]}}",
        "infobox: {name: a, arguments: [{a: b, c: d}]}",
        "sections: [{level: 2}]",
        "sections: [{heading: a, level: 7}]",
    ],
)
def test_what_the_reader_refuses_editors_underline(text: str) -> None:
    with pytest.raises(ProblemError):
        load_yaml(text)
    assert complaints(DOCUMENT, data_in_editor(text))


@pytest.mark.parametrize(
    "text",
    [
        "titel: a",
        "marking: TLP:PINK",
        "language: not a tag",
        "source: {wiki: 'ftp://example.org/'}",
        "source: {licence_url: 'https://example.org/ x'}",
        "source: {nam: a}",
        "briefing: {date: 2025-02-30}",
        "briefing: {date: 20250230}",
        "briefing: today",
    ],
)
def test_what_is_refused_in_metadata_editors_underline(text: str) -> None:
    with pytest.raises(ProblemError):
        load_metadata([("a.meta.yaml", text)])
    assert complaints(METADATA, data_in_editor(text))


def test_editors_accept_all_metadata() -> None:
    text = dedent("""\
        title: a
        language: pt-BR
        marking:
        source:
          name:
          wiki: https://example.org/
          revision: 1066
        briefing:
          date: 2025-02-07
        """)
    assert load_metadata([("a.meta.yaml", text)]).title == "a"
    assert complaints(METADATA, data_in_editor(text)) == []
    assert complaints(METADATA, data_in_editor("briefing:\nsource:\n")) == []


def test_every_class_of_the_document_is_explained_to_editors() -> None:
    for name, part in DOCUMENT["$defs"].items():
        objects = [each for each in subschemas(part) if each.get("type") == "object"]
        assert all("description" in each for each in (part, *objects) if "properties" in each), name
    assert {field.name for field in dataclasses.fields(Document)} == {*DOCUMENT["properties"]}


CITED = """\
references:
  Kruijer:
    cite: journal
    title: Age of Jupiter
    last2: Kleine
    journal: PNAS
    volume: 114
    url: https://example.org/
    access-date:
    note: any other
  Hill: Hill, p. 12
  Berg:
    transclusion: Literatur
    Titel: Planeten
  Old:
    cite: scroll
    url: "{{archive|1}}"
"""


def test_editors_know_the_arguments_of_citations() -> None:
    assert complaints(DOCUMENT, data_in_editor(CITED)) == []
    wrong = CITED.replace("https://example.org/", "example.org")
    assert complaints(DOCUMENT, data_in_editor(wrong))
    _, citation, _ = DOCUMENT["$defs"]["Reference"]["anyOf"]
    kinds = [kind["const"] for kind in citation["properties"]["cite"]["anyOf"] if "const" in kind]
    assert {"web", "book", "journal", "news"} <= set(kinds)
    journal = next(
        part["then"]["properties"]
        for part in citation["allOf"]
        if part["if"]["properties"]["cite"]["const"] == "journal"
    )
    assert "title" in citation["properties"]
    assert {"journal", "volume", "pmid"} <= set(journal)
    assert "chapter" not in journal


@pytest.mark.parametrize("changed", ["model/document.py", "wiki/data/citations.toml"])
def test_kept_schemas_are_made_again_when_what_they_are_made_of_changes(
    changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "wikibrief"
    for name in ("model", "yamlform", "wiki"):
        shutil.copytree(Path(wikibrief.__file__).parent / name, package / name)
    kept = tmp_path / "schemas.json"
    monkeypatch.setattr(schemas, "_PACKAGE", package)
    monkeypatch.setattr(schemas, "_KEPT", kept)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    contents = []
    for addition in ("", "", "\n# changed\n"):
        (package / changed).write_bytes((package / changed).read_bytes() + addition.encode())
        schemas.dump_schemas.cache_clear()
        schemas.dump_schemas()
        contents.append(kept.read_bytes())
    schemas.dump_schemas.cache_clear()
    before, again, after = contents
    assert before == again != after
