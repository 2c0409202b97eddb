"""The last passes: what is bare in the body or a blockquote is a paragraph; hard spaces.

MediaWiki's RemexCompatMunger does the first after the HTML5 rules have balanced the tags: runs of
text and inline elements are wrapped in ``<p>``. Where a block is inside a formatting element,
such as ``<b>``, that element is parted around it; inside another, nothing of that one is wrapped.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from wikibrief.inline.words import EAST_ASIAN
from wikibrief.wiki.tags import Is, names_in, tags_with

__all__ = ["add_hard_spaces", "mark_fostered", "split_first_paragraph", "split_lead", "wrap_bare"]

_TOKEN = re.compile(
    r"<math\b.*?</math>|<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^>\"]|\"[^\"]*\")*)>|[^<]+|<", re.DOTALL
)
_FRENCH_SPACE = re.compile(r" (?=[?:;!%»›](?!\w))|(?<=[«‹]) ")
_HIGHLIGHTED = re.compile(r"(<(pre|code)\b[^>]*highlight[^>]*>.*?</\2>)", re.DOTALL)
_INLINE = tags_with(Is.PHRASE)
_FORMATTING = tags_with(Is.FORMATTING)
_VOID = tags_with(Is.VOID)
_ID = re.compile(r"\sid=\"[^\"]*\"")


def add_hard_spaces(html: str) -> str:
    """Put hard spaces in well-formed ``html`` where French has them: ``12 %``, ``« Oui ! »``.

    Sanitizer::armorFrenchSpaces does it in all languages. Source code stays as it is.
    """
    if "highlight" not in html:
        return _harden(html)
    parts = _HIGHLIGHTED.split(html)
    parts[::3] = map(_harden, parts[::3])
    del parts[2::3]
    return "".join(parts)


def _harden(html: str) -> str:
    parts: list[str] = []
    position, in_tag = 0, False
    for space in _FRENCH_SPACE.finditer(html):
        start, end = space.span()
        opened, closed = html.rfind("<", position, start), html.rfind(">", position, start)
        in_tag = opened > closed if opened != closed else in_tag
        parts += (html[position:start], " " if in_tag else "\xa0")
        position = end
    return "".join([*parts, html[position:]])


def mark_fostered(html: str) -> str:
    """Put what is right in a table or row of ``html``, not in a cell, into boxes.

    HTML5 moves it before the table, where MediaWiki makes no paragraphs of it.
    """
    return _FOSTERED.sub(rf"\1<div{_IS_FOSTERED}>\2</div>", html) if "<table" in html else html


_IS_FOSTERED = " data-fostered"
_OF_TABLE = names_in(tags_with(Is.OF_ROWS | Is.OF_CELLS))
_FOSTERED = re.compile(
    rf"((?:<(?:{names_in(tags_with(Is.OF_ROWS))})\b[^>]*+>|</(?!table\b)(?:{_OF_TABLE})>)\s*+)"
    rf"((?:[^<]++|<(?!/?(?:{_OF_TABLE})\b))++)"
)


def wrap_bare(html: str) -> str:
    """Wrap what is bare in well-formed ``html``, a body's content."""
    state = _Wrapper()
    for token in _TOKEN.finditer(html):
        state.token(token)
    return state.finish()


class _Inline(NamedTuple):
    """An open inline element, and where its tag is among what is written."""

    name: str
    tag: str
    is_parted: bool
    """Whether it may be parted: it and all around it, up to the paragraph, are formatting."""
    at: int


