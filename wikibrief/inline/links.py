"""Links: ``[[page|label]]``, ``[address label]``, addresses in the text, and magic links.

The rules are those of MediaWiki's Parser::handleInternalLinks, handleExternalLinks and
handleMagicLinks. Their text has its HTML tags and markers already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from urllib.parse import quote, unquote

from wikibrief.inline.context import PageContext
from wikibrief.inline.markers import Markers
from wikibrief.inline.quotes import replace_quotes
from wikibrief.wiki.entities import decode_entities
from wikibrief.wiki.magicwords import link_trail
from wikibrief.wiki.namespaces import Namespace
from wikibrief.wiki.scanner import PROTOCOLS
from wikibrief.wiki.titles import Title, is_external, parse_link

__all__ = ["ExternalLinks", "InternalLinks", "external_anchor", "link_label"]

_WEB_ADDRESS = re.compile(r"(?:(?:https?|s?ftps?|gopher|news|irc):)?//[^\s/]", re.IGNORECASE)
_TARGET = r"[^\x00-\x1f<>\[\]{}|\x7f]+"
_LINK = re.compile(rf"({_TARGET})(?:\|(.*?))?\]\]", re.DOTALL)
_BEFORE_OPTIONS = re.compile(rf"({_TARGET})\|")
_TRIMMED = " \t\n\r\0\x0b"

ShowFile = Callable[[Title, str, Markers], str]
NoteCategory = Callable[[Title], None]


class InternalLinks:
    """The links of a page; ``show_file`` gives the HTML of a file, by its title and options.

    ``note_category`` takes down the categories: they are shown elsewhere.
    """

    def __init__(self, page: PageContext, show_file: ShowFile, note_category: NoteCategory) -> None:
        self._page = page
        self._show_file = show_file
        self._note_category = note_category
        self._trail = link_trail(page.language)

    def replace(self, text: str, markers: Markers) -> str:
        """Put markers for the links in ``text``; categories and language links vanish."""
        position = 0
        parts: list[str] = []
        while (start := text.find("[[", position)) >= 0:
            parts.append(text[position:start])
            position = start + 2
            after = self._link(text, position, parts, markers)
            if after is None:
                parts.append("[[")
            else:
                position = after
        return "".join([*parts, text[position:]])

    def _link(self, text: str, start: int, parts: list[str], markers: Markers) -> int | None:
        """Add what the link at ``start`` is shown as; where it ends, or None when it is none."""
        limit = text.find("[[", start)
        match = _LINK.match(text, start, len(text) if limit < 0 else limit)
        if match is None:
            return self._file_with_links(text, start, parts, markers)
        target, end = match[1], match.end()
        label = _short(target) if match[2] == "" else match[2] or ""
        if label and "[" in label and text.startswith("]", end):
            label, end = label + "]", end + 1
        title = _title(target)
        if title is None:
            return None
        is_forced = target.lstrip(" ").startswith(":")
        if title.namespace == Namespace.FILE and not is_forced:
            parts.append(markers.put(self._show_file(title, label, markers)))
        elif (title.namespace == Namespace.CATEGORY or title.is_in_language) and not is_forced:
            parts[:] = ["".join(parts).rstrip(_TRIMMED)]
            if title.namespace == Namespace.CATEGORY:
                self._note_category(title)
        else:
            shown = replace_quotes(label) if label else _label(target)
            if letters := self._trail.match(text, end):
                shown, end = shown + letters[0], letters.end()
            parts.append(markers.put(self._anchor(title, shown)))
        return end

    def _file_with_links(
        self, text: str, start: int, parts: list[str], markers: Markers
    ) -> int | None:
        """A file whose caption has links: it ends where one more ``]]`` than ``[[`` has come."""
        match = _BEFORE_OPTIONS.match(text, start)
        title = _title(match[1]) if match else None
        if match is None or title is None or title.namespace != Namespace.FILE:
            return None
        if match[1].lstrip(" ").startswith(":"):
            return None
        end = _end_of_file(text, match.end())
        if end is None:
            return None
        parts.append(markers.put(self._show_file(title, text[match.end() : end], markers)))
        return end + 2

    def _anchor(self, title: Title, shown: str) -> str:
        if self._page.is_self(title):
            return f'<a class="selflink">{shown}</a>'
        address = self._page.address(title)
        return shown if address is None else f'<a href="{escape(address)}">{shown}</a>'


def _short(target: str) -> str:
    """What ``[[target|]]`` shows: no namespace, no parentheses or part after a comma.

    MediaWiki writes it out when a page is saved (Parser::pstPass2, the pipe trick).
    """
    name = target.strip(" ").removeprefix(":").partition(":")[2].strip(" ") or target.strip(" :")
    return re.sub(r"\s*\([^()]*\)\Z", "", name) if name.endswith(")") else name.split(",")[0]


def _label(target: str) -> str:
    """What a link without a label shows."""
    target = target.lstrip(" ").removeprefix(":")
    return unquote(target).replace("<", "&lt;") if "%" in target else target


def _title(target: str) -> Title | None:
    return None if is_external(target.lstrip(" ")) else parse_link(target)


def _end_of_file(text: str, start: int) -> int | None:
    """Where the ``]]`` of a file is whose caption begins at ``start`` and has links."""
    opening = text.find("[[", start)
    while opening >= 0:
        following = text.find("[[", opening + 2)
        limit = len(text) if following < 0 else following
        inner = text.find("]]", opening + 2, limit)
        if inner < 0:
            return None
        outer = text.find("]]", inner + 2, limit)
        if outer >= 0:
            return outer
        opening = following
    return None


_URL_CHAR = r"[^\][<>\"\x00-\x20\x7f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\ufffd]"
_ADDRESS = rf"(?:[0-9.]+|\[[0-9A-Fa-f:.]+\]|{_URL_CHAR}){_URL_CHAR}*"
_BLANK = r"[ \xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_BRACKETED = re.compile(
    rf"\[(((?i:{PROTOCOLS}|//)){_ADDRESS}){_BLANK}*([^\]\x00-\x08\x0a-\x1f\ufffd]*?)\]"
)
_SPACE = r"(?:\t|&nbsp;|&\#0*160;|&\#[Xx]0*[Aa]0;|[ \xa0\u1680\u2000-\u200a\u202f\u205f\u3000])"
_MAGIC = re.compile(
    rf"""
    <a[ \t\r\n>].*?</a>                                          # links are done
    | <[^>]*>
    | (?P<free>\b(?i:{PROTOCOLS})(?P<rest>{_ADDRESS}))
    | \b(?P<kind>RFC|PMID){_SPACE}++(?P<number>[0-9]+)\b
    | \bISBN{_SPACE}++(?P<isbn>(?:97[89](?:-|{_SPACE})?)?(?:[0-9](?:-|{_SPACE})?){{9}}[0-9Xx])\b
    """,
    re.VERBOSE | re.DOTALL,
)
_PROTOCOL = re.compile(PROTOCOLS, re.IGNORECASE)
_ENDS_URL = re.compile(r"&(?:lt|gt|nbsp|#x0*(?:3[CcEe]|[Aa]0)|#0*(?:60|62|160));")
_BLANK_IN_ADDRESS = re.compile(r"&#(?:x0*20|0*32);", re.IGNORECASE)
"""What Sanitizer::cleanUrl makes a plus."""
_ENTITY_END = re.compile(r"&(?:[A-Za-z]+|#x[\dA-Fa-f]+|#\d+)\Z")
_MAGIC_ADDRESSES = {
    "RFC": "https://datatracker.ietf.org/doc/html/rfc{}",
    "PMID": "https://pubmed.ncbi.nlm.nih.gov/{}?dopt=Abstract",
}


class ExternalLinks:
    """The external links of a page; those without a label are numbered."""

    def __init__(self, page: PageContext) -> None:
        self._wiki = page.wiki
        self._trail = link_trail(page.language)
        self._count = 0

    @contextmanager
    def uncounted(self) -> Iterator[None]:
        """Links without a label have no number of their own meanwhile."""
        count = self._count
        try:
            yield
        finally:
            self._count = count

    def replace_bracketed(self, text: str) -> str:
        """Make links of all ``[address label]`` in ``text``."""
        if "[" not in text or "]" not in text:
            return text
        return "\n".join(map(self._line, text.split("\n")))

    def _line(self, line: str) -> str:
        """One line: no link goes over its end, nor beyond its last bracket."""
        end = line.rfind("]") + 1
        parts: list[str] = []
        position = 0
        for match in _BRACKETED.finditer(line, 0, end):
            parts += (line[position : match.start()], self._link_bracketed(match[1], match[3]))
            position = match.end()
        return "".join([*parts, line[position:]])

    def _link_bracketed(self, address: str, label: str) -> str:
        if ends := _ENDS_URL.search(address):
            label = f"{address[ends.start() :]} {label}"
            address = address[: ends.start()]
        address = _BLANK_IN_ADDRESS.sub("+", address)
        if label:
            return external_anchor(address, label)
        self._count += 1
        return external_anchor(address, f"[{self._count}]", "external autonumber")

    def replace_free(self, text: str) -> str:
        """Make links of the addresses in ``text``, and of ISBN, RFC and PMID numbers."""
        has_address = ":" in text and _PROTOCOL.search(text) is not None
        has_number = "ISBN" in text or "RFC" in text or "PMID" in text
        return _MAGIC.sub(self._free, text) if has_address or has_number else text

    def _free(self, match: re.Match[str]) -> str:
        if match["free"]:
            return _free_address(match["free"], len(match["rest"]))
        if match["kind"]:
            address = _MAGIC_ADDRESSES[match["kind"]].format(match["number"])
            return external_anchor(address, f"{match['kind']} {match['number']}")
        if match["isbn"]:
            return self._isbn(re.sub(_SPACE, " ", match["isbn"]))
        return match[0]

    def _isbn(self, isbn: str) -> str:
        number = isbn.replace("-", "").replace(" ", "").upper()
        if self._wiki is None:
            return f"ISBN {isbn}"
        address = escape(f"{self._wiki}Special:BookSources/{number}")
        return f'<a class="internal" href="{address}">ISBN {isbn}</a>'


def _free_address(address: str, rest: int) -> str:
    """A link of an address in the text, whose last marks belong to the sentence."""
    trail = ""
    if ends := _ENDS_URL.search(address):
        address, trail = address[: ends.start()], address[ends.start() :]
    marks = ",;\\.:!?" if "(" in address else ",;\\.:!?)"
    kept = address.rstrip(marks)
    if address[len(kept) :].startswith(";") and _ENTITY_END.search(kept):
        kept += ";"
    trail, address = address[len(kept) :] + trail, kept
    if len(trail) >= rest:
        return address + trail
    return external_anchor(address, escape(_clean_address(address), quote=False)) + trail


def external_anchor(address: str, label: str, kind: str = "external") -> str:
    """The link to an address outside the wiki; both as HTML text."""
    href = escape(_clean_address(address))
    return f'<a class="{kind}" rel="nofollow noopener" href="{href}">{label}</a>'


def link_label(label: str, address: str) -> str:
    """``label`` (HTML) as a link to an address among a transclusion's arguments.

    It stays as it is where that is no address that a wiki would link to, or when it has links.
    """
    if "<a " in label or not _WEB_ADDRESS.match(address):
        return label
    return external_anchor(address, label)


_NOT_IN_ADDRESSES = re.compile(r"[\[\]<>\"|\x00-\x20\x7f]")
_NOT_IN_HOSTS = re.compile("[\xad\u034f\u180b-\u180d\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff]+")


def _clean_address(address: str) -> str:
    """An address with what no address may hold percent-encoded, as Sanitizer::cleanUrl does.

    An IPv6 host keeps its brackets; what names ignore is left out of a host.
    """
    scheme, slashes, rest = decode_entities(address).partition("//")
    end = re.match(r"\[[0-9A-Fa-f:.]+\]|[^/?#]*", rest)
    host = _NOT_IN_HOSTS.sub("", end[0]) if end else ""
    path = rest[end.end() :] if end else rest
    if not host.startswith("["):
        host = _NOT_IN_ADDRESSES.sub(_percent, host)
    return (
        _NOT_IN_ADDRESSES.sub(_percent, scheme)
        + slashes
        + host
        + _NOT_IN_ADDRESSES.sub(_percent, path)
    )


def _percent(character: re.Match[str]) -> str:
    return quote(character[0], safe="")
