"""A cache that several people share: values by key, in files that are whole or absent.

A key can have several values, which say themselves when they hold. Anyone who can write to the
folder decides what others take from it, so one that all users can write to is refused. A file that
is not what was put there is removed, and reported.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from wikibrief.engine import files
from wikibrief.engine.entries import UNREADABLE
from wikibrief.engine.files import shown
from wikibrief.problems import Problem, ProblemError, warning

__all__ = ["Cache", "Cached"]

_HEADER = "wikibrief cache 1"
_SUFFIX = ".entry"
_MAX_BYTES = 2**30


class Cached(NamedTuple):
    """A value: what is said about it, and files by name."""

    about: Any
    parts: Mapping[str, bytes]


class Cache:
    """The cache in a folder. ``problems`` say what was wrong with it: a build goes on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self._damaged: list[Path] = []

    def open(self) -> bool:
        """Whether the folder can be used; it is made if need be."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            mode = self.folder.stat().st_mode
        except OSError as failure:
            self._report(f"cannot be used: {(failure.strerror or str(failure)).lower()}")
            return False
        if mode & 0o002:
            hint = f"chmod o-w {shown(self.folder)}"
            self._report("is not used, as anybody on this machine can write into it", hint)
            return False
        return True

    def find(self, key: str) -> Iterator[Cached]:
        """Read the values of ``key``."""
        folder = self._place(key)
        try:
            paths = sorted(path for path in folder.iterdir() if path.suffix == _SUFFIX)
        except OSError:
            return
        for path in paths:
            try:
                data = files.read_bytes(path, limit=_MAX_BYTES)
            except ProblemError:
                continue  # another build has just removed it, or keeps it to itself
            try:
                value = _load(data)
            except UNREADABLE:
                self._damaged.append(path)
                continue
            with suppress(OSError):
                os.utime(path)  # so that it can be told from what is no longer used
            yield value

    def remove_damaged(self) -> None:
        """Remove the values that were found damaged, and report them."""
        for path in self._damaged:
            message = "is damaged, and removed: what it held is built again"
            self.problems.append(warning(message, file=shown(path), code="cache"))
            with suppress(OSError):
                path.unlink()
        self._damaged.clear()

    def save(self, key: str, value: Cached) -> None:
        """Add a value of ``key``."""
        data = _dump(value)
        path = self._place(key) / f"{files.digest(_about(value))}{_SUFFIX}"
        try:
            files.write_atomically(path, data, durably=False)
        except ProblemError as failure:
            self._report(failure.problems[0].message)

    def _place(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]

    def _report(self, message: str, hint: str = "") -> None:
        self.problems.append(warning(message, hint=hint, file=shown(self.folder), code="cache"))


def _about(value: Cached) -> bytes:
    sizes = [(name, len(data)) for name, data in value.parts.items()]
    return json.dumps([value.about, sizes], sort_keys=True).encode()


def _dump(value: Cached) -> bytes:
    body = b"\n".join([_about(value), b"".join(value.parts.values())])
    return f"{_HEADER} {files.digest(body)}\n".encode() + body


def _load(data: bytes) -> Cached:
    """Read what ``_dump`` made; anything else ends in one of the exceptions ``UNREADABLE``."""
    header, _, body = data.partition(b"\n")
    if header.decode() != f"{_HEADER} {files.digest(body)}":
        raise ValueError(header)
    about_line, _, rest = body.partition(b"\n")
    about, sizes = json.loads(about_line)
    parts, start = {}, 0
    for name, size in sizes:
        parts[name] = rest[start : start + size]
        start += size
    return Cached(about, parts)
