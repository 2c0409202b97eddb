"""Page names as MediaWiki reads them, and the functions of names and addresses.

Namespaces have their English names, which every wiki knows; the default configuration says which
have subpages.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import quote, quote_plus, unquote_plus, urlsplit

from wikibrief.wiki.expansion.markers import DELIMITER, without
from wikibrief.wiki.expansion.page import PageVariables
from wikibrief.wiki.expansion.phpnumbers import integer

__all__ = [
    "TEMPLATE",
    "Title",
    "anchorencode",
    "escaped",
    "name_functions",
    "namespace_name",
    "path_part",
    "rel2abs",
    "titleparts",
    "url_function",
    "urlencode",
]

MAIN, TALK, PROJECT, FILE, TEMPLATE = 0, 1, 4, 6, 10
_NAMESPACES = {
    -2: "Media",
    -1: "Special",
    0: "",
    1: "Talk",
    2: "User",
    3: "User talk",
    4: "Project",
    5: "Project talk",
    6: "File",
    7: "File talk",
    8: "MediaWiki",
    9: "MediaWiki talk",
    10: "Template",
    11: "Template talk",
    12: "Help",
    13: "Help talk",
    14: "Category",
    15: "Category talk",
}
_NUMBERS = {name.lower(): number for number, name in _NAMESPACES.items() if name} | {
    "image": 6,
    "image talk": 7,
}
_WITHOUT_SUBPAGES = (MAIN, FILE, 14, -1, -2)
_BLANKS = re.compile(r"[ _\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_INVISIBLE = re.compile("[\u200e\u200f\u202a-\u202e]")
_ILLEGAL = re.compile(r"[\x00-\x1f\x7f<>\[\]{}|\ufffd]|%[0-9A-Fa-f]{2}|~~~|(?:\A|/)\.\.?(?:/|\Z)")
_REFERENCE = re.compile(r"&(?:#\d+|#[xX][\da-fA-F]+|\w+);")
_MAX_BYTES = 255


def decoded(text: str) -> str:
    """A text with its character references decoded (Sanitizer::decodeCharReferences)."""
    return _REFERENCE.sub(lambda reference: html.unescape(reference[0]), text)


class Title(NamedTuple):
    """A page's name: the number of its namespace, and the name in it."""

    namespace: int
    text: str

    @classmethod
    def read(cls, name: str, namespace: int = MAIN) -> Title | None:
        """Read a name (MediaWikiTitleCodec::splitTitleString); None if no page can have it.

        ``namespace`` is where a name without a prefix is; one that begins with a colon is in the
        main namespace. A fragment (``#…``) is left out.
        """
        name = _BLANKS.sub(" ", _INVISIBLE.sub("", decoded(name))).strip(" ")
        if name.startswith(":"):
            namespace, name = MAIN, name[1:].lstrip(" ")
        prefix, colon, rest = name.partition(":")
        if colon and prefix.rstrip(" ").lower() in _NUMBERS:
            namespace, name = _NUMBERS[prefix.rstrip(" ").lower()], rest.lstrip(" ")
        name = name.partition("#")[0].rstrip(" ")
        if not name or name.startswith(":") or _ILLEGAL.search(name):
            return None
        if len(name.encode("utf-8", "replace")) > _MAX_BYTES:
            return None
        return cls(namespace, name[:1].upper() + name[1:])

    @property
    def has_talk(self) -> bool:
        """Whether pages of the namespace are talked about."""
        return self.namespace >= 0

    @property
    def talk(self) -> Title:
        """The page where this one is talked about."""
        return Title(self.namespace | 1, self.text)

    @property
    def subject(self) -> Title:
        """The page that this one talks about."""
        return Title(self.namespace & ~1 if self.has_talk else self.namespace, self.text)

    @property
    def base(self) -> str:
        """The name without its last part, where there are subpages."""
        return self.text.rpartition("/")[0] or self.text if self._has_subpages else self.text

    @property
    def root(self) -> str:
        """The first part of the name, where there are subpages."""
        return self.text.partition("/")[0] if self._has_subpages else self.text

    @property
    def sub(self) -> str:
        """The last part of the name, where there are subpages."""
        return self.text.rpartition("/")[2] or self.text if self._has_subpages else self.text

    @property
    def _has_subpages(self) -> bool:
        return self.namespace not in _WITHOUT_SUBPAGES


