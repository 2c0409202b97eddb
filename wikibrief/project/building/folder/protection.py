"""Protection: what a person has edited or made is not overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from wikibrief.engine import staging
from wikibrief.engine.entries import Entry
from wikibrief.engine.files import shown
from wikibrief.engine.log import BuildLog
from wikibrief.problems import Problem, error
from wikibrief.project.building.settings import Settings
from wikibrief.project.formats.table import format_of

__all__ = ["install", "protect"]


def protect(path: Path, source: Path | None = None, *, is_ours: bool) -> Problem:
    """Refuse to overwrite an artifact.

    ``is_ours`` if a build once made it, of ``source`` where it is made of one.
    """
    what = "was edited since it was built" if is_ours else "exists, but no build has made it"
    keep = "move it away to keep it"
    if source and format_of(path).load is not None:
        keep = f"to keep the edit: wikibrief convert {shown(path)} {shown(source)}"
    hint = f"{keep}; --force overwrites it"
    return error(
        f"{what}: it is left as it is", hint=hint, file=shown(path), code="edited-artifact"
    )


def install(
    log: BuildLog,
    owner: Path,
    contents: Mapping[Path, bytes],
    entry: Entry,
    settings: Settings,
    *,
    problems: Iterable[Problem] = (),
) -> tuple[Problem, ...]:
    """Put files that were made of ``owner`` in place, and log them as those of ``entry``.

    Artifacts of the entry stay as they are. Returns what prevents it: the given problems, and the
    files that a person has edited or made. A check finds the same, and puts nothing in place.
    Raises ProblemError.
    """
    staged = staging.stage(contents) if settings.write else staging.propose(contents)
    edited = () if settings.force else log.find_edited(staged)
    found = [*problems, *(protect(path, is_ours=log.has_built(path)) for path in edited)]
    if found:
        staging.discard(staged)
        return tuple(found)
    log.add(owner, replace(entry, artifacts={**entry.artifacts, **log.install(owner, staged)}))
    return ()
