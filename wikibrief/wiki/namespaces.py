"""Namespaces: what the names of pages begin with, in MediaWiki's languages.

A source does not name its language, so the names of all languages count. ``data/namespaces.json``
is MediaWiki's own table of them.
"""

from __future__ import annotations

import json
import re
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

__all__ = [
    "BLANKS",
    "DIRECTION_MARKS",
    "Namespace",
    "Prefix",
    "find_prefix",
    "is_language",
    "prefix_at",
]


class Namespace(IntEnum):
    """The namespaces of MediaWiki, and those that Wikipedias add, by their numbers."""

    MEDIA = -2
    SPECIAL = -1
    MAIN = 0
    TALK = 1
    USER = 2
    USER_TALK = 3
    PROJECT = 4
    PROJECT_TALK = 5
    FILE = 6
    FILE_TALK = 7
    MEDIAWIKI = 8
    MEDIAWIKI_TALK = 9
    TEMPLATE = 10
    TEMPLATE_TALK = 11
    HELP = 12
    HELP_TALK = 13
    CATEGORY = 14
    CATEGORY_TALK = 15
    PORTAL = 100
    PORTAL_TALK = 101
    WIKIPROJECT = 102
    WIKIPROJECT_TALK = 103
    ANNEX = 104
    ANNEX_TALK = 105
    DRAFT = 118
    DRAFT_TALK = 119
    TIMEDTEXT = 710
    TIMEDTEXT_TALK = 711
    MODULE = 828
    MODULE_TALK = 829
    GADGET = 2300
    GADGET_TALK = 2301
    GADGET_DEFINITION = 2302
    GADGET_DEFINITION_TALK = 2303

    @property
    def label(self) -> str:
        """The English name, which every wiki knows; empty for articles."""
        return _LABELS[self]

    @property
    def is_talk(self) -> bool:
        """Whether its pages are about those of another namespace."""
        return self > 0 and self % 2 == 1

    @property
    def has_subpages(self) -> bool:
        """Whether ``/`` parts the names of its pages (MediaWiki's defaults, and templates')."""
        return self not in _WITHOUT_SUBPAGES


_WITHOUT_SUBPAGES = frozenset((-2, -1, 0, 6, 14))
_DATA = json.loads((Path(__file__).parent / "data" / "namespaces.json").read_text(encoding="utf-8"))
_LABELS: dict[Namespace, str] = {Namespace.MAIN: ""} | {
    Namespace[label.replace(" ", "_").upper()]: label for label in _DATA["namespaces"]
}
_NAMESPACES: dict[str, Namespace] = {
    name: namespace
    for namespace, label in _LABELS.items()
    if label
    for name in _DATA["namespaces"][label]
}
_LANGUAGES = frozenset(_DATA["languages"])
_WIKIS = frozenset(_DATA["wikis"])

BLANKS = r" _\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""What is a blank in the name of a page, as the inside of a set of characters."""
DIRECTION_MARKS = r"\u200e\u200f\u202a-\u202e"
"""What no name of a page holds, though it is pasted into many."""
_BLANK = re.compile(f"[{BLANKS}]+")
_MARK = re.compile(f"[{DIRECTION_MARKS}]+")
_SKIPPED = f"[{BLANKS}{DIRECTION_MARKS}]*"
_PREFIX = re.compile(rf"{_SKIPPED}([^\[\]{{}}|:#<>\n]{{1,60}}?){_SKIPPED}:{_SKIPPED}")


class Prefix(NamedTuple):
    """What the name of a page begins with: a namespace, or another wiki's prefix.

    ``written`` is the name to the letter, which ends before ``end`` with its colon.
    """

    written: str
    end: int
    namespace: Namespace | None = None
    interwiki: str = ""

    @property
    def name(self) -> str:
        """The name as it is written, but ``File`` and ``Category`` for those every wiki knows."""
        return _EVERYWHERE.get(self.written.lower(), self.written)


_EVERYWHERE = {"file": "File", "image": "File", "category": "Category"}


def prefix_at(text: str, start: int = 0) -> Prefix | None:
    """Read the prefix of the page whose name begins at ``start``; None for pages without one."""
    match = _PREFIX.match(text, start)
    if match is None:
        return None
    written = match[1]
    name = _BLANK.sub(" ", _MARK.sub("", written)).lower()
    if name in _LANGUAGES or name in _WIKIS:
        return Prefix(written, match.end(), interwiki=name)
    namespace = _NAMESPACES.get(name)
    return None if namespace is None else Prefix(written, match.end(), namespace)


def find_prefix(name: str) -> Namespace | None:
    """Return the namespace of that name, in any language."""
    return _NAMESPACES.get(name.replace("_", " ").lower())


def is_language(interwiki: str) -> bool:
    """Whether the prefix of a wiki is the code of its language."""
    return interwiki in _LANGUAGES
