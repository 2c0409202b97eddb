"""Reading lists: lines of ``*``, ``#``, ``;`` and ``:`` → nested lists.

MediaWiki (BlockLevelPass) opens and closes lists line by line as the prefixes demand; a change of
the first mark begins another list. A line whose prefix goes deeper than its parent's by more than
one opens items without lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wikibrief.document import BulletList, Definition, DefinitionList, ListItem, OrderedList, Raw
from wikibrief.outline import ListLine, Piece
from wikibrief.reader.lines import Lines
from wikibrief.reader.pieces import text_of, trimmed
from wikibrief.scanner import PROTOCOLS

__all__ = ["read_lists"]

_PREFIX = re.compile(r"[*#;:]+")
# What MediaWiki's BlockLevelPass::findColonNoLinks steps over or counts, and the colon itself.
_AROUND_COLON = re.compile(
    rf"""
    \[(?:{PROTOCOLS}|//)[^\]]*\]
    | (?:{PROTOCOLS})[^\s<>"\[\]:,;.!?]+(?:[:,;.!?]+[^\s<>"\[\]:,;.!?]+)*
    | <(?P<slash>/?)(?P<tag>[a-z]\w*)[^<>]*?(?P<closed>/?)>
    | (?P<quotes>'{{2,}})
    | (?P<colon>:)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_VOID = frozenset(("br", "hr", "wbr"))
_DEEPEST = 15  # each level is four in YAML, whose nesting is bounded

ListUnit = BulletList | OrderedList | DefinitionList


class _Line(NamedTuple):
    """A list line: the class of each mark of its prefix, and its piece, which is of ``unit``."""

    classes: str
    unit: ListLine
    piece: Piece


def read_lists(lines: Lines, spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    """The lists that a run of list lines makes, one after another."""
    read = [_line(lines, start, end) for start, end in spans]
    begin = 0
    while begin < len(read):
        end = begin + 1
        while end < len(read) and read[end].classes[0] == read[begin].classes[0]:
            end += 1
        group = read[begin:end]
        start, stop = group[0].piece.start, group[-1].piece.end
        if all(_is_regular(line) for line in group):
            unit = _build(group, 0)
            yield Piece(unit, start, stop, tuple(line.piece for line in group))
        else:
            yield Piece(Raw(lines.text[start:stop]), start, stop)
        begin = end


def _line(lines: Lines, start: int, end: int) -> _Line:
    text = lines.text
    match = _PREFIX.match(text, start)
    assert match is not None  # noqa: S101  it was found by its mark
    prefix = match[0]
    classes = prefix.replace(";", ":")
    definition = _definition(lines, match.end(), end) if prefix[-1] == ";" else None
    content = trimmed(text, match.end(), end if definition is None else definition)
    if definition is None:
        unit = ListLine(prefix, text_of(content))
        return _Line(classes, unit, Piece(unit, start, max(match.end(), content.end), (content,)))
    second = trimmed(text, definition + 1, end)
    unit = ListLine(prefix, text_of(content), text_of(second))
    return _Line(classes, unit, Piece(unit, start, second.end, (content, second)))


def _definition(lines: Lines, start: int, end: int) -> int | None:
    """The colon of ``; term : definition``, outside links, elements, bold and italic."""
    opened = 0
    quotes = [False, False]  # italic, bold
    for token in lines.find(_AROUND_COLON, start, end):
        if token["colon"]:
            if opened <= 0 and not any(quotes):
                return token.start()
        elif token["quotes"]:
            run = min(len(token["quotes"]), 5)
            quotes = [quotes[0] ^ (run in {2, 5}), quotes[1] ^ (run >= 3)]
        elif token["tag"] and not token["closed"] and token["tag"].lower() not in _VOID:
            opened += -1 if token["slash"] else 1
    return None


def _is_regular(line: _Line) -> bool:
    return len(line.classes) <= _DEEPEST and ";" not in line.unit.prefix[:-1]


def _build(lines: Sequence[_Line], depth: int) -> ListUnit:
    """The list of lines that share their prefix up to ``depth`` and the class of the mark there."""
    items: list[tuple[ListLine | None, tuple[ListUnit, ...]]] = []
    index = 0
    while index < len(lines):
        own = lines[index].unit if len(lines[index].classes) == depth + 1 else None
        begin = index + (own is not None)
        index = begin
        while index < len(lines) and len(lines[index].classes) > depth + 1:
            index += 1
        items.append((own, tuple(_nested(lines[begin:index], depth + 1))))
    mark = lines[0].classes[depth]
    if mark == ":":
        return DefinitionList(tuple(_entry(own, nested) for own, nested in items))
    made = tuple(ListItem(own.text if own else None, nested) for own, nested in items)
    return BulletList(made) if mark == "*" else OrderedList(made)


def _nested(lines: Sequence[_Line], depth: int) -> Iterator[ListUnit]:
    begin = 0
    while begin < len(lines):
        end = begin + 1
        while end < len(lines) and lines[end].classes[depth] == lines[begin].classes[depth]:
            end += 1
        yield _build(lines[begin:end], depth)
        begin = end


def _entry(own: ListLine | None, nested: tuple[ListUnit, ...]) -> Definition:
    if own is None:
        return Definition(lists=nested)
    if own.prefix[-1] == ";":
        return Definition(own.text, own.definition, nested)
    return Definition(None, own.text, nested)
