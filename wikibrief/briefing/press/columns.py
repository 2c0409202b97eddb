"""Columns: lists whose items never break, each item laid out once.

WeasyPrint lays out all that is in columns again for each height that it tries, and lists of notes
are long. Where every child of what has columns is ``break-inside: avoid``, each is laid out alone
here, and which of them a column holds is a matter of their heights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import floor, inf
from typing import Any, NamedTuple

from weasyprint.layout.absolute import absolute_layout
from weasyprint.layout.block import block_level_layout, block_level_width, collapse_margin
from weasyprint.layout.column import _create_column_box
from weasyprint.layout.percent import percentage

__all__ = ["Columns", "PlacedChild", "balance_columns", "fill_columns", "lay_out_items_once"]

# WeasyPrint's own types are unknown to mypy, hence Any.


class PlacedChild(NamedTuple):
    """A child that is laid out, and how high it is with the margins around it."""

    child: Any
    box: Any
    height: float


def lay_out_items_once(
    columns_layout: Callable[..., Any], applies_to: Callable[[Any], bool]
) -> Callable[..., Any]:
    """Return a layout of columns; ``columns_layout`` where ``applies_to`` refuses the fonts."""

    def lay_out(
        context: Any,  # noqa: ANN401
        box: Any,  # noqa: ANN401
        bottom_space: float,
        skip_stack: Any,  # noqa: ANN401
        around: Any,  # noqa: ANN401
        *others: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        page_is_empty, _, fixed_boxes, margins, *_ = others
        if applies_to(context.font_config) and _is_list(box, skip_stack):
            columns = Columns(context, box, around, fixed_boxes, margins)
            first = next(iter(skip_stack)) if skip_stack else 0
            laid = columns.fill(first, bottom_space)
            if laid is not None:
                return laid
            if not page_is_empty:  # where to resume, as WeasyPrint's own layout returns it
                return None, (0, None), {"break": "any", "page": None}, [], False
        return columns_layout(context, box, bottom_space, skip_stack, around, *others)

    return lay_out


def _is_list(box: Any, skip_stack: Any) -> bool:  # noqa: ANN401
    """Whether no child is to be broken, and none has been."""
    is_broken = bool(skip_stack) and next(iter(skip_stack.values())) is not None
    return (
        not is_broken
        and len(box.children) > 1
        and box.style["height"] == "auto"
        and all(_is_whole(child) for child in box.children)
    )


def _is_whole(child: Any) -> bool:  # noqa: ANN401
    style = child.style
    return bool(
        child.is_in_normal_flow()
        and style["break_inside"] == "avoid"
        and style["column_span"] == "none"
        and style["break_before"] == style["break_after"] == "auto"
    )


class Columns:
    """A box with columns on one page."""

    def __init__(
        self,
        context: Any,  # noqa: ANN401
        box: Any,  # noqa: ANN401
        around: Any,  # noqa: ANN401
        fixed_boxes: Any,  # noqa: ANN401
        margins: Any,  # noqa: ANN401
    ) -> None:
        self._context, self._around, self._fixed = context, around, fixed_boxes
        self._children = box.children
        self._box = box.copy_with_children(box.children)
        self._box.position_y += collapse_margin(margins)
        block_level_width(self._box, around)
        style, whole = box.style, self._box.width
        gap = style["column_gap"]
        self._gap = style["font_size"] if gap == "normal" else percentage(gap, style, whole)
        most, least = style["column_count"], style["column_width"]
        fitting = inf if least == "auto" else floor((whole + self._gap) / (least + self._gap))
        self._count = int(max(1, min(fitting, inf if most == "auto" else most)))
        self._width = (whole + self._gap) / self._count - self._gap

    def fill(self, first: int, bottom_space: float) -> Any:  # noqa: ANN401
        """Return what WeasyPrint's layout of columns does, or None where not one item fits."""
        box, context = self._box, self._context
        room = context.page_bottom - bottom_space - box.content_box_y()
        found = self._lay_out(first, room)
        heights = [item.height for item in found]
        columns = fill_columns(heights, room, self._count)
        if not columns[0]:
            return None
        placed = sum(columns)
        left = len(self._children) - first - placed
        if 0 < left < self._count < placed:  # no page begins with one item alone
            placed -= self._count - left
            columns = balance_columns(heights[:placed], room, self._count)
        is_end = first + placed == len(self._children)
        if is_end:
            columns = balance_columns(heights, room, self._count)
        box.children = self._place(found, first, columns)
        box.height = max(column.height for column in box.children)
        for column in box.children:
            column.height = box.height
        next_page = {"break": "any", "page": None if is_end else box.page_values()[1]}
        return box, None if is_end else {first + placed: None}, next_page, [], False

    def _lay_out(self, first: int, room: float) -> list[PlacedChild]:
        """Lay out items from one on, as many as the columns can hold and one more."""
        column = _create_column_box(self._box, self._around, [], self._width, 0)
        done: dict[tuple[int, float], PlacedChild] = self._context.__dict__.setdefault(
            "items_done", {}
        )
        found: list[PlacedChild] = []
        height = 0.0
        self._context.create_block_formatting_context(column)
        self._context.in_column = True
        for child in self._children[first:]:
            key = id(child), self._width
            if key not in done:
                done[key] = self.lay_out_item(child, column)
            found.append(done[key])
            height += done[key].height
            if height > room * self._count:
                break
        self._context.in_column = False
        self._context.finish_block_formatting_context()
        return found

    def lay_out_item(self, child: Any, column: Any) -> PlacedChild:  # noqa: ANN401
        """Lay out an item alone, wherever it will be."""
        copy = child.copy()
        copy.position_x, copy.position_y = column.content_box_x(), 0
        markers: list[Any] = []
        box, _, _, margins, _, _ = block_level_layout(
            self._context,
            copy,
            bottom_space=-inf,
            skip_stack=None,
            containing_block=column,
            absolute_boxes=markers,
            fixed_boxes=self._fixed,
        )
        for marker in markers:
            absolute_layout(self._context, marker, box, self._fixed, -inf, None)
        below = collapse_margin([*margins, box.margin_bottom])
        return PlacedChild(child, box, box.border_box_y() + box.border_height() + below)

    def _place(self, items: Sequence[PlacedChild], first: int, columns: Sequence[int]) -> list[Any]:
        """Move the items into columns, so many into each."""
        top, start, made = self._box.content_box_y(), 0, []
        is_from_right = self._box.style["direction"] == "rtl"
        for index, count in enumerate(columns):
            place = self._count - 1 - index if is_from_right else index
            column = _create_column_box(self._box, self._around, [], self._width, top)
            column.position_x += place * (self._width + self._gap)
            column.height = 0.0
            held = items[start : start + count]
            for item in held:
                left = column.content_box_x() - item.box.position_x
                above = item.box.margin_top if not column.height and first else 0
                item.box.translate(left, top + column.height - above - item.box.position_y)
                column.height += item.height - above
            column.children = [item.box for item in held]
            start += count
            made.append(column)
        return made


def fill_columns(heights: Sequence[float], room: float, count: int) -> list[int]:
    """Return how many items each column holds if each takes as many as it can."""
    columns = [0]
    used = 0.0
    for height in heights:
        if used + height > room + _TOLERANCE:
            if len(columns) == count or height > room:
                break
            columns.append(0)
            used = 0.0
        columns[-1] += 1
        used += height
    return columns


_TOLERANCE = 1e-6


def balance_columns(heights: Sequence[float], room: float, count: int) -> list[int]:
    """Return how many items each column holds if all are as low as possible; all items fit."""
    low, high = sum(heights) / count, room
    while high - low > _LEAST_STEP:
        middle = (low + high) / 2
        if sum(fill_columns(heights, middle, count)) == len(heights):
            high = middle
        else:
            low = middle
    return fill_columns(heights, high, count)


_LEAST_STEP = 0.5
"""Pixels."""
