"""The command line: options in, problems and exit codes out.

Exit codes: 0 done (warnings and notes included), 1 errors in sources, or warnings with ``--strict``
(the rest is done), 2 wrong usage. A failure that wikibrief does not expect ends in one line that
asks for a report, not in a traceback.
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
from wikibrief.engine.files import Stamp, shown
from wikibrief.problems import Problem, ProblemError, Severity, error
from wikibrief.project.folders import Project, find_project
from wikibrief.project.formats import FORMATS
from wikibrief.project.pipeline import Summary, build
from wikibrief.project.recipes import Outcome, Status
from wikibrief.project.reports import REPORTS, Collected, collect, describe_counts
from wikibrief.project.settings import ARTIFACTS, Settings

if TYPE_CHECKING:
    from wikibrief.project.articles import Source

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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def _commands() -> None:
    """Wiki-style articles to clean YAML, wikitext that round-trips, HTML and PDF briefings."""


def _set_exit_code(work: Callable[P, bool]) -> Callable[P, None]:
    """Make a command's result (did it go well?) the exit code."""

    @wraps(work)
    def command(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            good = work(*args, **kwargs)
        except ProblemError as failure:
            _print_problems(failure.problems)
            good = False
        except KeyboardInterrupt:
            click.echo("stopped", err=True)
            sys.exit(130)
        sys.exit(0 if good else 1)

    return command


def _print_problems(problems: Iterable[Problem]) -> None:
    """Write problems to the error stream; what is found many times is one line."""
    for each in collect(problems):
        _print_problem(each)


def _print_problem(each: Collected) -> None:
    """Write a problem as compilers do."""
    word = f"{each.problem.severity}:"
    severity = click.style(word, fg=_COLOURS[each.problem.severity], bold=True)
    click.echo(str(each).replace(word, severity, 1), err=True)


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
    help="Folder of templates that override the built-in ones, file by file.",
)
_output = click.option(
    "--output", type=_path(), help="Folder for what is built.  [default: output]"
)
_formats = click.option(
    "--formats",
    type=_Names(),
    default=",".join(ARTIFACTS),
    show_default=True,
    help=f"Formats to make, of {', '.join(FORMATS)}.",
)
_jobs = click.option(
    "--jobs", type=click.IntRange(0), help="Worker processes; 0 for none.  [default: all]"
)
_quiet = click.option("--quiet", is_flag=True, help="Print problems only.")
_report = click.option(
    "--report",
    type=click.Choice(list(REPORTS)),
    help="Print all problems in a form for programs, and nothing else.",
)


# ------------------------------------------------------------------------------------------- build


@_commands.command("build")
@click.argument("sources", nargs=-1, type=_path())
@_output
@_formats
@_jobs
@click.option("--force", is_flag=True, help="Build everything again, over edited artifacts too.")
@click.option("--explain", is_flag=True, help="Say why each document is built or not.")
@_strict
@click.option(
    "--keep-going/--fail-fast",
    default=True,
    show_default=True,
    help="Continue with other documents after one failed, or start no more.",
)
@_templates
@_quiet
@_report
@_set_exit_code
def _build(  # noqa: PLR0913  one for each option
    sources: tuple[Path, ...],
    output: Path | None,
    formats: tuple[str, ...],
    jobs: int | None,
    templates: Path | None,
    report: str | None,
    *,
    force: bool,
    explain: bool,
    strict: bool,
    keep_going: bool,
    quiet: bool,
) -> bool:
    """Build content/, or the given files and folders, into output/.

    Makes .yaml, .wiki (MediaWiki markup), .html and .pdf of each source. What is up to date is left
    alone, and so is an artifact that was edited since it was built.
    """
    settings = Settings(
        project=find_project(Path(), output),
        formats=formats,
        templates=templates,
        jobs=jobs,
        force=force,
        fail_fast=not keep_going,
    )
    if report:
        summary = build(sources, settings)
        _write_out(REPORTS[report](summary).encode())
    else:
        printer = _Printer(explain=explain, quiet=quiet)
        summary = build(sources, settings, printer.print_outcome)
        printer.finish(summary)
    return not summary.fails(strict=strict)


_MARKS = {Status.BUILT: "green", Status.FAILED: "red", Status.UP_TO_DATE: "cyan"}


