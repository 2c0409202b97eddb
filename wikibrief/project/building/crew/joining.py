"""Joining a cluster: its workers must see the files of this build, and have the same packages."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from wikibrief.engine import files
from wikibrief.engine.cluster import Cluster
from wikibrief.project.building.settings import Settings, setting_of

__all__ = ["join"]

_VARIABLES = ("SOURCE_DATE_EPOCH",)


@contextmanager
def join(scheduler: str, settings: Settings) -> Iterator[Cluster]:
    """Join the workers of a scheduler as long as a build lasts. Raises ProblemError.

    A token in the output folder shows that theirs is the same folder.
    """
    with files.lend(os.urandom(8).hex(), settings.project.output) as token:
        look = partial(_look, settings, Path(token.name), Path.cwd())
        with Cluster(scheduler, look, settings.modules, _VARIABLES) as cluster:
            yield cluster


def _look(settings: Settings, token: Path, folder: Path) -> Mapping[str, str]:
    """Look at all that must be the same for every worker."""
    project, setting = settings.project, setting_of(settings)
    seen = {name: value for name, value in setting.items() if name not in _VARIABLES}
    seen["output folder"] = token.read_text() if token.is_file() else "without our token"
    seen["content folder"] = "missing"
    if project.exists:
        names = sorted(os.listdir(project.content))  # noqa: PTH208  the names alone
        seen["content folder"] = f"{len(names)} files"
        seen["names in it"] = files.digest(repr(names).encode(errors="surrogateescape"))[:8]
    return {**seen, "current folder": "present" if folder.is_dir() else "missing"}
