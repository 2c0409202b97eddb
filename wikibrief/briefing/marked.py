"""The marking on paper: it is at the top and the bottom of every page, or there is no PDF.

A user's style sheet or template can take it away without meaning to: a brace that is missing, and
the rules for the margins are gone. So finished pages are looked at, whatever has made them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from wikibrief.problems import ProblemError, error

__all__ = ["demand_marking"]


def demand_marking(pages: Sequence[Any], marking: str) -> None:
    """Raise ProblemError where the margins of a page lack ``marking``, if there is one.

    TLP 2.0: in the header and the footer of every page. ``pages`` are the page boxes of WeasyPrint.
    """
    for number, page in enumerate(pages, 1) if marking else ():
        places = {
            box.position_y < page.height / 2 for box in _margins(page) if marking in _text(box)
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


def _text(box: Any) -> str:  # noqa: ANN401
    """Return the words that a box shows."""
    if box.style["visibility"] != "visible":
        return ""
    if (text := getattr(box, "text", None)) is not None:
        return str(text)
    return "".join(map(_text, getattr(box, "children", ())))
