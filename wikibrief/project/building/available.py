"""Available: which formats can be made on this machine."""

from __future__ import annotations

from dataclasses import replace

from wikibrief.problems import Problem, ProblemError
from wikibrief.project.building.settings import Settings
from wikibrief.project.formats.table import Format

__all__ = ["demand", "without_missing"]


def demand(row: Format) -> None:
    """Make sure that a format can be made on this machine. Raises ProblemError."""
    if row.find_missing and (problem := row.find_missing()):
        raise ProblemError(problem)


def without_missing(settings: Settings) -> tuple[Settings, list[Problem]]:
    """Leave out the formats that cannot be made on this machine, and say why."""
    found = {
        row.name: problem
        for row in settings.rows
        if row.find_missing and (problem := row.find_missing())
    }
    formats = tuple(name for name in settings.formats if name not in found)
    return replace(settings, formats=formats), list(found.values())
