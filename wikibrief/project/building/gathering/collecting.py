"""Gathering: the files about all documents of an output folder, such as ``incidents.csv``.

A build makes them of what each document has left in the log, so that documents which are up to date
need not be read again. In the log they belong to the folder of the sources. Like other artifacts
they are left alone when a person has edited them. Where a change of few documents changes their
sums alone, these are replaced in the files that have them.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from wikibrief.engine import files
from wikibrief.engine.entries import Entry
from wikibrief.engine.files import shown
from wikibrief.engine.graph import Setting
from wikibrief.engine.log import BuildLog
from wikibrief.problems import Problem, ProblemError, error
from wikibrief.project.building.crew.hiring import Crew
from wikibrief.project.building.folder.protection import install
from wikibrief.project.building.making.jobs import START, BuiltDocument, Gathering, Regathering
from wikibrief.project.building.settings import Settings
from wikibrief.project.deferred import Deferred

__all__ = ["gather", "gather_again"]


def gather(log: BuildLog, settings: Settings, setting: Setting, crew: Crew) -> tuple[Problem, ...]:
    """Bring the files about all documents up to date; return what is wrong with them.

    ``setting`` is what every artifact depends on besides its inputs.
    """
    output, owner = settings.project.output, settings.project.content
    known = [
        _know(entry, output)
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
    setting = {**setting, _GATHERED: _name_all([*known, replace(work, documents=())])}
    if not settings.force and _is_current(log, owner, setting):
        return log.entries[owner].problems
    results, problems = crew.collect({str(output): partial(_make_files, work)})
    for made in results.values():
        problems += made.problems
        contents = {output / file: data for file, data in made.contents.items()}
        entry = Entry(made.inputs, setting=setting, problems=made.problems)
        problems += _install(log, owner, contents, entry, taken, settings)
    return tuple(problems)


_make_files = Deferred("project.building.gathering.makers:make_files")
_replace_sums = Deferred("project.building.gathering.makers:replace_sums")

_GATHERED = "gathered"
"""The name of what all documents have left, in a setting."""


def gather_again(
    log: BuildLog, before: Mapping[Path, Entry], settings: Settings, crew: Crew
) -> tuple[Problem, ...] | None:
    """Bring these files up to date after a build of few documents, of which all is in the log.

    ``before`` is what it said of them when these files were up to date. None where more must be
    known than that.
    """
    output, owner = settings.project.output, settings.project.content
    if not any(row.gather for row in settings.rows):
        return ()
    entry = log.entries.get(owner)
    if entry is None or not _is_current(log, owner, entry.setting):
        return None
    pairs = [
        (_know(old, output), _know(log.entries[source], output)) for source, old in before.items()
    ]
    changed = tuple(pair for pair in pairs if pair[0] != pair[1])
    if not changed:
        return entry.problems
    work = Regathering(tuple(row.name for row in settings.rows if row.gather), changed, output)
    results, problems = crew.collect({str(output): partial(_replace_sums, work)})
    contents = results.get(str(output))
    if problems or contents is None:
        return None
    others = {path: stamp for path, stamp in entry.artifacts.items() if path not in contents}
    named = _name_all([new for _, new in changed], entry.setting[_GATHERED])
    named = _name_all([old for old, _ in changed], named, -1)
    entry = replace(entry, artifacts=others, setting={**entry.setting, _GATHERED: named})
    try:
        return (*entry.problems, *install(log, owner, contents, entry, settings))
    except ProblemError as failure:
        return failure.problems


def _know(entry: Entry, output: Path) -> BuiltDocument:
    return BuiltDocument(entry.left, _relative(entry.artifacts, output))


def _name_all(values: Iterable[object], others: str = "0", sign: int = 1) -> str:
    """Name values, whatever their order; ``others`` names some that these come to, or go from."""
    names = (files.digest(repr(value).encode(errors="surrogateescape")) for value in values)
    total = int(others, 16) + sign * sum(int(name, 16) for name in names)
    return f"{total % 2**128:032x}"


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
