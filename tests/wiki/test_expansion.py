"""Expansion by example: the cases in ``tests/wiki/expansion``, which are its documentation.

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
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from cases import Case, CaseFile, Section, confirm, in_folder
from hypothesis import given
from hypothesis import strategies as st
from test_wiki import Wiki, wiki

from wikibrief.wiki.expansion.expander import Expander
from wikibrief.wiki.expansion.page import PageVariables

__all__ = ["wiki"]  # a fixture

PAGE = PageVariables(
    "Help:Ships/Yamato",
    date=dt.datetime(2011, 3, 5, 14, 7, 9, tzinfo=dt.UTC),
    wiki="https://en.wikipedia.org/wiki/",
    site="Wikipedia",
)


@pytest.fixture(autouse=True)
def _no_date_of_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def expanded(case: Case, page: PageVariables) -> str:
    """What becomes of a case's text on ``page``."""
    templates = {s.name: s.text.removesuffix("\n") for s in case.sections if s.kind == "template"}
    page = replace(page, language=language_of(case))
    return Expander(page, templates.get).expand(source_of(case))


def source_of(case: Case) -> str:
    [source] = [section.text for section in case.sections if section.kind == "wikitext"]
    return source


def language_of(case: Case) -> str:
    return next((s.name for s in case.sections if s.kind == "language"), PAGE.language)


@pytest.mark.parametrize(("file", "case"), in_folder("wiki/expansion"))
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
def wiki_page(wiki: Wiki) -> PageVariables:
    """The page of the cases on the wiki, now."""
    general = wiki.ask(action="query", meta="siteinfo", siprop="general")["query"]["general"]
    return replace(
        PAGE,
        date=dt.datetime.fromisoformat(general["time"]),
        wiki=general["server"] + general["articlepath"].removesuffix("$1"),
        site=general["sitename"],
    )


@pytest.mark.wiki
@pytest.mark.parametrize(("file", "case"), in_folder("wiki/expansion"))
def test_the_wiki_expands_the_same(
    wiki: Wiki, wiki_page: PageVariables, file: CaseFile, case: Case
) -> None:
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


# -------------------------------------------------------------------------- limits, hostile texts


def test_a_text_without_braces_is_given_back() -> None:
    text = "''Nothing'' here <!-- to --> expand: {a} }}"
    assert Expander(PAGE).expand(text) is text


def test_the_moment_is_that_of_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert Expander(PAGE).expand("{{CURRENTTIMESTAMP}} {{#time:Y}}") == "19700102000000 1970"


def test_a_moment_that_is_not_known_is_not_made_up() -> None:
    text = "{{CURRENTYEAR}} {{#time:Y}} {{#time:Y|+1 day}} {{SITENAME}} {{fullurl:x}}"
    assert Expander(PageVariables("A")).expand(text) == text
    assert Expander(PageVariables("A")).expand("{{#time:Y|4 May 2012}}") == "2012"


