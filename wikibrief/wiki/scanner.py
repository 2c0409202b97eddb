"""The lexical rules of wikitext that reader and writer share: constructs, and kinds of lines.

A *construct* is a stretch that hides what is in it from the line-by-line rules: a comment, an
extension tag such as ``<ref>``, a transclusion, a link. They are found as MediaWiki's
preprocessor finds them (Preprocessor_Hash::buildDomTreeArrayFromText): one pass from left to
right with a stack of ``openers``. Those that nothing closes are plain text. Time is linear in the
size of the text, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial
from typing import NamedTuple

from wikibrief.wiki.magicwords import SWITCH, is_switch
from wikibrief.wiki.openers import Construct, Stack
from wikibrief.wiki.tags import Is, names_in, tags_with

__all__ = [
    "PROTOCOLS",
    "TABLE_EDGE",
    "TABLE_OPENING",
    "TAG_OPENING",
    "TRIMMED",
    "Construct",
    "HeadingLine",
    "Scan",
    "ends_in_heading",
    "heading_at",
    "hides_rest",
    "line_kind",
    "line_of_comments",
    "open_comment",
    "scan",
]

PROTOCOLS = (
    "bitcoin:|ftp://|ftps://|geo:|git://|gopher://|http://|https://|irc://|ircs://|magnet:|mailto:|"
    "matrix:|mms://|news:|nntp://|redis://|sftp://|sip:|sips:|sms:|ssh://|svn://|tel:|telnet://|"
    "urn:|worldwind://|xmpp:"
)
"""How an address that wikis link to begins (MediaWiki's ``$wgUrlProtocols``), as a pattern."""

TABLE_EDGE = re.compile(r"^[ \t:]*(\{\||\|\})", re.MULTILINE)
"""Where a table begins or ends."""

TAG_OPENING = re.compile(r"<(\w+)([^>]*?)(/?)>")
"""The opening of an extension tag: the first ``>`` ends it, whatever quotes are open."""

_OPENING_TAG = rf"<(?:!--|({names_in(tags_with(Is.EXTENSION))})(?=\s|/?>))"
_TAG = re.compile(_OPENING_TAG, re.IGNORECASE)
_TOKEN = re.compile(
    # A link or transclusion with nothing in it is one token: most of them are like that.
    r"\[\[[^][{}<]*+\]\](?!\])|\{\{[^][{}<]*+\}\}(?!\})"
    rf"|\{{(?:\{{+|(?<=-\{{))|\[\[+|\}}(?:\}}+|(?=-))|\]\]+|{_OPENING_TAG}",
    re.IGNORECASE,
)


def hides_rest(opener: str, start: int, last: int) -> bool:
    """Whether MediaWiki hides everything after an opener that nothing closes.

    ``last`` is where the last ``>`` of the text is: what none ends is no tag.
    """
    return opener == "<!--" or (opener.lower() == "<includeonly" and start < last)


class Scan(NamedTuple):
    """The outermost constructs in order, and the openers that nothing closed (offset, opener)."""

    constructs: list[Construct]
    unclosed: list[tuple[int, str]]


TRIMMED = " \t\n\0\x0b"
"""What the wiki takes from the ends of names and values: PHP's trim (CR: see ``source``)."""


_construct = partial(tuple.__new__, Construct)  # in half the time that a named tuple takes


def scan(
    text: str,
    start: int = 0,
    end: int | None = None,
    *,
    nested: bool = False,
    dividing: bool = False,
    inside: bool = False,
) -> Scan:
    """Find the outermost constructs of ``text[start:end]``; offsets are those of ``text``.

    With ``nested`` all of them are found, each after those in it, but none inside
    comments and extension tags; with ``dividing`` also what else hides bars. ``inside``: the text
    is what is between the braces of a transclusion.
    """
    end = len(text) if end is None else end
    tokens = _TOKEN.finditer(text, start, end)
    token = next(tokens, None)
    found: list[Construct] = []
    if token is None and not inside:
        return Scan(found, [])
    stack = Stack(text, start, end, found, nested=nested, inside=inside)
    unclosed: list[tuple[int, str]] = []
    tags = _TagEnds(text, end)
    last = text.rfind(">", start, end)
    position = start
    while token:
        at, stop = token.span()
        has_line = stack.edge < stop and stack.pass_lines(position, at, stop)
        position = stop
        char = text[at]
        if char in "{[":
            if text[stop - 1] == char:
                stack.open(at, stop)
            elif not has_line:
                found.append(_construct((at, stop, char)))
            else:  # in which what closes it may not count
                position = at + 2
                stack.open(at, position)
                tokens = _TOKEN.finditer(text, position, end)
        elif char != "<":
            stack.close(at, stop)
        elif (closed := tags.find(token)) is not None:
            position = closed
            found.append(_construct((at, closed, "!" if token[0] == "<!--" else "<")))
            tokens = _TOKEN.finditer(text, closed, end)
        else:
            unclosed.append((at, token[0]))
            if hides_rest(token[0], at, last):
                found.append(Construct(at, end, "!"))
                position = end
                break
        token = next(tokens, None)
    unclosed.extend(stack.finish(position))
    if dividing or inside:
        found = stack.with_hiding()
    return Scan(found, sorted(unclosed))


def open_comment(text: str) -> int | None:
    """Where a comment begins that nothing closes: it hides the rest of the text."""
    last = next(reversed(scan(text).constructs), None)
    is_open = last is not None and last.kind == "!" and last.end == len(text)
    if last is None or not is_open or not text.startswith("<!--", last.start):
        return None
    return None if text.endswith("-->", last.start + len("<!--")) else last.start


@cache
def _closing_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}\s*>", re.IGNORECASE)


