"""``wikibrief diff``: what changed in meaning."""

from __future__ import annotations

from pathlib import Path

import click

from wikibrief.changes import show
from wikibrief.commands import options
from wikibrief.commands.terminal import results, streams
from wikibrief.project.building.settings import Settings
from wikibrief.project.content.folders import absolute
from wikibrief.project.content.templates import open_templates
from wikibrief.project.versions import compare_paths, compare_with_revision

__all__ = ["command"]


@click.command("diff")
@click.argument("paths", nargs=-1, metavar="[OLD] NEW", type=options.path(exists=True))
@click.option("--since", metavar="REV", help="Compare with this revision in git instead of OLD.")
@click.option(
    "--to",
    "form",
    type=click.Choice(["text", "yaml", "html"]),
    default="text",
    show_default=True,
    help="What to write.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if anything changed.")
@options.jobs
@options.templates
@results.set_exit_code
def command(
    paths: tuple[Path, ...],
    since: str | None,
    form: str,
    jobs: int | None,
    templates: Path | None,
    *,
    exit_code: bool,
) -> bool:
    """Say what changed in meaning, block by block and fact by fact.

    \b
      wikibrief diff old.wiki new.yaml             two files, in any formats
      wikibrief diff edition-1 edition-2           two folders, article by article
      wikibrief diff --since HEAD~1                content/, as it was then and is now
      wikibrief diff --since main content/mali     a folder in it, or one article
    """  # noqa: D301  click wants the character \b
    settings = Settings(jobs=jobs, templates=templates)
    if since is not None and len(paths) < 2:
        path = absolute(paths[0]) if paths else settings.project.content
        changes, problems = compare_with_revision(path, since, settings)
    elif since is None and len(paths) == 2:
        old, new = paths
        changes, problems = compare_paths(old, new, settings)
    else:
        message = "name OLD and NEW, or one folder or file with --since"
        raise click.UsageError(message)
    results.print_problems(problems)
    if form == "html":
        text = show.show_html(changes, open_templates(settings.template_folder))
    else:
        text = show.show_yaml(changes) if form == "yaml" else show.show_text(changes)
    streams.write_out(text.encode())
    return results.is_good(problems, strict=False) and not (exit_code and changes)
