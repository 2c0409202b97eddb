"""Validation: plain data of YAML or JSON → a value of our types, or every problem of it.

Pydantic checks the data against the annotations of the types; what it finds is said again in our
own words, at the line and column where the value stands. Before it comes what no annotation says:
empty fields are absent ones, arguments have two forms, a section's level follows its parent's.
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

from wikibrief.model.document import Argument, Document
from wikibrief.problems import Problem, ProblemError, error
from wikibrief.yamlform.text import LITERAL_HINT, Data, Parsed, Path, shown

__all__ = ["validate"]

_T = TypeVar("_T")

_EXPECTED = {
    "string_type": "text",
    "tuple_type": "a list",
    "dataclass_type": "a mapping",
    "string_too_short": "text that is not empty",
    "string_pattern_mismatch": "text of the form `{pattern}`",
    "literal_error": "one of {expected}",
}
"""What pydantic's errors, by type, say that a value must be; the others speak for themselves."""

_EXPECTED_IN = {
    "language": "a language tag such as `en` or `pt-BR`",
    "date": "a date such as `2025-02-07`",
    "wiki": "an address that starts with `https://`",
    "licence_url": "an address that starts with `https://`",
}
"""Better words for what a text must look like, by field."""

_DEEPEST = 6
_LEVELS = frozenset("123456")
_LONGEST_FOUND = 40
_TEXT_HINT = f"text that starts with `[` or `{{`, or has `: ` in it, {LITERAL_HINT}"
_LIST_HINT = "put `- ` before each item, on lines of their own"
_YAML_HINTS = (_TEXT_HINT, _LIST_HINT)
_NAMES = re.compile("'([^']*)'")


def validate(
    cls: type[_T], data: Data, problems: Iterable[Problem] = (), where: Parsed | None = None
) -> _T:
    """Make a ``cls`` (``Document``, ``Metadata``) of ``data``, taking out of it what is empty.

    ``problems`` are those that parsing has found; ``where`` knows lines and columns (YAML), without
    it (JSON) messages name the path. Raises ``ProblemError`` with all problems, in reading order.
    """
    return _Validation(where, list(problems)).run(cls, data)


class _Validation:
    """One piece of data on its way to a value, and the problems met so far."""

    def __init__(self, where: Parsed | None, problems: list[Problem]) -> None:
        self._where = where
        self._problems = problems
        self._known: dict[Path, Iterable[str]] = {}  # the fields of each mapping's type
        self._short: set[Path] = set()  # where a value stands for one field of its type

    def run(self, cls: type[_T], data: Data) -> _T:
        """Return the value, or raise."""
        target: type = cls
        self._prepare(data, (target,), ())
        if target is Document and isinstance(data, dict):
            self._set_levels(data.get("sections"), 0, ("sections",))
        try:
            value: _T = _adapter(target).validate_python(data)
        except ValidationError as invalid:
            for found in invalid.errors(include_url=False):
                self._explain(found, data)
        if self._problems:
            raise ProblemError(sorted(self._problems, key=lambda found: (found.line, found.column)))
        return value

    def _refuse(self, path: Path, message: str, hint: str = "", *, key: bool = False) -> None:
        if self._where is None:
            at = (0, 0)
            hint = "" if hint in _YAML_HINTS else hint
            message = f"/{'/'.join(shown(str(step)) for step in path)}: {message}"
        else:
            written = self._as_written(path)
            at = self._where.key_place(written) if key else self._where.place(written)
        self._problems.append(error(message, at=at, hint=hint))

    def _as_written(self, path: Path) -> Path:
        """The path in the file: without the fields that a short form leaves out."""
        return tuple(step for index, step in enumerate(path) if path[:index] not in self._short)

    def _refuse_value(self, path: Path, expected: str, value: Data, kind: str = "") -> None:
        """Say what was expected and found, with a hint for the ``kind`` of error, pydantic's."""
        is_text = isinstance(value, str) and kind in {"tuple_type", "dataclass_type"}
        found = "text" if is_text else _found(value)
        self._refuse(path, f"{_name(path)} must be {expected}, found {found}", _hint(kind, value))

    # --- before pydantic: what no annotation says

    def _prepare(self, data: Data, types: Sequence[type], path: Path) -> None:
        """Take out fields that are empty, in place, and bring arguments into their simple form."""
        if isinstance(data, list):
            for index, item in enumerate(data):
                data[index] = self._long(item, types, (*path, index))
                self._prepare(data[index], types, (*path, index))
        elif isinstance(data, dict) and (cls := _type_of(data, types)):
            self._known[path] = known = _fields(cls)
            for name, value in list(data.items()):
                if name in known and value is None:
                    del data[name]
                elif Argument in known.get(name, ()):
                    data[name] = self._arguments(value, (*path, name))
                else:
                    data[name] = self._long(value, known.get(name, ()), (*path, name))
                    self._prepare(data[name], known.get(name, ()), (*path, name))

    def _long(self, data: Data, types: Sequence[type], path: Path) -> Data:
        """Write out what stands for one field of its type; an empty one is an empty text."""
        name = getattr(types[0], "shorthand", None) if len(types) == 1 else None
        is_item = path and isinstance(path[-1], int)
        if name is None or isinstance(data, dict) or (isinstance(data, list) and not is_item):
            return data
        self._short.add(path)
        return {name: "" if data is None else data}

    def _arguments(self, data: Data, path: Path) -> Data:
        """Read an empty argument as an empty text; refuse what is neither of the two forms."""
        if isinstance(data, dict):
            return {name: self._argument(value, (*path, name)) for name, value in data.items()}
        if isinstance(data, list):
            return [self._argument_item(item, (*path, index)) for index, item in enumerate(data)]
        self._refuse_value(path, "a mapping or a list", data)
        return []

    def _argument_item(self, item: Data, path: Path) -> Data:
        if isinstance(item, dict) and len(item) == 1:
            return self._arguments(item, path)
        if isinstance(item, str | None):
            return item or ""
        self._refuse_value(path, "text or one `name: value`", item)
        return ""

    def _argument(self, value: Data, path: Path) -> str:
        if isinstance(value, str | None):
            return value or ""
        self._refuse_value(path, "text", value, "string_type")
        return ""

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
            self._refuse_value(path, f"a whole number from 1 to {_DEEPEST}", data)
            return None
        level = int(str(data))
        if level <= parent:
            message = f"`level` must be greater than that of the section around it ({parent})"
            self._refuse(path, f"{message}, found `{level}`", "leave it out for the next level")
            return None
        return level

    # --- after pydantic: its errors in our words

    def _explain(self, found: ErrorDetails, data: Data) -> None:
        kind, value = found["type"], found["input"]
        path = self._path_in(data, found["loc"])
        last = str(found["loc"][-1]) if found["loc"] else ""
        if kind == "missing":
            self._refuse(path, f"`{last}` is missing{_in(path)}")
        elif kind == "unexpected_keyword_argument":
            hint = _nearest(last, self._known[path[:-1]])
            self._refuse(path, f"unknown key `{shown(last)}`{_in(path[:-1])}", hint, key=True)
        elif kind == "union_tag_invalid":
            kinds = _NAMES.findall(found["ctx"]["expected_tags"])
            self._refuse(path, *_kind_problem(value, path, kinds))
        else:
            expected = found["msg"].removeprefix("Input should be ")
            if kind in _EXPECTED:
                expected = _EXPECTED[kind].format(**found.get("ctx", {})).replace("'", "`")
            if kind == "string_pattern_mismatch" or kind.startswith("date"):
                expected = _EXPECTED_IN.get(last, expected)
            self._refuse_value(path, expected, value, kind)

    def _path_in(self, data: Data, location: Iterable[str | int]) -> Path:
        """Translate a location of pydantic's, which also names the kinds of blocks, to a path."""
        path: Path = ()
        kind_due = True
        for step in location:
            if isinstance(data, dict):
                has_kind = "kind" in self._known.get(path, ("kind",))
                if kind_due and has_kind and step == data.get("kind"):
                    kind_due = False
                    continue
                if step not in data:  # it is missing
                    break
                data = data[str(step)]
            elif isinstance(data, list):
                data = data[int(step)]
            else:
                break
            path, kind_due = (*path, step), True
        return path


