"""Locking: one build at a time in an output folder."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from wikibrief.engine.files import shown
from wikibrief.problems import Problem, ProblemError, error

__all__ = ["lock", "look_at"]


@contextlib.contextmanager
def lock(output: Path) -> Iterator[None]:
    """Keep a second build out of the ``output`` folder; made if need be. Raises ProblemError."""
    try:
        output.mkdir(parents=True, exist_ok=True)
        folder = os.open(output, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as failure:
        raise ProblemError(_no_folder(output, failure)) from failure
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as failure:
        os.close(folder)
        problem = error(
            "another build is writing into this folder", file=shown(output), code="output-folder"
        )
        raise ProblemError(problem) from failure
    except OSError:
        pass  # a file system without locks: two builds can meet there
    try:
        yield
    finally:
        os.close(folder)


@contextlib.contextmanager
def look_at(output: Path) -> Iterator[None]:
    """Find out whether a build could write into ``output``. Raises ProblemError."""
    first = next(each for each in (output, *output.parents) if os.path.lexists(each))
    if not first.is_dir():
        code = errno.EEXIST if first == output else errno.ENOTDIR
        raise ProblemError(_no_folder(output, OSError(code, os.strerror(code))))
    if not os.access(first, os.W_OK | os.X_OK) and first != output:
        raise ProblemError(_no_folder(output, OSError(errno.EACCES, os.strerror(errno.EACCES))))
    yield


def _no_folder(output: Path, failure: OSError) -> Problem:
    reason = (failure.strerror or str(failure)).lower()
    return error(f"cannot be the output folder: {reason}", file=shown(output), code="output-folder")
