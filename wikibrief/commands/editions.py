"""Editions: write one file of several articles, for the commands that can."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from wikibrief.commands import results
from wikibrief.engine import files, workers
from wikibrief.problems import ProblemError, error
from wikibrief.project.building.available import demand
from wikibrief.project.content.folders import Project
from wikibrief.project.content.sources import Source
from wikibrief.project.formats.table import Format
from wikibrief.templating.environment import Templates

__all__ = ["save_edition"]


def save_edition(
    sources: Sequence[tuple[Source, Project]],
    target: Path,
    row: Format,
    title: str,
    templates: Templates,
    *,
    strict: bool,
) -> bool:
    """Make one file of several sources, unless there are problems that forbid it; print these."""
    demand(row)
    if row.bind is None:
        message = f"{row.name} holds one article, not an edition of several"
        raise ProblemError(error(message, file=str(target), code="unknown-format"))
    seen = files.stamp(target)
    work = partial(row.bind, sources, title, templates)
    content, problems = workers.run_alone(work, workers.Limits(), row.modules)
    results.print_problems(problems)
    good = results.is_good(problems, strict=strict)
    if good:
        files.save(target, content, seen)
    return good
