"""Reading lists: lines of ``*``, ``#``, ``;`` and ``:`` → nested lists.

MediaWiki (BlockLevelPass) opens and closes lists line by line as the prefixes demand; a change of
the first mark begins another list. A line whose prefix goes deeper than its parent's by more than
one opens items that have no line; a ``;`` among these marks opens a term that is made of
lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import cast

from wikibrief.markup.reader.lines import Lines
from wikibrief.markup.reader.marks import Marks
from wikibrief.markup.reader.pieces import text_of, trimmed
from wikibrief.markup.units import ListLine, Piece, TermLines
from wikibrief.model.document import (
    BulletList,
    Definition,
    DefinitionList,
    ListItem,
    OrderedList,
    Raw,
)
from wikibrief.wiki.scanner import PROTOCOLS

__all__ = ["list_lines", "read_lists"]

_PREFIX = re.compile(r"[*#;:]+")
# What MediaWiki's BlockLevelPass::findColonNoLinks steps over or counts, and the colon itself.
_AROUND_COLON = re.compile(
    rf"""
    \[(?:{PROTOCOLS}|//)[^\]]*\]
    | (?:{PROTOCOLS})[^\s<>"\[\]:,;.!?]+(?:[:,;.!?]+[^\s<>"\[\]:,;.!?]+)*
    | <(?P<slash>/?)(?P<tag>[a-z]\w*)[^<>]*?(?P<closed>/?)>
    | (?P<quotes>'{{2,}})
    | (?P<variant>-\{{|\}}-)
    | (?P<colon>:)
    """,
    re.IGNORECASE | re.VERBOSE,
)

ListUnit = BulletList | OrderedList | DefinitionList


class _List:
    """A list that is being read; ``mark`` is its class, in which ``;`` is ``:``.

    Its items have their line, if they have one, the lists in them, and whether these are in place
    of a term. ``deepest``: how many marks the lines of an outermost list have at most.
    """

    __slots__ = ("deepest", "items", "mark")

    def __init__(self, mark: str) -> None:
        self.mark = mark
        self.items: list[tuple[ListLine | None, list[_List], bool]] = []
        self.deepest = 0


class _Run:
    """The lists that the lines so far have made."""

    def __init__(self) -> None:
        self.lists: list[_List] = []
        self._open: list[_List] = []  # those that hold the last line
        self._classes = ""  # of the marks of the last line

    def common(self, prefix: str) -> int:
        """How many of the open lists a line goes on with.

        A ``;`` before other marks opens a list, unless all classes are those of the last line.
        """
        classes = _classes(prefix)
        if classes == self._classes:
            return len(classes)
        common = 0
        for one, other in zip(prefix[:-1] + classes[-1], self._classes, strict=False):
            if one != other:
                break
            common += 1
        return common

    def add(self, line: ListLine) -> None:
        """Put a line's item where it belongs."""
        prefix = line.prefix
        if _classes(prefix) != self._classes:
            self._go_to(prefix)
        self._open[-1].items.append((line, [], False))

    def _go_to(self, prefix: str) -> None:
        """Close and open lists for a line whose classes are not those of the last one."""
        common = self.common(prefix)
        if 0 < common < len(prefix):
            items = self._open[common - 1].items
            if items[-1][2] and ":" not in self._classes[common:]:
                items.append((None, [], False))  # a list that opens next to a term is no part of it
        self._classes = _classes(prefix)
        del self._open[common:]
        for depth in range(common, len(prefix)):
            if depth > common:
                self._open[-1].items.append((None, [], prefix[depth - 1] == ";"))
            inner = _List(self._classes[depth])
            (self._open[-1].items[-1][1] if self._open else self.lists).append(inner)
            self._open.append(inner)
        outermost = self.lists[-1]
        outermost.deepest = max(outermost.deepest, len(prefix))


def list_lines(
    lines: Lines, marks: Marks, start: int, end: int, limit: int
) -> list[tuple[int, int]]:
    """The lines of the lists that begin in the line ``start:end``.

    Comments after one of them, up to the next one's mark, belong to it, and so do categories.
    """
    spans = [(start, lines.end_with_categories(end, limit))]
    while not lines.is_blank((end := max(end, spans[-1][1])) + 1, limit):
        start, end = end + 1, lines.end(end + 1, limit)
        if marks.is_comment(start, end):
            spans[-1] = (spans[-1][0], end)
            continue
        if lines.text[start] == "[" and (after := marks.skip_categories(start, limit)) > start:
            start, end = after, lines.end(after, limit)
        begin = marks.skip_comments(start, end) if lines.text[start] == "<" else start
        if marks.line_kind(begin) != "list":
            break
        if begin > spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], begin)
        spans.append((begin, lines.end_with_categories(end, limit)))
    return spans


def read_lists(lines: Lines, spans: Sequence[tuple[int, int]], deepest: int) -> Iterator[Piece]:
    """The lists that a run of list lines makes, one after another.

    ``deepest``: how deep they may nest; one that is deeper is raw.
    """
    run = _Run()
    pieces: list[list[Piece]] = []
    for start, end in spans:
        piece = _line(lines, start, end, run)
        if len(run.lists) > len(pieces):
            pieces.append([])
        pieces[-1].append(piece)
    for made, parts in zip(run.lists, pieces, strict=True):
        start, stop = parts[0].start, parts[-1].end
        if made.deepest <= deepest:
            yield Piece(_freeze(made), start, stop, tuple(parts))
        else:
            yield Piece(Raw(lines.text[start:stop]), start, stop)


