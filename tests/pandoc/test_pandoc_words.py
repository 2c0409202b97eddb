"""Nothing of a page is lost on the way through pandoc: its words are in the plain text that pandoc
makes of our AST, each as often, for our own cases and for a folder of real articles."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from cases import read_cases
from hostile import METADATA
from test_real_articles import each_article, text_of

from wikibrief.inline.context import Surroundings
from wikibrief.markup.references.lifting import read
from wikibrief.model.document import Document
from wikibrief.page.writer import write_html
from wikibrief.pandoc.program import run_pandoc
from wikibrief.pandoc.writer import write_pandoc
from wikibrief.templating.environment import Templates

TESTS = Path(__file__).parents[1]
FOLDERS = ("markup/corpus", "layouts/transclusions", "page/attacks")
FILES = [path for folder in FOLDERS for path in sorted((TESTS / folder).glob("*.txt"))]
TEMPLATES = Templates()

UNSEEN = {"script", "style", "head"}
UNSEEN_CLASSES = ({"mw-cite-backlink"}, {"missing", "icon"}, {"skip"}, {"contents"})
PHRASES = set(
    "a abbr b bdi bdo big br cite code data del dfn em font i img ins kbd mark q rb rp rt rtc ruby "
    "s samp small span strike strong sub sup time tt u var wbr".split()
)


def is_unseen(element: Element) -> bool:
    """What navigates in the page, what it hides, and marks: pandoc numbers notes by itself."""
    classes = set(element.get("class", "").split())
    return (
        element.tag in UNSEEN
        or any(each <= classes for each in UNSEEN_CLASSES)
        or re.search(r"display\s*:\s*none", element.get("style", "")) is not None
        or element.get("href", "").startswith("#cite_ref-")
        or (element.tag == "sup" and "reference" in classes)
        or element.tag.endswith("}math")
    )


def texts_of(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str) or is_unseen(element):
        yield " "
        return
    apart = "" if element.tag in PHRASES - {"br"} else " "
    yield apart
    yield element.get("alt", "") if element.tag == "img" else element.text or ""
    for child in element:
        yield from texts_of(child)
        yield child.tail or ""
    yield apart


def words_of(text: str) -> Counter[str]:
    """The words of a text; pandoc has ``_italics_``, ``x^(up)`` and small figures in plain text."""
    text = re.sub(r"[_^]\(([^()]*)\)", r"\1", text).replace("_", "")
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFKC", text)))


def words_of_page(page: str) -> Counter[str]:
    root = html5lib.HTMLParser(namespaceHTMLElements=False).parse(page)
    return words_of("".join(texts_of(root)))


def without_later_marks(node: dict[str, Any]) -> dict[str, Any]:
    """A mark of a note that is used again, and so no note, is a space."""
    match node:
        case {"t": "Superscript", "c": [{"t": "Link", "c": [_, _, [address, _]]}]}:
            return {"t": "Space"} if address.startswith("#page-") else node
    return node


def blocks_of(document: Document) -> list[dict[str, Any]]:
    """The blocks of a document's AST, its title before them."""
    text = write_pandoc(document, METADATA, TEMPLATES, Surroundings())
    tree = json.loads(text, object_hook=without_later_marks)
    return [{"t": "Para", "c": tree["meta"]["title"]["c"]}, *tree["blocks"]]


def as_plain_text(blocks: list[dict[str, Any]]) -> str:
    tree = {"pandoc-api-version": [1, 23], "meta": {}, "blocks": blocks}
    text, warnings = run_pandoc(json.dumps(tree), "plain", "--columns=50000")
    assert not [each for each in warnings if "TeX math" not in each]
    return text.decode()


def check(documents: list[Document]) -> None:
    """Compare the words of several documents, in one run of pandoc."""
    blocks = [block for document in documents for block in blocks_of(document)]
    words = words_of(as_plain_text(blocks))
    wanted = Counter[str]()
    for document in documents:
        wanted += words_of_page(write_html(document, metadata=METADATA, templates=TEMPLATES))
    assert not wanted - words


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_words_of_every_case_are_in_what_pandoc_makes_of_it(path: Path) -> None:
    texts = [
        section.text
        for case in read_cases(path).cases
        for section in case.sections
        if section.kind == "wikitext"
    ]
    if texts:
        check([read(text, "Title") for text in texts])


@pytest.mark.corpus
@each_article
def test_the_words_of_every_article_are_in_what_pandoc_makes_of_it(article: Path) -> None:
    check([read(text_of(article), article.stem)])
