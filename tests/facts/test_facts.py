"""The facts by example, in our own words, and what holds for the facts of any document.

A case begins with a source, ``wikitext``; a word after it is the language of its text. What may
follow, in this order, each only where the case has it:

- ``infobox``: the date, place, sides and losses of the infobox;
- ``claims``: the claims of the text, one a line, with group, speaker, date and references;
- ``cited``: the claims of the infobox, in the same way;
- ``timeline``: the dates of the text, with the beginning of their sentences;
- ``totals``: the range for each category and group;
- ``unread``: the numbers that were left out, with the beginning of their sentences.
"""

from __future__ import annotations

import ast
import importlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from bounds import within
from cases import Case, CaseFile, Section, confirm, in_folder
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import documents

import wikibrief
from wikibrief.facts.extract import read_facts
from wikibrief.facts.language.lexicon import lexicons
from wikibrief.facts.model import Claim, Facts, Loss, Quantity
from wikibrief.markup.references.lifting import read
from wikibrief.model.document import Document

SEED = Path(__file__).parents[2] / "content" / "kobe-attack.wiki"


@pytest.mark.parametrize(("file", "case"), in_folder("facts/corpus"))
def test_corpus(file: CaseFile, case: Case, *, accept: bool) -> None:
    source = case.sections[0]
    document = replace(read(source.text), language=source.name or "en")
    facts = read_facts(document)
    sections = [
        Section(each.kind, "".join(f"{line}\n" for line in SHOWN[each.kind](facts)))
        for each in case.sections[1:]
    ]
    confirm(file, case, [source, *sections], accept=accept)


# --- facts as lines


def show_quantity(quantity: Quantity) -> str:
    low, high = quantity.low, quantity.high
    if low == high:
        text = str(low)
    elif high is None:
        text = f"{low}+"
    else:
        text = f"≤{high}" if low is None else f"{low}–{high}"
    return f"~{text}" if quantity.approximate else text


def show_loss(loss: Loss) -> str:
    return " ".join(filter(None, (show_quantity(loss.quantity), loss.category, loss.group)))


def show_infobox(facts: Facts) -> Iterator[str]:
    if facts.date:
        yield f"date: {facts.date.edtf} ({facts.date.precision})"
    for name in ("place", "part_of", "result"):
        if value := getattr(facts, name):
            yield f"{name}: {value}"
    if facts.coordinates:
        yield f"coordinates: {facts.coordinates.lat} {facts.coordinates.lon}"
    for number, side in enumerate(facts.sides, 1):
        yield f"side {number}: {' | '.join(side.belligerents)}"
        if side.commanders:
            yield f"  commanders: {' | '.join(side.commanders)}"
        for each in side.strength:
            yield f"  strength: {show_quantity(each.quantity)} {each.unit or ''}".rstrip()
        yield from (f"  {show_loss(loss)}" for loss in side.casualties)
    yield from (f"civilians: {show_loss(loss)}" for loss in facts.civilians)
    yield from (f"in all: {show_loss(loss)}" for loss in facts.casualties)


def show_claims(facts: Facts) -> Iterator[str]:
    for claim in (*facts.claims, *facts.further):
        if claim.place.section[:1] != ("infobox",):
            yield show_claim(claim)


def show_cited(facts: Facts) -> Iterator[str]:
    return (show_claim(claim) for claim in facts.claims if claim.is_of_infobox)


def show_claim(claim: Claim) -> str:
    category = f"{claim.category} by {claim.cause}" if claim.cause else claim.category
    parts = [f"{show_quantity(claim.quantity)} {category}", claim.group or "-"]
    if claim.including:
        some = (f"{show_quantity(each.quantity)} {each.group}" for each in claim.including)
        parts[-1] += f" ({', '.join(some)})"
    renamed = f" = {claim.speaker}" if claim.speaker != claim.source else ""
    parts += [f"{claim.source}{renamed}" if claim.source else "-", claim.date or "-"]
    parts += [" ".join(filter(None, (each.key, each.url, each.date))) for each in claim.references]
    while parts[-1] == "-":
        parts.pop()
    return " | ".join(parts)


