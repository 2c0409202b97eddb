"""Conversion: one file (or stream) → another, in any formats of the table.

Over an existing file of wikitext it is selective: what the file says already stays to the letter.
Over one of YAML the comments stay. What is written has been read back first and found to mean the
document.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from wikibrief.engine import files
from wikibrief.engine.files import shown
from wikibrief.engine.log import LOG_NAME, BuildLog
from wikibrief.model.document import Document
from wikibrief.model.metadata import Metadata, complete
from wikibrief.problems import Problem, ProblemError, error, warning
from wikibrief.project.building.making.recipes import render_article
from wikibrief.project.content.articles import Article, read_article, read_metadata
from wikibrief.project.content.discovery import report_missing
from wikibrief.project.content.folders import (
    SIDECAR_SUFFIX,
    Project,
    absolute,
    project_of,
    sidecar_of,
)
from wikibrief.project.content.inputs import ObservedFiles
from wikibrief.project.content.names import name_files
from wikibrief.project.content.sources import Source
from wikibrief.project.content.strays import find_strays, meant_for
from wikibrief.project.content.surroundings import Neighbours
from wikibrief.project.formats.forms import ReadInput
from wikibrief.project.formats.table import FORMATS, Format, format_of
from wikibrief.templating.environment import Templates

__all__ = ["choose_format", "convert", "open_file", "open_stream"]


def choose_format(path: Path, name: str | None) -> Format:
    """The format called ``name``, else that of the file's suffix. Raises ProblemError."""
    if path.is_dir():
        hint = "name files; to convert many at once, name a folder with --into"
        raise ProblemError(error("is a folder", file=shown(path), hint=hint, code="unreadable"))
    return format_of(path, name)


def open_file(path: Path, here: Project, name: str | None = None) -> tuple[Source, Project]:
    """Name what a file is to be read with, and its project. Raises ProblemError.

    An artifact has the metadata of the source that it was built from.
    """
    row = choose_format(path, name)
    if not os.path.lexists(path):
        raise ProblemError(report_missing(absolute(path), here))
    origin, doubts = _find_origin(absolute(path))
    project = project_of(origin, here)
    article = project.article_of(origin)
    metadata = _metadata_of(article, absolute(path), project)
    _refuse_strays(article, metadata)
    return Source(shown(path), row, metadata, path, problems=doubts), project


def open_stream(text: str, stream: str, here: Project, name: str) -> Source:
    """Name what a stream is to be read with: the defaults of the project."""
    defaults = here.metadata_paths(here.root / stream)[:-1]
    return Source(stream, FORMATS[name], defaults, text=text)


def _find_origin(path: Path) -> tuple[Path, tuple[Problem, ...]]:
    """Find the source that a file was built from, if a build's log says so; else it is the file.

    A file among artifacts that no build has made may be a copy of one, and lack its marking.
    """
    for folder in path.parents:
        if (folder / LOG_NAME).is_file():
            for source, entry in BuildLog(folder).entries.items():
                if path in entry.places:
                    return source, ()
            own = sidecar_of(path)
            return path, () if os.path.lexists(own) else (_doubt(own),)
    return path, ()


def _doubt(sidecar: Path) -> Problem:
    return warning(
        "no build has made this file, so it has the metadata of no article, and no marking of one",
        hint=f"put its metadata into {shown(sidecar)}, or convert the article's own file",
        code="unknown-origin",
    )


def _metadata_of(article: Path, path: Path, project: Project) -> tuple[Path, ...]:
    """The metadata files of an article; over them the sidecar of the file, if it has its own."""
    own = sidecar_of(path)
    layers = project.metadata_paths(article)
    return (*layers, own) if own not in layers and os.path.lexists(own) else layers


def _refuse_strays(article: Path, metadata: Iterable[Path]) -> None:
    """Raise ProblemError where the article's metadata seems to be in a file of another name."""
    problems = [
        stray.problem
        for folder in dict.fromkeys(path.parent for path in metadata)
        for stray in find_strays(folder)
        if meant_for(stray, article)
    ]
    if problems:
        raise ProblemError(problems)


def convert(
    source: Source,
    target: str,
    templates: Templates,
    project: Project,
    *,
    base: str | None = None,
    into: Path | None = None,
) -> tuple[bytes, tuple[Problem, ...]]:
    """Make the format ``target`` of a source, for the file ``into`` if it is for one.

    ``base`` is the wikitext to change selectively. Returns the content and the problems that did
    not stop it; raises ProblemError for the others.
    """
    row = FORMATS[target]
    inputs = ObservedFiles()
    around = Neighbours(name_files(project) if project.exists else None, inputs.read_bytes)
    article = read_article(source, inputs, around.files, templates)
    sidecar = _metadata_at(into, project) if into and row.is_wikitext else article.metadata
    stem = into.stem if into else source.stem
    if base is not None:
        document = _drop_title_like(base, row, article.document, sidecar, stem)
        article = replace(article, document=document)
    problems: list[Problem] = []
    try:
        content = render_article(article, [target], templates, around, problems, base=base)[target]
    except ProblemError as failure:
        raise ProblemError(files.show_files([*problems, *failure.problems])) from failure
    if row.keep and into and into.is_file():
        text, lost = row.keep(files.read_text(into), content.decode())
        content = text.encode()
        problems += (problem.in_file(shown(into)) for problem in lost)
    if row.load is not None:
        title = None if row.is_complete else sidecar.title
        back = row.load(content.decode(), ReadInput(title)).document
        if row.is_complete and back != article.document:
            message = f"{target} would not hold the document as it is; nothing is written"
            raise ProblemError(error(message, file=source.name, code="cannot-hold"))
        if into:
            problems += _left_out(article, complete(back, sidecar, stem), stem)
    return content, files.show_files(problems)


def _metadata_at(path: Path, project: Project) -> Metadata:
    """The metadata that a file will have when it is read back; nothing is made of it now."""
    place = absolute(path)
    project = project_of(place, project)
    return read_metadata(
        _metadata_of(project.article_of(place), place, project), ObservedFiles(), demand=False
    )


def _drop_title_like(
    base: str, row: Format, document: Document, sidecar: Metadata, stem: str
) -> Document:
    """Without its title where the base has none of its own and would get the same from outside."""
    own = row.load(base, ReadInput()).document if row.load and base.strip() else None
    if own is None or own.title is not None:
        return document
    same = complete(own, sidecar, stem).title == document.title
    return replace(document, title=None) if same else document


def _left_out(article: Article, back: Document, stem: str) -> Iterator[Problem]:
    """What the target's format cannot hold and its metadata does not say: title and language."""
    for name in ("title", "language"):
        value = getattr(article.document, name)
        if value is not None and value != getattr(back, name):
            message = f"the {name} “{value}” is not part of the markup that is written"
            hint = f"put `{name}: {value}` into {stem}{SIDECAR_SUFFIX} next to it"
            yield warning(message, file=article.source.name, hint=hint, code="not-in-markup")
