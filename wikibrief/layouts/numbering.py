"""Numbered arguments as tables: what many wiki templates take in place of rows.

A tournament has ``RD1-team01``, ``RD1-score01``, ``RD1-team02`` … for a hundred times: in a line of
names and values nobody finds a match in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wikibrief.model.document import Argument

__all__ = ["ArgumentTable", "group_numbered"]

_LEAST_ROWS, _LEAST_COLUMNS = 3, 2
_LONGEST_NAME = 60
"""Characters: a longer one is a sentence with an equals sign in it."""
_MOST_KINDS = 20
"""Tables with other columns that a short one is compared with: real ones have one or two."""
_NAME = re.compile(
    r"(?:(?P<table>.+?)[-_ ])?(?P<column>[^\W\d]\D*?)[-_ ]?"
    r"(?P<row>\d{1,3})(?P<part>(?:[-_][^\W_]{1,3}|[^\W\d_])?)"
)
"""``RD1-score01`` is a cell of the table RD1, ``name1`` of one without a name; ``score1-2`` is the
second score of a row."""


_BLOCK = re.compile(r"\n|^(?:[*#:;=]|\{\|)")
"""What is more than a line of text: nothing for a cell."""


@dataclass(frozen=True, slots=True)
class ArgumentTable:
    """Arguments that make a table: for each number a row, with its cells in order of the columns.

    ``title`` is the value of the argument that the names of the others begin with, else its name.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


class _Cells:
    """The cells of a table, as they are found."""

    def __init__(self) -> None:
        self.columns: dict[str, None] = {}
        self.rows: dict[int, dict[str, Argument]] = {}

    def take(self, row: int, column: str, argument: Argument) -> bool:
        """Take a cell, unless there is one in its place."""
        cells = self.rows.setdefault(row, {})
        if column in cells:
            return False
        self.columns[column] = None
        cells[column] = argument
        return True

    def is_table(self) -> bool:
        """Return whether there are rows enough, most of them with several cells of a line each."""
        filled = sum(map(len, self.rows.values()))
        return (
            len(self.rows) >= _LEAST_ROWS
            and len(self.columns) >= _LEAST_COLUMNS
            and filled >= _LEAST_COLUMNS * len(self.rows)
            and not self.has_blocks()
        )

    def fits_into(self, tables: Iterable[frozenset[str]]) -> bool:
        """Return whether its cells could be in the columns of a table, as those of a final."""
        is_like = any(self.columns.keys() <= columns for columns in tables)
        return is_like and len(self.columns) >= _LEAST_COLUMNS and not self.has_blocks()

    def has_blocks(self) -> bool:
        """Return whether a cell is more than a line of text."""
        return any(
            _BLOCK.search(_value(each)) for row in self.rows.values() for each in row.values()
        )

    def table(self, title: str) -> ArgumentTable:
        """Return the table."""
        rows = (
            (str(row), tuple(_value(cells.get(column)) for column in self.columns))
            for row, cells in self.rows.items()
        )
        return ArgumentTable(title, tuple(self.columns), tuple(rows))


def group_numbered(arguments: Sequence[Argument]) -> list[Argument | ArgumentTable]:
    """Return the arguments that are not blank, those that make a table as one, where it begins."""
    given = [each for each in arguments if each.value.strip()]
    tables: dict[str, _Cells] = {}
    table_of: dict[int, str] = {}
    for index, argument in enumerate(given):
        found = _read_name(argument.name or "")
        if found is None:
            continue
        name = found["table"] or ""
        cells = tables.setdefault(name, _Cells())
        if cells.take(int(found["row"]), found["column"] + found["part"], argument):
            table_of[index] = name
    large = [name for name, cells in tables.items() if cells.is_table()]
    kinds = dict.fromkeys(frozenset(tables[name].columns) for name in large)
    known = list(kinds)[:_MOST_KINDS]
    made = {name for name, cells in tables.items() if cells.fits_into(known)} | set(large)
    return list(_arrange(given, {i: name for i, name in table_of.items() if name in made}, tables))


def _read_name(name: str) -> re.Match[str] | None:
    return _NAME.fullmatch(name) if len(name) <= _LONGEST_NAME else None


def _arrange(
    given: Sequence[Argument], table_of: dict[int, str], tables: dict[str, _Cells]
) -> Iterable[Argument | ArgumentTable]:
    titles = _find_titles(given, table_of)
    done = set(titles.values())
    for index, argument in enumerate(given):
        name = table_of.get(index)
        if name is None:
            if index not in done:
                yield argument
        elif name in tables:
            title = _value(given[titles[name]]) if name in titles else name.replace("_", " ")
            yield tables.pop(name).table(title)


def _find_titles(given: Sequence[Argument], table_of: dict[int, str]) -> dict[str, int]:
    """Return which argument is the title of a table: the only one that has its name."""
    names = Counter(each.name for each in given)
    tables = set(table_of.values())
    return {
        each.name: index
        for index, each in enumerate(given)
        if each.name in tables
        and names[each.name] == 1
        and index not in table_of
        and not _BLOCK.search(_value(each))
    }


def _value(argument: Argument | None) -> str:
    return argument.value.strip() if argument else ""
