"""What is known of citations: each argument is explained, and shown by the layout."""

from __future__ import annotations

from wikibrief.layouts.finding import Layouts
from wikibrief.layouts.places import places_in
from wikibrief.model.document import Document
from wikibrief.templating.environment import Templates
from wikibrief.wiki.citations import read_style

STYLE = read_style()
NAMES = {*STYLE.general, *STYLE.numbered, *STYLE.needs}.union(
    STYLE.required.values(),
    *STYLE.needs.values(),
    *(kind.arguments for kind in STYLE.kinds.values()),
)


def test_every_argument_is_explained() -> None:
    assert set(STYLE.arguments) == NAMES
    assert all(text.endswith(".") for text in STYLE.arguments.values())
    assert list(STYLE.arguments) == sorted(STYLE.arguments)
    assert set(STYLE.required) <= set(STYLE.kinds)


def test_every_argument_is_one_that_the_layout_knows() -> None:
    layouts = Layouts(Templates(), "en", places_in(Document()))
    vocabulary, hidden = layouts.vocabulary("citation"), layouts.hidden("cite")
    assert {
        name for name in NAMES if vocabulary.argument_of(name) is None and not hidden.hides(name)
    } == set()
