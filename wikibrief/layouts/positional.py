"""What filters are given of a transclusion: the words of its arguments, by name and position."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["positional"]

_MOST = 99


def positional(words: Mapping[str, str]) -> list[str]:
    """The positional arguments, from the first to the last that is given; absent ones are empty."""
    numbers = [int(name) for name in words if name.isascii() and name.isdigit() and len(name) < 3]
    last = min(max(numbers, default=0), _MOST)
    return [words.get(str(number), "").strip() for number in range(1, last + 1)]
