r"""The document: every value that an article is made of.

This is the definition that everything else follows: the reader makes these values, the writers
render them, and the YAML form and its JSON Schema are derived from the types below, from their
annotations and the strings under their fields. It imports nothing but the standard library.

Values are immutable and say only what the source says: nothing derived (facts, numbers, link
targets), nothing about where a value was (the reader's source map), nothing about the dialect.
They are plain frozen dataclasses, made without checks, because the reader makes thousands. What
a person wrote in YAML is checked against the same annotations (``yamlform.validation``): a
``range`` in one says which numbers are allowed, a ``Form`` what a text looks like.

Text is *inline wikitext*: it is what wiki people read and edit, and it goes back to the letter.
Line ends inside a value are always ``\n``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple, TypeAlias

__all__ = [
    "DEEPEST_INDENT",
    "MOST_BLANK_LINES",
    "ON_ONE_LINE",
    "UNSEEN",
    "Argument",
    "Arguments",
    "Block",
    "BulletList",
    "Caption",
    "Category",
    "Cell",
    "Citation",
    "Comment",
    "Definition",
    "DefinitionList",
    "Document",
    "Element",
    "Figure",
    "FilledText",
    "Form",
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
    "Redirect",
    "Reference",
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
ON_ONE_LINE = -1
"""What a gap has for blank lines where two blocks are on one line."""
MOST_BLANK_LINES = 1000
"""How many blank lines a gap has at most; more in a source count as so many."""


class Form(NamedTuple):
    """What a text must look like: the ``pattern`` of all of it, and how messages describe it."""

    pattern: str
    description: str


FilledText = Annotated[str, Form(r"[\s\S]+", "text that is not empty")]
HeadingLevel = Annotated[int, range(1, 7)]


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a transclusion.

    MediaWiki trims white space around named arguments (so ``value`` has none at its ends) and keeps
    it in positional ones (so here it is kept).
    """

    name: str | None
    """None for a positional argument."""
    value: str


Arguments: TypeAlias = tuple[Argument, ...]
"""Arguments in source order; order, repetition and positions count, so they are pairs."""


@dataclass(frozen=True, slots=True)
class Infobox:
    """The article's ``{{Infobox …|name=value}}``."""

    name: str
    """The name of the wiki's template, ``Infobox person`` for example."""
    arguments: Arguments = ()
    """What the infobox says, by name."""


# --- blocks; a paragraph is a plain string


@dataclass(frozen=True, slots=True)
class Transclusion:
    """A ``{{name|argument|name=value}}`` that is a block of its own."""

    name: str
    """The name of the wiki's template or parser function: ``Main``, ``#if: …``."""
    arguments: Arguments = ()
    """The arguments in their order."""
    kind: Literal["transclusion"] = "transclusion"


@dataclass(frozen=True, slots=True)
class ListItem:
    """One ``*`` or ``#`` line and the lists nested in it."""

    text: str | None = None
    """The text of the line; without it the item has no line, only lists."""
    lists: tuple[ListBlock, ...] = ()
    """The lists nested in the item."""


@dataclass(frozen=True, slots=True)
class BulletList:
    """Lines that begin with ``*``."""

    items: tuple[ListItem, ...]
    """The items: a text each, or a mapping where lists are nested in one."""
    kind: Literal["bullet_list"] = "bullet_list"


@dataclass(frozen=True, slots=True)
class OrderedList:
    """Lines that begin with ``#``."""

    items: tuple[ListItem, ...]
    """The items: a text each, or a mapping where lists are nested in one."""
    kind: Literal["ordered_list"] = "ordered_list"


@dataclass(frozen=True, slots=True)
class Definition:
    """A ``; term`` line, a ``: definition`` line, or both on one, ``; term : definition``."""

    term: str | None = None
    """What is defined: the text after ``;``."""
    definition: str | None = None
    """What it means: the text after ``:``."""
    lists: tuple[ListBlock, ...] = ()
    """The lists nested in the definition."""
    term_lists: tuple[ListBlock, ...] = ()
    """Lists in place of a term, ``;* like this``."""


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """Lines that begin with ``;`` or ``:``; the latter alone is how wikis indent."""

    items: tuple[Definition, ...]
    """The lines: a text each for a definition alone, or a mapping with a term."""
    kind: Literal["definition_list"] = "definition_list"


ListBlock: TypeAlias = BulletList | OrderedList | DefinitionList


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: the text of its line, and blocks on the lines after it."""

    text: str | None = None
    """The text on the cell's line."""
    header: str | None = None
    """The text on the cell's line if it is a header cell, ``! like this``."""
    attributes: str | None = None
    """HTML attributes, to the letter; pages show ``rowspan`` and ``colspan``."""
    blocks: tuple[Block, ...] = ()
    """The blocks on the lines after the cell's first."""


