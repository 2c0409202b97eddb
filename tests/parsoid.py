"""What Parsoid makes of an article, set beside what the reader makes of it.

Parsoid tells for every element where its wikitext stands (``dsr``), so both sides are compared by
their source: the wikitext of cells, list items, arguments, headings and references. Run as a script
(``PYTHONPATH=. python tests/parsoid.py``) it prints what is found and missed in the corpus, and
which pages look different once an article is written canonically. Answers are kept in a temporary
folder.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener
from xml.etree.ElementTree import Element

import html5lib
from test_real_articles import ARTICLES, text_of
from test_wiki import ADDRESS, COMMENT, Wiki

from wikibrief.markup.dialects import is_infobox
from wikibrief.markup.reader.reading import Reading, read_source
from wikibrief.markup.roundtrip import write_wikitext
from wikibrief.markup.units import Attributes, ListLine, Piece
from wikibrief.model.document import Argument, Cell, Heading, Infobox, Raw, Transclusion
from wikibrief.model.document import Element as HtmlElement
from wikibrief.wiki.namespaces import Namespace, prefix_at
from wikibrief.yamlform.lines import write_line

Values = dict[str, Counter[str]]
"""Kind → the values of that kind, white space and comments apart."""

KINDS = ("cells", "items", "arguments", "headings", "references")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LISTS = frozenset({"ul", "ol", "dl"})
KIND_OF_TAG = {"td": "cells", "th": "cells"} | dict.fromkeys(("li", "dd", "dt"), "items")
KIND_OF_TAG |= dict.fromkeys(HEADINGS, "headings")
REFERENCE = re.compile(r"<ref\b(?:[^>/]|/(?!>))*(?:/>|>.*?</ref\s*>)", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class Answers:
    """A wiki's answers, asked for once."""

    wiki: Wiki
    folder: Path = Path(tempfile.gettempdir()) / "wikibrief-parsoid"

    def page(self, text: str) -> str:
        """The HTML of a page view."""
        text = text.rstrip()  # as when a page is saved
        return self._kept("page", text, lambda: str(self.wiki.page(text)["text"]))

    def parsoid(self, text: str) -> str:
        """Parsoid's HTML, with its own data inline."""
        return self._kept("parsoid", text, lambda: self._ask_parsoid(text))

    def _ask_parsoid(self, text: str) -> str:
        address = self.wiki.address.rstrip("/")
        domain = urlsplit(address).hostname
        request = Request(  # noqa: S310  the address that the person who tests has set
            f"{address}/rest.php/{domain}/v3/transform/wikitext/to/html/Test",
            json.dumps({"wikitext": text}).encode(),
            {"Content-Type": "application/json", "User-Agent": "wikibrief"},
        )
        with build_opener(ProxyHandler({})).open(request, timeout=300) as answer:
            return str(answer.read().decode("utf-8"))

    def _kept(self, kind: str, text: str, ask: Callable[[], str]) -> str:
        kept = self.folder / f"{kind}-{digest(self.wiki.address + text)}.html"
        if not kept.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            part = kept.with_suffix(".part")
            part.write_text(ask(), encoding="utf-8", newline="")
            part.replace(kept)
        return kept.read_bytes().decode("utf-8")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def normal(text: str) -> str:
    return " ".join(COMMENT.sub("", text).split())


# ------------------------------------------------------------------------------- what Parsoid finds


