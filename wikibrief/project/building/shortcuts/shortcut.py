"""The shortcut: a build sees at a glance that there is nothing to do, or little."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wikibrief.engine import glance
from wikibrief.project.building.machine.circumstances import list_circumstances
from wikibrief.project.building.outcomes import Summary
from wikibrief.project.building.settings import Settings
from wikibrief.project.building.shortcuts.looking import (
    are_as_logged,
    await_tick,
    look,
    name_folder,
)
from wikibrief.project.building.shortcuts.summaries import dump_summary, load_summary
from wikibrief.project.content.folders import absolute

if TYPE_CHECKING:
    from wikibrief.engine.entries import Entry
    from wikibrief.engine.files import Stamp
    from wikibrief.engine.graph import Names, Recipe
    from wikibrief.engine.log import BuildLog
    from wikibrief.project.building.shortcuts.few import Few

__all__ = ["Shortcut"]


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
        return load_summary(self.note.results[key]) if self.note else None

    def find_few(self) -> Few | None:
        """What the same build found when it had nothing to do, if few files have changed since."""
        settings = self._settings
        if self._sources or settings.force or not settings.write or settings.scheduler:
            return None
        from wikibrief.project.building.shortcuts.few import Few  # noqa: PLC0415  a recall has none

        key = self._key()
        note = glance.read_note(self._output)
        if note is None or key not in note.results:
            return None
        known = load_summary(note.results[key])
        if known.problems:
            return None
        return Few.find(note, known.outcomes, len(known.outcomes) + known.unlisted)

    def look(self, recipes: Iterable[Recipe], log: BuildLog) -> None:
        """Look at all that a plan depends on, before it is made."""
        self._view = look(recipes, log, self._sources, self._settings.project)

    def look_again(self, recipes: Iterable[Recipe], log: BuildLog, built: Collection[Path]) -> None:
        """Look at what a build has left, so that the next one need not find out that all is done.

        That is certain where nothing has changed but what the log says, in the output folder. Of
        the sources that were ``built`` all is compared that it says, of others what is in folders
        that have changed.
        """
        before, self._view = self._view, None
        if before is None:
            return
        await_tick()
        after = look(recipes, log, self._sources, self._settings.project)
        if after is None:
            return
        changed = {path for path, seen in before.items() if path in after and after[path] != seen}
        within = name_folder(self._output)
        is_ours = all(path.startswith(within) for path in changed)
        if is_ours and are_as_logged(_list_doubtful(log, built, changed)):
            self._view = after

    def look_at_few(self, few: Few, entries: Mapping[Path, Entry]) -> None:
        """Look at what a build has left to which few files were new."""
        note = few.look_again(entries, self._settings.project.output)
        if note is not None:
            self._view, self._details = note.view, note.details

    def describe(self, log: BuildLog, names: Names) -> None:
        """Note what a build needs to know to which few files are new."""
        from wikibrief.project.building.shortcuts.few import describe  # noqa: PLC0415  as above

        if self._view is not None and not self._sources:
            self._details = describe(self._view, log, names, self._settings.project.content)

    def remember(self, summary: Summary) -> None:
        """Note that nothing is to do, and what is reported nevertheless."""
        if self._view is not None:
            results = {self._key(): dump_summary(summary)}
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


def _list_doubtful(
    log: BuildLog, built: Collection[Path], changed: Collection[str]
) -> Iterator[tuple[Path, Stamp]]:
    """The files that may have changed while something was built, as the log has them."""
    for source, entry in log.entries.items():
        stamps = {**entry.inputs, **entry.artifacts} if source in built else entry.artifacts
        for path, stamp in stamps.items():
            if source in built or name_folder(path.parent) in changed:
                yield path, stamp
