"""Comments in YAML: what a person wrote into a file is put back into a newer text.

A comment belongs to the value on the line after it, or to the last one on its own line. In the
newer text it is on a line before that value, which is found under the same keys, and in lists as
the item that the old one has become (``alignment``). A comment whose value is gone is reported,
never dropped in silence.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple, cast

from wikibrief.model.alignment import align
from wikibrief.model.document import Transclusion
from wikibrief.problems import LineMap, Problem, ProblemError, warning
from wikibrief.yamlform.characters import abbreviate
from wikibrief.yamlform.data import Data, Path
from wikibrief.yamlform.lines import fold
from wikibrief.yamlform.parser import Parsed, parse
from wikibrief.yamlform.validation import validate

__all__ = ["keep_comments"]

_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[^\n\r\x85\u2028\u2029]*", re.MULTILINE)
_INDENT = re.compile(" *")
_SCHEMA = re.compile(r"#\s*yaml-language-server\s*:")
"""The line that every file begins with: it is always written anew."""


class _Comment(NamedTuple):
    """A comment; ``is_last``: something comes before it on its line."""

    text: str
    offset: int
    is_last: bool


def keep_comments(old: str, new: str) -> tuple[str, list[Problem]]:
    """Put the comments of ``old`` into ``new``, and report those that have no place in it.

    ``new`` is YAML as ``emitter.emit`` writes it; the result means the same.
    """
    old = old.replace("\r\n", "\n").replace("\r", "\n")
    if not any(_is_own(match[0]) for match in _COMMENT.finditer(old)):
        return new, []
    try:
        before = parse(old, [])
    except ProblemError as failure:
        broken = failure.problems[0]
        message = f"the old text is not YAML, so its comments are not kept: {broken.message}"
        return new, [warning(message, at=(broken.line, broken.column), code="lost-comment")]
    return _Keeper(before, parse(new)).keep()


def _is_own(comment: str) -> bool:
    return not _SCHEMA.match(comment)


class _Keeper:
    """Puts the comments of one text into another."""

    def __init__(self, old: Parsed, new: Parsed) -> None:
        self._old, self._new = old, new
        self._lists: dict[Path, dict[int, int]] = {}
        owners = _find_owners(old)
        self._offsets = sorted(owners)
        self._owners = [owners[offset] for offset in self._offsets]

    def keep(self) -> tuple[str, list[Problem]]:
        """Return the newer text with the comments, and the problems."""
        starts = _find_starts(self._new)
        lines = LineMap(self._old.text)
        before: defaultdict[int, list[str]] = defaultdict(list)
        problems = []
        end = len(self._new.text)
        for comment in _find_comments(self._old):
            index = bisect_left(self._offsets, comment.offset) - comment.is_last
            goal = self._find_goal(self._owners[index]) if index < len(self._owners) else ()
            if goal is not None:
                before[starts.get(goal, end)].append(comment.text)
            elif index == 0:  # it is above everything
                before[min(starts.values(), default=end)].append(comment.text)
            else:
                quoted = abbreviate(comment.text)
                message = f"the comment “{quoted}” is not kept: its value is gone"
                problems.append(
                    warning(message, at=lines.place(comment.offset), code="lost-comment")
                )
        return _insert(self._new.text, before), problems

    def _find_goal(self, path: Path) -> Path | None:
        """Find where the value that was at ``path`` is now."""
        old, new = self._old.data, self._new.data
        goal: Path = ()
        for index, step in enumerate(path):
            if isinstance(old, list) and isinstance(new, list) and isinstance(step, int):
                here = self._lists.get(path[:index])
                if here is None:
                    here = self._lists[path[:index]] = _match_items(old, new)
                if step not in here:
                    return None
                old, new, goal = old[step], new[here[step]], (*goal, here[step])
            elif isinstance(old, dict) and isinstance(new, dict) and step in old and step in new:
                old, new, goal = old[str(step)], new[str(step)], (*goal, step)
            else:
                return None
        return goal


def _find_starts(parsed: Parsed) -> dict[Path, int]:
    """Find where the key, or the item of a list, begins that leads to each value."""
    return {path: parsed.keys.get(path, at) for path, at in parsed.values.items() if path}


def _find_owners(parsed: Parsed) -> dict[int, Path]:
    """Find what begins at which offset: where an item of a list and its first key do, the item.

    A text on the line after its key begins there once more.
    """
    owners: dict[int, Path] = {}
    for path, at in _find_starts(parsed).items():  # outer values before those in them
        owners.setdefault(at, path)
    collections = {path[:-1] for path in parsed.values}
    for path, at in parsed.values.items():
        if path not in collections:
            owners.setdefault(at, path)
    return owners


def _find_comments(parsed: Parsed) -> Iterator[_Comment]:
    """Yield what begins with ``#`` outside of all texts."""
    position = 0
    for start, end in [*parsed.spans, (len(parsed.text),) * 2]:
        for match in _COMMENT.finditer(parsed.text, position, start):
            if _is_own(match[0]):
                line = parsed.text.rfind("\n", 0, match.start()) + 1
                is_last = bool(parsed.text[line : match.start()].strip(" \t"))
                yield _Comment(match[0].rstrip(), match.start(), is_last)
        position = end


def _match_items(old: Sequence[Data], new: Sequence[Data]) -> dict[int, int]:
    """Find the item of a new list that each old one has become: aligned, or moved unchanged."""
    said_old, said_new = [_say(item) for item in old], [_say(item) for item in new]
    origins = align(said_old, said_new, lambda index: len(said_old[index]), _measure_likeness)
    goals = {origin: index for index, origin in enumerate(origins) if origin is not None}
    moved: dict[str, int] = {}
    for index in range(len(new) - 1, -1, -1):
        if origins[index] is None:
            moved[said_new[index]] = index
    for index, said in enumerate(said_old):
        if index not in goals and said in moved:
            goals[index] = moved[said]
    return goals


def _say(item: Data) -> str:
    """Write an item for comparison: a transclusion in its short form, if it has one."""
    if isinstance(item, dict) and item.get("kind") == "transclusion":
        with suppress(ProblemError):
            [folded] = fold((validate(Transclusion, item),))
            item = folded if isinstance(folded, str) else item
    return json.dumps(item)


def _measure_likeness(old: str, new: str) -> int:
    """Count the characters that two items have in common at their ends."""
    head = _count_common(old, new)
    return head + _count_common(old[:head:-1], new[:head:-1])


def _count_common(one: str, other: str) -> int:
    """Count the characters that two texts both begin with."""
    shortest = min(len(one), len(other))
    return next((at for at in range(shortest) if one[at] != other[at]), shortest)


def _insert(text: str, before: dict[int, list[str]]) -> str:
    """Put comments before the lines of these offsets, indented like them."""
    parts, position = [], 0
    for offset in sorted(before):
        line = text.rfind("\n", 0, offset) + 1
        indent = cast("re.Match[str]", _INDENT.match(text, line))
        parts.append(text[position:line])
        parts += [f"{indent[0]}{comment}\n" for comment in before[offset]]
        position = line
    return "".join([*parts, text[position:]])
