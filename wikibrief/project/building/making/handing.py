"""Handing names to workers: once for a build, not with each of its jobs.

Every article may ask for every other one by name, so the names of a large project are many. They go
to a temporary file when the first job goes to another process, and each worker reads that once. For
workers on other machines the file is in a folder that they see.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import IO

from wikibrief.engine import files
from wikibrief.engine.graph import Names

__all__ = ["HandedNames"]


class HandedNames(Mapping[str, tuple[Path, ...]]):
    """Names that are pickled as the path of a file that holds them, as long as they live here."""

    def __init__(self, names: Names, folder: Path | None = None) -> None:
        self._names, self._folder = names, folder
        self._file: IO[str] | None = None

    def __getitem__(self, name: str) -> tuple[Path, ...]:
        return self._names[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def close(self) -> None:
        """Remove the file: no job needs it any more."""
        if self._file is not None:
            self._file.close()

    def __reduce__(self) -> tuple[object, tuple[str]]:
        if self._file is None:
            named = {name: [str(path) for path in paths] for name, paths in self._names.items()}
            self._file = files.lend(json.dumps(named), self._folder)
        return _read, (self._file.name,)


@lru_cache(maxsize=1)
def _read(file: str) -> Names:
    """Read what was written for the workers of a build; the file has a name of its own."""
    with Path(file).open(encoding="ascii") as stream:
        named: dict[str, list[str]] = json.load(stream)
    return {name: tuple(map(Path, paths)) for name, paths in named.items()}
