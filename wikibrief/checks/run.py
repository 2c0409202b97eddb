"""Checks: what an editor wants to know about a source, each finding at its place.

Nothing here stops a build but an empty source: wikitext has no syntax errors, only surprises. A
check must be right: a warning that an editor would call wrong costs more than one that is missing.
"""

from __future__ import annotations

from collections.abc import Collection

from wikibrief.checks.arguments import check_arguments
from wikibrief.checks.constructs import find_constructs
from wikibrief.checks.dropped import check_dropped
from wikibrief.checks.findings import CheckedSource
from wikibrief.checks.links import check_files, check_links
from wikibrief.checks.markup import check_markup
from wikibrief.checks.nearmisses import check_near_misses
from wikibrief.checks.references import check_references
from wikibrief.checks.tags import check_tags
from wikibrief.checks.unread import check_unread
from wikibrief.markup.dialects import Dialect
from wikibrief.markup.reader.reading import Reading, read_source
from wikibrief.problems import Problem
from wikibrief.templating.environment import Templates

__all__ = ["check", "check_reading"]


def check(text: str, title: str | None = None, dialect: Dialect | None = None) -> list[Problem]:
    """All problems of a source text, in the order of their places."""
    return check_reading(read_source(text, title, dialect))


def check_reading(
    reading: Reading, media: Collection[str] | None = None, templates: Templates | None = None
) -> list[Problem]:
    """All problems of what has been read, in the order of their places.

    ``media`` are the files that the article can show, by the names that wikis give them
    (``page_name``); None where these are not known. ``templates`` are those that the article will
    be shown with, else the built-in ones.
    """
    subject = CheckedSource(reading, find_constructs(reading.source.text))
    found = [
        *check_markup(subject),
        *check_tags(subject),
        *check_arguments(subject),
        *check_references(subject, templates),
        *check_links(subject),
        *check_near_misses(subject),
        *check_unread(subject, templates),
        *check_dropped(subject),
        *(() if media is None else check_files(subject, media)),
    ]
    return sorted(found, key=lambda problem: (problem.line, problem.column))
