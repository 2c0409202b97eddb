"""The border to the disk: reading, writing whole or not at all, digests, and how a path is shown.

Whatever the disk answers ends as a problem that names the file, never as an ``OSError``.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from io import FileIO
from pathlib import Path

from wikibrief.problems import Problem, ProblemError, error

__all__ = [
    "MAX_BYTES",
    "Signature",
    "Stamp",
    "append",
    "digest",
    "read_bytes",
    "read_stamped",
    "read_text",
    "shown",
    "signature",
    "stamp",
    "sweep",
    "to_text",
    "write_atomically",
    "write_together",
]

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is read, in bytes."""

_hash = partial(hashlib.blake2b, digest_size=16)

_UNFINISHED = ".wikibrief-"
"""How the names of our temporary files begin."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What the file system says of a file without reading it; times in nanoseconds."""

    size: int
    mtime: int
    ctime: int
    inode: int

    @classmethod
    def of(cls, status: os.stat_result) -> Signature:
        """Take the signature out of ``status``."""
        return cls(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)

    def older_than(self, moment: int) -> bool:
        """Whether the file was last touched before ``moment``, in nanoseconds."""
        return max(self.mtime, self.ctime) < moment


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file at one moment: the digest of its content and its signature; absent, neither."""

    digest: str | None = None
    signature: Signature | None = None


def digest(data: bytes) -> str:
    """Name some content: 128 bits of BLAKE2b, in hexadecimal."""
    return _hash(data).hexdigest()


def shown(path: str | os.PathLike[str]) -> str:
    """``path`` as a person is told it: from where they stand, if that is shorter; printable."""
    absolute = os.path.abspath(path)  # noqa: PTH100  unlike resolve(), leaves links as they are
    relative = os.path.relpath(absolute)
    nearer = relative if len(relative) <= len(absolute) else absolute
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in nearer
    )


def read_text(path: Path) -> str:
    """Read the text of the UTF-8 file at ``path``, a byte order mark included.

    Raises ``ProblemError`` when it cannot be read or is not UTF-8.
    """
    return to_text(read_bytes(path), path)


def read_bytes(path: Path, *, limit: int = MAX_BYTES) -> bytes:
    """Read the regular file at ``path``, of at most ``limit`` bytes; raises ``ProblemError``."""
    return read_stamped(path, limit=limit)[0]


def read_stamped(path: Path, *, limit: int = MAX_BYTES) -> tuple[bytes, Stamp]:
    """Read the regular file at ``path``, of at most ``limit`` bytes: its content and its stamp.

    Raises ``ProblemError``.
    """
    with _as_problem("read", path), _opened(path) as (file, status):
        if status.st_size > limit:
            raise ProblemError(error(f"is larger than {limit // 1024**2} MiB", file=shown(path)))
        data = file.readall()
    return data, Stamp(digest(data), Signature.of(status))


def signature(path: Path) -> Signature | None:
    """Return the signature of the file at ``path``; None when there is none to be seen."""
    try:
        return Signature.of(path.stat())
    except (OSError, ValueError):
        return None


def stamp(path: Path) -> Stamp:
    """Return the stamp of the file at ``path``; if absent or unreadable, it has no digest."""
    try:
        with _opened(path) as (file, status):
            named = hashlib.file_digest(file, _hash)
    except (OSError, ValueError, ProblemError):
        return Stamp()
    return Stamp(named.hexdigest(), Signature.of(status))


def to_text(data: bytes, path: Path) -> str:
    """Decode ``data``, read from ``path``; raises ``ProblemError`` when it is not UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError as failure:
        raise ProblemError(_not_utf8(data, failure.start, path)) from failure


def write_atomically(path: Path, data: bytes) -> None:
    """Make ``data`` the content of the file at ``path``, whole or not at all.

    Missing folders are made; a file that is there keeps its mode, a new one has the umask's.
    Raises ``ProblemError``, and then the file is what it was.
    """
    write_together({path: data})


def write_together(contents: Mapping[Path, bytes]) -> dict[Path, Signature]:
    """Write several files, each whole or not at all, and none when one cannot be written.

    All are written in full beside their places before the first takes its place. Returns their
    signatures. Raises ``ProblemError``.
    """
    temporary: dict[Path, Path] = {}
    try:
        for path, data in contents.items():
            with _as_problem("write", path):
                temporary[path] = _write_beside(path, data)
        for path, written in temporary.items():
            with _as_problem("write", path):
                written.replace(path)
        return {path: Signature.of(path.stat()) for path in contents}
    finally:
        for written in temporary.values():
            written.unlink(missing_ok=True)


def append(path: Path, data: bytes) -> None:
    """Add ``data`` to the end of the file at ``path``; raises ``ProblemError``."""
    with _as_problem("write", path), path.open("ab") as file:
        file.write(data)


def sweep(folder: Path) -> None:
    """Remove what writers that were killed have left behind in ``folder``."""
    for left in folder.glob(f"{_UNFINISHED}*.tmp"):
        with contextlib.suppress(OSError):
            left.unlink()


def _write_beside(path: Path, data: bytes) -> Path:
    """Write ``data`` to the disk under a name of our own in the folder of ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        raise IsADirectoryError(None, "is a folder")
    temporary = path.with_name(f"{_UNFINISHED}{os.urandom(8).hex()}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    descriptor = os.open(temporary, flags, 0o666)  # less the umask
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123  Path.open takes no descriptor
            with contextlib.suppress(FileNotFoundError):
                os.fchmod(descriptor, stat.S_IMODE(path.stat().st_mode))
            file.write(data)
            file.flush()
            os.fsync(descriptor)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[tuple[FileIO, os.stat_result]]:
    """Open the regular file at ``path``; raises ``OSError`` and ``ProblemError``."""
    # A named pipe would otherwise wait for somebody to write into it.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        what = "a folder" if stat.S_ISDIR(status.st_mode) else "not a regular file"
        raise ProblemError(error(f"is {what}", file=shown(path)))
    with open(descriptor, "rb", buffering=0) as file:  # noqa: PTH123  Path.open takes none
        yield file, status


@contextlib.contextmanager
def _as_problem(doing: str, path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as failure:
        raise ProblemError(_failed(doing, path, failure)) from failure


def _failed(doing: str, path: Path, failure: Exception) -> Problem:
    reason = getattr(failure, "strerror", None) or str(failure)
    if isinstance(failure, FileNotFoundError):
        message = "not found"
    elif doing == "write" and isinstance(failure, FileExistsError | NotADirectoryError):
        message = "cannot write: a file stands where its folder should be"
    else:
        message = f"cannot {doing}: {reason[:1].lower()}{reason[1:]}"
    return error(message, file=shown(path))


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
    )
