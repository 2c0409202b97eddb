"""Page names as MediaWiki reads them: what is one, in which namespace, where it leads.

Every name of a page, a file, a category or a template is read here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from wikibrief.wiki.anchors import quote_fragment
from wikibrief.wiki.entities import decode_entities
from wikibrief.wiki.namespaces import BLANKS, DIRECTION_MARKS, Namespace, is_language, prefix_at
from wikibrief.wiki.scanner import PROTOCOLS

__all__ = [
    "Title",
    "is_clear",
    "is_external",
    "page_name",
    "parse_link",
    "parse_title",
    "path_of",
    "wiki_address",
]

_LONGEST = 255
"""Bytes of a page name, as in MediaWikiTitleCodec; special pages may have twice as many."""
_ILLEGAL = re.compile(
    r"[\x00-\x1f#<>\[\]{}|\x7f]"
    r"|%[0-9A-Fa-f]{2}|&(?:[^\x00-/:-@\[-`{-\x7f]+|#[0-9]+|#x[0-9A-Fa-f]+);"
    r"|~~~|(?:\A|/)\.\.?(?:/|\Z)"
)
_BLANKS = re.compile(f"[{BLANKS}]+")
_DIRECTION_MARKS = re.compile(f"[{DIRECTION_MARKS}]+")
_CLEAR = re.compile(r"[^\W_][\w .,()'\-]{0,40}")
_PROTOCOL = re.compile(rf"(?:{PROTOCOLS}|//)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Title:
    """The name of a page, without its namespace; ``""`` is this page itself, in links.

    ``interwiki`` is the prefix of the wiki that has the page, in small letters, where that is
    another one. Names that differ in how their namespace is written, ``written``, are the same.
    """

    namespace: Namespace
    name: str
    fragment: str | None = None
    interwiki: str = ""
    written: str = field(default="", compare=False)

    @property
    def full_name(self) -> str:
        """The name with its namespace in English and its wiki, without its fragment."""
        return ":".join(filter(None, (self.interwiki, self.namespace.label, self.name)))

    @property
    def is_in_language(self) -> bool:
        """Whether the page is in another language's wiki."""
        return is_language(self.interwiki)

    @property
    def talk(self) -> Title:
        """The page where this one is talked about."""
        return Title(Namespace(self.namespace | 1), self.name)

    @property
    def subject(self) -> Title:
        """The page that this one talks about."""
        return Title(Namespace(self.namespace - self.namespace.is_talk), self.name)

    @property
    def base(self) -> str:
        """The name without its last part, where there are subpages."""
        return self.name.rpartition("/")[0] or self.name if self._is_path else self.name

    @property
    def root(self) -> str:
        """The first part of the name, where there are subpages."""
        return self.name.partition("/")[0] if self._is_path else self.name

    @property
    def sub(self) -> str:
        """The last part of the name, where there are subpages."""
        return self.name.rpartition("/")[2] or self.name if self._is_path else self.name

    @property
    def _is_path(self) -> bool:
        return self.namespace.has_subpages


def parse_title(text: str, namespace: Namespace = Namespace.MAIN) -> Title | None:
    """Read the name of a page, ``Name#fragment``; None where no page may have that name.

    ``namespace`` is that of names without a prefix; a leading colon makes it that of articles. The
    rules are those of MediaWikiTitleCodec::splitTitleString.
    """
    text = unicodedata.normalize("NFC", decode_entities(text))
    text = _BLANKS.sub(" ", _DIRECTION_MARKS.sub("", text)).strip(" ")
    if "\ufffd" in text:
        return None
    if text.startswith(":"):
        namespace, text = Namespace.MAIN, text[1:].strip(" ")
        if not text:
            return None
    interwiki = written = ""
    if (prefix := prefix_at(text)) is not None:
        text = text[prefix.end :]
        if prefix.namespace is not None:
            namespace, written = prefix.namespace, prefix.written
            if namespace == Namespace.TALK and prefix_at(text) is not None:
                return None
        else:
            namespace, interwiki = Namespace.MAIN, prefix.interwiki
            text = text.removeprefix(":").strip(" ")
    name, hash_, fragment = text.partition("#")
    name = name.rstrip(" ")
    if not _is_legal(name, namespace) or (not name and namespace and not interwiki):
        return None
    if not name and not hash_ and not interwiki:
        return None
    name = name if interwiki else _capitalize(name)
    return Title(namespace, name, fragment if hash_ else None, interwiki, written)


def _is_legal(name: str, namespace: Namespace) -> bool:
    if _ILLEGAL.search(name) or name.startswith(":"):
        return False
    longest = 2 * _LONGEST if namespace == Namespace.SPECIAL else _LONGEST
    return len(name.encode("utf-8", "replace")) <= longest


def _capitalize(name: str) -> str:
    """The name with a capital first letter, as Wikimedia's wikis have it: ``ß`` stays, ``ა`` too.

    They leave out what Unicode has no single capital for, and scripts whose titles have none.
    """
    first = name[:1].title()
    return first + name[1:] if len(first) == 1 else name


def parse_link(target: str) -> Title | None:
    """Read the target of a link, in which ``%41`` is a letter (Parser::handleInternalLinks)."""
    return parse_title(unquote(target) if "%" in target else target)


def is_clear(name: str) -> bool:
    """Whether a name without its namespace is surely one that a page may have, as most are.

    It is short, of letters, digits, blanks and a few signs that mean nothing. ``parse_title`` knows
    all others.
    """
    return _CLEAR.fullmatch(name) is not None


def page_name(text: str, namespace: Namespace = Namespace.MAIN) -> str:
    """The full name of the page that ``text`` names, the same for all ways to write it.

    What no page may be named is itself, blanks apart.
    """
    title = parse_title(text, namespace)
    return title.full_name if title else " ".join(text.split())


def is_external(target: str) -> bool:
    """Whether a link's target is an address outside the wiki, by how it begins."""
    return _PROTOCOL.match(target) is not None


def path_of(title: Title) -> str:
    """The last part of the page's address on the wiki that names it, with its fragment."""
    label = title.namespace.label
    if title.namespace not in (Namespace.FILE, Namespace.CATEGORY):
        label = _capitalize(title.written) or label
    name = ":".join(filter(None, (title.interwiki, label, title.name)))
    path = quote(name.replace(" ", "_"), safe="/:@!$*,;~()'")
    return path if title.fragment is None else f"{path}#{quote_fragment(title.fragment)}"


def wiki_address(wiki: str, page: str) -> str:
    """The address of ``page`` (``Name#section``) on the wiki whose addresses begin ``wiki``."""
    title = parse_title(page)
    return wiki + (path_of(title) if title else quote(page.strip().replace(" ", "_")))
