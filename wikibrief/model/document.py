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
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Tag,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

__all__ = [
    "DEEPEST_INDENT",
    "MOST_BLANK_LINES",
    "Argument",
    "Arguments",
    "Block",
    "BulletList",
    "Caption",
    "Category",
    "Cell",
    "Comment",
    "Definition",
    "DefinitionList",
    "Document",
    "Element",
    "Figure",
    "Gallery",
    "GalleryImage",
    "Gap",
    "Heading",
    "Infobox",
    "LanguageLink",
    "ListBlock",
    "ListItem",
    "OrderedList",
    "Preformatted",
    "Raw",
    "References",
    "Row",
    "Rule",
    "Section",
    "Switch",
    "Table",
    "Transclusion",
    "kind_of",
    "sections_of",
]

DEEPEST_INDENT = 20
"""How far a table is indented at most; more colons before it count as so many."""
MOST_BLANK_LINES = 1000
"""How many blank lines a gap has at most; more in a source count as so many."""


class Value:
    """What all parts of a document share: no key in YAML that the type does not know.

    ``words`` is the field that is a list of single words, for which one line in YAML is enough.
    """

    __slots__ = ()
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")
    words: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class Argument(Value):
    """One argument of a transclusion.

    ``name`` is None for a positional argument. MediaWiki trims white space around named arguments
    (so ``value`` has none at its ends) and keeps it in positional ones (so here it is kept).
    """

    name: str | None
    value: str


