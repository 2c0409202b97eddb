"""Sharing: what others have built of the same inputs is taken from a cache, not built again.

A document's key in the cache says what is known before it is read: its source, its metadata, the
formats, and what affects all documents. What else it is made from is seen only while it is made. It
is kept with the artifacts, as in the build log, and must be the same where they are taken. Nothing
is made of where the output folder is, so all that is in it is kept as if it were in the usual
place.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from wikibrief.engine import files
from wikibrief.engine.cache import Cache, Cached
from wikibrief.engine.entries import UNREADABLE, Entry, EntryForm
from wikibrief.engine.files import Stamp
from wikibrief.engine.graph import Names, Setting
from wikibrief.problems import Problem
from wikibrief.project.building.making.jobs import Job, Shared
from wikibrief.project.building.outcomes import Outcome, Status
from wikibrief.project.building.settings import TEMPLATES
from wikibrief.project.content.roots import OUTPUT
from wikibrief.project.formats.table import FORMATS
from wikibrief.templating.environment import BUILT_IN

__all__ = ["keep", "take", "take_titles"]


def take(job: Job, problems: list[Problem]) -> tuple[Outcome, Mapping[Path, bytes]] | None:
    """Take what was built of the same inputs, with its contents; None where there is nothing.

    What is wrong with the cache goes to ``problems``.
    """
    if job.shared is None or job.shared.force:
        return None
    watch = time.perf_counter()
    cache = Cache(job.shared.folder)
    taken = next(_find_same(job, job.shared, cache), None)
    cache.remove_damaged()
    problems += cache.problems
    if taken is None:
        return None
    entry, parts = taken
    outcome = Outcome(
        job.source.path or Path(),
        Status.FROM_CACHE,
        entry.problems,
        time.perf_counter() - watch,
        inputs=entry.inputs,
        titles=entry.names,
        found=entry.found,
        missed=entry.missed,
        left=entry.left,
    )
    return outcome, {job.artifacts[name]: data for name, data in parts.items()}


def take_titles(job: Job) -> tuple[str, ...] | None:
    """What other documents call this one, as its source and its metadata say; None if unknown."""
    if job.shared is None or job.shared.force:
        return None
    known = _find(job, job.shared, Cache(job.shared.folder))
    return next((entry.names for entry, _ in known), None)


def keep(
    job: Job, outcome: Outcome, contents: Mapping[Path, bytes], problems: list[Problem]
) -> None:
    """Keep what was built for others. What prevents it goes to ``problems``."""
    if job.shared is None:
        return
    names = {path: name for name, path in job.artifacts.items()}
    inputs = {path: Stamp(stamp.digest) for path, stamp in outcome.inputs.items()}
    entry = Entry(
        {path: stamp for path, stamp in inputs.items() if not path.is_relative_to(BUILT_IN)},
        problems=outcome.problems,
        names=outcome.titles,
        found=_move(outcome.found, job.shared.output, _usual_output(job.shared)),
        missed=outcome.missed,
        left=outcome.left,
    )
    about = {
        "entry": EntryForm(job.shared.root).dump(job.source.path or Path(), entry),
        "templates": {
            path.relative_to(BUILT_IN).as_posix(): stamp.digest
            for path, stamp in inputs.items()
            if path.is_relative_to(BUILT_IN)
        },
    }
    cache = Cache(job.shared.folder)
    # The digests are those of what was read: the files may have changed since.
    key = _key(job, job.shared, lambda path: inputs.get(path, Stamp()).digest)
    cache.save(key, Cached(about, {names[path]: data for path, data in contents.items()}))
    problems += cache.problems


_Known = Iterator[tuple[Entry, Mapping[str, bytes]]]
"""What the cache holds of a document, and the contents by format."""


def _find_same(job: Job, shared: Shared, cache: Cache) -> _Known:
    """What was made of what is there now; its inputs are those of now."""
    for entry, parts in _find(job, shared, cache):
        inputs = {path: files.stamp_shared(path) for path in entry.inputs}
        is_same = all(inputs[path].digest == each.digest for path, each in entry.inputs.items())
        if is_same and _means_the_same(entry, job) and parts.keys() == job.artifacts.keys():
            yield replace(entry, inputs=inputs), parts


def _find(job: Job, shared: Shared, cache: Cache) -> _Known:
    """What was made of a document with the same key."""
    form = EntryForm(shared.root)
    for about, parts in cache.find(_key(job, shared, lambda path: files.stamp_shared(path).digest)):
        try:
            _, entry = form.load(about["entry"])
            templates = {BUILT_IN / name: Stamp(each) for name, each in about["templates"].items()}
        except UNREADABLE:
            continue  # another program's
        found = _move(entry.found, _usual_output(shared), shared.output)
        yield replace(entry, inputs={**entry.inputs, **templates}, found=found), parts


def _means_the_same(entry: Entry, job: Job) -> bool:
    """Whether the names that were asked for mean what they did."""
    names = job.names or {}
    return entry.missed.isdisjoint(names) and all(
        names.get(name) == paths for name, paths in entry.found.items()
    )


def _key(job: Job, shared: Shared, digest_of: Callable[[Path], str | None]) -> str:
    """Name all that is known of a document before it is read. Paths are those in the project."""
    read = [path for path in (job.source.path, *job.source.metadata) if path]
    known = (
        _names_of_machine(tuple(job.artifacts)),
        sorted(_place_templates(shared).items()),
        [(_inside(path, shared), digest_of(path)) for path in read],
        [(name, _inside(path, shared)) for name, path in job.artifacts.items()],
        shared.has_names,
    )
    return files.digest(repr(known).encode(errors="surrogateescape"))


def _inside(path: Path, shared: Shared) -> str:
    return os.path.relpath(_move_path(path, shared.output, _usual_output(shared)), shared.root)


def _place_templates(shared: Shared) -> Setting:
    """The setting, with the folder of templates as seen from the project, not from its output."""
    folder = shared.setting.get(TEMPLATES)
    if folder is None:
        return shared.setting
    return {**shared.setting, TEMPLATES: os.path.relpath(shared.output / folder, shared.root)}


def _usual_output(shared: Shared) -> Path:
    return shared.root / OUTPUT


def _move(names: Names, folder: Path, other: Path) -> Names:
    """What names mean, with the pages of one folder in another."""
    return {
        name: tuple(_move_path(path, folder, other) for path in paths)
        for name, paths in names.items()
    }


def _move_path(path: Path, folder: Path, other: Path) -> Path:
    return other / path.relative_to(folder) if path.is_relative_to(folder) else path


@lru_cache(maxsize=8)
def _names_of_machine(formats: tuple[str, ...]) -> tuple[str, ...]:
    """What of this machine may affect artifacts: the log, which stays on it, need not say so."""
    rows = [FORMATS[name] for name in formats]
    libraries = [each for row in rows if row.name_libraries for each in row.name_libraries()]
    return (sys.platform, platform.machine(), platform.python_version(), *libraries)
