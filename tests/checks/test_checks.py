"""Checks beyond what the corpus shows (``corpus/checks.txt``): files, and hostile sources."""

from __future__ import annotations

import pytest
from bounds import within

from wikibrief.checks.findings import MOST_OF_A_KIND
from wikibrief.checks.run import check, check_reading
from wikibrief.markup.reader.reading import read_source
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


def test_nobody_misses_files_where_no_folder_is_known() -> None:
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
def test_what_stands_too_deep_is_told(text: str, what: str) -> None:
    message = f"this {what} is kept to the letter, not read: it stands too deep in others"
    assert any(message in line for line in told(text))
