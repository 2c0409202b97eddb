"""Verifying: whether the output folder is what a build of the sources makes, to the byte."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from wikibrief.engine import files
from wikibrief.engine.entries import Entry
from wikibrief.engine.files import shown
from wikibrief.engine.log import BuildLog
from wikibrief.problems import Problem, error
from wikibrief.project.building.outcomes import Outcome, Summary
from wikibrief.project.building.pipeline import build
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.folders import DEFAULTS
from wikibrief.project.formats.table import FORMATS, Format

__all__ = ["Verified", "verify_output"]


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of building everything elsewhere, how many files that made, and what differs."""

    summary: Summary
    compared: int = 0
    differences: tuple[Problem, ...] = ()


def verify_output(
    settings: Settings, on_outcome: Callable[[Outcome], None] = lambda _: None
) -> Verified:
    """Build all of ``content/`` into a temporary folder, and compare the output folder with it."""
    with TemporaryDirectory(prefix="wikibrief-") as folder:
        fresh = Path(folder, settings.project.output.name)
        project = replace(settings.project, output=fresh)
        summary = build((), replace(settings, project=project, cache=None), on_outcome)
        made = set(_files_in(fresh))
        differences = [*_compare(made, fresh, settings), *_find_stale(made, settings)]
    return Verified(summary, len(made), tuple(differences))


def _compare(made: set[Path], fresh: Path, settings: Settings) -> Iterator[Problem]:
    """Report the files that are not in the output folder as they were made."""
    output = settings.project.output
    for path in sorted(made):
        now = files.stamp(output / path).digest
        if now != files.stamp(fresh / path).digest:
            what = "is missing" if now is None else "differs from what the sources make"
            yield _differ(what, output / path)


def _find_stale(made: set[Path], settings: Settings) -> Iterator[Problem]:
    """Report artifacts in the output folder that no source makes.

    Editions are made by a command of their own, and are left alone.
    """
    log = BuildLog(settings.project.output)
    editions = log.entries.get(settings.project.content / DEFAULTS, Entry()).made
    for path in sorted(set(_files_in(settings.project.output)) - made):
        is_edition = settings.project.output / path in editions
        if _is_of(path, settings.rows) and not is_edition:
            yield _differ("is made of no source", settings.project.output / path)


def _is_of(path: Path, rows: Collection[Format]) -> bool:
    """Whether a file is of one of these formats, as its suffix says."""
    fitting = [row for row in FORMATS.values() if path.name.endswith(row.suffix)]
    return bool(fitting) and max(fitting, key=lambda row: len(row.suffix)) in rows


def _differ(message: str, path: Path) -> Problem:
    return error(message, hint="run `wikibrief build`", file=shown(path), code="stale-artifact")


def _files_in(top: Path) -> Iterator[Path]:
    """The files under a folder, relative to it, but for hidden ones."""
    for folder, subfolders, names in os.walk(top):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        for name in names:
            if not name.startswith("."):
                yield Path(folder, name).relative_to(top)
