"""Transclusion layouts: how a wiki's ``{{name|…}}`` is shown without the wiki.

A layout is a template ``transclusions/<name>.html.j2``; ``transclusions/aliases.yaml`` says which
other names it serves, ``transclusions/hidden.yaml`` which transclusions only serve the wiki and are
not shown. Adding a layout is adding a file. It is given ``args`` (``Arguments``), ``name`` (as
written), ``variant``, ``page`` and the functions ``word``, ``note`` and ``references``.

Names that are shown alike share a layout, as its *variants*: ``cite/book`` in ``aliases.yaml`` are
names that ``cite.html.j2`` shows as its variant ``book``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from wikibrief.document import Argument
from wikibrief.filters import FILTERS
from wikibrief.filters.states import is_nation
from wikibrief.rendering.links import linked
from wikibrief.rendering.titles import anchor, quote_fragment
from wikibrief.rendering.vocabulary import Vocabulary
from wikibrief.templating import Markup, Templates
from wikibrief.yamltext import Data, parse

__all__ = ["HIDDEN", "Arguments", "Layout", "Layouts", "layout_name"]


class Layout(NamedTuple):
    """How a transclusion is shown: by which template, and as which of its variants."""

    template: str
    variant: str = ""


HIDDEN = Layout("")
"""What ``Layouts.find`` gives for a transclusion that is not shown, on purpose."""

_FOLDER = "transclusions"
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BLANKS = re.compile(r"[\s_]+")
_DIGITS = re.compile(r"[0-9]+")


def layout_name(name: str) -> str:
    """A transclusion's name as MediaWiki compares them, its first letter in lower case."""
    name = _COMMENT.sub("", name) if "<!--" in name else name
    name = _BLANKS.sub(" ", name).strip()
    prefix, colon, rest = name.partition(":")
    if colon and prefix.strip().lower() == "template":
        name = rest.strip()
    return name[:1].lower() + name[1:]


class Layouts:
    """The layouts in the given templates' folders."""

    def __init__(self, templates: Templates, language: str = "en") -> None:
        self._templates = templates
        self._language = language
        for filter_name, function in {**FILTERS, **_FILTERS}.items():
            templates.register(filter_name, function)
        self._found: dict[str, Layout | None] = {}

    def find(self, name: str) -> Layout | None:
        """How ``{{name}}`` is shown; ``HIDDEN``, or None when nothing says it."""
        if name not in self._found:
            self._found[name] = self._find(layout_name(name))
        return self._found[name]

    def _find(self, name: str) -> Layout | None:
        own = f"{_FOLDER}/{name}.html.j2"
        aliases, patterns = _aliases(self._read("aliases"))
        layout = aliases.get(name)
        if "/" not in name and self._templates.exists(own):
            return layout if layout and layout.template == own else Layout(own)
        layout = layout or _first_match(name, patterns)
        if layout is not None:
            return layout
        names, hidden_patterns = _hidden(self._read("hidden"))
        is_hidden = name in names or any(pattern.fullmatch(name) for pattern in hidden_patterns)
        if is_hidden:
            return HIDDEN
        if is_nation(name, self._language):
            return Layout(f"{_FOLDER}/nation.html.j2")
        return None

    def words(self, language: str) -> Mapping[str, str]:
        """What layouts say of their own, in a language; in English where it lacks a word."""
        return _words(self._read("words"), language)

    def vocabulary(self, family: str) -> Vocabulary:
        """What the arguments of a family of transclusions are called. Raises ProblemError."""
        return _vocabularies(self._read("arguments"))[family]

    def _read(self, name: str) -> str:
        return self._templates.read(f"{_FOLDER}/{name}.yaml")


def _external(label: object, address: str) -> Markup:
    return Markup(linked(str(Markup.escape(label)), address))


_FILTERS: Mapping[str, Callable[..., object]] = {
    "anchor": anchor,
    "external": _external,
    "fragment": quote_fragment,
}
"""Filters of layouts that know how pages are addressed; the others are in ``wikibrief.filters``."""


@lru_cache(maxsize=8)
def _aliases(text: str) -> tuple[Mapping[str, Layout], Sequence[tuple[re.Pattern[str], Layout]]]:
    """Names and patterns (with ``*``) → layouts, of ``aliases.yaml``."""
    names: dict[str, Layout] = {}
    patterns: list[tuple[re.Pattern[str], Layout]] = []
    for key, aliases in _lists(text):
        file, _, variant = key.partition("/")
        layout = Layout(f"{_FOLDER}/{file}.html.j2", variant)
        for alias in map(layout_name, aliases):
            if "*" in alias:
                patterns.append((_pattern(alias), layout))
            else:
                names[alias] = layout
    return names, patterns


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("(.*)".join(map(re.escape, name.split("*"))), re.DOTALL)


