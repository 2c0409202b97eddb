"""What came of a build: of each document, and of all."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wikibrief.engine.files import Stamp
from wikibrief.engine.graph import Names
from wikibrief.engine.staging import Staged
from wikibrief.problems import Problem, Severity

__all__ = ["MADE", "WORKED", "Listener", "Outcome", "Status", "Summary"]


class Status(enum.StrEnum):
    """What happened to a document."""

    BUILT = "built"
    FROM_CACHE = "from cache"
    CHECKED = "checked"
    UP_TO_DATE = "up to date"
    DIRTY = "to build"
    FAILED = "failed"


MADE = frozenset({Status.BUILT, Status.FROM_CACHE})
"""The artifacts were put in place."""
WORKED = frozenset({*MADE, Status.CHECKED, Status.FAILED})
"""A worker had something to do."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to one document, why it was built, and what was read and written.

    A worker leaves its artifacts ``staged``: the build puts them in place. ``found`` and ``missed``
    are the names that it asked for, as in ``graph.Record``; ``titles`` its own. ``left`` is what it
    leaves for the files about all documents. ``asides`` are problems of the build that were found
    while the document was built, and are not the document's.
    """

    source: Path
    status: Status
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0
    reasons: tuple[str, ...] = ()
    staged: tuple[Staged, ...] = ()
    artifacts: Mapping[Path, Stamp] = field(default_factory=dict)
    inputs: Mapping[Path, Stamp] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    found: Names = field(default_factory=dict)
    missed: frozenset[str] = frozenset()
    left: str = ""
    asides: tuple[Problem, ...] = ()


class Listener:
    """Hears of a build while it runs. This one ignores it; others override what they care for."""

    def begin(self, total: int) -> None:
        """So many documents are to be built."""

    def advance(self) -> None:
        """One of these is done."""

    def take(self, outcome: Outcome) -> None:
        """What came of any document: in an order that does not depend on the number of workers."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A whole build: its documents by source, and the problems that are no document's."""

    outcomes: tuple[Outcome, ...] = ()
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0
    unbegun: int = 0
    """How many dirty documents were not begun, after a failure with ``fail_fast``."""
    unlisted: int = 0
    """How many documents without problems are up to date and not among the outcomes."""

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """The problems of the build and those of its documents, up-to-date ones included."""
        return (*self.problems, *(p for outcome in self.outcomes for p in outcome.problems))

    def count(self, severity: Severity) -> int:
        """Count the problems of one severity."""
        return sum(problem.severity is severity for problem in self.all_problems)

    def documents(self, status: Status) -> int:
        """Count the documents with this status."""
        known = Counter(outcome.status for outcome in self.outcomes)[status]
        return known + (self.unlisted if status is Status.UP_TO_DATE else 0)

    def fails(self, *, strict: bool = False) -> bool:
        """Whether anything is wrong enough for exit code 1."""
        return any(
            problem.severity is Severity.ERROR or (strict and problem.severity is Severity.WARNING)
            for problem in self.all_problems
        )
