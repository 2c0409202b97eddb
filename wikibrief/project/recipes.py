"""Recipes: a source → its artifacts; what a worker does.

The source and its metadata are read, every wanted format is rendered in memory, and only when all
could be made are they written, together.
"""

from __future__ import annotations

import enum
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from wikibrief.engine import files
from wikibrief.engine.files import Staged, Stamp, shown
from wikibrief.engine.graph import Names
from wikibrief.problems import Problem, ProblemError, error, warning
from wikibrief.project import folders
from wikibrief.project.formats import FORMATS, RenderInput, format_of, missing_glyphs
from wikibrief.project.surroundings import Neighbours
from wikibrief.wiki.titles import parse_title

if TYPE_CHECKING:
    from wikibrief.model.document import Document
    from wikibrief.model.metadata import Metadata

__all__ = [
    "Job",
    "Outcome",
    "Status",
    "build_document",
    "read_titles",
    "report_edited",
    "write_schemas",
]


@dataclass(frozen=True, slots=True)
class Job:
    """All that a worker is told.

    ``metadata`` are the layers' files, the last going before the others; ``artifacts`` the paths
    by format; ``names`` what the document can ask for.
    """

    source: Path
    metadata: tuple[Path, ...]
    artifacts: Mapping[str, Path]
    templates: Path | None = None
    names: Names = field(default_factory=dict)


