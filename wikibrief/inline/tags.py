"""HTML tags in wikitext: those that MediaWiki knows stay, with the attributes that it lets through.

All else is shown as text. The rules are those of Sanitizer::removeSomeTags; what they let through
is for wikis whose readers trust their editors, so the whole body goes through ``sanitizer`` too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from wikibrief.inline.markers import MARKER, Markers
from wikibrief.wiki.entities import decode_entities, escape_ampersands
from wikibrief.wiki.tags import Is, tags_with

__all__ = [
    "NEEDS_CLOSING",
    "OWN_CLASSES",
    "as_text",
    "attributes_of",
    "replace_tags",
    "safe_attributes",
]

_PAIRED = tags_with(Is.HTML, without=Is.VOID)
_VOID = tags_with(Is.VOID, without=Is.PAGE)
NEEDS_CLOSING = tags_with(Is.HTML, without=Is.VOID | Is.OPTIONAL_END | Is.EXTENSION)
"""Tags of elements whose end HTML does not let one leave out (`<pre>` is an extension of wikis)."""
_TAG = re.compile(r"(/?)([A-Za-z][^\t\n\v />\0]*+)([^>]*?)(/?>)([^<]*)", re.DOTALL)

_COMMON = frozenset(
    "id class style lang dir title tabindex aria-describedby aria-flowto aria-hidden aria-label "
    "aria-labelledby aria-level aria-owns role about property resource datatype typeof itemid "
    "itemprop itemref itemscope itemtype".split()
)
_CELL = frozenset(
    "align valign abbr axis headers scope rowspan colspan nowrap width height".split()
)
_OF_TAGS: dict[str, frozenset[str]] = {
    "td": _CELL,
    "th": _CELL,
    "tr": frozenset(("align", "valign")),
    "table": frozenset("align border cellpadding cellspacing frame rules summary width".split()),
    "caption": frozenset(("align",)),
    "ol": frozenset(("type", "start", "reversed")),
    "ul": frozenset(("type",)),
    "li": frozenset(("type", "value")),
    "font": frozenset(("size", "color", "face")),
    "blockquote": frozenset(("cite",)),
    "q": frozenset(("cite",)),
    "del": frozenset(("cite", "datetime")),
    "ins": frozenset(("cite", "datetime")),
    "data": frozenset(("value",)),
    "time": frozenset(("datetime",)),
    "br": frozenset(("clear",)),
    "hr": frozenset(("width",)),
    "div": frozenset(("align",)),
    "p": frozenset(("align",)),
    **dict.fromkeys(tags_with(Is.HEADING), frozenset(("align",))),
}
OWN_CLASSES = frozenset(
    "career facts filename flag group-title highlight icon infobox inline-note inline-noted "
    "interlanguage label map math missing months mw-broken-media mw-cite-backlink numbered "
    "others picture reference reference-page reference-text row scroll short sides squad-player "
    "status title transclusion unshown whole wikitext".split()
)
"""Classes of what layouts and templates make within an article: its own elements have none of them,
so that no rule for an infobox, a note's mark or a missing picture changes or hides its words."""
_ATTRIBUTE = re.compile(
    r"([:_A-Za-z0-9][:_.\-\w]*+)(?:[\s]*=[\s]*(?:\"([^\"]*)(?:\"|\Z)|'([^']*)(?:'|\Z)|((?!\"|')[^\s]*+)))?"
)
# What later passes would take for markup, so it is written as character references.
_MARKUP = {
    "{": "&#123;",
    "}": "&#125;",
    "[": "&#91;",
    "]": "&#93;",
    "|": "&#124;",
    "''": "&#39;&#39;",
    "__": "&#95;_",
    "://": "&#58;//",
    "\n": "&#10;",
    "ISBN": "&#73;SBN",
    "RFC": "&#82;FC",
    "PMID": "&#80;MID",
}
_ANY_MARKUP = re.compile("|".join(map(re.escape, _MARKUP)))
_UNSAFE_STYLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f\\]|expression|accelerator\s*:|-o-link|-o-replace|url\s*\(|src\s*\("
    r"|image(?:-set)?\s*\(|attr\s*\([^)]+[\s,]+url|filter\s*:|behavior|-moz-binding|@import|position",
    re.IGNORECASE,
)
_STYLE_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def replace_tags(text: str, markers: Markers) -> str:
    """Keep known HTML tags of ``text``, tidied; show all other ``<`` and ``>`` as text.

    In an attribute ``markers`` are the words of what they stand for.
    """
    first, *rest = text.split("<")
    parts = [first.replace(">", "&gt;")]
    for part in rest:
        match = _TAG.match(part)
        tag = _tag(match, markers) if match else None
        if match and tag is not None:
            parts += (tag, match[5].replace(">", "&gt;"))
            parts.append(part[match.end() :].replace(">", "&gt;"))
        else:
            parts += ("&lt;", part.replace(">", "&gt;"))
    return "".join(parts)


def _tag(match: re.Match[str], markers: Markers) -> str | None:
    slash, name, attributes, *_ = match.groups()
    name, attributes = name.lower(), markers.words(attributes)
    if name in _VOID:
        # A closing </br> is a line break, as browsers have it.
        return None if slash and name != "br" else f"<{name}{safe_attributes(attributes, name)}>"
    if name not in _PAIRED:
        return None
    if slash:
        return f"</{name}>"
    if name in {"data", "time"} and not attributes.strip():
        return f"<{name}>"
    return f"<{name}{safe_attributes(attributes, name)}>"  # <b/> as well: as HTML5 has it


def attributes_of(text: str) -> dict[str, str]:
    """The attributes in ``text`` by lower-case name, entities decoded; of two the last counts.

    Markers are left out: no attribute holds HTML.
    """
    return {
        match[1].lower(): _decode(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(MARKER.sub("", text))
    }


def _decode(value: str) -> str:
    """The value that is meant; no reference in it makes a marker."""
    return " ".join(decode_entities(value).replace("\x7f", "\ufffd").split())


def safe_attributes(text: str, tag: str) -> str:
    """The attributes in ``text`` that ``tag`` may have, written out with a blank before each."""
    if not text.strip(" \t\n/"):
        return ""
    return "".join(_safe(attributes_of(text), tag))


def _safe(attributes: dict[str, str], tag: str) -> Iterator[str]:
    for name, text in attributes.items():
        value = _safe_value(name, text)
        if value is not None and _may_have(tag, name):
            yield f' {name}="{_encode(value)}"'


def _may_have(tag: str, name: str) -> bool:
    if name.startswith("data-"):
        return not name.startswith(("data-mw", "data-ooui", "data-parsoid"))
    return name in _COMMON or name in _OF_TAGS.get(tag, ())


def _safe_value(name: str, value: str) -> str | None:
    """The value as an attribute may have it; None for one that it may not have."""
    match name:
        case "style":
            return _safe_style(value)
        case "id":
            return value.replace(" ", "_") or None
        case "class":
            return _safe_classes(value)
        case "tabindex":
            return value or None
        case "cite":
            return value if re.match(r"https?://", value) else None
    return value


def _safe_classes(value: str) -> str | None:
    names = value.split()
    kept = [name for name in names if name.lower() not in OWN_CLASSES]
    return value if kept == names else " ".join(kept) or None


def _safe_style(style: str) -> str:
    style = _STYLE_COMMENT.sub(" ", style)
    return "" if _UNSAFE_STYLE.search(style) else style


def _encode(value: str) -> str:
    return _ANY_MARKUP.sub(lambda match: _MARKUP[match[0]], escape(value, quote=True))


def as_text(text: str) -> str:
    """The HTML of text that is no wikitext, except for its character references."""
    return escape_ampersands(text.replace("<", "&lt;").replace(">", "&gt;"))