def show_timeline(facts: Facts) -> Iterator[str]:
    return (f"{each.date} {beginning(each.sentence)}" for each in facts.timeline)


def show_totals(facts: Facts) -> Iterator[str]:
    for total in facts.totals:
        span = show_quantity(Quantity(total.low, total.high))
        who = f"{', '.join(total.lowest)} / {', '.join(total.highest)}"
        disputed = " disputed" if total.disputed else ""
        category = f"{total.category} by {total.cause}" if total.cause else total.category
        yield f"{span} {category} | {total.group or '-'} | {who}{disputed}"


def show_unread(facts: Facts) -> Iterator[str]:
    return (f"{', '.join(each.figures) or '?'}: {beginning(each.text)}" for each in facts.unread)


def beginning(sentence: str) -> str:
    return " ".join(sentence.split()[:5])


SHOWN: dict[str, Callable[[Facts], Iterator[str]]] = {
    "infobox": show_infobox,
    "claims": show_claims,
    "cited": show_cited,
    "timeline": show_timeline,
    "totals": show_totals,
    "unread": show_unread,
}


# --- the library


def test_the_function_has_the_name_of_its_package() -> None:
    document = read(SEED.read_text(encoding="utf-8"))
    before = wikibrief.facts(document)
    importlib.import_module("wikibrief.facts.language.dates")  # sets the attribute `facts`

    assert wikibrief.facts(document) == before == read_facts(document)
    assert isinstance(before, wikibrief.Facts)


def test_facts_in_yaml_are_read_by_any_reader_of_yaml() -> None:
    facts = wikibrief.facts(read(SEED.read_text(encoding="utf-8")))
    data = yaml.safe_load(wikibrief.dump_facts(facts))
    assert data["date"]["start"] == "2025-02-07"
    assert data["sides"][0]["casualties"][0]["low"] == 20
    assert data["sides"][0]["casualties"][0]["high"] is None
    assert data["civilians"][0]["category"] == "killed"
    assert data["claims"][-1]["source"] == "HRW"
    assert json.dumps(data)


def test_the_seed_says_how_many_civilians_were_hurt_and_who_says_so() -> None:
    facts = wikibrief.facts(read(SEED.read_text(encoding="utf-8")))
    totals = {(each.category, each.group): each for each in facts.totals}
    wounded, killed = totals["wounded", "civilians"], totals["killed", "civilians"]
    assert (wounded.low, wounded.high, wounded.lowest) == (13, 34, ("Malian government",))
    assert (killed.low, killed.high, killed.lowest) == (25, 34, ("Malian government",))
    assert wounded.disputed
    assert killed.disputed


def test_a_review_is_used_and_marked() -> None:
    document = read(SEED.read_text(encoding="utf-8"))
    reviews = {
        "place": {"value": "Kobé", "text": "Near Kobé, Gao Region, Mali"},
        "sides/2/belligerents": ["ISGS"],
        "civilians": [{"category": "killed", "low": 34, "high": "34"}],
    }
    facts = wikibrief.facts(document, reviews)
    assert facts.place == "Kobé"
    assert facts.sides[1].belligerents == ("ISGS",)
    assert [show_loss(loss) for loss in facts.civilians] == ["34 killed"]
    assert facts.reviewed == tuple(reviews)
    assert replace(facts, place="Near Kobé, Gao Region, Mali").result == "Indecisive"


