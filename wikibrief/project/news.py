"""News: what changed in an edition since a revision in git."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

from wikibrief.briefing.news import News
from wikibrief.engine.files import shown
from wikibrief.problems import Problem, ProblemError
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.articles import read_metadata
from wikibrief.project.content.discovery import find
from wikibrief.project.content.folders import DEFAULTS, OUTPUT, Project
from wikibrief.project.content.inputs import ObservedFiles
from wikibrief.project.content.sources import Source
from wikibrief.project.editions import Planned, find_articles
from wikibrief.project.versions import compare_pairs, open_revision

__all__ = ["find_news"]


def find_news(planned: Planned, settings: Settings) -> News | None:
    """Find what changed in an edition since the revision that it names, if it names one.

    Raises ProblemError where there is no such revision, or an article cannot be read.
    """
    revision = planned.about.since
    if revision is None:
        return None
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(open_revision(settings.project.root, revision))
        except ProblemError as failure:
            message = f"cannot compare with `{revision}`: {failure.problems[0].message}"
            hint = "name a tag, a branch or a commit of the repository that content/ is in"
            raise ProblemError(planned.report(message, "since", hint=hint)) from failure
        try:
            return _compare(planned, revision, Project(folder, folder / OUTPUT), settings)
        except ProblemError as failure:
            raise ProblemError(_name_in(failure.problems, folder, revision)) from failure


def _compare(planned: Planned, revision: str, then: Project, settings: Settings) -> News:
    former, now = _find_former(planned, then), planned.articles
    gone = [name for name in former if name not in now]
    pairs = {name: (former[name], source) for name, source in now.items() if name in former}
    changes, problems = compare_pairs(
        {**pairs, **{name: (former[name], None) for name in gone}}, settings
    )
    if problems:
        raise ProblemError(problems)
    return News(
        revision,
        tuple(changes[name] if name in pairs else None for name in now),
        tuple(changes[name] for name in gone),
    )


def _find_former(planned: Planned, then: Project) -> dict[str, Source]:
    """Find the articles that the edition had then: by its list of then, if it had one."""
    if not then.exists:
        return {}
    editions = read_metadata([then.content / DEFAULTS], ObservedFiles(), demand=False).editions
    patterns = editions.get(planned.name, planned.about).articles
    found = find([], then)
    refused = [
        problem
        for source, problems in found.refused.items()
        if any(fnmatchcase(then.name_of(source), pattern) for pattern in patterns)
        for problem in problems
    ]
    if refused:
        raise ProblemError(refused)
    return find_articles(patterns, {then.name_of(each.source): each for each in found.recipes})


def _name_in(problems: Iterable[Problem], folder: Path, revision: str) -> Iterator[Problem]:
    """Call files of a revision as git does: ``v1:content/a.wiki``."""
    for problem in problems:
        inside = f"{shown(folder)}/"
        file = problem.file
        yield replace(problem, file=file.replace(inside, f"{revision}:", 1) if file else file)
