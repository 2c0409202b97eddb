"""Small sources are shown as MediaWiki shows them (``make wiki``).

Each is one combination of marks: a table in a list, a tag over blocks, a link with odd content. Of
both pages the blocks, their words and their inline marks are compared.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import Case, read_cases
from test_mutations import shape
from test_wiki import Wiki, find_wiki

from wikibrief.markup.references.lifting import read
from wikibrief.page.writer import write_html
from wikibrief.templating.environment import Templates

pytestmark = pytest.mark.wiki

CASES = read_cases(Path(__file__).parent / "pages.txt").cases
TEMPLATES = Templates()


@pytest.fixture(scope="module")
def wiki() -> Wiki:
    return find_wiki()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_page_has_the_blocks_and_words_of_the_wiki(wiki: Wiki, case: Case) -> None:
    text = case.sections[0].text.rstrip("\n")
    document = read(text, title="Test", dialect="mediawiki")
    page = write_html(document, templates=TEMPLATES, fragment=True)
    assert shape(f"<div>{page}</div>") == shape(wiki.page(text)["text"])
