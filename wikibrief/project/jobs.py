"""Jobs: what a build hands to a worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wikibrief.engine.graph import Names
from wikibrief.project.sources import Source

__all__ = ["Job"]


@dataclass(frozen=True, slots=True)
class Job:
    """Everything a worker needs to know.

    ``artifacts`` are the paths by format; ``templates`` and ``media`` are folders; ``names`` are
    what the article can ask for, None where there is no project; ``write`` is off for a
    check, which need not know the content of ``undisputed`` artifacts.
    """

    source: Source
    artifacts: Mapping[str, Path]
    templates: Path | None = None
    media: Path | None = None
    names: Names | None = None
    write: bool = True
    name: str = ""
    undisputed: frozenset[Path] = frozenset()