def _line(lines: Lines, start: int, end: int, run: _Run) -> Piece:
    """The piece of a list line, which is added to ``run``.

    What ``;;a:b`` says is canonically two lines, ``;a`` and ``:;b``, and the piece is of both. A
    line whose prefix alone is not canonical is the piece of a unit that no list has, so that it is
    written anew when its list has changed. One with comments among its marks is kept or written as
    a whole.
    """
    text = lines.text
    match = _PREFIX.match(text, start)
    assert match is not None  # noqa: S101  it was found by its mark
    marks, begin, comments = _marks(lines, match)
    prefix = marks
    terms: list[Piece] = []
    if ";" in prefix[:-1]:
        prefix, begin, terms = _open_terms(lines, prefix, begin, end, run)
    definition = _definition(lines, begin, end) if prefix[-1] == ";" else None
    content = trimmed(text, begin, end if definition is None else definition)
    parts = [content]
    if definition is not None:
        parts.append(trimmed(text, definition + 1, end))
    first, *rest = map(text_of, parts)
    unit = ListLine(prefix, comments + first, *rest)
    run.add(unit)
    stop = max(match.end(), parts[-1].end)
    if terms:
        return _join_terms([*terms, Piece(unit, content.start, stop, tuple(parts))], start)
    if prefix != marks:
        return Piece(ListLine(match[0], text[match.end() : stop]), start, stop)
    return Piece(unit, start, stop, () if comments else tuple(parts))


def _marks(lines: Lines, first: re.Match[str]) -> tuple[str, int, str]:
    """The marks of a line, where they end, and the comments among them.

    The wiki takes comments out before it looks: ``*<!-- c -->* a`` is ``** a``, and canonically the
    comment is in the text.
    """
    prefix, begin, comments = first[0], first.end(), ""
    end = begin
    while comment := lines.construct_at(end, "!"):
        end = comment.end
        if more := _PREFIX.match(lines.text, end):
            comments += lines.text[begin:end]
            prefix += more[0]
            begin = end = more.end()
    return prefix, begin, comments


def _open_terms(
    lines: Lines, prefix: str, begin: int, end: int, run: _Run
) -> tuple[str, int, list[Piece]]:
    """The canonical prefix of a line with a ``;`` before other marks, and where its text begins.

    The text of such a ``;`` reaches to a colon: it is added to ``run`` as a separate line, and the
    pieces of these lines are returned as well.
    """
    common = run.common(prefix)
    if common == len(prefix):
        return _classes(prefix)[:-1] + prefix[-1], begin, []
    terms: list[Piece] = []
    for depth in range(common, len(prefix) - 1):
        if prefix[depth] == ";":
            colon = _definition(lines, begin, end)
            if colon is None:
                break
            content = trimmed(lines.text, begin, colon)
            line = ListLine(prefix[: depth + 1], text_of(content))
            terms.append(Piece(line, content.start, content.end, (content,)))
            run.add(line)
            prefix = f"{prefix[:depth]}:{prefix[depth + 1 :]}"
            begin = colon + 1
    return prefix, begin, terms


def _join_terms(lines: Sequence[Piece], start: int) -> Piece:
    """The piece of a line of source that makes several lines of a list; it begins at ``start``."""
    first, *others = lines
    parts = (Piece(first.unit, start, first.end, first.parts), *others)
    unit = TermLines(tuple(cast("ListLine", part.unit) for part in parts))
    return Piece(unit, start, parts[-1].end, parts)


def _classes(prefix: str) -> str:
    """What MediaWiki compares two prefixes by: terms and definitions make one list."""
    return prefix.replace(";", ":")


def _definition(lines: Lines, start: int, end: int) -> int | None:
    """The colon of ``; term : definition``, outside links, elements, bold and italic.

    Nor is it one between ``-{`` and ``}-``, whatever these mean in the language.
    """
    opened = variants = 0
    quotes = [False, False]  # italic, bold
    for token in lines.find(_AROUND_COLON, start, end):
        if token["variant"]:
            variants += 1 if token["variant"] == "-{" else -1 if variants else 0
        elif variants:
            continue
        elif token["colon"]:
            if opened <= 0 and not any(quotes):
                return token.start()
        elif token["quotes"]:
            run = min(len(token["quotes"]), 5)
            quotes = [quotes[0] ^ (run in {2, 5}), quotes[1] ^ (run >= 3)]
        elif token["tag"] and not token["closed"]:  # a bare `<br>` counts, too
            opened += -1 if token["slash"] else 1
    return None


def _freeze(made: _List) -> ListUnit:
    if made.mark == ":":
        return DefinitionList(tuple([_freeze_definition(*item) for item in made.items]))
    items = [
        ListItem(line.text if line else None, _freeze_all(lists)) for line, lists, _ in made.items
    ]
    return BulletList(tuple(items)) if made.mark == "*" else OrderedList(tuple(items))


def _freeze_all(lists: Sequence[_List]) -> tuple[ListUnit, ...]:
    return tuple([_freeze(each) for each in lists]) if lists else ()


def _freeze_definition(line: ListLine | None, lists: Sequence[_List], is_term: bool) -> Definition:  # noqa: FBT001
    nested = _freeze_all(lists)
    if line is None:
        return Definition(term_lists=nested) if is_term else Definition(lists=nested)
    if line.prefix[-1] == ";":
        return Definition(line.text, line.definition, nested)
    return Definition(None, line.text, nested)
