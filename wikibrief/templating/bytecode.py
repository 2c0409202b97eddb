"""Bytecode: what templates were compiled to, so that they are compiled once.

Compiling is a third of the work on a first page. What the built-in templates are compiled to is
kept on the disk, as Python keeps that of modules (``keeping``).
A user's own templates are compiled in each process.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from types import CodeType

import jinja2.compiler
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from wikibrief import keeping

__all__ = ["CompiledCode"]

_FOLDER = keeping.find_folder(__file__)


class CompiledCode(BytecodeCache):
    """What templates of one ``kind`` were compiled to: of each file, for its latest source.

    Pages made with ``Templates`` of their own share it. The files are still read each time, so what
    is rendered is what is there now, and is observed. ``kept`` is the folder of the templates whose
    code is kept on the disk.
    """

    def __init__(self, kind: str, kept: Path) -> None:
        self._kind, self._kept = kind, kept
        self._latest: dict[str, tuple[str, CodeType | None]] = {}
        self._on_disk: dict[str, Path] = {}

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        """Return the code of a template in a bucket; an empty one if it has to be compiled."""
        key = self.get_cache_key(name, filename)
        if filename and key not in self._on_disk and Path(filename).is_relative_to(self._kept):
            self._on_disk[key] = (
                _FOLDER / f"{self._kind.strip('.')}-{key[:16]}-{_COMPILER}.template"
            )
        return super().get_bucket(environment, name, filename, source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give ``bucket`` the code of its file, if that was compiled from the same source."""
        checksum, code = self._latest.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code
        elif path := self._on_disk.get(bucket.key):
            if kept := keeping.load(path):
                bucket.bytecode_from_string(kept)
            self._latest[bucket.key] = bucket.checksum, bucket.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code in ``bucket`` instead of what its file was compiled to before."""
        self._latest[bucket.key] = bucket.checksum, bucket.code
        if path := self._on_disk.get(bucket.key):
            keeping.save(path, bucket.bytecode_to_string())


def _name_compiler() -> str:
    """Name what compiles: another Python or another Jinja makes other code."""
    status = Path(jinja2.compiler.__file__).stat()
    compiler = (sys.version, sys.implementation.cache_tag, status.st_size, status.st_mtime_ns)
    return hashlib.sha256(repr(compiler).encode()).hexdigest()[:16]


_COMPILER = _name_compiler()
