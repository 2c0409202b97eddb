"""Filters: what transclusion layouts compute. Layout is Jinja's; units, dates and names are here.

Each is a plain function of plain values, in a module of its subject.
"""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["FILTERS"]

FILTERS: dict[str, Callable[..., object]] = {}
"""Every filter by the name that templates call it by."""