@dataclass
class _Finder:
    """Goes over Parsoid's tree; what templates and extensions made is left out."""

    source: bytes

    def __post_init__(self) -> None:
        self.values: Values = {kind: Counter() for kind in KINDS}
        self.html: Values = {kind: Counter() for kind in KINDS}
        self.templates: list[tuple[int, int, dict[str, Any]]] = []
        self.made: set[str] = set()

    def visit(self, element: Element) -> None:
        made_by = element.get("typeof", "")
        about = element.get("about", "")
        if "mw:Extension/ref" in made_by.split():
            source = self._slice(*self._span(element)[:2])
            if source.startswith("<"):  # not {{#tag:ref|…}}
                self.values["references"][normal(source)] += 1
        if "mw:Transclusion" in made_by:
            self._add_template(element)
            self.made.add(about)
        if about in self.made or "mw:Extension/" in made_by:
            return
        if kind := KIND_OF_TAG.get(element.tag):
            self._add_element(kind, element)
        for child in element:
            self.visit(child)

    def _add_element(self, kind: str, element: Element) -> None:
        if not self._has_span(element):
            return
        start, end, opened, closed = self._span(element)
        begin, end = start + opened, end - closed
        if kind == "items":
            inner = [child for child in element if child.tag in LISTS and self._has_span(child)]
            if inner:
                end = self._span(inner[0])[0]
            text = self._slice(begin, end)
            if not normal(text) or text.lstrip().startswith("{|"):
                return  # a list in a list, an indented table
        text = normal(self._slice(begin, end))
        self.values[kind][text] += 1
        if json.loads(element.get("data-parsoid", "{}")).get("stx") == "html":
            self.html[kind][text] += 1

    def _has_span(self, element: Element) -> bool:
        dsr = json.loads(element.get("data-parsoid", "{}")).get("dsr")
        return bool(dsr) and None not in dsr[:2]

    def _span(self, element: Element) -> tuple[int, int, int, int]:
        start, end, *widths = json.loads(element.get("data-parsoid", "{}"))["dsr"]
        opened, closed = (width or 0 for width in (*widths, 0, 0)[:2])
        return start, end, opened, closed

    def _slice(self, start: int, end: int) -> str:
        return self.source[start:end].decode("utf-8", "replace")

    def _add_template(self, element: Element) -> None:
        data = json.loads(element.get("data-mw", "{}"))
        parts = [part for part in data.get("parts", ()) if isinstance(part, dict)]
        if len(parts) == len(data.get("parts", ())) == 1 and "template" in parts[0]:
            start, end, *_ = self._span(element)
            self.templates.append((start, end, parts[0]["template"]))

    def own_lines(self) -> Iterator[tuple[int, int, dict[str, Any]]]:
        """The templates that have their lines to themselves, and infoboxes."""
        masked = bytearray(self.source)
        for comment in re.finditer(rb"<!--.*?-->", self.source, re.DOTALL):
            masked[slice(*comment.span())] = b" " * (comment.end() - comment.start())
        for start, end, _ in self.templates:
            masked[start:end] = b" " * (end - start)
        for start, end, template in self.templates:
            before = masked[masked.rfind(b"\n", 0, start) + 1 : start]
            after = masked[end:].partition(b"\n")[0] if not before.strip() else b"x"
            name = template["target"].get("wt", "")
            if not after.strip() or (not before.strip() and is_infobox(name.lstrip(), 0)):
                yield start, end, template


def _found(html: str, text: str) -> _Finder:
    finder = _Finder(text.encode())
    body = html5lib.parse(html, namespaceHTMLElements=False).find("body")
    assert body is not None  # html5lib makes one
    finder.visit(body)
    for _, _, template in finder.own_lines():
        for key, value in template["params"].items():
            finder.values["arguments"][normal(f"{key} = {value['wt']}")] += 1
    return finder


def parsoid_values(html: str, text: str) -> tuple[Values, Values]:
    """What Parsoid finds; and which of it was written in HTML tags."""
    finder = _found(html, text)
    return finder.values, finder.html


# ---------------------------------------------------------------------------- what the reader finds


def reader_values(reading: Reading) -> Values:
    """The values of a document, by the source of their pieces."""
    values: Values = {kind: Counter() for kind in KINDS}
    text = reading.source.text
    for piece, place in _all_pieces(reading.pieces):
        match piece.unit:
            case Cell():
                content = piece.parts[isinstance(piece.parts[0].unit, Attributes)]
                values["cells"][normal(text[content.start : piece.end])] += 1
            case HtmlElement(tag=tag) if kind := KIND_OF_TAG.get(tag.lower()):
                begin = piece.parts[0].end + text[piece.parts[0].end :].index(">") + 1
                inside = re.sub(r"</\w+\s*>\Z", "", text[begin : piece.end])
                values[kind][normal(inside)] += 1
            case ListLine():
                for part in piece.parts:
                    values["items"][normal(text[part.start : part.end])] += 1
            case Argument(name, value):
                values["arguments"][normal(f"{name or place} = {value}")] += 1
            case Heading(_, heading):
                values["headings"][normal(heading)] += 1
        if not piece.parts and not isinstance(piece.unit, Raw):
            found = REFERENCE.finditer(COMMENT.sub("", text[piece.start : piece.end]))
            values["references"].update(normal(reference[0]) for reference in found)
    return values


