"""A glance: whether anything that an up-to-date build looked at has changed since.

The build log says what each source was made from, and reading it takes time for each of them. A
build that finds nothing to do therefore leaves a note of all that it looked at: a digest for each
folder, of the names and signatures in it, and the signatures of single files elsewhere. If all of
them are the same, so is the result, and the log need not be read. Where that is not certain the
glance says nothing, and the build takes the long way.

A build with nothing to do loads little else, so this loads little itself: paths are texts, and the
note has a form that takes no parser.
"""

from __future__ import annotations

import os
from hashlib import blake2b

TYPE_CHECKING = False  # as in typing, which takes longer to import than a glance
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "GLANCE_NAME",
    "Snapshot",
    "forget",
    "name_key",
    "recall",
    "remember",
    "take_view",
    "touch",
]

GLANCE_NAME = ".wikibrief.glance"
_OWN = frozenset({GLANCE_NAME, "__pycache__"})
"""Names that do not count: our own note, and what Python writes when it pleases."""

_SEPARATOR = "\0"
_MISSING = ""
_EVER = float("inf")


class _UnsureError(Exception):
    """Signatures cannot say whether this has changed."""


class Snapshot:
    """What some folders and files looked like, and what came of it, by key.

    In ``view`` the paths of folders end in a slash.
    """

    def __init__(self, view: Mapping[str, str], results: Mapping[str, str]) -> None:
        self.view, self.results = view, results

    def dump(self) -> bytes:
        """Write it as bytes, for ``load``. Raises ValueError for what it cannot hold."""
        fields = [str(len(self.results))]
        for key, value in (*self.results.items(), *self.view.items()):
            if _SEPARATOR in key or _SEPARATOR in value:
                raise ValueError
            fields += (key, value)
        data = _SEPARATOR.join(fields).encode(errors="surrogateescape")
        return f"{_digest(data)}{_SEPARATOR}".encode() + data

    @classmethod
    def load(cls, data: bytes) -> Snapshot | None:
        """Read what ``dump`` wrote; None if it is not whole."""
        digest, _, rest = data.partition(_SEPARATOR.encode())
        if digest.decode(errors="replace") != _digest(rest):
            return None
        count, *fields = rest.decode(errors="surrogateescape").split(_SEPARATOR)
        pairs = list(zip(fields[::2], fields[1::2], strict=True))
        return cls(dict(pairs[int(count) :]), dict(pairs[: int(count)]))

    def holds(self) -> bool:
        """Whether all looks as it did."""
        try:
            return all(_look(path) == seen for path, seen in self.view.items())
        except (_UnsureError, OSError, ValueError):
            return False


def name_key(matters: Iterable[object]) -> str:
    """Make a key of all that matters besides files."""
    return _digest(repr(list(matters)).encode(errors="surrogateescape"))


def touch(output: str) -> int | None:
    """Replace the note in ``output`` by an empty one; return the moment by the clock of its disk.

    Only what was last touched before that moment can be remembered: a later change in the same tick
    of the clock could not be seen. None where it cannot be written.
    """
    path = _place(output)
    try:
        with open(path, "wb"):  # noqa: PTH123
            pass
        return os.stat(path).st_mtime_ns  # noqa: PTH116
    except OSError:
        return None


def take_view(
    folders: Iterable[str], paths: Iterable[str], moment: int
) -> Mapping[str, str] | None:
    """Look at folders and files; None if a look cannot tell whether they will have changed."""
    places = (*(os.path.join(folder, "") for folder in folders), *paths)  # noqa: PTH118
    try:
        return {path: _look(path, moment) for path in places}
    except (_UnsureError, OSError, ValueError):
        return None


def remember(output: str, note: Snapshot) -> None:
    """Leave a note. One that cannot be written is no problem."""
    from pathlib import Path  # noqa: PLC0415  these take longer to import than a glance

    from wikibrief.engine import files  # noqa: PLC0415
    from wikibrief.problems import ProblemError  # noqa: PLC0415

    try:
        files.write_atomically(Path(_place(output)), note.dump())
    except (ProblemError, ValueError):
        return


def recall(output: str, key: str) -> Snapshot | None:
    """Find the note that has a result for ``key``, if all looks as it did; else None."""
    try:
        with open(_place(output), "rb") as file:  # noqa: PTH123
            note = Snapshot.load(file.read())
    except (OSError, ValueError):
        return None
    return note if note and key in note.results and note.holds() else None


def forget(output: str) -> None:
    """Remove the note: what it says is about to change."""
    try:
        os.unlink(_place(output))  # noqa: PTH108
    except OSError:
        return


def _place(output: str) -> str:
    return os.path.join(output, GLANCE_NAME)  # noqa: PTH118


def _look(path: str, moment: float = _EVER) -> str:
    return _look_at_folder(path, moment) if path.endswith(os.sep) else _look_at_file(path, moment)


def _look_at_folder(folder: str, moment: float) -> str:
    """Digest the names and signatures in a folder, in order."""
    rows: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name in _OWN:
                    continue
                if entry.is_symlink():
                    raise _UnsureError
                if entry.is_dir():
                    rows.append(f"{name}/")
                else:
                    rows.append(f"{name}/{_sign(entry.stat(), moment)}")
    except FileNotFoundError:
        return _MISSING
    rows.sort()
    return _digest("/".join(rows).encode(errors="surrogateescape"))


def _look_at_file(path: str, moment: float) -> str:
    try:
        return _sign(os.stat(path), moment)  # noqa: PTH116
    except (FileNotFoundError, NotADirectoryError):
        return _MISSING


def _sign(status: os.stat_result, moment: float) -> str:
    """Name a state of a file. When its rights change, so does the time of its last change."""
    modified, changed = status.st_mtime_ns, status.st_ctime_ns
    if modified >= moment or changed >= moment:
        raise _UnsureError
    return f"{status.st_size} {modified} {changed} {status.st_ino}"


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
