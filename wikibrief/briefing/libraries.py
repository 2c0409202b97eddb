"""Libraries: what WeasyPrint needs of the system to draw PDFs, and how to get it."""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import zlib
from collections.abc import Mapping
from functools import cache

from wikibrief.problems import Problem, ProblemError, error

__all__ = ["ADVICE", "demand_libraries", "find_missing", "library_versions", "missing_libraries"]

_LIBRARIES: Mapping[str, tuple[str, ...]] = {
    "GLib": ("libgobject-2.0.so.0", "libgobject-2.0.dylib", "libgobject-2.0-0.dll"),
    "Pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "PangoFT2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    "HarfBuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    "Fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"),
}
ADVICE: Mapping[str, str] = {
    "Debian, Ubuntu": "sudo apt-get install --no-install-recommends "
    "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "Fedora": "sudo dnf install pango harfbuzz fontconfig",
    "macOS": "brew install pango",
    "Windows": "use WSL, and there the line for Debian",
}
"""How to get all of them, by system."""


@cache
def missing_libraries() -> tuple[str, ...]:
    """Name the libraries that cannot be loaded."""
    return tuple(name for name, files in _LIBRARIES.items() if not any(map(_loads, files)))


@cache
def library_versions() -> tuple[str, ...]:
    """Name the libraries that there are, with their versions: others may draw other PDFs."""
    found = []
    for name, function in (("Pango", "pango_version_string"), ("HarfBuzz", "hb_version_string")):
        for file in _LIBRARIES[name]:
            with contextlib.suppress(OSError, AttributeError):
                ask = getattr(ctypes.CDLL(file), function)
                ask.restype = ctypes.c_char_p
                found.append(f"{name} {ask().decode()}")
    return (*found, f"zlib {zlib.ZLIB_RUNTIME_VERSION}")


def _loads(file: str) -> bool:
    """Whether a library loads by its file's name, or is where the system's linker keeps it."""
    try:
        ctypes.CDLL(file)
    except OSError:
        stem, is_linux, _ = file.removeprefix("lib").partition(".so")
        found = ctypes.util.find_library(stem) if is_linux else None
        return found not in {None, file} and _loads(str(found))
    return True


def find_missing() -> Problem | None:
    """Say that PDFs cannot be drawn here, and what to do; None if they can."""
    missing = missing_libraries()
    if not missing:
        return None
    ways = "; ".join(f"{system}: {command}" for system, command in ADVICE.items())
    message = f"no PDFs: this machine lacks {', '.join(missing)}"
    return error(message, hint=ways, file="WeasyPrint", code="not-installed")


def demand_libraries() -> None:
    """Make sure that PDFs can be drawn. Raises ProblemError."""
    if problem := find_missing():
        raise ProblemError(problem)