@dataclass(frozen=True, slots=True)
class Caption:
    """What ``|+`` begins in a table."""

    text: str = ""
    """The text on the caption's line."""
    attributes: str | None = None
    """HTML attributes, to the letter."""
    blocks: tuple[Block, ...] = ()
    """The blocks on the lines after the caption's first."""


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: the list of its cells, or a mapping where there is more to say."""

    attributes: str = ""
    """HTML attributes, to the letter."""
    blocks: tuple[Block, ...] = ()
    """What comes before the first cell: a comment, a transclusion."""
    cells: tuple[Cell, ...] = ()
    """The cells: a text each, or a mapping for header cells, attributes and blocks."""
    caption: Caption | None = None
    """A caption after the row's cells instead of at the head of the table, where it belongs."""


@dataclass(frozen=True, slots=True)
class Table:
    """A ``{| … |}``."""

    indent: Annotated[int, range(DEEPEST_INDENT + 1)] = 0
    """The number of ``:`` before the table."""
    attributes: str = ""
    """HTML attributes, to the letter."""
    caption: Caption | None = None
    """The table's caption: a text, or a mapping with attributes or blocks."""
    rows: tuple[Row, ...] = ()
    """The rows: a list of cells each, or a mapping for a row with attributes."""
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Figure:
    """A ``[[File:…|option|caption]]`` on lines of its own."""

    file: str
    """The file's name, without ``File:``; pages show it if it is in ``content/media/``."""
    options: tuple[str, ...] = ()
    """What the wiki is to do with it: ``thumb``, ``upright=1.2``."""
    caption: str | None = None
    """The text under it."""
    namespace: str = "File"
    """The word before the name, where it is not the ``File`` that every wiki knows: ``Datei``."""
    kind: Literal["figure"] = "figure"


@dataclass(frozen=True, slots=True)
class Category:
    """A ``[[Category:name|sort key]]``."""

    name: str
    """The category's name, without ``Category:``."""
    sort_key: str | None = None
    """What the article is sorted by in the category's list."""
    namespace: str = "Category"
    """The word before the name, where it is not the ``Category`` that every wiki knows."""
    kind: Literal["category"] = "category"


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A ``[[fr:page]]``: the article in another language."""

    language: str
    """The other wiki's code: ``fr``."""
    page: str
    """The page's name on the other wiki."""
    kind: Literal["language_link"] = "language_link"


@dataclass(frozen=True, slots=True)
class GalleryImage:
    """A line of a gallery."""

    file: str
    """The file's name, without ``File:``."""
    options: tuple[str, ...] = ()
    """What the wiki is to do with it: ``alt=A view``."""
    caption: str | None = None
    """The text under it."""
    namespace: str = "File"
    """The word before the name, where it is not ``File``; a gallery's lines may have none."""


@dataclass(frozen=True, slots=True)
class Gallery:
    """A ``<gallery>``."""

    attributes: str = ""
    """The tag's attributes, to the letter: ``mode="packed"``."""
    images: tuple[GalleryImage, ...] = ()
    """The images: the name of a file each, or a mapping with a caption."""
    kind: Literal["gallery"] = "gallery"


@dataclass(frozen=True, slots=True)
class References:
    """Where the notes are shown: ``<references/>``."""

    attributes: str = ""
    """The tag's attributes, to the letter: ``group="note"``."""
    refs: tuple[str, ...] = ()
    """The ``<ref>``s that it defines itself, and comments between them, one a text."""
    kind: Literal["references"] = "references"


@dataclass(frozen=True, slots=True)
class Element:
    """An HTML element around blocks, ``<div>`` or ``<blockquote>`` for example."""

    tag: str
    """The element's name: ``div``."""
    attributes: str = ""
    """HTML attributes, to the letter."""
    text: str | None = None
    """The text on the line of the opening tag."""
    blocks: tuple[Block, ...] = ()
    """The blocks on the lines after the opening tag's."""
    kind: Literal["element"] = "element"


@dataclass(frozen=True, slots=True)
class Gap:
    """Blank lines between two blocks, where a wiki may show that they are not the usual ones.

    ``lines`` is 0 where a short transclusion is next to text: the wiki makes one paragraph of them
    if it is inline, and in YAML they are one text. It is -1 where two blocks are on one line, as
    after an infobox.
    """

    lines: Annotated[int, range(ON_ONE_LINE, MOST_BLANK_LINES + 1)] = 1
    """How many blank lines there are; -1 where both blocks are on one line."""
    kind: Literal["gap"] = "gap"


