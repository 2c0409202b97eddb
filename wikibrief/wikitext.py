"""The full writer: units of a document → wikitext in one form, the canonical one.

What each unit looks like is a macro in ``templates/wikitext/``; what stands *between* units is
decided here, because the laws of the round trip hang on it. The selective writer (``roundtrip``)
copies what has not changed and asks this one for the rest; nothing is believed until it has been
read back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from wikibrief.dialects import (
    PLAIN_INFOBOX,
    Dialect,
    detect,
    parameter_from_plain,
    parameter_to_plain,
)
from wikibrief.document import Argument, Block, Document, Raw, Section, Transclusion
from wikibrief.outline import Heading, Key, Leaf, Title, Unit
from wikibrief.problems import Problem, ProblemError, error
from wikibrief.scanner import TRIMMED, line_kind, scan
from wikibrief.templating import Templates

__all__ = ["Writer", "fit"]


class Writer:
    """Writes units in one dialect, with the given templates."""

    def __init__(self, dialect: Dialect, templates: Templates) -> None:
        self.dialect = dialect
        self._templates = templates
        self._template = f"wikitext/{dialect}.wikitext.j2"
        templates.register("plain_name", parameter_to_plain)

    def document(self, units: Sequence[Unit]) -> str:
        """All units as one text; a blank first line where it would seem something else."""
        if not units:
            return ""
        parts = [self.unit(units[0])]
        for before, after in pairwise(units):
            parts += (self.separator(before, after), self.unit(after))
        text = "".join(parts) + "\n"
        is_clear = detect(text) == self.dialect and not text.startswith("\ufeff")
        return text if is_clear else "\n" + text

    def unit(self, unit: Unit) -> str:
        """One unit, without what stands around it."""
        match unit:
            case str():
                return self._call("paragraph", unit)
            case Leaf():
                is_plain_key = isinstance(unit, Key) and self.dialect == "plain"
                return parameter_to_plain(unit.text) if is_plain_key else unit.text
            case Title():
                return self._call("title", unit.text)
            case Heading():
                return self._call("heading", unit.level, unit.text)
            case Transclusion():
                return self._call("transclusion", unit.name, unit.arguments)
            case Argument():
                return self._argument(unit)
            case Raw():
                return self._call(unit.kind, unit)

    def _call(self, macro: str, *values: object) -> str:
        return self._templates.call(self._template, macro, *values)

    def _argument(self, argument: Argument) -> str:
        if argument.name is None:
            return argument.value
        sign = " = " if self.dialect == "mediawiki" else ": "
        return f"{self.unit(Key(argument.name))}{sign}{argument.value}"

    def separator(self, before: Unit, after: Unit) -> str:
        """What stands between two neighbours in the canonical form."""
        if isinstance(after, Argument):
            return self._argument_separator(before, after)
        if isinstance(before, Heading) and not isinstance(after, Heading):
            return "\n"
        if self.dialect == "mediawiki" and isinstance(before, Transclusion):
            return "\n\n" if isinstance(after, Heading) else "\n"
        return "\n" if _stands_on_a_line(before) and _may_follow_directly(after) else "\n\n"

    def _argument_separator(self, before: Unit, after: Argument) -> str:
        if self.dialect == "plain":
            return "\n- "
        left = "" if isinstance(before, Argument) and before.name is None else "\n"
        right = "" if after.name is None else " "
        return f"{left}|{right}"

    def fits(self, separator: str, before: Unit, after: Unit) -> bool:
        """Whether a separator found elsewhere in a source can stand between two units here."""
        canonical = self.separator(before, after)
        if not isinstance(after, Argument):
            return not separator.strip() and separator.count("\n") == canonical.count("\n")
        mark = "-" if self.dialect == "plain" else "|"
        if separator.strip() != mark or (mark == "-" and not separator.startswith("\n")):
            return False
        is_exact = mark == "|" and (
            after.name is None or (isinstance(before, Argument) and before.name is None)
        )
        return not is_exact or separator == canonical


_LINES = frozenset({"transclusion", "comment", "switch", "page"})


def _stands_on_a_line(unit: Unit) -> bool:
    """Whether the next block may follow on the next line: hatnotes, comments, categories."""
    return isinstance(unit, Raw) and line_kind(unit.text, 0) in _LINES


def _may_follow_directly(unit: Unit) -> bool:
    return isinstance(unit, str | Transclusion) or _stands_on_a_line(unit)


def fit(document: Document, dialect: Dialect) -> Document:
    """The document as the dialect can hold it with the same meaning.

    White space at the ends of texts goes, where the wiki trims it; a bare ``|`` in an argument
    becomes ``{{!}}``. Raises ProblemError for what the plain dialect cannot say.
    """
    infobox = document.infobox
    if infobox is not None:
        if dialect == "plain" and (problems := _not_plain(infobox)):
            raise ProblemError(problems)
        fit_arguments = _plain_arguments if dialect == "plain" else _mediawiki_arguments
        arguments = tuple(
            fit_arguments(
                argument
                for argument in infobox.arguments
                if argument.name is not None or argument.value.strip(TRIMMED)
            )
        )
        infobox = Transclusion(infobox.name.strip(TRIMMED), arguments)
    return replace(
        document,
        title=None if document.title is None else document.title.strip(" \t\n"),
        preamble=_fit_blocks(document.preamble),
        infobox=infobox,
        lead=_fit_blocks(document.lead),
        sections=tuple(map(_fit_section, document.sections)),
    )


def _fit_section(section: Section) -> Section:
    return Section(
        section.heading.strip(" \t\n"),
        section.level,
        _fit_blocks(section.blocks),
        tuple(map(_fit_section, section.sections)),
    )


def _fit_blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(
        block.strip("\n").rstrip(" \t\n")
        if isinstance(block, str)
        else replace(block, text=block.text.strip("\n").rstrip(" \t\n"))
        for block in blocks
    )


def _plain_arguments(arguments: Iterable[Argument]) -> Iterator[Argument]:
    for argument in arguments:
        name = argument.name
        yield Argument(name and name.strip(TRIMMED), argument.value.strip(TRIMMED))


def _mediawiki_arguments(arguments: Iterable[Argument]) -> Iterator[Argument]:
    """Escaped as wiki editors do it; a positional argument with a ``=`` is named by its number."""
    number = 0
    for argument in arguments:
        value = _outside_constructs(argument.value, lambda text: text.replace("|", "{{!}}"))
        if argument.name is not None:
            name = _outside_constructs(argument.name, _escape_name)
            yield Argument(name.strip(TRIMMED), value.strip(TRIMMED))
            continue
        number += 1
        if _outside_constructs(value, lambda text: text.replace("=", "")) == value:
            yield Argument(None, value)
        else:
            yield Argument(str(number), value.strip(TRIMMED))


def _escape_name(name: str) -> str:
    return name.replace("|", "{{!}}").replace("=", "{{=}}")


def _outside_constructs(value: str, change: Callable[[str], str]) -> str:
    """The value with ``change`` made outside links, transclusions, tags and comments."""
    if change(value) == value:
        return value
    parts: list[str] = []
    position = 0
    for construct in scan(value).constructs:
        parts += (change(value[position : construct.start]), value[construct.start : construct.end])
        position = construct.end
    return "".join([*parts, change(value[position:])])


_PLAIN_NAME = re.compile(r"[^:\n]*")


def _not_plain(infobox: Transclusion) -> list[Problem]:
    """Why the plain dialect cannot hold an infobox; empty when it can."""
    problems = []
    if infobox.name != PLAIN_INFOBOX:
        message = f"the plain dialect's infobox is `{PLAIN_INFOBOX}`, this one is `{infobox.name}`"
        problems.append(error(message, hint="write it in the mediawiki dialect"))
    for argument in infobox.arguments:
        label = f"`{argument.name or argument.value}`"
        if "\n" in argument.value.strip(TRIMMED):
            message = f"the plain dialect holds values of one line, {label} has several"
            problems.append(error(message, hint="put `<br>` between its lines"))
        if argument.name is None:
            if ":" in argument.value:
                problems.append(error(f"in the plain dialect {label} would be a key and its value"))
        elif not _PLAIN_NAME.fullmatch(argument.name):
            problems.append(error(f"{label} cannot be a key of the plain dialect"))
        elif parameter_from_plain(parameter_to_plain(argument.name)) != argument.name:
            lowered = argument.name.lower()
            message = f"the plain dialect would read {label} as `{lowered}`"
            problems.append(error(message, hint=f"call it `{lowered}`"))
    if not infobox.arguments:
        problems.append(error("the plain dialect cannot hold an infobox without arguments"))
    return problems
