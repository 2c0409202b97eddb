"""The border to the disk: read, write whole or not at all, take digests, format paths.

Whatever the disk answers becomes a problem that names the file, never an ``OSError``.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial
from io import FileIO
from pathlib import Path
from typing import IO, NamedTuple

from wikibrief.problems import Problem, ProblemError, error

__all__ = [
    "MAX_BYTES",
    "Signature",
    "Stamp",
    "append",
    "as_problem",
    "create",
    "digest",
    "find_obstacle",
    "ignores_case",
    "leads_out",
    "lend",
    "move",
    "read_bytes",
    "read_stamped",
    "read_text",
    "remove",
    "save",
    "show_files",
    "shown",
    "signature",
    "stamp",
    "stamp_shared",
    "sweep",
    "to_text",
    "write_atomically",
    "write_beside",
]

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is read, in bytes."""

_hash = partial(hashlib.blake2b, digest_size=16)

_UNREADABLE = "unreadable"
"""In place of a digest: what is there, and cannot be read, is neither missing nor like any file."""

_TICK = 2_000_000_000
"""Nanoseconds in which the clock of any disk ticks."""

_UNFINISHED = ".wikibrief-"
"""The start of our temporary files' names."""


class Signature(NamedTuple):
    """What the file system knows of a file without reading it; times in nanoseconds."""

    size: int
    mtime: int
    ctime: int
    inode: int

    @classmethod
    def of(cls, status: os.stat_result) -> Signature:
        """Extract the signature from ``status``."""
        return cls(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)

    def older_than(self, moment: int) -> bool:
        """Whether the file was last touched before ``moment``, in nanoseconds."""
        return max(self.mtime, self.ctime) < moment


class Stamp(NamedTuple):
    """A file at one moment: the digest of its content and its signature; missing, neither."""

    digest: str | None = None
    signature: Signature | None = None


def digest(data: bytes) -> str:
    """Name some content: 128 bits of BLAKE2b, in hexadecimal."""
    return _hash(data).hexdigest()


def shown(path: str | os.PathLike[str]) -> str:
    """Format ``path`` for a person: from the current folder if that is shorter; printable."""
    # Unlike resolve(), abspath() leaves links as they are.
    return _show_from(os.getcwd(), os.path.abspath(path))  # noqa: PTH100, PTH109


@lru_cache(maxsize=4096)  # problems and documents name the same files again and again
def _show_from(here: str, absolute: str) -> str:
    if absolute.startswith(f"{here}/"):
        relative = absolute[len(here) + 1 :]
    else:
        relative = os.path.relpath(absolute, here)
    nearer = relative if len(relative) <= len(absolute) else absolute
    if nearer.isprintable():
        return nearer
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in nearer
    )


