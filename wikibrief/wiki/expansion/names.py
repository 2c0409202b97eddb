"""The functions of names and addresses: ``PAGENAME``, ``ns``, ``fullurl``, ``#titleparts``.

Namespaces have their English names, which every wiki knows.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from urllib.parse import quote, quote_plus, unquote_plus, urlsplit

from wikibrief.wiki.entities import decode_entities
from wikibrief.wiki.expansion.markers import DELIMITER, without
from wikibrief.wiki.expansion.page import PageVariables
from wikibrief.wiki.expansion.phpnumbers import integer
from wikibrief.wiki.namespaces import Namespace, find_prefix
from wikibrief.wiki.titles import Title, parse_title

__all__ = [
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


def namespace_name(page: PageVariables, namespace: Namespace) -> str:
    """A namespace's name; that of the project itself is the wiki's."""
    if page.site and namespace in (Namespace.PROJECT, Namespace.PROJECT_TALK):
        return namespace.label.replace("Project", page.site)
    return namespace.label


def full_name(page: PageVariables, title: Title) -> str:
    """A page's name with its namespace."""
    prefix = namespace_name(page, title.namespace)
    return f"{prefix}:{title.name}" if prefix else title.name


def _has_talk(title: Title) -> bool:
    return title.namespace >= Namespace.MAIN


def path_part(text: str) -> str:
    """A name as it is in addresses (wfUrlencode)."""
    return quote(text.replace(" ", "_"), safe="-_.;@$!*(),/~:")


# ------------------------------------------------------------- functions that describe a page

_Function = Callable[[PageVariables, Sequence[str]], str | None]
_Describe = Callable[[PageVariables, Title], str]


def _subject(page: PageVariables, title: Title) -> str:
    return full_name(page, title.subject)


def _subject_space(page: PageVariables, title: Title) -> str:
    return namespace_name(page, title.subject.namespace)


_NAMES: dict[str, _Describe] = {
    "PAGENAME": lambda _, title: title.name,
    "FULLPAGENAME": lambda page, title: full_name(page, title) if _has_talk(title) else "",
    "BASEPAGENAME": lambda _, title: title.base,
    "SUBPAGENAME": lambda _, title: title.sub,
    "ROOTPAGENAME": lambda _, title: title.root,
    "TALKPAGENAME": lambda page, title: full_name(page, title.talk) if _has_talk(title) else "",
    "SUBJECTPAGENAME": _subject,
    "ARTICLEPAGENAME": _subject,
}
_SPACES: dict[str, _Describe] = {
    "NAMESPACE": lambda page, title: namespace_name(page, title.namespace),
    "TALKSPACE": lambda page, title: (
        namespace_name(page, title.talk.namespace) if _has_talk(title) else ""
    ),
    "SUBJECTSPACE": _subject_space,
    "ARTICLESPACE": _subject_space,
}


def name_functions() -> dict[str, _Function]:
    """``PAGENAME`` and its like, also in the form that ends in ``E``: of this page or another."""
    functions: dict[str, _Function] = {
        "NAMESPACENUMBER": _of_page(lambda _, title: str(int(title.namespace)))
    }
    for name, describe in _NAMES.items():
        functions[name] = _of_page(describe, escaped)
        functions[f"{name}E"] = _of_page(describe, lambda text: escaped(path_part(text)))
    for name, describe in _SPACES.items():
        functions[name] = _of_page(describe)
        functions[f"{name}E"] = _of_page(describe, path_part)
    return functions


def _of_page(describe: _Describe, write: Callable[[str], str] = str) -> _Function:
    def function(page: PageVariables, arguments: Sequence[str]) -> str:
        title = parse_title(arguments[0] if arguments else page.title)
        return write(describe(page, title)) if title and not title.interwiki else ""

    return function


_ESCAPES = str.maketrans({char: f"&#{ord(char)};" for char in "\"&'<=>[]{|};"})
_MAGIC = re.compile(r"(ISBN|RFC|PMID) ")
_LINE_STARTS = re.compile(r"(\A|\n)([#*: \n\t]|-(?=---))")
_SCHEMES = re.compile(
    r"\b(bitcoin|geo|magnet|mailto|matrix|news|sip|sips|sms|tel|urn|xmpp):", re.IGNORECASE
)


def escaped(text: str) -> str:
    """A text that wikitext shows as it is (wfEscapeWikiText)."""
    text = text.translate(_ESCAPES)
    text = _LINE_STARTS.sub(lambda match: f"{match[1]}&#{ord(match[2])};", text)
    text = text.replace("__", "_&#95;").replace("://", "&#58;//")
    return _MAGIC.sub(r"\1&#32;", _SCHEMES.sub(r"\1&#58;", text))


# ------------------------------------------------------------------------------ names and addresses


def url_function(
    *, local: bool = False, escape: bool = False
) -> Callable[[PageVariables, Sequence[str]], str | None]:
    """``fullurl``, ``localurl``, ``canonicalurl``: the address of a page on the wiki.

    A query follows the page's own address, which MediaWiki understands as well as its script's.
    """

    def function(page: PageVariables, arguments: Sequence[str]) -> str | None:
        title = parse_title(arguments[0]) or parse_title(unquote_plus(arguments[0]))
        if title is None or page.wiki is None:
            return None
        url = page.wiki + path_part(full_name(page, title))
        if local:
            url = url.removeprefix(server(page.wiki))
        if len(arguments) > 1 and arguments[1]:
            url += f"?{arguments[1]}"
        return html.escape(url, quote=True).replace("&#x27;", "'") if escape else url

    return function


def server(wiki: str) -> str:
    """The beginning of all addresses of a wiki: ``https://en.wikipedia.org``."""
    parts = urlsplit(wiki)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def ns(page: PageVariables, arguments: Sequence[str]) -> str | None:
    """``{{ns:…}}``: a namespace's name, by its number or another name of it."""
    wanted = arguments[0]
    number = integer(wanted)
    if number or wanted == "0":
        return namespace_name(page, Namespace(number)) if number in set(Namespace) else ""
    namespace = find_prefix(wanted)
    return None if namespace is None else namespace_name(page, namespace)


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
    text = decode_entities(_TAG.sub("", _EXTERNAL.sub(r"\1", text)))
    anchor = re.sub(r"[ \t\n_\xa0]+", "_", text).strip("_")
    anchor = re.sub(r"%(?=[0-9A-Fa-f]{2})", "%25", anchor)
    return _IN_ANCHORS.sub(
        lambda char: f"&#{ord(char[0])};" if char["markup"] else html.escape(char[0]), anchor
    )


def titleparts(page: PageVariables, arguments: Sequence[str]) -> str:
    """``{{#titleparts: name | how many | from which }}``; negative ones count from the end."""
    title = parse_title(arguments[0])
    if title is None:
        return arguments[0]
    count, first = (integer(text) for text in [*arguments[1:3], "", ""][:2])
    parts = full_name(page, title).split("/", 24)[first - 1 if first > 0 else first :]
    return "/".join(parts[:count] if count else parts)


def rel2abs(page: PageVariables, arguments: Sequence[str]) -> str:
    """``{{#rel2abs: path | base }}``: a relative path (``/x``, ``./x``, ``../x``) made absolute."""
    path = arguments[0].rstrip(" /")
    base = arguments[1] if len(arguments) > 1 else ""
    base = base or full_name(page, parse_title(page.title) or Title(Namespace.MAIN, page.title))
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
