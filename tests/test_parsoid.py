"""The reader beside Parsoid, and canonical pages beside the original ones (see ``parsoid``)."""

from __future__ import annotations

import http.client
from collections import Counter
from pathlib import Path

import pytest
from parsoid import KINDS, Answers, in_english, missed, views
from test_real_articles import ARTICLES, CORPUS, each_article, text_of
from test_wiki import ADDRESS, Wiki

from wikibrief.reader import read_source

pytestmark = [pytest.mark.wiki, pytest.mark.corpus]

AT_MOST_MISSED = {"cells": 0, "items": 2, "arguments": 5, "headings": 2, "references": 0}
"""In the whole corpus, of what is not written in HTML tags."""


@pytest.fixture(scope="session")
def answers() -> Answers:
    wiki = Wiki(ADDRESS)
    try:
        wiki.ask(action="query", meta="siteinfo")
    except (OSError, http.client.HTTPException, ValueError) as failure:
        pytest.skip(f"no MediaWiki answers at {ADDRESS} (set MEDIAWIKI_URL): {failure}")
    return Answers(wiki)


def test_the_reader_finds_what_parsoid_finds(answers: Answers) -> None:
    if not ARTICLES:
        pytest.skip(f"no articles in {CORPUS} (set WIKIBRIEF_CORPUS)")
    total = Counter[str]()
    for article in ARTICLES:
        _, lost, html = missed(answers, read_source(text_of(article)))
        total.update({kind: (lost[kind] - html[kind]).total() for kind in KINDS})
    assert {kind: total[kind] for kind in KINDS if total[kind] > AT_MOST_MISSED[kind]} == {}


KNOWN_PAGES = {
    "ar-barlin": "an element in one line is written on several",
    "battle-at-borodino-field": "a blank positional argument of the infobox is left out",
    "battle-of-gazala": "a blank positional argument of the infobox is left out",
    "operation-doppelkopf": "a blank positional argument of the infobox is left out",
    "wikipedia-wikirreto-2008-noviembre-lucien-legrey": "noinclude makes blank lines",
}


@each_article
def test_a_page_written_canonically_looks_the_same(
    answers: Answers, article: Path, request: pytest.FixtureRequest
) -> None:
    if reason := KNOWN_PAGES.get(article.stem):
        request.applymarker(pytest.mark.xfail(reason=reason))
    one, other = views(answers, in_english(text_of(article)), as_blocks=True)
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
"""
DIFFERENT = {
    "a\n[[Category:x]]\nb": "a category between lines of text parts their paragraph",
    "# a\n<!-- c -->\n# b": "a comment parts a list",
    "<!-- c -->* a": "a blank line after a comment shows",
    "a\n__NOTOC__\nb": "a blank line around a switch shows",
    "a\n{{x}}\nb": "a transclusion that is inline leaves its paragraph",
    "[[File:x.jpg]]\n\na": "an image without a frame joins the paragraph after it",
    "a\n[[File:x.jpg]]\nb": "an image without a frame leaves its paragraph",
    "<blockquote>a\n\nb</blockquote>": "what stands on an element's own line is cut off",
    "<onlyinclude>a</onlyinclude>b": "text after onlyinclude becomes a paragraph",
}


@pytest.mark.parametrize(
    "text",
    [
        *(
            case
            for line in SAME.strip().splitlines()
            for case in line.replace(r"\n", "\n").split("  ")
        ),
        *(
            pytest.param(text, marks=pytest.mark.xfail(reason=DIFFERENT[text]))
            for text in DIFFERENT
        ),
    ],
    ids=repr,
)
def test_a_small_text_written_canonically_looks_the_same(answers: Answers, text: str) -> None:
    one, other = views(answers, text, as_blocks=False)
    assert other == one
