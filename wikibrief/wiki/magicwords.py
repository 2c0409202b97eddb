"""Magic words in MediaWiki's languages: the options of images, the switches of pages, link trails.

A source does not name its language: where it is read, the words of all languages count. Where it is
shown, those of its wiki do, which knows English, too. ``data/magicwords.json`` is MediaWiki's own
table of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from wikibrief.languages import fallbacks

__all__ = [
    "SWITCH",
    "image_options",
    "image_values",
    "is_framed",
    "is_image_option",
    "is_switch",
    "link_trail",
]

_DATA = json.loads((Path(__file__).parent / "data" / "magicwords.json").read_text(encoding="utf-8"))
_FALLBACKS: dict[str, str] = _DATA["fallbacks"]


@cache
def image_options(language: str | None = None) -> dict[str, list[str]]:
    """Options that are words, by what they mean: ``thumb``, ``left`` and so on.

    Those of the wiki in a language, else those of all. Without letters such as ``l``, which are
    options on few wikis, and captions on all others.
    """
    return {
        kind: [word for word in words if len(word) > 1 or not word.isascii()]
        for kind, words in _words_of(language, _DATA["image_options"])
    }


@cache
def image_values(language: str | None = None) -> dict[str, list[str]]:
    """Options with a value, which is ``$1`` in them, by what they mean: ``width``, ``alt``."""
    return dict(_words_of(language, _DATA["image_values"]))


def _words_of(
    language: str | None, table: dict[str, dict[str, str]]
) -> Iterator[tuple[str, list[str]]]:
    tags = set(fallbacks(language)) if language is not None else set()
    tags.update(*(_FALLBACKS.get(tag, "").split() for tag in tags))
    for kind, words in table.items():
        of_wiki = [
            word for word, own in words.items() if not (tags and tags.isdisjoint(own.split()))
        ]
        if of_wiki:
            yield kind, of_wiki


_OPTIONS = frozenset(word.lower() for words in image_options().values() for word in words)
_AROUND_VALUES = [
    form.lower().partition("$1") for forms in image_values().values() for form in forms
]
_OPTION_PREFIXES = tuple({before for before, _, _ in _AROUND_VALUES if before})
_OPTION_SUFFIXES = tuple({after for before, _, after in _AROUND_VALUES if not before})
_FRAMES = frozenset(
    word.lower()
    for kind in ("thumb", "frame", "left", "right", "center", "none")
    for word in image_options()[kind]
) | {"bingkai", "raam"}  # frames in one language, borders in another
_FRAME_PREFIXES = tuple(form.lower().partition("$1")[0] for form in image_values()["thumb"])
_ENGLISH_FRAMES = frozenset(
    "thumb thumbnail frame framed enframed left right center centre none".split()
)
_SIZE = re.compile(r"[\d. x]+")
# Without the shortest, such as `__t__`: on most wikis they are more likely something else.
_SWITCHES = frozenset(word for word in _DATA["switches"] if len(word) > 6 or not word.isascii())

SWITCH = r"__[^\s_]+(?:_[^\s_]+)*+__"
"""What may be a behaviour switch, as a pattern."""


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
    """Whether an image with these options is set apart from the text, framed or at a side.

    ``everywhere``: on a wiki in any language, which knows its own words and the English ones.
    """
    lowered = [option.strip().lower() for option in options]
    if everywhere:
        return not _ENGLISH_FRAMES.isdisjoint(lowered)
    return any(each in _FRAMES or each.startswith(_FRAME_PREFIXES) for each in lowered)


def is_switch(word: str) -> bool:
    """Whether a word such as ``__NOTOC__`` is a behaviour switch."""
    return word.strip().lower() in _SWITCHES


@cache
def link_trail(language: str) -> re.Pattern[str]:
    """Return the pattern of letters after a link that belong to its label: ``[[bus]]es``."""
    trails: dict[str, str] = _DATA["link_trails"]
    return re.compile(trails.get(language, trails.get(language.partition("-")[0], "[a-z]+")))
