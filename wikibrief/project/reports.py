"""Reports: the problems of a run, gathered for people and written for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from wikibrief.engine.files import shown
from wikibrief.problems import Problem, Severity
from wikibrief.project.building.outcomes import WORKED, Outcome, Status, Summary
from wikibrief.project.kinds import KINDS
from wikibrief.project.timing import format_time
from wikibrief.version import __version__

__all__ = ["REPORTS", "Collected", "collect", "describe"]


@dataclass(frozen=True, slots=True)
class Collected:
    """A problem, and how often it was found; its place is the first."""

    problem: Problem
    times: int = 1

    def __str__(self) -> str:
        if self.times == 1:
            return str(self.problem)
        return str(replace(self.problem, message=f"{self.problem.message} ({self.times} times)"))


def collect(problems: Iterable[Problem]) -> list[Collected]:
    """Gather problems that say the same of the same file into one, in the order of the first."""
    first: dict[tuple[object, ...], Problem] = {}
    places: dict[tuple[object, ...], int] = {}
    for problem in problems:
        key = (problem.severity, problem.file, problem.message, problem.hint)
        first.setdefault(key, problem)
        places[key] = places.get(key, 0) + 1
    return [Collected(problem, places[key]) for key, problem in first.items()]


def describe(summary: Summary) -> list[str]:
    """Say what was done, in numbers; after many documents also which took longest, and why."""
    lines = [_describe_counts(summary)]
    built = [outcome for outcome in summary.outcomes if outcome.status in WORKED]
    if len(built) >= _MANY:
        slowest = sorted(built, key=lambda outcome: -outcome.seconds)[:_MOST]
        listed = [f"{shown(outcome.source)} {outcome.seconds:.2f} s" for outcome in slowest]
        lines.append(f"slowest: {', '.join(listed)}")
        kinds = Counter(each.code or str(each.severity) for each in summary.all_problems)
        if kinds:
            counts = (f"{count} {kind}" for kind, count in kinds.most_common())
            lines.append(f"problems: {', '.join(counts)}")
    return lines


_MANY, _MOST = 10, 3
"""How many documents need a summary of their own, and of how many it names the time."""


def _describe_counts(summary: Summary) -> str:
    """Say how many documents were built, failed and warned, and how long that took."""
    counts = [(summary.documents(status), str(status)) for status in Status]
    counts.append((summary.unbegun, "not begun"))
    counts.append((sum(map(_has_warnings, summary.outcomes)), "with warnings"))
    listed = ", ".join(f"{count} {what}" for count, what in counts if count)
    failed = any(problem.severity is Severity.ERROR for problem in summary.problems)
    nothing = "nothing built" if failed else "nothing to build"
    return f"{listed or nothing}{format_time(summary.seconds)}"


def _has_warnings(outcome: Outcome) -> bool:
    return any(problem.severity is Severity.WARNING for problem in outcome.problems)


def _write_json(summary: Summary) -> Any:  # noqa: ANN401
    """Our own form: every document and every problem."""
    return {
        "tool": {"name": "wikibrief", "version": __version__},
        "documents": [
            {
                "source": shown(outcome.source),
                "status": str(outcome.status),
                "artifacts": sorted(map(shown, outcome.artifacts)),
            }
            for outcome in summary.outcomes
        ],
        "problems": [_as_object(each) for each in collect(summary.all_problems)],
        "counts": {
            **{str(status): summary.documents(status) for status in Status},
            "not begun": summary.unbegun,
            **{f"{severity}s": summary.count(severity) for severity in Severity},
        },
    }


def _as_object(each: Collected) -> dict[str, Any]:
    problem = each.problem
    place = {"line": problem.line, "column": problem.column} if problem.line else {}
    hint = {"hint": problem.hint} if problem.hint else {}
    return {
        "severity": str(problem.severity),
        "code": problem.code,
        "message": problem.message,
        "file": problem.file,
        **place,
        **hint,
        "times": each.times,
    }


_SARIF_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def _write_sarif(summary: Summary) -> Any:  # noqa: ANN401
    """The Static Analysis Results Interchange Format, which code hosts read."""
    collected = collect(summary.all_problems)
    used = sorted({each.problem.code for each in collected} - {""})
    driver = {
        "name": "wikibrief",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_as_rule(code) for code in used],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_as_result(each, used) for each in collected],
    }
    return {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def _as_rule(code: str) -> dict[str, Any]:
    meaning = {"text": KINDS.get(code, code)}
    return {"id": code, "shortDescription": meaning, "help": meaning}


def _as_result(each: Collected, rules: Sequence[str]) -> dict[str, Any]:
    problem = each.problem
    text = f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
    rule = {"ruleId": problem.code, "ruleIndex": rules.index(problem.code)} if problem.code else {}
    location: dict[str, Any] = {"artifactLocation": {"uri": _address(problem.file)}}
    if problem.line:
        location["region"] = {
            "startLine": problem.line,
            **({"startColumn": problem.column} if problem.column else {}),
        }
    return {
        **rule,
        "level": str(problem.severity),
        "message": {"text": text},
        "occurrenceCount": each.times,
        "locations": [{"physicalLocation": location}] if problem.file else [],
    }


def _address(file: str) -> str:
    """The address of a file: relative to where the user is, as its name is."""
    return Path(file).as_uri() if Path(file).is_absolute() else quote(file)


def _dump(form: Callable[[Summary], Any], summary: Summary) -> str:
    return f"{json.dumps(form(summary), ensure_ascii=False, indent=2)}\n"


REPORTS: Mapping[str, Callable[[Summary], str]] = {
    "json": lambda summary: _dump(_write_json, summary),
    "sarif": lambda summary: _dump(_write_sarif, summary),
}
"""The forms for programs, by name."""
