"""Few: a build after which few files have changed, and which need not look at all documents.

What the last build left says what every folder looked like. Where nothing is new but the content of
some files in ``content/``, everything else is up to date, and of the log only the lines that are
about these files are read. In doubt, such as about a document that has another title now, a build
takes the long way.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from wikibrief.engine import files, glance
from wikibrief.engine.entries import Entry
from wikibrief.engine.graph import Names, Recipe
from wikibrief.engine.log import LOG_NAME, BuildLog
from wikibrief.project.building.outcomes import Outcome
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.folders import is_source, project_of

__all__ = ["Few", "describe", "find_recipes"]

_MOST = 40
"""More files than these are not few."""

_NAMES = "names"
"""The detail of a note that has the names of all documents; the others are folders."""


@dataclass(frozen=True, slots=True)
class Few:
    """Files that have changed since all was up to date, and what was known then.

    ``outcomes`` are those of the documents that have problems; there are ``documents`` in all.
    """

    changed: tuple[Path, ...]
    names: Names
    outcomes: tuple[Outcome, ...]
    documents: int
    _note: glance.Snapshot
    _folders: Mapping[str, str]
    """What folders that are going to change look like, in rows."""

    @classmethod
    def find(cls, note: glance.Snapshot, outcomes: Iterable[Outcome], documents: int) -> Few | None:
        """Find what has changed since a note was left; None where that are not a few files."""
        folders = glance.find_changed(note) if note.details else None
        if not folders:
            return None
        changed: list[Path] = []
        for folder, rows in folders.items():
            names = glance.list_changed(note.details[folder], rows)
            if names is None or len(changed) + len(names) > _MOST:
                return None
            changed += (Path(folder, name) for name in names)
        named: dict[str, list[str]] = json.loads(note.details[_NAMES])
        known = {name: tuple(map(Path, paths)) for name, paths in named.items()}
        return cls(tuple(changed), known, tuple(outcomes), documents, note, folders)

    def look_into(self, folders: Iterable[Path]) -> Few | None:
        """Look into folders before something is put there; None where that has changed already."""
        before = dict(self._folders)
        for folder in {os.path.join(each, "") for each in folders}:  # noqa: PTH118
            rows = glance.look_into(folder)
            if rows is None or glance.name_digest(rows) != self._note.view.get(folder):
                return None
            before[folder] = rows
        return Few(self.changed, self.names, self.outcomes, self.documents, self._note, before)

    def look_again(self, entries: Mapping[Path, Entry], output: Path) -> glance.Snapshot | None:
        """Look at what a build has left, if that is what ``entries`` say and no more has changed.

        They are those of all sources that have been made of the changed files. What else one of
        them was made of, others can have been made of, too.
        """
        time.sleep(_TICK)
        moment = glance.touch(str(output))
        ours = {str(output / LOG_NAME), *map(str, self.changed)}
        for entry in entries.values():
            for path, stamp in {**entry.inputs, **entry.artifacts}.items():
                is_seen = str(path) in self._note.view or _folder(path) in self._note.view
                if not is_seen or files.signature(path) != stamp.signature:
                    return None
            ours |= set(map(str, entry.artifacts))
        view, details = dict(self._note.view), dict(self._note.details)
        for folder, before in self._folders.items():
            rows = glance.look_into(folder, moment) if moment is not None else None
            changed = None if rows is None else glance.list_changed(before, rows)
            if rows is None or changed is None or {folder + name for name in changed} - ours:
                return None
            view[folder] = glance.name_digest(rows)
            if folder in details:
                details[folder] = rows
        return glance.Snapshot(view, {}, details)


_TICK = 0.01
"""Seconds in which the clock of a disk ticks: what is as new as a look cannot be remembered."""


def _folder(path: Path) -> str:
    return os.path.join(path.parent, "")  # noqa: PTH118


def describe(view: Mapping[str, str], log: BuildLog, names: Names, content: Path) -> dict[str, str]:
    """Describe what ``Few`` needs to know; nothing where only the long way will do."""
    if any(path in entry.artifacts for path, entry in log.entries.items()):
        return {}  # an edition is older than what has changed, and only the long way says so
    within = os.path.join(content, "")  # noqa: PTH118
    details = {}
    for folder, seen in view.items():
        if folder.startswith(within) and folder.endswith(os.sep):
            rows = glance.look_into(folder)
            if rows is None or glance.name_digest(rows) != seen:
                return {}
            details[folder] = rows
    named = {name: [str(path) for path in paths] for name, paths in names.items()}
    return {**details, _NAMES: json.dumps(named)}


def find_recipes(log: BuildLog, changed: Collection[Path], settings: Settings) -> list[Recipe]:
    """Name what is made of the sources in ``log`` that the changed files are inputs of.

    There are none where a file is an input of no source, or of one that a build does not find.
    """
    project = settings.project
    suffixes = [row.suffix for row in settings.rows]
    users = {
        source: changed & entry.inputs.keys()
        for source, entry in sorted(log.entries.items())
        if not entry.inputs.keys().isdisjoint(changed)
    }
    is_known = set().union(*users.values()) == set(changed)
    is_found = all(is_source(source) and source.is_relative_to(project.content) for source in users)
    if not (is_known and is_found):
        return []
    return [
        Recipe(
            source,
            project.artifact_paths(source, project.content, suffixes),
            project_of(source, project).metadata_paths(source, project.content),
        )
        for source in users
    ]
