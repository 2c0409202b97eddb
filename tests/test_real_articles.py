"""The laws of the round trip on a folder of real articles (``make corpus``).

The folder is ``WIKIBRIEF_CORPUS``, else ``../shared/corpus`` beside the repository. Edits are drawn
at random places, always the same ones for the same article.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import html5lib
import pytest
from edits import is_kept

from wikibrief.markup.fitting.documents import fit
from wikibrief.markup.outline import assemble, flatten
from wikibrief.markup.reader.reading import Reading, read_source
from wikibrief.markup.references.lifting import read
from wikibrief.markup.roundtrip import write_wikitext
from wikibrief.markup.units import Piece, TitleLine, Unit
from wikibrief.model.document import Argument, BulletList, Gap, Heading, Infobox, ListItem, Raw
from wikibrief.page.writer import write_html
from wikibrief.problems import ProblemError
from wikibrief.templating.environment import Templates
from wikibrief.yamlform.documents import dump_yaml, load_yaml

pytestmark = pytest.mark.corpus

ROOT = Path(__file__).parent.parent
CORPUS = Path(os.environ.get("WIKIBRIEF_CORPUS") or ROOT / ".." / "shared" / "corpus")
SUFFIXES = {".wiki", ".wikitext", ".mediawiki"}
ARTICLES = sorted(path for path in CORPUS.rglob("*") if path.suffix in SUFFIXES)
NO_ARTICLES = pytest.param(
    None, id="none", marks=pytest.mark.skip(f"no articles in {CORPUS} (set WIKIBRIEF_CORPUS)")
)
EDITS_OF_A_KIND = 3
MUTATED = 100
TEMPLATES = Templates()

each_article = pytest.mark.parametrize("article", ARTICLES or [NO_ARTICLES], ids=lambda p: p.stem)


@pytest.fixture
def tally(tallies: dict[str, Counter[str]]) -> Counter[str]:
    return tallies["corpus"]


def text_of(article: Path) -> str:
    """The article to the letter: no line end is translated."""
    return article.read_bytes().decode("utf-8")


def raw_characters(piece: Piece) -> int:
    """How much of a piece is not modelled, also where it stands inside a table or an element."""
    if isinstance(piece.unit, Raw):
        return piece.end - piece.start
    return sum(map(raw_characters, piece.parts))


# -------------------------------------------------------------------------------------- laws 1 to 3


@each_article
def test_law_1_what_did_not_change_is_written_to_the_letter(
    article: Path, tally: Counter[str]
) -> None:
    source = text_of(article)
    reading = read_source(source)
    assert write_wikitext(reading.document, source, templates=TEMPLATES) == source
    raw = sum(map(raw_characters, reading.pieces))
    tally.update({"articles": 1, "characters": len(source), "of them raw": raw})


@each_article
def test_law_2_yaml_holds_the_document(article: Path) -> None:
    document = read(text_of(article))
    assert load_yaml(dump_yaml(document)) == document


@each_article
def test_law_3_the_canonical_form_reads_as_the_document(article: Path) -> None:
    document = read(text_of(article))
    text = write_wikitext(document, templates=TEMPLATES)
    assert read(text, document.title) == document
    assert write_wikitext(read(text), templates=TEMPLATES) == text


def hold_laws_1_to_3(source: str) -> None:
    document = read(source, dialect="mediawiki")
    again = write_wikitext(document, source, "mediawiki", templates=TEMPLATES)
    assert again == source, f"law 1: {source!r}"
    assert load_yaml(dump_yaml(document)) == document, f"law 2: {source!r}"
    text = write_wikitext(document, templates=TEMPLATES)
    assert read(text, document.title) == document, f"law 3: {source!r}"


def mutated(source: str, random: Random) -> str:
    """A stretch of the source with pieces cut out, doubled and swapped; it may end anywhere."""
    start = random.randrange(len(source))
    text = source[start : start + random.randint(20, 2_000)]
    for _ in range(random.randint(1, 4)):
        one, two = sorted(random.choices(range(len(text) + 1), k=2))
        size = random.choice([1, 2, 5, 40])
        head, piece, tail = text[:one], text[one : one + size], text[one + size :]
        text = random.choice(
            [head + tail, head + piece + piece + tail, text[:two] + piece + text[two:]]
        )
    return text


@each_article
def test_laws_1_to_3_hold_for_what_is_left_of_an_article(
    article: Path, tally: Counter[str]
) -> None:
    source = text_of(article)
    random = Random(article.stem)  # noqa: S311  the same ones in every run
    for _ in range(MUTATED):
        hold_laws_1_to_3(mutated(source, random))
        tally["mutated stretches"] += 1


PARSER_TESTS = Path(
    os.environ.get("WIKIBRIEF_PARSER_TESTS") or ROOT / ".." / "shared/evals/html/parsertests"
)
PARSER_TEST_FILES = sorted(PARSER_TESTS.rglob("*.txt"))
NO_PARSER_TESTS = pytest.param(
    None, id="none", marks=pytest.mark.skip(f"none in {PARSER_TESTS} (set WIKIBRIEF_PARSER_TESTS)")
)
WIKITEXT = re.compile(r"^!! ?(?:wikitext|input)\S*\n(.*?)\n!!", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("file", PARSER_TEST_FILES or [NO_PARSER_TESTS], ids=lambda p: p.stem)
def test_laws_1_to_3_hold_for_the_tests_of_mediawikis_parser(
    file: Path, tally: Counter[str]
) -> None:
    for found in WIKITEXT.finditer(file.read_text(encoding="utf-8")):
        hold_laws_1_to_3(found[1])
        tally["parser tests"] += 1


# -------------------------------------------------------------------------------------------- law 4

Span = tuple[int, int]
Edit = Callable[[Reading, list[Unit], Random], list[Span]]
"""Changes the units; tells which stretches of the source may change."""

WORDS = ("Kobé", "convoy", "''Ansongo''", "[[Gao|the city]]", "{{convert|3|km}}", "19–34", "a = b")


def words(random: Random) -> str:
    return "New " + " ".join(random.choices(WORDS, k=random.randint(1, 4)))


def gap(reading: Reading, index: int) -> Span:
    """What stands before piece ``index``, blank lines that are told included."""
    pieces = reading.pieces
    before = (piece.end for piece in reversed(pieces[:index]) if not isinstance(piece.unit, Gap))
    after = (piece.start for piece in pieces[index:] if not isinstance(piece.unit, Gap))
    return next(before, 0), next(after, len(reading.source.text))


def first_block(units: list[Unit]) -> int:
    """Where blocks begin: after the title line and the infobox."""
    heads = [i for i, unit in enumerate(units) if isinstance(unit, TitleLine | Infobox)]
    return max(heads, default=-1) + 1


def change_block(reading: Reading, units: list[Unit], random: Random) -> list[Span]:
    if first_block(units) == len(units):
        return insert_block(reading, units, random)
    at = random.randrange(first_block(units), len(units))
    unit, piece = units[at], reading.pieces[at]
    units[at] = replace(unit, text=words(random)) if isinstance(unit, Heading) else words(random)
    if not isinstance(
        unit, str | Heading
    ):  # another kind of block: what stands beside it may have to change
        return [(gap(reading, at)[0], gap(reading, at + 1)[1])]
    span = piece.parts[0] if piece.parts else piece
    return [(span.start, span.end)]


def change_word(reading: Reading, units: list[Unit], random: Random) -> list[Span]:
    """One word of a paragraph: the rest of the paragraph is copied all the same."""
    texts = [i for i, unit in enumerate(units) if isinstance(unit, str) and unit[:1].isalpha()]
    if not texts:
        return change_block(reading, units, random)
    at = random.choice(texts)
    units[at] = f"X{units[at]}"
    return [(reading.pieces[at].start, reading.pieces[at].end)]


def insert_block(reading: Reading, units: list[Unit], random: Random) -> list[Span]:
    at = random.randint(first_block(units), len(units))
    new = words(random)
    kinds: list[Unit] = [new, Heading(random.randint(2, 6), new), BulletList((ListItem(new),))]
    units.insert(at, random.choice(kinds))
    return [gap(reading, at)]


def delete_blocks(reading: Reading, units: list[Unit], random: Random) -> list[Span]:
    if first_block(units) == len(units):
        return insert_block(reading, units, random)
    start = random.randrange(first_block(units), len(units))
    end = random.randint(start + 1, min(len(units), start + 4))
    del units[start:end]
    return [(gap(reading, start)[0], gap(reading, end)[1])]


def move_block(reading: Reading, units: list[Unit], random: Random) -> list[Span]:
    if first_block(units) == len(units):
        return insert_block(reading, units, random)
    old, new = (random.randrange(first_block(units), len(units)) for _ in range(2))
    units.insert(new, units.pop(old))
    pieces = reading.pieces
    first, last = min(old, new), max(old, new)
    passed = pieces[last].end - pieces[first].start
    if pieces[old].end - pieces[old].start > passed / 2:  # cheaper to move what it goes past
        return [(gap(reading, first)[0], gap(reading, last + 1)[1])]
    return [(gap(reading, old)[0], gap(reading, old + 1)[1]), gap(reading, new + (new > old))]


BLOCK_EDITS: list[Edit] = [change_block, change_word, insert_block, delete_blocks, move_block]


def change_argument(box: Piece, arguments: list[Argument], random: Random) -> Span:
    at = random.randrange(len(arguments))
    argument, piece = arguments[at], box.parts[at + 1]
    arguments[at] = Argument(argument.name, words(random).replace(" = ", " "))
    return piece.parts[0].end if piece.parts else piece.start, piece.end


def rename_argument(box: Piece, arguments: list[Argument], random: Random) -> Span:
    at = random.randrange(len(arguments))
    argument, piece = arguments[at], box.parts[at + 1]
    if not piece.parts:
        return change_argument(box, arguments, random)
    arguments[at] = Argument("new name", argument.value)
    return box.parts[at].end, piece.parts[1].start


def insert_argument(box: Piece, arguments: list[Argument], random: Random) -> Span:
    at = random.randint(0, len(arguments))
    arguments.insert(at, Argument("new name", words(random)))
    return box.parts[at].end, box.parts[at + 1].start if at + 1 < len(box.parts) else box.end


def delete_argument(box: Piece, arguments: list[Argument], random: Random) -> Span:
    at = random.randrange(len(arguments))
    del arguments[at]
    return box.parts[at].end, box.parts[at + 2].start if at + 2 < len(box.parts) else box.end


def in_the_infobox(edit: Callable[[Piece, list[Argument], Random], Span]) -> Edit:
    def edit_infobox(reading: Reading, units: list[Unit], random: Random) -> list[Span]:
        for at, unit in enumerate(units):
            if isinstance(unit, Infobox) and unit.arguments:
                arguments = list(unit.arguments)
                span = edit(reading.pieces[at], arguments, random)
                units[at] = replace(unit, arguments=tuple(arguments))
                return [span]
        return change_block(reading, units, random)

    return edit_infobox


INFOBOX_EDITS: list[Edit] = [
    in_the_infobox(edit)
    for edit in (change_argument, rename_argument, insert_argument, delete_argument)
]


@each_article
@pytest.mark.parametrize("edits", [BLOCK_EDITS, INFOBOX_EDITS], ids=["blocks", "infobox"])
def test_law_4_an_edit_changes_nothing_else(
    article: Path, edits: list[Edit], tally: Counter[str]
) -> None:
    source = text_of(article)
    reading = read_source(source)
    random = Random(article.stem)  # noqa: S311  the same edits in every run
    for edit in edits * EDITS_OF_A_KIND:
        units: list[Unit] = [piece.unit for piece in reading.pieces]
        spans = edit(reading, units, random)
        document = assemble(units, title=reading.document.title)
        tally["edits"] += 1
        try:
            result = write_wikitext(document, source, templates=TEMPLATES)
        except ProblemError:
            tally["refused"] += 1
            continue
        read_back = read_source(result, document.title).document
        assert flatten(read_back, titled=True) == flatten(fit(document, "mediawiki"), titled=True)
        assert is_kept(reading, result, spans), result[:500]


VALUES = ("text", "value", "term", "definition", "header", "caption")
WORD = "Zyzzyva "


def values_in(unit: object) -> Iterator[tuple[object, ...]]:
    """The ways (fields and indices) to all values that hold text."""
    if isinstance(unit, tuple):
        for index, item in enumerate(unit):
            yield from ((index, *way) for way in values_in(item))
    elif is_dataclass(unit) and not isinstance(unit, Raw):  # which is markup, not a value
        for field in fields(unit):
            inner = getattr(unit, field.name)
            if isinstance(inner, str) and inner.strip() and field.name in VALUES:
                yield (field.name,)
            yield from ((field.name, *way) for way in values_in(inner))


def with_word(unit: Any, way: tuple[Any, ...]) -> Any:  # noqa: ANN401
    """The unit with a word put before the value that ``way`` leads to."""
    if not way:
        return WORD + unit
    step, *others = way
    if isinstance(unit, tuple):
        return (*unit[:step], with_word(unit[step], tuple(others)), *unit[step + 1 :])
    return replace(unit, **{step: with_word(getattr(unit, step), tuple(others))})


@each_article
def test_law_4_a_word_put_into_any_value_is_all_that_is_new(
    article: Path, tally: Counter[str]
) -> None:
    source = text_of(article)
    reading = read_source(source)
    units: list[Unit] = [piece.unit for piece in reading.pieces]
    ways = [(at, way) for at, unit in enumerate(units) for way in values_in(unit)]
    random = Random(article.stem)  # noqa: S311  the same edits in every run
    for at, way in random.sample(ways, min(len(ways), 10 * EDITS_OF_A_KIND)):
        edited = [*units[:at], with_word(units[at], way), *units[at + 1 :]]
        document = assemble(edited, title=reading.document.title)
        tally["edits"] += 1
        try:
            result = write_wikitext(document, source, templates=TEMPLATES)
        except ProblemError:
            tally["refused"] += 1
            continue
        assert result.replace(WORD, "", 1) == source, (way, units[at])


# --------------------------------------------------------------------------------------------- HTML


@each_article
def test_the_page_is_valid_html(article: Path) -> None:
    page = write_html(read(text_of(article), article.stem), templates=TEMPLATES)
    html5lib.HTMLParser(strict=True).parse(page.encode(), transport_encoding="utf-8")
