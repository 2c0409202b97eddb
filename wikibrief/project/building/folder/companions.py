"""Companions: the files that belong next to artifacts, such as the schema next to YAML."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Mapping
from itertools import product
from pathlib import Path

from wikibrief.engine import files, staging
from wikibrief.problems import Problem, ProblemError, warning
from wikibrief.project.formats.table import FORMATS

__all__ = ["remove_companions", "write_companions"]


def write_companions(formats: Collection[str], folders: Iterable[Path]) -> tuple[Problem, ...]:
    """Write the files that belong next to artifacts. One that fails fails no document."""
    problems: list[Problem] = []
    contents = _make(formats)
    wanted = {
        folder / name: data for folder, (name, data) in product(sorted(folders), contents.items())
    }
    with contextlib.suppress(ProblemError):  # when one cannot be written, the others can
        staging.write_all(wanted)
        return ()
    for path, data in wanted.items():
        try:
            staging.write_all({path: data})
        except ProblemError as failure:
            hint = "editors use it to complete and check YAML; the documents are built"
            problems += [
                warning(each.message, hint=hint, file=each.file, code="schema-not-written")
                for each in failure.problems
            ]
    return tuple(problems)


def remove_companions(folders: Iterable[Path], top: Path) -> None:
    """Remove these files from folders below ``top`` that have nothing else, with the folders.

    Raises ProblemError.
    """
    contents = _make(FORMATS)
    for folder in sorted(folders):
        with files.as_problem("read", folder):
            left = list(folder.iterdir()) if folder != top and folder.is_dir() else []
        if all(_is_ours(path, contents) for path in left):
            for path in left:
                files.remove(path, top)


def _is_ours(path: Path, contents: Mapping[str, bytes]) -> bool:
    """Whether a file is as it was written."""
    return path.name in contents and files.stamp(path).digest == files.digest(contents[path.name])


def _make(formats: Iterable[str]) -> Mapping[str, bytes]:
    """Make the content of each file, by name."""
    makers = [FORMATS[name].companions for name in formats]
    return {name: text.encode() for make in makers if make for name, text in make().items()}
