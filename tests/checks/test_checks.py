"""Checks beyond what the corpus shows (``corpus/checks.txt``): files, and hostile sources."""

from __future__ import annotations

from pathlib import Path

import pytest
from bounds import within

from wikibrief.checks.findings import MOST_OF_A_KIND
from wikibrief.checks.run import check, check_reading
from wikibrief.markup.reader.reading import read_source
from wikibrief.templating.environment import Templates
from wikibrief.wiki.namespaces import Namespace
from wikibrief.wiki.titles import page_name


def told(text: str, *media: str) -> list[str]:
    """The problems of a text when these files are in ``media/``."""
    files = {page_name(name, Namespace.FILE) for name in media}
    problems = check_reading(read_source(text), files)
    return [line for problem in problems for line in str(problem).splitlines()]


def test_files_that_are_not_there_are_told_with_the_nearest_name() -> None:
    text = "[[File:Tessit map.png|thumb|A map]]\n\nThe [[Datei:Flag of Mali.svg|20px]] flag.\n"
    assert told(text, "Tessit map.jpg") == [
        "-:1:3: warning: the file `Tessit map.png` is not in media/",
        "    hint: did you mean `Tessit map.jpg`?",
        "-:3:7: warning: the file `Flag of Mali.svg` is not in media/",
    ]


def test_files_have_the_names_that_wikis_give_them() -> None:
    text = "[[File:tessit_map.png]]\n[[Image: Tessit map.png |thumb]]\n"
    assert told(text, "Tessit map.png") == []
    assert told("[[File:Tessit map.png]]\n", "tessit_map.png") == []
    assert told("[[File:Te\u0301ssit.png]]\n", "T\u00e9ssit.png") == []


def test_files_of_galleries_cells_and_arguments_are_looked_for() -> None:
    text = (
        "{{multiple image|image1=[[File:A.jpg]]}}\n"
        "<gallery mode=packed>\nFile:B.jpg|b\n</gallery>\n"
        "{|\n| [[File:C.jpg|20px]]\n|}\n"
    )
    assert [line.split("`")[1] for line in told(text, "D.png")] == ["A.jpg", "B.jpg", "C.jpg"]


def test_who_has_no_files_at_all_need_not_hear_of_each() -> None:
    assert told("Map:\n[[File:A.jpg]]\n[[File:B.jpg]]\n") == [
        "-:2:3: warning: 2 files are shown, and there is none in media/"
    ]


def test_links_to_files_show_none() -> None:
    text = "[[:File:Map.png]] [[Media:Map.png]] <nowiki>[[File:Map.png]]</nowiki> [[Mali]]\n"
    assert told(text) == []


def test_files_are_not_missed_where_no_folder_is_known() -> None:
    assert check("[[File:Map.png]]\n") == []


