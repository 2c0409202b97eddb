"""Starting: the files of a new project, which builds as it is."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wikibrief.engine import files
from wikibrief.engine.files import shown
from wikibrief.problems import ProblemError, error
from wikibrief.project.content.folders import (
    CONTENT,
    DEFAULTS,
    OUTPUT,
    Project,
    absolute,
    find_project,
    is_source,
)

__all__ = ["Started", "start_project"]

SAMPLE = "first-article.wiki"

_DEFAULTS = f"""\
# yaml-language-server: $schema=../{OUTPUT}/wikibrief-metadata.schema.json
# What holds for all articles of this folder; NAME.meta.yaml says what differs for one of them.
language: en

# Who may read them (https://www.first.org/tlp/). An article without a marking is an error.
marking: TLP:AMBER
require: [marking]
"""
_SAMPLE = """\
= First article =

Infobox
- Place: Near Examplestad, Sample Province
- Date: 3 March 2026
- Combatant1: Red Party
- Combatant2: Blue Party
- Casualties1: 2 wounded
- Casualties3: 4 civilians injured

On 3 March 2026 an invented convoy was stopped near Examplestad. The first paragraph is the bottom \
line of the briefing: say in it what happened, where, and to whom.

== What happened ==
A blank line ends a paragraph; '''three quotes''' make words bold, ''two'' italic. Figures have \
their sources: four civilians were injured.<ref>''Sample Gazette'', 4 March 2026</ref>

* An asterisk begins an item of a list.
* [[First article#Sources|Double brackets]] make a link.

== Sources ==
<references />
"""
_IGNORED = f"""\
# Made from {CONTENT}/ by `wikibrief build`.
/{OUTPUT}/
"""


@dataclass(frozen=True, slots=True)
class Started:
    """A new project: the files that were made, and those that were there before and are kept."""

    project: Project
    made: tuple[Path, ...]
    kept: tuple[Path, ...]


def start_project(folder: Path) -> Started:
    """Make a project in ``folder``, which is made if need be; overwrite nothing.

    The sample is left out where there are articles already. Raises ProblemError.
    """
    root = absolute(folder)
    around = find_project(root)
    if around.exists and around.root != root:
        hint = f"its articles belong into {shown(around.content)}; a new project needs a new place"
        raise ProblemError(
            error("is inside another project", hint=hint, file=shown(root), code="bad-option")
        )
    project = Project(root, root / OUTPUT)
    made: list[Path] = []
    kept: list[Path] = []
    for path, text in _files_of(project).items():
        (made if files.create(path, text.encode()) else kept).append(path)
    return Started(project, tuple(made), tuple(kept))


def _files_of(project: Project) -> Mapping[Path, str]:
    """The texts of a new project's files."""
    sample = {} if _has_articles(project.content) else {project.content / SAMPLE: _SAMPLE}
    defaults = {project.content / DEFAULTS: _DEFAULTS}
    return {**defaults, **sample, project.root / ".gitignore": _IGNORED}


def _has_articles(content: Path) -> bool:
    return any(is_source(Path(name)) for _, _, names in os.walk(content) for name in names)
