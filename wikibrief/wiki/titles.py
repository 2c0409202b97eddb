"""Page names as MediaWiki reads them: what is one, how it is normalised, where it leads."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from html import unescape
from urllib.parse import quote, unquote

from wikibrief.wiki.namespaces import namespace_at
from wikibrief.wiki.scanner import PROTOCOLS

__all__ = [
    "Anchors",
    "Title",
    "anchor",
    "is_external",
    "parse_title",
    "path_of",
    "quote_fragment",
    "wiki_address",
]

_LONGEST = 255
"""Bytes of a page name, as in MediaWikiTitleCodec."""

_ILLEGAL = re.compile(
    r"[^ %!\"$&'()*,\-./0-9:;=?@A-Z\\^_`a-z~+\x80-\U0010ffff]"
    r"|%[0-9A-Fa-f]{2}|&(?:[A-Za-z0-9\x80-\U0010ffff]+|#[0-9]+|#x[0-9A-Fa-f]+);"
    r"|\ufffd"
)
_BLANKS = re.compile(r"[ _\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e]+")
_RELATIVE = re.compile(r"\.{1,2}(?:/|\Z)|.*/\.{1,2}(?:/|\Z)", re.DOTALL)


_PROTOCOL = re.compile(rf"(?:{PROTOCOLS}|//)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Title:
    """A page name: ``kind`` is ``page``, or what ``namespace_at`` says of its prefix."""

    name: str
    fragment: str | None = None
    kind: str = "page"
    prefix: str = ""
    """The prefix of a page in another language's wiki."""


def parse_title(text: str) -> Title | None:
    """The page that a link's target names, ``Name#fragment``; None where no page may be so named.

    The rules are those of MediaWikiTitleCodec::splitTitleString.
    """
    text = unescape(text) if "&" in text else text
    if "%" in text:
        text = unquote(text)
    text = _BLANKS.sub(" ", _DIRECTION_MARKS.sub("", text)).strip(" ")
    text = text.removeprefix(":").lstrip(" ")
    name, hash_, fragment = text.partition("#")
    name = name.rstrip(" ")
    if not name:
        return Title("", fragment) if hash_ else None
    if _ILLEGAL.search(name) or _RELATIVE.match(name) or "~~~" in name:
        return None
    if len(name.encode("utf-8", "replace")) > _LONGEST:
        return None
    found = namespace_at(name, 0)
    if found is None and name.endswith(":") and name[:-1].strip(" ").lower() in _NAMESPACES:
        return None
    if found is None:
        return Title(_capital(name), fragment if hash_ else None)
    kind, start = found
    rest = name[start:]
    if not rest or rest.startswith(":"):
        return None
    prefix = name[:start].rstrip(": ").lower() if kind == "language" else ""
    return Title(_capital(rest), fragment if hash_ else None, kind, prefix)


_NAMESPACES = frozenset(
    "talk user special project wikipedia mediawiki template help portal draft module".split()
)


def is_external(target: str) -> bool:
    """Whether a link's target is an address outside the wiki, by how it begins."""
    return _PROTOCOL.match(target) is not None


def _capital(name: str) -> str:
    """A page name with a capital first letter, also after a namespace."""
    head, colon, rest = name.partition(":")
    if colon and head.removesuffix(" talk").strip(" ").lower() in _NAMESPACES:
        rest = rest.lstrip(" ")
        return f"{head[:1].upper()}{head[1:]}:{rest[:1].upper()}{rest[1:]}"
    return name[:1].upper() + name[1:]


_SPACES = re.compile(r"[\t\n\f\r ]+")


def anchor(text: str) -> str:
    """The id of a heading, or of what a fragment names: MediaWiki's html5 mode.

    Sanitizer::escapeIdInternal: white space becomes underscores, all else stays.
    """
    return _SPACES.sub("_", text.replace("_", " ").strip(" "))


class Anchors:
    """The ids of headings on one page, as MediaWiki gives them: each is given once."""

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


def path_of(title: Title) -> str:
    """The last part of a page's address, with its fragment."""
    prefix = {"file": "File:", "category": "Category:"}.get(title.kind, "")
    path = quote((prefix + title.name).replace(" ", "_"), safe="/:@!$*,;~()'")
    return path if title.fragment is None else f"{path}#{quote_fragment(title.fragment)}"


def quote_fragment(fragment: str) -> str:
    """A fragment as it stands in an address; letters beyond ASCII stay, as on the wiki."""
    return (
        quote(anchor(fragment), safe="/:@!$&'()*+,;=?~")
        if fragment.isascii()
        else anchor(fragment)
        .replace("%", "%25")
        .replace('"', "%22")
        .replace("<", "%3C")
        .replace(">", "%3E")
    )


def wiki_address(wiki: str, page: str) -> str:
    """Return the address of ``page`` (``Name#section``) on the wiki whose pages begin ``wiki``."""
    name, hash_, section = page.partition("#")
    return wiki + path_of(Title(name.strip(), section.strip() if hash_ else None))
