"""Matching: which rules may be for an element, so that few of them are tried for each.

cssselect2 finds rules by the class or the name that their selector ends with, and tries those with
``:is(…)`` at the end, or a pseudo-element alone, for every element. Here they are found by each of
the classes and names in ``:is(…)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from cssselect2 import Matcher, parser
from cssselect2.compiler import CompiledSelector
from weasyprint import CSS, html

__all__ = ["QuickMatcher", "read_default_sheets", "remember_selectors"]

# WeasyPrint's own types are unknown to mypy, hence Any.

_CHOICES = (parser.MatchesAnySelector, parser.SpecificityAdjustmentSelector)
_LISTED = frozenset({"li", "summary"})
"""Names of the elements that have a marker, where no style sheet makes others items of lists."""
_OF_NOTES = ("footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback")


@cache
def remember_selectors() -> None:
    """Let compiled selectors keep what they were compiled from."""
    compile_selector = CompiledSelector.__init__

    def compile_and_keep(self: Any, parsed: Any) -> None:  # noqa: ANN401
        compile_selector(self, parsed)
        self.parsed_tree = parsed.parsed_tree

    CompiledSelector.__init__ = compile_and_keep


class QuickMatcher(Matcher):  # type: ignore[misc]
    """A matcher that tries few rules; an element may match one twice, which is the same as once.

    ``elements`` are those that alone have a pseudo-element.
    """

    def __init__(self, elements: Mapping[str, frozenset[str]] | None = None) -> None:
        super().__init__()
        self._elements = elements or {}

    def add_selector(self, selector: Any, payload: Any) -> None:  # noqa: ANN401
        """Add a selector where an element that it can match is looked for."""
        before = len(self.other_selectors)
        super().add_selector(selector, payload)
        if len(self.other_selectors) == before:
            return
        names = self._elements.get(selector.pseudo_element)
        found = {("name", name) for name in names} if names is not None else _find_ends(selector)
        if found is None:
            return
        entry = self.other_selectors.pop()
        for what, name in found:
            known = self.class_selectors if what == "class" else self.lower_local_name_selectors
            known.setdefault(name, []).append(entry)


def _find_ends(selector: Any) -> set[tuple[str, str]] | None:  # noqa: ANN401
    """Return classes and names of which an element has one if it matches; None if it need not."""
    tree = selector.parsed_tree
    last = tree.right if isinstance(tree, parser.CombinedSelector) else tree
    for each in last.simple_selectors:
        if isinstance(each, _CHOICES):
            ends = [next(_find_end(choice), None) for choice in each.selector_list]
            if all(ends):
                return {end for end in ends if end}
    return None


def _find_end(choice: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Yield the classes, then the names, that an element needs to be what is between commas."""
    tree = getattr(choice, "parsed_tree", choice)
    last = tree.right if isinstance(tree, parser.CombinedSelector) else tree
    simple = getattr(last, "simple_selectors", [])
    for each in simple:
        if isinstance(each, parser.ClassSelector):
            yield "class", each.class_name
    for each in simple:
        if isinstance(each, parser.LocalNameSelector):
            yield "name", each.lower_local_name


def read_default_sheets(style: str) -> tuple[Any, Any]:
    """Read WeasyPrint's style sheets of HTML and of its attributes, for a page with a style.

    Without notes on pages, and without elements that are made items of lists, few elements have
    the pseudo-elements of these.
    """
    return _read_defaults(bool(_NOTES.search(style)), "list-item" in style)


_NOTES = re.compile(r"float\s*:\s*(?:foot)?note", re.IGNORECASE)


@cache
def _read_defaults(has_notes: bool, has_items: bool) -> tuple[Any, Any]:  # noqa: FBT001
    pseudo = {} if has_notes else dict.fromkeys(_OF_NOTES, frozenset[str]())
    if not has_items:
        pseudo["marker"] = _LISTED
    of_html = CSS(string=html.UA, counter_style={}, matcher=QuickMatcher(pseudo))
    return of_html, CSS(string=html.PH, matcher=QuickMatcher())
