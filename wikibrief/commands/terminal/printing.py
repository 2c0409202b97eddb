"""Print a build while it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click

from wikibrief.commands.terminal.progress import Progress
from wikibrief.commands.terminal.results import print_problems
from wikibrief.engine.files import shown
from wikibrief.problems import Problem, Severity
from wikibrief.project.building.outcomes import MADE, Listener, Outcome, Status, Summary
from wikibrief.project.reports import describe
from wikibrief.project.timing import format_time

__all__ = ["Printer", "Recorder"]

_WIDTH = 10
_MARKS = {
    Status.BUILT: "green",
    Status.FROM_CACHE: "cyan",
    Status.FAILED: "red",
    Status.UP_TO_DATE: "cyan",
    Status.DIRTY: "yellow",
}


class Recorder:
    """Prints lines, and keeps them as ``repeating`` wants them: kind, plain, styled."""

    def __init__(self, seconds: float) -> None:
        self._took = format_time(seconds)
        self.lines: list[tuple[str, str, str]] = []

    def echo(self, line: str, *, err: bool = False) -> None:
        """Print and keep a line."""
        click.echo(line, err=err)
        without_time = line.removesuffix(self._took)
        kind = "err" if err else "out" if line == without_time else "time"
        self.lines.append((kind, click.unstyle(without_time), without_time))


class Printer(Listener):
    """Prints a build while it runs: each document with its problems, then what many share."""

    def __init__(
        self, *, explain: bool, quiet: bool, echo: Callable[..., None] = click.echo
    ) -> None:
        self._explain, self._quiet, self._echo = explain, quiet, echo
        self._progress = Progress(quiet=quiet)
        self._printed: set[Problem] = set()
        self._shared: list[Problem] = []

    def begin(self, total: int) -> None:
        """Expect so many documents to be built."""
        self._progress.begin(total)

    def advance(self) -> None:
        """Count a document that is built, before its lines have their turn."""
        self._progress.advance()

    def take(self, outcome: Outcome) -> None:
        """Print one line for each document that was built or failed; with ``explain`` for all.

        An error in a file that many documents share is printed with the first of them; warnings
        about such files wait for the end, where they are counted.
        """
        if outcome.status is Status.UP_TO_DATE and not (outcome.problems or self._explain):
            return
        if not self._quiet and (outcome.status is not Status.UP_TO_DATE or self._explain):
            self._print_status(outcome)
        source = shown(outcome.source)
        now = [p for p in outcome.problems if p.file == source or p.severity is Severity.ERROR]
        self._shared += [problem for problem in outcome.problems if problem not in now]
        self._print_problems(now)
        self._printed.update(now)

    def print_all(self, summary: Summary) -> None:
        """Print a build that is over."""
        for outcome in summary.outcomes:
            self.take(outcome)
        self.finish(summary)

    def finish(self, summary: Summary) -> None:
        """Print what belongs to no document alone, and the numbers."""
        self._progress.end()
        print_problems(self._shared, self._echo)
        self._print_problems(summary.problems)
        if not self._quiet:
            for line in describe(summary):
                self._echo(line)

    def _print_problems(self, problems: Iterable[Problem]) -> None:
        """Print those that are not printed yet."""
        print_problems((each for each in problems if each not in self._printed), self._echo)

    def _print_status(self, outcome: Outcome) -> None:
        status = click.style(f"{outcome.status:<{_WIDTH}}", fg=_MARKS[outcome.status], bold=True)
        line = f"{status} {shown(outcome.source)}"
        if outcome.status in MADE:
            line += f" → {_join(outcome)}  ({outcome.seconds:.2f} s)"
        self._echo(line)
        for reason in outcome.reasons if self._explain else ():
            self._echo(f"{'':{_WIDTH}} because {reason}")


def _join(outcome: Outcome) -> str:
    """The artifacts in one word: ``output/a.{yaml,pdf}``."""
    paths = list(outcome.artifacts)
    if len(paths) == 1:
        return shown(paths[0])
    stem = f"{outcome.source.stem}."
    suffixes = ",".join(path.name.removeprefix(stem) for path in paths)
    return f"{shown(paths[0].with_name(stem))}{{{suffixes}}}"
