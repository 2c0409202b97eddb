"""The reader next to Parsoid, and canonical pages beside the original ones (see ``parsoid``)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from parsoid import KINDS, Answers, canonical, in_english, missed, page_tokens, views
from test_real_articles import ARTICLES, CORPUS, each_article, text_of
from test_wiki import find_wiki

from wikibrief.markup.reader.reading import read_source

pytestmark = [pytest.mark.wiki, pytest.mark.corpus]

AT_MOST_MISSED = {"cells": 0, "items": 2, "arguments": 5, "headings": 2, "references": 0}
"""In the whole corpus."""


@pytest.fixture(scope="session")
def answers() -> Answers:
    return Answers(find_wiki())


def test_the_reader_finds_what_parsoid_finds(
    answers: Answers, capsys: pytest.CaptureFixture[str]
) -> None:
    if not ARTICLES:
        pytest.skip(f"no articles in {CORPUS} (set WIKIBRIEF_CORPUS)")
    total, missing = Counter[str](), Counter[str]()
    for article in ARTICLES:
        found, lost, _ = missed(answers, read_source(text_of(article)))
        total.update({kind: found[kind].total() for kind in KINDS})
        missing.update({kind: lost[kind].total() for kind in KINDS})
    with capsys.disabled():
        counts = (f"{total[kind] - missing[kind]} of {total[kind]} {kind}" for kind in KINDS)
        print(f"\nfound as by Parsoid: {', '.join(counts)}")  # noqa: T201  for the person who runs it
    assert {kind: missing[kind] for kind in KINDS if missing[kind] > AT_MOST_MISSED[kind]} == {}


@each_article
@pytest.mark.parametrize("as_blocks", [True, False], ids=["blocks", "links"])
def test_a_page_written_canonically_looks_the_same(
    answers: Answers, article: Path, *, as_blocks: bool
) -> None:
    one, other = views(answers, in_english(text_of(article)), as_blocks=as_blocks)
    assert other == one


SAME = r"""
a\n<div>b</div>\nc  <div>b</div>  <blockquote>b</blockquote>  a<br>\nb  * a\n\n\n* b
a\n\n\nb  a\n\n\n\nb  * a\n** b\n*** c\n* d  # a\n#* b\n# c  *** a  *a\n:*b
*: a\n*; b  :a\n:b\n\n:c  *a\n*\n*b  ;a:b:c  ;a\n:b\n;c\n:d  ----a  a\n----\nb
{|\n|a\nb\n|}  {|\n|\n* a\n|b\n|}  {|\n|a\n\nb\n|}  {|\ntext\n|-\n|a\n|}
{|\n|a|b|c\n|}  {|\n|+a\nb\n|-\n|c\n|}  :{|\n|a\n|}  {|\n!a\n|b\n!c||d\n|}
{|\n|-\n|-\n|a\n|}  {|\n|[[a|b]]|c\n|}  {|\n|a\n  {|\n|}  a\n{|\n|b\n|}\n\n\nc
[[File:x.jpg]]\na  a\n[[File:x.jpg|thumb]]\nb  a\n\n[[Category:x]]\n\nb  a\n<!--c-->\nb
<gallery>\nFile:a.jpg|b\n\nc.jpg\n</gallery>  <poem>\na\nb\n</poem>  <div>a\n*b\n</div>
<center>\n{|\n|a\n|}\n</center>  {{x}}\n\na  <div>[[File:x.jpg]]</div>
<p>a\n\nb</p>  a<ref>b</ref>\n\n<references/>
a\n[[Category:x]]\nb  a\n\n[[Category:x]]\nb  * a\n[[Category:x]]\n* b  a\n\n\n[[Category:x]]\n\n\nb
# a\n<!-- c -->\n# b  * a\n<!-- c -->\n\nb  * a\n\n<!-- c -->\n* b  a\n\n<!-- c -->\n\nb
a\n <!-- c --> \nb  {{x}}\n<!-- c -->\n\n== b ==  <!-- c -->* a  <!-- c -->\n\n* a
a\n__NOTOC__\nb  a\n\n__NOTOC__\n\nb  * a\n__NOTOC__\n* b  == a ==\n__NOTOC__\n\nb
a\n{{x}}\nb  a\n\n{{x}}\n\nb  {{x}}\n\n{{y}}  {{x}}\n\n\n{{y}}\n* a  {{x}}\n[[File:x.jpg]]\n\n{{y}}
[[File:x.jpg]]\n\na  a\n[[File:x.jpg]]\nb  [[File:x.jpg|right]]\na  [[Datei:x.jpg|mini]]\na
a\n\n[[fr:x]]\n\nb  [[Kategorie:x]]\n\n[[Kategorie:y]]
<blockquote>a\n\nb</blockquote>  <blockquote>\na\n</blockquote>  <div>\na</div>  <div>a\n* b</div>
<onlyinclude>a</onlyinclude>b  <noinclude>a</noinclude>\n\nb  <noinclude>\na\n</noinclude>\nb
<div>a</div>b  <div>{{x}}</div>  <div>{{x}}\na\n</div>  <div>\n\n\na\n</div>
<div>\n{{x}}\n\n{{y}}\n</div>
{|\n|a\n\n\nb\n|}  {|\n|\n\n\nb\n|}  {|\n|a\n{{x}}\n\n{{y}}\n|b\n|}
{{Infobox x}}a  {{Infobox x}}\na  {{x}}{{Infobox x}}a  {{x}}\n{{Infobox x}}a
{{Infobox x}}a[[File:x.jpg|thumb]]  {{Infobox x}}<!--c--><noinclude>\n{{x}}\n</noinclude>
{{Infobox x}}<!--c-->a  {{Infobox x}}<!--c-->\na  {{Infobox x}}[[File:x.jpg|thumb]]a
<references/>\n{{x}}  <references/>\n\n{{x}}  {|\n| {{x}}|a\n| {{x}}|\n| {{x}}||b\n|}
a\n[[Category:x]]b  a\n[[Category:x]] [[Category:y]]* b  [[Category:x]]a  a\n[[Category:x]]{{x}}b
a\n<math>x</math>\nb  <article>\na\n</article>\nb
"""


CASES = [
    case for line in SAME.strip().splitlines() for case in line.replace(r"\n", "\n").split("  ")
]


@pytest.mark.parametrize("text", CASES, ids=repr)
def test_a_small_text_written_canonically_looks_the_same(answers: Answers, text: str) -> None:
    one, other = views(answers, text, as_blocks=False)
    assert other == one


def test_what_shares_the_line_of_a_box_looks_the_same_as_a_box_of_its_own(answers: Answers) -> None:
    one, other = views(answers, "{{Infobox x}}{{x}}\na", as_blocks=True)
    assert other == one


def test_a_link_to_another_language_joins_the_text_around_it(answers: Answers) -> None:
    """The wiki that is asked has no other languages; it takes such links out as it does these."""
    text = "a\n[[fr:x]]\nb"
    pages = (answers.page(each.replace("fr:", "Category:")) for each in (text, canonical(text)))
    one, other = map(page_tokens, pages)
    assert other == one
