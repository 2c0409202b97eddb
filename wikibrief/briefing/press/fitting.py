"""Fitting: what keeps the last page of an article from being almost empty.

A last page with a few lines looks like an accident. Where there are few pages, a size that is a few
percent smaller draws these lines back, and readers do not notice. Else the page before ends
earlier, so that the last one is filled to a quarter: only these two pages are then made again.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["LEAST_FILL", "find_cut", "find_scale"]

LEAST_FILL = 0.25
"""The part of the last page that is to be filled."""
_MARGIN = 0.02
_MOST_PAGES = 3
"""More are not made again: that takes as long as making them."""
_SMALLEST = 0.92
"""How far the size of text may go: from 10 points to 9.2."""
_MORE = 1.5
_LEAST_LEFT = 0.45
"""The part of the page before that stays filled."""


def find_scale(fills: Sequence[float]) -> float | None:
    """Return the size, in parts of the usual one, that takes a page less, if there is one.

    ``fills`` are the filled parts of the pages. Half of what a size changes goes into lines, half
    into their length, so that the height changes with the square; blocks that do not break need
    some more.
    """
    before = len(fills) - 1
    if not 1 <= before < _MOST_PAGES or fills[-1] >= LEAST_FILL:
        return None
    exact = float((before - _MARGIN) / (before + fills[-1])) ** 0.5
    return round(max(1 - _MORE * (1 - exact), _SMALLEST), 4) if exact >= _SMALLEST else None


def find_cut(before: float, last: float) -> float | None:
    """Return where the page before the last one is to end, if it is to end earlier.

    Both, like the result, are the filled parts of pages.
    """
    cut = before - (LEAST_FILL + _MARGIN - last)
    return cut if last < LEAST_FILL and cut >= _LEAST_LEFT else None
