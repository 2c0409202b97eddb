"""Extension tags: what is shown of those whose content is no wikitext for the inline passes.

Adding one is adding its row to ``wiki.tags``, and here its function and its line in ``SHOWN``. Tags
whose row calls them hidden show nothing: they are for the wiki (``templatedata``), or mark a place
in the source (``section``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from html import escape
from itertools import pairwise
from typing import Protocol

from wikibrief.inline.code import highlight_code
from wikibrief.inline.formulas import formula
from wikibrief.inline.passes import ExtensionTag
from wikibrief.inline.tags import as_text, attributes_of, safe_attributes
from wikibrief.markup.reader.reading import read_blocks
from wikibrief.model.document import Block, Gallery
from wikibrief.page.footnotes import Footnotes
from wikibrief.templating.environment import Markup
from wikibrief.wiki.tags import Is, names_in, tags_with

__all__ = ["SHOWN"]

_NOWIKI = re.compile(r"<nowiki>((?:(?!<nowiki>).)*?)</nowiki>", re.IGNORECASE | re.DOTALL)


class Renders(Protocol):
    """What extension tags need of the renderer."""

    footnotes: Footnotes

    def report_error(self, source: str, says: str) -> None:
        """Report that what begins so shows an error, as on the wiki."""

    def inline(self, text: str) -> Markup:
        """Render inline wikitext."""

    def blocks(self, blocks: Iterable[Block]) -> Markup:
        """Render blocks."""


_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_VERBATIM = names_in(tags_with(Is.EXTENSION, without=Is.WIKITEXT))
_LINE_END = re.compile(
    rf"\n|{_COMMENT.pattern}|<(?P<tag>{_VERBATIM})\b[^<>]*(?<!/)>", re.IGNORECASE | re.DOTALL
)
"""A line end of a poem, a comment, or what opens a text that hides those in it."""


def _nowiki(_: Renders, tag: ExtensionTag) -> str:
    return as_text(tag.content or "")


def _pre(_: Renders, tag: ExtensionTag) -> str:
    text = as_text(_NOWIKI.sub(r"\1", tag.content or ""))
    return f"<pre{safe_attributes(tag.attributes, 'pre')}>{text}</pre>"


def _poem(render: Renders, tag: ExtensionTag) -> str:
    """Show a poem: each of its lines is one, and blank ones separate stanzas.

    Otherwise it is text like that around it, with lists where lines begin with their marks.
    """
    text = _NOWIKI.sub(_nowiki_by_line, tag.content or "")
    lines = [line if line.strip() else "" for line in _split_lines(text.strip("\n"))]
    verses = [
        _verse(line) + "<br>" * bool(line and following)
        for line, following in pairwise([*lines, ""])
    ]
    blocks = read_blocks("\n".join(verses))
    return f'<div class="poem">{render.blocks(blocks)}</div>'


def _nowiki_by_line(nowiki: re.Match[str]) -> str:
    return nowiki[0].replace("\n", "</nowiki>\n<nowiki>")


def _split_lines(text: str) -> list[str]:
    """The lines of a text, where a comment, a formula or a listing is on one."""
    ends: list[int] = []
    unclosed: set[str] = set()
    position = 0
    while found := _LINE_END.search(text, position):
        position = found.end()
        if found[0] == "\n":
            ends.append(found.start())
        elif (tag := (found["tag"] or "").lower()) and tag not in unclosed:
            if closing := re.compile(rf"</{tag}\s*>", re.IGNORECASE).search(text, position):
                position = closing.end()
            else:
                unclosed.add(tag)
    return [text[start + 1 : end] for start, end in pairwise([-1, *ends, len(text)])]


def _verse(line: str) -> str:
    """A line of a poem as wikitext: the blanks or colons that it begins with indent it."""
    text = line.lstrip(" ")
    colons = len(text) - len(text.lstrip(":"))
    if colons and len(text) == len(line):
        style = f"display:inline-block;margin-inline-start:{colons}em"
        return f'<span class="mw-poem-indented" style="{style}">{text[colons:]}</span>'
    return "&nbsp;" * (len(line) - len(text)) + text


def _gallery(render: Renders, tag: ExtensionTag) -> str:
    content = _COMMENT.sub("", tag.content or "")
    blocks = read_blocks(f"<gallery {tag.attributes}>\n{content.strip()}\n</gallery>")
    galleries = [block for block in blocks if isinstance(block, Gallery) and block.images]
    return str(render.blocks(galleries))


def _source(_: Renders, tag: ExtensionTag) -> str:
    attributes = attributes_of(tag.attributes)
    code = highlight_code((tag.content or "").strip("\n"), attributes.get("lang", ""))
    if "inline" in attributes:
        return f'<code class="highlight">{code}</code>'
    return f'<pre class="highlight"><code>{code}</code></pre>'


def _formula(_: Renders, tag: ExtensionTag) -> str:
    is_block = attributes_of(tag.attributes).get("display") == "block"
    text = (tag.content or "").strip()
    return formula(text, is_block=is_block) if text else ""


def _verbatim(_: Renders, tag: ExtensionTag) -> str:
    """What would need a program of its own (a score, a timeline) is shown as its source."""
    return f'<pre class="wikitext"><code>{escape((tag.content or "").strip())}</code></pre>'


def _ref(render: Renders, tag: ExtensionTag) -> str:
    attributes = attributes_of(tag.attributes)
    text, notes = (tag.content or "").strip(), render.footnotes
    name, group = attributes.get("name", ""), attributes.get("group")
    if follows := attributes.get("follow"):
        return str(notes.follow(text, follows, group))
    if work := attributes.get("extends"):
        return str(notes.detail("", work, group, text))
    if detail := attributes.get("details"):
        return str(notes.detail(text, name, group, detail))
    return str(notes.ref(text, name, group, is_nested="nested" in attributes))


def _references(render: Renders, tag: ExtensionTag) -> str:
    group = attributes_of(tag.attributes).get("group", "")
    return str(render.footnotes.references(group, tag.content or ""))


def _langconvert(render: Renders, tag: ExtensionTag) -> str:
    """Text that the wiki writes in another script, as it is written."""
    return str(render.inline(tag.content or ""))


def _phonos(render: Renders, tag: ExtensionTag) -> str:
    """What a recording is of: its label, else the text that it speaks, or the sounds."""
    attributes = attributes_of(tag.attributes)
    words = [attributes[name] for name in ("text", "ipa") if attributes.get(name)]
    return str(render.inline(tag.content)) if tag.content else escape(" ".join(words))


def _maplink(render: Renders, tag: ExtensionTag) -> str:
    """The label of a link to a map, else its place; the words of the map are its title."""
    attributes = attributes_of(tag.attributes)
    place = [attributes[name] for name in ("latitude", "longitude") if attributes.get(name)]
    text = attributes.get("text")
    shown = str(render.inline(text)) if text else escape(", ".join(place))
    words = _words_of_map(tag)
    return f'<span title="{escape(words)}">{shown}</span>' if words else shown


def _mapframe(render: Renders, tag: ExtensionTag) -> str:
    """A placeholder for a map, with what it says of its places."""
    return _placeholder(render, tag, _words_of_map(tag))


_WORDS_ON_MAP = re.compile(r'"(title|description)"\s*:\s*("(?:[^"\\]|\\.)*")')


def _words_of_map(tag: ExtensionTag) -> str:
    """The titles and descriptions of places in a map's data, which readers see in it."""
    found = (match[2] for match in _WORDS_ON_MAP.finditer(tag.content or ""))
    return " · ".join(words for each in found if (words := _unquote(each).strip()))