class _Printer:
    """Prints a build while it runs: each document with its problems, then what many share."""

    def __init__(self, *, explain: bool, quiet: bool) -> None:
        self._explain, self._quiet = explain, quiet
        self._printed: set[Problem] = set()
        self._shared: list[Problem] = []

    def print_outcome(self, outcome: Outcome) -> None:
        """Print one line for each document that was built or failed; with ``explain`` for all.

        An error in a file that many documents share is printed with the first of them; warnings
        about such files wait for the end, where they are counted.
        """
        if not self._quiet and (outcome.status is not Status.UP_TO_DATE or self._explain):
            self._print_status(outcome)
        source = shown(outcome.source)
        now = [p for p in outcome.problems if p.file == source or p.severity is Severity.ERROR]
        self._shared += [problem for problem in outcome.problems if problem not in now]
        _print_problems(problem for problem in now if problem not in self._printed)
        self._printed.update(now)

    def finish(self, summary: Summary) -> None:
        """Print what belongs to no document alone, and the numbers."""
        _print_problems(self._shared)
        _print_problems(problem for problem in summary.problems if problem not in self._printed)
        if not self._quiet:
            click.echo(describe_counts(summary))

    def _print_status(self, outcome: Outcome) -> None:
        status = click.style(f"{outcome.status:<10}", fg=_MARKS[outcome.status], bold=True)
        line = f"{status} {shown(outcome.source)}"
        if outcome.status is Status.BUILT:
            line += f" → {_join(outcome)}  ({outcome.seconds:.2f} s)"
        click.echo(line)
        for reason in outcome.reasons if self._explain else ():
            click.echo(f"{'':10} because {reason}")


def _join(outcome: Outcome) -> str:
    """The artifacts in one word: ``output/a.{yaml,pdf}``."""
    paths = list(outcome.artifacts)
    if len(paths) == 1:
        return shown(paths[0])
    stem = f"{outcome.source.stem}."
    suffixes = ",".join(path.name.removeprefix(stem) for path in paths)
    return f"{shown(paths[0].with_name(stem))}{{{suffixes}}}"


# ----------------------------------------------------------------------------------------- convert


