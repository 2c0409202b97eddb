"""The place of blocks: how far their text reaches, and how deep in tables and elements they are."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["IN_ELEMENT", "IN_TABLE", "LIST_LEVELS", "BlockPlace"]

# The nesting of YAML is bounded (100 levels, ``yamlform.reader``), so that of blocks is: the
# document and six sections in each other take 14 of them.
_LEVELS = 86
_LEAST = 4  # levels that any block may take: gallery, images, image, options
IN_TABLE = 6
"""The levels around the blocks of a cell: table, rows, row, cells, cell, blocks."""
IN_ELEMENT = 2
"""The levels around the blocks of an element: element, blocks."""
LIST_LEVELS = 4
"""The levels that each list takes: itself, its items, the item, the lists in it."""


@dataclass(frozen=True, slots=True)
class BlockPlace:
    """Where blocks are read: up to ``limit``, with ``depth`` levels of YAML around them.

    Headings make sections only at the top, and the infobox is there, before the first of them.
    """

    limit: int
    depth: int = 0

    @property
    def is_top(self) -> bool:
        """Whether no table and no element is around the blocks."""
        return self.depth == 0

    @property
    def list_depth(self) -> int:
        """How many lists may nest here."""
        return (_LEVELS - self.depth) // LIST_LEVELS

    def can_hold(self, levels: int) -> bool:
        """Whether blocks may be so many levels deeper than here."""
        return self.depth + levels + _LEAST <= _LEVELS

    def inside(self, levels: int, limit: int) -> BlockPlace:
        """The place of blocks in a block here, which puts ``levels`` around them."""
        return BlockPlace(limit, self.depth + levels)
