"""What a document means: the same for documents that wikis do not distinguish."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import is_dataclass, replace
from html import unescape
from itertools import chain
from typing import Any

from edits import fields_of

from wikibrief.markup.dialects import is_infobox
from wikibrief.markup.reader.lines import Lines
from wikibrief.markup.reader.reading import read_blocks
from wikibrief.markup.references.lowering import lower_references
from wikibrief.markup.spacing import opening_of, with_shown_gaps
from wikibrief.markup.units import Content, Unit, without_strays
from wikibrief.model.document import (
    Argument,
    BulletList,
    Caption,
    Category,
    Cell,
    Definition,
    DefinitionList,
    Document,
    Element,
    Figure,
    GalleryImage,
    Infobox,
    ListItem,
    OrderedList,
    Transclusion,
)
from wikibrief.wiki.magicwords import is_image_option
from wikibrief.wiki.namespaces import Namespace, prefix_at
from wikibrief.wiki.scanner import scan

__all__ = ["meaning"]

Value = Any  # a value of the document's types, a tuple of them, a text, a number or None

_ESCAPES = re.compile(r"\{\{!\}\}|\{\{=\}\}|<nowiki\s*/?>|</nowiki>|&#?\w+;|%7C|<br>| -->\Z")
_BRACES = re.compile(r"&#12[35];")
_NOWIKI = re.compile(r"<nowiki\s*/?>|</nowiki>")
_ESCAPED = {"{{!}}": "|", "{{=}}": "=", "%7C": "|", "<br>": "\n"}
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_LISTS = (BulletList, OrderedList, DefinitionList)


def meaning(value: Value) -> Value:
    """The value with all that wikis do not distinguish made the same.

    Blanks at the ends of texts and empty blocks go, escapes become what they mean, positional
    arguments get their numbers, and texts become the blocks that they are for the wiki.
    """
    if isinstance(value, str):
        text = _BRACES.sub(_unescape, value)  # the marks of an escape may be escaped themselves
        text = _LINE_END.sub("\n", _ESCAPES.sub(_unescape, text))
        return _NOWIKI.sub("", text).strip()  # a tag that was itself escaped
    if isinstance(value, tuple):
        return tuple(map(meaning, value))
    if not is_dataclass(value):
        return value
    if isinstance(value, Document):
        value = _as_page(lower_references(value))
    elif isinstance(value, Cell | Caption):
        value = _with_lines_as_blocks(value)
    elif isinstance(value, Figure | GalleryImage):
        value = _with_last_as_caption(value)
    new = {name: meaning(item) for name, item in fields_of(_with_blocks(value))}
    if "arguments" in new:
        is_infobox = isinstance(value, Infobox)
        new["arguments"] = tuple(_by_number(new["arguments"], blank=not is_infobox))
    for name, change in _OF_FIELDS.items():
        if new.get(name) is not None:
            new[name] = change(new[name], value)
    return replace(value, **new)


_LINE_END = re.compile(r"[ \t]*\n\s*")


def _unescape(escape: re.Match[str]) -> str:
    if escape[0].startswith("&"):
        return unescape(escape[0])
    return _ESCAPED.get(escape[0], "")


def _as_page(document: Document) -> Document:
    """The document with the infobox that its page has."""
    if document.infobox is not None and not is_infobox(document.infobox.name):
        lost = Transclusion(document.infobox.name, document.infobox.arguments)
        lead = (*document.preamble, lost, *document.lead)
        document = replace(document, preamble=(), infobox=None, lead=lead)
    if document.infobox is None:
        lead = (*document.preamble, *document.lead)
        document = _with_infobox(replace(document, preamble=(), lead=lead))
    return document


def _with_blocks(value: Value) -> Value:
    """The value with its blocks as they are read."""
    first: Unit | None = Content("") if isinstance(value, Cell | Caption) else None
    if isinstance(value, Element):
        first = opening_of(value.tag, value.text)
    new = {
        name: with_shown_gaps(tuple(chain.from_iterable(map(_blocks, item))), first)
        for name, item in fields_of(value)
        if name in {"preamble", "lead", "blocks"}
    }
    if lists := [name for name in ("lists", "term_lists") if hasattr(value, name)]:
        new |= {
            name: tuple(chain.from_iterable(map(_blocks, getattr(value, name)))) for name in lists
        }
    return replace(value, **new) if new else value


def _blocks(block: Value) -> Iterator[Value]:
    """The blocks that a block is for the wiki: none, one, or several paragraphs."""
    if isinstance(block, _LISTS):
        yield from (block,) * bool(meaning(block).items)
    elif hasattr(block, "namespace"):
        yield replace(block, namespace=_namespace(block.namespace, block))
    elif not isinstance(block, str):
        yield block
    else:
        for text in filter(None, map(str.strip, _BLANK_LINES.split(block))):
            is_call = text.startswith(("{{", "[[")) and text.endswith(("}}", "]]"))
            blocks = read_blocks(text) if is_call else ()
            yield blocks[0] if len(blocks) == 1 else text


def _with_lines_as_blocks(cell: Cell | Caption) -> Cell | Caption:
    name = "header" if isinstance(cell, Cell) and cell.header is not None else "text"
    first, *lines = split_lines(getattr(cell, name).strip(" \t\n"))
    blocks = read_blocks("\n".join(["", *lines]), Content("")) if lines else ()
    return replace(cell, **{name: first, "blocks": (*blocks, *cell.blocks)})  # type: ignore[arg-type]


def split_lines(text: str) -> list[str]:
    """The lines of a text that no construct hides."""
    lines = Lines(text, scan(text))
    return [text[start:end] for start, end in lines.split(0, len(text))]


def _with_last_as_caption(image: Value) -> Value:
    """The image with all of its options, the last of which is the caption if it is no option."""
    options = [part.strip() for option in image.options for part in option.split("|")]
    caption = image.caption
    if caption is None and options and not is_image_option(options[-1]):
        caption = options.pop() or None
    while caption is None and options and not options[-1]:
        options.pop()
    return replace(image, options=tuple(options), caption=caption)


def _namespace(name: str, owner: Value) -> str:
    """The namespace, if it is one, else the usual one."""
    namespace = Namespace.CATEGORY if isinstance(owner, Category) else Namespace.FILE
    prefix = prefix_at(f"{name}:")
    return prefix.name if prefix and prefix.namespace is namespace else namespace.label


def _with_infobox(document: Document) -> Document:
    """The first infobox in the lead is the document's, as when that before it was deleted."""
    for at, block in enumerate(document.lead):
        if isinstance(block, Transclusion) and is_infobox(block.name):
            infobox = Infobox(block.name, without_strays(block.arguments))
            before, after = document.lead[:at], document.lead[at + 1 :]
            return replace(document, preamble=before, infobox=infobox, lead=after)
    return document


