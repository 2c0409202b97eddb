"""Transclusion layouts: how a wiki's ``{{name|…}}`` is shown without the wiki.

A layout is a template ``transclusions/<name>.html.j2``; ``transclusions/aliases.yaml`` says which
other names it serves, ``transclusions/hidden.yaml`` which transclusions only serve the wiki and are
not shown. Adding a layout is adding a file. It is given ``args`` (``Arguments``), ``name`` (as
written), ``page`` and the functions ``note`` and ``references``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache

from wikibrief.document import Argument
from wikibrief.filters import FILTERS
from wikibrief.filters.states import is_nation
from wikibrief.templating import Markup, Templates
from wikibrief.yamltext import parse

__all__ = ["HIDDEN", "Arguments", "Layouts", "layout_name"]

HIDDEN = "hidden"
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
        for filter_name, function in FILTERS.items():
            templates.register(filter_name, function)
        self._found: dict[str, str | None] = {}

    def find(self, name: str) -> str | None:
        """The template that shows ``{{name}}``, ``HIDDEN``, or None when there is none."""
        if name not in self._found:
            self._found[name] = self._find(layout_name(name))
        return self._found[name]

    def _find(self, name: str) -> str | None:
        own = f"{_FOLDER}/{name}.html.j2"
        if "/" not in name and self._templates.exists(own):
            return own
        aliases, patterns = _aliases(self._templates.read(f"{_FOLDER}/aliases.yaml"))
        layout = aliases.get(name) or next(
            (layout for pattern, layout in patterns if fnmatchcase(name, pattern)), None
        )
        if layout is not None:
            return f"{_FOLDER}/{layout}.html.j2"
        names, patterns_hidden = _hidden(self._templates.read(f"{_FOLDER}/hidden.yaml"))
        if name in names or any(fnmatchcase(name, pattern) for pattern in patterns_hidden):
            return HIDDEN
        if is_nation(name, self._language):
            return f"{_FOLDER}/nation.html.j2"
        return None


@lru_cache(maxsize=8)
def _aliases(text: str) -> tuple[Mapping[str, str], Sequence[tuple[str, str]]]:
    """Names and patterns (with ``*``) → layouts, of ``aliases.yaml``."""
    pairs = [(layout_name(name), layout) for layout, names in _lists(text) for name in names]
    return {name: layout for name, layout in pairs if "*" not in name}, [
        pair for pair in pairs if "*" in pair[0]
    ]


@lru_cache(maxsize=8)
def _hidden(text: str) -> tuple[frozenset[str], Sequence[str]]:
    names = [layout_name(name) for _, names in _lists(text) for name in names]
    return frozenset(names), [name for name in names if "*" in name]


def _lists(text: str) -> Iterator[tuple[str, list[str]]]:
    """The lists of names in a YAML mapping. Raises ProblemError."""
    data = parse(text).data
    for key, names in (data if isinstance(data, dict) else {}).items():
        yield key, [str(name) for name in names] if isinstance(names, list) else []


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
        position = 0
        for argument in arguments:
            if argument.name is None:
                position += 1
            name = str(position) if argument.name is None else argument.name
            self._values[name] = argument.value.strip()

    def source(self, *names: str | int) -> str:
        """The wikitext of an argument."""
        return next(filter(None, (self._values.get(str(name), "") for name in names)), "")

    def html(self, *names: str | int) -> Markup:
        """The HTML of an argument, as inline markup."""
        source = self.source(*names)
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
