"""``wikibrief build``: bring artifacts up to date."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Never

import click

from wikibrief.commands import options, results, streams
from wikibrief.commands.printing import Printer
from wikibrief.engine.files import shown
from wikibrief.problems import ProblemError
from wikibrief.project.building.available import without_missing
from wikibrief.project.building.outcomes import Status
from wikibrief.project.building.settings import Settings
from wikibrief.project.building.shortcut import Shortcut
from wikibrief.project.content.folders import DEFAULTS, find_project
from wikibrief.project.formats.table import format_of
from wikibrief.project.reports import REPORTS

if TYPE_CHECKING:
    from wikibrief.model.metadata import Paper

__all__ = ["command"]


@click.command("build")
@click.argument("sources", nargs=-1, type=options.path())
@options.output
@options.formats
@options.jobs
@click.option("--force", is_flag=True, help="Build everything again, over edited artifacts too.")
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
@click.option(
    "--cache",
    type=options.path(file_okay=False),
    envvar="WIKIBRIEF_CACHE",
    show_envvar=True,
    help="Folder to share with others: what they have built is not built again.",
)
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
        force=force,
        fail_fast=not keep_going,
        write=not dry_run,
        dry_run=dry_run,
    )
    if not editions:
        options.demand_paper(formats)
    _refuse_what_is_ignored()
    if check:
        return _verify(settings, explain=explain, quiet=quiet, strict=strict)
    if watch:
        _watch(sources, settings, explain=explain, quiet=quiet)
    if editions:
        return _make_editions(editions, settings, strict=strict)
    if not report and not explain and (known := Shortcut(sources, settings).recall()):
        summary = replace(known, seconds=time.perf_counter() - began)
        Printer(explain=False, quiet=quiet).print_all(summary)
        return not summary.fails(strict=strict)
    from wikibrief.project.building.pipeline import build  # noqa: PLC0415  not for an up-to-date build

    if report:
        summary = build(sources, settings)
        streams.write_out(REPORTS[report](summary).encode())
    else:
        printer = Printer(explain=explain, quiet=quiet)
        summary = build(sources, settings, printer.print_outcome, on_plan=printer.begin)
        printer.finish(summary)
    return not summary.fails(strict=strict)


def _refuse_what_is_ignored() -> None:
    """Refuse options of which one would ignore another. Raises click.UsageError."""
    of_documents = "SOURCES --formats --dry-run --explain --keep-going --report"
    others = f"{of_documents} --check --watch"
    options.refuse_with("--edition", others, "makes nothing but editions")
    others = "SOURCES --force --dry-run --report --watch"
    options.refuse_with("--check", others, "compares all of output/, and writes nothing")
    options.refuse_with("--watch", "--dry-run --report", "builds, and prints what it does")
    options.refuse_with("--report", "--explain", "prints problems only")


def _watch(sources: Sequence[Path], settings: Settings, *, explain: bool, quiet: bool) -> Never:
    """Build, and again after each change, with the same workers, until it is interrupted."""
    from wikibrief.commands import extras  # noqa: PLC0415  not for an up-to-date build
    from wikibrief.engine.pool import LocalPool  # noqa: PLC0415
    from wikibrief.engine.workers import InProcess, count_processors  # noqa: PLC0415
    from wikibrief.project.building.pipeline import build  # noqa: PLC0415
    from wikibrief.serving.watching import watch  # noqa: PLC0415  an extra

    width = count_processors() if settings.jobs is None else settings.jobs
    extras.demand("serve")
    settings, problems = without_missing(settings)
    results.print_problems(problems)
    with LocalPool(width, settings.modules) if width else nullcontext(InProcess()) as executor:
        for _ in chain([()], watch(settings)):  # what was saved in between is in the second one
            printer = Printer(explain=explain, quiet=quiet)
            summary = build(sources, settings, printer.print_outcome, executor)
            if any(outcome.status is not Status.UP_TO_DATE for outcome in summary.outcomes):
                printer.finish(summary)
            settings = replace(settings, force=False)
    raise KeyboardInterrupt


def _verify(settings: Settings, *, explain: bool, quiet: bool, strict: bool) -> bool:
    """Build all elsewhere, and print the problems and where output/ differs."""
    from wikibrief.project.verifying import verify_output  # noqa: PLC0415

    printer = Printer(explain=explain, quiet=True)
    verified = verify_output(settings, printer.print_outcome)
    printer.finish(verified.summary)
    results.print_problems(verified.differences)
    good = not (verified.differences or verified.summary.fails(strict=strict))
    if good and not quiet:
        output = shown(settings.project.output)
        click.echo(f"{output} is what the sources make: {verified.compared} files")
    return good


def _make_editions(names: tuple[str, ...], settings: Settings, *, strict: bool) -> bool:
    """Make one PDF each of the editions that the project describes."""
    from wikibrief.commands.editions import save_edition  # noqa: PLC0415  not for other builds
    from wikibrief.project.building.protection import save_artifact  # noqa: PLC0415
    from wikibrief.project.content.templates import open_templates  # noqa: PLC0415
    from wikibrief.project.editions import plan_edition  # noqa: PLC0415

    project, good = settings.project, True
    for name in names:
        try:
            planned = plan_edition(name, project)
            sources = [(replace(each, paper=settings.paper), project) for each in planned.sources]
            good &= save_edition(
                sources,
                partial(
                    save_artifact,
                    planned.path,
                    owner=project.content / DEFAULTS,
                    output=project.output,
                    force=settings.force,
                ),
                format_of(planned.path),
                planned.title,
                open_templates(settings.template_folder, project.media),
                strict=strict,
            )
        except ProblemError as failure:
            results.print_problems(failure.problems)
            good = False
    return good
