"""Roots: the folder of a project, found by what is in it. A build with nothing to do loads this."""

from __future__ import annotations

import os

__all__ = ["CONTENT", "OUTPUT", "find_root"]

CONTENT, OUTPUT = "content", "output"


def find_root(start: str) -> str:
    """Find the nearest folder at or above ``start`` that has ``content/``; without one, itself."""
    folder = start
    while not os.path.isdir(os.path.join(folder, CONTENT)):  # noqa: PTH112, PTH118
        above = os.path.dirname(folder)  # noqa: PTH120
        if above == folder:
            return start
        folder = above
    return folder
