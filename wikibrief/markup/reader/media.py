"""Reading ``[[File:…]]``, ``[[Category:…]]``, ``[[fr:…]]`` and the lines of galleries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wikibrief.markup.reader.pieces import leaf, text_of, trimmed
from wikibrief.markup.units import Content, Key, Name, Piece
from wikibrief.model.document import Category, Figure, GalleryImage, LanguageLink
from wikibrief.wiki.magicwords import is_image_option
from wikibrief.wiki.namespaces import Namespace, Prefix, is_language, prefix_at
from wikibrief.wiki.scanner import PROTOCOLS, TABLE_EDGE, scan
from wikibrief.wiki.titles import is_clear, parse_link

__all__ = [
    "ends_in_address",
    "read_image",
    "read_page",
    "split_at_bars",
    "split_line",
    "split_options",
]

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PIPE = re.compile(r"\|")
_ADDRESS = re.compile(rf'(?:\[//|(?<![=\w])(?i:{PROTOCOLS}))[^\s\[\]<>"]+')


def read_page(text: str, start: int, end: int) -> Piece | None:
    """What the link ``text[start:end]`` places instead of being shown; None for other links."""
    prefix = prefix_at(text, start + 2)
    if prefix is None:
        return None
    if is_language(prefix.interwiki):
        return _language_link(text, start, end, prefix)
    if prefix.namespace not in (Namespace.FILE, Namespace.CATEGORY):
        return None
    segments = split_at_bars(text, prefix.end, end - 2)
    page = trimmed(text, *segments[0], Name)
    if not _may_be_page(text_of(page), prefix.namespace):
        return None
    piece = _category if prefix.namespace == Namespace.CATEGORY else _figure
    return piece(text, start, end, prefix.name, page, segments[1:])


def _may_be_page(name: str, namespace: Namespace) -> bool:
    """Whether a page may have the name, of which transclusions may be parts."""
    if is_clear(name):
        return True
    name = _COMMENT.sub("", name)
    return bool(name) and ("{{" in name or parse_link(f"{namespace.label}:{name}") is not None)


def read_image(text: str, start: int, end: int) -> Piece:
    """The line ``text[start:end]`` of a gallery; the namespace may be left out."""
    prefix = prefix_at(text, start)
    if prefix is not None and (prefix.namespace != Namespace.FILE or prefix.end > end):
        prefix = None
    segments = split_line(text, prefix.end if prefix else start, end)
    page = trimmed(text, *segments[0], Name)
    parts, options, caption = _options(text, segments[1:])
    unit = GalleryImage(text_of(page), options, caption, prefix.name if prefix else "File")
    return Piece(unit, start, end, (page, *parts))


def _language_link(text: str, start: int, end: int, prefix: Prefix) -> Piece:
    at = text.index(prefix.written, start + 2)
    code = leaf(text, at, at + len(prefix.written), Key)
    page = trimmed(text, prefix.end, end - 2, Name)
    return Piece(LanguageLink(prefix.written, text_of(page)), start, end, (code, page))


def _category(
    text: str, start: int, end: int, namespace: str, page: Piece, rest: list[tuple[int, int]]
) -> Piece:
    parts = [page]
    if rest:
        parts.append(leaf(text, rest[0][0], rest[-1][1]))
    sort_key = text_of(parts[1]) if parts[1:] else None
    unit = Category(text_of(page), sort_key, namespace)
    return Piece(unit, start, end, tuple(parts))


def _figure(
    text: str, start: int, end: int, namespace: str, page: Piece, rest: list[tuple[int, int]]
) -> Piece:
    parts, options, caption = _options(text, rest)
    unit = Figure(text_of(page), options, caption, namespace)
    return Piece(unit, start, end, (page, *parts))


def _options(
    text: str, rest: list[tuple[int, int]]
) -> tuple[list[Piece], tuple[str, ...], str | None]:
    """Options and caption: the last one is the caption, unless it is an option."""
    parts = [trimmed(text, *segment, Key) for segment in rest]
    caption = None
    if parts and not is_image_option(text_of(parts[-1])):
        last = parts.pop()
        caption = text_of(last)
        parts.append(Piece(Content(caption), last.start, last.end))
    options = tuple(text_of(part) for part in parts if isinstance(part.unit, Key))
    return parts, options, caption


def split_line(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split a line of a gallery.

    The wiki parses what follows the name before it splits it: bars in addresses part nothing.
    """
    name, *rest = split_at_bars(text, start, end)
    return [name, *split_options(text, rest[0][0], end)] if rest else [name]


def split_options(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split the options and the caption of a line of a gallery."""
    addresses = [match.span() for match in _ADDRESS.finditer(text, start, end)]
    return split_at_bars(text, start, end, addresses)


def ends_in_address(option: str) -> bool:
    """Whether a bar behind an option would be a part of its address."""
    return any(match.end() == len(option) for match in _ADDRESS.finditer(option))


def split_at_bars(
    text: str, start: int, end: int, hidden: Iterable[tuple[int, int]] = ()
) -> list[tuple[int, int]]:
    """What ``|`` separates outside inner constructs, and outside what is ``hidden``."""
    if text.find("|", start, end) < 0:
        return [(start, end)]
    segments, position, begin = [], start, start
    inner = [(each.start, each.end) for each in scan(text, start, end).constructs]
    if text.find("{|", start, end) >= 0:
        hidden = [*hidden, *_tables(text, start, end)]
    for first, last in [*(_merge([*inner, *hidden]) if hidden else inner), (end, end)]:
        for pipe in _PIPE.finditer(text, position, first):
            segments.append((begin, pipe.start()))
            begin = pipe.end()
        position = last
    return [*segments, (begin, end)]


def _tables(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The tables in a caption, the outermost ones."""
    depth = begin = 0
    for edge in TABLE_EDGE.finditer(text, start, end):
        if edge[1] == "{|":
            begin = begin if depth else edge.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield begin, edge.end()


def _merge(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, without those that begin in another."""
    merged: list[tuple[int, int]] = []
    for span in sorted(spans):
        if not merged or span[0] >= merged[-1][1]:
            merged.append(span)
        else:
            merged[-1] = merged[-1][0], max(merged[-1][1], span[1])
    return merged
