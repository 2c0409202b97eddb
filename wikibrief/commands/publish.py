"""``wikibrief publish``: all pages in one file, for Kiwix."""

from __future__ import annotations

from pathlib import Path

import click

from wikibrief.commands import extras, options
from wikibrief.commands.terminal import results
from wikibrief.commands.terminal.printing import Printer
from wikibrief.engine import files
from wikibrief.engine.files import shown
from wikibrief.project.building.settings import Settings
from wikibrief.project.deferred import Deferred

__all__ = ["command"]

_pack = Deferred("project.packing:pack")
"""It needs an extra."""

_SUFFIX = ".zim"
_MEGA = 1_000_000


@click.command("publish")
@click.argument("target", metavar="FILE.zim", type=options.path(dir_okay=False))
@options.jobs
@options.cache
@options.strict
@options.templates
@options.quiet
@results.set_exit_code
def command(
    target: Path,
    jobs: int | None,
    cache: Path | None,
    templates: Path | None,
    *,
    strict: bool,
    quiet: bool,
) -> bool:
    """Pack the pages of all of content/ into one ZIM file, which Kiwix shows without a network.

    Readers see the list of all documents first, and can search their text. The pages are built
    anew; output/ is left alone. If one has errors, nothing is written.
    """
    if target.suffix.lower() != _SUFFIX:
        message = f"the name of the file must end in {_SUFFIX}"
        raise click.UsageError(message)
    extras.demand("zim")
    seen = files.stamp(target)
    printer = Printer(explain=False, quiet=True)
    settings = Settings(templates=templates, jobs=jobs, cache=cache)
    packed = _pack(settings, printer, strict=strict)
    printer.finish(packed.summary)
    if not packed.content:
        return False
    files.save(target, packed.content, seen)
    if not quiet:
        size = f"{len(packed.content) / _MEGA:.1f} MB"
        click.echo(f"packed {packed.pages} pages into {shown(target)} ({size})")
    return True
