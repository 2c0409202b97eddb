"""Elements: those of a page → blocks and inlines.

What a page hides (navigation in it, icons that are missing) is left out. Elements without a node of
their own give what is in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import ClassVar
from xml.etree.ElementTree import Element

from wikibrief.page.tree import MATH, has_class, is_mark, text_of
from wikibrief.pandoc.nodes import (
    LINE_BREAK,
    SPACE,
    Node,
    Nodes,
    attributes,
    node,
    string,
    trim,
    words,
    wrap,
)
from wikibrief.pandoc.notes import Notes
from wikibrief.pandoc.tables import make_table
from wikibrief.wiki.tags import Is, tags_with

__all__ = ["Page"]

_DEEPEST = 60
"""Elements in each other that become nodes; of what is deeper only the words stay."""
_INLINE = tags_with(Is.PHRASE) | {MATH, "font"}
_NAMES = {
    **dict.fromkeys(("b", "strong"), "Strong"),
    **dict.fromkeys(("em", "i", "var", "dfn"), "Emph"),
    **dict.fromkeys(("s", "del", "strike"), "Strikeout"),
    **dict.fromkeys(("ins", "u"), "Underline"),
    "sub": "Subscript",
    "sup": "Superscript",
}
"""Elements with a node of their own around inlines."""
_CODE = frozenset("code kbd samp tt".split())
_HEADING = re.compile(r"h([1-6])")
_HIDDEN = re.compile(r"(?:^|;)\s*display\s*:\s*none\b", re.IGNORECASE)
_NEVER = frozenset("script style title head template".split())
_HIDDEN_CLASSES = ({"mw-cite-backlink"}, {"missing", "icon"}, {"skip"}, {"contents"})


class Page:
    """The elements of one page; ``page`` is what they are in.

    Its ``title``, if it is not among the headings, takes the first level from them. Without
    ``has_pictures`` a picture is its words.
    """

    def __init__(
        self, page: Element, title: Element | None = None, *, has_pictures: bool = True
    ) -> None:
        self.left_pictures = 0
        self._title = title
        self._has_pictures = has_pictures
        self._targets = {
            each.get("href", "")[1:]
            for each in page.iter("a")
            if each.get("href", "")[:1] == "#" and not is_hidden(each)
        }
        self._parted = _find_parted(page)
        self._depth = 0
        self._to_the_letter = False
        self.notes = Notes(page, self.blocks)

    # ------------------------------------------------------------------------------------- blocks

    def blocks(self, element: Element, *, bare: str = "Para") -> Nodes:
        """Make blocks of what is in an element; what is bare in it becomes a block ``bare``."""
        if self._depth >= _DEEPEST:
            text = trim(words(text_of(element)))
            return [node(bare, text)] if text else []
        self._depth += 1
        made: Nodes = []
        run = words(element.text)
        for child in element:
            if not (is_hidden(child) or child.tag == "figcaption" or child is self._title):
                if self._is_block(child):
                    made += [*_bare(bare, run), *self._block(child, bare)]
                    run = []
                else:
                    run += self._inline(child)
            run += words(child.tail)
        self._depth -= 1
        return [*made, *_bare(bare, run)]

    def content(self, element: Element) -> Nodes:
        """Make the blocks of a cell, an item or a note: text alone in it is no paragraph."""
        return self.blocks(element, bare="Plain")

    def _is_block(self, element: Element) -> bool:
        return element.tag not in _INLINE or element in self._parted

    def _block(self, element: Element, bare: str) -> Nodes:
        tag = element.tag
        if heading := _HEADING.fullmatch(tag):
            level = max(1, int(heading[1]) - (self._title is not None))
            text = trim(self.inlines(element))
            return [node("Header", level, attributes(element.get("id", "")), text)] if text else []
        if make := self._block_makers.get(tag):
            return make(self, element)
        return self._around(element, self.blocks(element, bare=bare))

    def _around(self, element: Element, blocks: Nodes) -> Nodes:
        """Put blocks into a ``Div`` where the element says something of them."""
        said = self._say(element)
        return [node("Div", said, blocks)] if said and blocks else blocks

    def _say(self, element: Element) -> list[object] | None:
        """Return what a node must say of an element: where links lead, and its language."""
        identifier = element.get("id", "")
        identifier = identifier if identifier in self._targets else ""
        others = {name: element.get(name, "") for name in ("lang", "dir") if element.get(name)}
        return attributes(identifier, **others) if identifier or others else None

    def _paragraph(self, element: Element) -> Nodes:
        text = trim(self.inlines(element))
        if has_class(element, "marking"):
            strong = node("Para", [node("Strong", text)])
            return [node("Div", attributes("", ["marking"]), [strong])]
        return self._around(element, [node("Para", text)] if text else [])

    def _list(self, element: Element) -> Nodes:
        if self.notes.lists(element):
            return self.notes.rest(element)
        items = [self._around(item, self.content(item)) for item in element if not is_hidden(item)]
        items = [item for item in items if item]
        if not items:
            return []
        if element.tag == "ul":
            return [node("BulletList", items)]
        start = element.get("start", "")
        number = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
        kind = _NUMERALS.get(element.get("type", ""), "Decimal")
        return [node("OrderedList", [number, node(kind), node("Period")], items)]

    def _definitions(self, element: Element) -> Nodes:
        """Make a list of terms; what has no term is indented text."""
        made: Nodes = []
        for terms, definitions in self._entries(element):
            if not terms:
                made += [node("BlockQuote", blocks) for blocks in definitions]
            elif made and made[-1]["t"] == "DefinitionList":
                made[-1]["c"].append([terms, definitions or [[]]])
            else:
                made.append(node("DefinitionList", [[terms, definitions or [[]]]]))
        return made

    def _entries(self, element: Element) -> Iterator[tuple[Nodes, list[Nodes]]]:
        """Yield the terms of a list with what defines them."""
        terms: Nodes = []
        definitions: list[Nodes] = []
        for child in _items_of(element):
            if child.tag == "dt":
                if definitions:
                    yield terms, definitions
                    terms, definitions = [], []
                term, inner = self._term(child)
                terms = [*terms, LINE_BREAK, *term] if terms and term else terms or term
                definitions += [inner] if inner else []
            elif blocks := self._around(child, self.content(child)):
                definitions.append(blocks)
        yield terms, definitions

    def _term(self, element: Element) -> tuple[Nodes, Nodes]:
        """Part a term into its text and its lists."""
        blocks = self.content(element)
        if blocks and blocks[0]["t"] in {"Plain", "Para"}:
            return blocks[0]["c"], blocks[1:]
        return [], blocks

    def _table(self, element: Element) -> Nodes:
        identifier = element.get("id", "")
        identifier = identifier if identifier in self._targets else ""
        return [make_table(element, identifier, self.content)]

    def _preformatted(self, element: Element) -> Nodes:
        """Make code; what has more in it than text is a paragraph with its line breaks."""
        if all(each.tag in {"pre", "code", "span"} for each in element.iter()):
            code = "".join(element.itertext()).strip("\n")
            return [node("CodeBlock", attributes(), code)] if code else []
        self._to_the_letter = True
        text = trim(self.inlines(element))
        self._to_the_letter = False
        return [node("Para", text)] if text else []

    def _quotation(self, element: Element) -> Nodes:
        blocks = self.blocks(element)
        return [node("BlockQuote", blocks)] if blocks else []

    def _rule(self, _: Element) -> Nodes:
        return [node("HorizontalRule")]

    def _figure(self, element: Element) -> Nodes:
        """Make a figure of a picture; what is none, or not there, is text with its caption."""
        captions = list(element.iter("figcaption"))
        caption = [block for each in captions for block in self.content(each)]
        blocks = self.blocks(element, bare="Plain" if caption else "Para")
        if caption and _is_picture(blocks):
            said = self._say(element) or attributes()
            return [node("Figure", said, [None, caption], blocks)]
        return self._around(element, [*map(_part, blocks), *map(_part, caption)])

    # ------------------------------------------------------------------------------------ inlines

    def inlines(self, element: Element) -> Nodes:
        """Make inlines of what is in an element."""
        if self._depth >= _DEEPEST:
            return words(text_of(element))
        self._depth += 1
        made = self._text(element.text)
        for child in element:
            if not is_hidden(child):
                made += self._inline(child)
            made += self._text(child.tail)
        self._depth -= 1
        return made

    def _text(self, text: str | None) -> Nodes:
        if not self._to_the_letter:
            return words(text)
        lines = (text or "").split("\n")
        made: Nodes = []
        for index, line in enumerate(lines):
            made += [LINE_BREAK] if index else []
            made += [string(line.replace(" ", "\xa0"))] if line else []
        return made

    def _inline(self, element: Element) -> Nodes:
        tag = element.tag
        if is_mark(element):
            return self.notes.mark(element)
        if make := self._inline_makers.get(tag):
            return make(self, element)
        text = self.inlines(element)
        if name := _NAMES.get(tag):
            text = wrap(partial(node, name), text)
        elif tag not in _INLINE:  # a block where none can be
            text = [SPACE, *text, SPACE]
        return self._span(element, text)

    def _span(self, element: Element, text: Nodes) -> Nodes:
        said = self._say(element)
        return wrap(partial(node, "Span", said), text) if said else text

    def _code(self, element: Element) -> Nodes:
        if all(each.tag in {*_CODE, "span"} for each in element.iter()):
            text = "".join(element.itertext())
            return [node("Code", attributes(), text)] if text else []
        return self.inlines(element)

    def _link(self, element: Element) -> Nodes:
        address = element.get("href")
        text = self.inlines(element)
        if address is None:
            return self._span(element, text)
        if not trim(text) and has_class(element, "external"):
            text = [string("→")]
        return wrap(lambda inner: node("Link", attributes(), inner, [address, ""]), text)

    def _picture(self, element: Element) -> Nodes:
        label = trim(words(element.get("alt", "")))
        if not self._has_pictures:
            self.left_pictures += 1
            return label
        width = element.get("width", "")
        size = {"width": f"{width}px"} if width.isdigit() else {}
        return [node("Image", attributes(**size), label, [element.get("src", ""), ""])]

    def _formula(self, element: Element) -> Nodes:
        kind = "DisplayMath" if element.get("display") == "block" else "InlineMath"
        latex = element.get("alttext")
        return [node("Math", node(kind), latex)] if latex else words(text_of(element))

    def _quoted(self, element: Element) -> Nodes:
        return [node("Quoted", node("DoubleQuote"), trim(self.inlines(element)))]

    def _line_break(self, _: Element) -> Nodes:
        return [LINE_BREAK]

    def _break_in_word(self, _: Element) -> Nodes:
        return [string("\u200b")]

    # ------------------------------------------------------------------------------ by their names

    _block_makers: ClassVar[Mapping[str, Callable[[Page, Element], Nodes]]] = {
        "p": _paragraph,
        "ul": _list,
        "ol": _list,
        "dl": _definitions,
        "table": _table,
        "pre": _preformatted,
        "blockquote": _quotation,
        "hr": _rule,
        "figure": _figure,
    }
    _inline_makers: ClassVar[Mapping[str, Callable[[Page, Element], Nodes]]] = {
        **dict.fromkeys(_CODE, _code),
        "a": _link,
        "img": _picture,
        MATH: _formula,
        "q": _quoted,
        "br": _line_break,
        "wbr": _break_in_word,
    }


_NUMERALS = {"a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman"}


def is_hidden(element: Element) -> bool:
    """Return whether readers of the page do not see an element."""
    if element.tag in _NEVER or not isinstance(element.tag, str):  # a comment has a function
        return True
    if _HIDDEN.search(element.get("style", "")):
        return True
    if element.tag == "a" and element.get("href", "").startswith("#cite_ref-"):
        return True  # leads back from a note
    classes = set(element.get("class", "").split())
    return bool(classes) and any(each <= classes for each in _HIDDEN_CLASSES)


def _find_parted(page: Element) -> set[Element]:
    """Find the inline elements that have blocks in them."""
    parents = {child: parent for parent in page.iter() for child in parent}
    parted: set[Element] = set()
    for element in page.iter():
        if element.tag not in _INLINE and not is_hidden(element):
            around = parents.get(element)
            while around is not None and around.tag in _INLINE and around not in parted:
                parted.add(around)
                around = parents.get(around)
    return parted


def _bare(name: str, run: Nodes) -> Nodes:
    text = trim(run)
    return [node(name, text)] if text else []


def _is_picture(blocks: Nodes) -> bool:
    """Return whether blocks are one picture, which may be a link."""
    inlines = blocks[0]["c"] if len(blocks) == 1 and blocks[0]["t"] == "Plain" else []
    if len(inlines) == 1 and inlines[0]["t"] == "Link":
        inlines = inlines[0]["c"][1]
    return [each["t"] for each in inlines] == ["Image"]


def _part(block: Node) -> Node:
    """Make bare text a paragraph."""
    return node("Para", block["c"]) if block["t"] == "Plain" else block


def _items_of(element: Element) -> Iterator[Element]:
    """Yield the terms and definitions of a list, those in groups too."""
    for child in element:
        if is_hidden(child):
            continue
        if child.tag == "div":
            yield from _items_of(child)
        else:
            yield child
