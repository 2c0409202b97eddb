"""Tables: the rows of a page's table on a grid, as pandoc wants them.

In HTML a row may be too short, a cell may reach beyond its table, and columns may have no cell of
their own. Pandoc takes none of that.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from wikibrief.pandoc.nodes import Node, Nodes, attributes, node, text_of

__all__ = ["make_table"]

_PARTS = {"thead": 0, "tbody": 1, "tfoot": 2}
_ALIGNMENT = re.compile(r"text-align:\s*(left|right|center)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\s*\+?(\d{1,5})")
_FEW = 20
"""Missing cells that are each one of their own."""
_FITS = 72
"""Letters that a row can have without being broken."""
_LONGEST = 60
"""Letters from which on a longer cell makes its column no wider."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell where it is on the grid: its first column, and how many rows and columns it has."""

    content: Nodes
    is_head: bool
    alignment: str
    column: int
    rows: int
    columns: int


_Row = list[_Cell]


def make_table(table: Element, identifier: str, render: Callable[[Element], Nodes]) -> Node:
    """Make a table; ``render`` makes the blocks of a cell, or of a caption."""
    captions = [each for each in table if each.tag == "caption"]
    caption = [block for each in captions for block in render(each)]
    parts = [_place(rows, render) for rows in _parts_of(table)]
    head, body, foot = _compact(parts)
    if not head:
        head, body = _part_head(body)
    rows = [*head, *body, *foot]
    width = max((cell.column + cell.columns for row in rows for cell in row), default=0)
    bodies = [[attributes(), 0, [], _fill(body, width)]] if body else []
    return node(
        "Table",
        attributes(identifier),
        [None, caption],
        _columns(rows, width),
        [attributes(), _fill(head, width, is_head=True)],
        bodies,
        [attributes(), _fill(foot, width)],
    )


def _parts_of(table: Element) -> list[list[Element]]:
    """Sort the rows of a table into its head, its body and its foot."""
    parts: list[list[Element]] = [[], [], []]
    for each in table:
        if each.tag == "tr":
            parts[1].append(each)
        elif each.tag in _PARTS:
            parts[_PARTS[each.tag]] += [row for row in each if row.tag == "tr"]
    return parts


def _place(rows: Sequence[Element], render: Callable[[Element], Nodes]) -> list[_Row]:
    """Give each cell of some rows its place, as browsers do."""
    placed: list[_Row] = []
    taken: dict[int, int] = {}  # columns, and for how many rows more a cell from above has them
    for index, row in enumerate(rows):
        cells: _Row = []
        column = 0
        below: dict[int, int] = {at: left - 1 for at, left in taken.items() if left > 1}
        for each in row:
            if each.tag not in {"td", "th"}:
                continue
            while column in taken:
                column += 1
            span = _span(each, "colspan")
            span = next((n for n in range(1, span) if column + n in taken), span)
            height = min(_span(each, "rowspan", none=len(rows)), len(rows) - index)
            cell = _Cell(render(each), each.tag == "th", _align(each), column, height, span)
            cells.append(cell)
            if height > 1:
                below.update(dict.fromkeys(range(column, column + span), height - 1))
            column += span
        placed.append(cells)
        taken = below
    return placed


def _span(cell: Element, name: str, *, none: int = 1) -> int:
    """Return how many columns or rows a cell has; ``none`` is what 0 means."""
    match = _NUMBER.match(cell.get(name, ""))
    return min(int(match[1]) or none, 1000) if match else 1


def _align(cell: Element) -> str:
    match = _ALIGNMENT.search(cell.get("style", ""))
    side = match[1] if match else cell.get("align", "")
    side = side.strip().capitalize()
    return f"Align{side}" if side in {"Left", "Right", "Center"} else "AlignDefault"


def _compact(parts: Sequence[list[_Row]]) -> list[list[_Row]]:
    """Leave out the columns in which no cell begins: they are not visible."""
    begun = sorted({cell.column for rows in parts for row in rows for cell in row})

    def compact(cell: _Cell) -> _Cell:
        place = bisect_left(begun, cell.column)
        end = bisect_left(begun, cell.column + cell.columns)
        return replace(cell, column=place, columns=end - place)

    return [[[compact(cell) for cell in row] for row in rows] for rows in parts]


def _part_head(rows: list[_Row]) -> tuple[list[_Row], list[_Row]]:
    """Part the rows of headings at the top of a table from the others."""
    is_body = (at for at, row in enumerate(rows) if not all(cell.is_head for cell in row))
    count = next(is_body, len(rows))
    reach = max((at + cell.rows for at, row in enumerate(rows[:count]) for cell in row), default=0)
    return (rows[:count], rows[count:]) if reach <= count else ([], rows)


def _fill(rows: list[_Row], width: int, *, is_head: bool = False) -> list[list[object]]:
    """Make rows of pandoc; what is missing at the end of one is empty."""
    filled: list[list[object]] = []
    used = [0] * (len(rows) + 1)
    for at, row in enumerate(rows):
        for cell in row:
            for below in range(at, at + cell.rows):
                used[below] += cell.columns
        cells = [_cell(cell, is_head=is_head) for cell in row]
        missing = width - used[at]
        size = 1 if missing <= _FEW else missing
        empty = _Cell([], is_head=False, alignment="AlignDefault", column=0, rows=1, columns=size)
        cells += [_cell(empty, is_head=is_head) for _ in range(missing // size)]
        filled.append([attributes(), cells])
    return filled


def _cell(cell: _Cell, *, is_head: bool) -> list[object]:
    content = cell.content if is_head or not cell.is_head else list(_strengthen(cell.content))
    return [attributes(), node(cell.alignment), cell.rows, cell.columns, content]


def _strengthen(blocks: Iterable[Node]) -> Iterator[Node]:
    """Make the text of a cell that is a heading bold, as browsers show it."""
    for block in blocks:
        if block["t"] in {"Plain", "Para"} and [each["t"] for each in block["c"]] != ["Strong"]:
            yield node(block["t"], [node("Strong", block["c"])])
        else:
            yield block


def _columns(rows: Iterable[_Row], width: int) -> list[list[Node]]:
    """Give columns shares of the line by their words, where these do not fit on it side by side."""
    letters = [0] * width
    for cell in (cell for row in rows for cell in row if cell.columns == 1):
        letters[cell.column] = max(letters[cell.column], len(text_of(cell.content)))
    default = node("AlignDefault")
    if sum(letters) <= _FITS:
        return [[default, node("ColWidthDefault")] for _ in letters]
    shares = [min(count, _LONGEST) + 4 for count in letters]
    return [[default, node("ColWidth", round(share / sum(shares), 4))] for share in shares]
