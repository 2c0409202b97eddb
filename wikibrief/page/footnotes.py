"""Footnotes: the marks of notes in the text, and the lists of what they say.

How they are numbered is in ``notes``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from wikibrief.page.notes import Notes
from wikibrief.templating.environment import Macros, Markup

__all__ = ["Footnotes"]


class Footnotes:
    """Marks and lists of the notes of one page; ``inline`` and ``value`` render what they say."""

    def __init__(
        self, inline: Callable[[str], str], value: Callable[[str], str], macros: Macros
    ) -> None:
        self._inline, self._value, self._macros = inline, value, macros
        self._notes = Notes()
        self._is_apart = False
        self._defining: str | None = None
        self.count = 0
        """How many notes the page has had so far, also those that are only defined."""

    @contextmanager
    def leave_out(self) -> Iterator[None]:
        """What is rendered meanwhile has no notes."""
        was, self._is_apart = self._is_apart, True
        try:
            yield
        finally:
            self._is_apart = was

    def ref(self, text: str, name: str, group: str | None, *, is_nested: bool = False) -> Markup:
        """The mark of a ``<ref>``; ``text`` is empty where it refers to one defined elsewhere.

        Without a group it is in that of the list whose source it is in. The notes in a nested one,
        which ``#tag`` makes, have their numbers before it.
        """
        if group is None:
            group = self._defining or ""
        content = self._content(text)
        if is_nested and content:
            html = content()
            return self._add_note(name, group, lambda: html)
        return self._add_note(name, group, content)

    def follow(self, text: str, name: str, group: str | None) -> Markup:
        """Go on with a note; the mark of one of its own where there is none of that name."""
        content = self._content(text)
        if content and self._notes.follow(name, group or "", content):
            self.count += 1
            return Markup("")
        return self.ref(text, "", group)

    def detail(self, text: str, name: str, group: str | None, detail: str) -> Markup:
        """The mark of a place in the work of a note; a note without a name says it itself."""
        show = partial(self._inline, detail)
        if not name:
            return self._add_note("", group or "", lambda: f"{self._value(text)}, {show()}")
        if self._is_apart or self._defining is not None:
            return Markup("")
        self.count += 1
        mark = self._notes.use_detail(name, group or "", self._content(text), show)
        return Markup(self._macros["note_mark"](*mark))

    def _content(self, text: str) -> Callable[[], str] | None:
        """What a note says, which may hold lists and paragraphs."""
        return partial(self._value if "\n" in text else self._inline, text) if text else None

    def note(self, html: str, name: str = "", group: str = "") -> Markup:
        """The mark of a note that says ``html`` (a layout's ``{{efn}}`` or ``{{sfn}}``).

        Without text it is a note of that name that is defined elsewhere.
        """
        name, group = _unquote(name), _unquote(group)
        return self._add_note(name, group, (lambda: str(html)) if html else None)

    def _add_note(self, name: str, group: str, content: Callable[[], str] | None) -> Markup:
        """A note where it is used; in the source of a list it is only defined."""
        if self._is_apart or not (name or content):
            return Markup("")
        self.count += 1
        if self._defining is not None and name:
            if content is not None:
                self._notes.define(name, group, content)
            return Markup("")
        return Markup(self._macros["note_mark"](*self._notes.use(name, group, content)))

    def references(self, group: str = "", source: str = "") -> Markup:
        """The list of a group's notes; ``source`` may define some of them."""
        group = _unquote(group)
        if source and self._defining is None:
            self._defining = group
            try:
                self._inline(source)
            finally:
                self._defining = None
        return Markup(self._macros["notes"](self._notes.take(group), group))

    def render_leftover(self) -> Markup:
        """The lists of the notes that no list has shown, at the end of the page."""
        lists = []
        while groups := self._notes.waiting:
            lists += [self.references(group) for group in groups]
        return Markup("").join(lists)


def _unquote(value: str) -> str:
    """What an argument says that a template hands on as an attribute: ``group="Note"``."""
    is_quoted = len(value) > 2 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1].strip() if is_quoted else value
