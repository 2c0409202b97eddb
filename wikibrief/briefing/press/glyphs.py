"""Glyphs: a line of text as PDF has it, for plain fonts read from Pango's memory at once.

WeasyPrint 70 asks for each part of each glyph; where none is moved, coloured or unknown, what it
writes follows from the numbers of glyphs and their widths.
"""

from __future__ import annotations

from collections.abc import Callable
from struct import Struct
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, ffi, pango

__all__ = ["draw_plain_line"]

# WeasyPrint's own types are unknown to mypy, hence Any.

_GLYPH = Struct("=IiiiI")
"""Pango's ``PangoGlyphInfo``: number, width, moved right, moved up, attributes."""
_EMPTY = 0x0FFFFFFF
"""The number of a glyph that is not shown; those above are unknown to the font."""


def draw_plain_line(draw: Callable[..., Any]) -> Callable[..., Any]:
    """Return a ``draw_first_line`` that is fast for what is only letters of plain fonts."""

    def draw_line(stream: Any, box: Any, overflow: str, ellipsis: Any, matrix: Any) -> Any:  # noqa: ANN401
        is_whole = overflow == "clip" and ellipsis == "none"
        if is_whole and box.text.strip() and box.style.__dict__.get("prepared"):
            runs = _find_runs(stream, box.pango_layout)
            if runs is not None:
                stream.set_text_matrix(*matrix.values)
                for font, size, string in runs:
                    stream.set_font_size(font, size)
                    stream.show_text(string)
                return []
        return draw(stream, box, overflow, ellipsis, matrix)

    return draw_line


def _find_runs(stream: Any, layout: Any) -> list[tuple[str, float, str]] | None:  # noqa: ANN401
    """Return the fonts of a line with their sizes and glyphs; None if there are special ones."""
    runs: list[tuple[str, float, str]] = []
    line, _ = layout.get_first_line()
    run = line.runs[0]
    while run != ffi.NULL:
        item = run.data
        run = run.next
        font, size = stream.add_font(item.item.analysis.font)
        string = None if _is_special(font) else _write_glyphs(stream, layout, item, font, size)
        if string is None:
            return None
        if runs and runs[-1][:2] == (font.hash, size):
            string = runs.pop()[2] + string
        runs.append((font.hash, size, string))
    return runs


def _is_special(font: Any) -> bool:  # noqa: ANN401
    return bool(font.bitmap or font.png or font.svg or font.colr)


def _write_glyphs(stream: Any, layout: Any, item: Any, font: Any, size: float) -> str | None:  # noqa: ANN401
    """Write the glyphs of a run, and where they are nearer or further than the font has them."""
    count = item.glyphs.num_glyphs
    parts = ["<"]
    for index, (glyph, width, right, up, _) in enumerate(
        _GLYPH.iter_unpack(ffi.buffer(item.glyphs.glyphs, count * _GLYPH.size))
    ):
        if glyph == _EMPTY:
            parts.append(f">{-width / size}<")
            continue
        if right or up or glyph > _EMPTY:
            return None
        if glyph not in font.to_unicode:
            font.to_unicode[glyph] = _find_text(layout.text, item, index, count)
        if glyph not in font.widths:
            ink, logical = stream.ink_rect, stream.logical_rect
            pango.pango_font_get_glyph_extents(item.item.analysis.font, glyph, ink, logical)
            font.widths[glyph] = round(logical.width * 1000 * FROM_UNITS / size)
        parts.append(f"{glyph:04x}")
        kerning = font.widths[glyph] - width * 1000 * FROM_UNITS / size
        if kerning:
            parts.append(f">{int(kerning)}<")
    if parts[-1].endswith("<"):
        parts[-1] = parts[-1][:-1]
    else:
        parts.append(">")
    return "".join(parts)


def _find_text(text: str, item: Any, index: int, count: int) -> str:  # noqa: ANN401
    """Return the letters that a glyph of a run shows."""
    clusters, length = item.glyphs.log_clusters, item.item.length
    if item.item.analysis.level % 2:  # from right to left
        end = length if index == 0 else clusters[index - 1]
    else:
        end = length if index == count - 1 else clusters[index + 1]
    start = item.item.offset
    return text.encode()[start + clusters[index] : start + end].decode()
