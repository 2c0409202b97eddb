"""Editions: write one PDF of several articles, for the commands that can."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from wikibrief.commands import results
from wikibrief.engine import files, workers
from wikibrief.project.available import demand
from wikibrief.project.folders import Project
from wikibrief.project.formats.table import FORMATS
from wikibrief.project.sources import Source
from wikibrief.project.templates import open_templates

__all__ = ["save_edition"]


def save_edition(
    sources: Sequence[tuple[Source, Project]],
    target: Path,
    title: str,
    project: Project,
    *,
    templates: Path | None,
    strict: bool,
) -> bool:
    """Make one PDF of several sources, unless there are problems that forbid it; print these."""
    from wikibrief.project.editions import make_edition  # noqa: PLC0415  slow, for PDFs alone

    demand(FORMATS["pdf"])
    seen = files.stamp(target)
    open_own = open_templates(templates or project.templates, project.media)
    work = partial(make_edition, sources, title, open_own)
    content, problems = workers.run_alone(work, workers.Limits(), FORMATS["pdf"].modules)
    results.print_problems(problems)
    good = results.is_good(problems, strict=strict)
    if good:
        files.save(target, content, seen)
    return good
