"""Names of transclusions: which layout shows ``{{name}}``, in the wikis of each language.

``transclusions/names/<language>.yaml`` among the templates says it: layout → names. Names that are
shown alike share a layout, as its *variants*: ``cite/book`` are names that ``cite.html.j2`` shows
as its variant ``book``. Under ``hidden/…`` are names that only serve the wiki, under ``boxes``
what boxes with ways to other articles are called, which show nothing when nothing is given to them.

In a name ``*`` stands for anything, ``#`` for a number in Arabic or Roman digits, ``@`` for the
code of a language; each of them in a variant is what the name's stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from wikibrief.layouts.subjects.foreign import is_language
from wikibrief.problems import ProblemError
from wikibrief.templating.environment import Templates, load_table
from wikibrief.wiki.namespaces import Namespace, prefix_at
from wikibrief.wiki.titles import parse_title
from wikibrief.yamlform.data import Data

__all__ = [
    "ALONE",
    "BOX",
    "DICTIONARIES",
    "FOLDER",
    "HIDDEN",
    "WIKIS",
    "Layout",
    "Names",
    "layout_name",
    "without_comments",
]

FOLDER = "transclusions"
WIKIS = (*"en fr es de it pt ru uk ar fa he ja zh ko tr pl nl".split(), "more")
"""The wikis whose names there are, in the order in which a name of several is looked up."""
ALONE = ("bg", "ca", "cs", "hu", "mn", "sr")
"""Wikis whose names mean something else on others: only their own articles have them."""
DICTIONARIES = ("en-wiktionary",)
"""Dictionaries whose names mean something else in encyclopedias: only their own pages have them."""


class Layout(NamedTuple):
    """How a transclusion is shown: by which template, and as which of its variants."""

    template: str
    variant: str = ""


HIDDEN = Layout("")
"""Of a transclusion that is not shown, on purpose."""
BOX = Layout("", "box")
"""The layout of a template that is not shown without arguments."""

_LONGEST = 255
"""Characters of a name that a wiki may have."""
_REMEMBERED = 4096
"""How many names a worker remembers, which has many documents."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_INVOKED = re.compile(r"\A\s*#invoke:", re.IGNORECASE)
_CODE = 3
"""Characters of codes, in which capitals count: ``UK`` is a state, ``uk`` a language."""
_LANGUAGE = re.compile(r"[a-z]{2,8}")
_WIKTIONARY = re.compile(r"//([a-z]{2,8})\.(?:m\.)?wiktionary\.org/")


def _dictionary(wiki: str | None) -> tuple[str, ...]:
    """The dictionary with names of its own that has this address, if one has."""
    found = _WIKTIONARY.search(wiki or "")
    name = f"{found[1]}-wiktionary" if found else ""
    return (name,) if name in DICTIONARIES else ()


def layout_name(name: str) -> str:
    """A transclusion's name as wikis compare them, without its namespace, its first letter small.

    A page that is no template keeps its namespace, a module that is invoked gets its own; what no
    page may be named is itself.
    """
    return _name_layout(name) if len(name) <= _LONGEST else _name_layout.__wrapped__(name)


@lru_cache(maxsize=_REMEMBERED)
def _name_layout(name: str) -> str:
    name = _INVOKED.sub("Module:", without_comments(name))
    title = parse_title(name, Namespace.TEMPLATE)
    if title is None:
        return _with_small_letter(" ".join(name.split()))
    if title.namespace == Namespace.TEMPLATE:
        return _with_small_letter(title.name)
    return _with_small_letter(title.full_name if title.namespace else f":{title.full_name}")


def without_comments(text: str) -> str:
    """The name or value without the comments in it."""
    return _COMMENT.sub("", text) if "<!--" in text else text


def _with_small_letter(name: str) -> str:
    """The name with a small first letter; ``İ`` is a capital ``i``, where there is one."""
    first = "i" if name[:1] == "İ" else name[:1].lower()
    return first + name[1:] if len(first) == 1 else name


