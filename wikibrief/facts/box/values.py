"""Values of the infobox as lines of words, without flags, notes and files.

It is the only module that imports mwparserfromhell: its nodes are what lists, nested transclusions
and links inside a value call for. The parser is slow on openers that nothing closes, so a value
that has such loses them first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

import mwparserfromhell
from mwparserfromhell.nodes import (
    ExternalLink,
    HTMLEntity,
    Tag,
    Template,
    Text,
    Wikilink,
)
from mwparserfromhell.parser import ParserError
from mwparserfromhell.wikicode import Wikicode

from wikibrief.facts.language.shown import NOTE_MARK, STRUCK, is_shown, kind_of, shown
from wikibrief.wiki.scanner import scan
from wikibrief.wiki.tags import Is, names_in, tags_with

__all__ = ["LONGEST_VALUE", "Line", "lines_of_value", "words_of_value"]

LONGEST_VALUE = 40_000
"""Characters of a value that are read; longer ones are no values of an infobox."""
_DEEPEST = 20
_RAISED = {"sup", "sub"}
_LISTS = {"li", "dd", "dt"}
_BOLD = frozenset({"b", "strong"})
_OF_LOOKS = tags_with(Is.FORMATTING) - _BOLD - STRUCK | {"span"}
_BREAKS = tags_with(Is.BLOCK | Is.AROUND | Is.PART | Is.CELL) - _LISTS | {"br"}
_HIDDEN = (
    tags_with(Is.EXTENSION, without=Is.HTML | Is.INCLUSION) - {"nowiki", "poem"}
    | {"style"}
    | STRUCK
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line or list item of a value.

    ``depth`` is how deep in lists it is; ``heading`` that all of its words are bold; ``flagged``
    that it has a flag or other mark, or the name of one.
    """

    text: str
    depth: int = 0
    heading: bool = False
    flagged: bool = False
    links: int = 0
    flag: str | None = None
    """What its flag is of, where it shows no name."""
    cell: bool = False
    """Whether it is in a table, where other cells say what it counts."""
    heads_list: bool = False
    """Whether it is an item with a list of its own below."""


@dataclass
class _Builder:
    lines: list[Line] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    depth: int = 0
    bold: int = 0
    plain: bool = False
    strong: bool = False
    flagged: bool = False
    links: int = 0
    flag: str | None = None
    tables: int = 0

    def add(self, text: str) -> None:
        first, *rest = text.split("\n")
        self._words(first)
        for line in rest:
            self.end()
            self.depth = 0
            self._words(line)

    def _words(self, text: str) -> None:
        self.words.append(text)
        if text.strip(" \t:–-()"):
            self.strong |= self.bold > 0
            self.plain |= self.bold == 0

    def begin_item(self, depth: int) -> None:
        """Begin a list item, or that of a list in it."""
        if any(map(str.strip, self.words)):
            self.end()
        self.depth += depth

    def end(self) -> None:
        """End the line."""
        text = _tidy("".join(self.words))
        if text:
            heading = self.strong and not self.plain
            self.lines.append(Line(text, self.depth, heading, self.flagged, self.links, self.flag))
            if self.tables:
                self.lines[-1] = replace(self.lines[-1], cell=True)
        self.words, self.plain, self.strong = [], False, False
        self.flagged, self.links, self.flag = False, 0, None


_ZERO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")


def _tidy(text: str) -> str:
    text = " ".join(_ZERO_WIDTH.sub("", text).split())
    return re.sub(r"\s+([,.;:)])|(\()\s+", lambda match: match[1] or match[2], text)


@lru_cache(maxsize=64)
def lines_of_value(value: str) -> tuple[Line, ...]:
    """Read a value as lines; several readers ask for those of one article's values."""
    if "<" in value or "&" in value:
        value = _WORDLESS.sub("", _without_comments(value)).replace("&nbsp;", " ")
    if _MARKUP.search(value) is None:
        text = _tidy(value)
        return (Line(text),) if text and "\n" not in value.strip() else _plain_lines(value)
    builder = _Builder()
    if not _is_simple(value):
        value = _mend(value) if len(value) <= LONGEST_VALUE else ""
    if _is_simple(value):
        _read_simple(value, builder)
    elif code := _parse(value):
        _walk(code.nodes, builder, _DEEPEST)
    builder.end()
    return tuple(builder.lines)


