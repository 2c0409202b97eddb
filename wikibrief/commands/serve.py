"""``wikibrief serve``: documents in a browser while they are written."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from wikibrief.commands import extras, options
from wikibrief.commands.terminal import results
from wikibrief.engine.files import shown
from wikibrief.project.building.available import without_missing
from wikibrief.project.building.outcomes import Outcome, Status
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.folders import find_project
from wikibrief.project.deferred import Deferred

__all__ = ["command"]

_serve = Deferred("serving.server:serve")
"""It needs an extra."""


@click.command("serve")
@click.option("--open", "open_browser", is_flag=True, help="Open the list in a browser.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; any other lets others read your documents.",
)
@options.formats
@options.templates
@results.set_exit_code
def command(
    host: str, port: int, formats: tuple[str, ...], templates: Path | None, *, open_browser: bool
) -> bool:
    """Show content/ in a browser: a saved change is on the screen at once.

    Pages, their problems and a list of all documents; PDFs are made when you look at them. Nothing
    is written. Ctrl-C ends it.
    """
    extras.demand("serve")
    formats = tuple(dict.fromkeys(("html", *formats)))
    settings, problems = without_missing(
        Settings(project=find_project(Path()), formats=formats, templates=templates)
    )
    results.print_problems(problems)

    def greet(address: str) -> None:
        click.echo(f"{shown(settings.project.content)} is at {address} (Ctrl-C ends this)")
        if open_browser:
            webbrowser.open(address)

    _serve(settings, host, port, greet, _print_shown)
    return True


def _print_shown(outcome: Outcome) -> None:
    """One line for each change that is on the screen; problems are in the page, errors here too."""
    word = "failed" if outcome.status is Status.FAILED else "shown"
    click.echo(f"{word:<10} {shown(outcome.source)}  ({outcome.seconds:.2f} s)")
    if outcome.status is Status.FAILED:
        results.print_problems(outcome.problems)
