"""The JSON Schemas of documents and metadata, for editors that explain, check and complete.

They come out of the types: shapes say what a value may be, the docstrings of classes and fields
what it means.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

from wikibrief import keeping
from wikibrief.model.document import Citation, Document, Reference
from wikibrief.model.metadata import Metadata
from wikibrief.wiki.citations import ADDRESS, ADDRESSES, read_style
from wikibrief.yamlform.shapes import (
    CITE,
    HEADERS,
    SHORTHANDS,
    TRANSCLUSION,
    Anything,
    ArgumentList,
    Choice,
    Day,
    Field,
    Kinds,
    ListOf,
    MappingOf,
    RecordOf,
    ReferenceMap,
    Shape,
    Text,
    WholeNumber,
    fields_of,
    keys_of,
)

__all__ = [
    "METADATA_SCHEMA_FILE",
    "SCHEMA_FILE",
    "document_schema",
    "dump_schema",
    "dump_schemas",
    "metadata_schema",
]

SCHEMA_FILE = "wikibrief.schema.json"
"""What the schema of documents is called by default: it is in the folder of the YAML file."""

METADATA_SCHEMA_FILE = "wikibrief-metadata.schema.json"
"""What the schema of metadata files is called by default."""

Schema: TypeAlias = dict[str, Any]

_SCALAR = ["string", "number", "boolean"]
"""Editors give plain ``1941`` or ``no`` their YAML types, where our reader takes all as text."""

_HEADERS = "In place of `cells`, where all of them are header cells with nothing but a text."

_VALUE: Schema = {"type": [*_SCALAR, "null"]}
"""A text that may be empty."""


@cache
def dump_schema(*, metadata: bool = False) -> str:
    """Write the JSON Schema of documents, or that of metadata files."""
    schema = metadata_schema() if metadata else document_schema()
    return f"{json.dumps(schema, ensure_ascii=False, indent=2)}\n"


@cache
def dump_schemas() -> Mapping[str, str]:
    """Write both, by the names of their files; every build wants them, so they are kept."""
    sources = [path.read_bytes() for pattern in _SOURCES for path in sorted(_PACKAGE.glob(pattern))]
    source = b"".join([sys.version.encode(), *sources])
    known: dict[str, str] | None = keeping.recall(_KEPT, source)
    if known is not None:
        return known
    made = {SCHEMA_FILE: dump_schema(), METADATA_SCHEMA_FILE: dump_schema(metadata=True)}
    keeping.remember(_KEPT, source, made)
    return made


_KEPT = keeping.find_folder(__file__) / "schemas.json"
_PACKAGE = Path(__file__).parents[1]
_SOURCES = ("model/*.py", "yamlform/*.py", "wiki/citations.py", "wiki/data/citations.toml")
"""What the schemas are made of."""


def document_schema() -> Schema:
    """Build the JSON Schema (2020-12) of the YAML and JSON forms of a document."""
    return _build(Document, "wikibrief document")


def metadata_schema() -> Schema:
    """Build the JSON Schema (2020-12) of ``_defaults.yaml`` and ``NAME.meta.yaml``."""
    return _build(Metadata, "wikibrief metadata")


def _build(cls: type, title: str) -> Schema:
    definitions: dict[str, Schema] = {}
    for shape in _shapes_in(cls, set()):
        match shape:
            case RecordOf(part):
                definitions[part.__name__] = _define_record(part)
            case Kinds():
                definitions[_name(shape)] = _define_kinds(shape)
            case ArgumentList():
                definitions["Arguments"] = _define_arguments()
            case ReferenceMap():
                definitions["Reference"] = _define_reference()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **_define_mapping(cls),
        "$defs": dict(sorted(definitions.items())),
    }


def _shapes_in(cls: type, seen: set[type]) -> Iterator[Shape]:
    """Yield all that a type holds, at any depth."""
    for field in fields_of(cls).values():
        shape = field.shape
        while isinstance(shape, ListOf | MappingOf):
            shape = shape.item
        yield shape
        match shape:
            case RecordOf(part):
                parts = [part]
            case Kinds(classes):
                parts = list(classes.values())
            case _:
                parts = []
        for part in parts:
            if part not in seen:
                seen.add(part)
                yield RecordOf(part)
                yield from _shapes_in(part, seen)


# --- what is defined once


def _define_record(cls: type) -> Schema:
    name = SHORTHANDS.get(cls)
    if name is None:
        return _define_mapping(cls)
    shape = fields_of(cls)[name].shape
    short = _VALUE if isinstance(shape, Text) else _describe_shape(shape)
    return {"anyOf": [short, _define_mapping(cls)]}


def _define_mapping(cls: type) -> Schema:
    fields = keys_of(cls)
    texts = {"kind": _read_docstring(cls), HEADERS: _HEADERS, **_read_docstrings(cls)}
    schema: Schema = {
        "type": "object",
        "description": _read_docstring(cls),
        "properties": {
            name: {"description": texts[name], **_describe_field(field, name)}
            for name, field in fields.items()
        },
        "additionalProperties": False,
    }
    required = [
        name for name, field in fields.items() if field.is_required or _is_kind(field, name)
    ]
    return schema | {"required": required} if required else schema


def _define_kinds(shape: Kinds) -> Schema:
    kinds: list[Schema] = [_refer(cls.__name__) for cls in shape.classes.values()]
    if shape.text is None:
        return {"description": "A list: a mapping with a `kind`.", "anyOf": kinds}
    text = "A paragraph, or a transclusion on a line of its own."
    paragraph = {"description": text, **_describe_shape(shape.text)}
    description = "A paragraph (a text), or a mapping with a `kind`."
    return {"description": description, "anyOf": [paragraph, *kinds]}


def _define_arguments() -> Schema:
    mapping: Schema = {"type": "object", "additionalProperties": _VALUE}
    item = {**mapping, "minProperties": 1, "maxProperties": 1}
    return {
        "description": "A mapping of names to values. With positional or repeated arguments, a list"
        " of texts (positional) and `name: value` items.",
        "anyOf": [mapping, {"type": "array", "items": {"anyOf": [_VALUE, item]}}],
    }


def _define_reference() -> Schema:
    """Describe what a reference says: inline wikitext, or a citation with its arguments."""
    style = read_style()
    text = {"description": "Inline wikitext.", **_VALUE}
    kinds = [{"const": name, "description": kind.about} for name, kind in style.kinds.items()]
    cite = {
        "description": "The kind of the source: `web` for `{{cite web}}`.",
        "anyOf": [*kinds, {"type": _SCALAR}],
    }
    other = "The wiki's template, where it is none of `{{cite …}}`."
    numbered = [name.partition("-") for name in style.numbered]
    inner = {f"{head}[1-9][0-9]*-{tail}" for head, _, tail in numbered if tail}
    numbers = f"^(?:(?:{'|'.join(style.numbered)})[1-9][0-9]*|{'|'.join(sorted(inner))})$"
    citation = {
        **_define_citation(CITE, cite),
        "patternProperties": {numbers: {"description": "One of several people.", **_VALUE}},
        "allOf": [
            {
                "if": {"properties": {CITE: {"const": name, "description": kind.about}}},
                "then": {"properties": _define_citation_arguments(kind.arguments)},
            }
            for name, kind in style.kinds.items()
        ],
    }
    citation["properties"] |= _define_citation_arguments(style.general)
    by_name = _define_citation(TRANSCLUSION, {"description": other, "type": _SCALAR})
    return {"description": _read_docstring(Reference), "anyOf": [text, citation, by_name]}


def _define_citation(key: str, head: Schema) -> Schema:
    """Describe a citation that says by ``key`` what it cites with."""
    return {
        "type": "object",
        "description": _read_docstring(Citation),
        "properties": {key: head},
        "required": [key],
        "additionalProperties": _VALUE,
    }


def _define_citation_arguments(names: Iterable[str]) -> dict[str, Schema]:
    """Explain arguments; an address must begin like one, or with markup that makes one."""
    address = {"pattern": rf"^(?:\s*$|{ADDRESS}|[\[{{<])"}
    return {
        name: {
            "description": read_style().arguments[name],
            **_VALUE,
            **(address if name in ADDRESSES else {}),
        }
        for name in names
    }


# --- what refers to it


def _describe_field(field: Field, name: str) -> Schema:
    """Describe what a key may have; one that may be absent may also be left empty."""
    schema = _describe_shape(field.shape)
    if field.is_required or _is_kind(field, name):
        return schema
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    if "anyOf" in schema:
        return {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    if not schema:
        return schema
    if "enum" in schema:
        return {"enum": [*schema["enum"], None]}
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return {**schema, "type": [*types, "null"]}


def _is_kind(field: Field, name: str) -> bool:
    """Say whether a key tells of which class a value is, and so is never left out."""
    return name == "kind" and isinstance(field.shape, Choice)


def _describe_shape(shape: Shape) -> Schema:
    match shape:
        case ListOf(item):
            return {"type": "array", "items": _describe_shape(item)}
        case MappingOf(item):
            return {"type": "object", "additionalProperties": _describe_shape(item)}
        case ArgumentList():
            return _refer("Arguments")
        case ReferenceMap():
            return {"type": "object", "additionalProperties": _refer("Reference")}
        case RecordOf(cls):
            return _refer(cls.__name__)
        case Kinds():
            return _refer(_name(shape))
        case _:
            return _describe_scalar(shape)


def _describe_scalar(shape: Text | WholeNumber | Day | Choice | Anything) -> Schema:
    match shape:
        case Text(form):
            return {"type": _SCALAR, **({"pattern": f"^(?:{form.pattern})$"} if form else {})}
        case WholeNumber(allowed):
            return {"type": "integer", "minimum": allowed[0], "maximum": allowed[-1]}
        case Day():
            return {"type": "string", "format": "date"}
        case Choice(words, others) if others:
            own = {"description": "A label of your own.", **_describe_scalar(Text(others))}
            return {"anyOf": [{"enum": list(words)}, own]}
        case Choice((word,)):
            return {"const": word}
        case Choice(words):
            return {"enum": list(words)}
        case Anything():
            return {}


def _refer(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _name(kinds: Kinds) -> str:
    return "Block" if kinds.text else "ListBlock"


# --- what it means


def _read_docstring(cls: type) -> str:
    return _tidy(inspect.getdoc(cls) or "")


def _read_docstrings(cls: type) -> Mapping[str, str]:
    """Read the strings under the fields of a class, which only its source has."""
    texts = {}
    for statement, following in pairwise(_definitions_in(cls.__module__)[cls.__name__].body):
        match statement, following:
            case ast.AnnAssign(target=ast.Name(name)), ast.Expr(ast.Constant(str(text))):
                texts[name] = _tidy(inspect.cleandoc(text))
    return texts


@cache
def _definitions_in(module: str) -> Mapping[str, ast.ClassDef]:
    """The definitions of classes in a module, by name; a whole module is parsed at once."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {each.name: each for each in tree.body if isinstance(each, ast.ClassDef)}


def _tidy(text: str) -> str:
    """Turn a docstring into plain prose, each paragraph on one line."""
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text.replace("``", "`"))
