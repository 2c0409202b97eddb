"""The font families that style sheets name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from wikibrief.templating.rules import Block, split_at_commas, walk_blocks

__all__ = ["find_families", "find_font_variables"]

_FONTS = frozenset({"font-family", "font"})


def find_families(
    text: str, variables: Collection[str]
) -> Iterator[tuple[str, bool, tuple[int, int]]]:
    """Yield each font family that is named, whether an ``@font-face`` defines it, and its place.

    ``variables`` are custom properties that hold families (``--text``).
    """
    for block in walk_blocks(text):
        for declaration in block.declarations:
            name = declaration.lower_name
            if name not in {*_FONTS, *variables}:
                continue
            place = declaration.source_line, declaration.source_column
            for words in split_at_commas(declaration.value):
                if family := _family(words, is_shorthand=name == "font"):
                    yield family, _defines_font(block), place


def find_font_variables(text: str) -> Iterator[str]:
    """Yield the custom properties that a style sheet takes font families from."""
    for block in walk_blocks(text):
        for declaration in block.declarations:
            if declaration.lower_name in _FONTS:
                yield from _variables(declaration.value)


def _variables(values: Iterable[Any]) -> Iterator[str]:
    calls = (each for each in values if each.type == "function" and each.lower_name == "var")
    return (each.value for call in calls for each in call.arguments[:1] if each.type == "ident")


def _defines_font(block: Block) -> bool:
    rule = block.rules[-1]
    return bool(rule.type == "at-rule" and rule.lower_at_keyword == "font-face")


def _family(words: list[Any], *, is_shorthand: bool) -> str:
    """Return the name that a family's words are; in ``font``, those that come after the size."""
    words = [word for word in words if word.type not in {"whitespace", "comment"}]
    if is_shorthand:
        kinds = [word.type for word in words]
        sizes = [
            at for at, kind in enumerate(kinds) if kind in {"dimension", "percentage", "number"}
        ]
        words = words[sizes[-1] + 1 :] if sizes else words
    if len(words) == 1 and words[0].type == "string":
        return str(words[0].value)
    if words and all(word.type == "ident" for word in words):
        return " ".join(str(word.value) for word in words)
    return ""
