"""Repeating: a build that has nothing to do prints what the same command printed before.

If the same command is given in the same circumstances, and all looks as it did, then not even its
options need be understood. What this loads is loaded by every command, and that is next to nothing.
"""

from __future__ import annotations

import os
import sys
import time

from wikibrief.engine import glance
from wikibrief.project.building.machine.circumstances import list_circumstances
from wikibrief.project.content.roots import OUTPUT, find_root
from wikibrief.project.timing import format_time

TYPE_CHECKING = False  # as in typing, which takes longer to import
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["add_to", "repeat"]

_SEPARATOR = "\x1e"
"""Between the fields of what was printed; no line has it."""


def repeat(arguments: Sequence[str]) -> int | None:
    """Print what these arguments printed when nothing was to do, if nothing has changed since.

    Returns the exit code; None where the command must run.
    """
    began = time.perf_counter()
    if arguments[:1] != ["build"] or sys.stdout is None or sys.stderr is None:
        return None
    try:
        key = _name_key(arguments)
        note = glance.recall(_find_output(arguments), key)
    except OSError:  # the current folder is gone
        return None
    if note is None:
        return None
    code, *fields = note.results[key].split(_SEPARATOR)
    try:
        for kind, plain, styled in zip(fields[::3], fields[1::3], fields[2::3], strict=True):
            stream = sys.stderr if kind == "err" else sys.stdout
            took = format_time(time.perf_counter() - began) if kind == "time" else ""
            stream.write(f"{styled if stream.isatty() else plain}{took}\n")
            stream.flush()
    except (OSError, ValueError):
        return None  # nobody reads it, or cannot: the command knows what to do
    return int(code)


def add_to(
    note: glance.Snapshot,
    output: str,
    arguments: Sequence[str],
    lines: Iterable[tuple[str, str, str]],
    code: int,
) -> None:
    """Add to the note in ``output`` what these arguments have printed, and their exit code.

    A line has a kind: ``out`` and ``err`` name its stream, ``time`` means that the time it took
    follows. Then it is there twice: plain, and styled for a terminal.
    """
    fields = [field for line in lines for field in line]
    if output != _find_output(arguments) or any(_SEPARATOR in field for field in fields):
        return
    said = _SEPARATOR.join((str(code), *fields))
    results = {**note.results, _name_key(arguments): said}
    glance.remember(output, note.with_results(results))


def _name_key(arguments: Sequence[str]) -> str:
    """Name all that a command depends on besides files."""
    own = sorted(item for item in os.environ.items() if "WIKIBRIEF" in item[0])
    return glance.name_key([list(arguments), own, *list_circumstances()])


def _find_output(arguments: Sequence[str]) -> str:
    """Find the output folder. Where it is not the one that is meant, it has no such note."""
    for number, argument in enumerate(arguments[:-1]):
        if argument == "--output":
            return os.path.abspath(arguments[number + 1])  # noqa: PTH100
    return os.path.join(find_root(os.getcwd()), OUTPUT)  # noqa: PTH109, PTH118
