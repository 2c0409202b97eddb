"""Variables of CSS: those that a theme sets once, put where they are used.

WeasyPrint works out ``var(--ink)`` again for each element and property. Where a variable has one
value on the whole page, the style sheet can have that value itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import tinycss2

__all__ = ["fill_in_variables", "find_local_variables"]

_COMMENT = r"/\*.*?(?:\*/|\Z)"
_STRING = r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'"
_VARIABLE = re.compile(
    rf"{_COMMENT}|{_STRING}|(?<![\w)#%])var\(\s*(--[\w-]+)\s*\)(?![\w(%])", re.DOTALL
)
"""A variable that is no part of a comment, a string or, once it is filled in, a longer word."""
_COMMENTS = re.compile(_COMMENT, re.DOTALL)
_SET = re.compile(r"(--(?:[\w-]|\\.)+)\s*:")
_OF_PARENT = frozenset({"inherit", "initial", "revert", "revert-layer", "unset"})
"""Values that say what the variable is, not what it holds."""


def fill_in_variables(style: str, local: frozenset[str] = frozenset()) -> str:
    """Put values in the place of variables that only ``:root`` sets; lines stay where they are.

    ``local`` are the names that the page and its elements set for themselves.
    """
    often = Counter(_SET.findall(_COMMENTS.sub("", style)))
    if any("\\" in name for name in {*local, *often}):
        return style  # with its characters escaped, it can be any of them
    values: dict[str, str] = {}
    for name, value in _find_settings(style):
        often[name] -= 1
        values[name] = value
    for name in {*local, *(name for name, count in often.items() if count)}:
        values.pop(name, None)
    return _VARIABLE.sub(lambda used: values.get(used[1], used[0]), style)


def _find_settings(style: str) -> Iterator[tuple[str, str]]:
    """Yield the variables that ``:root`` sets, with values that can be put into any rule."""
    for rule in tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule" and tinycss2.serialize(rule.prelude).strip() == ":root":
            for each in tinycss2.parse_blocks_contents(rule.content):
                if each.type == "declaration" and each.name.startswith("--"):
                    value = tinycss2.serialize(each.value).strip()
                    if _is_plain(each, value):
                        yield each.name, value


def _is_plain(setting: Any, value: str) -> bool:  # noqa: ANN401
    """Whether a value is the same wherever it is, and fits a line."""
    return bool(
        value
        and "\n" not in value
        and "var(" not in value.lower()
        and value.lower() not in _OF_PARENT
        and not setting.important
        and all(token.type not in {"error", "{} block"} for token in setting.value)
    )


def find_local_variables(inner: str) -> frozenset[str]:
    """Name the variables that a page sets; ``inner`` are its declarations and style sheets."""
    return frozenset(_SET.findall(_COMMENTS.sub("", inner)))
