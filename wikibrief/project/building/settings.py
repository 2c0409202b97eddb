"""Settings: what a build is asked to do, and what else affects all of its documents."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from wikibrief.engine import files
from wikibrief.project.building.machine.packages import installed_versions
from wikibrief.project.content.folders import Project, absolute, find_project
from wikibrief.project.formats.table import FORMATS, Format
from wikibrief.version import __version__

if TYPE_CHECKING:
    from wikibrief.model.metadata import Paper

__all__ = ["ARTIFACTS", "OF_CODE", "TEMPLATES", "Settings", "digest_of_code", "setting_of"]

TEMPLATES = "templates"
"""The name of the folder of templates in a setting, as seen from the output folder."""

ARTIFACTS = ("yaml", "wiki", "html", "pdf", "facts")
"""The formats that a build makes of every document by default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a build is asked to do.

    ``jobs`` is the number of workers: None means one for each processor; with 0 everything happens
    in this process, and the limit of ``seconds`` for a document does not hold. ``write`` is off for
    a check, and for a ``dry_run``, which only says what is dirty. ``paper`` overrides what the
    metadata have. ``cache`` is a folder of what others have built, or none. ``scheduler`` is the
    address of a cluster whose workers build, in place of those on this machine.
    """

    project: Project = field(default_factory=lambda: find_project(Path()))
    formats: tuple[str, ...] = ARTIFACTS
    templates: Path | None = None
    paper: Paper | None = None
    cache: Path | None = None
    jobs: int | None = None
    scheduler: str | None = None
    seconds: float = 120.0
    force: bool = False
    fail_fast: bool = False
    write: bool = True
    dry_run: bool = False

    @property
    def rows(self) -> list[Format]:
        """The rows of the formats."""
        return [FORMATS[name] for name in self.formats]

    @property
    def modules(self) -> list[str]:
        """The modules that workers import before they are needed."""
        rows = [row for row in self.rows if self.write or row.proof is None]
        return [
            "wikibrief.engine.hush",
            "wikibrief.project.building.making.recipes",
            *(name for row in rows for name in row.modules),
        ]

    @property
    def template_folder(self) -> Path | None:
        """The folder of templates that override the built-in ones, if there is one."""
        return absolute(self.templates) if self.templates else self.project.templates


def setting_of(settings: Settings) -> Mapping[str, str]:
    """What every artifact depends on besides its inputs: versions, templates, the environment."""
    setting = {"wikibrief": f"{__version__}+{_digest_of_code()[:8]}", **installed_versions()}
    setting |= {row.name: row.version() for row in settings.rows if row.version}
    if templates := settings.template_folder:
        setting[TEMPLATES] = os.path.relpath(templates, settings.project.output)
    if settings.paper:
        setting["--paper"] = settings.paper
    if "SOURCE_DATE_EPOCH" in os.environ:
        setting["SOURCE_DATE_EPOCH"] = os.environ["SOURCE_DATE_EPOCH"]
    return setting


OF_CODE = (".py", ".json", ".toml", ".txt", ".yaml")
"""Suffixes of wikibrief's code and of its tables: what artifacts are made by."""


@cache
def _digest_of_code() -> str:
    """Name wikibrief's code and its tables, which change more often than its version.

    A process that lasts goes on with the code that it has loaded, and with its name.
    """
    return digest_of_code(Path(__file__).parents[2])


def digest_of_code(package: Path) -> str:
    """Name the code and the tables of a package, without what is compiled from them.

    Templates are inputs, which are observed; and they are in the package only when it is installed.
    """
    found = (path for suffix in OF_CODE for path in package.rglob(f"*{suffix}"))
    templates = package / TEMPLATES
    code = sorted(
        path
        for path in found
        if path.parent.name != "__pycache__" and templates not in path.parents
    )
    return files.digest(b"".join(path.read_bytes() for path in code))
