"""Sources: where an article is read from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wikibrief.engine.files import shown
from wikibrief.problems import Problem
from wikibrief.project.formats.table import Format, format_of

if TYPE_CHECKING:
    from wikibrief.markup.dialects import Dialect
    from wikibrief.model.metadata import Paper

__all__ = ["Source"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article is read from: a file, or ``text`` of a stream called ``name``.

    ``metadata`` are the files that may say more about it; each overrides those before it. The
    ``title`` is the article's where the metadata has none; the ``dialect`` is detected where it is
    not known. ``paper`` overrides the metadata's. ``problems`` are doubts about where it is.
    ``said`` are metadata in YAML that came with it; they override the files.
    """

    name: str
    format: Format
    metadata: tuple[Path, ...] = ()
    path: Path | None = None
    text: str = ""
    title: str | None = None
    dialect: Dialect | None = None
    paper: Paper | None = None
    problems: tuple[Problem, ...] = ()
    said: str = ""

    @property
    def stem(self) -> str:
        """The file's name without its suffix; empty for a stream."""
        return self.path.stem if self.path else ""

    @classmethod
    def at(cls, path: Path, metadata: tuple[Path, ...], name: str | None = None) -> Source:
        """The source in a file of the format ``name``, else of its suffix. Raises ProblemError."""
        return cls(shown(path), format_of(path, name), metadata, path)
