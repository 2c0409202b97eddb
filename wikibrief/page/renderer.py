"""Rendering a document: its blocks by the macros in ``templates/html``, its text inline."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from html import escape

from wikibrief.inline.context import PageContext
from wikibrief.inline.flow import paragraphs
from wikibrief.inline.markers import Markers
from wikibrief.inline.passes import ExtensionTag, Inline, printable
from wikibrief.inline.tags import attributes_of, safe_attributes
from wikibrief.inline.words import words_of
from wikibrief.layouts.numbering import group_numbered
from wikibrief.layouts.places import NOWHERE, Places
from wikibrief.layouts.transclusions import Transclusions
from wikibrief.markup.dialects import is_infobox
from wikibrief.markup.reader.lines import Lines
from wikibrief.markup.reader.reading import read_blocks
from wikibrief.markup.spacing import blank_lines
from wikibrief.model.document import (
    UNSEEN,
    Block,
    BulletList,
    Category,
    Comment,
    Definition,
    DefinitionList,
    Element,
    Figure,
    Gap,
    Heading,
    OrderedList,
    Preformatted,
    Raw,
    References,
    Row,
    Section,
    Table,
    Transclusion,
    kind_of,
)
from wikibrief.page.description import words_shown
from wikibrief.page.extensions import SHOWN
from wikibrief.page.figures import Figures
from wikibrief.page.footnotes import Footnotes
from wikibrief.page.sanitizer import is_frame_id
from wikibrief.page.tables import ExpandedTables, source_of
from wikibrief.templating.environment import Markup, Templates
from wikibrief.templating.words import words_in
from wikibrief.wiki.anchors import Anchors
from wikibrief.wiki.expansion.expander import Expander
from wikibrief.wiki.expansion.page import PageVariables
from wikibrief.wiki.scanner import TABLE_OPENING, open_comment, scan
from wikibrief.wiki.tags import Is, names_in, tags_with
from wikibrief.wiki.titles import Title, parse_link

__all__ = ["Renderer"]

_INCLUSION = tags_with(Is.INCLUSION)
_BLOCK_TAGS = tags_with(Is.HOLDS_BLOCKS | Is.OWN_LINE | Is.PREFORMATTED, without=Is.IN_TEXT)
_BEGINS_BLOCK = re.compile(rf"[*#:; =]|\{{\||<(?:{names_in(_BLOCK_TAGS)})\b")
_UNSEEN = re.compile(
    rf"\s*<(?!indicator(?![^>]*\bname))({names_in(tags_with(Is.HIDDEN))})(?=[\s/>])[^>]*"
    r"(?:/>|>(?:(?!</\1).)*</\1\s*>)\s*",
    re.IGNORECASE | re.DOTALL,
)
"""An extension tag of which readers see nothing, alone on its lines: it leaves no empty one."""
_HIDDEN_ICON = 'class="missing icon '
_MISSING_ICON = re.compile(rf"<(?:span|figure) {_HIDDEN_ICON}.*?</span>", re.DOTALL)
"""An icon whose file is not there, as its macro shows it: up to the end of its name."""
_TABLE = re.compile(r"^[ \t:]*\{\|", re.MULTILINE)
_BLOCK_BEGINS = ("<p>", "<ul>", "<ol>", "<dl>", "<div", "<h", "<pre", "<figure", "\n")
"""What needs no line end before it, to be apart from the text of a cell."""
_RULE = re.compile(r"^-{4,}", re.MULTILINE)
"""A rule that shares its line with what is no block after it, or is in a cell."""
_DRAWN, _HIDDEN = tags_with(Is.DRAWN), tags_with(Is.HIDDEN)
_DEEPEST = 20
"""How deep values may be in values; what is deeper is shown as its source."""


class Renderer:
    """Renders the blocks of one page, in reading order: notes are numbered as they come."""

    def __init__(
        self,
        page: PageContext,
        templates: Templates,
        words: Mapping[str, object] | None = None,
        places: Places = NOWHERE,
    ) -> None:
        self.page = page
        self.categories: dict[str, None] = {}
        self.anchors = Anchors()
        self.dates = ""
        words = words if words is not None else words_in(page.language, templates)
        self.page_words = words
        self._depth = 0
        self._shown: dict[tuple[str, str], str] = {}
        self._inline = Inline(page, self)
        self._expander = Expander(
            _describe_page(page), page.around.wiki_template, page.around.error
        )
        self._tables = ExpandedTables(self.expand, templates)
        self.group_numbered = group_numbered
        self._macros = templates.macros("html/blocks.html.j2", render=self, page=page, words=words)
        self.footnotes = Footnotes(self.inline, self.value, self._macros)
        self.figures = Figures(self, self._inline, self._macros)
        self.transclusions = Transclusions(self, templates, self._macros, places)

    # ------------------------------------------------------------------------- what templates get

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
        if self._are_nothing(blocks := tuple(blocks)):
            return Markup("")
        markers = Markers()
        html = paragraphs(self._lines(blocks, markers), in_block=in_block)
        return Markup(markers.restore(html))

    def apart(self, text: str) -> Markup:
        """The HTML of inline wikitext that is shown a second time: without its notes."""
        with self.aside():
            return self.inline(text)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What is rendered meanwhile has no notes, and no link in it counts."""
        with self.footnotes.leave_out(), self._inline.uncounted():
            yield

    def heading(self, section: Section, id: str) -> Markup:  # noqa: A002  as in HTML
        """The heading of a section."""
        return Markup(self._macros["heading"](section.level, section.heading, id))

    def take_anchor(self, words: str) -> str:
        """Return the id of the next heading, which has these words."""
        taken = self.anchors.take(words)
        return f"_{taken}" if is_frame_id(taken) else taken

    def item(self, text: str | None) -> Markup:
        """The HTML of the text of a list item.

        A table in it is in the caption of a file, which is a block.
        """
        if not text:
            return Markup("")
        if "\n" in text and _TABLE.search(text):
            blocks = read_blocks(text)
            if len(blocks) == 1 and isinstance(blocks[0], Figure):
                return self.blocks(blocks)
        return self.inline(text).rstrip()

    def cell(self, text: str | None, blocks: tuple[Block, ...]) -> Markup:
        """The HTML of a table cell: what is on its line, and the blocks after it.

        Where an icon says alone what the cell says, it does not adorn it.
        """
        html = self.item(text)
        if blocks:
            rest = self.blocks(blocks)
            is_apart = not rest or rest.startswith(_BLOCK_BEGINS)
            html += rest if is_apart else "\n" + rest
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
        passed = self._inline.strip(self.expand(printable(text)), markers)
        return Markup(safe_attributes(markers.words(passed), tag))

    def attribute_values(self, text: str) -> dict[str, str]:
        """The HTML attributes in ``text`` by name, also those that no element may have."""
        return attributes_of(text)

    def references_block(self, block: References) -> Markup:
        """The list of notes that a ``<references>`` asks for."""
        tag = ExtensionTag("references", block.attributes, "\n".join(block.refs))
        return Markup(self.extension_tag(tag))

    def plain(self, text: str) -> str:
        """The words that the page shows of inline wikitext, on one line, without notes, files.

        They are found once: layouts ask for them at each level of what is in one another.
        """
        key = (text, self.dates)
        if key not in self._shown:
            self._shown[key] = words_shown(text, self)
        return self._shown[key]

    # ------------------------------------------------------------------------------------- blocks

    def _lines(self, blocks: Iterable[Block], markers: Markers) -> Iterator[str]:
        """The lines that blocks make, with the blank ones between those that are shown."""
        before: Block | None = None
        lines_between: int | None = None
        blank = 0
        is_first = is_adjacent = True
        for block in self._tables.open_with_calls(tuple(blocks)):
            if isinstance(block, Gap):
                lines_between = block.lines
                continue
            usual = 0 if before is None or is_first else blank_lines(before, block)
            blank += usual if lines_between is None else max(lines_between, 0)
            before, lines_between = block, None
            if isinstance(block, Comment):
                continue  # its line goes with it
            lines = self._block(block, markers)
            first = next(lines, None)
            if first is None:
                is_adjacent = isinstance(block, Category)
                if is_adjacent:
                    blank = 0  # the wiki takes out the blank lines before it as well
                continue
            yield from [""] * (blank if is_first or is_adjacent else 1)
            yield first
            yield from lines
            blank, is_first, is_adjacent = 0, False, True
        yield from [""] * max(lines_between or 0, 0)

    def _block(self, block: Block, markers: Markers) -> Iterator[str]:
        match block:
            case str():
                yield from self._text(block, markers)
            case Raw() if not _UNSEEN.fullmatch(block.text):
                yield from self._raw(block.text, markers)
            case Element():
                yield from self._element(block, markers)
            case Preformatted(tag=None):
                text = self._inline.passes(self.expand(printable(block.text)), markers)
                yield from (f" {line}" for line in text.split("\n"))
            case Transclusion():
                yield from self._transclusion(block, markers)
            case Table() if (expanded := self._tables.expand(block)) is not None:
                yield from self._lines(read_blocks(expanded), markers)
            case Table() if "{{" in block.attributes:
                yield from self._table_of_boxes(block, markers)
            case Category() if title := parse_link(f"Category:{block.name}"):
                self.category(title)
            case _ if not isinstance(block, (*UNSEEN, Raw)):
                yield self._put_whole(block, markers)

    def _put_whole(self, block: Block, markers: Markers) -> str:
        """The marker of a block that is no lines for ``paragraphs``."""
        html = self._render_whole(block)
        if isinstance(block, BulletList | OrderedList | DefinitionList):
            return markers.put_list(html, is_open=_leaves_pre(block))
        return markers.put(html)

    def _are_nothing(self, blocks: tuple[Block, ...]) -> bool:
        """Whether all that is here is a table without anything: MediaWiki leaves it out.

        See Parser::doTableStuff.
        """
        if len(blocks) != 1 or not isinstance(blocks[0], Table):
            return False
        table = blocks[0]
        has_more = table.caption or table.rows or table.indent or "{{" in table.attributes
        return not (has_more or self.attributes(table.attributes, "table"))

    def _table_of_boxes(self, table: Table, markers: Markers) -> Iterator[str]:
        """The infoboxes that begin on the opening line of a table, and the table if it holds more.

        On wikis they make the rows of one table.
        """
        text = table.attributes
        calls = [text[start:end] for start, end, kind in scan(text).constructs if kind == "{"]
        blocks = [*read_blocks("\n".join(calls)), *(b for row in table.rows for b in row.blocks)]
        boxes = [b for b in blocks if isinstance(b, Transclusion) and is_infobox(b.name)]
        if boxes:
            yield markers.put(self.transclusions.boxes(boxes))
            rows = (_without(row, boxes) for row in table.rows)
            table = replace(table, rows=tuple(row for row in rows if row.cells or row.blocks))
        if not boxes or table.caption or table.rows:
            yield markers.put(self._render_whole(table))

    def _render_whole(self, block: Block) -> str:
        """The HTML of a block that is no lines for ``paragraphs``."""
        match block:
            case Figure():
                return self.figures.figure(block)
            case Heading():
                place = self.take_anchor(self.plain(block.text))
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
            shown = self._inline.passes(expanded, markers)
            yield from (_RULE.sub("<hr>", shown) if "----" in shown else shown).split("\n")

    def _raw(self, text: str, markers: Markers) -> Iterator[str]:
        """The lines of what is kept as it is written.

        A table is that with a comment that nothing closes, and in a cell with text after its end.
        """
        table = text[: open_comment(text)] if TABLE_OPENING.match(text) else ""
        blocks = read_blocks(table)
        if not blocks or isinstance(blocks[0], Raw):  # as where it is too deep in others
            yield from self._text(text, markers)
        else:
            yield markers.put(self.deeper(lambda: self.blocks(blocks), text))

    def _element(self, element: Element, markers: Markers) -> Iterator[str]:
        tag = element.tag.lower()
        if tag in _INCLUSION:
            opening = closing = ""
        else:
            passed = f"<{tag}{' ' + element.attributes if element.attributes else ''}>"
            opening, closing = self._inline.passes(passed, markers), f"</{tag}>"
        text = self.expand(printable(element.text or ""))
        if tag in _INCLUSION and _BEGINS_BLOCK.match(text):  # its marks begin a line for the wiki
            yield from self._lines((*read_blocks(text), *element.blocks), markers)
            return
        end = Lines(text, scan(text)).end(0, len(text))
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
        source = source_of(block)
        expanded = self.expand(printable(source))
        if expanded != source:
            yield from self._lines(read_blocks(expanded), markers)
        elif html := self.transclusion(block, source):
            yield markers.put(html)

    # ------------------------------------------------------------------- what inline markup shows

    def expand(self, text: str) -> str:
        """Return ``text`` with its parser functions and the project's own templates expanded."""
        return self._expander.expand(text)

    def transclusion(self, transclusion: Transclusion, source: str) -> str:
        """The HTML of a transclusion, with its source."""
        return self.transclusions.html(transclusion, source)

    def deeper(self, show: Callable[[], str], source: str) -> str:
        """What ``show`` gives, one value further inside others; too deep it is ``source``."""
        if self._depth >= _DEEPEST:
            return f'<code class="wikitext">{escape(source)}</code>'
        self._depth += 1
        try:
            return show()
        finally:
            self._depth -= 1

    def link(self, name: str, label: str) -> Markup:
        """A link to a page, if such links lead somewhere; ``label`` is HTML, or text."""
        label = Markup.escape(label)
        title = parse_link(name)
        address = self.page.address(title) if title and "<a " not in label else None
        if not address:  # it leads nowhere, or to this page
            return label
        return Markup(f'<a href="{escape(address)}">{label}</a>')

    def use_dates(self, style: str) -> Markup:
        """Write dates of citations as ``dmy`` or ``mdy`` from here on (``{{use dmy dates}}``)."""
        self.dates = style
        return Markup("")

    def extension_tag(self, tag: ExtensionTag) -> str:
        """The HTML of an extension tag."""
        show = SHOWN.get(tag.name)
        if tag.name in _DRAWN or (show is None and tag.name not in _HIDDEN):
            self.page.around.unshown(f"<{tag.name}")
        return self.deeper(lambda: show(self, tag), tag.content or "") if show else ""

    def report_error(self, source: str, says: str) -> None:
        """Report that what begins so shows an error, as on the wiki."""
        self.page.around.error(source, says)

    def file(self, title: Title, options: str, markers: Markers) -> str:
        """The HTML of a file in a line of text; its options have their tags and markers."""
        return self.figures.in_text(title, options, markers)

    def category(self, title: Title) -> None:
        """Take down a category of the page: once, however often it is named."""
        self.categories.setdefault(title.name)


def _describe_page(page: PageContext) -> PageVariables:
    """What expansion knows of the page."""
    now = dt.datetime.combine(page.today, dt.time(), dt.UTC) if page.today else None
    return PageVariables(page.title, page.language, now, page.wiki)


def _leaves_pre(block: BulletList | OrderedList | DefinitionList) -> bool:
    """Whether the last item opens a ``<pre>`` that holds after the list: not where it opens one."""
    last = block.items[-1] if block.items else Definition()
    if isinstance(last, Definition):
        lists, text = last.lists or last.term_lists, last.definition or last.term
    else:
        lists, text = last.lists, last.text
    if lists:
        return _leaves_pre(lists[-1])
    return len(block.items) > 1 and _OPEN_PRE.search(text or "") is not None


_OPEN_PRE = re.compile(r"<pre\b(?!.*</pre)", re.IGNORECASE | re.DOTALL)


def _without(row: Row, boxes: Iterable[Block]) -> Row:
    """A row without these blocks, and without comments and gaps."""
    kept = [b for b in row.blocks if b not in boxes and not isinstance(b, Comment | Gap)]
    return replace(row, blocks=tuple(kept))
