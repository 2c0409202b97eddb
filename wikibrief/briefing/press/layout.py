"""Layout: a page as a tree and its style sheet → a PDF and what WeasyPrint says of them."""

from __future__ import annotations

import atexit
import gc
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache, lru_cache, partial
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML, layout
from weasyprint.css import computed_values
from weasyprint.document import Page
from weasyprint.layout import block, inline
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from wikibrief.briefing.conformance.finish import Claims, Painting, finish
from wikibrief.briefing.marked import demand_marking
from wikibrief.briefing.press.columns import lay_out_items_once
from wikibrief.briefing.press.fitting import find_cut, find_scale
from wikibrief.briefing.press.lines import break_at_last_space, know_line_start, remember_line_start
from wikibrief.briefing.press.matching import (
    QuickMatcher,
    read_default_sheets,
    remember_selectors,
)
from wikibrief.briefing.press.shortcuts import take_shortcuts
from wikibrief.briefing.press.variables import fill_in_variables, find_local_variables
from wikibrief.page.tree import read_sheets
from wikibrief.problems import ProblemError, error

__all__ = ["Laid", "lay_out"]

# WeasyPrint's own types are unknown to mypy, hence Any.


class Laid(NamedTuple):
    """A PDF, and what WeasyPrint says of the style sheet and of the page."""

    pdf: bytes
    of_style: tuple[str, ...]
    of_page: tuple[str, ...]


class _Sheet(NamedTuple):
    css: Any
    fonts: Any
    messages: tuple[str, ...]
    defaults: tuple[Any, ...] = ()


def lay_out(page: Element, style: str, identifier: bytes, claims: Claims) -> Laid:
    """Make a PDF, without a clock, that meets the standards that it claims to meet.

    Raises ProblemError for a page that is too much for WeasyPrint, or lacks its marking.
    """
    work = partial(_lay_out, page, style, identifier, claims)
    try:
        return work()
    except RecursionError:
        return _give_room(work)


_STACK, _FRAMES = 512 * 1024**2, 50_000
"""Bytes of a stack and calls within calls: for what is nested as deeply as browsers allow."""


def _give_room(work: Callable[[], Laid]) -> Laid:
    """Do ``work`` where calls may be nested far more deeply than Python lets them be."""
    frames, stack = sys.getrecursionlimit(), threading.stack_size(_STACK)
    sys.setrecursionlimit(_FRAMES)
    try:
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(work).result()
    except (RecursionError, RuntimeError, MemoryError) as failure:
        message = "the article cannot be laid out on paper: its parts are nested too deeply"
        raise ProblemError(
            error(message, hint="take some out of what is around them", code="not-on-paper")
        ) from failure
    finally:
        sys.setrecursionlimit(frames)
        threading.stack_size(stack)


def _lay_out(page: Element, style: str, identifier: bytes, claims: Claims) -> Laid:
    of_elements = filter(None, (each.get("style") for each in page.iter()))
    inner = "\n".join([*read_sheets(page), *of_elements])
    sheet = _read_sheet(style, find_local_variables(inner))
    sheet = sheet._replace(defaults=read_default_sheets(f"{style}\n{inner}"))
    with _stop_clock(), _collect_seldom(), _listen() as messages:
        document = _fit(page, sheet)
        demand_marking([page._page_box for page in document.pages], claims.record.marking)  # noqa: SLF001
        pdf = _write(document, identifier, claims)
    return Laid(pdf, sheet.messages, tuple(messages))


def _fit(page: Element, sheet: _Sheet) -> Any:  # noqa: ANN401
    """Lay out pages.

    Where the last one would be almost empty, the text is a little smaller, or the page before it
    ends earlier.
    """
    fitting = _Fitting(may_shrink=True)
    document = _render(page, sheet, fitting)
    if fitting.scale is None:
        return document
    size = fitting.scale * _size_of(document)
    resized = _parse_sheet(f"html {{ font-size: {size:.4f}px }}")
    return _render(page, sheet, _Fitting(may_shrink=False), resized)


