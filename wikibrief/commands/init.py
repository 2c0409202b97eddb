"""``wikibrief init``: start a project."""

from __future__ import annotations

import os
from pathlib import Path

import click

from wikibrief.commands import options
from wikibrief.commands.terminal import results
from wikibrief.engine.files import shown
from wikibrief.project.starting import start_project

__all__ = ["command"]


@click.command("init")
@click.argument("folder", default=".", metavar="[DIR]", type=options.path(file_okay=False))
@results.set_exit_code
def command(folder: Path) -> bool:
    """Start a project in DIR, or here: a sample article and its metadata, ready to build.

    Files that are there are kept as they are.
    """
    started = start_project(folder)
    for path in started.made:
        click.echo(f"made  {shown(path)}")
    for path in started.kept:
        click.echo(f"kept  {shown(path)}")
    elsewhere = shown(started.project.root)
    click.echo("\nNext:")
    if elsewhere != os.curdir:
        click.echo(f"  cd {elsewhere}")
    click.echo("  wikibrief build           writes pages, briefings and data into output/")
    click.echo("  wikibrief serve --open    shows them in a browser, each change as you save it")
    return True
