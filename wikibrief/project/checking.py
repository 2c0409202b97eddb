"""Checking: a build that writes nothing, for files and for a text alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from wikibrief.checks import transclusions
from wikibrief.markup.roundtrip import write_wikitext
from wikibrief.problems import Problem, ProblemError, Severity
from wikibrief.project.building.making.recipes import render_article
from wikibrief.project.building.outcomes import Summary
from wikibrief.project.building.pipeline import build
from wikibrief.project.building.settings import ARTIFACTS, Settings
from wikibrief.project.content.articles import read_article
from wikibrief.project.content.discovery import find
from wikibrief.project.content.inputs import ObservedFiles
from wikibrief.project.content.sources import Source
from wikibrief.project.content.surroundings import Neighbours
from wikibrief.project.content.templates import open_templates
from wikibrief.project.formats.table import FORMATS, PROOF
from wikibrief.templating.environment import Templates

if TYPE_CHECKING:
    from wikibrief.checks.transclusions import Use
    from wikibrief.markup.dialects import Dialect

__all__ = ["Counted", "check", "check_sources", "count_transclusions"]


def check_sources(sources: Iterable[Path] = (), settings: Settings | None = None) -> Summary:
    """Find the problems that a build of ``sources`` would have, and write nothing.

    What is up to date is not rendered again: the build that made it has logged its problems. Of a
    format that has a quicker way to find them (``Format.proof``) nothing is rendered.
    """
    return build(sources, replace(settings or Settings(), write=False))


@dataclass(frozen=True, slots=True)
class Counted:
    """The transclusions of sources, how many uses are shown, and the errors of sources."""

    uses: list[Use]
    shown: int
    all: int
    problems: list[Problem]


def count_transclusions(sources: Sequence[Path], settings: Settings) -> Counted:
    """Count the transclusions of sources, and how each is shown. Raises ProblemError."""
    found = find(sources, settings.project)
    problems = found.all_problems
    texts = []
    for recipe in found.recipes:
        try:
            article = read_article(Source.at(recipe.source, recipe.metadata), ObservedFiles())
        except ProblemError as failure:
            problems += failure.problems
        else:
            is_wikitext = article.source.format.is_wikitext
            text = article.text if is_wikitext else write_wikitext(article.document)
            texts.append(transclusions.ReadArticle(text, article.document))
    folder = settings.template_folder
    uses = transclusions.transclusion_uses(texts, open_templates(folder))
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    return Counted(uses, *transclusions.shown_share(uses), errors)


def check(text: str, title: str | None = None, dialect: Dialect | None = None) -> list[Problem]:
    """Find all problems of a wikitext, in the order of their places.

    They are those that ``wikibrief check`` reports of a file with that text, alone in its folder.
    Without a ``dialect`` it is detected.
    """
    source = Source("", FORMATS["wiki"], text=text, title=title, dialect=dialect)
    problems: list[Problem] = []
    try:
        templates = Templates()
        article = read_article(source, ObservedFiles(), templates=templates)
        around = Neighbours(None, ObservedFiles().read_bytes)
        render_article(article, [PROOF], templates, around, problems)
        for row in (FORMATS[name] for name in ARTIFACTS):
            problems += row.check_source(text) if row.check_source else ()
    except ProblemError as failure:
        problems += failure.problems
    return sorted(problems, key=lambda problem: (problem.line, problem.column))
