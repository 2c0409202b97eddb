"""Hiding: whether a style sheet hides an element that its readers must see.

It errs on the side of caution: a rule that hides in one medium, or that a later rule makes up for,
hides. What lies over an element is not looked for: the page's own layers see to that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

import tinycss2
import tinycss2.color4
from cssselect2 import ElementWrapper, SelectorError, compile_selector_list

from wikibrief.page.tree import has_class, read_sheets
from wikibrief.templating.rules import StyleRule, walk_blocks, walk_last_frames, walk_rules

__all__ = ["Hiding", "compile_selector", "find_elements", "find_hiding"]


class Hiding(NamedTuple):
    """What hides an element, as it is written; its line and column where it is in the sheet."""

    text: str
    place: tuple[int, int] | None = None


def find_hiding(page: Element, name: str, sheet: str) -> Iterator[Hiding]:
    """Find what hides any element of a class, or what it is in, on a page with a style sheet."""
    seen = [*_with_ancestors(find_elements(page, name))]
    for element in seen:
        if _CLOSING & {*element.etree_element.attrib} or element.local_name in _CLOSED:
            hidden = "".join(
                f" {each}" for each in element.etree_element.attrib if each in _CLOSING
            )
            yield Hiding(f"<{element.local_name}{hidden}>")
        style = tinycss2.parse_blocks_contents(element.etree_element.get("style", ""))
        yield from _without_places(_Hides.of(sheet).search(style))
    yield from _search(sheet, seen)
    for inner in read_sheets(page):
        yield from _without_places(_search(inner.replace(sheet, ""), seen))


def find_elements(page: Element, name: str) -> list[Any]:
    """The elements of a class, as ``ElementWrapper`` for selectors."""
    root = ElementWrapper.from_html_root(page, content_language=None)
    return [each for each in root.iter_subtree() if has_class(each.etree_element, name)]


def _without_places(hidings: Iterable[Hiding]) -> Iterator[Hiding]:
    return (Hiding(each.text) for each in hidings)


def _search(sheet: str, elements: Sequence[Any]) -> Iterator[Hiding]:
    hides = _Hides.of(sheet)
    for rule in walk_rules(sheet):
        hidings = [*hides.search(rule.declarations)]
        if hidings and _applies(rule, elements):
            yield from hidings


_CLOSED = frozenset(
    """template noscript details dialog audio canvas datalist head iframe math meter
noframes object progress script select style svg textarea title video""".split()
)
"""Elements whose content is not always shown, or is not shown as it is."""

_CLOSING = frozenset({"hidden", "popover"})
"""Attributes that do the same to any element."""


def _with_ancestors(elements: Iterable[Any]) -> Iterable[Any]:
    """Each of some elements, and all that it is in, once."""
    found: dict[Element, Any] = {}
    for element in elements:
        found |= {each.etree_element: each for each in (element, *element.ancestors)}
    return found.values()


def _applies(rule: StyleRule, elements: Iterable[Any]) -> bool:
    return any(
        selector.test(element)
        for each in rule.selectors
        for selector in compile_selector(each, _TEXT)
        for element in elements
    )


_TEXT = frozenset({"first-line", "first-letter"})
"""Pseudo-elements that are some of an element's own text; all of it, where it is short."""


def compile_selector(selector: str, parts: Collection[str] = ()) -> list[Any]:
    """Compile a selector; of what generates a box of its own, none.

    Of pseudo-elements, ``parts`` count as the element.
    """
    try:
        compiled = compile_selector_list(selector)
    except SelectorError as failure:
        known = _replace_unknown(selector, failure)
        return compile_selector(known, parts) if known != selector else []
    return [each for each in compiled if each.pseudo_element in {None, *parts}]


def _replace_unknown(selector: str, failure: SelectorError) -> str:
    """Put what is always or never so for what browsers know and the library does not."""
    reason = str(failure.args[-1])
    if reason.startswith("undefined namespace prefix"):
        return _NAMESPACE.sub("*|", selector)
    if reason in _ALWAYS:
        return _ALWAYS[reason].sub("", selector)
    if reason in _OLD_NAMES:
        return re.sub(rf":{reason}\(", ":is(", selector, flags=re.IGNORECASE)
    unknown = rf"(?<!:):{re.escape(reason)}(?![\w-]){_ARGUMENTS}"
    return re.sub(unknown, ":not(*)", selector, flags=re.IGNORECASE)


