"""The text of an article as sentences, each with its place and its references.

Markup is left out as a reader would not see it: of a link its label stays, of a transclusion what
the table says, of a reference its place. Headings, tables, captions and the apparatus are no prose.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from wikibrief.facts.language.lexicon import Lexicon
from wikibrief.facts.language.shown import NOTE_MARK, STRUCK, is_shown, kind_of, shown
from wikibrief.facts.language.tokens import words_in
from wikibrief.facts.model import Place
from wikibrief.markup.reader.transclusions import read_transclusion
from wikibrief.model.document import (
    Block,
    BulletList,
    Definition,
    DefinitionList,
    Document,
    Element,
    ListItem,
    OrderedList,
    Section,
    Transclusion,
)
from wikibrief.wiki.entities import decode_entities
from wikibrief.wiki.scanner import scan

__all__ = ["Mark", "Sentence", "first_together", "is_note", "sentences_of", "strip"]

_DEEPEST = 12
_LONGEST = 50_000
"""Characters of a paragraph that are read."""


class Mark(NamedTuple):
    """A reference at an offset of the text: the tag's attributes and content, or a transclusion."""

    offset: int
    attributes: str
    content: str
    name: str = ""
    """Of a transclusion, such as ``sfn``."""


class Sentence(NamedTuple):
    """A sentence without markup; ``marks`` are its references, with offsets in ``text``.

    ``later`` are the first references after it in its paragraph, together.
    """

    text: str
    marks: tuple[Mark, ...]
    section: tuple[str, ...]
    paragraph: int
    number: int
    later: tuple[Mark, ...] = ()
    words: frozenset[str] = frozenset()
    """Its words in lower case, for a quick look whether it needs a closer one."""

    @property
    def place(self) -> Place:
        """Where it is."""
        return Place(self.section, self.paragraph, self.number)


def sentences_of(document: Document, lexicon: Lexicon) -> Iterator[Sentence]:
    """All sentences of a document, in order."""
    apparatus = lexicon.words("apparatus")
    yield from _of_blocks(document.lead, (), lexicon)
    stack: list[tuple[tuple[str, ...], Section]] = [
        ((), each) for each in reversed(document.sections)
    ]
    while stack:
        above, section = stack.pop()
        heading = strip(section.heading)[0]
        if heading.lower() in apparatus:
            continue
        path = (*above, heading)
        yield from _of_blocks(section.blocks, path, lexicon)
        stack += [(path, each) for each in reversed(section.sections)]


def _of_blocks(
    blocks: Sequence[Block], path: tuple[str, ...], lexicon: Lexicon
) -> Iterator[Sentence]:
    for number, text in enumerate(_texts(blocks, _DEEPEST), 1):
        plain, found = strip(text)
        marks = [mark for mark in found if not is_note(mark, lexicon)]
        offsets = [mark.offset for mark in marks]
        spans = list(_sentence_spans(plain, lexicon))
        first = 0
        mine: tuple[Mark, ...] = ()
        later: tuple[Mark, ...] = ()
        for index, (start, end) in enumerate(spans, 1):
            if marks:
                last = len(marks)
                if index < len(spans):
                    last = bisect_right(offsets, spans[index][0], first)
                mine = tuple(_move(mark, start) for mark in marks[first:last])
                later = first_together(marks[last:], plain)
                first = last
            sentence = plain[start:end]
            yield Sentence(sentence, mine, path, number, index, later, words_in(sentence))


