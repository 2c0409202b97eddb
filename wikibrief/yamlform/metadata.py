"""Metadata: the layers of YAML that hold for a document → one value."""

from __future__ import annotations

from collections.abc import Sequence

from wikibrief.model.metadata import Metadata
from wikibrief.problems import Problem, ProblemError
from wikibrief.yamlform.data import Data
from wikibrief.yamlform.parser import parse
from wikibrief.yamlform.validation import validate

__all__ = ["load_metadata"]


def load_metadata(layers: Sequence[tuple[str, str]]) -> Metadata:
    """Merge YAML ``(file name, text)`` layers: a later one overrides those before, key by key.

    Raises ``ProblemError`` with every error of every layer, in its file, at its line and column.
    """
    merged: dict[str, Data] = {}
    problems: list[Problem] = []
    for file, text in layers:
        try:
            _override(merged, _load_layer(text))
        except ProblemError as broken:
            problems += broken.in_file(file).problems
    if problems:
        raise ProblemError(problems)
    return validate(Metadata, merged)


def _load_layer(text: str) -> dict[str, Data]:
    """Read the data of one layer, which may be empty; it is valid by itself."""
    problems: list[Problem] = []
    parsed = parse(text, problems)
    data: Data = {} if parsed.data is None else parsed.data
    validate(Metadata, data, problems, parsed)
    return data if isinstance(data, dict) else {}


def _override(below: dict[str, Data], above: dict[str, Data]) -> None:
    """Put the values of one layer over those of another, key by key; an empty key hides none."""
    for name, value in above.items():
        under = below.get(name)
        if isinstance(value, dict) and isinstance(under, dict):
            _override(under, value)
        elif value is not None:
            below[name] = value
