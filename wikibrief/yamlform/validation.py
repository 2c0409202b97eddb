"""Validation: plain data of YAML or JSON → a value of our types, or every problem of it.

One walk over the data, led by the shapes of the types (``shapes``). It does not stop at a problem:
all of them are found at once, each at the line and column of its value. What is empty is absent.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from wikibrief.model.document import Argument, Cell, Citation, Document, Reference
from wikibrief.problems import Problem, ProblemError, error
from wikibrief.yamlform.characters import abbreviate
from wikibrief.yamlform.data import Data, Path
from wikibrief.yamlform.jsonparser import JsonPlaces
from wikibrief.yamlform.lines import unfold
from wikibrief.yamlform.marks import find_unknown
from wikibrief.yamlform.parser import Parsed
from wikibrief.yamlform.places import locate
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
    Paragraph,
    RecordOf,
    ReferenceMap,
    Shape,
    Text,
    WholeNumber,
    fields_of,
    keys_of,
)
from wikibrief.yamlform.wording import (
    LIST_HINT,
    TEXT_HINT,
    YAML_HINTS,
    describe,
    explain_kind,
    name_value,
    say_where,
    suggest,
)

__all__ = ["validate"]

_T = TypeVar("_T")
_Places = Parsed | JsonPlaces

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGITS = re.compile(r"-?[0-9]{1,18}")
_NUMBER_AND_UNIT = re.compile(r"([0-9]{1,9}) ?[a-z]+")
_LEVEL = WholeNumber(range(1, 7))


def validate(
    cls: type[_T], data: Data, problems: Iterable[Problem] = (), where: _Places | None = None
) -> _T:
    """Make a ``cls`` (``Document``, ``Metadata``) of ``data``.

    ``problems`` are those that parsing has found; ``where`` knows lines and columns; without it
    messages name the path. Raises ``ProblemError`` with all problems, in reading order.
    """
    return _Validation(where, list(problems)).run(cls, data)


class _Validation:
    """One piece of data on its way to a value, and the problems found so far.

    A value that is refused is read as None: no document is made of it.
    """

    def __init__(self, where: _Places | None, problems: list[Problem]) -> None:
        self._where = where
        self._problems = problems

    def run(self, cls: type[_T], data: Data) -> _T:
        """Return the value, or raise."""
        if issubclass(cls, Document) and isinstance(data, dict):
            self._set_levels(data.get("sections"), 0, ("sections",))
        value: _T = self._read(RecordOf(cls), data, ())
        if isinstance(value, Document) and not self._problems:
            self._check_marks(value, data)
        if self._problems:
            raise ProblemError(sorted(self._problems, key=lambda found: (found.line, found.column)))
        return value

    # --- values by their shape

    def _read(self, shape: Shape, data: Data, path: Path) -> Any:  # noqa: ANN401  of any type, one case for each
        match shape:
            case ListOf(item):
                return self._read_list(item, data, path)
            case MappingOf(item):
                return self._read_mapping(item, data, path)
            case RecordOf(cls) if not isinstance(data, dict) and cls in SHORTHANDS:
                return self._read_shorthand(cls, SHORTHANDS[cls], data, path)
            case RecordOf(cls):
                return self._read_record(cls, data, path)
            case Kinds():
                return self._read_kind(shape, data, path)
            case ArgumentList():
                return self._read_arguments(data, path)
            case ReferenceMap():
                return self._read_references(data, path)
            case _:
                return self._read_scalar(shape, data, path)

    def _read_scalar(
        self, shape: Text | WholeNumber | Day | Choice | Anything, data: Data, path: Path
    ) -> Any:  # noqa: ANN401  of any type
        match shape:
            case Text():
                return self._read_text(shape, data, path)
            case WholeNumber():
                return self._read_number(shape, data, path)
            case Choice(words):
                return self._read_choice(words, data, path)
            case Day():
                return self._read_day(data, path)
            case Anything():
                return data

    def _read_text(self, shape: Text, data: Data, path: Path) -> str | None:
        form = shape.form
        if isinstance(data, str) and (form is None or re.fullmatch(form.pattern, data)):
            return data
        expected = form.description if form and isinstance(data, str) else "text"
        hint = TEXT_HINT if isinstance(data, list | dict) else ""
        self._refuse_value(path, expected, data, hint)
        return None

    def _read_number(self, shape: WholeNumber, data: Data, path: Path) -> int | None:
        is_number = isinstance(data, int) or (isinstance(data, str) and _DIGITS.fullmatch(data))
        if is_number and not isinstance(data, bool) and int(str(data)) in shape.allowed:
            return int(str(data))
        allowed = f"{shape.allowed[0]} to {shape.allowed[-1]}"
        unit = _NUMBER_AND_UNIT.fullmatch(data) if isinstance(data, str) else None
        hint = f"write the number alone: `{unit[1]}`" if unit else ""
        self._refuse_value(path, f"a whole number from {allowed}", data, hint)
        return None

    def _read_day(self, data: Data, path: Path) -> dt.date | None:
        if isinstance(data, str) and _DAY.fullmatch(data):
            try:
                return dt.date.fromisoformat(data)
            except ValueError:  # there is no such day
                pass
        self._refuse_value(path, "a date such as `2025-02-07`", data)
        return None

    def _read_choice(self, words: tuple[str, ...], data: Data, path: Path) -> str | None:
        if isinstance(data, str) and data in words:
            return data
        *others, last = (f"`{word}`" for word in words)
        expected = f"one of {', '.join(others)} or {last}" if others else last
        hint = suggest(data, words) if isinstance(data, str) else ""
        self._refuse_value(path, expected, data, hint if "did you mean" in hint else "")
        return None

    def _read_list(self, item: Shape, data: Data, path: Path) -> tuple[Any, ...] | None:
        if not isinstance(data, list):
            hint = LIST_HINT if isinstance(data, str) else ""
            self._refuse_type(path, "a list", data, hint)
            return None
        if isinstance(item, Kinds) and item.text:
            return tuple(self._read_blocks(item, data, path))
        return tuple(self._read(item, each, (*path, index)) for index, each in enumerate(data))

    def _read_blocks(self, shape: Kinds, data: list[Data], path: Path) -> Iterator[object]:
        for index, each in enumerate(data):
            if isinstance(each, str) and each:
                yield from unfold(each)
            else:
                yield self._read_kind(shape, each, (*path, index))

    def _read_mapping(self, item: Shape, data: Data, path: Path) -> dict[str, Any] | None:
        if not isinstance(data, dict):
            self._refuse_type(path, "a mapping", data)
            return None
        return {name: self._read(item, each, (*path, name)) for name, each in data.items()}

    def _read_kind(self, shape: Kinds, data: Data, path: Path) -> object:
        if isinstance(data, str) and shape.text:
            return self._read_text(shape.text, data, path)
        kind = data.get("kind") if isinstance(data, dict) else None
        if isinstance(kind, str) and kind in shape.classes:
            read = self._read_record(shape.classes[kind], data, path)
            return read.text if isinstance(read, Paragraph) else read
        self._refuse(path, *explain_kind(shape, data, path))
        return None

    def _read_record(self, cls: type, data: Data, path: Path) -> object:
        if not isinstance(data, dict):
            self._refuse_type(path, "a mapping", data)
            return None
        fields = keys_of(cls)
        values = {
            name: self._read(fields[name].shape, value, (*path, name))
            for name, value in data.items()
            if value is not None and self._check_key(name, fields, path)
        }
        missing = [
            name for name, field in fields.items() if field.is_required and name not in values
        ]
        for name in missing:
            self._refuse(path, f"`{name}` is missing{say_where(path)}")
        if HEADERS in values:
            self._read_headers(values, path)
        if cls is Cell and values.keys() >= {"header", "text"}:
            hint = "a header cell has its text under `header` alone"
            self._refuse((*path, "text"), "a cell has `text` or `header`, not both", hint)
        return None if missing else cls(**values)

    def _read_headers(self, row: dict[str, Any], path: Path) -> None:
        """Make the cells of a row of its headers."""
        headers = row.pop(HEADERS)
        if "cells" in row:
            hint = "give a cell its own `header`"
            self._refuse((*path, HEADERS), f"a row has `cells` or `{HEADERS}`, not both", hint)
        row["cells"] = tuple(Cell(header=text) for text in headers or ())

    def _read_shorthand(self, cls: type, name: str, data: Data, path: Path) -> object:
        """Read what is written for one field of its type; a text may be empty."""
        shape = fields_of(cls)[name].shape
        if isinstance(shape, Text) and isinstance(data, str | None):
            return cls(**{name: data or ""})
        if isinstance(shape, ListOf) and isinstance(data, list):
            return cls(**{name: self._read_list(shape.item, data, path)})
        is_text = isinstance(shape, Text)
        expected = "text or a mapping" if is_text else "a list or a mapping"
        self._refuse_type(path, expected, data, TEXT_HINT if is_text else LIST_HINT)
        return None

    def _read_arguments(self, data: Data, path: Path) -> tuple[Argument, ...] | None:
        if isinstance(data, dict):
            return tuple(
                Argument(name, self._read_argument(value, (*path, name)))
                for name, value in data.items()
            )
        if isinstance(data, list):
            return tuple(
                self._read_argument_item(item, (*path, index)) for index, item in enumerate(data)
            )
        self._refuse_type(path, "a mapping or a list", data)
        return None

    def _read_argument_item(self, item: Data, path: Path) -> Argument:
        match item:
            case str() | None:
                return Argument(None, item or "")
            case dict() if len(item) == 1:
                [(name, value)] = item.items()
                return Argument(name, self._read_argument(value, (*path, name)))
        self._refuse_value(path, "text or one `name: value`", item)
        return Argument(None, "")

    def _read_argument(self, value: Data, path: Path) -> str:
        """Read an argument's value; an empty one is an empty text."""
        return (self._read_text(Text(), value, path) if value is not None else None) or ""

    # --- references, of which texts have marks

    def _read_references(self, data: Data, path: Path) -> tuple[Reference, ...] | None:
        if not isinstance(data, dict):
            self._refuse_type(path, "a mapping", data)
            return None
        return tuple(
            Reference(key, self._read_content(value, (*path, key))) for key, value in data.items()
        )

    def _read_content(self, data: Data, path: Path) -> str | Citation:
        if not isinstance(data, dict):
            return self._read_argument(data, path)
        heads = [key for key in (CITE, TRANSCLUSION) if key in data]
        if len(heads) != 1:
            hint = "`cite: web`, or `transclusion: NAME` for another one than {{cite …}}"
            self._refuse(path, f"{name_value(path)} must say what it cites with, `cite: …`", hint)
            return ""
        head = self._read_argument(data[heads[0]], (*path, heads[0]))
        if not head.strip():
            self._refuse_value((*path, heads[0]), "text that is not empty", data[heads[0]])
        elif len(data) == 1:
            hint = f'write `title: …` under it, or all of it as text: `{path[-1]}: "{{{{…}}}}"`'
            self._refuse(path, f"{name_value(path)} must say what it cites", hint)
        return Citation(
            f"{CITE} {head}" if heads == [CITE] else head,
            tuple(
                Argument(name, self._read_argument(value, (*path, name)))
                for name, value in data.items()
                if name not in heads
            ),
        )

    def _check_marks(self, document: Document, data: Data) -> None:
        for unknown in find_unknown(document):
            message = f"there is no reference `{abbreviate(unknown.key)}`"
            self._refuse(locate(data, unknown.path), message, unknown.hint, part=unknown.mark)

    # --- levels, which no annotation says: a section's follows its parent's

    def _set_levels(self, sections: Data, parent: int, path: Path) -> None:
        """Give each section that has none the level below its parent's; check the others."""
        if not isinstance(sections, list):
            return
        for index, section in enumerate(sections):
            if not isinstance(section, dict):
                continue
            here = (*path, index)
            level = max(parent, 1) + 1
            if section.get("level") is not None:
                level = self._read_level(section["level"], parent, (*here, "level")) or level
            elif level not in _LEVEL.allowed:
                deepest = _LEVEL.allowed[-1]
                self._refuse(here, f"nested too deeply: headings have {deepest} levels")
            section["level"] = level = min(level, _LEVEL.allowed[-1])
            self._set_levels(section.get("sections"), level, (*here, "sections"))

    def _read_level(self, data: Data, parent: int, path: Path) -> int | None:
        level = self._read_number(_LEVEL, data, path)
        if level is None or level > parent:
            return level
        message = f"`level` must be greater than that of the section around it ({parent})"
        self._refuse(path, f"{message}, found `{level}`", "leave it out for the next level")
        return None

    # --- problems

    def _check_key(self, name: str, fields: Mapping[str, Field], path: Path) -> bool:
        if name in fields:
            return True
        message = f"unknown key `{abbreviate(str(name))}`{say_where(path)}"
        self._refuse((*path, name), message, suggest(str(name), fields), key=True)
        return False

    def _refuse_value(self, path: Path, expected: str, value: Data, hint: str = "") -> None:
        """Say what was expected and found."""
        self._refuse(path, f"{name_value(path)} must be {expected}, found {describe(value)}", hint)

    def _refuse_type(self, path: Path, expected: str, value: Data, hint: str = "") -> None:
        """Say what was expected and found, where the value does not matter."""
        found = "text" if isinstance(value, str) and value else describe(value)
        self._refuse(path, f"{name_value(path)} must be {expected}, found {found}", hint)

    def _refuse(
        self,
        path: Path,
        message: str,
        hint: str = "",
        *,
        key: bool = False,
        part: tuple[str, int] = ("", 0),
    ) -> None:
        """Note a problem at a value, at its key, or at a ``part`` of its text."""
        if hint in YAML_HINTS and not isinstance(self._where, Parsed):
            hint = ""
        if self._where is None:
            at = (0, 0)
            message = f"/{'/'.join(abbreviate(str(step)) for step in path)}: {message}"
        else:
            at = self._where.key_place(path) if key else self._where.place(path, *part)
        self._problems.append(error(message, at=at, hint=hint, code="bad-value"))
