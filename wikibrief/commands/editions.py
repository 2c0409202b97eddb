"""Editions: write one file of several articles, for the commands that can."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from wikibrief.commands import results
from wikibrief.engine import workers
from wikibrief.problems import ProblemError, error
from wikibrief.project.building.available import demand
from wikibrief.project.content.folders import Project
from wikibrief.project.content.sources import Source
from wikibrief.project.formats.table import Format
from wikibrief.templating.environment import Templates

__all__ = ["save_edition"]


def save_edition(
    sources: Sequence[tuple[Source, Project]],
    save: Callable[[bytes], None],
    row: Format,
    title: str,
    templates: Templates,
    *,
    strict: bool,
) -> bool:
    """Make one file of several sources and ``save`` it, unless there are problems that forbid it.

    They are printed. Raises ProblemError.
    """
    demand(row)
    if row.bind is None:
        message = f"{row.name} holds one article, not an edition of several"
        raise ProblemError(error(message, file=title, code="unknown-format"))
    work = partial(row.bind, sources, title, templates)
    content, problems = workers.run_alone(work, workers.Limits(), row.modules)
    results.print_problems(problems)
    good = results.is_good(problems, strict=strict)
    if good:
        save(content)
    return good
