"""The project's folders: which files are sources, and where everything that belongs to them is.

content/                the sources, each with its sidecar NAME.meta.yaml
content/_defaults.yaml  metadata of all sources in a folder and below
content/media/          the files that articles show
content/Template/       templates of the user's own wiki
content/_templates/     the user's Jinja templates
output/                 what a build writes
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePath

from wikibrief.project.content.roots import CONTENT, OUTPUT, find_root

__all__ = [
    "CONTENT",
    "DEFAULTS",
    "MEDIA",
    "OUTPUT",
    "SOURCE_SUFFIXES",
    "TEMPLATES",
    "WIKI_TEMPLATES",
    "WIKI_TEMPLATE_SUFFIX",
    "Project",
    "absolute",
    "find_project",
    "is_metadata_like",
    "is_source",
    "project_of",
    "sidecar_of",
]

MEDIA, WIKI_TEMPLATES, TEMPLATES = "media", "Template", "_templates"
DEFAULTS = "_defaults.yaml"
SIDECAR_SUFFIX = ".meta.yaml"
WIKI_TEMPLATE_SUFFIX = ".wiki"
SOURCE_SUFFIXES = frozenset({".wiki", ".wikitext", ".mediawiki", ".txt", ".yaml"})

_METADATA_LIKE = re.compile(r"\.meta(data)?(\.|\Z)|\A_?defaults?(\.ya?ml|\Z)", re.IGNORECASE)


def is_source(path: PurePath) -> bool:
    """Whether a file in ``content/`` is a source, by its name alone."""
    return names_source(path.name)


def names_source(name: str) -> bool:
    """Whether a file of that name in ``content/`` is a source."""
    return (
        os.path.splitext(name)[1].lower() in SOURCE_SUFFIXES  # noqa: PTH122  a text is no path
        and not name.startswith(("_", "."))
        and _METADATA_LIKE.search(name) is None
    )


def is_metadata_like(path: PurePath) -> bool:
    """Whether a file is named as if it held metadata, even if it is not read under that name."""
    return _METADATA_LIKE.search(path.name) is not None


def sidecar_of(source: Path) -> Path:
    """Name the file with the metadata of one source."""
    return source.with_name(f"{source.stem}{SIDECAR_SUFFIX}")


def absolute(path: Path) -> Path:
    """The path from the root, links in it left as they are."""
    return Path(os.path.abspath(path))  # noqa: PTH100  resolve() would follow links


@dataclass(frozen=True, slots=True)
class Project:
    """A project by its folder and the folder that a build writes to; both from the root."""

    root: Path
    output: Path

    @property
    def content(self) -> Path:
        """The folder of the sources."""
        return self.root / CONTENT

    @property
    def exists(self) -> bool:
        """Whether there is a folder of sources."""
        return self.content.is_dir()

    @property
    def media(self) -> Path:
        """The folder of the files that articles show."""
        return self.content / MEDIA

    @property
    def wiki_templates(self) -> Path:
        """The folder of templates of the user's own wiki."""
        return self.content / WIKI_TEMPLATES

    @property
    def templates(self) -> Path | None:
        """The folder of the user's Jinja templates, if there is one, or what is in its place."""
        folder = self.content / TEMPLATES
        return folder if os.path.lexists(folder) else None

    def name_of(self, source: Path) -> str:
        """What files about all documents call a source: where it is in ``content/``."""
        within = os.path.join(self.root, CONTENT, "")  # noqa: PTH118  called for every document
        path = str(source)
        name = path.removeprefix(within) if path.startswith(within) else source.name
        return name.removesuffix(source.suffix)

    def artifact_paths(self, source: Path, top: Path, suffixes: Iterable[str]) -> tuple[Path, ...]:
        """Name the artifacts of ``source``: they are in ``output`` where it is in ``top``."""
        folder = _find_place(self.output, source.parent, top)
        return tuple(folder / f"{source.stem}{suffix}" for suffix in suffixes)

    def metadata_paths(self, source: Path, top: Path | None = None) -> tuple[Path, ...]:
        """Name the files that hold a source's metadata; each overrides those before it.

        They are the defaults of ``content/`` and of each folder from there down to the source, and
        its sidecar. The defaults of ``content/`` apply to a source outside it, too, so that nothing
        made in a project lacks its marking. For such a source the other folders begin with the
        project's, else with ``top``.
        """
        return (*_list_defaults(self, source.parent, top or source.parent), sidecar_of(source))

    def article_of(self, path: Path) -> Path:
        """Where the article of a file would be in ``content/``.

        The metadata of ``output/a.yaml`` is that of ``content/a.wiki``, and so is that of a link to
        one of these. Any other file is its own article.
        """
        folders = sorted((self.output, self.content), key=lambda each: -len(each.parts))
        for file in (path, _real(path)):
            for folder in folders:
                for top in (folder, _real(folder)):
                    if file.is_relative_to(top):
                        return self.content / file.relative_to(top)
        return path


@lru_cache(maxsize=1024)  # a project has many sources in a folder
def _list_defaults(project: Project, folder: Path, top: Path) -> tuple[Path, ...]:
    """The files with the defaults of the sources in a folder."""
    within = (project.content, project.root, top, folder)
    first = next(each for each in within if folder.is_relative_to(each))
    folders = [each for each in reversed((folder, *folder.parents)) if each.is_relative_to(first)]
    return tuple(each / DEFAULTS for each in dict.fromkeys([project.content, *folders]))


@lru_cache(maxsize=1024)
def _find_place(output: Path, folder: Path, top: Path) -> Path:
    """The folder of the artifacts of the sources in a folder."""
    return output / folder.relative_to(top)


@lru_cache(maxsize=1024)
def _is_in(project: Project, folder: Path) -> bool:
    return any(folder.is_relative_to(each) for each in (project.content, project.output))


def find_project(start: Path, output: Path | None = None) -> Project:
    """Find the project of a folder: the nearest one at or above it that has ``content/``."""
    start = absolute(start)
    root = Path(find_root(str(start)))
    return Project(root, absolute(output) if output else root / OUTPUT)


def project_of(path: Path, here: Project) -> Project:
    """The project that a file belongs to; ``here`` if it is in no other one."""
    if _is_in(here, path.parent):
        return here
    around = find_project(path.parent)
    return around if around.exists and around.root != here.root else here


def _real(path: Path) -> Path:
    """The path without links; unlike ``resolve``, it takes links that lead to themselves."""
    return Path(os.path.realpath(path))
