"""The commands by name, each imported when it is run: a quick one does not wait for others."""

from __future__ import annotations

from importlib import import_module

import click

from wikibrief.version import __version__

__all__ = ["commands"]

_COMMANDS = (
    *("build", "check", "convert", "diff", "doctor", "dump", "facts", "init", "man", "publish"),
    *("schema", "serve"),
)
"""The commands. Each has a module in ``wikibrief.commands``."""


class _Commands(click.Group):
    """The commands by name."""

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
def commands() -> None:
    """Wiki-style articles to clean YAML, wikitext that round-trips, HTML and PDF briefings."""
