"""Equipment: what is installed, what is missing, and what that is needed for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec

from wikibrief.briefing.conformance.verapdf import find_verapdf
from wikibrief.briefing.fonts import SCRIPTS, faces
from wikibrief.briefing.libraries import ADVICE, missing_libraries
from wikibrief.pandoc.program import ADVICE as HOW_TO_GET_PANDOC
from wikibrief.pandoc.program import find_pandoc
from wikibrief.version import __version__

__all__ = ["EXTRAS", "Equipment", "find_missing_packages", "inspect"]

EXTRAS = {
    "serve": (("starlette", "uvicorn", "watchfiles"), "wikibrief serve, build --watch"),
    "formulas": (("latex2mathml", "ziamath"), "formulas in pages and briefings"),
    "cluster": (("distributed",), "wikibrief build --scheduler"),
    "zim": (("libzim",), "wikibrief publish"),
    "scripts": (tuple(SCRIPTS), "more scripts in briefings: Arabic, Chinese, Hebrew, Thai …"),
}
"""The extras of the package: their packages, and what they are for."""


@dataclass(frozen=True, slots=True)
class Equipment:
    """Something that is there or not; ``advice`` are lines that say how to get it.

    Without what is ``needed`` a build cannot make all that it makes by default.
    """

    name: str
    purpose: str
    is_there: bool = True
    needed: bool = False
    advice: tuple[str, ...] = ()


def inspect() -> Iterator[Equipment]:
    """Look at everything that wikibrief can use."""
    python = "{}.{}.{}".format(*sys.version_info)
    yield _needed(f"wikibrief {__version__}, Python {python}", "everything")
    missing = missing_libraries()
    ways = tuple(f"{system}: {command}" for system, command in ADVICE.items())
    libraries = ": ".join(filter(None, ("libraries of WeasyPrint", ", ".join(missing))))
    yield _needed(libraries, "briefings in PDF", *ways, is_there=not missing)
    yield _needed("fonts", "briefings in PDF", "pip install wikibrief", is_there=bool(faces()))
    for extra, (_, purpose) in EXTRAS.items():
        has_all = not find_missing_packages(extra)
        way = f"pip install 'wikibrief[{extra}]'"
        yield Equipment(f"extra `{extra}`", purpose, is_there=has_all, advice=(way,))
    has_pandoc = find_pandoc() is not None
    formats = "Word, EPUB, LaTeX, Typst, Markdown"
    yield Equipment("pandoc", formats, is_there=has_pandoc, advice=(HOW_TO_GET_PANDOC,))
    way = "https://verapdf.org, or name the command in WIKIBRIEF_VERAPDF"
    has_verapdf = find_verapdf() is not None
    yield Equipment("veraPDF", "wikibrief check --pdf", is_there=has_verapdf, advice=(way,))


def find_missing_packages(extra: str) -> list[str]:
    """Find the packages of an extra that are not installed."""
    packages, _ = EXTRAS[extra]
    return [name for name in packages if find_spec(name.replace("-", "_")) is None]


def _needed(name: str, purpose: str, *advice: str, is_there: bool = True) -> Equipment:
    return Equipment(name, purpose, is_there=is_there, needed=True, advice=advice)
