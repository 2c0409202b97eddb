"""The laws of the round trip (docs/ROUNDTRIP.md), on sources that are made and mutated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from edits import is_kept
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from meaning import meaning

from wikibrief.markup.dialects import DIALECTS, Dialect
from wikibrief.markup.fitting.documents import fit
from wikibrief.markup.outline import assemble, flatten
from wikibrief.markup.reader.reading import Reading, read_source
from wikibrief.markup.references.lifting import read
from wikibrief.markup.references.lowering import lower_references
from wikibrief.markup.roundtrip import write_wikitext
from wikibrief.markup.units import TitleLine, Unit
from wikibrief.model.document import Argument, Document, Heading, Infobox
from wikibrief.problems import ProblemError
from wikibrief.templating.environment import Templates
from wikibrief.yamlform.documents import dump_json, dump_yaml, load_json, load_yaml

SEED = (Path(__file__).parents[2] / "content" / "kobe-attack.wiki").read_text(encoding="utf-8")
TEMPLATES = Templates()
SEED_MEDIAWIKI = write_wikitext(read(SEED), templates=TEMPLATES)

HOSTILE = """
= T =|Infobox|- a: b|- Date: x: y - z|- x|-|----|== A ==|=== B ===|= C =|== A =|===|text|'''b'''
{{|}}|{{Infobox x|{{Infobox military conflict\\n| place = B\\n}}|{{a}}|{{a\\n|b}}|{{!}}|{{{p}}}
[[|]]|[[File:x]]|[[Category:z]]|[[a|b]]|<!--|-->|<!-- c -->|<ref>|</ref>|<ref name=x/>|<pre>|</pre>
<noinclude>|</noinclude>|<includeonly>a</includeonly>|<onlyinclude>|;;|:;*|;# m|== A ==</noinclude>
<div>|</div>|<nowiki>|</nowiki>|{||}|* i|# j|: k|; l| pre|__TOC__|&amp;|é|𐍈|https://x.y
"""
FRAGMENTS = [
    *(
        part.replace("\\n", "\n")
        for line in HOSTILE.strip().splitlines()
        for part in line.split("|")
    ),
    *("|+ a", "|-", "||", "! h", "\n|}", "\n<!-- c -->", "\n \n"),
    *("|", "=", "| a = b", "\n", "\n\n", " ", "\t", "\r\n", "\r", "\0", "\ufeff", "\x85", "\u2028"),
]


@st.composite
def assembled(draw: st.DrawFn) -> str:
    """Fragments of markup in any order."""
    glue = st.sampled_from(["", "", "\n", " "])
    return "".join(draw(st.lists(st.sampled_from(FRAGMENTS) | glue, max_size=16)))


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """The seed with pieces cut out, doubled, and strewn with markup."""
    text = draw(st.sampled_from([SEED, SEED_MEDIAWIKI, SEED.replace("\n", "\r\n")]))
    text = text[: draw(st.sampled_from([420, 900, 4000]))]
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(text)))
        other = draw(st.integers(0, len(text)))
        new = draw(st.sampled_from(["", text[other : other + 40]]) | st.sampled_from(FRAGMENTS))
        text = text[:at] + new + text[at + draw(st.integers(0, 30)) :]
    return text


sources = assembled() | mutated() | st.text(max_size=60)


@given(sources)
def test_law_1_an_unchanged_document_is_written_to_the_letter(source: str) -> None:
    assert write_wikitext(read(source), source, templates=TEMPLATES) == source


@given(sources)
def test_the_pieces_partition_the_source(source: str) -> None:
    reading = read_source(source)
    position = 0
    for piece in reading.pieces:
        assert position <= piece.start <= piece.end
        between = reading.source.text[position : piece.start]
        assert not between.strip(" \t\n\ufeff"), "what is between pieces is white space"
        position = piece.end
    assert not reading.source.text[position:].strip(" \t\n\ufeff")


@given(sources)
def test_law_2_yaml_and_json_hold_every_document_that_is_read(source: str) -> None:
    document = read(source)
    assert load_yaml(dump_yaml(document)) == document
    assert load_json(dump_json(document)) == document


NESTS = [
    ("{|\n|\n", "\n|}"),
    ("{|\n|+\n", "\n|}"),
    ("{|\n| a || ", "\n|}"),
    (":{|\n|-\n|+\n", "\n|}"),
    ("<!-- c -->{|\n|\n", ""),
    ("<div>\n", "\n</div>"),
    ("<blockquote>", "</blockquote>"),
    ("<ul><li>\n* a\n", "\n</li></ul>"),
]
LEAVES = ["text", "*:;#" * 9, "=== h ===", "<gallery>\nA.jpg|alt=a|b\n</gallery>", "{{a|b=c|d}}"]
SIX_SECTIONS = "".join(f"\n{'=' * level} h {'=' * level}" for level in range(1, 7))


@given(
    st.lists(st.sampled_from(NESTS), min_size=1, max_size=8),
    st.sampled_from([1, 5, 12, 1_000]),
    st.sampled_from(LEAVES),
)
@settings(max_examples=20)
def test_law_2_holds_however_deep_blocks_nest(
    nests: list[tuple[str, str]], times: int, leaf: str
) -> None:
    openings, closings = zip(*nests * times, strict=True)
    source = "\n".join([SIX_SECTIONS, "".join(openings) + leaf + "".join(reversed(closings))])
    document = read(source)
    assert load_yaml(dump_yaml(document)) == document


@given(sources, st.sampled_from(DIALECTS))
@example("= Kobé attack =\n\nInfobox\n- {{<nowiki> b: c\n\nText", "mediawiki")
def test_law_3_the_canonical_form_reads_as_the_document(source: str, dialect: Dialect) -> None:
    document = read(source)
    try:
        text = write_wikitext(document, dialect=dialect, templates=TEMPLATES)
    except ProblemError:
        assert (
            dialect == "plain"
            or is_broken_plain(document)
            or has_loose_markup(document)
            or has_infobox_in_text(document)
        )
        return
    title = document.title if dialect == "plain" else None  # not part of mediawiki's markup
    wanted = replace(fit(lower_references(document), dialect), title=title)
    read_back = replace(lower_references(read(text, document.title)), title=title)
    if read_back != wanted:  # marks that would be read as something else are escaped
        assert has_loose_markup(document)
        assert meaning(read_back) == meaning(wanted)
    assert write_wikitext(read(text), dialect=dialect, templates=TEMPLATES) == text


def is_broken_plain(document: Document) -> bool:
    """What the plain dialect's head becomes when its title line is broken; it reads as plain."""
    first = next(iter(document.sections), None)
    blocks = first.blocks if first else ()
    return bool(blocks) and isinstance(blocks[0], str) and blocks[0].startswith("Infobox")


def has_infobox_in_text(document: Document) -> bool:
    """Whether a paragraph goes on after an infobox, which is text in the plain dialect alone."""
    return any(isinstance(block, str) and "{{Infobox" in block for block in document.lead)


def has_loose_markup(document: Document) -> bool:
    """Whether the infobox holds brackets, which the plain dialect takes as text."""
    arguments = document.infobox.arguments if document.infobox else ()
    return any(set("{}[]<") & {*(argument.name or ""), *argument.value} for argument in arguments)


@given(sources)
def test_what_is_read_fits_its_own_dialect_as_it_is(source: str) -> None:
    reading = read_source(source)
    assert fit(reading.document, reading.dialect) == reading.document


# ------------------------------------------------------------------------------------- law 4: edits

Span = tuple[int, int]
"""A stretch of the source that an edit may change."""


def touched(reading: Reading, first: int, last: int) -> Span:
    """Pieces ``first`` to ``last - 1`` and the separators around them (at least these)."""
    pieces = reading.pieces
    start = pieces[first - 1].end if first else 0
    end = pieces[last].start if last < len(pieces) else len(reading.source.text)
    return start, end


WORDS = st.text("abc é-'", min_size=1, max_size=12).map(lambda text: f"x{text.strip()}")


class Edited:
    """A reading, the units of its document after an edit, and what the edit may change."""

    def __init__(self, source: str, data: st.DataObject) -> None:
        self.reading = read_source(source)
        self.units: list[Unit] = [piece.unit for piece in self.reading.pieces]
        self.draw = data.draw
        self.spans: list[Span] = []

    def position(self, *, end: bool = False) -> int:
        """A place among the units after the title line and the infobox."""
        heads = [i for i, unit in enumerate(self.units) if isinstance(unit, TitleLine | Infobox)]
        first, last = max(heads, default=-1) + 1, len(self.units) - (not end)
        assume(first <= last)
        return self.draw(st.integers(first, last))

    def change(self) -> None:
        at = self.position()
        new, unit = self.draw(WORDS), self.units[at]
        self.units[at] = replace(unit, text=new) if isinstance(unit, Heading) else new
        piece = self.reading.pieces[at]
        span = piece.parts[0] if piece.parts else piece
        self.spans = [(span.start, span.end)]

    def insert(self) -> None:
        at = self.position(end=True)
        self.units.insert(at, self.draw(WORDS | st.builds(Heading, st.integers(2, 6), WORDS)))
        self.spans = [touched(self.reading, at, at)]

    def delete(self) -> None:
        first = self.position()
        last = self.draw(st.integers(first + 1, len(self.units)))
        del self.units[first:last]
        self.spans = [touched(self.reading, first, last)]

    def move(self) -> None:
        old, new = self.position(), self.position()
        self.units.insert(new, self.units.pop(old))
        self.spans = [
            touched(self.reading, old, old + 1),
            touched(self.reading, new + (new > old), new + (new > old)),
        ]

    def document(self) -> Document:
        return assemble(self.units, title=self.reading.document.title)


EDITS: list[Callable[[Edited], None]] = [Edited.change, Edited.insert, Edited.delete, Edited.move]

well_formed = st.sampled_from(
    [
        SEED,
        SEED_MEDIAWIKI,
        SEED.replace("\n", "\r\n"),
        SEED_MEDIAWIKI.replace(" ==\n", " ==\n\n").rstrip("\n"),
        "\ufeff" + SEED.replace("== Attack ==", "==Attack==  "),
    ]
)


@given(st.data(), well_formed, st.sampled_from(EDITS))
def test_law_4_an_edit_of_blocks_changes_nothing_else(
    data: st.DataObject, source: str, edit: Callable[[Edited], None]
) -> None:
    edited = Edited(source, data)
    edit(edited)
    document = edited.document()
    result = write_wikitext(document, source, templates=TEMPLATES)
    assert read_source(result, document.title).document == document
    assert is_kept(edited.reading, result, edited.spans), result


@given(st.data(), sources, st.sampled_from(EDITS))
def test_an_edit_of_any_source_is_written_as_meant_or_refused(
    data: st.DataObject, source: str, edit: Callable[[Edited], None]
) -> None:
    edited = Edited(source + "\n\nend", data)
    edit(edited)
    document = edited.document()
    try:
        result = write_wikitext(document, source + "\n\nend", templates=TEMPLATES)
    except ProblemError:
        return
    reading = read_source(result, document.title)
    wanted = fit(document, reading.dialect)
    assert flatten(reading.document, titled=True) == flatten(wanted, titled=True)


INFOBOXES = [
    (
        "{{Infobox military conflict\n| conflict = A\n| date     = B\n| place    =\n"
        "| result   = C <!-- c -->\n}}\nText.\n"
    ),
    "{{Infobox x|a=1|b=2|c={{d|e=f}}}}'''Text''' goes on.\n",
    "{{infobox x\n |a = 1\n |b = [[c|d]]\n |stray\n |a = 2 }}\n\nText\n",
    "= T =\n\nInfobox\n- Conflict: A\n- Odd key: B: c - d\n-Date:\n-  Place :  C\n\nText\n",
]


@given(st.data(), st.sampled_from([*INFOBOXES, *(box.replace("\n", "\r\n") for box in INFOBOXES)]))
def test_law_4_an_edit_of_the_infobox_changes_nothing_else(
    data: st.DataObject, source: str
) -> None:
    reading = read_source(source)
    infobox = reading.document.infobox
    assert infobox is not None
    box = next(piece for piece in reading.pieces if isinstance(piece.unit, Infobox))
    parts = box.parts
    arguments = list(infobox.arguments)
    at = data.draw(st.integers(0, len(arguments) - 1))
    start, end = parts[at].end, parts[at + 2].start if at + 2 < len(parts) else box.end
    match data.draw(st.sampled_from(["change", "empty", "insert", "delete", "rename"])):
        case "change":
            arguments[at] = Argument(arguments[at].name, data.draw(WORDS))
            piece = parts[at + 1]
            start = piece.parts[0].end if piece.parts else piece.start
            end = piece.end
        case "empty" if arguments[at].name is not None:
            arguments[at] = Argument(arguments[at].name, "")
            end = parts[at + 1].end
        case "delete" if len(arguments) > 1:
            del arguments[at]
        case "rename" if arguments[at].name is not None:
            arguments[at] = Argument("new name", arguments[at].value)
            end = parts[at + 1].parts[1].start
        case _:
            arguments.insert(at, Argument("other", data.draw(WORDS)))
            end = parts[at + 1].start
    document = replace(reading.document, infobox=replace(infobox, arguments=tuple(arguments)))
    result = write_wikitext(document, source, templates=TEMPLATES)
    assert read_source(result, document.title).document == document
    assert is_kept(reading, result, [(start, end)]), result


@pytest.mark.parametrize("opener", ["<!--", "{{a|", "[[a", "<nowiki>", "<ref>"])
def test_what_an_infobox_of_lines_opens_ends_with_it(opener: str) -> None:
    source = f"Infobox\n- Place: Tessit {opener}\n- Date: May\n\nOne.\n\nTwo. -->}}}}]]\n"
    document = read(source)
    assert document.lead == ("One.", "Two. -->}}]]")
    assert fit(document, "plain") == document
    assert write_wikitext(document, base=source) == source
