"""Changes between documents: none where nothing changed, and each where one was made."""

from __future__ import annotations

from hypothesis import given, settings
from strategies import documents

from wikibrief.changes.blocks import compare_blocks
from wikibrief.changes.compare import Version, compare
from wikibrief.changes.model import Change
from wikibrief.changes.show import show_text, show_yaml, word_runs
from wikibrief.markup.references.lifting import read
from wikibrief.model.document import Document


@settings(max_examples=40)
@given(documents())
def test_a_document_does_not_differ_from_itself(document: Document) -> None:
    assert not compare("a", Version(document), Version(document))


@settings(max_examples=40)
@given(documents(), documents())
def test_documents_that_differ_have_changes_that_can_be_shown(
    one: Document, other: Document
) -> None:
    changes = compare("a", Version(one), Version(other))
    assert show_text([changes]).startswith("a")
    assert show_yaml([changes])


def test_both_texts_are_in_the_runs_of_a_change() -> None:
    change = Change("a", "one two  three", "one four three")
    runs = list(word_runs(change))
    assert "".join(run.text for run in runs if run.kind != "new") == change.old
    assert "".join(run.text for run in runs if run.kind != "old") == change.new


def changes_between(old: str, new: str) -> list[tuple[str, str, str | None, str | None]]:
    found = compare_blocks(read(old), read(new))
    return [(each.kind, each.where, each.old, each.new) for each in found]


def test_a_change_is_as_small_as_the_part_that_it_is_in() -> None:
    old = "{|\n| a || b\n|-\n| c || d\n|}\n\n* one\n* two\n\n== H ==\nA text of several words.\n"
    new = "{|\n| a || b\n|-\n| c || e\n|}\n\n* one\n* three\n\n== H ==\nA text of some words.\n"
    assert changes_between(old, new) == [
        ("changed", "table / cell", "d", "e"),
        ("changed", "bullet list", "two", "three"),
        ("changed", "H, paragraph", "A text of several words.", "A text of some words."),
    ]


def test_what_has_moved_is_removed_and_added() -> None:
    old, new = "The first one.\n\nThe second text.\n", "The second text.\n\nThe first one.\n"
    assert {kind for kind, *_ in changes_between(old, new)} == {"added", "removed"}
