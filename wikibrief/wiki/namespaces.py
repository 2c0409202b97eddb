"""The names that MediaWiki's namespaces, image options and switches have in its languages.

A source does not say its language, so the names of all languages count; ``data/mediawiki.json``
is MediaWiki's own table of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

__all__ = ["is_framed", "is_image_option", "is_switch", "namespace_at", "prefix_at"]

_WORDS: dict[str, list[str]] = json.loads(
    (Path(__file__).parent / "data" / "mediawiki.json").read_text(encoding="utf-8")
)
_NAMESPACES = {name: kind for kind in ("file", "category") for name in _WORDS[kind]}
_PREFIX = re.compile(r"[ _]*([^\[\]{}|:#<>\n]{1,40}?)[ _]*:[ _]*")
_LANGUAGES = frozenset(_WORDS["languages"])
# Without the shortest, such as `__t__`: on most wikis they are more likely something else.
_SWITCHES = frozenset(word for word in _WORDS["switches"] if len(word) > 6 or not word.isascii())
_OPTIONS = frozenset(_WORDS["option_words"])
_OPTION_PREFIXES = tuple(_WORDS["option_prefixes"])
_OPTION_SUFFIXES = tuple(_WORDS["option_suffixes"])
_FRAMES = frozenset(_WORDS["frame_words"])
_FRAME_PREFIXES = tuple(_WORDS["frame_prefixes"])
_ENGLISH_FRAMES = frozenset(
    "thumb thumbnail frame framed enframed left right center centre none".split()
)
_EVERYWHERE = {"file": "File", "image": "File", "category": "Category"}
_SIZE = re.compile(r"[\d. x]+")


def namespace_at(text: str, start: int) -> tuple[str, int] | None:
    """What a page name with a prefix is in, and where the prefix ends; None for other pages.

    ``file``, ``category``, or ``language``: a page in another language's wiki.
    """
    match = _PREFIX.match(text, start)
    if match is None:
        return None
    prefix = match[1].replace("_", " ").lower()
    kind = "language" if prefix in _LANGUAGES else _NAMESPACES.get(prefix)
    return None if kind is None else (kind, match.end())


def prefix_at(text: str, start: int) -> str:
    """The prefix of a page name, a namespace or a language, as it is written.

    But the names that every wiki knows are ``File`` and ``Category``, however they are written.
    """
    match = _PREFIX.match(text, start)
    prefix = match[1] if match else ""
    return _EVERYWHERE.get(prefix.lower(), prefix)


def is_image_option(text: str) -> bool:
    """Whether a part of ``[[File:…]]`` is an option, not its caption."""
    lowered = text.strip().lower()
    if lowered in _OPTIONS:
        return True
    if lowered.startswith(_OPTION_PREFIXES):
        return True
    return lowered.endswith(_OPTION_SUFFIXES) and any(
        lowered.endswith(suffix) and _SIZE.fullmatch(lowered[: -len(suffix)])
        for suffix in _OPTION_SUFFIXES
    )


def is_framed(options: Iterable[str], *, everywhere: bool = False) -> bool:
    """Whether an image with these options stands apart from the text, framed or at a side.

    ``everywhere``: on a wiki in any language, which knows its own words and the English ones.
    """
    lowered = [option.strip().lower() for option in options]
    if everywhere:
        return not _ENGLISH_FRAMES.isdisjoint(lowered)
    return any(each in _FRAMES or each.startswith(_FRAME_PREFIXES) for each in lowered)


def is_switch(word: str) -> bool:
    """Whether a word such as ``__NOTOC__`` is a behaviour switch."""
    return word.strip().lower() in _SWITCHES
