"""YAML text ⇄ plain data: mappings, lists, texts, numbers. It knows nothing of documents.

``emit`` writes YAML for people: block style, one text one scalar, never folded, so that one changed
word is one changed line; only lists of a few words (``Words``) stand in brackets. ``parse`` takes
any YAML, but only its plain part: every scalar is text (no ``NO`` that turns into false), and
anchors, aliases, tags and repeated keys are problems, each with its place.

It is the only module that imports ``yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NoReturn, TypeAlias

import yaml
from yaml.reader import ReaderError

from wikibrief.problems import LineMap, Problem, ProblemError, error

__all__ = [
    "LITERAL_HINT",
    "MAX_DEPTH",
    "Data",
    "Parsed",
    "Path",
    "Words",
    "emit",
    "parse",
    "shown",
]

Data: TypeAlias = "str | int | float | bool | list[Data] | dict[str, Data] | None"
"""What YAML and JSON can say. ``parse`` gives only None, texts, lists and mappings."""

Path: TypeAlias = tuple[str | int, ...]
"""The keys and list indexes that lead from the top to one value."""


class Words(list["Data"]):
    """A list that is written in brackets, on one line, when it has nothing but a few words."""


MAX_DEPTH = 100
"""How deep collections may nest: far more than any document, far less than harms a recursion."""

LITERAL_HINT = "goes under `|-`, indented, on the next line"

# ----------------------------------------------------------------------------------------- writing

_LONGEST_KEY = 1000
"""YAML wants the ``:`` within 1024 characters; a longer key takes the ``? key`` form."""

_LONGEST_QUOTED = 80
"""Characters of a text that is quoted where it cannot be plain; a longer one is prose, in which
somebody may put a quotation mark one day: it goes under ``|-``, where all is as it is."""

_NOT_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@` ")
"""What a plain scalar cannot start with (some could, before some characters: not worth a rule)."""

_WORD = re.compile(r"\w[\w.%=/+-]*")
_LONGEST_LINE = 100
"""Of words in brackets."""

_UNHOLDABLE = re.compile(
    r"[^\t\n\x20-\x7E\xA0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\U00010000-\U0010FFFF]"
)
"""Characters that only an escape can hold: unprintable ones, and line ends besides ``\\n``."""

_TYPED = re.compile(
    r"""
      ~ | = | <<
    | null | Null | NULL
    | y | Y | yes | Yes | YES | n | N | no | No | NO
    | true | True | TRUE | false | False | FALSE | on | On | ON | off | Off | OFF
    | [-+]? 0b [01_]+  |  [-+]? 0o? [0-7_]+  |  [-+]? 0x [0-9a-fA-F_]+
    | [-+]? [0-9][0-9_]* (?: : [0-5]?[0-9] )+ (?: \. [0-9_]* )?
    | [-+]? (?: [0-9][0-9_]* (?: \. [0-9_]* )? | \. [0-9][0-9_]* ) (?: [eE] [-+]? [0-9]+ )?
    | [-+]? \. (?: inf | Inf | INF )  |  \. (?: nan | NaN | NAN )
    | [0-9]{4} - [0-9]{1,2} - [0-9]{1,2}
      (?: (?: [Tt] | [ \t]+ ) [0-9]{1,2} : [0-9]{2} : [0-9]{2} (?: \. [0-9]* )?
          (?: [ \t]* (?: Z | [-+] [0-9]{1,2} (?: : [0-9]{2} )? ) )? )?
    """,
    re.VERBOSE,
)
"""Texts that YAML 1.1 or the core schema of YAML 1.2 read as a number, a date, a truth value …"""

_TYPED_FIRST = frozenset("~=<.+-0123456789yYnNtTfFoO")
"""How these texts begin: most others are told from them by that."""

_NEEDS_INDENTATION_INDICATOR = re.compile(r"\n*[ \t]")
"""A reader takes a literal's indentation from its first line that is not empty."""