# --- what the types say


@cache
def _adapter(cls: type) -> TypeAdapter[Any]:
    return TypeAdapter(cls)


@cache
def _fields(cls: type) -> Mapping[str, tuple[type, ...]]:
    """The field names of a type, each with the types of ours that can stand there."""
    hints = get_type_hints(cls, include_extras=True)
    return {field.name: tuple(_value_types(hints[field.name])) for field in dataclasses.fields(cls)}


def _value_types(annotation: object) -> Iterator[type]:
    """The types of ours in an annotation such as ``tuple[Block, ...]``."""
    if isinstance(annotation, type) and dataclasses.is_dataclass(annotation):
        yield annotation
    for part in get_args(getattr(annotation, "__value__", annotation)):
        yield from _value_types(part)


def _type_of(data: Mapping[str, Data], types: Iterable[type]) -> type | None:
    """The type that a mapping is meant to be: the one of its kind, or one that has none."""
    return next((cls for cls in types if _kind(cls) in (None, data.get("kind"))), None)


def _kind(cls: type) -> object:
    return next((field.default for field in dataclasses.fields(cls) if field.name == "kind"), None)


# --- the words of messages


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
            return f"`{shown(value)}`" if len(value) <= _LONGEST_FOUND else "text"
        case list():
            return "a list"
    return "a mapping"


def _nearest(name: str, known: Iterable[str]) -> str:
    """A hint: the known name that is most like ``name``, or all of them."""
    folded = {each.casefold(): each for each in known}
    close = get_close_matches(name.casefold(), folded, n=1, cutoff=0.65)
    if close:
        return f"did you mean `{folded[close[0]]}`?"
    return f"known: {', '.join(f'`{each}`' for each in folded.values())}"


def _kind_problem(value: Data, path: Path, kinds: Iterable[str]) -> tuple[str, str]:
    """Message and hint for what should be a block and is none."""
    if not isinstance(value, dict):
        message = f"{_name(path)} must be text or a mapping with a `kind`, found {_found(value)}"
        return message, _hint("string_type", value)
    if "kind" not in value:
        return f"{_name(path)} must be text or have a `kind`", _TEXT_HINT
    kind = value["kind"]
    hint = _nearest(kind if isinstance(kind, str) else "", kinds)
    return f"{_name(path)} has an unknown `kind`: {_found(kind)}", hint


def _hint(kind: str, value: Data) -> str:
    """A hint for a value of the wrong type: what probably happened."""
    if kind == "string_type" and isinstance(value, list | dict):
        return _TEXT_HINT
    return _LIST_HINT if kind == "tuple_type" else ""
