"""Values that are read without the parser read as the parser reads them."""

import re
from unittest.mock import patch

from hypothesis import example, given
from hypothesis import strategies as st

from wikibrief.facts.box.values import lines_of_value

_PIECES = (
    *("12", "killed", "a b", " ", "\t", "\n", "(", ",", "'", "''", "'''", "&", "/", "//", "|"),
    *("*", "#", ":", ";", "=", "-", "\n* ", "\n** ", "\n; ", "\n----", "\n == a ==", "&nbsp;"),
    *("<br>", "<br />", "''x''", "'''x'''", "'''''", "[[A]]", "[[A|b]]", "[[A|]]", "[[|b]]"),
    *("[[File:x.png|20px]]", "[[:Category:X]]", "[[//a.org|b]]", "http://a.org", "[[", "]]"),
    *("{{flag|X}}", "{{flag|X|name=Y}}", "{{flagicon|Z}}", "{{UK}}", "{{circa|500}}", "{{br}}"),
    *("{{nowrap|a b}}", "{{nowrap|1=a}}", "{{nowrap|a\nb}}", "{{nowrap|a=b}}", "{{efn|x}}"),
    *(
        "{{lang|fr|oui}}",
        "{{start date|1944|5|6}}",
        "{{plainlist|a}}",
        "{{#tag:ref|a}}",
        "{{",
        "}}",
    ),
    *("{{ill|A|fr|lt=B}}", "{{unknown|x}}", "{{flag|X.png}}", "{{flag|2=a|1=b|b}}"),
)


@given(st.lists(st.sampled_from(_PIECES), max_size=8).map("".join))
@example("#; a : b")
@example("*#;a")
@example("----5")
@example("== a ==")
@example("[[//a.org|b]]")
def test_read_without_parser(value: str) -> None:
    read = lines_of_value.__wrapped__
    quick = read(value)
    no_plain = patch("wikibrief.facts.box.values._MARKUP", re.compile(""))
    no_simple = patch("wikibrief.facts.box.values._is_simple", return_value=False)
    with no_plain, no_simple:
        assert read(value) == quick
