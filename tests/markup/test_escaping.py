"""Escaping: a text that would be read as something else is read as it is."""

from __future__ import annotations

from wikibrief.markup.references.lifting import read
from wikibrief.markup.roundtrip import write_wikitext
from wikibrief.model.document import Document


def test_line_breaks_that_escaping_needs_are_not_escaped() -> None:
    document = Document(title="T", lead=("a <!-- b\n\nc", "d"))
    result = write_wikitext(document, dialect="mediawiki")
    assert result == "a <nowiki><!--</nowiki> b<br>c\n\nd\n"


def test_a_call_after_a_comment_that_never_ends_is_still_one() -> None:
    source = "= T =\n\nInfobox\n- Dead: 3\n-<!--{{!}} 19 killed\n- Place: X\n"
    result = write_wikitext(read(source), dialect="mediawiki")
    assert "<nowiki><!--</nowiki>{{!}} 19 killed" in result
