"""Parsing: a page as a tree, at once where each of its elements says where it ends.

HTML lets authors leave out ends and nest what cannot be nested, and says what browsers make of
that. Our pages hardly do, and reading one without these rules takes a fifth of the time. What is
not sure to mean the same without them goes to tinyhtml5, which has all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from html import unescape
from xml.etree.ElementTree import Element, SubElement

__all__ = ["parse_plain"]

_HEAD = re.compile(r"\s*<!DOCTYPE html>\s*(?=<html\b)", re.IGNORECASE)
_TOKEN = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s+[a-z][a-z0-9:_.-]*(?:=\"[^\"]*\")?)*)\s*>([^<]*)")
_ATTRIBUTE = re.compile(r"([a-z][a-z0-9:_.-]*)(?:=\"([^\"]*)\")?")
_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|nbsp|#39|#34);)")
_UNSURE = re.compile("[\0\r\f\ud800-\udfff\ufffe\uffff]|<[!?]")
_FOREIGN = re.compile(r"<(svg|math)\b.*?</\1>([^<]*)", re.DOTALL)

_VOID = frozenset("br col hr img link meta wbr".split())
_INLINE = frozenset(
    "abbr b bdi bdo br cite code data del dfn em i img ins kbd mark q s samp small span strong sub "
    "sup time tt u var wbr big font".split()
)
_ANCHOR = "a"
_CLOSING = frozenset(
    "address article aside blockquote center details dd div dl dt figcaption figure footer h1 h2 "
    "h3 h4 h5 h6 header hr li main nav ol p pre section summary table ul".split()
)
"""Elements that end a paragraph."""
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_ITEMS = {"li": frozenset({"li"}), "dd": frozenset({"dd", "dt"}), "dt": frozenset({"dd", "dt"})}
_WITHIN = {
    "caption": frozenset({"table"}),
    "colgroup": frozenset({"table"}),
    "thead": frozenset({"table"}),
    "tbody": frozenset({"table"}),
    "tfoot": frozenset({"table"}),
    "tr": frozenset({"thead", "tbody", "tfoot"}),
    "td": frozenset({"tr"}),
    "th": frozenset({"tr"}),
    "col": frozenset({"colgroup"}),
}
"""Where the parts of a table can be."""
_OF_TABLES = frozenset({"table", "thead", "tbody", "tfoot", "tr", "colgroup"})
"""What holds parts of a table alone."""
_CELLS = frozenset({"td", "th", "caption"})
_SCOPES = _CELLS | {"table"}
_IN_HEAD = frozenset({"link", "meta", "title"})
_STOPS = (_CLOSING | _SCOPES | _OF_TABLES) - {"address", "div", "p"}
_KNOWN = _INLINE | _CLOSING | {_ANCHOR} | _WITHIN.keys() | _IN_HEAD


def parse_plain(html: str, parse: Callable[[str], Element]) -> Element | None:
    """Return the ``<html>`` of a page; None where only a browser's rules say what it means.

    ``parse`` knows these rules; it reads drawings and formulas.
    """
    start = _HEAD.match(html)
    if not start or _UNSURE.search(html, start.end()) or _REFERENCE.search(html):
        return None
    try:
        return _Builder(html, start.end(), parse).build()
    except _UnsureError:
        return None


class _UnsureError(Exception):
    """A place where the rules of browsers matter."""


def _demand(condition: bool) -> None:  # noqa: FBT001
    if not condition:
        raise _UnsureError


class _Builder:
    """A tree being built, from one tag to the next."""

    def __init__(self, html: str, start: int, parse: Callable[[str], Element]) -> None:
        self._html, self._at, self._parse = html, start, parse
        self._open: list[Element] = []
        self._implied: list[Element] = []
        self._known: dict[str, dict[str, str]] = {}
        """Attributes by their text: many elements have the same."""

    def build(self) -> Element:
        root, _ = self._begin_only("html")
        head, text = self._begin_only("head")
        head.text = text
        self._take_until("head")
        head.tail = self._last_text
        body, text = self._begin_only("body")
        self._add(text)
        self._take_until("body")
        self._open.append(body)
        self._add(self._last_text)
        self._open.pop()
        _demand(self._match() == ("/", "html", "") and not self._last_text.strip())
        self._open = [body]
        self._add(self._last_text)
        _demand(self._at == len(self._html))
        return root

    def _match(self) -> tuple[str, str, str]:
        """Go past a tag and the text after it."""
        token = _TOKEN.match(self._html, self._at)
        if token is None:
            raise _UnsureError
        self._at = token.end()
        is_end, name, attributes, text = token.groups()
        self._last_text = unescape(text) if "&" in text else text
        return is_end, name, attributes

    def _begin_only(self, name: str) -> tuple[Element, str]:
        is_end, found, attributes = self._match()
        _demand(not is_end and found == name)
        _demand(name == "body" or not self._last_text.strip())
        return self._push(name, attributes), self._last_text

    def _take_until(self, last: str) -> None:
        """Take all up to the end of an element, and that."""
        is_head = last == "head"
        while True:
            if self._html.startswith(("<svg", "<math"), self._at):
                self._take_foreign()
                continue
            is_end, name, attributes = self._match()
            if is_end:
                self._end(name)
                if name == last:
                    _demand(not self._last_text.strip())
                    return
            else:
                _demand(name in (_IN_HEAD if is_head else _KNOWN) and name not in {"head", "body"})
                self._begin(name, attributes, is_head=is_head)
            self._add(self._last_text)

    def _push(self, name: str, attributes: str) -> Element:
        element = SubElement(self._open[-1], name) if self._open else Element(name)
        if attributes:
            element.attrib.update(self._read(attributes))
        self._open.append(element)
        return element

    def _read(self, text: str) -> dict[str, str]:
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = {}
            for name, value in _ATTRIBUTE.findall(text):
                known.setdefault(name, unescape(value) if "&" in value else value)
        return known

    def _add(self, text: str) -> None:
        """Add text where the tree ends."""
        if not text:
            return
        parent = self._open[-1]
        _demand(parent.tag not in _OF_TABLES or not text.strip(" \n\t"))
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + text
        else:
            parent.text = (parent.text or "") + text

    def _begin(self, name: str, attributes: str, *, is_head: bool) -> None:
        parent = self._open[-1]
        if name in _WITHIN:
            self._imply_body(name)
            _demand(self._open[-1].tag in _WITHIN[name])
        elif parent.tag in _OF_TABLES or (name == "title" and not is_head):
            raise _UnsureError
        elif name in _CLOSING:
            self._demand_block(name)
        elif name == _ANCHOR:
            _demand(not self._is_within({_ANCHOR}, _CELLS))
        self._push(name, attributes)
        if name in _VOID:
            self._open.pop()
        elif name == "pre":
            self._last_text = self._last_text.removeprefix("\n")

    def _imply_body(self, name: str) -> None:
        """Begin a ``<tbody>`` around rows that have none, or end it where they do."""
        parent = self._open[-1]
        if name == "tr" and parent.tag == "table":
            self._implied.append(self._push("tbody", ""))
        elif name != "tr" and self._implied and parent is self._implied[-1]:
            self._end_implied()

    def _end_implied(self) -> None:
        self._implied.pop()
        self._open.pop()

    def _demand_block(self, name: str) -> None:
        """Demand that a block ends nothing that is open."""
        _demand(not self._is_within({"p"}, _SCOPES))
        if name in _HEADINGS:
            _demand(self._open[-1].tag not in _HEADINGS)
        elif name in _ITEMS:
            _demand(not self._is_within(_ITEMS[name], _STOPS))

    def _is_within(self, names: Collection[str], ends: Collection[str]) -> bool:
        """Whether one of the elements around has one of these names, before one that ends them."""
        for element in reversed(self._open):
            if element.tag in names:
                return True
            if element.tag in ends:
                return False
        return False

    def _end(self, name: str) -> None:
        if name == "table" and self._implied and self._open[-1] is self._implied[-1]:
            self._end_implied()
        _demand(self._open[-1].tag == name)
        self._open.pop()

    def _take_foreign(self) -> None:
        """Take what is no HTML as browsers read it."""
        found = _FOREIGN.match(self._html, self._at)
        if found is None or self._open[-1].tag in _OF_TABLES:
            raise _UnsureError
        part, text = found[0][: found.start(2) - found.start()], unescape(found[2])
        _demand(part.count(f"<{found[1]}") == 1)
        body = next(self._parse(f"<!DOCTYPE html><body>{part}").iter("body"))
        _demand(len(body) == 1 and not body.text and not body[0].tail)
        self._open[-1].append(body[0])
        self._at = found.end()
        self._add(text)
