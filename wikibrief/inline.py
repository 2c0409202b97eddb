"""Inline wikitext → HTML, or plain text: what stands inside a paragraph, a heading or a value.

Known are text, bold and italic, links, ``<br>``, entities, ``<nowiki>`` and comments. All else is
shown as what it is: its source, in ``<code class="wikitext">``. Every character of the source
reaches the page escaped; the tags around it are ours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape, unescape
from itertools import islice, takewhile, zip_longest
from urllib.parse import quote

import mwparserfromhell
from mwparserfromhell.nodes import (
    Comment,
    ExternalLink,
    Heading,
    HTMLEntity,
    Node,
    Tag,
    Text,
    Wikilink,
)
from mwparserfromhell.parser import ParserError
from mwparserfromhell.wikicode import Wikicode

__all__ = ["plain_text", "printable", "render_inline", "wiki_address"]

PARSER_BUDGET = 2_000_000
"""Unclosed openers × characters (about the parser's steps, 8 million a second) that are parsed."""

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(end - 1)}{chr(end)}" for end in range(0xFFFF, 0x110000, 0x10000))
    + "]"
)
_MARKUP = re.compile(r"[\[{<&]|''|https?:|mailto:", re.IGNORECASE)
_QUOTES_AND_LINES = re.compile(r"('{2,}|\n)")
_BRACKETS = re.compile(
    r"<(?:br|hr|wbr)\s*/?>"  # closed as it stands
    r"|(?P<opener>\[|\{\{|\{\||<!--|<(?=[a-z]))|(?P<closer>\]|\}\}|\|\}|-->|</|/>)",
    re.IGNORECASE,
)
_CLOSES = {"]": "[", "}}": "{{", "|}": "{|", "-->": "<!--", "</": "<", "/>": "<"}
_NOT_IN_TITLES = re.compile(r"[<>\[\]{}|\n]")
_NOT_A_LINK = re.compile(r"\s*(?:file|image|category)\s*:", re.IGNORECASE)
_SCHEME = re.compile(r"(?:https?://|mailto:)[^\s\"<>]+\Z", re.IGNORECASE)
_SOURCE = re.compile(r'<code class="wikitext">[^<]*</code>')
_TAG = re.compile(r"<[^>]*>")


def printable(text: str) -> str:
    """Put U+FFFD for every character that HTML forbids (controls, surrogates, non-characters)."""
    return _FORBIDDEN.sub("\ufffd", text)


def render_inline(text: str, wiki: str | None = None) -> str:
    """Return the HTML of inline wikitext; ``wiki`` is what page names are appended to in links."""
    text = printable(text)
    if not _MARKUP.search(text):
        return _escaped(text).replace("\n", " ")
    if not _is_parsable(text):
        return _source(text)
    try:
        code = mwparserfromhell.parse(text, skip_style_tags=True)
    except ParserError:  # the parser's own word for a bug of its
        return _source(text)
    return _Renderer(wiki).html(code) if str(code) == text else _source(text)


def plain_text(text: str) -> str:
    """Return inline wikitext as words alone, on one line, without what could only show its source.

    A text that is nothing but such source stays as it is.
    """
    html = render_inline(text).replace("<br>", " ")
    return _words(_SOURCE.sub("", html)) or _words(html)


def wiki_address(wiki: str, page: str) -> str:
    """Return the address of ``page`` (``Name#section``) on the wiki whose pages begin ``wiki``."""
    name, hash_, section = page.partition("#")
    path = quote(name.strip().replace(" ", "_"), safe="/:@!$*,;~()")
    return wiki + path + hash_ + quote(section.strip().replace(" ", "_"), safe="/:@!$*,;~()")