MANY = 10_000


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"<ref name=r{number}/>" for number in range(MANY)),
        "".join(f"<ref name=r>{number}</ref>" for number in range(MANY)),
        "{{#tag:ref|" * MANY + "|name=a}}" * MANY,
        "{{a|b=c|b=" * MANY + "}}" * MANY,
        "{{a|" * MANY + "=}}" * MANY,
        "{{a|" * MANY + "\n==b\n\n=}}" * MANY,
        "{{" * MANY + "}}" * MANY,
        "[[a|" * MANY + "]]" * MANY,
        f"{{{{Infobox military conflict{''.join(f'|x{n}=1' for n in range(MANY))}}}}}",
        "[[]]" * MANY,
        "[[File:A.jpg]]\n" * MANY,
        "== ==\n====== a ======\n== b\n" * MANY,
        f"<ref {'name ' * MANY}{'a= ' * MANY}>b</ref>",
        "<references><gallery><poem>{{a|b=|b=}}</poem></gallery></references>" * MANY,
        "<!---->[http:// ]" * MANY,
    ],
    ids=lambda text: text[:24].replace("\n", " "),
)
def test_hostile_sources_are_checked_in_linear_time_and_few_words(text: str) -> None:
    with within(20):
        problems = check_reading(read_source(text), ["B.jpg"])
    kinds = 4  # at most so many at once in one of these
    assert len(problems) <= kinds * (MOST_OF_A_KIND + 1)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("\n".join("*" * depth + " x" for depth in range(1, 200)), "list"),
        ("{|\n|\n" * 120 + "x" + "\n|}" * 120, "table"),
    ],
)
def test_what_is_nested_too_deep_is_reported(text: str, what: str) -> None:
    message = f"warning: this {what} is nested too deep: it is kept as raw wikitext"
    assert any(message in line for line in told(text))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('<references group="a"><!-- none --></references>\n', "element"),
        ("<div>\n\n== A ==\n</div>\n", "element"),
        ("{|\n| a\n|} after\n", "table"),
    ],
)
def test_other_raw_wikitext_is_a_note_and_not_said_to_be_deep(text: str, what: str) -> None:
    raw = [line for line in told(text) if "raw wikitext" in line]
    assert all(f"note: this {what} is kept as raw wikitext" in line for line in raw)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Raid\n\nText.\n", "1:1: warning: `# Raid` is an item of a numbered list"),
        ("Text.\n\n## Attack ##\nText.\n", "3:1: warning: `## Attack` is an item of a numbered"),
        ("It was **very** bad.\n", "1:8: warning: `**very**` is not bold"),
        ("See [the wiki](http://example.org/a).\n", "1:5: warning: `[the wiki](http://exam"),
        ("= A =\n\nInfobox:\n- Date: 3 March\n\nText.\n", "3:1: warning: `Infobox:` begins no"),
        ("= A =\n\nInfobox\n* Date: 3 March\n\nText.\n", "4:1: warning: `* Date:` is an item"),
        ("= A =\n\n== infobox ==\n- Date: 3\n\nText.\n", "3:1: warning: `== infobox ==` begins"),
    ],
)
def test_near_misses_are_reported_with_what_to_write(text: str, expected: str) -> None:
    lines = told(text)
    [at] = [number for number, line in enumerate(lines) if expected in line]
    assert lines[at + 1].startswith("    hint: write `")


@pytest.mark.parametrize(
    "text",
    [
        "= A =\n\nInfobox\n- Date: 3 March\n\nText.\n",
        "{{Infobox military conflict|date=3}}\n* Key: value\n",
        "# one\n# two\n## deeper\n\nText.\n",
        "* one\n** deeper **\n*** deepest\n",
        "<pre>\n## Attack\n</pre>\n<nowiki>**very**</nowiki> 2**3 and 3**2\n",
        "[http://example.org/a the wiki](2024) [[a]](b)\n",
        "# one\n[[Category:A]]\n# two\n",
    ],
)
def test_what_wikis_read_as_it_is_meant_is_no_near_miss(text: str) -> None:
    words = ("is not bold", "is an item of", "begins no infobox", "is not a link")
    assert not [line for line in told(text) if any(word in line for word in words)]


@pytest.mark.parametrize(
    ("layout", "found"),
    [
        ('<b>{{ args["a"] }}</b>', ["`b` of `{{losses}}` is not shown"]),
        ('{% if args.has("a", "b") %}x{% endif %}', []),
        ("{% for name in args.names %}{{ args[name] }}{% endfor %}", []),
        ('{% set all = args %}{{ all["b"] }}', []),
        ('{% include "html/other.html.j2" %}', []),
        ("none", [f"`{name}` of `{{{{losses}}}}` is not shown" for name in "ab"]),
    ],
)
def test_arguments_are_those_that_the_users_own_layout_shows(
    tmp_path: Path, layout: str, found: list[str]
) -> None:
    file = tmp_path / "transclusions" / "losses.html.j2"
    file.parent.mkdir()
    file.write_text(layout)
    problems = check_reading(read_source("{{losses|a=1|b=2}}\n"), templates=Templates(tmp_path))
    assert [problem.message for problem in problems] == found


def test_an_argument_with_an_empty_name_is_called_so() -> None:
    [problem] = check("{{quote|text=a| =b}}")
    assert problem.message == "an argument with an empty name of `{{quote}}` is not shown"
