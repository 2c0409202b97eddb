"""``wikibrief build``: bring artifacts up to date."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import click

from wikibrief.commands import options, results, streams
from wikibrief.commands.printing import Printer
from wikibrief.project.folders import find_project
from wikibrief.project.reports import REPORTS
from wikibrief.project.settings import Settings
from wikibrief.project.shortcut import Shortcut

__all__ = ["command"]


@click.command("build")
@click.argument("sources", nargs=-1, type=options.path())
@options.output
@options.formats
@options.jobs
@click.option("--force", is_flag=True, help="Build everything again, over edited artifacts too.")
@click.option("--explain", is_flag=True, help="Say why each document is built or not.")
@click.option("--dry-run", is_flag=True, help="Say what would be built; build and write nothing.")
@options.strict
@click.option(
    "--keep-going/--fail-fast",
    default=True,
    show_default=True,
    help="Continue with other documents after one failed, or start no more.",
)
@options.templates
@options.quiet
@options.report
@results.set_exit_code
def command(  # noqa: PLR0913  one for each option
    sources: tuple[Path, ...],
    output: Path | None,
    formats: tuple[str, ...],
    jobs: int | None,
    templates: Path | None,
    report: str | None,
    *,
    force: bool,
    explain: bool,
    dry_run: bool,
    strict: bool,
    keep_going: bool,
    quiet: bool,
) -> bool:
    """Build content/, or the given files and folders, into output/.

    Makes .yaml, .wiki (MediaWiki markup), .html, .pdf and .facts.yaml of each source. It leaves
    alone what is up to date, and artifacts that you have edited since they were built.
    """
    began = time.perf_counter()
    settings = Settings(
        project=find_project(Path(), output),
        formats=formats,
        templates=templates,
        jobs=jobs,
        force=force,
        fail_fast=not keep_going,
        write=not dry_run,
        dry_run=dry_run,
    )
    if not report and not explain and (known := Shortcut(sources, settings).recall()):
        summary = replace(known, seconds=time.perf_counter() - began)
        Printer(explain=False, quiet=quiet).print_all(summary)
        return not summary.fails(strict=strict)
    from wikibrief.project.pipeline import build  # noqa: PLC0415  not for an up-to-date build

    if report:
        summary = build(sources, settings)
        streams.write_out(REPORTS[report](summary).encode())
    else:
        printer = Printer(explain=explain, quiet=quiet)
        summary = build(sources, settings, printer.print_outcome)
        printer.finish(summary)
    return not summary.fails(strict=strict)
