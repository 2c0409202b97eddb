"""``wikibrief build``: bring artifacts up to date."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wikibrief.commands import options
from wikibrief.commands.repeating import add_to
from wikibrief.commands.terminal import results, streams
from wikibrief.commands.terminal.printing import Printer, Recorder
from wikibrief.engine.files import shown
from wikibrief.project.building.settings import Settings
from wikibrief.project.building.shortcuts.shortcut import Shortcut
from wikibrief.project.content.folders import find_project
from wikibrief.project.deferred import Deferred
from wikibrief.project.reports import REPORTS

if TYPE_CHECKING:
    from wikibrief.model.metadata import Paper
    from wikibrief.project.building.outcomes import Summary

__all__ = ["command"]

_build = Deferred("project.building.pipeline:build")
_verify_output = Deferred("project.verifying:verify_output")
_demand_extra = Deferred("commands.extras:demand")
_watch_sources = Deferred("commands.watching:watch_sources")
_make_editions = Deferred("commands.editions:make_editions")
"""What an up-to-date build need not import."""


@click.command("build")
@click.argument("sources", nargs=-1, type=options.path())
@options.output
@options.formats
@options.jobs
@options.scheduler
@options.force
@click.option("--explain", is_flag=True, help="Say why each document is built or not.")
@click.option("--dry-run", is_flag=True, help="Say what would be built; build and write nothing.")
@click.option("--check", is_flag=True, help="Compare what would be built with what is in output/.")
@click.option("--watch", is_flag=True, help="Build again whenever a file is saved, until Ctrl-C.")
@click.option(
    "--edition",
    "editions",
    multiple=True,
    metavar="NAME",
    help="Make one PDF of the articles that `editions` in content/_defaults.yaml lists.",
)
@options.paper
@options.cache
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
def command(  # noqa: PLR0913, PLR0917  one for each option
    sources: tuple[Path, ...],
    output: Path | None,
    formats: tuple[str, ...],
    jobs: int | None,
    scheduler: str | None,
    templates: Path | None,
    report: str | None,
    cache: Path | None,
    *,
    editions: tuple[str, ...],
    paper: Paper | None,
    force: bool,
    explain: bool,
    dry_run: bool,
    check: bool,
    watch: bool,
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
        paper=paper,
        cache=cache,
        jobs=jobs,
        scheduler=scheduler,
        force=force,
        fail_fast=not keep_going,
        write=not dry_run,
        dry_run=dry_run,
    )
    if not editions:
        options.demand_paper(formats)
    _refuse_what_is_ignored()
    if scheduler:
        _demand_extra("cluster")
    if check:
        return _verify(settings, explain=explain, quiet=quiet, strict=strict)
    if watch:
        _demand_extra("serve")
        _watch_sources(sources, settings, explain=explain, quiet=quiet)
    if editions:
        return bool(_make_editions(editions, settings, strict=strict))
    if not report and not explain:
        shortcut = Shortcut(sources, settings)
        if known := shortcut.recall():
            summary = replace(known, seconds=time.perf_counter() - began)
            return _print_again(summary, shortcut, settings, quiet=quiet, strict=strict)
    if report:
        summary = _build(sources, settings)
        streams.write_out(REPORTS[report](summary).encode())
    else:
        printer = Printer(explain=explain, quiet=quiet)
        summary = _build(sources, settings, printer, brief=not explain)
        printer.finish(summary)
    return not summary.fails(strict=strict)


def _print_again(
    summary: Summary, shortcut: Shortcut, settings: Settings, *, quiet: bool, strict: bool
) -> bool:
    """Print what an earlier build found, in a way that takes even less the next time."""
    recorder = Recorder(summary.seconds)
    Printer(explain=False, quiet=quiet, echo=recorder.echo).print_all(summary)
    good = not summary.fails(strict=strict)
    arguments = click.get_current_context().obj
    # The version of another program cannot be seen at a glance.
    if shortcut.note and arguments and not any(row.version for row in settings.rows):
        output = str(settings.project.output)
        add_to(shortcut.note, output, arguments, recorder.lines, 0 if good else 1)
    return good


def _refuse_what_is_ignored() -> None:
    """Refuse options of which one would ignore another. Raises click.UsageError."""
    of_documents = "SOURCES --formats --dry-run --explain --keep-going --report"
    others = f"{of_documents} --check --watch"
    options.refuse_with("--edition", others, "makes nothing but editions")
    others = "SOURCES --force --dry-run --report --watch"
    options.refuse_with("--check", others, "compares all of output/, and writes nothing")
    options.refuse_with("--watch", "--dry-run --report", "builds, and prints what it does")
    others = "--jobs --check --dry-run --edition --watch"
    options.refuse_with("--scheduler", others, "has a cluster do all work of a build")
    options.refuse_with("--report", "--explain", "prints problems only")


def _verify(settings: Settings, *, explain: bool, quiet: bool, strict: bool) -> bool:
    """Build all elsewhere, and print the problems and where output/ differs."""
    printer = Printer(explain=explain, quiet=True)
    verified = _verify_output(settings, printer)
    printer.finish(verified.summary)
    results.print_problems(verified.differences)
    good = not (verified.differences or verified.summary.fails(strict=strict))
    if good and not quiet:
        output = shown(settings.project.output)
        files = "1 file" if verified.compared == 1 else f"{verified.compared} files"
        click.echo(f"{output} is what the sources make: {files}")
        if verified.left_out:
            names = ", ".join(map(str, verified.left_out))
            click.echo(f"not compared, since they list files of other formats: {names}")
    return good