def show_files(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Name the files of problems as a person sees them."""
    return tuple(
        replace(problem, file=shown(problem.file)) if problem.file else problem
        for problem in problems
    )


def read_text(path: Path, *, limit: int = MAX_BYTES) -> str:
    """Read the text of the UTF-8 file at ``path``, a byte order mark included.

    Raises ``ProblemError`` when it cannot be read or is not UTF-8.
    """
    return to_text(read_bytes(path, limit=limit), path)


def read_bytes(path: Path, *, limit: int = MAX_BYTES) -> bytes:
    """Read the regular file at ``path``, of at most ``limit`` bytes; raises ``ProblemError``."""
    return read_stamped(path, limit=limit)[0]


def read_stamped(path: Path, *, limit: int = MAX_BYTES) -> tuple[bytes, Stamp]:
    """Read the regular file at ``path``, of at most ``limit`` bytes: its content and its stamp.

    Raises ``ProblemError``.
    """
    with as_problem("read", path), _open(path) as (file, status):
        if status.st_size > limit:
            raise ProblemError(
                error(f"is larger than {limit // 1024**2} MiB", file=shown(path), code="unreadable")
            )
        data = file.readall()
    return data, Stamp(digest(data), Signature.of(status))


def signature(path: Path) -> Signature | None:
    """Return the signature of the file at ``path``; None when it cannot be seen."""
    try:
        return Signature.of(os.stat(path))  # noqa: PTH116  called for every file of a build
    except (OSError, ValueError):
        return None


def stamp(path: Path) -> Stamp:
    """Return the stamp of the file at ``path``; if missing, it has no digest."""
    try:
        return _stamp(path)
    except FileNotFoundError:
        return Stamp()
    except (OSError, ValueError, ProblemError):
        return Stamp(_UNREADABLE) if os.path.exists(path) else Stamp()  # noqa: PTH110


def stamp_shared(path: Path) -> Stamp:
    """Return the stamp of a file that many sources are made from.

    It is read once as long as it stays as it is, unless it was touched so late that a change within
    the same tick of the clock could have kept its signature.
    """
    now = signature(path)
    if now is None or not now.older_than(time.time_ns() - _TICK):
        return stamp(path)
    return _stamp_signed(path, now)


@lru_cache(maxsize=1024)
def _stamp_signed(path: Path, _: Signature) -> Stamp:
    return stamp(path)


def to_text(data: bytes, path: Path) -> str:
    """Decode ``data``, read from ``path``; raises ``ProblemError`` when it is not UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError as failure:
        raise ProblemError(_not_utf8(data, failure.start, path)) from failure


def leads_out(path: Path, folder: Path) -> bool:
    """Whether links make ``path`` a file outside ``folder``. A link to itself leads nowhere."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def write_atomically(path: Path, data: bytes, *, durably: bool = True) -> None:
    """Make ``data`` the content of the file at ``path``, whole or not at all.

    Missing folders are made. An existing file keeps its mode, a link is replaced. Without
    ``durably`` the file may be incomplete after a crash of the machine. Raises ``ProblemError``,
    and then nothing has changed.
    """
    with as_problem("write", path):
        temporary = write_beside(path, data, durably=durably)
        move(temporary, path)


def create(path: Path, data: bytes) -> bool:
    """Make a new file at ``path``; return False, and change nothing, where something is already.

    Missing folders are made. Raises ``ProblemError``.
    """
    with as_problem("write", path):
        if os.path.lexists(path):
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            file = path.open("xb")
        except FileExistsError:
            return False
        try:
            with file:
                file.write(data)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    return True


def save(path: Path, data: bytes, seen: Stamp) -> None:
    """Write ``data`` over a person's file, which was last seen as ``seen``.

    A link is followed to its file; mode and owner stay. Raises ``ProblemError`` when the file
    changed since, is read-only or is no regular file, and then nothing has changed.
    """
    with as_problem("write", path):
        real = Path(os.path.realpath(path))
        if problem := _why_protected(path, real):
            raise ProblemError(problem)
        temporary = write_beside(real, data)
        try:
            now = _stamp(real) if os.path.lexists(real) else Stamp()
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        if now.digest != seen.digest:
            temporary.unlink()
            message = "changed while it was being converted; it is left as it is"
            raise ProblemError(
                error(
                    message,
                    hint="run the command again",
                    file=shown(path),
                    code="changed-meanwhile",
                )
            )
        move(temporary, real)


def find_obstacle(path: Path) -> Problem | None:
    """Say why no file can be put at ``path``, without trying."""
    if path.is_dir():
        return _describe_folder(path)
    first = next(folder for folder in path.parents if os.path.lexists(folder))
    if not first.is_dir():
        return _describe_failure("write", path, NotADirectoryError())
    if not os.access(first, os.W_OK | os.X_OK):
        return _describe_failure(
            "write", path, PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        )
    return None


def ignores_case(folder: Path) -> bool:
    """Whether files in ``folder``, or in the nearest one that is there, have two names for one."""
    for there in (folder, *folder.parents):
        other = there.with_name(there.name.swapcase())
        if other != there and os.path.lexists(there):
            return other.exists() and other.samefile(there)
    return False


def remove(path: Path, top: Path) -> None:
    """Remove a file, and the folders below ``top`` that are empty then; raises ``ProblemError``."""
    with as_problem("remove", path):
        path.unlink(missing_ok=True)
    for folder in path.parents:
        if folder == top or not folder.is_relative_to(top):
            return
        try:
            folder.rmdir()
        except OSError:
            return  # something else is in it


def append(path: Path, data: bytes) -> None:
    """Add ``data`` to the end of the file at ``path``; raises ``ProblemError``."""
    with as_problem("write", path), path.open("ab") as file:
        file.write(data)


def lend(text: str, folder: Path | None = None) -> IO[str]:
    """Write a temporary file, which other processes can read as long as it is open here.

    With a ``folder`` it is there, and on the disk at once, for the processes of other machines.
    """
    file = tempfile.NamedTemporaryFile(  # noqa: SIM115  it lives as long as the caller wants
        "w", dir=folder, prefix=_UNFINISHED, suffix=".tmp", encoding="utf-8"
    )
    file.write(text)
    file.flush()
    if folder is not None:
        os.fsync(file.fileno())
    return file


def sweep(folder: Path) -> None:
    """Remove the temporary files in ``folder`` that killed writers have left."""
    for left in folder.glob(f"{_UNFINISHED}*.tmp"):
        with contextlib.suppress(OSError):
            left.unlink()


def write_beside(path: Path, data: bytes, *, durably: bool = True) -> Path:
    """Write ``data`` under a temporary name next to ``path``, with its mode; raises ``OSError``."""
    temporary = path.with_name(f"{_UNFINISHED}{os.urandom(8).hex()}.tmp")
    try:
        before = os.stat(path)  # noqa: PTH116  called for every artifact
    except FileNotFoundError:
        before = None
    if before and stat.S_ISDIR(before.st_mode):
        raise IsADirectoryError(None, "is a folder")
    descriptor = _open_new(temporary)
    try:
        try:
            if before:
                _copy_owner_and_mode(before, descriptor)
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            if durably:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _open_new(path: Path) -> int:
    """Make a new file, and its folder where that is missing."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        return os.open(path, flags, 0o666)  # less the umask
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, flags, 0o666)


