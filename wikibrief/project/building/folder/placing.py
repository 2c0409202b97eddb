"""Placing: what workers have staged is put in place, as far as no person has edited what is there.

What is announced in the log for several documents at once waits for the disk once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from wikibrief.engine import staging
from wikibrief.engine.log import BuildLog
from wikibrief.problems import Problem, ProblemError
from wikibrief.project.building.folder.protection import protect
from wikibrief.project.building.outcomes import Outcome, Status

__all__ = ["place"]


def place(batch: Sequence[Outcome], log: BuildLog, *, force: bool) -> Iterator[Outcome]:
    """Put the artifacts of several documents in place; with ``force`` over edited ones, too."""
    ready = batch if force else [_refuse_edited(outcome, log) for outcome in batch]
    try:
        log.announce({outcome.source: outcome.staged for outcome in ready})
    except ProblemError as failure:
        if len(batch) == 1:
            yield _fail(batch[0], failure.problems)
        else:  # the others may be well
            for outcome in ready:
                yield from place([outcome], log, force=True)
    else:
        yield from (_put(outcome, log) for outcome in ready)


def _refuse_edited(outcome: Outcome, log: BuildLog) -> Outcome:
    """Let a document fail where a person has edited what it would replace."""
    edited = log.find_edited(outcome.staged)
    problems = [protect(path, outcome.source, is_ours=log.has_built(path)) for path in edited]
    return _fail(outcome, problems) if problems else outcome


def _put(outcome: Outcome, log: BuildLog) -> Outcome:
    """Put announced artifacts in place."""
    try:
        return replace(outcome, staged=(), artifacts=log.put(outcome.staged))
    except ProblemError as failure:
        return _fail(outcome, failure.problems)


def _fail(outcome: Outcome, problems: Iterable[Problem]) -> Outcome:
    """Let a document fail that was built, and take away what is not in place yet."""
    staging.discard(outcome.staged)
    problems = (*outcome.problems, *problems)
    return replace(outcome, status=Status.FAILED, staged=(), problems=problems)
