"""What hypothesis makes for the laws: texts with everything nasty in them, and documents."""

from __future__ import annotations

from hypothesis import strategies as st

from wikibrief.document import Argument, Block, Document, Raw, Section, Transclusion

NASTY = " \n\t:-#'\"|>[]{}&*!%@`?,.=~<\\x\x00\x07\r\x85\u2028\u2029\ufeff\u00a0é😀"
"""What YAML, wikitext and line splitting give a meaning to."""

SNIPPETS = (
    *("", "no", "Yes", "null", "~", "12", "-3.5", "1e3", "0x1F", "12:30:45", "2025-02-07"),
    *("=", "<<", "---", "...", "- a", "a: b", "a #b", "a:", " a", "a ", "\ta", "\n a", "a\n\n"),
    *("'''Battle'''", "[[Link]]", "{{flag|UK}}", "| cell", "* item", "# item", "🇬🇧 flag"),
)
"""Whole texts that are likely to be taken for something else."""


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


def raws() -> st.SearchStrategy[Raw]:
    return st.builds(Raw, texts(min_size=1))


BLOCKS: dict[str, st.SearchStrategy[Block]] = {
    "paragraph": texts(min_size=1),
    "raw": raws(),
}
"""Every kind of block; a test holds this table to the types."""


def blocks() -> st.SearchStrategy[tuple[Block, ...]]:
    return st.lists(st.one_of(*BLOCKS.values()), max_size=3).map(tuple)


def transclusions() -> st.SearchStrategy[Transclusion]:
    named = st.builds(Argument, texts(), texts())
    positional = st.builds(Argument, st.none(), texts())
    arguments = st.lists(named, max_size=4) | st.lists(named | positional, max_size=4)
    return st.builds(Transclusion, texts(), arguments.map(tuple))


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
        infobox=st.none() | transclusions(),
        lead=blocks(),
        sections=st.lists(sections(), max_size=2).map(tuple),
    )
