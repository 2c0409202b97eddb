"""JSON → plain data, refusing what Python's reader lets through or breaks on; and where it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property

from wikibrief.problems import LineMap, Problem, ProblemError, error
from wikibrief.yamlform.characters import abbreviate
from wikibrief.yamlform.data import Data, Path
from wikibrief.yamlform.parser import MAX_DEPTH, Parsed

__all__ = ["JsonPlaces", "parse_json"]

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
_VALUE = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{},]|[^\s\[\]{},:"]+', re.DOTALL)
_COLON = re.compile(r"\s*:")
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"  # a whole pair
    r"|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2}|[\uD800-\uDFFF])|\\."
)


def parse_json(text: str, problems: list[Problem]) -> Data:
    """Read JSON; refuse depth that breaks a recursion, half characters and repeated keys."""
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth > MAX_DEPTH:
            at = LineMap(text).place(token.start())
            raise ProblemError(
                error(f"nested more than {MAX_DEPTH} levels deep", at=at, code="bad-json")
            )
    for escape in _ESCAPE.finditer(text):
        if escape["half"]:
            at = LineMap(text).place(escape.start())
            raise ProblemError(
                error("half of a surrogate pair is no character", at=at, code="bad-json")
            )

    is_repeated = False

    def mapping(pairs: list[tuple[str, Data]]) -> dict[str, Data]:
        nonlocal is_repeated
        seen: dict[str, Data] = {}
        for name, value in pairs:
            is_repeated |= name in seen
            seen.setdefault(name, value)
        return seen

    try:
        data: Data = json.loads(text, object_pairs_hook=mapping, parse_int=_read_number)
    except json.JSONDecodeError as broken:
        at = (broken.lineno, broken.colno)
        problems.append(error(f"this is not JSON: {broken.msg}", at=at, code="bad-json"))
        raise ProblemError(problems) from None
    if is_repeated:
        problems += _find_repeated(text)
    return data


def _find_repeated(text: str) -> Iterator[Problem]:
    """Yield a problem for each key that its object has already."""
    lines = LineMap(text)
    objects: list[set[str]] = []
    for token in _TOKEN.finditer(text):
        if token[0] in "[{":
            objects.append(set())
        elif token[0] in "]}":
            objects.pop()
        elif _COLON.match(text, token.end()):
            name = json.loads(token[0])
            if name in objects[-1]:
                message = f"the key `{abbreviate(name)}` is repeated in one object"
                yield error(message, at=lines.place(token.start()), code="bad-json")
            objects[-1].add(name)


def _read_number(digits: str) -> int | float:
    """Read a whole number; one that is absurdly long is refused later, by its type."""
    return int(digits) if len(digits) < 20 else float(digits)


class JsonPlaces:
    """Where each value of a JSON text is; the text is searched when a place is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    def place(self, path: Path, part: str = "", preceding: int = 0) -> tuple[int, int]:
        """Return line and column of the value at ``path``, or of a part of its text."""
        return self._parsed.place(path, part, preceding)

    def key_place(self, path: Path) -> tuple[int, int]:
        """Return line and column of the key at ``path``."""
        return self._parsed.key_place(path)

    @cached_property
    def _parsed(self) -> Parsed:
        parsed = Parsed(self._text)
        steps: list[str | int] = []
        for token in _VALUE.finditer(self._text):
            if token[0] in {"]", "}"}:
                steps.pop()
            elif token[0] == ",":
                if isinstance(steps[-1], int):
                    steps[-1] += 1
            elif token[0][0] == '"' and _COLON.match(self._text, token.end()):
                steps[-1] = json.loads(token[0])
                parsed.keys.setdefault(tuple(steps), token.start())
            else:
                parsed.values.setdefault(tuple(steps), token.start())
                if token[0] in "[{":
                    steps.append(0 if token[0] == "[" else "")
        return parsed
