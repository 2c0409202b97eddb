"""Tags: the one table of those that wikitext and our pages have, and what each is.

A new extension tag is a row here and its function in ``page.extensions``. Every list of tags in
wikibrief comes out of the table, by ``tags_with``.
"""

from __future__ import annotations

import re
from enum import Flag, auto

__all__ = ["CLOSED_BY", "TAGS", "Is", "names_in", "tags_with"]


class Is(Flag):
    """What a tag is; most are several things."""

    EXTENSION = auto()
    """A program of the wiki reads what it holds, which is no wikitext for the scanner."""
    WIKITEXT = auto()
    """An extension whose content is wikitext in the end, and is checked like the rest."""
    PREFORMATTED = auto()
    """An extension that makes a block of the text it holds, to the letter."""
    IN_TEXT = auto()
    """A preformatted one that is part of a sentence more often than a block."""
    OWN_LINE = auto()
    """An extension that begins a block where it begins a line."""
    HIDDEN = auto()
    """An extension of which a reader of the wiki sees nothing."""

    SPOKEN = auto()
    """An extension whose words a sentence needs, wherever it is quoted."""
    DRAWN = auto()
    """An extension whose picture only the wiki can draw: we show its words or its source."""

    INCLUSION = auto()
    """Says what of a page its transclusions or its translations show; shows nothing itself."""

    HTML = auto()
    """An element that wikitext may use."""
    PAGE = auto()
    """An element of our pages, which wikitext may not use."""
    VOID = auto()
    """Holds nothing, and has no end."""
    OPTIONAL_END = auto()
    """HTML ends it where the next of its kind begins, or where what is around it ends."""
    HOLDS_BLOCKS = auto()
    """Read as an element around blocks."""
    PHRASE = auto()
    """Part of a paragraph."""
    FORMATTING = auto()
    """A phrase that HTML opens again after the block in it."""
    HEADING = auto()
    """A heading."""
    GOES_EMPTY = auto()
    """Left out of a page where it holds nothing."""
    BLOCK = auto()
    """Parts paragraphs, and holds none itself."""
    PART = auto()
    """Belongs in a block: an item, a row, a caption."""
    CELL = auto()
    """Belongs in a block, and holds paragraphs."""
    AROUND = auto()
    """Parts paragraphs, and holds others."""

    OF_ROWS = auto()
    """A table or a part of one that holds no text: HTML moves that out, before the table."""
    OF_CELLS = auto()
    """A part of a table that may hold text."""


_NOTHING = Is(0)
_PHRASE = Is.HTML | Is.PHRASE
_STYLE = _PHRASE | Is.FORMATTING
_FORMULA = Is.EXTENSION | Is.PREFORMATTED | Is.IN_TEXT
_LISTING = Is.EXTENSION | Is.PREFORMATTED
_UNSEEN = Is.EXTENSION | Is.HIDDEN
_LIST = Is.HTML | Is.BLOCK | Is.HOLDS_BLOCKS
_ITEM = Is.HTML | Is.PART | Is.HOLDS_BLOCKS | Is.OPTIONAL_END
_IN_TABLE = Is.OPTIONAL_END | Is.OF_CELLS
_WIDGET = Is.EXTENSION | Is.OWN_LINE