class Shorthand:
    """Marks a value that is written as one of its fields where it has no other.

    Which one is the type's ``shorthand``: a list item without nested lists is its text. ``form`` is
    what JSON Schema calls the type of that field.
    """

    def __init__(self, form: str = "string") -> None:
        self._form = form

    def __get_pydantic_core_schema__(
        self, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Read the short form as the long one."""
        name: str = source.shorthand

        def expand(data: object) -> object:
            return data if isinstance(data, dict | source) else {name: data}

        return core_schema.no_info_before_validator_function(expand, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Allow both forms."""
        return {"anyOf": [{"type": self._form}, handler(schema)]}


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
class Infobox(Value):
    """The article's ``{{Infobox …|name=value}}``; ``name`` as written, trimmed."""

    name: str
    arguments: Arguments = ()


# --- blocks; a paragraph is a plain string


@dataclass(frozen=True, slots=True)
class Transclusion(Value):
    """A ``{{name|argument|name=value}}`` that stands as a block of its own."""

    name: str
    arguments: Arguments = ()
    kind: Literal["transclusion"] = "transclusion"


@dataclass(frozen=True, slots=True)
class ListItem(Value):
    """One ``*`` or ``#`` line and the lists nested in it; without ``text`` it has no line."""

    text: str | None = None
    lists: tuple[ListBlock, ...] = ()
    shorthand: ClassVar[str] = "text"


@dataclass(frozen=True, slots=True)
class BulletList(Value):
    """Lines that begin with ``*``."""

    items: tuple[Annotated[ListItem, Shorthand()], ...]
    kind: Literal["bullet_list"] = "bullet_list"


@dataclass(frozen=True, slots=True)
class OrderedList(Value):
    """Lines that begin with ``#``."""

    items: tuple[Annotated[ListItem, Shorthand()], ...]
    kind: Literal["ordered_list"] = "ordered_list"


@dataclass(frozen=True, slots=True)
class Definition(Value):
    """A ``; term`` line, a ``: definition`` line, or both on one, ``; term : definition``.

    ``term_lists`` are lists in place of a term, ``;* like this``.
    """

    term: str | None = None
    definition: str | None = None
    lists: tuple[ListBlock, ...] = ()
    term_lists: tuple[ListBlock, ...] = ()
    shorthand: ClassVar[str] = "definition"


@dataclass(frozen=True, slots=True)
class DefinitionList(Value):
    """Lines that begin with ``;`` or ``:``; the latter alone is how wikis indent."""

    items: tuple[Annotated[Definition, Shorthand()], ...]
    kind: Literal["definition_list"] = "definition_list"


ListBlock = Annotated[BulletList | OrderedList | DefinitionList, Discriminator("kind")]


@dataclass(frozen=True, slots=True)
class Cell(Value):
    """A table cell: what stands on its line, and the ``blocks`` on the lines after it.

    What stands on its line is ``text``, or ``header`` in a header cell. ``attributes``
    are HTML attributes to the letter, as everywhere.
    """

    text: str | None = None
    header: str | None = None
    attributes: str | None = None
    blocks: tuple[Block, ...] = ()
    shorthand: ClassVar[str] = "text"


@dataclass(frozen=True, slots=True)
class Caption(Value):
    """What ``|+`` begins in a table."""

    text: str = ""
    attributes: str | None = None
    blocks: tuple[Block, ...] = ()
    shorthand: ClassVar[str] = "text"


@dataclass(frozen=True, slots=True)
class Row(Value):
    """A table row.

    ``blocks`` is what stands before its first cell (a comment, a transclusion), ``caption`` one
    that stands after its cells, and not at the head of the table, where it belongs.
    """

    attributes: str = ""
    blocks: tuple[Block, ...] = ()
    cells: tuple[Annotated[Cell, Shorthand()], ...] = ()
    caption: Annotated[Caption, Shorthand()] | None = None
    shorthand: ClassVar[str] = "cells"


@dataclass(frozen=True, slots=True)
class Table(Value):
    """A ``{| … |}``; ``indent`` is the number of ``:`` before it."""

    indent: Annotated[int, Field(ge=0, le=DEEPEST_INDENT)] = 0
    attributes: str = ""
    caption: Annotated[Caption, Shorthand()] | None = None
    rows: tuple[Annotated[Row, Shorthand("array")], ...] = ()
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Figure(Value):
    """A ``[[File:…|option|caption]]`` on a line of its own; ``file`` without its namespace.

    ``namespace`` is told where it is not the ``File`` that every wiki knows: ``Datei``.
    """

    file: str
    options: tuple[str, ...] = ()
    caption: str | None = None
    namespace: str = "File"
    kind: Literal["figure"] = "figure"
    words: ClassVar[str] = "options"


@dataclass(frozen=True, slots=True)
class Category(Value):
    """A ``[[Category:name|sort key]]``; ``name`` without its namespace (see ``Figure``)."""

    name: str
    sort_key: str | None = None
    namespace: str = "Category"
    kind: Literal["category"] = "category"


@dataclass(frozen=True, slots=True)
class LanguageLink(Value):
    """A ``[[fr:page]]``: the article in another language."""

    language: str
    page: str
    kind: Literal["language_link"] = "language_link"


@dataclass(frozen=True, slots=True)
class GalleryImage(Value):
    """A line of a gallery; its ``namespace`` may be left out in the source."""

    file: str
    options: tuple[str, ...] = ()
    caption: str | None = None
    namespace: str = "File"
    shorthand: ClassVar[str] = "file"
    words: ClassVar[str] = "options"


@dataclass(frozen=True, slots=True)
class Gallery(Value):
    """A ``<gallery>``."""

    attributes: str = ""
    images: tuple[Annotated[GalleryImage, Shorthand()], ...] = ()
    kind: Literal["gallery"] = "gallery"


@dataclass(frozen=True, slots=True)
class References(Value):
    """Where the notes are shown: ``<references/>``; ``refs`` are those that it defines itself."""

    attributes: str = ""
    refs: tuple[str, ...] = ()
    kind: Literal["references"] = "references"


@dataclass(frozen=True, slots=True)
class Element(Value):
    """An HTML element around blocks, ``<div>`` or ``<blockquote>`` for example.

    ``text`` is what stands on the line of its opening tag, ``blocks`` what stands on those after.
    """

    tag: str
    attributes: str = ""
    text: str | None = None
    blocks: tuple[Block, ...] = ()
    kind: Literal["element"] = "element"


@dataclass(frozen=True, slots=True)
class Gap(Value):
    """Blank lines between two blocks, where a wiki may show that they are not the usual ones.

    None at all is said as well: what stands in two lines, one below the other, is one paragraph if
    the wiki makes text of both, such as a transclusion.
    """

    lines: Annotated[int, Field(ge=0, le=MOST_BLANK_LINES)] = 1
    kind: Literal["gap"] = "gap"


@dataclass(frozen=True, slots=True)
class Preformatted(Value):
    """Text that is shown as it stands: ``<pre>`` and its kin, or lines that begin with a blank."""

    text: str
    tag: str | None = None
    attributes: str = ""
    kind: Literal["preformatted"] = "preformatted"


@dataclass(frozen=True, slots=True)
class Comment(Value):
    """A ``<!-- text -->`` on a line of its own."""

    text: str
    kind: Literal["comment"] = "comment"


@dataclass(frozen=True, slots=True)
class Switch(Value):
    """A behaviour switch such as ``__NOTOC__``."""

    word: str
    kind: Literal["switch"] = "switch"


@dataclass(frozen=True, slots=True)
class Heading(Value):
    """A heading in a table cell or an element; at the top it begins a section."""

    level: Annotated[int, Field(ge=1, le=6)]
    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Rule(Value):
    """A ``----``."""

    kind: Literal["rule"] = "rule"


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
    Annotated[str, Field(min_length=1), Tag("paragraph")]
    | Annotated[BulletList, Tag("bullet_list")]
    | Annotated[Category, Tag("category")]
    | Annotated[Comment, Tag("comment")]
    | Annotated[DefinitionList, Tag("definition_list")]
    | Annotated[Element, Tag("element")]
    | Annotated[Figure, Tag("figure")]
    | Annotated[Gallery, Tag("gallery")]
    | Annotated[Gap, Tag("gap")]
    | Annotated[Heading, Tag("heading")]
    | Annotated[LanguageLink, Tag("language_link")]
    | Annotated[OrderedList, Tag("ordered_list")]
    | Annotated[Preformatted, Tag("preformatted")]
    | Annotated[Raw, Tag("raw")]
    | Annotated[References, Tag("references")]
    | Annotated[Rule, Tag("rule")]
    | Annotated[Switch, Tag("switch")]
    | Annotated[Table, Tag("table")]
    | Annotated[Transclusion, Tag("transclusion")],
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
    infobox: Infobox | None = None
    lead: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


def sections_of(document: Document) -> Iterator[Section]:
    """All sections, nested ones included, in reading order."""
    stack = list(reversed(document.sections))
    while stack:
        section = stack.pop()
        yield section
        stack.extend(reversed(section.sections))
