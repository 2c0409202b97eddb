"""The marking on paper: it is at the top and the bottom of every page, or there is no PDF.

A user's style sheet or template can take it away without meaning to: a brace that is missing, and
the rules for the margins are gone. So finished pages are looked at, whatever has made them. What
no one can read, such as white letters on white, does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from wikibrief.model.colours import contrast
from wikibrief.page.marking.contrast import LEAST_CONTRAST
from wikibrief.problems import ProblemError, error

__all__ = ["demand_marking"]


def demand_marking(pages: Sequence[Any], marking: str) -> None:
    """Raise ProblemError where the margins of a page lack ``marking``, if there is one.

    TLP 2.0: in the header and the footer of every page. ``pages`` are the page boxes of WeasyPrint.
    A label of several words may be on several lines. It is all that some box says: with other words
    around it, it could be a part of them (`NON CONFIDENTIAL`), or of a wiki's name.
    """
    shows = re.compile(r"\s*".join(map(re.escape, marking.split()))).fullmatch
    for number, page in enumerate(pages, 1) if marking else ():
        paper = _Ground(0, 0, page.margin_width(), page.margin_height())
        paper = paper._replace(colour=_colour(page, "background_color") or _WHITE)
        places = {
            box.position_y < page.height / 2
            for box in _margins(page)
            if any(shows(text.strip()) for text in _read(box, paper))
        }
        if lacking := [name for name, is_top in _PLACES if is_top not in places]:
            message = f"page {number} of the PDF has no {marking} at its {' and '.join(lacking)}"
            hint = (
                "your style sheet or template of briefings takes it away: compare the built-in one"
            )
            raise ProblemError(error(message, hint=hint, code="lost-marking"))


_PLACES = (("top", True), ("bottom", False))


def _margins(page: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the boxes of a page that are not its text, as far as they are on the paper."""
    for box in page.children:
        is_on_paper = 0 <= box.position_y < page.margin_height()
        if box.element_tag != "html" and is_on_paper:
            yield box


def _read(box: Any, ground: _Ground) -> list[str]:  # noqa: ANN401
    """Return the words of a box that can be read, and those of each box in it.

    They are not faint, not tiny, not outside of it. What an attribution says is no marking.
    """
    style = box.style
    if style["visibility"] != "visible" or style["opacity"] < _FAINT or style["transform"]:
        return [""]
    if box.element is not None and "attribution" in box.element.get("class", "").split():
        return [""]
    if (text := getattr(box, "text", None)) is not None:
        return [str(text) if ground.shows(box) else ""]
    ground = ground.under(box)
    parts = [_read(child, ground) for child in getattr(box, "children", ())]
    return ["".join(part[0] for part in parts), *chain.from_iterable(parts)]


_FAINT = 0.5
"""The opacity below which a marking does not count as one."""
_SMALLEST = 8.0
"""The smallest size of its letters, in CSS pixels: 6 pt."""
_TOLERANCE = 1.0
"""Pixels by which text may be outside: its letters have room around them."""
_WHITE = (1.0, 1.0, 1.0)


class _Ground(NamedTuple):
    """What text is painted on: a stretch of the paper, and its colour."""

    left: float
    top: float
    right: float
    bottom: float
    colour: tuple[float, ...] = _WHITE

    def under(self, box: Any) -> _Ground:  # noqa: ANN401
        """Return the ground of what is in a box."""
        ground = self
        if box.style["overflow"] != "visible":
            left, top = box.padding_box_x(), box.padding_box_y()
            ground = ground._replace(
                left=max(ground.left, left),
                top=max(ground.top, top),
                right=min(ground.right, left + box.padding_width()),
                bottom=min(ground.bottom, top + box.padding_height()),
            )
        colour = _colour(box, "background_color")
        return ground._replace(colour=colour) if colour else ground

    def shows(self, box: Any) -> bool:  # noqa: ANN401
        """Whether the text of a box is within this ground, and differs from it."""
        colour = _colour(box, "color")
        if not self._holds(box) or colour is None or box.style["font_size"] < _SMALLEST:
            return False
        return contrast(colour, self.colour) >= LEAST_CONTRAST

    def _holds(self, box: Any) -> bool:  # noqa: ANN401
        """Whether a box is outside of this ground by no more than the tolerance."""
        left, top, width, height = box.position_x, box.position_y, box.width, box.height
        beyond = (left + width - self.right, top + height - self.bottom)
        return bool(max(self.left - left, self.top - top, *beyond) <= _TOLERANCE)


def _colour(box: Any, name: str) -> tuple[float, ...] | None:  # noqa: ANN401
    """Return a colour of a box as red, green and blue; None where it is not to be seen."""
    colour = box.style[name]
    colour = box.style["color"] if colour == "currentcolor" else colour
    return None if colour.alpha < _FAINT else tuple(colour.to("srgb").coordinates)
