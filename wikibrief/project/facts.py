"""The facts of articles in the forms that the command ``facts`` writes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from wikibrief.facts.extract import read_facts
from wikibrief.facts.forms.dump import dump_facts, facts_data
from wikibrief.facts.forms.exports import dump_geojson, read_incident
from wikibrief.facts.forms.tables import CLAIMS, INCIDENTS, write_csv
from wikibrief.facts.model import Facts
from wikibrief.model.marking import Marking, strictest_marking
from wikibrief.problems import Problem
from wikibrief.project.building.crew.hiring import Crew
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.articles import read_article
from wikibrief.project.content.discovery import find
from wikibrief.project.content.inputs import ObservedFiles
from wikibrief.project.content.sources import Source

__all__ = ["FORMS", "collect_facts", "write_facts"]

FORMS = ("yaml", "csv", "json", "geojson")
"""What facts can be written as."""


class Named(NamedTuple):
    """The facts of an article, with its name and marking."""

    name: str
    facts: Facts
    marking: Marking | None


def collect_facts(sources: Sequence[Path], settings: Settings) -> tuple[list[Named], list[Problem]]:
    """Read the facts of sources, or of all of ``content/``, and what went wrong."""
    found = find(sources, settings.project)
    problems = found.all_problems
    tasks = {
        str(recipe.source): partial(_read, Source.at(recipe.source, recipe.metadata))
        for recipe in found.recipes
    }
    with Crew(replace(settings, formats=("facts",))) as crew:
        read, failures = crew.collect(tasks)
    named = [Named(settings.project.name_of(Path(path)), *each) for path, each in read.items()]
    return sorted(named, key=lambda each: each.name), [*problems, *failures]


def _read(source: Source) -> tuple[Facts, Marking | None]:
    """Read the facts of one source, and its marking. Raises ProblemError if it cannot be read."""
    article = read_article(source, ObservedFiles())
    return read_facts(article.document, article.metadata.reviews), article.metadata.marking


def write_facts(facts: Sequence[Named], form: str, *, one: bool, claims: bool = False) -> str:
    """Write facts in one of ``FORMS``; ``one``: of one article alone, not of a list of them.

    ``claims``: of tables that of the claims, not that of the incidents. Raises ProblemError where
    the articles' markings have no order: what is made of all would have no marking.
    """
    strictest_marking(each.marking for each in facts)
    incidents = (read_incident(*each) for each in facts)
    match form:
        case "yaml":
            return "---\n".join(dump_facts(each.facts, each.marking) for each in facts)
        case "json":
            data = [facts_data(each.facts, each.marking) for each in facts]
            shown_data = data[0] if one and data else data
            return f"{json.dumps(shown_data, ensure_ascii=False, indent=2)}\n"
        case "csv" if claims:
            return write_csv(CLAIMS, (row for each in incidents for row in each.claims))
        case "csv":
            return write_csv(INCIDENTS, (each.row for each in incidents))
    return dump_geojson(incidents)
