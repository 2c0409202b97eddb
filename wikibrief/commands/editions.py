"""Editions: write one file of several articles, for the commands that can."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from wikibrief.commands import results
from wikibrief.engine import workers
from wikibrief.problems import Problem, ProblemError, error
from wikibrief.project.binding import bind
from wikibrief.project.building.available import demand
from wikibrief.project.building.protection import save_artifact
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.folders import DEFAULTS, Project
from wikibrief.project.content.sources import Source
from wikibrief.project.editions import plan_edition
from wikibrief.project.formats.table import Format, format_of
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
    return _save(partial(row.bind, sources, title, templates), save, row, strict=strict)


def _save(
    work: Callable[[], tuple[bytes, tuple[Problem, ...]]],
    save: Callable[[bytes], None],
    row: Format,
    *,
    strict: bool,
) -> bool:
    content, problems = workers.run_alone(work, workers.Limits(), row.modules)
    results.print_problems(problems)
    good = results.is_good(problems, strict=strict)
    if good:
        save(content)
    return good


def make_editions(names: tuple[str, ...], settings: Settings, *, strict: bool) -> bool:
    """Make one PDF each of the editions that the project describes."""
    project, good = settings.project, True
    for name in names:
        try:
            planned = plan_edition(name, project)
            row = format_of(planned.path)
            work = bind(planned, settings)
            demand(row)
            save = partial(
                save_artifact,
                planned.path,
                owner=project.content / DEFAULTS,
                output=project.output,
                force=settings.force,
            )
            good &= _save(work, save, row, strict=strict)
        except ProblemError as failure:
            results.print_problems(failure.problems)
            good = False
    return good
