"""The command line: options in, problems and exit codes out.

Exit codes: 0 done (with or without warnings), 1 errors in sources, or warnings with ``--strict``
(the rest was done), 2 wrong usage. What cannot be foreseen is still no traceback but one line that
asks for a report.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import click

from wikibrief import __version__
from wikibrief.engine import files
from wikibrief.engine.files import shown
from wikibrief.problems import Problem, ProblemError, Severity, error
from wikibrief.project.formats import FORMATS
from wikibrief.project.pipeline import ARTIFACTS, Options, Summary, build
from wikibrief.project.recipes import Outcome, Status

if TYPE_CHECKING:
    from wikibrief.checks.transclusions import Article
    from wikibrief.project.convert import Input

__all__ = ["main"]

P = ParamSpec("P")

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_STREAM = "-"
_INPUT, _OUTPUT = "standard input", "standard output"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit."""
    _fill_standard_streams()
    try:
        _commands.main(args=arguments, prog_name="wikibrief")
    except Exception as bug:
        if os.environ.get("WIKIBRIEF_DEBUG"):
            raise
        click.echo(f"wikibrief: a mistake of ours: {type(bug).__name__}: {bug}", err=True)
        click.echo("    hint: please report it; WIKIBRIEF_DEBUG=1 shows where", err=True)
        sys.exit(1)