def _first_match(name: str, patterns: Sequence[tuple[re.Pattern[str], Layout]]) -> Layout | None:
    """The layout of the first pattern; a ``*`` in its variant is what the pattern's stands for."""
    for pattern, layout in patterns:
        if match := pattern.fullmatch(name):
            return layout._replace(variant=layout.variant.replace("*", match[1]))
    return None


@lru_cache(maxsize=8)
def _hidden(text: str) -> tuple[frozenset[str], Sequence[re.Pattern[str]]]:
    names = [layout_name(name) for _, names in _lists(text) for name in names]
    return frozenset(names), [_pattern(name) for name in names if "*" in name]


@lru_cache(maxsize=32)
def _words(text: str, language: str) -> Mapping[str, str]:
    """The words of ``words.yaml``; those of a language go before English ones."""
    languages = _mapping(parse(text).data)
    tags = ("en", language.partition("-")[0], language)
    return {key: str(word) for tag in tags for key, word in _mapping(languages.get(tag)).items()}


@lru_cache(maxsize=8)
def _vocabularies(text: str) -> Mapping[str, Vocabulary]:
    return {family: Vocabulary(table) for family, table in _mapping(parse(text).data).items()}


def _lists(text: str) -> Iterator[tuple[str, list[str]]]:
    """The lists of names in a YAML mapping. Raises ProblemError."""
    for key, names in _mapping(parse(text).data).items():
        yield key, [str(name) for name in names] if isinstance(names, list) else []


def _mapping(data: Data) -> dict[str, Data]:
    return data if isinstance(data, dict) else {}


class Arguments:
    """The arguments of a transclusion, as its layout sees them.

    ``args["title"]`` is the HTML of one, ``args[1]`` that of a positional
    one; what is absent is empty. ``"title" in args`` says whether it is given and not blank. The
    methods take several names and use the first that is not blank.
    """

    def __init__(
        self,
        arguments: Sequence[Argument],
        inline: Callable[[str], str],
        blocks: Callable[[str], str],
        plain: Callable[[str], str],
    ) -> None:
        self._inline, self._blocks, self._plain = inline, blocks, plain
        self._values: dict[str, str] = {}
        self._html: dict[str, Markup] = {}
        position = 0
        for argument in arguments:
            if argument.name is None:
                position += 1
            name = str(position) if argument.name is None else argument.name
            self._values[name] = argument.value.strip()

    def source(self, *names: str | int) -> str:
        """The wikitext of an argument."""
        for name in names:
            if value := self._values.get(name if isinstance(name, str) else str(name)):
                return value
        return ""

    def html(self, *names: str | int) -> Markup:
        """The HTML of an argument, as inline markup; made once, as notes in it count once."""
        source = self.source(*names)
        if source not in self._html:
            self._html[source] = self.inline(source)
        return self._html[source]

    def inline(self, source: str) -> Markup:
        """The HTML of any inline wikitext, in the place of this transclusion."""
        return Markup(self._inline(source)) if source else Markup("")

    def blocks(self, *names: str | int) -> Markup:
        """The HTML of an argument that may hold lists, tables and paragraphs."""
        source = self.source(*names)
        return Markup(self._blocks(source)) if source else Markup("")

    def text(self, *names: str | int) -> str:
        """The words of an argument, without markup."""
        source = self.source(*names)
        return self._plain(source) if source else ""

    @property
    def words(self) -> dict[str, str]:
        """The words of all arguments, by name and position: what filters compute with."""
        return {name: self.text(name) for name in self._values}

    @property
    def sources(self) -> dict[str, str]:
        """The wikitext of all arguments, by name and position."""
        return dict(self._values)

    def has(self, *names: str | int) -> bool:
        """Whether one of these is given and not blank."""
        return bool(self.source(*names))

    def __contains__(self, name: str | int) -> bool:
        return self.has(name)

    def __getitem__(self, name: str | int) -> Markup:
        return self.html(name)

    def called(self, vocabulary: Vocabulary) -> Arguments:
        """The same arguments, by the names that a family's layout knows them by."""
        arguments = Arguments((), self._inline, self._blocks, self._plain)
        arguments._values = vocabulary.translated(self._values)
        return arguments

    @property
    def positional(self) -> list[str]:
        """The names of the positional arguments, ``1`` and on, up to the last that is given."""
        numbers = [int(name) for name in self._values if _DIGITS.fullmatch(name) and len(name) < 6]
        return [str(number) for number in range(1, max(numbers, default=0) + 1)]

    @property
    def names(self) -> list[str]:
        """The names of all arguments that are not blank, in order."""
        return [name for name, value in self._values.items() if value]

    def numbered(self, *stems: str) -> Iterator[int]:
        """The numbers n, from 1 to the first gap, for which an argument ``stem + n`` is given.

        The first may lack its number: ``last`` is ``last1``.
        """
        number = 1
        while any(
            self.has(f"{stem}{number}") or (number == 1 and self.has(stem)) for stem in stems
        ):
            yield number
            number += 1
