"""Versions of articles to compare: two files, two folders, or a folder and what it was in git."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from wikibrief.changes.compare import Version, compare
from wikibrief.changes.model import Changes
from wikibrief.engine import files
from wikibrief.engine.files import shown
from wikibrief.problems import Problem, ProblemError, error
from wikibrief.project.building.crew.hiring import Crew
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.articles import read_article
from wikibrief.project.content.discovery import find
from wikibrief.project.content.folders import (
    Project,
    absolute,
    is_metadata_like,
    is_source,
    project_of,
)
from wikibrief.project.content.inputs import ObservedFiles
from wikibrief.project.content.sources import Source
from wikibrief.project.convert import open_file

__all__ = ["compare_pairs", "compare_paths", "compare_with_revision", "open_revision"]

Pairs = Mapping[str, tuple[Source | None, Source | None]]
"""Versions of articles by the articles' names: the old one and the new one."""
_Found = tuple[list[Changes], list[Problem]]
_SECONDS = 60


def compare_paths(old: Path, new: Path, settings: Settings) -> _Found:
    """Compare two files, or the articles of two folders by their names. Raises ProblemError."""
    if old.is_dir() != new.is_dir():
        message = "is a folder, and is compared with a file" if old.is_dir() else "is a file"
        raise ProblemError(
            error(message, hint="name two files or two folders", file=shown(old), code="bad-option")
        )
    if not old.is_dir():
        here = settings.project
        pair = open_file(old, here)[0], open_file(new, here)[0]
        return _find_changed(*compare_pairs({new.stem: pair}, settings))
    return _compare_folders(old, new, settings)


def compare_with_revision(path: Path, revision: str, settings: Settings) -> _Found:
    """Compare the articles of a folder, or one, with what they were in git. Raises ProblemError."""
    project = settings.project
    folder, only = (path, None) if path.is_dir() else (path.parent, path.stem)
    root = project.root if folder.is_relative_to(project.root) else folder
    with open_revision(root, revision) as old:
        return _compare_folders(old / folder.relative_to(root), folder, settings, only)


@contextmanager
def open_revision(root: Path, revision: str) -> Generator[Path, None, None]:
    """Have the sources of a folder as they were in git, in another one. Raises ProblemError."""
    with tempfile.TemporaryDirectory(prefix="wikibrief-") as name:
        _check_out(root, revision, Path(name))
        yield Path(name)


def _compare_folders(old: Path, new: Path, settings: Settings, only: str | None = None) -> _Found:
    """Compare the articles of two folders, or ``only`` the one with a name."""
    problems: list[Problem] = []
    before, after = (
        {} if not folder.is_dir() else _sources(folder, settings.project, problems)
        for folder in (absolute(old), absolute(new))
    )
    names = sorted({*before, *after} if only is None else {only} & {*before, *after})
    pairs = {name: (before.get(name), after.get(name)) for name in names}
    changes, found = _find_changed(*compare_pairs(pairs, settings))
    return changes, [*problems, *found]


def _sources(folder: Path, here: Project, problems: list[Problem]) -> Mapping[str, Source]:
    """The sources of a folder by their names, with the metadata of their own project."""
    project = project_of(folder / "article", here)
    found = find([folder], project)
    problems += found.all_problems
    return {
        recipe.source.relative_to(folder).with_suffix("").as_posix(): Source.at(
            recipe.source, recipe.metadata
        )
        for recipe in found.recipes
    }


def compare_pairs(pairs: Pairs, settings: Settings) -> tuple[dict[str, Changes], list[Problem]]:
    """Compare each pair in a worker, within its limits; what cannot be read is a problem."""
    tasks = {name: partial(_compare, name, *pair) for name, pair in pairs.items()}
    with Crew(settings) as crew:
        changes, problems = crew.collect(tasks)
    return {name: changes[name] for name in pairs if name in changes}, problems


def _find_changed(changes: Mapping[str, Changes], problems: Iterable[Problem]) -> _Found:
    return [each for each in changes.values() if each], list(problems)


def _compare(name: str, old: Source | None, new: Source | None) -> Changes:
    return compare(name, *(_read(source) if source else Version() for source in (old, new)))


def _read(source: Source) -> Version:
    article = read_article(source, ObservedFiles())
    return Version(article.document, article.metadata)


# --- git


def _check_out(root: Path, revision: str, target: Path) -> None:
    """Write the sources that a folder had in a revision into another one. Raises ProblemError."""
    prefix = _git(root, "rev-parse", "--show-prefix").decode().strip()
    commit = _git(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    blobs = list(_blobs(_git(root, "ls-tree", "-r", "-z", f"{commit.decode().strip()}:{prefix}")))
    wanted = "".join(f"{blob}\n" for _, blob in blobs)
    with tempfile.TemporaryFile() as contents:
        _git(root, "cat-file", "--batch", asked=wanted.encode(), output=contents)
        contents.seek(0)
        for name, _ in blobs:
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            size = int(contents.readline().split()[-1])  # after the blob's name and type
            path.write_bytes(contents.read(size))
            contents.readline()


def _blobs(listing: bytes) -> Iterator[tuple[str, str]]:
    """The files of a tree that are sources or their metadata, each with its blob."""
    for entry in listing.decode("utf-8", "replace").split("\0"):
        about, _, name = entry.partition("\t")
        path = PurePosixPath(name)
        if ".." in path.parts or path.is_absolute() or about.split(" ")[1:2] != ["blob"]:
            continue
        if is_source(path) or is_metadata_like(path):
            yield name, about.split(" ")[2]


def _git(
    folder: Path, *arguments: str, asked: bytes = b"", output: IO[bytes] | None = None
) -> bytes:
    """What git says, here or to ``output``; it changes nothing. Raises ProblemError."""
    quiet = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    environment = {**os.environ, **quiet, "LC_ALL": "C"}  # it speaks English, as we do
    command: Sequence[str] = ("git", "-C", str(folder), *arguments)
    try:
        done = subprocess.run(  # noqa: S603  the revision cannot be an option
            command,
            input=asked,
            stdout=output or subprocess.PIPE,
            stderr=subprocess.PIPE,
            check=False,
            env=environment,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as failure:
        message = "cannot be compared with a revision: git cannot be run"
        raise ProblemError(error(message, file=shown(folder), code="bad-option")) from failure
    said: bytes = done.stdout or b""
    if done.returncode != 0 or len(said) > files.MAX_BYTES:
        reasons = done.stderr.decode("utf-8", "replace").strip().splitlines()
        last = reasons[-1] if reasons else "nothing"
        message = f"git says: {next((each for each in reasons if each[:6] == 'fatal:'), last)}"
        hint = "--since takes a revision such as HEAD~1, main or a commit's number"
        raise ProblemError(error(message, hint=hint, file=shown(folder), code="bad-option"))
    return said
