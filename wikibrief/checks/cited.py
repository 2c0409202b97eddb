"""Checks of a document's citations that are values, as YAML has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from wikibrief.checks.constructs import find_constructs
from wikibrief.checks.findings import CheckedSource
from wikibrief.checks.unread import check_unread
from wikibrief.markup.reader.reading import read_source
from wikibrief.markup.references.citations import format_citation
from wikibrief.model.document import Citation, Document
from wikibrief.problems import Problem
from wikibrief.templating.environment import Templates

__all__ = ["check_cited"]

_ITEM = "* "
_UNCLOSED = re.compile(r"<!--(?!.*-->)")


class Cited(NamedTuple):
    """A problem of a citation, and the value of the document that has it."""

    problem: Problem
    path: Sequence[str | int]


def check_cited(document: Document, templates: Templates | None = None) -> Iterator[Cited]:
    """What the checks of wikitext say of citations: each is an item there, on a line of its own."""
    cited = [
        (each.key, each.content)
        for each in document.references
        if isinstance(each.content, Citation)
    ]
    if not cited:
        return
    text = "\n".join(f"{_ITEM}{_on_one_line(citation)}" for _, citation in cited)
    reading = read_source(text, dialect="mediawiki")
    reading = replace(reading, document=replace(reading.document, language=document.language))
    for problem in check_unread(CheckedSource(reading, find_constructs(text)), templates):
        key, citation = cited[problem.line - 1]
        name = _argument_at(citation, problem.column)
        yield Cited(problem, ("references", key, *([name] if name else [])))


def _on_one_line(citation: Citation) -> str:
    """The wikitext of a citation; its values and names may have several lines.

    A comment that never closes would hide the citations of the lines after it.
    """
    text = " ".join(format_citation(citation).splitlines())
    return _UNCLOSED.sub("<!- ", text) if "<!--" in text else text


def _argument_at(citation: Citation, column: int) -> str | None:
    """The name of the argument at a column of the item; None in front of them all."""
    head = len(_on_one_line(replace(citation, arguments=())))
    begin = len(_ITEM) + head - len("}}")
    found = None
    for argument in citation.arguments:
        if column <= begin:
            break
        found = argument.name
        begin += len(_on_one_line(replace(citation, arguments=(argument,)))) - head
    return found
