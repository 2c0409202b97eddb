"""The shortcut: a build sees at a glance that there is nothing to do, or little."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wikibrief.engine import files, glance
from wikibrief.problems import Problem, Severity
from wikibrief.project.building.machine.circumstances import PACKAGE, list_circumstances
from wikibrief.project.building.outcomes import Outcome, Status, Summary
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.folders import absolute

if TYPE_CHECKING:
    from wikibrief.engine.entries import Entry
    from wikibrief.engine.graph import Names, Recipe
    from wikibrief.engine.log import BuildLog
    from wikibrief.project.building.shortcuts.few import Few

__all__ = ["Shortcut"]

_TICK = 0.01
"""Seconds in which the clock of a disk ticks: what is as new as a look cannot be remembered."""


class Shortcut:
    """What a build remembers of one after which nothing is to do; the ``note`` it has recalled."""

    def __init__(self, sources: Sequence[Path], settings: Settings) -> None:
        self._settings, self._sources = settings, [absolute(source) for source in sources]
        self._output = str(settings.project.output)
        self._view: Mapping[str, str] | None = None
        self._details: Mapping[str, str] = {}
        self.note: glance.Snapshot | None = None

    def recall(self) -> Summary | None:
        """What the same build found when it had nothing to do, if nothing has changed since."""
        if self._settings.force or not self._settings.write:
            return None
        key = self._key()
        self.note = glance.recall(self._output, key)
        return _load_summary(json.loads(self.note.results[key])) if self.note else None

    def find_few(self) -> Few | None:
        """What the same build found when it had nothing to do, if few files have changed since."""
        settings = self._settings
        if self._sources or settings.force or not settings.write or settings.scheduler:
            return None
        from wikibrief.project.building.shortcuts.few import Few  # noqa: PLC0415  a recall needs none

        key = self._key()
        note = glance.read_note(self._output)
        if note is None or key not in note.results:
            return None
        known = _load_summary(json.loads(note.results[key]))
        if known.problems:
            return None
        return Few.find(note, known.outcomes, len(known.outcomes) + known.unlisted)

    def look_at_few(self, few: Few, entries: Mapping[Path, Entry]) -> None:
        """Look at what a build has left to which few files were new."""
        note = few.look_again(entries, self._settings.project.output)
        if note is not None:
            self._view, self._details = note.view, note.details

    def describe(self, log: BuildLog, names: Names) -> None:
        """Note what a build needs to know to which few files are new."""
        from wikibrief.project.building.shortcuts.few import describe  # noqa: PLC0415  a recall needs none

        if self._view is not None and not self._sources:
            self._details = describe(self._view, log, names, self._settings.project.content)

    def look(self, recipes: Iterable[Recipe], log: BuildLog) -> None:
        """Look at all that a plan depends on, before it is made."""
        moment = glance.touch(self._output)
        if moment is None:
            return
        folders = set(_list_folders([self._settings.project.content, *self._sources, PACKAGE]))
        folders |= {self._output, str(self._settings.project.content)}
        written: set[Path] = set()
        read: set[Path] = {*self._sources, *log.entries}
        for recipe in recipes:
            written.update(recipe.metadata, recipe.artifacts)
        for entry in log.entries.values():
            written |= entry.places
            read.update(entry.inputs)
        folders |= {os.path.dirname(path) for path in written}  # noqa: PTH120
        paths = set(map(str, read))
        single = {
            path
            for path in paths - folders
            if os.path.dirname(path) not in folders  # noqa: PTH120
        }
        self._view = glance.take_view(sorted(folders), sorted(single), moment)

    def look_again(self, recipes: Iterable[Recipe], log: BuildLog, built: Collection[Path]) -> None:
        """Look at what a build has left, so that the next one need not find out that all is done.

        That is certain where nothing has changed but what the log says, in the output folder. Of
        the sources that were ``built`` all is compared that it says, of others what is in folders
        that have changed.
        """
        before, self._view = self._view, None
        if before is None:
            return
        time.sleep(_TICK)
        self.look(recipes, log)
        after, self._view = self._view, None
        if after is None:
            return
        changed = {path for path, seen in before.items() if path in after and after[path] != seen}
        within = os.path.join(self._output, "")  # noqa: PTH118
        if not all(path.startswith(within) for path in changed):
            return
        for source, entry in log.entries.items():
            stamps = {**entry.inputs, **entry.artifacts} if source in built else entry.artifacts
            for path, stamp in stamps.items():
                is_sure = source not in built and f"{path.parent}{os.sep}" not in changed
                if not is_sure and files.signature(path) != stamp.signature:
                    return
        self._view = after

    def remember(self, summary: Summary) -> None:
        """Note that nothing is to do, and what is reported nevertheless."""
        if self._view is not None:
            results = {self._key(): json.dumps(_dump_summary(summary))}
            glance.remember(self._output, glance.Snapshot(self._view, results, self._details))

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
            list_circumstances(),
        )
        return glance.name_key(matters)


def _list_folders(tops: Iterable[str | Path]) -> Iterator[str]:
    """All folders under ``tops``, those that version control hides apart."""
    for top in tops:
        for folder, subfolders, _ in os.walk(top):
            subfolders[:] = [
                name for name in subfolders if not name.startswith(".") and name != "__pycache__"
            ]
            yield folder


def _dump_summary(summary: Summary) -> dict[str, Any]:
    with_problems = [outcome for outcome in summary.outcomes if outcome.problems]
    return {
        "documents": len(summary.outcomes) + summary.unlisted,
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
