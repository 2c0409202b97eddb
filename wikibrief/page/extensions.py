"""Extension tags: what is shown of those whose content is no wikitext for the inline passes.

Adding one is adding a function and its line in ``SHOWN``. ``WITHOUT_OUTPUT`` are those that show
nothing on their wiki either. All others are left out of the page, and reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape
from typing import Protocol

from wikibrief.inline.code import highlighted
from wikibrief.inline.formulas import formula
from wikibrief.inline.inline import ExtensionTag
from wikibrief.inline.tags import as_text, attributes_of, safe_attributes
from wikibrief.markup.reader.reading import read_blocks
from wikibrief.model.document import Block, Gallery
from wikibrief.page.footnotes import Footnotes
from wikibrief.templating.environment import Markup

__all__ = ["SHOWN", "WITHOUT_OUTPUT"]

_NOWIKI = re.compile(r"<nowiki>((?:(?!<nowiki>).)*?)</nowiki>", re.IGNORECASE | re.DOTALL)


class Renders(Protocol):
    """What extension tags need of the renderer."""

    footnotes: Footnotes

    def inline(self, text: str) -> Markup:
        """Render inline wikitext."""

    def blocks(self, blocks: Iterable[Block]) -> Markup:
        """Render blocks."""


_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def _nowiki(_: Renders, tag: ExtensionTag) -> str:
    return as_text(tag.content or "")


def _pre(_: Renders, tag: ExtensionTag) -> str:
    text = as_text(_NOWIKI.sub(r"\1", tag.content or ""))
    return f"<pre{safe_attributes(tag.attributes, 'pre')}>{text}</pre>"


def _poem(render: Renders, tag: ExtensionTag) -> str:
    """Its lines are lines, and blank ones part stanzas; blanks before a line stay."""
    lines = str(render.inline((tag.content or "").strip("\n"))).split("\n")
    verses = "<br>\n".join("&nbsp;" * _indentation(line) + line.lstrip(" ") for line in lines)
    stanzas = verses.replace("<br>\n<br>\n", "</p>\n<p>")
    return f'<div class="poem"><p>{stanzas}</p></div>'


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _gallery(render: Renders, tag: ExtensionTag) -> str:
    content = _COMMENT.sub("", tag.content or "")
    blocks = read_blocks(f"<gallery {tag.attributes}>\n{content.strip()}\n</gallery>")
    galleries = [block for block in blocks if isinstance(block, Gallery) and block.images]
    return str(render.blocks(galleries))


def _source(_: Renders, tag: ExtensionTag) -> str:
    attributes = attributes_of(tag.attributes)
    code = highlighted((tag.content or "").strip("\n"), attributes.get("lang", ""))
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
    text = (tag.content or "").strip()
    return str(render.footnotes.ref(text, attributes.get("name", ""), attributes.get("group")))


def _references(render: Renders, tag: ExtensionTag) -> str:
    group = attributes_of(tag.attributes).get("group", "")
    return str(render.footnotes.references(group, tag.content or ""))


SHOWN: dict[str, Callable[[Renders, ExtensionTag], str]] = {
    "ce": _formula,
    "chem": _formula,
    "gallery": _gallery,
    "hiero": _verbatim,
    "math": _formula,
    "nowiki": _nowiki,
    "poem": _poem,
    "pre": _pre,
    "ref": _ref,
    "references": _references,
    "score": _verbatim,
    "source": _source,
    "syntaxhighlight": _source,
    "timeline": _verbatim,
}

WITHOUT_OUTPUT = frozenset({"section", "templatedata", "templatestyles"})
"""Tags that are for the wiki alone, or mark a place in the source."""
