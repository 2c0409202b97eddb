"""Keeping: what is compiled once for all processes, on the disk next to what Python compiles.

That is in ``__pycache__``, where it can be written. Nothing else is trusted more than the modules
that Python itself loads from there: no folder of a user's, of a project's or of the system's
temporary files.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

__all__ = ["find_folder", "load", "recall", "remember", "save"]

_SIZE = hashlib.sha256().digest_size


def find_folder(module: str) -> Path:
    """Name the folder of what the module in the file ``module`` keeps."""
    return Path(module).with_name("__pycache__")


def load(path: Path) -> bytes | None:
    """Read what was kept; None when it is missing, or not whole."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    digest, kept = data[:_SIZE], data[_SIZE:]
    return kept if hashlib.sha256(kept).digest() == digest else None


def save(path: Path, data: bytes) -> None:
    """Keep ``data``, whole or not at all; where that cannot be, it is compiled again.

    Python can be told to write nothing of the kind (``PYTHONDONTWRITEBYTECODE``).
    """
    if sys.dont_write_bytecode:
        return
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        temporary.write_bytes(hashlib.sha256(data).digest() + data)
        temporary.replace(path)


def recall(path: Path, source: bytes) -> Any:  # noqa: ANN401  whatever JSON can hold
    """Read what was made of ``source``; None when nothing was kept, or of another source."""
    kept, digest = load(path) or b"", _name(source)
    return json.loads(kept[len(digest) :]) if kept.startswith(digest) else None


def remember(path: Path, source: bytes, made: object) -> None:
    """Keep what was made of ``source`` as JSON, which can say no more than data."""
    save(path, _name(source) + json.dumps(made).encode())


def _name(source: bytes) -> bytes:
    return hashlib.sha256(source).hexdigest().encode()
