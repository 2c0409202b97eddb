"""Summaries as a note keeps them: what is reported again where nothing is to do."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from wikibrief.problems import Problem, Severity
from wikibrief.project.building.outcomes import Outcome, Status, Summary

__all__ = ["dump_summary", "load_summary"]


def dump_summary(summary: Summary) -> str:
    """Write a summary, for ``load_summary``; of documents without problems their number."""
    with_problems = [outcome for outcome in summary.outcomes if outcome.problems]
    return json.dumps(
        {
            "documents": len(summary.outcomes) + summary.unlisted,
            "outcomes": [
                [str(outcome.source), _dump_problems(outcome.problems)] for outcome in with_problems
            ],
            "problems": _dump_problems(summary.problems),
        }
    )


def load_summary(text: str) -> Summary:
    """Read what ``dump_summary`` wrote: all documents are up to date now."""
    result = json.loads(text)
    outcomes = tuple(
        Outcome(Path(source), Status.UP_TO_DATE, _load_problems(problems))
        for source, problems in result["outcomes"]
    )
    unlisted = result["documents"] - len(outcomes)
    return Summary(outcomes, _load_problems(result["problems"]), unlisted=unlisted)


def _dump_problems(problems: Iterable[Problem]) -> list[list[Any]]:
    """Problems as rows, without their paths: they have their places."""
    return [
        [each.severity, each.message, each.line, each.column, each.file, each.hint, each.code]
        for each in problems
    ]


def _load_problems(rows: Iterable[Sequence[Any]]) -> tuple[Problem, ...]:
    return tuple(
        Problem(Severity(severity), message, line, column, file, hint, code=code)
        for severity, message, line, column, file, hint, code in rows
    )
