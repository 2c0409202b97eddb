"""Issued editions: what the log knows of them, and which are no longer what they were made of.

An edition is made when somebody asks for it: what was sent out does not change with an article. So
a build leaves it alone, and says what is newer. In the log an edition belongs to itself.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from wikibrief.engine.entries import Entry
from wikibrief.engine.files import Stamp, shown
from wikibrief.engine.graph import Setting
from wikibrief.engine.log import BuildLog
from wikibrief.problems import Problem, warning
from wikibrief.project.building.settings import TEMPLATES
from wikibrief.project.content.folders import Project
from wikibrief.project.deferred import Deferred
from wikibrief.project.formats.leaving import Left

__all__ = ["describe_issue", "find_outdated"]

_ARTICLES = "articles"
_MOST_NAMED = 3

_list_editions = Deferred("project.editions:list_editions")
"""What a build without editions need not import."""


def describe_issue(
    left: Left, inputs: Mapping[Path, Stamp], patterns: Iterable[str], setting: Setting
) -> Entry:
    """What the log keeps of an edition; ``patterns`` name its articles."""
    return Entry(
        inputs, setting={**setting, _ARTICLES: json.dumps(list(patterns))}, left=left.dump()
    )


def find_outdated(
    log: BuildLog, project: Project, sources: Iterable[Path], setting: Setting
) -> Iterator[Problem]:
    """Report editions that are older than what they are made of, or edited since.

    ``setting`` is what every artifact depends on besides its inputs.
    """
    editions = {path: each for path, each in log.entries.items() if path in each.artifacts}
    articles = _name_articles(sources, project) if editions else {}
    for path, entry in editions.items():
        if not os.path.lexists(path):
            continue
        if not log.is_as_built(path):
            hint = _advise(path, project, " --force")
            message = "was edited since it was made: its sum and the lists of documents do not hold"
            yield warning(message, hint=hint, file=shown(path), code="edited-artifact")
        elif newer := list(_find_newer(entry, log, articles, setting)):
            hint = _advise(path, project)
            message = f"is older than {_list(newer)}"
            yield warning(message, hint=hint, file=shown(path), code="old-edition")


def _advise(path: Path, project: Project, option: str = "") -> str:
    """Say how to make an edition again, if it is still described."""
    if path.stem in _list_editions(project):
        return f"run `wikibrief build --edition {path.stem}{option}`, or move the file away"
    return "move the file away: content/_defaults.yaml no longer describes it"


def _name_articles(sources: Iterable[Path], project: Project) -> dict[str, Path]:
    """The articles in ``content/`` by the names that editions have for them."""
    inside = (source for source in sources if source.is_relative_to(project.content))
    return {project.name_of(source): source for source in inside}


def _find_newer(
    entry: Entry, log: BuildLog, articles: Mapping[str, Path], setting: Setting
) -> Iterator[Path]:
    """What was read for an edition and has changed, and what would now be read as well."""
    for path, stamp in sorted(entry.inputs.items()):
        if log.observe(path) != stamp.digest:
            yield path
    patterns = json.loads(entry.setting.get(_ARTICLES, "[]"))
    for name, source in articles.items():
        if source not in entry.inputs and any(fnmatchcase(name, each) for each in patterns):
            yield source
    folder = setting.get(TEMPLATES)
    if folder and entry.setting.get(TEMPLATES) != folder:
        yield Path(os.path.normpath(log.path.parent / folder))


def _list(paths: Collection[Path]) -> str:
    named = [shown(path) for path in paths][:_MOST_NAMED]
    more = len(paths) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")
