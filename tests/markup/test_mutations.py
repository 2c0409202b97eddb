"""Broken wikitext is shown as MediaWiki shows it (``make wiki``).

The sources of our own corpus are cut, doubled and mixed with marks, and both pages are reduced to
their blocks and words. The same mutations come in every run. How many pages are equal is counted
at the end; those that are not are listed with ``-rP``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from xml.etree.ElementTree import Element

import html5lib
import pytest
from cases import read_cases
from test_wiki import Wiki, find_wiki

from wikibrief.markup.references.lifting import read
from wikibrief.page.writer import write_html
from wikibrief.templating.environment import Templates

pytestmark = pytest.mark.wiki

MUTATIONS = 900
AT_LEAST_EQUAL = 0.96
CORPUS = Path(__file__).parent / "corpus"
FILES = (
    "captions", "comments", "elements", "escapes", "gaps", "headings", "inner_headings", "lists",
    "media", "paragraphs", "preformatted", "tables", "term_lists",
)  # fmt: skip
ONLY_ON_WIKIS = re.compile(
    r"\{\{|<(?:ref|math|gallery|poem|source|syntax|section|\w*include)|\[\[\w+:|~~~|__"
)
BLANK_END = re.compile(r"\s+((?:</\w+>)+)\s*\Z")
"""What no reader sees: a blank at the end of a block, inside its last marks."""
MARKS_ALONE = re.compile(r"(?:</?\w+>\s*)+")
"""What is left of a paragraph between two blocks in bold: no reader sees how many there are."""
EMPTY = re.compile(r"<(\w+)>(\s*)</\1>")
MARKS = (
    "\n  \n\n  '''  ''  [[  ]]  {|  |}  |-  |+  |  ||  !  !!  *  #  :  ;  ==  =  ----  <  &  [  ]  "
    "-{  }-  <br>  <div>  </div>  <nowiki>  </nowiki>  <pre>  </pre>  <span>  </span>  <p>  </p>  "
    "<b>  </b>  <table>  <tr><td>  </table>  <ul><li>  </li>  <blockquote>  </blockquote>  &nbsp;  "
    "<!-- c -->  &lt;  http://example.org  [http://a.example b]"
).split("  ")
BLOCKS = frozenset("p li dt dd td th h1 h2 h3 h4 h5 h6 pre caption blockquote div".split())
INLINE = frozenset("b i a small sub sup s u code".split())
SCROLLS = "scroll"
"""The class of the boxes that our pages have around tables, which is no block of the article."""
TEMPLATES = Templates()


def sources() -> list[str]:
    """The sources of our corpus that a wiki without templates shows as we do."""
    texts = [
        section.text.replace("\r", "").strip("\n")
        for name in FILES
        for case in read_cases(CORPUS / f"{name}.txt").cases
        for section in case.sections
        if section.kind == "wikitext"
    ]
    return [text for text in texts if text and not ONLY_ON_WIKIS.search(text)]


def mutate(random: Random, text: str, others: list[str]) -> str:
    """The text with one to three changes: a mark, a cut, a repetition, a piece of another."""
    for _ in range(random.randint(1, 3)):
        one, two = sorted(random.choices(range(len(text) + 1), k=2))
        other = random.choice(others)
        at = random.randrange(len(other))
        put = random.choice(
            [
                random.choice(MARKS),
                random.choice(MARKS),
                text[one:two][:30],
                other[at : at + 40],
                "",
            ]
        )
        text = text[:one] + put + text[one + (0 if put else random.randint(1, 5)) :]
    return text.strip("\n")


def shape(html: str) -> list[tuple[str, str]]:
    """The blocks of a page with their own words and inline marks, in order."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for tag, words in _walk(html5lib.parseFragment(html, namespaceHTMLElements=False)):
        if tag:
            found.append((tag, []))
        found[-1][1].append(words)
    shown = ((tag, EMPTY.sub(r"\2", "".join(words))) for tag, words in found)
    joined = ((tag, BLANK_END.sub(r"\1", words).split()) for tag, words in shown)
    blocks: list[tuple[str, str]] = []
    for tag, words in ((tag, " ".join(words)) for tag, words in joined if words):
        if blocks and MARKS_ALONE.fullmatch(words) and MARKS_ALONE.fullmatch(blocks[-1][1]):
            words = EMPTY.sub(r"\2", blocks.pop()[1] + words)  # noqa: PLW2901  one with that before
        blocks.append((tag, words))
    return [(tag, words) for tag, words in blocks if words]


def _walk(element: Element) -> Iterator[tuple[str, str]]:
    """Texts, each with the tag of the block that begins before it, or none.

    What follows a block is a paragraph, with a tag of its own or without.
    """
    for child in element:
        if not isinstance(child.tag, str) or child.get("id") == "toc":
            yield "", child.tail or ""
            continue
        is_block = child.tag in BLOCKS and child.get("class") != SCROLLS
        begin, end = (f"<{child.tag}>", f"</{child.tag}>") if child.tag in INLINE else ("", "")
        yield (child.tag if is_block else ""), f"{begin}{child.text or ''}"
        yield from _walk(child)
        yield ("p" if is_block else ""), f"{end}{child.tail or ''}"


@pytest.fixture(scope="module")
def wiki() -> Wiki:
    return find_wiki()


def test_mutations_are_shown_as_the_wiki_shows_them(
    wiki: Wiki, tallies: dict[str, Counter[str]]
) -> None:
    random = Random("mutations")  # noqa: S311  the same ones in every run
    texts, tally = sources(), tallies["mutations"]
    for _ in range(MUTATIONS):
        text = mutate(random, random.choice(texts), texts)
        if ONLY_ON_WIKIS.search(text):
            continue
        theirs = shape(wiki.page(text)["text"])
        document = read(text, title="Test", dialect="mediawiki")
        page = write_html(document, templates=TEMPLATES, fragment=True)
        ours = shape(f"<div>{page}</div>")  # as on the wiki
        tally["tried"] += 1
        tally["shown as by MediaWiki"] += ours == theirs
        if ours != theirs:
            print(f"{text!r}\n  wiki {theirs}\n  ours {ours}")  # noqa: T201  for -rP
    assert tally["shown as by MediaWiki"] >= AT_LEAST_EQUAL * tally["tried"]
