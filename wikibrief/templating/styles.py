"""Style sheets: what browsers would pass over in one without a word, as problems at their lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import tinycss2

from wikibrief.problems import Problem, warning
from wikibrief.templating.sheets import Sheet

if TYPE_CHECKING:
    from wikibrief.templating.environment import Templates

__all__ = [
    "StyleRule",
    "check_style",
    "explain",
    "find_families",
    "find_font_variables",
    "read_checked",
    "walk_last_frames",
    "walk_rules",
]

_PROPERTIES = Path(__file__).with_name("properties.txt")
"""The properties that Chromium knows, one a line."""
_WITH_RULES = frozenset({"media", "supports", "layer", "container", "scope", "starting-style"})
_DEEPEST = 20


class StyleRule(NamedTuple):
    """A rule of a style sheet: its selectors and its declarations, as tinycss2 has them."""

    selectors: Sequence[str]
    declarations: Sequence[Any]


def read_checked(name: str, templates: Templates) -> Sheet:
    """Read a style sheet for browsers; what is wrong with a user's goes to their problems.

    Raises ProblemError.
    """
    sheet = templates.read_style(name)
    if sheet.path:
        templates.problems += check_style(sheet)
    return sheet


@lru_cache(maxsize=8)
def check_style(sheet: Sheet) -> tuple[Problem, ...]:
    """Find errors of syntax and unknown properties in a user's style sheet for browsers."""
    return tuple(
        warning(
            message,
            at=sheet.place_in_source(node.source_line, node.source_column),
            hint=hint,
            file=str(sheet.path),
            code="style-sheet",
        )
        for node, message, hint in _check_rules(_parse(sheet.text), 0)
    )


def explain(message: str) -> str:
    """Say in words of CSS what a parser says in its own."""
    if message.startswith("@import rule"):
        return _UNFINISHED_IMPORT
    return _UNFINISHED.sub("no declaration (`name: value`) and no rule", message)


_UNFINISHED_IMPORT = "`@import` does not end with `;`: it is not read, nor the rule that follows it"
_UNFINISHED = re.compile(
    r"(?:Parse error: |[Ee]rror: )?EOF reached before \{\} block for a qualified rule"
)


def find_families(
    text: str, variables: Collection[str] = ()
) -> Iterator[tuple[str, bool, tuple[int, int]]]:
    """Yield each font family that is named, whether an ``@font-face`` defines it, and its place.

    ``variables`` are custom properties that hold families (``--text``).
    """
    for name, is_font_face, declaration in _declarations(_parse(text), 0):
        if name not in {*_FONTS, *variables}:
            continue
        place = declaration.source_line, declaration.source_column
        for words in _split(declaration.value):
            if family := _family(words, is_shorthand=name == "font"):
                yield family, is_font_face, place


def find_font_variables(text: str) -> Iterator[str]:
    """Yield the custom properties that a style sheet takes font families from."""
    for name, _, declaration in _declarations(_parse(text), 0):
        if name in _FONTS:
            calls = (each for each in declaration.value if each.type == "function")
            for call in (each for each in calls if each.lower_name == "var"):
                yield from (each.value for each in call.arguments[:1] if each.type == "ident")


_FONTS = frozenset({"font-family", "font"})


def walk_rules(text: str) -> Iterator[StyleRule]:
    """Yield each rule of a style sheet, those for a medium and those inside of others among them.

    The selectors of one inside are those that it has outside (``.a { .b {} }`` is ``:is(.a) .b``).
    """
    yield from _walk_rules(_parse(text), "", 0)


def _walk_rules(nodes: Iterable[Any], outer: str, depth: int) -> Iterator[StyleRule]:
    for node in nodes:
        is_rule = node.type == "qualified-rule"
        if depth > _DEEPEST or not (is_rule or _has_rules(node)):
            continue
        selectors = [_nest(each, outer) for each in _split_list(node.prelude)] if is_rule else []
        inner = tinycss2.parse_blocks_contents(
            node.content, skip_comments=True, skip_whitespace=True
        )
        declarations = [each for each in inner if each.type == "declaration"]
        if declarations:
            yield StyleRule(selectors or [outer], declarations)
        within = f":is({', '.join(selectors)})" if is_rule else outer
        yield from _walk_rules(inner, within, depth + 1)


