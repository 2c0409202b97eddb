"""Checks of the markup itself: headings, characters, and what is opened and never closed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wikibrief.checks.findings import CheckedSource, report
from wikibrief.markup.reader.reading import Reading
from wikibrief.markup.units import Piece, TitleLine
from wikibrief.model.document import Heading
from wikibrief.problems import Problem, error, note, warning
from wikibrief.wiki.scanner import hides_rest

__all__ = ["check_emptiness", "check_markup"]

_OPENED = {"{{": "transclusion", "[[": "link", "<!--": "comment"}
_COMMENT = re.compile(r"<!--.*?-->")


def check_markup(subject: CheckedSource) -> Iterator[Problem]:
    """What is wrong with the text as markup."""
    yield from check_emptiness(subject.reading)
    yield from _whole(subject)
    yield from _headings(subject)
    yield from _characters(subject)
    yield from _unclosed(subject)


def check_emptiness(reading: Reading) -> Iterator[Problem]:
    """The one error of wikitext: there is none."""
    if not reading.pieces:
        yield error(
            "the source is empty",
            hint="begin with `= Title =` and a paragraph",
            code="empty-source",
        )


def _whole(subject: CheckedSource) -> Iterator[Problem]:
    reading = subject.reading
    if not reading.pieces:
        return
    if all(isinstance(piece.unit, TitleLine) for piece in reading.pieces):
        place = subject.place(reading.pieces[0].end)
        yield warning("there is a title but no text", at=place, code="no-text")
    elif reading.document.title is None and reading.dialect == "plain":
        hint = "begin with `= Title =`, or put `title:` into the .meta.yaml file next to it"
        yield note(
            "there is no title line; the file's name is the title",
            at=(1, 1),
            hint=hint,
            code="no-title",
        )


def _headings(subject: CheckedSource) -> Iterator[Problem]:
    """Headings that are not what their author meant: each is reported for one thing only."""
    unbalanced: list[tuple[Piece, Heading, int, int]] = []
    empty: list[Piece] = []
    skipping: list[tuple[Piece, Heading, int]] = []
    level = 1
    for piece in subject.reading.pieces:
        if not isinstance(heading := piece.unit, Heading):
            continue
        line = subject.text[piece.start : piece.end]
        before, after = len(line) - len(line.lstrip("=")), len(line) - len(line.rstrip("="))
        if not _COMMENT.sub("", heading.text).strip("= \t"):
            empty.append(piece)
        elif before != after:
            unbalanced.append((piece, heading, before, after))
        elif heading.level > level + 1:
            skipping.append((piece, heading, level))
        level = heading.level

    def tell_unbalanced(found: tuple[Piece, Heading, int, int]) -> Problem:
        piece, heading, before, after = found
        marks = "=" * max(before, after)
        return warning(
            f"unbalanced heading: {before} `=` before it and {after} after; "
            f"the wiki reads level {heading.level}, “{heading.text}”",
            at=subject.place(piece.start),
            hint=f"write `{marks} {heading.text.strip('= ')} {marks}`",
            code="unbalanced-heading",
        )

    def tell_skipping(found: tuple[Piece, Heading, int]) -> Problem:
        piece, heading, level = found
        return warning(
            f"“{heading.text}” skips from level {level} to {heading.level}",
            at=subject.place(piece.start),
            hint=f"write it with {level + 1} `=`",
            code="skipped-level",
        )

    def tell_empty(piece: Piece) -> Problem:
        return warning("the heading is empty", at=subject.place(piece.start), code="empty-heading")

    yield from report(unbalanced, tell_unbalanced, "headings are unbalanced")
    yield from report(skipping, tell_skipping, "headings skip a level")
    yield from report(empty, tell_empty, "headings are empty")


def _characters(subject: CheckedSource) -> Iterator[Problem]:
    if (offset := subject.text.find("\0")) >= 0:
        count = subject.text.count("\0")
        yield warning(
            f"NUL character{f' ({count} of them)' if count > 1 else ''}; wikis do not store it",
            at=subject.place(offset),
            hint="the file may be damaged, or not be text",
            code="odd-character",
        )


def _unclosed(subject: CheckedSource) -> Iterator[Problem]:
    last = subject.text.rfind(">")

    def tell(found: tuple[int, str]) -> Problem:
        offset, opener = found
        what = f"`{opener}` opens a {_OPENED[opener]} that" if opener in _OPENED else f"`{opener}>`"
        hides = hides_rest(opener, offset, last)
        effect = "hides everything after it" if hides else "it is shown as text"
        return warning(
            f"{what} is never closed: {effect}", at=subject.place(offset), code="unclosed-construct"
        )

    yield from report(subject.reading.scan.unclosed, tell, "openers are never closed")
