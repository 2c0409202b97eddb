"""Packages: the versions of everything installed that wikibrief needs to make an artifact.

Another version of one of them may make other bytes, so documents are then built again. The list is
what the installed metadata of wikibrief requires, and what that requires in turn. It is read here
because ``importlib.metadata`` takes as long to do so as the rest of an up-to-date build.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

__all__ = ["installed_versions"]

_DEVELOPMENT = ("dev", "browser", "cluster", "serve", "zim")
"""The extras that make no artifacts."""

_FOLDER = re.compile(r"(?P<name>.+?)-(?P<version>[^-]+)\.dist-info")
_REQUIREMENT = re.compile(
    r"Requires-Dist: *(?P<name>[\w.-]+)(?:[^;]*;.*\bextra *== *['\"](?P<extra>[\w.-]+))?"
)


def installed_versions(package: str = "wikibrief") -> dict[str, str]:
    """The versions of all that ``package`` requires, as far as they are installed.

    Where it is itself not installed, they are those of all packages that are.
    """
    folders = _list_installed()
    versions = {name: version for name, (version, _) in folders.items() if name != package}
    if package not in folders:
        return versions
    needed: set[str] = set()
    waiting = [package]
    while waiting:
        name = waiting.pop()
        if name not in needed and name in folders:
            needed.add(name)
            waiting += _requirements(folders[name][1], with_extras=name == package)
    return {name: version for name, version in versions.items() if name in needed}


def _list_installed() -> dict[str, tuple[str, Path]]:
    """The version of every installed package, and the folder of its metadata."""
    found: dict[str, tuple[str, Path]] = {}
    for place in map(Path, dict.fromkeys(sys.path)):
        for folder in place.glob("*.dist-info") if place.is_dir() else ():
            if match := _FOLDER.fullmatch(folder.name):
                found.setdefault(_normalize(match["name"]), (match["version"], folder))
    return found


def _requirements(folder: Path, *, with_extras: bool) -> Iterator[str]:
    """What a package requires, whatever the platform: what is not installed has no version."""
    try:
        text = (folder / "METADATA").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    headers, _, _ = text.partition("\n\n")
    for line in headers.splitlines():
        if match := _REQUIREMENT.match(line):
            extra = match["extra"]
            if extra is None or (with_extras and extra not in _DEVELOPMENT):
                yield _normalize(match["name"])


def _normalize(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
