"""Rendering a document: its blocks through the macros in ``templates/html``, its text inline."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from html import escape, unescape
from typing import cast

from wikibrief.dialects import is_infobox
from wikibrief.document import (
    Block,
    Category,
    Comment,
    Element,
    Figure,
    Gallery,
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
from wikibrief.rendering.flow import paragraphs
from wikibrief.rendering.inline import ExtensionTag, Inline, extension_tag, printable
from wikibrief.rendering.layouts import HIDDEN, Arguments, Layouts
from wikibrief.rendering.markers import Markers
from wikibrief.rendering.media import read_options, split_options
from wikibrief.rendering.notes import Note, Notes
from wikibrief.rendering.page import Page
from wikibrief.rendering.tags import attributes_of, char_references, safe_attributes
from wikibrief.rendering.titles import Title, parse_title
from wikibrief.scanner import scan
from wikibrief.templating import Markup, Templates

__all__ = ["Renderer"]

_NOTHING = (Category, Comment, LanguageLink, Switch)
_BEGINS_BLOCK = re.compile(r"[*#:; =]|\{\||<(?:div|table|ul|ol|dl|blockquote|gallery|poem|pre)\b")
_DEEPEST = 20
"""How deep values may stand in values; what is deeper is shown as its source."""


class Renderer:
    """Renders the blocks of one page, in reading order: notes are numbered as they come."""

    def __init__(self, page: Page, templates: Templates) -> None:
        self.page = page
        self.unknown: list[str] = []
        self._templates = templates
        self._layouts = Layouts(templates, page.language)
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

    def blocks(self, blocks: Iterable[Block]) -> Markup:
        """The HTML of blocks, one after the other."""
        markers = Markers()
        html = paragraphs(self._lines(blocks, markers))
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

    def attributes(self, text: str | None, tag: str) -> Markup:
        """The HTML attributes in ``text`` that ``tag`` may have."""
        if not text:
            return Markup("")
        markers = Markers()
        passed = self._inline.stripped(self.expand(printable(text)), markers)
        return Markup(safe_attributes(markers.restore(passed), tag))

    def gallery_image(self, image: GalleryImage) -> Markup:
        """The HTML of an image of a gallery, and its caption."""
        title = parse_title(f"File:{image.file}")
        if title is None:
            return Markup(escape(image.file))
        return Markup(self._file(title.name, self._options(image), "gallery_image"))

    def references_block(self, block: References) -> Markup:
        """The list of notes that a ``<references>`` asks for."""
        tag = ExtensionTag("references", block.attributes, "\n".join(block.refs))
        return Markup(self.extension_tag(tag))

    def plain(self, text: str) -> str:
        """The words of inline wikitext, on one line, without notes."""
        return plain_text(text, self.page)

    # ------------------------------------------------------------------------------------- blocks

    def _lines(self, blocks: Iterable[Block], markers: Markers) -> Iterator[str]:
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
                yield from [""] * (block.lines - 1)
                yield ""
            case Element():
                yield from self._element(block, markers)
            case Preformatted(tag=None):
                text = self._inline.passes(self.expand(printable(block.text)), markers)
                yield from (f" {line}" for line in text.split("\n"))
            case Transclusion():
                yield from self._transclusion(block, markers)
            case Figure():
                yield self.figure(block, markers)
            case Heading():
                yield markers.put(self._macros["heading"](block.level, block.text, ""))
            case Preformatted():
                tag = ExtensionTag(cast("str", block.tag).lower(), block.attributes, block.text)
                yield markers.put(self.extension_tag(tag))
            case _ if isinstance(block, _NOTHING):
                return
            case _:
                yield markers.put(self._macros[kind_of(block)](block))

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
        if "<pre" not in html:
            html = " ".join(html.split("\n"))
        return html.strip(" \n")  # a no-break space is meant

    def extension_tag(self, tag: ExtensionTag) -> str:
        """The HTML of an extension tag."""
        show = _TAGS.get(tag.name)
        return show(self, tag) if show else ""

    def file(self, title: Title, options: str) -> str:
        """The HTML of a file in a line of text."""
        return self._file(title.name, split_options(options) if options else [])

    def figure(self, block: Figure, markers: Markers) -> str:
        """The marker of a file on a line of its own."""
        title = parse_title(f"File:{block.file}")
        if title is None:
            return escape(f"[[File:{block.file}]]")
        return markers.put(self._file(title.name, self._options(block)))

    def _options(self, block: Figure | GalleryImage) -> list[str]:
        """The options of a file, and its caption."""
        markers = Markers()
        parts = [*block.options, *([] if block.caption is None else [block.caption])]
        passed = (self._inline.tagged(self.expand(printable(part)), markers) for part in parts)
        return [markers.restore(part) for part in passed]

    def _file(self, name: str, parts: list[str], macro: str = "file") -> str:
        options = read_options(parts)
        markers = Markers()
        caption = markers.restore(self._inline.finished(options.caption, markers))
        link = parse_title(options.link) if options.link else None
        return str(
            self._macros[macro](
                name,
                options,
                Markup(char_references(caption)),
                self.page.image(name),
                self.page.address(link or Title(name, None, "file"))
                if options.link != ""
                else None,
            )
        )

    # -------------------------------------------------------------------------------------- notes

    def note(self, html: str, name: str = "", group: str = "") -> Markup:
        """The mark of a note that says ``html`` (a layout's ``{{efn}}`` or ``{{sfn}}``)."""
        if self._is_apart:
            return Markup("")
        return self._mark(*self._notes.use(name, group, lambda: str(html)))

    def _mark(self, note: Note, place: str) -> Markup:
        return Markup(self._macros["note_mark"](note, place))

    def references(self, group: str = "", source: str = "") -> Markup:
        """The list of a group's notes; ``source`` may define some of them with ``<ref>``."""
        for construct in _refs(source):
            attributes = attributes_of(construct.attributes)
            name, of_group = attributes.get("name", ""), attributes.get("group", group)
            if name and construct.content:
                self._notes.define(name, of_group, self._content(construct.content))
        return Markup(self._macros["notes"](self._notes.take(group), group))

    def leftover_references(self) -> Markup:
        """The lists of the notes that no list has shown, at the end of the page."""
        lists = []
        while groups := self._notes.waiting:
            lists += [self.references(group) for group in groups]
        return Markup("").join(lists)

    def _content(self, text: str) -> Callable[[], str]:
        return partial(self.inline, text.strip())

    def _ref(self, tag: ExtensionTag) -> str:
        attributes = attributes_of(tag.attributes)
        name, group = attributes.get("name", ""), attributes.get("group", "")
        text = (tag.content or "").strip()
        if not name and not text:
            return ""
        if self._is_apart:
            return ""
        note, place = self._notes.use(name, group, self._content(text) if text else None)
        return str(self._mark(note, place))

    def _references_tag(self, tag: ExtensionTag) -> str:
        group = attributes_of(tag.attributes).get("group", "")
        return str(self.references(group, tag.content or ""))

    # --------------------------------------------------------------------------------- other tags

    def _nowiki(self, tag: ExtensionTag) -> str:
        return _as_text(tag.content or "")

    def _pre(self, tag: ExtensionTag) -> str:
        text = re.sub(r"</?nowiki\s*/?>", "", tag.content or "", flags=re.IGNORECASE)
        return f"<pre{safe_attributes(tag.attributes, 'pre')}>{_as_text(text)}</pre>"

    def _poem(self, tag: ExtensionTag) -> str:
        text = (tag.content or "").strip("\n")
        lines = self._inline.html(text).split("\n")
        verses = "<br>\n".join(_keeping_indentation(line) for line in lines)
        stanzas = verses.replace("<br>\n<br>\n", "</p>\n<p>")
        return f'<div class="poem"><p>{stanzas}</p></div>'

    def _gallery(self, tag: ExtensionTag) -> str:
        [block] = read_blocks(f"<gallery {tag.attributes}>{tag.content or ''}</gallery>") or [""]
        return str(self._macros["gallery"](block)) if isinstance(block, Gallery) else ""

    def _source(self, tag: ExtensionTag) -> str:
        return (
            f'<pre class="source"><code>{escape((tag.content or "").strip(chr(10)))}</code></pre>'
        )

    def _formula(self, tag: ExtensionTag) -> str:
        return f'<code class="math">{escape((tag.content or "").strip())}</code>'


_TAGS: dict[str, Callable[[Renderer, ExtensionTag], str]] = {
    "ce": Renderer._formula,  # noqa: SLF001  a table of the class's own
    "chem": Renderer._formula,
    "gallery": Renderer._gallery,
    "math": Renderer._formula,
    "nowiki": Renderer._nowiki,
    "poem": Renderer._poem,
    "pre": Renderer._pre,
    "ref": Renderer._ref,
    "references": Renderer._references_tag,
    "source": Renderer._source,
    "syntaxhighlight": Renderer._source,
}


def _as_text(text: str) -> str:
    return char_references(text.replace("<", "&lt;").replace(">", "&gt;"))


def _keeping_indentation(line: str) -> str:
    blanks = len(line) - len(line.lstrip(" "))
    return "&nbsp;" * blanks + line[blanks:]


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
        return _as_text(tag.content or "") if tag.name == "nowiki" else ""

    def file(self, title: Title, options: str) -> str:
        del title, options
        return ""
