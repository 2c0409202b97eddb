"""The project's folders: which files are sources, and where what belongs to them is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath

__all__ = ["SOURCE_SUFFIXES", "artifact_paths", "content_folder", "is_source", "metadata_paths"]

WIKITEXT_SUFFIXES = frozenset({".wiki", ".wikitext", ".mediawiki", ".txt"})
SOURCE_SUFFIXES = WIKITEXT_SUFFIXES | {".yaml"}


def is_source(path: PurePath) -> bool:
    """Whether a file in ``content/`` is a source, by its name alone."""
    name = path.name
    return (
        path.suffix.lower() in SOURCE_SUFFIXES
        and not name.startswith(("_", "."))
        and not name.lower().endswith(".meta.yaml")
    )


def artifact_paths(
    source: Path, root: Path, output: Path, suffixes: Sequence[str]
) -> tuple[Path, ...]:
    """Name the artifacts of ``source``: they stand in ``output`` as it does in ``root``."""
    folder = output / source.parent.relative_to(root)
    return tuple(folder / f"{source.stem}{suffix}" for suffix in suffixes)


def metadata_paths(source: Path, root: Path) -> tuple[Path, ...]:
    """Name the layers of metadata of ``source``, the last going before the others.

    They are the defaults of ``root`` and of each folder on the way from there, and the sidecar.
    """
    on_the_way = [folder for folder in source.parents if folder.is_relative_to(root)]
    defaults = [folder / "_defaults.yaml" for folder in reversed(on_the_way)]
    return (*defaults, source.with_name(f"{source.stem}.meta.yaml"))


def content_folder(source: Path) -> Path | None:
    """Name the folder ``content/`` that ``source`` stands in; None for one outside."""
    return next((folder for folder in source.parents if folder.name == "content"), None)