_WORDLESS = re.compile(
    rf"<ref\b[^<>]*/>|<ref\b[^<>]*>[^<>]*</ref\s*>|</?(?:{names_in(_OF_LOOKS)})\b[^<>]*>",
    re.DOTALL,
)
"""What is no word and ends none: references, and tags that only change how words look."""


def _without_comments(value: str) -> str:
    parts = value.split("<!--")
    ended = [part.partition("-->") for part in parts[1:]]
    if all(end for _, end, _ in ended):
        return parts[0] + "".join(after for _, _, after in ended)
    return value  # one that nothing ends is the parser's to read


_PLAIN = r"[^\[\]{}<>|'&/\n]|'(?!')|&(?![#\w])|/(?!/)"
_IN_LINK = r"(?:[^\[\]{}<>|'&\n]|'(?!'))+"
_LINK = rf"\[\[(?!/){_IN_LINK}(?:\|{_IN_LINK})*\]\]"
_NAME = r"\{\{([^\[\]{}<>|'&/\n#:]+)"
_CALL = rf"{_NAME}(?:\|(?:{_PLAIN})*)*\}}\}}"
_INLINE = rf"{_PLAIN}|\||{_LINK}|{_CALL}"
_ITEM = r"[*#:]+(?![*#:;])"
_NO_ITEM = "(?![*#:;=-])"
_SIMPLE = re.compile(
    rf"(?![ \t]+[*#:;])(?:{_ITEM}|{_NO_ITEM})"
    rf"(?:{_INLINE}|(?P<bold>'''?)(?!')(?:{_INLINE})+(?P=bold)(?!')|<br ?/?>(?![*#:;])"
    rf"|\n(?:{_ITEM}|{_NO_ITEM}))*"
)
"""Words, links, transclusions of words, words that are bold, line breaks and list items."""
_CALLED = re.compile(_NAME)
_PIECE = re.compile(
    r"\[\[([^|\]]*)\|?([^\]]*)\]\]|\{\{([^{}]*)\}\}|(<br ?/?>)|('{2,3})|(?:(?<=\n)|^)([*#:]+)"
)


def _is_simple(value: str) -> bool:
    """Whether a value needs no parser, as most do not; lists have lines of their own."""
    return _SIMPLE.fullmatch(value) is not None and not any(
        kind_of(name) == "lists" for name in _CALLED.findall(value)
    )


def _read_simple(value: str, builder: _Builder) -> None:
    position = 0
    for piece in _PIECE.finditer(value):
        builder.add(value[position : piece.start()])
        position = piece.end()
        if piece[3] is not None:
            _read_call(piece[3], builder)
        elif piece[4]:
            builder.end()
        elif piece[5]:
            builder.bold ^= len(piece[5]) == len("'''")
        elif piece[6]:
            builder.begin_item(len(piece[6]))
        elif is_shown(piece[1].strip()):
            builder.links += 1
            builder.add(piece[2] or piece[1].strip().lstrip(":"))
        else:
            builder.flagged = True
    builder.add(value[position:])


def _read_call(text: str, builder: _Builder) -> None:
    """Read a transclusion whose arguments are words."""
    name, *arguments = text.split("|")
    name = name.strip()
    values: dict[str, str] = {}
    positional: list[str] = []
    for argument in arguments:
        key, equals, value = argument.partition("=")
        if not equals:
            positional.append(argument)
        values[key.strip() if equals else str(len(positional))] = value if equals else argument
    kind = kind_of(name)
    if kind in {"first", "second"}:
        builder.add(next((values[key] for key in _WANTED[kind] if key in values), ""))
        return
    words = [_words(argument) for argument in positional]
    _show(name, kind, words, {key: _words(value) for key, value in values.items()}, builder)


def _words(text: str) -> str:
    return " ".join(line.text for line in _plain_lines(text))


_MARKUP = re.compile(r"[\[{<&]|''|//|^(?:[*#;:=]|----)", re.MULTILINE)


def _plain_lines(value: str) -> tuple[Line, ...]:
    return tuple(Line(text) for text in map(_tidy, value.split("\n")) if text)


def words_of_value(value: str) -> str:
    """The words of a value on one line."""
    return " ".join(line.text for line in lines_of_value(value))


def _mend(value: str) -> str:
    """Take out openers that nothing closes."""
    for start, opener in reversed(scan(value, nested=True).unclosed):
        value = value[:start] + " " * len(opener) + value[start + len(opener) :]
    return value


