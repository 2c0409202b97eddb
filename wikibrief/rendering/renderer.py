"""Rendering a document: its blocks through the macros in ``templates/html``, its text inline."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from html import escape, unescape

from wikibrief.document import (
    Block,
    Category,
    Comment,
    Element,
    Figure,
    GalleryImage,
    Gap,
    LanguageLink,
    Preformatted,
    Raw,
    References,
    Section,
    Switch,
    Transclusion,
    kind_of,
)
from wikibrief.outline import Heading
from wikibrief.reader import read_blocks
from wikibrief.rendering.extensions import SHOWN, as_text
from wikibrief.rendering.flow import paragraphs
from wikibrief.rendering.inline import ExtensionTag, Inline, extension_tag, printable
from wikibrief.rendering.layouts import HIDDEN, Arguments, Layouts
from wikibrief.rendering.links import is_external
from wikibrief.rendering.markers import Markers
from wikibrief.rendering.media import (
    FileOptions,
    gallery_box,
    read_options,
    shown,
    split_options,
)
from wikibrief.rendering.notes import Notes
from wikibrief.rendering.page import Page
from wikibrief.rendering.tags import attributes_of, char_references, safe_attributes
from wikibrief.rendering.titles import Title, parse_title
from wikibrief.scanner import scan
from wikibrief.templating import Markup, Templates

__all__ = ["Renderer"]

_NOTHING = (Category, Comment, LanguageLink, Switch)
_BEGINS_BLOCK = re.compile(r"[*#:; =]|\{\||<(?:div|table|ul|ol|dl|blockquote|gallery|poem|pre)\b")
_HAS_BLOCK_LINE = re.compile(r"^[ ]*(?:[*#:;=]|\{\||----)", re.MULTILINE)
_DEEPEST = 20
"""How deep values may stand in values; what is deeper is shown as its source."""


class Renderer:
    """Renders the blocks of one page, in reading order: notes are numbered as they come."""

    def __init__(self, page: Page, templates: Templates) -> None:
        self.page = page
        self.unknown: list[str] = []
        self._templates = templates
        self._layouts = Layouts(templates)
        self._notes = Notes()
        self._depth = 0
        self._is_apart = False
        self._inline = Inline(page, self)
        self._macros = templates.macros("html/blocks.html.j2", render=self, page=page)

    # ------------------------------------------------------------------ what templates are given

    def inline(self, text: str) -> Markup:
        """The HTML of inline wikitext."""
        return Markup(self._inline.html(text))

    def value(self, text: str) -> Markup:
        """The HTML of a value that may hold lists, tables and paragraphs.

        One paragraph alone is not wrapped.
        """
        if "\n" not in text and not _BEGINS_BLOCK.match(text):
            return self.inline(text)
        blocks = read_blocks(text)
        if len(blocks) == 1 and isinstance(blocks[0], str):
            return self.inline(blocks[0])
        return self.blocks(blocks)

    def blocks(self, blocks: Iterable[Block | Heading], *, in_block: bool = False) -> Markup:
        """The HTML of blocks, one after the other; ``in_block`` as for ``paragraphs``."""
        markers = Markers()
        html = paragraphs(self._lines(blocks, markers), in_block=in_block)
        return Markup(markers.restore(html))

    def apart(self, text: str) -> Markup:
        """The HTML of inline wikitext that is shown a second time: without its notes."""
        self._is_apart = True
        try:
            return self.inline(text)
        finally:
            self._is_apart = False

    def heading(self, section: Section, id: str) -> Markup:  # noqa: A002  as in HTML
        """The heading of a section."""
        return Markup(self._macros["heading"](section.level, section.heading, id))

    def item(self, text: str | None) -> Markup:
        """The HTML of the text of a list item."""
        return self.inline(text) if text else Markup("")

    def cell(self, text: str | None, blocks: tuple[Block, ...]) -> Markup:
        """The HTML of a table cell: what stands on its line, and the blocks after it."""
        return self.item(text) + self.blocks(blocks) if blocks else self.item(text)

    def caption(self, text: str, blocks: tuple[Block, ...]) -> Markup:
        """The HTML of a table's caption, in which there are no paragraphs."""
        return (
            self.item(text) + "\n" + self.blocks(blocks, in_block=True)
            if blocks
            else self.item(text)
        )

    def attributes(self, text: str | None, tag: str) -> Markup:
        """The HTML attributes in ``text`` that ``tag`` may have."""
        if not text:
            return Markup("")
        markers = Markers()
        passed = self._inline.stripped(self.expand(printable(text)), markers)
        return Markup(safe_attributes(passed, tag))

    def attribute_values(self, text: str) -> dict[str, str]:
        """The HTML attributes in ``text`` by name, also those that no element may have."""
        return attributes_of(text)

    def gallery_image(self, image: GalleryImage, gallery: Mapping[str, str]) -> Markup:
        """The HTML of an image of a gallery with these attributes, and its caption."""
        title = parse_title(f"File:{image.file}")
        if title is None:
            return Markup(escape(image.file))
        options, caption = self._options(image)
        box = gallery_box(gallery)
        options.form, options.upright = "", None
        options.width, options.max_height = box.width, box.max_height
        with_name = "showfilename" in gallery
        return Markup(self._file(title.name, options, caption, "gallery_image", with_name))

    def references_block(self, block: References) -> Markup:
        """The list of notes that a ``<references>`` asks for."""
        tag = ExtensionTag("references", block.attributes, "\n".join(block.refs))
        return Markup(self.extension_tag(tag))

    def plain(self, text: str) -> str:
        """The words of inline wikitext, on one line, without notes."""
        return plain_text(text, self.page)

    # ------------------------------------------------------------------------------------- blocks

    def _lines(self, blocks: Iterable[Block | Heading], markers: Markers) -> Iterator[str]:
        """The lines that blocks make: text with markers, and markers of finished blocks."""
        begins = True
        for block in blocks:
            lines = self._block(block, markers)
            first = next(lines, None)
            if first is None:
                continue
            if not begins:
                yield ""
            begins = False
            yield first
            yield from lines

    def _block(self, block: Block | Heading, markers: Markers) -> Iterator[str]:
        match block:
            case str():
                yield from self._text(block, markers)
            case Raw():
                yield from self._text(block.text, markers)
            case Gap():
                yield from [""] * block.lines
            case Element():
                yield from self._element(block, markers)
            case Preformatted(tag=None):
                text = self._inline.passes(self.expand(printable(block.text)), markers)
                yield from (f" {line}" for line in text.split("\n"))
            case Transclusion():
                yield from self._transclusion(block, markers)
            case _ if not isinstance(block, _NOTHING):
                yield markers.put(self._finished(block))

    def _finished(self, block: Block | Heading) -> str:
        """The HTML of a block that is no lines for ``paragraphs``."""
        match block:
            case Figure():
                return self.figure(block)
            case Heading():
                return self._macros["heading"](block.level, block.text, "")
            case Preformatted(tag=str(name)):
                return self.extension_tag(ExtensionTag(name.lower(), block.attributes, block.text))
        return self._macros[kind_of(block)](block)

    def _text(self, text: str, markers: Markers) -> Iterator[str]:
        """The lines of a paragraph; what its transclusions expand to may be more than one."""
        text = printable(text)
        expanded = self.expand(text)
        if expanded != text and ("\n" in expanded or _BEGINS_BLOCK.match(expanded)):
            yield from self._lines(read_blocks(expanded), markers)
        else:
            yield from self._inline.passes(expanded, markers).split("\n")

    def _element(self, element: Element, markers: Markers) -> Iterator[str]:
        tag = element.tag.lower()
        if tag in {"noinclude", "onlyinclude", "includeonly"}:
            opening = closing = ""
        else:
            passed = f"<{tag}{' ' + element.attributes if element.attributes else ''}>"
            opening, closing = self._inline.passes(passed, markers), f"</{tag}>"
        text = self._inline.passes(self.expand(printable(element.text or "")), markers)
        first, *lines = text.split("\n")
        if not element.blocks:
            yield from [opening + first, *lines][:-1]
            yield (lines[-1] if lines else opening + first) + closing
            return
        yield opening + first
        yield from lines
        yield from self._lines(element.blocks, markers)
        yield closing

    def _transclusion(self, block: Transclusion, markers: Markers) -> Iterator[str]:
        source = _source_of(block)
        expanded = self.expand(printable(source))
        if expanded != source:
            yield from self._lines(read_blocks(expanded), markers)
        elif html := self.transclusion(block, source):
            yield markers.put(html)

    # ------------------------------------------------------------------- what inline markup shows

    def expand(self, text: str) -> str:
        """The wikitext that ``text`` stands for."""
        return text

    def transclusion(self, transclusion: Transclusion, source: str) -> str:
        """The HTML of a transclusion: by its layout, else a placeholder with its arguments."""
        layout = self._layouts.find(transclusion.name)
        if layout == HIDDEN:
            return ""
        if self._depth >= _DEEPEST:
            return f'<code class="wikitext">{escape(source)}</code>'
        self._depth += 1
        try:
            if layout is not None:
                return self._laid_out(layout, transclusion)
            self.unknown.append(transclusion.name)
            return self._macros["transclusion"](transclusion)
        finally:
            self._depth -= 1

    def _laid_out(self, layout: str, transclusion: Transclusion) -> str:
        arguments = Arguments(transclusion.arguments, self.inline, self.value, self.plain)
        html = self._templates.render(
            layout,
            args=arguments,
            name=transclusion.name,
            page=self.page,
            note=self.note,
            references=self.references,
            render=self,
        )
        return " ".join(html.split("\n")).strip() if "<pre" not in html else html.strip()

    def extension_tag(self, tag: ExtensionTag) -> str:
        """The HTML of an extension tag."""
        show = SHOWN.get(tag.name)
        return show(self, tag) if show else ""

    def file(self, title: Title, options: str, markers: Markers) -> str:
        """The HTML of a file in a line of text."""
        read = read_options(split_options(options) if options else [])
        return self._file(title.name, read, self._caption(read.caption, markers))

    def figure(self, block: Figure) -> str:
        """The HTML of a file on a line of its own."""
        title = parse_title(f"File:{block.file}")
        if title is None:
            return escape(f"[[File:{block.file}]]")
        return self._file(title.name, *self._options(block))

    def _options(self, block: Figure | GalleryImage) -> tuple[FileOptions, Markup]:
        """The options of a file, and the HTML of its caption."""
        markers = Markers()
        parts = [*block.options, *([] if block.caption is None else [block.caption])]
        options = read_options(
            self._inline.tagged(self.expand(printable(part)), markers) for part in parts
        )
        return options, self._caption(options.caption, markers)

    def _file(
        self,
        name: str,
        options: FileOptions,
        caption: Markup,
        macro: str = "file",
        *rest: object,
    ) -> str:
        image = self.page.around.image(name)
        picture = shown(image, options) if image else None
        address = self._file_address(name, options.link)
        return str(self._macros[macro](name, options, caption, picture, address, *rest))

    def _file_address(self, name: str, link: str | None) -> str | None:
        """Where a file leads: to its page, to the page or address of its option, or nowhere."""
        if link == "":
            return None
        if link is not None and is_external(link):
            return link
        target = parse_title(link) if link else None
        return self.page.address(target or Title(name, None, "file"))

    def _caption(self, text: str, markers: Markers) -> Markup:
        """The HTML of a caption, whose tags and transclusions are done."""
        if "\n" in text and _HAS_BLOCK_LINE.search(text):
            return self.value(markers.restore(text))
        return Markup(char_references(markers.restore(self._inline.finished(text, markers))))

    # -------------------------------------------------------------------------------------- notes

    def ref(self, text: str, name: str, group: str) -> Markup:
        """The mark of a ``<ref>``; ``text`` is empty where it refers to one defined elsewhere."""
        return self._note(name, group, partial(self.inline, text) if text else None)

    def note(self, html: str, name: str = "", group: str = "") -> Markup:
        """The mark of a note that says ``html`` (a layout's ``{{efn}}`` or ``{{sfn}}``)."""
        return self._note(name, group, lambda: str(html))

    def _note(self, name: str, group: str, content: Callable[[], str] | None) -> Markup:
        if self._is_apart:
            return Markup("")
        return Markup(self._macros["note_mark"](*self._notes.use(name, group, content)))

    def references(self, group: str = "", source: str = "") -> Markup:
        """The list of a group's notes; ``source`` may define some of them with ``<ref>``."""
        for tag in _refs(self.expand(source)):
            attributes = attributes_of(tag.attributes)
            name, of_group = attributes.get("name", ""), attributes.get("group", group)
            if name and tag.content:
                self._notes.define(name, of_group, partial(self.inline, tag.content.strip()))
        return Markup(self._macros["notes"](self._notes.take(group), group))

    def leftover_references(self) -> Markup:
        """The lists of the notes that no list has shown, at the end of the page."""
        lists = []
        while groups := self._notes.waiting:
            lists += [self.references(group) for group in groups]
        return Markup("").join(lists)


