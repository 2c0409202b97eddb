"""Editions: write one file of several articles, for the commands that can."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from wikibrief.commands.terminal import results
from wikibrief.engine import workers
from wikibrief.problems import ProblemError, error
from wikibrief.project.building.available import demand
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.folders import Project
from wikibrief.project.content.sources import Source
from wikibrief.project.editions import plan_edition
from wikibrief.project.formats.table import Format
from wikibrief.project.issuing import issue
from wikibrief.templating.environment import Templates

__all__ = ["make_editions", "save_edition"]


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
    bound = workers.run_alone(work, workers.Limits(), row.modules)
    results.print_problems(bound.problems)
    good = results.is_good(bound.problems, strict=strict)
    if good:
        save(bound.content)
    return good


def make_editions(names: tuple[str, ...], settings: Settings, *, strict: bool) -> bool:
    """Make one PDF each of the editions that the project describes."""
    is_good, good = partial(results.is_good, strict=strict), True
    for name in names:
        try:
            problems = issue(plan_edition(name, settings.project), settings, is_good)
        except ProblemError as failure:
            problems = failure.problems
        results.print_problems(problems)
        good &= is_good(problems)
    return good
