"""Editions: several sources → one PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from wikibrief.briefing.edition import Entry, write_edition
from wikibrief.briefing.glyphs import check_glyphs
from wikibrief.engine.files import shown
from wikibrief.model.metadata import make_title
from wikibrief.problems import Problem, ProblemError
from wikibrief.project.articles import read_article
from wikibrief.project.folders import Project
from wikibrief.project.formats.briefing import attach_source
from wikibrief.project.inputs import Inputs
from wikibrief.project.names import name_files
from wikibrief.project.sources import Source
from wikibrief.project.surroundings import Neighbours

if TYPE_CHECKING:
    from wikibrief.templating.environment import Templates

__all__ = ["make_edition"]


def make_edition(
    sources: Sequence[tuple[Source, Project]], into: Path, templates: Templates
) -> tuple[bytes, tuple[Problem, ...]]:
    """Make the PDF ``into`` of several sources; return it with the problems that did not stop it.

    Its title is that of the file. Raises ProblemError with what is wrong in any of the sources.
    """
    entries: list[Entry] = []
    found: list[Problem] = []
    asked: list[tuple[Neighbours, str, str]] = []
    failures: list[Problem] = []
    for source, project in sources:
        inputs = Inputs()
        around = Neighbours(name_files(project) if project.exists else None, inputs.read_bytes)
        try:
            article = read_article(source, inputs, around.files)
        except ProblemError as failure:
            failures += failure.problems
            continue
        found += article.problems
        found += (problem.in_file(source.name) for problem in check_glyphs(article.text))
        asked.append((around, article.text, source.name))
        surroundings = around.of(Path(".pdf"))
        file = attach_source(Path(source.name).name, article.text)
        entries.append(Entry(source.name, article.document, article.metadata, surroundings, file))
    if failures:
        raise ProblemError([*found, *failures])
    pdf = write_edition(entries, make_title(into.stem), templates)
    for around, text, name in asked:
        found += (problem.in_file(name) for problem in around.problems(text))
    found += templates.take_problems()
    return pdf, tuple(replace(problem, file=shown(problem.file)) for problem in found)
