"""Hiding: whether a style sheet hides an element that its readers must see.

It errs on the side of caution: a rule that hides in one medium, or that a later rule makes up for,
hides; a variable has all values that it has anywhere, and an unknown pseudo-class may hold. What
lies over an element is not looked for: the page's own layers see to that. Nor are colours compared
with what is behind them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

import tinycss2
import tinycss2.color4
from cssselect2 import ElementWrapper, SelectorError, compile_selector_list

from wikibrief.page.tree import has_class, parse_page
from wikibrief.templating.styles import Rule, walk_rules

__all__ = ["Hiding", "find_hiding"]


class Hiding(NamedTuple):
    """What hides an element, as it is written; its line and column where it is in the sheet."""

    text: str
    place: tuple[int, int] | None = None


def find_hiding(html: str, name: str, sheet: str) -> Iterator[Hiding]:
    """Find what hides any element of a class, or what it is in, on a page with a style sheet."""
    page = parse_page(html)
    seen = [*_with_ancestors(ElementWrapper.from_html_root(page, content_language=None), name)]
    rules = [*walk_rules(sheet)]
    others = [
        rule
        for style in page.iter("style")
        for rule in walk_rules((style.text or "").replace(sheet, ""))
    ]
    written = [tinycss2.parse_blocks_contents(each.etree_element.get("style", "")) for each in seen]
    variables = _collect_variables(
        chain(*(rule.declarations for rule in (*rules, *others)), *written)
    )
    yield from _search(rules, seen, variables)
    for element, declarations in zip(seen, written, strict=True):
        if "hidden" in element.etree_element.attrib or element.local_name in _CLOSED:
            hidden = " hidden" if "hidden" in element.etree_element.attrib else ""
            yield Hiding(f"<{element.local_name}{hidden}>")
        yield from _without_places(_hidings(declarations, variables))
    yield from _without_places(_search(others, seen, variables))


def _without_places(hidings: Iterable[Hiding]) -> Iterator[Hiding]:
    return (Hiding(each.text) for each in hidings)


_Variables = Mapping[str, Sequence[Any]]
"""Custom properties, each with the tokens of all values that it has anywhere."""


def _collect_variables(declarations: Iterable[Any]) -> _Variables:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for each in declarations:
        if each.type == "declaration" and each.name.startswith("--"):
            found[each.name] += each.value
    return found


def _search(
    rules: Iterable[Rule], elements: Sequence[Any], variables: _Variables
) -> Iterator[Hiding]:
    for rule in rules:
        hidings = [*_hidings(rule.declarations, variables)]
        if hidings and _applies(rule, elements):
            yield from hidings


_CLOSED = frozenset({"template", "noscript", "details", "dialog"})
"""Elements whose content is not always shown."""


def _with_ancestors(root: Any, name: str) -> Iterator[Any]:  # noqa: ANN401  an ElementWrapper
    """Each element of a class, and all that it is in, once."""
    found: dict[Element, Any] = {}
    for element in root.iter_subtree():
        if has_class(element.etree_element, name):
            found |= {each.etree_element: each for each in (element, *element.ancestors)}
    yield from found.values()


def _applies(rule: Rule, elements: Iterable[Any]) -> bool:
    return any(
        element.matches(*selectors)
        for selectors in map(_compile, rule.selectors)
        for element in elements
    )


def _compile(selector: str) -> list[Any]:
    """Compile a selector, without pseudo-classes if one is not known; no pseudo-element is seen."""
    while True:
        try:
            compiled = compile_selector_list(selector or "*")
        except SelectorError:
            shorter = _PSEUDO_CLASS.sub("", selector)
            if shorter == selector:
                return []
            selector = shorter
        else:
            return [each for each in compiled if each.pseudo_element is None]


_PSEUDO_CLASS = re.compile(r"(?<!:):[\w-]+(?:\([^()]*\))?(?!\()")
"""The innermost, where there are some inside of others."""


def _hidings(declarations: Iterable[Any], variables: _Variables) -> Iterator[Hiding]:
    """The declarations that leave nothing to see of an element."""
    for each in declarations:
        hides = _HIDES.get(each.lower_name) if each.type == "declaration" else None
        if hides and any(map(hides, _expand(each.value, variables))):
            text = f"{each.name}: {tinycss2.serialize(each.value).strip()}"
            yield Hiding(text, (each.source_line, each.source_column))


def _expand(
    tokens: Iterable[Any], variables: _Variables, within: frozenset[str] = frozenset()
) -> Iterator[Any]:
    """The tokens of a value, and those that its variables, or what is there without them, have."""
    for token in tokens:
        if token.type == "function" and token.lower_name == "var":
            name = next((each.value for each in token.arguments if each.type == "ident"), "")
            if name not in within:
                others = [*variables.get(name, ()), *token.arguments]
                yield from _expand(others, variables, within | {name})
        elif token.type != "whitespace":
            yield token


Test = Callable[[Any], bool]
"""Whether a value, a token of tinycss2, hides an element that has it."""


def _is_word(*words: str) -> Test:
    return lambda value: value.type == "ident" and value.lower_value in words


def _is_not_word(*words: str) -> Test:
    return lambda value: not _is_word(*words, "inherit", "initial", "unset", "revert")(value)


def _is_less(pixels: float) -> Test:
    return lambda value: (size := _pixels(value)) is not None and size < pixels


def _pixels(value: Any) -> float | None:  # noqa: ANN401
    """Some length in CSS pixels, about; None for what is no length."""
    if value.type == "number":
        return float(value.value) if value.value == 0 else None
    if value.type == "dimension":
        return float(value.value) * _UNITS.get(value.lower_unit, 16)
    if value.type == "percentage":
        return float(value.value) * 16 / 100
    if value.type == "function" and value.lower_name in _MATH:
        choose = min if value.lower_name == "min" else max
        return choose(filter(None, map(_pixels, value.arguments)), default=0.0)
    return None


_MATH = frozenset({"calc", "min", "max", "clamp"})
_UNITS = {"px": 1.0, "pt": 4 / 3, "mm": 3.8, "cm": 38.0, "in": 96.0, "q": 1.0}
_UNITS |= {"vw": 4.0, "vh": 4.0}
"""How many pixels a unit has, of those that are not about the size of a letter."""


def _is_far(value: Any) -> bool:  # noqa: ANN401
    """Whether what is moved so far may be off the page."""
    if value.type == "percentage":
        return not -50 < value.value < 100
    size = _pixels(value)
    return size is not None and not _FAR[0] <= size <= _FAR[1]


def _is_faint(value: Any) -> bool:  # noqa: ANN401
    if value.type == "percentage":
        return bool(value.value < _LEAST_OPACITY * 100)
    return bool(value.type == "number" and value.value < _LEAST_OPACITY)


def _is_see_through(value: Any) -> bool:  # noqa: ANN401
    colour = tinycss2.color4.parse_color(value)
    return bool(colour and colour != "currentcolor" and colour.alpha < _LEAST_OPACITY)


def _is_function(*names: str) -> Test:
    return lambda value: value.type == "function" and value.lower_name in names


_LEAST_OPACITY = 0.6
_SMALLEST = 6.0
"""Pixels: what is smaller can hardly be read."""
_FAR = -100.0, 2000.0
"""Pixels to either side: what is moved farther may be off the page."""
_SIDES = ("left", "right", "top", "bottom", "block", "inline")
_ENDS = tuple(f"{way}{end}" for way in ("block", "inline") for end in ("-start", "-end"))

_is_small = _is_less(_SMALLEST)
_HIDES: dict[str, Test] = {
    "display": _is_word("none"),
    "visibility": _is_word("hidden", "collapse"),
    "content-visibility": _is_word("hidden"),
    "opacity": _is_faint,
    "color": _is_see_through,
    "-webkit-text-fill-color": _is_see_through,
    "font": _is_small,
    "font-size": _is_small,
    "line-height": lambda value: value.type == "number" and value.value == 0,
    "letter-spacing": _is_less(-2.0),
    "clip": _is_not_word("auto"),
    "clip-path": _is_not_word("none"),
    **dict.fromkeys(("mask", "mask-image"), _is_not_word("none")),
    **dict.fromkeys(("-webkit-mask", "-webkit-mask-image"), _is_not_word("none")),
    "transform": _is_not_word("none"),
    "translate": _is_not_word("none"),
    "scale": _is_not_word("none"),
    "zoom": _is_faint,
    "rotate": _is_not_word("none"),
    "filter": _is_function("opacity", "blur", "brightness", "contrast"),
    "z-index": lambda value: value.type == "number" and value.value < 0,
    **dict.fromkeys(("height", "max-height", "block-size", "max-block-size"), _is_small),
    **dict.fromkeys(("width", "max-width", "inline-size", "max-inline-size"), _is_small),
    **dict.fromkeys(("inset", "margin", "text-indent", *_SIDES[:4]), _is_far),
    **dict.fromkeys((f"margin-{side}" for side in (*_SIDES, *_ENDS)), _is_far),
    **dict.fromkeys((f"inset-{side}" for side in (*_SIDES[4:], *_ENDS)), _is_far),
}
"""What hides, by property."""
