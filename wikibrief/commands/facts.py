"""``wikibrief facts``: what articles say, as data."""

from __future__ import annotations

from pathlib import Path

import click

from wikibrief.commands import options
from wikibrief.commands.terminal import results, streams
from wikibrief.project.building.settings import Settings
from wikibrief.project.facts import FORMS, collect_facts, write_facts

__all__ = ["command"]


@click.command("facts")
@click.argument("sources", nargs=-1, type=options.path())
@click.option(
    "--to",
    "form",
    type=click.Choice(list(FORMS)),
    default="yaml",
    show_default=True,
    help="What to write them as.",
)
@click.option("--claims", is_flag=True, help="With --to csv: a row for each claim.")
@options.jobs
@results.set_exit_code
def command(sources: tuple[Path, ...], form: str, jobs: int | None, *, claims: bool) -> bool:
    """Write what content/, or the given files and folders, say as data.

    \b
      wikibrief facts raid.wiki                         date, place, sides, losses, claims …
      wikibrief facts --to csv > incidents.csv          a row for each article
      wikibrief facts --to csv --claims > claims.csv    a row for each claim
      wikibrief facts --to geojson > incidents.geojson

    What is not understood is left out, and listed under `unread`.
    """  # noqa: D301  click wants the character \b
    if claims and form != "csv":
        message = "--claims needs --to csv"
        raise click.UsageError(message)
    facts, problems = collect_facts(sources, Settings(jobs=jobs))
    results.print_problems(problems)
    one = len(sources) == 1 and sources[0].is_file()
    if facts or not problems:
        streams.write_out(write_facts(facts, form, one=one, claims=claims).encode())
    return results.is_good(problems, strict=False)