@dataclass(frozen=True, slots=True)
class Preformatted:
    """Text that is shown as it is: ``<pre>`` and its kin, or lines that begin with a blank."""

    text: str
    """The text; its line ends and blanks count."""
    tag: str | None = None
    """The element's name: ``pre``, ``syntaxhighlight``; without it the lines begin with a blank."""
    attributes: str = ""
    """The tag's attributes, to the letter: ``lang="python"``."""
    kind: Literal["preformatted"] = "preformatted"


@dataclass(frozen=True, slots=True)
class Comment:
    """A ``<!-- text -->`` on lines of its own."""

    text: str
    """What the comment says; pages do not show it."""
    kind: Literal["comment"] = "comment"


@dataclass(frozen=True, slots=True)
class Switch:
    """A behaviour switch such as ``__NOTOC__``."""

    word: str
    """The switch with its underscores: ``__NOTOC__``."""
    kind: Literal["switch"] = "switch"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in a table cell or an element; at the top it begins a section."""

    level: HeadingLevel
    """The number of ``=`` around it."""
    text: str
    """What the heading says."""
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Rule:
    """A ``----``."""

    kind: Literal["rule"] = "rule"


@dataclass(frozen=True, slots=True)
class Redirect:
    """A ``#REDIRECT [[page]]``: the article is another one; it comes before all else."""

    target: str
    """The page that it leads to."""
    word: str = "#REDIRECT"
    """What it begins with, in the wiki's language."""
    kind: Literal["redirect"] = "redirect"


@dataclass(frozen=True, slots=True)
class Raw:
    """Wikitext that is not modelled: kept to the letter and shown as such, never dropped."""

    text: FilledText
    """The wikitext."""
    kind: Literal["raw"] = "raw"


Block: TypeAlias = (
    FilledText
    | BulletList
    | Category
    | Comment
    | DefinitionList
    | Element
    | Figure
    | Gallery
    | Gap
    | Heading
    | LanguageLink
    | OrderedList
    | Preformatted
    | Raw
    | Redirect
    | References
    | Rule
    | Switch
    | Table
    | Transclusion
)
"""A paragraph (a plain string of inline wikitext), or a value with a ``kind``."""

UNSEEN = (Category, Comment, LanguageLink, Switch)
"""Blocks of which pages show nothing where they are."""


def kind_of(block: Block) -> str:
    """Return the kind of a block; a plain text is a paragraph."""
    return "paragraph" if isinstance(block, str) else block.kind


@dataclass(frozen=True, slots=True)
class Citation:
    """What a reference cites, in a transclusion of its own: ``{{cite web|title=…|url=…}}``."""

    name: str
    """The name of the wiki's template: ``cite web``."""
    arguments: Arguments = ()
    """What it says of the source, by name; each name once."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a ``<ref>`` says; the text holds a short mark in its place.

    ``<ref name="x"/>`` marks the reference with the key ``x``, ``<ref key/>`` one without a name.
    The first mark carries the definition, or the one in a list of references, or the one that says
    so: ``<ref here name="x"/>``.
    """

    key: str
    """The name of the reference, with its group in brackets if it has one; or a key of its own."""
    content: str | Citation
    """Inline wikitext, or a citation."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and all that follows it, to the next heading of its level or above."""

    heading: str
    """What the heading says."""
    level: HeadingLevel = 2
    """The number of ``=`` around the heading: more than that of the section around this one. In
    YAML it is left out where it is one more (2 at the top)."""
    blocks: tuple[Block, ...] = ()
    """The blocks from the heading to the next one."""
    sections: tuple[Section, ...] = ()
    """The sections nested in this one."""


@dataclass(frozen=True, slots=True)
class Document:
    """One article."""

    title: str | None = None
    """The article's name."""
    language: str | None = None
    """The article's language, as a tag: ``en``, ``pt-BR``."""
    preamble: tuple[Block, ...] = ()
    """The blocks before the infobox (hatnotes, comments); none when there is no infobox."""
    infobox: Infobox | None = None
    """The article's infobox."""
    lead: tuple[Block, ...] = ()
    """The blocks before the first heading, after the infobox."""
    sections: tuple[Section, ...] = ()
    """The sections in their order."""
    references: tuple[Reference, ...] = ()
    """What the notes say that the texts refer to, by key."""


def sections_of(document: Document) -> Iterator[Section]:
    """Yield all sections, nested ones included, in reading order."""
    stack = list(reversed(document.sections))
    while stack:
        section = stack.pop()
        yield section
        stack.extend(reversed(section.sections))