DEEP = 100_000
HOSTILE = {
    "functions": "{{#if:x|" * DEEP + "}}" * DEEP,
    "tests": "{{#if:" * DEEP + "}}" * DEEP,
    "transclusions": "{{a|" * DEEP + "}}" * DEEP,
    "names": "{{" * DEEP + "a" + "}}" * DEEP,
    "parameters": "{{{a|" * DEEP + "}}}" * DEEP,
    "never closed": "{{#if:" * DEEP,
    "closers": "{{" + "}}" * DEEP,
    "links": "{{lc:" + "[[" * DEEP + "]]" * DEEP + "}}",
    "bars": "{{#switch:x" + "|" * DEEP + "}}",
    "cases": "{{#switch:x" + "|a=b" * DEEP + "}}",
    "comments": "{{lc:" + "\n <!-- --> " * DEEP + "}}",
    "blanks and comments": "{{lc:" + (" " * 50 + "<!-- -->") * (DEEP // 10) + "}}",
    "tags": "{{lc:" + "<nowiki>" * DEEP + "}}",
    "brackets": "{{#expr:" + "(" * DEEP + "}}",
    "signs": "{{#expr:" + "-" * DEEP + "1}}",
    "digits": "{{#expr:"
    + "9" * DEEP
    + "}} {{formatnum:"
    + "9" * DEEP
    + "}} {{#sub:a|"
    + "9" * DEEP
    + "}}",
    "powers": "{{#expr: trunc 9 ^ trunc 1e18 }} {{#expr: 1e999999999 }} {{formatnum:1e999999999}}",
    "dates": "{{#time:Y|"
    + "1 May " * DEEP
    + "}} {{#time:Y|+99999999 years}} {{#time:Y|9999-12-31 +1 day}}",
    "zero": "{{#time:Y|0000-00-00}} {{#time:Y|@999999999999}} {{#time:Y|2012-W99-7}}",
    "anchors": "{{anchorencode:" + "[//a" * DEEP + "}}",
    "relative": "{{#rel2abs:" + "/a/.." * DEEP + "}}",
    "markers": "{{lc:\x7fk0\x7f}} {{#urldecode:%7Fk0%7F}}\x7ft1\x7f {{x}}",
    "kept": "{{lc:{{x}}}}" * (DEEP // 10),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_are_expanded_in_linear_time(text: str) -> None:
    started = time.process_time()
    result = Expander(PAGE).expand(text)
    assert time.process_time() - started < 10
    assert "\x7f" not in result
    assert len(result) <= 8 * len(text) + 1000


def test_expansions_are_nested_as_deep_as_in_mediawiki() -> None:
    def nested(depth: int) -> str:
        return Expander(PAGE).expand("{{#if:x|" * depth + "core" + "}}" * depth)

    assert nested(100) == "core"
    assert "Expansion depth limit exceeded" in nested(101)


def test_templates_are_nested_as_deep_as_in_mediawiki() -> None:
    def chain(name: str) -> str | None:
        return f"{{{{T{int(name[1:]) + 1}}}}}" if name[1:].isdigit() else None

    expanded = Expander(PAGE, chain).expand("{{T0}}")
    assert expanded == '<span class="error">Template recursion depth limit exceeded (40)</span>'


LAUGHS = {
    "text": lambda name: f"{{{{L{int(name[1:]) + 1}}}}}" * 10 if int(name[1:]) < 9 else "ha" * 50,
    "nothing": lambda name: f"{{{{L{int(name[1:]) + 1}}}}}" * 10 if int(name[1:]) < 30 else "",
    "arguments": lambda name: (
        f"{{{{L{int(name[1:]) + 1}|{{{{{{1}}}}}}{{{{{{1}}}}}}}}}}"
        if int(name[1:]) < 35
        else "{{{1}}}"
    ),
}


@pytest.mark.parametrize("source_of", LAUGHS.values(), ids=LAUGHS.keys())
def test_what_grows_without_end_stays_as_it_stands(source_of: Callable[[str], str]) -> None:
    expander = Expander(PAGE, source_of)
    assert expander.expand("before {{L0|ha}} after") == "before {{L0|ha}} after"


PIECES = "{{ {{{ }} }}} | = # : [[ ]] <!-- --> <ref> </ref> \n * a 1 #if: #tag:ref lc: #expr:"


@given(st.lists(st.sampled_from(PIECES.split(" "))))
def test_any_text_is_expanded(pieces: list[str]) -> None:
    expander = Expander(PAGE, {"A": "{{{1|x}}}|{{A|=}}"}.get)
    assert "\x7f" not in expander.expand("".join(pieces))


def test_errors_are_looked_for_no_farther_than_they_are_long() -> None:
    """What opens many errors and closes none takes no longer than its length."""
    found: list[str] = []
    errors = {
        "Short": '<span class="error">a</span> <strong class="error">[[Template:B]]</strong>',
        "Long": f'<span class="error">{"a" * 1001}</span>',
        "Open": '<span class="error">' * 10_000,
    }
    expander = Expander(PAGE, errors.get, lambda _, says: found.append(says))
    for name in errors:
        expander.expand(f"{{{{{name}}}}}")
    assert found == ["a", "Template:B"]
