"""Reports: problems gathered for people, and written for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from wikibrief.problems import Problem, error, note, warning
from wikibrief.project.building.outcomes import Outcome, Status, Summary
from wikibrief.project.kinds import KINDS
from wikibrief.project.reports import REPORTS, collect, describe

SCHEMA = json.loads(Path(__file__).with_name("sarif-schema-2.1.0.json").read_text("utf-8"))
"""OASIS Open's, as it is published."""

STYLE = warning(
    "unknown property", at=(3, 1), file="content/_templates/style.css", code="style-sheet"
)
HINT = "did you mean `title`?"
BROKEN = error("unknown key `titel`", at=(1, 1), file="content/b.yaml", hint=HINT, code="bad-value")
SUMMARY = Summary(
    (
        Outcome(
            Path("content/a.wiki"), Status.BUILT, (warning("odd", file="content/a.wiki"), STYLE)
        ),
        Outcome(Path("content/b.yaml"), Status.FAILED, (BROKEN, STYLE)),
        Outcome(Path("content/é.wiki"), Status.UP_TO_DATE),
    ),
    (note("has no sources", file="content/e f"), error("cannot be the output folder", file="/e f")),
    0.25,
)


def report(name: str, summary: Summary = SUMMARY) -> Any:  # noqa: ANN401
    return json.loads(REPORTS[name](summary))


@pytest.mark.parametrize("summary", [SUMMARY, Summary()])
def test_sarif_is_valid(summary: Summary) -> None:
    Draft4Validator(SCHEMA).validate(report("sarif", summary))


def test_sarif_says_everything() -> None:
    results = report("sarif")["runs"][0]["results"]
    assert [each["level"] for each in results] == ["note", "error", "warning", "warning", "error"]
    [broken] = [each for each in results if "titel" in each["message"]["text"]]
    assert broken["message"]["text"] == f"unknown key `titel`\n{HINT}"
    place = broken["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "content/b.yaml"
    assert place["region"] == {"startLine": 1, "startColumn": 1}
    addresses = [
        location["physicalLocation"]["artifactLocation"]["uri"]
        for each in results
        for location in each["locations"]
    ]
    assert {"content/e%20f", "file:///e%20f"} <= set(addresses)
    [style] = [each for each in results if "property" in each["message"]["text"]]
    assert style["occurrenceCount"] == 2


def test_sarif_explains_the_kinds_of_its_problems() -> None:
    run = report("sarif")["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["bad-value", "style-sheet"]
    assert all(rule["help"]["text"] == KINDS[rule["id"]] for rule in rules)
    named = [(each["ruleId"], each["ruleIndex"]) for each in run["results"] if "ruleId" in each]
    assert set(named) == {("bad-value", 0), ("style-sheet", 1)}


def test_json_says_everything() -> None:
    found = report("json")
    assert found["documents"] == [
        {"source": "content/a.wiki", "status": "built", "artifacts": []},
        {"source": "content/b.yaml", "status": "failed", "artifacts": []},
        {"source": "content/é.wiki", "status": "up to date", "artifacts": []},
    ]
    assert {
        "severity": "error",
        "code": "bad-value",
        "message": "unknown key `titel`",
        "file": "content/b.yaml",
        "line": 1,
        "column": 1,
        "hint": HINT,
        "times": 1,
    } in found["problems"]
    assert found["counts"]["errors"] == 2
    assert found["counts"]["failed"] == 1


def test_what_is_found_many_times_is_one_line_with_a_count() -> None:
    places = [warning("`''` is open", at=(line, 1), file="a.wiki") for line in (3, 5, 9)]
    other = Problem(places[0].severity, places[0].message, 1, 1, "b.wiki")
    assert [str(each) for each in collect([*places, other])] == [
        "a.wiki:3:1: warning: `''` is open (3 times)",
        "b.wiki:1:1: warning: `''` is open",
    ]


def test_a_build_ends_with_its_numbers() -> None:
    assert describe(SUMMARY) == ["1 built, 1 up to date, 1 failed, 2 with warnings in 0.25 s"]
    assert describe(Summary()) == ["nothing to build in 0.00 s"]
