"""Colours: how far two of them are from each other."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["contrast", "ink_on"]


def contrast(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the contrast of two colours, as red, green and blue (WCAG 2): from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Sequence[float]) -> float:
    """Return the relative luminance of a colour (WCAG 2)."""
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in colour
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ink_on(ground: str) -> str:
    """Return what is read best on a ``ground`` such as ``#005ea5``: black or white."""
    colour = [int(ground[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return "#000000" if contrast(colour, (0, 0, 0)) > contrast(colour, (1, 1, 1)) else "#ffffff"