def _words(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", html)).split())


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def _source(text: object) -> str:
    return f'<code class="wikitext">{_escaped(str(text))}</code>'


def _is_parsable(text: str) -> bool:
    """Bound the parser's work: unclosed openers cost it a look at the whole rest, each."""
    unclosed: Counter[str] = Counter()
    most = 0
    for bracket in _BRACKETS.finditer(text):
        token = bracket[0]
        if bracket.lastgroup == "opener":
            unclosed[token] += 1
            most = max(most, unclosed[token])
        elif bracket.lastgroup and unclosed[_CLOSES[token]]:
            unclosed[_CLOSES[token]] -= 1
    return most * len(text) <= PARSER_BUDGET


@dataclass(frozen=True, slots=True)
class _Renderer:
    wiki: str | None
    in_link: bool = False

    def html(self, code: Wikicode) -> str:
        lines: list[list[str | int]] = [[]]
        for piece in self._pieces(code):
            if piece == "\n":
                lines.append([])
            else:
                lines[-1].append(piece)
        return " ".join(map(_styled, lines))

    def _pieces(self, code: Wikicode) -> Iterator[str | int]:
        """Yield HTML, lengths of runs of apostrophes, and line ends."""
        nodes: list[Node] = list(code.nodes)
        trail = ""
        for node, following in zip_longest(nodes, nodes[1:]):
            match node:
                case Text():
                    yield from _text(str(node)[len(trail) :])
                    trail = ""
                case Wikilink():
                    trail = _trail(following)
                    yield self._wikilink(node, trail)
                case _:
                    yield self._node(node)

    def _node(self, node: Node) -> str:
        match node:
            case Comment():
                return ""
            case HTMLEntity():
                return _escaped(printable(unescape(str(node))))
            case ExternalLink():
                return self._external_link(node)
            case Heading():  # belongs to the block that the reader made of it
                return _escaped(str(node))
            case Tag() if node.wiki_markup and node.wiki_markup != "{|":  # a list's or rule's mark
                return _escaped(str(node))
            case Tag() if str(node.tag).lower() == "br":
                return "<br>"
            case Tag() if str(node.tag).lower() == "nowiki":
                return _escaped(printable(unescape(str(node.contents or ""))))
        return _source(node)

    def _wikilink(self, node: Wikilink, trail: str) -> str:
        title = unescape(str(node.title))
        if _NOT_IN_TITLES.search(title) or _NOT_A_LINK.match(title):
            return _source(node) + _escaped(trail)
        target = title.strip().removeprefix(":")
        label = _escaped(target if node.text is None else _short(target))
        if node.text:
            label = replace(self, in_link=True).html(node.text) or label
        label += _escaped(trail)
        base = "" if target.startswith("#") else self.wiki
        if self.in_link or base is None:
            return label
        return f'<a href="{escape(wiki_address(base, target))}">{label}</a>'

    def _external_link(self, node: ExternalLink) -> str:
        address = unescape(str(node.url))
        if not _SCHEME.match(address):
            return _source(node)
        label = _escaped(address)
        if node.title:
            label = replace(self, in_link=True).html(node.title) or label
        if self.in_link:
            return label
        return f'<a class="external" rel="nofollow noopener" href="{escape(address)}">{label}</a>'


def _trail(node: Node | None) -> str:
    """Return the letters that continue a link's label: ``[[bus]]es``."""
    return "".join(takewhile(str.islower, str(node))) if isinstance(node, Text) else ""


def _short(title: str) -> str:
    """Return the label that ``[[title|]]`` has: no namespace, parentheses or part after a comma."""
    name = title.partition(":")[2].strip() or title
    return re.sub(r"\s*\([^()]*\)\Z", "", name) if name.endswith(")") else name.split(",")[0]


def _text(text: str) -> Iterator[str | int]:
    for part in _QUOTES_AND_LINES.split(text):
        if part.startswith("''"):
            yield len(part)
        elif part:
            yield part if part == "\n" else _escaped(part)


def _styled(line: list[str | int]) -> str:
    """Return a line's HTML, its runs of apostrophes read as MediaWiki reads them."""
    parts = _balanced(list(_whole_runs(line)))
    html: list[str] = []
    opened: list[str] = []
    for index, part in enumerate(parts):
        if isinstance(part, str):
            html.append(part)
            continue
        tags = _toggled(part, opened, islice(parts, index + 1, None))
        html.extend([_toggle(tag, opened) for tag in tags])
    html.extend(f"</{tag}>" for tag in reversed(opened))
    return "".join(html)


def _whole_runs(line: Iterable[str | int]) -> Iterator[str | int]:
    """Split runs that are no mark: of four, and of more than five, the first ones are letters."""
    for part in line:
        if isinstance(part, str) or part in (2, 3, 5):
            yield part
        else:
            length = 3 if part == 4 else 5
            yield "'" * (part - length)
            yield length


def _balanced(parts: list[str | int]) -> list[str | int]:
    """Where bold and italic both stay open, take one bold as an apostrophe before an italic.

    The first after a word of one letter (``l'''amour''``), else after a longer one, else any.
    """
    runs = [part for part in parts if isinstance(part, int)]
    bold, italic = sum(run != 2 for run in runs), sum(run != 3 for run in runs)
    if bold % 2 == 0 or italic % 2 == 0:
        return parts
    ranks: dict[int, int] = {}
    for index, part in enumerate(parts):
        if part == 3:
            before = parts[index - 1] if index else ""
            before = before if isinstance(before, str) else ""
            rank = 2 if before.endswith(" ") else 0 if before[-2:-1] == " " else 1
            ranks.setdefault(rank, index)
    if not ranks:
        return parts
    chosen = ranks[min(ranks)]
    return [*parts[:chosen], "'", 2, *parts[chosen + 1 :]]


def _toggled(run: int, opened: list[str], rest: Iterable[str | int]) -> tuple[str, ...]:
    """Return the tags that a run opens or closes, in the order that nests."""
    if run != 5:
        return ("i",) if run == 2 else ("b",)
    if opened:
        first = opened[-1]
        return first, "b" if first == "i" else "i"
    closing = next((part for part in rest if isinstance(part, int)), 0)
    return ("b", "i") if closing == 2 else ("i", "b")


def _toggle(tag: str, opened: list[str]) -> str:
    if tag not in opened:
        opened.append(tag)
        return f"<{tag}>"
    inner = opened[opened.index(tag) + 1 :]
    opened.remove(tag)
    close, reopen = (f"</{each}>" for each in inner), (f"<{each}>" for each in inner)
    return "".join([*close, f"</{tag}>", *reopen])
