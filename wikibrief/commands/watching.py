"""Watching: build again whenever a file is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Never

from wikibrief.commands.terminal import results
from wikibrief.commands.terminal.printing import Printer
from wikibrief.project.building.available import without_missing
from wikibrief.project.building.crew.hiring import hire
from wikibrief.project.building.outcomes import Status
from wikibrief.project.building.pipeline import build
from wikibrief.project.building.settings import Settings
from wikibrief.serving.watching import watch

__all__ = ["watch_sources"]


def watch_sources(
    sources: Sequence[Path], settings: Settings, *, explain: bool, quiet: bool
) -> Never:
    """Build, and again after each change, with the same workers, until it is interrupted."""
    settings, problems = without_missing(settings)
    results.print_problems(problems)
    with hire(settings) as executor:
        for _ in chain([()], watch(settings)):  # what was saved in between is in the second one
            printer = Printer(explain=explain, quiet=quiet)
            summary = build(sources, settings, printer, executor, brief=not explain)
            if any(outcome.status is not Status.UP_TO_DATE for outcome in summary.outcomes):
                printer.finish(summary)
            settings = replace(settings, force=False)
    raise KeyboardInterrupt
