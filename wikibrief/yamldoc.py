"""Documents and metadata ⇄ YAML and JSON.

Writing walks the fields of the types, reading hands the data to pydantic, which checks it against
the same types: a new kind of block needs no line here. What pydantic finds is said again in our
own words, at the line and column where the value stands.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from wikibrief.document import Argument, Document, Section
from wikibrief.metadata import Metadata
from wikibrief.problems import LineMap, Problem, ProblemError, error
from wikibrief.yamltext import LITERAL_HINT, MAX_DEPTH, Data, Parsed, Path, emit, parse, shown

__all__ = [
    "SCHEMA_FILE",
    "document_schema",
    "dump_json",
    "dump_yaml",
    "load_json",
    "load_metadata",
    "load_yaml",
    "to_data",
]

SCHEMA_FILE = "wikibrief.schema.json"
"""What the schema is called when nobody says otherwise: editors find it beside the YAML file."""

_T = TypeVar("_T")

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
            mapping[name] = _data(item, level)
    return mapping


def _data(value: Any, level: int) -> Data:  # noqa: ANN401  any field's value
    if isinstance(value, tuple):
        if value and isinstance(value[0], Argument):
            return _arguments(value)
        return [_data(item, level) for item in value]
    if dataclasses.is_dataclass(value):
        return _mapping(value, level)
    data: Data = value
    return data


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
    return _Check(parsed, problems).read(Document, parsed.data)


def load_json(text: str) -> Document:
    """Read a document from JSON. Raises ``ProblemError``; errors in values name their path."""
    if not text.strip():
        raise ProblemError(_empty())
    problems: list[Problem] = []
    data = _parse_json(text.removeprefix("\ufeff"), problems)
    return _Check(None, problems).read(Document, data)


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
    metadata: Metadata = _adapter(Metadata).validate_python(merged)
    return metadata


def _metadata_layer(text: str) -> dict[str, Data]:
    """Read the data of one layer, which may be empty; it is valid by itself."""
    problems: list[Problem] = []
    parsed = parse(text, problems)
    data: Data = {} if parsed.data is None else parsed.data
    _Check(parsed, problems).read(Metadata, data)
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


# ---------------------------------------------------------------------------------------- checking


@cache
def _adapter(cls: type) -> TypeAdapter[Any]:
    return TypeAdapter(cls)


def _value_types(annotation: object) -> Iterator[type]:
    """The types of ours in an annotation such as ``tuple[Block, ...]``."""
    if isinstance(annotation, type) and dataclasses.is_dataclass(annotation):
        yield annotation
    for part in get_args(getattr(annotation, "__value__", annotation)):
        yield from _value_types(part)


@cache
def _fields(cls: type) -> Mapping[str, tuple[type, ...]]:
    """The field names of a type, each with the types of ours that can stand there."""
    hints = get_type_hints(cls, include_extras=True)
    return {field.name: tuple(_value_types(hints[field.name])) for field in dataclasses.fields(cls)}


def _type_of(data: object, types: Sequence[type]) -> type | None:
    """The type that a mapping is meant to be: the only one there, or that of its kind."""
    if len(types) == 1:
        return types[0]
    kind = data.get("kind") if isinstance(data, dict) else None
    return next((cls for cls in types if _kind(cls) == kind), None)


def _kind(cls: type) -> object:
    return next((field.default for field in dataclasses.fields(cls) if field.name == "kind"), None)


_EXPECTED = {
    "string_type": "text",
    "tuple_type": "a list",
    "list_type": "a list",
    "dataclass_type": "a mapping",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "bool_type": "`true` or `false`",
    "bool_parsing": "`true` or `false`",
    "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}",
    "too_short": "at least {min_length} long",
    "too_long": "at most {max_length} long",
    "string_too_short": "text that is not empty",
    "string_pattern_mismatch": "text of the form `{pattern}`",
    "literal_error": "one of {expected}",
}
"""What pydantic's errors, by type, say that a value must be."""

_EXPECTED_IN = {
    "language": "a language tag such as `en` or `pt-BR`",
    "date": "a date such as `2025-02-07`",
    "wiki": "an address that starts with `https://`",
    "licence_url": "an address that starts with `https://`",
}
"""Better words for what a text must look like, by field."""

_DEEPEST = 6
_LEVELS = frozenset("123456")
_TEXT_HINT = f"text that starts with `[` or `{{`, or has `: ` in it, {LITERAL_HINT}"
_LIST_HINT = "put `- ` before each item, on lines of their own"
_YAML_HINTS = (_TEXT_HINT, _LIST_HINT)
_NAMES = re.compile("'([^']*)'")


