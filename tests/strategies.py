"""What hypothesis makes for the laws: texts with everything nasty in them, and documents."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from wikibrief.model.document import (
    Argument,
    Block,
    BulletList,
    Caption,
    Category,
    Cell,
    Comment,
    Definition,
    DefinitionList,
    Document,
    Element,
    Figure,
    Gallery,
    GalleryImage,
    Gap,
    Heading,
    Infobox,
    LanguageLink,
    ListBlock,
    ListItem,
    OrderedList,
    Preformatted,
    Raw,
    Redirect,
    References,
    Row,
    Rule,
    Section,
    Switch,
    Table,
    Transclusion,
)

NASTY = " \n\t:-#'\"|>[]{}&*!%@`?,.=~<\\x\x00\x07\r\x85\u2028\u2029\ufeff\u00a0é😀"
"""What YAML, wikitext and line splitting give a meaning to."""

SNIPPETS = (
    *("", "no", "Yes", "null", "~", "12", "-3.5", "1e3", "0x1F", "12:30:45", "2025-02-07"),
    *("=", "<<", "---", "...", "- a", "a: b", "a #b", "a:", " a", "a ", "\ta", "\n a", "a\n\n"),
    *(
        "'''Battle'''",
        "[[Link]]",
        "{{flag|UK}}",
        "a\n{{b}}",
        "{{a}}\n{{b}}",
        "| cell",
        "* item",
        "# item",
        "🇬🇧 flag",
    ),
)
"""Whole texts that are likely to be taken for something else."""


SHORT = (
    Transclusion("clear"),
    Transclusion("Main", (Argument(None, "Tessit"), Argument(None, " [[a|b=c]] "))),
    Transclusion("Coord", (Argument(None, "1"), Argument("display", "title"), Argument(None, ""))),
    Transclusion("Quote", (Argument("text", "They = left."),)),
)
"""Transclusions that are lines of text in YAML, alone or next to text."""


def texts(*, min_size: int = 0) -> st.SearchStrategy[str]:
    """Any text of Unicode scalar values, most of them nasty."""
    return st.one_of(
        st.sampled_from([snippet for snippet in SNIPPETS if len(snippet) >= min_size]),
        st.text(NASTY, min_size=min_size, max_size=12),
        st.text(min_size=min_size, max_size=12),
        st.lists(st.text(NASTY, max_size=5), max_size=4)
        .map("\n".join)
        .filter(lambda text: len(text) >= min_size),
    )


def blocks(most: int = 3) -> st.SearchStrategy[tuple[Block, ...]]:
    return st.deferred(lambda: st.lists(st.one_of(*BLOCKS.values()), max_size=most)).map(tuple)


def tuples(values: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, max_size=most).map(tuple)


def arguments() -> st.SearchStrategy[tuple[Argument, ...]]:
    named = st.builds(Argument, texts(), texts())
    positional = st.builds(Argument, st.none(), texts())
    return tuples(named, 4) | tuples(named | positional, 4)


def lists(depth: int = 0) -> st.SearchStrategy[ListBlock]:
    """A list of any kind, with lists in its items."""
    kinds: list[type[ListBlock]] = [BulletList, OrderedList, DefinitionList]
    return st.one_of([lists_of(kind, depth) for kind in kinds])


def lists_of(kind: type[ListBlock], depth: int = 0) -> st.SearchStrategy[ListBlock]:
    nested = tuples(lists(depth + 1), 2) if depth < 2 else st.just(())
    if kind is not DefinitionList:
        return st.builds(kind, tuples(st.builds(ListItem, texts(), nested)))
    entries = st.builds(Definition, texts(), texts(), nested) | st.builds(
        Definition, st.none(), st.none() | texts(), nested, nested
    )
    return st.builds(kind, tuples(entries))


def tables() -> st.SearchStrategy[Table]:
    inside = st.just(()) | blocks(1)
    attributes = st.none() | texts()
    cells = st.builds(Cell, texts(), st.none(), attributes, inside)
    headers = st.builds(Cell, st.none(), texts(), attributes, inside)
    captions = st.none() | st.builds(Caption, texts(), attributes, inside)
    rows = st.builds(Row, texts(), inside, tuples(cells | headers), captions)
    return st.builds(Table, st.integers(0, 3), texts(), captions, tuples(rows))


BLOCKS: dict[str, st.SearchStrategy[Block]] = {
    "paragraph": texts(min_size=1),
    "bullet_list": lists_of(BulletList),
    "category": st.builds(Category, texts(), st.none() | texts()),
    "comment": st.builds(Comment, texts()),
    "definition_list": lists_of(DefinitionList),
    "element": st.builds(Element, texts(), texts(), st.none() | texts(), blocks(1)),
    "gallery": st.builds(Gallery, texts(), tuples(st.builds(GalleryImage, texts()))),
    "gap": st.builds(Gap, st.integers(0, 3)),
    "heading": st.builds(Heading, st.integers(1, 6), texts()),
    "language_link": st.builds(LanguageLink, texts(), texts()),
    "references": st.builds(References, texts(), tuples(texts())),
    "figure": st.builds(Figure, texts(), tuples(texts()), st.none() | texts()),
    "ordered_list": lists_of(OrderedList),
    "preformatted": st.builds(Preformatted, texts(), st.none() | texts(), texts()),
    "raw": st.builds(Raw, texts(min_size=1)),
    "redirect": st.builds(Redirect, texts()),
    "rule": st.builds(Rule),
    "switch": st.builds(Switch, texts()),
    "table": tables(),
    "transclusion": st.builds(Transclusion, texts(), arguments()) | st.sampled_from(SHORT),
}
"""Every kind of block; a test holds this table to the types."""


@st.composite
def sections(draw: st.DrawFn, above: int = 0) -> Section:
    """A section deeper than level ``above``, with its own sections in it."""
    level = draw(st.integers(above + 1, 6))
    inner: tuple[Section, ...] = ()
    if level < 6:
        inner = tuple(draw(st.lists(sections(level), max_size=2)))
    return Section(draw(texts()), level, draw(blocks()), inner)


def documents() -> st.SearchStrategy[Document]:
    """Any document at all: also such as no reader would make."""
    return st.builds(
        Document,
        title=st.none() | texts(),
        language=st.none() | texts(),
        preamble=blocks(),
        infobox=st.none() | st.builds(Infobox, texts(), arguments()),
        lead=blocks(),
        sections=st.lists(sections(), max_size=2).map(tuple),
    )
