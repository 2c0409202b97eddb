"""Editions: which articles the project's editions have, and several sources → one PDF."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from wikibrief.briefing.edition import EditionArticle, highest_marking, write_edition
from wikibrief.briefing.glyphs import check_glyphs
from wikibrief.briefing.news import News
from wikibrief.engine import files
from wikibrief.engine.files import shown
from wikibrief.engine.graph import Recipe
from wikibrief.model.metadata import Edition, make_title
from wikibrief.page.catalogue.cards import Card, read_card
from wikibrief.problems import Problem, ProblemError, error
from wikibrief.project.content.articles import read_article, read_metadata
from wikibrief.project.content.discovery import Discovery, find
from wikibrief.project.content.folders import DEFAULTS, Project
from wikibrief.project.content.inputs import ObservedFiles
from wikibrief.project.content.names import name_files
from wikibrief.project.content.sources import Source
from wikibrief.project.content.surroundings import Neighbours
from wikibrief.project.content.templates import observe_templates
from wikibrief.project.formats.briefing import attach_source
from wikibrief.project.formats.forms import Bound
from wikibrief.yamlform.documents import place_in_yaml

if TYPE_CHECKING:
    from wikibrief.templating.environment import Templates

__all__ = [
    "Planned",
    "ReportProblem",
    "find_articles",
    "list_editions",
    "make_edition",
    "plan_edition",
]


@dataclass(frozen=True, slots=True)
class Planned:
    """An edition of a project: its title, its file, and its articles in their order, by names.

    ``about`` is what describes it, and ``report`` makes a problem at its place there.
    """

    name: str
    title: str
    path: Path
    articles: Mapping[str, Source]
    about: Edition
    report: ReportProblem

    @property
    def sources(self) -> tuple[Source, ...]:
        """Its articles."""
        return tuple(self.articles.values())


_FILE_NAME = re.compile(r"[^\W_][\w.-]*")


def list_editions(project: Project) -> tuple[str, ...]:
    """Name the editions that a project describes; none where its defaults cannot be read."""
    try:
        return tuple(
            read_metadata([project.content / DEFAULTS], ObservedFiles(), demand=False).editions
        )
    except ProblemError:
        return ()


def plan_edition(name: str, project: Project) -> Planned:
    """Find the articles of an edition that ``content/_defaults.yaml`` describes.

    Raises ProblemError where it describes none of that name, or an article is not there.
    """
    defaults = project.content / DEFAULTS
    inputs = ObservedFiles()
    editions = read_metadata([defaults], inputs, demand=False).editions
    if name not in editions:
        known = ", ".join(f"`{each}`" for each in editions)
        hint = f"known are {known}" if known else "describe it there, under `editions`"
        message = f"there is no edition `{name}`"
        raise ProblemError(error(message, file=shown(defaults), hint=hint, code="bad-value"))
    if not _FILE_NAME.fullmatch(name):
        message, hint = f"`{name}` cannot be the name of a file", "use letters, digits and `-`"
        raise ProblemError(error(message, file=shown(defaults), hint=hint, code="bad-value"))
    found = find([], project, (".pdf",))
    path = project.output / f"{name}.pdf"
    articles = {project.name_of(recipe.source): recipe for recipe in found.recipes}
    at = partial(_report, inputs.read(defaults), shown(defaults), name)
    problems = [*_find_clash(articles, path, at)]
    for index, pattern in enumerate(editions[name].articles):
        if not _find_matching(pattern, articles):
            problems += _explain_missing(pattern, found, project, at, index)
    sources = find_articles(editions[name].articles, articles)
    if not sources and not problems:
        problems.append(at(f"the edition `{name}` has no articles", hint="list them under it"))
    if problems:
        raise ProblemError(problems)
    title = editions[name].title or make_title(name)
    return Planned(name, title, path, sources, editions[name], at)


def find_articles(patterns: Iterable[str], articles: Mapping[str, Recipe]) -> dict[str, Source]:
    """Find the articles that an edition lists, by their names, in its order and each once."""
    names = (name for pattern in patterns for name in _find_matching(pattern, articles))
    return {
        name: Source.at(articles[name].source, articles[name].metadata)
        for name in dict.fromkeys(names)
    }


def _find_matching(pattern: str, articles: Collection[str]) -> list[str]:
    if pattern in articles:
        return [pattern]
    return [name for name in sorted(articles) if fnmatchcase(name, pattern)]


class ReportProblem(Protocol):
    """Makes a problem of an edition, at the place of one of its keys."""

    def __call__(self, message: str, *path: str | int, hint: str) -> Problem:
        """Make it; ``path`` leads to the key from the edition's."""
        ...


def _report(text: str, file: str, name: str, message: str, *path: str | int, hint: str) -> Problem:
    """Report what is wrong with an edition, at its place in the file that describes it."""
    at = place_in_yaml(text, ("editions", name, *path))
    return error(message, at=at, file=file, hint=hint, code="bad-edition")


def _find_clash(articles: Mapping[str, Recipe], path: Path, at: ReportProblem) -> Iterator[Problem]:
    for name, recipe in articles.items():
        if path in recipe.artifacts:
            yield at(f"the article `{name}` has the same file", hint="give it another name")


def _explain_missing(
    pattern: str, found: Discovery, project: Project, at: ReportProblem, index: int
) -> Sequence[Problem]:
    """Say why no article is called so: there is none, or it cannot be read."""
    for source, problems in found.refused.items():
        if fnmatchcase(project.name_of(source), pattern):
            return problems
    message = f"no article is called `{pattern}`"
    hint = "name files in content/ without their suffix, such as `2025/raid`"
    return [at(message, "articles", index, hint=hint)]


def make_edition(
    sources: Sequence[tuple[Source, Project]],
    title: str,
    templates: Templates,
    news: News | None = None,
) -> Bound:
    """Make the PDF of several sources.

    Raises ProblemError with what is wrong in any of the sources.
    """
    entries: list[EditionArticle] = []
    found: list[Problem] = []
    asked: list[tuple[Neighbours, str, str]] = []
    failures: list[Problem] = []
    inputs = ObservedFiles()
    projects = {project for _, project in sources if project.exists}
    names = {project: name_files(project) for project in projects}
    for source, project in sources:
        around = Neighbours(names.get(project), inputs.read_bytes)
        try:
            article = read_article(source, inputs, around.files, templates)
        except ProblemError as failure:
            failures += failure.problems
            continue
        found += article.problems
        found += (problem.in_file(source.name) for problem in check_glyphs(article.text))
        asked.append((around, article.text, source.name))
        surroundings = around.of(Path(".pdf"))
        file = attach_source(Path(source.name).name, article.text)
        entries.append(
            EditionArticle(source.name, article.document, article.metadata, surroundings, file)
        )
    if failures:
        raise ProblemError([*found, *failures])
    pdf = write_edition(entries, title, templates, news)
    for around, text, name in asked:
        found += (problem.in_file(name) for problem in around.problems(text))
    found += templates.take_problems()
    observe_templates(templates, inputs)
    return Bound(pdf, _describe(entries, title, news), files.show_files(found), inputs.stamps)


def _describe(entries: Sequence[EditionArticle], title: str, news: News | None) -> Card:
    """What a list of documents says of an edition: it has the marking that is on its pages."""
    cards = [read_card(entry.name, entry.document, entry.metadata) for entry in entries]
    return Card(
        title,
        title,
        cards[0].language,
        highest_marking(entries, news.markings if news else ()),
        max((card.date for card in cards if card.date), default=None),
        summary="; ".join(card.title for card in cards),
    )