def _parse(value: str) -> Wikicode | None:
    try:
        return mwparserfromhell.parse(value)
    except (ParserError, RecursionError):  # the parser's own word for a bug of its
        return None


def _walk(nodes: Iterable[object], builder: _Builder, left: int) -> None:
    if left == 0:
        return
    for node in nodes:
        match node:
            case Text():
                builder.add(str(node.value))
            case HTMLEntity():
                builder.add(str(node.normalize()).replace("\xa0", " "))
            case Wikilink():
                _link(node, builder, left)
            case ExternalLink():
                if node.title is not None:
                    _walk(node.title.nodes, builder, left - 1)
            case Template():
                _transclusion(node, builder, left)
            case Tag():
                _tag(node, builder, left)
            case _:
                pass


def _link(node: Wikilink, builder: _Builder, left: int) -> None:
    title = str(node.title).strip()
    if not is_shown(title):
        builder.flagged = True  # a file, a category, or the article in another language
        return
    builder.links += 1
    if node.text is None:
        builder.add(title.lstrip(":"))
    else:
        _walk(node.text.nodes, builder, left - 1)


def _tag(node: Tag, builder: _Builder, left: int) -> None:
    name = str(node.tag).strip().lower()
    raised = name in _RAISED and NOTE_MARK.fullmatch(str(node.contents or ""))
    if raised or name in _HIDDEN:
        return
    if name in _LISTS and node.wiki_markup:
        builder.begin_item(1)
        return
    if name in _BREAKS or name in _LISTS:
        builder.end()
    bold = name in _BOLD
    builder.bold += bold
    builder.tables += name == "table"
    if node.contents is not None:
        _walk(node.contents.nodes, builder, left - 1)
    builder.bold -= bold
    if name in _LISTS or (name in _BREAKS and name not in {"br", "hr"}):
        builder.end()
    builder.tables -= name == "table"


_FILE = re.compile(r"\.\w{3,4}$")


def _transclusion(node: Template, builder: _Builder, left: int) -> None:
    name = re.sub(r"<!--.*?-->", "", str(node.name)).strip()
    kind = kind_of(name)
    if kind == "lists":
        _list(node, builder, left)
    elif kind in {"first", "second"}:
        _argument(node, kind, builder, left)
    elif kind:
        positional = [_text(each.value, left) for each in node.params if not each.showkey]
        values = {str(each.name).strip(): _text(each.value, left) for each in node.params}
        _show(name, kind, positional, values, builder)


def _show(
    name: str, kind: str, positional: list[str], values: dict[str, str], builder: _Builder
) -> None:
    """Show a transclusion as words; ``values`` are all its arguments by name or number."""
    if kind == "notes" or name.lower().startswith("#tag:"):
        return
    if kind == "marks":
        builder.flagged = True
        if name.lower().startswith("flag") and "1" in values:
            first = values["1"]
            builder.flag = None if _FILE.search(first) else first or None
    elif kind == "breaks":
        builder.end()
    elif kind:
        builder.flagged |= kind in {"named", "codes"}
        builder.add(shown(name, positional, values).replace("\n", " "))


def _argument(node: Template, kind: str, builder: _Builder, left: int) -> None:
    """Read the argument that a transclusion shows, which may have lines of its own."""
    values = {str(each.name).strip(): each.value for each in node.params}
    value = next((values[key] for key in _WANTED[kind] if key in values), None)
    if value is not None:
        _walk(value.nodes, builder, left - 1)


_WANTED = {"first": ("lt", "1"), "second": ("2", "1")}
"""The arguments of which a transclusion shows the first that it has."""


def _list(node: Template, builder: _Builder, left: int) -> None:
    builder.end()
    outer = builder.depth
    for argument in node.params:
        key = str(argument.name).strip().lower()
        if key == "title" and str(argument.value).strip():
            builder.bold += 1
            _walk(argument.value.nodes, builder, left - 1)
            builder.bold -= 1
            builder.end()
        elif not argument.showkey or key.isdigit():
            builder.depth = outer
            _walk(argument.value.nodes, builder, left - 1)
            builder.end()
    builder.depth = outer


def _text(code: Wikicode, left: int) -> str:
    builder = _Builder()
    _walk(code.nodes, builder, left - 1)
    builder.end()
    return " ".join(line.text for line in builder.lines)