class Status(enum.StrEnum):
    """What became of a document."""

    BUILT = "built"
    UP_TO_DATE = "up to date"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document, why it was built, and what was read and written.

    A worker leaves its artifacts ``staged``: the build puts them in place. ``found`` and ``missed``
    are the names that it asked for, as in ``graph.Record``; ``titles`` its own.
    """

    source: Path
    status: Status
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0
    reasons: tuple[str, ...] = ()
    staged: tuple[Staged, ...] = ()
    artifacts: Mapping[Path, Stamp] = field(default_factory=dict)
    inputs: Mapping[Path, Stamp] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    found: Names = field(default_factory=dict)
    missed: frozenset[str] = frozenset()


def read_titles(job: Job) -> tuple[str, ...] | None:
    """Read what the document is called by others; None when it cannot be read.

    These are its title, on its page and in its markup, and its page's name in the wiki it is from.
    """
    inputs = _Inputs(time.time_ns())
    try:
        return _titles(*_read(job, inputs, Neighbours({}, inputs.read_bytes), [])[:2])
    except ProblemError:
        return None


def build_document(job: Job) -> Outcome:
    """Make all artifacts of a source, in memory, and stage them when every one could be made."""
    began, watch = time.time_ns(), time.perf_counter()
    inputs = _Inputs(began)
    around = Neighbours(job.names, inputs.read_bytes)
    problems: list[Problem] = []
    staged: tuple[Staged, ...] = ()
    titles: tuple[str, ...] = ()
    status = Status.BUILT
    try:
        staged, titles = _make(job, inputs, around, problems)
    except ProblemError as failure:
        status = Status.FAILED
        problems += failure.problems
    return Outcome(
        job.source,
        status,
        tuple(replace(each, file=shown(each.file or job.source)) for each in problems),
        time.perf_counter() - watch,
        staged=staged,
        inputs=inputs.stamps,
        titles=titles,
        found=around.names.found,
        missed=frozenset(around.names.missed),
    )


class _Inputs:
    """The files that a document is made from, as they are read; those that were not there too."""

    def __init__(self, began: int) -> None:
        self.stamps: dict[Path, Stamp] = {}
        self._began = began

    def read(self, path: Path) -> str:
        return files.to_text(self.read_bytes(path), path)

    def read_bytes(self, path: Path, limit: int = files.MAX_BYTES) -> bytes:
        try:
            data, self.stamps[path] = files.read_stamped(path, limit=limit)
        except ProblemError:
            self.observe(path)  # it may come to be readable
            raise
        return data

    def read_if_there(self, path: Path) -> str | None:
        if not os.path.lexists(path):
            self.stamps[path] = Stamp()
            return None
        return self.read(path)

    def observe(self, path: Path) -> None:
        """Add a file that somebody else has read, or missed, since ``began``."""
        stamp = files.stamp(path)
        if stamp.signature and stamp.signature.ctime >= self._began:
            # It changed meanwhile: nobody knows what was read. No file has this digest.
            stamp = Stamp("changed while it was read")
        self.stamps[path] = stamp


def _make(
    job: Job, inputs: _Inputs, around: Neighbours, problems: list[Problem]
) -> tuple[tuple[Staged, ...], tuple[str, ...]]:
    """Read, render, stage; what does not stop the document is added to ``problems``."""
    from wikibrief.templating.environment import Templates  # noqa: PLC0415

    templates = Templates(*([job.templates] if job.templates else []))
    pages = {path.suffix: path for path in job.artifacts.values()}
    try:
        document, metadata, text = _read(job, inputs, around, problems)
        page = RenderInput(document, metadata, templates, lambda suffix: around.of(pages[suffix]))
        contents = {path: FORMATS[name].render(page) for name, path in job.artifacts.items()}
        problems += around.problems(text)
    finally:
        for path in sorted(templates.observed | templates.missed):
            inputs.observe(path.absolute())
    return files.stage(contents), _titles(document, metadata)


def _titles(document: Document, metadata: Metadata) -> tuple[str, ...]:
    """What a document is called by others, as wikis compare names."""
    from wikibrief.inline.plain import plain_text  # noqa: PLC0415

    given = (metadata.title, document.title, metadata.source.page)
    titles = (parse_title(plain_text(title)) for title in given if title)
    names = (title.full_name for title in titles if title and not title.interwiki)
    return tuple(dict.fromkeys(filter(None, names)))


def write_schemas(folders: Iterable[Path]) -> tuple[Problem, ...]:
    """Put the schemas where the first lines of YAML files tell editors to look."""
    from wikibrief.yamlform.schema import dump_schemas  # noqa: PLC0415

    problems: list[Problem] = []
    for folder, (name, schema) in product(sorted(folders), dump_schemas().items()):
        path, text = folder / name, schema.encode()
        if files.stamp(path).digest == files.digest(text):
            continue
        try:
            files.write_atomically(path, text)
        except ProblemError as failure:
            hint = "editors use the schema to complete and check YAML; the documents are built"
            problems += [
                warning(each.message, hint=hint, file=each.file) for each in failure.problems
            ]
    return tuple(problems)


def _read(
    job: Job, inputs: _Inputs, around: Neighbours, problems: list[Problem]
) -> tuple[Document, Metadata, str]:
    """Read the source with its metadata; what the one does not say of itself, the other does.

    The text is the source's.
    """
    from wikibrief.model.metadata import complete  # noqa: PLC0415
    from wikibrief.yamlform.metadata import load_metadata  # noqa: PLC0415

    text = inputs.read(job.source)
    metadata = load_metadata([(shown(path), inputs.read_if_there(path)) for path in job.metadata])
    load = FORMATS[format_of(job.source) or "wiki"].load
    if load is None:
        raise ProblemError(error("no format that can be read"))
    loaded = load(text, metadata.title, around.files)
    problems += loaded.problems
    if "pdf" in job.artifacts:
        problems += missing_glyphs(text)
    return complete(loaded.document, metadata, job.source.stem), metadata, text


def report_edited(path: Path, source: Path, *, ours: bool) -> Problem:
    """Say that ``path`` is not written over; ``ours`` if a build of ``source`` once made it."""
    what = "was edited since it was built" if ours else "is there, but no build has made it"
    force = "--force builds over it"
    if path.suffix in folders.SOURCE_SUFFIXES:
        keep = f"to keep the edit: wikibrief convert {shown(path)} {shown(source)}"
    else:
        keep = "move it away to keep it"
    return error(f"{what}: it is left as it is", hint=f"{keep}; {force}", file=shown(path))