def _render(page: Element, sheet: _Sheet, fitting: _Fitting, *more: Any) -> Any:  # noqa: ANN401
    _watch_layout()
    html = _to_html(page)
    html.fitting = fitting
    of_html, of_attributes = sheet.defaults
    html._ua_stylesheets = lambda *_: [of_html]  # noqa: SLF001
    html._ph_stylesheets = lambda: [of_attributes]  # noqa: SLF001
    return html.render(
        font_config=sheet.fonts,
        stylesheets=[sheet.css, *more, fitting.late],
        presentational_hints=True,  # widths of pictures, first numbers of lists
    )


class _Fitting:
    """Decides how a layout ends when all pages are made.

    Either text needs another ``scale``, or pages are to end earlier: by rules that are added to the
    style sheet ``late``.
    """

    def __init__(self, *, may_shrink: bool) -> None:
        self.late = _parse_sheet("")
        self.scale: float | None = None
        self._may_shrink = may_shrink
        self._shortened: set[int] = set()

    def look(self, context: Any, pages: Sequence[Any]) -> None:  # noqa: ANN401
        """Look at pages, and let WeasyPrint make those again that are to end earlier."""
        fills = [_fill(page) for page in pages]
        if self._may_shrink and not self._shortened:
            self.scale = find_scale(fills)
        if self.scale is not None:
            return
        for last in _last_pages(context, pages):
            before = last - 1
            if before in self._shortened:
                continue
            cut = find_cut(fills[before], fills[last])
            if cut is not None:
                self._shortened.add(before)
                rest = (1 - cut) * pages[before].height + pages[before].padding_bottom
                rule = f"@page :nth({before + 1}) {{ padding-bottom: {rest:.2f}px }}"
                self.late.page_rules += _parse_sheet(rule).page_rules
                context.page_maker[before][-1]["content_changed"] = True


def _last_pages(context: Any, pages: Sequence[Any]) -> Iterator[int]:  # noqa: ANN401
    """Yield the numbers of the last pages of articles that have several."""
    first = 0
    for number in range(1, len(pages) + 1):
        if number == len(pages) or context.page_maker[number][1]["break"] == "page":
            if number - first > 1:
                yield number - 1
            first = number


_LARGEST = 10_000.0
"""The size of a font in pixels, as browsers limit it; Pango has no numbers for very large ones."""


@cache
def _watch_layout() -> None:
    """Hook into WeasyPrint's layout of our pages, for which it has no interface."""
    compute_size = computed_values.COMPUTER_FUNCTIONS["font_size"]

    def compute_bounded_size(style: Any, name: str, value: Any) -> float:  # noqa: ANN401
        return min(float(compute_size(style, name, value)), _LARGEST)

    computed_values.COMPUTER_FUNCTIONS["font_size"] = compute_bounded_size
    take_shortcuts()
    make_all_pages = layout.make_all_pages

    def make_and_look(context: Any, root: Any, html: Any, pages: Any) -> Iterator[Any]:  # noqa: ANN401
        made = []
        for page in make_all_pages(context, root, html, pages):
            made.append(page)
            yield page
        if fitting := getattr(html, "fitting", None):
            fitting.look(context, made)

    layout.make_all_pages = make_and_look
    block.columns_layout = lay_out_items_once(block.columns_layout, _is_of_briefings)
    inline.split_first_line = break_at_last_space(inline.split_first_line, _is_of_briefings)
    inline.split_inline_box = remember_line_start(inline.split_inline_box)
    inline.split_text_box = know_line_start(inline.split_text_box, _is_of_briefings)


def _is_of_briefings(fonts: Any) -> bool:  # noqa: ANN401
    """Whether a layout with these fonts is one of ours: tests and benchmarks have others."""
    return getattr(fonts, "is_of_briefings", False)


def _parse_sheet(style: str) -> Any:  # noqa: ANN401
    return CSS(string=style, url_fetcher=_OwnFetcher())


def _size_of(document: Any) -> float:  # noqa: ANN401
    """The size of the text in pixels, as the style sheets have it."""
    return float(_root(document.pages[0]._page_box).style["font_size"])  # noqa: SLF001


def _fill(page: Any) -> float:  # noqa: ANN401
    """Where the last line or picture of a page ends."""
    top, height = page.content_box_y(), page.height
    return float(max((_end(_root(page)) - top) / height, 0.0))


def _root(page: Any) -> Any:  # noqa: ANN401
    """Return the box of the whole text of a page."""
    return next(child for child in page.children if child.element_tag == "html")


