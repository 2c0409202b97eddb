"""Reading preformatted text: lines that begin with a blank."""

from __future__ import annotations

from typing import cast

from wikibrief.markup.reader.lines import Lines
from wikibrief.markup.reader.marks import Marks
from wikibrief.markup.reader.pieces import raw
from wikibrief.markup.units import Piece
from wikibrief.model.document import Preformatted

__all__ = ["read_indented"]

_WHITE = " \t\n"


def read_indented(lines: Lines, marks: Marks, start: int, end: int, limit: int) -> Piece:
    """The lines from ``start:end`` on that begin with a blank, with comments and categories."""
    text = lines.text
    spans = [(start, end)]
    while end + 1 < limit:
        begin, end = end + 1, lines.end(end + 1, limit)
        after = marks.skip_categories(begin, limit)
        if after > begin and marks.line_kind(after) == "indented":
            spans += ((at, stop) for at, stop in lines.split(begin, after - 1))
            begin, end = after, lines.end(after, limit)
        if marks.line_kind(begin) != "indented" and not marks.is_comment(begin, end):
            break
        spans.append((begin, end))
    while not text[slice(*spans[-1])].strip(_WHITE):
        spans.pop()
    shown = [_without_indent(text[begin:end].rstrip("\n")) for begin, end in spans]
    whole = raw(text, start, spans[-1][1])
    if None in shown:
        return whole
    content = "\n".join(cast("list[str]", shown)).rstrip(_WHITE)
    return Piece(Preformatted(content), start, whole.end)


def _without_indent(line: str) -> str | None:
    """A line without the blank that makes it preformatted; None when it goes on without one.

    A comment may be on a line without one.
    """
    lines = line.split("\n")
    if all(each.startswith(" ") for each in lines):
        return "\n".join(each[1:] for each in lines)
    return line if len(lines) == 1 else None
