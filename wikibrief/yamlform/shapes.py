"""Shapes: what YAML and JSON hold where a type of ``model`` has an annotation.

The types are the one description of documents and metadata. Reading (``validation``) and the JSON
Schema (``schema``) see them through these shapes, so a new field or kind of block needs no line
there. What YAML alone knows, its short forms, is in two tables below.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NamedTuple,
    TypeAlias,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from wikibrief.model.document import (
    Argument,
    Caption,
    Category,
    Cell,
    Definition,
    FilledText,
    Form,
    GalleryImage,
    Gap,
    LanguageLink,
    ListItem,
    Reference,
    Row,
    Switch,
)
from wikibrief.model.marking import LABEL, OwnMarking, TrafficLight

__all__ = [
    "BLOCKS",
    "CITE",
    "HEADERS",
    "LINES",
    "ONE_LINE",
    "SHORTHANDS",
    "TRANSCLUSION",
    "Anything",
    "ArgumentList",
    "Choice",
    "Day",
    "Field",
    "Kinds",
    "ListOf",
    "MappingOf",
    "Paragraph",
    "RecordOf",
    "ReferenceMap",
    "Shape",
    "Text",
    "WholeNumber",
    "fields_of",
    "keys_of",
    "shape_of",
]

SHORTHANDS: Mapping[type, str] = {
    Caption: "text",
    Cell: "text",
    Definition: "definition",
    GalleryImage: "file",
    ListItem: "text",
    Row: "cells",
}
"""The field that a value is written as where it has no other."""

CITE = "cite"
"""The key that says of what kind a citation is, for ``{{cite web}}`` and its kin."""
TRANSCLUSION = "transclusion"
"""The key that says what transclusion another citation is."""

BLOCKS = frozenset({"preamble", "lead", "blocks"})
"""Fields that are lists of blocks."""

HEADERS = "headers"
"""The key under which a row that has nothing but header cells lists what they say."""

LINES = frozenset({"options", "cells", HEADERS})
"""Fields that are lists to be read across: on one line where they fit."""
ONE_LINE = frozenset({Category, Gap, LanguageLink, Switch})
"""Blocks that are a line in wikitext as well; an article ends with many of them."""


@dataclasses.dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph that as a text alone would be taken for a transclusion; others have no keys."""

    text: FilledText
    """Inline wikitext."""
    kind: Literal["paragraph"] = "paragraph"


class Text(NamedTuple):
    """A text, of a certain form or any."""

    form: Form | None = None


class WholeNumber(NamedTuple):
    """A whole number in a range."""

    allowed: range


class Day(NamedTuple):
    """A day of the calendar, ``YYYY-MM-DD``."""


class Choice(NamedTuple):
    """One of several words; a project may have declared ``others``."""

    words: tuple[str, ...]
    others: Form | None = None


class ListOf(NamedTuple):
    """A list."""

    item: Shape


class MappingOf(NamedTuple):
    """A mapping of any names to values of one shape."""

    item: Shape


class Anything(NamedTuple):
    """Plain data of any form."""


class ArgumentList(NamedTuple):
    """A mapping of names to values, or a list of texts and one-entry mappings."""


class ReferenceMap(NamedTuple):
    """A mapping of keys to what the references say: a text, or a citation."""


class RecordOf(NamedTuple):
    """A mapping with the fields of a dataclass."""

    cls: type


class Kinds(NamedTuple):
    """A mapping whose ``kind`` says of which dataclass it is, or a text where one is allowed."""

    classes: Mapping[str, type]
    text: Text | None = None


Shape: TypeAlias = (
    Text
    | WholeNumber
    | Day
    | Choice
    | ListOf
    | MappingOf
    | Anything
    | ArgumentList
    | ReferenceMap
    | RecordOf
    | Kinds
)


class Field(NamedTuple):
    """A field of a dataclass; ``default`` is ``dataclasses.MISSING`` where it has none."""

    shape: Shape
    default: object

    @property
    def is_required(self) -> bool:
        """Whether the field must be there."""
        return self.default is dataclasses.MISSING


@cache
def fields_of(cls: type) -> Mapping[str, Field]:
    """List the fields of a dataclass in their order, a ``kind`` first."""
    hints = get_type_hints(cls, include_extras=True)
    fields = {
        field.name: Field(shape_of(hints[field.name]), _default_of(field))
        for field in dataclasses.fields(cls)
    }
    return {"kind": fields["kind"], **fields} if "kind" in fields else fields


def keys_of(cls: type) -> Mapping[str, Field]:
    """List the keys that a dataclass may have: its fields, and those that YAML alone knows."""
    fields = fields_of(cls)
    return {**fields, HEADERS: Field(ListOf(Text()), ())} if cls is Row else fields


def _default_of(field: dataclasses.Field[object]) -> object:
    if field.default_factory is dataclasses.MISSING:
        return field.default
    return field.default_factory()


def shape_of(annotation: object) -> Shape:
    """Return the shape of an annotation. Raises ``TypeError`` where YAML has none for it."""
    if annotation is str:
        return Text()
    if annotation is Any:
        return Anything()
    if annotation is dt.date:
        return Day()
    if isinstance(annotation, type) and dataclasses.is_dataclass(annotation):
        return RecordOf(annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        base, constraint = arguments
        return Text(constraint) if base is str else WholeNumber(constraint)
    if origin is Literal:
        return Choice(arguments)
    if origin is tuple:
        item = arguments[0]
        maps: Mapping[object, Shape] = {Argument: ArgumentList(), Reference: ReferenceMap()}
        return maps[item] if item in maps else ListOf(shape_of(item))
    if origin is Mapping:
        return MappingOf(shape_of(arguments[1]))
    if origin in {Union, UnionType}:
        return _shape_of_union([each for each in arguments if each is not NoneType])
    message = f"no form in YAML for {annotation}"
    raise TypeError(message)


def _shape_of_union(members: list[object]) -> Shape:
    """Return the shape of what is one of several types; ``None`` is not among them."""
    if len(members) == 1:
        return shape_of(members[0])
    if OwnMarking in members:
        return Choice(get_args(TrafficLight), LABEL)
    shapes = [shape_of(member) for member in members]
    classes = [shape.cls for shape in shapes if isinstance(shape, RecordOf)]
    text = next((shape for shape in shapes if isinstance(shape, Text)), None)
    classes += [Paragraph] if text else []
    return Kinds({get_args(get_type_hints(cls)["kind"])[0]: cls for cls in classes}, text)
