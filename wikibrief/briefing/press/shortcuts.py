"""Shortcuts: what WeasyPrint 70 works out again for each box, worked out once.

Each of these functions takes the place of one of WeasyPrint's and returns what that returns. It
answers the frequent question in a few steps and leaves the others to the original. Those for text
are in ``shaping``.

They follow WeasyPrint's code to the letter, so any version but the one that they were written for
and tested with is left as it is: it makes the same pages in more time.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from weasyprint import __version__, svg
from weasyprint.css import COMPUTER_FUNCTIONS, INHERITED, INITIAL_VALUES, ComputedStyle
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INITIAL_NOT_COMPUTED
from weasyprint.draw import text as text_drawing
from weasyprint.layout import background, inline, percent, preferred
from weasyprint.layout.preferred import max_content_width, min_content_width
from weasyprint.text import line_break

from wikibrief.briefing.press.glyphs import draw_plain_line
from wikibrief.briefing.press.shaping import (
    keep_shaped,
    measure_words_once,
    prepare_once,
    remember_strut,
    set_plain_text,
    shape_once,
)

__all__ = ["take_shortcuts"]

# WeasyPrint's own types are unknown to mypy, hence Any.

_VERSION = "70.0"
"""The version of WeasyPrint with which pages are the same, with shortcuts and without them."""


def take_shortcuts() -> None:
    """Let WeasyPrint call our functions instead of its own, if it is the version that we know."""
    if __version__ == _VERSION:
        _replace_functions()


def _replace_functions() -> None:
    ComputedStyle.__missing__ = find_value(ComputedStyle.__missing__)
    _replace(percent.resolve_percentages, use_lengths)
    _replace(preferred.shrink_to_fit, fit)
    _replace(line_break.strut, remember_strut)
    _replace(background.layout_box_backgrounds, skip_backgrounds)
    svg.TAGS["path"] = draw_straight_path(svg.TAGS["path"])
    text = line_break.Layout
    text.setup = prepare_once(text.setup)
    text.set_text = set_plain_text(text.set_text)
    text.deactivate, text.reactivate = keep_shaped(text.deactivate, text.reactivate)
    inline.split_first_line = shape_once(inline.split_first_line)
    preferred.split_first_line = measure_words_once(preferred.split_first_line)
    text_drawing.draw_first_line = draw_plain_line(text_drawing.draw_first_line)


def _replace(function: Any, by: Callable[[Any], Any]) -> None:  # noqa: ANN401
    """Replace a function in all of WeasyPrint's modules that have imported it."""
    replacement, name = by(function), function.__name__
    for path, module in [*sys.modules.items()]:
        if path.startswith("weasyprint.") and vars(module).get(name) is function:
            setattr(module, name, replacement)


