"""The table of formats: its functions are named by strings, and these must not lie."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from pkgutil import resolve_name

import pytest

from wikibrief.problems import ProblemError
from wikibrief.project.deferred import Deferred
from wikibrief.project.formats.table import FORMATS, Format, format_of

ROWS = pytest.mark.parametrize("row", FORMATS.values(), ids=FORMATS)
VALUES = {"render": 1, "proof": 1, "load": 2, "keep": 2, "locate": 2, "check_source": 1, "bind": 3}
VALUES |= {"companions": 0, "leave": 3, "gather": 2, "find_missing": 0, "name_libraries": 0}
VALUES |= {"version": 0, "list_files": 1}


def functions_of(row: Format) -> dict[str, Callable[..., object]]:
    """The functions of a row, imported, by the names of their fields."""
    values = {field.name: getattr(row, field.name) for field in fields(row)}
    return {
        name: resolve_name(value.place)
        for name, value in values.items()
        if isinstance(value, Deferred)
    }


@ROWS
def test_the_functions_of_a_row_exist_and_take_what_its_callers_hand_over(row: Format) -> None:
    functions = functions_of(row)
    assert "render" in functions
    for name, function in functions.items():
        inspect.signature(function).bind(*range(VALUES[name]))


@ROWS
def test_the_modules_of_a_row_are_those_that_render_needs(row: Format) -> None:
    for module in row.modules:
        importlib.import_module(module)
    assert functions_of(row)["render"].__module__ in row.modules


@pytest.mark.parametrize("row", [row for row in FORMATS.values() if row.load], ids=lambda r: r.name)
def test_what_can_be_read_is_found_by_each_of_its_suffixes(row: Format) -> None:
    assert {format_of(Path(f"a{suffix}")) for suffix in row.suffixes} == {row}


def test_a_suffix_of_no_format_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ProblemError) as failure:
        format_of(Path("a.xlsx"))
    assert ".wiki" in failure.value.problems[0].hint