class _Wrapper:
    """What has been written, and what is open.

    ``containers`` are the blocks around this place, the innermost last; ``inlines`` are the inline
    elements that are right in a body or blockquote.
    """

    def __init__(self) -> None:
        self._html: list[str] = []
        self._containers: list[str] = []
        self._inlines: list[_Inline] = []
        self._outer: list[list[_Inline]] = []
        self._in_paragraph = False
        self._paragraph_at = 0
        self._is_apart = False  # white space follows a block in a formatting element

    def token(self, token: re.Match[str]) -> None:
        slash, name, text = token[1], token[2], token[0]
        if name == "div" and self._is_box(slash, token[3]):
            return
        if self._containers and self._containers[-1] != "blockquote":
            self._html.append(text)
            self._follow(slash, name)
        elif name is None:
            self._text(text)
        elif name in _INLINE:
            self._inline(slash, name, text)
        elif slash:
            self._leave(name, text)
        else:
            self._part()
            if self._is_apart and self._may_part():
                self._close_inlines()
                self._reopen_inlines()
            self._is_apart = False
            self._html.append(text)
            if name not in _VOID:
                self._enter(name)

    def _is_box(self, slash: str, attributes: str) -> bool:
        """Leave out a tag of a box that ``mark_fostered`` put, in which nothing is wrapped."""
        if not slash and attributes.startswith(_IS_FOSTERED):
            self._part()
            self._enter(_IS_FOSTERED)
            return True
        is_end = bool(slash and self._containers) and self._containers[-1] == _IS_FOSTERED
        if is_end:
            self._leave(_IS_FOSTERED, "")
        return is_end

    def _follow(self, slash: str | None, name: str | None) -> None:
        """Keep count of blocks inside a block in which nothing is wrapped."""
        if name is None or name in _INLINE or name in _VOID:
            return
        if not slash:
            self._enter(name)
        elif self._containers:
            self._containers.pop()
            self._inlines = self._outer.pop()

    def _enter(self, name: str) -> None:
        self._containers.append(name)
        self._outer.append(self._inlines)
        self._inlines = []

    def _leave(self, name: str, text: str) -> None:
        self._part()
        self._html.append(text)
        if self._containers and self._containers[-1] == name:
            self._containers.pop()
            self._inlines = self._outer.pop()

    def _text(self, text: str) -> None:
        if text.strip(" \t\n\r\f"):
            self._begin()
        else:
            self._is_apart = bool(self._inlines) and not self._in_paragraph
        self._html.append(text)

    def _inline(self, slash: str, name: str, text: str) -> None:
        if not slash:
            self._begin()
            if name not in _VOID:
                is_parted = name in _FORMATTING and self._may_part()
                self._inlines.append(_Inline(name, text, is_parted, len(self._html)))
        elif self._inlines:
            self._inlines.pop()
        self._html.append(text)

    def _may_part(self) -> bool:
        return not self._inlines or self._inlines[-1].is_parted

    def _begin(self) -> None:
        """Open a paragraph; inline elements that are open go on inside it."""
        if self._in_paragraph or not self._may_part():
            return
        self._close_inlines()
        self._paragraph_at = len(self._html)
        self._html.append("<p>")
        self._reopen_inlines()
        self._in_paragraph = True

    def _part(self) -> None:
        """Close the paragraph before a block; inline elements that are open go on after it."""
        if not self._in_paragraph:
            return
        self._in_paragraph = False
        if not self._may_part():
            self._end_before(self._inlines[0].at)
            return
        self._close_inlines()
        self._html.append("</p>")
        self._reopen_inlines()

    def _end_before(self, position: int) -> None:
        """Close the paragraph before the element at ``position``, which is in none then."""
        if position == self._paragraph_at + 1:
            self._html[self._paragraph_at] = ""
        else:
            self._html[position] = "</p>" + self._html[position]

    def _close_inlines(self) -> None:
        self._html.extend(f"</{inline.name}>" for inline in reversed(self._inlines))

    def _reopen_inlines(self) -> None:
        for index, inline in enumerate(self._inlines):
            self._inlines[index] = inline._replace(at=len(self._html))
            self._html.append(_ID.sub("", inline.tag))

    def finish(self) -> str:
        self._part()
        return _EMPTY.sub("", "".join(self._html))


_HEADING = re.compile(r"<h[1-6][ >]")


def split_lead(html: str) -> tuple[str, str]:
    """Part well-formed ``html`` into what is before its first heading, and all from there on.

    Where that heading is inside of something, all is from there on.
    """
    heading = _HEADING.search(html)
    end = heading.start() if heading else len(html)
    depth = 0
    for token in _TOKEN.finditer(html, 0, end):
        if token[2] and token[2] not in _VOID:
            depth += -1 if token[1] else 1
    return ("", html) if depth else (html[:end], html[end:])


def split_first_paragraph(html: str) -> tuple[str, str, str]:
    """Part well-formed ``html`` into its first paragraph with words, and what is around it.

    Return what is before it, what is in it, and what is after it; without one, nothing is in it.
    """
    depth = start = 0
    for token in _TOKEN.finditer(html):
        slash, name = token[1], token[2]
        if name == "p" and not slash and depth == 0:
            start = token.end()
        elif name == "p" and slash and depth == 1:
            inside = html[start : token.start()]
            if _WORDS.search(_TAGS.sub("", inside)):
                opening = html.rindex("<p", 0, start)
                return html[:opening], inside.strip(), html[token.end() :]
        if name and name not in _VOID:
            depth += -1 if slash else 1
    return html, "", ""


_TAGS = re.compile(r"<[^<>]*>")
_WORDS = re.compile(rf"\w[^\w<>]+\w|[\u0e00-\u0e7f{EAST_ASIAN}]{{3}}")
"""More than one word, or letters of a script without spaces."""

_EMPTY = re.compile(rf"<({names_in(tags_with(Is.GOES_EMPTY))})></\1>")
