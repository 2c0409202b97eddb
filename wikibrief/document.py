r"""The document: every value that an article is made of.

This is the definition that everything else follows: the reader makes these values, the writers
render them, and the YAML form and its JSON Schema are derived from the types below. It imports
nothing of the project.

Values are immutable and say only what the source says: nothing derived (facts, numbers, link
targets), nothing about where a value stood (the reader's source map), nothing about the dialect.
They are plain frozen dataclasses, made without checks, because the reader makes thousands; what
a person wrote in YAML is checked against the same annotations by pydantic (see ``yamldoc``).

Text is *inline wikitext*: it is what wiki people read and edit, and it goes back to the letter.
Line ends inside a value are always ``\n``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, Discriminator, Field, Tag, WithJsonSchema

__all__ = [
    "Argument",
    "Arguments",
    "Block",
    "Document",
    "Raw",
    "Section",
    "Transclusion",
    "kind_of",
    "sections_of",
]


class Value:
    """What all parts of a document share: no key in YAML that the type does not know."""

    __slots__ = ()
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Argument(Value):
    """One argument of a transclusion.

    ``name`` is None for a positional argument. MediaWiki trims white space around named arguments
    (so ``value`` has none at its ends) and keeps it in positional ones (so here it is kept).
    """

    name: str | None
    value: str


def _arguments_from_yaml(data: object) -> object:
    """Mapping, or list of texts and one-entry mappings → list of ``Argument``."""
    if isinstance(data, dict):
        data = [{name: value} for name, value in data.items()]
    if not isinstance(data, list | tuple):
        return data
    return [_argument_from_yaml(item) for item in data]


def _argument_from_yaml(item: object) -> object:
    match item:
        case Argument():
            return item
        case str():
            return {"name": None, "value": item}
        case dict() if len(item) == 1:
            [(name, value)] = item.items()
            return {"name": name, "value": value}
    return item


Arguments = Annotated[
    tuple[Argument, ...],
    BeforeValidator(_arguments_from_yaml),
    WithJsonSchema(
        {
            "description": "a mapping of names to values; with positional or repeated arguments, "
            "a list of texts (positional) and `name: value` items",
            "anyOf": [
                {"type": "object", "additionalProperties": {"type": "string"}},
                {
                    "type": "array",
                    "items": {
                        "anyOf": [
                            {"type": "string"},
                            {
                                "type": "object",
                                "additionalProperties": {"type": "string"},
                                "minProperties": 1,
                                "maxProperties": 1,
                            },
                        ]
                    },
                },
            ],
        }
    ),
]
"""Arguments in source order; order, repetition and positions count, so they are pairs."""


@dataclass(frozen=True, slots=True)
class Transclusion(Value):
    """A wiki ``{{name|argument|name=value}}``; ``name`` as written, trimmed."""

    name: str
    arguments: Arguments = ()


@dataclass(frozen=True, slots=True)
class Raw(Value):
    """Wikitext that is not modelled: kept to the letter and shown as such, never dropped."""

    text: Annotated[str, Field(min_length=1)]
    kind: Literal["raw"] = "raw"


def kind_of(block: object) -> str:
    """The kind of a block, as a value or as it stands in YAML; a plain text is a paragraph."""
    if isinstance(block, str):
        return "paragraph"
    kind = block.get("kind") if isinstance(block, dict) else getattr(block, "kind", None)
    return kind if isinstance(kind, str) else ""


Block = Annotated[
    Annotated[str, Field(min_length=1), Tag("paragraph")] | Annotated[Raw, Tag("raw")],
    Discriminator(kind_of),
]
"""A paragraph (a plain string of inline wikitext), or a value with a ``kind``."""


@dataclass(frozen=True, slots=True)
class Section(Value):
    """A heading and all that stands under it, to the next heading of its level or above.

    ``level`` is the number of ``=`` (1–6); a nested section's is greater than its parent's. In YAML
    it is left out where it is one more than the parent's (2 at the top).
    """

    heading: str
    level: Annotated[int, Field(ge=1, le=6)] = 2
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Document(Value):
    """One article.

    ``preamble`` holds what stands before the infobox (hatnotes, comments) and is empty when there
    is no infobox; ``lead`` is everything from there to the first heading.
    """

    title: str | None = None
    language: str | None = None
    preamble: tuple[Block, ...] = ()
    infobox: Transclusion | None = None
    lead: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


def sections_of(document: Document) -> Iterator[Section]:
    """All sections, nested ones included, in reading order."""
    stack = list(reversed(document.sections))
    while stack:
        section = stack.pop()
        yield section
        stack.extend(reversed(section.sections))