@_commands.command("convert")
@click.argument("paths", nargs=-1, required=True, metavar="IN OUT", type=_path(allow_dash=True))
@click.option("--from", "source_format", type=click.Choice(list(FORMATS)), help="Format of IN.")
@click.option("--to", "target_format", type=click.Choice(list(FORMATS)), help="Format of OUT.")
@click.option("--base", type=_path(), help="Wikitext to change selectively.  [default: OUT]")
@click.option("--into", type=_path(file_okay=False), help="Folder for many files at once.")
@_strict
@_templates
@_set_exit_code
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

    The suffix of a file says its format (.wiki .wikitext .mediawiki: MediaWiki markup;
    .txt: the plain dialect; .yaml .json .html .pdf). An existing file of wikitext keeps its
    dialect, and all of its text that says what IN says.
    """  # noqa: D301  click wants the character \b
    good = True
    for source, target in _pair(paths, into, target_format):
        try:
            good &= _convert_one(
                source, target, (source_format, target_format), base, templates, strict=strict
            )
        except ProblemError as failure:
            _print_problems(failure.problems)
            good = False
    return good


def _pair(paths: Sequence[Path], into: Path | None, target: str | None) -> list[tuple[Path, Path]]:
    if into is None:
        if len(paths) != 2:
            message = "give IN and OUT, or any number of IN with --to and --into"
            raise click.UsageError(message)
        return [(paths[0], paths[1])]
    if target is None:
        message = "--into needs --to"
        raise click.UsageError(message)
    if Path(_STREAM) in paths:
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
    path: Path,
    target: Path,
    formats: tuple[str | None, str | None],
    base: Path | None,
    templates: Path | None,
    *,
    strict: bool,
) -> bool:
    """Convert one file, and write the result unless there are problems that forbid it."""
    from wikibrief.engine import workers  # noqa: PLC0415  reads documents: not for a build
    from wikibrief.project import convert  # noqa: PLC0415
    from wikibrief.project.templates import open_templates  # noqa: PLC0415

    source, project = _open(path, formats[0])
    into = None if str(target) == _STREAM else target
    if into is None and formats[1] is None:
        message = "`-` as OUT needs --to"
        raise click.UsageError(message)
    row = convert.choose_format(target, formats[1])
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
    _print_problems(problems)
    good = _is_good(problems, strict=strict)
    if good and into is None:
        _write_out(content)
    elif good and into is not None:
        files.save(into, content, seen)
    return good


def _open(path: Path, name: str | None) -> tuple[Source, Project]:
    from wikibrief.project import convert  # noqa: PLC0415

    here = find_project(Path())
    if str(path) != _STREAM:
        return convert.open_file(path, here, name)
    if name is None:
        message = "`-` as IN needs --from"
        raise click.UsageError(message)
    if sys.stdin is None:
        raise ProblemError(error("cannot read: it is closed", file=_INPUT))
    text = files.to_text(sys.stdin.buffer.read(), Path(_INPUT))
    return convert.open_stream(text, _INPUT, here, name), here


def _write_out(content: bytes) -> None:
    """Write to the output stream, to the end. Raises ProblemError when it takes no more."""
    if sys.stdout is None:
        raise ProblemError(error("cannot write: it is closed", file=_OUTPUT))
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise  # the reader has read enough: click ends quietly
    except OSError as failure:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123  the end would try the rest again
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        message = f"cannot write: {(failure.strerror or str(failure)).lower()}"
        raise ProblemError(error(message, file=_OUTPUT)) from failure


# ------------------------------------------------------------------------------------ check, schema


@_commands.command("check")
@click.argument("sources", nargs=-1, type=_path())
@click.option(
    "--transclusions",
    is_flag=True,
    help="List the transclusions instead, and how each is shown.",
)
@_output
@_formats
@_jobs
@_strict
@_templates
@_report
@_set_exit_code
def _check(  # noqa: PLR0913
    sources: tuple[Path, ...],
    output: Path | None,
    formats: tuple[str, ...],
    jobs: int | None,
    templates: Path | None,
    report: str | None,
    *,
    transclusions: bool,
    strict: bool,
) -> bool:
    """Report the problems of content/, or of the given files and folders; write nothing.

    They are those that `wikibrief build` with the same options would report.
    """
    from wikibrief.project.checking import check_sources  # noqa: PLC0415

    settings = Settings(
        project=find_project(Path(), output), formats=formats, templates=templates, jobs=jobs
    )
    if transclusions:
        return _list_transclusions(sources, settings)
    summary = check_sources(sources, settings)
    if report:
        _write_out(REPORTS[report](summary).encode())
    else:
        _print_problems(summary.all_problems)
    return not summary.fails(strict=strict)


def _list_transclusions(sources: Sequence[Path], settings: Settings) -> bool:
    """One line for each name: how often, what shows it; then the share of what is shown."""
    from wikibrief.project.checking import count_transclusions  # noqa: PLC0415

    counted = count_transclusions(sources, settings)
    for use in counted.uses:
        click.echo(f"{use.times:>7}  {use.shown or '-':<24}  {use.name}")
    share = counted.shown / counted.all if counted.all else 1
    click.echo(
        f"{counted.shown} of {counted.all} uses have a layout or are hidden on purpose: {share:.1%}"
    )
    _print_problems(counted.problems)
    return not counted.problems


@_commands.command("facts")
@click.argument("sources", nargs=-1, type=_path())
@click.option(
    "--to",
    "form",
    type=click.Choice(["yaml", "csv", "json", "geojson"]),
    default="yaml",
    show_default=True,
    help="What to write them as.",
)
@click.option("--claims", is_flag=True, help="With --to csv: one row for each claim.")
@_jobs
@_set_exit_code
def _facts(sources: tuple[Path, ...], form: str, jobs: int | None, *, claims: bool) -> bool:
    """Write what content/, or the given files and folders, say as data.

    \b
      wikibrief facts raid.wiki                         date, place, sides, losses, claims …
      wikibrief facts --to csv > incidents.csv          a row for each article
      wikibrief facts --to csv --claims > claims.csv    a row for each claim
      wikibrief facts --to geojson > incidents.geojson

    What is not understood is left out, and listed under `unread`.
    """  # noqa: D301  click wants the character \b
    from wikibrief.project.facts import collect_facts, write_facts  # noqa: PLC0415

    if claims and form != "csv":
        message = "--claims needs --to csv"
        raise click.UsageError(message)
    facts, problems = collect_facts(sources, Settings(jobs=jobs))
    _print_problems(problems)
    one = len(sources) == 1 and sources[0].is_file()
    if facts or not problems:
        _write_out(write_facts(facts, form, one=one, claims=claims).encode())
    return _is_good(problems, strict=False)


@_commands.command("diff")
@click.argument("paths", nargs=-1, metavar="[OLD] NEW", type=_path(exists=True))
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
@_jobs
@_templates
@_set_exit_code
def _diff(
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
      wikibrief diff --since main content/mali     a folder in it
    """  # noqa: D301  click wants the character \b
    from wikibrief.changes import show  # noqa: PLC0415
    from wikibrief.project import versions  # noqa: PLC0415
    from wikibrief.project.templates import open_templates  # noqa: PLC0415

    settings = Settings(jobs=jobs, templates=templates)
    if len(paths) != 2 and (since is None or len(paths) > 1):
        message = "name OLD and NEW, or a revision with --since"
        raise click.UsageError(message)
    if since is None:
        old, new = paths
        changes, problems = versions.compare_paths(old, new, settings)
    elif len(paths) == 2:
        message = "--since takes the place of OLD"
        raise click.UsageError(message)
    else:
        folder = paths[0] if paths else settings.project.content
        changes, problems = versions.compare_with_revision(folder.absolute(), since, settings)
    _print_problems(problems)
    if form == "html":
        page = show.show_html(changes, open_templates(settings.template_folder))
        _write_out(page.encode())
    else:
        write = show.show_yaml if form == "yaml" else show.show_text
        _write_out(write(changes).encode())
    return _is_good(problems, strict=False) and not (exit_code and changes)


@_commands.command("schema")
@click.option("--metadata", is_flag=True, help="That of _defaults.yaml and NAME.meta.yaml instead.")
@click.option("--output", type=_path(dir_okay=False), help="File to write.  [default: stdout]")
@_set_exit_code
def _schema(output: Path | None, *, metadata: bool) -> bool:
    """Write the JSON Schema of the YAML form, for editors that check and complete."""
    from wikibrief.yamlform.schema import dump_schema  # noqa: PLC0415

    text = dump_schema(metadata=metadata)
    if output:
        files.save(output, text.encode(), files.stamp(output))
    else:
        _write_out(text.encode())
    return True
