"""Checks of citations in YAML: the same as in wikitext, at the place of the value."""

from __future__ import annotations

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


def test_names_of_several_lines_shift_nothing() -> None:
    source = """\
lead: [A.<ref a/> B.<ref b/>]
references:
  a: {cite: book, title: Raid, "ye\\nar": x, date: 31 April 2020}
  b: {cite: book, title: Raid, date: 30 February 2020}
"""
    problems = read_yaml(source, ReadInput()).problems
    assert [each.line for each in problems if each.code == "citation-date"] == [3, 4]
