"""Gathering: the files about all documents of an output folder, such as ``incidents.csv``.

A build makes them of what each document has left in the log, so that documents which are up to date
need not be read again. In the log they belong to the folder of the sources. Like other artifacts
they are left alone when a person has edited them.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from functools import partial
from pathlib import Path

from wikibrief.engine import files
from wikibrief.engine.entries import Entry
from wikibrief.engine.files import shown
from wikibrief.engine.graph import Setting
from wikibrief.engine.log import BuildLog
from wikibrief.problems import Problem, ProblemError, error
from wikibrief.project.building.crew import Crew
from wikibrief.project.building.jobs import START, BuiltDocument, Gathering
from wikibrief.project.building.protection import install
from wikibrief.project.building.settings import Settings
from wikibrief.project.deferred import Deferred

__all__ = ["gather"]


def gather(log: BuildLog, settings: Settings, setting: Setting, crew: Crew) -> tuple[Problem, ...]:
    """Bring the files about all documents up to date; return what is wrong with them.

    ``setting`` is what every artifact depends on besides its inputs.
    """
    output, owner = settings.project.output, settings.project.content
    known = [
        BuiltDocument(entry.left, _relative(entry.artifacts, output))
        for source, entry in sorted(log.entries.items())
        if entry.left and os.path.lexists(source)
    ]
    formats = tuple(row.name for row in settings.rows if row.gather)
    if not formats or not (known or owner in log.entries):
        return ()
    taken = {
        path for source, entry in log.entries.items() if source != owner for path in entry.made
    }
    work = Gathering(
        formats,
        tuple(known),
        settings.template_folder,
        settings.project.media,
        output / START in taken,
    )
    setting = {**setting, "gathered": files.digest(repr(work).encode(errors="surrogateescape"))}
    if not settings.force and _is_current(log, owner, setting):
        return log.entries[owner].problems
    results, problems = crew.collect({str(output): partial(_make_files, work)})
    for made in results.values():
        problems += made.problems
        contents = {output / file: data for file, data in made.contents.items()}
        entry = Entry(made.inputs, setting=setting, problems=made.problems)
        problems += _install(log, owner, contents, entry, taken, settings)
    return tuple(problems)


_make_files = Deferred("project.building.gatherers:make_files")


def _relative(paths: Iterable[Path], output: Path) -> tuple[str, ...]:
    top = os.path.join(output, "")  # noqa: PTH118  relative_to() takes ten times as long
    return tuple(sorted(str(path).removeprefix(top) for path in paths))


def _is_current(log: BuildLog, owner: Path, setting: Setting) -> bool:
    entry = log.entries.get(owner, Entry())
    stamps = {**entry.inputs, **entry.artifacts}
    return entry.setting == setting and all(
        log.observe(path) == stamp.digest for path, stamp in stamps.items()
    )


def _install(
    log: BuildLog,
    owner: Path,
    contents: Mapping[Path, bytes | None],
    entry: Entry,
    taken: Collection[Path],
    settings: Settings,
) -> tuple[Problem, ...]:
    """Put the files in place, unless one of them is a document's artifact or a person's."""
    problems = [_clash(path) for path, data in contents.items() if data and path in taken]
    try:
        if settings.write:
            _remove([path for path, data in contents.items() if data is None], log)
        made = {path: data for path, data in contents.items() if data is not None}
        return install(log, owner, made, entry, settings, problems=problems)
    except ProblemError as failure:
        return failure.problems


def _remove(paths: Iterable[Path], log: BuildLog) -> None:
    """Remove files that are no longer made, but none that a person has edited or made."""
    for path in paths:
        if log.is_as_built(path):
            files.remove(path, path.parent)


def _clash(path: Path) -> Problem:
    message = "a document is built into it, too"
    return error(message, hint="rename the source", file=shown(path), code="output-clash")