@pytest.mark.parametrize(
    "reviews",
    [
        {"weather": "dry"},
        {"sides/3/belligerents": ["Niger"]},
        {"sides/1/colour": "red"},
        {"place": 3},
        {"coordinates": {"lat": 91, "lon": 0}},
        {"civilians": [{"low": 3}]},
        {"civilians": [{"category": "killed", "low": "many"}]},
        {"date": {"end": "2025"}},
    ],
)
def test_a_wrong_review_is_refused(reviews: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="`"):
        wikibrief.facts(read(SEED.read_text(encoding="utf-8")), reviews)


# --- what holds for any document


@given(documents())
def test_every_document_has_facts(document: Document) -> None:
    facts = read_facts(document)
    assert facts == read_facts(document)
    yaml.safe_load(wikibrief.dump_facts(facts))


WORDS = st.sampled_from(
    "killed wounded dead were and or of the 20 34 civilians , . ( ) at least up to including whom "
    "3 May 1944 – one two losses reported by according Mali lost tanks prisoners took 1,200".split()
)


@given(st.lists(WORDS, max_size=40))
def test_a_claim_has_the_number_that_its_sentence_has(words: list[str]) -> None:
    text = " ".join(words).removeprefix("*")
    facts = read_facts(Document(language="en", lead=(text,) if text else ()))
    for claim in facts.claims:
        assert claim.sentence in text
        figures = {claim.quantity.low, claim.quantity.high} - {None}
        assert figures
        assert all(
            f"{figure:,}" in claim.sentence or figure in {1, 2, 1944}
            for figure in figures
            if figure
        )


OPENERS = st.sampled_from(
    ["{{", "[[", "<ref>", "{{flag|", "'''", "<br>", "*", "{|", "<!--", "34 killed"]
)


@given(st.lists(OPENERS, max_size=60).map("".join))
@settings(deadline=2000)
def test_a_hostile_value_is_only_text(value: str) -> None:
    source = (
        f"{{{{Infobox military conflict\n| combatant1 = {value}\n| casualties1 = {value}\n}}}}\n"
    )
    read_facts(read(source))
    read_facts(Document(language="en", lead=(value,) if value else ()))


def test_depth_and_length_are_bounded() -> None:
    for value in (
        "{{nowrap|" * 3000 + "34 killed" + "}}" * 3000,
        "{{" * 20_000,
        "1" * 50_000,
        "34 " * 9000,
    ):
        source = (
            f"{{{{Infobox military conflict\n| casualties1 = {value}\n}}}}\n{value} were killed."
        )
        read_facts(replace(read(source), language="en"))


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["Five people were killed " + "– a " * 12_000 + "."],
        [f"The Abc{number} Agency said that 5 people were killed." for number in range(3000)],
        ["34 killed, " * 4000 + "."],
        ["killed 34 and " * 3500 + "."],
        ["at least 34 of the 34 " * 2000 + "were killed."],
    ],
    ids=["dashes", "sources", "claims", "objects", "wholes"],
)
def test_many_of_one_kind_take_no_more_than_their_time(paragraphs: list[str]) -> None:
    with within(6):
        read_facts(Document(language="en", lead=tuple(paragraphs)))


