"""The ledger: what has come of a build so far."""

from __future__ import annotations

import time
from collections.abc import Iterable

from wikibrief.problems import Problem, Severity
from wikibrief.project.building.outcomes import MADE, Listener, Outcome, Status, Summary

__all__ = ["Ledger"]

_DONE = frozenset({*MADE, Status.UP_TO_DATE})


class Ledger:
    """Takes what comes of documents, which its ``listener`` hears, and of the build."""

    def __init__(self, listener: Listener, problems: Iterable[Problem] = ()) -> None:
        self.listener = listener
        self.outcomes: list[Outcome] = []
        self.problems = list(problems)
        self.unbegun = self.unlisted = 0
        self._began = time.perf_counter()
        self._is_once = False  # whether something was reported that the next build will not

    def report(self, outcome: Outcome) -> None:
        """Take what came of a document."""
        self.outcomes.append(outcome)
        self.listener.take(outcome)

    def report_once(self, problems: Iterable[Problem]) -> None:
        """Take problems that the next build will not have, each once."""
        for problem in problems:
            self._is_once = True
            if problem not in self.problems:
                self.problems.append(problem)

    @property
    def leaves_nothing_to_do(self) -> bool:
        """Whether nothing is to do next time."""
        failed = any(problem.severity is Severity.ERROR for problem in self.problems)
        done = all(outcome.status in _DONE for outcome in self.outcomes)
        return done and not failed and not self._is_once

    def sum_up(self) -> Summary:
        """Make the summary of a build that has ended."""
        return Summary(
            tuple(sorted(self.outcomes, key=lambda outcome: outcome.source)),
            tuple(self.problems),
            time.perf_counter() - self._began,
            self.unbegun,
            self.unlisted,
        )