_ESCAPED = re.compile(rf'["\\\t\n]|{_UNHOLDABLE.pattern}')
_ESCAPES = {
    '"': '\\"',
    "\\": "\\\\",
    "\0": "\\0",
    "\t": "\\t",
    "\n": "\\n",
    "\r": "\\r",
    "\x85": "\\N",
    "\u2028": "\\L",
    "\u2029": "\\P",
}


def emit(data: Data, *, comment: str = "") -> str:
    """Write ``data`` as a YAML file, with ``comment`` in its first lines.

    None is written as nothing. Texts are Unicode scalar values: YAML has no form for others.
    """
    out = [f"# {line}\n" for line in comment.splitlines()]
    if isinstance(data, dict) and data:
        _emit_mapping(data, "", "", out)
    elif isinstance(data, list) and data:
        _emit_sequence(data, "", "", out)
    else:
        out.append(f"{_text(data, '  ') if isinstance(data, str) else _scalar(data)}\n")
    return "".join(out)


def _emit_mapping(data: Mapping[str, Data], pad: str, lead: str, out: list[str]) -> None:
    """Append a mapping that is not empty; ``lead`` begins its first line, ``pad`` the others."""
    inner = f"{pad}  "
    for name, value in data.items():
        key = _known_key(name) if len(name) <= _LONGEST_KEY else _key(name)
        head = f"{lead}{key}:" if len(key) <= _LONGEST_KEY else f"{lead}? {key}\n{pad}:"
        lead = pad
        if isinstance(value, str):
            out.append(f"{head} {_text(value, inner)}\n")
        elif isinstance(value, dict) and value:
            out.append(f"{head}\n")
            _emit_mapping(value, inner, inner, out)
        elif isinstance(value, list) and value:
            words = _in_brackets(value, len(head)) if isinstance(value, Words) else None
            out.append(f"{head} {words}\n" if words else f"{head}\n")
            if words is None:
                _emit_sequence(value, inner, inner, out)
        else:
            out.append(f"{head}\n" if value is None else f"{head} {_scalar(value)}\n")


def _emit_sequence(data: Sequence[Data], pad: str, lead: str, out: list[str]) -> None:
    """Append a list that is not empty; a collection in it starts on the line of its dash."""
    inner = f"{pad}  "
    for value in data:
        if isinstance(value, str):
            out.append(f"{lead}- {_text(value, inner)}\n")
        elif isinstance(value, dict) and value:
            _emit_mapping(value, inner, f"{lead}- ", out)
        elif isinstance(value, list) and value:
            _emit_sequence(value, inner, f"{lead}- ", out)
        else:
            out.append(f"{lead}-\n" if value is None else f"{lead}- {_scalar(value)}\n")
        lead = pad


def _in_brackets(words: Words, column: int) -> str | None:
    """``[thumb, upright=0.75]``, if the words are all plain and fit into a line."""
    told = [word for word in words if isinstance(word, str) and _WORD.fullmatch(word)]
    text = f"[{', '.join(told)}]"
    is_plain = len(told) == len(words) and not any(map(_TYPED.fullmatch, told))
    return text if is_plain and column + len(text) < _LONGEST_LINE else None


def _key(name: str) -> str:
    """Write a key, which has one line: in plain style or quoted."""
    return name if _text(name, "") is name else _quoted(name)


_known_key = lru_cache(maxsize=1024)(_key)
"""The same, for names that are not very long: most come again and again."""


