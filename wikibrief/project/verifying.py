"""Verifying: whether the output folder is what a build of the sources makes, to the byte."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from wikibrief.engine import files
from wikibrief.engine.files import shown
from wikibrief.problems import Problem, ProblemError, error
from wikibrief.project.building.gathering.publishing import MANIFEST, SUMS
from wikibrief.project.building.making.jobs import START
from wikibrief.project.building.outcomes import Listener, Summary
from wikibrief.project.building.pipeline import build
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.folders import Project
from wikibrief.project.editions import list_editions, plan_edition
from wikibrief.project.formats.table import FORMATS, Format, format_of
from wikibrief.project.issuing import issue

__all__ = ["Verified", "verify_output"]


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of building everything elsewhere, how many files that made, and what differs.

    ``left_out`` are files that were not compared, because they list others than were asked for.
    """

    summary: Summary
    compared: int = 0
    differences: tuple[Problem, ...] = ()
    left_out: tuple[Path, ...] = ()


def verify_output(settings: Settings, listener: Listener | None = None) -> Verified:
    """Build all of ``content/`` into a temporary folder, and compare the output folder with it."""
    with TemporaryDirectory(prefix="wikibrief-") as folder:
        fresh = Path(folder, settings.project.output.name)
        project = replace(settings.project, output=fresh)
        summary = build((), replace(settings, project=project, cache=None), listener)
        editions, problems = _make_editions(project, settings)
        made = set(_files_in(fresh))
        lists = made & _find_lists(summary, settings, fresh)
        differences = [
            *problems,
            *_compare(made - lists, fresh, settings, editions),
            *_find_stale(made | editions, settings),
        ]
    return Verified(summary, len(made - lists), tuple(differences), tuple(sorted(lists)))


def _find_lists(summary: Summary, settings: Settings, fresh: Path) -> set[Path]:
    """The files that list those of all formats, where there are others than were asked for."""
    artifacts = {path.relative_to(fresh) for each in summary.outcomes for path in each.artifacts}
    asked = [row.suffix for row in settings.rows]
    stems = {str(path).removesuffix(suffix) for path in artifacts for suffix in asked}
    others = {row.suffix for row in FORMATS.values()} - {*asked}
    output = settings.project.output
    if not any((output / f"{stem}{suffix}").exists() for stem in stems for suffix in others):
        return set()
    return {Path(START), Path(MANIFEST), Path(SUMS)} - artifacts


def _make_editions(fresh: Project, settings: Settings) -> tuple[set[Path], list[Problem]]:
    """Make the editions that are in the output folder anew; return those that are described.

    They are made by a command of their own, so one that is not there is not missed. The files about
    all documents have their sums.
    """
    has_sums = any(row.gather for row in settings.rows)
    described: set[Path] = set()
    problems: list[Problem] = []
    for name in list_editions(fresh):
        path = Path(f"{name}.pdf")
        is_wanted = has_sums or format_of(path) in settings.rows
        if not is_wanted or not (settings.project.output / path).exists():
            continue
        described.add(path)
        try:
            issue(plan_edition(name, fresh), replace(settings, project=fresh), lambda _: True)
        except ProblemError as failure:
            problems += failure.problems
    return described, problems


def _compare(
    made: set[Path], fresh: Path, settings: Settings, editions: Collection[Path]
) -> Iterator[Problem]:
    """Report the files that are not in the output folder as they were made."""
    output = settings.project.output
    for path in sorted(made):
        now = files.stamp(output / path).digest
        if now != files.stamp(fresh / path).digest:
            what = "is missing" if now is None else "differs from what the sources make"
            edition = f" --edition {path.stem}" if path in editions else ""
            yield _differ(what, output / path, f"run `wikibrief build{edition}`")


def _find_stale(made: set[Path], settings: Settings) -> Iterator[Problem]:
    """Report artifacts in the output folder that no source makes."""
    for path in sorted(set(_files_in(settings.project.output)) - made):
        if _is_of(path, settings.rows):
            yield _differ("is made of no source", settings.project.output / path, "delete it")


def _is_of(path: Path, rows: Collection[Format]) -> bool:
    """Whether a file is of one of these formats, as its suffix says."""
    fitting = [row for row in FORMATS.values() if path.name.endswith(row.suffix)]
    return bool(fitting) and max(fitting, key=lambda row: len(row.suffix)) in rows


def _differ(message: str, path: Path, hint: str) -> Problem:
    return error(message, hint=hint, file=shown(path), code="stale-artifact")


def _files_in(top: Path) -> Iterator[Path]:
    """The files under a folder, relative to it, but for hidden ones."""
    for folder, subfolders, names in os.walk(top):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        for name in names:
            if not name.startswith("."):
                yield Path(folder, name).relative_to(top)
