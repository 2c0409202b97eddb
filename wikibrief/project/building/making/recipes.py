"""Recipes: a source → its artifacts; what a worker does.

The article is read, every wanted format is rendered in memory, and only when all succeed are they
staged, for the build to put them in place together. A check does the same and writes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wikibrief.checks.contradictions import find_contradictions
from wikibrief.engine import staging
from wikibrief.engine.files import shown
from wikibrief.facts.extract import has_facts, read_facts, words_of
from wikibrief.problems import Problem, ProblemError
from wikibrief.project.building.making.jobs import Job
from wikibrief.project.building.making.sharing import keep, take, take_titles
from wikibrief.project.building.outcomes import Outcome, Status
from wikibrief.project.content.articles import Article, read_article, titles_of
from wikibrief.project.content.inputs import ObservedFiles
from wikibrief.project.content.surroundings import Neighbours
from wikibrief.project.content.templates import observe_templates, open_templates
from wikibrief.project.deferred import Deferred
from wikibrief.project.formats.forms import RenderInput
from wikibrief.project.formats.leaving import Left, Sum
from wikibrief.project.formats.table import FORMATS

if TYPE_CHECKING:
    from wikibrief.templating.environment import Templates

_render_body = Deferred("project.formats.page:render_body")
_is_silent = Deferred("project.formats.page:is_silent")

__all__ = ["build_document", "read_titles", "render_article", "render_document"]


def read_titles(job: Job) -> tuple[str, ...] | None:
    """Read what other documents call this one; None when it cannot be read."""
    if (known := take_titles(job)) is not None:
        return known
    try:
        return titles_of(read_article(job.source, ObservedFiles(), check=False))
    except ProblemError:
        return None


def build_document(job: Job) -> Outcome:
    """Make all artifacts of a source in memory, and stage them if every one could be made.

    Where another build has made them of the same inputs they are taken from the cache.
    """
    asides: list[Problem] = []
    outcome, contents = take(job, asides) or _render_and_keep(job, asides)
    outcome = replace(outcome, asides=tuple(asides))
    if outcome.status is Status.FAILED:
        return outcome
    watch = time.perf_counter()
    try:
        staged = staging.stage(contents) if job.write else staging.propose(contents)
    except ProblemError as failure:
        problems = (*outcome.problems, *failure.problems)
        return replace(outcome, status=Status.FAILED, problems=problems)
    seconds = outcome.seconds + time.perf_counter() - watch
    return replace(outcome, staged=staged, seconds=seconds)


def _render_and_keep(job: Job, asides: list[Problem]) -> tuple[Outcome, Mapping[Path, bytes]]:
    outcome, contents = render_document(job)
    if outcome.status is Status.BUILT:
        keep(job, outcome, contents, asides)
    return outcome, contents


def render_document(job: Job) -> tuple[Outcome, Mapping[Path, bytes]]:
    """Make all artifacts of a source in memory: their contents, none if one could not be made."""
    watch = time.perf_counter()
    inputs = ObservedFiles()
    around = Neighbours(job.names, inputs.read_bytes)
    problems: list[Problem] = []
    contents: Mapping[Path, bytes] = {}
    titles: tuple[str, ...] = ()
    left = ""
    status = Status.BUILT if job.write else Status.CHECKED
    try:
        contents, titles, left = _make(job, inputs, around, problems)
    except ProblemError as failure:
        status = Status.FAILED
        problems += failure.problems
    path = job.source.path or Path()
    outcome = Outcome(
        path,
        status,
        tuple(replace(each, file=shown(each.file or path)) for each in problems),
        time.perf_counter() - watch,
        inputs=inputs.stamps,
        titles=titles,
        found=around.names.found,
        missed=frozenset(around.names.missed),
        left=left,
    )
    return outcome, contents


def _leave(job: Job, article: Article, contents: Mapping[Path, bytes]) -> str:
    """What an article leaves for the files about all documents."""
    notes = {
        name: leave(job.name, article.document, article.metadata)
        for name in job.artifacts
        if (leave := FORMATS[name].leave)
    }
    return Left(notes, {path.name: Sum.of(data) for path, data in contents.items()}).dump()


def _make(
    job: Job, inputs: ObservedFiles, around: Neighbours, problems: list[Problem]
) -> tuple[dict[Path, bytes], tuple[str, ...], str]:
    """Make the content of each artifact; say what others call this document, and what it leaves."""
    templates = open_templates(job.templates, job.media)
    try:
        article = read_article(job.source, inputs, around.files, templates)
        contents = render_article(
            article,
            job.artifacts,
            templates,
            around,
            problems,
            pages=job.artifacts.values(),
            proofs={name for name, path in job.artifacts.items() if path in job.undisputed},
        )
    finally:
        observe_templates(templates, inputs)
    made = {job.artifacts[name]: each for name, each in contents.items()}
    return made, titles_of(article), _leave(job, article, made)


def render_article(  # noqa: PLR0913
    article: Article,
    formats: Iterable[str],
    templates: Templates,
    around: Neighbours,
    problems: list[Problem],
    *,
    pages: Collection[Path] = (),
    proofs: Collection[str] = (),
    base: str | None = None,
) -> dict[str, bytes]:
    """Render an article in each of ``formats``; what does not prevent that goes to ``problems``.

    ``pages`` are the files that this is for; ``base`` is the wikitext to change selectively. Of the
    formats in ``proofs`` only the problems are wanted; they may have no content in what is
    returned.
    Raises ProblemError.
    """
    rows = [FORMATS[name] for name in formats]
    places = {path.suffix: path for path in pages}
    page = RenderInput(
        article.document,
        article.metadata,
        templates,
        lambda suffix: around.of(places.get(suffix, Path(suffix))),
        base,
        Path(article.source.name).name,
        article.text,
    )
    found = list(article.problems)
    try:
        for row in rows:
            found += row.check_source(article.text) if row.check_source else ()
        contents = {}
        for row in rows:
            if row.proof and row.name in proofs:
                row.proof(page)
            else:
                contents[row.name] = row.render(page)
        found += _find_contradictions(article)
        if not any(row.is_page for row in rows):
            _proofread(page, article)
    except ProblemError as failure:
        if locate := article.source.format.locate:
            failure = failure.with_place(partial(locate, article.text))
        raise failure.in_file(article.source.name) from failure
    finally:
        found += around.problems(article.text)
        problems += templates.take_problems()
        placed = (problem.in_file(article.source.name) for problem in found)
        problems += sorted(placed, key=lambda each: (each.line, each.column))
    return contents


def _find_contradictions(article: Article) -> Iterable[Problem]:
    if not (article.metadata.reviews or has_facts(article.document)):
        return ()  # without these there are none
    facts = read_facts(article.document, article.metadata.reviews)
    return find_contradictions(facts, words_of(article.document), article.text)


def _proofread(page: RenderInput, article: Article) -> None:
    """Render what a page shows for what that reports: what it loses is lost in any format."""
    try:
        if not (article.source.format.is_wikitext and _is_silent(page)):
            _render_body(page)
    except ProblemError:
        return  # a page that cannot be made is the problem of those who want one