def _scalar(value: Data) -> str:
    """Write what is neither a text nor a collection with something in it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)  # a number, `[]`, `{}`


def _text(text: str, pad: str) -> str:
    """Write a text, without the line end after it: as it is if it would come back from that.

    Substring searches, not one expression: most of what is written is long paragraphs; and one
    character is looked for first, because that is several times as fast as looking for two.
    """
    if not text or text.isspace() or (text[0] in _TYPED_FIRST and _TYPED.fullmatch(text)):
        return _quoted(text)
    if not text.isprintable():
        if _UNHOLDABLE.search(text):
            return _quoted(text)
        if "\n" in text or "\t" in text:
            return _literal(text, pad)
    if (
        text[0] in _NOT_FIRST
        or text[-1] in " :"
        or (":" in text and ": " in text)
        or ("#" in text and " #" in text)
        or text.startswith("...")
    ):
        is_quoted = len(text) <= _LONGEST_QUOTED and '"' not in text and "\\" not in text
        return f'"{text}"' if is_quoted else _literal(text, pad)
    return text


def _literal(text: str, pad: str) -> str:
    """Write a block scalar, without the line end after it."""
    lines = text.split("\n")
    chomping = "-"
    if not lines[-1]:
        lines.pop()  # the line end after the scalar is the last one of the text
        chomping = "" if lines[-1] else "+"
    indentation = "2" if _NEEDS_INDENTATION_INDICATOR.match(text) else ""
    body = "\n".join([pad + line if line else "" for line in lines])
    return f"|{indentation}{chomping}\n{body}"


def _quoted(text: str) -> str:
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _ESCAPES.get(character) or (
        f"\\x{ord(character):02X}" if character <= "\xff" else f"\\u{ord(character):04X}"
    )


# ----------------------------------------------------------------------------------------- reading


@dataclass(frozen=True)
class Parsed:
    """Data, and where each value and each key of it stood in its text (as offsets).

    ``spans`` are those of all texts and keys, in their order; of a block text (``|``) from the end
    of its first line, where a comment may stand.
    """

    text: str
    data: Data = None
    values: dict[Path, int] = field(default_factory=dict)
    keys: dict[Path, int] = field(default_factory=dict)
    spans: list[tuple[int, int]] = field(default_factory=list)

    @cached_property
    def _lines(self) -> LineMap:
        return LineMap(self.text)

    def place(self, path: Path) -> tuple[int, int]:
        """Line and column, from 1, of the value at ``path``."""
        return self._lines.place(self.values[path])

    def key_place(self, path: Path) -> tuple[int, int]:
        """Line and column, from 1, of the key at ``path``; in a list, of the item."""
        return self._lines.place(self.keys.get(path, self.values[path]))


def parse(text: str, problems: list[Problem] | None = None) -> Parsed:
    """Read one YAML document: mappings, lists and texts; where nothing stands, None.

    Raises ``ProblemError`` with all that is wrong. What leaves the rest readable (repeated keys,
    aliases, tags) goes to ``problems`` instead when the caller has more to find.
    """
    text = text.removeprefix("\ufeff")
    builder = _Builder(text)
    try:
        data = builder.document()
    except (ReaderError, UnicodeEncodeError):  # the latter for lone surrogates
        builder.refuse_unprintable()
    except yaml.MarkedYAMLError as broken:
        builder.refuse_syntax(broken)
    if problems is not None:
        problems += builder.problems
    elif builder.problems:
        raise ProblemError(builder.problems)
    return Parsed(text, data, builder.values, builder.keys, builder.spans)


def shown(text: str) -> str:
    """``text`` as a message can quote it: short, in one line, with nothing unprintable."""
    short = text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
    return _UNSHOWABLE.sub(_escape, short)


_LONGEST_SHOWN = 60
_UNSHOWABLE = re.compile(rf"[\t\n]|{_UNHOLDABLE.pattern}")

_EVENTS: type[yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""libyaml's parser where PyYAML has it; the other one says the same, more slowly."""

