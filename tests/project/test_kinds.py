"""Every problem has a code, and every code a meaning."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import wikibrief
from wikibrief.project.kinds import KINDS

CODE = Path(wikibrief.__file__).parent
HOME = CODE / "project" / "kinds.py"


def calls() -> Iterator[tuple[str, ast.Call]]:
    """The calls that make problems, each with its place."""
    for path in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {
                "error",
                "warning",
                "note",
            }:
                yield f"{path.relative_to(CODE)}:{node.lineno}", node


def code_of(call: ast.Call) -> ast.expr | None:
    return next((each.value for each in call.keywords if each.arg == "code"), None)


def test_every_problem_has_a_code() -> None:
    """Write ``code="…"`` there, and a line in ``project/kinds`` if the kind is new."""
    assert [place for place, call in calls() if code_of(call) is None] == []


def test_the_codes_are_those_that_are_explained() -> None:
    values = [code_of(call) for _, call in calls()]
    written = {str(value.value) for value in values if isinstance(value, ast.Constant)}
    assert written - set(KINDS) == set()
    texts = "".join(path.read_text("utf-8") for path in CODE.rglob("*.py") if path != HOME)
    assert [code for code in KINDS if f'"{code}"' not in texts] == []
    assert all(meaning.endswith(".") for meaning in KINDS.values())