def _copy_owner_and_mode(status: os.stat_result, descriptor: int) -> None:
    """Give a new file the owner, where that is allowed, and the mode of the one it replaces."""
    made = os.fstat(descriptor)
    if (made.st_uid, made.st_gid) != (status.st_uid, status.st_gid):
        with contextlib.suppress(PermissionError):
            os.fchown(descriptor, status.st_uid, status.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(status.st_mode))


def move(temporary: Path, path: Path) -> None:
    """Let a finished temporary file take its place; if it cannot, remove it, and raise."""
    try:
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _why_protected(path: Path, real: Path) -> Problem | None:
    """Say why the file at ``path``, whose links lead to ``real``, must not be written over."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(status.st_mode):
        return _describe_folder(path)
    if not stat.S_ISREG(status.st_mode):
        message = "cannot write: is not a regular file"
        return error(message, file=shown(path), code="unwritable")
    # The mode counts for the administrator, too, to whom nothing is forbidden.
    if not status.st_mode & 0o222 or not os.access(real, os.W_OK):
        hint = f"to write over it: chmod u+w {shown(path)}"
        return error("cannot write: is read-only", hint=hint, file=shown(path), code="unwritable")
    return None


def _stamp(path: Path) -> Stamp:
    """Return the stamp of the file at ``path``; raises ``OSError`` and ``ProblemError``."""
    with _open(path) as (file, status):
        named = hashlib.file_digest(file, _hash)
    return Stamp(named.hexdigest(), Signature.of(status))


@contextlib.contextmanager
def _open(path: Path) -> Iterator[tuple[FileIO, os.stat_result]]:
    """Open the regular file at ``path``; raises ``OSError`` and ``ProblemError``."""
    # Opening a named pipe would otherwise wait until somebody writes into it.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        what = "a folder" if stat.S_ISDIR(status.st_mode) else "not a regular file"
        raise ProblemError(error(f"is {what}", file=shown(path), code="unreadable"))
    with open(descriptor, "rb", buffering=0) as file:  # noqa: PTH123  Path.open takes none
        yield file, status


@contextlib.contextmanager
def as_problem(doing: str, path: Path) -> Iterator[None]:
    """Make a failure in ``doing`` something with a file a problem that names the file."""
    try:
        yield
    except (OSError, ValueError) as failure:
        raise ProblemError(_describe_failure(doing, path, failure)) from failure


def _describe_folder(path: Path) -> Problem:
    """Say that a folder is where a file is to be put."""
    hint = "a file of that name is to be written: rename the folder, or move it away"
    return error("cannot write: is a folder", hint=hint, file=shown(path), code="unwritable")


def _describe_failure(doing: str, path: Path, failure: Exception) -> Problem:
    if doing == "write" and isinstance(failure, IsADirectoryError):
        return _describe_folder(path)
    reason = getattr(failure, "strerror", None) or str(failure)
    if isinstance(failure, FileNotFoundError):
        message = "is a link to a missing file" if path.is_symlink() else "not found"
    elif doing == "write" and isinstance(failure, FileExistsError | NotADirectoryError):
        message = "cannot write: a file is in the place of its folder"
    else:
        message = f"cannot {doing}: {reason[:1].lower()}{reason[1:]}"
    code = "unreadable" if doing == "read" else "unwritable"
    return error(message, file=shown(path), code=code)


def _not_utf8(data: bytes, offset: int, path: Path) -> Problem:
    """Say that the byte at ``offset`` is the first that is not UTF-8: what precedes it is."""
    line_start = data.rfind(b"\n", 0, offset) + 1
    line = data.count(b"\n", 0, offset) + 1
    column = len(data[line_start:offset].decode()) + 1
    wide = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    encoding = "UTF-16" if wide else "WINDOWS-1252"
    return error(
        f"is not UTF-8: byte 0x{data[offset]:02X} at byte {offset - line_start + 1} of the line",
        at=(line, column),
        hint=f"convert it first: iconv -f {encoding} -t UTF-8",
        file=shown(path),
        code="unreadable",
    )
