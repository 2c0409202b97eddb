"""Reviews of facts: whether they are about facts, and about the text that is there now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wikibrief.engine.files import shown
from wikibrief.facts.extract import read_facts, words_of
from wikibrief.facts.reviews import Outdated, apply_reviews, find_outdated
from wikibrief.problems import Problem, ProblemError, Severity, error
from wikibrief.project.content.inputs import ObservedFiles
from wikibrief.yamlform.parser import parse

if TYPE_CHECKING:
    from wikibrief.model.document import Document
    from wikibrief.model.metadata import Metadata, Review

__all__ = ["check_reviews"]


def check_reviews(
    document: Document, metadata: Metadata, paths: Sequence[Path], inputs: ObservedFiles
) -> Iterator[Problem]:
    """Find the reviews that are out of date; ``paths`` are the metadata files.

    Raises ProblemError for a review of no fact, or with a value of the wrong form.
    """
    facts = read_facts(document)
    right: dict[str, Review] = {}
    wrong: list[Problem] = []
    for key, review in metadata.reviews.items():
        try:
            apply_reviews(facts, {key: review})
            right[key] = review
        except ValueError as failure:
            file, *at = _place(key, paths, inputs)
            wrong.append(error(str(failure), at=(at[0], at[1]), file=file, code="bad-value"))
    for outdated in find_outdated(document, facts, right, words_of(document)):
        yield _about(outdated, _place(outdated.key, paths, inputs))
    if wrong:
        raise ProblemError(wrong)


def _about(outdated: Outdated, place: tuple[str, int, int]) -> Problem:
    """Say that a review is out of date, or that it cannot be known whether it is."""
    key, now = outdated.key, outdated.now or "nothing"
    if outdated.text is None:
        severity, code = Severity.NOTE, "review-without-text"
        message = f"the review of `{key}` does not say which text it was made from"
        hint = f"add `text: {now}`, so that a change of it is noticed"
    else:
        severity, code = Severity.WARNING, "outdated-review"
        message = (
            f"the review of `{key}` is out of date: it was made from “{outdated.text}”, "
            f"and the article now says “{now}”"
        )
        hint = "look at the fact again, then correct the review's value and text"
    file, line, column = place
    return Problem(severity, message, line, column, file, hint, code=code)


def _place(key: str, paths: Sequence[Path], inputs: ObservedFiles) -> tuple[str, int, int]:
    """The file of a review, and its line and column: the last file that has it counts."""
    for path in reversed(paths):
        text = inputs.read_if_there(path)
        parsed = parse(text) if text else None
        data = parsed.data if parsed else None
        reviews = data.get("reviews") if isinstance(data, dict) else None
        if parsed and isinstance(reviews, dict) and key in reviews:
            return (shown(path), *parsed.place(("reviews", key)))
    return "", 0, 0