class Names:
    """What names mean to an article in ``language``: on its own wiki, else on the others.

    Files of a user's own go before the built-in ones, name by name. ``wiki`` is the address of its
    wiki, when it is known: a dictionary's names are those of its pages alone.
    """

    def __init__(self, templates: Templates, language: str, wiki: str | None = None) -> None:
        self._templates = templates
        own = language.partition("-")[0].lower()
        before = (own,) if _LANGUAGE.fullmatch(own) else ()
        self._read: dict[str, list[_Table]] = {}
        self._own = (*_dictionary(wiki), *before)
        self._wikis = (*self._own, *(wiki for wiki in WIKIS if wiki != own))

    def find(self, name: str) -> Layout | None:
        """The layout of a name (see ``layout_name``). Raises ProblemError.

        One that is written with other capitals is meant, too: wikis have such redirects. But of the
        names as they are written any wiki's goes first, and names with wild cards go last, except
        those of the article's own wiki. A letter by which another wiki marks what is to be mended
        is nothing here: it may have words.
        """
        if len(name) > _LONGEST:
            return None
        folded = name.casefold() if len(name) > _CODE else ""
        other = wild = None
        for wiki, table in self._tables():
            layout = table.exact.get(name)
            if layout == HIDDEN and len(name) == 1 and wiki not in self._own:
                continue
            if layout:
                return layout
            other = other or table.folded.get(folded)
            wild = wild or table.matching(name)
            if wild and wiki in self._own:
                break
        return wild if wild and other == HIDDEN else other or wild

    def _tables(self) -> Iterator[tuple[str, _Table]]:
        """The wikis' tables of names, read as they are needed."""
        for wiki in self._wikis:
            if wiki not in self._read:
                layers = self._templates.layers(f"{FOLDER}/names/{wiki}.yaml")
                self._read[wiki] = [_table(text, path) for text, path in reversed(layers)]
            for table in self._read[wiki]:
                yield wiki, table


class _Table:
    """The names of one file, and its names with wild cards, in their order.

    Each of these comes with what is before its first wild card, by which most are ruled out. Which
    one a name has is remembered: documents use the same few templates again and again.
    """

    def __init__(
        self,
        exact: Mapping[str, Layout],
        folded: Mapping[str, Layout],
        wild: Sequence[tuple[str, str, Layout]],
    ) -> None:
        self.exact, self.folded = exact, folded
        self._wild = wild
        self.matching = lru_cache(maxsize=_REMEMBERED)(self._match)

    def _match(self, name: str) -> Layout | None:
        """The layout of the first name with wild cards that is this one's."""
        for start, wild, layout in self._wild:
            if name.startswith(start) and (match := _pattern(wild).fullmatch(name)):
                if wild.endswith("@") and not is_language(match.groups()[-1]):
                    continue  # what comes last may be any word: ``ref-web``
                return layout._replace(variant=_fill_variant(layout.variant, match))
        return None


@lru_cache(maxsize=64)
def _table(text: str, path: Path) -> _Table:
    try:
        data = load_table(text, path).data
    except ProblemError as broken:
        raise broken.in_file(str(path)) from broken
    exact: dict[str, Layout] = {}
    wild: list[tuple[str, str, Layout]] = []
    for key, names in _lists(data):
        layout = _layout(key)
        for name in names:
            if _WILD.search(name):
                normal = _normalize(name)
                wild.append((_WILD.split(normal, maxsplit=1)[0], normal, layout))
            else:
                exact[name if _PLAIN.fullmatch(name) else layout_name(name)] = layout
    return _Table(exact, {name.casefold(): layout for name, layout in exact.items()}, wild)


def _lists(data: Data) -> Iterator[tuple[str, list[str]]]:
    for key, names in data.items() if isinstance(data, dict) else ():
        yield key, [str(name) for name in names] if isinstance(names, list) else []


def _layout(key: str) -> Layout:
    """The layout that a key of the file means: ``cite/book``."""
    file, _, variant = key.partition("/")
    if file == "hidden":
        return HIDDEN
    return BOX if key == "boxes" else Layout(f"{FOLDER}/{file}.html.j2", variant)


_PLAIN = re.compile(r"[a-z0-9](?:[ -]?[A-Za-z0-9])*")
"""Most of the names in the files: ``layout_name`` writes them as they are."""
_WILD = re.compile(r"[*#@]")
_MEANINGS = {
    "*": "(.*)",
    "#": "([0-9]{1,4}|[IVXLCDMivxlcdm]{1,12})",
    "@": "([a-z]{2,3}(?:-[A-Za-z]{2,10}){0,2})",
}


def _normalize(name: str) -> str:
    """A name with wild cards, as ``layout_name`` writes names."""
    prefix = prefix_at(name)
    if prefix is not None and prefix.namespace:
        name = f"{prefix.namespace.label}:{name[prefix.end :]}"
    return _with_small_letter(name)


@lru_cache(maxsize=1024)
def _pattern(name: str) -> re.Pattern[str]:
    """The pattern of a name with wild cards."""
    pieces = re.split(f"({_WILD.pattern})", name)
    return re.compile("".join(_MEANINGS.get(piece) or re.escape(piece) for piece in pieces))


def _fill_variant(variant: str, match: re.Match[str]) -> str:
    """A variant with what the name's wild cards stand for in the places of its own, in order."""
    found = iter(match.groups())
    return _WILD.sub(lambda wild: _read_wildcard(wild[0], next(found, "")), variant)


def _read_wildcard(wild: str, found: str) -> str:
    """What a wild card stands for; Roman digits are capitals, which a name may not begin with."""
    return found.upper() if wild == "#" else found
