"""Find the layout of a transclusion: how a wiki's ``{{name|…}}`` is shown without the wiki.

A layout is a template ``transclusions/<name>.html.j2``; which other names it serves is said in
``transclusions/names`` (see ``names``). Adding a layout is adding a file. It is given ``args``
(``Arguments``), ``name`` (as written), ``variant``, ``page`` and the functions ``word``, ``note``
and ``references``.

An unknown name says nothing, but its arguments and its place may: a work with a title and an
address is a citation whatever it is called, and an empty call at the end of an article is a box
that leads to others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path

from wikibrief.layouts.filters import FILTERS
from wikibrief.layouts.hidden import EVERY_LAYOUT, INFOBOX, NO_LAYOUT, Hidden, parse_hidden
from wikibrief.layouts.infoboxes.arranging import arrange_infobox
from wikibrief.layouts.infoboxes.families import Family, parse_family
from wikibrief.layouts.infoboxes.keyfacts import KeyFacts
from wikibrief.layouts.names import (
    BOX,
    FOLDER,
    HIDDEN,
    Layout,
    Names,
    layout_name,
)
from wikibrief.layouts.places import NOWHERE, Places, is_bare
from wikibrief.layouts.reads import reads_of, reads_unknown
from wikibrief.layouts.subjects.states import is_nation
from wikibrief.layouts.vocabulary import Vocabulary
from wikibrief.model.document import Argument
from wikibrief.templating.environment import Templates, as_filter, load_table
from wikibrief.templating.words import read_words
from wikibrief.wiki.source import without_comments

__all__ = ["HIDDEN", "INFOBOX_LAYOUT", "Layout", "Layouts", "layout_name"]

INFOBOX_LAYOUT = f"{FOLDER}/infobox.html.j2"
"""The layout of all infoboxes."""


_LEAST = 4
"""Digits of a number with a unit that has marks between its thousands in English."""
_LONGEST_FILE = 200
"""Bytes of a layout's file name; file systems allow a few more."""


_FILTERS = {name: as_filter(function) for name, function in FILTERS.items()}


def _may_be_file(name: str) -> bool:
    return "/" not in name and "\0" not in name and len(name.encode()) <= _LONGEST_FILE


def _no_file(_: str) -> bool:
    return False


