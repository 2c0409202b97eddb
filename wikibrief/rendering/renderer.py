"""Rendering a document: its blocks through the macros in ``templates/html``, its text inline."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from html import escape

from wikibrief.document import (
    Block,
    Category,
    Comment,
    Element,
    Figure,
    GalleryImage,
    Gap,
    Heading,
    LanguageLink,
    Preformatted,
    Raw,
    References,
    Rule,
    Section,
    Switch,
    Table,
    Transclusion,
    kind_of,
)
from wikibrief.expansion import Expander, is_function
from wikibrief.expansion import Page as ExpandedPage
from wikibrief.filters.text import words_of
from wikibrief.reader import read_blocks, read_source
from wikibrief.reader.lines import Lines
from wikibrief.rendering.arguments import Arguments
from wikibrief.rendering.extensions import SHOWN, as_text
from wikibrief.rendering.flow import paragraphs
from wikibrief.rendering.inline import ExtensionTag, Inline, printable
from wikibrief.rendering.layouts import HIDDEN, Layout, Layouts, layout_name
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
from wikibrief.rendering.places import NOWHERE, Places
from wikibrief.rendering.tags import attributes_of, char_references, safe_attributes
from wikibrief.rendering.titles import Anchors, Title, is_external, parse_title
from wikibrief.scanner import scan
from wikibrief.spacing import blank_lines
from wikibrief.templating import Markup, Templates
from wikibrief.words import words_in

__all__ = ["Renderer"]

_NOTHING = (Category, Comment, LanguageLink, Switch)
_BEGINS_BLOCK = re.compile(r"[*#:; =]|\{\||<(?:div|table|ul|ol|dl|blockquote|gallery|poem|pre)\b")
_UPRIGHT_IN_INFOBOX = 1.35
"""Width of a picture in relation to a thumbnail's: what infoboxes of Wikipedias ask for."""
_HIDDEN_ICON = 'class="missing icon '
_MISSING_ICON = re.compile(rf"<(?:span|figure) {_HIDDEN_ICON}.*?</span>", re.DOTALL)
"""An icon whose file is not at hand, as its macro shows it: up to the end of its name."""
_DEEPEST = 20
"""How deep values may stand in values; what is deeper is shown as its source."""


