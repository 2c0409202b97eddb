"""Style sheets as blocks of rules, in the order of the text, whatever they are nested in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import tinycss2

__all__ = ["Block", "StyleRule", "split_at_commas", "walk_blocks", "walk_last_frames", "walk_rules"]

_WITH_RULES = frozenset({"media", "supports", "layer", "container", "scope", "starting-style"})
_DEEPEST = 20
"""Rules in one another of which all are kept."""
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
        if block.has_style and (declarations := block.declarations):
            yield StyleRule(_selectors(block.rules), declarations)


def walk_last_frames(text: str) -> Iterator[tuple[str, Sequence[Any]]]:
    """Yield the name of each animation of a style sheet, and the declarations that it ends with."""
    for block in walk_blocks(text):
        for animation in block.rules[-2:-1]:
            if _is_animation(animation) and _LAST & {*_split_list(block.rules[-1].prelude)}:
                name = tinycss2.serialize(animation.prelude).strip().strip("\"'")
                yield name, block.declarations


_LAST = {"to", "TO", "100%"}


def _is_style(rule: Any) -> bool:  # noqa: ANN401
    """Whether a rule begins with selectors, not with a keyword."""
    return bool(rule.type == "qualified-rule")


def _is_animation(rule: Any) -> bool:  # noqa: ANN401
    return not _is_style(rule) and rule.lower_at_keyword.removeprefix("-webkit-") == "keyframes"


def _walk(sheet: Block) -> Iterator[Block]:
    yield sheet
    open_blocks = [(sheet, iter(sheet.nodes))]  # sheets may be too deep for recursion
    while open_blocks:
        block, nodes = open_blocks[-1]
        node = next(nodes, None)
        if node is None:
            open_blocks.pop()
        elif node.type in {"qualified-rule", "at-rule"} and node.content is not None:
            inner = Block(_enter(block.rules, node), _parse_content(block.rules, node))
            yield inner
            open_blocks.append((inner, iter(inner.nodes)))


def _enter(rules: tuple[Any, ...], node: Any) -> tuple[Any, ...]:  # noqa: ANN401
    """Add a rule to those around it; of very many, those in the middle are left out."""
    if not _is_deep(rules):
        return (*rules, node)
    is_condition = not _is_style(node) and node.lower_at_keyword in _WITH_RULES
    return rules if is_condition else (*rules[:_DEEPEST], rules[-1], node)


def _is_deep(rules: Sequence[Any]) -> bool:
    return len(rules) > _DEEPEST + 1


def _parse_content(around: tuple[Any, ...], rule: Any) -> list[Any]:  # noqa: ANN401
    """Parse what is in a rule: where no element is named yet, only rules can be."""
    has_rules = _is_animation(rule) or not (
        any(map(_is_style, (*around, rule))) or rule.lower_at_keyword not in _WITH_RULES
    )
    parse = tinycss2.parse_rule_list if has_rules else tinycss2.parse_blocks_contents
    nodes: list[Any] = parse(rule.content, skip_comments=True, skip_whitespace=True)
    return nodes


def _selectors(rules: Sequence[Any]) -> list[str]:
    """The selectors of the innermost rule, as they are outside of all others."""
    selectors: list[str] = []
    styles = [*filter(_is_style, rules)]
    if _is_deep(rules):  # rather more elements than are meant: what hides a marking is not missed
        innermost = [each for rule in styles[-1:] for each in _split_list(rule.prelude)]
        return [_ANY.sub("*", each) for each in innermost]
    for rule in styles:
        outer = f":is({', '.join(selectors)})" if selectors else ""
        selectors = _split_list(rule.prelude)
        copies = sum(max(each.count("&"), 1) for each in selectors)
        if copies * len(outer) > _LONGEST:
            outer = "*"  # here, too
        selectors = [_nest(each, outer) for each in selectors]
    return selectors


_ANY = re.compile(r"&|^(?=[>+~])")
"""Where a selector names the elements around it."""


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


def _nest(selector: str, outer: str) -> str:
    if not outer:
        return selector
    return selector.replace("&", outer) if "&" in selector else f"{outer} {selector}"
