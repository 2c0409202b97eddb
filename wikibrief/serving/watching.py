"""Watching: which files have changed, a moment after they were saved."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypedDict

import watchfiles
from watchfiles import Change

from wikibrief.project.building.settings import Settings
from wikibrief.templating.environment import BUILT_IN

__all__ = ["folders_of", "watch", "watch_in_background"]

_STEP: Final = 5
_DEBOUNCE: Final = 100
"""Milliseconds without a change after which those before are handed on, and the longest wait."""
_BEAT: Final = 200
"""Milliseconds after which it is certain that watching has begun."""


def folders_of(settings: Settings) -> list[Path]:
    """The folders with all that documents are made from."""
    content = settings.project.content
    others = (settings.template_folder, BUILT_IN)
    return [content, *(each for each in others if each and not each.is_relative_to(content))]


def watch(settings: Settings) -> Iterator[set[Path]]:
    """Yield the files that have changed, together where they change together.

    The first that it yields is empty: from then on no change is missed.
    """
    has_begun = False
    for change in watchfiles.watch(*_existing(folders_of(settings)), **_options(settings)):
        if change or not has_begun:
            has_begun = True
            yield {Path(path) for _, path in change}


async def watch_in_background(settings: Settings) -> AsyncIterator[set[Path]]:
    """Yield what ``watch`` yields."""
    has_begun = False
    async for change in watchfiles.awatch(*_existing(folders_of(settings)), **_options(settings)):
        if change or not has_begun:
            has_begun = True
            yield {Path(path) for _, path in change}


def _options(settings: Settings) -> _Options:
    return {
        "watch_filter": _Filter(settings.project.output),
        "step": _STEP,
        "debounce": _DEBOUNCE,
        "rust_timeout": _BEAT,
        "yield_on_timeout": True,
    }


class _Options(TypedDict):
    watch_filter: Callable[[Change, str], bool]
    step: int
    debounce: int
    rust_timeout: int
    yield_on_timeout: bool


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
