"""Fitting: how much larger or smaller text must be so that the last page is not almost empty.

A last page with a few lines looks like an accident. A few percent of size draw these lines back, or
fill the page to a quarter; nobody sees that. What is further from both stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

__all__ = ["LEAST_FILL", "find_scales"]

LEAST_FILL = 0.25
"""The part of the last page that is to be filled."""
_MARGIN = 0.02
_SMALLEST, _LARGEST = 0.88, 1.1
"""How far the size of text may go: from 10 points to 8.8 or 11."""


def find_scales(fills: Sequence[float]) -> Iterator[float]:
    """Yield the sizes to try, in parts of the usual one; none where the last page is full enough.

    ``fills`` are the filled parts of the pages. Half of what a size changes goes into lines, half
    into their length, so that the height changes with the square.
    """
    if len(fills) < 2 or fills[-1] >= LEAST_FILL:
        return
    height = len(fills) - 1 + fills[-1]
    smaller = ((len(fills) - 1 - _MARGIN) / height) ** 0.5
    larger = ((len(fills) - 1 + LEAST_FILL + _MARGIN) / height) ** 0.5
    steps = [smaller, larger] if 1 - smaller < larger - 1 else [larger, smaller]
    steps += [1 + (step - 1) * 1.6 for step in steps]
    yield from (round(step, 4) for step in steps if _SMALLEST <= step <= _LARGEST)
