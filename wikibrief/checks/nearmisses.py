"""Checks of near misses: what other markup, or a slip, writes almost as the wiki does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wikibrief.checks.findings import CheckedSource, report
from wikibrief.markup.units import Piece
from wikibrief.model.document import Infobox
from wikibrief.problems import Problem, warning
from wikibrief.wiki.tags import Is, names_in, tags_with

__all__ = ["check_near_misses"]

_INFOBOX = re.compile(
    r"^(?P<name>[ \t=']*infobox[ \t=':]*)\n+(?P<lines>(?:[ \t]*[-*+•][ \t]*[^\n:|]+:[^\n]*\n?)+)",
    re.MULTILINE | re.IGNORECASE,
)
_ITEM = re.compile(r"^[ \t]*[*+•][ \t]*(?P<key>[^\n:|*]+):", re.MULTILINE)
_HEADING = re.compile(r"^(?P<marks>#{1,6})[ \t]+(?P<text>[^\s#][^\n]*)", re.MULTILINE)
_BOLD = re.compile(r"(?<![\w*])\*\*(?P<text>[^\s*](?:[^*\n]*[^\s*])?)\*\*(?![\w*])")
_LINK = re.compile(r"(?<!\[)\[(?P<text>[^\[\]\n]+)\]\((?P<address>https?://[^\s()]+)\)")
_INCLUSION = re.compile(rf"</?(?:{names_in(tags_with(Is.INCLUSION))})\b", re.IGNORECASE)
_LIST_MARKS = ("*", "#", ":", ";")


def check_near_misses(subject: CheckedSource) -> Iterator[Problem]:
    """What the wiki reads otherwise than its author meant."""
    yield from _infobox(subject)
    yield from _headings(subject)
    yield from _check_bold(subject)
    yield from _links(subject)


def _infobox(subject: CheckedSource) -> Iterator[Problem]:
    """The plain dialect's infobox, with a colon, a heading or other marks."""
    if match := _INFOBOX.search(subject.text):
        box = _read_infobox(subject)
        name = match["name"].strip()
        if not _is_shown(subject, match) or (box and box.start <= match.start() < box.end):
            return
        if name != "Infobox":
            message = f"`{name}` begins no infobox: it is read as text"
            hint = "write `Infobox` alone on its line, and `- Key: value` lines below it"
            yield warning(
                message, at=subject.place(match.start("name")), hint=hint, code="infobox-near-miss"
            )
        yield from _items(subject, match.start("lines"), match.end("lines"))


def _read_infobox(subject: CheckedSource) -> Piece | None:
    pieces = subject.reading.pieces
    return next((piece for piece in pieces if isinstance(piece.unit, Infobox)), None)


def _items(subject: CheckedSource, start: int, end: int) -> Iterator[Problem]:
    """The lines of an infobox that begin with another mark."""

    def tell(item: re.Match[str]) -> Problem:
        line = " ".join(item[0].split())
        message = f"`{line}` is an item of a list, not a line of the infobox"
        hint = f"write `- {item['key'].strip()}: …`"
        return warning(message, at=subject.place(item.start()), hint=hint, code="infobox-near-miss")

    found = _ITEM.finditer(subject.text, start, end)
    yield from report(found, tell, "lines are items of a list, not of the infobox")


def _headings(subject: CheckedSource) -> Iterator[Problem]:
    """Headings as in Markdown, which are numbered lists of one item to a wiki."""

    def tell(heading: re.Match[str]) -> Problem:
        marks = "=" * len(heading["marks"])
        text = " ".join(heading["text"].rstrip("# \t").split())
        message = f"`{heading['marks']} {text[:60]}` is an item of a numbered list, not a heading"
        place = subject.place(heading.start())
        return warning(
            message, at=place, hint=f"write `{marks} {text[:60]} {marks}`", code="markdown"
        )

    found = (each for each in _HEADING.finditer(subject.text) if not _INCLUSION.search(each[0]))
    lines = [each for each in found if _is_shown(subject, each)]
    alone = [each for each in lines if _is_alone(subject, each)]
    is_markdown = len(lines) == 1 or any(len(each["marks"]) > 1 for each in alone)
    meant = (each for each in alone if len(each["marks"]) > 1 or is_markdown)
    yield from report(meant, tell, "headings are items of numbered lists")


def _is_alone(subject: CheckedSource, heading: re.Match[str]) -> bool:
    """Whether no list is around a line, and it has no item above it that it could be part of."""
    text = subject.text
    before = text.rfind("\n", 0, max(heading.start() - 1, 0)) + 1
    after = heading.end() + 1
    is_first_item = heading.start() == 0 or not text.startswith(_LIST_MARKS, before)
    return is_first_item and not text.startswith(_LIST_MARKS, after)


def _check_bold(subject: CheckedSource) -> Iterator[Problem]:
    """Bold text as in Markdown, which a wiki shows with its asterisks."""

    def tell(bold: re.Match[str]) -> Problem:
        message = f"`{bold[0][:60]}` is not bold: the asterisks are shown"
        hint = f"write `'''{bold['text'][:60]}'''`"
        return warning(message, at=subject.place(bold.start()), hint=hint, code="markdown")

    found = (each for each in _BOLD.finditer(subject.text) if _is_shown(subject, each))
    yield from report(found, tell, "texts have asterisks and are not bold")


def _links(subject: CheckedSource) -> Iterator[Problem]:
    """Links as in Markdown."""

    def tell(link: re.Match[str]) -> Problem:
        message = f"`{link[0][:60]}` is not a link with this text"
        hint = f"write `[{link['address'][:60]} {link['text'][:60]}]`"
        return warning(message, at=subject.place(link.start()), hint=hint, code="markdown")

    found = (
        each
        for each in _LINK.finditer(subject.text)
        if "://" not in each["text"] and _is_shown(subject, each)
    )
    yield from report(found, tell, "links are written as in Markdown")


def _is_shown(subject: CheckedSource, match: re.Match[str]) -> bool:
    return not subject.constructs.is_hidden(match.start())
