"""``wikibrief man``: the manual page, from what ``--help`` says of every command."""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import cleandoc

import click

from wikibrief.commands.terminal import streams
from wikibrief.version import __version__

__all__ = ["command"]


@click.command("man")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Write the manual page of wikibrief, with all commands, for `man`.

    \b
      mkdir -p ~/.local/share/man/man1
      wikibrief man > ~/.local/share/man/man1/wikibrief.1
      man wikibrief
    """  # noqa: D301  click wants the character \b
    root = ctx.find_root()
    streams.write_out("".join(f"{line}\n" for line in _page(root)).encode())


def _page(root: click.Context) -> Iterator[str]:
    """Write the page, in the macros of man(7)."""
    group = root.command
    assert isinstance(group, click.Group)  # noqa: S101  for the types
    yield f'.TH WIKIBRIEF 1 "" "wikibrief {__version__}" "User Commands"'
    yield from (".SH NAME", rf"wikibrief \- {_escape(_summary(group))}")
    yield from (".SH SYNOPSIS", ".B wikibrief", r"\fICOMMAND\fR [\fIOPTIONS\fR]...")
    yield ".SH COMMANDS"
    for name in group.list_commands(root):
        each = group.get_command(root, name)
        if each is not None:
            yield from _section(each, click.Context(each, root, name))
    for title, entries in _ENDING.items():
        yield f".SH {title}"
        for term, text in entries.items():
            yield from (".TP", f".B {_escape(term)}", _escape(text))


def _section(each: click.Command, ctx: click.Context) -> Iterator[str]:
    """Write what one command does, and its options."""
    usage = " ".join(each.collect_usage_pieces(ctx))
    yield f".SS {_escape(f'wikibrief {each.name} {usage}')}"
    for paragraph in cleandoc(each.help or "").split("\n\n"):
        if paragraph.startswith("\b"):
            lines = paragraph.removeprefix("\b\n").split("\n")
            yield from (".PP", ".nf", *map(_escape, lines), ".fi")
        else:
            yield from (".PP", _escape(" ".join(paragraph.split())))
    for parameter in each.get_params(ctx):
        record = parameter.get_help_record(ctx) if isinstance(parameter, click.Option) else None
        if record and parameter.name != "help":
            term, text = record
            yield from (".TP", f".B {_escape(term)}", _escape(" ".join(text.split())))


def _summary(group: click.Command) -> str:
    return " ".join(cleandoc(group.help or "").split()).rstrip(".")


_FIRST = re.compile(r"^(?=[.'])", re.MULTILINE)


def _escape(text: str) -> str:
    """Write text so that man shows it to the letter."""
    return _FIRST.sub(r"\&", text.replace("\\", r"\e").replace("-", r"\-"))


_ENDING = {
    "EXIT STATUS": {
        "0": "All is well; there may be warnings.",
        "1": "A source has errors, or warnings with --strict; the others are done.",
        "2": "The command itself was wrong.",
    },
    "ENVIRONMENT": {
        "SOURCE_DATE_EPOCH": "The date of briefings that have none, in seconds since 1970.",
        "WIKIBRIEF_DEBUG": "If set, an internal error shows where it is.",
        "WIKIBRIEF_PANDOC": "The command of pandoc.",
        "WIKIBRIEF_VERAPDF": "The command of veraPDF.",
    },
}