def _fill_standard_streams() -> None:
    """Open nothing in the place of a closed standard stream, so that no other file gets there."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def _commands() -> None:
    """Wiki-style articles to clean YAML, wikitext that round-trips, HTML and PDF briefings."""


def _exits(work: Callable[P, bool]) -> Callable[P, None]:
    """Make a command's answer (did it go well?) the exit code."""

    @wraps(work)
    def command(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            good = work(*args, **kwargs)
        except ProblemError as failure:
            _tell(failure.problems)
            good = False
        except KeyboardInterrupt:
            click.echo("stopped", err=True)
            sys.exit(130)
        sys.exit(0 if good else 1)

    return command


def _tell(problems: Iterable[Problem]) -> None:
    """Write problems to the error stream, as compilers do."""
    for problem in problems:
        text = str(problem)
        severity = click.style(f"{problem.severity}:", fg=_COLOURS[problem.severity], bold=True)
        click.echo(text.replace(f"{problem.severity}:", severity, 1), err=True)


def _is_good(problems: Iterable[Problem], *, strict: bool) -> bool:
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return not any(problem.severity in bad for problem in problems)


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


_path = partial(click.Path, path_type=Path)
_strict = click.option("--strict", is_flag=True, help="Count warnings as errors.")
_templates = click.option(
    "--templates",
    type=_path(exists=True, file_okay=False),
    help="Folder of templates that go before the built-in ones, file by file.",
)


# ------------------------------------------------------------------------------------------- build


@_commands.command("build")
@click.argument("sources", nargs=-1, type=_path())
@click.option("--output", type=_path(), help="Folder for what is built.  [default: output]")
@click.option(
    "--formats",
    type=_Names(),
    default=",".join(ARTIFACTS),
    show_default=True,
    help=f"Formats to make, of {', '.join(FORMATS)}.",
)
@click.option(
    "--jobs", type=click.IntRange(0), help="Worker processes; 0 for none.  [default: all]"
)
@click.option("--force", is_flag=True, help="Build everything anew, over edited artifacts too.")
@click.option("--explain", is_flag=True, help="Say why each document is built or not.")
@_strict
@click.option(
    "--keep-going/--fail-fast",
    default=True,
    show_default=True,
    help="Go on with other documents after one failed, or begin no more.",
)
@_templates
@_exits
def _build(  # noqa: PLR0913  one for each option
    sources: tuple[Path, ...],
    output: Path | None,
    formats: tuple[str, ...],
    jobs: int | None,
    templates: Path | None,
    *,
    force: bool,
    explain: bool,
    strict: bool,
    keep_going: bool,
) -> bool:
    """Build content/, or the given files and folders, into output/.

    Makes .yaml, .wiki (MediaWiki markup), .html and .pdf of each source. What is up to date is left
    alone, and so is what somebody has edited since it was built.
    """
    project = _project()
    options = Options(
        content=project / "content",
        output=output or project / "output",
        formats=formats,
        templates=templates,
        jobs=jobs,
        force=force,
        fail_fast=not keep_going,
    )
    summary = build(sources, options, partial(_tell_outcome, explain=explain))
    _tell(summary.problems)
    click.echo(_total(summary))
    problems = [problem for outcome in summary.outcomes for problem in outcome.problems]
    return _is_good([*summary.problems, *problems], strict=strict)


def _project() -> Path:
    """The folder that holds ``content/``: this one or the nearest above it."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "content").is_dir():
            return folder
    return here


_MARKS = {Status.BUILT: "green", Status.FAILED: "red", Status.UP_TO_DATE: "cyan"}


def _tell_outcome(outcome: Outcome, *, explain: bool) -> None:
    """One line for each document that was built or failed; for every one with ``explain``."""
    if outcome.status is not Status.UP_TO_DATE or explain:
        status = click.style(f"{outcome.status:<10}", fg=_MARKS[outcome.status], bold=True)
        line = f"{status} {shown(outcome.source)}"
        if outcome.status is Status.BUILT:
            line += f" → {_together(outcome)}  ({outcome.seconds:.2f} s)"
        click.echo(line)
        for reason in outcome.reasons if explain else ():
            click.echo(f"{'':10} because {reason}")
    _tell(outcome.problems)


def _together(outcome: Outcome) -> str:
    """The artifacts in one word: ``output/a.{yaml,pdf}``."""
    paths = list(outcome.artifacts)
    if len(paths) == 1:
        return shown(paths[0])
    return f"{shown(paths[0].with_suffix(''))}.{{{','.join(path.suffix[1:] for path in paths)}}}"


def _total(summary: Summary) -> str:
    counts = [(summary.documents(status), str(status)) for status in Status]
    if summary.unbegun:
        counts.append((summary.unbegun, "not begun"))
    told = ", ".join(f"{count} {what}" for count, what in counts if count) or "nothing to build"
    return f"{told} in {summary.seconds:.2f} s"


# ----------------------------------------------------------------------------------------- convert


@_commands.command("convert")
@click.argument("paths", nargs=-1, required=True, metavar="IN OUT", type=_path(allow_dash=True))
@click.option("--from", "source_format", type=click.Choice(list(FORMATS)), help="Format of IN.")
@click.option("--to", "target_format", type=click.Choice(list(FORMATS)), help="Format of OUT.")
@click.option("--base", type=_path(), help="Wikitext to change selectively.  [default: OUT]")
@click.option("--into", type=_path(file_okay=False), help="Folder for many files at once.")
@_strict
@_templates
@_exits
def _convert(  # noqa: PLR0913
    paths: tuple[Path, ...],
    source_format: str | None,
    target_format: str | None,
    base: Path | None,
    into: Path | None,
    templates: Path | None,
    *,
    strict: bool,
) -> bool:
    """Convert IN to OUT, from any format to any other; `-` is a stream.

    \b
      wikibrief convert article.wiki article.yaml
      wikibrief convert article.yaml article.wiki       changes only what differs
      wikibrief convert - - --from wiki --to json
      wikibrief convert content/*.wiki --to pdf --into briefings

    The formats of files are told by their suffixes (.wiki .wikitext .mediawiki: MediaWiki markup;
    .txt: the plain dialect; .yaml .json .html .pdf). An existing file of wikitext keeps its
    dialect, and all of its text that says what IN says.
    """  # noqa: D301  click wants the character \b
    good = True
    for source, target in _pairs(paths, into, target_format):
        try:
            good &= _convert_one(
                source, target, (source_format, target_format), base, templates, strict
            )
        except ProblemError as failure:
            _tell(failure.problems)
            good = False
    return good


def _pairs(paths: Sequence[Path], into: Path | None, target: str | None) -> list[tuple[Path, Path]]:
    if into is None:
        if len(paths) != 2:
            message = "give IN and OUT, or any number of IN with --to and --into"
            raise click.UsageError(message)
        return [(paths[0], paths[1])]
    if target is None:
        message = "--into needs --to"
        raise click.UsageError(message)
    if Path(_STREAM) in paths:
        message = "--into needs files: `-` has no name to give"
        raise click.UsageError(message)
    pairs = [(path, into / f"{path.stem}{FORMATS[target].suffix}") for path in paths]
    makers: dict[Path, Path] = {}
    for source, made in pairs:
        if makers.setdefault(made, source) != source:
            message = f"{makers[made]} and {source} would both be written to {made}"
            raise click.UsageError(message)
    return pairs


def _convert_one(
    source: Path,
    target: Path,
    formats: tuple[str | None, str | None],
    base: Path | None,
    templates: Path | None,
    strict: bool,  # noqa: FBT001
) -> bool:
    from wikibrief.project import convert  # noqa: PLC0415  the document column, when it is needed
    from wikibrief.templating.environment import Templates  # noqa: PLC0415

    seen = files.stamp(target)
    given = _input(source, formats[0])
    if str(target) == _STREAM and formats[1] is None:
        message = "`-` as OUT needs --to"
        raise click.UsageError(message)
    name, row = convert.row_of(target, formats[1])
    base = base or (target if str(target) != _STREAM and target.exists() else None)
    base_text = files.read_text(base) if base and row.selective else None
    content, problems = convert.convert(
        given,
        name,
        Templates(*_template_folders(templates)),
        base=base_text,
        into=None if str(target) == _STREAM else target,
    )
    _tell(problems)
    good = _is_good(problems, strict=strict)
    if good and str(target) == _STREAM:
        _write_out(content)
    elif good:
        files.save(target, content, seen)
    return good


def _write_out(content: bytes) -> None:
    """Write to the output stream, to the end. Raises ProblemError when it takes no more."""
    if sys.stdout is None:
        raise ProblemError(error("cannot write: it is closed", file=_OUTPUT))
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise  # somebody has read enough: click ends quietly
    except OSError as failure:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123  the end would try the rest again
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        message = f"cannot write: {(failure.strerror or str(failure)).lower()}"
        raise ProblemError(error(message, file=_OUTPUT)) from failure


def _template_folders(given: Path | None) -> list[Path]:
    """The folder given, else the project's own; the built-in one comes after it."""
    own = _project() / "content" / "_templates"
    return [given] if given else [own] if own.is_dir() else []


def _input(source: Path, name: str | None) -> Input:
    from wikibrief.model.metadata import Metadata  # noqa: PLC0415
    from wikibrief.project import convert  # noqa: PLC0415

    if str(source) != _STREAM:
        return convert.open_input(source, name)
    if name is None:
        message = "`-` as IN needs --from"
        raise click.UsageError(message)
    if sys.stdin is None:
        raise ProblemError(error("cannot read: it is closed", file=_INPUT))
    text = files.to_text(sys.stdin.buffer.read(), Path(_INPUT))
    return convert.Input(text, name, _INPUT, Metadata())


# ------------------------------------------------------------------------------------ check, schema


@_commands.command("check")
@click.argument("sources", nargs=-1, type=_path())
@click.option(
    "--transclusions",
    is_flag=True,
    help="Tell instead which transclusions there are, and how each is shown.",
)
@_strict
@_templates
@_exits
def _check(
    sources: tuple[Path, ...], templates: Path | None, *, transclusions: bool, strict: bool
) -> bool:
    """Tell the problems of content/, or of the given files and folders; write nothing."""
    from wikibrief.checks.transclusions import Article  # noqa: PLC0415
    from wikibrief.markup.roundtrip import write_wikitext  # noqa: PLC0415
    from wikibrief.project import convert  # noqa: PLC0415
    from wikibrief.project.discovery import absolute, find  # noqa: PLC0415

    project = _project()
    found = find(sources, absolute(project / "content"), absolute(project / "output"))
    problems = [*found.problems, *found.refused.values()]
    articles = []
    for recipe in found.recipes:
        try:
            given = convert.open_input(recipe.source)
            document, told = convert.load(given)
            problems += told
            if transclusions:
                text = given.text if given.format == "wiki" else write_wikitext(document)
                articles.append(Article(text, document))
        except ProblemError as failure:
            problems += failure.problems
    if transclusions:
        problems = [problem for problem in problems if problem.severity is Severity.ERROR]
        _tell_transclusions(articles, templates)
    _tell(problems)
    return _is_good(problems, strict=strict)


def _tell_transclusions(articles: Iterable[Article], templates: Path | None) -> None:
    """One line for each name: how often, what shows it; then the share of what is shown."""
    from wikibrief.checks.transclusions import shown_share, transclusion_uses  # noqa: PLC0415
    from wikibrief.templating.environment import Templates  # noqa: PLC0415

    folders = Templates(*_template_folders(templates))
    uses = transclusion_uses(articles, folders)
    for use in uses:
        click.echo(f"{use.times:>7}  {use.shown or '-':<24}  {use.name}")
    shown_uses, all_uses = shown_share(uses)
    share = shown_uses / all_uses if all_uses else 1
    click.echo(
        f"{shown_uses} of {all_uses} uses have a layout or are hidden on purpose: {share:.1%}"
    )


@_commands.command("schema")
@click.option("--metadata", is_flag=True, help="That of _defaults.yaml and NAME.meta.yaml instead.")
@click.option("--output", type=_path(dir_okay=False), help="File to write.  [default: stdout]")
@_exits
def _schema(output: Path | None, *, metadata: bool) -> bool:
    """Write the JSON Schema of the YAML form, for editors that check and complete."""
    from wikibrief.yamlform.schema import dump_schema  # noqa: PLC0415

    text = dump_schema(metadata=metadata)
    if output:
        files.save(output, text.encode(), files.stamp(output))
    else:
        _write_out(text.encode())
    return True
