"""Documents and metadata ⇄ YAML and JSON.

Writing walks the fields of the types, reading checks the data against the same types
(``validation``): a new kind of block needs no line here.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from pydantic import TypeAdapter

from wikibrief.model.document import Argument, Document, Section
from wikibrief.model.metadata import Metadata
from wikibrief.problems import LineMap, Problem, ProblemError, error
from wikibrief.yamlform.text import MAX_DEPTH, Data, Words, emit, parse, shown
from wikibrief.yamlform.validation import validate

__all__ = [
    "SCHEMA_FILE",
    "document_schema",
    "dump_json",
    "dump_schema",
    "dump_yaml",
    "load_json",
    "load_metadata",
    "load_yaml",
    "place_in_yaml",
    "to_data",
]

SCHEMA_FILE = "wikibrief.schema.json"
"""What the schema is called when nobody says otherwise: editors find it beside the YAML file."""

# ----------------------------------------------------------------------------------------- writing


def dump_yaml(document: Document, *, schema: str | None = None) -> str:
    """Write a document as YAML; ``schema`` is the address of its JSON Schema, for editors."""
    return emit(to_data(document), comment=f"yaml-language-server: $schema={schema or SCHEMA_FILE}")


def dump_json(document: Document) -> str:
    """Write a document as JSON: the same data as in YAML."""
    return f"{json.dumps(to_data(document), ensure_ascii=False, indent=2)}\n"


def to_data(document: Document) -> dict[str, Data]:
    """Turn a document into plain data: what stands in its YAML and JSON forms."""
    return _mapping(document, parent_level=1)


def _mapping(value: Any, parent_level: int) -> dict[str, Data]:  # noqa: ANN401  any dataclass
    cls: type = type(value)
    level = value.level if cls is Section else parent_level
    mapping: dict[str, Data] = {}
    for name, default in _defaults(cls).items():
        item = getattr(value, name)
        expected = parent_level + 1 if cls is Section and name == "level" else default
        if item != expected:
            mapping[name] = item if isinstance(item, str) else _data(item, level)
    if words := mapping.get(value.words):
        mapping[value.words] = Words(cast("list[Data]", words))
    return mapping


def _data(value: Any, level: int) -> Data:  # noqa: ANN401  any field's value
    if value is None or isinstance(value, (str, int)):
        data: Data = value
        return data
    if isinstance(value, tuple):
        if value and isinstance(value[0], Argument):
            return _arguments(value)
        return [item if isinstance(item, str) else _data(item, level) for item in value]
    mapping = _mapping(value, level)
    name: str | None = getattr(value, "shorthand", None)
    if name is None or len(mapping) > 1:
        return mapping
    if mapping:
        return mapping.get(name, mapping)
    short = getattr(value, name)
    return mapping if short is None else _data(short, level)


def _arguments(arguments: tuple[Argument, ...]) -> Data:
    """Make a mapping where one can hold them, else a list of texts and one-entry mappings."""
    named = {argument.name: argument.value for argument in arguments if argument.name is not None}
    if len(named) == len(arguments):
        return dict(named)
    return [
        argument.value if argument.name is None else {argument.name: argument.value}
        for argument in arguments
    ]


@cache
def _defaults(cls: type) -> Mapping[str, object]:
    """Field names in the order of writing, with the values that are left out."""
    defaults = {field.name: field.default for field in dataclasses.fields(cls)}
    if "kind" in defaults:  # first, and always: it says how to read the rest
        return {"kind": dataclasses.MISSING, **defaults} | {"kind": dataclasses.MISSING}
    return defaults


# ----------------------------------------------------------------------------------------- reading


def load_yaml(text: str) -> Document:
    """Read a document. Raises ``ProblemError`` with every error, each at its line and column."""
    problems: list[Problem] = []
    parsed = parse(text, problems)
    if parsed.data is None and not problems:
        raise ProblemError(_empty())
    return validate(Document, parsed.data, problems, parsed)


def place_in_yaml(text: str, path: Sequence[str | int]) -> tuple[int, int]:
    """Line and column of the value of a document that ``path`` leads to, or of what holds it.

    ``text`` is the document's YAML; a value may stand there in its short form.
    """
    parsed = parse(text, [])
    data, place = parsed.data, tuple[str | int, ...]()
    for step in path:
        if isinstance(data, dict) and isinstance(step, int):  # arguments as a mapping
            step = next(iter(list(data)[step:]), "")  # noqa: PLW2901
        is_there = (isinstance(data, dict) and step in data) or (
            isinstance(data, list) and isinstance(step, int) and step < len(data)
        )
        if is_there:
            data, place = data[step], (*place, step)  # type: ignore[index]
    return parsed.place(place)


def load_json(text: str) -> Document:
    """Read a document from JSON. Raises ``ProblemError``; errors in values name their path."""
    if not text.strip():
        raise ProblemError(_empty())
    problems: list[Problem] = []
    data = _parse_json(text.removeprefix("\ufeff"), problems)
    return validate(Document, data, problems)


def _empty() -> Problem:
    hint = "a document is a mapping with `title`, `infobox`, `lead`, `sections` …"
    return error("the file is empty", at=(1, 1), hint=hint)


def load_metadata(layers: Sequence[tuple[str, str]]) -> Metadata:
    """Merge YAML ``(file name, text)`` layers: what a later one says goes before, key by key.

    Raises ``ProblemError`` with every error of every layer, in its file, at its line and column.
    """
    merged: dict[str, Data] = {}
    problems: list[Problem] = []
    for file, text in layers:
        try:
            layer = _metadata_layer(text)
        except ProblemError as broken:
            problems += broken.in_file(file).problems
            continue
        for name, value in layer.items():
            below = merged.get(name)
            if isinstance(value, dict) and isinstance(below, dict):
                value = {**below, **value}  # noqa: PLW2901
            merged[name] = value
    if problems:
        raise ProblemError(problems)
    return validate(Metadata, merged)


def _metadata_layer(text: str) -> dict[str, Data]:
    """Read the data of one layer, which may be empty; it is valid by itself."""
    problems: list[Problem] = []
    parsed = parse(text, problems)
    data: Data = {} if parsed.data is None else parsed.data
    validate(Metadata, data, problems, parsed)  # takes out what is empty: it hides no layer below
    return data if isinstance(data, dict) else {}


_JSON_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
_JSON_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"  # a whole pair
    r"|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2}|[\uD800-\uDFFF])|\\."
)


def _parse_json(text: str, problems: list[Problem]) -> Data:
    """Read JSON, refusing what it would take: depth that breaks a recursion, half characters."""
    depth = 0
    for token in _JSON_TOKEN.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth > MAX_DEPTH:
            at = LineMap(text).place(token.start())
            raise ProblemError(error(f"nested more than {MAX_DEPTH} levels deep", at=at))
    for escape in _JSON_ESCAPE.finditer(text):
        if escape["half"]:
            at = LineMap(text).place(escape.start())
            raise ProblemError(error("half of a surrogate pair is no character", at=at))

    def mapping(pairs: list[tuple[str, Data]]) -> dict[str, Data]:
        seen: dict[str, Data] = {}
        for name, value in pairs:
            if name in seen:
                problems.append(error(f"the key `{shown(name)}` is repeated in one object"))
            seen.setdefault(name, value)
        return seen

    try:
        data: Data = json.loads(text, object_pairs_hook=mapping, parse_int=_json_number)
    except json.JSONDecodeError as broken:
        at = (broken.lineno, broken.colno)
        problems.append(error(f"this is not JSON: {broken.msg}", at=at))
        raise ProblemError(problems) from None
    return data


def _json_number(digits: str) -> int | float:
    """Read a whole number; one that is absurdly long is refused later, by its type."""
    return int(digits) if len(digits) < 20 else float(digits)


# ------------------------------------------------------------------------------------------ schema


@cache
def dump_schema() -> str:
    """Write the JSON Schema of the YAML form."""
    return f"{json.dumps(document_schema(), ensure_ascii=False, indent=2)}\n"


def document_schema() -> dict[str, object]:
    """Build the JSON Schema (2020-12) of the YAML form, as editors use it.

    Editors give plain ``1941`` or ``no`` their YAML types while the reader takes every scalar as
    text: so texts may also be numbers and truth values here.
    """
    schema: dict[str, Any] = _tidied(TypeAdapter(Document).json_schema())
    del schema["$defs"]["Section"]["properties"]["level"]["default"]  # it depends on the parent
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "wikibrief document",
        **schema,
    }


def _tidied(schema: Any) -> Any:  # noqa: ANN401  any JSON
    """Leave out titles that only repeat names, and make descriptions plain prose."""
    if isinstance(schema, list):
        return [_tidied(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    tidied = {
        name: _tidied(item)
        for name, item in schema.items()
        if not (name == "title" and isinstance(item, str))
    }
    if isinstance(text := tidied.get("description"), str):
        tidied["description"] = re.sub(r"(?<!\n)\n(?!\n)", " ", text.replace("``", "`"))
    if tidied.get("type") == "string" and not tidied.keys() & {"const", "enum"}:
        tidied["type"] = ["string", "number", "boolean"]
    return tidied
