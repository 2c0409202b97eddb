"""Shortcuts: what WeasyPrint 70 works out again for each box and each line, worked out once.

Each of these functions takes the place of one of WeasyPrint's and returns what that returns. It
answers the frequent question in a few steps and leaves the others to the original. Together they
save a seventh of the time that a briefing takes.

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
from weasyprint.layout import background, percent, preferred
from weasyprint.layout.preferred import max_content_width, min_content_width
from weasyprint.text import line_break
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import get_font_description

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
    line_break.Layout.setup = prepare_once(line_break.Layout.setup)
    line_break.Layout.set_text = set_plain_text(line_break.Layout.set_text)
    _replace(percent.resolve_percentages, use_lengths)
    _replace(preferred.shrink_to_fit, fit)
    _replace(line_break.strut, remember_strut)
    _replace(background.layout_box_backgrounds, skip_backgrounds)
    svg.TAGS["path"] = draw_straight_path(svg.TAGS["path"])
    preferred.split_first_line = measure_words_once(preferred.split_first_line)


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


# -------------------------------------------------------------------------------------------- text


class _Prepared(NamedTuple):
    """What Pango needs to lay out the texts of a style."""

    context: Any
    description: Any
    language: Any
    attributes: Any


def prepare_once(setup: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """Return a ``Layout.setup`` that prepares Pango once for all texts of a style."""

    def begin(layout: Any, style: Any) -> None:  # noqa: ANN401
        prepared = _find_prepared(style)
        if not prepared:
            setup(layout, style)
            return
        made = ffi.gc(pango.pango_layout_new(prepared.context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(made, _NO)
        pango.pango_layout_set_font_description(made, prepared.description)
        if prepared.attributes is not None:
            pango.pango_layout_set_attributes(made, prepared.attributes)
        layout.layout, layout.style, layout.language = made, style, prepared.language
        layout.first_line_direction = 0
        layout.ascent = layout.underline_position = layout.strikethrough_position = None

    return begin


_PLAIN = {
    "font_feature_settings": "normal",
    "font_kerning": "auto",
    "font_language_override": "normal",
    "font_variant_alternates": "normal",
    "font_variant_caps": "normal",
    "font_variant_east_asian": "normal",
    "font_variant_ligatures": "normal",
    "font_variant_numeric": "normal",
    "font_variant_position": "normal",
    "letter_spacing": "normal",
    "text_decoration_line": "none",
    "word_spacing": 0,
}


_TELLING = (
    *("direction", "font_family", "font_size", "font_stretch", "font_style"),
    *("font_variation_settings", "font_weight", "lang", "overflow_wrap"),
)


def _find_prepared(style: Any) -> _Prepared | tuple[()]:  # noqa: ANN401
    """Return what is prepared for a style and all like it; nothing for one that is not plain."""
    prepared: _Prepared | tuple[()] | None = style.__dict__.get("prepared")
    if prepared is None:
        prepared = style.prepared = _prepare_alike(style)
    return prepared


def _prepare_alike(style: Any) -> _Prepared | tuple[()]:  # noqa: ANN401
    if any(style[name] != value for name, value in _PLAIN.items()):
        return ()
    known: dict[Any, _Prepared] = style.cache.setdefault("prepared", {})
    key = tuple(style[name] for name in _TELLING)
    if key not in known:
        known[key] = _prepare(style)
    return known[key]


def _prepare(style: Any) -> _Prepared:  # noqa: ANN401
    """Do what ``Layout.setup`` does for a style without decoration and features of fonts."""
    context = ffi.gc(
        pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref
    )
    pango.pango_context_set_round_glyph_positions(context, _NO)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    language = pango.pango_language_get_default()
    if style["lang"]:
        name, _keep = unicode_to_char_p(style["lang"])
        language = pango.pango_language_from_string(name)
        pango.pango_context_set_language(context, language)
    attributes = None
    if style["overflow_wrap"] in {"anywhere", "break-word"}:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        attribute = pango.pango_attr_insert_hyphens_new(_NO)
        attribute.start_index, attribute.end_index = 0, _TO_THE_END
        pango.pango_attr_list_change(attributes, attribute)
    return _Prepared(context, get_font_description(style), language, attributes)


_NO = 0
_TO_THE_END = 2**32 - 1
"""Pango's index of the end of any text."""


def set_plain_text(set_text: Callable[..., None]) -> Callable[..., None]:
    """Return a ``Layout.set_text`` that does nothing else where the style is a plain one."""

    def set_text_only(layout: Any, text: str, justify: bool = False) -> None:  # noqa: ANN401, FBT001, FBT002
        is_spaced = justify and layout.justification_spacing
        if is_spaced or "\t" in text or not layout.style.__dict__.get("prepared"):
            set_text(layout, text, justify)
            return
        end = text.find("\n")
        layout.text = text if end < 0 else text[: end + 2]
        pointer, _keep = unicode_to_char_p(layout.text)
        pango.pango_layout_set_text(layout.layout, pointer, -1)

    return set_text_only


_BREAKING = ("hyphenate_character", "hyphenate_limit_chars", "hyphens", "white_space", "word_break")


def measure_words_once(split: Callable[..., Any]) -> Callable[..., Any]:
    """Return a ``split_first_line`` for the least width of a text, which is that of its words."""

    def measure(
        text: str,
        style: Any,  # noqa: ANN401
        context: Any,  # noqa: ANN401
        width: Any,  # noqa: ANN401
        *others: Any,  # noqa: ANN401
        **options: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        if width != 0 or not (prepared := _find_prepared(style)):
            return split(text, style, context, width, *others, **options)
        # WeasyPrint first tries a word and the letter after it. If it can break between them, what
        # follows does not matter; else ("10 /day", or without wrapping) it looks at the whole text.
        end = text.find(" ")
        begin = text if end < 0 else text[: end + 2]
        breaking = tuple(style[name] for name in _BREAKING)
        key = begin, begin == text, id(prepared), breaking, *others, *options.items()
        known: dict[Any, Any] = style.cache.setdefault("words", {})
        if key in known:
            return known[key]
        found = split(text, style, context, width, *others, **options)
        _, length, resume, *sizes = found
        if begin == text or (resume is not None and resume < len(begin.encode())):
            known[key] = None, length, resume, *sizes
        return found

    return measure


def remember_strut(find: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a ``strut`` that a style remembers."""

    def strut(style: Any) -> Any:  # noqa: ANN401
        found = style.__dict__.get("found_strut")
        if found is None:
            found = style.found_strut = find(style)
        return found

    return strut


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