class Layouts:
    """The layouts in the given templates' folders, for an article in ``language``.

    ``places`` are those of transclusions in it whose names are not known, ``wiki`` is the address
    of its wiki.
    """

    def __init__(
        self,
        templates: Templates,
        language: str = "en",
        places: Places = NOWHERE,
        wiki: str | None = None,
    ) -> None:
        self._templates = templates
        self._language = language
        self._places = places
        self._names = Names(templates, language, wiki)
        templates.register_all(_FILTERS)
        self._found: dict[str, Layout | None] = {}
        self._shown: dict[Layout, Callable[[str, str], bool]] = {}

    def find(self, name: str, arguments: Sequence[Argument] = ()) -> Layout | None:
        """How ``{{name|arguments}}`` is shown; ``HIDDEN``, or None when nothing says it."""
        if name not in self._found:
            self._found[name] = self._named(layout_name(name))
        layout = self._found[name]
        if layout is None or layout == BOX:
            return self._find_by_arguments(layout_name(name), arguments, is_box=layout == BOX)
        return layout

    def _named(self, name: str) -> Layout | None:
        """What the name alone says."""
        layout = self._names.find(name)
        own = f"{FOLDER}/{name}.html.j2"
        if _may_be_file(name) and self._templates.exists(own, own=layout is not None):
            return layout if layout and layout.template == own else Layout(own)
        if layout is None and is_nation(name, self._language):
            return Layout(f"{FOLDER}/nation.html.j2")
        return layout

    def _find_by_arguments(
        self, name: str, arguments: Sequence[Argument], *, is_box: bool
    ) -> Layout | None:
        """What its arguments and its place say of a transclusion whose name says too little."""
        if is_bare(arguments):
            return HIDDEN if is_box or name in self._places.boxes else None
        if self._is_citation(arguments):
            return Layout(f"{FOLDER}/cite.html.j2", "cite")
        return Layout(INFOBOX_LAYOUT) if name in self._places.infoboxes else None

    def _is_citation(self, arguments: Sequence[Argument]) -> bool:
        given = {
            without_comments(each.name).strip(): each.value
            for each in arguments
            if each.name and each.value.strip()
        }
        names = self.vocabulary("citation").translate(given) if given else {}
        return "title" in names and not _ONLY_OF_WORKS.isdisjoint(names)

    def shows(self, layout: Layout, argument: str, value: str) -> bool:
        """Whether a layout shows an argument, or leaves it out on purpose. Raises ProblemError."""
        if layout not in self._shown:  # its files are read once, not for each argument
            self._shown[layout] = self._shown_by(layout)
        return self._shown[layout](argument, value)

    def shown_instead(self, layout: Layout, argument: str, arguments: Sequence[str]) -> str | None:
        """Return which of ``arguments`` a layout shows in place of one. Raises ProblemError."""
        if self._hidden_by(layout).hides(argument):
            return None
        text = self._templates.read(layout.template)
        if _CITES in text:
            meanings = self.vocabulary("citation").meanings(arguments)
            first = next(each for each in arguments if meanings[each] == meanings[argument])
            if first != argument:
                return first
        reads = reads_of(text, layout.variant, self._templates.read)
        return reads.instead_of(argument, arguments)

    def _shown_by(self, layout: Layout) -> Callable[[str, str], bool]:
        text = self._templates.read(layout.template)
        words = self.vocabulary("citation") if _CITES in text else None
        reads = reads_of(text, layout.variant, self._templates.read)
        hidden = self._hidden_by(layout)
        is_own = self._templates.exists(layout.template, own=True)
        shows_all = is_own and reads_unknown(text)

        def shows(argument: str, value: str) -> bool:
            if shows_all or (words and words.argument_of(argument)):
                return True
            return reads.covers(argument) or hidden.hides(argument, value)

        return shows

    def hides(self, layout: Layout, argument: str, value: str) -> bool:
        """Whether a layout leaves out an argument with this value. Raises ProblemError."""
        return self._hidden_by(layout).hides(argument, value)

    def _hidden_by(self, layout: Layout) -> Hidden:
        return self.hidden(layout.template.removeprefix(f"{FOLDER}/").removesuffix(".html.j2"))

    def hidden(self, layout: str) -> Hidden:
        """The arguments that a layout (``cite``) leaves out on purpose. Raises ProblemError."""
        names = parse_hidden(*self._hidden)
        return names.get(layout) or names[EVERY_LAYOUT]

    def hidden_in_box(self, family: str) -> Hidden:
        """The arguments that infoboxes of a family leave out on purpose. Raises ProblemError."""
        names = parse_hidden(*self._hidden)
        return names.get(f"{INFOBOX}/{family}") or names[INFOBOX]

    def hides_without_layout(self, argument: str, value: str) -> bool:
        """Whether a transclusion of which nothing is known is shown without an argument."""
        return self.hidden(NO_LAYOUT).hides(argument, value)

    @cached_property
    def _hidden(self) -> tuple[tuple[str, Path], ...]:
        return tuple(self._templates.layers(f"{FOLDER}/hidden.yaml"))

    def arrange_infobox(
        self,
        name: str,
        arguments: Sequence[Argument],
        title: str | None = None,
        has_file: Callable[[str], bool] = _no_file,
    ) -> KeyFacts:
        """Arrange an infobox by its family (see ``arranging``). Raises ProblemError."""
        layout = self.find(name, arguments)
        family = layout.variant if layout and layout.template == INFOBOX_LAYOUT else ""
        return arrange_infobox(
            arguments,
            self._family(family),
            self.hidden_in_box(family),
            name=layout_name(name),
            title=title,
            has_file=has_file,
        )

    def _family(self, name: str) -> Family:
        file = f"{FOLDER}/infoboxes/{name}.yaml"
        known = bool(name) and self._templates.exists(file)
        family = parse_family(*self._templates.read_table(file)) if known else Family()
        return replace(family, least=_LEAST) if self._language.startswith("en") else family

    def words(self) -> Mapping[str, str]:
        """What layouts say of their own, in the article's language. Raises ProblemError."""
        return read_words(self._language, self._templates, f"{FOLDER}/words.yaml").words

    def vocabulary(self, family: str) -> Vocabulary:
        """What the arguments of a family of transclusions are called. Raises ProblemError."""
        return self._vocabularies[family]

    @cached_property
    def _vocabularies(self) -> Mapping[str, Vocabulary]:
        return _vocabularies(*self._templates.read_table(f"{FOLDER}/arguments.yaml"))


_CITES = 'vocabulary("citation")'
"""What the template of a layout has in it that cites works."""
_ONLY_OF_WORKS = frozenset(
    "url chapter-url archive-url access-date publisher work encyclopedia isbn issn doi oclc".split()
)
"""Arguments by which a work is known, other than its title: no box has them."""


@lru_cache(maxsize=8)
def _vocabularies(text: str, path: Path) -> Mapping[str, Vocabulary]:
    data = load_table(text, path).data
    return {
        family: Vocabulary(table)
        for family, table in (data.items() if isinstance(data, dict) else ())
    }
