"""Hiding: whether a style sheet hides an element that its readers must see.

It errs on the side of caution: a rule that hides in one medium, or that a later rule makes up for,
hides. What lies over an element is not looked for: the page's own layers see to that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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
    for element in seen:
        if "hidden" in element.etree_element.attrib or element.local_name in _CLOSED:
            hidden = " hidden" if "hidden" in element.etree_element.attrib else ""
            yield Hiding(f"<{element.local_name}{hidden}>")
        style = element.etree_element.get("style", "")
        yield from _without_places(_hidings(tinycss2.parse_blocks_contents(style)))
    yield from _search(sheet, seen)
    for style in page.iter("style"):
        yield from _without_places(_search((style.text or "").replace(sheet, ""), seen))


def _without_places(hidings: Iterable[Hiding]) -> Iterator[Hiding]:
    return (Hiding(each.text) for each in hidings)


def _search(sheet: str, elements: Sequence[Any]) -> Iterator[Hiding]:
    for rule in walk_rules(sheet):
        hidings = [*_hidings(rule.declarations)]
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
    """Compile a selector; of what it does not know, or generates a box of its own, none."""
    try:
        compiled = compile_selector_list(selector)
    except SelectorError:
        return []
    return [each for each in compiled if each.pseudo_element is None]


def _hidings(declarations: Iterable[Any]) -> Iterator[Hiding]:
    """The declarations that leave nothing to see of an element."""
    for each in declarations:
        hides = _HIDES.get(each.lower_name) if each.type == "declaration" else None
        values = [value for value in each.value if value.type != "whitespace"] if hides else []
        if hides and any(map(hides, values)):
            text = f"{each.name}: {tinycss2.serialize(each.value).strip()}"
            yield Hiding(text, (each.source_line, each.source_column))


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
    return None


_UNITS = {"px": 1.0, "pt": 4 / 3, "mm": 3.8, "cm": 38.0, "in": 96.0, "q": 1.0}
_UNITS |= {"vw": 4.0, "vh": 4.0}
"""How many pixels a unit has, of those that are not about the size of a letter."""


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
_FAR = -100.0
"""Pixels: what is moved so far may be off the page."""

_is_small, _is_far = _is_less(_SMALLEST), _is_less(_FAR)
_HIDES: dict[str, Test] = {
    "display": _is_word("none"),
    "visibility": _is_word("hidden", "collapse"),
    "content-visibility": _is_word("hidden"),
    "opacity": _is_faint,
    "color": _is_see_through,
    "-webkit-text-fill-color": _is_see_through,
    "font-size": _is_small,
    "line-height": lambda value: value.type == "number" and value.value == 0,
    "letter-spacing": _is_less(-2.0),
    "clip": _is_not_word("auto"),
    "clip-path": _is_not_word("none"),
    "mask": _is_not_word("none"),
    "mask-image": _is_not_word("none"),
    "transform": _is_not_word("none"),
    "translate": _is_not_word("none"),
    "scale": _is_not_word("none"),
    "rotate": _is_not_word("none"),
    "filter": _is_function("opacity", "blur", "brightness", "contrast"),
    "z-index": lambda value: value.type == "number" and value.value < 0,
    **dict.fromkeys(("height", "max-height", "block-size", "max-block-size"), _is_small),
    **dict.fromkeys(("width", "max-width", "inline-size", "max-inline-size"), _is_small),
    **dict.fromkeys(("left", "right", "top", "bottom", "inset", "text-indent"), _is_far),
    **dict.fromkeys(("inset-inline", "inset-block", "inset-inline-start"), _is_far),
    **dict.fromkeys(("margin", "margin-left", "margin-right", "margin-top"), _is_far),
    **dict.fromkeys(("margin-inline", "margin-inline-start", "margin-block"), _is_far),
}
"""What hides, by property."""