def walk_last_frames(text: str) -> Iterator[tuple[str, Sequence[Any]]]:
    """Yield the name of each animation of a style sheet, and the declarations that it ends with."""
    yield from _walk_last_frames(_parse(text), 0)


def _walk_last_frames(nodes: Iterable[Any], depth: int) -> Iterator[tuple[str, Sequence[Any]]]:
    for node in nodes:
        if node.type != "at-rule" or node.content is None or depth > _DEEPEST:
            continue
        inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
        if node.lower_at_keyword.removeprefix("-webkit-") != "keyframes":
            yield from _walk_last_frames(inner, depth + 1)
            continue
        name = tinycss2.serialize(node.prelude).strip().strip("\"'")
        for frame in inner:
            if frame.type == "qualified-rule" and _LAST & {*_split_list(frame.prelude)}:
                content = tinycss2.parse_blocks_contents(frame.content)
                yield name, [each for each in content if each.type == "declaration"]


_LAST = {"to", "TO", "100%"}


def _has_rules(node: Any) -> bool:  # noqa: ANN401
    is_block = node.type == "at-rule" and node.content is not None
    return is_block and node.lower_at_keyword in _WITH_RULES


def _split_list(prelude: Iterable[Any]) -> list[str]:
    """The selectors of a list."""
    parts: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return [tinycss2.serialize(part).strip() for part in parts]


def _nest(selector: str, outer: str) -> str:
    if not outer:
        return selector
    return selector.replace("&", outer) if "&" in selector else f"{outer} {selector}"


def _parse(text: str) -> list[Any]:
    rules: list[Any] = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return rules


def _check_rules(rules: Iterable[Any], depth: int) -> Iterator[tuple[Any, str, str]]:
    for rule in rules:
        if rule.type == "error":
            yield rule, f"error in the style sheet: {explain(rule.message).rstrip('.')}", ""
        elif rule.type == "at-rule":
            yield from _check_at_rule(rule, depth)
        elif rule.type == "qualified-rule":
            yield from _check_block(rule.content, depth)


def _check_at_rule(rule: Any, depth: int) -> Iterator[tuple[Any, str, str]]:  # noqa: ANN401
    if rule.lower_at_keyword == "import":  # one that is finished is a part of the sheet by now
        yield rule, _UNFINISHED_IMPORT, ""
    if rule.content is None or depth > _DEEPEST:
        return
    if rule.lower_at_keyword in _WITH_RULES:
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        yield from _check_rules(inner, depth + 1)


def _check_block(content: Any, depth: int) -> Iterator[tuple[Any, str, str]]:  # noqa: ANN401
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration":
            name = node.lower_name
            if name not in _properties() and not name.startswith("-"):
                near = get_close_matches(name, _properties(), 1)
                hint = f"did you mean `{near[0]}`?" if near else ""
                yield node, f"unknown property `{node.name}`", hint
        elif depth <= _DEEPEST:
            yield from _check_rules([node], depth + 1)


@cache
def _properties() -> frozenset[str]:
    return frozenset(_PROPERTIES.read_text("utf-8").split())


def _declarations(rules: Iterable[Any], depth: int) -> Iterator[tuple[str, bool, Any]]:
    for rule in rules:
        if rule.type not in {"at-rule", "qualified-rule"} or rule.content is None:
            continue
        keyword = rule.lower_at_keyword if rule.type == "at-rule" else ""
        nodes = tinycss2.parse_blocks_contents(
            rule.content, skip_comments=True, skip_whitespace=True
        )
        for node in nodes:
            if node.type == "declaration":
                yield node.lower_name, keyword == "font-face", node
            elif depth < _DEEPEST:
                yield from _declarations([node], depth + 1)


def _split(values: Iterable[Any]) -> Iterator[list[Any]]:
    words: list[Any] = []
    for value in values:
        if value.type == "literal" and value.value == ",":
            yield words
            words = []
        elif value.type not in {"whitespace", "comment"}:
            words.append(value)
    yield words


def _family(words: list[Any], *, is_shorthand: bool) -> str:
    """Return the name that a family's words are; in ``font``, those that come after the size."""
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
