"""The one door to files of templates: regular files of a sane size, inside their folder."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePath

from wikibrief.problems import ProblemError, error

__all__ = ["read_inside"]

_MOST_BYTES = 10 * 1024 * 1024


def read_inside(folder: Path, name: PurePath) -> bytes:
    """Read a file of a folder.

    Raises FileNotFoundError where there is none, and ProblemError where there is something that no
    page should be made of: a device, a pipe, a link that leads out of the folder, gigabytes.
    """
    path = folder / name
    try:
        if not path.resolve(strict=True).is_relative_to(folder.resolve()):
            raise _refuse(path, "leads out of its folder", "copy the file into the folder")
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as failure:
        raise FileNotFoundError(path) from failure
    except (OSError, RuntimeError) as failure:  # RuntimeError: a loop of links, before Python 3.13
        raise _refuse(path, f"cannot be read: {failure}") from failure
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise FileNotFoundError(path)
        if not stat.S_ISREG(status.st_mode):
            raise _refuse(path, "is no regular file")
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise _refuse(path, f"is larger than {_MOST_BYTES // 1024**2} MB")
    return data


def _refuse(path: Path, reason: str, hint: str = "") -> ProblemError:
    return ProblemError(error(f"the file {reason}", hint=hint, file=str(path), code="unreadable"))
