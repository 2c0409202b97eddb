"""``wikibrief doctor``: what is there, and what is missing."""

from __future__ import annotations

import click

from wikibrief.commands.terminal import results
from wikibrief.project.equipment import Equipment, inspect

__all__ = ["command"]


@click.command("doctor")
@results.set_exit_code
def command() -> bool:
    """Say what is installed and what is missing, what that is for, and how to get it.

    The exit code is 1 if a build cannot make all that it makes by default.
    """
    good = True
    for each in inspect():
        _print(each)
        good &= each.is_there or not each.needed
    return good


def _print(each: Equipment) -> None:
    colour = "green" if each.is_there else "red" if each.needed else "yellow"
    word = "ok" if each.is_there else "missing"
    click.echo(f"{click.style(f'{word:<8}', fg=colour, bold=True)} {each.name}: {each.purpose}")
    for line in () if each.is_there else each.advice:
        click.echo(f"{'':8} {line}")
