"""Checks of words that wikis drop: captions before the last one, text between references."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import NamedTuple

from wikibrief.checks.findings import CheckedSource, report
from wikibrief.inline.media import read_options
from wikibrief.markup.reader.media import split_at_bars, split_line
from wikibrief.problems import Problem, warning
from wikibrief.wiki.namespaces import Namespace, prefix_at
from wikibrief.wiki.scanner import scan

__all__ = ["check_dropped"]

_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"\w")
_IN_MAP = re.compile(r"#|(?:rect|circle|poly|default|desc)\b", re.IGNORECASE)
_UNCLEAR = ("{", "<")
"""With these in it, parts of a link may be something else in the end, or the bars of a table."""


_Split = Callable[[str, int, int], list[tuple[int, int]]]


class _Text(NamedTuple):
    """A text that is not shown, and where it begins."""

    text: str
    start: int


def check_dropped(subject: CheckedSource) -> Iterator[Problem]:
    """Words in files, galleries and lists of references that no reader of the wiki sees."""

    def tell_caption(found: _Text) -> Problem:
        message = f"`{found.text[:60]}` is not shown: it is neither an option nor the last caption"
        hint = "a file has one caption, its last part"
        return warning(message, at=subject.place(found.start), hint=hint, code="not-shown")

    def tell_between(found: _Text) -> Problem:
        message = f"`{found.text[:60]}` is not shown: `<references>` shows what is in a `<ref>`"
        return warning(message, at=subject.place(found.start), code="not-shown")

    def tell_picture(found: _Text) -> Problem:
        message = f"`{found.text[:60]}` is no picture of an image map: the wiki shows no map"
        hint = "an image map begins with its picture, on a line of its own: `File:Name.jpg`"
        return warning(message, at=subject.place(found.start), hint=hint, code="not-shown")

    def tell_line(found: _Text) -> Problem:
        message = f"`{found.text[:60]}` is no area of an image map: the wiki shows no map"
        hint = "an area is `rect`, `circle`, `poly` or `default`, its numbers, and a link"
        return warning(message, at=subject.place(found.start), hint=hint, code="not-shown")

    yield from report(_captions(subject), tell_caption, "captions are not shown")
    yield from report(_between(subject), tell_between, "texts between references are not shown")
    yield from report(_no_pictures(subject), tell_picture, "image maps have no picture")
    yield from report(_no_areas(subject), tell_line, "lines of image maps are no areas")


def _captions(subject: CheckedSource) -> Iterator[_Text]:
    text = subject.text
    for start, end, split in sorted(_files(subject), key=itemgetter(0)):
        if any(mark in text[start:end] for mark in _UNCLEAR):
            continue
        parts = [_Text(text[begin:stop], begin) for begin, stop in split(text, start, end)[1:]]
        captions = [part for part in parts if _is_caption(part.text)]
        for part in captions[:-1]:
            if _WORD.search(part.text):
                words = part.text.strip()
                yield _Text(" ".join(words.split()), text.index(words, part.start))


def _is_caption(part: str) -> bool:
    return not part.strip() or bool(read_options([part], None).caption)


def _files(subject: CheckedSource) -> Iterator[tuple[int, int, _Split]]:
    """The spans of links to files and of the lines of galleries, and what splits them."""
    for link in subject.constructs.links:
        prefix = prefix_at(subject.text, link.start + 2)
        if prefix is not None and prefix.namespace == Namespace.FILE:
            yield link.start + 2, link.end - 2, split_at_bars
    for begin, end in _contents(subject, "gallery"):
        for line in _LINE.finditer(subject.text, begin, end):
            yield *line.span(), split_line


def _between(subject: CheckedSource) -> Iterator[_Text]:
    """Text in ``<references>`` and in none of its ``<ref>``."""
    for position, end in _contents(subject, "references"):
        inner = scan(subject.text, position, end).constructs
        for begin, stop in [*(each[:2] for each in inner), (end, end)]:
            for line in _LINE.finditer(subject.text, position, begin):
                if _WORD.search(line[0]):
                    yield _Text(line[0].strip(), line.start())
            position = stop  # noqa: PLW2901  from there on


def _no_pictures(subject: CheckedSource) -> Iterator[_Text]:
    for lines in _image_maps(subject):
        for line in lines[:1]:
            prefix = prefix_at(line.text)
            is_file = prefix is not None and prefix.namespace == Namespace.FILE
            if not is_file and "{{" not in line.text:
                yield line


def _no_areas(subject: CheckedSource) -> Iterator[_Text]:
    for lines in _image_maps(subject):
        yield from (line for line in lines[1:] if not _IN_MAP.match(line.text))


def _image_maps(subject: CheckedSource) -> Iterator[list[_Text]]:
    """The lines of each image map; the first one names its picture."""
    for begin, end in _contents(subject, "imagemap"):
        lines = [
            _Text(line[0].strip(), line.start())
            for line in _LINE.finditer(subject.text, begin, end)
            if line[0].strip()
        ]
        while lines and lines[0].text.startswith("#"):
            del lines[0]
        yield lines


def _contents(subject: CheckedSource, name: str) -> Iterator[tuple[int, int]]:
    """The spans of what tags of that name hold, written as tags or by ``{{#tag:name|…}}``."""
    for tag in subject.constructs.tags:
        if tag.name == name and tag.begin < tag.end:
            yield tag.begin, tag.end
    for call in subject.constructs.transclusions:
        if call.arguments and "".join(call.name.split()).lower() == f"#tag:{name}":
            yield call.arguments[0].start, call.arguments[0].end