class _TagEnds:
    """Where comments and extension tags end; remembers what the rest of the text does not hold."""

    def __init__(self, text: str, end: int) -> None:
        self._text, self._end = text, end
        self._missing: set[str] = set()

    def find(self, token: re.Match[str]) -> int | None:
        """The offset after the construct that ``token`` opens, or None when nothing closes it."""
        if token[0] == "<!--":
            return self._after("-->", token.end())
        stop = self._after(">", token.end())
        if stop is None or self._text[stop - 2] == "/":
            return stop
        return self._after_closing_tag(token[1].lower(), stop)

    def _after(self, closer: str, position: int) -> int | None:
        if closer in self._missing:
            return None
        found = self._text.find(closer, position, self._end)
        if found < 0:
            self._missing.add(closer)
            return None
        return found + len(closer)

    def _after_closing_tag(self, name: str, position: int) -> int | None:
        if name in self._missing:
            return None
        is_closing = _closing_tag(name).match
        while (position := self._text.find("</", position, self._end)) >= 0:
            if closing := is_closing(self._text, position, self._end):
                return closing.end()
            position += 2
        self._missing.add(name)
        return None


def line_of_comments(text: str, start: int, end: int, *, of_block: bool = False) -> tuple[int, int]:
    """What goes with the comment ``text[start:end]``, when the wiki takes it out.

    All of its line and a line's end, when nothing but comments is on it; else it alone.
    ``of_block``: the text is one of whole lines, else its start begins no line, nor ends its end
    one.
    """
    first = start
    while first and text[first - 1] in " \t":
        first -= 1
    if text[first - 1] != "\n" if first else not of_block:
        return start, end
    last = _after_blanks(text, end)
    while text.startswith("<!--", last):
        closing = text.find("-->", last + 4)
        if closing < 0:
            break
        last = _after_blanks(text, closing + 3)
    if text.startswith("\n", last):
        return first, last + 1
    is_last = of_block and last == len(text) and first > 0
    return (first - 1, last) if is_last else (start, end)


