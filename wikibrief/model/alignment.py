"""Alignment: which item of a new sequence comes from which item of the old one.

Equal items are matched first so that as much weight as possible stays where it is (a weighted
longest common subsequence; among equal ones the first). In the gaps that are left, items that are
most alike are paired, so that they are changed in place rather than replaced.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

__all__ = ["align"]

Item = TypeVar("Item", bound=Hashable)
Match = tuple[int, int]

# Above these sizes (cells of a table) an exact answer costs more than it gives.
_EXACT_MATCHES = 250_000
_EXACT_PAIRS = 10_000


def align(
    old: Sequence[Item],
    new: Sequence[Item],
    weight: Callable[[int], int],
    likeness: Callable[[Item, Item], int],
) -> list[int | None]:
    """Return for every new item the index of the old one it comes from, or None; indices ascend.

    ``weight(i)``: what keeping the old item ``i`` saves, ≥ 1. ``likeness``: what changing one item
    into another saves against replacing it; negative when it cannot be changed so.
    """
    origins: list[int | None] = [None] * len(new)
    start_old = start_new = 0
    for end_old, end_new in [*_match_equal(old, new, weight), (len(old), len(new))]:
        pairs = _pair_unequal(old[start_old:end_old], new[start_new:end_new], likeness)
        for index_old, index_new in pairs:
            origins[start_new + index_new] = start_old + index_old
        if end_new < len(new):
            origins[end_new] = end_old
        start_old, start_new = end_old + 1, end_new + 1
    return origins


def _match_equal(
    old: Sequence[Item], new: Sequence[Item], weight: Callable[[int], int]
) -> list[Match]:
    """Find equal items that stay in place: those at both ends, and the heaviest run between."""
    shortest = min(len(old), len(new))
    head = 0
    while head < shortest and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shortest - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle = _find_heaviest(old[head : len(old) - tail], new[head : len(new) - tail], head, weight)
    return [
        *((index, index) for index in range(head)),
        *((head + index_old, head + index_new) for index_old, index_new in middle),
        *((len(old) - index, len(new) - index) for index in range(tail, 0, -1)),
    ]


def _find_heaviest(
    old: Sequence[Item], new: Sequence[Item], offset: int, weight: Callable[[int], int]
) -> list[Match]:
    if not old or not new:
        return []
    if len(old) * len(new) > _EXACT_MATCHES:
        return _find_longest(old, new)

    def gain(index_old: int, index_new: int) -> int:
        return weight(offset + index_old) if old[index_old] == new[index_new] else -1

    return _find_best_chain(len(old), len(new), gain)


def _find_longest(old: Sequence[Item], new: Sequence[Item]) -> list[Match]:
    """Find equal items that stay in place, in long sequences: O(n log n).

    The k-th occurrence of an item is taken for its k-th, and of these matches the longest
    ascending run is kept (patience sorting).
    """
    places: dict[Item, deque[int]] = {}
    for index, item in enumerate(old):
        places.setdefault(item, deque()).append(index)
    tops: list[int] = []  # of each pile the old index on top
    piles: list[Match] = []
    before: dict[Match, Match | None] = {}
    for index_new, item in enumerate(new):
        if not places.get(item):
            continue
        match = places[item].popleft(), index_new
        at = bisect_left(tops, match[0])
        before[match] = piles[at - 1] if at else None
        tops[at : at + 1] = [match[0]]
        piles[at : at + 1] = [match]
    chain: list[Match] = []
    last = piles[-1] if piles else None
    while last is not None:
        chain.append(last)
        last = before[last]
    return chain[::-1]


def _pair_unequal(
    old: Sequence[Item], new: Sequence[Item], likeness: Callable[[Item, Item], int]
) -> list[Match]:
    """Find unequal items to be changed into one another."""
    if not old or not new or len(old) * len(new) > _EXACT_PAIRS:
        return []
    return _find_best_chain(len(old), len(new), lambda i, j: likeness(old[i], new[j]))


def _find_best_chain(rows: int, columns: int, gain: Callable[[int, int], int]) -> list[Match]:
    """Find the ascending chain of cells with the greatest sum of gains, none of them negative."""
    # best[i][j]: the greatest sum over rows from i and columns from j, so that the way forward
    # from (0, 0) finds the first of the best chains. Each cell adds 1, so that longer ones win.
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    gains = [[gain(i, j) for j in range(columns)] for i in range(rows)]
    for i in range(rows - 1, -1, -1):
        here, below, row = best[i], best[i + 1], gains[i]
        for j in range(columns - 1, -1, -1):
            here[j] = max(below[j], here[j + 1])
            if row[j] >= 0:
                here[j] = max(here[j], below[j + 1] + row[j] + 1)
    chain, i, j = [], 0, 0
    while i < rows and j < columns:
        if gains[i][j] >= 0 and best[i][j] == best[i + 1][j + 1] + gains[i][j] + 1:
            chain.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            i += 1
    return chain
