"""Metadata: the layers of YAML that hold for a document, or a mapping of Python's → one value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from wikibrief.model.marking import Label, looks_of, make_scheme
from wikibrief.model.metadata import Key, Metadata
from wikibrief.problems import Problem, ProblemError, error
from wikibrief.yamlform.data import Data
from wikibrief.yamlform.parser import Parsed, parse
from wikibrief.yamlform.validation import validate

__all__ = ["load_metadata", "make_metadata"]


def load_metadata(layers: Sequence[tuple[str, str | None]], *, demand: bool = True) -> Metadata:
    """Merge ``(file name, YAML)`` layers: a later one overrides those before, key by key.

    A text of None is a file that does not exist; the last file is the document's own. With
    ``demand``, what any layer requires must be there. Raises ``ProblemError`` with every error of
    every layer, in its file, at its line and column.
    """
    merged: dict[str, Data] = {}
    declared = _declare(layers[0][1] or "") if layers else ()
    required: dict[Key, tuple[str, tuple[int, int]]] = {}
    problems: list[Problem] = []
    for file, text in layers:
        try:
            parsed, layer = _load_layer(text or "", declared)
        except ProblemError as broken:
            problems += broken.in_file(file).problems
            continue
        if file != layers[0][0]:
            found = [key for key in _OF_PROJECT if getattr(layer, key)]
            problems += (_misplace(key, layers[0][0], file, parsed.place((key,))) for key in found)
            if found:
                continue
        for index, key in enumerate(layer.require):
            required.setdefault(key, (file, parsed.place(("require", index))))
        if isinstance(parsed.data, dict):
            merged = _override(merged, parsed.data)
    if problems:
        raise ProblemError(problems)
    required_keys: list[Data] = [*required]
    metadata = validate(
        Metadata, merged | {"require": required_keys}, declared=make_scheme(declared)
    )
    for key in metadata.missing() if demand else ():
        file, place = required[key]
        own, _ = layers[-1]
        message = f"`{key}` is required, and {own} does not have it"
        hint = f"add it to {own}: nothing is made of an article that lacks it"
        problems.append(error(message, at=place, hint=hint, file=file, code="missing-metadata"))
    if problems:
        raise ProblemError(problems)
    return metadata


_OF_PROJECT = ("editions", "markings")
"""Keys that hold for a whole project, and are in the first file alone."""


def _misplace(key: str, first: str, file: str, at: tuple[int, int]) -> Problem:
    message, hint = f"`{key}` are only in {first}", "move them there"
    return error(message, at=at, hint=hint, file=file, code="bad-value")


@lru_cache(maxsize=64)
def _load_layer(text: str, declared: tuple[Label, ...]) -> tuple[Parsed, Metadata]:
    """Read one layer, which may be empty; it is valid by itself. Many documents share some.

    ``declared`` are the labels that a marking may be besides those that all projects know.
    """
    problems: list[Problem] = []
    parsed = parse(text, problems)
    data: Data = {} if parsed.data is None else parsed.data
    problems += _find_alike(data, parsed)
    known = make_scheme((*declared, *_read_labels(data)))  # what is declared here is refused later
    return parsed, validate(Metadata, data, problems, parsed, known)


@lru_cache(maxsize=64)
def _declare(text: str) -> tuple[Label, ...]:
    """Read the labels that a file declares. What is wrong there is a problem of its layer."""
    return _read_labels(parse(text, []).data) if "markings" in text else ()


def _read_labels(data: Data) -> tuple[Label, ...]:
    labels = data.get("markings") if isinstance(data, dict) else None
    if not labels:
        return ()
    try:
        return validate(Metadata, {"markings": labels}).markings
    except ProblemError:
        return ()


def _find_alike(data: Data, where: Parsed | None = None) -> Iterator[Problem]:
    """Find labels that a reader could not tell apart."""
    seen: dict[str, str] = {}
    for index, each in enumerate(_read_labels(data)):
        name = looks_of(each.label)
        if name in seen:
            message = f"`{each.label}` is there already, as `{seen[name]}`"
            hint = "list each label once, from the least strict to the most"
            at = where.place(("markings", index, "label")) if where else (0, 0)
            yield error(message, at=at, hint=hint, code="bad-value")
        seen[name] = each.label


def _override(below: dict[str, Data], above: dict[str, Data]) -> dict[str, Data]:
    """Put the values of one layer over those of another, key by key; an empty key hides none."""
    merged = dict(below)
    for name, value in above.items():
        under = below.get(name)
        if isinstance(value, dict) and isinstance(under, dict):
            merged[name] = _override(under, value)
        elif value is not None:
            merged[name] = value
    return merged


def make_metadata(values: Metadata | Mapping[str, object] | None) -> Metadata:
    """Make metadata of a mapping with the keys of a metadata file; None has none.

    Its values may be what other readers of YAML give: numbers, dates. Raises ``ProblemError`` with
    every error, each with the path of its value.
    """
    if isinstance(values, Metadata):
        return values
    data = _simplify(values or {})
    problems = [*_find_alike(data)]
    metadata = validate(Metadata, data, problems, declared=make_scheme(_read_labels(data)))
    if missing := metadata.missing():
        raise ProblemError(
            [error(f"`{key}` is required, and missing", code="missing-metadata") for key in missing]
        )
    return metadata


def _simplify(value: object, path: str = "") -> Data:
    """Turn a value of Python's into what YAML can say; what it cannot is refused by its type."""
    match value:
        case Mapping():
            return {str(name): _simplify(item, f"{path}/{name}") for name, item in value.items()}
        case list() | tuple():
            return [_simplify(item, f"{path}/{index}") for index, item in enumerate(value)]
        case str() | bool() | float() | None:
            return value
        case int():
            return str(value)
        case dt.date():
            return value.isoformat()
    message = f"{path}: metadata cannot hold a {type(value).__name__}"
    hint = "write texts, numbers, dates, and lists and mappings of them"
    raise ProblemError(error(message, hint=hint, code="bad-value"))
