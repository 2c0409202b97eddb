"""YAML and JSON, which hold all of a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from wikibrief.checks.cited import check_cited
from wikibrief.model.document import Document
from wikibrief.problems import Problem, warning
from wikibrief.project.formats.forms import Loaded, ReadInput, RenderInput
from wikibrief.yamlform.documents import (
    dump_json,
    dump_yaml,
    load_json,
    load_yaml,
    places_in_json,
    places_in_yaml,
)
from wikibrief.yamlform.marks import find_unused

__all__ = ["read_json", "read_yaml", "render_json", "render_yaml"]


def read_yaml(text: str, given: ReadInput) -> Loaded:
    """Read a document from YAML, and the problems of its references. Raises ProblemError."""
    document = load_yaml(text)
    problems = _check_references(document, given, places_in_yaml(text))
    return Loaded(replace(document, title=document.title or given.title), problems)


def read_json(text: str, given: ReadInput) -> Loaded:
    """Read a document from JSON, and the problems of its references. Raises ProblemError."""
    document = load_json(text)
    problems = _check_references(document, given, places_in_json(text))
    return Loaded(replace(document, title=document.title or given.title), problems)


_Locate = Callable[[Sequence[str | int]], tuple[int, int]]


def _check_references(document: Document, given: ReadInput, locate: _Locate) -> tuple[Problem, ...]:
    """References that no text marks, and citations that the wiki would find fault with."""
    found = [*_report_unused(document, locate)]
    for problem, path in check_cited(document, given.templates) if given.check else ():
        line, column = locate(path)
        found.append(replace(problem, line=line, column=column))
    return tuple(sorted(found, key=lambda each: (each.line, each.column)))


def _report_unused(document: Document, locate: _Locate) -> tuple[Problem, ...]:
    """Report the references that no text marks: wikitext and pages are without them."""
    keys = [document.references[index].key for index in find_unused(document)]
    return tuple(
        warning(
            f"no text refers to the reference `{key}`: only YAML and JSON have it",
            at=locate(("references", key)),
            hint="mark in a text what it supports, or delete it",
            code="unused-reference",
        )
        for key in keys
    )


def render_yaml(page: RenderInput) -> bytes:
    """Write the document as YAML."""
    return dump_yaml(page.document).encode()


def render_json(page: RenderInput) -> bytes:
    """Write the document as JSON."""
    return dump_json(page.document).encode()
