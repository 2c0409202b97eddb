"""``wikibrief dump``: build the pages of a MediaWiki XML export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wikibrief.commands import options
from wikibrief.commands.terminal import results
from wikibrief.commands.terminal.progress import Progress
from wikibrief.project.building.outcomes import Listener, Outcome, Status
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.folders import find_project
from wikibrief.project.dumps.building import DumpSummary, build_dump
from wikibrief.project.dumps.selection import Selection

if TYPE_CHECKING:
    from wikibrief.model.metadata import Paper

__all__ = ["command"]


@click.command("dump")
@click.argument("dump", type=options.path())
@click.option(
    "--title", "titles", multiple=True, metavar="PATTERN", help="Pages with such a title."
)
@click.option(
    "--namespace",
    "namespaces",
    multiple=True,
    type=int,
    default=[0],
    show_default=True,
    help="Pages of the namespace with this number.",
)
@click.option(
    "--category", "categories", multiple=True, metavar="PATTERN", help="Pages in such a category."
)
@click.option(
    "--infobox",
    "infoboxes",
    multiple=True,
    metavar="PATTERN",
    help="Pages that have such an infobox: `military*`; or use such a template.",
)
@options.output
@options.formats
@options.jobs
@options.force
@options.paper
@options.strict
@options.templates
@options.quiet
@results.set_exit_code
def command(  # noqa: PLR0913  one for each option
    dump: Path,
    output: Path | None,
    formats: tuple[str, ...],
    jobs: int | None,
    templates: Path | None,
    paper: Paper | None,
    *,
    titles: tuple[str, ...],
    namespaces: tuple[int, ...],
    categories: tuple[str, ...],
    infoboxes: tuple[str, ...],
    force: bool,
    strict: bool,
    quiet: bool,
) -> bool:
    """Build the pages of DUMP, an export of MediaWiki (.xml, .xml.bz2, .xml.gz), into output/.

    It is read as it is, never unpacked, and links and redirects lead from page to page. Patterns
    are those of shells; an option that is given again selects more. A build that was stopped
    continues where it left off.
    """
    settings = Settings(
        project=find_project(Path(), output),
        formats=formats,
        templates=templates,
        paper=paper,
        jobs=jobs,
        force=force,
    )
    selection = Selection(titles, namespaces, categories, infoboxes)
    progress = Progress(quiet=quiet)
    try:
        summary = build_dump(dump, selection, settings, _Printer(progress))
    finally:
        progress.end()
    results.print_problems(summary.problems)
    if not quiet:
        click.echo(_describe(summary))
    return not summary.fails(strict=strict)


class _Printer(Listener):
    """Prints the problems of each page as soon as it is done."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def begin(self, total: int) -> None:
        """Expect so many pages."""
        self._progress.begin(total)

    def advance(self) -> None:
        """Count a page."""
        self._progress.advance()

    def take(self, outcome: Outcome) -> None:
        """Print the problems of a page."""
        results.print_problems(outcome.problems)


def _describe(summary: DumpSummary) -> str:
    counts = [f"{count} {status}" for status in Status if (count := summary.pages[status])]
    return f"{', '.join(counts) or 'no page is selected'} in {summary.seconds:.2f} s"
