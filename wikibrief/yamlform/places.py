"""Where a value of a document is in its YAML or JSON, which may have a short form for it."""

from __future__ import annotations

from collections.abc import Sequence

from wikibrief.yamlform.data import Data, Path

__all__ = ["locate"]


def locate(data: Data, path: Sequence[str | int]) -> Path:
    """Return the path in ``data`` of the value at ``path`` of a document, or of what holds it."""
    place: Path = ()
    for step in path:
        if isinstance(data, dict) and isinstance(step, int):  # arguments as a mapping
            step = next(iter(list(data)[step:]), "")  # noqa: PLW2901
        is_there = (isinstance(data, dict) and step in data) or (
            isinstance(data, list) and isinstance(step, int) and step < len(data)
        )
        if is_there:
            data, place = data[step], (*place, step)  # type: ignore[index]
    return place