class _Check:
    """Data of one file → a value of a type, or every problem of it.

    ``where`` knows lines and columns (YAML); without it (JSON) messages name the path.
    """

    def __init__(self, where: Parsed | None, problems: list[Problem]) -> None:
        self._where = where
        self._problems = problems

    def read(self, cls: type[_T], data: Data) -> _T:
        """Check ``data``; raises ``ProblemError`` for what is wrong, and what was before."""
        target: type = cls
        self._prepare(data, (target,), ())
        if cls is Document and isinstance(data, dict):
            self._set_levels(data.get("sections"), 0, ("sections",))
        try:
            value: _T = _adapter(target).validate_python(data)
        except ValidationError as invalid:
            for found in invalid.errors(include_url=False):
                self._explain(found, cls, data)
        if self._problems:
            raise ProblemError(sorted(self._problems, key=lambda found: (found.line, found.column)))
        return value

    def _refuse(self, path: Path, message: str, hint: str = "", *, key: bool = False) -> None:
        if self._where is None:
            at = (0, 0)
            hint = "" if hint in _YAML_HINTS else hint
            message = f"/{'/'.join(shown(str(step)) for step in path)}: {message}"
        else:
            at = self._where.key_place(path) if key else self._where.place(path)
        self._problems.append(error(message, at=at, hint=hint))

    # --- before pydantic: what YAML says by saying nothing

    def _prepare(self, data: Data, types: Sequence[type], path: Path) -> None:
        """Take out fields that are empty, in place, and bring arguments into their simple form."""
        if isinstance(data, list):
            for index, item in enumerate(data):
                self._prepare(item, types, (*path, index))
        if not isinstance(data, dict):
            return
        cls = _type_of(data, types)
        known = _fields(cls) if cls else {}
        for name, value in list(data.items()):
            if name in known and value is None:
                del data[name]
            elif Argument in known.get(name, ()):
                data[name] = self._prepared_arguments(value, (*path, name))
            else:
                self._prepare(value, known.get(name, ()), (*path, name))

    def _prepared_arguments(self, data: Data, path: Path) -> Data:
        """Read an empty argument as an empty text; refuse what is neither of the two forms."""
        if isinstance(data, dict):
            return {name: "" if value is None else value for name, value in data.items()}
        if not isinstance(data, list):
            message = f"{_name(path)} must be a mapping or a list, found {_found(data)}"
            self._refuse(path, message)
            return []
        items: list[Data] = []
        for index, item in enumerate(data):
            match item:
                case dict() if len(item) == 1:
                    items.append(self._prepared_arguments(item, (*path, index)))
                case str() | None:
                    items.append(item or "")
                case _:
                    message = f"{_name((*path, index))} must be text or one `name: value`"
                    self._refuse((*path, index), f"{message}, found {_found(item)}")
                    items.append("")
        return items

    def _set_levels(self, sections: Data, parent: int, path: Path) -> None:
        """Give each section that has none the level below its parent's; check the others."""
        if not isinstance(sections, list):
            return
        for index, section in enumerate(sections):
            if not isinstance(section, dict):
                continue
            here = (*path, index)
            level = max(parent, 1) + 1
            if "level" in section:
                level = self._level(section["level"], parent, (*here, "level")) or level
            elif level > _DEEPEST:
                self._refuse(here, f"nested too deeply: headings have {_DEEPEST} levels")
            section["level"] = level = min(level, _DEEPEST)
            self._set_levels(section.get("sections"), level, (*here, "sections"))

    def _level(self, data: Data, parent: int, path: Path) -> int | None:
        """Read a level; None for what is none."""
        if str(data) not in _LEVELS:
            message = f"`level` must be a whole number from 1 to {_DEEPEST}, found {_found(data)}"
            self._refuse(path, message)
            return None
        level = int(str(data))
        if level <= parent:
            message = f"`level` must be greater than that of the section around it ({parent})"
            self._refuse(path, f"{message}, found `{level}`", "leave it out for the next level")
            return None
        return level

    # --- after pydantic: its errors in our words

    def _explain(self, found: ErrorDetails, cls: type, data: Data) -> None:
        path = _path_in(data, found["loc"])
        last = found["loc"][-1] if found["loc"] else ""
        value: Data = found["input"]
        match found["type"]:
            case "missing":
                self._refuse(path, f"`{last}` is missing{_in(path)}")
            case "unexpected_keyword_argument":
                known = _fields_at(path[:-1], cls, data)
                message = f"unknown key `{shown(str(last))}`{_in(path[:-1])}"
                self._refuse(path, message, _nearest(str(last), known), key=True)
            case "union_tag_invalid":
                kinds = _NAMES.findall(found["ctx"]["expected_tags"])
                message, hint = _kind_problem(value, path, kinds)
                self._refuse(path, message, hint)
            case kind:
                expected = _EXPECTED.get(kind, found["msg"]).format(**found.get("ctx", {}))
                expected = expected.replace("'", "`")
                if kind == "string_pattern_mismatch" or kind.startswith("date"):
                    expected = _EXPECTED_IN.get(str(last), expected)
                is_text = isinstance(value, str) and kind in {"tuple_type", "dataclass_type"}
                actual = "text" if is_text else _found(value)
                message = f"{_name(path)} must be {expected}, found {actual}"
                self._refuse(path, message, _type_hint(kind, value))


