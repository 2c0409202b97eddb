"""Few: a build after which few files have changed, and which need not look at all documents.

What the last build left says what every folder looked like. Where nothing is new but the content of
some files in ``content/``, everything else is up to date, and of the log only the lines that are
about these files are read. In doubt, such as about a document that has another title now, a build
takes the long way.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from wikibrief.engine import glance
from wikibrief.engine.entries import Entry
from wikibrief.engine.graph import Names
from wikibrief.engine.log import LOG_NAME, BuildLog
from wikibrief.project.building.outcomes import Outcome
from wikibrief.project.building.shortcuts.looking import are_as_logged, await_tick, name_folder

__all__ = ["Few", "describe"]

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
        for folder in map(name_folder, set(folders)):
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
        await_tick()
        moment = glance.touch(str(output))
        ours = {str(output / LOG_NAME), *map(str, self.changed)}
        stamps = [
            stamp
            for entry in entries.values()
            for stamp in (*entry.inputs.items(), *entry.artifacts.items())
        ]
        if not (all(self._has_seen(path) for path, _ in stamps) and are_as_logged(stamps)):
            return None
        ours |= {str(path) for entry in entries.values() for path in entry.artifacts}
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

    def _has_seen(self, path: Path) -> bool:
        return str(path) in self._note.view or name_folder(path.parent) in self._note.view


def describe(view: Mapping[str, str], log: BuildLog, names: Names, content: Path) -> dict[str, str]:
    """Describe what ``Few`` needs to know; nothing where only the long way will do."""
    if any(path in entry.artifacts for path, entry in log.entries.items()):
        return {}  # an edition is older than what has changed, and only the long way says so
    within = name_folder(content)
    details = {}
    for folder, seen in view.items():
        if folder.startswith(within) and folder.endswith(os.sep):
            rows = glance.look_into(folder)
            if rows is None or glance.name_digest(rows) != seen:
                return {}
            details[folder] = rows
    named = {name: [str(path) for path in paths] for name, paths in names.items()}
    return {**details, _NAMES: json.dumps(named)}
