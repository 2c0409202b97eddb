"""Looking: at all that a plan depends on, and again at what a build has left.

What a build has left can be remembered only where nothing has changed but what its log says.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wikibrief.engine import files, glance
from wikibrief.project.building.machine.circumstances import PACKAGE
from wikibrief.project.content.folders import Project

if TYPE_CHECKING:
    from wikibrief.engine.files import Signature, Stamp
    from wikibrief.engine.graph import Recipe
    from wikibrief.engine.log import BuildLog

__all__ = ["are_as_logged", "await_tick", "look", "name_folder"]

_TICK = 0.01
"""Seconds in which the clock of a disk ticks: what is as new as a look cannot be remembered."""


def look(
    recipes: Iterable[Recipe], log: BuildLog, sources: Sequence[Path], project: Project
) -> Mapping[str, str] | None:
    """Look at all that a plan depends on; None where that cannot be remembered."""
    moment = glance.touch(str(project.output))
    if moment is None:
        return None
    folders = set(_list_folders([project.content, *sources, PACKAGE]))
    folders |= {str(project.output), str(project.content)}
    written: set[Path] = set()
    read: set[Path] = {*sources, *log.entries}
    for recipe in recipes:
        written.update(recipe.metadata, recipe.artifacts)
    for entry in log.entries.values():
        written |= entry.places
        read.update(entry.inputs)
    folders |= {os.path.dirname(path) for path in written}  # noqa: PTH120
    single = {
        path
        for path in set(map(str, read)) - folders
        if os.path.dirname(path) not in folders  # noqa: PTH120
    }
    return glance.take_view(sorted(folders), sorted(single), moment)


def _list_folders(tops: Iterable[str | Path]) -> Iterator[str]:
    """All folders under ``tops``, those that version control hides apart."""
    for top in tops:
        for folder, subfolders, _ in os.walk(top):
            subfolders[:] = [
                name for name in subfolders if not name.startswith(".") and name != "__pycache__"
            ]
            yield folder


def await_tick() -> None:
    """Wait until what has been written is older than the next look."""
    time.sleep(_TICK)


def are_as_logged(stamps: Iterable[tuple[Path, Stamp]]) -> bool:
    """Whether files look as the log says; each is looked at once."""
    seen: dict[str, Signature | None] = {}
    for path, stamp in stamps:
        name = str(path)
        if name not in seen:
            seen[name] = files.signature(path)
        if seen[name] != stamp.signature:
            return False
    return True


def name_folder(path: Path | str) -> str:
    """Name a folder as a view does."""
    return os.path.join(path, "")  # noqa: PTH118
