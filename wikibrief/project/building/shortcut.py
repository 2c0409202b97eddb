"""The shortcut of an up-to-date build: it sees at a glance that there is nothing to do."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wikibrief.engine import files, glance
from wikibrief.problems import Problem, Severity
from wikibrief.project.building.outcomes import Outcome, Status, Summary
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.folders import absolute

if TYPE_CHECKING:
    from wikibrief.engine.graph import Recipe
    from wikibrief.engine.log import BuildLog

__all__ = ["Shortcut"]

_PACKAGE = Path(__file__).parents[2]


class Shortcut:
    """What a build remembers of one that found nothing to do."""

    def __init__(self, sources: Sequence[Path], settings: Settings) -> None:
        self._settings, self._sources = settings, [absolute(source) for source in sources]
        self._output = settings.project.output
        self._view: glance.View | None = None

    def recall(self) -> Summary | None:
        """What the same build found when it had nothing to do, if nothing has changed since."""
        if self._settings.force or not self._settings.write:
            return None
        result = glance.recall(self._output, self._key())
        return None if result is None else _load_summary(result)

    def look(self, recipes: Iterable[Recipe], log: BuildLog) -> None:
        """Look at all that a plan depends on, before it is made."""
        moment = glance.touch(self._output)
        if moment is None:
            return
        folders = set(_list_folders([self._settings.project.content, *self._sources, _PACKAGE]))
        folders |= {str(self._output), str(self._settings.project.content)}
        for recipe in recipes:
            folders |= {os.path.dirname(path) for path in recipe.metadata}  # noqa: PTH120
            folders |= {os.path.dirname(path) for path in recipe.artifacts}  # noqa: PTH120
        paths: set[str] = set(map(str, self._sources))
        for entry in log.entries.values():
            folders |= {os.path.dirname(path) for path in entry.places}  # noqa: PTH120
            paths |= set(map(str, entry.inputs))
        paths |= set(map(str, log.entries))
        single = {path for path in paths if os.path.dirname(path) not in folders}  # noqa: PTH120
        self._view = glance.take_view(sorted(folders), sorted(single), moment)

    def remember(self, summary: Summary) -> None:
        """Note that nothing was to do, and what is reported nevertheless."""
        if self._view is not None:
            glance.remember(self._output, self._key(), self._view, _dump_summary(summary))

    def forget(self) -> None:
        """Remove the note: something is going to be done."""
        glance.forget(self._output)

    def _key(self) -> str:
        """Name all that matters besides files: options, the environment, packages."""
        settings = self._settings
        matters = (
            list(map(str, self._sources)),
            str(settings.project),
            settings.formats,
            [row.version() for row in settings.rows if row.version],
            str(settings.template_folder),
            settings.paper,
            os.environ.get("SOURCE_DATE_EPOCH"),
            os.getcwd(),  # noqa: PTH109
            os.geteuid(),
            sys.version,
            str(_PACKAGE),
            list(_list_packages()),
        )
        return files.digest(repr(matters).encode(errors="surrogateescape"))


def _list_folders(tops: Iterable[Path]) -> Iterator[str]:
    """All folders under ``tops``, those that version control hides apart."""
    for top in tops:
        for folder, subfolders, _ in os.walk(top):
            subfolders[:] = [
                name for name in subfolders if not name.startswith(".") and name != "__pycache__"
            ]
            yield folder


def _list_packages() -> Iterator[str]:
    """The names of all packages that are installed, with their versions."""
    for place in dict.fromkeys(sys.path):
        try:
            with os.scandir(place or ".") as entries:
                names = [each.name for each in entries if each.name.endswith(".dist-info")]
        except OSError:
            continue
        yield from (f"{place}/{name}" for name in sorted(names))


def _dump_summary(summary: Summary) -> dict[str, Any]:
    with_problems = [outcome for outcome in summary.outcomes if outcome.problems]
    return {
        "documents": len(summary.outcomes),
        "outcomes": [
            [str(outcome.source), _dump_problems(outcome.problems)] for outcome in with_problems
        ],
        "problems": _dump_problems(summary.problems),
    }


def _load_summary(result: dict[str, Any]) -> Summary:
    outcomes = tuple(
        Outcome(Path(source), Status.UP_TO_DATE, _load_problems(problems))
        for source, problems in result["outcomes"]
    )
    unlisted = result["documents"] - len(outcomes)
    return Summary(outcomes, _load_problems(result["problems"]), unlisted=unlisted)


def _dump_problems(problems: Iterable[Problem]) -> list[list[Any]]:
    """Problems as rows, without their paths: they have their places."""
    return [
        [each.severity, each.message, each.line, each.column, each.file, each.hint, each.code]
        for each in problems
    ]


def _load_problems(rows: Iterable[Sequence[Any]]) -> tuple[Problem, ...]:
    return tuple(
        Problem(Severity(severity), message, line, column, file, hint, code=code)
        for severity, message, line, column, file, hint, code in rows
    )
