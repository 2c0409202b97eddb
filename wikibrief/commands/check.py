"""``wikibrief check``: a build that writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from wikibrief.commands import options
from wikibrief.commands.terminal import results, streams
from wikibrief.engine.files import shown
from wikibrief.project.building.settings import Settings
from wikibrief.project.checking import check_sources, count_transclusions
from wikibrief.project.content.folders import find_project
from wikibrief.project.judging import judge_pdfs
from wikibrief.project.reports import REPORTS

__all__ = ["command"]


@click.command("check")
@click.argument("sources", nargs=-1, type=options.path())
@click.option(
    "--transclusions",
    is_flag=True,
    help="List the transclusions instead, and how each is shown.",
)
@click.option(
    "--pdf",
    "pdfs",
    multiple=True,
    metavar="FILE",
    type=options.path(),
    help="Judge a PDF instead, by the standards that it declares; needs veraPDF.",
)
@options.output
@options.formats
@options.jobs
@options.strict
@options.templates
@options.report
@results.set_exit_code
def command(  # noqa: PLR0913, PLR0917
    sources: tuple[Path, ...],
    output: Path | None,
    formats: tuple[str, ...],
    jobs: int | None,
    templates: Path | None,
    report: str | None,
    pdfs: tuple[Path, ...],
    *,
    transclusions: bool,
    strict: bool,
) -> bool:
    """Report the problems of content/, or of the given files and folders; write nothing.

    They are those that `wikibrief build` with the same options would report.
    """
    if pdfs:
        return _judge(pdfs)
    settings = Settings(
        project=find_project(Path(), output), formats=formats, templates=templates, jobs=jobs
    )
    if transclusions:
        return _list_transclusions(sources, settings)
    summary = check_sources(sources, settings)
    if report:
        streams.write_out(REPORTS[report](summary).encode())
    else:
        results.print_problems(summary.all_problems)
    return not summary.fails(strict=strict)


def _judge(pdfs: Sequence[Path]) -> bool:
    """One line for each PDF that meets what it declares, else each rule that it breaks."""
    judged = judge_pdfs(pdfs)
    for each in judged:
        results.print_problems(each.problems)
        if not each.problems:
            click.echo(f"{shown(each.path)}: meets {' and '.join(each.standards)}")
    return not any(each.problems for each in judged)


def _list_transclusions(sources: Sequence[Path], settings: Settings) -> bool:
    """One line for each name: how often, what shows it; then the share of what is shown."""
    counted = count_transclusions(sources, settings)
    for use in counted.uses:
        click.echo(f"{use.times:>7}  {use.shown or '-':<24}  {use.name}")
    if counted.all:
        share = f"{counted.shown / counted.all:.1%}"
        click.echo(f"{counted.shown} of {counted.all} uses have a layout or are hidden: {share}")
    else:
        click.echo("no transclusions")
    results.print_problems(counted.problems)
    return not counted.problems
