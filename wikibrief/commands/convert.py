"""``wikibrief convert``: from any format to any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from wikibrief.commands import options
from wikibrief.commands.terminal import results, streams
from wikibrief.engine import files, workers
from wikibrief.engine.files import Stamp
from wikibrief.model.metadata import Paper, make_title
from wikibrief.problems import ProblemError
from wikibrief.project import convert
from wikibrief.project.building.available import demand
from wikibrief.project.content.folders import Project, absolute, find_project, project_of
from wikibrief.project.content.sources import Source
from wikibrief.project.content.templates import open_templates
from wikibrief.project.deferred import Deferred
from wikibrief.project.formats.table import FORMATS, Format

__all__ = ["command"]

_save_edition = Deferred("commands.editions:save_edition")


@click.command("convert")
@click.argument(
    "paths", nargs=-1, required=True, metavar="IN OUT", type=options.path(allow_dash=True)
)
@click.option("--from", "source_format", type=click.Choice(list(FORMATS)), help="Format of IN.")
@click.option("--to", "target_format", type=click.Choice(list(FORMATS)), help="Format of OUT.")
@click.option("--base", type=options.path(), help="Wikitext to change selectively.  [default: OUT]")
@click.option("--into", type=options.path(file_okay=False), help="Folder for many files at once.")
@options.paper
@options.strict
@options.templates
@results.set_exit_code
def command(  # noqa: PLR0913
    paths: tuple[Path, ...],
    source_format: str | None,
    target_format: str | None,
    base: Path | None,
    into: Path | None,
    templates: Path | None,
    *,
    paper: Paper | None,
    strict: bool,
) -> bool:
    """Convert IN to OUT, from any format to any other; `-` is a stream.

    \b
      wikibrief convert article.wiki article.yaml
      wikibrief convert article.yaml article.wiki       changes only what differs
      wikibrief convert - - --from wiki --to json
      wikibrief convert content/*.wiki --to pdf --into briefings
      wikibrief convert a.wiki b.wiki edition.pdf       one PDF of several articles
      wikibrief convert article.wiki article.docx       needs pandoc

    The suffix of a file names its format (.wiki .wikitext .mediawiki: MediaWiki markup;
    .txt: the plain dialect; .yaml .yml .json .html .pdf .facts.yaml .pandoc.json; with pandoc
    .docx .epub .tex .typ .md). An existing file of wikitext keeps its dialect, and all of its
    text that means the same as IN.
    """  # noqa: D301  click wants the character \b
    if edition := _choose_edition(paths, into, target_format):
        options.demand_wikitext(edition.name)
        sources = [_open(path, source_format, paper) for path in paths[:-1]]
        project = project_of(absolute(paths[-1]), find_project(Path()))
        own = open_templates(templates or project.templates, project.media)
        title = make_title(paths[-1].stem)
        save = partial(files.save, paths[-1], seen=files.stamp(paths[-1]))
        return bool(_save_edition(sources, save, edition, title, own, strict=strict))
    options.refuse_with("--base", "--into", "is what one file of wikitext changes")
    good = True
    for source, target in _pair(paths, into, target_format):
        try:
            opened = _open(source, source_format, paper)
            good &= _convert_one(opened, target, target_format, base, templates, strict=strict)
        except ProblemError as failure:
            results.print_problems(failure.problems)
            good = False
    return good


def _choose_edition(paths: Sequence[Path], into: Path | None, target: str | None) -> Format | None:
    """Return the format in which several files are to become one; None where they are not."""
    if into is not None or len(paths) < 3 or Path(streams.STREAM) in paths:
        return None
    try:
        row = convert.choose_format(paths[-1], target)
    except ProblemError:
        return None
    return row if row.bind else None


def _pair(paths: Sequence[Path], into: Path | None, target: str | None) -> list[tuple[Path, Path]]:
    if into is None:
        if len(paths) != 2:
            message = "give IN and OUT, or any number of IN with --to and --into"
            raise click.UsageError(message)
        return [(paths[0], paths[1])]
    if target is None:
        message = "--into needs --to"
        raise click.UsageError(message)
    if Path(streams.STREAM) in paths:
        message = "--into needs files: `-` has no name"
        raise click.UsageError(message)
    pairs = [(path, into / f"{path.stem}{FORMATS[target].suffix}") for path in paths]
    makers: dict[Path, Path] = {}
    for source, made in pairs:
        if makers.setdefault(made, source) != source:
            message = f"{makers[made]} and {source} would both be written to {made}"
            raise click.UsageError(message)
    return pairs


def _convert_one(
    opened: tuple[Source, Project],
    target: Path,
    name: str | None,
    base: Path | None,
    templates: Path | None,
    *,
    strict: bool,
) -> bool:
    """Convert one source, and write the result unless there are problems that forbid it."""
    source, project = opened
    into = None if str(target) == streams.STREAM else target
    if into is None and name is None:
        message = "`-` as OUT needs --to"
        raise click.UsageError(message)
    row = convert.choose_format(target, name)
    options.demand_paper([row.name])
    options.demand_wikitext(row.name)
    demand(row)
    seen = files.stamp(into) if into else Stamp()
    base = base or (into if into and into.exists() else None)
    base_text = files.read_text(base) if base and row.is_wikitext else None
    work = partial(
        convert.convert,
        source,
        row.name,
        open_templates(templates or project.templates, project.media),
        project,
        base=base_text,
        into=into,
    )
    try:
        content, problems = workers.run_alone(work, workers.Limits(), row.modules)
    except ProblemError as failure:
        raise failure.in_file(source.name) from failure
    results.print_problems(problems)
    good = results.is_good(problems, strict=strict)
    if good and into is None:
        streams.write_out(content)
    elif good and into is not None:
        files.save(into, content, seen)
    return good


def _open(path: Path, name: str | None, paper: Paper | None) -> tuple[Source, Project]:
    here = find_project(Path())
    if str(path) != streams.STREAM:
        source, project = convert.open_file(path, here, name)
        return replace(source, paper=paper), project
    if name is None:
        message = "`-` as IN needs --from"
        raise click.UsageError(message)
    source = convert.open_stream(streams.read_in(), streams.INPUT, here, name)
    return replace(source, paper=paper), here
