"""An article that is said to be silent makes a page that reports nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cases import read_cases
from hypothesis import given
from hypothesis import strategies as st

from wikibrief.inline.context import Surroundings
from wikibrief.layouts.names import WIKIS
from wikibrief.markup.references.lifting import read
from wikibrief.model.metadata import Metadata
from wikibrief.page.silence import is_silent
from wikibrief.page.values import collect_values
from wikibrief.problems import ProblemError
from wikibrief.templating.environment import BUILT_IN, Templates
from wikibrief.yamlform.parser import parse

TESTS = Path(__file__).parent.parent
TEMPLATES = Templates()
MADE_CALL = re.compile(r"""["'][^"'\n]*\{\{(?![\s-])""")
WILD = str.maketrans({"*": "x", "#": "2", "@": "de"})
MEAN = (
    "1",
    "{",
    "}",
    "{1",
    "{{",
    "}}",
    "[[File:A.png|",
    "]]",
    "<",
    "#expr:x",
    "1|{",
    "<math>",
    "x=y",
)


def reports(text: str, metadata: Metadata) -> tuple[bool, list[str]]:
    """Whether a text is said to be silent, and what its page reports."""
    document = read(text, dialect="mediawiki")
    reported: list[str] = []
    around = Surroundings(
        image=lambda _: None,
        unshown=reported.append,
        error=lambda call, _: reported.append(call),
    )
    silent = is_silent(text, document, metadata, TEMPLATES, around)
    collect_values(document, metadata, TEMPLATES, around)
    return silent, reported


def is_right(text: str, metadata: Metadata | None = None) -> bool:
    try:
        silent, reported = reports(text, metadata or Metadata())
    except ProblemError:
        return True
    return not (silent and reported)


@pytest.mark.parametrize("file", sorted(TESTS.rglob("*.txt")), ids=lambda path: path.name)
def test_sources_of_the_corpora(file: Path) -> None:
    sections = [each for case in read_cases(file).cases for each in case.sections]
    sources = {each.text for each in sections if each.kind in {"wikitext", "article", "expected"}}
    assert [text for text in sorted(sources) if not is_right(text)] == []


@pytest.mark.parametrize("wiki", WIKIS)
def test_every_name_with_mean_arguments(wiki: str) -> None:
    data = parse((BUILT_IN / "transclusions/names" / f"{wiki}.yaml").read_text("utf-8")).data
    assert isinstance(data, dict)
    metadata = Metadata(language="en" if wiki == "more" else wiki)
    for number, names in enumerate(data.values()):
        assert isinstance(names, list)
        name = str(names[0]).translate(WILD)
        values = [MEAN[(number + count) % len(MEAN)] for count in range(4)]
        named = f"|title={values[0]}|url={values[1]}"
        for call in ("{{%s}}", "{{%s|%s}}", "{{%s|%s%s}}"):
            parts = (name, "|".join(values), named)[: call.count("%s")]
            assert is_right(f"Text {call % parts} goes on.\n", metadata), call % parts


PIECES = (
    *"{ }} {{ {{{ }}} | = [ [[ ]] < > <!-- --> : # ! a zqunknown".split(),
    *"flag Mali convert 5 km cite".split(),
    *("<ref>", "</ref>", "<nowiki>", "</nowiki>", "<math>", "{|", "|}", "\n", "\n\n", "File:A.png"),
    *("{{efn|", "{{convert|5|km}}", "{{zqunknown|", "{{#expr:", "Infobox person", "includeonly>"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_whatever_is_put_together(pieces: list[str]) -> None:
    assert is_right("Text " + "".join(pieces))


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen raided [[Tessit]].<ref>{{cite web|title=A|url=https://example.org}}</ref>",
        "{{Infobox person|name=A|born={{birth date|1990|1|2}}}}\nA.\n{{DEFAULTSORT:A, B}}",
        "One <!-- and {{zqunknown}}? no --> two.",
        "{| class=wikitable\n| {{flag|Mali}}\n|}\n\n{{reflist}}",
        "Words.\n\n{{Navbox of some things}}\n[[Category:A]]",
    ],
)
def test_silent(text: str) -> None:
    is_plain = "<!--" not in text
    assert reports(text, Metadata()) == (is_plain, [])


@pytest.mark.parametrize(
    "text",
    [
        "{{zqunknown|a}}",
        "{{{{{1}}}}}",
        "{{convert|{{zqunknown|a}}|km}}",
        "{{#expr:1/0}}",
        "{{<!-- -->zqunknown|a}}",
        "{<!-- -->{zqunknown}} {{zqunknown|a}}",
        "<mapframe zoom=3/>",
        "<Indicator>a</Indicator>",
        "<ref>{{zqunknown|a}}</ref>",
        "{{msg:zqunknown|a}}",
        "{{population density|x|y}}",
    ],
)
def test_not_silent(text: str) -> None:
    assert not reports(f"Text {text} goes on.\n", Metadata())[0]


def test_what_the_metadata_add_counts() -> None:
    assert not reports("Text.\n", Metadata(title="{{zqunknown|a}}"))[0]


def test_no_part_of_a_layout_makes_calls() -> None:
    parts = sorted((BUILT_IN / "transclusions/parts").rglob("*.j2"))
    assert parts
    found = [path.name for path in parts if MADE_CALL.search(path.read_text("utf-8"))]
    assert found == ["pages.html.j2"], "that one only looks for calls in what it is given"
