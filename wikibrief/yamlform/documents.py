"""Documents ⇄ YAML and JSON.

Writing walks the fields of the types, reading checks the data against the same types
(``validation``): a new kind of block needs no line here.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, cast

from wikibrief.model.document import Argument, Citation, Document, Reference, Row, Section
from wikibrief.model.garbage import no_garbage
from wikibrief.problems import Problem, ProblemError, error
from wikibrief.yamlform.data import Data
from wikibrief.yamlform.emitter import FlowList, emit
from wikibrief.yamlform.jsonparser import JsonPlaces, parse_json
from wikibrief.yamlform.lines import fold
from wikibrief.yamlform.parser import parse
from wikibrief.yamlform.places import locate
from wikibrief.yamlform.schema import SCHEMA_FILE
from wikibrief.yamlform.shapes import (
    BLOCKS,
    CITE,
    HEADERS,
    LINES,
    SHORTHANDS,
    TRANSCLUSION,
    fields_of,
)
from wikibrief.yamlform.validation import validate

__all__ = [
    "dump_json",
    "dump_yaml",
    "load_json",
    "load_yaml",
    "place_in_yaml",
    "places_in_json",
    "places_in_yaml",
    "to_data",
]

# ----------------------------------------------------------------------------------------- writing


def dump_yaml(document: Document, *, schema: str | None = None) -> str:
    """Write a document as YAML; ``schema`` is the address of its JSON Schema, for editors."""
    return _dump_yaml(_Same(document), schema or SCHEMA_FILE)


class _Same:
    """A document that is the same as itself alone: to compare all that two say takes longer."""

    __slots__ = ("document",)

    def __init__(self, document: Document) -> None:
        self.document = document

    def __hash__(self) -> int:
        return id(self.document)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.document is self.document


@lru_cache(maxsize=1)  # a build needs it several times, one after the other
def _dump_yaml(same: _Same, schema: str) -> str:
    comment = f"yaml-language-server: $schema={schema}"
    with no_garbage():
        return emit(to_data(same.document), comment=comment, texts_only=True)


def dump_json(document: Document) -> str:
    """Write a document as JSON: the same data as in YAML."""
    return f"{json.dumps(to_data(document), ensure_ascii=False, indent=2)}\n"


def to_data(document: Document) -> dict[str, Data]:
    """Turn a document into plain data: what its YAML and JSON forms hold."""
    return _make_mapping(document, parent_level=1)


def _make_mapping(value: Any, parent_level: int) -> dict[str, Data]:  # noqa: ANN401  any dataclass
    cls: type = type(value)
    level = value.level if cls is Section else parent_level
    mapping: dict[str, Data] = {}
    for name, default in _defaults(cls):
        item = getattr(value, name)
        if item is default or item == default:
            continue
        if isinstance(item, str):
            mapping[name] = item
        elif name in BLOCKS:
            mapping[name] = [
                each if type(each) is str else _make_data(each, level) for each in fold(item)
            ]
        else:
            mapping[name] = _make_data(item, level)
            if name in LINES:
                mapping[name] = FlowList(cast("list[Data]", mapping[name]))
    if cls is Section and level == parent_level + 1:
        del mapping["level"]
    if cls is Row and "cells" in mapping:
        return _with_headers(mapping)
    return mapping


def _with_headers(row: dict[str, Data]) -> dict[str, Data]:
    """The mapping of a row, its cells under a key of their own if all they have is a header."""
    cells = cast("FlowList", row["cells"])
    texts = [
        cell["header"] for cell in cells if isinstance(cell, dict) and cell.keys() == {"header"}
    ]
    if len(texts) < len(cells):
        return row
    names = {"cells": HEADERS}
    return {
        names.get(name, name): value for name, value in (row | {"cells": FlowList(texts)}).items()
    }


def _make_data(value: Any, level: int) -> Data:  # noqa: ANN401  any field's value
    if value is None or isinstance(value, (str, int)):
        data: Data = value
        return data
    if isinstance(value, tuple):
        if value and isinstance(value[0], Argument):
            return _make_arguments(value)
        if value and isinstance(value[0], Reference):
            return {each.key: _make_content(each.content) for each in value}
        return [item if isinstance(item, str) else _make_data(item, level) for item in value]
    cls: type = type(value)
    name = SHORTHANDS.get(cls)
    if name is None:
        return _make_mapping(value, level)
    short = getattr(value, name)
    get_others, usual = _others(cls, name)
    if get_others(value) != usual or short is None:
        return _make_mapping(value, level)
    if isinstance(short, str):
        return short
    mapping = _make_mapping(value, level)
    return mapping.get(name, mapping) if mapping else _make_data(short, level)


def _make_arguments(arguments: tuple[Argument, ...]) -> Data:
    """Make a mapping where one can hold them, else a list of texts and one-entry mappings."""
    named = {argument.name: argument.value for argument in arguments if argument.name is not None}
    if len(named) == len(arguments):
        return dict(named)
    return [
        argument.value if argument.name is None else {argument.name: argument.value}
        for argument in arguments
    ]


def _make_content(content: str | Citation) -> Data:
    if isinstance(content, str):
        return content
    is_cite = content.name.startswith(f"{CITE} ")
    head = {CITE: content.name[len(CITE) + 1 :]} if is_cite else {TRANSCLUSION: content.name}
    return {**head, **{str(each.name): each.value for each in content.arguments}}


@cache
def _others(cls: type, name: str) -> tuple[Callable[[object], object], object]:
    """What gets the fields besides ``name``, and what it gets where they say nothing."""
    others = [(each, field.default) for each, field in fields_of(cls).items() if each != name]
    names, usual = zip(*others, strict=True)
    return attrgetter(*names), usual if len(usual) > 1 else usual[0]


@cache
def _defaults(cls: type) -> Sequence[tuple[str, object]]:
    """Field names in the order of writing, with the values that are left out: never a ``kind``.

    Nor a section's level, which is left out where it follows from that of its parent.
    """
    kept = {"kind", "level"} if cls is Section else {"kind"}
    return [
        (name, dataclasses.MISSING if name in kept else field.default)
        for name, field in fields_of(cls).items()
    ]


# ----------------------------------------------------------------------------------------- reading


def load_yaml(text: str) -> Document:
    """Read a document. Raises ``ProblemError`` with every error, each at its line and column."""
    problems: list[Problem] = []
    parsed = parse(text, problems)
    if parsed.data is None and not problems:
        raise _refuse_empty()
    return validate(Document, parsed.data, problems, parsed)


def place_in_yaml(text: str, path: Sequence[str | int]) -> tuple[int, int]:
    """Return line and column of the value that ``path`` leads to, or of what holds it.

    ``text`` is a document's YAML, where a value may have its short form.
    """
    return places_in_yaml(text)(path)


def places_in_yaml(text: str) -> Callable[[Sequence[str | int]], tuple[int, int]]:
    """Return what finds the places of many values; it parses the text once, if it is asked."""
    parsed = cache(lambda: parse(text, []))
    return lambda path: parsed().place(locate(parsed().data, path))


def load_json(text: str) -> Document:
    """Read a document from JSON. Raises ``ProblemError`` as ``load_yaml`` does."""
    if not text.strip():
        raise _refuse_empty()
    problems: list[Problem] = []
    text = text.removeprefix("\ufeff")
    return validate(Document, parse_json(text, problems), problems, JsonPlaces(text))


def places_in_json(text: str) -> Callable[[Sequence[str | int]], tuple[int, int]]:
    """Return what finds the places of many values, as ``places_in_yaml`` does."""
    text = text.removeprefix("\ufeff")
    places = JsonPlaces(text)
    data = cache(lambda: parse_json(text, []))
    return lambda path: places.place(locate(data(), path))


def _refuse_empty() -> ProblemError:
    hint = "a document is a mapping with `title`, `infobox`, `lead`, `sections` …"
    return ProblemError(error("the file is empty", at=(1, 1), hint=hint, code="empty-source"))
