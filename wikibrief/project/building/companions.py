"""Companions: the files that belong next to artifacts, such as the schema next to YAML."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable
from itertools import product
from pathlib import Path

from wikibrief.engine import staging
from wikibrief.problems import Problem, ProblemError, warning
from wikibrief.project.formats.table import FORMATS

__all__ = ["write_companions"]


def write_companions(formats: Collection[str], folders: Iterable[Path]) -> tuple[Problem, ...]:
    """Write the files that belong next to artifacts. One that fails fails no document."""
    problems: list[Problem] = []
    makers = [FORMATS[name].companions for name in formats]
    contents = {name: text for make in makers if make for name, text in make().items()}
    wanted = {
        folder / name: text.encode()
        for folder, (name, text) in product(sorted(folders), contents.items())
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
