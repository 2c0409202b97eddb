"""The lines of a build log: each shows whether it is as it was written.

A file of lines is read as a whole, or only those lines of it are looked at that say a word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from wikibrief.engine import files

__all__ = [
    "END",
    "HEADER",
    "find_all",
    "find_last",
    "find_shared",
    "is_shared",
    "name_what",
    "seal",
    "unseal",
]

_CHECK = b'{"check":"%s",' % (b"0" * 32)
"""How a line begins: with the digest of its rest."""
_SHARED = b'"common":'
"""How it goes on where it has a value that many sources share."""
_SHARED_LINE = re.compile(rb'^\{"check":"[0-9a-f]{32}","common":', re.MULTILINE)
_HEADER_OF_ANY_VERSION = re.compile(rb'\{"version":\d+,"wikibrief":"build log"\}')


def seal(value: Mapping[str, Any]) -> bytes:
    """Make a line that shows whether it is as it was written."""
    rest = _json(value).removeprefix(b"{")
    return _check(rest.removesuffix(b"\n")) + rest


def unseal(line: bytes) -> dict[str, Any]:
    """Read a line; what is not as it was written ends in one of ``UNREADABLE``."""
    if _check(line[len(_CHECK) :]) != line[: len(_CHECK)]:
        raise ValueError
    data: dict[str, Any] = json.loads(line)
    return data


def is_shared(line: bytes) -> bool:
    """Whether a line has a value that many sources share."""
    return line.startswith(_SHARED, len(_CHECK))


def find_shared(data: bytes) -> Iterator[bytes]:
    """Find the lines that have values that many sources share."""
    return (_line_at(data, each.start()) for each in _SHARED_LINE.finditer(data))


def find_all(data: bytes, said: bytes) -> Iterator[bytes]:
    """Find the lines that say something, each as often as it does."""
    at = data.find(said)
    while at >= 0:
        yield _line_at(data, at)
        at = data.find(said, at + len(said))


def find_last(data: bytes, said: bytes) -> bytes | None:
    """Find the last line that says something."""
    at = data.rfind(said)
    return None if at < 0 else _line_at(data, at)


def name_what(header: bytes) -> str:
    """Say what a file is that does not begin with our header."""
    if _HEADER_OF_ANY_VERSION.fullmatch(header):
        return "was written by another version of wikibrief"
    return "is not a build log that can be read"


def _line_at(data: bytes, at: int) -> bytes:
    return data[data.rfind(b"\n", 0, at) + 1 : data.find(b"\n", at)]


def _check(rest: bytes) -> bytes:
    return b'{"check":"%s",' % files.digest(rest).encode()


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode() + b"\n"


HEADER = _json({"wikibrief": "build log", "version": 4})
"""The first line."""
END = seal({"end": True})
"""The last line of what a build has to say."""
