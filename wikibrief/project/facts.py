"""The facts of articles in the forms that the command ``facts`` writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from wikibrief.engine.files import shown
from wikibrief.facts.dump import dump_facts, facts_data
from wikibrief.facts.exports import Incident, dump_geojson, read_incident
from wikibrief.facts.extract import read_facts
from wikibrief.facts.model import Facts
from wikibrief.facts.tables import CLAIMS, INCIDENTS, write_csv
from wikibrief.problems import Problem, ProblemError, error
from wikibrief.project.articles import Source, read_article
from wikibrief.project.crew import Crew
from wikibrief.project.discovery import find
from wikibrief.project.gathering import name_of
from wikibrief.project.inputs import Inputs
from wikibrief.project.settings import Settings

__all__ = ["FORMS", "collect_facts", "write_facts"]

Named = Sequence[tuple[str, Facts]]
"""Facts with the names of their articles."""


def collect_facts(
    sources: Sequence[Path], settings: Settings
) -> tuple[list[tuple[str, Facts]], list[Problem]]:
    """Read the facts of sources, or of all of ``content/``, and what went wrong."""
    found = find(sources, settings.project)
    problems = [*found.problems, *(each for refused in found.refused.values() for each in refused)]
    tasks = {
        str(recipe.source): partial(_read, Source.at(recipe.source, recipe.metadata))
        for recipe in found.recipes
    }
    facts: dict[str, Facts] = {}
    with Crew(replace(settings, formats=("facts",))) as crew:
        for name, result in crew.run(tasks):
            if isinstance(result, Facts):
                facts[name_of(Path(name), settings.project)] = result
            elif isinstance(result, tuple):
                problems += result
            else:
                problems.append(
                    error(result.reason, hint=result.hint, file=shown(name), code="not-finished")
                )
    return sorted(facts.items()), problems


def _read(source: Source) -> Facts | tuple[Problem, ...]:
    """Read the facts of one source; its problems if it cannot be read."""
    try:
        article = read_article(source, Inputs())
        return read_facts(article.document, article.metadata.reviews)
    except ProblemError as failure:
        return failure.problems


def write_facts(facts: Named, form: str, *, one: bool, claims: bool = False) -> str:
    """Write facts in one of ``FORMS``; ``one``: of one article alone, not of a list of them.

    ``claims``: of tables that of the claims, not that of the incidents.
    """
    if form == "csv":
        incidents = _incidents(facts)
        rows = (row for each in incidents for row in (each.claims if claims else [each.row]))
        return write_csv(CLAIMS if claims else INCIDENTS, rows)
    return FORMS[form](facts, one)


def _write_yaml(facts: Named, one: bool) -> str:  # noqa: FBT001
    del one
    return "---\n".join(dump_facts(each) for _, each in facts)


def _write_json(facts: Named, one: bool) -> str:  # noqa: FBT001
    data = [facts_data(each) for _, each in facts]
    return f"{json.dumps(data[0] if one and data else data, ensure_ascii=False, indent=2)}\n"


def _incidents(facts: Named) -> Iterable[Incident]:
    return (read_incident(name, each) for name, each in facts)


FORMS: Mapping[str, Callable[[Named, bool], str]] = {
    "yaml": _write_yaml,
    "csv": lambda facts, _: write_csv(INCIDENTS, (each.row for each in _incidents(facts))),
    "json": _write_json,
    "geojson": lambda facts, _: dump_geojson(_incidents(facts)),
}
"""What facts can be written as."""
