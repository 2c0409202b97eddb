"""Where a value of a document is in its YAML or JSON, which may have a short form for it."""

from __future__ import annotations

from collections.abc import Sequence

from wikibrief.yamlform.data import Data, Path
from wikibrief.yamlform.lines import unfold
from wikibrief.yamlform.shapes import BLOCKS, HEADERS

__all__ = ["locate"]


def locate(data: Data, path: Sequence[str | int]) -> Path:
    """Return the path in ``data`` of the value at ``path`` of a document, or of what holds it."""
    place: Path = ()
    is_blocks = False
    for step in path:
        step = _find_step(data, step, is_blocks=is_blocks)  # noqa: PLW2901
        is_blocks = step in BLOCKS
        is_there = (isinstance(data, dict) and step in data) or (
            isinstance(data, list) and isinstance(step, int) and step < len(data)
        )
        if is_there:
            data, place = data[step], (*place, step)  # type: ignore[index]
    return place


def _find_step(data: Data, step: str | int, *, is_blocks: bool) -> str | int:
    """Return the key or index in ``data`` that the step of a document's path is."""
    if isinstance(data, dict):
        if isinstance(step, int):  # arguments as a mapping
            return next(iter(list(data)[step:]), "")
        return HEADERS if step == "cells" and HEADERS in data else step
    if is_blocks and isinstance(data, list) and isinstance(step, int):
        return _find_item(data, step)
    return step


def _find_item(data: Sequence[Data], block: int) -> int:
    """Return the index of the item that holds a block: a text may be several."""
    end = 0
    for index, item in enumerate(data):
        end += len(unfold(item)) if isinstance(item, str) else 1
        if block < end:
            return index
    return len(data)
