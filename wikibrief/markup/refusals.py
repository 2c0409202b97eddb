"""Refusals: the problem that names the first value which cannot be written."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from itertools import zip_longest

from wikibrief.model.document import Document
from wikibrief.problems import Problem, error

__all__ = ["refuse"]

_Path = tuple[str | int, ...]

_NAMES = ("name", "file", "page", "target")
"""The fields that hold the name of a page."""
_NOT_IN_NAMES = re.compile(r"[][{}|<>\n]")
"""What ends a link or a call; see ``$wgLegalTitleChars`` of MediaWiki."""


def refuse(wanted: Document, read_back: Document) -> Problem:
    """Name the first value of ``wanted`` that would be read differently."""
    path, meant, got = _first_difference(wanted, read_back, ())
    if bad := _find_bad_name(path, meant):
        path, name = bad
        reason = _describe_bad_name(name)
        hint = "the name of a page is one line, without any of [ ] { } | < >"
    else:
        reason = f"{_show(meant)} would be read as {_show(got)}"
        hint = _hint(meant, got)
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    message = f"`{place.lstrip('.')}` cannot be written as wikitext: {reason}"
    return replace(error(message, hint=hint, code="cannot-hold"), path=path)


def _find_bad_name(path: _Path, meant: object) -> tuple[_Path, str] | None:
    """Find a name that no page can have: the value itself, or the name of the block that it is."""
    if isinstance(meant, str):
        names = [(path, meant)] if path and path[-1] in _NAMES else []
    else:
        named = [(name, getattr(meant, name, None)) for name in _NAMES]
        names = [((*path, name), text) for name, text in named if isinstance(text, str)]
    return next((each for each in names if not each[1] or _NOT_IN_NAMES.search(each[1])), None)


def _describe_bad_name(name: str) -> str:
    if not name:
        return "it has no name"
    found = _NOT_IN_NAMES.search(name)
    what = f"has `{found[0]}` in it" if found and found[0] != "\n" else "has several lines"
    return f"the name {_show(name)} {what}"


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
    if is_dataclass(value) and not hasattr(value, "heading"):
        return f"the {type(value).__name__.lower()}"
    text = " ".join(str(getattr(value, "heading", value)).split())
    return f"“{text[:57]}…”" if len(text) > 60 else f"“{text}”"