def _end(box: Any) -> float:  # noqa: ANN401
    """Return where what is painted in a box ends: lines, replaced elements."""
    children = getattr(box, "children", ())
    if not children or type(box).__name__ == "LineBox":
        height = box.height if isinstance(box.height, float | int) else 0
        return float(box.position_y + height)
    flowing = [child for child in children if child.style["position"] not in {"fixed", "absolute"}]
    return max((_end(child) for child in flowing), default=0.0)


def _write(document: Any, identifier: bytes, claims: Claims) -> bytes:  # noqa: ANN401
    """Paint the pages and say what is on them."""
    pages = [_WatchedPage(page) for page in document.pages]
    paintings = [page.painting for page in pages]
    pdf: bytes = document.copy(pages).write_pdf(
        finisher=lambda _, pdf: finish(pdf, paintings, claims, identifier),
        pdf_version=claims.standard.version,
        pdf_tags=True,
    )
    return pdf


class _WatchedPage(Page):  # type: ignore[misc]
    """A page that hands over what is painted."""

    def __init__(self, page: Any) -> None:  # noqa: ANN401
        self.__dict__.update(page.__dict__)
        self.painting = Painting(page._page_box)  # noqa: SLF001

    def paint(self, stream: Any, scale: float = 1) -> None:  # noqa: ANN401
        super().paint(stream, scale)
        self.painting.take(stream)
        self._page_box: Any = self.painting.box.copy_with_children([])


_OPAQUE = "* { opacity: 1 !important }"
"""For style sheets what ``paper`` does for articles: what is faint is no part of the structure."""


@lru_cache(maxsize=8)
def _read_sheet(style: str, local: frozenset[str]) -> _Sheet:
    """Parse a style sheet and load its fonts: as long as it stays the same, once.

    ``local`` are the variables that the page sets itself.
    """
    atexit.register(_read_sheet.cache_clear)  # while the modules that clean up are still there
    fonts = FontConfiguration()
    fonts.is_of_briefings = True
    remember_selectors()
    with _listen() as messages:
        text = fill_in_variables(style, local) + (_OPAQUE if "opacity" in style else "")
        css = CSS(string=text, font_config=fonts, url_fetcher=_OwnFetcher(), matcher=QuickMatcher())
    return _Sheet(css, fonts, tuple(messages))


def _to_html(page: Element) -> Any:  # noqa: ANN401
    """Hand a tree to WeasyPrint, whose own constructor parses text."""
    html = HTML.__new__(HTML)
    html.wrapper_element = ElementWrapper.from_html_root(page, content_language=None)
    html.etree_element = page
    html.base_url, html.url_fetcher, html.media_type = None, _OwnFetcher(), "print"
    return html


class _OwnFetcher(URLFetcher):  # type: ignore[misc]
    """Opens what the page itself holds, and has nothing else to give."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"})

    def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ANN401
        if url.startswith(("data:image/", "data:font/", "data:text/css;")):
            return super().fetch(url, headers)
        message = "it was not handed to the briefing"
        raise ValueError(message)


@contextmanager
def _listen() -> Iterator[list[str]]:
    """Collect the messages of WeasyPrint's log, each once; they go nowhere else."""
    logger = logging.getLogger("weasyprint")
    messages: dict[str, None] = {}
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: messages.setdefault(record.getMessage())  # type: ignore[method-assign]
    collected: list[str] = []
    was, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield collected
    finally:
        logger.removeHandler(handler)
        logger.propagate = was
        collected += messages


_SELDOM = 200_000
"""New objects after which Python looks for those that only refer to each other."""


@contextmanager
def _collect_seldom() -> Iterator[None]:
    """Let Python look for cycles seldom: a layout makes few, and all of its boxes are looked at."""
    before = gc.get_threshold()
    gc.set_threshold(_SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def _stop_clock() -> Iterator[None]:
    """Keep the time out of the PDF: fontTools stamps what it makes of a variable font."""
    name = "SOURCE_DATE_EPOCH"
    before = os.environ.get(name)
    os.environ[name] = "0"
    try:
        yield
    finally:
        del os.environ[name]
        if before is not None:
            os.environ[name] = before
