"""Fitting arguments: as a dialect can hold them, or why the plain one cannot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from wikibrief.markup.dialects import PLAIN_INFOBOX, parameter_from_plain, parameter_to_plain
from wikibrief.markup.trimming import trim
from wikibrief.model.document import Argument, Infobox
from wikibrief.problems import Problem, error
from wikibrief.wiki.scanner import ends_in_heading, scan

__all__ = [
    "fit_mediawiki_arguments",
    "fit_plain_arguments",
    "object_to_plain",
]

_BRACKETS = frozenset("{}[]<")


def fit_plain_arguments(arguments: Sequence[Argument]) -> Iterator[Argument]:
    """The arguments of a plain infobox."""
    for argument in arguments:
        name = argument.name
        yield Argument(name and trim(name), trim(argument.value))


def fit_mediawiki_arguments(arguments: Sequence[Argument]) -> Iterator[Argument]:
    """The arguments of a transclusion, escaped as wiki editors do it.

    A positional argument with a ``=`` is named by its number; not where others follow, whose
    numbers that would change. Nor can it end in the line of a heading, which goes on.
    """
    last = sum(argument.name is None for argument in arguments)
    number = 0
    for argument in arguments:
        if argument.name is not None:
            before = "|\n" if argument.name.startswith("==") else "|"
            name = _escape_equals(_escape_bars(argument.name, before), before)
            yield Argument(trim(name), trim(_escape_bars(argument.value, "|=\n")))
            continue
        number += 1
        value = _escape_bars(argument.value, "|")
        escaped = _escape_equals(value, "|")
        is_plain = escaped == value and not ends_in_heading(value)
        if is_plain or number < last:
            yield Argument(None, escaped)
        else:
            yield Argument(str(number), trim(value))


def _escape(text: str, before: str, mark: str, magic_word: str, entity: str) -> str:
    """Escape a mark outside of constructs: with a magic word as editors do, where that is read.

    Brackets that are left over would be read with those of the magic word, or be escaped with them.
    ``before``: what is before the text, between braces.
    """
    if mark not in text:
        return text
    usual = entity if scan(text).unclosed else magic_word

    def replace_marks(part: str) -> str:
        return part.replace(mark, usual if _BRACKETS.isdisjoint(part) else entity)

    return _change_where_bars_count(text, before, replace_marks)


def _escape_bars(text: str, before: str) -> str:
    return _escape(text, before, "|", "{{!}}", "&#124;")


def _escape_equals(text: str, before: str) -> str:
    return _escape(text, before, "=", "{{=}}", "&#61;")


def _change_where_bars_count(text: str, before: str, change: Callable[[str], str]) -> str:
    """The text with ``change`` made outside links, transclusions, tags, and lines of headings."""
    if change(text) == text:
        return text
    whole = before + text
    parts: list[str] = []
    position = len(before)
    for start, end, _ in scan(whole, inside=True).constructs:
        parts += (change(whole[position:start]), whole[start:end])
        position = end
    return "".join([*parts, change(whole[position:])])


_PLAIN_NAME = re.compile(r"[^:\n]*")


def object_to_plain(infobox: Infobox) -> list[Problem]:
    """Why the plain dialect cannot hold an infobox; empty when it can."""
    problems = []
    if infobox.name != PLAIN_INFOBOX:
        message = f"the plain dialect's infobox is `{PLAIN_INFOBOX}`, this one is `{infobox.name}`"
        hint = "write it in the mediawiki dialect"
        problems.append(
            replace(error(message, hint=hint, code="cannot-hold"), path=("infobox", "name"))
        )
    for index, argument in enumerate(infobox.arguments):
        path = ("infobox", "arguments", index)
        problems += [replace(problem, path=path) for problem in _object_to_argument(argument)]
    if not infobox.arguments:
        message = "the plain dialect cannot hold an infobox without arguments"
        problems.append(replace(error(message, code="cannot-hold"), path=("infobox",)))
    return problems


def _object_to_argument(argument: Argument) -> Iterator[Problem]:
    label = f"`{argument.name or ' '.join(argument.value.split())[:60]}`"
    if "\n" in trim(argument.value):
        message = f"the plain dialect holds values of one line, {label} has several"
        yield error(message, hint="put `<br>` between its lines", code="cannot-hold")
    if argument.name is None:
        if ":" in argument.value:
            message = f"the plain dialect would read {label} as a key and its value"
            yield error(message, hint="give the argument a name", code="cannot-hold")
    elif not _PLAIN_NAME.fullmatch(argument.name):
        yield error(f"{label} cannot be a key of the plain dialect", code="cannot-hold")
    elif parameter_from_plain(parameter_to_plain(argument.name)) != argument.name:
        lowered = argument.name.lower()
        message = f"the plain dialect would read {label} as `{lowered}`"
        yield error(message, hint=f"call it `{lowered}`", code="cannot-hold")
