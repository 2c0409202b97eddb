"""Plain text: the words of inline wikitext, without its transclusions, tags and files."""

from __future__ import annotations

from wikibrief.inline.context import PageContext
from wikibrief.inline.markers import Markers
from wikibrief.inline.passes import ExtensionTag, Inline
from wikibrief.inline.tags import as_text
from wikibrief.inline.words import words_of
from wikibrief.model.document import Transclusion
from wikibrief.wiki.titles import Title

__all__ = ["plain_text"]


def plain_text(text: str, page: PageContext | None = None) -> str:
    """The words of inline wikitext, on one line."""
    return words_of(Inline(page or PageContext(), _Nothing()).html(text))


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
