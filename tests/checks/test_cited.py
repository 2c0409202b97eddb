"""Checks of citations in YAML: the same as in wikitext, at the place of the value."""

from __future__ import annotations

import pytest

from wikibrief.checks.run import check
from wikibrief.project.formats.documents import read_yaml
from wikibrief.project.formats.forms import ReadInput
from wikibrief.yamlform.documents import load_yaml

SOURCE = """\
lead:
  - A.<ref a/> B.<ref b/> {{efn|C.<ref name="c"/>}} D.<ref d/>
references:
  a:
    cite: web
    title: |-
      Raid
      on the hill
    url: a.example
    date: 31 April 2020
    accessed: today
  b:
    cite: web
    title: Raid
  c:
    cite: gnis
    id: 3
    hill: 5
  d: "{{cite web|date=31 April 2020}}"
"""


def test_citations_of_yaml_are_checked_at_the_place_of_their_values() -> None:
    problems = read_yaml(SOURCE, ReadInput()).problems
    assert [(each.line, each.column, each.code) for each in problems] == [
        (9, 10, "citation-address"),
        (10, 11, "citation-date"),
        (11, 15, "citation-argument"),
        (13, 5, "citation-missing"),
        (18, 11, "argument-not-shown"),
    ]


def test_citations_without_faults_have_no_problems() -> None:
    good = SOURCE.replace("a.example", "https://a.example/").replace("31 April", "30 April")
    kept = good.replace("    accessed: today\n", "").replace("cite: gnis", "cite: book")
    kept = kept.replace("cite: web\n    title: Raid\n", "cite: book\n    title: Raid\n")
    kept = kept.replace("hill: 5", "title: 5")
    assert load_yaml(kept).references
    assert not read_yaml(kept, ReadInput()).problems


def test_arguments_that_need_or_exclude_others_are_found_at_their_keys() -> None:
    source = """\
lead: [A.<ref a/> B.<ref b/>]
references:
  a:
    cite: web
    title: Raid
    first2: Ann
    url: https://a.example/
    archive-url: https://b.example/
  b:
    cite: book
    title: "[[Raid]]"
    page: 3
    pages: 3–4
    year: 2012
    date: 3 May 2013
    url: https://a.example/
"""
    problems = read_yaml(source, ReadInput()).problems
    assert sorted((each.line, each.column, each.code) for each in problems) == [
        (6, 13, "citation-missing"),
        (8, 18, "citation-missing"),
        (11, 12, "citation-link"),
        (13, 12, "citation-exclusive"),
        (14, 11, "citation-date"),
    ]


def test_the_future_begins_where_the_build_says_never_by_the_clock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "A.<ref>{{cite web|title=Raid|url=https://a.example/|access-date=5 May 2030}}</ref>\n"
    found = {}
    last = 253_402_300_799  # of the year 9999, after which there is no day
    for epoch in ("", "0", str(last), str(1_904_083_200), str(1_903_996_800)):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        found[epoch] = [each.message for each in check(text)]
    assert list(found.values()) == [
        [],
        [],
        [],
        [],
        ["`access-date` is in the future: `5 May 2030`"],
    ]


def test_markup_that_never_closes_hides_no_other_citation() -> None:
    for title in ("A <!-- B", "A {{ B", "A [[ B", "A <nowiki> B", "A <ref> B", "A }} B"):
        source = f"""\
lead: [A.<ref a/> B.<ref b/>]
references:
  a: {{cite: book, title: "{title}"}}
  b: {{cite: book, title: Raid, date: 30 February 2020}}
"""
        problems = read_yaml(source, ReadInput()).problems
        assert [(each.line, each.column) for each in problems] == [(4, 38)], title


def test_names_of_several_lines_shift_nothing() -> None:
    source = """\
lead: [A.<ref a/> B.<ref b/>]
references:
  a: {cite: book, title: Raid, "ye\\nar": x, date: 31 April 2020}
  b: {cite: book, title: Raid, date: 30 February 2020}
"""
    problems = read_yaml(source, ReadInput()).problems
    assert [each.line for each in problems if each.code == "citation-date"] == [3, 4]