def _attributes(box: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the attributes of a box, or of the one whose place an absolute box keeps."""
    attributes: dict[str, Any] = vars(getattr(box, "_box", box))
    return attributes


# ------------------------------------------------------------------------------------------ styles


def find_value(find: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    """Return a look-up of what a style does not hold yet, fast for what no rule says."""
    logical = _logical_names()
    special = frozenset({"display", "float", "page", "position"})

    def missing(style: Any, key: str) -> Any:  # noqa: ANN401
        parent, cascaded = style.parent_style, style.cascaded
        if parent is None or key in cascaded or key in special or key[:16] == "text_decoration_":
            return find(style, key)
        if key in PHYSICAL_FUNCTIONS and not logical.isdisjoint(cascaded):
            return find(style, key)
        if key in INHERITED or key[:2] == "__":
            value = parent[key]
        else:
            value = INITIAL_VALUES[key]
            if key in INITIAL_NOT_COMPUTED:
                value = COMPUTER_FUNCTIONS[key](style, key, value)
        style[key] = value
        return value

    return missing


@cache
def _logical_names() -> frozenset[str]:
    """Name the properties such as ``margin_inline_start``, which decide about physical ones."""
    return frozenset(
        function(block="ttb", inline=inline)
        for function in PHYSICAL_FUNCTIONS.values()
        for inline in ("ltr", "rtl")
    )


# ----------------------------------------------------------------------------------------- lengths

_SIDES = ("left", "right", "top", "bottom")
_LENGTHS = (
    *(
        f"{part}_{side}"
        for part in ("margin", "padding")
        for side in ("left", "right", "top", "bottom")
    ),
    *(f"{least}{side}" for least in ("", "min_", "max_") for side in ("width", "height")),
)
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))


class _Used(NamedTuple):
    """The lengths of a style without percentages, as each of its boxes gets them."""

    lengths: dict[str, Any]
    borders: dict[str, Any]
    is_collapsed: bool


def use_lengths(resolve: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """Return a ``resolve_percentages`` that looks at the lengths of a style once."""

    def set_lengths(box: Any, containing_block: Any) -> None:  # noqa: ANN401
        style = box.style
        used = style.__dict__.get("used_lengths")
        if used is None:
            used = style.used_lengths = _find_used(style)
        if not used:
            resolve(box, containing_block)
            return
        values = _attributes(box)
        values.update(used.lengths)
        if used.is_collapsed:  # those of a table's cells are found by looking at its others
            values.update(
                {name: width for name, width in used.borders.items() if name not in values}
            )
        else:
            values.update(used.borders)

    return set_lengths


def _find_used(style: Any) -> _Used | tuple[()]:  # noqa: ANN401
    """Return the used lengths of a style; nothing if they depend on what is around a box."""
    used = _initial_lengths()
    if not (_ruling().isdisjoint(style) and _ruling().isdisjoint(getattr(style, "cascaded", ()))):
        lengths = {name: style[name] for name in _LENGTHS}
        if style["box_sizing"] != "content-box" or not all(map(_is_fixed, lengths.values())):
            return ()
        used = _use(lengths)
    borders = {name: style[name] for name in _BORDERS}
    return _Used(used, borders, style["border_collapse"] == "collapse")


def _is_fixed(length: Any) -> bool:  # noqa: ANN401
    return bool(length == "auto" or getattr(length, "unit", None) == "px")


def _use(lengths: dict[str, Any]) -> dict[str, Any]:
    used = {name: each if each == "auto" else each.value for name, each in lengths.items()}
    for name in ("min_width", "min_height"):
        used[name] = 0 if used[name] == "auto" else used[name]
    return used


@cache
def _initial_lengths() -> dict[str, Any]:
    return _use({name: INITIAL_VALUES[name] for name in _LENGTHS})


@cache
def _ruling() -> frozenset[str]:
    """Name the properties that decide about the lengths of a box."""
    return frozenset({*_LENGTHS, "box_sizing"} | _logical_names())


def fit(_: object) -> Callable[[Any, Any, float], float]:
    """Return a ``shrink_to_fit`` that asks for the least width only where that can matter."""

    def shrink(context: Any, box: Any, available: float) -> float:  # noqa: ANN401
        most = float(max_content_width(context, box, outer=False))
        if most <= available:
            return most
        return min(max(float(min_content_width(context, box, outer=False)), available), most)

    return shrink


# ---------------------------------------------------------------------------------------- painting


def skip_backgrounds(lay_out: Callable[..., None]) -> Callable[..., None]:
    """Return a ``layout_box_backgrounds`` that asks a style once whether it has a background."""

    def lay_out_needed(
        page: Any,  # noqa: ANN401
        box: Any,  # noqa: ANN401
        fetch: Any,  # noqa: ANN401
        layout_children: bool = True,  # noqa: FBT001, FBT002
        style: Any = None,  # noqa: ANN401
    ) -> None:
        if style is not None or box is page or not _is_bare(box.style):
            lay_out(page, box, fetch, layout_children, style)
            return
        _attributes(box).update(_SQUARE)
        if layout_children:
            for child in box.all_children():
                lay_out_needed(page, child, fetch)
        box.background = None

    return lay_out_needed


_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
_SQUARE = {f"border_{corner}_radius": (0, 0) for corner in _CORNERS}


def _is_bare(style: Any) -> bool:  # noqa: ANN401
    is_bare: bool | None = style.__dict__.get("is_bare")
    if is_bare is None:
        colour = style["background_color"]
        is_bare = style.is_bare = bool(
            colour != "currentcolor"
            and colour.alpha == 0
            and all(kind == "none" for kind, _ in style["background_image"])
            and not style["box_shadow"]
            and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
            and all((0, "px") in style[name] for name in _SQUARE)
        )
    return is_bare


_NUMBER = r"-?[0-9]+(?:\.[0-9]{1,5})?"
_SPOT = f"{_NUMBER} {_NUMBER}"
_STRAIGHT = re.compile(rf"(?:M{_SPOT}(?:(?:L{_SPOT})+Z?)?)+")
_STEP = re.compile(rf"([ML])({_SPOT})|Z")
_MINUS_ZERO = re.compile(r"-0(?![.0-9])")
_OPERATORS = {"M": "m", "L": "l", None: "h"}


def draw_straight_path(
    draw: Callable[[Any, Any, float], None],
) -> Callable[[Any, Any, float], None]:
    """Return a drawer of paths that is fast where, as on our maps, all their lines are straight.

    These are the same steps in PDF, where the letter is after its numbers.
    """

    def draw_path(svg: Any, node: Any, font_size: float) -> None:  # noqa: ANN401
        data = node.get("d", "")
        has_markers = any(name.startswith("marker") for name in node.attrib)
        if has_markers or not _STRAIGHT.fullmatch(data):
            draw(svg, node, font_size)
            return
        svg.stream.move_to(0, 0)
        steps = _STEP.sub(_to_operator, _MINUS_ZERO.sub("0", data))
        svg.stream.stream.append(steps.rstrip().encode())

    return draw_path


def _to_operator(step: re.Match[str]) -> str:
    operator = _OPERATORS[step[1]]
    return f"{step[2]} {operator}\n" if step[2] else f"{operator}\n"
