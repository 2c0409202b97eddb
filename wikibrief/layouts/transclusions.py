"""Transclusions: a wiki's ``{{…}}`` shown by its layout, else as a placeholder with its arguments.

``finding`` says which layout that is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from html import escape
from typing import Protocol

from wikibrief.inline.context import PageContext
from wikibrief.layouts.arguments import Arguments
from wikibrief.layouts.finding import HIDDEN, INFOBOX_LAYOUT, Layout, Layouts
from wikibrief.layouts.infoboxes.keyfacts import KeyFacts, join_boxes
from wikibrief.layouts.places import Places
from wikibrief.model.document import Argument, Infobox, Transclusion
from wikibrief.templating.environment import Macros, Markup, Templates
from wikibrief.wiki.expansion.functions import is_call
from wikibrief.wiki.namespaces import Namespace
from wikibrief.wiki.references import refs_in
from wikibrief.wiki.source import without_comments
from wikibrief.wiki.titles import parse_title

__all__ = ["Transclusions"]


class Notes(Protocol):
    """The footnotes of a page, as layouts make and list them; ``count`` of them so far."""

    count: int

    @property
    def note(self) -> Callable[..., Markup]:
        """Make a note and return its mark."""

    @property
    def references(self) -> Callable[..., Markup]:
        """List the notes of a group."""


class Files(Protocol):
    """The files that a page shows."""

    def has(self, name: str) -> bool:
        """Whether a file can be shown, by its name in the wiki."""

    def in_infobox(self, name: str, alt: str) -> Markup:
        """Render a file in the width of infoboxes."""


class Renders(Protocol):
    """What layouts need of the renderer: the page, its notes, and the HTML of values."""

    page: PageContext
    page_words: Mapping[str, object]

    @property
    def footnotes(self) -> Notes:
        """The page's footnotes."""

    @property
    def figures(self) -> Files:
        """The files of the page."""

    def inline(self, text: str) -> Markup:
        """Render inline wikitext."""

    def value(self, text: str) -> Markup:
        """Render a value that may hold lists, tables and paragraphs."""

    def plain(self, text: str) -> str:
        """Reduce inline wikitext to its words."""

    def deeper(self, show: Callable[[], str], source: str) -> str:
        """Render one value further inside others; too deep, it is ``source``."""


class Transclusions:
    """The transclusions of one page, in reading order.

    ``places`` are those of transclusions whose names are not known.
    """

    def __init__(
        self, render: Renders, templates: Templates, macros: Macros, places: Places
    ) -> None:
        self._render, self._templates, self._macros = render, templates, macros
        self._layouts = Layouts(templates, render.page.language, places, render.page.wiki)

    def html(self, transclusion: Transclusion, source: str) -> str:
        """The HTML of a transclusion; ``""`` for one that is not shown."""
        layout = self._layouts.find(transclusion.name, transclusion.arguments)
        if layout == HIDDEN:
            return ""
        deeper, name = self._render.deeper, transclusion.name
        if layout is not None:
            return deeper(partial(self._laid_out, layout, transclusion), source)
        if _may_be_name(name):
            self._render.page.around.unshown("{{" + name)
            known = self._without_settings(transclusion)
            return deeper(partial(self._macros["transclusion"], known), source)
        if is_call(name):
            self._render.page.around.unshown("{{" + name)
            return deeper(partial(self._macros["transclusion"], _as_function(transclusion)), source)
        return "{{" + deeper(partial(self._render.inline, source[2:-2]), source) + "}}"

    def _without_settings(self, transclusion: Transclusion) -> Transclusion:
        """A transclusion without what only says how it looks on the wiki."""
        hides = self._layouts.hides_without_layout
        shown = [
            each
            for each in transclusion.arguments
            if not (each.name and hides(each.name, each.value))
        ]
        return replace(transclusion, arguments=tuple(shown))

    def boxes(self, calls: Sequence[Transclusion]) -> str:
        """The HTML of infoboxes that are one for readers; of each, where one has another layout."""
        layouts = [self._layouts.find(call.name, call.arguments) for call in calls]
        if any(layout is None or layout.template != INFOBOX_LAYOUT for layout in layouts):
            return "\n".join(self.html(call, call.name) for call in calls)
        return self._laid_out(Layout(INFOBOX_LAYOUT), calls[0], calls)

    def _laid_out(
        self, layout: Layout, transclusion: Transclusion, boxes: Sequence[Transclusion] = ()
    ) -> str:
        render = self._render
        count = render.footnotes.count
        html = self._templates.render(
            layout.template,
            args=Arguments(transclusion.arguments, render.inline, render.value, render.plain),
            name=transclusion.name,
            variant=layout.variant,
            hides=partial(self._layouts.hides, layout),
            word=self.word,
            vocabulary=self._layouts.vocabulary,
            page=render.page,
            note=render.footnotes.note,
            references=render.footnotes.references,
            render=render,
            infobox=partial(self._infobox, boxes or [transclusion]),
            words=render.page_words,
        )
        if "<pre" not in html:
            html = " ".join(html.split("\n"))
        html = html.strip(" \n")  # a no-break space is meant
        if render.footnotes.count > count:
            return html
        return f"{html}{self._left_out(layout, transclusion)}"

    def _left_out(self, layout: Layout, transclusion: Transclusion) -> str:
        """The marks of notes in values of which a layout shows the words alone: they follow it."""
        values = (
            each.value
            for each in transclusion.arguments
            if "<ref" in each.value and not self._layouts.hides(layout, each.name or "", each.value)
        )
        notes = [value[ref.start : ref.end] for value in values for ref in refs_in(value)]
        return self._render.inline("".join(notes)) if notes else ""

    def arrange_infobox(self, infobox: Infobox, title: str | None = None) -> KeyFacts:
        """Arrange an infobox of the page; with the page's ``title``, it need not repeat that."""
        has_file = self._render.figures.has
        return self._layouts.arrange_infobox(infobox.name, infobox.arguments, title, has_file)

    def _infobox(self, boxes: Sequence[Transclusion]) -> KeyFacts:
        render = self._render
        parts = [self.arrange_infobox(Infobox(box.name, box.arguments)) for box in boxes]
        whole = parts[0] if len(parts) == 1 else join_boxes(parts)
        return whole.shown(render.value, render.figures.in_infobox)

    def word(self, key: str, **values: object) -> Markup:
        """What layouts say of their own, in the page's language; ``{names}`` in it filled in.

        A key that is no word's is English, and stands for itself in languages that lack it.
        """
        text = Markup(escape(self._words.get(key, key), quote=False))
        return Markup(text.format(**values)) if values else text

    @cached_property
    def _words(self) -> Mapping[str, str]:
        return self._layouts.words()


def _as_function(transclusion: Transclusion) -> Transclusion:
    """The call of a parser function, with what follows its colon as its first argument."""
    name, _, first = transclusion.name.partition(":")
    return Transclusion(name.strip(), (Argument(None, first), *transclusion.arguments))


def _may_be_name(name: str) -> bool:
    """Whether a wiki may have a template of that name; others are shown as they are written."""
    return parse_title(without_comments(name), Namespace.TEMPLATE) is not None
