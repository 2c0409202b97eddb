"""Expansion by example: the cases in ``tests/expansion``, which are its documentation.

A case has in this order:

- ``template NAME``: a wiki template of the user's own, any number of them;
- ``language CODE``: the language of the page, if it is not English;
- ``wikitext``: a text of the page ``Help:Ships/Yamato``;
- ``expanded``: what becomes of it;
- ``mediawiki``: what becomes of it in MediaWiki, where another result is wanted here; the prose of
  the case says why.

With ``make wiki`` a real MediaWiki expands the same texts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from cases import Case, CaseFile, Section, confirm, in_folder
from test_wiki import Wiki, wiki

from wikibrief.expansion import Expander, Page

__all__ = ["wiki"]  # a fixture

PAGE = Page(
    "Help:Ships/Yamato",
    date=dt.datetime(2011, 3, 5, 14, 7, 9, tzinfo=dt.UTC),
    wiki="https://en.wikipedia.org/wiki/",
    site="Wikipedia",
)


@pytest.fixture(autouse=True)
def _no_date_of_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def expanded(case: Case, page: Page) -> str:
    """What becomes of a case's text on ``page``."""
    templates = {s.name: s.text.removesuffix("\n") for s in case.sections if s.kind == "template"}
    page = replace(page, language=language_of(case))
    return Expander(page, templates.get).expand(source_of(case))


def source_of(case: Case) -> str:
    [source] = [section.text for section in case.sections if section.kind == "wikitext"]
    return source


def language_of(case: Case) -> str:
    return next((s.name for s in case.sections if s.kind == "language"), PAGE.language)


@pytest.mark.parametrize(("file", "case"), in_folder("expansion"))
def test_expansion(file: CaseFile, case: Case, *, accept: bool) -> None:
    confirm(file, case, as_it_is(case), accept=accept)


def as_it_is(case: Case) -> Iterator[Section]:
    for section in case.sections:
        if section.kind == "expanded":
            yield Section("expanded", expanded(case, PAGE))
        else:
            assert section.kind in ("template", "language", "wikitext", "mediawiki")
            yield section


# ------------------------------------------------------------------------------- what the wiki does


@pytest.fixture(scope="session")
def wiki_page(wiki: Wiki) -> Page:
    """The page of the cases on the wiki, now."""
    general = wiki.ask(action="query", meta="siteinfo", siprop="general")["query"]["general"]
    return replace(
        PAGE,
        date=dt.datetime.fromisoformat(general["time"]),
        wiki=general["server"] + general["articlepath"].removesuffix("$1"),
        site=general["sitename"],
    )


@pytest.mark.wiki
@pytest.mark.parametrize(("file", "case"), in_folder("expansion"))
def test_the_wiki_expands_the_same(wiki: Wiki, wiki_page: Page, file: CaseFile, case: Case) -> None:
    assert file.path.exists()
    templates = [section for section in case.sections if section.kind == "template"]
    if templates and urlsplit(wiki.address).hostname not in ("127.0.0.1", "localhost"):
        pytest.skip("templates are saved on wikis of this machine only")
    for template in templates:
        save(wiki, f"Template:{template.name}", template.text)
    answer = wiki.ask(
        action="expandtemplates",
        text=source_of(case),
        title=title_of(case),
        prop="wikitext",
    )["expandtemplates"]["wikitext"]
    known = [section.text for section in case.sections if section.kind == "mediawiki"]
    assert answer == (known[0] if known else expanded(case, wiki_page))


def title_of(case: Case) -> str:
    """A page in the case's language: in this namespace, its name says which that is."""
    language = language_of(case)
    return PAGE.title if language == PAGE.language else f"MediaWiki:Expansion/{language}"


def save(wiki: Wiki, title: str, text: str) -> None:
    """Save a page without logging in; saving the same text again changes nothing."""
    wiki.ask(action="edit", title=title, text=text, summary="test", token="+\\")  # noqa: S106
