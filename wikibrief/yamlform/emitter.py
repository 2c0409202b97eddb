"""Plain data → YAML for people; it knows nothing of documents.

Block style, one text one scalar, never folded, so that one changed word is one changed line; only
short lists and mappings that are read across (``FlowList``, ``FlowMapping``) are in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from wikibrief.yamlform.characters import UNHOLDABLE, escape
from wikibrief.yamlform.data import Data

__all__ = ["FlowList", "FlowMapping", "emit"]


class FlowList(list["Data"]):
    """A list that is written in brackets, on one line, where all of it fits there.

    Else each mapping in it is, where it fits: of a long row each cell.
    """


class FlowMapping(dict[str, "Data"]):
    """A mapping that is written in braces as an item of a list, where it fits on one line."""


_LONGEST_KEY = 1000
"""YAML wants the ``:`` within 1024 characters; a longer key takes the ``? key`` form."""

_LONGEST_QUOTED = 80
"""Characters of a text that is quoted where it cannot be plain; a longer one is prose, in which
a quotation mark may come one day: it goes under ``|-``, where every character means itself."""

_NOT_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@` ")
"""What a plain scalar cannot start with (some could, before some characters: not worth a rule)."""

_LONGEST_LINE = 200
"""Characters of a list in brackets, with what is before it on its line but for the indentation."""
_LONGEST_MAPPING = 160
"""Characters of a mapping or a text between brackets."""

_IN_BRACKETS = re.compile(r"[,\[\]{}:?]")
"""What a plain scalar cannot hold between brackets."""

_TYPED = re.compile(
    r"""
      [-+]? 0b [01_]+  |  [-+]? 0o? [0-7_]+  |  [-+]? 0x [0-9a-fA-F_]+
    | [-+]? [0-9][0-9_]* (?: : [0-5]?[0-9] )+ (?: \. [0-9_]* )?
    | [-+]? (?: [0-9][0-9_]* (?: \. [0-9_]* )? | \. [0-9][0-9_]* ) (?: [eE] [-+]? [0-9]+ )?
    | [-+]? \. (?: inf | Inf | INF )  |  \. (?: nan | NaN | NAN )
    | [0-9]{4} - [0-9]{1,2} - [0-9]{1,2}
      (?: (?: [Tt] | [ \t]+ ) [0-9]{1,2} : [0-9]{2} : [0-9]{2} (?: \. [0-9]* )?
          (?: [ \t]* (?: Z | [-+] [0-9]{1,2} (?: : [0-9]{2} )? ) )? )?
    """,
    re.VERBOSE,
)
"""Texts that YAML 1.1 or the core schema of YAML 1.2 read as a number or a date …"""

_NUMBER = re.compile(r"0|-?[1-9][0-9]*(?:\.[0-9]*[1-9])?|-?0\.(?!0000)[0-9]*[1-9]")
"""A number as every program writes it."""
_LONGEST_NUMBER = 15
"""Characters of a number that every program keeps to the last digit."""

_TYPED_WORDS = frozenset(
    "~ = << null Null NULL y Y yes Yes YES n N no No NO true True TRUE false False FALSE "
    "on On ON off Off OFF".split()
)
_TYPED_FIRST = frozenset(".+-0123456789")
"""How the others of these texts begin."""
_ODD_FIRST = _NOT_FIRST | _TYPED_FIRST
"""How a text begins that needs a closer look: a quick test that most fail."""

_NEEDS_INDENTATION_INDICATOR = re.compile(r"\n*[ \t]")
"""A reader takes a literal's indentation from its first line that is not empty."""

_LINES = re.compile(rf"[\t\n]|{UNHOLDABLE.pattern}")
_ESCAPED = re.compile(rf'["\\\t\n]|{UNHOLDABLE.pattern}')


def emit(data: Data, *, comment: str = "", texts_only: bool = False) -> str:
    """Write ``data`` as a YAML file, with ``comment`` in its first lines.

    None is written as nothing. Texts are Unicode scalar values: YAML has no form for others.
    ``texts_only``: who reads it takes every scalar for text, so a text may look like a number if
    that is written the same way again.
    """
    emitter = _Emitter(texts_only=texts_only)
    out = emitter.out
    out += [f"# {line}\n" for line in comment.splitlines()]
    if isinstance(data, dict) and data:
        emitter.mapping(data, "", "")
    elif isinstance(data, list) and data:
        emitter.sequence(data, "", "")
    else:
        text = emitter.text(data, "  ") if isinstance(data, str) else _write_scalar(data)
        out.append(f"{text}\n")
    return "".join(out)


