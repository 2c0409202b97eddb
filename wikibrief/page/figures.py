"""Figures: the files of articles: alone, in lines of text, in galleries and infoboxes.

Where a file is not there, the page shows its name. Options and sizes are in ``media``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Protocol
from urllib.parse import unquote

from wikibrief.inline.context import PageContext
from wikibrief.inline.markers import Markers
from wikibrief.inline.media import (
    FileOptions,
    Shown,
    gallery_box,
    read_options,
    shown,
    split_options,
)
from wikibrief.inline.passes import Inline, printable
from wikibrief.inline.plain import plain_text
from wikibrief.markup.reader.reading import read_source
from wikibrief.model.document import Block, Figure, GalleryImage, Heading, Rule, Table
from wikibrief.templating.environment import Macros, Markup
from wikibrief.wiki.entities import escape_ampersands
from wikibrief.wiki.magicwords import is_image_option
from wikibrief.wiki.namespaces import Namespace
from wikibrief.wiki.scanner import scan
from wikibrief.wiki.titles import Title, is_external, parse_link, parse_title

__all__ = ["Figures"]

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HAS_LINKS = re.compile(r"\[\[|''")
_MAGIC_BAR = "{{!}}"
_UPRIGHT_IN_INFOBOX = 1.35
"""Width of a picture in relation to a thumbnail's: what infoboxes of Wikipedias ask for."""


class Captions(Protocol):
    """What figures need of the renderer: the page, and the HTML of captions."""

    page: PageContext

    def expand(self, text: str) -> str:
        """Expand parser functions and the wiki's own templates."""

    def inline(self, text: str) -> Markup:
        """Render inline wikitext."""

    def value(self, text: str) -> Markup:
        """Render a value that may hold lists, tables and paragraphs."""

    def blocks(self, blocks: Iterable[Block]) -> Markup:
        """Render blocks."""


class Figures:
    """The files that one page shows, each by a macro of its templates."""

    def __init__(self, render: Captions, inline: Inline, macros: Macros) -> None:
        self._render, self._inline, self._macros = render, inline, macros
        self._page = render.page

    def has(self, name: str) -> bool:
        """Return whether there is a file of that name in the wiki."""
        title = parse_link(f"File:{name}")
        return title is not None and self._page.around.image(title.name) is not None

    def figure(self, block: Figure) -> str:
        """The HTML of a file that is a block."""
        name = _COMMENT.sub("", self._render.expand(block.file))
        title = parse_link(f"File:{name}")
        if title is None:
            parts = (name, *block.options, *([] if block.caption is None else [block.caption]))
            return self._render.inline(f"[[{block.namespace}:{'|'.join(parts)}]]")
        return self._file(title.name, *self._options(block))

    def in_text(self, title: Title, options: str, markers: Markers) -> str:
        """The HTML of a file in a line of text; its options have their tags and markers."""
        parts = split_options(options) if options else []
        read = read_options(parts, self._page.language)
        caption = escape_ampersands(self._inline.finish(read.caption, markers))
        return self._file(title.name, read.restore_texts(markers), Markup(markers.restore(caption)))

    def in_gallery(self, image: GalleryImage, gallery: Mapping[str, str]) -> Markup:
        """The HTML of an image of a gallery with these attributes, and its caption."""
        title = parse_title(unquote(image.file), Namespace.FILE)
        if title is None:
            return Markup("")  # as on the wiki: such a line is taken for a mistake
        name = title.name if title.namespace == Namespace.FILE else image.file
        options, caption = self._options(image)
        box = gallery_box(gallery)
        options.form, options.upright = "", None
        options.width, options.max_height = box.width, box.max_height
        found = self._find(name, options)
        with_name = "showfilename" in gallery
        html = self._macros["gallery_image"](name, options, caption, *found, with_name)
        return Markup(html)

    def in_infobox(self, name: str, alt: str) -> Markup:
        """The HTML of a file that is alone, in the width that wikis give to infoboxes."""
        title = parse_link(f"File:{name}")
        options = FileOptions(form="frameless", upright=_UPRIGHT_IN_INFOBOX, alt=alt)
        return Markup(self._file(title.name, options, Markup("")) if title else escape(name))

    def _file(self, name: str, options: FileOptions, caption: Markup) -> str:
        if options.alt and _HAS_LINKS.search(options.alt):  # as Parser::stripAltText has it
            options.alt = plain_text(options.alt, self._page)
        return self._macros["file"](name, options, caption, *self._find(name, options))

    def _find(self, name: str, options: FileOptions) -> tuple[Shown | None, str | None]:
        """Find the image, if it is there, and where it leads."""
        image = self._page.around.image(name)
        return shown(image, options) if image else None, self._address(name, options.link)

    def _address(self, name: str, link: str | None) -> str | None:
        """Where a file leads: to its page, to the page or address of its option, or nowhere."""
        if link == "":
            return None
        if link is not None and is_external(link):
            return link
        target = parse_link(link) if link else None
        return self._page.address(target or Title(Namespace.FILE, name))

    def _options(self, block: Figure | GalleryImage) -> tuple[FileOptions, Markup]:
        """The options of a file, and the HTML of its caption, which may hold blocks."""
        markers = Markers()
        texts = [part for option in block.options for part in _split_at_magic_bars(option)]
        caption = block.caption
        if caption and _MAGIC_BAR in caption:
            texts += _split_at_magic_bars(caption)
            caption = next((each for each in reversed(texts) if not is_image_option(each)), None)
        options = read_options(
            (self._inline.begin(self._render.expand(printable(text)), markers) for text in texts),
            self._page.language,
            has_caption=caption is not None,
        )
        if caption is None:
            caption = options.caption
        is_block = isinstance(block, GalleryImage)
        html = self._render.value(caption) if is_block else self._caption(caption)
        return options.restore_texts(markers), html

    def _caption(self, text: str) -> Markup:
        """The HTML of a caption: tables, headings and rules, and around them nothing but one line.

        The wiki makes blanks of all line ends before it looks for paragraphs and lists
        (Linker::makeThumbLink2).
        """
        if "\n" not in text:
            return self._render.inline(text)
        parts: list[Markup] = []
        position = 0
        for piece in read_source(text, dialect="mediawiki").pieces:
            if isinstance(piece.unit, Table | Heading | Rule):
                parts += (
                    self._line(text[position : piece.start]),
                    self._render.blocks((piece.unit,)),
                )
                position = piece.end
        return Markup("").join([*parts, self._line(text[position:])])

    def _line(self, text: str) -> Markup:
        return self._render.inline(" ".join(text.split("\n")))


def _split_at_magic_bars(text: str) -> Iterator[str]:
    """Yield what ``{{!}}`` separates, which is a bar when the wiki reads the options of a file."""
    start = 0
    for first, last, _ in scan(text).constructs if _MAGIC_BAR in text else ():
        if text[first:last] == _MAGIC_BAR:
            yield text[start:first]
            start = last
    yield text[start:]
