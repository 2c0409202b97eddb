"""The command line: it finds the command and ends as a program should.

Exit codes: 0 done (warnings and notes included), 1 errors in sources, or warnings with ``--strict``
(the rest is done), 2 wrong usage. A failure that wikibrief does not expect ends in one line that
asks for a report, not in a traceback.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from wikibrief.version import __version__

__all__ = ["main"]

_COMMANDS = (
    *("build", "check", "convert", "diff", "doctor", "dump", "facts", "init", "man", "publish"),
    *("schema", "serve"),
)
"""The commands. Each has a module in ``wikibrief.commands``."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit."""
    _fill_standard_streams()
    try:
        _commands.main(args=arguments, prog_name="wikibrief")
    except Exception as bug:
        if os.environ.get("WIKIBRIEF_DEBUG"):
            raise
        click.echo(f"wikibrief: internal error: {type(bug).__name__}: {bug}", err=True)
        click.echo("    hint: please report it; WIKIBRIEF_DEBUG=1 shows where", err=True)
        sys.exit(1)


def _fill_standard_streams() -> None:
    """Open nothing in the place of a closed standard stream, so that no other file gets there."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free


class _Commands(click.Group):
    """The commands by name, each imported when it is run: a quick one does not wait for others."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Name all commands."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command of that name; None when there is none."""
        if cmd_name in _COMMANDS:
            return _import_command(cmd_name)
        self.commands = {name: _import_command(name) for name in _COMMANDS}  # to suggest one
        return None


def _import_command(name: str) -> click.Command:
    command = import_module(f"wikibrief.commands.{name}").command
    assert isinstance(command, click.Command)  # noqa: S101  for the types
    return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def _commands() -> None:
    """Wiki-style articles to clean YAML, wikitext that round-trips, HTML and PDF briefings."""
