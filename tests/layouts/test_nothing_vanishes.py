"""Nothing vanishes: a word in any argument is on the page, hidden by name, or reported.

Each layout is tried with a word of its own in every argument: in positional ones, alone and
together, and in every named one that its template reads, and in one that no layout knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from wikibrief.checks.run import check
from wikibrief.inline.context import PageContext
from wikibrief.layouts import reads
from wikibrief.layouts.filters import FILTERS
from wikibrief.layouts.finding import Layouts
from wikibrief.layouts.names import FOLDER, WIKIS
from wikibrief.layouts.reads import argument_names
from wikibrief.markup.reader.reading import read_blocks
from wikibrief.model.document import Argument
from wikibrief.page.renderer import Renderer
from wikibrief.templating.environment import BUILT_IN, Templates
from wikibrief.yamlform.parser import parse

TEMPLATES = Templates()
WORDS = "zqalef zqbet zqgimel zqdalet zqhe zqvav".split()
_NO_NAME = re.compile(r"[\[\]<>]|\Aformatnum:")
WILD = str.maketrans({"*": "de", "@": "de", "#": "5"})
WORK = [
    ("title", "T"),
    ("last", "L"),
    ("url", "http://example.org/a"),
    ("archive-url", "http://example.org/b"),
]
CONTEXTS = {
    "cite": [*WORK, ("date", "2001")],
    **dict.fromkeys(("cited de", "cited fr", "cited it", "cited pl", "cited ru"), WORK),
    "harvc": [("last", "L"), ("in", "I"), ("in2", "J"), ("last2", "M")],
    "image": [("image", "A.png")],
}
"""Without these, an argument says nothing: when somebody looked, of a work without an address."""
NOT_ALONE = {
    "ps": "what ends a note is there when the note is",
    "postscript": "what ends a note is there when the note is",
}
"""Arguments that say nothing by themselves, and why."""


def names(wiki: str) -> Iterator[tuple[str, str]]:
    """The layouts and names of a wiki that are shown."""
    data = parse((BUILT_IN / "transclusions" / "names" / f"{wiki}.yaml").read_text("utf-8")).data
    assert isinstance(data, dict)
    for layout, those in data.items():
        if layout == "boxes" or layout.startswith("hidden/"):
            continue
        assert isinstance(those, list)
        for name in map(str, those):
            if not _NO_NAME.search(name):
                yield layout, name.translate(WILD)


def lost(name: str, arguments: list[tuple[str, str]], language: str) -> list[str]:
    """The arguments whose words are neither on the page, nor hidden by name, nor reported."""
    given = [Argument(None if key.isdecimal() else key, value) for key, value in arguments]
    layouts = Layouts(TEMPLATES, language)
    layout = layouts.find(name, given)
    assert layout
    if not layout.template:
        return []
    parts = (value if key.isdecimal() else f"{key}={value}" for key, value in arguments)
    source = "{{" + "|".join([name, *parts]) + "}}"
    render = Renderer(PageContext("Example", language, "https://wiki.example/"), TEMPLATES)
    html = f"{render.blocks(read_blocks(source))}{render.footnotes.render_leftover()}".lower()
    missing = [key for key, value in arguments if value not in html]
    if layout.template == f"{FOLDER}/infobox.html.j2":
        hidden = layouts.hidden_in_box(layout.variant)
        return [key for key in missing if not hidden.hides(key, dict(arguments)[key])]
    hidden = layouts.hidden(layout.template.removeprefix(f"{FOLDER}/").removesuffix(".html.j2"))
    missing = [key for key in missing if not hidden.hides(key)]
    if layout.template == f"{FOLDER}/cite.html.j2":
        return [key for key in missing if layouts.vocabulary("citation").argument_of(key)]
    return [key for key in missing if layouts.shows(layout, key)]


@pytest.mark.parametrize(
    ("source", "messages"),
    [
        ("{{nowrap|a|b}}", ["1:12: argument 2 of `{{nowrap}}` is not shown"]),
        ("a\n{{sup|a|zq=b}}", ["2:9: `zq` of `{{sup}}` is not shown"]),
        ("{{nowrap|a|<!-- b -->}} {{nowrap|a|style=b}} {{#if:a|b|c|d}} {{DISPLAYTITLE:a|b}}", []),
        ("{{cite web|title=T|url=e.org}}", ["1:20: `url` is no address: `e.org` has no scheme"]),
        ("{{cite web|url=http://e.org}}", ["1:1: `{{cite web}}` has no title"]),
        (
            "{{cite book|title=T|tilte=U}}",
            ["1:21: `{{cite book}}` has no argument `tilte`: it is not shown"],
        ),
        (
            "{{cite book|title=T|U}}",
            ["1:21: `{{cite book}}` does not show argument 1, which has no name"],
        ),
        ("{{cite book|title=T|date=yesterday}}", ["1:21: `date` is no date: `yesterday`"]),
        ("{{cite book|title=T|url=https://e.org/|date=May–June 2012|access-date=2012-05-03}}", []),
        ("{{cite book|title=T|date=May–June 2012|year=c. 1900}}", []),
        ("{{cite book|title=T|date=3 de mayo de 2012|display-authors=3|ref=none}}", []),
    ],
)
def test_check(source: str, messages: list[str]) -> None:
    found = [f"{each.line}:{each.column}: {each.message}" for each in check(source)]
    assert found == messages


@pytest.mark.parametrize(("layout", "name"), list(names("en")))
def test_positional_arguments(layout: str, name: str) -> None:
    del layout
    for count in (1, 3, len(WORDS)):
        arguments = [(str(place), word) for place, word in enumerate(WORDS[:count], 1)]
        assert not lost(name, arguments, "en")


@pytest.mark.parametrize("wiki", [wiki for wiki in WIKIS if wiki != "en"])
def test_positional_arguments_in_other_languages(wiki: str) -> None:
    tried: set[str] = set()
    for layout, name in names(wiki):
        if layout in tried or _CHOICE.search(layout):
            continue
        tried.add(layout)
        for count in (1, len(WORDS)):
            arguments = [(str(place), word) for place, word in enumerate(WORDS[:count], 1)]
            assert not lost(name, arguments, "en" if wiki == "more" else wiki), name


_CHOICE = re.compile(r"phrase/.*\{\d\|\d")
"""Phrases with ``{1|2}`` in them say the first of these that is given, as their wiki does."""


def examples() -> list[tuple[str, str, str]]:
    """A name of each layout and variant, from the first language that has it."""
    found: dict[str, tuple[str, str, str]] = {}
    for wiki in WIKIS:
        for layout, name in names(wiki):
            kind, _, variant = layout.partition("/")
            key = kind if kind in {"cite", "symbol"} and len(variant) > 4 else layout
            found.setdefault(key, ("en" if wiki == "more" else wiki, layout, name))
    return list(found.values())


@pytest.mark.parametrize(("language", "layout", "name"), examples())
def test_named_arguments(language: str, layout: str, name: str) -> None:
    found = Layouts(TEMPLATES, language).find(name)
    if found is None or not found.template:
        return
    known = argument_names(TEMPLATES.read(found.template), found.variant, TEMPLATES.read)
    for argument in (*known, "zqunknown"):
        if argument in NOT_ALONE or (argument == "zqunknown" and name == "s-"):
            continue
        context = [("1", "1"), ("2", "2"), *CONTEXTS.get(layout.partition("/")[0], ())]
        around = [pair for pair in context if pair[0] != argument]
        tried = ([(argument, "zqword")], [*around, (argument, "zqword")])
        assert any(argument not in lost(name, each, language) for each in tried), argument


def test_what_filters_read_is_known_of_filters_that_are_there() -> None:
    known = set(reads._OF_FILTERS)  # noqa: SLF001
    assert known <= set(FILTERS)
    types = {name: function.__annotations__.values() for name, function in FILTERS.items()}
    assert {name for name in types if "Arguments" in types[name]} <= known


@pytest.mark.parametrize(
    "family", sorted(p.stem for p in (BUILT_IN / FOLDER / "infoboxes").glob("*"))
)
def test_infoboxes(family: str) -> None:
    text = (BUILT_IN / FOLDER / "infoboxes" / f"{family}.yaml").read_text("utf-8")
    stems = set(re.findall(r"[a-z_]{3,}#?", text)) - {"columns", "rows"}
    keys = sorted({stem.replace("#", number) for stem in stems for number in ("", "1", "2")})
    arguments = [(key, f"zq{number}w") for number, key in enumerate(keys)]
    layouts = Layouts(TEMPLATES)
    box = layouts._family(family)  # noqa: SLF001  whatever names the family has
    assert box, "a family has rows"
    name = next(name for layout, name in names("en") if layout == f"infobox/{family}")
    assert not lost(name, [*arguments, ("zqunknown", "zqunknown")], "en")
