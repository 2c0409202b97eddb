"""Plain data → YAML for people; it knows nothing of documents.

Block style, one text one scalar, never folded, so that one changed word is one changed line; only
lists of a few words (``Words``) are in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from wikibrief.yamlform.characters import UNHOLDABLE, escape
from wikibrief.yamlform.data import Data

__all__ = ["Words", "emit"]


class Words(list["Data"]):
    """A list that is written in brackets, on one line, when it has nothing but a few words."""


_LONGEST_KEY = 1000
"""YAML wants the ``:`` within 1024 characters; a longer key takes the ``? key`` form."""

_LONGEST_QUOTED = 80
"""Characters of a text that is quoted where it cannot be plain; a longer one is prose, in which
a quotation mark may come one day: it goes under ``|-``, where every character means itself."""

_NOT_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@` ")
"""What a plain scalar cannot start with (some could, before some characters: not worth a rule)."""

_WORD = re.compile(r"\w[\w.%=/+-]*")
_LONGEST_LINE = 100
"""Of words in brackets."""

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
"""How these texts begin: a quick test that most others fail."""

_NEEDS_INDENTATION_INDICATOR = re.compile(r"\n*[ \t]")
"""A reader takes a literal's indentation from its first line that is not empty."""

_ESCAPED = re.compile(rf'["\\\t\n]|{UNHOLDABLE.pattern}')


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
        out.append(f"{_write_text(data, '  ') if isinstance(data, str) else _write_scalar(data)}\n")
    return "".join(out)


def _emit_mapping(data: Mapping[str, Data], pad: str, lead: str, out: list[str]) -> None:
    """Append a mapping that is not empty; ``lead`` begins its first line, ``pad`` the others."""
    inner = f"{pad}  "
    for name, value in data.items():
        key = _known_key(name) if len(name) <= _LONGEST_KEY else _write_key(name)
        head = f"{lead}{key}:" if len(key) <= _LONGEST_KEY else f"{lead}? {key}\n{pad}:"
        lead = pad
        if isinstance(value, str):
            out.append(f"{head} {_write_text(value, inner)}\n")
        elif isinstance(value, dict) and value:
            out.append(f"{head}\n")
            _emit_mapping(value, inner, inner, out)
        elif isinstance(value, list) and value:
            words = _write_words(value, len(head)) if isinstance(value, Words) else None
            out.append(f"{head} {words}\n" if words else f"{head}\n")
            if words is None:
                _emit_sequence(value, inner, inner, out)
        else:
            out.append(f"{head}\n" if value is None else f"{head} {_write_scalar(value)}\n")


def _emit_sequence(data: Sequence[Data], pad: str, lead: str, out: list[str]) -> None:
    """Append a list that is not empty; a collection in it starts on the line of its dash."""
    inner = f"{pad}  "
    for value in data:
        if isinstance(value, str):
            out.append(f"{lead}- {_write_text(value, inner)}\n")
        elif isinstance(value, dict) and value:
            _emit_mapping(value, inner, f"{lead}- ", out)
        elif isinstance(value, list) and value:
            _emit_sequence(value, inner, f"{lead}- ", out)
        else:
            out.append(f"{lead}-\n" if value is None else f"{lead}- {_write_scalar(value)}\n")
        lead = pad


def _write_words(words: Words, column: int) -> str | None:
    """Write ``[thumb, upright=0.75]``, if the words are all plain and fit into a line."""
    plain = [word for word in words if isinstance(word, str) and _WORD.fullmatch(word)]
    text = f"[{', '.join(plain)}]"
    is_plain = len(plain) == len(words) and not any(map(_TYPED.fullmatch, plain))
    return text if is_plain and column + len(text) < _LONGEST_LINE else None


def _write_key(name: str) -> str:
    """Write a key, which has one line: in plain style or quoted."""
    return name if _write_text(name, "") is name else _quote(name)


_known_key = lru_cache(maxsize=1024)(_write_key)
"""The same, for names that are not very long: most come again and again."""


def _write_scalar(value: Data) -> str:
    """Write what is neither a text nor a collection with something in it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)  # a number, `[]`, `{}`


def _write_text(text: str, pad: str) -> str:
    """Write a text, without the line end after it: as it is if it would come back from that.

    Substring searches, not one expression: most of what is written is long paragraphs; and one
    character is looked for first, because that is several times as fast as looking for two.
    """
    if not text or text.isspace() or (text[0] in _TYPED_FIRST and _TYPED.fullmatch(text)):
        return _quote(text)
    if not text.isprintable():
        if UNHOLDABLE.search(text):
            return _quote(text)
        if "\n" in text or "\t" in text:
            return _write_literal(text, pad)
    if (
        text[0] in _NOT_FIRST
        or text[-1] in " :"
        or (":" in text and ": " in text)
        or ("#" in text and " #" in text)
        or text.startswith("...")
    ):
        is_quoted = len(text) <= _LONGEST_QUOTED and '"' not in text and "\\" not in text
        return f'"{text}"' if is_quoted else _write_literal(text, pad)
    return text


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
