"""What a page shows, in words: of a heading, and of how an article begins (its description)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from html import escape
from typing import Protocol

from wikibrief.inline.context import PageContext
from wikibrief.inline.markers import Markers
from wikibrief.inline.passes import ExtensionTag, Inline, printable
from wikibrief.inline.plain import plain_text
from wikibrief.inline.words import words_of
from wikibrief.model.document import Document, Transclusion, sections_of
from wikibrief.wiki.tags import Is, tags_with
from wikibrief.wiki.titles import Title

__all__ = ["LENGTH", "describe", "words_shown"]

LENGTH = 160
"""The most characters of a description: search engines and chat windows show no more."""

_PARSED = 20_000
"""The most characters of a paragraph that are read for it."""

_MARK = re.compile(r"<sup class=.*?</sup>", re.DOTALL)
"""What an editor notes in passing: ``[citation needed]``, a page number."""
_SPOKEN = tags_with(Is.SPOKEN)


class Renders(Protocol):
    """What a description needs of the renderer."""

    page: PageContext

    def aside(self) -> AbstractContextManager[None]:
        """What is rendered meanwhile counts for nothing on the page."""

    def expand(self, text: str) -> str:
        """Expand parser functions and the wiki's own templates."""

    def transclusion(self, transclusion: Transclusion, source: str) -> str:
        """Render a transclusion."""

    def extension_tag(self, tag: ExtensionTag) -> str:
        """Render an extension tag."""


def describe(document: Document, render: Renders) -> str:
    """Return the beginning of the first paragraph that has words, cut at a word."""
    inline = Inline(render.page, _WordsAlone(render))
    with render.aside():
        paragraphs = (_words(paragraph[:_PARSED], inline) for paragraph in _paragraphs(document))
        text = next(filter(None, paragraphs), "")
    if len(text) <= LENGTH:
        return text
    return text[:LENGTH].rpartition(" ")[0].rstrip(" ,;:–—-") + "…"


def words_shown(text: str, render: Renders) -> str:
    """The words of a line as its page shows them, on one line, without notes and files."""
    if "{{" not in text and "<" not in text:
        return plain_text(text, render.page)
    with render.aside():
        return _words(text, Inline(render.page, _WordsAlone(render)))


def _paragraphs(document: Document) -> Iterator[str]:
    yield from (block for block in document.lead if isinstance(block, str))
    for section in sections_of(document):
        yield from (block for block in section.blocks if isinstance(block, str))


def _words(paragraph: str, inline: Inline) -> str:
    return _plain(inline.html(printable(paragraph)))


def _plain(html: str) -> str:
    return words_of(_MARK.sub("", html))


class _WordsAlone:
    """Shows what is in a line of text as the page does, but neither its files nor its notes."""

    def __init__(self, render: Renders) -> None:
        self._render = render

    def expand(self, text: str) -> str:
        return self._render.expand(text)

    def transclusion(self, transclusion: Transclusion, source: str) -> str:
        return escape(_plain(self._render.transclusion(transclusion, source)))

    def extension_tag(self, tag: ExtensionTag) -> str:
        return self._render.extension_tag(tag) if tag.name in _SPOKEN else ""

    def file(self, title: Title, options: str, markers: Markers) -> str:
        del title, options, markers
        return ""

    def category(self, title: Title) -> None:
        del title
