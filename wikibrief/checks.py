"""Checks: what an editor wants to know about a source, each finding at its place.

Nothing here stops a build but an empty source: wikitext has no syntax errors, only surprises.
"""

from __future__ import annotations

from collections.abc import Iterator

from wikibrief.dialects import Dialect
from wikibrief.document import Argument, Infobox
from wikibrief.outline import Heading, Piece, Title
from wikibrief.problems import Problem, error, note, warning
from wikibrief.reader import Reading, read_source

__all__ = ["check", "check_reading"]

_MOST_OF_A_KIND = 20


def check(text: str, title: str | None = None, dialect: Dialect | None = None) -> list[Problem]:
    """All problems of a source text, in the order of their places."""
    return check_reading(read_source(text, title, dialect))


def check_reading(reading: Reading) -> list[Problem]:
    """All problems of what has been read, in the order of their places."""
    found = [
        *_whole(reading),
        *_headings(reading),
        *_infobox(reading),
        *_characters(reading),
        *_unclosed(reading),
    ]
    return sorted(found, key=lambda problem: (problem.line, problem.column))


def _whole(reading: Reading) -> Iterator[Problem]:
    if not reading.pieces:
        yield error("the source is empty", hint="begin with `= Title =` and a paragraph")
    elif all(isinstance(piece.unit, Title) for piece in reading.pieces):
        yield warning("there is a title but no text", at=_place(reading, reading.pieces[0].end))
    elif reading.document.title is None and reading.dialect == "plain":
        hint = "begin with `= Title =`, or put `title:` into the .meta.yaml file beside it"
        yield note("there is no title line; the file's name is the title", at=(1, 1), hint=hint)


def _headings(reading: Reading) -> Iterator[Problem]:
    text = reading.source.text
    level = 1
    for piece in reading.pieces:
        if not isinstance(piece.unit, Heading):
            continue
        heading, place = piece.unit, _place(reading, piece.start)
        line = text[piece.start : piece.end]
        before, after = len(line) - len(line.lstrip("=")), len(line) - len(line.rstrip("="))
        if before != after:
            yield warning(
                f"unbalanced heading: {before} `=` before it and {after} after; "
                f"the wiki reads level {heading.level}, “{heading.text}”",
                at=place,
                hint=f"write `{'=' * max(before, after)} {heading.text.strip('= ')} "
                f"{'=' * max(before, after)}`",
            )
        elif heading.level > level + 1:
            yield warning(
                f"“{heading.text}” skips from level {level} to {heading.level}",
                at=place,
                hint=f"write it with {level + 1} `=`",
            )
        level = heading.level


def _infobox(reading: Reading) -> Iterator[Problem]:
    for piece in reading.pieces:
        if isinstance(piece.unit, Infobox):
            yield from _arguments(reading, piece)


def _arguments(reading: Reading, infobox: Piece) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for piece in infobox.parts[1:]:
        argument, place = piece.unit, _place(reading, piece.start)
        if not isinstance(argument, Argument):
            continue
        if argument.name is None:
            yield _unnamed(argument, place, reading.dialect)
        elif argument.name in seen:
            message = f"`{argument.name}` is given again (first in line {seen[argument.name]})"
            yield warning(f"{message}; the wiki shows the last one", at=place, hint="delete one")
        else:
            seen[argument.name] = place[0]


def _unnamed(argument: Argument, place: tuple[int, int], dialect: Dialect) -> Problem:
    text = " ".join(argument.value.split())[:60]
    if dialect == "plain":
        return warning(f"no colon in “- {text}”", at=place, hint="write `- Key: value`")
    return warning(
        f"“{text}” has no name, so the infobox does not show it",
        at=place,
        hint="write `| name = value`; a `|` inside a value is written `{{!}}`",
    )


def _characters(reading: Reading) -> Iterator[Problem]:
    text = reading.source.text
    if (offset := text.find("\0")) >= 0:
        count = text.count("\0")
        yield warning(
            f"NUL character{f' ({count} of them)' if count > 1 else ''}; wikis do not store it",
            at=_place(reading, offset),
            hint="the file may be damaged, or not be text",
        )


_NAMES = {"{{": "transclusion", "[[": "link", "<!--": "comment"}


def _unclosed(reading: Reading) -> Iterator[Problem]:
    unclosed = reading.scan.unclosed
    for offset, opener in unclosed[:_MOST_OF_A_KIND]:
        what = f"`{opener}` opens a {_NAMES[opener]} that" if opener in _NAMES else f"`{opener}>`"
        effect = "hides everything after it" if opener == "<!--" else "it is shown as text"
        yield warning(f"{what} is never closed: {effect}", at=_place(reading, offset))
    if (more := len(unclosed) - _MOST_OF_A_KIND) > 0:
        place = _place(reading, unclosed[_MOST_OF_A_KIND][0])
        yield warning(f"{more} more openers are never closed", at=place)


def _place(reading: Reading, offset: int) -> tuple[int, int]:
    return reading.source.lines.place(offset)
