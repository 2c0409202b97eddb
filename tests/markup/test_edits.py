"""Law 4 on every value: an edit anywhere changes nothing else, and is read back as it was meant.

The sources are the seed and a page with every construct in untidy styles (``rich.wiki``); with
``make fuzz`` also the folder of real articles that ``make corpus`` needs, and many more edits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from difflib import unified_diff
from pathlib import Path
from random import Random

import pytest
from edits import Edit, Editor, is_kept
from hypothesis import settings
from meaning import meaning
from test_real_articles import ARTICLES, text_of

from wikibrief.markup.reader.reading import Reading, read_source
from wikibrief.markup.references.lifting import read
from wikibrief.markup.roundtrip import write_wikitext
from wikibrief.model.document import Document
from wikibrief.problems import ProblemError
from wikibrief.templating.environment import Templates

ROOT = Path(__file__).parents[2]
IS_FUZZ = settings.get_current_profile_name() == "fuzz"
EDITS = 240 if IS_FUZZ else 80
ROUNDS = 4 if IS_FUZZ else 1
TEMPLATES = Templates()


def sources() -> Iterator[tuple[str, str]]:
    """Names and texts; none has an error in it, so that every plain value can be written."""
    seed = text_of(ROOT / "content" / "kobe-attack.wiki")
    rich = text_of(ROOT / "tests" / "rich.wiki")
    yield "seed", seed
    yield "seed in mediawiki", write_wikitext(read(seed), templates=TEMPLATES)
    yield "rich", rich
    yield "rich in canonical form", write_wikitext(read(rich), templates=TEMPLATES)
    yield "rich with CR LF", rich.replace("\n", "\r\n")
    yield "rich without a final newline", rich.replace(" ==\n", " ==\n\n").rstrip("\n")


ARTICLE_PAGES = [(path.stem, text_of(path)) for path in ARTICLES] if IS_FUZZ else []
PAGES = [*sources(), *ARTICLE_PAGES]


@pytest.fixture
def tally(tallies: dict[str, Counter[str]]) -> Counter[str]:
    return tallies["edits"]


@pytest.mark.parametrize("round_", range(ROUNDS))
@pytest.mark.parametrize("source", [page[1] for page in PAGES], ids=[page[0] for page in PAGES])
def test_law_4_an_edit_of_any_value_changes_nothing_else(
    source: str, round_: int, tally: Counter[str]
) -> None:
    reading = read_source(source)
    written = 0
    for edit in Editor(reading, Random(round_)).edits(EDITS // ROUNDS):  # noqa: S311  the same ones
        tally["tried"] += 1
        try:
            result = write_wikitext(edit.document, source, templates=TEMPLATES)
        except ProblemError as refusal:
            if edit.plain:
                pytest.fail(f"refused: {edit.name}\n{refusal}")
            tally["refused"] += 1
            continue
        written += 1
        assert means_the_same(reading, edit, result), show(edit, source, result)
        kept = any(is_kept(reading, result, spans) for spans in edit.spans)
        assert kept, show(edit, source, result)
        tally["clean"] += 1
    assert written > EDITS // ROUNDS // 3, "most edits can be written"


def means_the_same(reading: Reading, edit: Edit, result: str) -> bool:
    read_back = read_source(result, dialect=reading.dialect).document
    documents = (replace(edit.document, language=None), replace(read_back, language=None))
    if reading.dialect == "mediawiki":  # its markup has no title
        documents = (replace(documents[0], title=None), replace(documents[1], title=None))
    meant, got = map(meaning, documents)
    return bool(meant == got)


def show(edit: Edit, source: str, result: str) -> str:
    before, after = (text.splitlines(keepends=True) for text in (source, result))
    return f"{edit.name}\n{''.join(unified_diff(before, after, n=1))}"


def test_meaning_distinguishes_documents_but_not_ways_to_write_them() -> None:
    def of(text: str) -> Document:
        made = meaning(read(text))
        assert isinstance(made, Document)
        return made

    assert of("{{a|b{{=}}c}}") == of("{{a|1 = b=c}}")
    assert of("{{a|b|c}}") != of("{{a|2=b|c}}")
    assert of("{{a|b{{!}}c}}") != of("{{a|b|c}}")
    assert of("== a ==") == of("==a==") != of("=== a ===")
