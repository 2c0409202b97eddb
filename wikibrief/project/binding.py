"""Binding: the work of making an edition that a project describes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from wikibrief.problems import Problem
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.templates import open_templates
from wikibrief.project.editions import Planned, make_edition
from wikibrief.project.news import find_news

__all__ = ["bind"]


def bind(planned: Planned, settings: Settings) -> Callable[[], tuple[bytes, tuple[Problem, ...]]]:
    """Prepare the making of an edition, for a worker: it returns the PDF and the problems.

    Raises ProblemError where what changed since a revision cannot be found.
    """
    project = settings.project
    sources = [(replace(each, paper=settings.paper), project) for each in planned.sources]
    templates = open_templates(settings.template_folder, project.media)
    news = find_news(planned, settings)
    return partial(make_edition, sources, planned.title, templates, news)
