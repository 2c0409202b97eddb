"""How a command ends: its problems, as compilers say them, and its exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec

import click

from wikibrief.problems import Problem, ProblemError, Severity
from wikibrief.project.reports import Collected, collect

__all__ = ["is_good", "print_problems", "set_exit_code"]

P = ParamSpec("P")

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def set_exit_code(work: Callable[P, bool]) -> Callable[P, None]:
    """Make a command's result (did it go well?) the exit code."""

    @wraps(work)
    def command(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            good = work(*args, **kwargs)
        except ProblemError as failure:
            print_problems(failure.problems)
            good = False
        except KeyboardInterrupt:
            click.echo("stopped", err=True)
            sys.exit(130)
        sys.exit(0 if good else 1)

    return command


def print_problems(problems: Iterable[Problem], echo: Callable[..., None] = click.echo) -> None:
    """Write problems to the error stream; what is found many times is one line."""
    for each in collect(problems):
        echo(_format_problem(each), err=True)


def _format_problem(each: Collected) -> str:
    """Format a problem as compilers do."""
    word = f"{each.problem.severity}:"
    severity = click.style(word, fg=_COLOURS[each.problem.severity], bold=True)
    return str(each).replace(word, severity, 1)


def is_good(problems: Iterable[Problem], *, strict: bool) -> bool:
    """Whether the problems are none that end a command with exit code 1."""
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return not any(problem.severity in bad for problem in problems)
