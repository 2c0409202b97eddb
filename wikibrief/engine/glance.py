"""A glance: whether anything that an up-to-date build looked at has changed since.

The build log says what each source was made from, and reading it takes time for each of them. A
build that finds nothing to do therefore leaves a note of all that it looked at: a digest for each
folder, of the names and signatures in it, and the signatures of single files elsewhere. If all of
them are the same, so is the result, and the log need not be read. Where that is not certain the
glance says nothing, and the build takes the long way.

Of some folders the note has *details*, too: what is digested, so that a build can see which files
have changed. They come after the rest, which a build with nothing to do does without.

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
    "find_changed",
    "forget",
    "list_changed",
    "look_into",
    "name_digest",
    "name_key",
    "read_note",
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

    In ``view`` the paths of folders end in a slash. ``details`` are texts for a build that has
    something to do.
    """

    def __init__(
        self,
        view: Mapping[str, str],
        results: Mapping[str, str],
        details: Mapping[str, str] | None = None,
    ) -> None:
        self.view, self.results = view, results
        self._details = _dump_fields([details or {}])

    @property
    def details(self) -> Mapping[str, str]:
        """More about what is in ``view``; empty where it is not as it was written."""
        [details] = _load_fields(self._details) or ({},)
        return details

    def with_results(self, results: Mapping[str, str]) -> Snapshot:
        """Return a note of the same, and of other results."""
        note = Snapshot(self.view, results)
        note._details = self._details
        return note

    def dump(self) -> bytes:
        """Write it as bytes, for ``load``. Raises ValueError for what it cannot hold."""
        head = _dump_fields([self.results, self.view])
        return f"{len(head)}{_SEPARATOR}".encode() + head + self._details

    @classmethod
    def load(cls, data: bytes) -> Snapshot | None:
        """Read what ``dump`` wrote; None if it is not whole."""
        length, _, rest = data.partition(_SEPARATOR.encode())
        size = int(length) if length.isdigit() else 0
        parts = _load_fields(rest[:size])
        if parts is None or len(parts) != 2:
            return None
        note = cls(parts[1], parts[0])
        note._details = rest[size:]
        return note

    def holds(self) -> bool:
        """Whether all looks as it did."""
        try:
            return all(_look(path) == seen for path, seen in self.view.items())
        except (_UnsureError, OSError, ValueError):
            return False


def _dump_fields(parts: list[Mapping[str, str]]) -> bytes:
    """Write mappings of texts as bytes that show whether they are as they were written."""
    fields = [str(len(parts)), *(str(len(part)) for part in parts)]
    for part in parts:
        for key, value in part.items():
            if _SEPARATOR in key or _SEPARATOR in value:
                raise ValueError
            fields += (key, value)
    data = _SEPARATOR.join(fields).encode(errors="surrogateescape")
    return f"{_digest(data)}{_SEPARATOR}".encode() + data


def _load_fields(data: bytes) -> tuple[dict[str, str], ...] | None:
    """Read what ``_dump_fields`` wrote; None if it is not whole."""
    digest, _, rest = data.partition(_SEPARATOR.encode())
    if digest.decode(errors="replace") != _digest(rest):
        return None
    count, *fields = rest.decode(errors="surrogateescape").split(_SEPARATOR)
    counts, fields = [int(each) for each in fields[: int(count)]], fields[int(count) :]
    pairs = iter(zip(fields[::2], fields[1::2], strict=True))
    return tuple(
        {key: value for _, (key, value) in zip(range(n), pairs, strict=False)} for n in counts
    )


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
    note = read_note(output)
    return note if note and key in note.results and note.holds() else None


def read_note(output: str) -> Snapshot | None:
    """Read the note in ``output``, if there is one, whatever has changed since."""
    try:
        with open(_place(output), "rb") as file:  # noqa: PTH123
            return Snapshot.load(file.read())
    except (OSError, ValueError):
        return None


def look_into(folder: str, moment: float = _EVER) -> str | None:
    """List what a folder looks like, for ``list_changed``; None where a look cannot tell.

    Its ``name_digest`` is what a view has of the folder.
    """
    try:
        return _list(folder, moment)
    except (_UnsureError, OSError, ValueError):
        return None


def name_digest(rows: str) -> str:
    """Name what a folder looks like, as a view does."""
    return _digest(rows.encode(errors="surrogateescape"))


def find_changed(note: Snapshot) -> dict[str, str] | None:
    """Find the folders that have changed, with what they look like now.

    None where more has changed than the content of files in folders that there are details of.
    """
    details = note.details
    changed: dict[str, str] = {}
    try:
        for path, seen in note.view.items():
            if path not in details:
                if _look(path) != seen:
                    return None
            elif name_digest(rows := _list(path, _EVER)) != seen:
                changed[path] = rows
    except (_UnsureError, OSError, ValueError):
        return None
    return changed


def list_changed(before: str, now: str) -> list[str] | None:
    """List the names in a folder whose files have changed; None where names came or went."""
    old, new = _split(before), _split(now)
    if old.keys() != new.keys():
        return None
    return [name for name, seen in new.items() if old[name] != seen]


def _split(rows: str) -> dict[str, str]:
    fields = rows.split("/")
    return dict(zip(fields[::2], fields[1::2], strict=False))


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
    """Digest the names and signatures in a folder."""
    try:
        return name_digest(_list(folder, moment))
    except FileNotFoundError:
        return _MISSING


def _list(folder: str, moment: float) -> str:
    """The names and signatures in a folder, in order."""
    rows: list[str] = []
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
    rows.sort()
    return "/".join(rows)


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