def _by_number(arguments: Iterable[Argument], *, blank: bool) -> Iterator[Argument]:
    """Every argument with a name; ``blank``: those without a value as well."""
    number = 0
    for argument in arguments:
        if argument.name is not None:
            yield argument
        elif argument.value or blank:
            number += 1
            yield Argument(str(number), argument.value)


def _with_lists(items: Iterable[Value]) -> Iterator[Value]:
    """The items that are not empty; an empty line adds nothing to the lists in one."""
    for item in items:
        if isinstance(item, ListItem) and item.lists and not item.text:
            yield ListItem(None, item.lists)
        elif isinstance(item, Definition) and item.lists and not item.definition:
            yield replace(item, definition=None)
        elif item != type(item)():
            yield item


def _merge(lists: Iterable[Value]) -> list[Value]:
    """The lists in an item, of which neighbours of one kind are one."""
    merged: list[Value] = []
    for block in lists:
        if merged and type(merged[-1]) is type(block):
            merged[-1] = type(block)(merged[-1].items + block.items)
        else:
            merged.append(block)
    return merged


_OF_FIELDS: dict[str, Callable[[Value, Value], Value]] = {
    "attributes": lambda text, _: " ".join(text.split()),
    "namespace": _namespace,
    "items": lambda items, _: tuple(_with_lists(items)),
    "lists": lambda lists, _: tuple(_merge(lists)),
}
