"""Options that several commands share."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from wikibrief.project.building.settings import ARTIFACTS
from wikibrief.project.formats.table import FORMATS
from wikibrief.project.reports import REPORTS

__all__ = [
    "formats",
    "jobs",
    "output",
    "path",
    "quiet",
    "report",
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


path = partial(click.Path, path_type=Path)
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
jobs = click.option(
    "--jobs", type=click.IntRange(0), help="Worker processes; 0 for none.  [default: all]"
)
quiet = click.option("--quiet", is_flag=True, help="Print problems only.")
report = click.option(
    "--report",
    type=click.Choice(list(REPORTS)),
    help="Print all problems in a form for programs, and nothing else.",
)