def _path_in(data: Data, location: Iterable[str | int]) -> Path:
    """Translate a location of pydantic's to keys and indexes that are in ``data``.

    The location names the kinds of blocks besides their keys, and counts arguments where the data
    has them in a mapping.
    """
    path: list[str | int] = []
    kind_due = True
    for step in location:
        if isinstance(data, list) and isinstance(step, int):
            key: str | int = step
            data = data[step]
        elif isinstance(data, dict):
            if kind_due and step == data.get("kind"):
                kind_due = False
                continue
            if isinstance(step, int):
                return (*path, list(data)[step])
            key = step
            if key == "value" and key not in data and len(data) == 1:
                [key] = data
            if key not in data:
                break
            data = data[key]
        else:
            break
        path.append(key)
        kind_due = True
    return tuple(path)


def _fields_at(path: Path, cls: type, data: Data) -> Iterable[str]:
    """The known keys of the mapping at ``path``."""
    types: Sequence[type] = (cls,)
    for step in path:
        if isinstance(data, dict):
            here = _type_of(data, types)
            types = _fields(here).get(str(step), ()) if here else ()
            data = data[str(step)]
        elif isinstance(data, list):
            data = data[int(step)]
    here = _type_of(data, types)
    return _fields(here) if here else ()


def _name(path: Path) -> str:
    """What a message calls the value at ``path``."""
    match path:
        case ():
            return "the file"
        case (*parent, int(index)):
            return f"item {index + 1} of {_name(tuple(parent))}"
    return f"`{shown(str(path[-1]))}`"


def _in(path: Path) -> str:
    return f" in {_name(path)}" if path else ""


def _found(value: Data) -> str:
    """What a message says it found."""
    match value:
        case None:
            return "nothing"
        case "":
            return "an empty text"
        case bool() | int() | float():
            return f"`{json.dumps(value)}`"
        case str():
            return f"`{shown(value)}`" if len(value) <= _SHORT else "text"
        case list():
            return "a list"
    return "a mapping"


_SHORT = 40


def _nearest(name: str, known: Iterable[str]) -> str:
    """A hint: the known name that is most like ``name``, or all of them."""
    names = list(known)
    folded = {known.casefold(): known for known in names}
    close = get_close_matches(name.casefold(), folded, n=1, cutoff=0.65)
    if close:
        return f"did you mean `{folded[close[0]]}`?"
    return f"known: {', '.join(f'`{known}`' for known in names)}"


def _kind_problem(value: Data, path: Path, kinds: Sequence[str]) -> tuple[str, str]:
    """Message and hint for what should be a block and is none."""
    if not isinstance(value, dict):
        message = f"{_name(path)} must be text or a mapping with a `kind`, found {_found(value)}"
        return message, _type_hint("string_type", value)
    if "kind" not in value:
        return f"{_name(path)} must be text or have a `kind`", _TEXT_HINT
    kind = value["kind"]
    hint = _nearest(kind if isinstance(kind, str) else "", kinds)
    return f"{_name(path)} has an unknown `kind`: {_found(kind)}", hint


def _type_hint(kind: str, value: Data) -> str:
    """A hint for a value of the wrong type: what probably happened."""
    if kind == "string_type" and isinstance(value, list | dict):
        return _TEXT_HINT
    if kind == "tuple_type":
        return _LIST_HINT
    return ""


# ------------------------------------------------------------------------------------------ schema


def document_schema() -> dict[str, object]:
    """Build the JSON Schema (2020-12) of the YAML form, as editors use it.

    Editors give plain ``1941`` or ``no`` their YAML types while the reader takes every scalar as
    text: so texts may also be numbers and truth values here.
    """
    schema: dict[str, Any] = _tidied(_adapter(Document).json_schema())
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