def _refs(text: str) -> Iterator[ExtensionTag]:
    """The ``<ref>`` tags in ``text``."""
    for construct in scan(text).constructs if text else ():
        tag = extension_tag(text[construct.start : construct.end])
        if construct.kind == "<" and tag and tag.name == "ref":
            yield tag


def _source_of(block: Transclusion) -> str:
    arguments = (
        each.value if each.name is None else f"{each.name}={each.value}" for each in block.arguments
    )
    return "{{" + "|".join([block.name, *arguments]) + "}}"


_TAG = re.compile(r"<[^>]*>")


def plain_text(text: str, page: Page | None = None) -> str:
    """The words of inline wikitext, on one line."""
    html = Inline(page or Page(), _Nothing()).html(text)
    return " ".join(unescape(_TAG.sub("", html.replace("<br>", " "))).split())


class _Nothing:
    """Shows nothing of what is more than inline markup."""

    def expand(self, text: str) -> str:
        return text

    def transclusion(self, transclusion: Transclusion, source: str) -> str:
        del transclusion, source
        return ""

    def extension_tag(self, tag: ExtensionTag) -> str:
        return as_text(tag.content or "") if tag.name == "nowiki" else ""

    def file(self, title: Title, options: str, markers: Markers) -> str:
        del title, options, markers
        return ""
