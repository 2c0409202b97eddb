"""Lines: two of WeasyPrint 70's ways to break them that leave a word alone or in pieces.

A text that fills its line but for the space at its end is broken after its first word. And a word
that could go to the next line is broken in the middle where an element around it begins the line.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["break_at_last_space", "know_line_start", "remember_line_start"]

# WeasyPrint's own types are unknown to mypy, hence Any.

_TOLERANCE = 0.01
"""Pixels."""


def break_at_last_space(
    split_first_line: Callable[..., Any], applies_to: Callable[[Any], bool]
) -> Callable[..., Any]:
    """Return a ``split_first_line`` that keeps all words of a text on a line that they fill."""

    def split(text: str, style: Any, context: Any, width: Any, *others: Any, **options: Any) -> Any:  # noqa: ANN401
        found = split_first_line(text, style, context, width, *others, **options)
        _, length, resume, *_ = found
        if resume is None or not text.endswith(" ") or not applies_to(style.font_config):
            return found
        if " " in text.encode()[:length].decode() or style["white_space"] != "normal":
            return found
        whole = split_first_line(text.rstrip(" "), style, context, width, *others, **options)
        if whole[2] is None and whole[3] <= width:
            return whole[0], whole[1], len(text.encode()), *whole[3:]
        return found

    return split


def remember_line_start(split_inline_box: Callable[..., Any]) -> Callable[..., Any]:
    """Return a ``split_inline_box`` that leaves in the context where the line begins."""

    def split(context: Any, box: Any, position_x: float, *others: Any) -> Any:  # noqa: ANN401
        if type(box).__name__ != "LineBox":
            return split_inline_box(context, box, position_x, *others)
        before = getattr(context, "line_start", None)
        context.line_start = position_x
        try:
            return split_inline_box(context, box, position_x, *others)
        finally:
            context.line_start = before

    return split


def know_line_start(
    split_text_box: Callable[..., Any], applies_to: Callable[[Any], bool]
) -> Callable[..., Any]:
    """Return a ``split_text_box`` that breaks a word only where the line begins with it."""

    def split(context: Any, box: Any, width: Any, skip: Any, is_line_start: bool = True) -> Any:  # noqa: ANN401, FBT001, FBT002
        start = getattr(context, "line_start", None)
        if start is not None and applies_to(context.font_config):
            is_line_start = is_line_start and box.position_x <= start + _TOLERANCE
        return split_text_box(context, box, width, skip, is_line_start=is_line_start)

    return split
