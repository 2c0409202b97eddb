"""Comments in YAML: what a person wrote into a file is put back into a newer text.

A comment belongs to the value on the line after it, or to the last one in its own line. Where that
value stands in the newer document the comment stands before it, on a line of its own: under the
same keys, and in lists at the item that the old one has become (``alignment``). A comment whose
value is gone is told of, never dropped in silence.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple, cast

from wikibrief.model.alignment import align
from wikibrief.problems import LineMap, Problem, ProblemError, warning
from wikibrief.yamlform.characters import abbreviate
from wikibrief.yamlform.data import Data, Path
from wikibrief.yamlform.parser import Parsed, parse

__all__ = ["keep_comments"]

_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[^\n\r\x85\u2028\u2029]*", re.MULTILINE)
_INDENT = re.compile(" *")
_SCHEMA = re.compile(r"#\s*yaml-language-server\s*:")
"""The line that every file begins with: it is written anew."""


class _Comment(NamedTuple):
    """A comment; ``is_last``: something stands before it in its line."""

    text: str
    offset: int
    is_last: bool


def keep_comments(old: str, new: str) -> tuple[str, list[Problem]]:
    """Put the comments of ``old`` into ``new``, and tell of those that have no place in it.

    ``new`` is YAML as ``yamltext.emit`` writes it; what is returned means the same.
    """
    old = old.replace("\r\n", "\n").replace("\r", "\n")
    if not any(_is_own(match[0]) for match in _COMMENT.finditer(old)):
        return new, []
    try:
        before = parse(old, [])
    except ProblemError as failure:
        broken = failure.problems[0]
        message = f"what stood here was no YAML, so its comments are not kept: {broken.message}"
        return new, [warning(message, at=(broken.line, broken.column))]
    return _Keeper(before, parse(new)).keep()


def _is_own(comment: str) -> bool:
    return not _SCHEMA.match(comment)


class _Keeper:
    """Puts the comments of one text into another."""

    def __init__(self, old: Parsed, new: Parsed) -> None:
        self._old, self._new = old, new
        self._lists: dict[Path, dict[int, int]] = {}
        owners = _owners(old)
        self._offsets = sorted(owners)
        self._owners = [owners[offset] for offset in self._offsets]

    def keep(self) -> tuple[str, list[Problem]]:
        """The newer text with the comments, and the problems."""
        starts = _starts(self._new)
        lines = LineMap(self._old.text)
        before: defaultdict[int, list[str]] = defaultdict(list)
        problems = []
        end = len(self._new.text)
        for comment in _comments(self._old):
            index = bisect_left(self._offsets, comment.offset) - comment.is_last
            goal = self._goal(self._owners[index]) if index < len(self._owners) else ()
            if goal is not None:
                before[starts.get(goal, end)].append(comment.text)
            elif index == 0:  # it stands above everything
                before[min(starts.values(), default=end)].append(comment.text)
            else:
                quoted = abbreviate(comment.text)
                message = f"the comment “{quoted}” is not kept: what it stood at is gone"
                problems.append(warning(message, at=lines.place(comment.offset)))
        return _inserted(self._new.text, before), problems

    def _goal(self, path: Path) -> Path | None:
        """Where the value that stood at ``path`` stands now."""
        old, new = self._old.data, self._new.data
        goal: Path = ()
        for index, step in enumerate(path):
            if isinstance(old, list) and isinstance(new, list) and isinstance(step, int):
                here = self._lists.get(path[:index])
                if here is None:
                    here = self._lists[path[:index]] = _items(old, new)
                if step not in here:
                    return None
                old, new, goal = old[step], new[here[step]], (*goal, here[step])
            elif isinstance(old, dict) and isinstance(new, dict) and step in old and step in new:
                old, new, goal = old[str(step)], new[str(step)], (*goal, step)
            else:
                return None
        return goal


def _starts(parsed: Parsed) -> dict[Path, int]:
    """Where the key, or the item of a list, begins that leads to each value."""
    return {path: parsed.keys.get(path, at) for path, at in parsed.values.items() if path}


def _owners(parsed: Parsed) -> dict[int, Path]:
    """What begins at which offset: where an item of a list and its first key do, the item.

    A text that stands on the line after its key begins there once more.
    """
    owners: dict[int, Path] = {}
    for path, at in _starts(parsed).items():  # what stands in others comes after them
        owners.setdefault(at, path)
    collections = {path[:-1] for path in parsed.values}
    for path, at in parsed.values.items():
        if path not in collections:
            owners.setdefault(at, path)
    return owners


def _comments(parsed: Parsed) -> Iterator[_Comment]:
    """What stands outside of all texts and begins with ``#``."""
    position = 0
    for start, end in [*parsed.spans, (len(parsed.text),) * 2]:
        for match in _COMMENT.finditer(parsed.text, position, start):
            if _is_own(match[0]):
                line = parsed.text.rfind("\n", 0, match.start()) + 1
                is_last = bool(parsed.text[line : match.start()].strip(" \t"))
                yield _Comment(match[0].rstrip(), match.start(), is_last)
        position = end


def _items(old: Sequence[Data], new: Sequence[Data]) -> dict[int, int]:
    """Which item of a new list stands for each of the old: aligned, or else moved as it was."""
    said_old, said_new = [json.dumps(item) for item in old], [json.dumps(item) for item in new]
    origins = align(said_old, said_new, lambda index: len(said_old[index]), _likeness)
    goals = {origin: index for index, origin in enumerate(origins) if origin is not None}
    moved: dict[str, int] = {}
    for index in range(len(new) - 1, -1, -1):
        if origins[index] is None:
            moved[said_new[index]] = index
    for index, said in enumerate(said_old):
        if index not in goals and said in moved:
            goals[index] = moved[said]
    return goals


def _likeness(old: str, new: str) -> int:
    """How many characters two items have in common at their ends."""
    head = _common(old, new)
    return head + _common(old[:head:-1], new[:head:-1])


def _common(one: str, other: str) -> int:
    """The length of what two texts both begin with."""
    shortest = min(len(one), len(other))
    return next((at for at in range(shortest) if one[at] != other[at]), shortest)


def _inserted(text: str, before: dict[int, list[str]]) -> str:
    """The text with comments before the lines of these offsets, indented like them."""
    parts, position = [], 0
    for offset in sorted(before):
        line = text.rfind("\n", 0, offset) + 1
        indent = cast("re.Match[str]", _INDENT.match(text, line))
        parts.append(text[position:line])
        parts += [f"{indent[0]}{comment}\n" for comment in before[offset]]
        position = line
    return "".join([*parts, text[position:]])
