"""Gathering: the files about all documents of an output folder, such as ``incidents.csv``.

A build makes them of what each document has left in the log, so that documents which are up to date
need not be read again. In the log they belong to the folder of the sources. Like other artifacts
they are left alone when a person has edited them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from wikibrief.engine import files
from wikibrief.engine.files import Staged, shown
from wikibrief.engine.graph import Setting
from wikibrief.engine.log import BuildLog, Entry
from wikibrief.problems import Problem, ProblemError, error
from wikibrief.project.crew import Crew
from wikibrief.project.folders import Project
from wikibrief.project.formats.table import FORMATS
from wikibrief.project.protection import protect
from wikibrief.project.settings import Settings

__all__ = ["gather", "name_of"]


def name_of(source: Path, project: Project) -> str:
    """What files about all documents call a source: where it is in ``content/``."""
    inside = source.is_relative_to(project.content)
    path = source.relative_to(project.content) if inside else Path(source.name)
    return path.with_suffix("").as_posix()


def gather(log: BuildLog, settings: Settings, setting: Setting, crew: Crew) -> tuple[Problem, ...]:
    """Bring the files about all documents up to date; return what prevented it.

    ``setting`` is what every artifact depends on besides its inputs.
    """
    output, owner = settings.project.output, settings.project.content
    name = next((name for name in settings.formats if FORMATS[name].gather), None)
    known = {source: entry.left for source, entry in log.entries.items() if entry.left}
    left = tuple(text for source, text in sorted(known.items()) if os.path.lexists(source))
    if name is None or not known:
        return ()
    setting = {**setting, "left": files.digest("\n".join(left).encode())}
    if not settings.force and _is_current(log, owner, setting):
        return ()
    for _, contents in crew.run({name: partial(_make, name, left)}):
        if isinstance(contents, Mapping):
            made = {output / file: text.encode() for file, text in contents.items()}
            return _install(log, owner, made, setting, force=settings.force)
    return (
        error(
            "the files about all documents could not be made",
            file=shown(output),
            code="not-finished",
        ),
    )


def _is_current(log: BuildLog, owner: Path, setting: Setting) -> bool:
    entry = log.entries.get(owner, Entry())
    return entry.setting == setting and all(
        log.observe(path) == stamp.digest for path, stamp in entry.artifacts.items()
    )


def _make(name: str, left: tuple[str, ...]) -> Mapping[str, str]:
    make = FORMATS[name].gather
    return make(left) if make else {}


def _install(
    log: BuildLog,
    owner: Path,
    contents: Mapping[Path, bytes],
    setting: Setting,
    *,
    force: bool,
) -> tuple[Problem, ...]:
    """Put the files in place, unless one of them is a document's artifact or a person's."""
    taken = {
        path for source, entry in log.entries.items() if source != owner for path in entry.made
    }
    problems = [_clash(path) for path in contents if path in taken]
    try:
        staged: tuple[Staged, ...] = files.stage(contents)
        edited = () if force else log.find_edited(staged)
        problems += [protect(path, is_ours=log.has_built(path)) for path in edited]
        if problems:
            files.discard(staged)
            return tuple(problems)
        log.add(owner, Entry(artifacts=log.install(owner, staged), setting=setting))
    except ProblemError as failure:
        return failure.problems
    return ()


def _clash(path: Path) -> Problem:
    message = "a document is built into it, too"
    return error(message, hint="rename the source", file=shown(path), code="output-clash")