TAGS: dict[str, Is] = {
    # Extensions of MediaWiki's core and of Wikimedia's wikis.
    "nowiki": Is.EXTENSION | Is.SPOKEN,
    "pre": _LISTING | Is.HTML | Is.BLOCK,
    "gallery": _WIDGET | Is.WIKITEXT,
    "indicator": _UNSEEN | Is.WIKITEXT,
    "langconvert": Is.EXTENSION,
    "ref": Is.EXTENSION | Is.WIKITEXT,
    "references": _WIDGET | Is.WIKITEXT,
    "poem": _LISTING | Is.WIKITEXT,
    "syntaxhighlight": _LISTING,
    "source": _LISTING,
    "timeline": _LISTING | Is.DRAWN,
    "score": _FORMULA | Is.DRAWN,
    "hiero": _FORMULA | Is.DRAWN,
    "math": _FORMULA | Is.SPOKEN,
    "chem": _FORMULA | Is.SPOKEN,
    "ce": _FORMULA | Is.SPOKEN,
    "imagemap": _WIDGET,
    "mapframe": _WIDGET | Is.DRAWN,
    "maplink": _WIDGET,
    "graph": _WIDGET | Is.DRAWN,
    "chart": _WIDGET | Is.DRAWN,
    "inputbox": _WIDGET | Is.DRAWN,
    "categorytree": _WIDGET | Is.DRAWN,
    "templatedata": _WIDGET | Is.HIDDEN,
    "templatestyles": _WIDGET | Is.HIDDEN,
    "languages": _WIDGET | Is.HIDDEN,
    "charinsert": _UNSEEN,
    "phonos": Is.EXTENSION,
    "section": _UNSEEN | Is.PAGE | Is.AROUND,  # a mark in wikitext, an element in pages
    # What of a page its transclusions or translations show.
    "noinclude": Is.INCLUSION,
    "onlyinclude": Is.INCLUSION,
    "translate": Is.INCLUSION,
    "includeonly": Is.INCLUSION | Is.EXTENSION | Is.HIDDEN,
    # Phrases.
    **dict.fromkeys(
        "abbr bdi bdo data del dfn ins kbd mark q ruby samp sub sup time var".split(),
        _PHRASE,
    ),
    **dict.fromkeys(("font", "strike"), _STYLE),
    **dict.fromkeys("b big code em i s small strong tt u".split(), _STYLE | Is.GOES_EMPTY),
    **dict.fromkeys(("cite", "span"), _PHRASE | Is.GOES_EMPTY),
    **dict.fromkeys(("rb", "rp", "rt", "rtc"), _PHRASE | Is.OPTIONAL_END),
    **dict.fromkeys(("br", "wbr"), _PHRASE | Is.VOID),
    "a": Is.PAGE | Is.PHRASE | Is.FORMATTING,
    "img": Is.PAGE | Is.PHRASE | Is.VOID,
    # Blocks.
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Is.HTML | Is.BLOCK | Is.HEADING),
    "p": Is.HTML | Is.BLOCK | Is.OPTIONAL_END,
    **dict.fromkeys(("ul", "ol", "dl"), _LIST),
    "table": _LIST | Is.OF_ROWS,
    **dict.fromkeys(("li", "dt", "dd"), _ITEM),
    "tr": _ITEM | Is.OF_ROWS,
    **dict.fromkeys(("td", "th"), Is.HTML | Is.CELL | Is.HOLDS_BLOCKS | _IN_TABLE),
    "caption": Is.HTML | Is.PART | _IN_TABLE,
    **dict.fromkeys(("div", "blockquote", "center"), Is.HTML | Is.AROUND | Is.HOLDS_BLOCKS),
    "hr": Is.HTML | Is.AROUND | Is.VOID,
    **dict.fromkeys(("figure", "aside", "details"), Is.PAGE | Is.AROUND),
    **dict.fromkeys(("article", "nav", "summary", "figcaption"), Is.PAGE),
    **dict.fromkeys(
        ("thead", "tbody", "tfoot", "colgroup"), Is.PAGE | Is.OPTIONAL_END | Is.OF_ROWS
    ),
    "col": Is.PAGE | Is.VOID | Is.OF_CELLS,
}
"""What each tag is, by its name in small letters."""

CLOSED_BY: dict[str, frozenset[str]] = {
    "td": frozenset(("td", "th", "tr")),
    "th": frozenset(("td", "th", "tr")),
    "tr": frozenset(("tr",)),
    "li": frozenset(("li",)),
    "dt": frozenset(("dt", "dd")),
    "dd": frozenset(("dt", "dd")),
}
"""Elements around blocks that HTML closes by itself, and the tags that close them (HTML Living
Standard, 13.1.2.4)."""


def tags_with(wanted: Is, *, without: Is = _NOTHING) -> frozenset[str]:
    """Return the names of the tags that are anything of ``wanted`` and nothing of ``without``."""
    return frozenset(
        name for name, nature in TAGS.items() if nature & wanted and not nature & without
    )


def names_in(names: frozenset[str]) -> str:
    """Return a pattern, without groups, that matches these names, the longest first."""
    return "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))