def _unquote(text: str) -> str:
    try:
        return str(json.loads(text, strict=False))
    except ValueError:
        return text[1:-1]


_LOOKS = frozenset("align class frameless group height lang mapstyle show style width zoom".split())
"""Attributes of drawings that say how they look: hidden on purpose."""


def _render_placeholder(render: Renders, tag: ExtensionTag) -> str:
    """A quiet placeholder for a picture that only the wiki draws: its caption and its attributes.

    The data of a drawing are no words: a reader of the wiki does not see them either.
    """
    return _placeholder(render, tag, "")


def _render_form(render: Renders, tag: ExtensionTag) -> str:
    """A placeholder for a form or a tree of categories, with the words in it: they are shown."""
    lines = (tag.content or "").split("\n")
    return _placeholder(render, tag, " · ".join(line.strip() for line in lines if line.strip()))


def _placeholder(render: Renders, tag: ExtensionTag, content: str) -> str:
    attributes = attributes_of(tag.attributes)
    caption = attributes.pop("text", "")
    words = [f"<b>{escape(tag.name)}</b>", *([str(render.inline(caption))] if caption else ())]
    words += (
        f"<span>{escape(name)}: {escape(value)}</span>"
        for name, value in attributes.items()
        if name not in _LOOKS
    )
    words += [f"<span>{escape(content)}</span>"] if content else []
    return f'<div class="transclusion">{" ".join(words)}</div>'


_NAMELESS = "Page status indicators' <code>name</code> attribute must not be empty."


def _indicator(render: Renders, tag: ExtensionTag) -> str:
    """Nothing, as an indicator is not in the text; or the wiki's error for one without a name."""
    if attributes_of(tag.attributes).get("name"):
        return ""
    render.report_error("<indicator", "its `name` is empty")
    return f'<span class="error"><strong>Error:</strong> {_NAMELESS}</span>'


_AREA = re.compile(r"(?:rect|circle|poly|default)\b[\s\d.-]*(.*)", re.IGNORECASE | re.DOTALL)


def _imagemap(render: Renders, tag: ExtensionTag) -> str:
    """A picture, and as a list the links that its areas are."""
    lines = [line.strip() for line in _COMMENT.sub("", tag.content or "").split("\n")]
    picture, *rest = [line for line in lines if line and not line.startswith("#")] or [""]
    areas = [area[1] for line in rest if (area := _AREA.fullmatch(line)) and area[1]]
    items = "".join(f"<li>{render.inline(area)}</li>" for area in dict.fromkeys(areas))
    shown = f"<div>{render.inline(f'[[{picture}]]')}</div>" if picture else ""
    return f"{shown}<ul>{items}</ul>" if items else shown


SHOWN: dict[str, Callable[[Renders, ExtensionTag], str]] = {
    "categorytree": _render_form,
    "ce": _formula,
    "chart": _render_placeholder,
    "chem": _formula,
    "gallery": _gallery,
    "graph": _render_placeholder,
    "hiero": _verbatim,
    "imagemap": _imagemap,
    "indicator": _indicator,
    "inputbox": _render_form,
    "langconvert": _langconvert,
    "mapframe": _mapframe,
    "maplink": _maplink,
    "math": _formula,
    "nowiki": _nowiki,
    "poem": _poem,
    "phonos": _phonos,
    "pre": _pre,
    "ref": _ref,
    "references": _references,
    "score": _verbatim,
    "source": _source,
    "syntaxhighlight": _source,
    "timeline": _verbatim,
}
