"""Leftovers: the artifacts of sources that are gone go, too, but none that a person has edited."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from wikibrief.engine import files
from wikibrief.engine.entries import Entry
from wikibrief.engine.files import shown
from wikibrief.engine.log import BuildLog
from wikibrief.problems import Problem, ProblemError, note
from wikibrief.project.building.folder.companions import remove_companions
from wikibrief.project.building.settings import Settings

__all__ = ["take_away_leftovers"]


def take_away_leftovers(log: BuildLog, settings: Settings) -> Iterator[Problem]:
    """Remove what is left of sources that are gone; a check only says so."""
    if not settings.project.exists:
        return  # all sources are gone: a disk may not be mounted
    for source, entry in sorted(log.entries.items()):
        if not os.path.lexists(source):
            yield from _take_away(source, entry, log, settings)


def _take_away(source: Path, entry: Entry, log: BuildLog, settings: Settings) -> Iterator[Problem]:
    left = [path for path in sorted(entry.places) if os.path.lexists(path)]
    edited = [path for path in left if log.observe(path) not in entry.digests(path)]
    ours = [path for path in left if path not in edited]
    if ours:
        goes = "goes" if settings.write else "would go"
        message = f"is gone, and what was built from it {goes} too: {_list(ours)}"
        yield note(message, file=shown(source), code="leftover")
    if edited:
        message = f"is gone; what was built from it was edited and is left: {_list(edited)}"
        yield note(message, file=shown(source), code="leftover")
    if settings.write:
        yield from _remove(ours, settings.project.output)
        if not edited:
            log.forget(source)


def _remove(artifacts: Iterable[Path], output: Path) -> Iterator[Problem]:
    """Remove artifacts, and folders that are empty without them."""
    folders = set()
    for path in artifacts:
        try:
            files.remove(path, output)
        except ProblemError as failure:
            yield from failure.problems
        folders.add(path.parent)
    try:
        remove_companions(folders, output)
    except ProblemError as failure:
        yield from failure.problems


def _list(paths: Iterable[Path]) -> str:
    return ", ".join(map(shown, paths))
