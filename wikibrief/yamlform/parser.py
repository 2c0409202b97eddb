"""YAML → plain data, with the place of every value; it knows nothing of documents.

It reads any YAML, but only its plain part: every scalar is text (no ``NO`` that turns into false),
and anchors, aliases, tags and repeated keys are problems, each with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NoReturn

import yaml
from yaml.reader import ReaderError

from wikibrief.problems import LineMap, Problem, ProblemError, error
from wikibrief.yamlform.characters import abbreviate
from wikibrief.yamlform.data import Data, Path

__all__ = ["LITERAL_HINT", "MAX_DEPTH", "Parsed", "parse"]

MAX_DEPTH = 100
"""How deep collections may nest: far more than any document, far less than harms a recursion."""

LITERAL_HINT = "goes under `|-`, indented, on the next line"

_MOST_PARTS = 100
"""How many parts of a text that are alike are counted to find the place of one."""


@dataclass(frozen=True)
class Parsed:
    """Data, and where each value and each key of it is in its text (as offsets).

    ``spans`` are those of all texts and keys, in their order; of a block text (``|``) from the end
    of its first line, where a comment may be.
    """

    text: str
    data: Data = None
    values: dict[Path, int] = field(default_factory=dict)
    keys: dict[Path, int] = field(default_factory=dict)
    spans: list[tuple[int, int]] = field(default_factory=list)

    @cached_property
    def _lines(self) -> LineMap:
        return LineMap(self.text)

    def place(self, path: Path, part: str = "", preceding: int = 0) -> tuple[int, int]:
        """Return line and column, from 1, of the value at ``path``, or of a part of its text.

        ``preceding``: how many parts like it come before. One that is written with escapes is not
        found, nor one after many: then the place is that of the value.
        """
        start = self.values[path]
        offset = start - 1
        if part and preceding < _MOST_PARTS:
            for _ in range(preceding + 1):
                offset = self.text.find(part, offset + 1)
        return self._lines.place(max(offset, start))

    def key_place(self, path: Path) -> tuple[int, int]:
        """Return line and column, from 1, of the key at ``path``; in a list, of the item."""
        return self._lines.place(self.keys.get(path, self.values[path]))


def parse(text: str, problems: list[Problem] | None = None) -> Parsed:
    """Read one YAML document: mappings, lists and texts; None for what is empty.

    Raises ``ProblemError`` with all that is wrong. What leaves the rest readable (repeated keys,
    aliases, tags) goes to ``problems`` instead when the caller has more to find.
    """
    text = text.removeprefix("\ufeff")
    builder = _Builder(text)
    try:
        data = builder.read_document()
    except (ReaderError, UnicodeEncodeError):  # the latter for lone surrogates
        builder.refuse_unprintable()
    except yaml.MarkedYAMLError as broken:
        builder.refuse_syntax(broken)
    if problems is not None:
        problems += builder.problems
    elif builder.problems:
        raise ProblemError(builder.problems)
    return Parsed(text, data, builder.values, builder.keys, builder.spans)


_EVENTS: type[yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""libyaml's parser where PyYAML has it; the other one says the same, more slowly."""

_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x84\x86-\x9F\uD800-\uDFFF\uFFFE\uFFFF]"
)
"""What may not be in a YAML file at all."""

_MARKUP = re.compile(r"\{\{|\[\[|'{2,3}|[-?:,[\]{}#&*!|>'\"%@`]")
"""How text can begin that YAML takes for something of its own."""

_BEFORE_VALUE = re.compile(r"[ \t]*(?:[-?] +)*(?:[^\s'\"\[{][^\n]*?: +)?")
"""What comes on a line before the value that begins there."""

_REFUSED = -1
"""In paths, a key that was refused: its value is read for its problems, and dropped."""