_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\x7E\x85\xA0-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""What may not stand in a YAML file at all."""

_MARKUP = re.compile(r"\{\{|\[\[|'{2,3}|[-?:,[\]{}#&*!|>'\"%@`]")
"""How text can begin that YAML takes for something of its own."""

_BEFORE_VALUE = re.compile(r"[ \t]*(?:[-?] +)*(?:[^\s'\"\[{][^\n]*?: +)?")
"""What stands on a line before the value that begins there."""

_REFUSED = -1
"""Stands in paths for a key that was refused: its value is read for its problems, and dropped."""


@dataclass(frozen=True)
class _Syntax:
    """What a message of either parser means for a person.

    The error stands where the parser stopped, or at what it was reading (``opened``). ``@`` in the
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
        "this fits neither what stands above nor its indentation",
        "align the keys of a mapping, and the `-` of a list",
        midline="the value before this has ended already",
    ),
    _Syntax(
        re.compile("mapping values are not allowed"),
        "a `: ` cannot stand here",
        f"text with `: ` in it {LITERAL_HINT}; keys of one mapping are indented alike",
    ),
    _Syntax(
        re.compile("sequence entries are not allowed"),
        "a list item cannot stand here",
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
    """Where in the text a mark of either parser stands."""
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

    def document(self) -> Data:
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
                data = self._value(next(self._events), ())
        return data

    def _value(self, event: yaml.Event, path: Path) -> Data:
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
            self._mapping(path) if isinstance(event, yaml.MappingStartEvent) else self._list(path)
        )

    def _add_span(self, event: yaml.ScalarEvent) -> None:
        start, end = _offset(event.start_mark), _offset(event.end_mark)
        if event.style in {"|", ">"}:
            start = self._text.find("\n", start, end)
        if 0 <= start < end:
            self.spans.append((start, end))

    def _list(self, path: Path) -> list[Data]:
        items: list[Data] = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, Data]:
        mapping: dict[str, Data] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            name = self._new_key(event, path)
            inner = (*path, _REFUSED if name is None else name)
            value = self._value(next(self._events), inner)
            if name is not None:
                self.keys[inner] = _offset(event.start_mark)
                mapping[name] = value
        return mapping

    def _new_key(self, event: yaml.Event, path: Path) -> str | None:
        """Read a key; None (and a problem) when it cannot be one."""
        offset = _offset(event.start_mark)
        if not isinstance(event, yaml.ScalarEvent):
            if not isinstance(event, yaml.AliasEvent):
                self._refuse(offset, "a key must be text", self._hint(offset))
            self._value(event, (*path, _REFUSED))
            return None
        self._refuse_properties(event)
        self._add_span(event)
        name: str = event.value
        if (*path, name) not in self.keys:
            return name
        line, _ = self._lines.place(self.keys[*path, name])
        hint = f"it already stands on line {line}: keep one of the two"
        self._refuse(offset, f"the key `{shown(name)}` is repeated", hint)
        return None

    # --- what is refused

    def _refuse(self, offset: int, message: str, hint: str) -> None:
        self.problems.append(error(message, at=self._lines.place(offset), hint=hint))

    def _hint(self, offset: int, otherwise: str = "") -> str:
        """Say what to do about a text that begins like something else of YAML's at ``offset``."""
        match = _MARKUP.match(self._text, offset)
        return f"text that starts with `{match[0]}` {LITERAL_HINT}" if match else otherwise

    def _refuse_properties(self, event: yaml.Event) -> None:
        """Refuse an alias, an anchor or a tag: all that a node can have besides its value."""
        offset = _offset(event.start_mark)
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor is not None:
            sign, word = ("*", "alias") if isinstance(event, yaml.AliasEvent) else ("&", "anchor")
            hint = f"write the value out; text that starts with `{sign}` {LITERAL_HINT}"
            self._refuse(offset, f"`{sign}{shown(anchor)}` is an {word}: not used here", hint)
        if tag is not None:
            sign = shown(tag.replace("tag:yaml.org,2002:", "!!"))
            hint = f"leave it out; text that starts with `!` {LITERAL_HINT}"
            self._refuse(offset, f"`{sign}` is a tag: not used here", hint)

    def refuse_unprintable(self) -> NoReturn:
        """Say where the first character stands that YAML has no place for."""
        found = _UNPRINTABLE.search(self._text)
        offset = found.start() if found else 0
        code = ord(self._text[offset])
        hint = "remove it, or write it as an escape between double quotes"
        self._refuse(offset, f"the character U+{code:04X} cannot stand in YAML", hint)
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
        hint = self._hint(before.end() if before else line_start, known.hint)
        self._refuse(offset, message.replace("@", self._text[offset : offset + 1]), hint)
        raise ProblemError(self.problems)