def namespace_name(page: PageVariables, number: int) -> str:
    """A namespace's name; that of the project itself is the wiki's."""
    name = _NAMESPACES[number]
    return name.replace("Project", page.site) if page.site and number in (4, 5) else name


def full_name(page: PageVariables, title: Title) -> str:
    """A page's name with its namespace."""
    prefix = namespace_name(page, title.namespace)
    return f"{prefix}:{title.text}" if prefix else title.text


def path_part(text: str) -> str:
    """A name as it is in addresses (wfUrlencode)."""
    return quote(text.replace(" ", "_"), safe="-_.;@$!*(),/~:")


# ------------------------------------------------------- functions that tell of a page, or this one

_Function = Callable[[PageVariables, Sequence[str]], str | None]
_Telling = Callable[[PageVariables, Title], str]


def _subject(page: PageVariables, title: Title) -> str:
    return full_name(page, title.subject)


def _subject_space(page: PageVariables, title: Title) -> str:
    return namespace_name(page, title.subject.namespace)


_NAMES: dict[str, _Telling] = {
    "PAGENAME": lambda _, title: title.text,
    "FULLPAGENAME": lambda page, title: full_name(page, title) if title.has_talk else "",
    "BASEPAGENAME": lambda _, title: title.base,
    "SUBPAGENAME": lambda _, title: title.sub,
    "ROOTPAGENAME": lambda _, title: title.root,
    "TALKPAGENAME": lambda page, title: full_name(page, title.talk) if title.has_talk else "",
    "SUBJECTPAGENAME": _subject,
    "ARTICLEPAGENAME": _subject,
}
_SPACES: dict[str, _Telling] = {
    "NAMESPACE": lambda page, title: namespace_name(page, title.namespace),
    "TALKSPACE": lambda page, title: (
        namespace_name(page, title.talk.namespace) if title.has_talk else ""
    ),
    "SUBJECTSPACE": _subject_space,
    "ARTICLESPACE": _subject_space,
}


def name_functions() -> dict[str, _Function]:
    """``PAGENAME`` and its like, also in the form that ends in ``E``: of this page or another."""
    functions: dict[str, _Function] = {
        "NAMESPACENUMBER": _of_page(lambda _, title: str(title.namespace))
    }
    for name, tell in _NAMES.items():
        functions[name] = _of_page(tell, escaped)
        functions[f"{name}E"] = _of_page(tell, lambda text: escaped(path_part(text)))
    for name, tell in _SPACES.items():
        functions[name] = _of_page(tell)
        functions[f"{name}E"] = _of_page(tell, path_part)
    return functions


def _of_page(tell: _Telling, write: Callable[[str], str] = str) -> _Function:
    def function(page: PageVariables, arguments: Sequence[str]) -> str:
        title = Title.read(arguments[0] if arguments else page.title)
        return write(tell(page, title)) if title else ""

    return function


_ESCAPES = str.maketrans({char: f"&#{ord(char)};" for char in "\"&'<=>[]{|};"})
_LINE_STARTS = re.compile(r"(\A|\n)([#*: \n\t]|-(?=---))")
_SCHEMES = re.compile(
    r"\b(bitcoin|geo|magnet|mailto|matrix|news|sip|sips|sms|tel|urn|xmpp):", re.IGNORECASE
)


def escaped(text: str) -> str:
    """A text that wikitext shows as it is (wfEscapeWikiText)."""
    text = text.translate(_ESCAPES)
    text = _LINE_STARTS.sub(lambda match: f"{match[1]}&#{ord(match[2])};", text)
    text = text.replace("__", "_&#95;").replace("://", "&#58;//")
    return _SCHEMES.sub(r"\1&#58;", text)


# ------------------------------------------------------------------------------ names and addresses


def url_function(
    *, local: bool = False, escape: bool = False
) -> Callable[[PageVariables, Sequence[str]], str | None]:
    """``fullurl``, ``localurl``, ``canonicalurl``: the address of a page on the wiki.

    A query follows the page's own address, which MediaWiki understands as well as its script's.
    """

    def function(page: PageVariables, arguments: Sequence[str]) -> str | None:
        title = Title.read(arguments[0]) or Title.read(unquote_plus(arguments[0]))
        if title is None or page.wiki is None:
            return None
        url = page.wiki + path_part(full_name(page, title))
        if local:
            url = url[len(server(page.wiki)) :]
        if len(arguments) > 1 and arguments[1]:
            url += f"?{arguments[1]}"
        return html.escape(url, quote=True).replace("&#x27;", "'") if escape else url

    return function


