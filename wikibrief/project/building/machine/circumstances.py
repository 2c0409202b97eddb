"""Circumstances: what matters to any build besides its files and its options.

A build with nothing to do loads this, so this loads little itself.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # as in typing, which takes longer to import
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PACKAGE", "list_circumstances"]

PACKAGE = os.path.abspath(f"{__file__}/../../../..")  # noqa: PTH100
"""The folder of wikibrief's own code."""


def list_circumstances() -> list[object]:
    """The current folder, the user, the environment, Python and the packages that are installed."""
    return [
        os.environ.get("SOURCE_DATE_EPOCH"),
        os.getcwd(),  # noqa: PTH109
        os.geteuid(),
        sys.version,
        PACKAGE,
        *_list_packages(),
    ]


def _list_packages() -> Iterator[str]:
    """The names of all packages that are installed, with their versions."""
    for place in dict.fromkeys(sys.path):
        try:
            with os.scandir(place or ".") as entries:
                names = [each.name for each in entries if each.name.endswith(".dist-info")]
        except OSError:
            continue
        yield from (f"{place}/{name}" for name in sorted(names))
