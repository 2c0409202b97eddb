"""Watching: which files have changed, a moment after they were saved."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Final

import watchfiles
from watchfiles import Change

from wikibrief.project.settings import Settings
from wikibrief.templating.environment import BUILT_IN

__all__ = ["folders_of", "watch", "watch_in_background"]

_STEP: Final = 5
_DEBOUNCE: Final = 100
"""Milliseconds without a change after which those before are handed on, and the longest wait."""


def folders_of(settings: Settings) -> list[Path]:
    """The folders with all that documents are made from."""
    content = settings.project.content
    others = (settings.template_folder, BUILT_IN)
    return [content, *(each for each in others if each and not each.is_relative_to(content))]


def watch(settings: Settings) -> Iterator[set[Path]]:
    """Yield the files that have changed, together where they change together."""
    changes = watchfiles.watch(
        *_existing(folders_of(settings)),
        watch_filter=_Filter(settings.project.output),
        step=_STEP,
        debounce=_DEBOUNCE,
    )
    for change in changes:
        yield {Path(path) for _, path in change}


async def watch_in_background(settings: Settings) -> AsyncIterator[set[Path]]:
    """Yield what ``watch`` yields."""
    changes = watchfiles.awatch(
        *_existing(folders_of(settings)),
        watch_filter=_Filter(settings.project.output),
        step=_STEP,
        debounce=_DEBOUNCE,
    )
    async for change in changes:
        yield {Path(path) for _, path in change}


def _existing(folders: Sequence[Path]) -> list[Path]:
    return [folder for folder in folders if folder.is_dir()]


class _Filter:
    """Leaves out what a build itself writes, and what editors and version control hide."""

    def __init__(self, output: Path) -> None:
        self._output = output

    def __call__(self, change: Change, path: str) -> bool:
        """Whether a change counts."""
        del change
        file = Path(path)
        hidden = file.name.startswith((".", "#")) or file.name.endswith("~")
        return not hidden and not file.is_relative_to(self._output) and ".git" not in file.parts
