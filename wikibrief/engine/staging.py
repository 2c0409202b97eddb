"""Staging: files that are written under other names, and then put in their places together.

A disk takes many files at a time nearly as fast as one. So they are written first, then the disk is
waited for, once, and only then do they move: what is in its place is whole, even after a crash of
the machine.
"""

from __future__ import annotations

import contextlib
import os
import resource
from collections import deque
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

from wikibrief.engine import files
from wikibrief.engine.files import Stamp
from wikibrief.problems import ProblemError

__all__ = ["Staged", "discard", "propose", "put", "settle", "stage", "write_all"]

_AT_A_TIME = 16
"""Files that the disk is given at a time."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A finished file that waits under a ``temporary`` name to take its place at ``path``.

    Without a temporary name the file at ``path`` has this content already. ``stamp`` is of the
    content in either case.
    """

    path: Path
    stamp: Stamp
    temporary: Path | None = None


def stage(contents: Mapping[Path, bytes]) -> tuple[Staged, ...]:
    """Write several files without putting them in place; all of them, or none.

    Raises ``ProblemError``.
    """
    staged: list[Staged] = []
    try:
        for path, data in contents.items():
            there, digest = files.stamp(path), files.digest(data)
            if there.digest == digest:
                staged.append(Staged(path, there))
                continue
            with files.as_problem("write", path):
                temporary = files.write_beside(path, data, durably=False)
            staged.append(Staged(path, Stamp(digest, files.signature(temporary)), temporary))
    except BaseException:
        discard(staged)
        raise
    return tuple(staged)


def propose(contents: Mapping[Path, bytes]) -> tuple[Staged, ...]:
    """Name what ``stage`` would write, and write nothing.

    Raises ``ProblemError`` where a file cannot be written.
    """
    if obstacles := [found for path in contents if (found := files.find_obstacle(path))]:
        raise ProblemError(obstacles)
    return tuple(Staged(path, Stamp(files.digest(data))) for path, data in contents.items())


def settle(paths: Collection[Path]) -> None:
    """Wait until the disk has all of these files for good; raises ``ProblemError``."""
    try:
        if len(paths) > 1 and not _is_memory_limited():
            # No thread stays: processes are forked from this one.
            count = min(_AT_A_TIME, len(paths))
            with ThreadPoolExecutor(count) as threads:
                deque(threads.map(_settle_all, repeat(iter([*paths]), count)), 0)
            return
    except RuntimeError:  # there is no memory for threads
        pass
    _settle_all(paths)


def _is_memory_limited() -> bool:
    """Whether there may be no memory for threads: one that dies at its start is waited for."""
    return resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY


def _settle_all(paths: Iterable[Path]) -> None:
    """Settle what is left of some files, which several threads may share."""
    for path in paths:
        _settle(path)


def _settle(path: Path) -> None:
    with files.as_problem("write", path):
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def put(staged: Staged) -> Stamp:
    """Put a settled file in its place and return its stamp there; raises ``ProblemError``."""
    if staged.temporary is None:
        return staged.stamp
    with files.as_problem("write", staged.path):
        files.move(staged.temporary, staged.path)
    return Stamp(staged.stamp.digest, files.signature(staged.path))


def discard(staged: Iterable[Staged]) -> None:
    """Remove staged files that will not be put in place."""
    for each in staged:
        if each.temporary is not None:
            with contextlib.suppress(OSError):
                each.temporary.unlink(missing_ok=True)


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Make each of several files what it is to be, whole or not at all; raises ``ProblemError``."""
    staged = stage(contents)
    try:
        settle([each.temporary for each in staged if each.temporary])
        for each in staged:
            put(each)
    except BaseException:
        discard(staged)
        raise