@dataclass(frozen=True)
class _Syntax:
    """What a message of either parser means for a person.

    The error is where the parser stopped, or at what it was reading (``opened``). ``@`` in the
    message is the character there; ``midline`` is the message where that is not the first in its
    line.
    """

    parser_says: re.Pattern[str]
    message: str
    hint: str = ""
    opened: bool = False
    midline: str = ""


_ANY = re.compile("")
_SYNTAX = (
    _Syntax(
        re.compile("expected ',' or"),
        "the `@` that opens here is not closed, or a comma is missing in it",
        opened=True,
    ),
    _Syntax(
        re.compile("unexpected (end of stream|document (indicator|separator))"),
        "the `@` that opens here is not closed",
        opened=True,
    ),
    _Syntax(
        re.compile("could not find expected ':'"),
        "a `key:` was expected here",
        "write `key: value`, or indent this as far as the text it belongs to",
        opened=True,
    ),
    _Syntax(
        re.compile("did not find expected (key|'-')|expected '?<(block end|document start)>"),
        "this fits neither the lines above nor its indentation",
        "align the keys of a mapping, and the `-` of a list",
        midline="the value before this has ended already",
    ),
    _Syntax(
        re.compile("mapping values are not allowed"),
        "a `: ` cannot be here",
        f"text with `: ` in it {LITERAL_HINT}; keys of one mapping are indented alike",
    ),
    _Syntax(
        re.compile("sequence entries are not allowed"),
        "a list item cannot be here",
        "a list begins on the line after its key, indented",
    ),
    _Syntax(
        re.compile("cannot start any token|alphabetic or numeric"),
        "`@` cannot start a text",
        opened=True,
    ),
    _Syntax(
        re.compile("expected (the )?node content"),
        "a value was expected here, found `@`",
    ),
    _Syntax(
        re.compile("unknown escape|hexdecimal|escape sequence|Unicode character escape"),
        "a backslash between double quotes must begin an escape (`\\\\` is a backslash)",
    ),
    _Syntax(
        re.compile("comment or (a )?line break|indentation indicator"),
        "only `-`, `+` or a digit can follow `|` or `>` here",
    ),
)


def _offset(mark: object) -> int:
    """Return where in the text a mark of either parser is."""
    return getattr(mark, "index", 0)


