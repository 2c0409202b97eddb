"""Tables: rows of cells → a grid without holes, and the headers that belong to each cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby

from wikibrief.briefing.conformance.elements import Kid, StructureElement, is_element

__all__ = ["make_grid"]

_GROUPS = ("THead", "TBody", "TFoot")


@dataclass(slots=True, eq=False)
class _Cell:
    """A cell in its place."""

    element: StructureElement
    row: int
    column: int

    @property
    def extent(self) -> tuple[int, int]:
        return self.column, self.element.columns


def make_grid(table: StructureElement) -> None:
    """Give all rows as many columns, each header what it is the header of, each cell its headers.

    Elements that tables cannot have are moved into cells.
    """
    _arrange(table)
    _drop_empty_rows(table)
    rows = [(group.kind == "THead", row) for group, row in _rows(table)]
    cells = _place_cells([row for _, row in rows])
    if not cells:
        table.kind = "Div"
        return
    _fill(table, [row for _, row in rows], cells)
    _give_body(table)
    heads = {id(row) for is_head, row in rows if is_head}
    by_row = _by_row(cells, len(rows))
    for (_, row), here in zip(rows, by_row, strict=True):
        _choose_scopes(here, is_head=id(row) in heads)
    _tie_headers(by_row)


def _arrange(table: StructureElement) -> None:
    """Let a table have a caption and rows, and rows cells alone."""
    captions = [
        kid for kid in table.kids if isinstance(kid, StructureElement) and kid.kind == "Caption"
    ]
    for further in captions[1:]:
        captions[0].kids += further.kids
    parts: list[Kid] = []
    for kid in table.kids:
        if is_element(kid, "Caption"):
            continue
        parts.append(kid if is_element(kid, "TR", *_GROUPS) else table.wrap("TR", [kid]))
    table.kids = [*captions[:1], *parts]
    for group in (
        kid for kid in parts if isinstance(kid, StructureElement) and kid.kind in _GROUPS
    ):
        group.kids = [
            kid if is_element(kid, "TR") else group.wrap("TR", [kid]) for kid in group.kids
        ]
    for _, row in _rows(table):
        row.kids = [
            kid if is_element(kid, "TH", "TD") else row.wrap("TD", [kid])
            for kid in _take_out_rows(row)
        ]


def _take_out_rows(row: StructureElement) -> Iterator[Kid]:
    """Yield the cells of a row, and of the rows that are in it."""
    for kid in row.kids:
        if isinstance(kid, StructureElement) and kid.kind == "TR":
            yield from _take_out_rows(kid)
        else:
            yield kid


def _rows(table: StructureElement) -> list[tuple[StructureElement, StructureElement]]:
    """List the rows of a table, each with its group (the table itself where it has none)."""
    found: list[tuple[StructureElement, StructureElement]] = []
    for kid in table.kids:
        if isinstance(kid, StructureElement) and kid.kind == "TR":
            found.append((table, kid))
        elif isinstance(kid, StructureElement) and kid.kind in _GROUPS:
            found += [(kid, row) for row in kid.kids if isinstance(row, StructureElement)]
    return found


def _drop_empty_rows(table: StructureElement) -> None:
    """Drop rows in which no cell begins; cells from above that span them span fewer."""
    rows = [row for _, row in _rows(table)]
    empty = list(accumulate((not row.kids for row in rows), initial=0))
    for number, row in enumerate(rows):
        for cell in row.kids:
            assert isinstance(cell, StructureElement)  # noqa: S101  as it was arranged
            end = min(number + cell.rows, len(rows))
            cell.rows = end - number - (empty[end] - empty[number])
    for group in {id(group): group for group, _ in _rows(table)}.values():
        group.kids = [kid for kid in group.kids if not is_element(kid, "TR") or _kids(kid)]


def _kids(kid: Kid) -> list[Kid]:
    return kid.kids if isinstance(kid, StructureElement) else []


def _place_cells(rows: list[StructureElement]) -> list[_Cell]:
    """Find each cell's place, and cut its spans where other cells or the table's end are."""
    cells: list[_Cell] = []
    taken: dict[tuple[int, int], _Cell] = {}
    for number, row in enumerate(rows):
        column = 0
        for element in row.kids:
            assert isinstance(element, StructureElement)  # noqa: S101  as it was arranged
            while (number, column) in taken:
                column += 1
            element.rows = min(element.rows, len(rows) - number)
            free = 1
            while free < element.columns and (number, column + free) not in taken:
                free += 1
            element.columns = free
            cell = _Cell(element, number, column)
            cells.append(cell)
            for down in range(element.rows):
                for across in range(element.columns):
                    taken.setdefault((number + down, column + across), cell)
            column += element.columns
    return cells


def _fill(table: StructureElement, rows: list[StructureElement], cells: list[_Cell]) -> None:
    """Cut spans at the last column in which a cell begins; add cells where rows are too short."""
    width = max(cell.column for cell in cells) + 1
    covered: set[tuple[int, int]] = set()
    for cell in cells:
        cell.element.columns = min(cell.element.columns, width - cell.column)
        for down in range(cell.element.rows):
            for across in range(cell.element.columns):
                covered.add((cell.row + down, cell.column + across))
    for number, row in enumerate(rows):
        cells += [
            _Cell(StructureElement("TD", table.language, page=row.page), number, column)
            for column in range(width)
            if (number, column) not in covered
        ]
    for row, own in zip(rows, _by_row(cells, len(rows)), strict=True):
        row.kids = [cell.element for cell in own]


def _give_body(table: StructureElement) -> None:
    """Let what has a head have a body: the rows next to it, else the head itself is none."""
    heads = [kid for kid in table.kids if isinstance(kid, StructureElement) and kid.kind == "THead"]
    if not heads:
        return
    kids: list[Kid] = []
    for is_row, group in groupby(table.kids, lambda kid: is_element(kid, "TR")):
        run = list(group)
        kids += [table.wrap("TBody", run)] if is_row else run
    table.kids = kids
    if not any(is_element(kid, "TBody") for kid in kids):
        for head in heads:
            head.kind = "TBody"


def _by_row(cells: list[_Cell], height: int) -> list[list[_Cell]]:
    rows: list[list[_Cell]] = [[] for _ in range(height)]
    for cell in cells:
        rows[cell.row].append(cell)
    return [sorted(row, key=lambda cell: cell.column) for row in rows]


def _choose_scopes(row: list[_Cell], *, is_head: bool) -> None:
    """Say of each header cell whose header it is, where the article does not."""
    has_values = any(cell.element.kind == "TD" and cell.element.kids for cell in row)
    for cell in row:
        if cell.element.kind == "TH" and cell.element.scope is None:
            cell.element.scope = "Row" if has_values and not is_head else "Column"


def _tie_headers(rows: list[list[_Cell]]) -> None:
    """Give each cell the headers of its row and of its columns.

    Of two headers of the same columns the nearer counts, unless they are next to each other.
    """
    above: dict[int, list[_Cell]] = {}
    neighbours: dict[int, list[_Cell]] = {}
    for number, row in enumerate(rows):
        for cell in row:
            if cell.element.scope == "Row":
                for down in range(cell.element.rows):
                    neighbours.setdefault(number + down, []).append(cell)
        for cell in row:
            if cell.element.kind == "TD":
                found = {id(each.element): each.element for each in neighbours.get(number, ())}
                for column in range(cell.column, cell.column + cell.element.columns):
                    found |= {id(each.element): each.element for each in above.get(column, ())}
                cell.element.headers = list(found.values())
        for cell in row:
            if cell.element.scope == "Column":
                _put_above(cell, above)


def _put_above(header: _Cell, above: dict[int, list[_Cell]]) -> None:
    for column in range(header.column, header.column + header.element.columns):
        kept = [
            each
            for each in above.get(column, ())
            if each.extent != header.extent or each.row + each.element.rows == header.row
        ]
        above[column] = [*kept, header]
