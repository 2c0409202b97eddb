"""Shaping: texts for which WeasyPrint 70 asks Pango again and again, shaped seldom.

Pango finds fonts and places glyphs, which takes a third of the time of a page. WeasyPrint has it
prepare for each text anew, shape what is around the end of each line three times, and all of it
once more to draw it. Here a text is shaped whole, which tells where its lines end, and then line by
line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description
from weasyprint.text.line_break import Layout, line_size

__all__ = [
    "keep_shaped",
    "measure_words_once",
    "prepare_once",
    "remember_strut",
    "set_plain_text",
    "shape_once",
]

# WeasyPrint's own types are unknown to mypy, hence Any.

ffi.cdef("""
    void pango_layout_line_index_to_x (
        PangoLayoutLine *line, int index, gboolean trailing, int *x_pos);
    gboolean pango_layout_line_x_to_index (
        PangoLayoutLine *line, int x_pos, int *index, int *trailing);
""")


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
        pango.pango_layout_set_attributes(made, prepared.attributes)
        layout.layout, layout.style, layout.language = made, style, prepared.language
        layout.first_line_direction = 0
        layout.ascent = layout.underline_position = layout.strikethrough_position = None

    return begin


_PLAIN = {
    "font_language_override": "normal",
    "letter_spacing": "normal",
    "text_decoration_line": "none",
    "word_spacing": 0,
}

_FEATURES = (
    *("font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps"),
    *("font_variant_numeric", "font_variant_alternates", "font_variant_east_asian"),
    "font_feature_settings",
)
_TELLING = (
    *("direction", "font_family", "font_size", "font_stretch", "font_style"),
    *("font_variation_settings", "font_weight", "lang", "overflow_wrap"),
    *_FEATURES,
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
    """Do what ``Layout.setup`` does for a style without decoration, which frees no attributes."""
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
    attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    features = font_features(*(style[name] for name in _FEATURES))
    if features:
        text = ",".join(f"{key} {value}" for key, value in features.items()).encode()
        pango.pango_attr_list_insert(attributes, pango.pango_attr_font_features_new(text))
    if style["overflow_wrap"] in {"anywhere", "break-word"}:
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
        # As it is drawn, so that it is shaped once; with a line end it has more than one line.
        pango.pango_layout_set_single_paragraph_mode(layout.layout, end < 0)
        pango.pango_layout_set_text(layout.layout, pointer, -1)

    return set_text_only


def keep_shaped(
    deactivate: Callable[[Any], None], reactivate: Callable[[Any, Any], None]
) -> tuple[Callable[[Any], None], Callable[[Any, Any], None]]:
    """Return both for a ``Layout``: a text stays shaped until it is drawn, if it is a short one."""

    def keep(layout: Any) -> None:  # noqa: ANN401
        is_plain = layout.style.__dict__.get("prepared")
        if not is_plain or len(layout.text) > _LONGEST_KEPT:
            deactivate(layout)

    def take(layout: Any, style: Any) -> None:  # noqa: ANN401
        if layout.justification_spacing or layout.__dict__.get("style") is not style:
            reactivate(layout, style)

    return keep, take


_LONGEST_KEPT = 300
"""Letters: those of lines, not of texts that are measured whole."""


# ------------------------------------------------------------------------------------------- lines


class _Shaped(NamedTuple):
    """A text on one endless line."""

    text: str
    style: Any
    layout: Any
    line: Any
    breaks: Any


def shape_once(split: Callable[..., Any]) -> Callable[..., Any]:
    """Return a ``split_first_line`` that shapes a text once for all of its lines, and each line."""

    def split_shaped(
        text: str,
        style: Any,  # noqa: ANN401
        context: Any,  # noqa: ANN401
        width: Any,  # noqa: ANN401
        spacing: float,
        *others: Any,  # noqa: ANN401
        **options: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        if not spacing and _is_simple(text, style, width):
            found = _find_line(text, style, context, width)
            if found is not None:
                return found
        return split(text, style, context, width, spacing, *others, **options)

    return split_shaped


_WIDEST = 2**20
"""Pixels; Pango's own numbers end at some more."""
_NOT_SIMPLE = re.compile(
    "[\n\t\xad\u0590-\u08ff\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]"
    "|[\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""What breaks lines by itself, hyphenates, or runs from right to left."""


def _is_simple(text: str, style: Any, width: Any) -> bool:  # noqa: ANN401
    if width is None or not 0 < width < _WIDEST or not _find_prepared(style):
        return False
    is_simple: bool | None = style.__dict__.get("is_simple")
    if is_simple is None:
        is_simple = style.is_simple = bool(
            style["white_space"] == "normal"
            and style["word_break"] == "normal"
            and style["hyphens"] != "auto"
            and style["direction"] == "ltr"
        )
    return is_simple and not _NOT_SIMPLE.search(text)


def _find_line(text: str, style: Any, context: Any, width: float) -> Any:  # noqa: ANN401
    """Return what ``split_first_line`` does; None where the first word does not fit."""
    shaped: _Shaped | None = getattr(context, "shaped", None)
    if shaped is None or shaped.style is not style or not shaped.text.endswith(text):
        layout = Layout(style)
        layout.set_text(text)
        line, _ = layout.get_first_line()
        if line_size(line, style)[0] <= width:
            return _describe(layout, line, None, width)
        breaks = pango.pango_layout_get_log_attrs_readonly(layout.layout, ffi.NULL)
        shaped = context.shaped = _Shaped(text, style, layout, line, breaks)
    start = len(shaped.text) - len(text)
    end = _find_end(shaped, start, width)
    if end is None:
        return None
    layout = Layout(style)
    layout.set_text(shaped.text[start:end].rstrip(" "))
    line, _ = layout.get_first_line()
    rest = None if end == len(shaped.text) else len(shaped.text[start:end].encode())
    return _describe(layout, line, rest, width)


def _find_end(shaped: _Shaped, start: int, width: float) -> int | None:
    """Return where the line that begins at ``start`` ends: the last place to break that fits."""
    text = shaped.text
    first = _place_of(shaped, start)
    index, _trailing = ffi.new("int *"), ffi.new("int *")
    limit = first + int(width * TO_UNITS)
    if not pango.pango_layout_line_x_to_index(shaped.line, limit, index, _trailing):
        return None if text.endswith(" ") else len(text)
    end = len(text.encode()[: index[0]].decode()) if not text.isascii() else index[0]
    while end < len(text) and text[end] == " ":
        end += 1
    while end > start and not shaped.breaks[end].is_line_break:
        end -= 1
    return end if start < end < len(text) else None


def _place_of(shaped: _Shaped, index: int) -> int:
    """Return where a character begins on the endless line, in Pango's units."""
    place = ffi.new("int *")
    before = index if shaped.text.isascii() else len(shaped.text[:index].encode())
    pango.pango_layout_line_index_to_x(shaped.line, before, 0, place)
    return int(place[0])


def _describe(layout: Any, line: Any, rest: int | None, width: float) -> Any:  # noqa: ANN401
    """Return the layout of a line with its sizes; None if it is too wide after all."""
    style, length = layout.style, line.length
    wide, high = line_size(line, style)
    if wide > width:
        return None
    baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    layout.deactivate()
    return layout, length, rest, wide, high, baseline


# ------------------------------------------------------------------------------------------ widths


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
        if "\xad" not in text and _is_whole_word(begin, style):
            known[key] = _measure_word(begin, style)
            return known[key]
        found = split(text, style, context, width, *others, **options)
        _, length, resume, *sizes = found
        if begin == text or (resume is not None and resume < len(begin.encode())):
            known[key] = None, length, resume, *sizes
        return found

    return measure


_WHOLE = re.compile(r"[(\"'“‘]?[A-Za-z0-9À-ɏ\u0400-\u045f]+[.,;:)\"'”’]{0,2}(?: [A-Za-z0-9(])?")
"""A word that has no place to break, and what is seen of the one after it."""


def _is_whole_word(begin: str, style: Any) -> bool:  # noqa: ANN401
    return (
        style["white_space"] == style["word_break"] == "normal"
        and style["hyphens"] != "auto"
        and style["overflow_wrap"] != "anywhere"
        and style["font_size"] > 0
        and _WHOLE.fullmatch(begin) is not None
    )


def _measure_word(begin: str, style: Any) -> tuple[object, ...]:  # noqa: ANN401
    """Return what ``split_first_line`` does for a width of 0, which shapes the word three times."""
    word, space, _ = begin.partition(" ")
    layout = Layout(style)
    layout.set_text(word)
    line, _ = layout.get_first_line()
    length, (wide, high) = line.length, line_size(line, style)
    baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    return None, length, length + 1 if space else None, wide, high, baseline


def remember_strut(find: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a ``strut`` that a style remembers."""

    def strut(style: Any) -> Any:  # noqa: ANN401
        found = style.__dict__.get("found_strut")
        if found is None:
            found = style.found_strut = find(style)
        return found

    return strut