_GROUP = re.compile(r"\bgroup\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def is_note(mark: Mark, lexicon: Lexicon) -> bool:
    """Whether a mark is that of a note that says more and cites nothing.

    One that asks for a citation has the place of a reference.
    """
    group = _GROUP.search(mark.attributes)
    notes = group is not None and group[1].lower() in lexicon.words("note_groups")
    return notes or mark.name.startswith(_NOTES)


_NOTES = ("efn", "notetag")


def first_together(marks: Sequence[Mark], text: str) -> tuple[Mark, ...]:
    """The first of several references, and those that no word is between: "died.[1], [2]"."""
    together = list(marks[:1])
    for mark in marks[1:]:
        if text[together[-1].offset : mark.offset].strip(" ,."):
            break
        together.append(mark)
    return tuple(together)


def _move(mark: Mark, start: int) -> Mark:
    return Mark(mark.offset - start, mark.attributes, mark.content, mark.name)


def _texts(blocks: Sequence[object], left: int) -> Iterator[str]:
    """The texts that are prose: paragraphs, list items, and what is in elements."""
    for block in blocks if left else ():
        match block:
            case str():
                yield block
            case BulletList() | OrderedList() | DefinitionList():
                for item in block.items:
                    yield from _item(item, left - 1)
            case Element():
                if block.text:
                    yield block.text
                yield from _texts(block.blocks, left - 1)
            case Transclusion() if kind_of(block.name) == "first":
                yield from (argument.value for argument in block.arguments[:1])
            case _:
                pass


def _item(item: ListItem | Definition, left: int) -> Iterator[str]:
    texts = (item.text,) if isinstance(item, ListItem) else (item.term, item.definition)
    yield from (text for text in texts if text)
    yield from _texts(item.lists, left)


# --- markup

_REF = re.compile(
    r"<ref\b(?P<attributes>[^<>]*?)(?:/>|>(?P<content>.*)</ref\s*>)", re.IGNORECASE | re.DOTALL
)
_NOWIKI = re.compile(r"<nowiki\s*>(.*)</nowiki\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_NOTE = re.compile(rf"<(su[pb])\b[^<>]*>{NOTE_MARK.pattern}</\1\s*>", re.IGNORECASE)
_STRUCK = re.compile(rf"<({'|'.join(sorted(STRUCK))})\b[^<>]*>[^<>]*</\1\s*>", re.IGNORECASE)
_EXTERNAL = re.compile(r"\[(?:https?:)?//[^\s\[\]<>]+\s*([^\[\]]*)\]")
_ADDRESS = re.compile(r"\[((?:https?:)?//[^\s\[\]<>]+)\s*\]")
_QUOTES = re.compile(r"'{2,}")
_MARKUP = re.compile(r"[\[{<&]|''")
_IRREGULAR = re.compile("[\n\xa0\t\u202f\u2009]")
_BLANKS = re.compile(
    r"[ \t\n\xa0\u202f\u2009]{2,}|[\t\n]|(?<!\d)[\xa0\u202f\u2009]|[\xa0\u202f\u2009](?!\d{3})|^ "
)
"""Blanks that are not one space; a narrow or no-break one between digits is a separator."""


class _Stripper:
    """Collects words and marks; ``length`` is that of the words so far."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.marks: list[Mark] = []
        self.length = 0
        self._last = ""

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)
        self._last = text[-1:] or self._last

    def mark(self, attributes: str, content: str, name: str = "") -> None:
        """Add a reference."""
        self.marks.append(Mark(self.length, attributes, content, name))

    def add_markup(self, text: str) -> None:
        """Add text between constructs; an address alone in brackets is a reference."""
        if "[" not in text:
            self._add_markup(text)
            return
        position = 0
        for match in _ADDRESS.finditer(text):
            self._add_markup(text[position : match.start()])
            self.mark("", match[1])
            position = match.end()
        self._add_markup(text[position:])

    def _add_markup(self, text: str) -> None:
        if "[" in text:
            text = _EXTERNAL.sub(lambda match: match[1], text)
        if "<" in text:
            text = _NOTE.sub("", _STRUCK.sub("", text))
            text = _TAG.sub(lambda match: " " if match[0][1:3].lower() == "br" else "", text)
        if "''" in text:
            text = _QUOTES.sub(_apostrophes, text)
        if "&" in text:
            text = decode_entities(text)
        if self._lacks_blank(text):
            text = f" {text}"
        self.add(text)

    def _lacks_blank(self, text: str) -> bool:
        """Whether a sentence begins right after a reference: "Ten died.<ref/>Five were hurt."."""
        follows = bool(self.marks) and self.marks[-1].offset == self.length
        return follows and self._last in {".", "!", "?"} and text[:1].isupper()


def _apostrophes(quotes: re.Match[str]) -> str:
    """Those of a run that are no marks: the first of four, all but five (Parser::doQuotes)."""
    count = len(quotes[0])
    return "'" if count == 4 else "'" * (count - 5)


@lru_cache(maxsize=8)  # the first paragraphs of a text tell its language
def strip(text: str) -> tuple[str, Sequence[Mark]]:
    """The words of inline wikitext on one line, and its references at offsets in them."""
    if _MARKUP.search(text) is None:
        return _without_blanks(text[:_LONGEST], [])
    stripper = _Stripper()
    _strip(text[:_LONGEST], stripper, _DEEPEST)
    return _without_blanks("".join(stripper.parts), stripper.marks)


def _without_blanks(text: str, marks: list[Mark]) -> tuple[str, Sequence[Mark]]:
    """Make runs of blanks one, and move the marks along."""
    if text[:1] != " " and "  " not in text and _IRREGULAR.search(text) is None:
        return text.rstrip(), marks
    out: list[str] = []
    moved: list[Mark] = []
    waiting = sorted(marks, key=lambda mark: mark.offset, reverse=True)
    position = lost = 0
    for blanks in _BLANKS.finditer(text):
        while waiting and waiting[-1].offset <= blanks.start():
            moved.append(_move(waiting.pop(), lost))
        out += (text[position : blanks.start()], " " if blanks.start() else "")
        position = blanks.end()
        lost += blanks.end() - blanks.start() - (blanks.start() > 0)
        while waiting and waiting[-1].offset < position:
            mark = waiting.pop()
            moved.append(_move(mark, mark.offset - (blanks.end() - lost)))
    moved += [_move(mark, lost) for mark in reversed(waiting)]
    out.append(text[position:])
    return "".join(out).rstrip(), moved


def _strip(text: str, stripper: _Stripper, left: int) -> None:
    if left == 0:
        return
    position = 0
    for start, end, kind in _flat_constructs(text) or scan(text).constructs:
        stripper.add_markup(text[position:start])
        position = end
        inner = text[start:end]
        if kind == "[":
            _link(inner, stripper, left)
        elif kind == "{":
            _transclusion(inner, stripper, left)
        elif kind == "<":
            _tag(inner, stripper)
    stripper.add_markup(text[position:])


_FLAT = re.compile(r"\[\[[^\[\]{}<>\n]+\]\]|\{\{[^\[\]{}<>]+\}\}|<ref\b[^<>]*/>")


def _flat_constructs(text: str) -> Sequence[tuple[int, int, str]]:
    """The constructs of a text in which none has another, as in most; none of other texts."""
    spans = map(re.Match.span, _FLAT.finditer(text))
    found = [(start, end, text[start]) for start, end in spans]
    kinds = [kind for _, _, kind in found]
    links, calls = 2 * kinds.count("["), 2 * kinds.count("{")
    opened = (text.count("["), text.count("{"), text.count("<"))
    return found if opened == (links, calls, kinds.count("<")) else ()


def _link(text: str, stripper: _Stripper, left: int) -> None:
    if not text.startswith("[["):
        stripper.add_markup(text)
        return
    target, bar, label = text[2:-2].partition("|")
    if not is_shown(target):
        return
    if not bar or not label.strip():
        stripper.add(decode_entities(target.lstrip(" :").replace("_", " ")))
    elif any(sign in label for sign in "[{<"):
        _strip(label, stripper, left - 1)
    else:
        stripper.add_markup(label)


def _tag(text: str, stripper: _Stripper) -> None:
    if match := _REF.fullmatch(text):
        stripper.mark(match["attributes"], match["content"] or "")
    elif match := _NOWIKI.fullmatch(text):
        stripper.add(match[1])


_HEAD = re.compile(r"\{\{\s*([^{}|<\n]*)")


def _transclusion(text: str, stripper: _Stripper, left: int) -> None:
    if not text.startswith("{{") or text.startswith("{{{"):
        return
    head = _HEAD.match(text)
    kind = kind_of(head[1]) if head else ""
    if not kind or head is None:
        return
    if kind == "notes":
        stripper.mark("", text[2:-2], head[1].strip().lower())
        return
    unit = read_transclusion(text, 0, len(text)).unit
    assert isinstance(unit, Transclusion)  # noqa: S101
    positional = [argument.value for argument in unit.arguments if not argument.name]
    named = {argument.name: argument.value for argument in unit.arguments if argument.name}
    if kind in {"first", "second"}:
        value = shown(unit.name, positional, named)
        _strip(value, stripper, left - 1)
        return
    if kind == "lists":
        value = ", ".join(positional)
        _strip(value, stripper, left - 1)
        return
    words = [_words(value, left) for value in positional]
    stripper.add(
        shown(unit.name, words, {key: _words(value, left) for key, value in named.items()})
    )


def _words(text: str, left: int) -> str:
    if not any(sign in text for sign in "[{<&'"):
        return text
    inner = _Stripper()
    _strip(text, inner, left - 1)
    return "".join(inner.parts)


# --- sentences

_END = re.compile(
    r"(?P<stop>[.!?…]+)(?P<close>(?:[\"”’')\]]|\s?»)*)\s+"
    r"(?=(?:[\"“‘'(\[]|«\s?)*[A-Z0-9À-ÖØ-ÞĀ-Ž])"
)
"""Where a sentence ends; French quotation marks have blanks: « … *morts. » Le* maire … »."""
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_LONGEST_WORD = 40
_ON_X = re.compile(r"\b[^\W\d_A-ZÀ-Þ]+ X$")
"""The network, and no initial: "said in a post on *X*."."""


@cache
def _abbreviations(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(word.lower().rstrip(".") for word in lexicon.list_of("abbreviations"))


def _last_word(text: str) -> str:
    """The word that ends a text, without what opens it: a bracket, a quotation."""
    word = "" if text[-1:].isspace() else text.rsplit(None, 1)[-1] if text else ""
    for sign in "" if word.isalnum() else '([“"':
        word = word.rpartition(sign)[2]
    return word


def _sentence_spans(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    start = 0
    abbreviations = _abbreviations(lexicon)
    for match in _END.finditer(text):
        if match["stop"] == "." and not match["close"]:
            word = _last_word(text[max(start, match.start() - _LONGEST_WORD) : match.start()])
            initial = len(word) == 1 and word.isupper() and word != "I"
            if word == "X" and _ON_X.search(text, start, match.start()):
                initial = False
            dotted = "." in word and _INITIALS.fullmatch(word) is not None
            if initial or dotted or word.lower() in abbreviations:
                continue
        end = match.end("close")
        yield start, end
        start = match.end()
    if start < len(text):
        yield start, len(text)
