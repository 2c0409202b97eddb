"""Refusals: the problem that names the first value which cannot be written."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from itertools import zip_longest

from wikibrief.model.document import Document
from wikibrief.problems import Problem, error

__all__ = ["refuse"]

_Path = tuple[str | int, ...]


def refuse(wanted: Document, read_back: Document) -> Problem:
    """Name the first value of ``wanted`` that would be read differently."""
    path, meant, got = _first_difference(wanted, read_back, ())
    name = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    found = error(
        f"`{name.lstrip('.')}` cannot be written as wikitext: {_show(meant)} would be read as "
        f"{_show(got)}",
        hint=_hint(meant, got),
        code="cannot-hold",
    )
    return replace(found, path=path)


def _hint(meant: object, got: object) -> str:
    if isinstance(meant, str) and (kind := getattr(got, "kind", None)):
        return f"write it as a block, `kind: {kind}`"
    if isinstance(meant, str) and "\n" in meant:
        return "a line ends it: put `<br>` there, or make two of it"
    return "escape the markup in it with <nowiki>, or split it where the wiki would"


def _first_difference(one: object, other: object, path: _Path) -> tuple[_Path, object, object]:
    if type(one) is type(other) and is_dataclass(one):
        for field in fields(one):
            values = getattr(one, field.name), getattr(other, field.name)
            if values[0] != values[1]:
                return _first_difference(*values, (*path, field.name))
    if isinstance(one, tuple) and isinstance(other, tuple):
        for index, values in enumerate(zip_longest(one, other)):
            if values[0] != values[1]:
                return _first_difference(*values, (*path, index))
    return path, one, other


def _show(value: object) -> str:
    if value is None:
        return "nothing"
    if kind := getattr(value, "kind", None):
        return f"a `{kind}`"
    text = " ".join(str(getattr(value, "heading", value)).split())
    return f"“{text[:57]}…”" if len(text) > 60 else f"“{text}”"