class Renderer:
    """Renders the blocks of one page, in reading order: notes are numbered as they come."""

    def __init__(
        self,
        page: Page,
        templates: Templates,
        words: Mapping[str, object] | None = None,
        places: Places = NOWHERE,
    ) -> None:
        self.page = page
        self.categories: dict[str, None] = {}
        self.anchors = Anchors()
        self._templates = templates
        words = words if words is not None else words_in(page.language, templates)
        self.dates = ""
        self.labels = words["labels"]
        self._layouts = Layouts(templates, page.language, places)
        self._notes = Notes()
        self._depth = 0
        self._is_apart = False
        self._defining: str | None = None
        self._inline = Inline(page, self)
        self._expander = Expander(_as_expanded(page), page.around.wiki_template)
        self._macros = templates.macros("html/blocks.html.j2", render=self, page=page, words=words)

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

    def blocks(self, blocks: Iterable[Block], *, in_block: bool = False) -> Markup:
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
        return self.inline(text).rstrip() if text else Markup("")

    def cell(self, text: str | None, blocks: tuple[Block, ...]) -> Markup:
        """The HTML of a table cell: what stands on its line, and the blocks after it.

        Where an icon says alone what the cell says, it does not adorn it.
        """
        html = self.item(text) + self.blocks(blocks) if blocks else self.item(text)
        if _HIDDEN_ICON in html and not words_of(_MISSING_ICON.sub("", html)):
            return Markup(str(html).replace(_HIDDEN_ICON, 'class="missing '))
        return html

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
        title = parse_title(f"File:{image.file}") or Title(image.file, None, "file")
        options, caption = self._options(image)
        box = gallery_box(gallery)
        options.form, options.upright = "", None
        options.width, options.max_height = box.width, box.max_height
        with_name = "showfilename" in gallery
        return Markup(self._file(title.name, options, caption, "gallery_image", with_name))

    def has_file(self, name: str) -> bool:
        """Whether a file is at hand, by its name in the wiki."""
        title = parse_title(f"File:{name}")
        return title is not None and self.page.around.image(title.name) is not None

    def picture(self, name: str, alt: str) -> Markup:
        """The HTML of a file that stands alone, in the width that wikis give to infoboxes."""
        title = parse_title(f"File:{name}")
        options = FileOptions(form="frameless", upright=_UPRIGHT_IN_INFOBOX, alt=alt)
        return Markup(self._file(title.name, options, Markup("")) if title else escape(name))

    def references_block(self, block: References) -> Markup:
        """The list of notes that a ``<references>`` asks for."""
        tag = ExtensionTag("references", block.attributes, "\n".join(block.refs))
        return Markup(self.extension_tag(tag))

    def words(self, text: str) -> str:
        """The words that inline wikitext is shown as, on one line, without notes."""
        return words_of(self.apart(text))

    def plain(self, text: str) -> str:
        """The words of inline wikitext, on one line, without notes."""
        return plain_text(text, self.page)

    # ------------------------------------------------------------------------------------- blocks

    def _lines(self, blocks: Iterable[Block], markers: Markers) -> Iterator[str]:
        """The lines that blocks make, with the blank ones between those that are shown."""
        before: Block | None = None
        shown: Block | None = None
        blank = 0
        told: int | None = None
        is_beside = True
        for block in blocks:
            if isinstance(block, Gap):
                told = block.lines
                continue
            usual = blank_lines(before, block) if before is not None and shown is not None else 0
            blank += usual if told is None else told
            before, told = block, None
            if isinstance(block, Comment):
                continue  # its line goes with it
            lines = self._block(block, markers)
            first = next(lines, None)
            if first is None:
                is_beside = False
                continue
            yield from [""] * (1 if shown is not None and not is_beside else blank)
            yield first
            yield from lines
            shown, blank, is_beside = block, 0, True
        yield from [""] * (told or 0)

    def _block(self, block: Block, markers: Markers) -> Iterator[str]:
        match block:
            case str():
                yield from self._text(block, markers)
            case Raw():
                yield from self._text(block.text, markers)
            case Element():
                yield from self._element(block, markers)
            case Preformatted(tag=None):
                text = self._inline.passes(self.expand(printable(block.text)), markers)
                yield from (f" {line}" for line in text.split("\n"))
            case Transclusion():
                yield from self._transclusion(block, markers)
            case Category() if title := parse_title(f"Category:{block.name}"):
                self.category(title)
            case _ if not isinstance(block, _NOTHING):
                yield markers.put(self._finished(block))

    def _finished(self, block: Block) -> str:
        """The HTML of a block that is no lines for ``paragraphs``."""
        match block:
            case Figure():
                return self._figure(block)
            case Heading():
                place = self.anchors.take(plain_text(block.text, self.page))
                return self._macros["heading"](block.level, block.text, place)
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
        text = self.expand(printable(element.text or ""))
        end = Lines(text, scan(text).constructs).end(0, len(text))
        first = opening + self._inline.passes(text[:end], markers)
        if element.blocks:
            yield first
            yield from self._lines(element.blocks, markers)
            yield closing
        elif end < len(text):
            yield first
            yield from self._lines(read_blocks(text[end + 1 :] + closing), markers)
        else:
            yield first + closing

    def _transclusion(self, block: Transclusion, markers: Markers) -> Iterator[str]:
        source = _source_of(block)
        expanded = self.expand(printable(source))
        if expanded != source:
            yield from self._lines(read_blocks(expanded), markers)
        elif html := self.transclusion(block, source):
            yield markers.put(html)

    # ------------------------------------------------------------------- what inline markup shows

    def expand(self, text: str) -> str:
        """The wikitext that ``text`` stands for, its parser functions and own templates done."""
        return self._expander.expand(text)

    def transclusion(self, transclusion: Transclusion, source: str) -> str:
        """The HTML of a transclusion: by its layout, else a placeholder with its arguments."""
        layout = self._layouts.find(transclusion.name, transclusion.arguments)
        if layout == HIDDEN:
            return ""
        if layout is None and not _may_be_name(transclusion.name):
            inside = self._deeper(lambda: self.inline(source[2:-2]), source)
            if is_function(transclusion.name.partition(":")[0].strip()):  # of what is not known
                return f'<span class="transclusion">{inside}</span>'
            return "{{" + inside + "}}"
        if layout is None:
            self.page.around.unshown(transclusion.name)
            return self._deeper(lambda: self._macros["transclusion"](transclusion), source)
        return self._deeper(lambda: self._laid_out(layout, transclusion), source)

    def _deeper(self, show: Callable[[], str], source: str) -> str:
        """What ``show`` gives, one value further inside others; too deep it is ``source``."""
        if self._depth >= _DEEPEST:
            return f'<code class="wikitext">{escape(source)}</code>'
        self._depth += 1
        try:
            return show()
        finally:
            self._depth -= 1

    def _laid_out(self, layout: Layout, transclusion: Transclusion) -> str:
        arguments = Arguments(transclusion.arguments, self.inline, self.value, self.plain)
        html = self._templates.render(
            layout.template,
            args=arguments,
            name=transclusion.name,
            variant=layout.variant,
            word=self.word,
            vocabulary=self._layouts.vocabulary,
            page=self.page,
            note=self.note,
            references=self.references,
            render=self,
        )
        if "<pre" not in html:
            html = " ".join(html.split("\n"))
        return html.strip(" \n")  # a no-break space is meant

    @cached_property
    def _words(self) -> Mapping[str, str]:
        return self._layouts.words()

    def link(self, name: str, label: str) -> Markup:
        """A link to a page, if such links lead somewhere; ``label`` is HTML, or text."""
        label = Markup.escape(label)
        title = parse_title(name)
        address = self.page.address(title) if title and "<a " not in label else None
        if not address:  # it leads nowhere, or to this page
            return label
        return Markup(f'<a href="{escape(address)}">{label}</a>')

    def word(self, key: str, **values: object) -> Markup:
        """What layouts say of their own, in the page's language; ``{names}`` in it filled in.

        A key that is no word's is English, and stands for itself in languages that lack it.
        """
        text = Markup(escape(self._words.get(key, key), quote=False))
        return Markup(text.format(**values)) if values else text

    def use_dates(self, style: str) -> Markup:
        """Write dates of citations as ``dmy`` or ``mdy`` from here on (``{{use dmy dates}}``)."""
        self.dates = style
        return Markup("")

    def extension_tag(self, tag: ExtensionTag) -> str:
        """The HTML of an extension tag."""
        show = SHOWN.get(tag.name)
        return self._deeper(lambda: show(self, tag), tag.content or "") if show else ""

    def file(self, title: Title, options: str, markers: Markers) -> str:
        """The HTML of a file in a line of text; its options have their tags and markers."""
        read = read_options(split_options(options)) if options else FileOptions()
        caption = char_references(self._inline.finished(read.caption, markers))
        return self._file(title.name, read.restored(markers), Markup(markers.restore(caption)))

    def category(self, title: Title) -> None:
        """Take down a category of the page: once, however often it is named."""
        self.categories.setdefault(title.name)

    def _figure(self, block: Figure) -> str:
        """The HTML of a file that is a block."""
        title = parse_title(f"File:{block.file}")
        if title is None:
            return escape(f"[[File:{block.file}]]")
        return self._file(title.name, *self._options(block))

    def _options(self, block: Figure | GalleryImage) -> tuple[FileOptions, Markup]:
        """The options of a file, and the HTML of its caption, which may hold blocks."""
        markers = Markers()
        options = read_options(
            self._inline.tagged(self.expand(printable(part)), markers) for part in block.options
        )
        caption = options.caption if block.caption is None else block.caption
        return options.restored(markers), self._in_one_line(caption)

    def _in_one_line(self, text: str) -> Markup:
        """The HTML of a caption: tables, headings and rules, and around them nothing but one line.

        The wiki makes blanks of all line ends before it looks for paragraphs and lists
        (Linker::makeThumbLink2).
        """
        if "\n" not in text:
            return self.inline(text)
        parts: list[str] = []
        position = 0
        for piece in read_source(text, dialect="mediawiki").pieces:
            if isinstance(piece.unit, Table | Heading | Rule):
                parts += (text[position : piece.start], self.blocks((piece.unit,)))
                position = piece.end
        parts.append(text[position:])
        html = (part if isinstance(part, Markup) else self._line_of(part) for part in parts)
        return Markup("".join(html))

    def _line_of(self, text: str) -> Markup:
        return self.inline(" ".join(text.split("\n")))

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
        return self._macros[macro](name, options, caption, picture, address, *rest)

    def _file_address(self, name: str, link: str | None) -> str | None:
        """Where a file leads: to its page, to the page or address of its option, or nowhere."""
        if link == "":
            return None
        if link is not None and is_external(link):
            return link
        target = parse_title(link) if link else None
        return self.page.address(target or Title(name, None, "file"))

    # -------------------------------------------------------------------------------------- notes

    def ref(self, text: str, name: str, group: str | None) -> Markup:
        """The mark of a ``<ref>``; ``text`` is empty where it refers to one defined elsewhere.

        Without a group it is in that of the list in whose source it stands.
        """
        if group is None:
            group = self._defining or ""
        return self._noted(name, group, partial(self.inline, text) if text else None)

    def note(self, html: str, name: str = "", group: str = "") -> Markup:
        """The mark of a note that says ``html`` (a layout's ``{{efn}}`` or ``{{sfn}}``).

        Without text it is a note of that name that is defined elsewhere.
        """
        return self._noted(name, group, (lambda: str(html)) if html else None)

    def _noted(self, name: str, group: str, content: Callable[[], str] | None) -> Markup:
        """A note where it is used; in the source of a list it is only defined."""
        if self._is_apart or not (name or content):
            return Markup("")
        if self._defining is not None and name:
            if content is not None:
                self._notes.define(name, group, content)
            return Markup("")
        return Markup(self._macros["note_mark"](*self._notes.use(name, group, content)))

    def references(self, group: str = "", source: str = "") -> Markup:
        """The list of a group's notes; ``source`` may define some of them."""
        if source and self._defining is None:
            self._defining = group
            try:
                self.inline(source)
            finally:
                self._defining = None
        return Markup(self._macros["notes"](self._notes.take(group), group))

    def leftover_references(self) -> Markup:
        """The lists of the notes that no list has shown, at the end of the page."""
        lists = []
        while groups := self._notes.waiting:
            lists += [self.references(group) for group in groups]
        return Markup("").join(lists)


def _may_be_name(name: str) -> bool:
    """Whether a wiki may have a template of that name; others stand as they are written."""
    title = parse_title(layout_name(name))
    return title is not None and bool(title.name)


def _as_expanded(page: Page) -> ExpandedPage:
    """What expansion knows of the page."""
    now = dt.datetime.combine(page.today, dt.time(), dt.UTC) if page.today else None
    return ExpandedPage(page.title, page.language, now, page.wiki)


def _source_of(block: Transclusion) -> str:
    arguments = (
        each.value if each.name is None else f"{each.name}={each.value}" for each in block.arguments
    )
    return "{{" + "|".join([block.name, *arguments]) + "}}"


def plain_text(text: str, page: Page | None = None) -> str:
    """The words of inline wikitext, on one line."""
    return words_of(Inline(page or Page(), _Nothing()).html(text))


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

    def category(self, title: Title) -> None:
        del title
