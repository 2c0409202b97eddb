"""Nothing vanishes: a word in any argument is on the page, hidden by name, or reported.

Each layout is tried with a word of its own in every argument: in positional ones, alone and
together, and in every named one that its template reads, and in one that no layout knows. The last
line of the run (``make words``) says how many words were tried, and what became of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from wikibrief.checks.run import check, check_reading
from wikibrief.layouts import reads
from wikibrief.layouts.filters import FILTERS
from wikibrief.layouts.finding import Layout, Layouts
from wikibrief.layouts.hidden import Hidden
from wikibrief.layouts.names import ALONE, FOLDER, WIKIS
from wikibrief.layouts.reads import argument_names
from wikibrief.markup.reader.reading import read_source
from wikibrief.markup.references.lifting import read
from wikibrief.model.document import Argument
from wikibrief.page.writer import write_html
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


PLACES = {
    "block": "{call}",
    "list item": "* One {call} two",
    "term": "; One {call}\n: two",
    "cell": "{{|\n|-\n| One\n| {call}\n|}}",
    "table caption": "{{|\n|+ One {call}\n|-\n| two\n|}}",
    "note": "One<ref>two {call}</ref>",
    "caption": "[[File:A.png|thumb|One {call}]]",
    "gallery": "<gallery>\nA.png|One {call}\n</gallery>",
    "heading": "== One {call} ==\ntwo",
    "argument": "{{{{efn|One {call}}}}}",
    "infobox": "{{{{Infobox person|name=N|occupation=One {call}}}}}",
    "side": "{{{{Infobox military conflict|conflict=N|combatant1={call}|combatant2=two}}}}",
    "plain": "= T =\n\nInfobox\n- Result: One {call}\n\nTwo.",
    "plain text": "= T =\n\nOne {call}",
}
"""Where a transclusion can be: what it shows must not depend on that."""


class Verdicts:
    """What became of words: visible, hidden by name, reported, or lost; counted in ``tally``."""

    def __init__(self, tally: Counter[str]) -> None:
        self.tally = tally

    def lost(
        self,
        name: str,
        arguments: list[tuple[str, str]],
        language: str,
        place: str = "block",
        *,
        is_last_try: bool = True,
    ) -> list[str]:
        """The arguments whose words are neither on the page, nor hidden by name, nor reported.

        Words begin with ``zq``; other values are there so that the layout says something. What is
        lost is counted in the last try only.
        """
        given = [Argument(None if key.isdecimal() else key, value) for key, value in arguments]
        layouts = Layouts(TEMPLATES, language)
        layout = layouts.find(name, given)
        assert layout
        if not layout.template:
            return []
        parts = (value if key.isdecimal() else f"{key}={value}" for key, value in arguments)
        source = PLACES[place].format(call="{{" + "|".join([name, *parts]) + "}}")
        words = {key: value for key, value in arguments if value.startswith("zq")}
        html = page(source, language).lower()
        unseen = [key for key, word in words.items() if word not in html]
        hidden = hidden_by(layouts, layout)
        missing = [key for key in unseen if not hidden.hides(key, words[key])]
        messages = reported(source, language) if missing else ""
        lost = [key for key in missing if not re.search(rf"`{key}`|argument {key}\b", messages)]
        if is_last_try or not lost:
            self.tally["words tried"] += len(words)
            self.tally["visible"] += len(words) - len(unseen)
            self.tally["hidden by name"] += len(unseen) - len(missing)
            self.tally["reported"] += len(missing) - len(lost)
            self.tally["lost"] += len(lost)
        return lost


def hidden_by(layouts: Layouts, layout: Layout) -> Hidden:
    """What a layout leaves out on purpose."""
    if layout.template == f"{FOLDER}/infobox.html.j2":
        return layouts.hidden_in_box(layout.variant)
    return layouts.hidden(layout.template.removeprefix(f"{FOLDER}/").removesuffix(".html.j2"))


def page(source: str, language: str) -> str:
    """What the page of a source shows, with the notes that no list shows."""
    document = replace(read(source, "Example"), language=language)
    return write_html(document, templates=TEMPLATES, fragment=True)


def reported(source: str, language: str) -> str:
    """The messages of all problems of a source."""
    reading = read_source(source, "Example")
    reading = replace(reading, document=replace(reading.document, language=language))
    return "\n".join(problem.message for problem in check_reading(reading))


@pytest.fixture
def verdicts(tallies: dict[str, Counter[str]]) -> Verdicts:
    return Verdicts(tallies["nothing vanishes"])


@pytest.mark.parametrize(
    ("source", "messages"),
    [
        ("{{nowrap|a|b}}", ["1:12: argument 2 of `{{nowrap}}` is not shown"]),
        (
            "{{quote|text=a|sign=b|author=c|character=d}}",
            ["1:16: `sign` of `{{quote}}` is not shown, but `author`"],
        ),
        ("{{efn|a|text=b}}", ["1:9: `text` of `{{efn}}` is not shown, but argument 1"]),
        ("a\n{{sup|a|zq=b}}", ["2:9: `zq` of `{{sup}}` is not shown"]),
        ("{{nowrap|a|<!-- b -->}} {{nowrap|a|style=color: red}}", []),
        ("{{#if:a|b|c|d}} {{DISPLAYTITLE:a|b}}", []),
        ("{{nowrap|a|style=late Gothic}}", ["1:12: `style` of `{{nowrap}}` is not shown"]),
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
def test_positional_arguments(layout: str, name: str, verdicts: Verdicts) -> None:
    del layout
    for count in (1, 3, len(WORDS)):
        arguments = [(str(place), word) for place, word in enumerate(WORDS[:count], 1)]
        assert not verdicts.lost(name, arguments, "en")


@pytest.mark.parametrize("wiki", [wiki for wiki in (*WIKIS, *ALONE) if wiki != "en"])
def test_positional_arguments_in_other_languages(wiki: str, verdicts: Verdicts) -> None:
    tried: set[str] = set()
    for layout, name in names(wiki):
        if layout in tried or _CHOICE.search(layout):
            continue
        tried.add(layout)
        for count in (1, len(WORDS)):
            arguments = [(str(place), word) for place, word in enumerate(WORDS[:count], 1)]
            assert not verdicts.lost(name, arguments, "en" if wiki == "more" else wiki), name


_CHOICE = re.compile(r"phrase/.*\{\d\|\d")
"""Phrases with ``{1|2}`` in them say the first of these that is given, as their wiki does."""


def examples() -> list[tuple[str, str, str]]:
    """A name of each layout and variant, from the first language that has it."""
    found: dict[str, tuple[str, str, str]] = {}
    for wiki in (*WIKIS, *ALONE):
        for layout, name in names(wiki):
            kind, _, variant = layout.partition("/")
            key = kind if kind in {"cite", "symbol"} and len(variant) > 4 else layout
            found.setdefault(key, ("en" if wiki == "more" else wiki, layout, name))
    return list(found.values())


@pytest.mark.parametrize(("language", "layout", "name"), examples())
def test_named_arguments(language: str, layout: str, name: str, verdicts: Verdicts) -> None:
    found = Layouts(TEMPLATES, language).find(name)
    if found is None or not found.template:
        return
    known = argument_names(TEMPLATES.read(found.template), found.variant, TEMPLATES.read)
    for argument in (*known, "zqunknown"):
        if argument in NOT_ALONE or (argument == "zqunknown" and name == "s-"):
            continue
        context = [("1", "1"), ("2", "2"), *CONTEXTS.get(layout.partition("/")[0], ())]
        around = [pair for pair in context if pair[0] != argument]
        tried = ([*around, (argument, "zqword")], [(argument, "zqword")])
        assert any(
            not verdicts.lost(name, each, language, is_last_try=each is tried[-1]) for each in tried
        ), argument


@pytest.mark.parametrize("place", [place for place in PLACES if place != "block"])
def test_places(place: str, verdicts: Verdicts) -> None:
    for number, (language, layout, name) in enumerate(examples()):
        if number % len(PLACES) == list(PLACES).index(place) and not _CHOICE.search(layout):
            arguments = [*CONTEXTS.get(layout.partition("/")[0], ())]
            arguments += [(str(count), word) for count, word in enumerate(WORDS[:2], 1)]
            assert not verdicts.lost(name, [*arguments, ("zqunknown", "zqword")], language, place)


def test_what_filters_read_is_known_of_filters_that_are_there() -> None:
    known = set(reads._OF_FILTERS)  # noqa: SLF001
    assert known <= set(FILTERS)
    types = {name: function.__annotations__.values() for name, function in FILTERS.items()}
    assert {name for name in types if "Arguments" in types[name]} <= known


@pytest.mark.parametrize(
    "family", sorted(p.stem for p in (BUILT_IN / FOLDER / "infoboxes").glob("*"))
)
def test_infoboxes(family: str, verdicts: Verdicts) -> None:
    text = (BUILT_IN / FOLDER / "infoboxes" / f"{family}.yaml").read_text("utf-8")
    stems = set(re.findall(r"[a-z_]{3,}#?", text)) - {"columns", "rows"}
    choices = (choice for place in re.findall(r"\{([^{}]+)\}", text) for choice in place.split("|"))
    stems |= {choice.partition(":")[0] for choice in choices if '"' not in choice}
    keys = sorted({stem.replace("#", number) for stem in stems for number in ("", "1", "2")})
    arguments = [(key, f"zq{number}w") for number, key in enumerate(keys)]
    layouts = Layouts(TEMPLATES)
    box = layouts._family(family)  # noqa: SLF001  whatever names the family has
    assert box, "a family has rows"
    language, name = box_of(family)
    assert not verdicts.lost(name, [*arguments, ("zqunknown", "zqunknown")], language)


def box_of(family: str) -> tuple[str, str]:
    """The first wiki that has boxes of a family, and one of them."""
    boxes = ((wiki, *each) for wiki in WIKIS for each in names(wiki))
    return next((wiki, name) for wiki, layout, name in boxes if layout == f"infobox/{family}")


FAMILIES = ["", *sorted(p.stem for p in (BUILT_IN / FOLDER / "infoboxes").glob("*"))]
VISIBLE = Path(__file__).parent / "visible_names.txt"


def visible_names() -> list[str]:
    """The names that boxes of every family show."""
    lines = (line.split(": ", 1) for line in VISIBLE.read_text("utf-8").splitlines())
    found = {
        name
        for line in lines
        if len(line) == 2 and len(line[0]) == 2
        for name in line[1].split(", ")
    }
    return sorted(found)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(
    "value", ["Zq{}w", "7{:04}", "3 May 1{:03}", "A stone of {}0042, blue: it is 3 m high."]
)
def test_names_that_are_always_visible(family: str, value: str) -> None:
    said = {name: value.format(number) for number, name in enumerate(visible_names())}
    box = box_of(family)[1] if family else "Infobox thing"
    arguments = "".join(f"|{name}={text}\n" for name, text in said.items())
    shown = page(f"{{{{{box}\n{arguments}}}}}\n", "en").replace(",", "")
    assert [name for name, text in said.items() if text.replace(",", "") not in shown] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("imagesize", "250px"), ("image_size", "200x150 px<!-- wide -->"), ("image_upright", "1.2"),
        ("taille image", "200"), ("mapsize", "200"), ("titlestyle", "background: #ddd; color: red"),
        ("width", "22em"), ("color", "#FFEEAA"), ("bodystyle", "width:20em"), ("embed", "yes"),
        ("native_name_lang", "fr"), ("coordinates_display", "inline,title"), ("leftarm1", "FFFFFF"),
        ("pattern_b1", "_thinstripes"), ("pushpin_map", "Mali"), ("any", "220px"),
        ("campaignbox", "{{Campaignbox A}}{{Campaignbox B}}"), ("flag_link", "Flag of Mali"),
    ],
)  # fmt: skip
def test_settings_of_infoboxes_are_hidden(name: str, value: str) -> None:
    hidden = Layouts(TEMPLATES).hidden_in_box("")
    assert hidden.hides(name, value)
    assert name in {"pattern_b1", "pushpin_map", "flag_link"} or not hidden.hides(
        name, "A word, 1."
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("width", "Max: 40 ft"), ("height", "Left: 40 m; right: 38 m"), ("color", "White: a third"),
        ("margin", "Left: three killed"), ("rear_display", "OLED, HDR"), ("resolution", "1080 px"),
        ("couleur yeux", "violet"), ("campaignbox", "{{quote|Forty died here.}}"),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_setting_is_shown(name: str, value: str) -> None:
    assert not Layouts(TEMPLATES).hidden_in_box("").hides(name, value)