class _Emitter:
    """Appends what it writes to ``out``."""

    __slots__ = ("_texts_only", "out")

    def __init__(self, *, texts_only: bool) -> None:
        self.out: list[str] = []
        self._texts_only = texts_only

    def mapping(self, data: Mapping[str, Data], pad: str, lead: str) -> None:
        """Write a mapping that is not empty; ``lead`` begins its first line, ``pad`` the others."""
        inner = f"{pad}  "
        out = self.out
        for name, value in data.items():
            head = lead + (_known_keys.get(name) or _write_key(name, pad))
            lead = pad
            if isinstance(value, str):
                out.append(f"{head} {self.text(value, inner)}\n")
            elif isinstance(value, dict) and value:
                out.append(f"{head}\n")
                self.mapping(value, inner, inner)
            elif isinstance(value, list) and value:
                line = (
                    self._line(value, len(head) - len(pad)) if isinstance(value, FlowList) else None
                )
                out.append(f"{head} {line}\n" if line else f"{head}\n")
                if line is None:
                    self.sequence(value, inner, inner)
            else:
                out.append(f"{head}\n" if value is None else f"{head} {_write_scalar(value)}\n")

    def sequence(self, data: Sequence[Data], pad: str, lead: str) -> None:
        """Write a list that is not empty; a collection in it starts on the line of its dash."""
        inner = f"{pad}  "
        out = self.out
        is_flow = isinstance(data, FlowList)
        for value in data:
            if isinstance(value, str):
                out.append(f"{lead}- {self.text(value, inner)}\n")
            elif isinstance(value, dict) and value:
                is_line = (is_flow or isinstance(value, FlowMapping)) and len(value) > 1
                line = self._inline(value) if is_line else None
                if line is None:
                    self.mapping(value, inner, f"{lead}- ")
                else:
                    out.append(f"{lead}- {line}\n")
            elif isinstance(value, list) and value:
                line = (
                    self._line(value, len(lead) - len(pad)) if isinstance(value, FlowList) else None
                )
                if line is None:
                    self.sequence(value, inner, f"{lead}- ")
                else:
                    out.append(f"{lead}- {line}\n")
            else:
                out.append(f"{lead}-\n" if value is None else f"{lead}- {_write_scalar(value)}\n")
            lead = pad

    def _line(self, items: FlowList, column: int) -> str | None:
        """Write ``[thumb, upright=0.75]``, if it fits after so many columns of its line."""
        text = self._join(map(self._inline, items), _LONGEST_LINE - column - 3)
        return None if text is None else f"[{text}]"

    def _inline(self, value: Data) -> str | None:
        """Write a value between brackets; None for one that has no place there."""
        if isinstance(value, str):
            return self._inline_text(value)
        if isinstance(value, dict) and value:
            pairs = (self._inline_pair(name, each) for name, each in value.items())
            text = self._join(pairs, _LONGEST_MAPPING)
            return None if text is None else f"{{{text}}}"
        return str(value) if type(value) is int else None

    def _inline_pair(self, name: str, value: Data) -> str | None:
        key, text = self._inline_text(name), self._inline(value)
        return None if key is None or text is None else f"{key}: {text}"

    def _join(self, parts: Iterable[str | None], room: int) -> str | None:
        joined = []
        for part in parts:
            if part is None or (room := room - len(part)) < 0:
                return None
            joined.append(part)
            room -= 2
        return ", ".join(joined)

    def _inline_text(self, text: str) -> str | None:
        if len(text) > _LONGEST_MAPPING or (not text.isprintable() and _LINES.search(text)):
            return None
        if text and not _IN_BRACKETS.search(text) and self.text(text, "") is text:
            return text
        if '"' not in text and "\\" not in text:
            return f'"{text}"'
        return None if "'" in text else f"'{text}'"

    def text(self, text: str, pad: str) -> str:
        """Write a text, without the line end after it: as it is if it would come back from that.

        Substring searches, not one expression: most of what is written is long paragraphs; and one
        character is looked for first, because that is several times as fast as looking for two.
        """
        if not text or text in _TYPED_WORDS:
            return _quote(text)
        is_odd = text[0] in _ODD_FIRST
        if is_odd and self._is_typed(text):
            return _quote(text)
        if not text.isprintable():
            if text.isspace() or UNHOLDABLE.search(text):
                return _quote(text)
            if "\n" in text or "\t" in text:
                return _write_literal(text, pad)
        if (
            text[-1] in " :"
            or (":" in text and ": " in text)
            or ("#" in text and " #" in text)
            or (is_odd and self._cannot_begin(text))
        ):
            is_quoted = len(text) <= _LONGEST_QUOTED and '"' not in text and "\\" not in text
            is_quoted = is_quoted or text.isspace()
            return f'"{text}"' if is_quoted else _write_literal(text, pad)
        return text

    def _is_typed(self, text: str) -> bool:
        """Whether YAML reads a text as a number, a date … that matters to who reads it."""
        if text[0] not in _TYPED_FIRST or self._is_number(text):
            return False
        return _TYPED.fullmatch(text) is not None

    def _cannot_begin(self, text: str) -> bool:
        """Whether a text begins with what no plain scalar can, nor a line of a file."""
        return (text[0] in _NOT_FIRST and not self._is_number(text)) or text.startswith("...")

    def _is_number(self, text: str) -> bool:
        """Whether a text is a number that may be plain."""
        return (
            self._texts_only
            and len(text) <= _LONGEST_NUMBER
            and _NUMBER.fullmatch(text) is not None
        )


_key_emitter = _Emitter(texts_only=False)


_known_keys: dict[str, str] = {}
"""What was written for keys: most come again and again."""
_MOST_KNOWN = 1000


def _write_key(name: str, pad: str) -> str:
    """Write a key, which has one line, in plain style or quoted, and its ``:``."""
    key = name if _key_emitter.text(name, "") is name else _quote(name)
    if len(key) > _LONGEST_KEY:
        return f"? {key}\n{pad}:"
    if len(_known_keys) >= _MOST_KNOWN:
        _known_keys.clear()
    return _known_keys.setdefault(name, f"{key}:")


def _write_scalar(value: Data) -> str:
    """Write what is neither a text nor a collection with something in it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)  # a number, `[]`, `{}`


def _write_literal(text: str, pad: str) -> str:
    """Write a block scalar, without the line end after it."""
    lines = text.split("\n")
    chomping = "-"
    if not lines[-1]:
        lines.pop()  # the line end after the scalar is the last one of the text
        chomping = "" if lines[-1] else "+"
    indentation = "2" if _NEEDS_INDENTATION_INDICATOR.match(text) else ""
    body = "\n".join([pad + line if line else "" for line in lines])
    return f"|{indentation}{chomping}\n{body}"


def _quote(text: str) -> str:
    return f'"{_ESCAPED.sub(escape, text)}"'
