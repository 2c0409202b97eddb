"""Blank lines between blocks: what is remembered of two types holds for all blocks of them."""

from __future__ import annotations

from itertools import product

import pytest

from wikibrief.markup import spacing
from wikibrief.markup.units import Attributes, Content, RowStart, Unit
from wikibrief.model.document import (
    Argument,
    BulletList,
    Category,
    Comment,
    Definition,
    DefinitionList,
    Heading,
    Infobox,
    LanguageLink,
    ListItem,
    OrderedList,
    Switch,
    Table,
)

UNLIKE: dict[type, tuple[Unit, ...]] = {
    BulletList: (BulletList(()), BulletList((ListItem("<noinclude>"),))),
    OrderedList: (OrderedList(()), OrderedList((ListItem("{{a}}"),))),
    DefinitionList: (DefinitionList(()), DefinitionList((Definition("a", "b"),))),
    Category: (Category("A", namespace="Kategorie"), Category("A", "b\nc", namespace="Catégorie")),
    LanguageLink: (LanguageLink("de", "A"), LanguageLink("zh", "<!-- a -->")),
    Comment: (Comment(""), Comment("a\nb")),
    Switch: (Switch("__TOC__"), Switch("__NOTOC__")),
    Attributes: (Attributes(""), Attributes('id="a"')),
    Content: (Content(""), Content("<noinclude>")),
    Heading: (Heading(1, ""), Heading(3, "a <noinclude>")),
    Infobox: (Infobox("Infobox", ()), Infobox("#if:", (Argument("c", "d"),))),
    RowStart: (RowStart(""), RowStart("a")),
    Table: (Table(), Table(indent=1, attributes="a")),
    str: ("", "a", "{{a}}\n[[File:A.png]]"),
}


def test_all_settled_types_are_here() -> None:
    assert UNLIKE.keys() - {str} == spacing._SETTLED  # noqa: SLF001  the list itself


@pytest.mark.parametrize("before", UNLIKE)
@pytest.mark.parametrize("after", UNLIKE)
def test_blank_lines_are_decided_by_type(before: type, after: type) -> None:
    is_seen = spacing._is_seen  # noqa: SLF001  what remembers nothing
    for blank in range(4):
        answers = {is_seen(blank, *pair) for pair in product(UNLIKE[before], UNLIKE[after])}
        assert len(answers) == 1
