"""Pictures on paper: as many pixels as a resolution asks for, and none for what no page has."""

from __future__ import annotations

from dataclasses import replace

from wikibrief.inline.context import Image, Surroundings
from wikibrief.model.metadata import DEFAULT_RESOLUTION

__all__ = ["limit_pictures"]

_WIDEST = 1123
"""Pixels of CSS, 96 to the inch, across the widest page: A4 on its side."""


def limit_pictures(around: Surroundings, resolution: int) -> Surroundings:
    """Return the surroundings of a document with its pictures in a resolution, in dots per inch.

    None gets more pixels than it has.
    """

    def limit(name: str) -> Image | None:
        image = around.image(name)
        return image and replace(image, address=lambda width: image.address(_ask(width)))

    def _ask(width: int) -> int:
        """The width that an address has enough pixels for, at the resolution of web pages."""
        return max(1, round(min(width, _WIDEST) * resolution / DEFAULT_RESOLUTION))

    return replace(around, image=limit)
