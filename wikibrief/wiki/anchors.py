"""Anchors: the ids of headings, and how fragments that lead to them are written in addresses."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import quote

__all__ = ["Anchors", "anchor", "quote_fragment"]

_SPACES = re.compile(r"[\t\n\f\r ]+")


def anchor(text: str) -> str:
    """The id of a heading, or of what a fragment names: MediaWiki's html5 mode.

    Sanitizer::escapeIdInternal: white space becomes underscores, all else stays.
    """
    return _SPACES.sub("_", text.replace("_", " ").strip(" "))


class Anchors:
    """The ids of headings on one page, as MediaWiki numbers them: no two are the same."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._numbers: Counter[str] = Counter()

    def take(self, heading: str) -> str:
        """The id of the next heading, which has these words."""
        name = candidate = anchor(heading) or "_"
        while candidate.lower() in self._taken:
            self._numbers[name.lower()] += 1
            candidate = f"{name}_{self._numbers[name.lower()] + 1}"
        self._taken.add(candidate.lower())
        return candidate


def quote_fragment(fragment: str) -> str:
    """Write a fragment as addresses have it; letters beyond ASCII stay, as on the wiki."""
    return (
        quote(anchor(fragment), safe="/:@!$&'()*+,;=?~")
        if fragment.isascii()
        else anchor(fragment)
        .replace("%", "%25")
        .replace('"', "%22")
        .replace("<", "%3C")
        .replace(">", "%3E")
    )
