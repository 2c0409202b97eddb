"""Issuing: make an edition that a project describes, and put it into the output folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from wikibrief.engine import workers
from wikibrief.engine.log import BuildLog
from wikibrief.page.catalogue.cards import dump_card
from wikibrief.problems import Problem
from wikibrief.project.building.available import demand
from wikibrief.project.building.crew.hiring import Crew
from wikibrief.project.building.folder.locking import lock
from wikibrief.project.building.folder.protection import install
from wikibrief.project.building.gathering.collecting import gather
from wikibrief.project.building.gathering.issued import describe_issue
from wikibrief.project.building.settings import Settings, setting_of
from wikibrief.project.content.templates import open_templates
from wikibrief.project.editions import Planned, make_edition
from wikibrief.project.formats.forms import Bound
from wikibrief.project.formats.leaving import Left, Sum
from wikibrief.project.formats.table import LISTING, format_of
from wikibrief.project.news import find_news

__all__ = ["issue"]


def issue(
    planned: Planned, settings: Settings, is_good: Callable[[Iterable[Problem]], bool]
) -> tuple[Problem, ...]:
    """Make an edition and put it in place, if what was found on the way is good enough.

    The files about all documents, which have its sum, are made anew. Returns what was found.
    Raises ProblemError.
    """
    row = format_of(planned.path)
    demand(row)
    bound = workers.run_alone(_bind(planned, settings), workers.Limits(), row.modules)
    problems = bound.problems
    if is_good(problems):
        problems += _install(planned, bound, settings)
    return problems


def _bind(planned: Planned, settings: Settings) -> Callable[[], Bound]:
    """Prepare the making of an edition, for a worker.

    Raises ProblemError where what changed since a revision cannot be found.
    """
    project = settings.project
    sources = [(replace(each, paper=settings.paper), project) for each in planned.sources]
    templates = open_templates(settings.template_folder, project.media)
    news = find_news(planned, settings)
    return partial(make_edition, sources, planned.title, templates, news)


def _install(planned: Planned, bound: Bound, settings: Settings) -> tuple[Problem, ...]:
    path, setting = planned.path, setting_of(settings)
    patterns = planned.about.articles
    note = dump_card(replace(bound.card, name=planned.name))
    left = Left({LISTING: note}, {path.name: Sum.of(bound.content)})
    entry = describe_issue(left, bound.inputs, patterns, setting)
    with lock(settings.project.output):
        log = BuildLog(settings.project.output)
        problems = install(log, path, {path: bound.content}, entry, settings)
        if settings.project.content in log.entries:
            with Crew(settings) as crew:
                problems += gather(log, _like_last(log, settings), setting, crew)
        log.close()
    return problems


def _like_last(log: BuildLog, settings: Settings) -> Settings:
    """Settings with the formats of which documents have left notes: those of the last builds."""
    documents = (entry for path, entry in log.entries.items() if path not in entry.artifacts)
    noted = {name for entry in documents for name in Left.load(entry.left).notes}
    return replace(settings, formats=tuple(each for each in settings.formats if each in noted))
