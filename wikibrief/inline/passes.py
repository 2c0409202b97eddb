"""Inline wikitext → HTML: the passes of MediaWiki's Parser::internalParse, in its order.

Transclusions and extension tags are shown first and become markers; then HTML tags, links, bold and
italic, external links. ``Shows`` is what they need of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, Protocol, cast

from wikibrief.inline.context import PageContext
from wikibrief.inline.links import ExternalLinks, InternalLinks
from wikibrief.inline.markers import Markers
from wikibrief.inline.quotes import replace_quotes
from wikibrief.inline.tags import replace_tags
from wikibrief.inline.variants import choose_variants
from wikibrief.markup.reader.transclusions import read_transclusion
from wikibrief.model.document import Transclusion
from wikibrief.wiki.entities import escape_ampersands
from wikibrief.wiki.magicwords import SWITCH, is_switch
from wikibrief.wiki.scanner import TAG_OPENING, Construct, line_of_comments, scan
from wikibrief.wiki.tags import Is, names_in, tags_with
from wikibrief.wiki.titles import Title

__all__ = ["ExtensionTag", "Inline", "Shows", "extension_tag", "printable"]

# Two sets: with characters beyond U+FFFF in it, a set takes many times as long on all others.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_FORBIDDEN_BEYOND = re.compile(
    f"[{''.join(chr(end - 1) + chr(end) for end in range(0x1FFFF, 0x110000, 0x10000))}]"
)
_MARKUP = re.compile(r"[\[{<&]|''|__|ISBN|RFC|PMID|[a-z]:", re.IGNORECASE)
_OF_TRANSLATION = re.compile(r"</?tvar\b[^<>]*>|</>", re.IGNORECASE)
"""Tags around what translators leave as it is: ``<tvar name=x>…</tvar>``, ``<tvar|x>…</>``."""
_INCLUSION = re.compile(
    rf"</?(?:{names_in(tags_with(Is.INCLUSION, without=Is.EXTENSION))})\s*/?>", re.IGNORECASE
)
_SWITCH = re.compile(SWITCH)


class ExtensionTag(NamedTuple):
    """An extension tag: its name in lower case, attributes to the letter, and what it holds.

    ``content`` is None for a tag that closes itself, ``<ref name="a" />``.
    """

    name: str
    attributes: str
    content: str | None


class Shows(Protocol):
    """Gives the HTML of what is more than inline markup; ``""`` for what is not shown."""

    def expand(self, text: str) -> str:
        """Expand the parser functions and the wiki's own templates in ``text``."""

    def transclusion(self, transclusion: Transclusion, source: str) -> str:
        """A ``{{…}}``, with its source."""

    def extension_tag(self, tag: ExtensionTag) -> str:
        """A tag whose content is no wikitext for the passes here."""

    def file(self, title: Title, options: str, markers: Markers) -> str:
        """A ``[[File:…|options]]``; ``options`` may hold markers."""

    def category(self, title: Title) -> None:
        """A ``[[Category:…]]``: the page is in it, and nothing is shown in its place."""


def printable(text: str) -> str:
    """Put U+FFFD for every character that HTML forbids (controls, surrogates, non-characters)."""
    text = _FORBIDDEN.sub("\ufffd", text)
    return _FORBIDDEN_BEYOND.sub("\ufffd", text) if _BEYOND.search(text) else text


class Inline:
    """Inline wikitext of one page."""

    def __init__(self, page: PageContext, shows: Shows) -> None:
        self._shows = shows
        self._language = page.language
        self._links = InternalLinks(page, shows.file, shows.category)
        self._external = ExternalLinks(page)
        self.uncounted = self._external.uncounted

    def html(self, text: str) -> str:
        """The HTML of ``text``."""
        markers = Markers()
        return markers.restore(self.passes(self._shows.expand(printable(text)), markers))

    def passes(self, text: str, markers: Markers) -> str:
        """All passes over text that is printable and expanded; what they finish are markers."""
        if not _MARKUP.search(text):
            return text.replace(">", "&gt;")
        return escape_ampersands(self.finish(self.begin(text, markers), markers))

    def begin(self, text: str, markers: Markers) -> str:
        """The first passes: transclusions and extension tags, and HTML tags."""
        return replace_tags(self.strip(text, markers), markers)

    def finish(self, text: str, markers: Markers) -> str:
        """The passes after that of HTML tags."""
        if "__" in text:
            text = _without_switches(text)
        text = choose_variants(text, self._language)
        text = replace_quotes(self._links.replace(text, markers))
        return self._external.replace_free(self._external.replace_bracketed(text))

    def strip(self, text: str, markers: Markers) -> str:
        """Put markers for transclusions and extension tags; leave out comments."""
        if "{{" not in text and "<" not in text:
            return text
        parts: list[str] = []
        position = 0
        for construct in _visible(text):
            start, end, kind = construct
            if start < position:
                continue  # a comment on the line of the one before
            if kind == "!":
                start, end = line_of_comments(text, start, end, of_block=True)
            parts.append(text[position:start])
            position = end
            if kind != "!":
                parts.append(self._show(text, construct, markers))
        text = "".join([*parts, text[position:]])
        text = _INCLUSION.sub("", text) if "<" in text else text
        return _OF_TRANSLATION.sub("", text) if "<tvar" in text else text

    def _show(self, text: str, construct: Construct, markers: Markers) -> str:
        start, end, kind = construct
        source = text[start:end]
        if kind == "<":
            tag = extension_tag(source)
            if tag is None:
                return source
            return markers.put(self._shows.extension_tag(tag)) or markers.nothing(tag.name)
        if source.startswith("{{{"):
            return source[:3] + self.strip(source[3:-3], markers) + source[-3:]
        unit = cast("Transclusion", read_transclusion(text, start, end).unit)
        return markers.put(self._shows.transclusion(unit, source))


def _without_switches(text: str) -> str:
    """The text without ``__NOTOC__`` and its like; what ends no other word may begin one."""
    parts: list[str] = []
    position = done = 0
    while match := _SWITCH.search(text, position):
        position = match.end() - len("__")
        if is_switch(match[0]):
            parts.append(text[done : match.start()])
            position = done = match.end()
    return "".join([*parts, text[done:]])


def _visible(text: str) -> Iterator[Construct]:
    """The outermost constructs that are no links, those in links as well."""
    position = 0
    for construct in sorted(scan(text, nested=True).constructs, key=lambda each: each.start):
        if construct.kind != "[" and construct.start >= position:
            yield construct
            position = construct.end


def extension_tag(source: str) -> ExtensionTag | None:
    """Read the source of an extension tag, with what it holds."""
    opening = TAG_OPENING.match(source)
    if opening is None:
        return None
    name, attributes = opening[1].lower(), opening[2].strip()
    if opening[3]:
        return ExtensionTag(name, attributes, None)
    return ExtensionTag(name, attributes, source[opening.end() : source.rindex("</")])
