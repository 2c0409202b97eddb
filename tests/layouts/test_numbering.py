"""Numbered arguments of a template without a layout are a table, if they make one."""

import pytest
from bounds import within

from wikibrief import read, write_html
from wikibrief.layouts.numbering import ArgumentTable, group_numbered
from wikibrief.model.document import Argument


def group(text: str) -> list[str | ArgumentTable]:
    """Group the arguments ``a=1, b=2``; those that are in no table are given back as text."""
    pairs = [each.partition("=") for each in text.split(", ")]
    given = [Argument(name if equals else None, value if equals else name)
             for name, equals, value in pairs]  # fmt: skip
    return [
        f"{each.name}={each.value}" if isinstance(each, Argument) else each
        for each in group_numbered(given)
    ]


def test_rounds_are_tables_with_the_title_that_is_given() -> None:
    assert group(
        "RD1=Semi-finals, size=9, RD1-seed01=1, RD1-team01={{flag|A}} Ada, RD1-score01=3, "
        "RD1-team02=Bo, RD1-score02= , RD1-team03=Cy, RD1-score03=2, RD2-team1=Ada, RD2-score1=4"
    ) == [
        "size=9",
        ArgumentTable(
            "Semi-finals",
            ("seed", "team", "score"),
            (("1", ("1", "{{flag|A}} Ada", "3")), ("2", ("", "Bo", "")), ("3", ("", "Cy", "2"))),
        ),
        ArgumentTable("RD2", ("team", "score"), (("1", ("Ada", "4")),)),
    ]


def test_sets_of_a_match_are_columns_and_what_is_twice_is_no_cell() -> None:
    table = ArgumentTable("", ("name", "set-1", "set-2"),
                          tuple((n, (f"P{n}", "6", "7")) for n in "123"))  # fmt: skip
    rows = ", ".join(f"name{n}=P{n}, set{n}-1=6, set{n}-2=7" for n in "123")
    assert group(f"{rows}, name2=Again") == [table, "name2=Again"]


@pytest.mark.parametrize(
    "text",
    [
        "name1=A, note1=B, name2=C, note2=D",
        "name1=A, name2=B, name3=C, name4=D",
        "p1=A, q2=B, r3=C, s4=D",
        "1=A, 2=B, 3=C, first, second",
        "name1=A, text1=* B\n* C, name2=D, text2=E, name3=F, text3=G",
    ],
)
def test_what_is_no_table_stays_as_it_is(text: str) -> None:
    assert not any(isinstance(each, ArgumentTable) for each in group(text))
    assert len(group(text)) == len(text.split(", "))


def test_every_value_is_on_the_page() -> None:
    rows = "|".join(f"team{n}=Team{n}|points{n}={n}00" for n in range(1, 5))
    page = write_html(read(f"{{{{Group of teams|{rows}|team2=Other|note=All}}}}"), fragment=True)
    words = [*(f"Team{n}" for n in range(1, 5)), "100", "400", "Other", "note: All", "points"]
    assert [word for word in words if word not in page] == []
    assert page.count('class="row"') == 5


@pytest.mark.parametrize("name", ["a-" * 5_000, "a " * 5_000 + "1", "a1_" * 5_000])
def test_long_names_are_sentences(name: str) -> None:
    with within(seconds=2):
        given = [Argument(name, "x")] * 5
        assert group_numbered(given) == given