def _after_blanks(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t":
        position += 1
    return position


class HeadingLine(NamedTuple):
    """A heading: its level, the span of its text, and where its line's markup ends."""

    level: int
    start: int
    end: int
    stop: int


def heading_at(text: str, start: int, end: int) -> HeadingLine | None:
    """Read the line ``text[start:end]`` as a heading, by the rules of MediaWiki's preprocessor.

    The level is the smaller of the two runs of ``=``, at most 6; what is left over belongs to the
    text. A line of ``=`` alone is a heading whose text is made of them. What the wiki takes
    out first may follow: comments, switches, what only transclusions of the page show.
    """
    if text[start : start + 1] != "=":
        return None
    stop = _heading_end(text, start, end)
    if text[stop - 1] != "=":
        return None
    opening = _run(text, start, stop)
    if opening == stop - start:
        level = min(6, (opening - 1) // 2)
    else:
        closing = len(text[start:stop]) - len(text[start:stop].rstrip("="))
        level = min(6, opening, closing)
    if level == 0:
        return None
    begin, finish = start + level, stop - level
    while begin < finish and text[begin] in " \t":
        begin += 1
    while begin < finish and text[finish - 1] in " \t":
        finish -= 1
    return HeadingLine(level, begin, finish, stop)


def ends_in_heading(text: str) -> bool:
    """Whether the last line of a text is like a heading, which hides what follows on its line."""
    newline = text.rfind("\n")
    if "=" not in text:
        return False
    for construct in reversed(scan(text).constructs):
        if construct.start < newline < construct.end:
            newline = text.rfind("\n", 0, construct.start)
    return text.startswith("=", newline + 1)


def _run(text: str, start: int, end: int) -> int:
    position = start
    while position < end and text[position] == "=":
        position += 1
    return position - start


_INCLUSION = re.compile(rf"</?(?:{names_in(tags_with(Is.INCLUSION))})\s*/?>", re.IGNORECASE)


def _heading_end(text: str, start: int, end: int) -> int:
    """Where the line ends when all that the wiki takes out of its end is left out.

    That is blanks, comments, text and tags for inclusion, and switches.
    """
    taken_out = list(_find_taken_out(text, start, end))
    stop = end
    while True:
        while stop > start and text[stop - 1] in " \t":
            stop -= 1
        begin = stop
        if taken_out and taken_out[-1][1] >= stop:
            begin = taken_out.pop()[0]
        elif text.endswith(">", start, stop):
            tag = text.rfind("<", start, stop)
            begin = tag if tag >= 0 and _INCLUSION.fullmatch(text, tag, stop) else stop
        elif text.endswith("__", start, stop):
            word = text.rfind("__", start, stop - 2)
            begin = word if word >= 0 and is_switch(text[word:stop]) else stop
        if begin == stop:
            return max(stop, start + 1)
        stop = begin


def _find_taken_out(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The comments in a stretch of text, and what it holds for inclusion only."""
    if text.find("<", start, end) < 0:  # as in most headings
        return
    tags = _TagEnds(text, end)
    position = start
    while tag := _TAG.search(text, position, end):
        stop = tags.find(tag)
        if stop is None and tag[0] == "<!--":
            stop = end
        if stop is not None and (tag[0] == "<!--" or tag[1].lower() == "includeonly"):
            yield tag.start(), stop
        position = stop or tag.end()


_FIRST = {"*": "list", "#": "list", ":": "list", ";": "list", " ": "indented", "\t": "text"}
TABLE_OPENING = re.compile(r"[ \t:]*\{\|")
"""What a line begins with that opens a table."""
_BRACES = {"{|": "table", "{{": "transclusion"}
_BEGIN_BLOCKS = tags_with(Is.OWN_LINE | Is.HOLDS_BLOCKS) | tags_with(
    Is.INCLUSION, without=Is.EXTENSION
)
_LINE = re.compile(
    rf"""
    (?P<rule>-----*)
    | (?P<switch>{SWITCH}(?:[ \t]*(?=\n|\Z)|(?=[=*\#:;])))
    | (?P<page>\[\[)
    | (?P<comment><!--)
    | (?P<tag><(?:{names_in(tags_with(Is.PREFORMATTED))})(?=[\s/>]|\Z))
    | (?P<html></?(?:{names_in(_BEGIN_BLOCKS)})(?=[\s/>]|\Z))
    """,
    re.IGNORECASE | re.VERBOSE,
)


def line_kind(text: str, start: int) -> str:
    """What a line that is no heading seems to begin, by its first characters.

    ``text``, ``list``, ``indented``, ``table``, ``transclusion``, ``comment``, ``rule``,
    ``switch``, ``page`` (a link, perhaps to a file), ``tag`` (its text is no wikitext) or ``html``.
    Whether it does is for the reader to see.
    """
    char = text[start : start + 1]
    if (kind := _FIRST.get(char)) is not None:
        return "table" if char in ": \t" and TABLE_OPENING.match(text, start) else kind
    if char not in "{<[-_":
        return "text"
    if char == "{":
        return _BRACES.get(text[start : start + 2], "text")
    match = _LINE.match(text, start)
    return (match and match.lastgroup) or "text"