def _all_pieces(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, int]]:
    """Every piece, and which positional argument it is."""
    place = 0
    for piece in pieces:
        place += isinstance(piece.unit, Argument) and piece.unit.name is None
        yield piece, place
        yield from _all_pieces(piece.parts)


def raw_texts(pieces: Sequence[Piece]) -> Iterator[str]:
    return (piece.unit.text for piece, _ in _all_pieces(pieces) if isinstance(piece.unit, Raw))


# -------------------------------------------------------------------------------- equality of pages


def shown(template: dict[str, Any]) -> str:
    """A transclusion as a block that tells its name and arguments."""
    name = normal(template["target"].get("wt", ""))
    arguments = (
        f"{key} = {normal(value['wt'])}"
        for key, value in template["params"].items()
        if value["wt"].strip() or not (key.isdigit() and is_infobox(name))  # a stray bar
    )
    told = " | ".join([name, *arguments])
    return f"<div><nowiki>{escape(told)}</nowiki></div>"


LINK = re.compile(r"(?:\[\[|^)(?=[^\[\]{}|#<>\n]{1,40}:)", re.MULTILINE)
NAMES = {Namespace.FILE: "File:", Namespace.CATEGORY: "Category:"}
THUMB = re.compile(
    r"\| *(?:تصغير|بندانگشتی|ממוזער|থাম্ব|섬네일|миникартинка|мини|mini|vignette|miniatura|bélyegkép"
    r"|jmpl|küçükresim) *(?=[|\]])"
)


def in_english(text: str) -> str:
    """Files and categories under the names that the wiki knows which is asked; so is ``thumb``."""
    parts: list[str] = []
    position = 0
    for link in LINK.finditer(text):
        prefix = prefix_at(text, link.end())
        if prefix is not None and prefix.namespace in NAMES:
            parts += (text[position : link.end()], NAMES[prefix.namespace])
            position = prefix.end
    return THUMB.sub("|thumb", "".join([*parts, text[position:]]))


def with_blocks(text: str, html: str) -> str:
    """Show transclusions that have lines to themselves as blocks.

    The wiki that is asked does not have the templates; a link to a missing page, which it shows
    instead, is inline. ``html`` is Parsoid's.
    """
    source, position = text.encode(), 0
    parts: list[bytes] = []
    for start, end, template in sorted(_found(html, text).own_lines(), key=lambda found: found[:2]):
        if start >= position:
            parts += (source[position:start], shown(template).encode())
            position = end
    return b"".join([*parts, source[position:]]).decode()


def with_boxes(text: str) -> str:
    """Show infoboxes and long transclusions as blocks, even where text follows on the line."""
    parts: list[str] = []
    position = 0
    for piece in _boxes(read_source(text, dialect="mediawiki").pieces):
        box = piece.unit
        assert isinstance(box, Infobox | Transclusion)
        parts += (text[position : piece.start], _as_block(box.name, box.arguments))
        position = piece.end
    return "".join([*parts, text[position:]])


