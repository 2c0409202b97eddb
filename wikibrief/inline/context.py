"""What one rendering knows of the page: its title, its language, and where its links lead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from wikibrief.wiki.anchors import quote_fragment
from wikibrief.wiki.namespaces import Namespace
from wikibrief.wiki.titles import Title, page_name, path_of

__all__ = ["Image", "PageContext", "Surroundings"]


@dataclass(frozen=True, slots=True)
class Image:
    """A file that can be shown, and its size in pixels.

    ``address`` is that of its bytes (``data:`` in a self-contained page), enough of them for the
    width in pixels that it is shown with. A drawing can be shown in any size.
    """

    address: Callable[[int], str]
    width: int
    height: int
    is_drawing: bool = False


def _nothing(*_: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is around a document in its project, by name; None for what is not there.

    ``document`` gives the address of the page that is made of a document, by that one's title, and
    an empty one for the page that asks; ``image`` a file, by its name in the wiki;
    ``wiki_template`` the wikitext of a template of the user's own wiki, by its name. ``unshown`` is
    called with the beginning of each construct that is not shown as its wiki shows it: ``{{name``,
    ``{{#function:name`` or ``<tag``. ``error`` is called with each call that shows an error instead
    of a result, as on the wiki, or such a ``<tag``, and what it says. ``has_pages`` says whether
    there is any file or template that could be asked for.
    """

    document: Callable[[str], str | None] = _nothing
    image: Callable[[str], Image | None] = _nothing
    wiki_template: Callable[[str], str | None] = _nothing
    unshown: Callable[[str], None] = _nothing
    error: Callable[[str, str], None] = _nothing
    has_pages: Callable[[], bool | None] = _nothing


@dataclass(frozen=True, slots=True)
class PageContext:
    """A page to render.

    ``wiki`` is what page names are appended to to make addresses on the article's wiki; without it
    such links are plain text. ``today`` is what ages are counted to, when there is one: pages do
    not depend on the clock.
    """

    title: str = ""
    language: str = "en"
    wiki: str | None = None
    today: dt.date | None = None
    around: Surroundings = Surroundings()

    def address(self, title: Title) -> str | None:
        """Where a link to ``title`` leads; None when that is nowhere."""
        if not title.name and not title.interwiki:
            return f"#{quote_fragment(title.fragment or '')}"
        found = self._document(title)
        if found is not None:
            return found if title.fragment is None else f"{found}#{quote_fragment(title.fragment)}"
        if self.wiki is None:
            return None
        if title.is_in_language:
            return self._in_language(title)
        return self.wiki + path_of(title)

    def _in_language(self, title: Title) -> str | None:
        """The address in the wiki of another language: next to ours, if that begins with a code."""
        assert self.wiki is not None  # noqa: S101  `address` has seen it
        scheme, separator, rest = self.wiki.partition("://")
        code, dot, domain = rest.partition(".")
        if not dot or code != self.language.partition("-")[0]:
            return self.wiki + path_of(title)
        path = path_of(replace(title, interwiki=""))
        return f"{scheme}{separator}{title.interwiki}.{domain}{path}"

    def is_self(self, title: Title) -> bool:
        """Whether ``title`` is this page."""
        return title.fragment is None and self._document(title) == ""

    def _document(self, title: Title) -> str | None:
        """The address of the page that is made of a document of this project."""
        if title.interwiki or title.namespace in _NOT_DOCUMENTS:
            return None
        is_this = title.full_name == page_name(self.title)
        return "" if is_this else self.around.document(title.full_name)


_NOT_DOCUMENTS = (Namespace.MEDIA, Namespace.FILE, Namespace.CATEGORY)
