"""Contrast: how far two colours are from each other, and what a style sheet leaves no contrast."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

import tinycss2
import tinycss2.color4

from wikibrief.model.colours import contrast
from wikibrief.page.marking.hiding import Hiding, compile_selector, find_elements
from wikibrief.page.tree import read_sheets
from wikibrief.templating.rules import StyleRule, walk_rules

__all__ = ["LEAST_CONTRAST", "find_faint"]

LEAST_CONTRAST = 1.5
"""Of a marking's colour and what is behind it: amber on white has 1.6."""


def find_faint(page: Element, name: str, sheet: str) -> Iterator[Hiding]:
    """Find what gives an element of a class the colour of its own background.

    Of rules for several media, those count that win if all of them apply. A colour that is not
    given as one, as by a variable, is not looked at.
    """
    rules = _find_rules([sheet])
    inner = _find_rules(each.replace(sheet, "") for each in read_sheets(page))
    for element in find_elements(page, name):
        if faint := _find_faint(_choose(rules, element)):
            yield faint
        elif faint := _find_faint(_choose([*rules, *inner, _read_own(element)], element)):
            yield faint._replace(place=None)


def _find_rules(sheets: Iterable[str]) -> list[StyleRule]:
    """The rules of style sheets that give colours."""
    rules = (rule for sheet in sheets for rule in walk_rules(sheet))
    return [rule for rule in rules if any(map(_property, rule.declarations))]


def _read_own(element: Any) -> StyleRule:  # noqa: ANN401
    """An element's ``style``, as a rule for any: it has the last word."""
    nodes = tinycss2.parse_blocks_contents(element.etree_element.get("style", ""))
    return StyleRule([_OWN], [node for node in nodes if node.type == "declaration"])


def _find_faint(chosen: Mapping[str, _Choice]) -> Hiding | None:
    """What is faint of the colours that win."""
    colours = [_colour(each.declaration) for each in chosen.values()]
    ink, ground = colours if len(colours) == len(_PARTS) else (None, None)
    if not ink or not ground or contrast(ink, ground) >= LEAST_CONTRAST:
        return None
    last = max(chosen.values(), key=lambda each: each.weight).declaration
    text = f"{last.name}: {tinycss2.serialize(last.value).strip()}"
    return Hiding(text, (last.source_line, last.source_column))


_OWN = f"*{':not(#_)' * 9}"
"""A selector for any element, of more weight than those that people write."""


class _Choice(NamedTuple):
    """A declaration that applies to an element; of two, the one of more weight wins."""

    weight: tuple[Any, ...]
    declaration: Any


_PARTS = "ink", "ground"
_PROPERTIES = {"color": "ink", "background": "ground", "background-color": "ground"}
"""What gives an element its colours, and to which part of it."""


def _property(declaration: Any) -> str | None:  # noqa: ANN401
    return _PROPERTIES.get(declaration.lower_name)


def _choose(rules: Iterable[StyleRule], element: Any) -> dict[str, _Choice]:  # noqa: ANN401
    """The declarations that win, the one of the ink first."""
    chosen: dict[str, _Choice] = {}
    for order, rule in enumerate(rules):
        compiled = [one for each in rule.selectors for one in compile_selector(each)]
        specificities = [each.specificity for each in compiled if element.matches(each)]
        for declaration in rule.declarations if specificities else ():
            if name := _property(declaration):
                weight = bool(declaration.important), max(specificities), order
                choice = _Choice(weight, declaration)
                chosen[name] = max(choice, chosen.get(name, choice), key=lambda each: each.weight)
    return {part: chosen[part] for part in _PARTS if part in chosen}


def _colour(declaration: Any) -> Sequence[float] | None:  # noqa: ANN401
    """The colour that a declaration gives, if it is one that nothing is seen through."""
    found = [tinycss2.color4.parse_color(each) for each in declaration.value]
    known = [each for each in found if each and each != "currentcolor"]
    if len(known) != 1 or known[0].alpha < 1:
        return None
    return tuple(known[0].to("srgb").coordinates)
