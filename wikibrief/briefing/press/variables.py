"""Variables of CSS: those that a theme sets once, put where they are used.

WeasyPrint works out ``var(--ink)`` again for each element and property. Where a variable has one
value on the whole page, the style sheet can have that value itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import tinycss2

__all__ = ["fill_in_variables", "find_local_variables"]

_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
_SET = re.compile(r"(--[\w-]+)\s*:")


def fill_in_variables(style: str, local: frozenset[str] = frozenset()) -> str:
    """Put values in the place of variables that only ``:root`` sets; lines stay where they are.

    ``local`` are the names that elements of the page set for themselves.
    """
    often = Counter(_SET.findall(style))
    values: dict[str, str] = {}
    for name, value in _find_settings(style):
        often[name] -= 1
        values[name] = value
    for name in {*local, *(name for name, count in often.items() if count)}:
        values.pop(name, None)
    return _VARIABLE.sub(lambda used: values.get(used[1], used[0]), style)


def _find_settings(style: str) -> Iterator[tuple[str, str]]:
    """Yield the variables that ``:root`` sets, with values that need no other and fit a line."""
    for rule in tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule" and tinycss2.serialize(rule.prelude).strip() == ":root":
            for each in tinycss2.parse_blocks_contents(rule.content):
                if each.type == "declaration" and each.name.startswith("--"):
                    value = tinycss2.serialize(each.value).strip()
                    if value and "var(" not in value and "\n" not in value and not each.important:
                        yield each.name, value


def find_local_variables(inline: str) -> frozenset[str]:
    """Name the variables that elements set for themselves; ``inline`` are their declarations."""
    return frozenset(_SET.findall(inline))
