"""Style sheets as blocks of rules, in the order of the text, whatever they are nested in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import tinycss2

__all__ = ["Block", "StyleRule", "split_at_commas", "walk_blocks", "walk_last_frames", "walk_rules"]

_WITH_RULES = frozenset({"media", "supports", "layer", "container", "scope", "starting-style"})
_DEEPEST = 20
_LONGEST = 100_000
"""Characters that the selectors around a rule may add to it: those of nested lists multiply."""


class Block(NamedTuple):
    """What is in a pair of braces, as tinycss2 has it, and the rules around it from the outermost.

    The whole sheet is a block without rules around it.
    """

    rules: tuple[Any, ...]
    nodes: Sequence[Any]

    @property
    def has_style(self) -> bool:
        """Whether what is in it is for elements: no fonts, no pages, no steps of animations."""
        return all(_is_style(rule) or rule.lower_at_keyword in _WITH_RULES for rule in self.rules)

    @property
    def declarations(self) -> list[Any]:
        """Its own declarations, without those of rules in it."""
        return [node for node in self.nodes if node.type == "declaration"]

    @property
    def selectors(self) -> list[str]:
        """The selectors of its elements, as they are outside of all rules; there may be none."""
        return _selectors(self.rules)


class StyleRule(NamedTuple):
    """A rule of a style sheet: its selectors and its declarations, as tinycss2 has them."""

    selectors: Sequence[str]
    declarations: Sequence[Any]


def walk_blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a style sheet; each is before those in it."""
    nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return _walk(Block((), nodes))


def walk_rules(text: str) -> Iterator[StyleRule]:
    """Yield each rule of a style sheet, those for a medium and those inside of others among them.

    The selectors of one inside are those that it has outside (``.a { .b {} }`` is ``:is(.a) .b``).
    """
    for block in walk_blocks(text):
        declarations = block.declarations if block.has_style else ()
        if declarations and (selectors := block.selectors):
            yield StyleRule(selectors, declarations)


def walk_last_frames(text: str) -> Iterator[tuple[str, Sequence[Any]]]:
    """Yield the name of each animation of a style sheet, and the declarations that it ends with."""
    for block in walk_blocks(text):
        for animation in block.rules[-2:-1]:
            if _is_animation(animation) and any(map(_is_last, block.rules[-1].prelude)):
                name = tinycss2.serialize(animation.prelude).strip().strip("\"'")
                yield name, block.declarations


def _is_last(step: Any) -> bool:  # noqa: ANN401
    if step.type == "percentage":
        return bool(step.value == _WHOLE)
    return bool(step.type == "ident" and step.lower_value == "to")


_WHOLE = 100


def _is_style(rule: Any) -> bool:  # noqa: ANN401
    """Whether a rule begins with selectors, not with a keyword."""
    return bool(rule.type == "qualified-rule")


def _is_animation(rule: Any) -> bool:  # noqa: ANN401
    return not _is_style(rule) and rule.lower_at_keyword in _ANIMATIONS


_ANIMATIONS = frozenset({"keyframes", "-webkit-keyframes", "-moz-keyframes"})


def _walk(block: Block) -> Iterator[Block]:
    yield block
    for node in filter(_is_block, block.nodes):
        rules = (*block.rules, node)
        if len(rules) > _DEEPEST:
            yield Block(rules, [*_flatten(node)])
        else:
            yield from _walk(Block(rules, _parse_content(node)))


def _is_block(node: Any) -> bool:  # noqa: ANN401
    return node.type in {"qualified-rule", "at-rule"} and node.content is not None


def _flatten(rule: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield what is in a rule and in those in it, however deep, without these rules."""
    rules = [rule]
    while rules:
        for node in _parse_content(rules.pop()):
            if _is_block(node):
                rules.append(node)
            else:
                yield node


def _parse_content(rule: Any) -> list[Any]:  # noqa: ANN401
    """Parse what is in a rule, as browsers do: a `;` ends what is neither a rule nor declares."""
    nodes: list[Any] = tinycss2.parse_blocks_contents(
        rule.content, skip_comments=True, skip_whitespace=True
    )
    return nodes


def _selectors(rules: Sequence[Any]) -> list[str]:
    """The selectors of the innermost rule, as they are outside of all others.

    Where that cannot be said, they are of rather more elements than are meant: what hides a marking
    is missed less.
    """
    if len(rules) > _DEEPEST:
        return ["*"]
    selectors: list[str] = []
    scope, is_nested = ":root", False
    for rule in rules:
        root = _root_of_scope(rule)
        if not _is_style(rule) and root is None:
            continue
        outer = f":is({', '.join(selectors)})" if selectors else scope
        selectors = _split_list(rule.prelude if root is None else root)
        copies = sum(max(each.count("&"), 1) for each in selectors)
        if copies * len(outer) > _LONGEST:
            outer = ":is(*)"
        selectors = [_nest(each, outer, scope, is_nested=is_nested) for each in selectors]
        is_nested = root is None
        if root is not None:
            scope = f":is({', '.join(selectors)})"
    return selectors


def _root_of_scope(rule: Any) -> Sequence[Any] | None:  # noqa: ANN401
    """The selectors of `@scope (.a, .b) to (.c)`: `.a, .b`."""
    if _is_style(rule) or rule.lower_at_keyword != "scope":
        return None
    return next((each.content for each in rule.prelude if each.type == "() block"), None)


def _split_list(prelude: Iterable[Any]) -> list[str]:
    """The selectors of a list."""
    return [tinycss2.serialize(part).strip() for part in split_at_commas(prelude)]


def split_at_commas(tokens: Iterable[Any]) -> list[list[Any]]:
    """Split a list of selectors or values into its items; there is always one."""
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _nest(selector: str, outer: str, scope: str, *, is_nested: bool) -> str:
    """Write a selector without what is around its rule: without `&` and `:scope`."""
    is_relative = selector.startswith((">", "+", "~")) or (is_nested and "&" not in selector)
    selector = _SCOPE.sub(lambda _: scope, selector)
    selector = _NESTING.sub(lambda match: match[1] + outer, selector)
    return f"{outer} {selector}" if is_relative else selector


_SCOPE = re.compile(r"(?<!:):scope(?![\w-])", re.IGNORECASE)
_NESTING = re.compile(r"&([\w-]*)")
"""`&`, and the name of an element that may follow it."""
