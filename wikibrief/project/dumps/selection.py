"""Selection: which pages of a dump are wanted, by title, namespace, category and infobox.

Patterns are those of shells: ``*`` is anything, ``?`` a character. Capitals do not count in
categories and infoboxes, and the word Infobox at the beginning of a name may be left out. A page is
wanted if it fits one pattern of each kind that is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache

from wikibrief.wiki.export import ExportedPage
from wikibrief.wiki.namespaces import Namespace, find_prefix
from wikibrief.wiki.scanner import scan
from wikibrief.wiki.tags import Is, tags_with
from wikibrief.wiki.titles import page_name

__all__ = ["Selection"]

_READ = tags_with(Is.WIKITEXT)
_TAG = re.compile(r"<(\w+)")
_LINK = re.compile(r"\[\[\s*([^\[\]{}|:#<>\n]{1,60}?)\s*:([^\[\]{}|\n]{1,255})")
_CALL = re.compile(r"\{\{\s*([^{}|\n<]{1,255}?)\s*[|}\n]")


@dataclass(frozen=True, slots=True)
class Selection:
    """What is wanted of a dump; no patterns of a kind: everything."""

    titles: tuple[str, ...] = ()
    namespaces: tuple[int, ...] = (0,)
    categories: tuple[str, ...] = ()
    infoboxes: tuple[str, ...] = ()

    def wants(self, page: ExportedPage) -> bool:
        """Whether a page is wanted; one that is not in wikitext never is."""
        if page.namespace not in self.namespaces or page.model != "wikitext" or page.redirect:
            return False
        if self.titles and not _fits(self.titles, [page.title]):
            return False
        if not (self.categories or self.infoboxes):
            return True
        text = page.text or ""
        return self._fits_text(text) and self._fits_text(_without_verbatim(text))

    def _fits_text(self, text: str) -> bool:
        return all(
            not patterns or _fits(tuple(map(str.casefold, patterns)), map(str.casefold, names))
            for patterns, names in (
                (self.categories, _categories_in(text)),
                (self.infoboxes, _calls_in(text)),
            )
        )


def _fits(patterns: tuple[str, ...], names: Iterator[str] | list[str]) -> bool:
    pattern = _compile(patterns)
    return any(pattern.match(name) for name in names)


def _without_verbatim(text: str) -> str:
    """A text without its comments, and without what is in tags and is no wikitext there."""
    parts: list[str] = []
    position = 0
    for start, end, kind in sorted(scan(text, nested=True).constructs):
        tag = _TAG.match(text, start)
        is_verbatim = kind == "!" or (kind == "<" and tag and tag[1].lower() not in _READ)
        if is_verbatim and start >= position:
            parts.append(text[position:start])
            position = end
    return "".join((*parts, text[position:]))


@lru_cache(maxsize=16)
def _compile(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(translate(pattern.replace("_", " ")) for pattern in patterns))


def _categories_in(text: str) -> Iterator[str]:
    """The categories that a text puts its page into, without their prefix."""
    for link in _LINK.finditer(text):
        if find_prefix(link[1]) is Namespace.CATEGORY:
            yield page_name(link[2])


def _calls_in(text: str) -> Iterator[str]:
    """The names of all that a text transcludes; those of infoboxes also without this word."""
    for call in _CALL.finditer(text):
        name = " ".join(call[1].replace("_", " ").split())
        yield name
        if name[:8].casefold() == "infobox ":
            yield name[8:]
