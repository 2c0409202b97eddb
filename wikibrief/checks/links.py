"""Checks of links: those that lead nowhere, and files that are not there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import NamedTuple
from urllib.parse import unquote

from wikibrief.checks.findings import CheckedSource, report
from wikibrief.problems import Problem, warning
from wikibrief.wiki.namespaces import Namespace, prefix_at
from wikibrief.wiki.titles import page_name, parse_title

__all__ = ["check_files", "check_links"]

_NAMELESS = re.compile(r"\[\[[\s_]*+(?:\||\]\])")
_ADDRESSLESS = re.compile(r"\[(?:https?|ftps?)://(?=[\s\]])", re.IGNORECASE)
_PAGE = re.compile(r"[^\[\]{}|<>\n]*")
_ALIKE = 0.8  # 1 is the same name
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LINE = re.compile(r"[^\n]+")


class _File(NamedTuple):
    """A file that the text names, and where."""

    name: str
    start: int


def check_links(subject: CheckedSource) -> Iterator[Problem]:
    """Links that are empty, and lines of galleries."""
    text, constructs = subject.text, subject.constructs
    nameless = [link.start for link in constructs.links if _NAMELESS.match(text, link.start)]
    starts = (match.start() for match in _ADDRESSLESS.finditer(text))
    addressless = [start for start in starts if not constructs.is_hidden(start)]

    def tell_nameless(start: int) -> Problem:
        message = "the link names no page: it is shown as text"
        return warning(
            message,
            at=subject.place(start),
            hint="write `[[page]]` or `[[page|text]]`",
            code="empty-link",
        )

    def tell_addressless(start: int) -> Problem:
        message = "the link has no address: it is shown as text"
        return warning(
            message, at=subject.place(start), hint="write `[https://… text]`", code="empty-link"
        )

    def tell_line(start: int) -> Problem:
        message = "the line of the gallery names no file: it is not shown"
        return warning(
            message, at=subject.place(start), hint="write `File:name|caption`", code="empty-link"
        )

    yield from report(nameless, tell_nameless, "links name no page")
    yield from report(list(_find_fileless(subject)), tell_line, "lines of galleries name no file")
    yield from report(addressless, tell_addressless, "links have no address")


def _find_fileless(subject: CheckedSource) -> Iterator[int]:
    """Find the lines of galleries that have no name that a file may have."""
    for tag in subject.constructs.tags:
        if tag.name == "gallery":
            for line in _LINE.finditer(_COMMENT.sub(_mask, subject.text[tag.begin : tag.end])):
                name = line[0].partition("|")[0].strip()
                is_name = "{{" in name or parse_title(unquote(name), Namespace.FILE) is not None
                if name and not is_name:
                    yield tag.begin + line.start()


def _mask(match: re.Match[str]) -> str:
    return " " * len(match[0])


def check_files(subject: CheckedSource, media: Collection[str]) -> Iterator[Problem]:
    """Files that the article shows and that are not in ``media``."""
    missing = [
        file for file in _files(subject) if page_name(file.name, Namespace.FILE) not in media
    ]
    if not missing:
        return
    known = sorted(name.removeprefix("File:") for name in media)
    folded = {name.casefold(): name for name in reversed(known)}

    def tell(file: _File) -> Problem:
        message = f"the file `{file.name[:80]}` is not in media/"
        name = page_name(file.name)[:80].casefold()
        near = get_close_matches(name, folded, n=1, cutoff=_ALIKE)
        hint = f"did you mean `{folded[near[0]]}`?" if near else ""
        return warning(message, at=subject.place(file.start), hint=hint, code="missing-file")

    if known or len(missing) < 2:
        yield from report(missing, tell, "files are not in media/")
    else:  # who has no files at all need not hear of each
        message = f"{len(missing)} files are shown, and there is none in media/"
        yield warning(message, at=subject.place(missing[0].start), code="missing-file")


def _files(subject: CheckedSource) -> Iterator[_File]:
    """All files that are shown, in the order of their places."""
    starts = [link.start + 2 for link in subject.constructs.links]
    for tag in subject.constructs.tags:
        if tag.name == "gallery":
            lines = _LINE.finditer(subject.text, tag.begin, tag.end)
            starts += [line.start() for line in lines]
    for start in sorted(starts):
        if name := _file_at(subject.text, start):
            yield _File(name, start)


def _file_at(text: str, start: int) -> str:
    """The file whose name, with its namespace, begins at ``start``; empty for none."""
    prefix = prefix_at(text, start)
    if prefix is None or prefix.namespace != Namespace.FILE:
        return ""
    match = _PAGE.match(text, prefix.end)
    return match[0].strip(" _\t") if match else ""
