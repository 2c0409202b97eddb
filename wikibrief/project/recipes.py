"""Recipes: a source → its artifacts; what a worker does.

The article is read, every wanted format is rendered in memory, and only when all succeed are they
written, together. A check does the same and writes nothing.
"""

from __future__ import annotations

import enum
import os
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from wikibrief.engine import files
from wikibrief.engine.files import Stamp, shown
from wikibrief.engine.graph import Names
from wikibrief.problems import Problem, ProblemError, Severity, error
from wikibrief.project.articles import Article, Source, read_article, titles_of
from wikibrief.project.formats import FORMATS, PROOF, RenderInput
from wikibrief.project.inputs import Inputs
from wikibrief.project.surroundings import Neighbours

if TYPE_CHECKING:
    from wikibrief.templating.environment import Templates

__all__ = ["Job", "Outcome", "Status", "build_document", "read_titles", "render_article"]


@dataclass(frozen=True, slots=True)
class Job:
    """Everything a worker needs to know.

    ``artifacts`` are the paths by format; ``known`` the digests that the artifacts had when they
    were last built; ``names`` what the article can ask for, None where there is no project;
    ``write`` is off for a check.
    """

    source: Source
    artifacts: Mapping[str, Path]
    known: Mapping[Path, str | None] = field(default_factory=dict)
    templates: Path | None = None
    names: Names | None = None
    force: bool = False
    write: bool = True


class Status(enum.StrEnum):
    """What happened to a document."""

    BUILT = "built"
    CHECKED = "checked"
    UP_TO_DATE = "up to date"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to one document, why it was built, and what was read and written.

    ``found`` and ``missed`` are the names that it asked for, as in ``graph.Record``; ``titles`` its
    own.
    """

    source: Path
    status: Status
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0
    reasons: tuple[str, ...] = ()
    artifacts: Mapping[Path, Stamp] = field(default_factory=dict)
    inputs: Mapping[Path, Stamp] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    found: Names = field(default_factory=dict)
    missed: frozenset[str] = frozenset()


def read_titles(job: Job) -> tuple[str, ...] | None:
    """Read what other documents call this one; None when it cannot be read."""
    try:
        return titles_of(read_article(job.source, Inputs()))
    except ProblemError:
        return None


def build_document(job: Job) -> Outcome:
    """Make all artifacts of a source in memory, and write them if every one could be made."""
    watch = time.perf_counter()
    inputs = Inputs()
    around = Neighbours(job.names, inputs.read_bytes)
    problems: list[Problem] = []
    artifacts: dict[Path, Stamp] = {}
    titles: tuple[str, ...] = ()
    status = Status.BUILT if job.write else Status.CHECKED
    try:
        article = read_article(job.source, inputs, around.files)
        titles = titles_of(article)
        contents = _render(job, article, inputs, around, problems)
        artifacts = _put(contents, job, problems)
    except ProblemError as failure:
        status = Status.FAILED
        problems += failure.problems
    path = job.source.path or Path()
    return Outcome(
        path,
        status,
        tuple(replace(each, file=shown(each.file or path)) for each in problems),
        time.perf_counter() - watch,
        artifacts=artifacts,
        inputs=inputs.stamps,
        titles=titles,
        found=around.names.found,
        missed=frozenset(around.names.missed),
    )


def _render(
    job: Job, article: Article, inputs: Inputs, around: Neighbours, problems: list[Problem]
) -> dict[Path, bytes]:
    from wikibrief.templating.environment import Templates  # noqa: PLC0415

    templates = Templates(*([job.templates] if job.templates else []))
    try:
        contents = render_article(
            article, job.artifacts, templates, around, problems, pages=job.artifacts.values()
        )
    finally:
        for path in sorted(templates.observed | templates.missed):
            inputs.observe(path.absolute())
    return {job.artifacts[name]: content for name, content in contents.items()}


def render_article(  # noqa: PLR0913
    article: Article,
    formats: Iterable[str],
    templates: Templates,
    around: Neighbours,
    problems: list[Problem],
    *,
    pages: Collection[Path] = (),
    base: str | None = None,
) -> dict[str, bytes]:
    """Render an article in each of ``formats``; what does not prevent that goes to ``problems``.

    ``pages`` are the files that this is for; ``base`` is the wikitext to change selectively.
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
    )
    found = list(article.problems)
    try:
        for row in rows:
            found += row.check_source(article.text) if row.check_source else ()
        contents = {row.name: row.render(page) for row in rows}
        if not any(row.is_page for row in rows):
            _proofread(page)
    except ProblemError as failure:
        if locate := article.source.format.locate:
            failure = failure.placed(partial(locate, article.text))
        raise failure.in_file(article.source.name) from failure
    finally:
        found += around.problems(article.text)
        problems += (problem.in_file(article.source.name) for problem in found)
    return contents


def _proofread(page: RenderInput) -> None:
    """Render a page for what it reports alone: what it loses is lost to readers of any format."""
    try:
        FORMATS[PROOF].render(page)
    except ProblemError:
        return  # a page that cannot be made is the problem of those who want one


def _put(contents: Mapping[Path, bytes], job: Job, problems: list[Problem]) -> dict[Path, Stamp]:
    """Write the artifacts that differ from what is there; none when one of them is protected."""
    stamps: dict[Path, Stamp] = {}
    refused = []
    for path, data in contents.items():
        new, there = files.digest(data), _stamp_of(path)
        if there and there.digest == new:
            stamps[path] = there
        elif path.is_dir():
            refused.append(error("cannot write: is a folder", file=shown(path)))
        elif there and not job.force and there.digest != job.known.get(path):
            refused.append(_protect(path, job))
    if refused:
        raise ProblemError(refused)
    if not job.write:
        return {}
    written = files.write_together(
        {path: data for path, data in contents.items() if path not in stamps}
    )
    for path, signature in written.items():
        stamps[path] = Stamp(files.digest(contents[path]), signature)
    _put_companions(job, problems)
    return {path: stamps[path] for path in contents}


def _put_companions(job: Job, problems: list[Problem]) -> None:
    """Write the files that belong next to artifacts. One that fails fails no document."""
    for name, artifact in job.artifacts.items():
        if make := FORMATS[name].companion:
            file, data = make()
            path = artifact.with_name(file)
            try:
                if not path.is_file() or files.read_bytes(path) != data:
                    files.write_atomically(path, data)
            except ProblemError as failure:
                problems += (
                    replace(problem, severity=Severity.WARNING) for problem in failure.problems
                )


def _stamp_of(path: Path) -> Stamp | None:
    """The stamp of what is at ``path``, if anything is."""
    return files.stamp(path) if os.path.lexists(path) else None


def _protect(path: Path, job: Job) -> Problem:
    """Refuse to overwrite an artifact that differs from what was built."""
    is_ours = job.known.get(path) is not None
    what = "was edited since it was built" if is_ours else "exists, but no build has made it"
    is_readable = any(
        FORMATS[name].load is not None for name, made in job.artifacts.items() if made == path
    )
    if is_readable and job.source.path:
        keep = f"to keep the edit: wikibrief convert {shown(path)} {shown(job.source.path)}"
    else:
        keep = "move it away to keep it"
    hint = f"{keep}; --force overwrites it"
    return error(f"{what}: it is left as it is", hint=hint, file=shown(path))
