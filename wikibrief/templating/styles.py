"""Style sheets: what browsers would pass over in one without a word, as problems at their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wikibrief.problems import Problem, warning
from wikibrief.templating.rules import walk_blocks
from wikibrief.templating.sheets import Sheet

if TYPE_CHECKING:
    from wikibrief.templating.environment import Templates

__all__ = ["check_style", "explain", "read_checked"]

_PROPERTIES = Path(__file__).with_name("properties.txt")
"""The properties that Chromium knows, one a line."""


def read_checked(name: str, templates: Templates) -> Sheet:
    """Read a style sheet for browsers; what is wrong with a user's goes to their problems.

    Raises ProblemError.
    """
    sheet = templates.read_style(name)
    if sheet.path:
        templates.problems += check_style(sheet)
    return sheet


@lru_cache(maxsize=8)
def check_style(sheet: Sheet) -> tuple[Problem, ...]:
    """Find errors of syntax and unknown properties in a user's style sheet for browsers."""
    return tuple(
        warning(
            message,
            at=sheet.place_in_source(node.source_line, node.source_column),
            hint=hint,
            file=str(sheet.path),
            code="style-sheet",
        )
        for node, message, hint in sorted(_find_errors(sheet.text), key=_place)
    )


def explain(message: str) -> str:
    """Say in words of CSS what a parser says in its own."""
    if message.startswith("@import rule"):
        return _UNFINISHED_IMPORT
    return _UNFINISHED.sub("no declaration (`name: value`) and no rule", message)


_UNFINISHED_IMPORT = "`@import` does not end with `;`: it is not read, nor the rule that follows it"
_UNFINISHED = re.compile(
    r"(?:Parse error: |[Ee]rror: )?EOF reached before \{\} block for a qualified rule"
)


def _find_errors(text: str) -> Iterator[tuple[Any, str, str]]:
    for block in walk_blocks(text):
        for node in block.nodes if block.has_style else ():
            if node.type == "error":
                yield node, f"error in the style sheet: {explain(node.message).rstrip('.')}", ""
            elif node.type == "at-rule" and node.lower_at_keyword == "import":
                yield node, _UNFINISHED_IMPORT, ""  # one that is finished is a part of the sheet
            elif node.type == "declaration" and not block.selectors:
                yield node, f"`{node.name}` is in no rule", ""
            elif node.type == "declaration" and not _is_known(node.lower_name):
                near = get_close_matches(node.lower_name, _properties(), 1)
                hint = f"did you mean `{near[0]}`?" if near else ""
                yield node, f"unknown property `{node.name}`", hint


def _place(error: tuple[Any, str, str]) -> tuple[int, int]:
    node, _, _ = error
    return node.source_line, node.source_column


def _is_known(name: str) -> bool:
    return name.startswith("-") or name in _properties()


@cache
def _properties() -> frozenset[str]:
    return frozenset(_PROPERTIES.read_text("utf-8").split())