def server(wiki: str) -> str:
    """The beginning of all addresses of a wiki: ``https://en.wikipedia.org``."""
    parts = urlsplit(wiki)
    return f"{parts.scheme}://{parts.netloc}"


def ns(page: PageVariables, arguments: Sequence[str]) -> str | None:
    """``{{ns:…}}``: a namespace's name, by its number or another name of it."""
    wanted = arguments[0]
    number = integer(wanted)
    if not number and wanted != "0":
        found = _NUMBERS.get(wanted.replace("_", " ").lower())
        if found is None:
            return None
        number = found
    return namespace_name(page, number) if number in _NAMESPACES else ""


def urlencode(_: PageVariables, arguments: Sequence[str]) -> str:
    """``{{urlencode:…}}`` for a query, or with ``PATH`` or ``WIKI``, for a path or a page name."""
    text = without(arguments[0])
    match arguments[1].upper() if len(arguments) > 1 else "":
        case "WIKI":
            return path_part(text)
        case "PATH":
            return quote(text, safe="-_.~")
    return quote_plus(text, safe="-_.").replace("~", "%7E")


def urldecode(text: str) -> str:
    """A text without its ``%``-codes; a delimiter of markers is not let in."""
    return unquote_plus(text).replace(DELIMITER, "?")


_LINK = re.compile(r"\[\[:?([^\[|\]]+)(?:\|([^\[\]]*))?\]\]")
_EXTERNAL = re.compile(r"\[(?:https?:)?//[^\s\[\]]+ ?([^\[\]]*)\]")
_TAG = re.compile(r"<[^<>]*>|''+")
_IN_ANCHORS = re.compile(
    r"""[&'"<>]|(?P<markup>[\[\]{}|]|(?<=[a-z]):(?=//)|\b[IRP](?=SBN|FC|MID))"""
)


def anchorencode(_: PageVariables, arguments: Sequence[str]) -> str:
    """``{{anchorencode:…}}``: the anchor of a heading, safe in wikitext."""
    text = _LINK.sub(lambda link: link[2] or link[1], without(arguments[0]))
    text = decoded(_TAG.sub("", _EXTERNAL.sub(r"\1", text)))
    anchor = re.sub(r"[ \t\n_\xa0]+", "_", text).strip("_")
    anchor = re.sub(r"%(?=[0-9A-Fa-f]{2})", "%25", anchor)
    return _IN_ANCHORS.sub(
        lambda char: f"&#{ord(char[0])};" if char["markup"] else html.escape(char[0]), anchor
    )


def titleparts(page: PageVariables, arguments: Sequence[str]) -> str:
    """``{{#titleparts: name | how many | from which }}``; negative ones count from the end."""
    title = Title.read(arguments[0])
    if title is None:
        return arguments[0]
    count, first = (integer(text) for text in [*arguments[1:3], "", ""][:2])
    parts = full_name(page, title).split("/", 24)[first - 1 if first > 0 else first :]
    return "/".join(parts[:count] if count else parts)


def rel2abs(page: PageVariables, arguments: Sequence[str]) -> str:
    """``{{#rel2abs: path | base }}``: a relative path (``/x``, ``./x``, ``../x``) made absolute."""
    path = arguments[0].rstrip(" /")
    base = arguments[1] if len(arguments) > 1 else ""
    base = base or full_name(page, Title.read(page.title) or Title(MAIN, page.title))
    if path in ("", "."):
        return base
    if not path.startswith(("/", "./", "../")) and path != "..":
        base = ""
    whole = [part for part in f"{base}/{path}".split("/") if part not in ("", ".")]
    parts: list[str] = []
    for part in whole:
        if part != "..":
            parts.append(part)
        elif parts:
            parts.pop()
        else:
            return (
                '<strong class="error">Error: Invalid depth in path: &quot;'
                f"{html.escape('/'.join(whole))}&quot; "
                "(tried to access a node above the root node).</strong>"
            )
    return "/".join(parts)
