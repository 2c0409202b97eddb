"""Inputs: what the library's writers accept → what rendering needs."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from wikibrief.inline.context import Surroundings
from wikibrief.model.metadata import Metadata
from wikibrief.page.media import Media
from wikibrief.problems import Problem, ProblemError, error
from wikibrief.templating.environment import Templates
from wikibrief.yamlform.metadata import make_metadata

__all__ = ["PageInputs", "read_inputs"]


@dataclass(frozen=True, slots=True)
class PageInputs:
    """What one page is made with; ``problems`` are those that its caller cannot see otherwise."""

    metadata: Metadata
    templates: Templates
    around: Surroundings
    problems: list[Problem] = field(default_factory=list)

    def warn(self) -> None:
        """Make a Python warning of each problem, at the line that calls the library."""
        for problem in self.problems:
            warnings.warn(str(problem), stacklevel=3)


def read_inputs(
    metadata: Metadata | Mapping[str, object] | None = None,
    templates: Templates | Path | str | None = None,
    media: Path | str | None = None,
    around: Surroundings | None = None,
) -> PageInputs:
    """Read metadata, find templates and media. Raises ProblemError.

    Whoever makes the ``Templates`` reads their problems; of a folder's, the library warns.
    """
    folder = None if media is None else _find_folder("media", media)
    found = _find_templates(templates, folder)
    problems = [] if isinstance(templates, Templates) else found.problems
    around = around or Surroundings()
    if folder is not None:
        around = replace(around, image=Media(folder, problems).find_image)
    return PageInputs(make_metadata(metadata), found, around, problems)


def _find_templates(templates: Templates | Path | str | None, media: Path | None) -> Templates:
    if isinstance(templates, Templates):
        return templates
    if templates is None:
        return Templates(media=media) if media else _default_templates()
    return Templates(_find_folder("templates", templates), media=media)


@cache
def _default_templates() -> Templates:
    return Templates()


def _find_folder(what: str, path: Path | str) -> Path:
    folder = Path(path)
    if not folder.is_dir():
        raise ProblemError(error(f"`{what}` is no folder: {folder}", code="bad-option"))
    return folder
