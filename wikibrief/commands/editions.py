"""Editions: write one file of several articles, for the commands that can."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from wikibrief.commands import results
from wikibrief.engine import workers
from wikibrief.problems import ProblemError, error
from wikibrief.project.building.available import demand
from wikibrief.project.building.protection import save_artifact
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.folders import DEFAULTS, Project
from wikibrief.project.content.sources import Source
from wikibrief.project.content.templates import open_templates
from wikibrief.project.editions import make_edition, plan_edition
from wikibrief.project.formats.table import Format, format_of
from wikibrief.project.news import find_news
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
            news = find_news(planned, settings)
            sources = [(replace(each, paper=settings.paper), project) for each in planned.sources]
            good &= save_edition(
                sources,
                partial(
                    save_artifact,
                    planned.path,
                    owner=project.content / DEFAULTS,
                    output=project.output,
                    force=settings.force,
                ),
                replace(format_of(planned.path), bind=partial(make_edition, news=news)),
                planned.title,
                open_templates(settings.template_folder, project.media),
                strict=strict,
            )
        except ProblemError as failure:
            results.print_problems(failure.problems)
            good = False
    return good