@pytest.mark.parametrize("name", ["casualties1", "casualties3", "commander1", "strength1", "date"])
@pytest.mark.parametrize(
    "value", ["34, ", "34 killed, ", "est. 34; ", "34 killed<br>or ", "J. Ex and "]
)
def test_long_values_take_no_more_than_their_time(name: str, value: str) -> None:
    text = value * (39_000 // len(value))
    source = f"{{{{Infobox military conflict\n| combatant1 = x\n| {name} = {text}\n}}}}\n"
    with within(6):
        read_facts(read(source))


def test_a_sentence_that_is_too_long_is_unread() -> None:
    facts = read_facts(Document(language="en", lead=("34 killed, " * 1000 + ".",)))
    assert not facts.claims
    assert [len(each.figures) for each in facts.unread] == [1000]


@pytest.mark.parametrize("text", ["20 soldiers died.", "Bombing kills 12 people.", "12 morts."])
def test_a_short_text_without_a_language_is_read_in_its_own(text: str) -> None:
    assert read_facts(Document(lead=(text,))).claims
    assert not read_facts(Document(lead=("20 Soldaten getötet.",))).claims


@pytest.mark.parametrize("language", sorted(lexicons()))
def test_a_lexicon_is_complete(language: str) -> None:
    """Every list of the English file is in each language, so that no rule is silently without."""
    missing = lexicons()["en"].data.keys() - lexicons()[language].data.keys()
    assert not missing


@pytest.mark.parametrize("language", sorted(lexicons()))
def test_a_vocabulary_can_be_read(language: str) -> None:
    """Its lists are in alphabetical order, each word once, and its lines are short."""
    file = ROOM / "language" / "vocabulary" / f"{language}.yaml"
    assert max(map(len, file.read_text(encoding="utf-8").splitlines())) <= 100
    for words in lists_in(lexicons()[language].data):
        assert words == sorted(set(words), key=lambda word: (word.lower(), word))


def lists_in(data: object) -> Iterator[list[str]]:
    """The lists of words of a vocabulary."""
    if isinstance(data, Mapping):
        yield from (words for each in data.values() for words in lists_in(each))
    elif isinstance(data, list) and not any(isinstance(each, list) for each in data):
        yield [str(word) for word in data]


ROOM = Path(wikibrief.__file__).parent / "facts"
OF_SENTENCES = {*ROOM.glob("language/*.py"), *ROOM.glob("text/*.py"), *ROOM.glob("box/[ls]*.py")}
OF_LETTERS = {
    ROOM / name for name in ("language/shown.py", "language/tokens.py", "text/citations.py")
}


@pytest.mark.parametrize("path", sorted(OF_SENTENCES - OF_LETTERS), ids=lambda path: path.stem)
def test_no_vocabulary_is_in_code(path: Path) -> None:
    """Words are in the files of languages: code compares no text with a word of its own."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not [ast.unparse(node) for node in ast.walk(tree) if has_vocabulary(node)]


@pytest.mark.parametrize(
    ("code", "has_words"),
    [
        ("item.lower == 'dont'", True),
        ("item.lower in {'early', 'late'}", True),
        ("token.text not in ('of', 'from')", True),
        ("item.lower.endswith(('ing', 'whom'))", True),
        ("re.compile(r'(?:and|or|et)')", True),
        ("item.lower in lexicon.words('openers')", False),
        ("item.text in {'.', '!'}", False),
        ("item.tag == 'K' and hit.rule in {'lost', 'were lost'}", False),
        ("re.compile(r'(?P<first>[XWPA]+)|r[^,]+')", False),
    ],
)
def test_vocabulary_in_code_is_seen(code: str, has_words: bool) -> None:  # noqa: FBT001
    assert any(map(has_vocabulary, ast.walk(ast.parse(code)))) == has_words


def has_vocabulary(node: ast.AST) -> bool:
    """Whether code compares a text with a word, or has a pattern of several words."""
    match node:
        case ast.Compare(left=ast.Attribute(attr="lower" | "text"), comparators=[other]):
            return has_word(other)
        case ast.Call(
            func=ast.Attribute(
                value=ast.Attribute(attr="lower" | "text"), attr="startswith" | "endswith"
            )
        ):
            return any(map(has_word, node.args))
        case ast.Constant(value=str(pattern)):
            plain = re.sub(r"\(\?P?<\w+>|\\\w", "", pattern)
            return re.search(r"[a-zà-ÿ]{2,}\|[a-zà-ÿ]{2,}", plain) is not None
    return False


def has_word(node: ast.AST) -> bool:
    """Whether a constant, or one of a set or tuple of them, has letters."""
    match node:
        case ast.Constant(value=value):
            return re.search(r"[^\W\d_]", str(value)) is not None
        case ast.Set(elts=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts):
            return any(map(has_word, parts))
    return False
