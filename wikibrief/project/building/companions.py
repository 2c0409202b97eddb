"""Companions: the files that belong next to artifacts, such as the schema next to YAML."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import product
from pathlib import Path

from wikibrief.engine import files
from wikibrief.problems import Problem, ProblemError, warning
from wikibrief.project.formats.table import FORMATS

__all__ = ["write_companions"]


def write_companions(formats: Collection[str], folders: Iterable[Path]) -> tuple[Problem, ...]:
    """Write the files that belong next to artifacts. One that fails fails no document."""
    problems: list[Problem] = []
    makers = [FORMATS[name].companions for name in formats]
    contents = {name: text for make in makers if make for name, text in make().items()}
    for folder, (name, text) in product(sorted(folders), contents.items()):
        path, data = folder / name, text.encode()
        if files.stamp(path).digest == files.digest(data):
            continue
        try:
            files.write_atomically(path, data)
        except ProblemError as failure:
            hint = "editors use it to complete and check YAML; the documents are built"
            problems += [
                warning(each.message, hint=hint, file=each.file, code="schema-not-written")
                for each in failure.problems
            ]
    return tuple(problems)
