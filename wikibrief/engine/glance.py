"""A glance: whether anything that an up-to-date build looked at has changed since.

The build log says what each source was made from, and reading it takes time for each of them. A
build that finds nothing to do therefore leaves a note of all that it looked at: a digest for each
folder, of the names and signatures in it, and the signatures of single files elsewhere. If all of
them are the same, so is the result, and the log need not be read. Where that is not certain the
glance says nothing, and the build takes the long way.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any

from wikibrief.engine import files
from wikibrief.problems import ProblemError

__all__ = ["GLANCE_NAME", "View", "forget", "recall", "remember", "take_view", "touch"]

GLANCE_NAME = ".wikibrief.glance"
_OWN = frozenset({GLANCE_NAME, "__pycache__"})
"""Names that do not count: our own note, and what Python writes when it pleases."""


class _UnsureError(Exception):
    """Signatures cannot say whether this has changed."""


@dataclass(frozen=True, slots=True)
class View:
    """What some folders and files looked like."""

    folders: Mapping[str, str | None]
    files: Mapping[str, list[int] | None]


def touch(output: Path) -> int | None:
    """Replace the note in ``output`` by an empty one; return the moment by the clock of its disk.

    Only what was last touched before that moment can be remembered: a later change in the same tick
    of the clock could not be seen. None where it cannot be written.
    """
    try:
        path = output / GLANCE_NAME
        path.write_bytes(b"")
        return path.stat().st_mtime_ns
    except OSError:
        return None


def take_view(folders: Iterable[str], paths: Iterable[str], moment: int) -> View | None:
    """Look at folders and files; None if a look cannot tell whether they will have changed."""
    try:
        return View(
            {folder: _look_at_folder(folder, moment) for folder in folders},
            {path: _look_at_file(path, moment) for path in paths},
        )
    except (_UnsureError, OSError, ValueError):
        return None


def remember(output: Path, key: str, view: View, result: object) -> None:
    """Note what was seen and what came of it. A note that cannot be written is no problem."""
    note = {"key": key, "folders": view.folders, "files": view.files, "result": result}
    with contextlib.suppress(ProblemError, ValueError):
        files.write_atomically(output / GLANCE_NAME, json.dumps(note).encode())


def recall(output: Path, key: str) -> Any:  # noqa: ANN401
    """The result that was noted under ``key``, if all looks as it did; else None."""
    try:
        note = json.loads((output / GLANCE_NAME).read_bytes())
        same = (
            note["key"] == key
            and all(_look_at_folder(path) == seen for path, seen in note["folders"].items())
            and all(_look_at_file(path) == seen for path, seen in note["files"].items())
        )
        return note["result"] if same else None
    except (_UnsureError, OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def forget(output: Path) -> None:
    """Remove the note: what it says is about to change."""
    with contextlib.suppress(OSError):
        (output / GLANCE_NAME).unlink()


def _look_at_folder(folder: str, moment: int | None = None) -> str | None:
    """Digest the names and signatures in a folder, in order; None when it is missing."""
    rows: list[tuple[str | int, ...]] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name in _OWN:
                    continue
                if entry.is_symlink():
                    raise _UnsureError
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISDIR(status.st_mode):
                    rows.append((entry.name, status.st_mode))
                else:
                    rows.append((entry.name, *_sign(status, moment)))
    except FileNotFoundError:
        return None
    rows.sort(key=itemgetter(0))
    return files.digest(repr(rows).encode(errors="surrogateescape"))


def _look_at_file(path: str, moment: int | None = None) -> list[int] | None:
    try:
        status = os.stat(path)  # noqa: PTH116  a Path for each would take longer than the look
    except (FileNotFoundError, NotADirectoryError):
        return None
    return list(_sign(status, moment))


def _sign(status: os.stat_result, moment: int | None) -> tuple[int, ...]:
    if moment is not None and max(status.st_mtime_ns, status.st_ctime_ns) >= moment:
        raise _UnsureError
    # The time of the last change of the status also changes with the rights.
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_mode