_NAMESPACE = re.compile(r"[\w-]+\|(?!=)")
_OLD_NAMES = frozenset({"-webkit-any", "-moz-any"})
"""Of ``:is()``."""
_ARGUMENTS = r"(?:\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))?"
_ALWAYS = {
    "defined": re.compile(r"(?<!:):defined(?![\w-])", re.IGNORECASE),
    "dir": re.compile(r"(?<!:):dir\([^()]*\)", re.IGNORECASE),
}
"""Pseudo-classes that the marking may have on any page."""


class _Hides(NamedTuple):
    """What hides in a sheet: what its variables hold, and its animations that end out of sight."""

    variables: Mapping[str, Sequence[Any]]
    animations: frozenset[str]

    @classmethod
    def of(cls, sheet: str) -> _Hides:
        return _read_hides(sheet)

    def search(self, declarations: Iterable[Any]) -> Iterator[Hiding]:
        """The declarations that leave nothing to see of an element."""
        for each in declarations:
            if each.type == "declaration" and self._does_hide(each):
                text = f"{each.name}: {tinycss2.serialize(each.value).strip()}"
                yield Hiding(text, (each.source_line, each.source_column))

    def _does_hide(self, declaration: Any) -> bool:  # noqa: ANN401
        name = declaration.lower_name.removeprefix("-webkit-").removeprefix("-moz-")
        values = self._values(declaration.value)
        if name in {"animation", "animation-name"}:
            return any(getattr(each, "value", None) in self.animations for each in values)
        return name in _HIDES and any(map(_HIDES[name], values))

    def _values(self, tokens: Iterable[Any], depth: int = 0) -> Iterator[Any]:
        """What a property may get: all that a variable in it may hold."""
        for each in tokens:
            if each.type == "function" and each.lower_name == "var" and depth < _DEEPEST:
                names = [name.value for name in each.arguments if name.type == "ident"][:1]
                held = [value for name in names for value in self.variables.get(name, ())]
                yield from self._values(held or each.arguments[2:], depth + 1)
            elif each.type == "function" and each.lower_name in _STAND_INS and depth < _DEEPEST:
                yield from self._values(each.arguments, depth + 1)
            elif each.type != "whitespace":
                yield each


_DEEPEST = 5
"""How many variables may be in each other."""
_STAND_INS = frozenset({"attr", "env", "if"})
"""Functions that may come to any of their arguments: ``env(unknown, none)``."""


@lru_cache(maxsize=8)
def _read_hides(sheet: str) -> _Hides:
    variables: dict[str, list[Any]] = {}
    for block in walk_blocks(sheet):
        for each in block.declarations:
            if each.name.startswith("--"):
                variables.setdefault(each.name, []).extend(each.value)
            elif each.lower_name == "initial-value":  # of `@property --name`
                name = tinycss2.serialize(block.rules[-1].prelude).strip()
                variables.setdefault(name, []).extend(each.value)
    hides = _Hides(variables, frozenset())
    ends = (name for name, last in walk_last_frames(sheet) if any(hides.search(last)))
    return hides._replace(animations=frozenset(ends))


Test = Callable[[Any], bool]
"""Whether a value, a token of tinycss2, hides an element that has it."""


def _is_word(*words: str) -> Test:
    return lambda value: value.type == "ident" and value.lower_value in words


def _is_not_word(*words: str) -> Test:
    return lambda value: not _is_word(*words, "inherit", "initial", "unset", "revert")(value)


def _is_less(pixels: float) -> Test:
    return lambda value: (size := _pixels(value)) is not None and size < pixels


def _pixels(value: Any) -> float | None:  # noqa: ANN401
    """Some length in CSS pixels, about; None for what is no length, or a share of another one."""
    if value.type == "number" or _is_share(value):
        return 0.0 if value.value == 0 else None
    if value.type == "dimension":
        return float(value.value) * _UNITS.get(value.lower_unit, 16)
    if value.type == "function" and value.lower_name in _MATH:
        return _compute(value)
    return None


def _compute(value: Any) -> float | None:  # noqa: ANN401
    """What a function comes to at most, about; None where that depends on another length."""
    if value.lower_name == "calc" and any(map(_is_share, value.arguments)):
        return None
    lengths = [size for each in value.arguments if (size := _pixels(each)) is not None]
    return (min if value.lower_name == "min" else max)(lengths, default=None)


_MATH = frozenset({"calc", "min", "max", "clamp"})


def _is_share(value: Any) -> bool:  # noqa: ANN401
    is_of_window = value.type == "dimension" and _is_of_window(value)
    return bool(value.type == "percentage" or is_of_window)


def _is_of_window(value: Any) -> bool:  # noqa: ANN401
    return bool(value.lower_unit.endswith(("vw", "vh", "vi", "vb", "vmin", "vmax")))


_UNITS = {"px": 1.0, "pt": 4 / 3, "mm": 3.8, "cm": 38.0, "in": 96.0, "q": 1.0}
"""How many pixels a unit has, of those that are not about the size of a letter."""