def _boxes(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The outermost boxes, wherever they are: in a table that nothing closes there may be all."""
    for piece in pieces:
        box = piece.unit
        if isinstance(box, Infobox) or (isinstance(box, Transclusion) and _is_box(box)):
            yield piece
        else:
            yield from _boxes(piece.parts)


def _is_box(transclusion: Transclusion) -> bool:
    """Whether a transclusion is too long for a sentence: see ``spacing``."""
    if transclusion.name.startswith("#"):
        return False
    line = write_line(transclusion)
    return is_infobox(transclusion.name) or line is None or len(line) > 120


def _as_block(name: str, arguments: Iterable[Argument]) -> str:
    told = (f"{argument.name or ''} = {normal(argument.value)}" for argument in arguments)
    return f"<div><nowiki>{escape(' | '.join([normal(name), *told]))}</nowiki></div>"


INLINE = frozenset(
    "a abbr b bdi bdo big br cite code data del dfn em font i img ins kbd mark q rp rt ruby s samp "
    "small span strike strong sub sup time tt u var wbr".split()
)
Token = tuple[str, ...]


def page_tokens(html: str) -> list[Token]:
    """A page as a flat run of tags with attributes, and texts; white space alone is none."""
    root = html5lib.parseFragment(html, namespaceHTMLElements=False)
    tokens: list[Token] = []
    for is_text, run in groupby(_tokens(root), key=lambda token: token[0] == "text"):
        if is_text:
            tokens.append(("text", "".join(token[1] for token in run)))
        else:
            tokens.extend(run)
    return list(_without_outer_blanks(tokens))


def _tokens(element: Element) -> Iterator[Token]:
    for child in element:
        if isinstance(child.tag, str):
            attributes = sorted((name, normal(value)) for name, value in child.attrib.items())
            yield (child.tag, *(f"{name}={value}" for name, value in attributes))
            if child.text:
                yield ("text", child.text)
            yield from _tokens(child)
            yield (f"/{child.tag}",)
        if child.tail:
            yield ("text", child.tail)


def _without_outer_blanks(tokens: list[Token]) -> Iterator[Token]:
    preformatted = 0
    for index, token in enumerate(tokens):
        preformatted += (token[0] == "pre") - (token[0] == "/pre")
        if token[0] != "text" or preformatted:
            yield token
            continue
        text = re.sub(r"[ \t\n]+", " ", token[1])
        if index == 0 or _is_block(tokens[index - 1]):
            text = text.lstrip(" ")
        if index + 1 == len(tokens) or _is_block(tokens[index + 1]):
            text = text.rstrip(" ")
        if text.strip():
            yield ("text", text)


def _is_block(token: Token) -> bool:
    return token[0].lstrip("/") not in INLINE


def differences(one: list[Token], other: list[Token]) -> Iterator[tuple[list[Token], list[Token]]]:
    """The stretches in which two pages differ."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for kind, start, end, begin, stop in matcher.get_opcodes():
        if kind != "equal":
            yield one[start:end], other[begin:stop]


# ---------------------------------------------------------------------------------------- measuring


def canonical(text: str) -> str:
    return write_wikitext(read_source(text, dialect="mediawiki").document, dialect="mediawiki")


def views(answers: Answers, text: str, *, as_blocks: bool) -> tuple[list[Token], list[Token]]:
    """The pages of a text and of its canonical form; ``as_blocks``: see ``with_blocks``."""

    def view(wikitext: str) -> list[Token]:
        if as_blocks:
            wikitext = with_blocks(wikitext, answers.parsoid(wikitext))
        return page_tokens(answers.page(with_boxes(wikitext)))

    return view(text), view(canonical(text))


def missed(answers: Answers, reading: Reading) -> tuple[Values, Values, Values]:
    """What Parsoid finds, what of it the reader does not, and what of it is in HTML tags."""
    text = reading.source.text
    found, html = parsoid_values(answers.parsoid(text), text)
    ours = reader_values(reading)
    return found, {kind: found[kind] - ours[kind] for kind in KINDS}, html


def main() -> None:
    answers = Answers(Wiki(ADDRESS))
    total, lacking, in_html = Counter[str](), Counter[str](), Counter[str]()
    raw = Counter[str]()
    size = equal = equal_as_is = 0
    for article in ARTICLES:
        reading = read_source(text_of(article))
        size += len(reading.source.text)
        for text in raw_texts(reading.pieces):
            raw[text[:8]] += len(text)
        found, lost, html = missed(answers, reading)
        for kind in KINDS:
            total[kind] += found[kind].total()
            lacking[kind] += lost[kind].total()
            in_html[kind] += (lost[kind] & html[kind]).total()
            if lost[kind]:
                examples = [text[:80] for text in list(lost[kind])[:3]]
                _tell(f"{article.stem}: {lost[kind].total()} {kind}: {examples}")
        english = in_english(reading.source.text)
        one, other = views(answers, english, as_blocks=True)
        equal += one == other
        for before, after in differences(one, other):
            _tell(f"{article.stem}: page: {str(before)[:150]} → {str(after)[:150]}")
        one, other = views(answers, english, as_blocks=False)
        equal_as_is += one == other
    for kind in KINDS:
        found_of_all = f"{total[kind] - lacking[kind]} of {total[kind]}"
        _tell(f"{kind}: {found_of_all}; missed in HTML tags: {in_html[kind]}")
    _tell(f"raw: {raw.total()} of {size} characters: {raw.most_common(10)}")
    _tell(f"equal pages: {equal} with templates as blocks, {equal_as_is} with them as red links")


def _tell(line: str) -> None:
    print(line)  # noqa: T201  what the script is for


if __name__ == "__main__":
    main()
