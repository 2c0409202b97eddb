"""Checks of arguments: given twice, not known to the infobox, or without a name in it."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from wikibrief.checks.constructs import Given, Transcluded
from wikibrief.checks.findings import CheckedSource, report
from wikibrief.markup.dialects import KNOWN_PARAMETERS, PLAIN_INFOBOX
from wikibrief.markup.units import Piece
from wikibrief.model.document import Argument, Infobox
from wikibrief.problems import Problem, note, warning

__all__ = ["check_arguments"]

_ALIKE = 0.75
"""How much a name must be like a known one to be taken for a slip of it; 1 is the same."""


def check_arguments(subject: CheckedSource) -> Iterator[Problem]:
    """What is wrong with the arguments of transclusions, and of the infobox above all."""
    infoboxes = [piece for piece in subject.reading.pieces if isinstance(piece.unit, Infobox)]
    plain = [_plain(piece) for piece in infoboxes if subject.reading.dialect == "plain"]
    yield from _check_repeated(subject, [*subject.constructs.transclusions, *plain])
    for piece in infoboxes:
        yield from _check_unnamed(subject, piece)
        yield from _check_unknown(subject, piece)


def _plain(infobox: Piece) -> Transcluded:
    """The plain dialect's infobox as if it were a transclusion."""
    given = [
        Given(name, part.start, part.start, part.end)
        for part, name in _arguments(infobox)
        if name is not None
    ]
    return Transcluded(PLAIN_INFOBOX, infobox.start, tuple(given))


def _arguments(infobox: Piece) -> Iterator[tuple[Piece, str | None]]:
    for part in infobox.parts:
        if isinstance(part.unit, Argument):
            yield part, part.unit.name


def _check_repeated(subject: CheckedSource, transclusions: list[Transcluded]) -> Iterator[Problem]:
    """Arguments given twice; ``=`` in parser functions (``{{#if:…}}``) names no arguments."""

    def tell(pair: tuple[Given, Given]) -> Problem:
        first, again = pair
        line, _ = subject.place(first.start)
        message = f"`{again.name}` is given again (first in line {line}); the wiki shows the last"
        return warning(
            f"{message} one",
            at=subject.place(again.start),
            hint="delete one",
            code="repeated-argument",
        )

    repeated = (
        pair
        for transclusion in transclusions
        if not transclusion.name.startswith("#")
        for pair in _pairs(transclusion)
    )
    yield from report(repeated, tell, "arguments are given again")


def _pairs(transclusion: Transcluded) -> Iterator[tuple[Given, Given]]:
    """The first argument of a name and a later one, for each of these."""
    first: dict[str, Given] = {}
    for given in transclusion.arguments:
        if given.name and first.setdefault(given.name, given) is not given:
            yield first[given.name], given


def _check_unnamed(subject: CheckedSource, infobox: Piece) -> Iterator[Problem]:
    def tell(part: Piece) -> Problem:
        text = " ".join(subject.text[part.start : part.end].split())[:60]
        place = subject.place(part.start)
        if subject.reading.dialect == "plain":
            return warning(
                f"no colon in “- {text}”",
                at=place,
                hint="write `- Key: value`",
                code="unnamed-argument",
            )
        return warning(
            f"“{text}” has no name, so the infobox does not show it",
            at=place,
            hint="write `| name = value`; a `|` inside a value is written `{{!}}`",
            code="unnamed-argument",
        )

    unnamed = (
        part
        for part, name in _arguments(infobox)
        if name is None and subject.text[part.start : part.end].strip()
    )
    yield from report(unnamed, tell, "arguments have no name")


def _check_unknown(subject: CheckedSource, infobox: Piece) -> Iterator[Problem]:
    """Names that the military infobox has no parameter for; those of others are not known here."""
    if not isinstance(infobox.unit, Infobox) or not _is_military(infobox.unit.name):
        return

    def tell(found: tuple[Piece, str]) -> Problem:
        part, name = found
        place = subject.place(part.start)
        message = f"`{name[:60]}` is no parameter of `{PLAIN_INFOBOX}`: the wiki does not show it"
        near = get_close_matches(name.lower()[:60], sorted(KNOWN_PARAMETERS), n=1, cutoff=_ALIKE)
        if near:
            return warning(
                message, at=place, hint=f"did you mean `{near[0]}`?", code="unknown-argument"
            )
        return note(message, at=place, code="unknown-argument")

    unknown = (
        (part, name)
        for part, name in _arguments(infobox)
        if name and name not in KNOWN_PARAMETERS and "<" not in name and "{" not in name
    )
    yield from report(unknown, tell, "arguments are not known")


def _is_military(name: str) -> bool:
    words = name.replace("_", " ").lower().removeprefix("template:").split()
    return words == PLAIN_INFOBOX.lower().split()
