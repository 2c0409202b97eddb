"""Discovery: the sources of a project, and what is to be made of each."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wikibrief.engine import graph
from wikibrief.engine.files import shown
from wikibrief.engine.graph import Recipe
from wikibrief.problems import Problem, error, note
from wikibrief.project import folders
from wikibrief.wiki.namespaces import Namespace
from wikibrief.wiki.titles import page_name

__all__ = ["Found", "absolute", "find", "named_files"]

_MEDIA, _TEMPLATES = "media", "Template"
"""Folders in ``content/``: of the files that articles show, and of templates of one's own wiki."""


@dataclass(slots=True)
class Found:
    """What was found: recipes, the files that can be no source after all, and other problems."""

    recipes: list[Recipe] = field(default_factory=list)
    refused: dict[Path, Problem] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def find(
    sources: Sequence[Path], content: Path, output: Path, suffixes: Sequence[str] = ()
) -> Found:
    """Find the sources given, or all of ``content``, and name the artifacts in ``output``.

    A folder means the sources in it; their artifacts stand in ``output`` as they do in ``content``.
    """
    found = Found()
    roots = dict(_sources(sources or [content], content, output, found))
    recipes = [
        Recipe(
            source,
            folders.artifact_paths(source, root, output, suffixes),
            folders.metadata_paths(source, root),
        )
        for source, root in sorted(roots.items())
    ]
    clashes = graph.find_clashes(recipes, shown)
    found.refused |= clashes
    found.recipes = [recipe for recipe in recipes if recipe.source not in clashes]
    return found


def named_files(content: Path) -> dict[str, tuple[Path, ...]]:
    """The files that articles show or transclude, by the names that these have in a wiki.

    Of two names that are the same in a wiki the first in alphabetical order counts.
    """
    files = [(Namespace.FILE, path.name, path) for path in _files_in(content / _MEDIA)]
    templates = [
        (Namespace.TEMPLATE, path.stem, path)
        for path in _files_in(content / _TEMPLATES)
        if path.suffix == ".wiki"
    ]
    named: dict[str, tuple[Path, ...]] = {}
    for namespace, name, path in files + templates:
        named.setdefault(page_name(name, namespace), (path,))
    return named


def _files_in(folder: Path) -> list[Path]:
    """The files in a folder that a name of a wiki can be for, in order."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if entry.is_file())
    except OSError:
        return []
    return [folder / name for name in names if name.isprintable() and not name.startswith(".")]


def absolute(path: Path) -> Path:
    """The path from the root, links in it left as they are."""
    return Path(os.path.abspath(path))  # noqa: PTH100  resolve() would follow links


def _sources(
    given: Sequence[Path], content: Path, output: Path, found: Found
) -> Iterator[tuple[Path, Path]]:
    """Sources, each with the folder that its artifact's place is counted from."""
    for path in map(absolute, given):
        root = content if path.is_relative_to(content) else path
        if path.is_dir():
            inside = list(_walk(path, (output, content / _TEMPLATES), found))
            if not inside:
                found.problems.append(note("has no sources", file=shown(path)))
            yield from ((source, root) for source in inside)
        elif not path.exists():
            found.problems.append(error("not found", file=shown(path)))
        elif (content / _TEMPLATES) in path.parents:
            hint = "it is made part of the articles that transclude it"
            found.problems.append(error("is not a source", hint=hint, file=shown(path)))
        elif not folders.is_source(path):
            suffixes = " ".join(sorted(folders.SOURCE_SUFFIXES))
            hint = f"sources end in {suffixes}, and do not begin with _ or ."
            found.problems.append(error("is not a source", hint=hint, file=shown(path)))
        else:
            yield path, path.parent if root == path else root


def _walk(top: Path, apart: Collection[Path], found: Found) -> Iterator[Path]:
    """Find the sources under ``top``, but not in folders that stand ``apart``.

    Links that lead out of it are refused, not followed.
    """

    def unreadable(failure: OSError) -> None:
        reason = (failure.strerror or str(failure)).lower()
        found.problems.append(error(f"cannot read: {reason}", file=shown(failure.filename)))

    inside = top.resolve()
    for folder, subfolders, names in os.walk(top, onerror=unreadable):
        here = Path(folder)
        if here in apart:
            subfolders.clear()
            continue
        subfolders[:] = sorted(name for name in subfolders if not name.startswith(("_", ".")))
        for path in (here / name for name in names):
            if not folders.is_source(path):
                continue
            if problem := _refused(path, inside):
                found.refused[path] = problem
            else:
                yield path


def _refused(path: Path, inside: Path) -> Problem | None:
    """Say why a file found in a folder is no source after all, though its name is one's."""
    if path.is_symlink() and not path.resolve().is_relative_to(inside):
        hint = "copy the file, or name it on the command line"
        return error(f"is a link that leads out of {shown(inside)}", hint=hint, file=shown(path))
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return error("its name is not UTF-8", hint="rename the file", file=shown(path))
    return None