def _is_beyond(value: Any) -> bool:  # noqa: ANN401
    """Whether what is moved so far may be off the page, on either side of it."""
    if _is_share(value):
        return bool(abs(value.value) >= _WHOLE)
    pixels = _pixels(value)
    return pixels is not None and not _FAR <= pixels < _WIDE


def _is_faint(value: Any) -> bool:  # noqa: ANN401
    return _is_below(value, _LEAST_OPACITY)


def _is_below(value: Any, least: float) -> bool:  # noqa: ANN401
    if value.type == "percentage":
        return bool(value.value < least * 100)
    return bool(value.type == "number" and value.value < least)


def _is_see_through(value: Any) -> bool:  # noqa: ANN401
    colour = tinycss2.color4.parse_color(value)
    return bool(colour and colour != "currentcolor" and colour.alpha < _LEAST_OPACITY)


def _is_dimming(value: Any) -> bool:  # noqa: ANN401
    """Whether a filter leaves little of what is filtered."""
    if value.type != "function":
        return False
    if value.lower_name == "blur":
        return any(map(_is_more(2), value.arguments))
    least = {"opacity": _LEAST_OPACITY, "brightness": 0.4, "contrast": 0.4}.get(value.lower_name)
    return least is not None and any(_is_below(each, least) for each in value.arguments)


def _is_more(pixels: float) -> Test:
    return lambda value: (size := _pixels(value)) is not None and size > pixels


def _is_transforming(value: Any) -> bool:  # noqa: ANN401
    """Whether a transformation may leave nothing to see; one that moves or turns a bit does not."""
    if value.type != "function":
        return False
    if value.lower_name.startswith("translate"):
        return any(map(_is_beyond, value.arguments))
    if value.lower_name.startswith("scale"):
        return any(map(_is_tiny, value.arguments))
    return value.lower_name not in {"rotate", "rotatez", "skew", "skewx", "skewy"}


def _is_tiny(value: Any) -> bool:  # noqa: ANN401
    return _is_below(value, _LEAST_SCALE)


def _is_image(value: Any) -> bool:  # noqa: ANN401
    return bool(value.type == "url" or (value.type == "function" and value.lower_name == "url"))


_LEAST_OPACITY = 0.6
_LEAST_SCALE = 0.4
_SMALLEST = 6.0
"""Pixels: what is smaller can hardly be read."""
_FAR, _WIDE = -100.0, 2000.0
"""Pixels, to the left or up, and to the right or down."""
_WHOLE = 100
"""Of a hundred, of the window or of what an element is in."""

_is_small = _is_less(_SMALLEST)
_AXES = ("-inline", "-block")
_SIDES = ("", "-left", "-right", "-top", "-bottom", *_AXES)
_ENDS = tuple(f"{axis}-{end}" for axis in _AXES for end in ("start", "end"))
_HIDES: dict[str, Test] = {
    "display": _is_word("none"),
    "visibility": _is_word("hidden", "collapse"),
    "content-visibility": _is_word("hidden"),
    "opacity": _is_faint,
    "color": _is_see_through,
    "text-fill-color": _is_see_through,
    "font-size": _is_small,
    "line-height": lambda value: _pixels(value) == 0 or _is_tiny(value),
    "mix-blend-mode": _is_not_word("normal"),
    "letter-spacing": _is_less(-2.0),
    "clip": _is_not_word("auto"),
    "clip-path": _is_not_word("none"),
    "content": _is_image,
    "font": _is_small,
    "mask": _is_not_word("none"),
    "mask-image": _is_not_word("none"),
    "offset-path": _is_not_word("none"),
    "text-security": _is_not_word("none"),
    "transform": _is_transforming,
    "translate": _is_beyond,
    "scale": _is_tiny,
    "zoom": _is_tiny,
    "rotate": _is_word("x", "y"),
    "filter": _is_dimming,
    "z-index": lambda value: value.type == "number" and value.value < 0,
    **dict.fromkeys(("height", "max-height", "block-size", "max-block-size"), _is_small),
    **dict.fromkeys(("width", "max-width", "inline-size", "max-inline-size"), _is_small),
    **dict.fromkeys(("left", "right", "top", "bottom", "text-indent"), _is_beyond),
    **{f"inset{side}": _is_beyond for side in (*_SIDES, *_ENDS)},
    **{f"margin{side}": _is_beyond for side in (*_SIDES, *_ENDS)},
    **{f"padding{side}": _is_beyond for side in (*_SIDES, *_ENDS)},
}
"""What hides, by property, without a prefix (``-webkit-``)."""
