"""Options that several commands share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from operator import attrgetter
from pathlib import Path

import click
from click.core import ParameterSource
from click.shell_completion import CompletionItem

from wikibrief.project.building.settings import ARTIFACTS
from wikibrief.project.formats.table import FORMATS, Format
from wikibrief.project.reports import REPORTS

__all__ = [
    "cache",
    "demand_paper",
    "demand_wikitext",
    "force",
    "formats",
    "jobs",
    "output",
    "paper",
    "path",
    "quiet",
    "refuse_with",
    "report",
    "scheduler",
    "strict",
    "templates",
]


class _Names(click.ParamType[tuple[str, ...]]):
    """Names of formats with commas between them."""

    name = "names"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        names = tuple(name.strip() for name in str(value).split(",") if name.strip())
        unknown = [name for name in names if name not in FORMATS]
        if unknown or not names:
            self.fail(
                f"{', '.join(unknown) or value!r}: known are {', '.join(FORMATS)}", param, ctx
            )
        return tuple(dict.fromkeys(names))

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Complete the last name with those of formats that are not there yet."""
        del ctx, param
        before, comma, begun = incomplete.rpartition(",")
        return [
            CompletionItem(f"{before}{comma}{name}")
            for name in FORMATS
            if name.startswith(begun) and name not in before.split(",")
        ]


class _Address(click.ParamType[str]):
    """The address of a scheduler."""

    name = "address"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        address = str(value)
        if not re.fullmatch(r"(tcp|tls)://[^\s/]+:\d+", address):
            self.fail(f"{value!r}: expected tcp://HOST:PORT or tls://HOST:PORT", param, ctx)
        return address


path = partial(click.Path, path_type=Path)
force = click.option(
    "--force", is_flag=True, help="Build everything again, over edited artifacts too."
)
strict = click.option("--strict", is_flag=True, help="Count warnings as errors.")
templates = click.option(
    "--templates",
    type=path(exists=True, file_okay=False),
    help="Folder of templates that override the built-in ones, file by file.",
)
paper = click.option(
    "--paper", type=click.Choice(["a4", "letter"]), help="Size of briefings' pages.  [default: a4]"
)
output = click.option("--output", type=path(), help="Folder for what is built.  [default: output]")
formats = click.option(
    "--formats",
    type=_Names(),
    default=",".join(ARTIFACTS),
    show_default=True,
    help=f"Formats to make, of {', '.join(FORMATS)}.",
)
cache = click.option(
    "--cache",
    type=path(file_okay=False),
    envvar="WIKIBRIEF_CACHE",
    show_envvar=True,
    help="Folder to share with others: what they have built is not built again.",
)
jobs = click.option(
    "--jobs", type=click.IntRange(0), help="Worker processes; 0 for none.  [default: all]"
)
scheduler = click.option(
    "--scheduler",
    type=_Address(),
    metavar="ADDRESS",
    help="Build on the Dask cluster of tcp://HOST:PORT; see docs/CLUSTER.md.",
)
quiet = click.option("--quiet", is_flag=True, help="Print problems only.")
report = click.option(
    "--report",
    type=click.Choice(list(REPORTS)),
    help="Print all problems in a form for programs, and nothing else.",
)


def refuse_with(option: str, others: str, why: str) -> None:
    """Refuse ``option`` together with any of the ``others``, which it would ignore.

    ``others`` are options and arguments as the usage line names them, with blanks between them.
    Raises click.UsageError, which begins with ``why``.
    """
    used = _used()
    if option in used and (ignored := [name for name in used if name in others.split()]):
        message = f"{option} {why}: leave out {', '.join(ignored)}"
        raise click.UsageError(message)


def demand_paper(names: Iterable[str]) -> None:
    """Refuse ``--paper`` where none of the formats of these names is printed on paper."""
    _demand("--paper", names, attrgetter("is_printed"))


def demand_wikitext(name: str) -> None:
    """Refuse ``--base`` where the format of that name is not written over wikitext."""
    _demand("--base", [name], attrgetter("is_wikitext"))


def _demand(option: str, names: Iterable[str], fits: Callable[[Format], bool]) -> None:
    if option in _used() and not any(fits(FORMATS[name]) for name in names):
        fitting = " and ".join(row.name for row in FORMATS.values() if fits(row))
        message = f"{option} is for {fitting} alone"
        raise click.UsageError(message)


def _used() -> list[str]:
    """The options and arguments that this command was called with."""
    context = click.get_current_context()
    given = (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)
    return [
        parameter.opts[0] if isinstance(parameter, click.Option) else parameter.name.upper()
        for parameter in context.command.params
        if parameter.name and context.get_parameter_source(parameter.name) in given
    ]
