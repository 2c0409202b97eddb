"""Plain data: mappings, lists, texts, numbers."""

from __future__ import annotations

from typing import TypeAlias

__all__ = ["Data", "Path"]

Data: TypeAlias = "str | int | float | bool | list[Data] | dict[str, Data] | None"
"""What YAML and JSON can say. ``parser.parse`` gives only None, texts, lists and mappings."""

Path: TypeAlias = tuple[str | int, ...]
"""The keys and list indexes that lead from the top to one value."""