class _Builder:
    """Makes data of PyYAML's events, and goes on after what it refuses, to the next problem."""

    def __init__(self, text: str) -> None:
        self.problems: list[Problem] = []
        self.values: dict[Path, int] = {}
        self.keys: dict[Path, int] = {}
        self.spans: list[tuple[int, int]] = []
        self._text = text
        self._lines = LineMap(text)
        self._events: Iterator[yaml.Event] = iter(())

    def read_document(self) -> Data:
        """Read the first document; a second one is a problem."""
        self._events = yaml.parse(self._text, Loader=_EVENTS)
        data: Data = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    hint = "one file holds one document"
                    self._refuse(_offset(event.start_mark), "a second document starts here", hint)
                    break
                data = self._read_value(next(self._events), ())
        return data

    def _read_value(self, event: yaml.Event, path: Path) -> Data:
        offset = _offset(event.start_mark)
        self.values[path] = offset
        self._refuse_properties(event)
        if isinstance(event, yaml.AliasEvent):
            return None
        if isinstance(event, yaml.ScalarEvent):
            self._add_span(event)
            return event.value if event.value or event.style else None
        if len(path) >= MAX_DEPTH:
            self._refuse(offset, f"nested more than {MAX_DEPTH} levels deep", "")
            raise ProblemError(self.problems)
        return (
            self._read_mapping(path)
            if isinstance(event, yaml.MappingStartEvent)
            else self._read_list(path)
        )

    def _add_span(self, event: yaml.ScalarEvent) -> None:
        start, end = _offset(event.start_mark), _offset(event.end_mark)
        if event.style in {"|", ">"}:
            start = self._text.find("\n", start, end)
        if 0 <= start < end:
            self.spans.append((start, end))

    def _read_list(self, path: Path) -> list[Data]:
        items: list[Data] = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._read_value(event, (*path, len(items))))
        return items

    def _read_mapping(self, path: Path) -> dict[str, Data]:
        mapping: dict[str, Data] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            name = self._read_key(event, path)
            inner = (*path, _REFUSED if name is None else name)
            value = self._read_value(next(self._events), inner)
            if name is not None:
                self.keys[inner] = _offset(event.start_mark)
                mapping[name] = value
        return mapping

    def _read_key(self, event: yaml.Event, path: Path) -> str | None:
        """Read a key; None (and a problem) when it cannot be one."""
        offset = _offset(event.start_mark)
        if not isinstance(event, yaml.ScalarEvent):
            if not isinstance(event, yaml.AliasEvent):
                self._refuse(offset, "a key must be text", self._suggest(offset))
            self._read_value(event, (*path, _REFUSED))
            return None
        self._refuse_properties(event)
        self._add_span(event)
        name: str = event.value
        if (*path, name) not in self.keys:
            return name
        line, _ = self._lines.place(self.keys[*path, name])
        hint = f"line {line} has it already: keep one of the two"
        self._refuse(offset, f"the key `{abbreviate(name)}` is repeated", hint)
        return None

    # --- what is refused

    def _refuse(self, offset: int, message: str, hint: str) -> None:
        self.problems.append(
            error(message, at=self._lines.place(offset), hint=hint, code="bad-yaml")
        )

    def _suggest(self, offset: int, otherwise: str = "") -> str:
        """Say what to do about a text that begins like something else in YAML at ``offset``."""
        match = _MARKUP.match(self._text, offset)
        return f"text that starts with `{match[0]}` {LITERAL_HINT}" if match else otherwise

    def _refuse_properties(self, event: yaml.Event) -> None:
        """Refuse an alias, an anchor or a tag: all that a node has besides a value."""
        offset = _offset(event.start_mark)
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor is not None:
            sign, word = ("*", "alias") if isinstance(event, yaml.AliasEvent) else ("&", "anchor")
            hint = f"write the value out; text that starts with `{sign}` {LITERAL_HINT}"
            self._refuse(offset, f"`{sign}{abbreviate(anchor)}` is an {word}: not used here", hint)
        if tag is not None:
            sign = abbreviate(tag.replace("tag:yaml.org,2002:", "!!"))
            hint = f"leave it out; text that starts with `!` {LITERAL_HINT}"
            self._refuse(offset, f"`{sign}` is a tag: not used here", hint)

    def refuse_unprintable(self) -> NoReturn:
        """Say where the first character is that YAML has no place for."""
        found = _UNPRINTABLE.search(self._text)
        offset = found.start() if found else 0
        code = ord(self._text[offset])
        hint = "remove it, or write it as an escape between double quotes"
        self._refuse(offset, f"the character U+{code:04X} cannot be in YAML", hint)
        raise ProblemError(self.problems)

    def refuse_syntax(self, broken: yaml.MarkedYAMLError) -> NoReturn:
        """Say in plain words what the parser stumbled over."""
        stopped = _offset(broken.problem_mark)
        if self._text.startswith("\t", stopped):
            self._refuse(stopped, "a tab cannot indent", "use spaces")
            raise ProblemError(self.problems)
        says = broken.problem or ""
        known = next(
            (known for known in _SYNTAX if known.parser_says.search(says)), _Syntax(_ANY, says)
        )
        offset = _offset(broken.context_mark) if known.opened and broken.context_mark else stopped
        line_start = self._text.rfind("\n", 0, offset) + 1
        midline = known.midline and self._text[line_start:offset].strip()
        message = known.midline if midline else known.message
        before = _BEFORE_VALUE.match(self._text, line_start)
        hint = self._suggest(before.end() if before else line_start, known.hint)
        self._refuse(offset, message.replace("@", self._text[offset : offset + 1]), hint)
        raise ProblemError(self.problems)
