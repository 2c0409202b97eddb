"""The progress of a build: a bar on a terminal, with documents done, their rate and the time left.

It is drawn by rich, which is loaded when there is something to draw. Lines that are printed
meanwhile go above it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import rich.progress

__all__ = ["Progress"]

_FEW = 2
"""So many documents are done before anybody needs a bar."""


class Progress:
    """Counts documents; draws a bar where the errors go to a terminal, and there are enough."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._is_wanted = not quiet and sys.stderr is not None and sys.stderr.isatty()
        self._bar: rich.progress.Progress | None = None

    def begin(self, total: int) -> None:
        """Expect so many documents."""
        if total >= _FEW and self._is_wanted:
            self._bar = _draw(total)
            self._bar.start()

    def advance(self) -> None:
        """Count a document."""
        if self._bar is not None:
            self._bar.advance(self._bar.task_ids[0])

    def end(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def _draw(total: int) -> rich.progress.Progress:
    from rich import progress  # noqa: PLC0415  slow
    from rich.console import Console  # noqa: PLC0415

    class Rate(progress.ProgressColumn):
        """Documents a second."""

        def render(self, task: progress.Task) -> str:
            speed = task.finished_speed or task.speed
            return f"{speed:.1f}/s" if speed else ""

    bar = progress.Progress(
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        Rate(),
        progress.TimeRemainingColumn(),
        console=Console(stderr=True),
        redirect_stdout=sys.stdout is not None and sys.stdout.isatty(),
        transient=True,
    )
    bar.add_task("documents", total=total)
    return bar
