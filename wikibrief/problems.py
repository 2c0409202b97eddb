"""Problems: what is reported about a source, and where it is.

A *problem* is a finding with a place. Anything that a user's file, option or template can get
wrong ends as one; a traceback that reaches a user is a bug of ours.
"""

from __future__ import annotations

import enum
import errno
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

__all__ = [
    "LineMap",
    "Problem",
    "ProblemError",
    "Severity",
    "error",
    "lacks_memory",
    "note",
    "warning",
]


class Severity(enum.StrEnum):
    """How much a problem matters: an error stops its document, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. ``line`` and ``column`` count characters from 1; 0 means the whole file.

    ``path`` leads to the value of the document that it is about, where that is known. ``code``
    names what kind of problem it is, for programs; ``project/kinds`` explains each.
    """

    severity: Severity
    message: str
    line: int = 0
    column: int = 0
    file: str = ""
    hint: str = ""
    path: tuple[str | int, ...] = ()
    code: str = ""

    def __str__(self) -> str:
        """As compilers write it, so that editors can jump there: ``file:line:column: error: …``."""
        place = self.file or "-"
        if self.line:
            place += f":{self.line}:{self.column}"
        text = f"{place}: {self.severity}: {self.message}"
        return f"{text}\n    hint: {self.hint}" if self.hint else text

    def in_file(self, file: str) -> Problem:
        """The same problem, placed in ``file`` unless it already names one."""
        return self if self.file else replace(self, file=file)


class ProblemError(Exception):
    """Raised where work cannot go on; carries every problem found so far."""

    def __init__(self, problems: Iterable[Problem] | Problem) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[ProblemError], tuple[tuple[Problem, ...]]]:
        """Survive the way back from a worker process."""
        return type(self), (self.problems,)

    def with_place(
        self, place_of: Callable[[tuple[str | int, ...]], tuple[int, int]]
    ) -> ProblemError:
        """The same error where ``place_of`` tells line and column of the values it is about."""
        return ProblemError(
            replace(problem, line=place[0], column=place[1])
            if problem.path and not problem.line and (place := place_of(problem.path))
            else problem
            for problem in self.problems
        )

    def in_file(self, file: str) -> ProblemError:
        """The same error with its problems placed in ``file``."""
        return ProblemError(problem.in_file(file) for problem in self.problems)


def error(
    message: str, *, at: tuple[int, int] = (0, 0), hint: str = "", file: str = "", code: str = ""
) -> Problem:
    """An error at ``(line, column)``."""
    return Problem(Severity.ERROR, message, *at, file=file, hint=hint, code=code)


def warning(
    message: str, *, at: tuple[int, int] = (0, 0), hint: str = "", file: str = "", code: str = ""
) -> Problem:
    """A warning at ``(line, column)``."""
    return Problem(Severity.WARNING, message, *at, file=file, hint=hint, code=code)


def note(
    message: str, *, at: tuple[int, int] = (0, 0), hint: str = "", file: str = "", code: str = ""
) -> Problem:
    """A note at ``(line, column)``."""
    return Problem(Severity.NOTE, message, *at, file=file, hint=hint, code=code)


class LineMap:
    r"""Offsets in a text → line and column, both from 1. Lines end at ``\n``."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        position = text.find("\n")
        while position >= 0:
            self._starts.append(position + 1)
            position = text.find("\n", position + 1)

    def place(self, offset: int) -> tuple[int, int]:
        """The (line, column) of the character at ``offset``."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def lacks_memory(failure: BaseException) -> bool:
    """Whether something failed for want of memory, in whatever way the system says so.

    A library that finds no room is an ``ImportError``, a thread without a stack a ``RuntimeError``.
    """
    if isinstance(failure, OSError):
        return failure.errno == errno.ENOMEM
    said = str(failure).lower() if isinstance(failure, ImportError | RuntimeError) else ""
    signs = "failed to map", "cannot allocate memory", "can't start new thread"
    return isinstance(failure, MemoryError) or any(sign in said for sign in signs)
