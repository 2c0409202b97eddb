"""Trimming: the white space at the ends of values, which the wiki takes away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

from wikibrief.model.document import Document
from wikibrief.problems import Problem, error
from wikibrief.wiki.scanner import TRIMMED

__all__ = ["TrimmedAwayError", "find_trimmed", "trim"]

_Path = tuple[str | int, ...]
_CONTROLS = frozenset("\0\x0b")


class TrimmedAwayError(ValueError):
    """A character at a value's end that is no white space, and that the wiki would take away."""


def trim(text: str) -> str:
    """A text without white space at its ends; raises TrimmedAwayError for other characters."""
    kept = text.strip(TRIMMED)
    if len(kept) != len(text) and not _CONTROLS.isdisjoint(_ends(text)):
        raise TrimmedAwayError
    return kept


def find_trimmed(document: Document) -> Iterator[Problem]:
    """Name the values that have such characters at their ends."""
    for path, text in _texts(document, ()):
        found = _CONTROLS.intersection(_ends(text))
        if found:
            code = f"U+{ord(min(found)):04X}"
            message = f"the wiki would take the character {code} away from the end of this value"
            yield replace(error(message, hint="delete it", code="cannot-hold"), path=path)


def _ends(text: str) -> str:
    """What the wiki takes from both ends of a text."""
    kept = text.strip(TRIMMED)
    at = text.find(kept)
    return text[:at] + text[at + len(kept) :] if kept else text


def _texts(value: object, path: _Path) -> Iterator[tuple[_Path, str]]:
    """All texts in a value, with the paths to them."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name), (*path, field.name))
