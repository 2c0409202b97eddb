"""Media: the files of a folder, as an article names them."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from wikibrief.inline.context import Image
from wikibrief.problems import Problem, ProblemError, warning
from wikibrief.templating.files import read_inside
from wikibrief.wiki.namespaces import Namespace
from wikibrief.wiki.titles import page_name

__all__ = ["Media"]


class Media:
    """The files of one folder, for the library; a build has its own.

    What is there and cannot be shown becomes one of ``problems``.
    """

    def __init__(self, folder: Path, problems: list[Problem]) -> None:
        self._folder, self._problems = folder, problems
        self._images: dict[str, Image | None] = {}

    @cached_property
    def _files(self) -> dict[str, Path]:
        """The files by their names in a wiki; of two with one name, the first."""
        found: dict[str, Path] = {}
        for path in sorted(self._folder.rglob("*")):
            found.setdefault(page_name(path.name, Namespace.FILE), path)
        return found

    def find_image(self, name: str) -> Image | None:
        """Return the image of a name in the wiki; None when there is none that can be shown."""
        name = page_name(name, Namespace.FILE)
        if name not in self._images:
            path = self._files.get(name)
            self._images[name] = None if path is None else self._read(path)
        return self._images[name]

    def _read(self, path: Path) -> Image | None:
        from wikibrief.page.images import (  # noqa: PLC0415  loads Pillow: only for pictures
            UnreadableImageError,
            read_image,
        )

        try:
            return read_image(read_inside(self._folder, path.relative_to(self._folder)))
        except UnreadableImageError as failure:
            self._problems.append(
                warning(f"it cannot be shown: {failure}", file=str(path), code="image-not-shown")
            )
        except ProblemError as failure:
            self._problems += failure.problems
        except FileNotFoundError:
            pass  # a folder, or gone meanwhile
        return None
